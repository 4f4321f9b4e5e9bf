package figures

import "cmp"

// FewerThan is the smallest number that everybody is shown of what could point at a person. In a small place "one was hidden
// in May because it was hateful" names somebody to their neighbours, who saw whose words went away; and a count of one lets
// who reported, or who was reported, see themselves in it. Bodies that publish counts of people (the duty under section 149
// of the Equality Act, school and health statistics) withhold what is below five, and so do the summaries of this program.
// None at all is shown: it points at nobody.
const FewerThan = 5

// Shown is a number as everybody sees it.
type Shown struct {
	N      int
	Few    bool // there are some, and fewer than FewerThan
	Hidden bool // not shown, since another number could be worked out from it
}

// Plain tells whether the number itself is shown.
func (s Shown) Plain() bool { return !s.Few && !s.Hidden }

// sheet is numbers that hang together: in each line, all but the last add up to the last. A small one is not shown, and of
// the others so many are not that no small one can be worked out from the lines. What it cannot guard against is somebody who looks every hour and compares.
type sheet struct {
	numbers []int
	worth   []int // what is worth less is hidden sooner; notShown is on no page
	shown   []Shown
	lines   [][]int
}

// add adds a number and gives its place.
func (s *sheet) add(n, worth int) int {
	s.numbers, s.worth, s.shown = append(s.numbers, n), append(s.worth, worth), append(s.shown, Shown{})
	return len(s.numbers) - 1
}

// notShown is what a number is worth that is on no page, but follows where all those are shown that it sums up.
const notShown = -1

// sumKnown stands for a sum that is no number of the sheet, and that somebody may know.
const sumKnown = -1

// line says that the numbers at some places add up to the one at another, or to one that is known.
func (s *sheet) line(parts []int, sum int) {
	s.lines = append(s.lines, append(append([]int(nil), parts...), sum))
}

// withhold decides which numbers are shown.
func (s *sheet) withhold() {
	for i, n := range s.numbers {
		s.shown[i] = Shown{N: n}
		switch {
		case s.worth[i] == notShown:
			s.shown[i] = Shown{Hidden: true}
		case n > 0 && n < FewerThan:
			s.shown[i] = Shown{Few: true}
		}
	}
	for again := true; again; {
		again = false
		for _, line := range s.lines {
			for s.tells(line) && s.hideOne(line) {
				again = true
			}
		}
		if !again {
			again = s.hideBesideKnown()
		}
	}
}

// tells tells whether a number that is withheld can be worked out from a line alone. Where its sum is on no page, only all the
// lines together can tell.
func (s *sheet) tells(line []int) bool {
	few, hidden, rest := 0, 0, 0
	parts, sum := line[:len(line)-1], Shown{}
	if at := line[len(line)-1]; at != sumKnown {
		if sum = s.shown[at]; s.worth[at] == notShown {
			return false
		}
	}
	for _, i := range parts {
		switch {
		case s.shown[i].Few:
			few, rest = few+1, rest+s.numbers[i]
		case s.shown[i].Hidden:
			hidden, rest = hidden+1, rest+s.numbers[i]
		}
	}
	switch {
	case few+hidden == 1 && sum.Plain(), few+hidden == 0 && !sum.Plain():
		return true
	case sum.Few:
		return few >= FewerThan-1 // as many as the sum can be at most: each is one
	case sum.Hidden || few == 0:
		return false
	case hidden == 0 && rest < FewerThan:
		return true
	}
	// Each of the few is from 1 to 4, what is hidden is 5 or more: is there room for more than one number?
	most := min(FewerThan-1, rest-(few-1)-hidden*FewerThan)
	least := 1
	if hidden == 0 {
		least = max(1, rest-(few-1)*(FewerThan-1))
	}
	return most <= least
}

// hideOne hides that number of a line that is worth least, and of those the least one. It tells whether there was one: none at
// all is always shown. Where the sum is small and would say too much, it is written as if it were not.
func (s *sheet) hideOne(line []int) bool {
	least := -1
	for _, i := range line {
		if i != sumKnown && s.numbers[i] > 0 && s.shown[i].Plain() &&
			(least < 0 || cmp.Or(cmp.Compare(s.worth[i], s.worth[least]), cmp.Compare(s.numbers[i], s.numbers[least])) < 0) {
			least = i
		}
	}
	if sum := line[len(line)-1]; least < 0 && sum != sumKnown && s.shown[sum].Few && s.tells(line) {
		least = sum
	}
	if least < 0 {
		return false
	}
	s.shown[least] = Shown{Hidden: true}
	return true
}

// Withhold gives a list of numbers as everybody may see it, such that no small one can be worked out from the sum of them
// all: where too little is hidden, the next larger ones are not shown either.
func Withhold(numbers []int) []Shown {
	var s sheet
	parts := make([]int, len(numbers))
	for i, n := range numbers {
		parts[i] = s.add(n, 0)
	}
	s.line(parts, sumKnown)
	s.withhold()
	return s.shown
}

// hideBesideKnown hides one more number beside the first small one that follows from all the lines together, and tells
// whether there was one and something to hide.
func (s *sheet) hideBesideKnown() bool {
	for _, i := range s.known() {
		if !s.shown[i].Few {
			continue
		}
		for _, line := range s.lines {
			for _, j := range line {
				if j == i && s.hideOne(line) {
					return true
				}
			}
		}
	}
	return false
}
