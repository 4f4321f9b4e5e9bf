package people_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/people"
)

var ctx = context.Background()

// room is a store on one engine, with a letter writer that says only what it was asked to.
type room struct {
	*people.Store
	t   *testing.T
	db  *db.DB
	now *clock.Fixed
}

func each(t *testing.T, do func(t *testing.T, r room)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		s := people.New(d, people.Options{
			BaseURL: &url.URL{Scheme: "https", Host: "talk.example.org"}, Place: "Our Society in Dudley",
			Compose: func(_ context.Context, l people.Letter) people.Writing {
				return people.Writing{Subject: string(l.Kind), Text: l.Link, HTML: "<p>" + l.Link + "</p>"}
			},
			Secret: func(use string) ([]byte, error) {
				sum := sha256.Sum256([]byte(use))
				return sum[:], nil
			},
		})
		t.Cleanup(s.Close)
		do(t, room{s, t, d, now})
	})
}

type mailed struct{ To, Subject, Text, MessageID string }

// mail gives the mails in the outbox, the oldest first, and empties it. Those about a new browser are left out: nearly
// every sign-in of these tests is from one. See told.
func (r room) mail() []mailed {
	r.t.Helper()
	return slices.DeleteFunc(r.told(), func(m mailed) bool { return m.Subject == string(people.LetterNewDevice) })
}

// told gives the mails in the outbox with those about a new browser, and empties it.
func (r room) told() []mailed {
	r.t.Helper()
	var all []mailed
	raw, err := db.Values[string](ctx, r.db, "SELECT payload FROM jobs WHERE kind = 'mail' ORDER BY id")
	if err != nil {
		r.t.Fatal(err)
	}
	for _, text := range raw {
		var m mailed
		if err := json.Unmarshal([]byte(text), &m); err != nil {
			r.t.Fatal(err)
		}
		all = append(all, m)
	}
	r.exec("DELETE FROM jobs")
	return all
}

func (r room) exec(query string, args ...any) {
	r.t.Helper()
	if err := r.db.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(query, args...); return err }); err != nil {
		r.t.Fatal(err)
	}
}

// token takes the link's token out of the only mail.
func (r room) token() string {
	r.t.Helper()
	mails := r.mail()
	if len(mails) != 1 {
		r.t.Fatalf("%d mails, not one", len(mails))
	}
	_, token, ok := strings.Cut(mails[0].Text, "https://talk.example.org/sign-in/link?t=")
	if !ok {
		r.t.Fatalf("no link in %q", mails[0].Text)
	}
	return token
}

var home = people.Client{Address: "198.51.100.7", UserAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}

// joined makes an account by joining, and gives its session.
func (r room) joined(name, email string) people.SignedIn {
	r.t.Helper()
	asked, err := r.AskJoin(ctx, home, people.Joining{OfAge: true, Profile: people.Profile{Name: name, Who: people.Resident}, Email: email}, "/groups")
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

func (r room) actor(in people.SignedIn) people.Actor {
	r.t.Helper()
	a, err := r.Actor(ctx, in.Token)
	if err != nil {
		r.t.Fatal(err)
	}
	return a
}

// in tells whether a token still signs somebody in.
func (r room) in(token string) bool {
	r.t.Helper()
	a, err := r.Actor(ctx, token)
	if err != nil {
		r.t.Fatal(err)
	}
	return a.SignedIn()
}

func key(a people.Actor) db.Key { return db.Key{Token: db.NewToken(), Actor: a.ID} }

// invalid tells whether err is about one field only.
func invalid(err error, field string) bool {
	var wrong db.Invalid
	return errors.As(err, &wrong) && len(wrong) == 1 && wrong[field] != ""
}

func (r room) count(query string, args ...any) int {
	r.t.Helper()
	n, err := db.Value[int](ctx, r.db, query, args...)
	if err != nil {
		r.t.Fatal(err)
	}
	return n
}

func isForbidden(err error) bool { var f db.Forbidden; return errors.As(err, &f) }

func isLimited(err error) bool { var l db.Limited; return errors.As(err, &l) }
