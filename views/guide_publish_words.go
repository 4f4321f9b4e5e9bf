package views

import (
	"context"
	"slices"
	"strings"

	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/prose"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// id makes the id of a control of the passage.
func (f PassageForm) id(control string) string { return control + "-" + f.Target }

func (f PassageForm) is(control string) components.Field {
	return components.Field{ID: f.id(control), Name: f.id(control), Error: f.Problems[control]}
}

// name is a passage's number: the new one, or the one that it had.
func (f PassageForm) name(ctx context.Context, c guide.Chapter) string {
	b := f.New
	if b == nil {
		b = f.Passage.From[0]
	}
	return placeName(ctx, c, *b)
}

// only is a passage's name among others: what was taken out can have the number that another has now.
func (f PassageForm) only(ctx context.Context, c guide.Chapter) string {
	if f.New == nil {
		return locale.T(ctx, "%s (taken out)", f.name(ctx, c))
	}
	return f.name(ctx, c)
}

func placeName(ctx context.Context, c guide.Chapter, b guide.Block) string {
	switch {
	case b.Number > 0:
		return paragraphLabel(c, b.Number)
	case b.Kind == prose.Rule:
		return locale.T(ctx, "a line")
	}
	return locale.T(ctx, "a heading")
}

// came names what a passage comes from: "4.3", "4.3 and 4.4"; empty where that is what it is itself called.
func (f PassageForm) came(ctx context.Context, c guide.Chapter) string {
	var names []string
	for _, b := range f.Passage.From {
		names = append(names, placeName(ctx, c, *b))
	}
	if f.New == nil || len(names) == 1 && names[0] == f.name(ctx, c) {
		return ""
	}
	return and(ctx, names)
}

func and(ctx context.Context, names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return locale.T(ctx, "%s and %s", strings.Join(names[:len(names)-1], ", "), names[len(names)-1])
}

// how says what became of a passage.
func (f PassageForm) how(ctx context.Context) string { return howWords(ctx, f.How, f.Marks) }

func howWords(ctx context.Context, how guide.How, marks bool) string {
	switch {
	case marks:
		return locale.T(ctx, "the same words with other marks or links")
	case how == guide.Fresh:
		return locale.T(ctx, "new")
	case how == guide.Removed:
		return locale.T(ctx, "taken out")
	case how == guide.Moved:
		return locale.T(ctx, "moved")
	case how == guide.Split:
		return locale.T(ctx, "split")
	case how == guide.Merged:
		return locale.T(ctx, "joined")
	}
	return locale.T(ctx, "reworded")
}

// carried says what publishing does to the comments on a passage.
func (f PassageForm) carried(ctx context.Context) string {
	n := f.Comments()
	switch {
	case n == 0:
		return ""
	case f.How == guide.Removed:
		return locale.N(ctx, n, "1 comment goes to “No longer in the text”", "%d comments go to “No longer in the text”")
	case f.How == guide.Split:
		return locale.N(ctx, n, "1 comment goes to the part that it is about", "%d comments go to the part that each is about")
	}
	return locale.N(ctx, n, "1 comment comes along", "%d comments come along")
}

// stands says how people stand on a contribution, and what became of it already.
func (v VoiceTick) stands(ctx context.Context) string {
	parts := []string{}
	if v.Agrees+v.Disagrees+v.Passes > 0 {
		parts = append(parts, locale.T(ctx, "%d agree, %d disagree, %d pass", v.Agrees, v.Disagrees, v.Passes))
	}
	if v.Fate != discussion.Pending && v.Fate != discussion.NoFate {
		parts = append(parts, locale.T(ctx, "answered already"))
	}
	return strings.Join(parts, " · ")
}

// place says where a contribution was said, where that is not the passage itself.
func (v VoiceTick) place(ctx context.Context, f PassageForm, c guide.Chapter) string {
	switch {
	case v.ThreadID != c.ThreadID:
		return locale.T(ctx, "in “%s”", v.Title)
	case slices.ContainsFunc(f.Passage.From, func(b *guide.Block) bool { return b.ID == v.BlockID }):
		return ""
	case v.Paragraph > 0:
		return locale.T(ctx, "on %s", paragraphLabel(c, v.Paragraph))
	}
	return locale.T(ctx, "on the whole chapter")
}

// choiceWords says in few words what was chosen.
func choiceWords(ctx context.Context, k guide.Choice) string {
	switch {
	case k.Shape == guide.ByResearch:
		return k.Citation
	case k.Shape == guide.ByEditors:
		return locale.T(ctx, "The editors’ own")
	case k.Voice == nil:
		return locale.T(ctx, "A comment that is no longer shown")
	}
	return locale.T(ctx, "“%s” from %s", k.Voice.Words, k.Voice.Author)
}

func fromLabel(ctx context.Context, i int) string {
	if i == 0 {
		return locale.T(ctx, "It comes from")
	}
	return locale.T(ctx, "and from")
}

// sourceOptions are the blocks to choose from: the first choice can be that it is new.
func (f PassageForm) sourceOptions(ctx context.Context, i int, chosen string) []components.Option {
	first := components.Option{Value: "none", Label: locale.T(ctx, "nothing else"), Chosen: chosen == ""}
	if i == 0 {
		first = components.Option{Value: "new", Label: locale.T(ctx, "nowhere: it is new"), Chosen: chosen == ""}
	}
	return append([]components.Option{first}, f.Sources...)
}

func (f PassageForm) pastedField(ctx context.Context) components.Field {
	field := f.is("pasted")
	field.Label, field.Value = locale.T(ctx, "A contribution from elsewhere"), f.Pasted
	field.Hint = locale.T(ctx, "Paste its link, or its number: from a discussion, an event or another chapter. Only what everybody can see.")
	return field
}

func (f PassageForm) citationField(ctx context.Context) components.Field {
	field := f.is("citation")
	field.Label, field.Value = locale.T(ctx, "Research"), f.Citation
	field.Hint = locale.T(ctx, "Who wrote it, its title, and the year.")
	return field
}

func (f PassageForm) linkField(ctx context.Context) components.Field {
	field := f.is("link")
	field.Label, field.Value, field.InputMode = locale.T(ctx, "Its address on the web, if it has one"), f.Link, "url"
	return field
}
