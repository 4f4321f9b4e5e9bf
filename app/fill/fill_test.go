package fill_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"folkmoot/app/fill"
	"folkmoot/app/jobs"
	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/files"
	"folkmoot/models/guide"
	"folkmoot/models/insight"
)

func TestTheDemonstrationIsWhole(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		ctx := context.Background()
		zone, err := time.LoadLocation("Europe/London")
		if err != nil {
			t.Fatal(err)
		}
		depot := files.Folder(t.TempDir())
		if err := fill.Fill(ctx, d.Source, depot, dbtest.Morning.In(zone)); err != nil {
			t.Fatal(err)
		}
		if err := fill.Fill(ctx, d.Source, depot, dbtest.Morning.In(zone)); err == nil {
			t.Error("it was filled twice")
		}
		drifts, err := jobs.Drift(ctx, d)
		if err != nil || len(drifts) > 0 {
			t.Errorf("counters: %s %v", strings.Join(drifts, "; "), err)
		}
		counts := map[string][2]int{
			"SELECT COUNT(*) FROM people":                               {60, 75},
			"SELECT COUNT(*) FROM contributions":                        {280, 420},
			"SELECT COUNT(*) FROM contributions WHERE state = 'held'":   {8, 12},
			"SELECT COUNT(*) FROM contributions WHERE state = 'hidden'": {8, 12},
			"SELECT COUNT(*) FROM reports WHERE state = 'open'":         {3, 5},
			"SELECT COUNT(*) FROM groups":                               {9, 9},
			"SELECT COUNT(*) FROM chapters":                             {6, 6},
			"SELECT COUNT(*) FROM versions":                             {5, 9},
			"SELECT COUNT(*) FROM anchors WHERE status = 'reworded'":    {1, 40},
			"SELECT COUNT(*) FROM anchors WHERE status = 'removed'":     {1, 5},
			"SELECT COUNT(*) FROM issues":                               {2, 2},
			"SELECT COUNT(*) FROM anchors WHERE quote <> ''":            {15, 30},
			"SELECT COUNT(*) FROM ledger WHERE kind = 'contribution'":   {20, 40},
			"SELECT COUNT(*) FROM ledger WHERE kind = 'research'":       {1, 5},
			"SELECT COUNT(*) FROM fates WHERE fate = 'taken-in'":        {10, 30},
			"SELECT COUNT(*) FROM fates WHERE fate = 'not-taken-in'":    {3, 10},
			"SELECT COUNT(*) FROM decision_records":                     {1, 1},
			"SELECT COUNT(*) FROM suggestions":                          {1, 1},
			"SELECT COUNT(*) FROM attachments":                          {4, 4},
			"SELECT COUNT(*) FROM files WHERE removed_at IS NULL AND (kind = 'pdf' AND title <> '' OR kind <> 'pdf' AND LENGTH(alt) > 60)": {4, 4},
			"SELECT COUNT(*) FROM companions":                           {1, 1},
			"SELECT COUNT(*) FROM receipts":                             {1, 1},
			"SELECT COUNT(*) FROM consultation_tellings WHERE done = 0": {0, 0},
			"SELECT COALESCE(SUM(pending_count), 0) FROM threads":       {15, 40},
			"SELECT COUNT(*) FROM threads t JOIN chapters c ON c.thread_id = t.id WHERE c.state = 'agreed' AND t.pending_count > 0": {0, 0},
			"SELECT COUNT(*) FROM groups WHERE hold = 'links'":                                                                      {1, 1},
			"SELECT COUNT(*) FROM threads WHERE merged_into > 0":                                                                    {1, 1},
			"SELECT COUNT(*) FROM threads WHERE locked_at > 0":                                                                      {1, 1},
			"SELECT COUNT(*) FROM threads WHERE slow_seconds > 0":                                                                   {1, 1},
			"SELECT COUNT(*) FROM moves":                                                                                            {1, 5},
			"SELECT COUNT(*) FROM appeals WHERE state = 'open'":                                                                     {3, 3},
			"SELECT COUNT(*) FROM appeals WHERE state = 'refused'":                                                                  {1, 1},
			"SELECT COUNT(*) FROM defamation_notices WHERE state = 'poster-asked'":                                                  {1, 1},
			"SELECT COUNT(*) FROM safeguarding_leads":                                                                               {2, 2},
			"SELECT COUNT(*) FROM concerns WHERE closed_at IS NOT NULL":                                                             {2, 2},
			"SELECT COUNT(*) FROM concerns WHERE closed_at IS NULL":                                                                 {1, 1},
			"SELECT COUNT(*) FROM safety_records":                                                                                   {6, 6},
			"SELECT COUNT(*) FROM watched_words":                                                                                    {4, 4},
			"SELECT COUNT(*) FROM findings WHERE open = 1 AND act = 'hold'":                                                         {2, 10},
			"SELECT COUNT(*) FROM findings WHERE open = 1 AND act = 'flag'":                                                         {1, 10},
			"SELECT COUNT(DISTINCT contribution_id) FROM case_copies":                                                               {4, 20},
			"SELECT COUNT(*) FROM sealed_words WHERE why = 'cover'":                                                                 {1, 1},
			"SELECT COUNT(*) FROM sanctions":                                                                                        {2, 2},
			"SELECT COUNT(*) FROM people WHERE silenced_until > 0":                                                                  {1, 1},
			"SELECT COUNT(*) FROM second_opinions WHERE given_at IS NULL":                                                           {1, 1},
			"SELECT COUNT(*) FROM decisions WHERE batch > 0":                                                                        {3, 8},
			"SELECT COUNT(*) FROM jobs":                                                                                             {0, 0},
			"SELECT COUNT(*) FROM contributions c JOIN contributions p ON p.id = c.parent_id WHERE c.created_at < p.created_at":     {0, 0},
			"SELECT COUNT(*) FROM threads WHERE kind = 'discussion' AND listed = 0":                                                 {0, 1},
		}
		for query, want := range counts {
			if n, err := db.Value[int](ctx, d, query); err != nil || n < want[0] || n > want[1] {
				t.Errorf("%s = %d, want %v; %v", query, n, want, err)
			}
		}
		latest, err := db.Value[int64](ctx, d, "SELECT MAX(created_at) FROM contributions")
		if err != nil || latest > dbtest.Morning.UnixMilli() || latest < dbtest.Morning.Add(-48*time.Hour).UnixMilli() {
			t.Errorf("the newest words are of %s", time.UnixMilli(latest))
		}
		attached := &files.Store{DB: d, Depot: depot}
		if found, err := attached.Check(ctx, true); err != nil || found.Files != 4 || len(found.Problems()) > 0 {
			t.Errorf("attached files: %+v %v", found, err)
		}
		for {
			if n, err := audit.Seal(ctx, d); err != nil || n == 0 {
				break
			}
		}
		if r, err := audit.Verify(ctx, d); err != nil || len(r.Problems) > 0 || r.Sealed < 60 {
			t.Errorf("register: %+v %v", r, err)
		}
		if broken, err := guide.BrokenVersions(ctx, d); err != nil || len(broken) > 0 {
			t.Errorf("versions: %v %v", broken, err)
		}
		summary, err := (&insight.Store{DB: d, Zone: zone}).Summary(ctx, insight.Scope{})
		if err != nil || summary.People < 50 || len(summary.Themes) < 9 {
			t.Errorf("summary: %d people, %d themes, %v", summary.People, len(summary.Themes), err)
		}
	})
}

// Two fillings of the same day are the same, so that what is shown can be talked about.
func TestFillingIsTheSameEachTime(t *testing.T) {
	ctx := context.Background()
	var texts [2]string
	for i := range texts {
		d, _ := dbtest.SQLite(t)
		if err := fill.Fill(ctx, d.Source, files.Folder(t.TempDir()), dbtest.Morning); err != nil {
			t.Fatal(err)
		}
		rows, err := db.Values[string](ctx, d, "SELECT id || ' ' || created_at || ' ' || agrees || ' ' || state || ' ' || body_md FROM contributions ORDER BY id")
		if err != nil {
			t.Fatal(err)
		}
		texts[i] = strings.Join(rows, "\n")
	}
	if texts[0] != texts[1] {
		t.Error("two fillings differ")
	}
}
