package people_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// after gives what stands behind a part of a link in a mail.
func after(t *testing.T, text, part string) string {
	t.Helper()
	_, token, ok := strings.Cut(text, part)
	if !ok {
		t.Fatalf("no %s in %q", part, text)
	}
	return token
}

func TestNewBrowsersAreTold(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		in := r.joined("Aisha K", "a@example.org")
		if in.Device == "" || len(r.told()) != 0 {
			t.Error("joining is told of, or the browser is not known again")
		}
		known := home
		known.Device = in.Device
		asked, _ := r.AskSignIn(ctx, known, "a@example.org", "")
		known.Browser = asked.Browser
		again, err := r.Redeem(ctx, known, r.token(), "", "")
		if err != nil || again.Device != in.Device || len(r.told()) != 0 {
			t.Fatalf("a browser that is known is told of: %v", err)
		}
		asked, _ = r.AskSignIn(ctx, home, "a@example.org", "")
		c := home
		c.Browser = asked.Browser
		thief, err := r.Redeem(ctx, c, r.token(), "", "")
		if err != nil {
			t.Fatal(err)
		}
		mails := r.told()
		if len(mails) != 1 || mails[0].Subject != "new-device" || mails[0].To != "a@example.org" {
			t.Fatalf("%+v", mails)
		}
		a := r.actor(again)
		if a.Unread != 1 {
			t.Errorf("%d notices", a.Unread)
		}
		// The thief digs in: a password, a passkey, a reset that is on its way.
		r.now.Advance(time.Minute)
		if err := r.SetPassword(ctx, r.actor(thief), key(a), "", "the thief has this one now"); err != nil {
			t.Fatal(err)
		}
		k := newSoftKey(t)
		r.added(r.actor(thief), k, "thief")
		secret := after(t, mails[0].Text, "/sign-in/not-me?t=")
		if err := r.Alarm(ctx, secret); err != nil {
			t.Fatal(err)
		}
		if err := r.NotMe(ctx, home, db.NewToken()); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("a made-up secret: %v", err)
		}
		r.mail()
		if err := r.NotMe(ctx, home, secret); err != nil {
			t.Fatal(err)
		}
		if r.in(thief.Token) || r.in(again.Token) || r.count("SELECT COUNT(*) FROM passkeys") != 0 || r.count("SELECT COUNT(*) FROM people WHERE password_hash IS NOT NULL") != 0 {
			t.Error("the thief is still in, or can come back")
		}
		if mails := r.mail(); len(mails) != 1 || mails[0].Subject != "shut-out" {
			t.Errorf("%+v", mails)
		}
		if err := r.NotMe(ctx, home, secret); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("the link works twice: %v", err)
		}
		// Of two people on one browser nothing tells that it is one.
		other := home
		other.Device = in.Device
		asked, _ = r.AskJoin(ctx, other, people.Joining{OfAge: true, Profile: people.Profile{Name: "Tom B"}, Email: "t@example.org"}, "")
		other.Browser = asked.Browser
		if _, err := r.Redeem(ctx, other, r.token(), "", ""); err != nil {
			t.Fatal(err)
		}
		if r.count("SELECT COUNT(*) FROM devices d JOIN devices e ON e.token_hash = d.token_hash AND e.person_id <> d.person_id") != 0 {
			t.Error("two people have one fingerprint")
		}
	})
}

func TestResettingAPassword(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		in := r.joined("Aisha K", "a@example.org")
		nobody, err := r.AskReset(ctx, home, "nobody@example.org")
		if err != nil || nobody.Code == "" {
			t.Fatalf("%+v %v", nobody, err)
		}
		if mails := r.mail(); len(mails) != 1 || mails[0].Subject != "nobody" {
			t.Errorf("%+v", mails)
		}
		asked, err := r.AskReset(ctx, home, "a@example.org")
		if err != nil || len(asked.Code) != len(nobody.Code) {
			t.Fatal(err)
		}
		mails := r.mail()
		if len(mails) != 1 || mails[0].Subject != "reset" {
			t.Fatalf("%+v", mails)
		}
		token := after(t, mails[0].Text, "/sign-in/new-password?t=")
		c := home
		c.Browser = asked.Browser
		// It signs nobody in, and changes no address.
		if _, err := r.Redeem(ctx, c, token, "", ""); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("as a sign-in link: %v", err)
		}
		if _, err := r.UseEmailLink(ctx, c, token, "", false); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("as a link for an address: %v", err)
		}
		const password = "five wet herons on a roof"
		if err := r.ResetPassword(ctx, home, token, "", password); !invalid(err, "code") {
			t.Errorf("in another browser: %v", err)
		}
		if err := r.ResetPassword(ctx, c, token, "", "short"); !invalid(err, "password") {
			t.Errorf("a bad password: %v", err)
		}
		if err := r.ResetPassword(ctx, c, token, "", password); err != nil {
			t.Fatal(err)
		}
		if r.in(in.Token) {
			t.Error("the session from before goes on")
		}
		if mails := r.mail(); len(mails) != 1 || mails[0].Subject != "password-changed" {
			t.Errorf("%+v", mails)
		}
		if _, err := r.SignInWithPassword(ctx, home, "a@example.org", password, ""); err != nil {
			t.Error(err)
		}
		if err := r.ResetPassword(ctx, c, token, "", password+"!"); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("twice: %v", err)
		}
		// A link to sign in sets no password.
		asked, _ = r.AskSignIn(ctx, home, "a@example.org", "")
		c.Browser = asked.Browser
		if err := r.ResetPassword(ctx, c, r.token(), "", password); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("by a sign-in link: %v", err)
		}
	})
}

// change asks for another address, and gives the token for the new address and for the old one.
func (r room) change(a people.Actor, email string) (c people.Client, fresh, old string) {
	r.t.Helper()
	r.mail()
	asked, err := r.AskNewEmail(ctx, a, home, "", email)
	if err != nil {
		r.t.Fatal(err)
	}
	c = home
	c.Browser = asked.Browser
	for _, m := range r.mail() {
		switch m.Subject {
		case "new-email":
			fresh = after(r.t, m.Text, "/sign-in/link?t=")
		case "agree-email":
			old = after(r.t, m.Text, "/sign-in/link?t=")
		}
	}
	return c, fresh, old
}

func (r room) email(id int64) string {
	r.t.Helper()
	p, err := r.Person(ctx, id)
	if err != nil {
		r.t.Fatal(err)
	}
	return p.Email
}

func TestChangingTheAddress(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		in := r.joined("Aisha K", "a@example.org")
		elsewhere := r.byLink("a@example.org")
		r.joined("Tom B", "t@example.org")
		a := r.actor(in)
		// An address of somebody else looks just like any other, to whoever asks.
		if _, fresh, old := r.change(a, "t@example.org"); fresh != "" || old == "" {
			t.Error("the mails are not the ones to send")
		}
		taken, err := r.OwnEmailChange(ctx, a)
		if err != nil || taken.Email != "t@example.org" || taken.Confirmed {
			t.Errorf("%+v %v", taken, err)
		}
		c, fresh, old := r.change(a, "new@example.org")
		if link, err := r.Link(ctx, old, ""); err != nil || link.Purpose != "agree-email" || link.NeedsCode {
			t.Errorf("%+v %v", link, err)
		}
		if _, err := r.Redeem(ctx, c, fresh, "", ""); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("the link for the new address signs in: %v", err)
		}
		if _, err := r.UseEmailLink(ctx, home, fresh, "", false); !invalid(err, "code") {
			t.Errorf("in another browser: %v", err)
		}
		c.Session = in.Token
		change, err := r.UseEmailLink(ctx, c, fresh, "", true) // the new address cannot stop it, nor need it
		if err != nil || change.Done || r.email(a.ID) != "a@example.org" {
			t.Fatalf("%+v %v", change, err)
		}
		r.byLink("a@example.org") // which leaves the change alone
		change, err = r.UseEmailLink(ctx, people.Client{Session: in.Token}, old, "", false)
		if err != nil || !change.Done || r.email(a.ID) != "new@example.org" {
			t.Fatalf("%+v %v", change, err)
		}
		if mails := r.mail(); len(mails) != 1 || mails[0].Subject != "email-changed" || mails[0].To != "a@example.org" {
			t.Errorf("%+v", mails)
		}
		if !r.in(in.Token) || r.in(elsewhere.Token) {
			t.Error("the wrong sessions ended")
		}
		// In the other order, and stopped.
		c, fresh, old = r.change(a, "b@example.org")
		if _, err := r.UseEmailLink(ctx, home, old, "", true); err != nil {
			t.Fatal(err)
		}
		if _, err := r.UseEmailLink(ctx, c, fresh, "", false); !errors.Is(err, db.ErrNotFound) || r.email(a.ID) != "new@example.org" {
			t.Errorf("after it was stopped: %v", err)
		}
		c, fresh, old = r.change(a, "b@example.org")
		if change, err = r.UseEmailLink(ctx, home, old, "", false); err != nil || change.Done {
			t.Errorf("%+v %v", change, err)
		}
		if change, err = r.UseEmailLink(ctx, c, fresh, "", false); err != nil || !change.Done || r.email(a.ID) != "b@example.org" {
			t.Errorf("%+v %v", change, err)
		}
	})
}

func TestWaitingForAnAddress(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		a := r.actor(r.joined("Aisha K", "a@example.org"))
		c, fresh, _ := r.change(a, "new@example.org")
		if err := r.WaitForEmail(ctx, a); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("before the new address is theirs: %v", err)
		}
		if _, err := r.UseEmailLink(ctx, c, fresh, "", false); err != nil {
			t.Fatal(err)
		}
		var forbidden db.Forbidden
		if err := r.WaitForEmail(ctx, a); !errors.As(err, &forbidden) {
			t.Errorf("with a mailbox alone: %v", err)
		}
		if err := r.SetPassword(ctx, a, key(a), "", "five wet herons on a roof"); err != nil {
			t.Fatal(err)
		}
		r.mail()
		for _, stopped := range []bool{true, false} {
			if !stopped {
				c, fresh, _ = r.change(a, "new@example.org")
				if _, err := r.UseEmailLink(ctx, c, fresh, "", false); err != nil {
					t.Fatal(err)
				}
			}
			if err := r.WaitForEmail(ctx, a); err != nil {
				t.Fatal(err)
			}
			mails := r.mail()
			if len(mails) != 1 || mails[0].Subject != "email-waits" || mails[0].To != "a@example.org" {
				t.Fatalf("%+v", mails)
			}
			if change, err := r.OwnEmailChange(ctx, a); err != nil || change.Waits == 0 || change.MayWait {
				t.Errorf("%+v %v", change, err)
			}
			if stopped {
				if _, err := r.UseEmailLink(ctx, home, after(t, mails[0].Text, "/sign-in/link?t="), "", true); err != nil {
					t.Fatal(err)
				}
				continue
			}
			r.now.Advance(people.EmailWait - time.Minute)
			if err := r.EndEmailWaits(ctx); err != nil || r.email(a.ID) != "a@example.org" {
				t.Errorf("a minute early: %s %v", r.email(a.ID), err)
			}
			r.now.Advance(time.Minute + 3*time.Hour) // the job is late
			if err := r.EndEmailWaits(ctx); err != nil || r.email(a.ID) != "new@example.org" {
				t.Errorf("after a week: %s %v", r.email(a.ID), err)
			}
		}
	})
}

func TestAnotherService(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		mo := r.joined("Mo M", "mo@example.org")
		r.joined("Tom B", "t@example.org")
		r.exec("UPDATE people SET role = 'moderator' WHERE email = 'mo@example.org'")
		id := func(subject, email string, verified bool) people.Vouched {
			return people.Vouched{Issuer: "https://login.example.org", Subject: subject, Email: email, EmailVerified: verified}
		}
		for name, one := range map[string]people.Vouched{
			"whose address nobody made sure of": id("1", "mo@example.org", false), "without an address": id("1", "", true),
			"nobody here": id("2", "nobody@example.org", true), "a member, who is no staff": id("3", "t@example.org", true),
		} {
			if _, err := r.SignInWithIdentity(ctx, home, one, ""); !invalid(err, "") {
				t.Errorf("%s: %v", name, err)
			}
		}
		if r.count("SELECT COUNT(*) FROM identities") != 0 {
			t.Error("something was tied")
		}
		r.mail()
		in, err := r.SignInWithIdentity(ctx, home, id("1", "MO@example.org", true), "/moderation")
		if err != nil || in.PersonID != mo.PersonID || in.Next != "/moderation" {
			t.Fatalf("%+v %v", in, err)
		}
		if mails := r.mail(); len(mails) != 1 || mails[0].Subject != "identity-new" {
			t.Errorf("%+v", mails)
		}
		// From then on the service's own name for them counts, and no address.
		if in, err = r.SignInWithIdentity(ctx, home, id("1", "other@example.org", false), ""); err != nil || in.PersonID != mo.PersonID {
			t.Errorf("%+v %v", in, err)
		}
		a := r.actor(in)
		trip, token, err := r.BeginTrip(ctx, a, home, "/account")
		if err != nil || trip.Person != a.ID {
			t.Fatalf("%+v %v", trip, err)
		}
		if _, err := r.EndTrip(ctx, token, "another"); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("a made-up state: %v", err)
		}
		trip, token, _ = r.BeginTrip(ctx, a, home, "/account")
		back, err := r.EndTrip(ctx, token, trip.State)
		if err != nil || back != trip {
			t.Fatalf("%+v %v", back, err)
		}
		if _, err := r.EndTrip(ctx, token, trip.State); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("twice: %v", err)
		}
		if err := r.TieIdentity(ctx, a, id("9", "", false)); err != nil {
			t.Error(err)
		}
		tom := r.actor(r.byLink("t@example.org"))
		var forbidden db.Forbidden
		if err := r.TieIdentity(ctx, tom, id("9", "", false)); !errors.As(err, &forbidden) {
			t.Errorf("a member ties: %v", err)
		}
		if err := r.UntieIdentities(ctx, a, key(a), "https://login.example.org"); err != nil || r.count("SELECT COUNT(*) FROM identities") != 0 {
			t.Error(err)
		}
		// With an app, nothing is tied before the code is right.
		phone, _, _ := r.withApp(a)
		half, err := r.SignInWithIdentity(ctx, home, id("1", "mo@example.org", true), "/x")
		if err != nil || !half.Half || r.count("SELECT COUNT(*) FROM identities") != 0 {
			t.Fatalf("%+v %v", half, err)
		}
		if _, err := r.FinishSecond(ctx, home, half.Token, phone.shows()); err != nil || r.count("SELECT COUNT(*) FROM identities") != 1 {
			t.Error(err)
		}
	})
}
