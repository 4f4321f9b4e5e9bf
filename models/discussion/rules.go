package discussion

import (
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/say"
)

// MayRead tells whether the actor may see the thread; where not, it must look as though it did not exist.
func MayRead(a people.Actor, t Thread) error {
	if t.Private && !a.SeesGroup(t.GroupID, true) {
		return db.ErrNotFound
	}
	if t.Unseen && !a.CanModerate() && (t.CreatedBy != a.ID || !a.SignedIn()) {
		return db.ErrNotFound
	}
	return nil
}

// MayWrite tells whether the actor may write in the thread now, and if not, why.
func MayWrite(a people.Actor, t Thread, now clock.Instant) error {
	if err := MayRead(a, t); err != nil {
		return err
	}
	if err := a.MaySpeak(now); err != nil {
		return err
	}
	if !a.SignedIn() {
		return db.Forbidden{Reason: "Please sign in or join first. It takes a minute."}
	}
	if err := takesWords(t, now); err != nil {
		return err
	}
	if t.MembersOnly && !a.MemberOf(t.GroupID) && !a.Staff() {
		return db.Forbidden{Reason: "Only members of this group can write here. You can ask to join on the group's page."}
	}
	return nil
}

func takesWords(t Thread, now clock.Instant) error {
	switch {
	case t.MergedInto != 0:
		return db.Forbidden{Reason: "Everything said here was taken into another discussion. You can go on there."}
	case t.ChaptersOnly && t.Kind == InGroup:
		return db.Forbidden{Reason: ChaptersOnlyReason}
	case t.LockedAt != 0:
		return db.Forbidden{Reason: say.F("A moderator has locked this, so it takes nothing new for now: %s", t.LockedReason)}
	case t.OpensAt > now:
		return db.Forbidden{Reason: "This is not open for comment yet. You can read it already."}
	case !t.OpenAt(now):
		return db.Forbidden{Reason: "This has closed, so it takes no more comments. You can still read it."}
	}
	return nil
}

// ChaptersOnlyReason says why a discussion takes no words while the place takes comments on chapters only.
const ChaptersOnlyReason = "Just now we ask for comments on the chapters of the guide only, so discussions take no new words. You can still read them all."

// MayBegin tells whether the actor may begin to write in the thread now, and if not, why: whoever may write, and a
// visitor where they could write once they have joined the place.
func MayBegin(a people.Actor, t Thread, now clock.Instant) error {
	if a.ID != 0 {
		return MayWrite(a, t, now)
	}
	if err := MayRead(a, t); err != nil {
		return err
	}
	if t.MembersOnly {
		return db.Forbidden{Reason: "Only members of this group can write here. Join this place, then ask to join on the group's page."}
	}
	return takesWords(t, now)
}

// MayEdit tells whether the actor may change the words of a contribution, and if not, why.
func MayEdit(a people.Actor, t Thread, c Contribution, now clock.Instant) error {
	switch {
	case !a.SignedIn():
		return MayWrite(a, t, now)
	case c.AuthorID != a.ID && c.RecorderID != a.ID:
		return db.Forbidden{Reason: "You can only change what you wrote yourself."}
	case c.State == Deleted:
		return db.Forbidden{Reason: "You took this back, so it can no longer be changed."}
	case c.State == Hidden:
		return db.Forbidden{Reason: "A moderator has hidden this, so it can no longer be changed."}
	case c.State == Asked:
		// A writer who was asked for a change may make it after the closing time too.
		return a.MaySpeak(now)
	}
	return MayWrite(a, t, now)
}

// MayDelete tells whether the actor may take a contribution back, and if not, why. That is possible at any time.
func MayDelete(a people.Actor, c Contribution) error {
	if c.AuthorID != a.ID || !a.SignedIn() {
		return db.Forbidden{Reason: "You can only take back what you wrote yourself."}
	}
	if c.State == Deleted {
		return db.ErrNotFound
	}
	return nil
}

// MayTakePosition tells whether the actor may agree, disagree or pass on a contribution, and if not, why.
func MayTakePosition(a people.Actor, t Thread, c Contribution, now clock.Instant) error {
	if c.State != Published {
		return db.ErrNotFound
	}
	return MayWrite(a, t, now)
}

// MayClose tells whether the actor may close a discussion by hand, and if not, why.
func MayClose(a people.Actor, t Thread) error {
	if err := MayRead(a, t); err != nil {
		return err
	}
	if t.Kind != InGroup || !a.SignedIn() || !a.HostOf(t.GroupID) && !a.Staff() {
		return db.Forbidden{Reason: "Only the group's hosts can close a discussion."}
	}
	return a.MaySpeak(0)
}
