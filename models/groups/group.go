// Package groups keeps themed groups and who belongs to them.
package groups

import (
	"folkmoot/models/clock"
	"folkmoot/models/people"
)

// Access says who may join a group, and who may see it.
type Access string

// The kinds of access.
const (
	Open    Access = "open"    // anyone may join, and anyone signed in may write
	Ask     Access = "ask"     // anyone may read; a host lets people in
	Private Access = "private" // seen by its members and staff alone
)

// Accesses lists the kinds of access from the most open to the least.
var Accesses = []Access{Open, Ask, Private}

// Bounds on a group and on its lists.
const (
	MaxName    = 80           // characters
	MaxSummary = 200          // characters
	MaxAbout   = 20_000       // bytes of Markdown
	ListPage   = 60           // groups on a page
	PeoplePage = 50           // members on a page
	MaxSlow    = 24 * 60 * 60 // seconds between two contributions of one person
	maxHosts   = 12           // hosts shown beside a group
	maxSlug    = 60           // characters of a group's address
)

// Group is a themed group.
type Group struct {
	ID          int64
	Slug        string
	Name        string
	Summary     string // one line, for cards
	About       string // Markdown as typed
	AboutHTML   string // safe to print
	Theme       Theme  // what it is about; zero for none
	Access      Access
	Hold        string // whose contributions wait: "all", "first", "links", "none", or "" as the place has it
	Slow        int    // seconds that each person waits between two contributions here; 0 for none
	Closed      bool   // the place takes comments on chapters only
	Members     int
	Discussions int // with a published opening post
	Revision    int // counts changes, so that two editors never overwrite each other silently
	CreatedAt   clock.Instant
}

// Theme is the theme that a group is about.
type Theme struct {
	ID   int64
	Slug string
	Name string
	Mark int
}

// Role is what somebody is in a group.
type Role string

// The roles.
const (
	Member Role = "member"
	Host   Role = "host"
)

// Standing is where somebody stands with a group.
type Standing string

// The standings; the empty one is somebody who has nothing to do with the group.
const (
	Outside Standing = ""
	Asked   Standing = "asked" // waits for a host
	Inside  Standing = "member"
)

// Person is somebody in a group, or somebody who asks to be.
type Person struct {
	ID           int64
	Name         string
	Who          people.Who
	Organisation string
	About        string
	Role         Role
	Since        clock.Instant // when they joined, or asked
}
