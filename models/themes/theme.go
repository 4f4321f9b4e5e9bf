// Package themes keeps the codebook, and the tags that join what people said to its themes. People decide what a
// theme is and what belongs to it; every wording of a theme is kept, and so is every tag, with who put it there.
package themes

import (
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// State says whether a theme is in use.
type State string

// The states. A retired theme takes no new tags and is left out of the summary; its page and its tags stay.
const (
	Current State = "current"
	Retired State = "retired"
)

// Source says how a tag came to be.
type Source string

// The sources.
const (
	ByPerson     Source = "person"
	ByImport     Source = "import"
	BySuggestion Source = "suggestion"
)

// Bounds on the codebook and on pages of contributions.
const (
	MaxName       = 120   // characters
	MaxDefinition = 4_000 // bytes
	MaxExamples   = 8_000 // bytes
	MaxReason     = 300   // characters
	MaxThemes     = 500   // themes in the codebook, retired ones included
	MaxMark       = 999   // highest number of a sign
	Page          = 20    // contributions on a page
)

// Theme is an entry of the codebook.
type Theme struct {
	ID            int64
	Slug          string
	Name          string
	Definition    string // what belongs to it, plain text
	Examples      string // words that show it, plain text
	ParentID      int64  // 0 at the top
	Mark          int    // number of the sign it is shown with; never used for another theme
	State         State
	Revision      int
	Contributions int   // published ones
	MergedInto    int64 // the theme that it went into; 0 for none
	SplitFrom     int64 // the theme that it was split off; 0 for none
	ChangedAt     clock.Instant
}

// Tagging is a theme on a contribution, with who or what put it there.
type Tagging struct {
	Theme  Theme
	Source Source
	PutBy  string // public name; empty for an import
	PutAt  clock.Instant
}

// MayKeep tells whether the actor may create, change and retire themes, and if not, why.
func MayKeep(a people.Actor) error {
	if !a.CanTag() {
		return db.Forbidden{Reason: "Only editors and moderators can change the themes."}
	}
	return nil
}

// MayTag tells whether the actor may put themes on contributions, and if not, why.
func MayTag(a people.Actor) error {
	if !a.CanTag() {
		return db.Forbidden{Reason: "Only editors and moderators can put themes on what people say."}
	}
	return nil
}
