// Package discussion keeps threads and what people say in them: contributions, positions, edits and read marks.
// One table, one life cycle and one set of permissions serve discussions, chapters and whatever else people can
// speak in.
package discussion

import (
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// ThreadKind says what a thread hangs on.
type ThreadKind string

// The kinds of thread.
const (
	InGroup   ThreadKind = "discussion" // a discussion in a group
	OnChapter ThreadKind = "chapter"    // the comments on a chapter of a guide
)

// Thread is anything people can speak in.
type Thread struct {
	ID            int64
	Kind          ThreadKind
	GroupID       int64 // 0 for a chapter
	Group         GroupName
	Slug          string
	Title         string
	Closed        bool          // closed by hand, whatever the times say
	OpensAt       clock.Instant // 0 = open from the start
	ClosesAt      clock.Instant // 0 = no closing time
	Private       bool          // in a private group: seen by members and staff
	MembersOnly   bool          // in a group that one has to ask to join: written in by members and staff
	Unseen        bool          // its opening post was never published: seen by its writer and moderators
	Hold          HoldRule      // the group's
	GroupSlow     int           // seconds that each person waits between two contributions in the group; 0 = none
	Slow          int           // and in this thread
	LockedAt      clock.Instant // when a moderator locked it; 0 = not locked
	LockedReason  string        // why, in words that everybody reads
	MergedInto    int64         // the discussion that took in everything said here; 0 = none
	Moved         bool          // something was moved out of it
	ChaptersOnly  bool          // the place takes comments on chapters only
	OpeningID     int64         // the opening post; 0 for a chapter
	LastSeq       int64         // sequence number of the newest contribution
	Contributions int           // published, the opening post not counted
	People        int           // people with something published here
	LastAt        clock.Instant
	CreatedBy     int64
	CreatedAt     clock.Instant
}

// GroupName is what a thread's page says of its group.
type GroupName struct{ Slug, Name string }

// OpenAt tells whether people may write in the thread at a moment.
func (t Thread) OpenAt(now clock.Instant) bool {
	return !t.Closed && t.LockedAt == 0 && t.MergedInto == 0 && t.OpensAt <= now && (t.ClosesAt == 0 || now < t.ClosesAt)
}

// Kind says what a contribution is in its thread.
type Kind string

// The kinds of contribution.
const (
	Opening Kind = "opening" // the post that starts a discussion
	Comment Kind = "comment" // an answer to the opening post, or a comment on a chapter
	Reply   Kind = "reply"   // an answer to another contribution
)

// State is where a contribution stands in its life.
type State string

// The states. Only Published is seen by others; Asked and Hidden leave a marker where something had been published.
const (
	Published State = "published"
	Held      State = "held"    // waits for a moderator, never seen yet
	Asked     State = "asked"   // a moderator asked the writer for a change
	Hidden    State = "hidden"  // a moderator hid it
	Deleted   State = "deleted" // the writer took it back
)

// Fate is what happened to a comment on a draft.
type Fate string

// The fates. The empty one is for what needs none: what is not on a draft, and what the editors say themselves.
const (
	NoFate     Fate = ""
	Pending    Fate = "pending"
	TakenIn    Fate = "taken-in"
	Partly     Fate = "partly"
	NotTakenIn Fate = "not-taken-in"
	Answered   Fate = "answered"
	MovedAway  Fate = "moved"
)

// Evidence is what somebody brings.
type Evidence string

// The kinds of evidence; the empty one is not stated.
const (
	Unstated Evidence = ""
	Lived    Evidence = "lived"
	Practice Evidence = "practice"
	Research Evidence = "research"
)

// Evidences lists the kinds of evidence in the order in which they are always shown.
var Evidences = []Evidence{Lived, Practice, Research}

// Channel is how a contribution reached us.
type Channel string

// The channels.
const (
	Web    Channel = "web"
	Email  Channel = "email"
	Paper  Channel = "paper"
	Phone  Channel = "phone"
	Event  Channel = "event"
	Import Channel = "import"
)

// Channels lists the channels in the order in which they are always shown.
var Channels = []Channel{Web, Email, Paper, Phone, Event, Import}

// Position is where somebody stands on a contribution.
type Position string

// The positions; the empty one withdraws.
const (
	Agree     Position = "agree"
	Disagree  Position = "disagree"
	Pass      Position = "pass"
	Withdrawn Position = ""
)

// Bounds on a contribution and on a page of them.
const (
	MaxBody   = 20_000 // bytes of Markdown
	MaxTitle  = 160    // characters of a discussion's title
	MaxDepth  = 3      // replies are shown at most this deep; deeper ones stay there and quote what they answer
	PageShort = 20     // contributions on a page
	PageLong  = 50     // contributions on a long page
)

// Contribution is anything somebody says in a thread.
type Contribution struct {
	ID          int64
	ThreadID    int64
	ParentID    int64 // 0 at the top
	Seq         int64 // place in the order in which things were said in the thread
	RootSeq     int64 // Seq of the contribution at the top of its branch
	Path        string
	Depth       int // 0 at the top, at most MaxDepth
	Kind        Kind
	AuthorID    int64
	Author      string // public name
	Who         people.Who
	RecorderID  int64 // who typed it in; 0 where the author did
	Recorder    string
	Channel     Channel
	Noted       bool // in the recorder's words, not the author's own
	Evidence    Evidence
	Body        string // Markdown as typed
	HTML        string // safe to print
	Language    string // of the words, a BCP 47 tag; "" where nobody said
	State       State
	Reason      string // the moderator's reason key, where State has one
	StateAt     clock.Instant
	PublishedAt clock.Instant // when it was first published; 0 = never
	Revision    int
	EditedAt    clock.Instant // 0 = as first written
	Agrees      int
	Disagrees   int
	Passes      int
	BlockID     int64 // the paragraph it is on now; 0 = none
	Fate        Fate
	Late        bool // said after the closing time
	CreatedAt   clock.Instant
	Mine        Position // the reader's own position

	spent  bool                                      // its words were removed when their time was over; read where the state is changed
	sealed bool                                      // for the safeguarding lead alone; read where the state is changed
	then   func(tx *db.Tx, contribution int64) error // what Finish does last; nil is nothing
}

// Marker tells whether something that was published once is not to be read any more, so that a marker keeps
// its place.
func (c Contribution) Marker() bool { return c.State != Published && c.PublishedAt != 0 }
