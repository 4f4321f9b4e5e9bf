package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/db"
)

// kept is a number that commands keep in a column of a table, and the query that counts it afresh for the row x.
type kept struct{ name, table, column, counted string }

// counters is every number that is kept instead of counted.
var counters = []kept{
	{"answers in thread", "threads", "contribution_count", "SELECT COUNT(*) FROM contributions WHERE thread_id = x.id AND state = 'published' AND kind <> 'opening'"},
	{"people in thread", "threads", "people_count", "SELECT COUNT(DISTINCT author_id) FROM contributions WHERE thread_id = x.id AND state = 'published' AND kind <> 'opening'"},
	{"comments without an answer in thread", "threads", "pending_count", "SELECT COUNT(*) FROM contributions WHERE thread_id = x.id AND state = 'published' AND fate = 'pending'"},
	{"people by kind in thread", "threads", "people_count", "SELECT COALESCE(SUM(people), 0) FROM thread_tallies WHERE thread_id = x.id"},
	{"answers by kind in thread", "threads", "contribution_count", "SELECT COALESCE(SUM(contributions), 0) FROM thread_tallies WHERE thread_id = x.id"},
	{"agreement with contribution", "contributions", "agrees", "SELECT COUNT(*) FROM positions WHERE contribution_id = x.id AND position = 'agree'"},
	{"disagreement with contribution", "contributions", "disagrees", "SELECT COUNT(*) FROM positions WHERE contribution_id = x.id AND position = 'disagree'"},
	{"passes on contribution", "contributions", "passes", "SELECT COUNT(*) FROM positions WHERE contribution_id = x.id AND position = 'pass'"},
	{"open reports on contribution", "contributions", "open_reports", "SELECT COUNT(*) FROM reports WHERE contribution_id = x.id AND state = 'open'"},
	{"contributions by person", "people", "published_count", "SELECT COUNT(*) FROM contributions WHERE author_id = x.id AND state = 'published'"},
	{"unread notices of person", "people", "unread_notices", "SELECT COUNT(*) FROM notices WHERE person_id = x.id AND read_at IS NULL"},
	{"people who accepted policy", "(SELECT number AS id, kind, number, accepted FROM policies)", "accepted", "SELECT COUNT(*) FROM acceptances WHERE kind = x.kind AND number = x.number"},
	{"members of group", "groups", "member_count", "SELECT COUNT(*) FROM memberships WHERE group_id = x.id AND state = 'member'"},
	{"discussions in group", "groups", "discussion_count", "SELECT COUNT(*) FROM threads WHERE group_id = x.id AND listed = 1"},
	{"comments on paragraph", "blocks", "comment_count", "SELECT COUNT(*) FROM contributions WHERE block_id = x.id AND state = 'published'"},
	{"contributions to theme", "themes", "contribution_count", `SELECT COUNT(*) FROM tags JOIN contributions c ON c.id = tags.contribution_id
		WHERE tags.theme_id = x.id AND tags.state = 'accepted' AND c.state = 'published'`},
	{
		"place in the queue for a theme of contribution", "(SELECT c.id, (SELECT COUNT(*) FROM hearing_uncoded u WHERE u.id = c.id) AS waits FROM contributions c)", "waits",
		`SELECT COUNT(*) FROM contributions c WHERE c.id = x.id AND c.state = 'published'
		AND NOT EXISTS (SELECT 1 FROM tags g WHERE g.contribution_id = c.id AND g.state = 'accepted')
		AND NOT EXISTS (SELECT 1 FROM codings k WHERE k.contribution_id = c.id AND k.outcome = 'none')`,
	},
}

// Drift counts everything afresh and gives a sentence for each kept number that differs, at most five of a kind.
func Drift(ctx context.Context, q db.Querier) (drifts []string, err error) {
	for _, k := range counters {
		err := db.Each(ctx, q, func(r db.Row) error {
			var id, have, want int64
			if err := r.Scan(&id, &have, &want); err != nil {
				return err
			}
			drifts = append(drifts, fmt.Sprintf("%s %d: kept %d, counted %d", k.name, id, have, want))
			return nil
		}, fmt.Sprintf("SELECT id, have, want FROM (SELECT x.id AS id, x.%s AS have, (%s) AS want FROM %s x) counted WHERE have <> want ORDER BY id LIMIT 5",
			k.column, k.counted, k.table))
		if err != nil {
			return drifts, fmt.Errorf("count %s: %w", k.name, err)
		}
	}
	return drifts, nil
}

// Watchfulness is the regular work that seals the register just behind its entries and, at night, reports counters
// that drifted; heard gives those of what we are hearing.
func Watchfulness(d *db.DB, log *slog.Logger, heard func(ctx context.Context) ([]string, error)) []Regular {
	return []Regular{
		{Name: "seal the register", Every: time.Second, Do: (&audit.Sealer{DB: d}).Seal},
		{Name: "check the counters", Every: 24 * time.Hour, Do: func(ctx context.Context) error {
			drifts, err := Drift(ctx, d)
			heard, failed := heard(ctx)
			drifts, err = append(drifts, heard...), errors.Join(err, failed)
			for _, drift := range drifts {
				log.Error("a counter drifted", "counter", drift)
			}
			return err
		}},
	}
}
