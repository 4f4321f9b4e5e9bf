package insight

import (
	"context"
	"errors"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/insight/opinion"
	"folkmoot/models/people"
)

// Bounds on a look at who sees things alike.
const (
	AnswersNeeded    = 5                 // people who must have taken a position on something before it counts; the index says so too
	StatementsNeeded = 3                 // statements without which nothing is looked for
	PeopleNeeded     = opinion.MinPeople // people who answered enough without whom there are no views
	LeastInView      = opinion.MinGroup  // people in the smallest view that is told of
	MapFrom          = 20                // people in views from whom single marks are drawn
	StatementsMost   = 1_000             // statements that count: the newest
	votesMost        = 500_000           // positions that are read
)

// answered is the condition for a contribution to count as a statement, as the index has it.
const answered = "c.agrees + c.disagrees + c.passes >= 5"

// ViewScope says on which contributions positions are looked at: those of a Scope, or of one discussion in it.
type ViewScope struct {
	Scope
	Thread int64 // 0 for any
}

// NoViews is why there are no distinct groups.
type NoViews string

// The reasons. The empty one is for where there are groups.
const (
	FewStatements NoViews = "few-statements" // too little that enough people answered
	FewPeople     NoViews = "few-people"     // too few people who answered enough of it
	AllAlike      NoViews = "all-alike"      // people differ no more than by chance
	NotApart      NoViews = "not-apart"      // people differ, but do not fall into groups
	TooSmall      NoViews = "too-small"      // a group would be so small that people in it could be known
)

// Views is who sees things alike in a scope: the positions that people took on what everybody may see, and the groups
// that they fall into. It is shared by all who ask and never changed.
type Views struct {
	Scope      ViewScope
	People     int         // who took a position on a statement
	Positions  int         // that they took
	Placed     int         // people who are in a view
	Needed     int         // statements that somebody must have answered to be placed
	Older      bool        // there are older statements than are looked at
	Statements []Statement // in order of contribution
	Views      []View      // the largest first; empty where there are no distinct groups
	Why        NoViews

	// Places in Statements, the most telling first.
	Shared  []int // what every view agrees with; where there are no views, what most people agree with
	Opposed []int // what every view disagrees with, likewise
	Divides []int // what one view agrees with and another does not
	Unsure  []int // what many pass on

	Marks []Mark // one a person, in order of where it stands; empty where fewer than MapFrom are in views

	placed []placed // in order of person
	routes []route  // what to ask about next
}

// Statement is a contribution that enough people took a position on.
type Statement struct {
	Contribution int64
	Thread       int64
	All          Positions   // everybody's
	By           []Positions // by view, in the order of Views
	Untold       []bool      // by view: it is kept back, as too few people of it answered; By is zero there. Nil where all is told
	Consensus    float64     // 0 to 1: how far every view agrees with it, the geometric mean of their shares; not to be shown beside anything untold
}

// Seen is how many people took a position.
func (p Positions) Seen() int { return p.Agree + p.Disagree + p.Pass }

// View is a group of people who answered alike.
type View struct {
	Name      string // "A" is the largest
	People    int
	Apart     []Apart // what sets it apart, the most telling first
	Agrees    int     // place of the statement that it agrees with most; -1 where there is none
	Disagrees int     // that it disagrees with most
}

// Apart is a statement that sets a view apart from the others.
type Apart struct {
	Statement int  // its place in Statements
	Agree     bool // the view agrees with it more than others do; else it disagrees more
}

// Mark is where a person stands on the map, and in which view; nothing leads from it to the person.
type Mark struct {
	View int
	X, Y float64
}

// placed is a person and where they stand.
type placed struct {
	person int64
	view   int // -1 for none
	x, y   float64
	small  bool // they stand with so few others that the group is not shown
}

// enclosed turns a scope into a condition, and tells the one thread that it is of; 0 where it is of several. What is
// not there, or not for everybody, is ErrNotFound.
func (s *Store) enclosed(ctx context.Context, scope ViewScope) (sel selection, thread int64, err error) {
	if sel, err = s.choose(ctx, scope.Scope); err != nil {
		return sel, 0, err
	}
	switch {
	case scope.Thread != 0:
		t, err := discussion.FindThread(ctx, s.DB, scope.Thread)
		if err == nil {
			err = discussion.MayRead(people.Visitor, t)
		}
		if err != nil {
			return sel, 0, err
		}
		sel.and("c.thread_id = ?", scope.Thread)
		return sel, scope.Thread, nil
	case scope.Chapter != "":
		thread, err = db.Value[int64](ctx, s.DB, `SELECT c.thread_id FROM chapters c JOIN guides g ON g.id = c.guide_id
			WHERE g.slug = ? AND c.slug = ?`, scope.Guide, scope.Chapter)
	}
	return sel, thread, err
}

// Enough tells cheaply whether enough was answered in a thread, or in the threads of a group, that looking at who sees
// things alike may tell something.
func (s *Store) Enough(ctx context.Context, thread, group int64) (bool, error) {
	seen, args := people.Visitor.Sees("c", "t")
	where, of := "c.thread_id = ?", thread
	if thread == 0 {
		where, of = "t.group_id = ?", group
	}
	n, err := db.Value[int](ctx, s.DB, `SELECT COUNT(*) FROM (SELECT 1 FROM threads t JOIN contributions c ON c.thread_id = t.id
		WHERE `+where+" AND "+answered+" AND "+seen+" LIMIT ?) few", append(append([]any{of}, args...), StatementsNeeded)...)
	if errors.Is(err, db.ErrNotFound) {
		return false, nil
	}
	return n >= StatementsNeeded, err
}

// Of gives the view of somebody: its place in Views, or -1, and where they stand.
func (v *Views) Of(person int64) (view int, x, y float64) {
	if i, ok := v.find(person); ok {
		p := v.placed[i]
		return p.view, p.x, p.y
	}
	return -1, 0, 0
}

// Answered counts the statements that somebody has taken a position on: exactly, also where the views are of a minute
// ago.
func (s *Store) Answered(ctx context.Context, v *Views, person int64) (int, error) {
	ids := v.All()
	return db.Value[int](ctx, s.DB, "SELECT COUNT(*) FROM positions WHERE person_id = ? AND contribution_id IN "+db.In(len(ids)), db.Args(ids, person)...)
}
