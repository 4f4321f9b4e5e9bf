// Package consultation keeps what is owed to those who are asked: what is decided and what is open, why it is asked,
// the options, who decides and when, the changes that everybody who took part is told of, and the decision at the end.
// A chapter of a guide is asked about, and so is a discussion that is marked as a question of the place.
package consultation

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/say"
)

// Bounds on terms.
const (
	MaxText    = 3000 // characters of what is decided, what is open and why
	MaxDecider = 160  // characters
	MaxOptions = 12
	MaxOption  = 300 // characters of an option's words
	MaxReason  = 600 // characters of why an option was discarded
)

// Text is Markdown that was rendered when it was written.
type Text struct{ Source, HTML string }

// Option is something that could be done.
type Option struct {
	Words     string
	Discarded bool
	Reason    string // why it was discarded
}

// Terms are what people are told who are asked.
type Terms struct {
	Decided    Text // what is decided already; may be empty
	Open       Text // what is open
	Why        Text // why it is asked
	Options    []Option
	Decider    string        // who decides
	DecisionAt clock.Instant // when they decide; the beginning of a day where no time of day was given; 0 = not stated
}

// Consultation is the terms on which a thread is asked about.
type Consultation struct {
	ThreadID  int64
	Terms     Terms
	OpenedAt  clock.Instant // when readers were first shown the terms; 0 = they are not shown yet
	Revision  int           // counts the changes; 0 where there are no terms
	ChangedAt clock.Instant
}

// Shown tells whether readers see the terms.
func (c Consultation) Shown() bool { return c.OpenedAt != 0 }

// Store reads and changes consultations.
type Store struct {
	DB   *db.DB
	Zone *time.Location // the place's, in which days and times are meant
}

// MaySet tells whether the actor may set the terms of a thread, tell those who took part and record the decision: the
// editors for a chapter, staff and the group's hosts for a discussion.
func MaySet(a people.Actor, t discussion.Thread) error {
	if t.Kind == discussion.InGroup {
		if err := discussion.MayRead(a, t); err != nil {
			return err
		}
		if discussion.MayClose(a, t) == nil {
			return nil
		}
		return db.Forbidden{Reason: "Only the group's hosts, editors and moderators can do this."}
	}
	if !a.CanEdit() {
		return db.Forbidden{Reason: "Only the editors can do this."}
	}
	return nil
}

// Typed are terms as they are typed, on the clocks of the place.
type Typed struct {
	Decided, Open, Why        string // Markdown
	Decider                   string
	DecisionDay, DecisionHour string // "2027-01-15" and "14:00"; an empty hour is the beginning of the day
	Options                   []Option
}

// Read cleans and renders typed terms; rows of options without words are left out. Bad input is Invalid by field:
// "decided", "open", "why", "decider", "decision", "options".
func (t Typed) Read(ctx context.Context, zone *time.Location) (Terms, error) {
	wrong := db.Invalid{}
	terms := Terms{Decider: wrong.Line("decider", t.Decider, MaxDecider)}
	for _, part := range []struct {
		field, source string
		into          *Text
	}{{"decided", t.Decided, &terms.Decided}, {"open", t.Open, &terms.Open}, {"why", t.Why, &terms.Why}} {
		var err error
		if *part.into, err = render(ctx, part.source, MaxText); err != nil {
			if ctx.Err() != nil {
				return terms, db.ErrBusy
			}
			wrong[part.field] = say.Of(err)
		}
	}
	if t.DecisionDay+t.DecisionHour != "" {
		terms.DecisionAt = decisionMoment(wrong, t.DecisionDay, t.DecisionHour, zone)
	}
	for _, o := range t.Options {
		if o = o.clean(wrong); o.Words != "" {
			terms.Options = append(terms.Options, o)
		}
	}
	if len(terms.Options) > MaxOptions {
		wrong["options"] = say.F("Please give at most %d options", MaxOptions)
	}
	if len(wrong) > 0 {
		return terms, wrong
	}
	return terms, nil
}

func (o Option) clean(wrong db.Invalid) Option {
	o.Words, o.Reason = wrong.Line("options", o.Words, MaxOption), wrong.Line("options", o.Reason, MaxReason)
	switch {
	case o.Words == "" && o.Reason != "":
		wrong["options"] = "Say which option you mean"
	case o.Discarded && o.Reason == "":
		wrong["options"] = "Say why each option was discarded that you do not offer any more"
	}
	return o
}

// render turns short Markdown into safe HTML. Errors are plain sentences.
func render(ctx context.Context, source string, most int) (Text, error) {
	clean, err := prose.Clean(source)
	if err != nil {
		return Text{Source: source}, err
	}
	clean = strings.TrimSpace(clean)
	if utf8.RuneCountInString(clean) > most {
		return Text{Source: clean}, errors.New("Please keep this under " + strconv.Itoa(most) + " letters") //nolint:staticcheck // it is shown to people
	}
	if clean == "" {
		return Text{}, nil
	}
	document, err := prose.Render(ctx, clean, prose.Options{Limits: prose.Comment, Prefix: db.NewToken()[:6] + "-"})
	return Text{Source: clean, HTML: document.HTML}, err
}

// decisionMoment reads when a decision is made: without a time of day the first moment of the day, and of a time that
// comes twice the first coming, so that no decision counts as later than it may be.
func decisionMoment(wrong db.Invalid, day, hour string, zone *time.Location) clock.Instant {
	if hour == "" {
		return dayStart(wrong, "decision", day, zone)
	}
	first, _, err := clock.Local(day, hour, zone)
	switch {
	case errors.Is(err, clock.ErrSkipped):
		wrong["decision"] = say.F("The clocks go forward that night, so there is no %s on that day. Choose an hour earlier or later", hour)
	case err != nil:
		wrong["decision"] = "Give the day as year-month-day and the time as hours and minutes, such as 2026-12-11 and 17:00"
	}
	return first
}

// dayStart is the first moment of a day. In some zones the clocks jump over midnight.
func dayStart(wrong db.Invalid, field, day string, zone *time.Location) clock.Instant {
	for _, hour := range []string{"00:00", "00:30", "01:00"} {
		if first, _, err := clock.Local(day, hour, zone); err == nil {
			return first
		}
	}
	wrong[field] = "Give the day as year-month-day, such as 2026-12-11"
	return 0
}

// Write gives terms as they would be typed.
func (t Terms) Write(zone *time.Location) Typed {
	typed := Typed{Decided: t.Decided.Source, Open: t.Open.Source, Why: t.Why.Source, Decider: t.Decider, Options: t.Options}
	if t.DecisionAt != 0 {
		at := t.DecisionAt.In(zone)
		typed.DecisionDay = at.Format(time.DateOnly)
		if !wholeDay(t.DecisionAt, zone) {
			typed.DecisionHour = at.Format("15:04")
		}
	}
	return typed
}

// wholeDay tells whether a moment is the first of its day, which stands for the day as a whole.
func wholeDay(at clock.Instant, zone *time.Location) bool {
	return dayStart(db.Invalid{}, "", at.In(zone).Format(time.DateOnly), zone) == at
}

// DecisionDayOnly tells whether the terms give a day for the decision without a time of day.
func (t Terms) DecisionDayOnly(zone *time.Location) bool { return wholeDay(t.DecisionAt, zone) }
