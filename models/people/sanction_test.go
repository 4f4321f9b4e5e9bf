package people

import (
	"errors"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

func TestWhoMayDoWhatAboutWhom(t *testing.T) {
	now := clock.Instant(1_000_000_000_000)
	month, year := now.Add(Longest), now.Add(LongestOfAll)
	actor := func(id int64, r Role) Actor { return Actor{ID: id, Role: r, State: Active} }
	for _, c := range []struct {
		name  string
		a     Actor
		kind  SanctionKind
		role  Role
		until clock.Instant
		want  bool
	}{
		{"a member warns nobody", actor(1, Member), Warn, Member, 0, false},
		{"nor does an editor", actor(1, Editor), Warn, Member, 0, false},
		{"a moderator warns", actor(1, Moderator), Warn, Member, 0, true},
		{"but not themselves", actor(9, Moderator), Warn, Moderator, 0, false},
		{"an editor too", actor(1, Moderator), Silence, Editor, month, true},
		{"no other moderator", actor(1, Moderator), Warn, Moderator, 0, false},
		{"no administrator", actor(1, Moderator), Suspend, Administrator, month, false},
		{"for a month", actor(1, Moderator), Suspend, Member, month, true},
		{"not longer", actor(1, Moderator), Suspend, Member, month + 1, false},
		{"not without end", actor(1, Moderator), Suspend, Member, 0, false},
		{"not for a time that is over", actor(1, Moderator), Silence, Member, now, false},
		{"a moderator bans nobody", actor(1, Moderator), Ban, Member, 0, false},
		{"an administrator bans", actor(1, Administrator), Ban, Moderator, 0, true},
		{"but no other administrator", actor(1, Administrator), Ban, Administrator, 0, false},
		{"for a year", actor(1, Administrator), Suspend, Moderator, year, true},
		{"not longer than a year", actor(1, Administrator), Suspend, Moderator, year + 1, false},
		{"nobody is silenced without end", actor(1, Administrator), Silence, Member, 0, false},
		{"the operator may", Operator, Suspend, Administrator, 0, true},
		{"who is on hold may not", Actor{ID: 1, Role: Administrator, State: Suspended}, Warn, Member, 0, false},
	} {
		if err := MaySanction(c.a, c.kind, 9, c.role, c.until, now); (err == nil) != c.want {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestSilenceRefusesWords(t *testing.T) {
	a := Actor{ID: 1, State: Active, Silenced: 10}
	if err := a.MaySpeak(9); err == nil {
		t.Error("somebody who is silenced speaks")
	}
	if err := a.MaySpeak(10); err != nil {
		t.Errorf("the time is over: %v", err)
	}
	var forbidden db.Forbidden
	if err := (Actor{ID: 1, State: Suspended}).MaySpeak(0); !errors.As(err, &forbidden) {
		t.Errorf("%v", err)
	}
	if until := (Sanction{Until: 10}); until.Runs(10) || !until.Runs(9) || (Sanction{Until: 10, EndedAt: 5}).Runs(6) || !(Sanction{}).Runs(clock.Of(time.Now())) {
		t.Error("when it runs is wrong")
	}
}
