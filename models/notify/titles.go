package notify

import (
	"context"
	"strconv"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// titles gives what an actor may see of things that can be followed, with their titles and paths: one query for each
// kind, however many there are.
func (s *Store) titles(ctx context.Context, a people.Actor, targets []Target) (map[Target]Follow, error) {
	of := map[Matter][]int64{}
	for _, t := range targets {
		of[t.Matter] = append(of[t.Matter], t.ID)
	}
	seen := map[Target]Follow{}
	if len(of[OfHearing]) > 0 {
		seen[Target{Matter: OfHearing}] = Follow{Title: "What we are hearing", Path: "/hearing/snapshots"}
	}
	for _, m := range []Matter{OfGroup, OfThread, OfBlock, OfTheme, OfPerson} {
		if len(of[m]) == 0 {
			continue
		}
		query, before := titled(a, m)
		err := db.Each(ctx, s.DB, func(r db.Row) error {
			f := Follow{Target: Target{Matter: m}}
			var kind, slug, guide string
			var number int64
			if err := r.Scan(&f.ID, &kind, &f.Title, &slug, &guide, &number, &f.Under); err != nil {
				return err
			}
			f.Path = path(f.Target, kind, slug, guide, number)
			seen[f.Target] = f
			return nil
		}, query+" IN "+db.In(len(of[m])), append(before, db.Args(of[m])...)...)
		if err != nil {
			return nil, err
		}
	}
	return seen, nil
}

// titled is the query for things of a kind that an actor may see, up to the ids. Its columns are: id, kind of thread,
// title, slug, slug of the guide, number of the paragraph, what it is in.
func titled(a people.Actor, m Matter) (query string, args []any) {
	t := "t"
	if m == OfGroup {
		t = "g"
	}
	threads, args := a.SeesThreads(t)
	switch m {
	case OfGroup:
		// A group is seen by those who see the threads in it.
		return "SELECT g.id, '', g.name, g.slug, '', 0, '' FROM (SELECT id, id AS group_id, name, slug, CASE WHEN access = 'private' THEN 1 ELSE 0 END AS private FROM groups) g WHERE " +
			threads + " AND g.id", args
	case OfThread:
		return `SELECT t.id, t.kind, t.title, CASE WHEN t.kind = 'chapter' THEN COALESCE(c.slug, '') ELSE t.slug END, COALESCE(u.slug, ''), 0, COALESCE(g.name, u.title, '')
			FROM threads t LEFT JOIN groups g ON g.id = t.group_id LEFT JOIN chapters c ON c.thread_id = t.id LEFT JOIN guides u ON u.id = c.guide_id
			WHERE t.merged_into IS NULL AND ` + threads + " AND t.id", args
	case OfBlock:
		return `SELECT b.id, 'chapter', t.title, c.slug, u.slug, COALESCE(v.number, 0), u.title FROM blocks b JOIN chapters c ON c.id = b.chapter_id
			JOIN guides u ON u.id = c.guide_id JOIN threads t ON t.id = c.thread_id LEFT JOIN version_blocks v ON v.version_id = c.version_id AND v.block_id = b.id
			WHERE ` + threads + " AND b.id", args
	case OfTheme:
		return "SELECT h.id, '', h.name, h.slug, '', 0, '' FROM themes h WHERE h.state = 'current' AND h.id", nil
	}
	return "SELECT p.id, '', p.public_name, '', '', 0, '' FROM people p WHERE p.state IN ('active', 'suspended', 'recorded') AND p.id", nil
}

// path is where a thing stands on this site.
func path(t Target, kind, slug, guide string, number int64) string {
	id := strconv.FormatInt(t.ID, 10)
	switch t.Matter {
	case OfGroup:
		return "/groups/" + slug
	case OfTheme:
		return "/themes/" + slug
	case OfPerson:
		return "/people/" + id + "/practice"
	case OfBlock:
		chapter := "/guides/" + guide + "/" + slug
		if number == 0 {
			return chapter
		}
		return chapter + "?paragraph=" + strconv.FormatInt(number, 10)
	}
	if kind == "chapter" {
		return "/guides/" + guide + "/" + slug
	}
	if slug == "" {
		return "/discussions/" + id
	}
	return "/discussions/" + id + "-" + slug
}
