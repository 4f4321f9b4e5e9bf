package guide

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/notify"
	"folkmoot/models/say"
)

// Failure says of several decisions, by contribution, why some could not be carried out. None of them is.
type Failure map[int64]error

// Error lists the reasons in the order of the contributions.
func (f Failure) Error() string {
	var all []string
	for _, id := range slices.Sorted(maps.Keys(f)) {
		all = append(all, fmt.Sprintf("contribution %d: %v", id, f[id]))
	}
	return strings.Join(all, "; ")
}

// note keeps what went wrong with one decision; false where it is no fault of what was decided.
func (f Failure) note(contribution int64, err error) bool {
	var invalid db.Invalid
	if !errors.As(err, &invalid) && !errors.Is(err, db.ErrNotFound) && !errors.Is(err, db.ErrConflict) {
		return false
	}
	f[contribution] = err
	return true
}

// outcome is what the writer of a comment is told.
type outcome struct {
	contribution, author int64
	decision             Decision
	label                paragraphLabel // of the paragraph
	chapter              Chapter
	before               say.Text // the answer that they had before, in words; "" for none
}

// paragraphLabel names a paragraph for people: by its number, "4.3", and with its version, "paragraph 4.3 in version 2".
type paragraphLabel struct {
	number string
	words  say.Text
}

// lastAnswer gives in words the newest answer that a comment had, whether it still stands or not; "" for none.
func lastAnswer(tx *db.Tx, contribution int64) (say.Text, error) {
	rows, err := db.All(tx.Context(), tx, func(r db.Row) (f fateRow, err error) {
		err = r.Scan(&f.fate, &f.chapter, &f.version, &f.block)
		return f, err
	}, `SELECT fate, chapter_id, COALESCE(version_id, 0), COALESCE(block_id, 0) FROM fates WHERE contribution_id = ? AND fate NOT IN ('pending', 'moved')
		ORDER BY id DESC LIMIT 1`, contribution)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	var label paragraphLabel
	if rows[0].version != 0 {
		c, err := Find(tx.Context(), tx, rows[0].chapter)
		if err != nil {
			return "", err
		}
		place, err := placeIn(tx, c, rows[0].version, rows[0].block)
		if err != nil {
			return "", err
		}
		label = place.label(c)
	}
	return fateWords(rows[0].fate, label.words), nil
}

// label names a paragraph of a version.
func (p fatePlace) label(c Chapter) paragraphLabel {
	l := paragraphLabel{number: fmt.Sprintf("%d.%d", c.Number, p.number)}
	if l.words = say.F("paragraph %s in version %d", l.number, p.version); p.out {
		l.words = say.F("paragraph %s, taken out in version %d", l.number, p.version)
	}
	return l
}

// fateWords says what became of a comment, within a sentence.
func fateWords(f discussion.Fate, label say.Text) say.Text {
	switch f {
	case discussion.TakenIn:
		return say.F("taken in (%s)", label)
	case discussion.Partly:
		return say.F("taken in in part (%s)", label)
	case discussion.NotTakenIn:
		return "not taken in"
	case discussion.Answered:
		return "answered"
	case discussion.MovedAway:
		return "moved to where it fits better"
	}
	return "waiting for an answer"
}

// words tells the writer of one comment what became of it. They hold nobody's contributed words.
func (o outcome) words() say.Text {
	title := o.chapter.Title
	now := fateWords(o.decision.Fate, o.label.words)
	switch {
	case o.before == now:
		return say.F("We looked again at your comment on “%s”. It was %s, and that stays. See why.", title, now)
	case o.before != "":
		return say.F("We changed our answer to your comment on “%s”. Before: %s. Now: %s. See why.", title, o.before, now)
	}
	switch o.decision.Fate {
	case discussion.TakenIn:
		return say.F("Your comment changed paragraph %s of “%s”. See how.", o.label.number, title)
	case discussion.Partly:
		return say.F("Part of your comment changed paragraph %s of “%s”. See how.", o.label.number, title)
	case discussion.NotTakenIn:
		return say.F("We read your comment on “%s”, and did not take it in. See why. You can answer back.", title)
	case discussion.Answered:
		return say.F("The editors answered your comment on “%s”. See how.", title)
	case discussion.MovedAway:
		return say.F("We moved your comment on “%s” to where it fits better. See where.", title)
	}
	return say.F("Your comment on “%s” is waiting for an answer again.", title)
}

// part says what became of one comment of several.
func (o outcome) part() say.Text {
	now := fateWords(o.decision.Fate, o.label.words)
	if o.before != "" && o.before != now {
		return say.F("before %s, now %s", o.before, now)
	}
	return now
}

// mostParts is how many comments of one writer are told one by one; of more only their number is.
const mostParts = 10

// tell tells each writer once for each chapter what became of their comments.
func tell(tx *db.Tx, all []outcome) error {
	type heard struct{ person, chapter int64 }
	of := map[heard][]outcome{}
	var order []heard
	for _, o := range all {
		to := heard{o.author, o.chapter.ID}
		if len(of[to]) == 0 {
			order = append(order, to)
		}
		of[to] = append(of[to], o)
	}
	// Everybody tells people in the same order, so that nobody waits for each other in a ring.
	slices.SortFunc(order, func(a, b heard) int {
		return cmp.Or(cmp.Compare(a.person, b.person), cmp.Compare(a.chapter, b.chapter))
	})
	for _, to := range order {
		list := of[to]
		notice := notify.Notice{Person: to.person, Contribution: list[0].contribution, Link: notify.FatePath(list[0].contribution), Words: list[0].words()}
		if len(list) > 1 {
			notice.Words = together(list)
		}
		if err := notify.Fated(tx, notice); err != nil {
			return err
		}
	}
	return nil
}

// together tells of several comments at once.
func together(list []outcome) say.Text {
	words := say.F("We looked at %d of your comments on “%s”.", len(list), list[0].chapter.Title)
	if len(list) > mostParts {
		return say.Join(words, "See what we did, and why.")
	}
	parts := make([]say.Text, len(list))
	for i, o := range list {
		parts[i] = o.part()
	}
	return say.Join(words, say.F("They are: %s. See how, and why.", say.List("; ", parts...)))
}
