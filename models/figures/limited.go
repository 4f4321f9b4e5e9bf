package figures

import (
	"slices"

	"folkmoot/models/rules"
)

// limited is the sheet of decisions after which people cannot read something as it was written: those of each month by act,
// and by reason, with their sums. Its slices hold places on the sheet.
type limited struct {
	sheet
	keys     []string            // of the reasons
	all      []int               // of each month
	byAct    []map[rules.Act]int // of each month
	byReason []map[string]int    // of each month, by the reason's key
	reasons  []int               // of each reason, over all months
}

// What numbers are worth: the sum over all months is given up first, that of a month last.
const (
	ofEver = iota
	ofReason
	ofAct
	ofMonth
)

// limitedOf fills the sheet and decides what is withheld. No list by reason and act at once is given: the two would tell what
// neither tells alone.
func limitedOf(months []Month) *limited {
	l := &limited{}
	for _, m := range months {
		for key := range m.Reasons {
			if !slices.Contains(l.keys, key) {
				l.keys = append(l.keys, key)
			}
		}
	}
	slices.Sort(l.keys)
	acts, sums := map[rules.Act][]int{}, map[string][]int{} // by month
	for _, m := range months {
		sum, byAct, byReason := 0, map[rules.Act]int{}, map[string]int{}
		for _, act := range PublicLimits {
			byAct[act] = l.add(m.Acts[act], ofAct)
			acts[act] = append(acts[act], byAct[act])
			sum += m.Acts[act]
		}
		for _, key := range l.keys {
			byReason[key] = l.add(m.Reasons[key].N, ofReason)
			sums[key] = append(sums[key], byReason[key])
		}
		all := l.add(sum, ofMonth)
		l.line(values(byAct, PublicLimits), all)
		l.line(values(byReason, l.keys), all)
		l.all, l.byAct, l.byReason = append(l.all, all), append(l.byAct, byAct), append(l.byReason, byReason)
	}
	everything := l.add(0, notShown)
	l.line(l.all, everything)
	l.line(sumUp(l, acts, PublicLimits, notShown), everything)
	l.reasons = sumUp(l, sums, l.keys, ofEver)
	l.line(l.reasons, everything)
	l.withhold()
	return l
}

// values gives those of a map in the order of its keys.
func values[K comparable](of map[K]int, keys []K) (list []int) {
	for _, key := range keys {
		list = append(list, of[key])
	}
	return list
}

// sumUp adds the sum of each list and gives their places in the order of the keys.
func sumUp[K comparable](l *limited, lists map[K][]int, keys []K, worth int) (places []int) {
	for _, key := range keys {
		sum := 0
		for _, i := range lists[key] {
			sum += l.numbers[i]
		}
		place := l.add(sum, worth)
		l.line(lists[key], place)
		places = append(places, place)
	}
	return places
}

// actsOf gives what was done in a month.
func (l *limited) actsOf(month int) map[rules.Act]Shown {
	acts := map[rules.Act]Shown{}
	for act, place := range l.byAct[month] {
		acts[act] = l.shown[place]
	}
	return acts
}

// reasonsOf gives why it was done in a month.
func (l *limited) reasonsOf(month int, m Month) (list []PublicReason) {
	for _, key := range l.keys {
		of, there := m.Reasons[key]
		if !there {
			continue
		}
		one := PublicReason{Reason: key, Limited: l.shown[l.byReason[month][key]]}
		if one.Limited.Plain() {
			one.Wait = publicWait(of.Waits)
		}
		list = append(list, one)
	}
	return list
}
