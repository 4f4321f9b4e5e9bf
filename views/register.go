package views

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/moderation"
	"folkmoot/models/rules"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// RegisterPage is the register of acts of power.
type RegisterPage struct {
	Page
	Entries []audit.Record
	Filter  audit.Filter
	Month   string // the month that is asked for, "2026-11"; may be empty
	Team    []moderation.Named
	Next    string // address of the entries before; empty at the end
}

// filtered tells whether not everything is asked for.
func (p RegisterPage) filtered() bool { return p.Filter != audit.Filter{} }

// query is the address of the register with the filter, after a path.
func (p RegisterPage) query(path string) string {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" && value != "0" {
			v.Set(name, value)
		}
	}
	set("act", p.Filter.Act)
	set("person", strconv.FormatInt(p.Filter.Actor, 10))
	set("month", p.Month)
	if p.Filter.Kind != "" {
		set("thing", p.Filter.Kind+":"+strconv.FormatInt(p.Filter.Object, 10))
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

func (p RegisterPage) actField(ctx context.Context) components.Field {
	return components.Field{ID: "act", Name: "act", Label: locale.T(ctx, "What was done"), Value: p.Filter.Act}
}

func (p RegisterPage) personField(ctx context.Context) components.Field {
	f := components.Field{ID: "person", Name: "person", Label: locale.T(ctx, "Who did it")}
	if p.Filter.Actor != 0 {
		f.Value = strconv.FormatInt(p.Filter.Actor, 10)
	}
	return f
}

func (p RegisterPage) personOptions(ctx context.Context) []components.Option {
	options := []components.Option{{Label: locale.T(ctx, "Anybody")}}
	for _, n := range p.Team {
		options = append(options, components.Option{Value: strconv.FormatInt(n.ID, 10), Label: n.Name})
	}
	return options
}

func (p RegisterPage) monthField(ctx context.Context) components.Field {
	return components.Field{ID: "month", Name: "month", Label: locale.T(ctx, "When"), Value: p.Month}
}

// monthsOffered is how far back the months go that are offered to choose from.
const monthsOffered = 24

func (p RegisterPage) monthOptions(ctx context.Context) []components.Option {
	options := []components.Option{{Label: locale.T(ctx, "Any time")}}
	l := locale.From(ctx)
	now := l.Now.In(l.Zone)
	begin := time.Date(now.Year(), now.Month(), 1, 12, 0, 0, 0, l.Zone)
	known := p.Month == ""
	for i := range monthsOffered {
		month := begin.AddDate(0, -i, 0)
		key := month.Format("2006-01")
		known = known || key == p.Month
		options = append(options, components.Option{Value: key, Label: monthWords(ctx, month)})
	}
	if !known {
		if month, err := time.ParseInLocation("2006-01", p.Month, l.Zone); err == nil {
			options = append(options, components.Option{Value: p.Month, Label: monthWords(ctx, month)})
		}
	}
	return options
}

// monthWords names a month with its year: "November 2026".
func monthWords(ctx context.Context, month time.Time) string {
	return locale.T(ctx, "%s %d", locale.MonthName(ctx, month.Month()), month.Year())
}

// registerThing is what an entry is about.
type registerThing struct {
	Words string // "contribution 12"
	Link  string // to the thing; may be empty
	Query string // to what the register says about it
}

// registerEntry is one line of the register, or several that were made at once.
type registerEntry struct {
	At     clock.Instant
	Who    string // empty for the program or the operator
	WhoID  int64
	Act    string // as in the register: "moderation.hide"
	Things []registerThing
	Reason string
	Seal   string // of the newest, in hexadecimal; empty until it is sealed
}

// reason is why, in words where it is one of the moderators' reasons.
func (e registerEntry) reason(ctx context.Context) string {
	if rules.From(ctx).Known(e.Reason) {
		return locale.Say(ctx, rules.Said(rules.From(ctx).Reason(e.Reason).Name))
	}
	return e.Reason
}

// did says what was done, in words, after the name of who did it.
func (e registerEntry) did(ctx context.Context) string { return ActWords(ctx, e.Act) }

// shortSeal is enough of a hash to compare by eye.
func (e registerEntry) shortSeal() string { return e.Seal[:min(12, len(e.Seal))] }

// registerEntries gives entries of the register as they are shown. What one person did at one moment for one reason was
// done at once, and stands together.
func registerEntries(ctx context.Context, records []audit.Record) []registerEntry {
	list := make([]registerEntry, 0, len(records))
	for i, r := range records {
		thing := thingOf(ctx, r)
		if i > 0 {
			b, last := records[i-1], &list[len(list)-1]
			if b.At == r.At && b.ActorID == r.ActorID && b.ActorID != 0 && b.Act == r.Act && b.Reason == r.Reason {
				last.Things = append(last.Things, thing)
				continue
			}
		}
		list = append(list, registerEntry{At: r.At, Who: r.Actor, WhoID: r.ActorID, Act: r.Act, Things: []registerThing{thing}, Reason: r.Reason, Seal: r.Seal})
	}
	return list
}

func thingOf(ctx context.Context, r audit.Record) registerThing {
	id := strconv.FormatInt(r.Object, 10)
	t := registerThing{Words: thingName(ctx, r.Kind)}
	if r.Object != 0 {
		t.Words += " " + id
		t.Query = "/moderation/register?" + url.Values{"thing": {r.Kind + ":" + id}}.Encode()
	}
	if r.Kind == "contribution" {
		t.Link = recordURL(r.Object, "")
	}
	return t
}
