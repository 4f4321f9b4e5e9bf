package discussion

import (
	"context"
	"database/sql"
	"strconv"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/files"
	"folkmoot/models/people"
)

// View asks for a page of a thread's contributions.
type View struct {
	Order   Order
	After   string // a Page's Next or Previous; "" = the first page
	PerPage int    // PageShort or PageLong
	Block   int64  // only the comments on this paragraph; 0 = all
	Version int64  // only those that were on Block when this version of the chapter was replaced; 0 = those that are on it now
}

// Item is a contribution on a page. Its ThreadID, ParentID, Body, Revision and PublishedAt are not read.
type Item struct {
	Contribution
	NextNew  int64   // what is new and comes next in the order of the page; 0 for none
	NextHere bool    // it stands on this page too
	Shown    bool    // the reader may read its words; otherwise a marker keeps its place
	New      bool    // published by somebody else, and not shown to the reader before
	Quoted   *Quoted // what it answers, where that does not stand right above it
	Themes   []Theme
	Files    []files.File // that stand with it, where its words are shown
	Moved    []Marker     // what stood right before it and was moved away
}

// Quoted is the beginning of what a contribution answers.
type Quoted struct {
	ID     int64
	Author string // empty where it is not to be read any more
	Words  string
	At     clock.Instant

	Language string // of the words, a BCP 47 tag; "" where nobody said
}

// Page is a page of contributions.
type Page struct {
	Opening  *Item // the post that starts a discussion; on the first page alone
	Items    []Item
	Next     string // cursor of the next page; "" at the end
	Previous string // cursor of the page before; "" where that is the first, or there is none
	First    bool   // this is the first page
	New      int    // contributions that are new to the reader in the whole thread, at most MaxNew
	FirstNew int64  // the first of them in the order of the page
	UpTo     int64  // the oldest of them: what the reader has read without a gap ends before it
	Since    Since
	Moved    []Marker // what was moved away from the end of the page
}

// Page reads a page of a thread's contributions that the actor may see, and notes how far they have read. The thread
// was read by the caller, who knows that the actor may see it. The number of queries and their cost do not depend on
// how long the thread is.
func (s *Store) Page(ctx context.Context, a people.Actor, t Thread, v View) (Page, error) {
	from, err := v.Order.parse(v.After)
	if err != nil {
		return Page{}, err
	}
	p := Page{First: v.After == ""}
	if p.Items, err = s.rows(ctx, a, t, v, v.Order.from(from, p.First), v.PerPage+1); err != nil {
		return Page{}, err
	}
	if len(p.Items) > v.PerPage {
		p.Items = p.Items[:v.PerPage]
		p.Next = v.Order.cursor(p.Items[v.PerPage-1].place())
	}
	if p.First && t.OpeningID != 0 && v.Block == 0 {
		opening, err := s.rows(ctx, a, t, View{}, []leg{{" AND c.id = ?", []any{t.OpeningID}, "c.id"}}, 1)
		if err != nil {
			return Page{}, err
		}
		if len(opening) == 1 {
			p.Opening = &opening[0]
			p.Opening.Kind = Opening
		}
	}
	if !p.First {
		if _, p.Previous, err = s.before(ctx, a, t, v, from, v.PerPage); err != nil {
			return Page{}, err
		}
	}
	if err := s.addThemes(ctx, &p); err != nil {
		return Page{}, err
	}
	if err := p.addFiles(ctx, s.DB); err != nil {
		return Page{}, err
	}
	if err := s.addMarkers(ctx, a, t, v, from, &p); err != nil {
		return Page{}, err
	}
	return p, s.markNew(ctx, a, t, v, &p)
}

func (i Item) place() place { return place{i.Path, i.RootSeq, i.Agrees, i.Seq, i.ID} }

// itemColumns are read by Item.scan. Every value costs about as much as a row does, so what can be told from the
// path is not read, what is rare is NULL, and what belongs together is one text of lines.
const itemColumns = `SELECT c.id, c.path, c.author_id, p.public_name, NULLIF(c.who, ''), r.public_name, 
	CASE WHEN c.late = 1 OR c.channel <> 'web' THEN c.channel || '
' || c.noted || c.late || '
' || COALESCE(c.recorder_id, 0) END,
	NULLIF(c.evidence, ''), NULLIF(c.language, ''), c.body_html, CASE WHEN c.state <> 'published' THEN c.state || '
' || c.state_at || '
' || COALESCE(c.recorder_id, 0) || '
' || c.state_reason END, c.edited_at, c.agrees, c.disagrees, c.passes, c.block_id, c.created_at, v.position,
	CASE WHEN q.id IS NOT NULL THEN q.id || '
' || q.created_at || '
' || CASE q.state WHEN 'published' THEN qp.public_name || '
' || q.language || '
' || SUBSTR(q.body_html, 1, 600) ELSE '' END END
	FROM contributions c JOIN people p ON p.id = c.author_id LEFT JOIN people r ON r.id = c.recorder_id
	LEFT JOIN positions v ON v.person_id = ? AND v.contribution_id = c.id`

// Which parents are quoted: below the deepest level the one that does not stand right above, in a flat list all.
const (
	quotesDeep = ` LEFT JOIN contributions q ON c.depth = 3 AND q.id = c.parent_id AND q.depth = 3 LEFT JOIN people qp ON qp.id = q.author_id`
	quotesAll  = ` LEFT JOIN contributions q ON q.id = c.parent_id LEFT JOIN people qp ON qp.id = q.author_id`
)

// rows reads up to n contributions along the stretches of an order.
func (s *Store) rows(ctx context.Context, a people.Actor, t Thread, v View, legs []leg, n int) ([]Item, error) {
	quotes := quotesDeep
	if v.Order.OneList() {
		quotes = quotesAll
	}
	within, args := v.within(a, t)
	items := make([]Item, 0, n)
	for _, l := range legs {
		if len(items) == n {
			break
		}
		query := itemColumns + quotes + within + l.where + " ORDER BY " + l.order + " LIMIT ?"
		err := db.Each(ctx, s.DB, func(r db.Row) error {
			items = append(items, Item{})
			return items[len(items)-1].scan(r, a)
		}, query, append(append(append([]any{a.ID}, args...), l.args...), n-len(items))...)
		if err != nil {
			return nil, err
		}
	}
	return items, nil
}

// within limits a query to the contributions of a thread or paragraph that the actor may see or see a marker of.
// The opening post stands above the list, not in it; asking for it by id uses a View without an order.
func (v View) within(a people.Actor, t Thread) (condition string, args []any) {
	condition, args = " WHERE c.thread_id = ?", []any{t.ID}
	switch {
	case v.Version != 0:
		condition += " AND c.id IN (SELECT contribution_id FROM anchor_places WHERE version_id = ? AND block_id = ?)"
		args = append(args, v.Version, v.Block)
	case v.Block != 0:
		condition, args = condition+" AND c.block_id = ?", append(args, v.Block)
	}
	switch {
	case v.Order == Agreed:
		return condition + " AND c.kind <> 'opening' AND c.state = 'published'", args
	case v.Order != "":
		condition += " AND c.kind <> 'opening'"
	}
	shown, more := shown(a)
	return condition + shown, append(args, more...)
}

// shown limits a query to what stands on a thread's page for the actor: what is published, what once was (as a
// marker), their own, and for moderators what waits for them.
func shown(a people.Actor) (condition string, args []any) {
	condition = " AND (c.state = 'published' OR c.published_at IS NOT NULL"
	if a.SignedIn() {
		condition, args = condition+" OR c.state <> 'deleted' AND (c.author_id = ? OR c.recorder_id = ?)", []any{a.ID, a.ID}
	}
	if a.CanModerate() {
		condition += " OR c.state IN ('held', 'asked')"
	}
	return condition + ")", args
}

// Readable tells whether the actor may read a contribution's words where it stands. The thread was asked for before.
func Readable(a people.Actor, c Contribution) bool {
	switch c.State {
	case Published:
		return true
	case Held, Asked:
		return a.CanModerate() || a.SignedIn() && (c.AuthorID == a.ID || c.RecorderID == a.ID)
	}
	return false
}

func (i *Item) scan(r db.Row, a people.Actor) error {
	var who, recorder, channel, evidence, language, standing, mine, quoted sql.NullString
	var edited, block sql.NullInt64
	var created int64
	err := r.Scan(&i.ID, &i.Path, &i.AuthorID, &i.Author, &who, &recorder, &channel, &evidence, &language, &i.HTML, &standing,
		&edited, &i.Agrees, &i.Disagrees, &i.Passes, &block, &created, &mine, &quoted)
	if err != nil {
		return err
	}
	i.Who, i.Recorder, i.Evidence, i.Mine = people.Who(who.String), recorder.String, Evidence(evidence.String), Position(mine.String)
	i.Language = language.String
	i.EditedAt, i.BlockID, i.CreatedAt = clock.Instant(edited.Int64), block.Int64, clock.Instant(created)
	if i.Channel = Web; channel.Valid {
		lines := strings.SplitN(channel.String, "\n", 3)
		i.Channel, i.Noted, i.Late = Channel(lines[0]), lines[1][0] == '1', lines[1][1] == '1'
		i.RecorderID, _ = strconv.ParseInt(lines[2], 10, 64)
	}
	i.RootSeq, i.Seq, i.Depth = pathSeq(i.Path[:pathWidth]), pathSeq(i.Path[len(i.Path)-pathWidth:]), len(i.Path)/pathWidth-1
	if i.Kind = Comment; i.Depth > 0 {
		i.Kind = Reply
	}
	if i.State = Published; standing.Valid {
		lines := strings.SplitN(standing.String, "\n", 4)
		at, _ := strconv.ParseInt(lines[1], 10, 64)
		i.RecorderID, _ = strconv.ParseInt(lines[2], 10, 64)
		i.State, i.StateAt, i.Reason = State(lines[0]), clock.Instant(at), lines[3]
	}
	if i.Shown = Readable(a, i.Contribution); !i.Shown {
		i.HTML = ""
	}
	if quoted.Valid {
		i.Quoted = newQuoted(quoted.String)
	}
	return nil
}

// newQuoted reads what itemColumns says of what a contribution answers.
func newQuoted(text string) *Quoted {
	lines := strings.SplitN(text, "\n", 5)
	id, _ := strconv.ParseInt(lines[0], 10, 64)
	at, _ := strconv.ParseInt(lines[1], 10, 64)
	q := &Quoted{ID: id, At: clock.Instant(at)}
	if len(lines) == 5 {
		q.Author, q.Language, q.Words = lines[2], lines[3], Excerpt(lines[4])
	}
	return q
}

// addThemes reads the themes of everything on a page in one query.
func (s *Store) addThemes(ctx context.Context, p *Page) error {
	ids := make([]int64, 0, len(p.Items)+1)
	for _, i := range p.Items {
		ids = append(ids, i.ID)
	}
	if p.Opening != nil {
		ids = append(ids, p.Opening.ID)
	}
	if len(ids) == 0 {
		return nil
	}
	themes, err := s.themes(ctx, ids)
	if err != nil || len(themes) == 0 {
		return err
	}
	for i := range p.Items {
		p.Items[i].Themes = themes[p.Items[i].ID]
	}
	if p.Opening != nil {
		p.Opening.Themes = themes[p.Opening.ID]
	}
	return nil
}

// addFiles reads what stands with everything that is shown on a page in one query.
func (p *Page) addFiles(ctx context.Context, q db.Querier) error {
	items := make([]*Item, 0, len(p.Items)+1)
	for i := range p.Items {
		items = append(items, &p.Items[i])
	}
	if p.Opening != nil {
		items = append(items, p.Opening)
	}
	return AddFiles(ctx, q, items...)
}

// AddFiles reads what stands with those of the items that are shown.
func AddFiles(ctx context.Context, q db.Querier, items ...*Item) error {
	var ids []int64
	for _, i := range items {
		if i.Shown {
			ids = append(ids, i.ID)
		}
	}
	on, err := files.On(ctx, q, ids...)
	if err != nil {
		return err
	}
	for _, i := range items {
		if i.Shown {
			i.Files = on[i.ID]
		}
	}
	return nil
}

// before walks back from a place by up to n contributions. It gives how many there are, and the cursor of the page
// that begins n before: "" where that is the first page.
func (s *Store) before(ctx context.Context, a people.Actor, t Thread, v View, from place, n int) (count int, cursor string, err error) {
	within, args := v.within(a, t)
	var last place
	for _, l := range v.Order.back(from) {
		err := db.Each(ctx, s.DB, func(r db.Row) error {
			count++
			return r.Scan(&last.Path, &last.Root, &last.Agrees, &last.Seq, &last.ID)
		}, "SELECT c.path, c.root_seq, c.agrees, c.seq, c.id FROM contributions c"+within+l.where+" ORDER BY "+l.order+" LIMIT ?",
			append(append(append([]any{}, args...), l.args...), n+1-count)...)
		if err != nil {
			return 0, "", err
		}
		if count > n {
			return count, v.Order.cursor(last), nil
		}
	}
	return count, "", nil
}
