package search

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"folkmoot/models/clock"
)

// A mark stands in the index beside the stems and says what a document belongs to, so that a filter costs no more
// than one more word. It begins with a character that no word has.
const markSign = "\ue000"

func kindMark(k Kind) string          { return markSign + "k" + letters(string(k)) }
func groupMark(id int64) string       { return markSign + "g" + strconv.FormatInt(id, 10) }
func themeMark(id int64) string       { return markSign + "t" + strconv.FormatInt(id, 10) }
func whoMark(who string) string       { return markSign + "w" + letters(who) }
func evidenceMark(kind string) string { return markSign + "e" + letters(kind) }
func byMark(person int64) string      { return markSign + "p" + strconv.FormatInt(person, 10) }

// languageMark is on what is in a language; that of "" on words of which nobody said it.
func languageMark(tag string) string { return markSign + "l" + letters(base(tag)) }

// privateMark stands on what is in a private group.
const privateMark = markSign + "x"

// placeMarks say where something is: in which group, if any, and whether in private.
func placeMarks(group int64, private bool) []string {
	var marks []string
	if group != 0 {
		marks = append(marks, groupMark(group))
	}
	if private {
		marks = append(marks, privateMark)
	}
	return marks
}

// letters leaves of a name what both engines take as part of a word.
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, name)
}

func monthMark(at time.Time) string {
	return fmt.Sprintf("%sm%04d%02d", markSign, at.Year(), at.Month())
}
func yearMark(at time.Time) string { return fmt.Sprintf("%sy%04d", markSign, at.Year()) }

// timeMarks are the marks of when something was said.
func timeMarks(at clock.Instant) []string {
	t := at.UTC()
	return []string{monthMark(t), yearMark(t)}
}

// Bounds on the marks of a span of time.
const (
	mostMonths = 24
	mostYears  = 80
)

// spanMarks gives the months, or for a long time the years, that a span of time touches; none where it is open or too
// long, and then the span alone decides.
func spanMarks(from, until clock.Instant, now clock.Instant) []string {
	if from == 0 && until == 0 {
		return nil
	}
	if until == 0 || until > now {
		until = now.Add(24 * time.Hour)
	}
	last := until.UTC()
	if from == 0 {
		if last.After(now.UTC()) {
			return nil
		}
		from = clock.Of(time.Date(last.Year()-mostYears+1, 1, 1, 0, 0, 0, 0, time.UTC))
	}
	first := from.UTC()
	month := time.Date(first.Year(), first.Month(), 1, 0, 0, 0, 0, time.UTC)
	var marks []string
	for at := month; !at.After(last); at = at.AddDate(0, 1, 0) {
		if marks = append(marks, monthMark(at)); len(marks) > mostMonths {
			break
		}
	}
	if len(marks) <= mostMonths {
		return marks
	}
	marks = nil
	for year := first.Year(); year <= last.Year(); year++ {
		if marks = append(marks, yearMark(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC))); len(marks) > mostYears {
			return nil
		}
	}
	return marks
}

// marks gives what a filter asks of the index: one mark of each list.
func (f Filter) marks(now clock.Instant) []either {
	var all []either
	if f.Group != 0 {
		all = append(all, anyMark(groupMark(f.Group)))
	}
	if f.Theme != 0 {
		all = append(all, anyMark(themeMark(f.Theme)))
	}
	if f.Who != "" {
		all = append(all, anyMark(whoMark(string(f.Who))))
	}
	if f.Evidence != "" {
		all = append(all, anyMark(evidenceMark(f.Evidence)))
	}
	if f.By != 0 {
		all = append(all, anyMark(byMark(f.By)))
	}
	switch {
	case f.Language != "" && f.OrUnsaid:
		all = append(all, anyMark(languageMark(f.Language), languageMark("")))
	case f.Language != "":
		all = append(all, anyMark(languageMark(f.Language)))
	}
	if times := spanMarks(f.From, f.Until, now); len(times) > 0 {
		all = append(all, anyMark(times...))
	}
	return all
}

func anyMark(marks ...string) either {
	var list either
	for _, m := range marks {
		list = append(list, term{m})
	}
	return list
}
