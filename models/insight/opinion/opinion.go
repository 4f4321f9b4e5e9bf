// Package opinion finds who sees things alike. From people's positions on statements it gives opinion groups, what
// sets each group apart, what all groups share, what divides them, what people are unsure of, and which statement to
// ask about next.
//
// It is pure: it knows no database, and its answer depends on the positions and on when they were taken alone, not on
// the order in which they, the people or the statements are handed over. The statistics are those of Polis, digit for
// digit, given the same groups. The groups are found in one of two ways: Folkmoot, which is steady and says so when
// there are none, and Polis, which follows that program's own procedure from the order in which people first took a
// position.
package opinion

// Positions, as values of Vote.
const (
	Agree    int8 = 1
	Disagree int8 = -1
	Pass     int8 = 0 // seen, and neither
)

// Vote is one person's position on one statement. Of several by one person on one statement the one with the
// greatest Order counts; where those differ and have the same Order nobody can tell, and it counts as Pass.
type Vote struct {
	Person, Statement int64
	Value             int8  // Agree, Disagree or Pass; above is taken for Agree, below for Disagree
	Order             int64 // when it was taken: a time or a sequence
}

// Statement is something that people take positions on.
type Statement struct {
	ID   int64
	Out  bool // left out by moderators: it is counted, but shapes no group and stands in no list
	Meta bool // about the conversation or the people themselves: it shapes no group
}

// Method is a way of finding groups.
type Method string

// The ways of finding groups.
const (
	// Folkmoot gives steady groups, or none where there are none that deserve the name.
	Folkmoot Method = "folkmoot"
	// Polis follows the procedure of Polis on a conversation seen for the first time.
	Polis Method = "polis"
	// Given stands in a Result whose groups were handed over.
	Given Method = "given"
)

// Options say how to find the groups.
type Options struct {
	Method Method // "" is Folkmoot

	// Groups, unless nil, are the groups to use, by person; none are looked for then. Below 0 is no group.
	Groups map[int64]int
}

// Reason says why there are no groups.
type Reason string

// Why there are no groups; "" where there are.
const (
	// FewPeople: fewer than MinPeople took enough positions.
	FewPeople Reason = "few-people"
	// AllAlike: people differ no more than by chance.
	AllAlike Reason = "all-alike"
	// NotApart: people differ, but do not fall into groups that stand apart.
	NotApart Reason = "not-apart"
	// SmallGroups: all who see things differently from the rest are fewer than MinGroup.
	SmallGroups Reason = "small-groups"
)

// Result is everything that was found out. Its lists share no memory with what Analyse was given.
type Result struct {
	Method       Method
	Participants int     // people with at least one position
	Counted      int     // of them, those with enough positions to be placed in a group
	Statements   int     // statements with at least one position, those left out included
	Votes        int     // newest positions of everybody
	K            int     // number of groups; 0 = no distinct groups, and Why says why
	Why          Reason  // "" where there are groups
	Apart        float64 // how far the groups stand apart, as a mean silhouette from -1 to 1; 0 without groups or where they were given

	People  []Person // everybody with a position, in order of ID
	Groups  []Group  // largest first, unless they were given
	Details []Detail // every statement, those without positions too, in order of ID

	Representative   [][]Telling // by group: what sets it apart, at most five
	MajorityAgree    []int64     // statements that people agree on whatever their group, clearest first, at most five
	MajorityDisagree []int64     // the same for disagreeing
	Unsure           []int64     // statements that more than 30% of those who saw them pass on, at most five
}

// Person is where somebody stands.
type Person struct {
	ID    int64
	Group int     // place in Result.Groups; -1 = none
	Small bool    // stood with so few others that the group is not shown; then Group is -1
	Votes int     // positions taken, those on statements left out included
	X, Y  float64 // place on the map, from -1 to 1; those alike stand close together
}

// Group is an opinion group.
type Group struct {
	Label int     // its number where groups were given, else its place
	Size  int     // people in it
	X, Y  float64 // their middle on the map
}

// Detail is what is known about one statement.
type Detail struct {
	ID        int64
	Out, Meta bool

	Agree, Disagree, Pass int // of everybody, whether in a group or not

	// Consensus is Polis's group-informed consensus: the product over groups of (agree+1)/(seen+2).
	// Without groups everybody is one group.
	Consensus float64
	Shared    float64 // the geometric mean of the same shares, which does not shrink with more groups
	Divisive  float64 // from 0 to 1: the widest gap between two groups' agreement that is beyond chance
	Priority  float64 // weight in the lottery for what to ask next; see Priority

	Groups []Tally // by group
}

// Tally counts a group's positions on a statement. Seen counts those who agree, disagree or pass.
type Tally struct {
	Agree, Disagree, Seen int
}

// Telling is a statement that sets a group apart.
type Telling struct {
	ID      int64
	Agree   bool    // the group agrees more than others do; else it disagrees more
	Repness float64 // how many times as likely as others the group is to say so
	RepTest float64 // how sure that is: a z-score
	Share   float64 // smoothed share of the group that says so
	Test    float64 // how sure it is that more than half do: a z-score
	Count   int     // people in the group who say so
	Seen    int     // people in the group who saw it
	Best    bool    // the statement that the group agrees on best
}

// Analyse finds groups and all figures. The same votes, statements and options give the same result in whatever
// order they come.
func Analyse(votes []Vote, statements []Statement, options Options) Result {
	c := New(statements)
	c.Add(votes)
	return c.Analyse(options)
}
