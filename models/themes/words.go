package themes

import (
	"context"
	"strings"
	"unicode/utf8"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// MaxWords is how many places in one contribution a tag can rest on.
const MaxWords = 50

// Span is the bytes from Start to before End of a contribution's stored Markdown.
type Span struct{ Start, End int }

// rest stores the words that a tag rests on.
func rest(tx *db.Tx, tag, contribution int64, revision int, spans []Span, by int64) error {
	var body string
	var now int
	if err := tx.QueryRow(tx.Context(), "SELECT body_md, revision FROM contributions WHERE id = ?", contribution).Scan(&body, &now); err != nil {
		return err
	}
	if now != revision {
		return db.ErrConflict
	}
	for _, s := range spans {
		if !s.of(body) {
			return db.Wrong("words", "These words do not stand in what was said")
		}
		if _, err := tx.Exec(`INSERT INTO tag_words (tag_id, revision, words_start, words_end, put_by, put_at) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT DO NOTHING`, tag, revision, s.Start, s.End, db.Null(by), tx.Now()); err != nil {
			return err
		}
	}
	have, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM tag_words WHERE tag_id = ?", tag)
	if err == nil && have > MaxWords {
		err = db.Wrong("words", "One theme can rest on %d places in a comment. Take some off first", MaxWords)
	}
	return err
}

// of tells whether a span is whole letters of a text, at least one of them no space.
func (s Span) of(text string) bool {
	return s.Start >= 0 && s.End > s.Start && s.End <= len(text) &&
		utf8.RuneStart(text[s.Start]) && (s.End == len(text) || utf8.RuneStart(text[s.End])) &&
		strings.TrimSpace(text[s.Start:s.End]) != ""
}

// inherit lets a tag rest on the words of the one in whose place it was put. A tag that was there already and rests on
// the whole contribution goes on doing so.
func inherit(tx *db.Tx, old, tag int64) error {
	_, err := tx.Exec(`INSERT INTO tag_words (tag_id, revision, words_start, words_end, put_by, put_at)
		SELECT n.id, w.revision, w.words_start, w.words_end, w.put_by, w.put_at FROM tag_words w JOIN tags n ON n.id = ?
		WHERE w.tag_id = ? AND (n.from_id = w.tag_id OR EXISTS (SELECT 1 FROM tag_words x WHERE x.tag_id = n.id))
		ON CONFLICT DO NOTHING`, tag, old)
	return err
}

// Resting is words that a tag rests on, as they stand in the contribution now.
type Resting struct {
	ID     int64
	Theme  int64
	Span   Span   // in the contribution as it is; not used where Gone
	Words  string // as they were chosen; empty where that wording is not shown any more
	Gone   bool   // they were words of an earlier wording and stand in this one no more
	PutBy  string // public name; empty for the program
	PutAt  clock.Instant
	Source Source // of the tag
}

// RestingOn reads the words that the themes of a contribution rest on, in the order of the text; body and revision are
// the contribution's own. Words of an earlier wording are followed to where they stand now: to the same place among
// their likes, else to the only place. Whether somebody may see the contribution is for the caller to ask.
func RestingOn(ctx context.Context, q db.Querier, contribution int64, body string, revision int) ([]Resting, error) {
	type stored struct {
		Resting
		revision int
		was      string
		known    bool
	}
	rows, err := db.All(ctx, q, func(r db.Row) (s stored, err error) {
		var was *string
		err = r.Scan(&s.ID, &s.Theme, &s.Span.Start, &s.Span.End, &s.PutBy, &s.PutAt, &s.Source, &s.revision, &was)
		if was != nil {
			s.was, s.known = *was, true
		}
		return s, err
	}, `SELECT w.id, g.theme_id, w.words_start, w.words_end, COALESCE(p.public_name, ''), w.put_at, g.source, w.revision, v.body_md
		FROM tags g JOIN tag_words w ON w.tag_id = g.id LEFT JOIN people p ON p.id = w.put_by
		LEFT JOIN contribution_revisions v ON v.contribution_id = g.contribution_id AND v.revision = w.revision AND v.public = 1
		WHERE g.contribution_id = ? AND g.state = 'accepted' ORDER BY w.words_start, w.words_end, w.id`, contribution)
	if err != nil {
		return nil, err
	}
	list := make([]Resting, 0, len(rows))
	for _, s := range rows {
		if s.revision == revision {
			s.was, s.known = body, true
		}
		if !s.known || !s.Span.of(s.was) {
			s.Gone = true
			list = append(list, s.Resting)
			continue
		}
		s.Words = s.was[s.Span.Start:s.Span.End]
		if s.revision != revision {
			s.Span, s.Gone = follow(s.was, s.Span, body)
		}
		list = append(list, s.Resting)
	}
	return list, nil
}

// follow finds words of an earlier wording in the one that took its place.
func follow(was string, at Span, now string) (found Span, gone bool) {
	words := was[at.Start:at.End]
	places := strings.Count(now, words)
	nth := strings.Count(was[:at.Start], words)
	switch {
	case places == 0:
		return Span{}, true
	case places == 1:
		nth = 0
	case places != strings.Count(was, words):
		return Span{}, true // which of them is meant cannot be told
	}
	start := 0
	for range nth {
		start += strings.Index(now[start:], words) + len(words)
	}
	start += strings.Index(now[start:], words)
	return Span{start, start + len(words)}, false
}

// Unrest takes words off a tag inside a command; a tag without any rests on the whole contribution. ErrNotFound where
// the words are not on that contribution any more.
func Unrest(tx *db.Tx, contribution, words int64) error {
	if _, _, err := lock(tx, contribution); err != nil {
		return err
	}
	gone, err := tx.Exec(`DELETE FROM tag_words WHERE id = ? AND EXISTS (SELECT 1 FROM tags g
		WHERE g.id = tag_words.tag_id AND g.contribution_id = ? AND g.state = 'accepted')`, words, contribution)
	if err == nil && gone == 0 {
		err = db.ErrNotFound
	}
	return err
}
