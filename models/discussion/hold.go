package discussion

import (
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// HoldRule says whose contributions wait for a moderator before others see them.
type HoldRule string

// The rules. HoldFirst is the default of a place: a newcomer's contributions wait until they are known.
const (
	HoldAsPlace HoldRule = ""      // a group's: as the place has it
	HoldAll     HoldRule = "all"   // everything waits
	HoldFirst   HoldRule = "first" // what newcomers say waits
	HoldLinks   HoldRule = "links" // what has links to elsewhere waits, but for people who are trusted
	HoldNone    HoldRule = "none"  // nothing waits, but for a newcomer's pictures
)

// HoldRules lists the rules from the one that holds most to the one that holds nothing.
var HoldRules = []HoldRule{HoldAll, HoldFirst, HoldLinks, HoldNone}

// Or gives the rule that holds where a group may have one of its own.
func (h HoldRule) Or(place HoldRule) HoldRule {
	if h == HoldAsPlace {
		return place
	}
	return h
}

// Begin gives the state in which something that the actor writes begins, and the key of the reason why it is held where
// it is; links tells whether it leads to other sites. What comes without an account is held always, and what staff
// write never is.
func (h HoldRule) Begin(a people.Actor, links bool) (State, string) {
	switch {
	case !a.SignedIn():
		return Held, rules.Guest
	case a.Staff(), h == HoldNone:
		return Published, ""
	case h == HoldAll:
		return Held, rules.All
	case h == HoldLinks:
		if links && a.Step() != people.Trusted {
			return Held, rules.Links
		}
		return Published, ""
	case a.Step() == people.Newcomer:
		return Held, rules.First
	}
	return Published, ""
}

// With is Begin for something that pictures or documents may come with. They wait where links do; and a newcomer's wait
// under every rule: nobody unsees a picture.
func (h HoldRule) With(a people.Actor, links, files bool) (State, string) {
	state, reason := h.Begin(a, links || files)
	if files && state == Published && !a.Staff() && a.Step() == people.Newcomer {
		return Held, rules.First
	}
	return state, reason
}

// FirstState gives the state in which something without links begins that the actor writes.
func (h HoldRule) FirstState(a people.Actor) State {
	state, _ := h.Begin(a, false)
	return state
}

// HoldFor gives the rule that holds in a thread.
func (s *Store) HoldFor(t Thread) HoldRule { return t.Hold.Or(s.Hold) }
