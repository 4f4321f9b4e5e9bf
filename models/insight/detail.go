package insight

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

// Bounds on what the page of an issue lists.
const (
	placesShown   = 8
	passagesShown = 6
	relatedShown  = 4
	examplesShown = 3
	excerptLong   = 240 // characters of a paragraph
)

// Where is a group or a chapter in which an issue comes up.
type Where struct {
	Place
	Said, People int
}

// Passage is a paragraph of a published chapter, as it reads now.
type Passage struct {
	Guide, Chapter string // addresses
	Number         int    // of the chapter
	Title          string // of the chapter
	Paragraph      int    // number of the paragraph
	Text           string // its beginning
	Said           int    // contributions to the issue that were made on it, or that it rests on
}

// Related is another theme that is put on the same contributions.
type Related struct {
	themes.Theme
	Both int // contributions that have both
}

// Detail is what the page of an issue tells beyond its figures. It holds only what everybody may see, whoever looks.
type Detail struct {
	Groups, Chapters int     // in how many it comes up
	Where            []Where // most contributions first
	On               []Passage
	Shaped           []Passage // paragraphs that rest on what was said
	Fates            map[discussion.Fate]int
	Copies           Copies
	Related          []Related
	Examples         []discussion.Said // from practice, those that most agree with first
	Calls            []Call
	Commitments      []Commitment
}

// Detail reads what the page of an issue tells, in a scope.
func (s *Store) Detail(ctx context.Context, scope Scope, theme themes.Theme) (d Detail, err error) {
	sel, err := s.choose(ctx, scope)
	if err != nil {
		return d, err
	}
	sel.and("g.theme_id = ? AND g.state = 'accepted'", theme.ID)
	const from = " FROM tags g JOIN contributions c ON c.id = g.contribution_id JOIN threads t ON t.id = c.thread_id "
	for _, read := range []func() error{
		func() error { return s.where(ctx, sel, from, &d) },
		func() error { return s.fates(ctx, sel, from, &d) },
		func() (err error) {
			d.On, err = s.passages(ctx, `SELECT a.now_block_id AS block_id, COUNT(*) AS said`+from+`JOIN anchors a ON a.contribution_id = c.id
				WHERE `+sel.where+` AND a.now_block_id IS NOT NULL GROUP BY a.now_block_id`, sel.args)
			return err
		},
		func() (err error) {
			d.Shaped, err = s.passages(ctx, `SELECT e.block_id, COUNT(DISTINCT c.id) AS said`+from+`JOIN ledger e ON e.contribution_id = c.id
				WHERE `+sel.where+` GROUP BY e.block_id`, sel.args)
			return err
		},
		func() (err error) {
			scope.Theme = theme.Slug
			d.Copies, err = s.Copies(ctx, scope)
			return err
		},
		func() (err error) { d.Related, err = s.related(ctx, sel, from, theme.ID); return err },
		func() (err error) { d.Examples, err = s.examples(ctx, sel, from); return err },
		func() (err error) { d.Calls, err = s.calls(ctx, theme.ID); return err },
		func() error {
			promised, err := s.Commitments(ctx, theme.ID)
			d.Commitments = promised[theme.ID]
			return err
		},
	} {
		if err := read(); err != nil {
			return d, err
		}
	}
	return d, nil
}

// where reads the groups and chapters in which an issue comes up.
func (s *Store) where(ctx context.Context, sel selection, from string, d *Detail) error {
	return db.Each(ctx, s.DB, func(r db.Row) error {
		var w Where
		if err := r.Scan(&w.Scope.Group, &w.Scope.Guide, &w.Scope.Chapter, &w.Name, &w.Said, &w.People); err != nil {
			return err
		}
		if w.Scope.Chapter != "" {
			d.Chapters++
		} else {
			d.Groups++
		}
		if len(d.Where) < placesShown {
			d.Where = append(d.Where, w)
		}
		return nil
	}, `SELECT COALESCE(p.slug, ''), COALESCE(u.slug, ''), COALESCE(k.slug, ''), COALESCE(p.name, k.title, ''), w.said, w.people FROM (
			SELECT t.group_id, CASE WHEN t.group_id IS NULL THEN t.id END AS thread_id, COUNT(*) AS said, COUNT(DISTINCT c.author_id) AS people`+
		from+"WHERE "+sel.where+` GROUP BY t.group_id, CASE WHEN t.group_id IS NULL THEN t.id END) w
		LEFT JOIN groups p ON p.id = w.group_id LEFT JOIN chapters k ON k.thread_id = w.thread_id LEFT JOIN guides u ON u.id = k.guide_id
		WHERE p.id IS NOT NULL OR k.id IS NOT NULL
		ORDER BY w.said DESC, w.people DESC, COALESCE(p.name, k.title), COALESCE(p.id, k.id) LIMIT 1000`, sel.args...)
}

// fates counts what became of the comments on drafts that speak of an issue.
func (s *Store) fates(ctx context.Context, sel selection, from string, d *Detail) error {
	d.Fates = map[discussion.Fate]int{}
	return db.Each(ctx, s.DB, func(r db.Row) error {
		var fate discussion.Fate
		var n int
		err := r.Scan(&fate, &n)
		d.Fates[fate] = n
		return err
	}, "SELECT c.fate, COUNT(*)"+from+"WHERE "+sel.where+" AND c.fate <> '' GROUP BY c.fate", sel.args...)
}

// passages reads the paragraphs that a query counts, as they stand in the newest version of their chapters.
func (s *Store) passages(ctx context.Context, counted string, args []any) ([]Passage, error) {
	seen, seeing := people.Visitor.SeesThreads("o")
	args = append(append([]any{excerptLong}, args...), seeing...)
	return db.All(ctx, s.DB, func(r db.Row) (p Passage, err error) {
		err = r.Scan(&p.Guide, &p.Chapter, &p.Number, &p.Title, &p.Paragraph, &p.Text, &p.Said)
		return p, err
	}, `SELECT u.slug, k.slug, k.number, k.title, b.number, SUBSTR(b.text, 1, ?), x.said FROM (`+counted+`) x
		JOIN blocks y ON y.id = x.block_id JOIN chapters k ON k.id = y.chapter_id JOIN guides u ON u.id = k.guide_id
		JOIN threads o ON o.id = k.thread_id JOIN version_blocks b ON b.version_id = k.version_id AND b.block_id = x.block_id
		WHERE b.kind = 'paragraph' AND `+seen+` ORDER BY x.said DESC, k.number, b.number, b.block_id LIMIT ?`, append(args, passagesShown)...)
}

// related reads the themes that are most often put on the same contributions.
func (s *Store) related(ctx context.Context, sel selection, from string, theme int64) ([]Related, error) {
	return db.All(ctx, s.DB, func(r db.Row) (t Related, err error) {
		err = r.Scan(&t.ID, &t.Slug, &t.Name, &t.Mark, &t.Both)
		return t, err
	}, "SELECT h.id, h.slug, h.name, h.mark, COUNT(*)"+from+`JOIN tags o ON o.contribution_id = c.id AND o.state = 'accepted'
		JOIN themes h ON h.id = o.theme_id WHERE `+sel.where+` AND h.state = 'current' AND h.id <> ?
		GROUP BY h.id, h.slug, h.name, h.mark HAVING COUNT(*) > 1 ORDER BY COUNT(*) DESC, h.name, h.id LIMIT ?`, append(sel.args[:len(sel.args):len(sel.args)], theme, relatedShown)...)
}

// examples reads what practitioners and others bring from practice.
func (s *Store) examples(ctx context.Context, sel selection, from string) ([]discussion.Said, error) {
	ids, err := db.Values[int64](ctx, s.DB, "SELECT c.id"+from+"WHERE "+sel.where+" AND c.evidence = 'practice' ORDER BY c.agrees DESC, c.id DESC LIMIT ?",
		append(sel.args[:len(sel.args):len(sel.args)], examplesShown)...)
	if err != nil {
		return nil, err
	}
	return discussion.Gather(ctx, s.DB, people.Visitor, ids)
}
