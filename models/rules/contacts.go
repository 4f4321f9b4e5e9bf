package rules

import (
	"slices"

	"folkmoot/models/clock"
)

// Contacts is whom people can turn to, and how soon a place means to answer.
type Contacts struct {
	Safeguarding Safeguarding `json:"safeguarding"`
	HelpLines    []HelpLine   `json:"help_lines"` // in the order in which they are shown; never empty
	SafetyLead   SafetyLead   `json:"safety_lead"`
	AimHours     int          `json:"aim_hours"`   // hours within which moderators aim to decide
	AppealDays   int          `json:"appeal_days"` // working days within which an appeal is answered
	Beyond       string       `json:"beyond"`      // whom people can turn to who think that their appeal was dealt with badly; may be empty
}

// Safeguarding is who looks after people who may be at risk, and how they are reached.
type Safeguarding struct {
	Who       string `json:"who"`   // the name of the role, not of a person: "our safeguarding lead"
	Phone     string `json:"phone"` // as people write it; may be empty where there is an email address
	Email     string `json:"email"` // may be empty where there is a phone number
	Hours     string `json:"hours"` // when it is answered: "Monday to Friday, 9am to 5pm"; may be empty
	MailLeads bool   `json:"mail_leads"`
}

// Set tells whether the place said how the safeguarding contact is reached.
func (s Safeguarding) Set() bool { return s.Phone != "" || s.Email != "" }

// HelpLine is somebody outside the place who helps at once.
type HelpLine struct {
	Name   string `json:"name"`
	Number string `json:"number"` // as people dial it: "116 123"
	Words  string `json:"words"`  // whom it is for and when it is open
	Text   bool   `json:"text"`   // a number for text messages, not for calls
}

// SafetyLead is the person who is named for online safety, as the Online Safety Act expects.
type SafetyLead struct {
	Name  string `json:"name"`
	Role  string `json:"role"`
	Email string `json:"email"`
	None  string `json:"none"` // why nobody is named; empty where somebody is
}

// Set tells whether somebody is named, or it is said why nobody is.
func (l SafetyLead) Set() bool { return l.Name != "" || l.None != "" }

// Opening is whether the public may come in.
type Opening struct {
	Since  clock.Instant // when the place was first opened; 0 for never
	Paused clock.Instant // since when it is closed again; 0 where it is not
	Reason string        // why, in words for visitors; empty where it is not paused
}

// Open tells whether the public may come in.
func (o Opening) Open() bool { return o.Since != 0 && o.Paused == 0 }

// shippedContacts are the contacts that the program brings: nobody of the place itself, and help lines for the United
// Kingdom.
var shippedContacts = Contacts{
	Safeguarding: Safeguarding{Who: "our safeguarding lead", MailLeads: true},
	HelpLines: []HelpLine{
		{Name: "Emergency services", Number: "999", Words: "If somebody is in danger now. If you cannot speak, ring 999, listen, and press 55 when you are asked to."},
		{Name: "Samaritans", Number: "116 123", Words: "To talk to somebody about how you feel. Free, day and night."},
		{Name: "NHS mental health help", Number: "111", Words: "For help with a mental health crisis. Ring 111 and choose option 2. Free, day and night."},
		{Name: "Childline", Number: "0800 1111", Words: "For anybody under 19. Free, day and night. It does not show on the phone bill."},
		{Name: "National Domestic Abuse Helpline", Number: "0808 2000 247", Words: "For women who are hurt or frightened by a partner or a relative. Free, day and night."},
		{Name: "Hourglass", Number: "0808 808 8141", Words: "If an older person is being harmed or neglected. Free, day and night."},
		{Name: "Shout", Number: "85258", Words: "Text SHOUT to 85258 if you would rather write than speak. Free on most networks, day and night.", Text: true},
	},
	AimHours:   4,
	AppealDays: 5,
}

// clone copies the contacts, so that nobody's change shows in another's.
func (c Contacts) clone() Contacts {
	c.HelpLines = slices.Clone(c.HelpLines)
	return c
}
