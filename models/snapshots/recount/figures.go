package recount

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"
)

// notStated stands for those who did not say who they are, or what they bring.
const notStated = "not-stated"

var (
	whos      = []string{"resident", "practitioner", "voluntary", "public", "business", "researcher", notStated}
	evidences = []string{"lived", "practice", "research", notStated}
)

// longRun is how many weeks are listed one by one; of a longer time, those in which nothing was said are left out.
const longRun = 1040

const dayForm = "2006-01-02"

// Figures is what the rows add up to.
type Figures struct {
	Head          Head
	Contributions int
	People        int
	ByWho         map[string]int
	Themes        []Theme        // ranked; those that nobody spoke about are left out
	ByArea        map[string]int // people; who did not say is not in it
	Ballots       []Ballot
}

// Theme is what the rows say about one theme.
type Theme struct {
	Named
	Contributions, People int
	ByWho, ByEvidence     map[string]int
	Agree, Disagree, Pass int
	Weeks                 []Week
}

// Week is seven days from a Monday on.
type Week struct {
	Start         string `json:"start"`
	Contributions int    `json:"contributions"`
}

// crowd is a set of people, who are numbered from 1 without gaps.
type crowd struct {
	bits []uint64
	n    int
}

func (c *crowd) add(person int) {
	word, bit := person/64, uint64(1)<<(person%64)
	if word >= len(c.bits) {
		c.bits = append(c.bits, make([]uint64, word+1-len(c.bits))...)
	}
	if c.bits[word]&bit == 0 {
		c.bits[word] |= bit
		c.n++
	}
}

// pile is what has been counted of one theme so far.
type pile struct {
	theme  Theme
	people crowd
	byWho  map[string]*crowd
	weeks  map[string]int // by Monday
}

// counter counts rows.
type counter struct {
	figures     Figures
	zone        *time.Location
	byWho       map[string]*crowd
	byArea      map[string]*crowd
	piles       map[int64]*pile
	first, last string // Mondays of the first and the last week in which anything was said
	before      int64  // the contribution of the row before
	ballots     bool   // what people answered is being read
	monday      mondays
}

// Read counts rows. It holds people and sums in memory, never the rows.
func Read(r io.Reader) (Figures, error) {
	head, zone, rows, err := readHead(r)
	if err != nil {
		return Figures{}, err
	}
	c := &counter{figures: Figures{Head: head}, zone: zone, byWho: map[string]*crowd{}, byArea: map[string]*crowd{}, piles: map[int64]*pile{}}
	for _, theme := range head.Themes {
		if c.piles[theme.ID] != nil {
			return c.figures, fmt.Errorf("theme %d is in the codebook of the rows twice", theme.ID)
		}
		c.piles[theme.ID] = &pile{theme: Theme{Named: theme}, byWho: map[string]*crowd{}, weeks: map[string]int{}}
	}
	for line := 3; ; line++ {
		cells, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return c.finish()
		}
		if err == nil {
			err = c.read(cells)
		}
		if err != nil {
			return c.figures, fmt.Errorf("line %d of the rows: %w", line, err)
		}
	}
}

// read counts a line: a row, the names above what people answered, or what one of them answered.
func (c *counter) read(cells []string) error {
	switch {
	case !c.ballots && len(cells) == len(columns):
		row, err := parse(cells)
		if err != nil {
			return err
		}
		return c.add(row)
	case !c.ballots && slices.Equal(cells, ballotColumns) && c.figures.Head.Format == rowsFormat:
		c.ballots = true
		return nil
	case c.ballots && len(cells) == len(ballotColumns):
		b, err := parseBallot(cells, len(c.figures.Ballots)+1, len(c.figures.Head.Statements))
		c.figures.Ballots = append(c.figures.Ballots, b)
		return err
	}
	return fmt.Errorf("it has %d cells", len(cells))
}

func (c *counter) add(r Row) error {
	switch {
	case r.Contribution <= c.before:
		return fmt.Errorf("contribution %d is not in its place", r.Contribution)
	case r.Person < 1 || r.Person > c.figures.People+1:
		return fmt.Errorf("person %d is not the next one", r.Person)
	case r.Agree < 0 || r.Disagree < 0 || r.Pass < 0:
		return errors.New("a count is below nothing")
	}
	at := time.UnixMilli(r.At).In(c.zone)
	if err := c.inScope(r, at); err != nil {
		return err
	}
	who, evidence := cmp.Or(r.Who, notStated), cmp.Or(r.Evidence, notStated)
	if !slices.Contains(whos, who) || !slices.Contains(evidences, evidence) {
		return fmt.Errorf("%q or %q is not known", who, evidence)
	}
	c.before = r.Contribution
	c.figures.People = max(c.figures.People, r.Person)
	c.figures.Contributions++
	join(c.byWho, who, r.Person)
	if r.Area != "" {
		join(c.byArea, r.Area, r.Person)
	}
	monday := c.monday.of(at)
	if c.first == "" || monday < c.first {
		c.first = monday
	}
	c.last = max(c.last, monday)
	for i, id := range r.Themes {
		p := c.piles[id]
		if p == nil || slices.Contains(r.Themes[:i], id) {
			return fmt.Errorf("theme %d is not one of the codebook, or stands there twice", id)
		}
		p.add(r, who, evidence, monday)
	}
	return nil
}

func (p *pile) add(r Row, who, evidence, monday string) {
	if p.theme.ByEvidence == nil {
		p.theme.ByEvidence = zeros(evidences)
	}
	p.theme.Contributions++
	p.people.add(r.Person)
	join(p.byWho, who, r.Person)
	p.theme.ByEvidence[evidence]++
	p.theme.Agree += r.Agree
	p.theme.Disagree += r.Disagree
	p.theme.Pass += r.Pass
	p.weeks[monday]++
}

// inScope tells what of the scope a row is outside of, where a row can tell.
func (c *counter) inScope(r Row, at time.Time) error {
	own := map[string]string{
		"who": cmp.Or(r.Who, notStated), "evidence": cmp.Or(r.Evidence, notStated), "channel": r.Channel, "area": cmp.Or(r.Area, notStated),
	}
	for name, want := range c.figures.Head.Scope {
		have, known := own[name]
		wrong := known && have != want
		switch name {
		case "from":
			wrong = at.Format(dayForm) < want
		case "to":
			wrong = at.Format(dayForm) > want
		case "theme":
			wrong = !slices.ContainsFunc(r.Themes, func(id int64) bool { return c.piles[id] != nil && c.piles[id].theme.Slug == want })
		}
		if wrong {
			return fmt.Errorf("contribution %d is outside of what was counted: %s is not %s", r.Contribution, name, want)
		}
	}
	return nil
}

func join(crowds map[string]*crowd, kind string, person int) {
	if crowds[kind] == nil {
		crowds[kind] = &crowd{}
	}
	crowds[kind].add(person)
}

func zeros(kinds []string) map[string]int {
	counts := map[string]int{}
	for _, kind := range kinds {
		counts[kind] = 0
	}
	return counts
}

func sizes(crowds map[string]*crowd) map[string]int {
	counts := zeros(whos)
	for kind, c := range crowds {
		counts[kind] = c.n
	}
	return counts
}

// finish ranks the themes and lists their weeks.
func (c *counter) finish() (Figures, error) {
	f := c.figures
	if f.Head.Format == rowsFormat && !c.ballots {
		return f, errors.New("the rows end before what people answered")
	}
	f.ByWho, f.ByArea = sizes(c.byWho), map[string]int{}
	for area, crowd := range c.byArea {
		f.ByArea[area] = crowd.n
	}
	first, last := c.first, c.last
	for name, end := range map[string]*string{"from": &first, "to": &last} {
		day := f.Head.Scope[name]
		if day == "" {
			continue
		}
		t, err := time.Parse(dayForm, day)
		if err != nil {
			return f, fmt.Errorf("the rows are of a day that is none: %q", day)
		}
		*end = mondayOf(t)
	}
	for _, p := range c.piles {
		if p.theme.Contributions == 0 {
			continue
		}
		p.theme.People, p.theme.ByWho = p.people.n, sizes(p.byWho)
		p.theme.Weeks = list(first, last, p.weeks)
		f.Themes = append(f.Themes, p.theme)
	}
	slices.SortFunc(f.Themes, func(a, b Theme) int {
		return cmp.Or(b.People-a.People, b.Contributions-a.Contributions, cmp.Compare(a.Name, b.Name), cmp.Compare(a.Slug, b.Slug), cmp.Compare(a.ID, b.ID))
	})
	return f, nil
}

// list gives the weeks from one Monday to another.
func list(first, last string, counts map[string]int) []Week {
	weeks := []Week{}
	from, err := time.Parse(dayForm, first)
	to, wrong := time.Parse(dayForm, last)
	if err != nil || wrong != nil {
		return weeks
	}
	if to.Sub(from) >= longRun*7*24*time.Hour {
		for _, monday := range slices.Sorted(maps.Keys(counts)) {
			weeks = append(weeks, Week{monday, counts[monday]})
		}
		return weeks
	}
	for ; !from.After(to); from = from.AddDate(0, 0, 7) {
		monday := from.Format(dayForm)
		weeks = append(weeks, Week{monday, counts[monday]})
	}
	return weeks
}

func mondayOf(t time.Time) string {
	return t.AddDate(0, 0, -(int(t.Weekday())+6)%7).Format(dayForm)
}

// mondays remembers the Monday of each day, since many rows are of one day.
type mondays map[[2]int]string

func (m *mondays) of(t time.Time) string {
	if *m == nil {
		*m = mondays{}
	}
	day := [2]int{t.Year(), t.YearDay()}
	monday, ok := (*m)[day]
	if !ok {
		monday = mondayOf(t)
		(*m)[day] = monday
	}
	return monday
}
