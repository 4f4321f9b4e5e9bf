package views

import (
	"context"
	"strconv"

	"folkmoot/models/coding"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// emptyPassages is how many boxes there are for words where one contribution is coded at a time. A script adds more.
const emptyPassages = 2

// passages are the boxes for words: those that were filled in, and at least one that is empty.
func (i CodingItem) passages(list bool) []coding.Passage {
	all := append([]coding.Passage(nil), i.Passages...)
	for more := true; more; more = !list && len(all) < emptyPassages {
		all = append(all, coding.Passage{})
	}
	return all
}

// wordsAbout is what a box for words is called by those who see only one of them.
func (i CodingItem) wordsAbout(ctx context.Context, n int, list bool) string {
	if list {
		return locale.T(ctx, "Words %d of what %s said", n+1, i.Author)
	}
	return locale.T(ctx, "Words %d", n+1)
}

func (i CodingItem) wordsField(ctx context.Context, n int, p coding.Passage, list bool) components.Field {
	id := coding.PassageField(i.ID, n)
	return components.Field{ID: id, Name: i.id("words"), Label: i.wordsAbout(ctx, n, list), Value: p.Words, Error: i.wrong(id), Rows: 2}
}

func (i CodingItem) wrong(field string) string {
	if i.Wrong == nil {
		return ""
	}
	return i.Wrong(field)
}

func (i CodingItem) wordsThemeField(ctx context.Context, n int, p coding.Passage, list bool) components.Field {
	f := components.Field{ID: "theme-of-" + coding.PassageField(i.ID, n), Name: i.id("words-theme"), Label: locale.T(ctx, "Theme for words %d", n+1)}
	if list {
		f.Label = locale.T(ctx, "Theme for words %d of what %s said", n+1, i.Author)
	}
	if p.Theme != 0 {
		f.Value = strconv.FormatInt(p.Theme, 10)
	}
	return f
}

// wordsThemes are the themes that words can be for: those suggested first, then the codebook.
func (i CodingItem) wordsThemes(ctx context.Context) []components.Option {
	options := []components.Option{{Value: "", Label: locale.T(ctx, "The themes that I tick")}}
	for _, s := range i.Suggestions {
		options = append(options, components.Option{Value: strconv.FormatInt(s.Theme.ID, 10), Label: s.Theme.Name})
	}
	for _, e := range i.others() {
		options = append(options, components.Option{Value: strconv.FormatInt(e.ID, 10), Label: indented(e)})
	}
	return options
}
