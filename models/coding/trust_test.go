package coding_test

import (
	"fmt"
	"testing"

	"folkmoot/models/coding"
	"folkmoot/models/coding/agreement"
	"folkmoot/models/discussion"
	"folkmoot/models/themes"
)

func TestSuggestionsAreJudgedByTheSampleAlone(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		// What people give: the first suggestion, the second, none, another one, and one that was coded without any.
		type did struct {
			shown, given []themes.Theme
			none         bool
		}
		bus, food, power := r.bus, r.food, r.power
		acts := []did{
			{shown: []themes.Theme{bus, food}, given: []themes.Theme{bus}},
			{shown: []themes.Theme{bus, food}, given: []themes.Theme{food}},
			{shown: []themes.Theme{bus, food}, none: true},
			{shown: []themes.Theme{bus, food}, given: []themes.Theme{power, bus}},
			{given: []themes.Theme{power}},
		}
		var sample []int64
		for len(sample) < len(acts)+1 {
			id := r.say("Something")
			if spot(id)%5 == 0 {
				sample = append(sample, id)
				continue
			}
			// What is not of the sample does not count, whatever the form says.
			r.must(r.try(r.editor, coding.Answer{Contribution: id, Revision: 1, Outcome: coding.Coded, Themes: []int64{bus.ID}, Shown: shown(bus), Queue: coding.FromSample}))
		}
		for i, act := range acts {
			answer := coding.Answer{Contribution: sample[i], Revision: 1, Outcome: coding.Coded, Themes: themeIDs(act.given), Shown: shown(act.shown...), Queue: coding.FromSample}
			if act.none {
				answer.Outcome = coding.None
			}
			r.must(r.try(r.editor, answer))
		}
		// One that had a theme before it came is none of the sample, and what was hidden does not count any more.
		r.tag(sample[5], power)
		r.must(r.try(r.editor, coding.Answer{Contribution: sample[5], Revision: 1, Outcome: coding.Coded, Themes: []int64{bus.ID}, Shown: shown(bus), Queue: coding.FromSample}))
		// Read again later, and untagged later: the sample stays as it was coded first.
		r.must(r.try(r.editor, coding.Answer{Contribution: sample[0], Revision: 1, Outcome: coding.Coded, Had: []int64{bus.ID}, Themes: []int64{power.ID}, Shown: shown(power), Queue: coding.FromList}))
		trust, err := r.Trust(ctx, r.editor)
		r.must(err)
		if trust.Before != 1 || trust.More {
			t.Errorf("%d had themes before they came, more: %v", trust.Before, trust.More)
		}
		share := func(of, all int) agreement.Share { return agreement.Share{Of: of, All: all} }
		want := coding.Trust{
			Coded: 4, None: 1, First: share(2, 4), Three: share(3, 4),
			By: []coding.SurenessTrust{{Sureness: coding.Likely, First: share(2, 4)}, {Sureness: coding.Perhaps}, {Sureness: coding.Guess}},
		}
		if got := fmt.Sprint(trust.Coded, trust.None, trust.First, trust.Three, trust.By); got != fmt.Sprint(want.Coded, want.None, want.First, want.Three, want.By) {
			t.Errorf("trust is %s, want %+v", got, want)
		}
		of := map[string]string{}
		for _, one := range trust.Themes {
			of[one.Theme.Name] = fmt.Sprint(one.Suggested, one.Found)
		}
		if got, want := fmt.Sprint(of), fmt.Sprint(map[string]string{"Buses": "{2 4} {2 2}", "Food": "{1 4} {1 1}", "Power": "{0 0} {0 1}"}); got != want {
			t.Errorf("by theme %s, want %s", got, want)
		}
		r.state(sample[1], discussion.Hidden)
		if trust, err = r.Trust(ctx, r.editor); err != nil || trust.Coded != 3 || trust.Three != share(2, 3) {
			t.Errorf("one hidden, it is %+v %v", trust, err)
		}
	})
}

func TestSaturation(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		sat, err := r.Saturation(ctx, r.editor)
		if r.must(err); len(sat.Runs) != 0 || sat.Latest != (coding.Run{}) {
			t.Errorf("of nothing: %+v", sat)
		}
		tag := func(n int, theme themes.Theme) {
			for range n {
				r.tag(r.say("Something"), theme)
			}
		}
		tag(30, r.bus)
		tag(30, r.food)
		if _, known := func() (bool, bool) { s, _ := r.Saturation(ctx, r.editor); return s.LittleNew() }(); known {
			t.Error("a verdict on sixty")
		}
		tag(50, r.bus)
		tag(20, r.power)
		hidden := r.say("Gone")
		r.tag(hidden, r.theme("Gone", ""))
		r.state(hidden, discussion.Hidden)
		r.code(r.editor, r.say("Fits nowhere"), coding.None)
		sat, err = r.Saturation(ctx, r.editor)
		r.must(err)
		want := []coding.Run{{Contributions: 50, New: 2, Before: 0}, {Contributions: 50, New: 0, Before: 2}, {Contributions: 30, New: 1, Before: 2}}
		if fmt.Sprint(sat.Runs) != fmt.Sprint(want) || sat.Latest != (coding.Run{Contributions: 100, New: 2, Before: 1}) || sat.None != 1 {
			t.Errorf("%+v, want %v", sat, want)
		}
		if little, known := sat.LittleNew(); little || !known {
			t.Errorf("two new on one is little: %v %v", little, known)
		}
		tag(100, r.food)
		if sat, err = r.Saturation(ctx, r.editor); err != nil || sat.Latest.New != 0 {
			t.Errorf("%+v %v", sat, err)
		}
		if little, known := sat.LittleNew(); !little || !known {
			t.Errorf("none new is not little: %v %v", little, known)
		}
	})
}
