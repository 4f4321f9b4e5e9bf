package views

import (
	"context"
	"slices"
	"strconv"

	"folkmoot/models/appeals"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// GuestForm is who a visitor is who posts without an account.
type GuestForm struct {
	Name string
	Who  people.Who // WhoUnsaid for who would rather not say
}

// GuestURL is where a comment is written and posted without an account.
func GuestURL(guide, chapter string, version int, p guide.Part) string {
	return ChapterURL(guide, chapter, "/versions/"+strconv.Itoa(version)+"/paragraphs/"+PartName(p)+"/guest")
}

// IssuedPage shows the code of a receipt, once.
type IssuedPage struct {
	Page
	ID      int64 // of the contribution
	Guide   guide.Guide
	Chapter guide.Chapter
	Code    []string // in groups of letters
	HTML    string   // safe HTML of what was said
	Address string   // the whole address at which the code can be typed
	Passed  bool     // it went to the safeguarding leads: help comes before the code
}

// TypeInPage is where the team types in what came by paper, email, phone or at an event.
type TypeInPage struct {
	Page
	Guide    guide.Guide
	Chapter  guide.Chapter
	Versions []guide.Version // the newest first
	Key      string
	Form     TypeInForm
	Done     *IssuedPage // what was added just now; nil for nothing
}

// TypeInForm is what was typed into the form, as it was typed.
type TypeInForm struct {
	Paper     string // the short code on their paper, which says the version; "" = Version says it
	Version   string
	Paragraph string // "3" or "4.3"; "" = the whole chapter
	Channel   string
	Received  string
	Noted     string // "no": word for word, "yes": in the team's words
	Name      string
	Who       people.Who // WhoUnsaid for who did not say
	Evidence  string
	Language  string // of the words, a BCP 47 tag; "" for the page's
	Body      string
	Agreed    bool
}

func (p TypeInPage) url() string { return ChapterURL(p.Guide.Slug, p.Chapter.Slug, "/add") }

// TypeAnswerPage is where the team types in what people said in a discussion by paper, email, phone or at an event.
type TypeAnswerPage struct {
	Page
	Thread discussion.Thread
	Key    string // "" where nothing more is typed in
	Form   TypeInForm
	Done   int64 // the contribution that was added just now; 0 for none
	Passed bool  // it went to the safeguarding leads
}

// TypeAnswerURL is where words are typed in that people said in a discussion elsewhere.
func TypeAnswerURL(thread int64) string {
	return "/discussions/" + strconv.FormatInt(thread, 10) + "/add"
}

// mayTypeIn tells whether the reader is shown the way there.
func (p DiscussionPage) mayTypeIn() bool {
	return p.Person != nil && (p.Person.CanEdit || p.Person.CanModerate) && p.Thread.LockedAt == 0 && p.Thread.MergedInto == 0
}

// mayTypeIn tells whether the reader is shown the way there.
func (p ChapterPage) mayTypeIn() bool {
	return p.Person != nil && (p.Person.CanEdit || p.Person.CanModerate) && p.Reading.Version.ID != 0 && p.Chapter.State != guide.Agreed
}

// channelOptions are the ways in which words come, to choose from.
func channelOptions(ctx context.Context) []components.Option {
	hints := map[discussion.Channel]string{
		discussion.Paper: locale.T(ctx, "A letter, a form, notes on a printed copy"),
		discussion.Email: locale.T(ctx, "An email to the team"),
		discussion.Phone: locale.T(ctx, "They rang, or somebody rang them"),
		discussion.Event: locale.T(ctx, "Said or written at a meeting"),
	}
	var options []components.Option
	for _, channel := range discussion.TypedChannels {
		options = append(options, components.Option{
			Value: string(channel), Label: components.ChannelLabel(ctx, string(channel)), Hint: hints[channel],
		})
	}
	return options
}

// ReceiptAskPage asks for the code of a receipt.
type ReceiptAskPage struct {
	Page
	Code string // as it was typed
}

// ReceiptPage shows what a code belongs to.
type ReceiptPage struct {
	Page
	Receipt  guide.Receipt
	Code     string // goes along in the page's forms
	Key      string
	Reason   string // why a moderator holds, asks or hides, as the writer reads it; "" for none
	Body     string // in the form that changes it
	Evidence string
	Against  bool           // a moderator decided against it, and that still stands
	Appeal   appeals.Appeal // about what was decided on it; the zero Appeal for none
}

// appeals tells whether its writer can ask for another look.
func (p ReceiptPage) appeals() bool {
	return (p.Against || p.Receipt.Said.State == discussion.Hidden || p.Receipt.Said.State == discussion.Asked) && (p.Appeal.ID == 0 || p.Appeal.State == appeals.Withdrawn)
}

func (p ReceiptPage) url() string { return ChapterURL(p.Receipt.Guide, p.Receipt.Chapter.Slug, "") }

// place says where what was said stands: "On paragraph 4.3 of chapter 4: Finding things".
func (p ReceiptPage) place(ctx context.Context) string {
	c, spot := p.Receipt.Chapter, p.Receipt.Spot
	switch {
	case p.Receipt.Moved:
		return locale.T(ctx, "First said on chapter %d: %s", c.Number, c.Title)
	case spot.Gone:
		return locale.T(ctx, "On words that were taken out later, in chapter %d: %s", c.Number, c.Title)
	case spot.Paragraph > 0:
		return locale.T(ctx, "On paragraph %s of chapter %d: %s", paragraphLabel(c, spot.Paragraph), c.Number, c.Title)
	}
	return locale.T(ctx, "On the whole of chapter %d: %s", c.Number, c.Title)
}

// state says in plain words where it stands.
func (p ReceiptPage) state(ctx context.Context) string {
	said := p.Receipt.Said
	switch said.State {
	case discussion.Held:
		return locale.T(ctx, "A moderator has not read it yet. Until then nobody else can read it.")
	case discussion.Asked:
		return locale.T(ctx, "A moderator asks you to change it. Nobody else can read it until you do.")
	case discussion.Hidden:
		return locale.T(ctx, "A moderator hid it on %s. Nobody can read it any more, here either.", locale.DateLong(ctx, said.StateAt))
	case discussion.Deleted:
		return locale.T(ctx, "You took it back on %s. Nobody can read it any more.", locale.DateLong(ctx, said.StateAt))
	}
	return locale.T(ctx, "Everybody can read it.")
}

// typedWhoOptions are the kinds of people to choose from for somebody else, with that they did not say last.
func typedWhoOptions(ctx context.Context) []components.Option {
	return append(ofOthers(components.WhoOptions(ctx)), components.Option{Value: WhoUnsaid, Label: locale.T(ctx, "They did not say")})
}

// typedEvidenceOptions are what somebody else can bring.
func typedEvidenceOptions(ctx context.Context) []components.Option {
	return ofOthers(components.EvidenceOptions(ctx))
}

// ofOthers are options without their hints, which speak of whoever reads them.
func ofOthers(options []components.Option) []components.Option {
	options = slices.Clone(options)
	for i := range options {
		options[i].Hint = ""
	}
	return options
}
