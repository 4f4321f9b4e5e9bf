// Package rules is what a place asks of those who take part: its house rules, and the reasons that every report, hold
// and decision names. The program brings good ones; a place changes them, and every earlier wording is kept.
package rules

import (
	"slices"

	"folkmoot/models/clock"
	"folkmoot/models/people"
)

// Act is what a moderator does with a contribution.
type Act string

// The acts.
const (
	Publish Act = "publish" // let people read what was held
	Keep    Act = "keep"    // leave what was reported as it is
	Cover   Act = "cover"   // let people read it with private details covered
	Ask     Act = "ask"     // ask the writer for a change; nobody reads it until then
	Hide    Act = "hide"    // readers see that it was hidden and why, but not what it said
	Restore Act = "restore" // let people read again what was hidden
)

// Seal stands in the record of decisions for what was passed on to the safeguarding leads. No form of decisions offers
// it: see package safeguarding.
const Seal Act = "seal"

// Move stands in the record of decisions for what was moved to another discussion. No form of decisions offers it
// either: see discussion.Store.MoveSelected.
const Move Act = "move"

// Acts lists every act.
var Acts = []Act{Publish, Keep, Cover, Ask, Hide, Restore}

// Known tells whether there is such an act.
func (a Act) Known() bool { return slices.Contains(Acts, a) }

// Shows tells whether people may read the contribution after the act.
func (a Act) Shows() bool { return a == Publish || a == Keep || a == Cover || a == Restore }

// Rule is one of the house rules, by the number that people know it by.
type Rule struct {
	Number   int
	Title    string // a few words
	Words    string // what it asks of people, and what it leaves them free to do
	Retired  bool   // no longer a rule here; decisions of its time still name it
	Revision int    // of its words; 0 is what the program brings
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
	Retired  bool   // no longer given; decisions of its time still name it
	Revision int    // of its words; 0 is what the program brings
}

// Keys of reasons that the program itself uses. A place can word them otherwise, but they are always there.
const (
	PrivateDetails = "private-details"
	NamesSomeone   = "names-someone"
	Advert         = "advert"
	Unlawful       = "unlawful"
	Defamation     = "defamation" // untrue, and harms the name of somebody: see package defamation
	AtRisk         = "at-risk"    // somebody may be at risk: see package safeguarding
	NoProblem      = "no-problem" // nothing was found that breaks a rule
	First          = "first"      // the first contribution of a newcomer
	Guest          = "guest"      // posted without an account
	All            = "all"        // everything waits here
	Links          = "links"      // links from somebody who is not trusted yet
	Watched        = "watched"    // words that the place watches for
	OffTopic       = "off-topic"  // it belongs elsewhere
	Merged         = "merged"     // two discussions about the same thing became one
	Returned       = "returned"   // a move was turned back
)

// Book is the rules and reasons of a place as they stand. It is never changed: a change makes another one.
type Book struct {
	Rules   []Rule   // by number, retired ones among them
	Reasons []Reason // in the order in which they are offered, retired ones among them

	Contacts Contacts // whom people can turn to
	Opening  Opening  // whether the public may come in
	Welcome  Welcome  // how to take part without a website, and what who is new is told

	TakingPart TakingPart // how people can take part

	Languages []string           // that the place chose to offer, its own first, as BCP 47 tags; empty for all that the program speaks
	Policies  people.PolicyState // which versions hold, and which are to be accepted
	Age       people.MinimumAge  // how old people say they are

	policies map[people.Policy]PolicyVersion
	marks    map[int64]people.MarkBeside

	since  map[int]clock.Instant // when the words of a rule were last changed
	stored map[string]string     // the settings as they were read, by their names
}

// Shipped is the book that the program brings.
func Shipped() *Book {
	return &Book{
		Rules: slices.Clone(shippedRules), Reasons: slices.Clone(shippedReasons), Contacts: shippedContacts.clone(), TakingPart: TakingPart{Trust: people.DefaultTrust},
		Age: people.MinimumAge{Years: people.DefaultAge}, Policies: people.PolicyState{Current: people.Versions{Rules: 1, Privacy: 1}},
	}
}

// Reason gives the reason with a key. One that is not known, as an import may bring, is shown by its key to
// moderators and without a reason to readers.
func (b *Book) Reason(key string) Reason {
	for _, r := range b.Reasons {
		if r.Key == key {
			return r
		}
	}
	return Reason{Key: key, Name: key, Reported: key, Default: Publish}
}

// Known tells whether a key names a reason.
func (b *Book) Known(key string) bool {
	return slices.ContainsFunc(b.Reasons, func(r Reason) bool { return r.Key == key })
}

// Rule gives the rule with a number; the zero Rule for 0 and for one that there never was.
func (b *Book) Rule(number int) Rule {
	for _, r := range b.Rules {
		if r.Number == number {
			return r
		}
	}
	return Rule{}
}

// Since tells when a rule came to say what it says; 0 for what the program brings.
func (b *Book) Since(number int) clock.Instant { return b.since[number] }

// Current lists the rules that hold now.
func (b *Book) Current() []Rule {
	return slices.DeleteFunc(slices.Clone(b.Rules), func(r Rule) bool { return r.Retired })
}

// ForReports lists the reasons that somebody who reports can choose from.
func (b *Book) ForReports() []Reason {
	return slices.DeleteFunc(slices.Clone(b.Reasons), func(r Reason) bool { return r.Report == "" || r.Retired })
}

// ForActs lists the reasons that a moderator can give for some acts, as one form offers them: the rules that may be
// broken, and no problem found where one of the acts lets people read.
func (b *Book) ForActs(acts []Act) []Reason {
	list := b.ForReports()
	if slices.ContainsFunc(acts, Act.Shows) {
		list = append(list, b.Reason(NoProblem))
	}
	return list
}

// ForMoves lists the reasons that can be given for moving words to another discussion, where people go on reading them.
func (b *Book) ForMoves() []Reason {
	return slices.DeleteFunc(b.ForReports(), func(r Reason) bool { return r.Grave || r.Key == Defamation })
}

// Grave tells whether harm can be done while something with this reason waits.
func (b *Book) Grave(key string) bool { return b.Reason(key).Grave }
