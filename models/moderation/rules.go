package moderation

import (
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// ActsOn lists what a moderator can do with a contribution in a state. Of what the writer has taken back, only the
// reports can be closed.
func ActsOn(state discussion.State) []rules.Act {
	switch state {
	case discussion.Held:
		return []rules.Act{rules.Publish, rules.Ask, rules.Hide}
	case discussion.Asked:
		return []rules.Act{rules.Publish, rules.Hide}
	case discussion.Published:
		return []rules.Act{rules.Keep, rules.Ask, rules.Hide}
	case discussion.Hidden:
		return []rules.Act{rules.Restore}
	case discussion.Deleted:
		return []rules.Act{rules.Keep}
	}
	return nil
}

// fits tells whether an act can be done in a state.
func fits(a rules.Act, state discussion.State) bool {
	if a == rules.Cover {
		return CanCover(state)
	}
	for _, possible := range ActsOn(state) {
		if a == possible {
			return true
		}
	}
	return false
}

// leadsTo is the state after an act in a state.
func leadsTo(a rules.Act, state discussion.State) discussion.State {
	switch a {
	case rules.Publish, rules.Restore, rules.Cover:
		return discussion.Published
	case rules.Ask:
		return discussion.Asked
	case rules.Hide:
		return discussion.Hidden
	default:
		return state
	}
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

// mayDecideNow tells whether the actor may decide about a contribution as it stands, and if not, why. Beside their own
// words nobody decides about what they reported themselves: another looks at it with fresh eyes. Where there is no
// other moderator they may, and the register says so.
func mayDecideNow(tx *db.Tx, a people.Actor, c standing) error {
	if err := MayDecide(a, c.Author, c.Recorder); err != nil || !c.Reported {
		return err
	}
	others, err := db.Value[int](tx.Context(), tx, otherModerators, a.ID, c.Author, c.Recorder)
	if err == nil && others > 0 {
		err = errReported
	}
	return err
}

var errReported = db.Forbidden{Reason: "You reported this yourself, so another moderator has to decide about it."}

// otherModerators counts who else could decide: moderators with a working account who are none of three people.
const otherModerators = `SELECT COUNT(*) FROM people WHERE role <> 'member' AND role IN ('moderator', 'administrator') AND state = 'active' AND id NOT IN (?, ?, ?)`

// MayReport tells whether the actor may report what somebody wrote, and if not, why. Whether they may see it has
// been decided before.
func MayReport(a people.Actor, author int64) error {
	if a.SignedIn() && author == a.ID {
		return db.Forbidden{Reason: "You wrote this yourself. You can change it or take it back."}
	}
	return nil
}
