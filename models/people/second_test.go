package people_test

import (
	"encoding/base32"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// app is a phone with an app that shows codes.
type app struct {
	r   room
	key string
}

// shows is the code that the app shows now.
func (a app) shows() string {
	a.r.t.Helper()
	code, err := totp.GenerateCode(a.key, time.UnixMilli(int64(a.r.now.Now())))
	if err != nil {
		a.r.t.Fatal(err)
	}
	return code
}

// withApp sets up an app, and gives it with the recovery codes and the session's new token.
func (r room) withApp(a people.Actor) (app, []string, string) {
	r.t.Helper()
	if err := r.BeginApp(ctx, a); err != nil {
		r.t.Fatal(err)
	}
	pending, err := r.PendingApp(ctx, a)
	if err != nil {
		r.t.Fatal(err)
	}
	phone := app{r, strings.ReplaceAll(pending.Key, " ", "")}
	codes, token, err := r.ConfirmApp(ctx, a, phone.shows())
	if err != nil || len(codes) != 10 {
		r.t.Fatalf("%d codes, %v", len(codes), err)
	}
	r.now.Advance(time.Minute)
	return phone, codes, token
}

// byLink signs in by a link.
func (r room) byLink(email string) people.SignedIn {
	r.t.Helper()
	r.mail()
	asked, err := r.AskSignIn(ctx, home, email, "/groups")
	if err != nil {
		r.t.Fatal(err)
	}
	c := home
	c.Browser = asked.Browser
	in, err := r.Redeem(ctx, c, r.token(), "", "")
	if err != nil {
		r.t.Fatal(err)
	}
	return in
}

func TestSecondStep(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		first := r.joined("Aisha K", "a@example.org")
		elsewhere := r.byLink("a@example.org")
		a := r.actor(first)
		r.mail()
		phone, codes, renewed := r.withApp(a)
		if mails := r.mail(); len(mails) != 1 || mails[0].Subject != "second-on" {
			t.Errorf("%+v", mails)
		}
		if r.in(first.Token) || r.in(elsewhere.Token) || !r.in(renewed) {
			t.Error("the tokens from before are still good, or the new one is not")
		}
		var stored []byte
		if err := r.db.QueryRow(ctx, "SELECT secret FROM authenticators").Scan(&stored); err != nil {
			t.Fatal(err)
		}
		if raw, _ := base32.StdEncoding.DecodeString(phone.key); strings.Contains(string(stored), string(raw)) {
			t.Error("the secret can be read in the database")
		}
		in := r.byLink("a@example.org")
		if !in.Half || r.in(in.Token) || in.DraftID != 0 {
			t.Fatalf("%+v", in)
		}
		if _, err := r.FinishSecond(ctx, home, renewed, phone.shows()); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("a session as half: %v", err)
		}
		if _, err := r.FinishSecond(ctx, home, in.Token, "000000"); !invalid(err, "code") {
			t.Errorf("a wrong code: %v", err)
		}
		code := phone.shows()
		done, err := r.FinishSecond(ctx, home, in.Token, code[:3]+" "+code[3:])
		if err != nil || done.Half || done.Next != "/groups" || !r.in(done.Token) {
			t.Fatalf("%+v %v", done, err)
		}
		if _, err := r.FinishSecond(ctx, home, in.Token, phone.shows()); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("the half is used twice: %v", err)
		}
		again := r.byLink("a@example.org")
		if _, err := r.FinishSecond(ctx, home, again.Token, code); !invalid(err, "code") {
			t.Errorf("a code that was taken: %v", err)
		}
		r.now.Advance(30 * time.Second)
		last := phone.shows()
		r.now.Advance(30 * time.Second) // half a minute slow
		if _, err := r.FinishSecond(ctx, home, again.Token, last); err != nil {
			t.Errorf("a clock that is slow: %v", err)
		}
		again = r.byLink("a@example.org")
		last = phone.shows()
		r.now.Advance(61 * time.Second)
		if _, err := r.FinishSecond(ctx, home, again.Token, last); !invalid(err, "code") {
			t.Errorf("an old code: %v", err)
		}
		// A recovery code works once, however it is typed, and they are told.
		r.mail()
		if _, err := r.FinishSecond(ctx, home, again.Token, strings.ToUpper(strings.ReplaceAll(codes[3], " ", "-"))); err != nil {
			t.Fatal(err)
		}
		if mails := r.mail(); len(mails) != 1 || mails[0].Subject != "recovery-used" {
			t.Errorf("%+v", mails)
		}
		again = r.byLink("a@example.org")
		if _, err := r.FinishSecond(ctx, home, again.Token, codes[3]); !invalid(err, "code") {
			t.Errorf("a recovery code for the second time: %v", err)
		}
		r.now.Advance(people.CeremonyValid)
		if _, err := r.FinishSecond(ctx, home, again.Token, codes[4]); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("too late: %v", err)
		}
	})
}

// However many try at once, a half takes five codes, one right code lets in once, and guesses are limited by account.
func TestSecondStepIsHardToGuess(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		a := r.actor(r.joined("Aisha K", "a@example.org"))
		phone, _, _ := r.withApp(a)
		in, code := r.byLink("a@example.org"), phone.shows()
		var group sync.WaitGroup
		var won atomic.Int64
		for range 5 {
			group.Go(func() {
				if _, err := r.FinishSecond(ctx, home, in.Token, code); err == nil {
					won.Add(1)
				}
			})
		}
		group.Wait()
		if won.Load() != 1 {
			t.Errorf("%d got in with one code", won.Load())
		}
		r.exec("DELETE FROM limits")
		r.now.Advance(time.Minute)
		in = r.byLink("a@example.org")
		for range 5 {
			if _, err := r.FinishSecond(ctx, home, in.Token, "000000"); !invalid(err, "code") {
				t.Fatal(err)
			}
		}
		if _, err := r.FinishSecond(ctx, home, in.Token, phone.shows()); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("the sixth code: %v", err)
		}
		in = r.byLink("a@example.org")
		for range 3 {
			_, _ = r.FinishSecond(ctx, home, in.Token, "000000")
		}
		if _, err := r.FinishSecond(ctx, home, in.Token, phone.shows()); !isLimited(err) {
			t.Errorf("guesses with link after link: %v", err)
		}
	})
}

func TestShowingAgainWhoItIs(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		in := r.joined("Aisha K", "a@example.org")
		a := r.actor(in)
		const password = "five wet herons on a roof"
		if err := r.SetPassword(ctx, a, key(a), "", password); err != nil {
			t.Fatal(err)
		}
		r.now.Advance(time.Hour)
		if p, err := r.Proof(ctx, a); err != nil || !p.Needed || !p.Password || p.Code || !p.Link {
			t.Errorf("%+v %v", p, err)
		}
		if err := r.BeginApp(ctx, a); !errors.Is(err, people.ErrProve) {
			t.Errorf("an hour later: %v", err)
		}
		if _, err := r.ProveByPassword(ctx, a, "wrong"); !invalid(err, "password") {
			t.Errorf("a wrong password: %v", err)
		}
		token, err := r.ProveByPassword(ctx, a, password)
		if err != nil || r.in(in.Token) || !r.in(token) {
			t.Fatalf("the token is not a new one: %v", err)
		}
		phone, _, _ := r.withApp(a)
		r.now.Advance(time.Hour)
		// A password alone is half of it now, in every form.
		if p, _ := r.Proof(ctx, a); !p.Needed || p.Password || !p.Code {
			t.Errorf("%+v", p)
		}
		if _, err := r.ProveByPassword(ctx, a, password); !errors.Is(err, people.ErrProve) {
			t.Errorf("a password: %v", err)
		}
		if err := r.SetPassword(ctx, a, key(a), password, "another long password"); !invalid(err, "current") {
			t.Errorf("a password to change it: %v", err)
		}
		if err := r.RemoveApp(ctx, a, key(a)); !errors.Is(err, people.ErrProve) {
			t.Errorf("removing the app: %v", err)
		}
		if _, err := r.ProveByCode(ctx, a, home, phone.shows()); err != nil {
			t.Fatal(err)
		}
		fresh, err := r.NewRecoveryCodes(ctx, a, key(a))
		if err != nil || len(fresh) != 10 {
			t.Fatal(err)
		}
		if own, err := r.OwnRecoveryCodes(ctx, a, append([]string{"aaaa bbbb cccc dddd"}, fresh[:3]...)); err != nil || len(own) != 3 {
			t.Errorf("%v %v", own, err)
		}
		if err := r.RemoveApp(ctx, a, key(a)); err != nil {
			t.Fatal(err)
		}
		if in := r.byLink("a@example.org"); in.Half {
			t.Error("a code is still asked for")
		}
	})
}

// Where the place asks for a second step, a role is that of a member until it is done, in each session by itself.
func TestPlaceAsksForASecondStep(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		boss := r.joined("Ada A", "ada@example.org")
		mod := r.joined("Mo M", "mo@example.org")
		r.joined("Tom B", "t@example.org")
		r.exec("UPDATE people SET role = 'administrator' WHERE email = 'ada@example.org'")
		r.exec("UPDATE people SET role = 'moderator' WHERE email = 'mo@example.org'")
		r.exec("INSERT INTO safeguarding_leads (person_id, since) SELECT id, 1 FROM people WHERE email = 't@example.org'")
		a := r.actor(boss)
		var forbidden db.Forbidden
		if err := r.RequireSecond(ctx, r.actor(mod), key(a), true); !errors.As(err, &forbidden) {
			t.Errorf("a moderator: %v", err)
		}
		if err := r.RequireSecond(ctx, a, key(a), true); !invalid(err, "required") {
			t.Errorf("who would shut themselves out: %v", err)
		}
		_, _, token := r.withApp(a)
		a = r.actor(people.SignedIn{Token: token})
		if err := r.RequireSecond(ctx, a, key(a), true); err != nil {
			t.Fatal(err)
		}
		if r.count("SELECT COUNT(*) FROM register WHERE act = 'settings.second-step'") != 1 {
			t.Error("the register does not say so")
		}
		if now := r.actor(people.SignedIn{Token: token}); now.Role != people.Administrator || now.Waits {
			t.Errorf("%+v", now)
		}
		m := r.actor(mod)
		if m.Role != people.Member || !m.Waits || m.CanModerate() {
			t.Errorf("%+v", m)
		}
		if in := r.byLink("t@example.org"); !in.Waits {
			t.Errorf("a safeguarding lead: %+v", in)
		} else if lead := r.actor(in); lead.CanSafeguard() || !lead.Waits {
			t.Errorf("%+v", lead)
		}
		in := r.byLink("mo@example.org")
		if !in.Waits || in.Half {
			t.Errorf("%+v", in)
		}
		m = r.actor(in)
		k := newSoftKey(t)
		r.added(m, k, "Phone")
		if m = r.actor(in); m.Role != people.Moderator || m.Waits {
			t.Errorf("with a passkey: %+v", m)
		}
		// Whoever reads their mail gets in as a member, and can add no passkey of their own.
		thief := r.byLink("mo@example.org")
		if m = r.actor(thief); m.Role != people.Member {
			t.Errorf("%+v", m)
		}
		if _, err := r.BeginPasskey(ctx, m); !errors.Is(err, people.ErrProve) {
			t.Errorf("the thief adds a passkey: %v", err)
		}
		if p, _ := r.Proof(ctx, m); !p.Needed || p.Password || p.Link || !p.Passkeys {
			t.Errorf("%+v", p)
		}
		begun, err := r.BeginPasskeyProof(ctx, m)
		if err != nil {
			t.Fatal(err)
		}
		token, err = r.ProveByPasskey(ctx, m, home, begun.Token, k.get(begun))
		if err != nil {
			t.Fatal(err)
		}
		if m = r.actor(people.SignedIn{Token: token}); m.Role != people.Moderator {
			t.Errorf("after showing the passkey: %+v", m)
		}
		// The operator's way out.
		r.mail()
		if err := r.RemoveSecond(ctx, r.actor(people.SignedIn{Token: token}), m.ID, "x"); !errors.As(err, &forbidden) {
			t.Errorf("by a moderator: %v", err)
		}
		if err := r.RemoveSecond(ctx, people.Operator, m.ID, "lost the phone"); err != nil {
			t.Fatal(err)
		}
		if mails := r.mail(); len(mails) != 1 || mails[0].Subject != "second-off" || mails[0].To != "mo@example.org" || r.in(token) {
			t.Errorf("%+v", mails)
		}
		if err := r.RemoveSecond(ctx, people.Operator, m.ID, "again"); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("twice: %v", err)
		}
		m = r.actor(r.byLink("mo@example.org"))
		r.withApp(m)
	})
}
