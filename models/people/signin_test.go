package people_test

import (
	"errors"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

func TestJoinAndSignIn(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		in := r.joined("Aisha K", "Aisha@Example.ORG")
		if !in.Joined || in.Next != "/groups" {
			t.Errorf("%+v", in)
		}
		a := r.actor(in)
		if a.Name != "Aisha K" || a.Who != people.Resident || a.Role != people.Member || !a.SignedIn() || a.SessionID == 0 {
			t.Errorf("%+v", a)
		}
		p, err := r.Person(ctx, a.ID)
		if err != nil || p.Email != "aisha@example.org" || p.VerifiedAt != r.now.Now() || p.HasPassword {
			t.Errorf("%+v %v", p, err)
		}
		// Again by a link, from a browser that has the old session: it is replaced, not added to.
		c := home
		c.Session = in.Token
		asked, err := r.AskSignIn(ctx, c, " aisha@example.org ", "/hearing?x=1")
		if err != nil {
			t.Fatal(err)
		}
		c.Browser = asked.Browser
		again, err := r.Redeem(ctx, c, r.token(), "", "")
		if err != nil || again.PersonID != in.PersonID || again.Joined || again.Next != "/hearing?x=1" || again.Token == in.Token {
			t.Errorf("%+v %v", again, err)
		}
		if r.in(in.Token) {
			t.Error("the session from before still works")
		}
	})
}

func TestLinkNeedsTheBrowserOrTheCode(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.joined("Aisha K", "a@example.org")
		asked, err := r.AskSignIn(ctx, home, "a@example.org", "")
		if err != nil || len(asked.Code) != 6 {
			t.Fatalf("%+v %v", asked, err)
		}
		token := r.token()
		elsewhere := people.Client{Address: "203.0.113.9"}
		link, err := r.Link(ctx, token, "")
		if err != nil || !link.NeedsCode || link.Email != "" {
			t.Errorf("elsewhere: %+v %v", link, err)
		}
		if link, err = r.Link(ctx, token, asked.Browser); err != nil || link.NeedsCode {
			t.Errorf("at home: %+v %v", link, err)
		}
		if _, err := r.Redeem(ctx, elsewhere, token, "", ""); !invalid(err, "code") {
			t.Errorf("without a code: %v", err)
		}
		wrong := "000000"
		if asked.Code == wrong {
			wrong = "111111"
		}
		for range 4 {
			if _, err := r.Redeem(ctx, elsewhere, token, wrong, ""); !invalid(err, "code") {
				t.Fatalf("wrong code: %v", err)
			}
		}
		in, err := r.Redeem(ctx, elsewhere, token, asked.Code[:3]+" "+asked.Code[3:], "")
		if err != nil || in.Token == "" {
			t.Errorf("right code at the fifth try: %v", err)
		}
	})
}

func TestFiveWrongCodesKillTheLink(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.joined("Aisha K", "a@example.org")
		asked, _ := r.AskSignIn(ctx, home, "a@example.org", "")
		token := r.token()
		wrong := "000000"
		if asked.Code == wrong {
			wrong = "111111"
		}
		var group sync.WaitGroup
		var told atomic.Int64
		for range 40 { // at once: the count must hold
			group.Go(func() {
				if _, err := r.Redeem(ctx, people.Client{}, token, wrong, ""); invalid(err, "code") {
					told.Add(1)
				}
			})
		}
		group.Wait()
		if told.Load() != 5 {
			t.Errorf("%d codes were tried, not 5", told.Load())
		}
		c := home
		c.Browser = asked.Browser
		if _, err := r.Redeem(ctx, c, token, asked.Code, ""); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("the link lives: %v", err)
		}
	})
}

func TestManyRedemptionsAtOnceGiveOneSession(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.joined("Aisha K", "a@example.org")
		r.exec("DELETE FROM sessions")
		asked, _ := r.AskSignIn(ctx, home, "a@example.org", "")
		c := home
		c.Browser = asked.Browser
		token := r.token()
		var group sync.WaitGroup
		var won, dead atomic.Int64
		for range 50 {
			group.Go(func() {
				_, err := r.Redeem(ctx, c, token, "", "")
				switch {
				case err == nil:
					won.Add(1)
				case errors.Is(err, db.ErrNotFound):
					dead.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		group.Wait()
		if won.Load() != 1 || dead.Load() != 49 || r.count("SELECT COUNT(*) FROM sessions") != 1 {
			t.Errorf("%d won, %d found it used, %d sessions", won.Load(), dead.Load(), r.count("SELECT COUNT(*) FROM sessions"))
		}
	})
}

func TestTwoJoiningLinksMakeOneAccount(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		var tokens []string
		c := home
		for _, name := range []string{"Aisha K", "Aisha Khan"} {
			asked, err := r.AskJoin(ctx, c, people.Joining{OfAge: true, Profile: people.Profile{Name: name}, Email: "a@example.org"}, "")
			if err != nil {
				t.Fatal(err)
			}
			c.Browser = asked.Browser
			tokens = append(tokens, r.token())
		}
		var group sync.WaitGroup
		for _, token := range tokens {
			group.Go(func() {
				if _, err := r.Redeem(ctx, c, token, "", ""); err != nil && !errors.Is(err, db.ErrNotFound) {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if n := r.count("SELECT COUNT(*) FROM people"); n != 1 {
			t.Errorf("%d accounts", n)
		}
	})
}

func TestANameTakenMeanwhileCanBeReplaced(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		asked, err := r.AskJoin(ctx, home, people.Joining{OfAge: true, Profile: people.Profile{Name: "Sam Lye"}, Email: "sam@example.org"}, "")
		if err != nil {
			t.Fatal(err)
		}
		token := r.token()
		r.joined("SAM  LYE", "other@example.org")
		c := home
		c.Browser = asked.Browser
		for range 7 { // a refused name uses nothing up
			if _, err := r.Redeem(ctx, c, token, "", ""); !invalid(err, "name") {
				t.Fatalf("taken name: %v", err)
			}
		}
		in, err := r.Redeem(ctx, c, token, "", "Sam L of Lye Cross")
		if err != nil || r.actor(in).Name != "Sam L of Lye Cross" {
			t.Errorf("%+v %v", in, err)
		}
	})
}

// What whoever asks can see must not depend on whether the address is known.
func TestKnownAndUnknownAddressesLookTheSame(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.joined("Aisha K", "known@example.org")
		suspended := r.joined("Tom B", "onhold@example.org")
		if err := r.Suspend(ctx, people.Operator, suspended.PersonID, "asked to"); err != nil {
			t.Fatal(err)
		}
		c := home
		c.Browser = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"[:42] + "A" // as a browser that asked before
		kinds := map[string]string{"known@example.org": "sign-in", "nobody@example.org": "nobody", "onhold@example.org": "suspended"}
		var first people.Asked
		for email, kind := range kinds {
			rows := r.count("SELECT COUNT(*) FROM sign_in_links")
			asked, err := r.AskSignIn(ctx, c, email, "/x")
			if err != nil {
				t.Fatal(err)
			}
			asked.Email = ""
			if first.Browser == "" {
				first = asked
			}
			if asked != first {
				t.Errorf("%s is answered %+v, another %+v", email, asked, first)
			}
			mails := r.mail()
			if len(mails) != 1 || mails[0].Subject != kind || mails[0].To != email {
				t.Errorf("%s: mail %+v", email, mails)
			}
			if r.count("SELECT COUNT(*) FROM sign_in_links") != rows+1 {
				t.Errorf("%s: not the same work", email)
			}
		}
		for email, kind := range map[string]string{"known@example.org": "join-known", "new@example.org": "join", "onhold@example.org": "suspended"} {
			if _, err := r.AskJoin(ctx, c, people.Joining{OfAge: true, Profile: people.Profile{Name: "Brand New"}, Email: email}, ""); err != nil {
				t.Errorf("%s: %v", email, err)
			}
			if mails := r.mail(); len(mails) != 1 || mails[0].Subject != kind {
				t.Errorf("joining as %s: %+v", email, mails)
			}
			// Nor does the name that belongs to an address show.
			if _, err := r.AskJoin(ctx, c, people.Joining{OfAge: true, Profile: people.Profile{Name: "Aisha K"}, Email: email}, ""); !invalid(err, "name") {
				t.Errorf("%s: %v", email, err)
			}
		}
		errs := map[string]error{}
		for email := range kinds {
			_, errs[email] = r.SignInWithPassword(ctx, c, email, "not the password at all", "")
		}
		if !reflect.DeepEqual(errs["known@example.org"], errs["nobody@example.org"]) || !reflect.DeepEqual(errs["known@example.org"], errs["onhold@example.org"]) {
			t.Errorf("%v", errs)
		}
	})
}

func TestLinksAndSessionsEnd(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		in := r.joined("Aisha K", "a@example.org")
		asked, _ := r.AskSignIn(ctx, home, "a@example.org", "")
		token := r.token()
		c := home
		c.Browser = asked.Browser
		r.now.Advance(people.LinkValid)
		if _, err := r.Redeem(ctx, c, token, "", ""); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("a link past its time: %v", err)
		}
		// Used every 20 days, it lasts until 180 days are over, and not longer.
		for day := 20; day < 180; day += 20 {
			r.now.Advance(20 * 24 * time.Hour)
			if !r.in(in.Token) {
				t.Fatalf("day %d", day)
			}
			r.Close()
		}
		r.now.Advance(20 * 24 * time.Hour)
		if r.in(in.Token) {
			t.Error("after 180 days")
		}
		idle := r.joined("Tom B", "t@example.org")
		r.now.Advance(people.SessionIdle - time.Minute)
		if !r.in(idle.Token) {
			t.Error("just before it goes idle")
		}
		r.Close()
		r.now.Advance(people.SessionIdle)
		if r.in(idle.Token) {
			t.Error("idle")
		}
	})
}

func TestChangesHoldFromTheNextRequest(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		boss := r.joined("Boss B", "b@example.org")
		if err := r.SetRole(ctx, people.Operator, boss.PersonID, people.Administrator, ""); err != nil {
			t.Fatal(err)
		}
		in := r.joined("Aisha K", "a@example.org")
		if err := r.SetRole(ctx, r.actor(boss), in.PersonID, people.Moderator, "asked to help"); err != nil {
			t.Fatal(err)
		}
		if a := r.actor(in); !a.CanModerate() {
			t.Errorf("%+v", a)
		}
		if r.count("SELECT COUNT(*) FROM register WHERE act = 'people.role' AND object_id = ?", in.PersonID) != 1 {
			t.Error("no entry in the register")
		}
		if err := r.SetRole(ctx, r.actor(in), boss.PersonID, people.Member, ""); !isForbidden(err) {
			t.Errorf("a moderator changed a role: %v", err)
		}
		if err := r.SetRole(ctx, r.actor(boss), boss.PersonID, people.Member, ""); !isForbidden(err) {
			t.Errorf("the last administrator went: %v", err)
		}
		if err := r.Suspend(ctx, r.actor(boss), in.PersonID, "insults"); err != nil {
			t.Fatal(err)
		}
		if r.in(in.Token) {
			t.Error("on hold, and in")
		}
		if err := r.Reinstate(ctx, r.actor(boss), in.PersonID, "said sorry"); err != nil {
			t.Error(err)
		}
		second := r.joined("Tom B", "t@example.org")
		if err := r.SignOutEverywhere(ctx, r.actor(second)); err != nil {
			t.Fatal(err)
		}
		if r.in(second.Token) {
			t.Error("signed out everywhere, and in")
		}
	})
}

func TestTwoAdministratorsCannotDemoteEachOther(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		var ids [2]int64
		for i, email := range []string{"a@example.org", "b@example.org"} {
			id, err := r.Create(ctx, email, []string{"Ann Lee", "Bob May"}[i], people.Administrator, "")
			if err != nil {
				t.Fatal(err)
			}
			ids[i] = id
		}
		var group sync.WaitGroup
		for i := range ids {
			by, err := r.ActorOf(ctx, ids[i])
			if err != nil {
				t.Fatal(err)
			}
			group.Go(func() { r.SetRole(ctx, by, ids[1-i], people.Member, "") })
		}
		group.Wait()
		if n := r.count("SELECT COUNT(*) FROM people WHERE role = 'administrator'"); n != 1 {
			t.Errorf("%d administrators are left", n)
		}
	})
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		in := r.joined("Aisha K", "a@example.org")
		other := r.joined("Tom B", "t@example.org")
		link, _, err := r.OperatorLink(ctx, "a@example.org", time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		_, token, _ := strings.Cut(link, "?t=")
		phone, err := r.Redeem(ctx, people.Client{Address: "2001:db8:1:2ff::9", UserAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Safari/604"}, token, "", "")
		if err != nil {
			t.Fatal(err)
		}
		list, err := r.Sessions(ctx, r.actor(in))
		if err != nil || len(list) != 2 || list[0].Device != "Safari on iPhone" || list[0].Network != "2001:db8:1:200::/56" ||
			list[1].Device != "Firefox on Linux" || list[1].Network != "198.51.100.0/24" || !list[1].Current || list[0].Current {
			t.Fatalf("%+v %v", list, err)
		}
		if err := r.EndSession(ctx, r.actor(other), list[0].ID); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("somebody else ended it: %v", err)
		}
		if err := r.EndSession(ctx, r.actor(in), list[0].ID); err != nil {
			t.Error(err)
		}
		if r.in(phone.Token) {
			t.Error("ended, and in")
		}
		if err := r.SignOut(ctx, in.Token); err != nil {
			t.Error(err)
		}
		if r.in(in.Token) {
			t.Error("signed out, and in")
		}
	})
}

func TestPasswords(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		in := r.joined("Aisha K", "a@example.org")
		a := r.actor(in)
		const first, second = "teapot gravel pigeon", "Ünder the blue-grey sofa 7"
		if err := r.SetPassword(ctx, a, key(a), "", "short"); !invalid(err, "password") {
			t.Errorf("short: %v", err)
		}
		if err := r.SetPassword(ctx, a, key(a), "", first); err != nil {
			t.Fatal(err)
		}
		if mails := r.mail(); len(mails) != 1 || mails[0].Subject != "password-changed" {
			t.Errorf("%+v", mails)
		}
		if _, err := r.SignInWithPassword(ctx, home, "a@example.org", first+" ", ""); !invalid(err, "") {
			t.Errorf("wrong password: %v", err)
		}
		other, err := r.SignInWithPassword(ctx, home, "A@example.org", first, "")
		if err != nil {
			t.Fatal(err)
		}
		// Later on the old one is asked for, and other browsers are signed out.
		r.now.Advance(time.Hour)
		if err := r.SetPassword(ctx, a, key(a), "wrong", second); !invalid(err, "current") {
			t.Errorf("without the old one: %v", err)
		}
		if err := r.SetPassword(ctx, a, key(a), first, second); err != nil {
			t.Fatal(err)
		}
		if r.in(other.Token) {
			t.Error("the other browser is still in")
		}
		// The same characters, composed differently, are the same password.
		if _, err := r.SignInWithPassword(ctx, home, "a@example.org", strings.Replace(second, "Ü", "U\u0308", 1), ""); err != nil {
			t.Errorf("decomposed: %v", err)
		}
	})
}

func TestPasswordTriesAreLimited(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.joined("Aisha K", "a@example.org")
		for i := range 10 {
			if _, err := r.SignInWithPassword(ctx, home, "a@example.org", "guess", ""); !invalid(err, "") {
				t.Fatalf("try %d: %v", i, err)
			}
		}
		if _, err := r.SignInWithPassword(ctx, home, "a@example.org", "guess", ""); !isLimited(err) {
			t.Errorf("try 11: %v", err)
		}
		r.now.Advance(-24 * time.Hour)
		if _, err := r.SignInWithPassword(ctx, home, "a@example.org", "guess", ""); !isLimited(err) {
			t.Errorf("with the clock put back: %v", err)
		}
		r.now.Advance(15 * time.Minute)
		if _, err := r.SignInWithPassword(ctx, home, "a@example.org", "guess", ""); !invalid(err, "") {
			t.Errorf("a quarter of an hour later: %v", err)
		}
	})
}

func TestAStrangerDoesNotLockSomebodyOut(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.joined("Aisha K", "a@example.org")
		guess := func(from string) error {
			_, err := r.SignInWithPassword(ctx, people.Client{Address: from}, "a@example.org", "guess", "")
			return err
		}
		for range 50 {
			if err := guess("203.0.113.9"); err == nil {
				t.Fatal("a guess was right")
			}
			if _, err := r.AskSignIn(ctx, people.Client{Address: "203.0.113.9"}, "a@example.org", "/"); err != nil && !isLimited(err) {
				t.Fatal(err)
			}
		}
		if err := guess("203.0.113.9"); !isLimited(err) {
			t.Errorf("the stranger goes on: %v", err)
		}
		if err := guess(home.Address); !invalid(err, "") {
			t.Errorf("from elsewhere the password is not even looked at: %v", err)
		}
		if _, err := r.AskSignIn(ctx, home, "a@example.org", "/"); err != nil {
			t.Errorf("from elsewhere no link is sent: %v", err)
		}
		// From very many networks there is an end too.
		for i := range 10 {
			for range 10 {
				guess("198.51." + strconv.Itoa(i) + ".1")
			}
		}
		if err := guess(home.Address); !isLimited(err) {
			t.Errorf("a hundred guesses from ten networks: %v", err)
		}
	})
}

func TestNextStaysOnThisSite(t *testing.T) {
	for path, want := range map[string]string{
		"/groups?after=3": "/groups?after=3", "": "/", "//evil.example": "/", "/\\evil.example": "/", "https://evil.example": "/",
		"/%5Cevil": "/", "/a\r\nb": "/", "groups": "/", "/%2f/evil.example": "/", "/sign-in#x": "/sign-in",
	} {
		if got := people.LocalPath(path); got != want {
			t.Errorf("%q leads to %q, not %q", path, got, want)
		}
	}
}
