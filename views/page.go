// Package views holds the pages. A page is a templ component that takes what a handler has read and shows it
// inside Layout.
package views

import (
	"context"

	"folkmoot/models/clock"

	"github.com/a-h/templ"

	"folkmoot/views/locale"
)

// Page is what every page tells the layout.
type Page struct {
	Title       string // its own name; the place's name follows it
	Description string // one sentence for search engines and link previews; may be empty
	Path        string // the address asked for, without its query: "/groups/connected"
	Here        string // the address asked for with its query; empty where it answers a form, whose words would be lost by going there
	Nav         string // the part of the site it is in: "guide", "groups", "hearing", "themes", "moderation" or ""
	Canonical   string // its one full address; may be empty
	NoIndex     bool   // ask search engines to leave it out
	NotOpen     bool   // the place is not open to the public
	NoContact   bool   // nobody is set to whom people turn when somebody may be at risk
	Home        bool   // the first page: the hero runs to both edges, so it brings its own width container and "fm-main"

	Place  Place
	Person *Viewer // nil for a visitor
	Feeds  []Feed
	Turn   *Turn      // on a device that several people use in turn; nil on every other
	Agree  Agree      // whether something changed that the reader agreed to
	Follow *FollowBox // how to follow what the page is about; nil for nothing
	Flash  string     // what has just happened: "Your answer is posted."
	Errors []FieldError
	Began  string // when a stranger's form on it was begun, signed; empty for those who are signed in: see trap
}

// Place is the site: what the header and footer say on every page.
type Place struct {
	Name  string // "Our Society in Dudley"
	Phone string // as people write it: "01632 960 114"; may be empty
	Email string // may be empty
	Hours string // when the phone is answered: "Monday to Friday, 9am to 5pm"
	RunBy string // "the Our Society partnership"; may be empty

	Address []string // where paper is sent or brought, in lines; nil for nowhere
}

// Viewer is the signed-in person who reads the page.
type Viewer struct {
	ID          int64
	Name        string
	Role        string        // "member", "host", "editor", "moderator" or "administrator"
	Silenced    clock.Instant // until when they cannot write; 0 = they can
	Unread      int           // how many things are new to them
	CanModerate bool
	CanEdit     bool
	IsAdmin     bool
	Waits       bool // what they may do here waits for their second step
	Lead        bool // looks after people who may be at risk
}

// Feed is an Atom feed of what the page shows.
type Feed struct{ Title, URL string }

// FieldError is one thing wrong with a form: Field is the id of the control, or "" for the form as a whole.
type FieldError struct{ Field, Message string }

// mayLookAround tells whether the reader may see the parts of the site.
func (p Page) mayLookAround() bool { return !p.NotOpen || p.Person != nil }

// ErrorFor gives the message for a control, for components.Field.Error; it is empty when nothing is wrong with it.
func (p Page) ErrorFor(field string) string {
	for _, e := range p.Errors {
		if e.Field == field {
			return e.Message
		}
	}
	return ""
}

// heading is the <title>: problems first, then the page, then the place.
func (p Page) heading(ctx context.Context) string {
	title := p.Title
	if title != "" && title != p.Place.Name {
		title += " – "
	}
	if title != p.Place.Name {
		title += p.Place.Name
	}
	if len(p.Errors) > 0 {
		return locale.T(ctx, "Problem: %s", title)
	}
	return title
}

// current is the aria-current of a link: "page" on the page itself, "true" anywhere in that part of the site, else "".
func (p Page) current(part, url string) string {
	switch {
	case p.Path == url:
		return "page"
	case part != "" && p.Nav == part:
		return "true"
	default:
		return ""
	}
}

// telephone is a number as a link dials it: digits and a leading plus only.
func telephone(number string) string {
	digits := []byte("tel:")
	for i := range len(number) {
		if c := number[i]; c >= '0' && c <= '9' || c == '+' && len(digits) == len("tel:") {
			digits = append(digits, c)
		}
	}
	return string(digits)
}

// afterPhone ends the footer's sentence that begins with the phone number.
func (p Place) afterPhone(ctx context.Context) string {
	hours := ""
	if p.Hours != "" {
		hours = ", " + p.Hours
	}
	return hours + ". " + locale.T(ctx, "Or write to us and we will add your words for you.")
}

// current is the attribute that marks a link as the one the reader is on.
func current(state string) templ.Attributes {
	if state == "" {
		return nil
	}
	return templ.Attributes{"aria-current": state}
}
