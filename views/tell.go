package views

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/rules"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// What a paper form is for, where it is not about a discussion or a chapter.
const (
	PaperTell      = ""          // anything
	PaperStart     = "question"  // to start a discussion
	PaperReport    = "report"    // to report something
	PaperData      = "your-data" // to ask about private details
	PaperJoin      = "join"      // to join
	PaperComplaint = "complaint" // to ask for another look, or to complain
)

// PapersFor lists what a paper form can be for.
var PapersFor = []string{PaperTell, PaperStart, PaperReport, PaperData, PaperJoin, PaperComplaint}

// PaperFormPage is a form to print and fill in by hand.
type PaperFormPage struct {
	Page
	Kind    string // what it is for, where it is not about a discussion or a chapter
	Private bool   // it does not go on the site
	Lead    string // what it is about, a sentence
	About   string // HTML of what was asked, safe to print; may be empty
	Boxes   []PaperBox
	Site    string // "https://talk.example.org"
	Back    string // where it can be said on the site
	TypeIn  string // where the team types in what came back; empty for who may not
	Large   bool   // in large print
	Printed string // what the team finds the paper again by: "Discussion 15"
}

// PaperBox is something to fill in by hand.
type PaperBox struct {
	Label, Hint string
	Lines       int // how much room there is, in lines of handwriting
}

// height is how tall a box is, in pixels.
func (b PaperBox) height() string { return strconv.Itoa(40 * b.Lines) }

// PaperURL is the paper form for something that is not about a discussion or a chapter.
func PaperURL(kind string) string {
	if kind == PaperTell {
		return "/paper"
	}
	return "/paper?for=" + url.QueryEscape(kind)
}

// ThreadPaperURL is the paper form of a discussion.
func ThreadPaperURL(t discussion.Thread) string { return ThreadURL(t) + "/paper" }

// ChapterPaperURL is the paper form of a chapter.
func ChapterPaperURL(g guide.Guide, c guide.Chapter) string {
	return ChapterURL(g.Slug, c.Slug, "/paper")
}

// Reachable tells whether the place says how it is reached by phone, by mail or on paper.
func (p Place) Reachable() bool { return p.Phone != "" || p.Email != "" || len(p.Address) > 0 }

// With gives the place with what its administrators set.
func (p Place) With(w rules.Welcome) Place {
	if w.Phone != "" {
		p.Phone = w.Phone
	}
	if w.Hours != "" {
		p.Hours = w.Hours
	}
	p.Hours = strings.TrimSuffix(p.Hours, ".")
	p.Address = w.Lines()
	return p
}

// WelcomePage is the form of how people take part without a website and what who is new is told, for administrators.
type WelcomePage struct {
	Page
	Key     string
	Had     string // the mark of what is changed
	Theirs  bool   // somebody else changed it meanwhile
	Welcome rules.Welcome
	Own     Place  // as the program was started
	Preview string // how the words will look
}

func (p WelcomePage) phoneField(ctx context.Context) components.Field {
	hint := locale.T(ctx, "People ring it who would rather talk.")
	if p.Own.Phone != "" {
		hint = locale.T(ctx, "Leave it empty for the one that the program was started with: %s.", p.Own.Phone)
	}
	f := p.placeField("phone", locale.T(ctx, "Phone number"), hint, p.Welcome.Phone, rules.MaxPhone)
	f.Type = "tel"
	return f
}

func (p WelcomePage) addressField(ctx context.Context) components.Field {
	f := p.placeField("address", locale.T(ctx, "Address"), locale.T(ctx, "Where people send a paper form or bring it, a line for each part."), p.Welcome.Address, rules.MaxAddress)
	f.Rows = 4
	return f
}

func (p WelcomePage) wordsField(ctx context.Context) components.Field {
	f := p.placeField("words", locale.T(ctx, "Your own words to who is new"), locale.T(ctx, "They stand at the top of “Start here”. Say what this place is about, and who you are. You can leave it empty."), p.Welcome.Words, rules.MaxWelcome)
	f.Rows, f.Markdown = 10, true
	return f
}
