package views

import (
	"context"
	"strconv"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// PersonPage is what moderators see of a person, with the forms to do something about them.
type PersonPage struct {
	Page
	moderation.Dossier
	Key     func() string
	Form    moderation.NewSanction // as it was typed
	Keeping Keeping                // of what is done about them
	Spells  []int
	Note    string // as it was typed
	Lifting int64  // the one that was to be lifted, where its form was wrong
	Why     string // as it was typed
	Self    bool   // the reader is looking at themselves
	Now     clock.Instant
	Reader  people.Actor
}

// FindPeoplePage is the page on which a moderator looks for somebody.
type FindPeoplePage struct {
	Page
	Looked string
	Found  []moderation.Found
}

// PersonURL is the page about a person, for moderators.
func PersonURL(id int64) string { return "/moderation/people/" + strconv.FormatInt(id, 10) }

func (p PersonPage) url(rest string) string { return PersonURL(p.ID) + rest }

// SanctionLabel is what was done about somebody, in two or three words.
func SanctionLabel(ctx context.Context, kind people.SanctionKind) string {
	switch kind {
	case people.Warn:
		return locale.T(ctx, "Warned")
	case people.Silence:
		return locale.T(ctx, "Silenced")
	case people.Suspend:
		return locale.T(ctx, "Suspended")
	}
	return locale.T(ctx, "Banned")
}

func (p PersonPage) kinds(ctx context.Context) []components.Option {
	words := map[people.SanctionKind][2]string{
		people.Warn:    {locale.T(ctx, "Warn"), locale.T(ctx, "They are told what not to do again. Nothing is taken away.")},
		people.Silence: {locale.T(ctx, "Silence for a time"), locale.T(ctx, "They can sign in and read, and report things. They cannot write, agree or join groups.")},
		people.Suspend: {locale.T(ctx, "Suspend for a time"), locale.T(ctx, "They are signed out and cannot sign in until then.")},
		people.Ban:     {locale.T(ctx, "Ban"), locale.T(ctx, "They cannot sign in until an administrator lifts it.")},
	}
	var list []components.Option
	for _, kind := range p.Can {
		list = append(list, components.Option{Value: string(kind), Label: words[kind][0], Hint: words[kind][1]})
	}
	return list
}

func (p PersonPage) spells(ctx context.Context) []components.Option {
	list := []components.Option{{Value: "", Label: locale.T(ctx, "Choose for how long")}}
	for _, days := range p.Spells {
		list = append(list, components.Option{Value: strconv.Itoa(days), Label: locale.N(ctx, days, "1 day", "%d days")})
	}
	return list
}

func (p PersonPage) reasons(ctx context.Context) []components.Option {
	list := []components.Option{{Value: "", Label: locale.T(ctx, "Choose a reason")}}
	for _, r := range rules.From(ctx).ForReports() {
		list = append(list, components.Option{Value: r.Key, Label: locale.Say(ctx, rules.Said(r.Name))})
	}
	return list
}

func (p PersonPage) field(ctx context.Context, name string) components.Field {
	f := components.Field{ID: name, Name: name, Error: p.ErrorFor(name)}
	switch name {
	case "kind":
		f.Label, f.Value = locale.T(ctx, "What you will do"), string(p.Form.Kind)
	case "days":
		f.Label, f.Hint = locale.T(ctx, "For how long"), locale.T(ctx, "To silence or suspend somebody. It ends by itself.")
		if p.Form.Days > 0 {
			f.Value = strconv.Itoa(p.Form.Days)
		}
	case "reason":
		f.Label, f.Value = locale.T(ctx, "Why"), p.Form.Reason
	case "message":
		f.Label, f.Value, f.Rows = locale.T(ctx, "A line of your own to the person (if you like)"), p.Form.Message, 2
	case "note":
		f.Label, f.Value, f.Rows = locale.T(ctx, "A note for moderators"), p.Note, 3
		f.Hint = locale.T(ctx, "Keep to what happened. The person can ask for a copy of it.")
	}
	return f
}

// reports says how often people reported what they wrote, and what they reported themselves.
func (p PersonPage) reports(ctx context.Context) string {
	text := locale.N(ctx, p.Reports.About, "1 about what they wrote", "%d about what they wrote")
	if p.Reports.By == 0 {
		return text + " · " + locale.T(ctx, "none made by them")
	}
	return text + " · " + locale.T(ctx, "%d made by them, of which %d led to something", p.Reports.By, p.Reports.Upheld)
}

// states lists how much of what they said is in which state.
func (p PersonPage) states(ctx context.Context) string {
	text := ""
	for _, s := range []discussion.State{discussion.Published, discussion.Held, discussion.Asked, discussion.Hidden, discussion.Deleted} {
		if n := p.States[s]; n > 0 {
			if text != "" {
				text += " · "
			}
			text += components.StateLabel(ctx, string(s)) + " " + locale.Number(ctx, n)
		}
	}
	if text == "" {
		return locale.T(ctx, "nothing yet")
	}
	return text
}

func (p PersonPage) standing(ctx context.Context) string {
	switch {
	case p.State == people.Suspended && p.Suspended != 0:
		return locale.T(ctx, "on hold until %s", locale.WhenInline(ctx, p.Suspended))
	case p.State == people.Suspended:
		return locale.T(ctx, "on hold until somebody lifts it")
	case p.Silenced != 0:
		return locale.T(ctx, "silenced until %s", locale.WhenInline(ctx, p.Silenced))
	}
	return locale.T(ctx, "can sign in and write")
}

func (p PersonPage) step(ctx context.Context) string {
	switch p.Step {
	case people.Trusted:
		return locale.T(ctx, "trusted")
	case people.Known:
		return locale.T(ctx, "member")
	}
	return locale.T(ctx, "new")
}

// sanctionWhen says when it began and ends or ended.
func (p PersonPage) sanctionWhen(ctx context.Context, s people.Sanction) string {
	by := s.ByName
	if by == "" {
		by = locale.T(ctx, "whoever runs the program")
	}
	text := locale.T(ctx, "%s, by %s.", locale.WhenInline(ctx, s.At), by)
	switch {
	case s.EndedAt != 0 && (s.Until == 0 || s.EndedAt < s.Until):
		text += " " + locale.T(ctx, "Lifted %s.", locale.WhenInline(ctx, s.EndedAt))
	case s.Until != 0 && s.Until <= p.Now:
		text += " " + locale.T(ctx, "It ended %s.", locale.WhenInline(ctx, s.Until))
	case s.Until != 0:
		text += " " + locale.T(ctx, "Until %s.", locale.WhenInline(ctx, s.Until))
	}
	return text
}

// liftable tells whether the reader can lift it.
func (p PersonPage) liftable(s people.Sanction) bool {
	for _, kind := range p.Can {
		if kind == s.Kind && s.Runs(p.Now) {
			return true
		}
	}
	return false
}

func (p PersonPage) why(ctx context.Context, id int64) components.Field {
	f := components.Field{ID: "why-" + strconv.FormatInt(id, 10), Name: "why", Label: locale.T(ctx, "Why you lift it, in words that the person reads"), Rows: 2}
	if p.Lifting == id {
		f.Value, f.Error = p.Why, p.ErrorFor(f.ID)
	}
	return f
}

// OwnSanctionsPage is what somebody reads that was done about them.
type OwnSanctionsPage struct {
	Page
	List []people.Sanction
	Zone func(s people.Sanction) string // what they were told
	Now  clock.Instant
}

func sanctionAppealURL(id int64) string { return "/appeals/sanctions/" + strconv.FormatInt(id, 10) }

// NotesCopy writes the notes about a person as a plain text for them.
func NotesCopy(ctx context.Context, to *strings.Builder, place string, notes []moderation.PersonNote) {
	to.WriteString(locale.T(ctx, "What moderators of %s noted about you", place) + "\n")
	for _, n := range notes {
		to.WriteString("\n" + locale.DateLong(ctx, n.At) + ", " + locale.Time(ctx, n.At) + "\n" + n.Words + "\n")
	}
}
