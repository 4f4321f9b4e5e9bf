package insight

import (
	"context"
	"slices"
	"strings"

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
// themes are looked up once and counted five ways.
const tallySQL = `WITH said AS MATERIALIZED (
	SELECT f.contribution_id, f.person_id, f.who, f.evidence, f.agrees, f.disagrees, f.passes, f.week%FROM%
), tagged AS MATERIALIZED (
	SELECT g.theme_id, s.person_id, s.who, s.evidence, s.agrees, s.disagrees, s.passes, s.week
	FROM said s JOIN %TAGGED% g ON g.contribution_id = s.contribution_id JOIN themes h ON h.id = g.theme_id
	WHERE h.state = 'current'
)
SELECT 0, 0, '', COALESCE(MIN(week), 0), COALESCE(MAX(week), 0), COUNT(*), COUNT(DISTINCT person_id), 0, 0, 0, 0, 0, 0 FROM said
UNION ALL
SELECT 1, 0, who, 0, 0, COUNT(*), COUNT(DISTINCT person_id), 0, 0, 0, 0, 0, 0 FROM said GROUP BY who
UNION ALL
SELECT 2, theme_id, who, 0, 0, COUNT(*), COUNT(DISTINCT person_id), SUM(CASE WHEN evidence = 'lived' THEN 1 ELSE 0 END),
	SUM(CASE WHEN evidence = 'practice' THEN 1 ELSE 0 END), SUM(CASE WHEN evidence = 'research' THEN 1 ELSE 0 END),
	CAST(SUM(agrees) AS BIGINT), CAST(SUM(disagrees) AS BIGINT), CAST(SUM(passes) AS BIGINT) FROM tagged GROUP BY theme_id, who
UNION ALL
SELECT 3, theme_id, '', 0, 0, COUNT(*), COUNT(DISTINCT person_id), 0, 0, 0, 0, 0, 0 FROM tagged GROUP BY theme_id
UNION ALL
SELECT 4, theme_id, '', week, week, COUNT(*), 0, 0, 0, 0, 0, 0, 0 FROM tagged GROUP BY theme_id, week`

// keptSQL reads the same from the kept figures of a place.
const keptSQL = `SELECT 0, 0, '', (SELECT COALESCE(MIN(week), 0) FROM hearing_weeks WHERE scope = ? AND theme_id = 0),
	(SELECT COALESCE(MAX(week), 0) FROM hearing_weeks WHERE scope = ? AND theme_id = 0), COALESCE(SUM(contributions), 0), COALESCE(SUM(people), 0), 0, 0, 0, 0, 0, 0
	FROM hearing_counts WHERE scope = ? AND theme_id = 0 AND who = '*'
UNION ALL
SELECT 1, 0, who, 0, 0, contributions, people, 0, 0, 0, 0, 0, 0 FROM hearing_counts WHERE scope = ? AND theme_id = 0 AND who <> '*' AND SUBSTR(who, 1, 1) <> '@'
UNION ALL
SELECT 2, n.theme_id, n.who, 0, 0, n.contributions, n.people, n.lived, n.practice, n.research, n.agrees, n.disagrees, n.passes
	FROM hearing_counts n JOIN themes h ON h.id = n.theme_id WHERE n.scope = ? AND n.who <> '*' AND h.state = 'current'
UNION ALL
SELECT 3, n.theme_id, '', 0, 0, n.contributions, n.people, 0, 0, 0, 0, 0, 0
	FROM hearing_counts n JOIN themes h ON h.id = n.theme_id WHERE n.scope = ? AND n.who = '*' AND h.state = 'current'
UNION ALL
SELECT 4, n.theme_id, '', n.week, n.week, n.contributions, 0, 0, 0, 0, 0, 0, 0
	FROM hearing_weeks n JOIN themes h ON h.id = n.theme_id WHERE n.scope = ? AND h.state = 'current'`

// tally counts a scope, or reads what is kept of it.
func (s *Store) tally(ctx context.Context, scope Scope, sel selection) (*tally, error) {
	t := &tally{byWho: kindsOfPeople(), themes: map[int64]*Theme{}, weeks: map[int64]map[int64]int{}}
	query, args := keptSQL, slices.Repeat([]any{sel.place}, strings.Count(keptSQL, "?"))
	if !sel.kept {
		query, args = strings.NewReplacer("%FROM%", " FROM "+sel.facts+" WHERE "+sel.where, "%TAGGED%", sel.tagged).Replace(tallySQL), sel.args
	}
	if err := db.Each(ctx, s.DB, t.read, query, args...); err != nil {
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
