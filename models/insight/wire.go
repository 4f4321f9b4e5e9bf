package insight

import "strconv"

// The form in which a summary is given away; its fields stand in this order.
type (
	wireSummary struct {
		Scope         wireScope   `json:"scope"`
		From          Day         `json:"from"`
		To            Day         `json:"to"`
		People        int         `json:"people"`
		Contributions int         `json:"contributions"`
		AtLeast       bool        `json:"at_least,omitempty"`
		Themes        []wireTheme `json:"themes"`
	}
	wireScope struct {
		Group    string `json:"group,omitempty"`
		Guide    string `json:"guide,omitempty"`
		Chapter  string `json:"chapter,omitempty"`
		Who      string `json:"who,omitempty"`
		Evidence string `json:"evidence,omitempty"`
		Channel  string `json:"channel,omitempty"`
		Area     string `json:"area,omitempty"`
		Theme    string `json:"theme,omitempty"`
	}
	wireTheme struct {
		Slug          string         `json:"slug"`
		Name          string         `json:"name"`
		Contributions int            `json:"contributions"`
		People        int            `json:"people"`
		ByWho         map[string]int `json:"by_who,omitempty"`
		ByEvidence    map[string]int `json:"by_evidence,omitempty"`
		Positions     *wirePositions `json:"positions,omitempty"`
		Weeks         []wireWeek     `json:"weeks"`
		Quotes        []wireQuote    `json:"quotes"`
	}
	wirePositions struct {
		Agree    int `json:"agree"`
		Disagree int `json:"disagree"`
		Pass     int `json:"pass"`
	}
	wireWeek struct {
		Start         Day `json:"start"`
		Contributions int `json:"contributions"`
	}
	wireQuote struct {
		Contribution int64  `json:"contribution"`
		URL          string `json:"url"`
		Start        int    `json:"start"`
		End          int    `json:"end"`
		Text         string `json:"text"`
	}
)

// JSON writes a summary as one line, ending in a digest of everything before it: the SHA-256 of the same line
// without its member "digest". Keys of by_who and by_evidence are sorted. The same data give the same bytes.
func (s Summary) JSON() ([]byte, error) {
	w := wireSummary{
		Scope: wired(s.Scope),
		From:  s.Scope.From, To: s.Scope.To, People: s.People, Contributions: s.Contributions, AtLeast: s.AtLeast, Themes: []wireTheme{},
	}
	for _, t := range s.Themes {
		w.Themes = append(w.Themes, t.wire())
	}
	return sealed(w)
}

// wired is a scope without its days.
func wired(s Scope) wireScope {
	return wireScope{s.Group, s.Guide, s.Chapter, s.Who, s.Evidence, s.Channel, s.Area, s.Theme}
}

func (t Theme) wire() wireTheme {
	w := wireTheme{
		Slug: t.Slug, Name: t.Name, Contributions: t.Said, People: t.People, ByWho: t.ByWho, ByEvidence: t.ByEvidence,
		Weeks: []wireWeek{}, Quotes: []wireQuote{},
	}
	if t.ByEvidence != nil {
		positions := wirePositions(t.Positions)
		w.Positions = &positions
	}
	for _, week := range t.Weeks {
		w.Weeks = append(w.Weeks, wireWeek(week))
	}
	for _, q := range t.Quotes {
		w.Quotes = append(w.Quotes, wireQuote{q.Contribution, q.URL(), q.Start, q.End, q.Text})
	}
	return w
}

// URL is the address of the contribution that a quote is from.
func (q Quote) URL() string { return "/contributions/" + strconv.FormatInt(q.Contribution, 10) }
