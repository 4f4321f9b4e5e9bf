package coding

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

// Answer is what somebody did with one contribution.
type Answer struct {
	Contribution int64
	Revision     int // of the words that were read
	Outcome      Outcome
	Themes       []int64 // chosen, those that were there already among them
	Had          []int64 // that were shown as there already
	Shown        []Shown // suggestions as they were shown
	Queue        Queue
	Words        map[int64][]Span // that a theme rests on; none = the whole of it
}

// Shown is a suggestion as it was shown to somebody.
type Shown struct {
	Theme int64
	Rank  int
	Sure  int // in thousandths
	Words []Span
	Model string
}

// check refuses what no form of ours says.
func (a Answer) check() error {
	switch {
	case len(a.Themes) > MostThemes:
		return db.Wrong("themes", "Please choose at most %d themes", MostThemes)
	case len(a.Had) > themes.MaxThemes || len(a.Shown) > suggested || !slices.Contains([]Outcome{Coded, None, Skip}, a.Outcome) ||
		!slices.Contains([]Queue{FromCoverage, FromNewest, FromSample, FromList}, a.Queue):
		return db.Wrong("", "This form is not complete. Please load the page again.")
	case a.Outcome == Coded && len(a.Themes) == 0 && len(a.Had) == 0:
		return db.Wrong("themes", "Choose a theme, or say that none of them fits")
	}
	return nil
}

// Save stores what somebody did with contributions, all of it or nothing. What cannot be read any more is passed over;
// saved is how many were stored. Errors: db.Invalid under "themes" or "words", under "" where somebody changed their
// words in between.
func (s *Store) Save(ctx context.Context, a people.Actor, key db.Key, answers []Answer) (saved int64, err error) {
	if err := MayCode(a); err != nil {
		return 0, err
	}
	if len(answers) > MostAtOnce {
		return 0, db.TooLarge{Reason: "There are too many comments in this form."}
	}
	for _, one := range answers {
		if err := one.check(); err != nil {
			return 0, err
		}
	}
	answers = slices.Clone(answers)
	slices.SortFunc(answers, func(x, y Answer) int { return int(x.Contribution - y.Contribution) }) // locked in one order
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		stored := int64(0)
		for _, one := range answers {
			switch err := save(tx, a, one); {
			case errors.Is(err, db.ErrNotFound):
			case err != nil:
				return 0, err
			default:
				stored++
			}
		}
		return stored, nil
	})
}

func save(tx *db.Tx, a people.Actor, answer Answer) error {
	seen, args := a.Sees("c", "t")
	revision, err := db.Value[int](tx.Context(), tx, "SELECT c.revision FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE c.id = ? AND "+seen,
		append([]any{answer.Contribution}, args...)...)
	if err != nil {
		return err
	}
	if revision != answer.Revision {
		return db.Wrong("", "The writer changed their words while you were reading them. Please read them again. What you chose is still chosen.")
	}
	sample, err := inSample(tx, answer)
	if err != nil {
		return err
	}
	if answer.Queue == FromSample && !sample {
		answer.Queue = FromList
	}
	if answer.Outcome == Coded {
		if err := choose(tx, a, answer); err != nil {
			return err
		}
	}
	fresh, err := tx.Exec(`INSERT INTO codings (contribution_id, person_id, queue, outcome, coded_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (contribution_id, person_id) DO UPDATE SET queue = excluded.queue, outcome = excluded.outcome, coded_at = excluded.coded_at
		WHERE codings.queue <> 'random' OR codings.outcome = 'skipped'`, answer.Contribution, a.ID, answer.Queue, answer.Outcome, tx.Now())
	if err != nil || fresh == 0 { // what is in the sample stays as it was coded first
		return err
	}
	return remember(tx, a, answer)
}

// inSample tells whether a contribution belongs to the sample and nobody has coded it before.
func inSample(tx *db.Tx, answer Answer) (bool, error) {
	if answer.Queue != FromSample {
		return false, nil
	}
	n, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM hearing_uncoded WHERE id = ? AND spot % 5 = 0", answer.Contribution)
	return n == 1, err
}

// choose puts themes on a contribution and takes off those that were shown as there and are not chosen any more.
func choose(tx *db.Tx, a people.Actor, answer Answer) error {
	for _, theme := range answer.Themes {
		if slices.Contains(answer.Had, theme) {
			continue
		}
		if err := inUse(tx, theme); err != nil {
			return err
		}
		source := themes.ByPerson
		if slices.ContainsFunc(answer.Shown, func(shown Shown) bool { return shown.Theme == theme }) {
			source = themes.BySuggestion
		}
		if err := themes.Tag(tx, answer.Contribution, theme, source, a.ID); err != nil {
			return err
		}
	}
	for _, theme := range answer.Had {
		if slices.Contains(answer.Themes, theme) {
			continue
		}
		if err := themes.Untag(tx, answer.Contribution, theme, a.ID); err != nil {
			return err
		}
	}
	return nil
}

// inUse refuses a theme that is not in the codebook any more.
func inUse(tx *db.Tx, theme int64) error {
	t, err := themes.Find(tx.Context(), tx, theme)
	if errors.Is(err, db.ErrNotFound) || err == nil && t.State == themes.Retired {
		return db.Wrong("themes", "One of these themes is not in use any more. Please look at the list again")
	}
	return err
}

// remember keeps the suggestions as they were, beside what was done with them.
func remember(tx *db.Tx, a people.Actor, answer Answer) error {
	for _, shown := range answer.Shown {
		outcome, tag := "refused", int64(0)
		switch {
		case answer.Outcome == Skip:
			outcome = "passed"
		case answer.Outcome == Coded && slices.Contains(answer.Themes, shown.Theme):
			outcome = "accepted"
			var err error
			tag, err = db.Value[int64](tx.Context(), tx, "SELECT id FROM tags WHERE contribution_id = ? AND theme_id = ? AND state = 'accepted'",
				answer.Contribution, shown.Theme)
			if err != nil && !errors.Is(err, db.ErrNotFound) {
				return err
			}
		}
		if _, err := themes.Find(tx.Context(), tx, shown.Theme); err != nil {
			return db.Wrong("", "This form is not complete. Please load the page again.")
		}
		if _, err := tx.Exec(`INSERT INTO theme_suggestions (contribution_id, theme_id, rank, sure, words, model, outcome, tag_id, answered_by, answered_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, answer.Contribution, shown.Theme, shown.Rank, shown.Sure, spanWords(shown.Words), shown.Model,
			outcome, db.Null(tag), a.ID, tx.Now()); err != nil {
			return err
		}
	}
	return nil
}

// spanWords writes spans as they are stored: START-END, with spaces between.
func spanWords(spans []Span) string {
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = strconv.Itoa(s.Start) + "-" + strconv.Itoa(s.End)
	}
	return strings.Join(parts, " ")
}

// undoFor is how long something can be undone.
const undoFor = clock.Instant(24 * 60 * 60 * 1000)

// LastDone tells what somebody did last and can undo.
func (s *Store) LastDone(ctx context.Context, a people.Actor) (last Last, err error) {
	since := s.DB.Clock.Now() - undoFor
	last.At, err = db.Value[clock.Instant](ctx, s.DB, "SELECT COALESCE(MAX(coded_at), 0) FROM codings WHERE person_id = ? AND coded_at > ?", a.ID, since)
	if err != nil || last.At == 0 {
		return last, err
	}
	var one int64
	if err := s.DB.QueryRow(ctx, "SELECT COUNT(*), MIN(contribution_id), MIN(outcome) FROM codings WHERE person_id = ? AND coded_at = ?", a.ID, last.At).
		Scan(&last.Count, &one, &last.Outcome); err != nil || last.Count > 1 {
		last.Outcome = Coded
		return last, err
	}
	seen, args := a.Sees("c", "t")
	last.Author, err = db.Value[string](ctx, s.DB, `SELECT p.public_name FROM contributions c JOIN threads t ON t.id = c.thread_id
		JOIN people p ON p.id = c.author_id WHERE c.id = ? AND `+seen, append([]any{one}, args...)...)
	if errors.Is(err, db.ErrNotFound) {
		return last, nil
	}
	if err != nil {
		return last, err
	}
	last.Themes, err = db.Values[string](ctx, s.DB, `SELECT h.name FROM tags g JOIN themes h ON h.id = g.theme_id
		WHERE g.contribution_id = ? AND g.put_by = ? AND g.put_at = ? AND g.state = 'accepted' ORDER BY h.name, h.id`, one, a.ID, last.At)
	return last, err
}

// Undo takes back what somebody did at a moment: themes they put on are taken off, those they took off are put on
// again, and the contributions wait again. ErrConflict where there is nothing of the kind, or not any more.
func (s *Store) Undo(ctx context.Context, a people.Actor, key db.Key, at clock.Instant) error {
	if err := MayCode(a); err != nil {
		return err
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		list, err := db.Values[int64](tx.Context(), tx, "SELECT contribution_id FROM codings WHERE person_id = ? AND coded_at = ? AND coded_at > ? ORDER BY contribution_id",
			a.ID, at, tx.Now()-undoFor)
		if err != nil {
			return 0, err
		}
		if len(list) == 0 {
			return 0, db.ErrConflict
		}
		for _, contribution := range list {
			if err := undo(tx, a, contribution, at); err != nil {
				return 0, err
			}
		}
		return int64(len(list)), nil
	})
	return err
}

func undo(tx *db.Tx, a people.Actor, contribution int64, at clock.Instant) error {
	put, err := db.Values[int64](tx.Context(), tx, `SELECT theme_id FROM tags WHERE contribution_id = ? AND put_by = ? AND put_at = ?
		AND state = 'accepted' ORDER BY theme_id`, contribution, a.ID, at)
	if err != nil {
		return err
	}
	ended, err := db.Values[int64](tx.Context(), tx, `SELECT theme_id FROM tags WHERE contribution_id = ? AND ended_by = ? AND ended_at = ?
		AND state = 'withdrawn' ORDER BY theme_id`, contribution, a.ID, at)
	if err != nil {
		return err
	}
	for _, theme := range put {
		if err := themes.Untag(tx, contribution, theme, a.ID); err != nil {
			return err
		}
	}
	for _, theme := range ended {
		if err := themes.Tag(tx, contribution, theme, themes.ByPerson, a.ID); err != nil {
			return err
		}
	}
	if _, err := tx.Exec("DELETE FROM theme_suggestions WHERE contribution_id = ? AND answered_by = ? AND answered_at = ?", contribution, a.ID, at); err != nil {
		return err
	}
	_, err = tx.Exec("DELETE FROM codings WHERE contribution_id = ? AND person_id = ? AND coded_at = ?", contribution, a.ID, at)
	return err
}
