package people_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

func TestMarks(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		aisha := r.actor(r.joined("Aisha K", "a@example.org"))
		if _, err := r.Create(ctx, "ada@example.org", "Ada Ames", people.Administrator, ""); err != nil {
			t.Fatal(err)
		}
		ada := r.actor(r.signsIn(home, "ada@example.org"))
		given := people.Giving{Kind: people.MarkPractitioner, Words: "Link worker, Dudley Council", Why: "We rang the CANARY desk"}
		for name, one := range map[string]struct {
			who    people.Actor
			person int64
			with   func(*people.Giving)
			field  string
		}{
			"a member":           {aisha, ada.ID, func(*people.Giving) {}, ""},
			"for oneself":        {ada, ada.ID, func(*people.Giving) {}, ""},
			"of no kind":         {ada, aisha.ID, func(g *people.Giving) { g.Kind = "saint" }, "kind"},
			"without words":      {ada, aisha.ID, func(g *people.Giving) { g.Words = " " }, "words"},
			"with too many":      {ada, aisha.ID, func(g *people.Giving) { g.Words = strings.Repeat("x", people.MaxMarkWords+1) }, "words"},
			"without a reason":   {ada, aisha.ID, func(g *people.Giving) { g.Why = "" }, "why"},
			"until what is over": {ada, aisha.ID, func(g *people.Giving) { g.Until = r.now.Now() }, "until"},
		} {
			g := given
			one.with(&g)
			_, err := r.GiveMark(ctx, one.who, key(one.who), one.person, g)
			if one.field == "" && !isForbidden(err) || one.field != "" && !invalid(err, one.field) {
				t.Errorf("%s: %v", name, err)
			}
		}
		given.Until = r.now.Now().Add(1000 * time.Hour)
		id, err := r.GiveMark(ctx, ada, key(ada), aisha.ID, given)
		if err != nil {
			t.Fatal(err)
		}
		held, err := people.MarksThatHold(ctx, r.db)
		if m, merr := r.Mark(ctx, id); err != nil || merr != nil || m.By != "Ada Ames" || held[aisha.ID].Words != given.Words {
			t.Errorf("%+v %+v %v %v", m, held, err, merr)
		}
		if n := r.count("SELECT COUNT(*) FROM register WHERE act = 'people.mark' AND details NOT LIKE '%CANARY%' AND details NOT LIKE '%Link worker%'"); n != 1 {
			t.Errorf("%d entries in the register", n)
		}
		if n := r.count("SELECT COUNT(*) FROM notices WHERE person_id = ? AND kind = 'mark'", aisha.ID); n != 1 {
			t.Errorf("told %d times", n)
		}
		if err := r.EndMark(ctx, ada, key(ada), id, ""); !invalid(err, "end_why") {
			t.Errorf("taken off without a reason: %v", err)
		}
		if err := r.EndMark(ctx, aisha, key(aisha), id, ""); err != nil {
			t.Errorf("they cannot take it off: %v", err)
		}
		if _, err := r.Mark(ctx, id); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("it holds still: %v", err)
		}
		given.Until = r.now.Now().Add(5 * time.Second)
		if id, err = r.GiveMark(ctx, ada, key(ada), aisha.ID, given); err != nil {
			t.Fatal(err)
		}
		r.now.Advance(5 * time.Second)
		if _, err := r.Mark(ctx, id); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("it holds past its time: %v", err)
		}
		if err := r.EndMarks(ctx); err != nil || r.count("SELECT COUNT(*) FROM marks WHERE id = ? AND ended_at IS NOT NULL", id) != 1 {
			t.Errorf("it did not end by itself: %v", err)
		}
		if err := r.Leave(ctx, aisha, key(aisha), ""); err != nil {
			t.Fatal(err)
		}
		if dump := strings.Join(dbtestDump(r), "\n"); strings.Contains(dump, "CANARY") {
			t.Error("why the mark was given outlives its owner")
		}
		if n := r.count("SELECT COUNT(*) FROM policies p WHERE accepted <> (SELECT COUNT(*) FROM acceptances a WHERE a.kind = p.kind AND a.number = p.number)"); n != 0 {
			t.Error("whoever left is still counted among those who agreed")
		}
	})
}
