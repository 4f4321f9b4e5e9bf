// Package people keeps accounts, roles, sign-in and privacy, and the one rule of who may see what.
package people

import (
	"strings"

	"folkmoot/models/clock"
)

// Role is what a person may do on the whole site. Hosts are made group by group: see package groups.
type Role string

// The roles, each with the powers named in rules of the rooms.
const (
	Member        Role = "member"
	Editor        Role = "editor"
	Moderator     Role = "moderator"
	Administrator Role = "administrator"
)

// Roles lists the roles in the order of their powers.
var Roles = []Role{Member, Editor, Moderator, Administrator}

// Who is the kind of stakeholder that a person says they are.
type Who string

// The kinds of stakeholder.
const (
	Resident     Who = "resident"
	Practitioner Who = "practitioner"
	Voluntary    Who = "voluntary"
	Public       Who = "public"
	Business     Who = "business"
	Researcher   Who = "researcher"
)

// Kinds lists the kinds of stakeholder in the order in which they are always shown.
var Kinds = []Who{Resident, Practitioner, Voluntary, Public, Business, Researcher}

// State is where an account stands.
type State string

// The states. Recorded is a contributor without an account: from an import, from paper or from a phone call.
const (
	Active    State = "active"
	Suspended State = "suspended"
	Recorded  State = "recorded"
	Erased    State = "erased"
)

// Actor is somebody doing something: the person signed in, or a visitor, whose ID is 0.
// It is read once for a request, groups included, so that rules need no further query.
type Actor struct {
	ID        int64
	Name      string
	Role      Role
	Who       Who
	State     State
	Published int           // contributions of theirs that were published: a newcomer has none
	Trust     Trust         // the step of trust that they stand on by the rules of the place; see Step
	Silenced  clock.Instant // until when they cannot write; 0 = they can
	Unread    int           // notices they have not opened
	Language  string        // in which they read the site, a BCP 47 tag; "" where they chose none
	Reading   Reading       // how they like discussions to be shown
	SessionID int64         // the session that the request came with; 0 in commands and jobs
	Lead      bool          // looks after people's safety here: reads what is sealed because somebody may be at risk
	OfAge     clock.Instant // when they said that they are old enough; 0 = never
	Accepted  Versions      // the newest versions of the policies that they accepted
	Turn      bool          // it is their turn on a device that several people use
	Waits     bool          // they hold more than Role says: that waits until they do their second step in this session
	Groups    []Membership
}

// Membership is what an actor is in one group.
type Membership struct {
	GroupID int64
	Host    bool
}

// Visitor is somebody who is not signed in.
var Visitor = Actor{}

// SignedIn tells whether this is a person with a working account.
func (a Actor) SignedIn() bool { return a.ID != 0 && a.State == Active }

// CanEdit tells whether the actor may write the guide, the codebook and the summary's notes.
func (a Actor) CanEdit() bool {
	return a.SignedIn() && (a.Role == Editor || a.Role == Administrator)
}

// CanModerate tells whether the actor may decide about contributions.
func (a Actor) CanModerate() bool {
	return a.SignedIn() && (a.Role == Moderator || a.Role == Administrator)
}

// CanTag tells whether the actor may put themes on contributions.
func (a Actor) CanTag() bool { return a.CanEdit() || a.CanModerate() }

// CanAdminister tells whether the actor may change roles and settings.
func (a Actor) CanAdminister() bool { return a.SignedIn() && a.Role == Administrator }

// CanSafeguard tells whether the actor reads what is sealed because somebody may be at risk. No role brings it.
func (a Actor) CanSafeguard() bool { return a.SignedIn() && a.Lead }

// Staff tells whether the actor holds any role above member.
func (a Actor) Staff() bool { return a.CanEdit() || a.CanModerate() }

// MemberOf tells whether the actor belongs to a group.
func (a Actor) MemberOf(group int64) bool {
	for _, m := range a.Groups {
		if m.GroupID == group {
			return true
		}
	}
	return false
}

// HostOf tells whether the actor hosts a group.
func (a Actor) HostOf(group int64) bool {
	for _, m := range a.Groups {
		if m.GroupID == group {
			return m.Host
		}
	}
	return false
}

// SeesGroup tells whether the actor may see what is in a group.
func (a Actor) SeesGroup(group int64, private bool) bool {
	return !private || a.MemberOf(group) || a.Staff()
}

// SeesThreads is the visibility rule for threads as an SQL condition: t names the threads table in the query.
// A thread in a private group is seen by its members and by staff.
func (a Actor) SeesThreads(t string) (condition string, args []any) {
	if a.Staff() {
		return "1 = 1", nil
	}
	if len(a.Groups) == 0 {
		return t + ".private = 0", nil
	}
	for _, m := range a.Groups {
		args = append(args, m.GroupID)
	}
	return "(" + t + ".private = 0 OR " + t + ".group_id IN (?" + strings.Repeat(",?", len(args)-1) + "))", args
}

// Sees is the one visibility rule for contributions as an SQL condition: c names the contributions table and t the
// threads table in the query. Every page, count, feed, search, mail, export and summary uses it. What is held,
// asked to change, hidden or deleted is seen by nobody here; a writer's own and a moderator's view are asked for
// where they are shown.
func (a Actor) Sees(c, t string) (condition string, args []any) {
	condition, args = a.SeesThreads(t)
	return c + ".state = 'published' AND " + condition, args
}

// SeenBy is Sees for many readers at once: p names the people table in the query, of readers with a working account.
func SeenBy(c, t, p string) string {
	return c + ".state = 'published' AND " + ThreadSeenBy(t, p)
}

// ThreadSeenBy is SeesThreads for many readers at once: p names the people table in the query.
func ThreadSeenBy(t, p string) string {
	return "(" + t + ".private = 0 OR " + p + ".role <> 'member' OR EXISTS (SELECT 1 FROM memberships s WHERE s.group_id = " + t + ".group_id AND s.person_id = " + p + ".id AND s.state = 'member'))"
}
