package views

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"folkmoot/models/say"
	"folkmoot/models/themes"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// WordsForm is words that are being chosen for a theme.
type WordsForm struct {
	Words, Before, After string
	Theme                int64
}

// Rested is a theme that rests on words, with its number in the text.
type Rested struct {
	themes.Resting
	Number int
	Name   string
	Slug   string
	Mark   int
}

// Resting numbers the words that themes rest on, in the order of the text; what stands in it no more comes last.
func Resting(words []themes.Resting, on []themes.Tagging) []Rested {
	list := make([]Rested, 0, len(words))
	for _, w := range words {
		r := Rested{Resting: w}
		for _, tag := range on {
			if tag.Theme.ID == w.Theme {
				r.Name, r.Slug, r.Mark = tag.Theme.Name, tag.Theme.Slug, tag.Theme.Mark
			}
		}
		list = append(list, r)
	}
	slices.SortStableFunc(list, func(a, b Rested) int {
		switch {
		case a.Gone != b.Gone:
			return cmp.Compare(flagged(a.Gone), flagged(b.Gone))
		case a.Span.Start != b.Span.Start:
			return cmp.Compare(a.Span.Start, b.Span.Start)
		}
		return cmp.Compare(b.Span.End, a.Span.End)
	})
	for i := range list {
		list[i].Number = i + 1
	}
	return list
}

func flagged(b bool) int {
	if b {
		return 1
	}
	return 0
}

// piece is a part of a text with every theme that rests on it.
type piece struct {
	text string
	on   []Rested
	ends string // numbers of the words that end with it
}

// restPieces cut a text where words begin and end, so that words that overlap can be shown one over the other.
func restPieces(body string, list []Rested) []piece {
	cuts := []int{0, len(body)}
	for _, r := range list {
		if !r.Gone {
			cuts = append(cuts, r.Span.Start, r.Span.End)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var all []piece
	for i := 0; i+1 < len(cuts); i++ {
		p := piece{text: body[cuts[i]:cuts[i+1]]}
		for _, r := range list {
			if r.Gone || r.Span.Start > cuts[i] || r.Span.End < cuts[i+1] {
				continue
			}
			p.on = append(p.on, r)
			if r.Span.End == cuts[i+1] {
				if p.ends != "" {
					p.ends += ", "
				}
				p.ends += strconv.Itoa(r.Number)
			}
		}
		all = append(all, p)
	}
	return all
}

// chooser lets words of a text be chosen with mouse, keyboard or touch.
func chooser(ctx context.Context) templ.Attributes {
	return templ.Attributes{
		"data-select":      locale.T(ctx, "Put a theme on these words"),
		"data-select-part": locale.T(ctx, "Put a theme on these words"),
		"data-select-less": locale.T(ctx, "To put a theme on words, choose fewer of them"),
	}
}

// themeOptions are the themes in use, to choose one.
func themeOptions(list []themes.Theme, chosen int64, none string) []components.Option {
	options := []components.Option{{Value: "", Label: none}}
	for _, t := range list {
		if t.State == themes.Current {
			options = append(options, components.Option{Value: strconv.FormatInt(t.ID, 10), Label: t.Name, Chosen: t.ID == chosen})
		}
	}
	return options
}

// hadWords say who or what put a tag, in place of what, and how it ended.
func hadWords(ctx context.Context, h themes.Had) string {
	when := func(text say.Text, args ...any) string { return locale.Say(ctx, say.F(string(text), args...)) }
	put := locale.Date(ctx, h.PutAt)
	var words string
	switch {
	case h.Source == themes.ByImport:
		words = when("Brought in with the comment, %s", put)
	case h.Source == themes.BySuggestion:
		words = when("Suggested by the program, accepted by %s, %s", h.PutBy, put)
	case h.PutBy == "":
		words = when("Put by the program, %s", put)
	default:
		words = when("Put by %s, %s", h.PutBy, put)
	}
	if h.InsteadOf != "" {
		words += " " + when("in place of “%s”", h.InsteadOf)
	}
	if h.Words > 0 {
		words += ", " + locale.N(ctx, h.Words, "on chosen words", "on chosen words in %d places")
	}
	by := h.EndedBy
	if by == "" {
		by = when("the program")
	}
	switch h.State {
	case "withdrawn":
		words += ". " + when("Taken off by %s, %s", by, locale.Date(ctx, h.EndedAt))
	case "corrected":
		words += ". " + when("Put right by %s, %s", by, locale.Date(ctx, h.EndedAt))
	}
	return words + "."
}
