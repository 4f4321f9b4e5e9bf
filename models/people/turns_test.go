package people_test

import (
	"errors"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// signsIn signs somebody in by a link on a device.
func (r room) signsIn(c people.Client, email string) people.SignedIn {
	r.t.Helper()
	asked, err := r.AskSignIn(ctx, c, email, "")
	if err != nil {
		r.t.Fatal(err)
	}
	c.Browser = asked.Browser
	in, err := r.Redeem(ctx, c, r.token(), "", "")
	if err != nil {
		r.t.Fatal(err)
	}
	return in
}

// helping makes an editor who turned on that several people use the device, and gives it.
func (r room) helping() (people.Actor, people.Client) {
	r.t.Helper()
	if _, err := r.Create(ctx, "helper@example.org", "Hetty Helper", people.Editor, people.Practitioner); err != nil {
		r.t.Fatal(err)
	}
	in := r.signsIn(home, "helper@example.org")
	a, device := r.actor(in), home
	device.Session = in.Token
	token, err := r.Share(ctx, a, device)
	if err != nil {
		r.t.Fatal(err)
	}
	if r.in(in.Token) || r.in(token) {
		r.t.Fatal("who helps is still signed in on the device")
	}
	device.Session, device.Shared = "", token
	return a, device
}

func TestTurnsOnADevice(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.joined("Aisha K", "a@example.org")
		r.joined("Tom B", "t@example.org")
		helper, device := r.helping()
		r.told()

		aisha := r.signsIn(device, "a@example.org")
		if a := r.actor(aisha); !a.Turn || a.Name != "Aisha K" || aisha.Device != "" {
			t.Errorf("%+v %+v", a, aisha)
		}
		if n := r.count("SELECT COUNT(*) FROM devices WHERE person_id = ?", aisha.PersonID); n != 1 {
			t.Errorf("the device of a turn is known again: %d", n)
		}
		if told := r.told(); len(told) != 0 {
			t.Errorf("told of a new device: %+v", told)
		}
		if _, err := r.BeginPasskey(ctx, r.actor(aisha)); !isForbidden(err) {
			t.Errorf("a passkey on a device of several: %v", err)
		}
		tom := r.signsIn(device, "t@example.org")
		if r.in(aisha.Token) || !r.in(tom.Token) {
			t.Error("two have a turn at once")
		}
		if err := r.EndTurn(ctx, device.Shared); err != nil || r.in(tom.Token) {
			t.Errorf("a turn goes on after its end: %v", err)
		}

		aisha = r.signsIn(device, "a@example.org")
		r.now.Advance(people.TurnIdle - time.Second)
		if !r.in(aisha.Token) {
			t.Error("a turn ends before its time")
		}
		r.now.Advance(time.Second)
		if r.in(aisha.Token) {
			t.Error("a turn goes on though nobody is there")
		}
		if d, err := r.SharedDevice(ctx, device.Shared); err != nil || !d.Idle || d.Helper != helper.ID {
			t.Errorf("%+v %v", d, err)
		}
		if d, err := r.SharedDevice(ctx, device.Shared); err != nil || d.Idle || r.in(aisha.Token) {
			t.Errorf("the turn that was over goes on: %+v %v", d, err)
		}
	})
}

func TestWhoTurnsADeviceOnAndOff(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		member := r.joined("Aisha K", "a@example.org")
		if _, err := r.Share(ctx, r.actor(member), home); !isForbidden(err) {
			t.Errorf("a member: %v", err)
		}
		_, device := r.helping()
		aisha := r.signsIn(device, "a@example.org")
		if err := r.Unshare(ctx, r.actor(aisha), device.Shared); !isForbidden(err) {
			t.Errorf("somebody whose turn it is turns it off: %v", err)
		}
		back := r.signsIn(device, "helper@example.org")
		r.now.Advance(9 * time.Minute)
		for range 2 { // the helper reads for a while, and has to show again who they are
			if _, err := r.SharedDevice(ctx, device.Shared); err != nil {
				t.Fatal(err)
			}
			r.now.Advance(9 * time.Minute)
		}
		if err := r.Unshare(ctx, r.actor(back), device.Shared); !errors.Is(err, people.ErrProve) {
			t.Errorf("turned off without showing again who it is: %v", err)
		}
		back = r.signsIn(device, "helper@example.org")
		if err := r.Unshare(ctx, r.actor(back), device.Shared); err != nil || r.in(back.Token) {
			t.Errorf("%v", err)
		}
		if _, err := r.SharedDevice(ctx, device.Shared); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("the device is still shared: %v", err)
		}
		// Ended from elsewhere, the device and the turn on it are gone.
		elsewhere := r.signsIn(home, "helper@example.org")
		token, err := r.Share(ctx, r.actor(elsewhere), people.Client{Address: home.Address})
		if err != nil {
			t.Fatal(err)
		}
		device.Shared = token
		turn := r.signsIn(device, "a@example.org")
		list, err := r.Sessions(ctx, r.actor(elsewhere))
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range list {
			if one.Shared {
				err = r.EndSession(ctx, r.actor(elsewhere), one.ID)
			}
		}
		if err != nil || r.in(turn.Token) {
			t.Errorf("the turn outlives the device: %v", err)
		}
	})
}
