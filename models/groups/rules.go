package groups

import (
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// MaySee tells whether the actor may see a group; where not, it must look as though it did not exist.
func MaySee(a people.Actor, g Group) error {
	if !a.SeesGroup(g.ID, g.Access == Private) {
		return db.ErrNotFound
	}
	return nil
}

// MayCreate tells whether the actor may start a group, and if not, why.
func MayCreate(a people.Actor) error {
	if !a.Staff() {
		return db.Forbidden{Reason: "Groups are started by the people who run this site. Tell us what group is missing, and we will look at it."}
	}
	return nil
}

// MayChange tells whether the actor may change a group's name, words and access, and if not, why.
func MayChange(a people.Actor, g Group) error {
	if err := MaySee(a, g); err != nil {
		return err
	}
	if !a.Staff() {
		return db.Forbidden{Reason: "Only the people who run this site can change a group."}
	}
	return nil
}

// MayDecide tells whether the actor may let people into a group and out of it, and if not, why.
func MayDecide(a people.Actor, g Group) error {
	if err := MaySee(a, g); err != nil {
		return err
	}
	if !a.SignedIn() || !a.HostOf(g.ID) && !a.Staff() {
		return db.Forbidden{Reason: "Only the group's hosts can do this."}
	}
	return a.MaySpeak(0)
}

// MayJoin tells whether the actor may join a group, or ask to, and if not, why.
func MayJoin(a people.Actor, g Group) error {
	if err := MaySee(a, g); err != nil {
		return err
	}
	if err := a.MaySpeak(0); err != nil {
		return err
	}
	switch {
	case !a.SignedIn():
		return db.Forbidden{Reason: "Please sign in or join first. It takes a minute."}
	case g.Closed:
		return db.Forbidden{Reason: ClosedReason}
	}
	return nil
}

// ClosedReason says why groups take nobody new and no discussions while the place takes comments on chapters only.
const ClosedReason = "Just now we ask for comments on the chapters of the guide only, so groups take nobody new and no discussions. You can still read what was said."

// MayStart tells whether the actor may start a discussion in a group, and if not, why. In an open group anyone
// signed in may; elsewhere its members and staff.
func MayStart(a people.Actor, g Group) error {
	if err := MaySee(a, g); err != nil {
		return err
	}
	if err := a.MaySpeak(0); err != nil {
		return err
	}
	switch {
	case g.Closed:
		return db.Forbidden{Reason: ClosedReason}
	case !a.SignedIn():
		return db.Forbidden{Reason: "Please sign in or join first. It takes a minute."}
	case g.Access != Open && !a.MemberOf(g.ID) && !a.Staff():
		return db.Forbidden{Reason: "Only members of this group can start a discussion here. You can ask to join on the group's page."}
	}
	return nil
}
