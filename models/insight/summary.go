package insight

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

// Positions counts where people stand on the contributions of a theme: each position on each contribution is one.
type Positions struct{ Agree, Disagree, Pass int }

// Theme is what was said about one theme.
type Theme struct {
	themes.Theme    // its Contributions counts everything published; the figures below are of the summary's scope
	Said            int
	People          int
	ByWho           map[string]int // people by kind; every kind is there, NotStated too. Who spoke as two kinds is in both. Nil where that is not given
	ByEvidence      map[string]int // contributions by what they bring; every kind is there, NotStated too. Nil where that, Positions and Weeks are not given
	Positions       Positions
	Weeks           []Week // of the whole summary, so that themes can be compared
	Quotes          []Quote
	New             bool   // nothing was said about it in the scope before its first day; never where that is open
	Issue           *Issue // what editors say about it; nil where they have not yet
	MissingWho      []people.Who
	MissingEvidence []discussion.Evidence
}

// Title is the issue's title, or the theme's name where editors gave none.
func (t Theme) Title() string {
	if t.Issue != nil && t.Issue.Title != "" {
		return t.Issue.Title
	}
	return t.Name
}

// State is the issue's state; an issue that editors have not looked at is emerging.
func (t Theme) State() IssueState {
	if t.Issue != nil {
		return t.Issue.State
	}
	return Emerging
}

// Summary is what was said in a scope. Themes are ranked: the one that most different people spoke about first; of
// equal ones that with more contributions, then by name. Themes that nobody spoke about are left out.
type Summary struct {
	Scope         Scope
	People        int
	Contributions int
	ByWho         map[string]int // people by kind, as in Theme; nil where that is not given
	Themes        []Theme
	Of            Total // everything that everybody may see, whatever the scope
	AtLeast       bool  // it is of one area: each figure is a number of fives that it is at least, and what fewer than AreaLeast people said is left out
}

// Total is how much was said by how many.
type Total struct{ People, Contributions int }

// Summary counts a scope and chooses the quotes of every theme.
func (s *Store) Summary(ctx context.Context, scope Scope) (Summary, error) {
	sum, err := s.Figures(ctx, scope)
	if err != nil {
		return sum, err
	}
	return sum, s.Quote(ctx, scope, sum.Themes)
}

// Figures gives the figures of a scope, without quotes. Those of a place alone are kept and cost no more where more was
// said.
func (s *Store) Figures(ctx context.Context, scope Scope) (Summary, error) {
	sum := Summary{Scope: scope}
	sel, err := s.ready(ctx, scope)
	if err != nil {
		return sum, err
	}
	t, err := s.tally(ctx, scope, sel)
	if err != nil {
		return sum, err
	}
	codebook, err := (&themes.Store{DB: s.DB}).List(ctx)
	if err != nil {
		return sum, err
	}
	issues, err := s.issues(ctx)
	if err != nil {
		return sum, err
	}
	earlier, err := s.earlier(ctx, scope, sel)
	if err != nil {
		return sum, err
	}
	sum.People, sum.Contributions, sum.ByWho = t.people, t.contributions, t.byWho
	if sum.Of, err = s.everything(ctx, scope, sel, t); err != nil {
		return sum, err
	}
	for _, theme := range codebook {
		figures, ok := t.themes[theme.ID]
		if !ok {
			continue
		}
		figures.Theme = theme
		figures.Weeks = run(t.firstWeek, t.lastWeek, t.weeks[theme.ID])
		if issue, ok := issues[theme.ID]; ok {
			figures.Issue = &issue
		}
		figures.New = scope.From != "" && !earlier[theme.ID]
		figures.missing()
		sum.Themes = append(sum.Themes, *figures)
	}
	sum.rank()
	sum.withhold()
	return sum, nil
}

// everything counts what a scope is a part of.
func (s *Store) everything(ctx context.Context, scope Scope, sel selection, t *tally) (all Total, err error) {
	switch {
	case scope == Scope{}:
		return Total{t.people, t.contributions}, nil
	case sel.facts != keptFacts:
		err = s.DB.QueryRow(ctx, "SELECT COUNT(DISTINCT f.person_id), COUNT(*) FROM "+sel.facts).Scan(&all.People, &all.Contributions)
	default:
		err = s.DB.QueryRow(ctx, "SELECT COALESCE(SUM(people), 0), COALESCE(SUM(contributions), 0) FROM hearing_counts WHERE scope = ? AND theme_id = 0 AND who = ?",
			wholePlace, everybody).Scan(&all.People, &all.Contributions)
	}
	return all, err
}

// earlier tells which themes were spoken about in a scope before its first day; it looks where there is one alone.
func (s *Store) earlier(ctx context.Context, scope Scope, sel selection) (map[int64]bool, error) {
	spoken := map[int64]bool{}
	if scope.From == "" {
		return spoken, nil
	}
	before := selection{columns: sel.columns, facts: sel.facts, where: "1 = 1"}
	scope.From, scope.To = "", scope.From.Add(-1)
	if err := s.narrow(ctx, scope, &before); err != nil {
		return nil, err
	}
	ids, err := db.Values[int64](ctx, s.DB, `SELECT h.id FROM themes h WHERE h.state = 'current' AND EXISTS (SELECT 1
		FROM `+before.tagged+" g JOIN "+before.facts+" ON f.contribution_id = g.contribution_id WHERE g.theme_id = h.id AND "+before.where+")", before.args...)
	for _, id := range ids {
		spoken[id] = true
	}
	return spoken, err
}

// missing names the kinds of evidence and of people that a theme has none of.
func (t *Theme) missing() {
	for _, kind := range discussion.Evidences {
		if t.ByEvidence[string(kind)] == 0 {
			t.MissingEvidence = append(t.MissingEvidence, kind)
		}
	}
	for _, kind := range people.Kinds {
		if t.ByWho[string(kind)] == 0 {
			t.MissingWho = append(t.MissingWho, kind)
		}
	}
}
