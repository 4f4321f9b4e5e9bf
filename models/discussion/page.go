package discussion

import (
	"context"
	"errors"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// View asks for a page of a thread's contributions.
type View struct {
	Order   Order
	After   string // a Page's Next or Previous; "" = the first page
	PerPage int    // PageShort or PageLong
	Block   int64  // only the comments on this paragraph; 0 = all
	Version int64  // only those that were made on Block in this version of the chapter; 0 = those that are on it now
}

// Item is a contribution on a page.
type Item struct {
	Contribution
	Shown  bool    // the reader may read its words; otherwise a marker keeps its place
	New    bool    // published since the reader was here last, by somebody else
	Quoted *Quoted // what it answers, where that does not stand right above it
	Themes []Theme
}

// Quoted is the beginning of what a contribution answers.
type Quoted struct {
	ID     int64
	Author string // empty where it is not to be read any more
	Words  string
	At     clock.Instant
}

// Page is a page of contributions.
type Page struct {
	Opening  *Item // the post that starts a discussion; on the first page alone
	Items    []Item
	Next     string // cursor of the next page; "" at the end
	Previous string // cursor of the page before; "" where that is the first, or there is none
	First    bool   // this is the first page
	New      int    // contributions that are new to the reader in the whole thread, at most MaxNew
	FirstNew int64  // the oldest of them
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
	return p, s.markNew(ctx, a, t, v, &p)
}

func (i Item) place() place { return place{i.Path, i.RootSeq, i.Agrees, i.ID} }

// itemColumns are read by scanItem. What a contribution answers is looked up only where it will be quoted.
const itemColumns = `SELECT c.id, COALESCE(c.parent_id, 0), c.seq, c.root_seq, c.path, c.depth, c.kind, c.author_id, p.public_name, c.who,
	COALESCE(r.public_name, ''), c.channel, c.evidence, c.body_html, c.state, c.state_reason, c.state_at, COALESCE(c.published_at, 0),
	COALESCE(c.edited_at, 0), c.agrees, c.disagrees, c.passes, COALESCE(c.block_id, 0), c.created_at, COALESCE(v.position, ''),
	COALESCE(q.id, 0), COALESCE(q.state, ''), COALESCE(q.created_at, 0), COALESCE(qp.public_name, ''), COALESCE(SUBSTR(q.body_html, 1, 600), '')
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
	if v.Order == Agreed {
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
		condition += " AND c.id IN (SELECT contribution_id FROM anchors WHERE version_id = ? AND block_id = ?)"
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
	// Scanning into plain strings keeps database/sql on its fast path.
	var kind, who, channel, evidence, state, mine, quotedState, quotedAuthor, quotedHTML string
	var stateAt, published, edited, created, quotedAt, quotedID int64
	err := r.Scan(&i.ID, &i.ParentID, &i.Seq, &i.RootSeq, &i.Path, &i.Depth, &kind, &i.AuthorID, &i.Author, &who,
		&i.Recorder, &channel, &evidence, &i.HTML, &state, &i.Reason, &stateAt, &published,
		&edited, &i.Agrees, &i.Disagrees, &i.Passes, &i.BlockID, &created, &mine,
		&quotedID, &quotedState, &quotedAt, &quotedAuthor, &quotedHTML)
	i.Kind, i.Who, i.Channel, i.Evidence, i.State, i.Mine = Kind(kind), people.Who(who), Channel(channel), Evidence(evidence), State(state), Position(mine)
	i.StateAt, i.PublishedAt, i.EditedAt, i.CreatedAt = clock.Instant(stateAt), clock.Instant(published), clock.Instant(edited), clock.Instant(created)
	if i.Shown = Readable(a, i.Contribution); !i.Shown {
		i.HTML = ""
	}
	if quotedID != 0 {
		i.Quoted = &Quoted{ID: quotedID, At: clock.Instant(quotedAt)}
		if State(quotedState) == Published {
			i.Quoted.Author, i.Quoted.Words = quotedAuthor, Excerpt(quotedHTML)
		}
	}
	return err
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

// before walks back from a place by up to n contributions. It gives how many there are, and the cursor of the page
// that begins n before: "" where that is the first page.
func (s *Store) before(ctx context.Context, a people.Actor, t Thread, v View, from place, n int) (count int, cursor string, err error) {
	within, args := v.within(a, t)
	var last place
	for _, l := range v.Order.back(from) {
		err := db.Each(ctx, s.DB, func(r db.Row) error {
			count++
			return r.Scan(&last.Path, &last.Root, &last.Agrees, &last.ID)
		}, "SELECT c.path, c.root_seq, c.agrees, c.id FROM contributions c"+within+l.where+" ORDER BY "+l.order+" LIMIT ?",
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

// markNew marks what is new to the reader, and notes how far they have read where the page shows the newest.
func (s *Store) markNew(ctx context.Context, a people.Actor, t Thread, v View, p *Page) error {
	if !a.SignedIn() {
		return nil
	}
	seen := s.marks.get(a.ID, t.ID)
	stored, err := db.Value[int64](ctx, s.DB, "SELECT seq FROM read_marks WHERE person_id = ? AND thread_id = ?", a.ID, t.ID)
	if err != nil && !errors.Is(err, db.ErrNotFound) {
		return err
	}
	visited := err == nil || seen != 0
	seen = max(seen, stored)
	here := 0
	if visited && seen < t.LastSeq {
		if err := s.countNew(ctx, a, t, seen, p); err != nil {
			return err
		}
		for n := range p.Items {
			i := &p.Items[n]
			if i.New = i.Seq > seen && i.State == Published && i.AuthorID != a.ID; i.New {
				here++
			}
		}
	}
	newest := v.Order == Oldest && p.Next == "" || v.Order == Newest && p.First || v.Order == Agreed && p.First && p.Next == ""
	if seen < t.LastSeq && v.Block == 0 && (newest || visited && here == p.New) {
		s.marks.put(a.ID, t.ID, t.LastSeq)
	}
	return nil
}

// countNew counts what is new to the reader in the whole thread, up to a bound.
func (s *Store) countNew(ctx context.Context, a people.Actor, t Thread, seen int64, p *Page) error {
	return s.DB.QueryRow(ctx, `SELECT COUNT(*), COALESCE(MIN(id), 0) FROM (SELECT c.id FROM contributions c WHERE c.thread_id = ? AND c.seq > ?
		AND c.state = 'published' AND c.author_id <> ? ORDER BY c.seq LIMIT ?) fresh`, t.ID, seen, a.ID, MaxNew).Scan(&p.New, &p.FirstNew)
}
