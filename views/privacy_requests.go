package views

import (
	"context"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/privacy"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// YourDataPage is the form for what somebody asks about their details.
type YourDataPage struct {
	Page
	Key     string
	Typed   privacy.NewRequest
	Code    string // as it was typed to see how something stands
	Figures privacy.Figures
	Own     []privacy.Request // of the reader
}

// AskedPage says what becomes of a request: just sent, or found by its code.
type AskedPage struct {
	Page
	Request privacy.Request
	Groups  []string // of the code, where it was just sent
}

// RequestsPage is the desk of those who answer.
type RequestsPage struct {
	Page
	Key          string
	EraseKey     string
	Open, Closed []privacy.Request
	Typed        privacy.NewRequest
	Contribution string // as typed, of somebody to be erased
	Now          clock.Instant
}

// RequestPage is one request with its steps.
type RequestPage struct {
	Page
	Request    privacy.Request
	Keys       []string
	Now        clock.Instant
	State, Why string // as typed
	Words      string
}

// RequestLetterPage is a letter to somebody who asked, to be printed.
type RequestLetterPage struct {
	Page
	Request privacy.Request
	Now     clock.Instant
}

// late and due part the open requests into those that should have been seen to by now, and the others.
func (p RequestsPage) late() (list []privacy.Request) { return p.openWhere(true) }
func (p RequestsPage) due() (list []privacy.Request)  { return p.openWhere(false) }

func (p RequestsPage) openWhere(late bool) (list []privacy.Request) {
	for _, r := range p.Open {
		if r.Late(p.Now) == late {
			list = append(list, r)
		}
	}
	return list
}

// letterLines are the paragraphs of a letter.
func letterLines(ctx context.Context, r privacy.Request) []string {
	return strings.Split(locale.Say(ctx, r.ByPost()), "\n\n")
}

func requestKind(ctx context.Context, k privacy.RequestKind) string {
	switch k {
	case privacy.AskCopy:
		return locale.T(ctx, "A copy of what you keep about me")
	case privacy.AskCorrect:
		return locale.T(ctx, "Something is wrong and should be corrected")
	case privacy.AskErase:
		return locale.T(ctx, "Remove what you keep about me")
	case privacy.AskObject:
		return locale.T(ctx, "Stop using my details")
	}
	return locale.T(ctx, "Complain about how my details were dealt with")
}

func requestKinds(ctx context.Context) (options []components.Option) {
	for _, k := range privacy.RequestKinds {
		options = append(options, components.Option{Value: string(k), Label: requestKind(ctx, k)})
	}
	return options
}

func requestState(ctx context.Context, r privacy.Request) string {
	switch r.State {
	case privacy.RequestDone:
		return locale.T(ctx, "Done")
	case privacy.RequestPartly:
		return locale.T(ctx, "Done in part")
	case privacy.RequestRefused:
		return locale.T(ctx, "Refused")
	case privacy.RequestWithdrawn:
		return locale.T(ctx, "Taken back")
	}
	if r.AcknowledgedAt != 0 {
		return locale.T(ctx, "Being dealt with")
	}
	return locale.T(ctx, "We have it")
}

func requestOutcomes(ctx context.Context) []components.Option {
	return []components.Option{
		{Value: string(privacy.RequestDone), Label: locale.T(ctx, "Done as they asked")},
		{Value: string(privacy.RequestPartly), Label: locale.T(ctx, "Done in part")},
		{Value: string(privacy.RequestRefused), Label: locale.T(ctx, "Refused")},
	}
}

// due says what is due next, and whether that is late.
func requestDue(ctx context.Context, r privacy.Request, now clock.Instant) string {
	switch {
	case !r.Open():
		return ""
	case r.Late(now):
		return locale.T(ctx, "Late: it was due by %s", locale.DateLong(ctx, r.NextDue()-1))
	case r.AcknowledgedAt == 0 && r.NextDue() == r.AckDue():
		return locale.T(ctx, "Say by %s that you have it", locale.DateLong(ctx, r.NextDue()-1))
	}
	return locale.T(ctx, "Answer by %s", locale.DateLong(ctx, r.NextDue()-1))
}

func (p RequestPage) key(i int) string {
	if i < len(p.Keys) {
		return p.Keys[i]
	}
	return ""
}
