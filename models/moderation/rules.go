package moderation

import (
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// Act is what a moderator does with a contribution.
type Act string

// The acts.
const (
	Publish Act = "publish" // let people read what was held
	Keep    Act = "keep"    // leave what was reported as it is
	Ask     Act = "ask"     // ask the writer for a change; nobody reads it until then
	Hide    Act = "hide"    // readers see that it was hidden and why, but not what it said
	Restore Act = "restore" // let people read again what was hidden
)

// Shows tells whether people may read the contribution after the act.
func (a Act) Shows() bool { return a == Publish || a == Keep || a == Restore }

// ActsOn lists what a moderator can do with a contribution in a state. Of what the writer has taken back, only the
// reports can be closed.
func ActsOn(state discussion.State) []Act {
	switch state {
	case discussion.Held:
		return []Act{Publish, Ask, Hide}
	case discussion.Asked:
		return []Act{Publish, Hide}
	case discussion.Published:
		return []Act{Keep, Ask, Hide}
	case discussion.Hidden:
		return []Act{Restore}
	case discussion.Deleted:
		return []Act{Keep}
	}
	return nil
}

// fits tells whether an act can be done in a state.
func (a Act) fits(state discussion.State) bool {
	for _, possible := range ActsOn(state) {
		if a == possible {
			return true
		}
	}
	return false
}

// leadsTo is the state after an act in a state.
func (a Act) leadsTo(state discussion.State) discussion.State {
	switch a {
	case Publish, Restore:
		return discussion.Published
	case Ask:
		return discussion.Asked
	case Hide:
		return discussion.Hidden
	default:
		return state
	}
}

// Known tells whether there is such an act.
func (a Act) Known() bool {
	return a == Publish || a == Keep || a == Ask || a == Hide || a == Restore
}

// Bounds on what people type here.
const (
	MaxNote    = 1000 // characters of a note to a report
	MaxMessage = 1000 // characters of a moderator's own line to the writer
)

// MayModerate tells whether the actor may see the queue and the register, and if not, why.
func MayModerate(a people.Actor) error {
	if !a.CanModerate() {
		return db.Forbidden{Reason: "Only moderators can see this."}
	}
	return nil
}

// MayDecide tells whether the actor may decide about what somebody wrote, and if not, why. Nobody decides about
// their own words, nor about words that they typed in for somebody.
func MayDecide(a people.Actor, author, recorder int64) error {
	if err := MayModerate(a); err != nil {
		return err
	}
	if author == a.ID || recorder == a.ID {
		return db.Forbidden{Reason: "You wrote this yourself, so another moderator has to decide about it."}
	}
	return nil
}

// MayReport tells whether the actor may report what somebody wrote, and if not, why. Whether they may see it has
// been decided before.
func MayReport(a people.Actor, author int64) error {
	if a.SignedIn() && author == a.ID {
		return db.Forbidden{Reason: "You wrote this yourself. You can change it or take it back."}
	}
	return nil
}
