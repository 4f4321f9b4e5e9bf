package guide

import (
	"cmp"
	"context"
	"slices"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// Trail is what shaped a paragraph: what happened to it from version to version, and what was not taken in.
type Trail struct {
	Block   int64
	Steps   []Step // the newest first
	Refused []Refusal
	Older   bool // there are steps before these
}

// Behind counts the contributions and the research that are named in the trail.
func (t Trail) Behind() int {
	n := 0
	for _, s := range t.Steps {
		for _, e := range s.Entries {
			if e.Shape != ByEditors {
				n++
			}
		}
	}
	return n
}

// Threads lists the threads of the contributions that the trail names.
func (t Trail) Threads() (ids []int64) {
	for _, s := range t.Steps {
		for _, e := range s.Entries {
			if e.thread != 0 {
				ids = append(ids, e.thread)
			}
		}
	}
	return ids
}

// Step is what happened to a paragraph in one version.
type Step struct {
	Version int // its number
	At      clock.Instant
	How     How    // Same where only marks or links changed
	Came    []Came // what it comes from, where that is not the paragraph of the same number alone
	Entries []Entry
	Words   []prose.Change // the exact words that changed; nil where that was not asked for
}

// Came is a paragraph that another one comes from.
type Came struct {
	Paragraph int // its number in the version before; 0 for a heading
	Block     int64
}

// Entry is something that shaped a paragraph.
type Entry struct {
	Shape    Shape
	Voice    *Voice // of a contribution; nil where it is not shown any more
	Extent   Extent
	Citation string
	Link     string // http or https

	thread int64
}

// Refusal is an idea that was not taken in, with the reason.
type Refusal struct {
	Voice  Voice
	Reason string
}

// Bounds on what is shown of a trail.
const (
	stepsShown   = 20   // of one paragraph
	stepsRead    = 4000 // of many
	refusedShown = 20   // of one paragraph
)

// Trail reads what shaped the paragraph of a number in a version of a chapter, up to that version, with the words that
// changed. The number of queries does not depend on how much there is. ErrNotFound where there is no such paragraph.
func (s *Store) Trail(ctx context.Context, a people.Actor, c Chapter, r Reading, paragraph int) (Trail, error) {
	at := slices.IndexFunc(r.Blocks, func(b Block) bool { return b.Number == paragraph })
	if at < 0 || paragraph <= 0 {
		return Trail{}, db.ErrNotFound
	}
	block := r.Blocks[at].ID
	trails, err := s.trails(ctx, a, c, []int64{block}, r.Version.Number, r.Newest, stepsShown+1)
	if err != nil {
		return Trail{}, err
	}
	t := trails[block]
	if t == nil {
		t = &Trail{}
	}
	t.Block = block
	if t.Older = len(t.Steps) > stepsShown; t.Older {
		t.Steps = t.Steps[:stepsShown]
	}
	return *t, s.words(ctx, c, t)
}

// trails reads what shaped some blocks up to a version, without the words that changed.
func (s *Store) trails(ctx context.Context, a people.Actor, c Chapter, ids []int64, upTo int, newest bool, most int) (map[int64]*Trail, error) {
	g := gathering{ctx: ctx, q: s.DB, chapter: c, ids: ids, upTo: upTo, most: most, steps: map[int64]map[int]*Step{}, trails: map[int64]*Trail{}}
	if len(ids) == 0 {
		return g.trails, nil
	}
	if err := g.links(); err != nil {
		return nil, err
	}
	if err := g.entries(a); err != nil {
		return nil, err
	}
	if newest {
		if err := g.refusals(a); err != nil {
			return nil, err
		}
	}
	for block, steps := range g.steps {
		t := g.trail(block)
		for _, step := range steps {
			t.Steps = append(t.Steps, *step)
		}
		slices.SortFunc(t.Steps, func(a, b Step) int { return cmp.Compare(b.Version, a.Version) })
	}
	return g.trails, nil
}

// gathering puts trails together from what is stored.
type gathering struct {
	ctx        context.Context
	q          db.Querier
	chapter    Chapter
	ids        []int64
	upTo, most int
	steps      map[int64]map[int]*Step // by block and version number
	trails     map[int64]*Trail
}

func (g *gathering) trail(block int64) *Trail {
	if g.trails[block] == nil {
		g.trails[block] = &Trail{Block: block}
	}
	return g.trails[block]
}

func (g *gathering) step(block int64, version int, at clock.Instant) *Step {
	if g.steps[block] == nil {
		g.steps[block] = map[int]*Step{}
	}
	if g.steps[block][version] == nil {
		g.steps[block][version] = &Step{Version: version, At: at, How: Same}
	}
	return g.steps[block][version]
}

// links reads how the blocks came from version to version.
func (g *gathering) links() error {
	return db.Each(g.ctx, g.q, func(r db.Row) error {
		var block, from int64
		var version, paragraph int
		var at clock.Instant
		var how How
		if err := r.Scan(&block, &version, &at, &how, &from, &paragraph); err != nil {
			return err
		}
		step := g.step(block, version, at)
		step.How = how
		if from != 0 && how != Removed {
			step.Came = append(step.Came, Came{paragraph, from})
		}
		return nil
	}, `SELECT COALESCE(l.to_block, l.from_block), v.number, v.published_at, l.how, COALESCE(l.from_block, 0), COALESCE(o.number, 0)
		FROM block_links l JOIN versions v ON v.id = l.version_id
		LEFT JOIN versions b ON b.chapter_id = v.chapter_id AND b.number = v.number - 1
		LEFT JOIN version_blocks o ON o.version_id = b.id AND o.block_id = l.from_block
		WHERE (l.to_block IN `+db.In(len(g.ids))+" OR l.to_block IS NULL AND l.from_block IN "+db.In(len(g.ids))+`)
		AND l.how <> 'same' AND v.number <= ? ORDER BY v.number DESC, l.id LIMIT ?`,
		append(append(db.Args(g.ids), db.Args(g.ids)...), g.upTo, max(g.most, min(stepsRead, g.most*len(g.ids))))...)
}

// entries reads what the ledger holds of the blocks.
func (g *gathering) entries(a people.Actor) error {
	found, err := voices(g.ctx, g.q, a, "c.id IN (SELECT contribution_id FROM ledger WHERE block_id IN "+db.In(len(g.ids))+")", db.Args(g.ids)...)
	if err != nil {
		return err
	}
	return db.Each(g.ctx, g.q, func(r db.Row) error {
		var block, said int64
		var version int
		var at clock.Instant
		var e Entry
		if err := r.Scan(&block, &version, &at, &e.Shape, &said, &e.Extent, &e.Citation, &e.Link, &e.thread); err != nil {
			return err
		}
		e.Voice = found[said]
		step := g.step(block, version, at)
		step.Entries = append(step.Entries, e)
		return nil
	}, `SELECT e.block_id, v.number, v.published_at, e.kind, COALESCE(e.contribution_id, 0), e.extent, e.citation, e.link, COALESCE(c.thread_id, 0)
		FROM ledger e JOIN versions v ON v.id = e.version_id LEFT JOIN contributions c ON c.id = e.contribution_id
		WHERE e.block_id IN `+db.In(len(g.ids))+" AND v.number <= ? ORDER BY v.number DESC, e.id LIMIT ?", append(db.Args(g.ids), g.upTo, stepsRead)...)
}

// refusals reads the ideas on the blocks that were not taken in.
func (g *gathering) refusals(a people.Actor) error {
	seen, args := a.Sees("c", "t")
	return db.Each(g.ctx, g.q, func(r db.Row) error {
		var refused Refusal
		into, done := refused.Voice.targets()
		if err := r.Scan(append(into, &refused.Reason)...); err != nil {
			return err
		}
		done()
		if t := g.trail(refused.Voice.BlockID); len(t.Refused) < refusedShown {
			t.Refused = append(t.Refused, refused)
		}
		return nil
	}, "SELECT "+voiceColumns+", f.reason FROM fates f JOIN contributions c ON c.id = f.contribution_id"+voiceTables+
		" WHERE f.chapter_id = ? AND f.current = 1 AND f.fate = 'not-taken-in' AND c.block_id IN "+db.In(len(g.ids))+" AND "+seen+" ORDER BY f.id DESC LIMIT ?",
		append(append(db.Args(g.ids, any(g.chapter.ID)), args...), stepsRead)...)
}

// words adds the exact words that changed to the steps of one paragraph's trail.
func (s *Store) words(ctx context.Context, c Chapter, t *Trail) error {
	var numbers []int
	blocks := []int64{t.Block}
	for _, step := range t.Steps {
		numbers = append(numbers, step.Version, step.Version-1)
		for _, came := range step.Came {
			if !slices.Contains(blocks, came.Block) {
				blocks = append(blocks, came.Block)
			}
		}
	}
	if len(numbers) == 0 {
		return nil
	}
	type place struct {
		version int
		block   int64
	}
	type said struct{ text, source string }
	texts := map[place]said{}
	err := db.Each(ctx, s.DB, func(r db.Row) error {
		var at place
		var words said
		err := r.Scan(&at.version, &at.block, &words.text, &words.source)
		texts[at] = words
		return err
	}, `SELECT v.number, w.block_id, w.text, w.source FROM version_blocks w JOIN versions v ON v.id = w.version_id
		WHERE v.chapter_id = ? AND v.number IN `+db.In(len(numbers))+" AND w.block_id IN "+db.In(len(blocks)),
		append(db.Args(numbers, any(c.ID)), db.Args(blocks)...)...)
	if err != nil {
		return err
	}
	for i := range t.Steps {
		step := &t.Steps[i]
		from := []Came{{Block: t.Block}}
		if step.How != Same {
			from = step.Came
		}
		now, was := texts[place{step.Version, t.Block}], said{}
		for n, came := range from {
			before := texts[place{step.Version - 1, came.Block}]
			if n > 0 {
				was.text, was.source = was.text+" ", was.source+" "
			}
			was.text, was.source = was.text+before.text, was.source+before.source
		}
		switch {
		case len(from) == 0 || step.How == Removed || was == now:
		case was.text == now.text:
			step.Words = prose.Diff(was.source, now.source)
		default:
			step.Words = prose.Diff(was.text, now.text)
		}
	}
	return nil
}

// Shaped is a page of what shaped a chapter, paragraph by paragraph.
type Shaped struct {
	Pieces []Piece
	Next   int // the place at which the next page begins; 0 at the end
}

// Piece is a paragraph with what shaped it.
type Piece struct {
	Block Block
	Trail Trail
	Gone  bool // it was taken out; Block holds its last words and number
	Last  int  // number of the last version that it was in, where it is gone
}

// shapedPage is how many paragraphs stand on one page; what was taken out follows the last.
const shapedPage = 500

// goneShown is how many paragraphs that were taken out are listed, those that went last first.
const goneShown = 100

// Shaped reads what shaped the newest version of a chapter, from a place in its list of blocks on.
func (s *Store) Shaped(ctx context.Context, a people.Actor, c Chapter, r Reading, from int) (Shaped, error) {
	var page Shaped
	var ids []int64
	from = max(0, min(from, len(r.Blocks)))
	to := min(from+shapedPage, len(r.Blocks))
	for _, b := range r.Blocks[from:to] {
		ids = append(ids, b.ID)
		page.Pieces = append(page.Pieces, Piece{Block: b})
	}
	if to < len(r.Blocks) {
		page.Next = to
	} else {
		gone, err := s.gone(ctx, c)
		if err != nil {
			return page, err
		}
		for _, g := range gone {
			ids = append(ids, g.Block.ID)
		}
		page.Pieces = append(page.Pieces, gone...)
	}
	trails, err := s.trails(ctx, a, c, ids, r.Version.Number, true, stepsShown)
	for i := range page.Pieces {
		p := &page.Pieces[i]
		if t := trails[p.Block.ID]; t != nil {
			p.Trail = *t
		}
	}
	// A heading is listed where there is something to say of it.
	page.Pieces = slices.DeleteFunc(page.Pieces, func(p Piece) bool { return p.Block.Number == 0 && p.Trail.Behind() == 0 })
	return page, err
}

// gone reads the paragraphs that were taken out and did not come back.
func (s *Store) gone(ctx context.Context, c Chapter) ([]Piece, error) {
	return db.All(ctx, s.DB, func(r db.Row) (p Piece, err error) {
		p.Gone = true
		err = r.Scan(&p.Block.ID, &p.Block.Number, &p.Block.Kind, &p.Block.Text, &p.Block.Source, &p.Last)
		return p, err
	}, `SELECT l.from_block, w.number, w.kind, w.text, w.source, b.number FROM block_links l JOIN versions v ON v.id = l.version_id
		JOIN versions b ON b.chapter_id = v.chapter_id AND b.number = v.number - 1
		JOIN version_blocks w ON w.version_id = b.id AND w.block_id = l.from_block
		WHERE v.chapter_id = ? AND l.how = 'removed' AND w.number > 0
		AND NOT EXISTS (SELECT 1 FROM version_blocks n WHERE n.version_id = ? AND n.block_id = l.from_block)
		AND NOT EXISTS (SELECT 1 FROM block_links later WHERE later.from_block = l.from_block AND later.how = 'removed' AND later.id > l.id)
		ORDER BY v.number DESC, w.number LIMIT ?`, c.ID, c.VersionID, goneShown)
}
