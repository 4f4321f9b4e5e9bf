package views

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"folkmoot/models/coding"
	"folkmoot/models/coding/agreement"
	"folkmoot/models/themes"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// DoublesPage lists the double codings.
type DoublesPage struct {
	Page
	List []coding.Double
	Me   int64
}

// DoubleForm is where a double coding is begun.
type DoubleForm struct {
	Page
	Key               string
	Title, From, Size string // typed and chosen; Size is "10%" or "number"
	Number, Seed      string
	Chosen            []int64 // coders
	Possible          []coding.Coder
	Sources           []CodingSource // groups, guides and chapters
}

// DoublePage is how far a double coding has come, and once it is compared, how alike the coders coded.
type DoublePage struct {
	Page
	Key        string
	Double     coding.Double
	Comparison coding.Comparison // empty while it is open
	Apart      []ApartForm       // a page of what the coders disagree about
	Unresolved int               // of all disagreements
	AllApart   int
	More       components.More
	Me         int64
	MayEnd     bool
	Names      map[int64]themes.Theme
	Tree       []ThemeNode
}

// ApartForm is something that the coders disagree about, with the form to resolve it.
type ApartForm struct {
	coding.CodedItem
	Text   coding.Item
	Key    string
	Chosen []int64
	Note   string
	Wrong  func(field string) string
}

// BlindPage is where somebody codes a sample.
type BlindPage struct {
	Page
	Key, UndoKey string
	Double       coding.Double
	Item         coding.Blind
	Done         int // that this coder has read
	Finished     bool
	Last         int64 // the contribution that they read last; 0 for none
	Tree         []ThemeNode
	Chosen       []int64
}

func doubleURL(id int64, part string) string {
	return "/coding/double/" + strconv.FormatInt(id, 10) + part
}

// doubleState says how far a double coding has come.
func doubleState(ctx context.Context, s coding.DoubleState) string {
	switch s {
	case coding.Open:
		return locale.T(ctx, "Being coded")
	case coding.Compared:
		return locale.T(ctx, "Compared")
	}
	return locale.T(ctx, "Closed")
}

func coderProgress(ctx context.Context, c coding.Coder, items int) string {
	return locale.T(ctx, "%s: %s of %s", c.Name, locale.Number(ctx, c.Done), locale.Number(ctx, items))
}

func (f DoubleForm) sizes(ctx context.Context) []components.Option {
	options := []components.Option{}
	for _, percent := range []int{10, 15, 20, 25} {
		options = append(options, components.Option{Value: strconv.Itoa(percent) + "%", Label: locale.T(ctx, "%d in 100 of them", percent)})
	}
	return append(options, components.Option{Value: "number", Label: locale.T(ctx, "As many as I say")})
}

func (f DoubleForm) sources(ctx context.Context) []components.Option {
	options := []components.Option{{Value: "", Label: locale.T(ctx, "Everywhere")}}
	for _, s := range f.Sources {
		options = append(options, components.Option{Value: s.Value, Label: s.Name})
	}
	return options
}

func (f DoubleForm) coders() []components.Option {
	var options []components.Option
	for _, c := range f.Possible {
		options = append(options, components.Option{Value: strconv.FormatInt(c.ID, 10), Label: c.Name, Chosen: chosenOf(f.Chosen, c.ID)})
	}
	return options
}

func (f DoubleForm) field(name, label, value string) components.Field {
	return components.Field{ID: name, Name: name, Label: label, Value: value, Error: f.ErrorFor(name)}
}

// coefficient writes a coefficient and what it means: "0.72: tentative".
func coefficient(ctx context.Context, c agreement.Coefficient) string {
	switch c.Why {
	case agreement.NothingBoth:
		return locale.T(ctx, "Nothing was read by two people")
	case agreement.OneCategory:
		return locale.T(ctx, "Cannot be told: everybody gave the same everywhere")
	}
	return strings.Replace(fmt.Sprintf("%.2f", c.Value), "-", "−", 1) + ": " + levelName(ctx, c.Level())
}

func levelName(ctx context.Context, l agreement.Level) string {
	switch l {
	case agreement.Reliable:
		return locale.T(ctx, "reliable")
	case agreement.Tentative:
		return locale.T(ctx, "tentative")
	case agreement.Weak:
		return locale.T(ctx, "weak")
	}
	return locale.T(ctx, "cannot be told")
}

// share says how many of how many, and from twenty on also in a hundred: "45 of 50 (90 in 100)".
func share(ctx context.Context, s agreement.Share) string {
	text := locale.T(ctx, "%s of %s", locale.Number(ctx, s.Of), locale.Number(ctx, s.All))
	if s.All >= 20 {
		text += " " + locale.T(ctx, "(%d in 100)", (200*s.Of+s.All)/(2*s.All))
	}
	return text
}

// verdict says plainly what the coefficient of all themes together means.
func (p DoublePage) verdict(ctx context.Context) string {
	switch p.Comparison.Alpha.Level() {
	case agreement.Reliable:
		return locale.T(ctx, "The coders agree so well that what was coded like this can be relied on.")
	case agreement.Tentative:
		return locale.T(ctx, "The coders agree well enough for tentative conclusions. Look at the themes with the lowest figures: their definitions may need clearer words.")
	case agreement.Weak:
		return locale.T(ctx, "The coders often disagree. Talk about the themes with the lowest figures and make their definitions clearer before you code on.")
	}
	return coefficient(ctx, p.Comparison.Alpha)
}

// counts says who gave a theme how often: "Ann 12, Ben 9".
func (p DoublePage) counts(ctx context.Context, t coding.ThemeAgreement) string {
	parts := make([]string, len(t.Given))
	for i, n := range t.Given {
		parts[i] = p.Double.Coders[i].Name + " " + locale.Number(ctx, n)
	}
	return strings.Join(parts, ", ")
}

// table says the four counts behind kappa, for two coders.
func (p DoublePage) table(ctx context.Context, t coding.ThemeAgreement) string {
	if len(p.Double.Coders) != 2 {
		return ""
	}
	return locale.T(ctx, "both %d, only %s %d, only %s %d, neither %d", t.Table.Both, p.Double.Coders[0].Name, t.Table.First, p.Double.Coders[1].Name, t.Table.Second, t.Table.Neither)
}

// named gives the themes of some codes, those of them that are known.
func (p DoublePage) named(codes agreement.Codes) []themes.Theme {
	var list []themes.Theme
	for _, id := range codes {
		if t, ok := p.Names[id]; ok {
			list = append(list, t)
		}
	}
	return list
}

func (f ApartForm) id(part string) string { return part + "-" + strconv.FormatInt(f.Contribution, 10) }

func (f ApartForm) noteField(ctx context.Context) components.Field {
	field := components.Field{ID: f.id("note"), Name: "note", Label: locale.T(ctx, "Why, in a few words"), Value: f.Note, MaxLength: coding.MaxNote, Required: true}
	if f.Wrong != nil {
		field.Error = f.Wrong(field.ID)
	}
	return field
}

func (f ApartForm) problem(part string) string {
	if f.Wrong == nil {
		return ""
	}
	return f.Wrong(f.id(part))
}

// given are the themes that any coder gave, in the order of the codebook, and after them those that it bears.
func (f ApartForm) given(tree []ThemeNode) (given, rest []CodebookEntry) {
	for _, e := range codebookEntries(tree) {
		said := chosenOf(f.Chosen, e.ID)
		for _, codes := range f.Codes {
			said = said || chosenOf(codes, e.ID)
		}
		if said {
			given = append(given, CodebookEntry{e.Theme, 0})
		} else {
			rest = append(rest, e)
		}
	}
	return given, rest
}

// resolved says when and by whom something was resolved, and why.
func (f ApartForm) resolved(ctx context.Context) string {
	text := locale.WhenInline(ctx, f.ResolvedAt)
	if f.ResolvedBy != "" {
		text += " · " + f.ResolvedBy
	}
	return text + ": " + f.CodedItem.Note
}
