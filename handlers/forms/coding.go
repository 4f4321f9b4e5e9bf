package forms

import (
	"slices"
	"strconv"
	"strings"

	"folkmoot/models/coding"
)

// maxModel is the length in bytes of the name of a model.
const maxModel = 60

// ShownField writes a suggestion as a form carries it, so that what is stored is what was shown, whatever has been
// learned in between: THEME RANK SURE MODEL START-END START-END.
func ShownField(s coding.Suggestion) string {
	parts := []string{strconv.FormatInt(s.Theme.ID, 10), strconv.Itoa(s.Rank), strconv.Itoa(s.Sure), s.Model}
	for _, w := range s.Words {
		parts = append(parts, strconv.Itoa(w.Start)+"-"+strconv.Itoa(w.End))
	}
	return strings.Join(parts, " ")
}

// shown reads what ShownField wrote; ok is false for anything else.
func shown(field string) (s coding.Shown, ok bool) {
	parts := strings.Fields(field)
	if len(parts) < 4 || len(parts) > 10 {
		return s, false
	}
	rank, err1 := strconv.Atoi(parts[1])
	sure, err2 := strconv.Atoi(parts[2])
	s = coding.Shown{Theme: ID(parts[0]), Rank: rank, Sure: sure, Model: parts[3]}
	ok = s.Theme != 0 && err1 == nil && err2 == nil && rank >= 1 && rank <= 3 && sure >= 0 && sure <= 1000 && len(s.Model) <= maxModel
	for _, part := range parts[4:] {
		from, to, _ := strings.Cut(part, "-")
		start, err1 := strconv.Atoi(from)
		end, err2 := strconv.Atoi(to)
		ok = ok && err1 == nil && err2 == nil && start >= 0 && end > start
		s.Words = append(s.Words, coding.Span{Start: start, End: end})
	}
	return s, ok
}

// CodingField is the name of a field that belongs to one of the contributions of the coding screen.
func CodingField(name string, contribution int64) string {
	return name + "-" + strconv.FormatInt(contribution, 10)
}

// CodingAnswers reads what somebody did with the contributions of a coding screen. In a list, what they did nothing with
// is left out.
func CodingAnswers(v *Values, list bool) []coding.Answer {
	var answers []coding.Answer
	for _, id := range v.IDs("item") {
		if len(answers) == coding.MostAtOnce {
			break
		}
		field := func(name string) string { return CodingField(name, id) }
		a := coding.Answer{
			Contribution: id, Revision: int(v.ID(field("revision"))), Outcome: coding.Coded, Themes: v.IDs(field("theme")),
			Had: v.IDs(field("had")), Queue: coding.Queue(v.Raw(field("queue"))),
		}
		for _, text := range v.All(field("shown")) {
			if s, ok := shown(text); ok {
				a.Shown = append(a.Shown, s)
			}
		}
		a.Passages = passages(v, id)
		switch {
		case v.Is("do", "skip"):
			a.Outcome, a.Themes, a.Passages = coding.Skip, nil, nil
		case v.Is("do", "none"), v.Is(field("none"), "1") && within(a.Themes, a.Had):
			// What was there already and is still ticked stays.
			a.Outcome, a.Themes = coding.None, slices.DeleteFunc(a.Themes, func(theme int64) bool { return !slices.Contains(a.Had, theme) })
		case list && within(a.Themes, a.Had) && within(a.Had, a.Themes) && len(a.Passages) == 0:
			continue
		}
		answers = append(answers, a)
	}
	return answers
}

// passages reads the words of a contribution that were chosen for themes; empty boxes are left out.
func passages(v *Values, contribution int64) (list []coding.Passage) {
	field := func(name string) []string { return v.All(CodingField(name, contribution)) }
	words, before, after, theme := field("words"), field("words-before"), field("words-after"), field("words-theme")
	of := func(all []string, i int) string {
		if i < len(all) {
			return all[i]
		}
		return ""
	}
	for i := range words {
		p := coding.Passage{Words: words[i], Before: of(before, i), After: of(after, i), Theme: ID(of(theme, i))}
		if !p.Empty() && len(list) <= coding.MostPassages {
			list = append(list, p)
		}
	}
	return list
}

// within tells whether every id of a list is in another.
func within(list, other []int64) bool {
	return !slices.ContainsFunc(list, func(id int64) bool { return !slices.Contains(other, id) })
}
