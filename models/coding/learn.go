package coding

import (
	"context"
	"maps"
	"slices"
	"strings"
	"unicode"

	"folkmoot/models/db"
	"folkmoot/models/insight/classify"
)

// Bounds on what is learned from.
const (
	learnEach    = 300    // newest contributions of a theme
	learnAll     = 20_000 // contributions altogether
	commonFrom   = 2_000  // newest contributions, whatever their themes, that tell which words are common
	commonShare  = 12     // a word in one of so many of these is common
	threadAtOnce = 5_000  // newest tags of a thread that is looked through
	longest      = 4_000  // bytes of a contribution that are read
	atOnce       = 400    // contributions in a query
)

// knowledge is what the model was taught, so that what changed can be told.
type knowledge struct {
	codebook  int64 // its version
	themes    []int64
	documents map[int64]document
	words     map[string]int // of the documents, with how many hold them
	common    map[string]int // words that stand in much of what people say, whatever it is about
}

// document is a contribution that was learned.
type document struct {
	thread   int64
	revision int
	themes   []int64
	words    []string // each once
}

func newKnowledge() knowledge {
	return knowledge{documents: map[int64]document{}, words: map[string]int{}}
}

// learn looks through what may have changed. Only the goroutine of run calls it, and alone changes what is known.
func (m *memory) learn(ctx context.Context, everything, codebook bool, threads map[int64]bool) (learned bool, err error) {
	if codebook && !everything {
		version, err := codebookVersion(ctx, m.db)
		if err != nil {
			return false, err
		}
		everything = version != m.known.codebook
	}
	if everything {
		return true, m.learnAll(ctx)
	}
	for thread := range threads {
		changed, err := m.learnThread(ctx, thread)
		learned = learned || changed
		if err != nil {
			return learned, err
		}
	}
	return learned, nil
}

func codebookVersion(ctx context.Context, q db.Querier) (int64, error) {
	return db.Value[int64](ctx, q, "SELECT COALESCE(MAX(codebook), 0) FROM theme_revisions")
}

// learnAll reads the codebook and the newest contributions of each theme.
func (m *memory) learnAll(ctx context.Context) error {
	version, err := codebookVersion(ctx, m.db)
	if err != nil {
		return err
	}
	if version != m.known.codebook || m.model == nil {
		if err := m.readCodebook(ctx, version); err != nil {
			return err
		}
	}
	wanted := map[int64]bool{}
	each := min(learnEach, learnAll/max(1, len(m.known.themes)))
	for _, theme := range m.known.themes {
		found, err := db.Values[int64](ctx, m.db, `SELECT contribution_id FROM tags WHERE theme_id = ? AND state = 'accepted'
			ORDER BY contribution_id DESC LIMIT ?`, theme, each)
		if err != nil {
			return err
		}
		for _, id := range found {
			wanted[id] = true
		}
	}
	for id := range m.known.documents {
		if !wanted[id] {
			m.unlearn(id)
		}
	}
	list := make([]int64, 0, len(wanted))
	for id := range wanted {
		list = append(list, id)
	}
	slices.Sort(list)
	if err := m.learnThese(ctx, list); err != nil {
		return err
	}
	if err := m.readCommon(ctx); err != nil {
		return err
	}
	m.model.Refit()
	return nil
}

// readCodebook tells the model the themes in use.
func (m *memory) readCodebook(ctx context.Context, version int64) error {
	list, err := db.All(ctx, m.db, func(r db.Row) (t classify.Theme, err error) {
		err = r.Scan(&t.ID, &t.Name, &t.Definition, &t.Examples)
		return t, err
	}, "SELECT id, name, definition, examples FROM themes WHERE state = 'current' ORDER BY id")
	if err != nil {
		return err
	}
	m.known.codebook, m.known.themes = version, m.known.themes[:0]
	for _, t := range list {
		m.known.themes = append(m.known.themes, t.ID)
	}
	if m.model != nil {
		m.model.SetThemes(list)
		return nil
	}
	model := classify.New(list)
	m.mu.Lock()
	m.model = model
	m.mu.Unlock()
	return nil
}

// readCommon tells the model which words are common here.
func (m *memory) readCommon(ctx context.Context) error {
	texts, err := db.Values[string](ctx, m.db, "SELECT body_md FROM contributions WHERE state = 'published' ORDER BY id DESC LIMIT ?", commonFrom)
	if err != nil {
		return err
	}
	in := map[string]int{}
	for i := range texts {
		texts[i] = readable(texts[i])
		for _, w := range tokens(texts[i], 1) {
			in[w]++
		}
	}
	maps.DeleteFunc(in, func(_ string, n int) bool { return n*commonShare < len(texts) })
	m.model.Background(texts)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known.common = in; len(texts) < 2*commonShare {
		m.known.common = nil
	}
	return nil
}

// telling tells whether a word says anything by itself: whether it does not stand in a large part of what people say.
func (m *memory) telling(word string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.known.common[strings.ToLower(word)] == 0
}

// taught is how a contribution stands now.
type taught struct {
	id       int64
	thread   int64
	revision int
	themes   []int64
}

const taughtQuery = `SELECT c.id, c.thread_id, c.revision, g.theme_id FROM contributions c
	JOIN tags g ON g.contribution_id = c.id AND g.state = 'accepted' JOIN themes h ON h.id = g.theme_id AND h.state = 'current'
	WHERE c.state = 'published' AND `

// taught reads contributions with all of their themes.
func (m *memory) taught(ctx context.Context, condition string, args ...any) (list []taught, rows int, err error) {
	err = db.Each(ctx, m.db, func(r db.Row) error {
		var t taught
		var theme int64
		if err := r.Scan(&t.id, &t.thread, &t.revision, &theme); err != nil {
			return err
		}
		if rows++; len(list) == 0 || list[len(list)-1].id != t.id {
			list = append(list, t)
		}
		last := &list[len(list)-1]
		last.themes = append(last.themes, theme)
		return nil
	}, taughtQuery+condition, args...)
	return list, rows, err
}

// learnThese learns contributions as they stand now.
func (m *memory) learnThese(ctx context.Context, list []int64) error {
	for part := range slices.Chunk(list, atOnce) {
		now, _, err := m.taught(ctx, "c.id IN "+db.In(len(part))+" ORDER BY c.id, g.theme_id", db.Args(part)...)
		if err != nil {
			return err
		}
		if _, err := m.update(ctx, part, now); err != nil {
			return err
		}
	}
	return nil
}

// learnThread learns what changed in a thread: a theme that was put on or taken off, an edit, something hidden.
func (m *memory) learnThread(ctx context.Context, thread int64) (changed bool, err error) {
	now, rows, err := m.taught(ctx, "c.thread_id = ? ORDER BY c.id DESC, g.theme_id LIMIT ?", thread, threadAtOnce)
	if err != nil || m.model == nil {
		return false, err
	}
	oldest := int64(0)
	if rows == threadAtOnce { // the last one may be cut off: it and those before it are left as they are
		oldest = now[len(now)-1].id
		now = now[:len(now)-1]
	}
	var known []int64
	for id, d := range m.known.documents {
		if d.thread == thread && id > oldest {
			known = append(known, id)
		}
	}
	return m.update(ctx, known, now)
}

// update brings what is known in line with how contributions stand now; those known that do not stand any more are
// forgotten.
func (m *memory) update(ctx context.Context, known []int64, now []taught) (changed bool, err error) {
	stands := make(map[int64]bool, len(now))
	var fresh []taught
	for _, t := range now {
		stands[t.id] = true
		if d, ok := m.known.documents[t.id]; !ok || d.revision != t.revision || !slices.Equal(d.themes, t.themes) {
			fresh = append(fresh, t)
		} else if d.thread != t.thread {
			d.thread = t.thread
			m.known.documents[t.id] = d
		}
	}
	for _, id := range known {
		if _, ok := m.known.documents[id]; ok && !stands[id] {
			m.unlearn(id)
			changed = true
		}
	}
	for part := range slices.Chunk(fresh, atOnce) {
		ids := make([]int64, len(part))
		for i, t := range part {
			ids[i] = t.id
		}
		bodies := map[int64]string{}
		err := db.Each(ctx, m.db, func(r db.Row) error {
			var id int64
			var body string
			err := r.Scan(&id, &body)
			bodies[id] = body
			return err
		}, "SELECT id, body_md FROM contributions WHERE state = 'published' AND id IN "+db.In(len(ids)), db.Args(ids)...)
		if err != nil {
			return changed, err
		}
		for _, t := range part {
			if body, ok := bodies[t.id]; ok {
				m.remember(t, readable(body))
				changed = true
			}
		}
	}
	return changed, nil
}

// remember teaches the model a contribution.
func (m *memory) remember(t taught, text string) {
	m.unknow(t.id)
	d := document{thread: t.thread, revision: t.revision, themes: t.themes, words: vocabulary(text)}
	m.model.Learn(t.id, text, t.themes)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.known.documents[t.id] = d
	for _, w := range d.words {
		m.known.words[w]++
	}
}

// unlearn makes the model forget a contribution.
func (m *memory) unlearn(id int64) {
	m.model.Learn(id, "", nil)
	m.unknow(id)
}

func (m *memory) unknow(id int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, w := range m.known.documents[id].words {
		if m.known.words[w]--; m.known.words[w] <= 0 {
			delete(m.known.words, w)
		}
	}
	delete(m.known.documents, id)
}

// unseen tells which share of a text's words stands in nothing that was coded, from 0 to 1.
func (m *memory) unseen(text string) float64 {
	words := vocabulary(text)
	if len(words) < 4 { // too short to be unlike anything
		return 0
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	fresh := 0
	for _, w := range words {
		if m.known.words[w] == 0 {
			fresh++
		}
	}
	return float64(fresh) / float64(len(words))
}

// readable is as much of a contribution as is read, with whole letters.
func readable(body string) string {
	if len(body) <= longest {
		return body
	}
	return strings.ToValidUTF8(body[:longest], "")
}

// vocabulary gives the longer words of a text, each once.
func vocabulary(text string) []string { return tokens(text, 4) }

// tokens gives the words of a text that have a number of bytes at least, each once.
func tokens(text string, least int) []string {
	var list []string
	inside := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '’' || r == '\'' }
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !inside(r) }) {
		if len(word) >= least {
			list = append(list, word)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
