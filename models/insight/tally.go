package insight

import (
	"context"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// tally is what one look at the database counted.
type tally struct {
	people, contributions int
	byWho                 map[string]int
	firstWeek, lastWeek   int64
	themes                map[int64]*Theme
	weeks                 map[int64]map[int64]int // by theme, then by number of week
}

// The parts of the statement that counts.
const (
	partAll = iota
	partWho
	partThemeWho
	partTheme
	partWeek
)

// tallySQL counts everything in one statement, so that all figures are of one moment: the contributions and their
// tags are looked up once and counted five ways.
const tallySQL = `WITH said AS MATERIALIZED (
	SELECT c.id, c.author_id, c.who, c.evidence, c.agrees, c.disagrees, c.passes, %WEEK% AS week
	FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE %WHERE%
), tagged AS MATERIALIZED (
	SELECT g.theme_id, s.author_id, s.who, s.evidence, s.agrees, s.disagrees, s.passes, s.week
	FROM said s JOIN tags g ON g.contribution_id = s.id JOIN themes h ON h.id = g.theme_id
	WHERE g.state = 'accepted' AND h.state = 'current'
)
SELECT 0, 0, '', COALESCE(MIN(week), 0), COALESCE(MAX(week), 0), COUNT(*), COUNT(DISTINCT author_id), 0, 0, 0, 0, 0, 0 FROM said
UNION ALL
SELECT 1, 0, who, 0, 0, COUNT(*), COUNT(DISTINCT author_id), 0, 0, 0, 0, 0, 0 FROM said GROUP BY who
UNION ALL
SELECT 2, theme_id, who, 0, 0, COUNT(*), COUNT(DISTINCT author_id), SUM(CASE WHEN evidence = 'lived' THEN 1 ELSE 0 END),
	SUM(CASE WHEN evidence = 'practice' THEN 1 ELSE 0 END), SUM(CASE WHEN evidence = 'research' THEN 1 ELSE 0 END),
	CAST(SUM(agrees) AS BIGINT), CAST(SUM(disagrees) AS BIGINT), CAST(SUM(passes) AS BIGINT) FROM tagged GROUP BY theme_id, who
UNION ALL
SELECT 3, theme_id, '', 0, 0, COUNT(*), COUNT(DISTINCT author_id), 0, 0, 0, 0, 0, 0 FROM tagged GROUP BY theme_id
UNION ALL
SELECT 4, theme_id, '', week, week, COUNT(*), 0, 0, 0, 0, 0, 0, 0 FROM tagged GROUP BY theme_id, week`

// tally counts a scope.
func (s *Store) tally(ctx context.Context, scope Scope) (*tally, error) {
	sel, err := s.choose(ctx, scope)
	if err != nil {
		return nil, err
	}
	var first, last clock.Instant
	err = s.DB.QueryRow(ctx, "SELECT COALESCE(MIN(created_at), 0), COALESCE(MAX(created_at), 0) FROM contributions").Scan(&first, &last)
	if err != nil {
		return nil, err
	}
	t := &tally{byWho: kindsOfPeople(), themes: map[int64]*Theme{}, weeks: map[int64]map[int64]int{}}
	query := strings.NewReplacer("%WEEK%", weekNumber("c.created_at", s.Zone, first, last), "%WHERE%", sel.where).Replace(tallySQL)
	if err := db.Each(ctx, s.DB, t.read, query, sel.args...); err != nil {
		return nil, err
	}
	if scope.From != "" {
		t.firstWeek = weekOf(scope.From)
	}
	if scope.To != "" {
		t.lastWeek = weekOf(scope.To)
	}
	return t, nil
}

// read takes up one row of the statement.
func (t *tally) read(r db.Row) error {
	var part, contributions, people, lived, practice, research int
	var p Positions
	var theme, first, last int64
	var who string
	if err := r.Scan(&part, &theme, &who, &first, &last, &contributions, &people, &lived, &practice, &research, &p.Agree, &p.Disagree, &p.Pass); err != nil {
		return err
	}
	switch part {
	case partAll:
		t.contributions, t.people, t.firstWeek, t.lastWeek = contributions, people, first, last
	case partWho:
		t.byWho[stated(who)] = people
	case partThemeWho:
		f := t.theme(theme)
		f.ByWho[stated(who)] = people
		f.ByEvidence[string(discussion.Lived)] += lived
		f.ByEvidence[string(discussion.Practice)] += practice
		f.ByEvidence[string(discussion.Research)] += research
		f.ByEvidence[NotStated] += contributions - lived - practice - research
		f.Positions.Agree += p.Agree
		f.Positions.Disagree += p.Disagree
		f.Positions.Pass += p.Pass
	case partTheme:
		f := t.theme(theme)
		f.Said, f.People = contributions, people
	case partWeek:
		if t.weeks[theme] == nil {
			t.weeks[theme] = map[int64]int{}
		}
		t.weeks[theme][first] = contributions
	}
	return nil
}

func (t *tally) theme(id int64) *Theme {
	f, ok := t.themes[id]
	if !ok {
		f = &Theme{ByWho: kindsOfPeople(), ByEvidence: map[string]int{NotStated: 0}}
		for _, kind := range discussion.Evidences {
			f.ByEvidence[string(kind)] = 0
		}
		t.themes[id] = f
	}
	return f
}

// kindsOfPeople is a count of nobody of every kind.
func kindsOfPeople() map[string]int {
	kinds := map[string]int{NotStated: 0}
	for _, kind := range people.Kinds {
		kinds[string(kind)] = 0
	}
	return kinds
}
