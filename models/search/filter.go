package search

import (
	"folkmoot/models/clock"
	"folkmoot/models/people"
)

// Filter narrows a search; what is zero does not narrow it. What people said is narrowed by all of it, and so are
// discussions, by their opening posts; chapters by State alone; themes, groups and people by nothing.
type Filter struct {
	Group    int64
	Theme    int64
	Who      people.Who
	Evidence string
	By       int64         // the person who said it
	Language string        // the first part of a BCP 47 tag
	OrUnsaid bool          // with Language: also what nobody said the language of
	From     clock.Instant // said at this moment or later
	Until    clock.Instant // said before this moment
	State    Openness      // of the thread that it is in
	Answered Answering
}

// Openness says whether a thread takes answers now.
type Openness string

// The states of a thread that a search can ask for.
const (
	Open   Openness = "open"
	Closed Openness = "closed"
)

// Answering says whether something was answered.
type Answering string

// What a search can ask for.
const (
	WithAnswers    Answering = "yes"
	WithoutAnswers Answering = "no"
)

// For leaves of a filter what narrows a kind.
func (f Filter) For(kind Kind) Filter {
	switch kind {
	case Contribution, Discussion, "":
		return f
	case Chapter:
		return Filter{State: f.State}
	default:
		return Filter{}
	}
}

// condition is a part of a query with its arguments.
type condition struct {
	text string
	args []any
}

func (c *condition) and(text string, args ...any) {
	c.text += " AND " + text
	c.args = append(c.args, args...)
}

// says narrows by what somebody said: c names its contribution in the query.
func (f Filter) says(where *condition) {
	if f.Theme != 0 {
		where.and("EXISTS (SELECT 1 FROM tags WHERE contribution_id = c.id AND theme_id = ? AND state = 'accepted')", f.Theme)
	}
	if f.Who != "" {
		where.and("c.who = ?", f.Who)
	}
	if f.Evidence != "" {
		where.and("c.evidence = ?", f.Evidence)
	}
	if f.By != 0 {
		// What somebody said is not brought together any more once they have left, or are kept out.
		where.and("c.author_id = ? AND p.state = 'active'", f.By)
	}
	if f.Language != "" {
		unsaid := ""
		if f.OrUnsaid {
			unsaid = " OR c.language = ''"
		}
		where.and("(c.language = ? OR c.language LIKE ?"+unsaid+")", f.Language, f.Language+"-%")
	}
	if f.From != 0 {
		where.and("c.created_at >= ?", f.From)
	}
	if f.Until != 0 {
		where.and("c.created_at < ?", f.Until)
	}
}

// stands narrows by the thread: t names it in the query.
func (f Filter) stands(where *condition, now clock.Instant) {
	if f.Group != 0 {
		where.and("t.group_id = ?", f.Group)
	}
	const open = "(t.state = 'open' AND t.locked_at IS NULL AND t.merged_into IS NULL AND (t.opens_at IS NULL OR t.opens_at <= ?) AND (t.closes_at IS NULL OR t.closes_at > ?))"
	switch f.State {
	case Open:
		where.and(open, now, now)
	case Closed:
		where.and("NOT "+open, now, now)
	}
}
