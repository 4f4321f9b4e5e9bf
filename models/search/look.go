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
	var query string
	var args []any
	var scan func(db.Row) (Result, error)
	switch s.Kind {
	case Contribution:
		query, args, scan = lookContributions(a, s.Filter, refs)
	case Discussion:
		query, args, scan = lookDiscussions(a, s.Filter, refs)
	case Chapter:
		seen, seenArgs := a.SeesThreads("t")
		query = `SELECT c.id, g.slug || '/' || c.slug, g.title, c.number, c.title, t.contribution_count FROM chapters c JOIN guides g ON g.id = c.guide_id
			JOIN threads t ON t.id = c.thread_id WHERE ` + seen + " AND c.id IN "
		args, scan = seenArgs, func(r db.Row) (res Result, err error) {
			err = r.Scan(&res.ID, &res.Address, &res.Guide, &res.Number, textOf(&res.Title), &res.Replies)
			return res, err
		}
	case Theme:
		query = "SELECT id, slug, mark, name, contribution_count FROM themes WHERE state = 'current' AND id IN "
		scan = func(r db.Row) (res Result, err error) {
			err = r.Scan(&res.ID, &res.Slug, &res.Number, textOf(&res.Title), &res.Replies)
			return res, err
		}
	case Group:
		query, args, scan = lookGroups(a)
	default:
		return nil, nil
	}
	found := make(map[int64]Result, len(refs))
	return found, db.Each(ctx, x.DB, func(r db.Row) error {
		res, err := scan(r)
		res.Kind = s.Kind
		found[res.ID] = res
		return err
	}, query+db.In(len(refs)), append(args, db.Args(refs)...)...)
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

func lookContributions(a people.Actor, f Filter, refs []int64) (string, []any, func(db.Row) (Result, error)) {
	seen, args := a.Sees("c", "t")
	query := `SELECT c.id, t.id, t.slug, t.title, COALESCE(g.name, ''), COALESCE(gu.slug || '/' || ch.slug, ''), p.public_name, c.who, c.evidence, c.created_at
		FROM contributions c JOIN threads t ON t.id = c.thread_id JOIN people p ON p.id = c.author_id LEFT JOIN groups g ON g.id = t.group_id
		LEFT JOIN chapters ch ON ch.thread_id = t.id LEFT JOIN guides gu ON gu.id = ch.guide_id WHERE ` + seen
	narrow := func(condition string, arg any) {
		query += " AND " + condition
		args = append(args, arg)
	}
	if f.Group != 0 {
		narrow("t.group_id = ?", f.Group)
	}
	if f.Theme != 0 {
		narrow("EXISTS (SELECT 1 FROM tags WHERE contribution_id = c.id AND theme_id = ? AND state = 'accepted')", f.Theme)
	}
	if f.Who != "" {
		narrow("c.who = ?", f.Who)
	}
	if f.Evidence != "" {
		narrow("c.evidence = ?", f.Evidence)
	}
	if f.From != 0 {
		narrow("c.created_at >= ?", f.From)
	}
	if f.Until != 0 {
		narrow("c.created_at < ?", f.Until)
	}
	return query + " AND c.id IN ", args, func(r db.Row) (res Result, err error) {
		err = r.Scan(&res.ID, &res.ThreadID, &res.Slug, textOf(&res.Title), &res.Place, &res.Address, &res.Author, &res.Who, &res.Evidence, &res.At)
		return res, err
	}
}

func lookDiscussions(a people.Actor, f Filter, refs []int64) (string, []any, func(db.Row) (Result, error)) {
	seen, args := a.SeesThreads("t")
	query := `SELECT t.id, t.slug, t.title, COALESCE(g.name, ''), t.contribution_count, t.last_at FROM threads t LEFT JOIN groups g ON g.id = t.group_id
		WHERE t.kind = 'discussion' AND t.listed = 1 AND ` + seen
	if f.Group != 0 {
		query += " AND t.group_id = ?"
		args = append(args, f.Group)
	}
	return query + " AND t.id IN ", args, func(r db.Row) (res Result, err error) {
		err = r.Scan(&res.ID, &res.Slug, textOf(&res.Title), &res.Place, &res.Replies, &res.At)
		return res, err
	}
}

func lookGroups(a people.Actor) (string, []any, func(db.Row) (Result, error)) {
	seen, args := "access <> 'private'", []any(nil)
	switch {
	case a.Staff():
		seen = "1 = 1"
	case len(a.Groups) > 0:
		for _, m := range a.Groups {
			args = append(args, m.GroupID)
		}
		seen = "(access <> 'private' OR id IN " + db.In(len(args)) + ")"
	}
	return "SELECT id, slug, name, member_count FROM groups WHERE " + seen + " AND id IN ", args, func(r db.Row) (res Result, err error) {
		err = r.Scan(&res.ID, &res.Slug, textOf(&res.Title), &res.Replies)
		return res, err
	}
}

// show marks what was looked for in the titles, and adds the words around it from the texts as they are now.
func (x *Index) show(ctx context.Context, q Query, results []Result) error {
	if len(results) == 0 {
		return nil
	}
	looked := map[string]bool{}
	for _, s := range q.stems() {
		looked[s] = true
	}
	var ids []int64
	for _, r := range results {
		ids = append(ids, r.ID)
	}
	texts, err := x.texts(ctx, results[0].Kind, ids)
	if err != nil {
		return err
	}
	for i := range results {
		r := &results[i]
		if r.Kind != Contribution && len(r.Title) == 1 {
			r.Title = marked(r.Title[0].Text, looked)
		}
		if text := texts[r.ID]; text != "" {
			r.Snippet = snippet(text, looked)
		}
	}
	return nil
}

// texts reads the words that snippets are taken from.
func (x *Index) texts(ctx context.Context, kind Kind, ids []int64) (map[int64]string, error) {
	query := map[Kind]string{
		Contribution: "SELECT id, body_html FROM contributions WHERE state = 'published' AND id IN ",
		Discussion:   "SELECT t.id, c.body_html FROM threads t JOIN contributions c ON c.id = t.opening_id WHERE c.state = 'published' AND t.id IN ",
		Chapter:      "SELECT c.id, b.text FROM chapters c JOIN version_blocks b ON b.version_id = c.version_id WHERE c.id IN ",
		Theme:        "SELECT id, definition FROM themes WHERE id IN ",
		Group:        "SELECT id, summary FROM groups WHERE id IN ",
	}[kind]
	order := ""
	if kind == Chapter {
		order = " ORDER BY c.id, b.position"
	}
	texts := make(map[int64]string, len(ids))
	return texts, db.Each(ctx, x.DB, func(r db.Row) error {
		var id int64
		var text string
		err := r.Scan(&id, &text)
		if kind == Contribution || kind == Discussion {
			text = plain(text)
		}
		if before := texts[id]; before != "" {
			text = before + "\n" + text
		}
		texts[id] = text
		return err
	}, query+db.In(len(ids))+order, db.Args(ids)...)
}
