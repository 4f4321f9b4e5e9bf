package people_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/people"
	"folkmoot/models/say"
)

func TestDraftsSurviveUntilTheyAreUsed(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		words := map[string]string{"body": "The bus stops at six.\n\nThen you walk.", "evidence": "lived"}
		token, err := r.SaveDraft(ctx, home, "", "/discussions/12-buses/replies", words)
		if err != nil {
			t.Fatal(err)
		}
		words["body"] += " In the rain."
		if same, err := r.SaveDraft(ctx, home, token, "/discussions/12-buses/replies", words); err != nil || same != token {
			t.Fatalf("%q %v", same, err)
		}
		if d, err := r.Draft(ctx, token); err != nil || d.Fields["body"] != words["body"] || d.Place != "/discussions/12-buses/replies" {
			t.Errorf("%+v %v", d, err)
		}
		// The link is opened on another device: the draft goes along.
		c := home
		c.Drafts = []string{"nonsense", token}
		asked, err := r.AskJoin(ctx, c, people.Joining{OfAge: true, Profile: people.Profile{Name: "Aisha K"}, Email: "a@example.org"}, "")
		if err != nil {
			t.Fatal(err)
		}
		in, err := r.Redeem(ctx, people.Client{}, r.token(), asked.Code, "")
		if err != nil || in.DraftID == 0 {
			t.Fatalf("%+v %v", in, err)
		}
		a := r.actor(in)
		if d, err := r.OwnDraft(ctx, a, in.DraftID); err != nil || d.Fields["body"] != words["body"] {
			t.Errorf("%+v %v", d, err)
		}
		if _, err := r.Draft(ctx, token); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("the token still opens it: %v", err)
		}
		other := r.actor(r.joined("Tom B", "t@example.org"))
		if _, err := r.OwnDraft(ctx, other, in.DraftID); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("somebody else reads it: %v", err)
		}
		if err := r.DropDraft(ctx, other, in.DraftID); err != nil || r.count("SELECT COUNT(*) FROM drafts") != 1 {
			t.Errorf("somebody else dropped it: %v", err)
		}
		if err := r.DropDraft(ctx, a, in.DraftID); err != nil || r.count("SELECT COUNT(*) FROM drafts") != 0 {
			t.Errorf("it stays: %v", err)
		}
	})
}

func TestADraftIsNotAnotherOneWithItsID(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		mine, _ := r.SaveDraft(ctx, home, "", "/a", map[string]string{"body": "mine"})
		c := home
		c.Drafts = []string{mine}
		asked, _ := r.AskJoin(ctx, c, people.Joining{OfAge: true, Profile: people.Profile{Name: "Aisha K"}, Email: "a@example.org"}, "")
		token := r.token()
		id := r.count("SELECT id FROM drafts")
		r.exec("DELETE FROM drafts")
		r.now.Advance(time.Minute)
		r.exec("INSERT INTO drafts (id, token_hash, place, fields, created_at, changed_at) VALUES (?, ?, '/b', '{}', ?, ?)", id, []byte{1}, r.now.Now(), r.now.Now())
		in, err := r.Redeem(ctx, people.Client{}, token, asked.Code, "")
		if err != nil || in.DraftID != 0 {
			t.Errorf("%+v %v", in, err)
		}
	})
}

func TestDraftsAreBounded(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		_, err := r.SaveDraft(ctx, home, "", "/a", map[string]string{"body": strings.Repeat("a", people.DraftLargest+1)})
		var large db.TooLarge
		if !errors.As(err, &large) {
			t.Errorf("%v", err)
		}
		token, _ := r.SaveDraft(ctx, home, "", "/a", map[string]string{"body": "a"})
		r.now.Advance(people.DraftKept)
		if _, err := r.Draft(ctx, token); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("after thirty days: %v", err)
		}
	})
}

func TestLimitsHoldAtOnce(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		var group sync.WaitGroup
		var through atomic.Int64
		for range 60 {
			group.Go(func() {
				err := r.Allow(ctx, "test", 20, time.Minute)
				if err == nil {
					through.Add(1)
				} else if !isLimited(err) {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if through.Load() != 20 {
			t.Errorf("%d got through, not 20", through.Load())
		}
		r.now.Advance(time.Minute)
		if err := r.Allow(ctx, "test", 20, time.Minute); err != nil {
			t.Errorf("a minute later: %v", err)
		}
		// A clock that ran ahead and was put right does not shut anybody out for years.
		r.now.Advance(100_000 * time.Hour)
		r.Allow(ctx, "ahead", 1, time.Minute)
		r.now.Advance(-100_000 * time.Hour)
		if err := r.Allow(ctx, "ahead", 1, time.Minute); !isLimited(err) {
			t.Errorf("put back, and open: %v", err)
		}
		r.now.Advance(time.Minute)
		if err := r.Allow(ctx, "ahead", 1, time.Minute); err != nil {
			t.Errorf("put back, and shut for good: %v", err)
		}
	})
}

// The limits published must leave room for 200 people who post 50 times each in five minutes, from one network.
func TestLimitsLeaveOrdinaryPeopleAlone(t *testing.T) {
	d, now := dbtest.SQLite(t)
	s := people.New(d, people.Options{})
	for i := range 50 {
		if err := d.Write(ctx, func(tx *db.Tx) error {
			for person := range int64(200) {
				if err := people.Spend(tx, people.ActPost, person+1); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		for range 200 {
			if err := s.Crowded(people.ActPost, "198.51.100.7"); err != nil {
				t.Fatalf("round %d: %v", i, err)
			}
		}
		now.Advance(6 * time.Second)
	}
	// And they do bite.
	var err error
	for i := 0; i < 1000 && err == nil; i++ {
		err = d.Write(ctx, func(tx *db.Tx) error { return people.Spend(tx, people.ActPost, 1) })
	}
	if !isLimited(err) {
		t.Errorf("a thousand posts at once: %v", err)
	}
	err = nil
	for i := 0; i < 100_000 && err == nil; i++ {
		err = s.Crowded(people.ActPost, "198.51.100.7")
	}
	if !isLimited(err) {
		t.Errorf("a flood from one network: %v", err)
	}
}

func TestNotices(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		in := r.joined("Aisha K", "a@example.org")
		tell := func(words string) {
			if err := r.db.Write(ctx, func(tx *db.Tx) error {
				_, err := people.Tell(tx, in.PersonID, "answer", 0, say.Text(words), "/x")
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		tell("one")
		tell("two")
		a := r.actor(in)
		list, err := r.Notices(ctx, a, 0, 10)
		if err != nil || a.Unread != 2 || len(list) != 2 || list[0].Words != "two" || list[0].Read {
			t.Fatalf("%d %+v %v", a.Unread, list, err)
		}
		tell("three") // while the page is read
		if err := r.ReadNotices(ctx, a, list[0].ID); err != nil {
			t.Fatal(err)
		}
		if a = r.actor(in); a.Unread != 1 {
			t.Errorf("%d are unread", a.Unread)
		}
		if older, _ := r.Notices(ctx, a, list[0].ID, 10); len(older) != 1 || older[0].Words != "one" || !older[0].Read {
			t.Errorf("%+v", older)
		}
	})
}

func TestProfile(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		a := r.actor(r.joined("Aisha K", "a@example.org"))
		r.joined("Tom B", "t@example.org")
		if err := r.ChangeProfile(ctx, a, key(a), people.Profile{Name: "TOM-B"}); !invalid(err, "name") {
			t.Errorf("somebody else's name: %v", err)
		}
		if err := r.ChangeProfile(ctx, a, key(a), people.Profile{Name: "", Who: "king", Area: "a\x00b"}); err == nil || len(err.(db.Invalid)) != 3 {
			t.Errorf("three things wrong: %v", err)
		}
		if err := r.ChangeProfile(ctx, a, key(a), people.Profile{Name: "aisha k", Who: people.Practitioner, Area: " Lye ", Organisation: "A library"}); err != nil {
			t.Fatal(err)
		}
		p, _ := r.Person(ctx, a.ID)
		if p.Name != "aisha k" || p.Who != people.Practitioner || p.Area != "Lye" || p.Organisation != "A library" {
			t.Errorf("%+v", p)
		}
		if err := r.ChangeProfile(ctx, people.Visitor, key(a), people.Profile{Name: "Nobody N"}); !isForbidden(err) {
			t.Errorf("a visitor: %v", err)
		}
	})
}

// Whatever is somebody's is handed out, and nothing that could open their account.
func TestTakeout(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		a := r.actor(r.joined("Aisha K", "a@example.org"))
		if err := r.SetPassword(ctx, a, key(a), "", "teapot gravel pigeon"); err != nil {
			t.Fatal(err)
		}
		r.mail()
		r.SaveOwnDraft(ctx, a, people.Saving{Place: "/groups", Fields: map[string]string{"body": "half a thought"}})
		other := r.actor(r.joined("Tom B", "t@example.org"))
		r.SaveOwnDraft(ctx, other, people.Saving{Place: "/groups", Fields: map[string]string{"body": "somebody else's"}})
		var out bytes.Buffer
		if err := r.Takeout(ctx, a, &out); err != nil {
			t.Fatal(err)
		}
		var all map[string]any
		if err := json.Unmarshal(out.Bytes(), &all); err != nil {
			t.Fatalf("%v in %s", err, out.String())
		}
		for _, want := range []string{"Aisha K", "a@example.org", "half a thought", "198.51.100.0/24", r.now.Now().UTC().Format(time.RFC3339)} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%q is missing", want)
			}
		}
		for _, never := range []string{"argon2", "token", "hash", "somebody else", "t@example.org"} {
			if strings.Contains(out.String(), never) {
				t.Errorf("%q is in it", never)
			}
		}
	})
}

// A canary in everything that says who somebody is must be nowhere once they have left.
func TestLeaving(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		const canary = "Kanarienvogel"
		in := r.joined(canary, canary+"@example.org")
		other := r.joined("Tom B", "t@example.org")
		a := r.actor(in)
		if err := r.ChangeProfile(ctx, a, key(a), people.Profile{Name: canary, Area: canary, Organisation: canary}); err != nil {
			t.Fatal(err)
		}
		r.SaveOwnDraft(ctx, a, people.Saving{Place: "/groups", Fields: map[string]string{"body": canary}})
		if _, err := r.AskSignIn(ctx, home, canary+"@example.org", "/"+canary); err != nil {
			t.Fatal(err)
		}
		r.exec("UPDATE people SET about = ? WHERE id = ?", canary, a.ID)
		now := r.now.Now()
		r.exec("INSERT INTO groups (id, slug, name, member_count, created_at, changed_at) VALUES (1, 'g', 'G', 2, ?, ?)", now, now)
		r.exec("INSERT INTO memberships (group_id, person_id, created_at) VALUES (1, ?, ?), (1, ?, ?)", a.ID, now, other.PersonID, now)
		for _, role := range []people.Role{people.Editor, people.Member} { // what staff write of somebody goes with the account
			if err := r.SetRole(ctx, people.Operator, a.ID, role, canary+" asked for it"); err != nil {
				t.Fatal(err)
			}
		}
		r.exec("INSERT INTO sanctions (person_id, kind, reason, message, end_reason, made_at) VALUES (?, 'warn', '', ?, ?, ?)", a.ID, canary, canary, now)
		r.now.Advance(time.Hour)
		if err := r.Leave(ctx, a, key(a), ""); !invalid(err, "current") {
			t.Errorf("without proof: %v", err)
		}
		r.exec("UPDATE sessions SET created_at = ? WHERE id = ?", r.now.Now(), a.SessionID)
		if err := r.Leave(ctx, a, key(a), ""); err != nil {
			t.Fatal(err)
		}
		for _, where := range dbtestDump(r) {
			if strings.Contains(strings.ToLower(where), strings.ToLower(canary)) {
				t.Errorf("left behind: %s", where)
			}
		}
		if r.in(in.Token) {
			t.Error("gone, and in")
		}
		if p, err := r.Person(ctx, a.ID); err != nil || p.Name != people.NameOfLeft || p.State != people.Erased {
			t.Errorf("%+v %v", p, err)
		}
		if n := r.count("SELECT member_count FROM groups"); n != 1 {
			t.Errorf("the group has %d members", n)
		}
		if r.count("SELECT COUNT(*) FROM register WHERE act = 'people.erase'") != 1 {
			t.Error("no entry in the register")
		}
		if _, err := audit.Seal(ctx, r.db); err != nil {
			t.Fatal(err)
		}
		if report, err := audit.Verify(ctx, r.db); err != nil || len(report.Problems) > 0 || report.Sealed < 3 {
			t.Errorf("the register after somebody left: %+v, %v", report, err)
		}
		// The name and the address are free again.
		r.exec("DELETE FROM jobs")
		r.joined(canary, canary+"@example.org")
	})
}

// dbtestDump gives every text of every classified column as "table.column: value".
func dbtestDump(r room) []string {
	var all []string
	for _, t := range people.Tables {
		for _, names := range t.Columns {
			for column := range strings.FieldsSeq(names) {
				values, err := db.Values[any](ctx, r.db, "SELECT "+column+" FROM "+t.Name)
				if err != nil {
					r.t.Fatal(err)
				}
				for _, v := range values {
					all = append(all, fmt.Sprintf("%s.%s: %s", t.Name, column, v))
				}
			}
		}
	}
	return all
}

func TestTheLastAdministratorStays(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		in := r.joined("Boss B", "b@example.org")
		if err := r.SetRole(ctx, people.Operator, in.PersonID, people.Administrator, ""); err != nil {
			t.Fatal(err)
		}
		a := r.actor(in)
		if err := r.Leave(ctx, a, key(a), ""); !isForbidden(err) {
			t.Errorf("%v", err)
		}
	})
}

// Every column of the schema has a class, and every class has its column.
func TestEveryColumnIsClassified(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	if missing, gone := unclassified(t, d); len(missing)+len(gone) > 0 {
		t.Errorf("in models/people/personal.go, give a class to %v, and drop %v, which are no more", missing, gone)
	}
	if err := d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("ALTER TABLE people ADD COLUMN shoe_size INTEGER")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if missing, _ := unclassified(t, d); len(missing) != 1 {
		t.Errorf("a new column was not noticed: %v", missing)
	}
}

func unclassified(t *testing.T, d *db.DB) (missing, gone []string) {
	t.Helper()
	have := map[string]bool{}
	err := db.Each(ctx, d, func(r db.Row) error {
		var table, column string
		err := r.Scan(&table, &column)
		have[table+"."+column] = true
		return err
	}, `SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE 'goose%' AND m.name NOT LIKE 'search%'`)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, table := range people.Tables {
		for _, names := range table.Columns {
			for column := range strings.FieldsSeq(names) {
				name := table.Name + "." + column
				if known[name] {
					t.Errorf("%s has two classes", name)
				}
				known[name] = true
				if !have[name] {
					gone = append(gone, name)
				}
			}
		}
		if table.Owner != "" && table.Class(table.Owner) == "" {
			t.Errorf("%s has no column %s", table.Name, table.Owner)
		}
	}
	for name := range have {
		if !known[name] {
			missing = append(missing, name)
		}
	}
	return missing, gone
}

func TestNetworks(t *testing.T) {
	for address, want := range map[string]string{
		"198.51.100.77": "198.51.100.0/24", "::ffff:198.51.100.77": "198.51.100.0/24", "2001:db8:1:2ff::9": "2001:db8:1:200::/56",
		"fe80::1%eth0": "fe80::/56", "": "", "nonsense": "",
	} {
		if got := people.NetworkOf(address); got != want {
			t.Errorf("%s is in %q, not %q", address, got, want)
		}
	}
}
