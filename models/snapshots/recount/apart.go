package recount

import "sort"

// said is what a view said of a statement, beside all other views.
type said struct {
	id           int64
	answered     bool // anybody of the view agreed or disagreed
	agree        side
	disagree     side
	moreInFavour bool
}

// side is how a view stands to one answer.
type side struct {
	share float64 // of the view that gives it
	half  float64 // how surely that is more than half
	times float64 // how many times as likely as others the view is to give it
	more  float64 // how surely it gives it more often than they do
}

func (s side) sure() bool { return s.more > quantile && s.half > quantile }

func sideOf(n, seen, others, seenByOthers int) side {
	return side{share(n, seen), moreThanHalf(n, seen), share(n, seen) / share(others, seenByOthers), moreThan(n, seen, others, seenByOthers)}
}

func (s side) weight() float64 { return s.times * s.more * s.share * s.half }

// beside holds what a view said of a statement against what all others said.
func (p polled) beside(view, i int) said {
	own, other := p.by[view][i], stand{}
	for v := range p.by {
		if v != view {
			other.agree += p.by[v][i].agree
			other.disagree += p.by[v][i].disagree
			other.pass += p.by[v][i].pass
		}
	}
	s := said{id: p.ids[i], answered: own.agree+own.disagree > 0}
	s.agree = sideOf(own.agree, own.seen(), other.agree, other.seen())
	s.disagree = sideOf(own.disagree, own.seen(), other.disagree, other.seen())
	s.moreInFavour = s.agree.more > s.disagree.more
	return s
}

func (s said) stronger() side {
	if s.moreInFavour {
		return s.agree
	}
	return s.disagree
}

// betterToAgreeOn tells whether a statement shows better than another what a view agrees on.
func (s said) betterToAgreeOn(best *said) bool {
	switch {
	case !s.answered:
		return false
	case best == nil:
		return s.agree.half > quantile || s.agree.times > 1 && s.agree.share > 0.5
	case best.agree.times > 1:
		return s.agree.times*s.agree.more*s.agree.share*s.agree.half > best.agree.times*best.agree.more*best.agree.share*best.agree.half
	}
	return s.agree.share*s.agree.half > best.agree.share*best.agree.half
}

// apart is what sets a view apart: what it agrees on best, then what tells most, agreements first.
func (p polled) apart(view int) []apart {
	var sure []said
	var best, closest *said
	for i := range p.ids {
		if p.all[i].seen() == 0 {
			continue
		}
		s := p.beside(view, i)
		if s.agree.sure() || s.disagree.sure() {
			sure = append(sure, s)
		}
		if closest == nil || max(s.agree.more, s.disagree.more) > max(closest.agree.more, closest.disagree.more) {
			closest = &s
		}
		if s.betterToAgreeOn(best) {
			best = &s
		}
	}
	list := []apart{}
	if best != nil {
		list = append(list, apart{best.id, best.moreInFavour})
	}
	if len(sure) == 0 {
		if best == nil && closest != nil {
			list = append(list, apart{closest.id, closest.moreInFavour})
		}
		return list
	}
	sort.SliceStable(sure, func(a, b int) bool { return sure[a].stronger().weight() > sure[b].stronger().weight() })
	for _, s := range sure {
		if len(list) < longest && (best == nil || s.id != best.id) {
			list = append(list, apart{s.id, s.moreInFavour})
		}
	}
	sort.SliceStable(list, func(a, b int) bool { return list[a].Agree && !list[b].Agree })
	return list
}
