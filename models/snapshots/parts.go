package snapshots

import (
	"context"
	"slices"

	"folkmoot/models/insight"
	"folkmoot/models/reach"
)

// Reach is whom a summary has heard from by one dimension, against who lives here.
type Reach struct {
	Dimension string      `json:"dimension"` // "who", "area", or the key of a question
	Title     string      `json:"title,omitempty"`
	Source    string      `json:"source,omitempty"` // who counted those who live here, and when
	Lives     int         `json:"lives"`            // people whom they counted; 0 where nobody did
	Heard     int         `json:"heard"`            // people who were heard and said which they are
	About     bool        `json:"about,omitempty"`  // Heard is rounded down, as cells are kept back; of areas every figure is
	Unknown   int         `json:"unknown"`          // people who were heard and did not say
	Lines     []ReachLine `json:"lines"`
}

// ReachLine is a category.
type ReachLine struct {
	Category string `json:"category"`
	Lives    int    `json:"lives"`
	Heard    *int   `json:"heard,omitempty"`  // nil where it is kept back, so that nobody is known by it
	Masked   bool   `json:"masked,omitempty"` // it is kept back only because a smaller one could be worked out from it
	Few      bool   `json:"few,omitempty"`    // clearly fewer were heard than live here
}

// Views is who sees things alike.
type Views struct {
	People     int             `json:"people"`
	Placed     int             `json:"people_in_views"`
	Positions  int             `json:"positions"`
	Answered   int             `json:"answered"`        // comments that enough people answered
	Needed     int             `json:"needed"`          // that somebody must have answered to be in a view
	Older      bool            `json:"older,omitempty"` // there are older ones, which were not looked at
	Why        insight.NoViews `json:"why_no_views,omitempty"`
	Views      []View          `json:"views"`
	Shared     []int64         `json:"shared_agree"` // contributions; what every view agrees with, or most people where there are no views
	Opposed    []int64         `json:"shared_disagree"`
	Divides    []int64         `json:"divides"`
	Unsure     []int64         `json:"unsure"`
	Statements []Statement     `json:"statements"` // those that are told of, in order of contribution
}

// View is a group of people who answered alike.
type View struct {
	Name      string  `json:"view"`
	People    int     `json:"people"`
	Apart     []Apart `json:"sets_apart"`
	Agrees    int64   `json:"agrees_most,omitempty"` // contribution; 0 where nothing stands out
	Disagrees int64   `json:"disagrees_most,omitempty"`
}

// Apart is what a view agrees or disagrees with more than others do.
type Apart struct {
	Contribution int64 `json:"contribution"`
	Agree        bool  `json:"agree"`
}

// Statement is a contribution that is told of, and what people and each view said of it. Its Text is empty where its words
// cannot be quoted exactly.
type Statement struct {
	Quote
	Whole bool `json:"whole,omitempty"` // Text is all of it
	Positions
	Views []Standing `json:"views"` // those of which it can be told
}

// Standing is what a view said of a statement.
type Standing struct {
	View string `json:"view"`
	Positions
}

// frozenReach brings whom a scope has heard from into the form in which it is kept.
func frozenReach(h insight.Heard) []Reach {
	list := []Reach{}
	for _, r := range h.By {
		one := Reach{Dimension: r.Dimension, Title: r.Title, Source: r.Source, Lives: r.Lives, Heard: r.Heard, About: r.About, Unknown: r.Unknown, Lines: []ReachLine{}}
		for _, l := range r.Lines {
			line := ReachLine{Category: l.Category, Lives: l.Lives, Masked: l.Masked, Few: l.Few}
			if !l.Hidden {
				heard := l.Heard
				line.Heard = &heard
			}
			one.Lines = append(one.Lines, line)
		}
		list = append(list, one)
	}
	return list
}

// Reached is the opposite: whom an edition has heard from, as it is shown.
func (e Edition) Reached() (h insight.Heard) {
	for _, r := range e.Heard {
		one := reach.Reach{Dimension: r.Dimension, Title: r.Title, Source: r.Source, Lives: r.Lives, Heard: r.Heard, About: r.About, Unknown: r.Unknown}
		for _, l := range r.Lines {
			line := reach.Line{Category: l.Category, Lives: l.Lives, Masked: l.Masked, Few: l.Few, Hidden: l.Heard == nil}
			if l.Heard != nil {
				line.Heard = *l.Heard
			}
			one.Lines = append(one.Lines, line)
		}
		h.By = append(h.By, one)
		if r.Dimension != reach.ByWho && r.Dimension != reach.ByArea {
			h.Questions = append(h.Questions, reach.Question{Key: r.Dimension, Words: r.Title})
		}
	}
	return h
}

// frozenViews brings views into the form in which they are kept, without words.
func frozenViews(v *insight.Views) *Views {
	w := &Views{
		People: v.People, Placed: v.Placed, Positions: v.Positions, Answered: len(v.Statements), Needed: v.Needed, Older: v.Older, Why: v.Why,
		Views: []View{}, Shared: v.Contributions(v.Shared), Opposed: v.Contributions(v.Opposed), Divides: v.Contributions(v.Divides),
		Unsure: v.Contributions(v.Unsure), Statements: []Statement{},
	}
	one := func(place int) int64 {
		if place < 0 {
			return 0
		}
		return v.Statements[place].Contribution
	}
	for _, view := range v.Views {
		kept := View{Name: view.Name, People: view.People, Apart: []Apart{}, Agrees: one(view.Agrees), Disagrees: one(view.Disagrees)}
		for _, a := range view.Apart {
			kept.Apart = append(kept.Apart, Apart{one(a.Statement), a.Agree})
		}
		w.Views = append(w.Views, kept)
	}
	told := v.Told()
	for _, s := range v.Statements {
		if !slices.Contains(told, s.Contribution) {
			continue
		}
		kept := Statement{Quote: Quote{Contribution: s.Contribution, URL: s.URL()}, Positions: Positions(s.All), Views: []Standing{}}
		for i, p := range s.By {
			if s.Tells(i) {
				kept.Views = append(kept.Views, Standing{v.Views[i].Name, Positions(p)})
			}
		}
		w.Statements = append(w.Statements, kept)
	}
	return w
}

// Seen is the opposite: the views of an edition as they are shown. Of its statements it has those that are told of.
func (e Edition) Seen() *insight.Views {
	w := e.Views
	if w == nil {
		return nil
	}
	v := &insight.Views{
		Scope: insight.ViewScope{Scope: e.ScopeOf()}, People: w.People, Placed: w.Placed, Positions: w.Positions, Needed: w.Needed, Older: w.Older, Why: w.Why,
	}
	places := map[int64]int{}
	for i, s := range w.Statements {
		places[s.Contribution] = i
	}
	all := func(ids []int64) (list []int) {
		for _, id := range ids {
			list = append(list, places[id])
		}
		return list
	}
	v.Shared, v.Opposed, v.Divides, v.Unsure = all(w.Shared), all(w.Opposed), all(w.Divides), all(w.Unsure)
	one := func(id int64) int {
		if id == 0 {
			return -1
		}
		return places[id]
	}
	for _, view := range w.Views {
		shown := insight.View{Name: view.Name, People: view.People, Agrees: one(view.Agrees), Disagrees: one(view.Disagrees)}
		for _, a := range view.Apart {
			shown.Apart = append(shown.Apart, insight.Apart{Statement: one(a.Contribution), Agree: a.Agree})
		}
		v.Views = append(v.Views, shown)
	}
	for _, s := range w.Statements {
		v.Statements = append(v.Statements, s.seen(w.Views))
	}
	return v
}

func (s Statement) seen(views []View) insight.Statement {
	shown := insight.Statement{Contribution: s.Contribution, All: insight.Positions(s.Positions)}
	for _, view := range views {
		i := slices.IndexFunc(s.Views, func(p Standing) bool { return p.View == view.Name })
		shown.Untold = append(shown.Untold, i < 0)
		by := insight.Positions{}
		if i >= 0 {
			by = insight.Positions(s.Views[i].Positions)
		}
		shown.By = append(shown.By, by)
	}
	if !slices.Contains(shown.Untold, true) {
		shown.Untold = nil
	}
	return shown
}

// addParts adds to an edition whom it has heard from and who sees things alike, with the words of what is told of.
func (e *Edition) addParts(ctx context.Context, in *insight.Store, sum insight.Summary, ballots insight.Ballots) error {
	heard, err := in.Heard(ctx, sum)
	if err != nil {
		return err
	}
	e.Heard = frozenReach(heard)
	v := ballots.Views(insight.ViewScope{Scope: sum.Scope})
	e.Views = frozenViews(v)
	words, err := in.Words(ctx, v.Told())
	if err != nil {
		return err
	}
	for i := range e.Views.Statements {
		q, w := &e.Views.Statements[i].Quote, words[e.Views.Statements[i].Contribution]
		if w.Start >= w.End {
			continue // its words are not plain
		}
		if *q, err = quoteOf(ctx, in.DB, insight.Quote{Contribution: q.Contribution, Text: w.Text, Start: w.Start, End: w.End}); err != nil {
			return err
		}
		e.Views.Statements[i].Whole = w.Whole
	}
	return nil
}
