package views

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/defamation"
	"folkmoot/models/moderation"
	"folkmoot/models/say"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// DefamationFormPage is the form of a notice of complaint.
type DefamationFormPage struct {
	Page
	Contribution moderation.Reportable
	Where        string // whole address of the words
	Key          string
	Typed        defamation.New
}

// DefamationsPage lists notices for moderators.
type DefamationsPage struct {
	Page
	Open, Closed []defamation.Notice
	Now          clock.Instant
}

// DefamationPage is one notice with the buttons for its steps.
type DefamationPage struct {
	Page
	Notice  defamation.Notice
	Now     clock.Instant
	Keys    []string // one for each form
	Own     bool     // the reader wrote the words
	Missing []string // ticked
	Why     string   // typed
	Changed string
	Also    []defamation.Notice // open, about the same words
	ByPost  []say.Text          // what who complained is to be told on paper
}

// DefamationPaperPage is the form with which a moderator types in a notice that came by letter or email.
type DefamationPaperPage struct {
	Page
	Record moderation.Record
	Key    string
	Typed  defamation.OnPaper
}

func (p DefamationPaperPage) field(name, label, hint, value string) components.Field {
	return components.Field{ID: name, Name: name, Label: label, Hint: hint, Value: value, Error: p.ErrorFor(name), Rows: 4}
}

func (p DefamationPaperPage) ways(ctx context.Context) []components.Option {
	return []components.Option{{Value: string(defamation.ByLetter), Label: locale.T(ctx, "By letter")}, {Value: string(defamation.ByEmail), Label: locale.T(ctx, "By email")}}
}

// defamationPaperURL is where a notice about some words is typed in.
func defamationPaperURL(contribution int64) string {
	return "/moderation/contributions/" + strconv.FormatInt(contribution, 10) + "/defamation"
}

// cameWords says how and when a notice came, and who typed it in.
func cameWords(ctx context.Context, n defamation.Notice) string {
	at := locale.DateLong(ctx, n.ReceivedAt)
	switch n.How {
	case defamation.ByLetter:
		return locale.T(ctx, "%s: the notice came by letter. %s typed it in.", at, n.Recorder)
	case defamation.ByEmail:
		return locale.T(ctx, "%s: the notice came by email. %s typed it in.", at, n.Recorder)
	}
	return locale.T(ctx, "%s: the notice came.", at)
}

// DefamationReplyPage is where a poster reads a notice and answers it.
type DefamationReplyPage struct {
	Page
	Notice defamation.Notice
	Now    clock.Instant
	Key    string
	Typed  defamation.Answer
}

func defamationURL(id int64) string { return defamation.Path(id) }

func (p DefamationFormPage) field(name, label, hint, value string) components.Field {
	return components.Field{ID: name, Name: name, Label: label, Hint: hint, Value: value, Error: p.ErrorFor(name), Required: true, Rows: 4}
}

func yesNo(ctx context.Context) []components.Option {
	return []components.Option{{Value: "yes", Label: locale.T(ctx, "Yes")}, {Value: "no", Label: locale.T(ctx, "No")}}
}

// stepName says what is to be done next.
func stepName(ctx context.Context, n defamation.Notice, now clock.Instant) string {
	switch step, _ := n.Next(now); step {
	case defamation.StepContact:
		return locale.T(ctx, "Write to the poster, or send the notice back")
	case defamation.StepWait:
		return locale.T(ctx, "Wait for the poster’s answer")
	case defamation.StepRemove:
		return locale.T(ctx, "Remove the words")
	case defamation.StepTell:
		return locale.T(ctx, "Tell who complained that the words stay")
	}
	return closedAs(ctx, n.State)
}

func closedAs(ctx context.Context, s defamation.State) string {
	switch s {
	case defamation.SentBack:
		return locale.T(ctx, "Sent back")
	case defamation.Removed:
		return locale.T(ctx, "Removed")
	case defamation.Kept:
		return locale.T(ctx, "The words stay")
	}
	return locale.T(ctx, "Withdrawn")
}

// DueAt says until when a step can be taken: a time of a day, or the end of one.
func DueAt(ctx context.Context, due clock.Instant) string {
	if locale.Time(ctx, due) == "00:00" {
		return locale.T(ctx, "midnight at the end of %s", locale.DateShort(ctx, due-1))
	}
	return locale.T(ctx, "%s on %s", locale.Time(ctx, due), locale.DateShort(ctx, due))
}

// stepDue says by when: "By 18:00 on Tuesday 24 November".
func stepDue(ctx context.Context, n defamation.Notice, now clock.Instant) string {
	step, due := n.Next(now)
	at := DueAt(ctx, due)
	switch {
	case step == defamation.StepNone:
		return ""
	case step == defamation.StepWait:
		return locale.T(ctx, "Until %s", at)
	case due <= now:
		return locale.T(ctx, "Late: it was due by %s", at)
	}
	return locale.T(ctx, "By %s", at)
}

// why says on what the next step rests.
func (p DefamationPage) why(ctx context.Context) string {
	n := p.Notice
	step, _ := n.Next(p.Now)
	switch {
	case step == defamation.StepContact:
		return locale.T(ctx, "Does the notice hold all that the law asks for? Then write to the poster within 48 hours, with a copy of the notice. If not, send it back within 48 hours.")
	case step == defamation.StepWait:
		return locale.T(ctx, "We wrote to the poster on %s. They have until midnight at the end of the fifth day after that.", locale.DateLong(ctx, n.ContactedAt))
	case step == defamation.StepTell:
		return locale.T(ctx, "The poster does not want the words removed, and gave a name and an address. Tell who complained within 48 hours. Is the name or the address plainly false? Then remove the words instead.")
	case step != defamation.StepRemove:
		return ""
	case n.State == defamation.Received && n.Repeated():
		return locale.T(ctx, "The same was removed twice or more before. Then the words are removed within 48 hours, without asking the poster again.")
	case n.State == defamation.Received:
		return locale.T(ctx, "We have no way to write to the poster. Then the words are removed within 48 hours.")
	case n.Reply == defamation.Remove:
		return locale.T(ctx, "The poster agrees that the words are removed.")
	case n.Reply == defamation.Incomplete:
		return locale.T(ctx, "The poster does not want the words removed, but did not give a name and an address. Then they are removed within 48 hours.")
	}
	return locale.T(ctx, "The poster did not answer in time. Then the words are removed within 48 hours.")
}

func (p DefamationPage) key(i int) string {
	if i < len(p.Keys) {
		return p.Keys[i]
	}
	return ""
}

// primary marks the button of the step that is next.
func (p DefamationPage) primary(step defamation.Step) bool {
	next, _ := p.Notice.Next(p.Now)
	return next == step
}

func (p DefamationPage) missingOptions(ctx context.Context) []components.Option {
	lacks := append(p.Notice.Lacks(), p.Missing...)
	var options []components.Option
	for _, key := range defamation.Particulars {
		words := locale.Say(ctx, defamation.Required(key))
		options = append(options, components.Option{Value: key, Label: capital(words), Chosen: slices.Contains(lacks, key)})
	}
	return options
}

// particular is a part of a notice under its name.
type particular struct{ name, words string }

func particulars(ctx context.Context, n defamation.Notice) []particular {
	yes := map[bool]string{true: locale.T(ctx, "Yes"), false: locale.T(ctx, "No")}
	list := []particular{
		{locale.T(ctx, "The words"), n.Statement},
		{locale.T(ctx, "Why they are defamatory"), n.Why},
		{locale.T(ctx, "What they are said to mean"), n.Meaning},
		{locale.T(ctx, "What is wrong, or not supported by fact"), n.Wrong},
		{locale.T(ctx, "Does not know enough of the poster to bring proceedings"), yes[n.Unknown]},
		{locale.T(ctx, "Name and email may be given to the poster"), yes[n.MayPass]},
	}
	if n.RemovedBefore || n.Earlier > 0 {
		list = append(list, particular{locale.T(ctx, "The same was removed before"), locale.T(ctx, "They say so: %s. We know of %s.", yes[n.RemovedBefore], strconv.Itoa(n.Earlier))})
	}
	return list
}

func (p DefamationReplyPage) open() bool {
	return p.Notice.State == defamation.PosterAsked && p.Notice.Reply == defamation.NoReply && p.Now < p.Notice.ReplyDueAt
}

func (p DefamationReplyPage) field(name, label, hint, value string) components.Field {
	return components.Field{ID: name, Name: name, Label: label, Hint: hint, Value: value, Error: p.ErrorFor(name), Rows: 4}
}

func (p DefamationReplyPage) replies(ctx context.Context) []components.Option {
	return []components.Option{
		{Value: string(defamation.Remove), Label: locale.T(ctx, "I agree that my words are removed")},
		{Value: string(defamation.Stand), Label: locale.T(ctx, "I do not want them removed"), Hint: locale.T(ctx, "The law asks for your name and address below")},
		{Value: string(defamation.Incomplete), Label: locale.T(ctx, "I do not want them removed, but I will not give my name and address"), Hint: locale.T(ctx, "Then the law has us remove them")},
	}
}

// whoComplains names who complains, where the reader may know.
func (p DefamationPage) whoComplains(ctx context.Context) string {
	if p.Notice.Name+p.Notice.Email+p.Notice.Address == "" {
		return locale.T(ctx, "Who complains does not want you to know their name.")
	}
	var parts []string
	for _, part := range []string{p.Notice.Name, p.Notice.Email, p.Notice.Address} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}
