package guide

import (
	"context"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// saidKey is what comments of one group have in common.
type saidKey struct {
	kind                            string
	chapter, version, block, target int64
	reason                          string
}

func (k *saidKey) columns() []any {
	return []any{&k.kind, &k.chapter, &k.version, &k.block, &k.target, &k.reason}
}

// keyed is the comments of a scope with the key of the group that each is in.
const keyed = `, keyed AS (SELECT id, author_id, fate, agrees,
	CASE fate WHEN 'partly' THEN 'taken-in' ELSE fate END AS kind,
	CASE WHEN fate IN ('taken-in', 'partly') THEN chapter ELSE 0 END AS chapter,
	CASE WHEN fate IN ('taken-in', 'partly') THEN version ELSE 0 END AS version,
	CASE WHEN fate IN ('taken-in', 'partly') THEN block ELSE 0 END AS block,
	CASE fate WHEN 'moved' THEN target ELSE 0 END AS target,
	CASE WHEN fate IN ('not-taken-in', 'answered') THEN reason ELSE '' END AS reason FROM said) `

// saidGroups gathers the comments of a scope by what became of them, the largest groups first, with quotes.
func (s *Store) saidGroups(ctx context.Context, w SaidScope, y *YouSaid) error {
	said, args := w.said()
	at := map[saidKey]int{}
	seen, sees := people.Visitor.SeesThreads("w")
	err := db.Each(ctx, s.DB, func(r db.Row) error {
		var k saidKey
		var g SaidGroup
		var place int
		if err := r.Scan(append(k.columns(), &place, &g.Comments, &g.Partly, &g.People, &g.Version, &g.Paragraph, &g.TakenOut,
			&g.To.Thread, &g.To.Kind, &g.To.Slug, &g.To.Title)...); err != nil {
			return err
		}
		if place > mostGroups {
			y.More = true
			return nil
		}
		g.Fate, g.Chapter, g.Reason = discussion.Fate(k.kind), k.chapter, k.reason
		at[k] = len(y.Groups)
		y.Groups = append(y.Groups, g)
		return nil
	}, strings.TrimSuffix(said, " ")+keyed+`, grouped AS (SELECT kind, chapter, version, block, target, reason, COUNT(*) AS comments,
			SUM(CASE fate WHEN 'partly' THEN 1 ELSE 0 END) AS partly, COUNT(DISTINCT author_id) AS people
			FROM keyed GROUP BY kind, chapter, version, block, target, reason), numbered AS (SELECT grouped.*,
			ROW_NUMBER() OVER (PARTITION BY kind ORDER BY comments DESC, reason, target, version, block) AS place FROM grouped)
		SELECT k.kind, k.chapter, k.version, k.block, k.target, k.reason, k.place, k.comments, k.partly, k.people, COALESCE(v.number, 0),
		COALESCE(b.number, (SELECT ob.number FROM block_links l JOIN versions ov ON ov.chapter_id = k.chapter AND ov.number = v.number - 1
			JOIN version_blocks ob ON ob.version_id = ov.id AND ob.block_id = l.from_block
			WHERE l.version_id = k.version AND l.from_block = k.block AND l.how = 'removed'), 0), b.number IS NULL,
		COALESCE(w.id, 0), COALESCE(w.kind, ''), COALESCE(w.slug, ''), COALESCE(w.title, '')
		FROM numbered k LEFT JOIN chapters ch ON ch.id = k.chapter LEFT JOIN versions v ON v.id = k.version
		LEFT JOIN version_blocks b ON b.version_id = k.version AND b.block_id = k.block
		LEFT JOIN threads w ON w.id = k.target AND w.listed = 1 AND `+seen+`
		WHERE k.place <= ? ORDER BY k.kind, ch.number, v.number, b.position, k.place`, append(append(args, sees...), mostGroups+1)...)
	if err != nil {
		return err
	}
	return s.saidQuotes(ctx, w, y, at)
}

// saidQuotes adds to each group the comments that most people agree with.
func (s *Store) saidQuotes(ctx context.Context, w SaidScope, y *YouSaid, at map[saidKey]int) error {
	said, args := w.said()
	return db.Each(ctx, s.DB, func(r db.Row) error {
		var k saidKey
		var q SaidQuote
		var html string
		if err := r.Scan(append(k.columns(), &q.ID, &q.Thread, &html, &q.Author, &q.Who, &q.Evidence, &q.Language, &q.At)...); err != nil {
			return err
		}
		if i, ok := at[k]; ok {
			q.Words = discussion.Excerpt(html)
			y.Groups[i].Quotes = append(y.Groups[i].Quotes, q)
		}
		return nil
	}, strings.TrimSuffix(said, " ")+keyed+`, ranked AS (SELECT keyed.*,
			ROW_NUMBER() OVER (PARTITION BY kind, chapter, version, block, target, reason ORDER BY agrees DESC, id) AS place FROM keyed)
		SELECT k.kind, k.chapter, k.version, k.block, k.target, k.reason, c.id, c.thread_id, SUBSTR(c.body_html, 1, 600), p.public_name, c.who, c.evidence, c.language, c.created_at
		FROM ranked k JOIN contributions c ON c.id = k.id AND c.state = 'published' JOIN people p ON p.id = c.author_id
		WHERE k.place <= ? ORDER BY k.place, k.id`, append(args, quotesEach)...)
}

// LongWait is a comment that waits for an answer.
type LongWait struct {
	SaidQuote
	Chapter int64
	Since   clock.Instant // when it was published, or its writer answered back
}

// LongestWaiting reads the comments of a scope that have waited longest for an answer, for staff.
func (s *Store) LongestWaiting(ctx context.Context, a people.Actor, w SaidScope) ([]LongWait, error) {
	if !a.Staff() {
		return nil, db.Forbidden{}
	}
	said, args := w.said()
	return db.All(ctx, s.DB, func(r db.Row) (l LongWait, err error) {
		var html string
		err = r.Scan(&l.ID, &l.Thread, &html, &l.Author, &l.Who, &l.Evidence, &l.At, &l.Chapter, &l.Since)
		l.Words = discussion.Excerpt(html)
		return l, err
	}, said+`SELECT c.id, c.thread_id, SUBSTR(c.body_html, 1, 600), p.public_name, c.who, c.evidence, c.created_at, said.chapter, said.since
		FROM said JOIN contributions c ON c.id = said.id JOIN people p ON p.id = c.author_id WHERE said.fate = 'pending' ORDER BY said.since, said.id LIMIT ?`,
		append(args, longestShown)...)
}

// SaidRow is one comment in the table for spreadsheets.
type SaidRow struct {
	SaidQuote
	Number    int // of the chapter
	Title     string
	Themes    []string
	Fate      discussion.Fate
	Version   int
	Paragraph int
	Reason    string
	DecidedAt clock.Instant // 0 = nobody has
}

// rowsAtOnce is how many rows are read in one query.
const rowsAtOnce = 500

// SaidRows reads the comments of a scope in the order in which they were made, and gives each to do; at most MaxSaidRows.
func (s *Store) SaidRows(ctx context.Context, w SaidScope, do func(SaidRow) error) error {
	said, args := w.said()
	after := int64(0)
	for read := 0; read < MaxSaidRows; read += rowsAtOnce {
		list, err := db.All(ctx, s.DB, func(r db.Row) (row SaidRow, err error) {
			var html string
			err = r.Scan(&row.ID, &row.Thread, &html, &row.Author, &row.Who, &row.Evidence, &row.At, &row.Number, &row.Title, &row.Fate,
				&row.Version, &row.Paragraph, &row.Reason, &row.DecidedAt)
			row.Words = discussion.Excerpt(html)
			return row, err
		}, said+`SELECT c.id, c.thread_id, SUBSTR(c.body_html, 1, 600), p.public_name, c.who, c.evidence, c.created_at, ch.number, ch.title, said.fate,
			COALESCE(v.number, 0), COALESCE(b.number, 0), said.reason, COALESCE((SELECT f.decided_at FROM fates f WHERE f.contribution_id = c.id AND f.current = 1), 0)
			FROM said JOIN contributions c ON c.id = said.id JOIN people p ON p.id = c.author_id JOIN chapters ch ON ch.id = said.chapter
			LEFT JOIN versions v ON v.id = said.version LEFT JOIN version_blocks b ON b.version_id = said.version AND b.block_id = said.block
			WHERE said.id > ? ORDER BY said.id LIMIT ?`, append(append([]any{}, args...), after, rowsAtOnce)...)
		if err != nil {
			return err
		}
		if err := s.rowThemes(ctx, list); err != nil {
			return err
		}
		for _, row := range list {
			if err := do(row); err != nil {
				return err
			}
			after = row.ID
		}
		if len(list) < rowsAtOnce {
			return nil
		}
	}
	return nil
}

// rowThemes adds the names of the accepted themes of rows.
func (s *Store) rowThemes(ctx context.Context, list []SaidRow) error {
	ids, at := make([]int64, len(list)), map[int64]int{}
	for i, row := range list {
		ids[i], at[row.ID] = row.ID, i
	}
	return db.Each(ctx, s.DB, func(r db.Row) error {
		var id int64
		var name string
		err := r.Scan(&id, &name)
		if i, ok := at[id]; ok {
			list[i].Themes = append(list[i].Themes, name)
		}
		return err
	}, "SELECT g.contribution_id, t.name FROM tags g JOIN themes t ON t.id = g.theme_id WHERE g.state = 'accepted' AND g.contribution_id IN "+
		db.In(len(ids))+" ORDER BY t.name", db.Args(ids)...)
}
