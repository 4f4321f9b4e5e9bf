package insight

import (
	"context"
	"errors"
	"strings"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/say"
)

// PinKind says why an editor keeps words in view.
type PinKind string

// The kinds of pins.
const (
	PinQuote    PinKind = "quote"     // they say it best
	PinOneVoice PinKind = "one-voice" // one voice, serious: few or nobody else says it
)

// Bounds on pins.
const (
	pinsEach     = 3   // pins of an issue at a time
	maxPinReason = 300 // characters
	longestPin   = 600 // bytes of the words
)

// Pin is words of a contribution that an editor keeps in view for an issue, with the reason that everybody reads.
type Pin struct {
	ID     int64
	Kind   PinKind
	Reason string
	By     string // public name of the editor
	At     clock.Instant
}

// PinDraft is what an editor chose to keep in view.
type PinDraft struct {
	Contribution int64
	Words        string // exactly as they stand in the contribution's Markdown
	Kind         PinKind
	Reason       string
}

// check cleans a draft: Invalid under "words", "kind" and "reason".
func (d PinDraft) check() (PinDraft, error) {
	wrong := db.Invalid{}
	var err error
	if d.Words, err = prose.Clean(d.Words); err != nil {
		wrong["words"] = say.Of(err)
	} else if d.Words = strings.TrimSpace(d.Words); d.Words == "" {
		wrong["words"] = "Copy the words to show from the comment"
	} else if len(d.Words) > longestPin {
		wrong["words"] = "That is too long to quote. Please choose a sentence or two"
	}
	if d.Reason = wrong.Line("reason", d.Reason, maxPinReason); d.Reason == "" && wrong["reason"] == "" {
		wrong["reason"] = "Say why in a few words. Everybody can read it"
	}
	if d.Kind != PinQuote && d.Kind != PinOneVoice {
		wrong["kind"] = "Choose why it is kept in view"
	}
	if len(wrong) > 0 {
		return d, wrong
	}
	return d, nil
}

// PutPin keeps words of a contribution in view for an issue. The contribution must carry the theme and be open to
// everybody, and hold the words exactly once; else Invalid under "words". ErrNotFound where it may not be read.
func (s *Store) PutPin(ctx context.Context, a people.Actor, key db.Key, theme int64, draft PinDraft) error {
	if err := MayWriteIssue(a); err != nil {
		return err
	}
	draft, err := draft.check()
	if err != nil {
		return err
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) { return putPin(tx, a, theme, draft) })
	return err
}

func putPin(tx *db.Tx, a people.Actor, theme int64, d PinDraft) (int64, error) {
	// Pins of an issue are put one after the other, so that there are never too many.
	if _, err := tx.Exec("UPDATE themes SET mark = mark WHERE id = ?", theme); err != nil {
		return 0, err
	}
	open, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM issue_pins WHERE theme_id = ? AND ended_at IS NULL", theme)
	if err != nil {
		return 0, err
	}
	if open >= pinsEach {
		return 0, db.Wrong("", "Three are kept in view already. Take one away first")
	}
	var text string
	var revision int
	var thread int64
	seen, args := people.Visitor.Sees("c", "t")
	err = db.Each(tx.Context(), tx, func(r db.Row) error { return r.Scan(&text, &revision, &thread) },
		`SELECT c.body_md, c.revision, c.thread_id FROM contributions c JOIN threads t ON t.id = c.thread_id
		JOIN tags g ON g.contribution_id = c.id WHERE c.id = ? AND g.theme_id = ? AND g.state = 'accepted' AND `+seen,
		append([]any{d.Contribution, theme}, args...)...)
	if err != nil {
		return 0, err
	}
	if thread == 0 {
		return 0, db.ErrNotFound
	}
	start := strings.Index(text, d.Words)
	switch {
	case start < 0:
		return 0, db.Wrong("words", "These words are not in the comment. Copy them exactly as they stand there")
	case strings.Contains(text[start+1:], d.Words):
		return 0, db.Wrong("words", "These words stand there more than once. Please take a few more of those around them")
	}
	id, err := db.Value[int64](tx.Context(), tx, `INSERT INTO issue_pins (theme_id, contribution_id, revision, words_start, words_end, kind, reason, put_by, put_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id`, theme, d.Contribution, revision, start, start+len(d.Words),
		d.Kind, d.Reason, a.ID, tx.Now())
	if errors.Is(err, db.ErrNotFound) {
		return 0, db.Wrong("words", "Words of this comment are kept in view already")
	}
	if err != nil {
		return 0, err
	}
	tx.Touch(db.TopicHearing, db.TopicThread(thread))
	return id, audit.Append(tx, audit.Entry{
		Actor: a.ID, Act: "issue.pin", Kind: "theme", Object: theme,
		Details: map[string]any{"pin": id, "contribution": d.Contribution, "kind": string(d.Kind)},
	})
}

// EndPin lets words that were kept in view go. ErrNotFound where they are not kept.
func (s *Store) EndPin(ctx context.Context, a people.Actor, key db.Key, pin int64) error {
	if err := MayWriteIssue(a); err != nil {
		return err
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		theme, err := db.Value[int64](ctx, tx, "UPDATE issue_pins SET ended_by = ?, ended_at = ? WHERE id = ? AND ended_at IS NULL RETURNING theme_id",
			a.ID, tx.Now(), pin)
		if err != nil {
			return 0, err
		}
		tx.Touch(db.TopicHearing)
		return pin, audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "issue.unpin", Kind: "theme", Object: theme, Details: map[string]any{"pin": pin},
		})
	})
	return err
}

// pinned reads the words that editors keep in view for a theme, as they stand in the contribution now, the one voice
// last. Words that a later wording does not hold any more are left out.
func (s *Store) pinned(ctx context.Context, sel selection, theme int64) ([]Quote, error) {
	list, err := db.All(ctx, s.DB, func(r db.Row) (q Quote, err error) {
		pin := &Pin{}
		var text, then string
		q.Pin = pin
		if err := r.Scan(&pin.ID, &pin.Kind, &pin.Reason, &pin.By, &pin.At, &q.Start, &q.End, &then, &text,
			&q.Contribution, &q.Thread, &q.author, &q.Author, &q.Who, &q.Evidence, &q.Language, &q.At); err != nil {
			return q, err
		}
		if q.End > len(then) {
			return Quote{}, nil
		}
		q.Text = then[q.Start:q.End]
		if text != then {
			if q.Start = strings.Index(text, q.Text); q.Start < 0 {
				return Quote{}, nil
			}
			q.End = q.Start + len(q.Text)
		}
		return q, nil
	}, `SELECT k.id, k.kind, k.reason, COALESCE(e.public_name, ''), k.put_at, k.words_start, k.words_end,
		COALESCE((SELECT v.body_md FROM contribution_revisions v WHERE v.contribution_id = c.id AND v.revision = k.revision), c.body_md), c.body_md,
		c.id, c.thread_id, c.author_id, p.public_name, c.who, c.evidence, c.language, c.created_at
		FROM issue_pins k JOIN contributions c ON c.id = k.contribution_id JOIN threads t ON t.id = c.thread_id JOIN people p ON p.id = c.author_id
		JOIN tags g ON g.contribution_id = c.id AND g.theme_id = k.theme_id AND g.state = 'accepted'
		LEFT JOIN people e ON e.id = k.put_by
		WHERE k.theme_id = ? AND k.ended_at IS NULL AND `+sel.where+" ORDER BY k.kind DESC, k.id LIMIT ?", append(append([]any{theme}, sel.args...), pinsEach)...)
	kept := list[:0]
	for _, q := range list {
		if q.Contribution != 0 {
			kept = append(kept, q)
		}
	}
	return kept, err
}
