package recount

import (
	"slices"
	"sort"
)

// parts holds whom an edition has heard from, and who sees things alike in it, to the rows. The ones that were made before
// editions had these parts have rows without them.
func (c *check) parts(e *edition, words Words) error {
	if c.figures.Head.Format == firstRowsFormat {
		if e.Heard != nil || e.Views != nil {
			c.wrong("it says who was heard or who sees things alike, and the rows do not")
		}
		e.Heard, e.Views = nil, nil
		return nil
	}
	heard := c.figures.heard()
	for _, r := range heard {
		c.done.Figures += 3 + 2*len(r.Lines)
	}
	c.same("whom it has heard from", e.Heard, heard)
	e.Heard = heard
	if e.Views == nil {
		c.wrong("it does not say who sees things alike, and the rows do")
		return nil
	}
	return c.views(e.Views, words)
}

// views counts the views again. The words of statements, and why there are no views, are what the edition says.
func (c *check) views(v *views, words Words) error {
	p, err := poll(c.figures)
	if err != nil {
		c.wrong("the views cannot be counted: %v", err)
		return nil
	}
	if (v.Why == "") != (len(p.names) > 1) {
		c.wrong("there are %d views, and the reason why there are none is %q", len(p.names), v.Why)
	}
	again := p.views()
	again.Older, again.Why = c.figures.Head.Older, v.Why
	for i := range again.Statements {
		s := &again.Statements[i]
		at := slices.IndexFunc(v.Statements, func(have statement) bool { return have.Contribution == s.Contribution })
		if at < 0 {
			s.URL = "/contributions/?"
			continue // the comparison below finds it
		}
		s.quote, s.Whole = v.Statements[at].quote, v.Statements[at].Whole
		if s.Text == "" && s.Removed == "" && s.Start == 0 && s.End == 0 {
			continue // its words could not be quoted exactly
		}
		if err := c.quote("who sees things alike", &s.quote, words); err != nil {
			return err
		}
	}
	c.done.Figures += 4 + 3*len(again.Statements)
	c.same("who sees things alike", *v, again)
	*v = again
	return nil
}

// views puts what was counted into the form of an edition.
func (p polled) views() views {
	v := views{
		People: p.people, Positions: p.total, Answered: len(p.ids), Needed: min(7, len(p.ids)), Views: []view{},
		Shared: p.shared(agrees), Opposed: p.shared(disagrees), Divides: p.divides(), Unsure: p.unsure(), Statements: []statement{},
	}
	told := slices.Concat(v.Shared, v.Opposed, v.Divides, v.Unsure)
	for i, name := range p.names {
		one := view{Name: name, People: p.sizes[i], Apart: p.apart(i), Agrees: p.most(i, agrees), Disagrees: p.most(i, disagrees)}
		v.Placed += one.People
		v.Views = append(v.Views, one)
		for _, a := range one.Apart {
			told = append(told, a.Contribution)
		}
		told = append(told, one.Agrees, one.Disagrees)
	}
	sort.Slice(told, func(a, b int) bool { return told[a] < told[b] })
	for _, id := range slices.Compact(told) {
		i := slices.Index(p.ids, id)
		if i < 0 {
			continue // nothing stands out
		}
		s := statement{quote: quote{Contribution: id}, positions: p.all[i].written(), Views: []standing{}}
		for n, tell := range p.told(i) {
			if tell {
				s.Views = append(s.Views, standing{p.names[n], p.by[n][i].written()})
			}
		}
		v.Statements = append(v.Statements, s)
	}
	return v
}

func (s stand) written() positions { return positions{s.agree, s.disagree, s.pass} }
