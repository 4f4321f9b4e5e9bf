package search

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// look reads from the tables those of the things that the actor may see now and that are as the filter says. The
// index only proposes; what stands here decides.
func (x *Index) look(ctx context.Context, a people.Actor, s Search, refs []int64) (map[int64]Result, error) {
	if len(refs) == 0 {
		return nil, nil
	}
	l, known := x.lookup(a, s)
	if !known {
		return nil, nil
	}
	found := make(map[int64]Result, len(refs))
	return found, db.Each(ctx, x.DB, func(r db.Row) error {
		res := Result{Kind: s.Kind}
		err := l.scan(r, &res)
		found[res.ID] = res
		return err
	}, l.query+" WHERE "+l.where.text+" AND "+l.id+" IN "+db.In(len(refs)), append(l.where.args, db.Args(refs)...)...)
}

// lookup is how things of one kind are read.
type lookup struct {
	query string
	id    string // the column with their ids
	where condition
	scan  func(db.Row, *Result) error
}

func (x *Index) lookup(a people.Actor, s Search) (lookup, bool) {
	switch s.Kind {
	case Contribution:
		return x.contributions(a, s.Filter), true
	case Discussion:
		return x.discussions(a, s.Filter), true
	case Chapter:
		return x.chapters(a, s.Filter), true
	case Theme:
		return lookup{
			query: "SELECT id, slug, mark, name, contribution_count FROM themes", id: "id", where: condition{text: "state = 'current'"},
			scan: func(r db.Row, res *Result) error {
				return r.Scan(&res.ID, &res.Slug, &res.Number, textOf(&res.Title), &res.Replies)
			},
		}, true
	case Group:
		return lookup{
			query: "SELECT id, slug, name, member_count FROM groups", id: "id", where: seenGroups(a),
			scan: func(r db.Row, res *Result) error {
				return r.Scan(&res.ID, &res.Slug, textOf(&res.Title), &res.Replies)
			},
		}, true
	case Person:
		return persons(a), true
	}
	return lookup{}, false
}

// text scans a text into a list of pieces.
type text struct{ into *[]Piece }

func textOf(into *[]Piece) text { return text{into} }

// Scan takes a text from a row; see sql.Scanner.
func (t text) Scan(value any) error {
	switch v := value.(type) {
	case string:
		*t.into = []Piece{{Text: v}}
	case []byte:
		*t.into = []Piece{{Text: string(v)}}
	}
	return nil
}

func (x *Index) contributions(a people.Actor, f Filter) lookup {
	var where condition
	where.text, where.args = a.Sees("c", "t")
	f.says(&where)
	f.stands(&where, x.DB.Clock.Now())
	const answered = "(EXISTS (SELECT 1 FROM contributions r WHERE r.parent_id = c.id AND r.state = 'published') OR c.id = t.opening_id AND t.contribution_count > 0)"
	switch f.Answered {
	case WithAnswers:
		where.and(answered)
	case WithoutAnswers:
		where.and("NOT " + answered)
	}
	return lookup{
		query: `SELECT c.id, t.id, t.slug, t.title, COALESCE(g.name, ''), COALESCE(gu.slug || '/' || ch.slug, ''), p.public_name, p.id, c.who, c.evidence, c.language, c.created_at
			FROM contributions c JOIN threads t ON t.id = c.thread_id JOIN people p ON p.id = c.author_id LEFT JOIN groups g ON g.id = t.group_id
			LEFT JOIN chapters ch ON ch.thread_id = t.id LEFT JOIN guides gu ON gu.id = ch.guide_id`,
		id: "c.id", where: where,
		scan: func(r db.Row, res *Result) error {
			return r.Scan(&res.ID, &res.ThreadID, &res.Slug, textOf(&res.Title), &res.Place, &res.Address, &res.Author, &res.AuthorID, &res.Who, &res.Evidence, &res.Language, &res.At)
		},
	}
}

// discussions are narrowed by their opening posts, as far as those can be read.
func (x *Index) discussions(a people.Actor, f Filter) lookup {
	var where condition
	where.text, where.args = a.SeesThreads("t")
	where.text = "t.kind = 'discussion' AND t.listed = 1 AND " + where.text
	f.says(&where)
	f.stands(&where, x.DB.Clock.Now())
	switch f.Answered {
	case WithAnswers:
		where.and("t.contribution_count > 0")
	case WithoutAnswers:
		where.and("t.contribution_count = 0")
	}
	return lookup{
		query: `SELECT t.id, t.slug, t.title, COALESCE(g.name, ''), t.contribution_count, t.last_at, COALESCE(c.language, '') FROM threads t LEFT JOIN groups g ON g.id = t.group_id
			LEFT JOIN contributions c ON c.id = t.opening_id AND c.state = 'published' LEFT JOIN people p ON p.id = c.author_id`,
		id: "t.id", where: where,
		scan: func(r db.Row, res *Result) error {
			return r.Scan(&res.ID, &res.Slug, textOf(&res.Title), &res.Place, &res.Replies, &res.At, &res.Language)
		},
	}
}

func (x *Index) chapters(a people.Actor, f Filter) lookup {
	var where condition
	where.text, where.args = a.SeesThreads("t")
	f.stands(&where, x.DB.Clock.Now())
	return lookup{
		query: `SELECT c.id, g.slug || '/' || c.slug, g.title, c.number, c.title, t.contribution_count FROM chapters c JOIN guides g ON g.id = c.guide_id
			JOIN threads t ON t.id = c.thread_id`,
		id: "c.id", where: where,
		scan: func(r db.Row, res *Result) error {
			return r.Scan(&res.ID, &res.Address, &res.Guide, &res.Number, textOf(&res.Title), &res.Replies)
		},
	}
}

func seenGroups(a people.Actor) condition {
	switch {
	case a.Staff():
		return condition{text: "1 = 1"}
	case len(a.Groups) > 0:
		var args []any
		for _, m := range a.Groups {
			args = append(args, m.GroupID)
		}
		return condition{"(access <> 'private' OR id IN " + db.In(len(args)) + ")", args}
	}
	return condition{text: "access <> 'private'"}
}

// persons are those with a working account who said something where the actor may read it.
func persons(a people.Actor) lookup {
	seen, args := a.SeesThreads("t")
	return lookup{
		query: "SELECT p.id, p.public_name, p.who FROM people p", id: "p.id",
		where: condition{`p.state = 'active' AND EXISTS (SELECT 1 FROM thread_people h JOIN threads t ON t.id = h.thread_id
			WHERE h.person_id = p.id AND h.contributions > 0 AND ` + seen + ")", args},
		scan: func(r db.Row, res *Result) error { return r.Scan(&res.ID, textOf(&res.Title), &res.Who) },
	}
}
