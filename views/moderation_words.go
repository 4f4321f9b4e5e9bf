package views

import (
	"context"
	"strconv"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/rules"
	"folkmoot/models/watch"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// WatchedPage is what the place watches for, with the forms to change it and to try a text.
type WatchedPage struct {
	Page
	List    []watch.Watched
	Entry   watch.Watched // in the form; its ID is 0 for a new one
	NewKey  func() string
	Text    string // that was tried
	Tried   bool
	Noticed watch.Noticed
	Matches []watch.Match
}

// Find gives the entry with a number of the list.
func (p WatchedPage) Find(number string) (watch.Watched, error) {
	for _, w := range p.List {
		if strconv.FormatInt(w.ID, 10) == number {
			return w, nil
		}
	}
	return watch.Watched{}, db.ErrNotFound
}

func (p WatchedPage) input(name, label, hint, value string, most int) components.Field {
	return components.Field{ID: name, Name: name, Label: label, Hint: hint, Value: value, MaxLength: most, Error: p.ErrorFor(name), Autocomplete: "off"}
}

func (p WatchedPage) acts(ctx context.Context) (components.Field, []components.Option) {
	return components.Field{ID: "act", Name: "act", Label: locale.T(ctx, "What happens?"), Value: p.Entry.Act, Required: true, Error: p.ErrorFor("act")}, []components.Option{
		{Value: watch.Flag, Label: locale.T(ctx, "A moderator looks"), Hint: locale.T(ctx, "People can read it at once")},
		{Value: watch.Hold, Label: locale.T(ctx, "Hold it"), Hint: locale.T(ctx, "Nobody reads it until a moderator has")},
		{Value: watch.Refuse, Label: locale.T(ctx, "Do not take it"), Hint: locale.T(ctx, "The words stay in the form, so that they can be changed")},
	}
}

func (p WatchedPage) reasons(ctx context.Context) (components.Field, []components.Option) {
	var options []components.Option
	book := rules.From(ctx)
	for _, r := range append(book.ForReports(), book.Reason(rules.Watched)) {
		options = append(options, components.Option{Value: r.Key, Label: locale.Say(ctx, rules.Said(r.Name))})
	}
	return components.Field{ID: "reason", Name: "reason", Label: locale.T(ctx, "Reason"), Value: p.Entry.Reason, Error: p.ErrorFor("reason")}, options
}

func watchedAct(ctx context.Context, w watch.Watched) string {
	switch {
	case w.Retired:
		return locale.T(ctx, "not looked for any more")
	case w.Act == watch.Flag:
		return locale.T(ctx, "a moderator looks")
	case w.Act == watch.Hold:
		return locale.T(ctx, "held")
	}
	return locale.T(ctx, "not taken")
}

// tried gives what was noticed in the text that was tried as findings, so that it reads as it does on a case.
func (p WatchedPage) tried() (found []discussion.Noted) {
	for _, f := range discussion.Findings(p.Noticed, p.Matches) {
		n := discussion.Noted{Finding: f, Revision: 1, Open: true}
		for _, m := range p.Matches {
			if f.Kind == "words" && m.Number() == f.What {
				n.Watched = m.Words
			}
		}
		found = append(found, n)
	}
	return found
}

// shippedNote is the note of watched words: the program's own is said in the reader's language.
func shippedNote(ctx context.Context, note string) string {
	if note == string(watch.ShippedNote) {
		return locale.Say(ctx, watch.ShippedNote)
	}
	return note
}
