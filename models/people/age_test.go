package people_test

import (
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

func TestWhoIsAskedHowOldTheyAre(t *testing.T) {
	for name, one := range map[string]struct {
		setting string
		said    clock.Instant
		years   int
		asks    bool
	}{
		"nothing set, never said":       {"", 0, 13, false},
		"nothing set, said":             {"", 5, 13, false},
		"raised, never said":            {`[{"years":16,"from":10}]`, 0, 16, true},
		"raised, said before":           {`[{"years":16,"from":10}]`, 9, 16, true},
		"raised, said since":            {`[{"years":16,"from":10}]`, 10, 16, false},
		"lowered, said when more":       {`[{"years":16,"from":10},{"years":13,"from":20}]`, 12, 13, false},
		"lowered below what ever held":  {`[{"years":12,"from":10}]`, 0, 12, false},
		"none asked":                    {`[{"years":0,"from":10}]`, 0, 0, false},
		"none, then some, never said":   {`[{"years":0,"from":10},{"years":13,"from":20}]`, 0, 13, true},
		"none, then some, said at once": {`[{"years":0,"from":10},{"years":13,"from":20}]`, 20, 13, false},
	} {
		age, err := people.ParseAge(one.setting)
		if err != nil || age.Years != one.years || age.Asks(one.said) != one.asks {
			t.Errorf("%s: %+v asks %v, %v", name, age, age.Asks(one.said), err)
		}
	}
}

func TestJoiningSaysHowOld(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		j := people.Joining{Profile: people.Profile{Name: "Aisha K"}, Email: "a@example.org"}
		if _, err := r.AskJoin(ctx, home, j, ""); !invalid(err, "of_age") {
			t.Errorf("joined without saying so: %v", err)
		}
		if n := len(r.mail()); n != 0 {
			t.Errorf("%d mails to somebody who did not say so", n)
		}
		in := r.joined("Aisha K", "a@example.org")
		a := r.actor(in)
		if a.OfAge == 0 || a.Accepted != (people.Versions{Rules: 1, Privacy: 1}) {
			t.Errorf("%+v", a)
		}
		if owed, err := r.Owing(ctx, a); err != nil || owed.Any() {
			t.Errorf("%+v %v", owed, err)
		}
		r.now.Advance(time.Second)
		set := func(years int) {
			t.Helper()
			if err := r.db.Write(ctx, func(tx *db.Tx) error { return people.SetMinimumAge(tx, people.Operator, years) }); err != nil {
				t.Fatal(err)
			}
		}
		set(16)
		if owed, err := r.Owing(ctx, a); err != nil || !owed.Age {
			t.Errorf("nobody is asked once the age is raised: %+v %v", owed, err)
		}
		if err := r.Accept(ctx, a, key(a), people.Versions{}, true); err != nil {
			t.Fatal(err)
		}
		if owed, err := r.Owing(ctx, r.actor(in)); err != nil || owed.Any() {
			t.Errorf("%+v %v", owed, err)
		}
		set(0)
		if _, err := r.AskJoin(ctx, home, people.Joining{Profile: people.Profile{Name: "Tom B"}, Email: "t@example.org"}, ""); err != nil {
			t.Errorf("asked though the place asks for none: %v", err)
		}
	})
}
