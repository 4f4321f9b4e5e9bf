package sheet

import (
	"slices"
	"strings"

	"folkmoot/models/reach"
	"folkmoot/models/snapshots"
)

// heard is one row for each category of people; a cell that is kept back is empty, and says so beside it. Of areas numbers
// are those that they are at least.
func heard(e snapshots.Edition) table {
	t := table{name: "Heard", widths: []float64{20, 30, 30, 12, 24, 12, 30, 8, 10}}
	t.rows = [][]any{{"by", "title", "category", "heard", "kept_back", "live_here", "source", "few", "at_least"}}
	for _, r := range e.Heard {
		least := ""
		if r.Dimension == reach.ByArea {
			least = "yes"
		}
		for _, l := range r.Lines {
			var number, lives any = "", ""
			back, few := "", ""
			if l.Lives > 0 { // else nobody knows
				lives = l.Lives
			}
			switch {
			case l.Heard != nil:
				number = *l.Heard
			case l.Masked:
				back = "so that a smaller number cannot be worked out"
			default:
				back = "fewer than 5"
			}
			if l.Few {
				few = "yes"
			}
			t.rows = append(t.rows, []any{r.Dimension, r.Title, l.Category, number, back, lives, r.Source, few, least})
		}
		t.rows = append(t.rows, []any{r.Dimension, r.Title, "did not say", r.Unknown, "", "", r.Source, "", least})
	}
	return t
}

// views is one row for each comment that is told of, with where everybody and each view stands; what is kept back is empty.
func views(e snapshots.Edition) table {
	t := table{name: "Views", widths: []float64{22, 80, 40}}
	head := []any{"contribution", "words", "why_told", "removed_at", "agree", "disagree", "pass"}
	if e.Views == nil {
		t.rows = [][]any{head}
		return t
	}
	for _, v := range e.Views.Views {
		head = append(head, "view_"+v.Name+"_agree", "view_"+v.Name+"_disagree", "view_"+v.Name+"_pass")
	}
	t.rows = append(t.rows, head)
	for _, s := range e.Views.Statements {
		row := []any{s.URL, s.Text, strings.Join(whyTold(*e.Views, s.Contribution), "; "), s.Removed.String(), s.Agree, s.Disagree, s.Pass}
		for _, v := range e.Views.Views {
			i := slices.IndexFunc(s.Views, func(p snapshots.Standing) bool { return p.View == v.Name })
			if i < 0 {
				row = append(row, "", "", "")
				continue
			}
			row = append(row, s.Views[i].Agree, s.Views[i].Disagree, s.Views[i].Pass)
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// whyTold says in which lists a contribution stands.
func whyTold(v snapshots.Views, id int64) (why []string) {
	for _, list := range []struct {
		name string
		ids  []int64
	}{{"shared: agree", v.Shared}, {"shared: disagree", v.Opposed}, {"divides", v.Divides}, {"unsure", v.Unsure}} {
		if slices.Contains(list.ids, id) {
			why = append(why, list.name)
		}
	}
	for _, view := range v.Views {
		if slices.ContainsFunc(view.Apart, func(a snapshots.Apart) bool { return a.Contribution == id }) {
			why = append(why, "sets view "+view.Name+" apart")
		}
		if view.Agrees == id {
			why = append(why, "view "+view.Name+" agrees most")
		}
		if view.Disagrees == id {
			why = append(why, "view "+view.Name+" disagrees most")
		}
	}
	return why
}
