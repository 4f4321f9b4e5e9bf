package insight

import "folkmoot/models/insight/opinion"

// What a view said is told only where at least AnswersNeeded people of it answered, and where nobody can work out what was
// said by fewer: by taking what the other views said from what everybody did.

// withhold takes away what too few people of a view said. Small tells that people stand in a group that is too small to be
// shown: what those said can be worked out too, where hardly anybody else is in no view.
func (v *Views) withhold(small bool) {
	for i := range v.Statements {
		v.Statements[i].withhold(small)
	}
}

func (s *Statement) withhold(small bool) {
	few, smallest, rest := 0, -1, s.All.Seen()
	untold := make([]bool, len(s.By))
	for i, p := range s.By {
		n := p.Seen()
		rest -= n
		if untold[i] = n > 0 && n < AnswersNeeded; untold[i] {
			few++
		} else if n > 0 && (smallest < 0 || n < s.By[smallest].Seen()) {
			smallest = i
		}
	}
	apart := small && rest > 0 && rest < AnswersNeeded // those of the small group, and hardly anybody beside them
	if apart {
		few++
	}
	if few == 0 {
		return
	}
	if few == 1 && smallest >= 0 {
		untold[smallest] = true
	}
	s.Untold = untold
	for i := range s.By {
		if untold[i] {
			s.By[i] = Positions{}
		}
	}
}

// anySmall tells whether people stand in a group that is too small to be shown.
func anySmall(found opinion.Result) bool {
	for _, p := range found.People {
		if p.Small {
			return true
		}
	}
	return false
}

// Tells tells whether what a view said of the statement is told.
func (s Statement) Tells(view int) bool { return s.Untold == nil || !s.Untold[view] }
