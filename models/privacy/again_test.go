package privacy_test

import (
	"context"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/people"
	"folkmoot/models/privacy"
	"folkmoot/models/snapshots"
)

// Who was erased after a backup was made is erased again when it is put back, before anybody can read it; a number that
// somebody else has now is left alone.
func TestAnOlderBackupBringsNobodyBack(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.plant()
		folder := t.TempDir()
		older, newer := filepath.Join(folder, "older.backup"), filepath.Join(folder, "newer.backup")
		must(t, r.db.Backup(ctx, older))
		r.erase(privacy.Remove)
		must(t, r.db.Backup(ctx, newer))
		list, err := privacy.BackupTombstones(ctx, newer)
		must(t, err)
		if len(list) != 2 {
			t.Fatalf("the newer backup names %+v", list)
		}
		if before, err := privacy.BackupTombstones(ctx, older); err != nil || len(before) != 0 {
			t.Fatalf("the older backup names %+v, %v", before, err)
		}
		for name, with := range map[string][]privacy.Tombstone{"with the list": list, "without it": nil, "of somebody else": {{Person: leaving, JoinedAt: 77, How: privacy.Remove}}} {
			target := filepath.Join(folder, strings.ReplaceAll(name, " ", ""), "restored.db")
			if r.db.Engine == db.Postgres {
				target = dbtest.PostgresURL(t)
			}
			again := -1
			must(t, db.Restore(ctx, older, target, func(ctx context.Context, d *db.DB) (err error) {
				accounts := people.New(d, people.Options{BaseURL: &url.URL{}})
				defer accounts.Close()
				again, err = (&privacy.Store{DB: d, Zone: time.UTC, People: accounts, Snapshots: snapshots.New(d, time.UTC)}).Again(ctx, with)
				return err
			}))
			d, err := db.Open(ctx, db.Options{Source: target, Clock: r.now})
			must(t, err)
			restored := room{t: t, db: d, now: r.now}
			left := append(restored.found(canary), restored.bytesFound(canary)...)
			must(t, d.Close())
			if name == "with the list" {
				if again != 2 || len(left) > 0 {
					t.Errorf("%d were erased again, and left are %v", again, left)
				}
			} else if again != 0 || len(left) == 0 {
				t.Errorf("%s: %d were erased, and nothing is left: this test sees nothing", name, again)
			}
		}
	})
}

func TestTombstonesAreReadAsWritten(t *testing.T) {
	for _, one := range []privacy.Tombstone{{Person: 7, JoinedAt: 1, How: privacy.Remove, ErasedAt: 2}, {Person: 8, JoinedAt: 1_700_000_000_000, How: privacy.Anonymise, ErasedAt: 3}} {
		if got, err := privacy.ParseTombstone(one.String()); err != nil || got != one {
			t.Errorf("%q is read as %+v, %v", one, got, err)
		}
	}
	for _, line := range []string{"", "erased", "erased 7 joined 1 perhaps 2", "erased x joined 1 remove 2", "erased -7 joined 1 remove 2", "erased 7 joined 1 remove 2 more"} {
		if _, err := privacy.ParseTombstone(line); err == nil {
			t.Errorf("%q was read", line)
		}
	}
}
