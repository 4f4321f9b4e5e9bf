package guide

import (
	"context"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// SaidScope says which comments "You said, we did" is about: those on a guide, on one chapter of it, or to one theme.
type SaidScope struct {
	Guide   int64
	Chapter int64  // 0 = all
	Theme   string // address; "" = all
}

// Tally counts comments by what became of them, and the people who made them.
type Tally struct {
	Comments int
	People   int
	By       map[discussion.Fate]int // of the Comments
}

// Did counts the comments that changed the text.
func (t Tally) Did() int { return t.By[discussion.TakenIn] + t.By[discussion.Partly] }

// ThemeTally is what was said to one theme.
type ThemeTally struct {
	discussion.Theme
	Tally
}

// YouSaid is what people said of a guide and what became of it. It counts what everybody may read, for whoever asks.
type YouSaid struct {
	All      Tally
	Chapters map[int64]Tally
	Themes   []ThemeTally // most comments first; a comment can be to several themes
	Groups   []SaidGroup  // what changed the text in the order of the text, the others with the largest first
	More     bool         // there are more groups than are read
}

// SaidGroup is comments that came to the same: those that changed one paragraph, or that were refused for one reason.
type SaidGroup struct {
	Fate      discussion.Fate // TakenIn for all that changed the text
	Chapter   int64           // where they changed a paragraph
	Version   int             // number of the version that it was changed in
	Paragraph int             // its number there
	TakenOut  bool            // the paragraph was taken out
	Reason    string
	To        Whither
	Comments  int
	Partly    int // of the Comments, those taken in in part
	People    int
	Quotes    []SaidQuote // those that most agree with first
}

// SaidQuote is the beginning of a comment, word for word.
type SaidQuote struct {
	ID       int64
	Thread   int64
	Words    string
	Author   string
	Who      people.Who
	Evidence discussion.Evidence
	Language string // of the words, a BCP 47 tag; "" where nobody said
	At       clock.Instant
}

// Bounds on "You said, we did".
const (
	mostGroups   = 100 // of one fate: the largest
	quotesEach   = 3
	longestShown = 10
	MaxSaidRows  = 10_000 // rows of the table for spreadsheets
)

// said is the comments of a scope that everybody may read, with how they stand: those on the chapters, and those that
// were moved from them to a discussion.
func (w SaidScope) said() (query string, args []any) {
	seen, sees := people.Visitor.Sees("c", "t")
	where := ""
	var more []any
	if w.Chapter != 0 {
		where, more = where+" AND ch.id = ?", append(more, w.Chapter)
	}
	if w.Theme != "" {
		where += " AND c.id IN (SELECT g.contribution_id FROM tags g JOIN themes th ON th.id = g.theme_id WHERE th.slug = ? AND g.state = 'accepted')"
		more = append(more, w.Theme)
	}
	const columns = `SELECT c.id AS id, c.author_id AS author_id, c.fate AS fate, c.agrees AS agrees, c.created_at AS created_at, ch.id AS chapter,
		COALESCE(f.version_id, 0) AS version, COALESCE(f.block_id, 0) AS block, COALESCE(f.to_thread_id, 0) AS target, COALESCE(f.reason, '') AS reason,
		COALESCE(f.decided_at, c.published_at) AS since `
	part := append(append(append([]any{}, w.Guide), sees...), more...)
	query = "WITH said AS (" + columns + `FROM chapters ch JOIN contributions c ON c.thread_id = ch.thread_id JOIN threads t ON t.id = c.thread_id
		LEFT JOIN fates f ON f.contribution_id = c.id AND f.current = 1 WHERE ch.guide_id = ? AND c.fate <> '' AND ` + seen + where +
		" UNION ALL " + columns + `FROM chapters ch JOIN fates f ON f.chapter_id = ch.id AND f.current = 1 AND f.fate = 'moved'
		JOIN contributions c ON c.id = f.contribution_id AND c.fate = 'moved' AND c.thread_id <> ch.thread_id JOIN threads t ON t.id = c.thread_id
		WHERE ch.guide_id = ? AND ` + seen + where + ") "
	return query, append(append([]any{}, part...), part...)
}

// YouSaid counts what people said in a scope and gathers what became of it. The number of queries does not depend on
// how much was said.
func (s *Store) YouSaid(ctx context.Context, w SaidScope) (YouSaid, error) {
	y := YouSaid{Chapters: map[int64]Tally{}}
	if err := s.saidByChapter(ctx, w, &y); err != nil {
		return y, err
	}
	if err := s.saidByTheme(ctx, w, &y); err != nil {
		return y, err
	}
	return y, s.saidGroups(ctx, w, &y)
}

// saidByChapter counts by chapter and in all. A person counts once in each, and once in all.
func (s *Store) saidByChapter(ctx context.Context, w SaidScope, y *YouSaid) error {
	said, args := w.said()
	y.All.By = map[discussion.Fate]int{}
	err := db.Each(ctx, s.DB, func(r db.Row) error {
		var chapter int64
		var fate discussion.Fate
		var n int
		if err := r.Scan(&chapter, &fate, &n); err != nil {
			return err
		}
		t := y.Chapters[chapter]
		if t.By == nil {
			t.By = map[discussion.Fate]int{}
		}
		t.By[fate], t.Comments = n, t.Comments+n
		y.Chapters[chapter] = t
		y.All.By[fate] += n
		y.All.Comments += n
		return nil
	}, said+"SELECT chapter, fate, COUNT(*) FROM said GROUP BY chapter, fate", args...)
	if err != nil {
		return err
	}
	return db.Each(ctx, s.DB, func(r db.Row) error {
		var chapter int64
		var n int
		err := r.Scan(&chapter, &n)
		if chapter == 0 {
			y.All.People = n
			return err
		}
		t := y.Chapters[chapter]
		t.People = n
		y.Chapters[chapter] = t
		return err
	}, said+"SELECT chapter, COUNT(DISTINCT author_id) FROM said GROUP BY chapter UNION ALL SELECT 0, COUNT(DISTINCT author_id) FROM said", args...)
}

// saidByTheme counts by accepted theme.
func (s *Store) saidByTheme(ctx context.Context, w SaidScope, y *YouSaid) error {
	said, args := w.said()
	at := map[int64]int{}
	err := db.Each(ctx, s.DB, func(r db.Row) error {
		var id int64
		t := ThemeTally{Tally: Tally{By: map[discussion.Fate]int{}}}
		if err := r.Scan(&id, &t.Slug, &t.Name, &t.Mark, &t.Comments, &t.People); err != nil {
			return err
		}
		at[id] = len(y.Themes)
		y.Themes = append(y.Themes, t)
		return nil
	}, said+`SELECT th.id, th.slug, th.name, th.mark, COUNT(*), COUNT(DISTINCT said.author_id) FROM said JOIN tags g ON g.contribution_id = said.id AND g.state = 'accepted'
		JOIN themes th ON th.id = g.theme_id GROUP BY th.id, th.slug, th.name, th.mark ORDER BY COUNT(*) DESC, th.name LIMIT 100`, args...)
	if err != nil {
		return err
	}
	return db.Each(ctx, s.DB, func(r db.Row) error {
		var id int64
		var fate discussion.Fate
		var n int
		if err := r.Scan(&id, &fate, &n); err != nil {
			return err
		}
		if i, ok := at[id]; ok {
			y.Themes[i].By[fate] = n
		}
		return nil
	}, said+`SELECT g.theme_id, said.fate, COUNT(*) FROM said JOIN tags g ON g.contribution_id = said.id AND g.state = 'accepted'
		GROUP BY g.theme_id, said.fate`, args...)
}
