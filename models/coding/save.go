package coding

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

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
	Passages     []Passage        // the same, to be found in the text
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
	case a.Outcome == None && slices.ContainsFunc(a.Themes, func(theme int64) bool { return !slices.Contains(a.Had, theme) }):
		return db.Wrong("themes", "Choose a theme, or say that none of them fits; not both")
	case a.Outcome == Coded && len(a.Themes) == 0 && len(a.Had) == 0 && !slices.ContainsFunc(a.Passages, func(p Passage) bool { return p.Theme != 0 }):
		return db.Wrong("themes", "Choose a theme, or say that none of them fits")
	}
	return a.checkPassages()
}

// Save stores what somebody did with contributions, all of it or nothing. What cannot be read any more is passed over;
// saved is how many were stored. Errors: db.Invalid under "themes", "words" or the PassageField of a passage, under ""
// where somebody changed their words in between.
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
	answers, wrong := s.locate(ctx, a, answers)
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if wrong != nil { // not before: what was stored once is answered as it was then
			return 0, wrong
		}
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
	var tags map[int64]int64
	if answer.Outcome != Skip {
		if tags, err = choose(tx, a, answer); err != nil {
			return err
		}
	}
	fresh, err := tx.Exec(`INSERT INTO codings (contribution_id, person_id, queue, outcome, coded_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (contribution_id, person_id) DO UPDATE SET queue = excluded.queue, outcome = excluded.outcome, coded_at = excluded.coded_at
		WHERE codings.queue <> 'random' OR codings.outcome = 'skipped'`, answer.Contribution, a.ID, answer.Queue, answer.Outcome, tx.Now())
	if err != nil || fresh == 0 { // what is in the sample stays as it was coded first
		return err
	}
	return remember(tx, a, answer, tags)
}

// inSample tells whether a contribution belongs to the sample and nobody has coded it before.
func inSample(tx *db.Tx, answer Answer) (bool, error) {
	if answer.Queue != FromSample {
		return false, nil
	}
	n, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM hearing_uncoded WHERE id = ? AND spot % 5 = 0", answer.Contribution)
	return n == 1, err
}

// choose puts themes on a contribution and takes off those that were shown as there and are not chosen any more, in the
// order of their ids, so that two commands never wait for each other. It gives the tags of what was chosen afresh.
func choose(tx *db.Tx, a people.Actor, answer Answer) (map[int64]int64, error) {
	tags := map[int64]int64{}
	all := slices.Concat(answer.Themes, answer.Had)
	slices.Sort(all)
	for _, theme := range slices.Compact(all) {
		had, wants := slices.Contains(answer.Had, theme), slices.Contains(answer.Themes, theme)
		var err error
		switch {
		case wants && (!had || len(answer.Words[theme]) > 0):
			source := themes.ByPerson
			if slices.ContainsFunc(answer.Shown, func(shown Shown) bool { return shown.Theme == theme }) {
				source = themes.BySuggestion
			}
			tags[theme], err = themes.Put(tx, themes.Putting{
				Contribution: answer.Contribution, Theme: theme, Source: source, By: a.ID, Revision: answer.Revision, Words: answer.Words[theme],
			})
			if errors.Is(err, db.ErrNotFound) {
				err = db.Wrong("themes", "One of these themes is not in use any more. Please look at the list again")
			}
		case had && !wants:
			err = themes.Untag(tx, answer.Contribution, theme, a.ID)
		}
		if err != nil {
			return nil, err
		}
	}
	return tags, themes.Correct(tx, answer.Contribution, answer.Had, answer.Themes, a.ID)
}

// remember keeps the suggestions as they were, beside what was done with them.
func remember(tx *db.Tx, a people.Actor, answer Answer, tags map[int64]int64) error {
	for _, shown := range answer.Shown {
		outcome := "refused"
		switch {
		case answer.Outcome == Skip:
			outcome = "passed"
		case answer.Outcome == Coded && slices.Contains(answer.Themes, shown.Theme):
			outcome = "accepted"
		}
		if _, err := themes.Find(tx.Context(), tx, shown.Theme); errors.Is(err, db.ErrNotFound) {
			return db.Wrong("", "This form is not complete. Please load the page again.")
		} else if err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO theme_suggestions (contribution_id, theme_id, rank, sure, words, model, outcome, tag_id, answered_by, answered_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, answer.Contribution, shown.Theme, shown.Rank, shown.Sure, spanWords(shown.Words), shown.Model,
			outcome, db.Null(tags[shown.Theme]), a.ID, tx.Now()); err != nil {
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
