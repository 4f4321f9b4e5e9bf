package recount

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// mostAreas is how many areas are told apart.
const mostAreas = 500

// asked is one dimension by which people are told apart, with what is known of it.
type asked struct {
	key, words string
	counts     []Category // as they were said
	unknown    int
	private    bool
	typed      bool // people wrote the categories themselves
}

// heard counts whom the rows have heard from, by each dimension.
func (f Figures) heard() []reach {
	kinds := asked{key: "who", unknown: f.ByWho[notStated]}
	for _, kind := range whos {
		if kind != notStated {
			kinds.counts = append(kinds.counts, Category{kind, f.ByWho[kind]})
		}
	}
	areas := asked{key: "area", unknown: f.People, private: true, typed: true}
	for area, n := range f.ByArea {
		areas.counts = append(areas.counts, Category{area, n})
	}
	slices.SortFunc(areas.counts, func(a, b Category) int { return cmp.Or(b.People-a.People, cmp.Compare(a.Name, b.Name)) })
	areas.counts = areas.counts[:min(len(areas.counts), mostAreas)]
	for _, area := range areas.counts {
		areas.unknown -= area.People
	}
	list := []reach{f.against(kinds), f.against(areas)}
	for _, q := range f.Head.Questions {
		list = append(list, f.against(asked{key: q.Key, words: q.Words, counts: q.Answers, unknown: q.Rather, private: true}))
	}
	return list
}

func sameName(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// against holds what was said against who lives here.
func (f Figures) against(a asked) reach {
	r := reach{Dimension: a.key, Title: a.words, Unknown: a.unknown, Lines: []line{}}
	known := slices.IndexFunc(f.Head.Baselines, func(b Baseline) bool { return b.Dimension == a.key })
	var lives []Category
	switch {
	case known >= 0:
		b := f.Head.Baselines[known]
		r.Title, r.Source, lives = b.Title, b.Source, b.Rows
	case a.key == "who":
		for _, kind := range a.counts {
			lives = append(lives, Category{kind.Name, 0})
		}
	}
	said, names := map[string]int{}, map[string]string{}
	for _, c := range a.counts {
		key := sameName(c.Name)
		said[key] += c.People
		if have, ok := names[key]; !ok || c.Name < have {
			names[key] = c.Name
		}
	}
	var cells []cell
	for _, row := range lives {
		r.Lives += row.People
		cells = append(cells, cell{row.Name, row.People, said[sameName(row.Name)]})
		delete(said, sameName(row.Name))
	}
	var others []string
	for key := range said {
		others = append(others, key)
	}
	slices.Sort(others)
	for _, key := range others {
		if a.typed && said[key] < enough { // hardly anybody lives there: the name would lead to them
			r.Unknown += said[key]
			continue
		}
		cells = append(cells, cell{names[key], 0, said[key]})
	}
	r.fill(cells, a)
	return r
}

// cell is a category with who lives here and who was heard.
type cell struct {
	name         string
	lives, heard int
}

// fill adds the lines, and keeps back what could lead to somebody. Of what people typed, figures are in steps of five; few
// are those who are it by the most that their step allows.
func (r *reach) fill(cells []cell, a asked) {
	for _, c := range cells {
		r.Heard += c.heard
	}
	if a.typed {
		r.About, r.Heard, r.Unknown = true, enough*(r.Heard/enough), enough*(r.Unknown/enough)
	}
	small, least := 0, -1
	for i, c := range cells {
		heard, most := c.heard, c
		if a.typed {
			heard = enough * (c.heard / enough)
			most.heard = heard + 4
		}
		l := line{Category: c.name, Lives: c.lives, Few: few(most, r.Heard, r.Lives)}
		if a.private && heard < enough && (a.typed || heard > 0) { // an area with nobody looks like one with few
			small++
		} else {
			l.Heard = &heard
		}
		if heard >= enough && (least < 0 || heard < *r.Lines[least].Heard) {
			least = i
		}
		r.Lines = append(r.Lines, l)
	}
	if !a.private || small == 0 {
		return
	}
	if small == 1 && least >= 0 {
		r.Lines[least].Heard, r.Lines[least].Masked = nil, true
	}
	r.Heard, r.About = r.Heard-r.Heard%enough, true
}

// few tells whether clearly fewer were heard than live here: less than two thirds of their share, and so few that chance
// alone would hardly bring it.
func few(c cell, heard, lives int) bool {
	if heard < 20 || c.lives <= 0 || c.lives >= lives {
		return false
	}
	p := float64(c.lives) / float64(lives)
	if 3*float64(c.heard) >= 2*p*float64(heard) {
		return false
	}
	log, sum := float64(heard)*math.Log1p(-p), 0.0 // of nobody; each next one from the one before
	for k := 0; k <= c.heard; k++ {
		sum += math.Exp(log)
		log += math.Log(float64(heard-k)) - math.Log(float64(k+1)) + math.Log(p) - math.Log1p(-p)
	}
	return sum < 0.01
}
