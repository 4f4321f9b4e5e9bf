package views

import (
	"context"
	"strconv"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/rules"
	"folkmoot/models/safeguarding"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// SafePage is where help is. After is what the reader has just done: "words" said something that was passed on, "held"
// something that waits for a moderator because this place has no lead, "worry"
// told us about somebody; "" came by themselves.
type SafePage struct {
	Page
	After string
}

// WorriedPage is the form for somebody who is worried.
type WorriedPage struct {
	Page
	Key  string
	Form safeguarding.Worry
}

// passedOn tells whether what somebody said was passed on because somebody may be at risk.
func passedOn(c discussion.Contribution) bool {
	return c.State == discussion.Hidden && c.Reason == rules.AtRisk
}

// PassPage is the form with which a moderator passes a case on.
type PassPage struct {
	Page
	Key  string
	Case moderation.Case
	Note string
}

// ConcernsPage is the leads' list.
type ConcernsPage struct {
	Page
	Over   bool
	List   []safeguarding.Concern
	Counts safeguarding.Counts
	Next   string
}

// ConcernPage is one concern. Words are nil until the lead asks to read them.
type ConcernPage struct {
	Page
	Key    string
	File   safeguarding.File
	Words  *safeguarding.Words
	At     clock.Instant // now
	Step   string        // chosen
	Typed  string
	Remind string
}

// DeskPage is what administrators see of safeguarding.
type DeskPage struct {
	Page
	Key         string
	Desk        safeguarding.Desk
	Email       string // typed
	Again, Keep string // typed, or as they are
}

func (p ConcernPage) url(part string) string { return safeguarding.URL(p.File.ID) + part }

func concernHow(ctx context.Context, how safeguarding.How) string {
	switch how {
	case safeguarding.Noticed:
		return locale.T(ctx, "The program noticed it in what somebody wrote")
	case safeguarding.Reported:
		return locale.T(ctx, "A reader reported it")
	case safeguarding.PassedOn:
		return locale.T(ctx, "A moderator passed it on")
	}
	return locale.T(ctx, "Somebody told us with the form")
}

func concernState(ctx context.Context, c safeguarding.Concern) string {
	switch {
	case c.OpenedAt == 0 && !c.State.Over():
		return locale.T(ctx, "Nobody has looked yet")
	case c.State == safeguarding.Open, c.State == safeguarding.Acting:
		return locale.T(ctx, "A lead is on it")
	case c.State == safeguarding.WithOther:
		return locale.T(ctx, "Passed on, and followed up")
	case c.State == safeguarding.NoRisk:
		return locale.T(ctx, "Nobody was at risk")
	}
	return locale.T(ctx, "Closed")
}

// concernStep says what was done, for the log and for the form.
func concernStep(ctx context.Context, s safeguarding.Step) string {
	switch s {
	case safeguarding.StepRang:
		return locale.T(ctx, "Rang")
	case safeguarding.StepSpoke:
		return locale.T(ctx, "Spoke to the writer")
	case safeguarding.StepPolice:
		return locale.T(ctx, "Passed on to the police")
	case safeguarding.StepCare:
		return locale.T(ctx, "Passed on to social care")
	case safeguarding.StepDoctor:
		return locale.T(ctx, "Passed on to a doctor (GP)")
	case safeguarding.StepOther:
		return locale.T(ctx, "Passed on to somebody else")
	case safeguarding.StepNote:
		return locale.T(ctx, "A note")
	case safeguarding.StepClosed:
		return locale.T(ctx, "Closed")
	case safeguarding.StepNoRisk:
		return locale.T(ctx, "Closed: nobody was at risk")
	case safeguarding.StepOpened:
		return locale.T(ctx, "Read for the first time")
	case safeguarding.StepAgain:
		return locale.T(ctx, "Raised again")
	case safeguarding.StepBack:
		return locale.T(ctx, "The words were given back")
	case safeguarding.StepLeft:
		return locale.T(ctx, "They had their account erased. Their address is kept here until this is over")
	case safeguarding.StepSealed:
		return locale.T(ctx, "The words were taken out of sight")
	}
	return string(s)
}

func (p ConcernPage) stepOptions(ctx context.Context) []components.Option {
	var list []components.Option
	for _, s := range safeguarding.Steps {
		o := components.Option{Value: string(s), Label: concernStep(ctx, s)}
		switch s {
		case safeguarding.StepClosed:
			o.Hint = locale.T(ctx, "It is over. Write down how it ended")
		case safeguarding.StepNoRisk:
			o.Hint = locale.T(ctx, "The words stay sealed. To put them back, use the form further down")
		}
		list = append(list, o)
	}
	return list
}

func (p ConcernPage) backOptions(ctx context.Context) []components.Option {
	var list []components.Option
	for _, act := range p.File.Back {
		o := components.Option{Value: string(act), Label: locale.T(ctx, "Put them before the moderators"), Hint: locale.T(ctx, "They decide whether others read them")}
		if act == rules.Publish {
			o.Label, o.Hint = locale.T(ctx, "Let everybody read them"), locale.T(ctx, "As before, or as it would have been")
		}
		list = append(list, o)
	}
	return list
}

// leadURL is where a lead's duty and end are posted.
func leadURL(l safeguarding.Lead) string {
	return "/place/safeguarding/leads/" + strconv.FormatInt(l.Person, 10)
}

// dialLine is the address behind a help line's number: a call, or a message where it takes those.
func dialLine(line rules.HelpLine) string {
	dial := telephone(line.Number)
	if line.Text {
		return "sms:" + strings.TrimPrefix(dial, "tel:")
	}
	return dial
}
