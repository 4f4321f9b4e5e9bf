package opinion

import (
	"cmp"
	"slices"
)

// Conversation holds the positions of one conversation in a canonical order, so that analysing again after a few
// more of them need not sort them all. What it gives never depends on how they came: all at once or one by one.
// It is not safe for use by several goroutines at once.
type Conversation struct {
	listed map[int64]Statement

	people     []int64 // ids, ascending
	first      []int64 // of each person, the least Order of all their votes
	statements []int64 // ids of statements with votes, ascending
	start      []int   // of each person, where their cells begin; one more at the end
	cells      []cell  // by person, then statement
	when       []int64 // the Order of each cell
}

// cell is a position: the place of the statement times four, plus one of the kinds.
type cell uint32

const (
	disagrees = iota // the kinds are the values plus one
	passes
	agrees
)

func (c cell) statement() int { return int(c >> 2) }
func (c cell) kind() int      { return int(c & 3) }

// kindOf gives the kind of a vote's value.
func kindOf(value int8) cell {
	switch {
	case value > 0:
		return agrees
	case value < 0:
		return disagrees
	}
	return passes
}

// New starts a conversation about statements. Those that only occur in votes are added by themselves.
func New(statements []Statement) *Conversation {
	c := &Conversation{start: []int{0}}
	c.SetStatements(statements)
	return c
}

// SetStatements says anew which statements there are and which are left out. Of two with one ID the mark counts that
// either of them has.
func (c *Conversation) SetStatements(statements []Statement) {
	c.listed = make(map[int64]Statement, len(statements))
	for _, s := range statements {
		before := c.listed[s.ID]
		c.listed[s.ID] = Statement{ID: s.ID, Out: s.Out || before.Out, Meta: s.Meta || before.Meta}
	}
}

// Add adds votes. It costs time in proportion to all votes, with a small constant for those that were there.
func (c *Conversation) Add(votes []Vote) {
	if len(votes) == 0 {
		return
	}
	people := newIndex(len(votes), func(i int) int64 { return votes[i].Person })
	statements := newIndex(len(votes), func(i int) int64 { return votes[i].Statement })
	c.merge(people.ids, statements.ids, arrange(votes, people, statements))
}

// entry is a vote on its way into the table, with places instead of ids.
type entry struct {
	person, statement int32
	order             int64
	kind              cell
}

// arrange gives the votes by person, then statement.
func arrange(votes []Vote, people, statements *index) []entry {
	byStatement := make([]entry, len(votes))
	next := make([]int, len(statements.ids)+1)
	places := make([]int32, len(votes))
	for i := range votes {
		places[i] = int32(statements.place(votes[i].Statement))
		next[places[i]+1]++
	}
	sumUp(next)
	counts := make([]int, len(people.ids)+1)
	for i, v := range votes {
		person := int32(people.place(v.Person))
		counts[person+1]++
		byStatement[next[places[i]]] = entry{person, places[i], v.Order, kindOf(v.Value)}
		next[places[i]]++
	}
	sumUp(counts)
	byPerson := make([]entry, len(votes))
	for _, e := range byStatement {
		byPerson[counts[e.person]] = e
		counts[e.person]++
	}
	return byPerson
}

// sumUp turns counts, shifted by one, into where each run begins.
func sumUp(counts []int) {
	for i := 1; i < len(counts); i++ {
		counts[i] += counts[i-1]
	}
}

// merge brings arranged entries, whose places are those in the given ids, into the table.
func (c *Conversation) merge(people, statements []int64, entries []entry) {
	allPeople, oldPerson, newPerson := union(c.people, people)
	allStatements, oldColumn, newColumn := union(c.statements, statements)
	next := &Conversation{
		listed: c.listed, people: allPeople, statements: allStatements,
		first: make([]int64, len(allPeople)), start: make([]int, len(allPeople)+1),
		cells: make([]cell, 0, len(c.cells)+len(entries)), when: make([]int64, 0, len(c.cells)+len(entries)),
	}
	sameColumns := len(allStatements) == len(c.statements)
	old, at := 0, 0 // the next person in c, the next entry
	for person := range allPeople {
		had := old < len(c.people) && oldPerson[old] == person
		var from, to int
		if had {
			from, to = c.start[old], c.start[old+1]
			next.first[person] = c.first[old]
			old++
		}
		if sameColumns && (at == len(entries) || newPerson[entries[at].person] != person) {
			next.cells, next.when = append(next.cells, c.cells[from:to]...), append(next.when, c.when[from:to]...)
			next.start[person+1] = len(next.cells)
			continue
		}
		for ; at < len(entries) && newPerson[entries[at].person] == person; at++ {
			e := entries[at]
			if !had || e.order < next.first[person] {
				next.first[person], had = e.order, true
			}
			column := cell(newColumn[e.statement])
			for ; from < to && cell(oldColumn[c.cells[from].statement()]) < column; from++ {
				next.put(person, cell(oldColumn[c.cells[from].statement()]), c.cells[from]&3, c.when[from])
			}
			if from < to && cell(oldColumn[c.cells[from].statement()]) == column {
				next.put(person, column, c.cells[from]&3, c.when[from])
				from++
			}
			next.put(person, column, e.kind, e.order)
		}
		for ; from < to; from++ {
			next.put(person, cell(oldColumn[c.cells[from].statement()]), c.cells[from]&3, c.when[from])
		}
		next.start[person+1] = len(next.cells)
	}
	*c = *next
}

// put appends a position of a person, or lets the newer of two on one statement stand.
func (c *Conversation) put(person int, column, kind cell, order int64) {
	last := len(c.cells) - 1
	if last < c.start[person] || c.cells[last]>>2 != column {
		c.cells, c.when = append(c.cells, column<<2|kind), append(c.when, order)
		return
	}
	switch {
	case order > c.when[last]:
		c.cells[last], c.when[last] = column<<2|kind, order
	case order == c.when[last] && c.cells[last]&3 != kind:
		c.cells[last] = column<<2 | passes
	}
}

// union joins two ascending lists and says where the elements of each went.
func union(a, b []int64) (all []int64, fromA, fromB []int) {
	all = make([]int64, 0, len(a)+len(b))
	fromA, fromB = make([]int, len(a)), make([]int, len(b))
	for i, j := 0, 0; i < len(a) || j < len(b); {
		takeA := j == len(b) || i < len(a) && a[i] <= b[j]
		takeB := i == len(a) || j < len(b) && b[j] <= a[i]
		if takeA {
			fromA[i] = len(all)
		}
		if takeB {
			fromB[j] = len(all)
		}
		if takeA {
			all = append(all, a[i])
			i++
		} else {
			all = append(all, b[j])
		}
		if takeB {
			j++
		}
	}
	return all, fromA, fromB
}

// index finds the place of an id among all that occur.
type index struct {
	ids    []int64
	lowest int64
	dense  []int32       // by id - lowest, where the ids lie close together
	sparse map[int64]int // else
}

// newIndex makes the index of n ids.
func newIndex(n int, id func(i int) int64) *index {
	x := &index{lowest: id(0)}
	highest := x.lowest
	for i := range n {
		x.lowest, highest = min(x.lowest, id(i)), max(highest, id(i))
	}
	if span := uint64(highest) - uint64(x.lowest); span < uint64(4*n+1024) {
		x.dense = make([]int32, span+1)
		for i := range n {
			x.dense[id(i)-x.lowest] = 1
		}
		for i, there := range x.dense {
			if there == 1 {
				x.dense[i] = int32(len(x.ids))
				x.ids = append(x.ids, x.lowest+int64(i))
			}
		}
		return x
	}
	x.sparse = map[int64]int{}
	for i := range n {
		if _, there := x.sparse[id(i)]; !there {
			x.sparse[id(i)] = 0
			x.ids = append(x.ids, id(i))
		}
	}
	slices.SortFunc(x.ids, cmp.Compare[int64])
	for place, id := range x.ids {
		x.sparse[id] = place
	}
	return x
}

// place gives where an id stands.
func (x *index) place(id int64) int {
	if x.dense != nil {
		return int(x.dense[id-x.lowest])
	}
	return x.sparse[id]
}
