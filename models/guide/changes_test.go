package guide_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/guide"
	"folkmoot/models/prose"
)

// wroteChanges writes changes down as "same 1=1, split 2=2+3, merged 3+4=4, reworded 5=5 moved, new =6, removed 7=".
func wroteChanges(changes []guide.Change) string {
	numbers := func(one *guide.Block, several []*guide.Block) string {
		if one == nil {
			return ""
		}
		if len(several) == 0 {
			several = []*guide.Block{one}
		}
		all := make([]string, len(several))
		for i, b := range several {
			all[i] = fmt.Sprint(b.Number)
		}
		return strings.Join(all, "+")
	}
	var all []string
	for _, c := range changes {
		one := fmt.Sprintf("%s %s=%s", c.How, numbers(c.Old, c.Olds), numbers(c.New, c.News))
		if c.Moved && c.How != guide.Moved {
			one += " moved"
		}
		all = append(all, one)
	}
	return strings.Join(all, ", ")
}

const (
	long1 = "Volunteers open the hall at nine each morning and make tea for whoever comes in from the cold."
	long2 = "On Thursdays the nurse checks blood pressure in the small room behind the stage without an appointment."
)

func TestBetweenFollowsEveryVersion(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		for _, body := range [][]string{
			{bus, long1 + " " + long2, pool, hall},                       // 1
			{bus, long1, long2, pool, hall},                              // 2: split
			{bus, long1, long2 + " " + pool, hall},                       // 3: joined with the next
			{hall, bus2, long1, long2 + " " + pool},                      // 4: moved, and reworded
			{bus2, long1 + " " + long2, pool},                            // 5: much of it undone, one taken out
			{bus2, long1 + " " + long2, pool, hall, talk},                // 6: what was taken out is back
			{talk, bus2, long1 + " " + long2, "# New", pool + " ", hall}, // 7
		} {
			r.publish(strings.Join(body, "\n\n"))
		}
		versions, err := r.Versions(ctx, r.now().ID)
		r.must(err)
		for _, c := range []struct {
			from, to int
			want     string
		}{
			{1, 2, "same 1=1, split 2=2+3, same 3=4, same 4=5"},
			{2, 1, "same 1=1, merged 2+3=2, same 4=3, same 5=4"},
			{2, 3, "same 1=1, same 2=2, merged 3+4=3, same 5=4"},
			{3, 2, "same 1=1, same 2=2, split 3=3+4, same 4=5"},
			{3, 4, "moved 4=1, reworded 1=2, same 2=3, same 3=4"},
			{2, 4, "moved 5=1, reworded 1=2, same 2=3, merged 3+4=4"},
			{5, 6, "same 1=1, same 2=2, same 3=3, new =4, new =5"},
			{1, 5, "reworded 1=1, same 2=2, same 3=3, removed 4="},
			{1, 6, "reworded 1=1, same 2=2, same 3=3, same 4=4, new =5"},
			{6, 1, "reworded 1=1, same 2=2, same 3=3, same 4=4, removed 5="},
			{6, 7, "moved 5=1, same 1=2, same 2=3, new =0, same 3=4, same 4=5"},
		} {
			changes, before, after, err := r.Between(ctx, r.now(), versions, c.from, c.to)
			r.must(err)
			if got := wroteChanges(changes); got != c.want || before.Number != c.from || after.Number != c.to {
				t.Errorf("%d to %d: %s, want %s", c.from, c.to, got, c.want)
			}
		}
	})
}

func TestChangesCompareWords(t *testing.T) {
	for name, c := range map[string]struct {
		old, new []string
		links    []guide.Link
		want     string
	}{
		"split":    {[]string{"One two. Three."}, []string{"One two.", "Three four."}, []guide.Link{{Old: 0, New: 0, How: guide.Split}, {Old: 0, New: 1, How: guide.Split}}, "One two. +¶ +Three+ four+."},
		"joined":   {[]string{"One.", "Two."}, []string{"One. Two."}, []guide.Link{{Old: 0, New: 0, How: guide.Merged}, {Old: 1, New: 0, How: guide.Merged}}, "One. -¶ -Two."},
		"Chinese":  {[]string{"图书馆星期二开门"}, []string{"图书馆星期四开门"}, []guide.Link{{How: guide.Reworded}}, "图书馆星期-二-+四+开门"},
		"Japanese": {[]string{"来年の春に閉める"}, []string{"来年の秋に閉める"}, []guide.Link{{How: guide.Reworded}}, "来年の-春-+秋+に閉める"},
		"Arabic":   {[]string{"المكتبة مغلقة يوم الأحد"}, []string{"المكتبة مغلقة يوم السبت"}, []guide.Link{{How: guide.Reworded}}, "المكتبة مغلقة يوم -الأحد-+السبت+"},
	} {
		changes := guide.Changes(plain(c.old), plain(c.new), c.links)
		if len(changes) != 1 {
			t.Errorf("%s: %d changes", name, len(changes))
			continue
		}
		var got strings.Builder
		for _, w := range changes[0].Words {
			mark := map[prose.Op]string{prose.PutIn: "+", prose.TakenOut: "-"}[w.Op]
			got.WriteString(mark + w.Text + mark)
		}
		if got.String() != c.want {
			t.Errorf("%s: %s, want %s", name, got.String(), c.want)
		}
	}
}

func plain(texts []string) []guide.Block {
	list := make([]guide.Block, len(texts))
	for i, text := range texts {
		list[i] = guide.Block{Number: i + 1, Kind: prose.Paragraph, Source: text, Text: text}
	}
	return list
}

// What changed holds both texts whole, between any two versions and both ways.
func TestBetweenIsWhole(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		w := writer{rand.New(rand.NewPCG(4, 2))}
		list := w.text(10)
		const last = 6
		for range last {
			r.publish(strings.Join(list, "\n\n"))
			list = w.edit(list, 0.4)
		}
		c := r.now()
		versions, err := r.Versions(ctx, c.ID)
		r.must(err)
		for from := 1; from <= last; from++ {
			for to := 1; to <= last; to++ {
				if from == to {
					continue
				}
				changes, _, _, err := r.Between(ctx, c, versions, from, to)
				r.must(err)
				before, after := map[int]bool{}, map[int]bool{}
				for _, change := range changes {
					for _, b := range append(change.Olds, change.Old) {
						if b != nil {
							before[b.Number] = true
						}
					}
					for _, b := range append(change.News, change.New) {
						if b != nil {
							after[b.Number] = true
						}
					}
				}
				old, err := r.Read(ctx, c, from)
				r.must(err)
				new, err := r.Read(ctx, c, to)
				r.must(err)
				if len(before) != len(old.Blocks) || len(after) != len(new.Blocks) {
					t.Errorf("%d to %d tells of %d and %d blocks, of %d and %d: %s", from, to, len(before), len(after), len(old.Blocks), len(new.Blocks), wroteChanges(changes))
				}
			}
		}
	})
}
