package demo

import (
	"fmt"
	"slices"
	"testing"
)

const weeks = Longest / 7

// weekly counts published contributions on each theme, oldest week first.
func weekly(d *Demo) map[string][]int {
	counts := map[string][]int{}
	for _, c := range everything(d) {
		if c.State != "" {
			continue
		}
		week := weeks - 1 - min(c.Day/7, weeks-1)
		for _, theme := range c.Themes {
			if counts[theme] == nil {
				counts[theme] = make([]int, weeks)
			}
			counts[theme][week]++
		}
	}
	return counts
}

func sum(counts []int) (total int) {
	for _, n := range counts {
		total += n
	}
	return total
}

func TestEnoughIsSaid(t *testing.T) {
	all := everything(Content())
	untagged := 0
	for _, c := range all {
		if len(c.Themes) == 0 {
			untagged++
		}
	}
	if len(all) < 280 || len(all) > 420 {
		t.Errorf("%d contributions", len(all))
	}
	if untagged < 4 || untagged > 40 {
		t.Errorf("%d without a theme, want some to read and code", untagged)
	}
}

func TestEveningBusesRiseInTheLastThreeWeeks(t *testing.T) {
	counts := weekly(Content())["evening-transport"]
	before, after := counts[:weeks-3], counts[weeks-3:]
	if slices.Max(before) > 2 || slices.Min(before) < 1 {
		t.Errorf("before: %v a week, want one or two", before)
	}
	if !slices.IsSorted(after) || after[0] < 5 || after[2] < 12 {
		t.Errorf("last three weeks: %v", after)
	}
}

func TestSmallGroupsClimbSteadily(t *testing.T) {
	counts := weekly(Content())["small-groups"]
	for i := 2; i+2 <= weeks; i += 2 {
		if earlier, later := sum(counts[i-2:i]), sum(counts[i:i+2]); later <= earlier {
			t.Errorf("weeks %d and %d bring %d, the two before %d: %v", i+1, i+2, later, earlier, counts)
		}
	}
}

func TestOnlineOnlyIsNew(t *testing.T) {
	counts := weekly(Content())["online-only"]
	if sum(counts[:weeks-5]) != 0 || slices.Min(counts[weeks-5:]) == 0 || !slices.IsSorted(counts) {
		t.Errorf("%v, want nothing until five weeks ago and more each week since", counts)
	}
}

func TestOtherThemesAreFlat(t *testing.T) {
	d := Content()
	counts := weekly(d)
	for _, theme := range d.Themes {
		if slices.Contains([]string{"evening-transport", "small-groups", "online-only"}, theme.Slug) {
			continue
		}
		first, last := sum(counts[theme.Slug][:weeks/2]), sum(counts[theme.Slug][weeks/2:])
		if first < 10 || last < 10 || first*2 < last || last*2 < first {
			t.Errorf("%s", fmt.Sprint(theme.Slug, counts[theme.Slug]))
		}
	}
}
