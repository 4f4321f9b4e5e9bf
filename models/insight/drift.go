package insight

import (
	"context"
	"fmt"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// driftsShown bounds the sentences about one kind of difference.
const driftsShown = 5

// Drift counts everything afresh from what is stored, as it stands at one moment, and gives a sentence for each kept
// figure that differs; what waits in the queue is left aside. It gives nothing while everything is being counted.
func (s *Store) Drift(ctx context.Context) (drifts []string, err error) {
	err = s.DB.Unhurried(ctx, func(q db.Querier) error {
		drifts = nil
		var state, zone string
		var first, last clock.Instant
		err := q.QueryRow(ctx, `SELECT state, zone, (SELECT COALESCE(MIN(created_at), 0) FROM contributions), (SELECT COALESCE(MAX(created_at), 0) FROM contributions)
			FROM hearing_state WHERE id = 1`).Scan(&state, &zone, &first, &last)
		if err != nil || state != figuresReady || zone != s.Zone.String() {
			return err
		}
		waiting, err := db.Value[int](ctx, q, "SELECT COUNT(*) FROM hearing_queue WHERE kind <> 'contribution'")
		if err != nil || waiting > 0 { // of how many contributions it speaks is not known yet
			return err
		}
		for _, check := range driftChecks(weekNumber("c.created_at", s.Zone, first, last)) {
			err := db.Each(ctx, q, func(r db.Row) error {
				var at string
				var n int64
				err := r.Scan(&at, &n)
				drifts = append(drifts, fmt.Sprintf("what we are hearing: %s %s: differs by %d", check.name, at, n))
				return err
			}, check.query+fmt.Sprintf(" LIMIT %d", driftsShown))
			if err != nil {
				return fmt.Errorf("count %s: %w", check.name, err)
			}
		}
		return nil
	})
	return drifts, err
}

type driftCheck struct{ name, query string }

// driftChecks compare contributions with facts, and what is counted with facts; each gives where and by how much.
func driftChecks(week string) []driftCheck {
	fresh, _ := freshFacts(week)
	seen, _ := people.Visitor.Sees("c", "t")
	const settled = " NOT IN (SELECT ref FROM hearing_queue)"
	// A contribution in every scope that it is in, with every theme and none.
	const placed = `SELECT z.scope, z.theme_id, f.person_id, f.who, f.week, f.area FROM hearing_facts f JOIN (
		SELECT 'all' AS scope, 0 AS theme_id, contribution_id FROM hearing_facts
		UNION ALL SELECT 'all', theme_id, contribution_id FROM hearing_themes
		UNION ALL SELECT 'group:' || group_id, 0, contribution_id FROM hearing_facts WHERE group_id > 0
		UNION ALL SELECT 'group:' || x.group_id, g.theme_id, g.contribution_id FROM hearing_themes g JOIN hearing_facts x ON x.contribution_id = g.contribution_id WHERE x.group_id > 0
		UNION ALL SELECT 'guide:' || guide_id, 0, contribution_id FROM hearing_facts WHERE guide_id > 0
		UNION ALL SELECT 'guide:' || x.guide_id, g.theme_id, g.contribution_id FROM hearing_themes g JOIN hearing_facts x ON x.contribution_id = g.contribution_id WHERE x.guide_id > 0
		UNION ALL SELECT 'thread:' || thread_id, 0, contribution_id FROM hearing_facts WHERE guide_id > 0
		UNION ALL SELECT 'thread:' || x.thread_id, g.theme_id, g.contribution_id FROM hearing_themes g JOIN hearing_facts x ON x.contribution_id = g.contribution_id WHERE x.guide_id > 0
		) z ON z.contribution_id = f.contribution_id`
	differ := func(name, kept, counted string) driftCheck {
		return driftCheck{name, "SELECT place, CAST(SUM(n) AS BIGINT) FROM (" + kept + " UNION ALL " + counted + ") both_sides GROUP BY place HAVING SUM(n) <> 0 ORDER BY place"}
	}
	return []driftCheck{
		{"contribution", `SELECT CAST(n.contribution_id AS TEXT), 1 FROM (` + fresh + `) n LEFT JOIN hearing_facts f ON f.contribution_id = n.contribution_id
			WHERE n.contribution_id` + settled + ` AND (f.contribution_id IS NULL OR f.thread_id <> n.thread_id OR f.group_id <> n.group_id OR f.guide_id <> n.guide_id
			OR f.person_id <> n.person_id OR f.who <> n.who OR f.evidence <> n.evidence OR f.channel <> n.channel OR f.area <> n.area OR f.said_at <> n.said_at
			OR f.week <> n.week OR f.agrees <> n.agrees OR f.disagrees <> n.disagrees OR f.passes <> n.passes) ORDER BY n.contribution_id`},
		{"contribution that not everybody may see", `SELECT CAST(f.contribution_id AS TEXT), -1 FROM hearing_facts f WHERE f.contribution_id` + settled + `
			AND NOT EXISTS (SELECT 1 FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE c.id = f.contribution_id AND ` + seen + `) ORDER BY f.contribution_id`},
		{"theme on contribution", `SELECT CAST(f.contribution_id AS TEXT), 1 FROM hearing_facts f WHERE f.contribution_id` + settled + ` AND (
			EXISTS (SELECT 1 FROM tags g WHERE g.contribution_id = f.contribution_id AND g.state = 'accepted' AND NOT EXISTS
				(SELECT 1 FROM hearing_themes h WHERE h.theme_id = g.theme_id AND h.contribution_id = g.contribution_id))
			OR EXISTS (SELECT 1 FROM hearing_themes h WHERE h.contribution_id = f.contribution_id AND NOT EXISTS
				(SELECT 1 FROM tags g WHERE g.theme_id = h.theme_id AND g.contribution_id = h.contribution_id AND g.state = 'accepted'))) ORDER BY f.contribution_id`},
		differ("comments in", "SELECT scope || ' ' || theme_id || ' ' || who AS place, contributions AS n FROM hearing_counts WHERE SUBSTR(who, 1, 1) <> '@'",
			"SELECT scope || ' ' || theme_id || ' ' || who, -COUNT(*) FROM ("+placed+") p GROUP BY scope, theme_id, who UNION ALL SELECT scope || ' ' || theme_id || ' *', -COUNT(*) FROM ("+placed+") p GROUP BY scope, theme_id"),
		differ("people in", "SELECT scope || ' ' || theme_id || ' ' || who AS place, people AS n FROM hearing_counts WHERE SUBSTR(who, 1, 1) <> '@'",
			"SELECT scope || ' ' || theme_id || ' ' || who, -COUNT(DISTINCT person_id) FROM ("+placed+") p GROUP BY scope, theme_id, who UNION ALL SELECT scope || ' ' || theme_id || ' *', -COUNT(DISTINCT person_id) FROM ("+placed+") p GROUP BY scope, theme_id"),
		differ("people of area in", "SELECT scope || ' ' || who AS place, people AS n FROM hearing_counts WHERE SUBSTR(who, 1, 1) = '@'",
			"SELECT scope || ' @' || area, -COUNT(DISTINCT person_id) FROM ("+placed+") p WHERE theme_id = 0 AND area <> '' GROUP BY scope, area"),
		differ("person in", "SELECT scope || ' ' || theme_id || ' ' || person_id || ' ' || who AS place, contributions AS n FROM hearing_people WHERE SUBSTR(who, 1, 1) <> '@'",
			"SELECT scope || ' ' || theme_id || ' ' || person_id || ' ' || who, -COUNT(*) FROM ("+placed+") p GROUP BY scope, theme_id, person_id, who"),
		differ("week of", "SELECT scope || ' ' || theme_id || ' ' || week AS place, contributions AS n FROM hearing_weeks",
			"SELECT scope || ' ' || theme_id || ' ' || week, -COUNT(*) FROM ("+placed+") p GROUP BY scope, theme_id, week"),
	}
}
