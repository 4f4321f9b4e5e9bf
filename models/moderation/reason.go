// Package moderation is how a place stays safe and fair: people report, moderators decide with a reason, everybody
// concerned is told, and every decision stands in the register.
package moderation

// Rule is one of the house rules, by the number that people know it by.
type Rule struct {
	Number int
	Title  string // a few words
	Words  string // what it asks of people, and what it leaves them free to do
}

// HouseRules are the rules that every reason rests on, in their order.
var HouseRules = []Rule{
	{1, "Keep private details private", "No home addresses, phone numbers, or facts about somebody’s health, money or family that are not yours to share."},
	{2, "Ask people before you name them", "You can name people who speak for an organisation, about what they do there. Anybody else has to agree first."},
	{3, "Be kind to people", "You can be sharp about ideas, decisions and those who hold power. Do not insult, mock or threaten anybody."},
	{4, "No adverts", "You can tell people about something that helps. Do not sell, and do not post the same thing again and again."},
	{5, "Stay with the subject", "Say it where it belongs, so that others can find it and answer."},
	{6, "Keep within the law", "Nothing that stirs up hatred, threatens, harasses, or breaks the law in any other way."},
}

// Reason is why something is reported, held or decided. Its words are for three kinds of reader.
type Reason struct {
	Key      string
	Name     string // on lists and in forms for moderators: "It is unkind to a person"
	Report   string // how somebody who reports would put it; empty where it is not offered
	Reported string // what a moderator's case is called: "Reported as unkind"
	Writer   string // what the writer is told
	Reader   string // what stands at the marker that readers see
	Rule     int    // the number of the house rule it rests on; 0 for none
	Default  Act    // the act that a moderator's form begins with
	Grave    bool   // harm can be done while it waits: it comes first
}

// Keys of reasons that the program itself uses.
const (
	NoProblem = "no-problem" // nothing was found that breaks a rule
	First     = "first"      // the first contribution of a newcomer
	Guest     = "guest"      // posted without an account
)

var reasons = []Reason{
	{
		Key: "private-details", Name: "It has private details in it", Reported: "Reported: private details",
		Report: "It has somebody’s private details in it, such as an address, a phone number or their health",
		Writer: "It has private details in it, such as an address, a phone number or something about a person’s health.",
		Reader: "It had private details in it.", Rule: 1, Default: Ask, Grave: true,
	},
	{
		Key: "names-someone", Name: "It names someone who has not agreed", Reported: "Reported: names someone",
		Report: "It names somebody who may not have agreed to it",
		Writer: "It names somebody who has not agreed to be named here.",
		Reader: "It named someone who had not agreed to it.", Rule: 2, Default: Ask,
	},
	{
		Key: "unkind", Name: "It is unkind to a person", Reported: "Reported as unkind",
		Report: "It is unkind to a person, or a threat",
		Writer: "It is unkind to a person. You can say the same about what was done, without attacking who did it.",
		Reader: "It was unkind to a person.", Rule: 3, Default: Hide,
	},
	{
		Key: "advert", Name: "It looks like an advert", Reported: "Reported as an advert",
		Report: "It is an advert, or the same thing again and again",
		Writer: "It looks like an advert.",
		Reader: "It looked like an advert.", Rule: 4, Default: Hide,
	},
	{
		Key: "off-topic", Name: "It is about something else", Reported: "Reported as about something else",
		Report: "It is about something else",
		Writer: "It is about something else than what is being talked about there.",
		Reader: "It was about something else.", Rule: 5, Default: Ask,
	},
	{
		Key: "unlawful", Name: "It may be against the law", Reported: "Reported as against the law",
		Report: "It may be against the law, or somebody may come to harm",
		Writer: "It may be against the law.",
		Reader: "It may be against the law.", Rule: 6, Default: Hide, Grave: true,
	},
	{
		Key: First, Name: "First contribution", Reported: "First contribution",
		Writer:  "The first thing that anybody writes here is read by a moderator before others see it.",
		Default: Publish,
	},
	{
		Key: Guest, Name: "Posted without an account", Reported: "Posted without an account",
		Writer:  "What is posted without an account is read by a moderator before others see it.",
		Default: Publish,
	},
	{
		Key: NoProblem, Name: "No problem found", Reported: "Reported",
		Writer: "It keeps to the house rules.", Default: Keep,
	},
}

// grave lists the keys of the grave reasons as SQL, word for word as in the index contributions_held_grave.
const grave = "('private-details', 'unlawful')"

// ReasonFor gives the reason with a key. One that is not known, as an import may bring, is shown by its key to
// moderators and without a reason to readers.
func ReasonFor(key string) Reason {
	for _, r := range reasons {
		if r.Key == key {
			return r
		}
	}
	return Reason{Key: key, Name: key, Reported: key, Default: Publish}
}

// Known tells whether a key names a reason.
func Known(key string) bool {
	for _, r := range reasons {
		if r.Key == key {
			return true
		}
	}
	return false
}

// Reasons lists every reason, for the page that explains them.
func Reasons() []Reason { return append([]Reason(nil), reasons...) }

// ForReports lists the reasons that somebody who reports can choose from.
func ForReports() []Reason {
	var list []Reason
	for _, r := range reasons {
		if r.Report != "" {
			list = append(list, r)
		}
	}
	return list
}

// ForActs lists the reasons that a moderator can give for some acts, as one form offers them: the rules that may be
// broken, and no problem found where one of the acts lets people read.
func ForActs(acts []Act) []Reason {
	list := ForReports()
	for _, act := range acts {
		if act.Shows() {
			return append(list, ReasonFor(NoProblem))
		}
	}
	return list
}

// HouseRule gives the rule with a number; the zero Rule for 0.
func HouseRule(number int) Rule {
	for _, r := range HouseRules {
		if r.Number == number {
			return r
		}
	}
	return Rule{}
}
