package watch_test

import (
	"context"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/people"
	"folkmoot/models/watch"
)

func TestNamesThatPassForThoseOfTheTeam(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		ctx := context.Background()
		put := func(statement string, args ...any) {
			t.Helper()
			if err := d.Write(ctx, func(tx *db.Tx) error {
				tx.Touch(db.TopicPerson(1))
				_, err := tx.Exec(statement, args...)
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		put("INSERT INTO people (id, public_name, role, created_at, changed_at) VALUES (1, 'Farzana Iqbal', 'moderator', 1, 1), (2, 'Norma Field', 'member', 1, 1), (3, 'Dot Hill', 'member', 1, 1)")
		put("INSERT INTO groups (id, slug, name, created_at, changed_at) VALUES (1, 'g', 'G', 1, 1)")
		put("INSERT INTO memberships (group_id, person_id, role, created_at) VALUES (1, 2, 'host', 1)")
		s := watch.NewStore(d)
		s.Place = "Dudley"
		for name, want := range map[string]string{
			"Farzana Iqbal": watch.NameOfStaff, "FARZANA  IQBAL": watch.NameOfStaff, "Farzana lqbal": watch.NameOfStaff, "Farzana Iqbai": watch.NameOfStaff,
			"Farzana Iqba": watch.NameOfStaff, "Farzzana Iqbal": watch.NameOfStaff, "Frazana Iqbal": watch.NameOfStaff, "The real Farzana Iqbal": watch.NameOfStaff,
			"Norma Fie1d": watch.NameOfHost, "Norma Field MBE": watch.NameOfHost, "Dud1ey": watch.NameOfPlace,
			"Farzana": "", "Iqbal": "", "Farzana Khan": "", "Norma": "", "Dudley Moore": "", "Dot Hill": "", "Norma Feilding": "", "": "",
		} {
			if got, err := s.PassesFor(ctx, d, 9, name); err != nil || got != want {
				t.Errorf("%q passes for %q, not %q (%v)", name, got, want, err)
			}
		}
		if got, err := s.PassesFor(ctx, d, 2, "Norma Field MBE"); err != nil || got != "" {
			t.Errorf("she passes for herself: %q %v", got, err)
		}
		for name, want := range map[string]bool{
			"The real Farzana Iqbal": true, "Farzana Iqba": true, "Frazana Iqbal": true, "Farzana lqbel": true, "Fаrzаnа Iqbаi": true,
			"Norma Field MBE": false, "Norma Feld": false, "Dot Hill-Smith": false, "Farzana Khan": false, "Farrah Iqbal": false,
			"Cheap Pills.shop": true, "Visit evil.com": true, "J.R. Smith": false, "St.John Green": false,
		} {
			if got, err := s.Unwanted(ctx, name); err != nil || (got != "") != want {
				t.Errorf("%q unwanted: %v (%v)", name, got, err)
			}
		}
		put("UPDATE people SET role = 'editor' WHERE id = 3")
		if got, err := s.PassesFor(ctx, d, 9, "Dot Hi11"); err != nil || got != watch.NameOfStaff {
			t.Errorf("a new editor is not known: %q %v", got, err)
		}
	})
}

func TestManyNewPeopleFromOneNetworkAreNoted(t *testing.T) {
	s, now := watch.NewStore(&db.DB{}), time.Unix(1_000_000, 0)
	ctx := watch.WithNetwork(context.Background(), "192.0.2.0/24")
	say := func(a people.Actor, words uint64) bool { return s.NetworkBurst(ctx, a, words, now) }
	for i := range 5 {
		for range 2 { // the same person twice is one
			if say(people.Actor{ID: int64(i + 1), State: people.Active}, 0) {
				t.Fatalf("%d people are many", i+1)
			}
		}
	}
	if say(people.Actor{ID: 50, State: people.Active, Published: 4}, 0) {
		t.Error("somebody who is known is part of it")
	}
	if s.NetworkBurst(context.Background(), people.Actor{}, 7, now) {
		t.Error("no network is one")
	}
	if !say(people.Actor{}, 7) {
		t.Error("six are not many")
	}
	now = now.Add(11 * time.Minute)
	if say(people.Actor{ID: 9, State: people.Active}, 0) {
		t.Error("it is remembered for ever")
	}
}

func TestWhatThePlacePublishedIsNoPrivateDetail(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		ctx := context.Background()
		put := func(topic, statement string, args ...any) {
			t.Helper()
			if err := d.Write(ctx, func(tx *db.Tx) error {
				tx.Touch(topic)
				_, err := tx.Exec(statement, args...)
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		s := watch.NewStore(d)
		s.Contacts = "01384 555123\njo@dudley.example.org"
		left := func(text string) int {
			t.Helper()
			n, err := s.Unpublished(ctx, d, watch.Look(text, ""))
			if err != nil {
				t.Fatal(err)
			}
			return len(n.Private)
		}
		const version, group, hidden, contact, welcome = "Ring 07700 900111.", "Write to ann@example.org.", "Ring 07700 900222.", "Ring 07700 900333.", "Ring 07700 900444."
		for _, text := range []string{version, group, hidden, contact, welcome, "Send it to DY1 1HF", "We meet at DY1 1HQ, at my house"} {
			if left(text) != 1 {
				t.Errorf("%q is published already", text)
			}
		}
		if left("Ring 01384 555 123 or mail jo@dudley.example.org") != 0 {
			t.Error("what the operator set is not known")
		}
		put(db.TopicGroups, "INSERT INTO groups (slug, name, about_md, access, created_at, changed_at) VALUES ('a', 'A', ?, 'open', 1, 1), ('b', 'B', ?, 'private', 1, 1)", group, hidden)
		put(db.TopicRules, "INSERT INTO settings (name, value, changed_at) VALUES ('contacts', ?, 1)", `{"safeguarding":{"phone":"07700 900333"}}`)
		put(db.TopicRules, "INSERT INTO settings (name, value, changed_at) VALUES ('welcome', ?, 1)", `{"phone":"07700 900444","address":"Town Hall\nDY1 1HF"}`)
		put(db.TopicGuides, "INSERT INTO threads (id, kind, slug, title, last_at, created_at) VALUES (1, 'chapter', 'c', 'C', 1, 1)")
		put(db.TopicGuides, "INSERT INTO guides (id, slug, title, created_at, changed_at) VALUES (1, 'g', 'G', 1, 1)")
		put(db.TopicGuides, "INSERT INTO chapters (id, guide_id, thread_id, slug, number, title, created_at) VALUES (1, 1, 1, 'c', 1, 'C', 1)")
		put(db.TopicGuides, "INSERT INTO versions (chapter_id, number, body_md, digest, published_at) VALUES (1, 1, ?, '', 1)", version)
		for text, want := range map[string]int{
			version: 0, "+44 7700 900111": 0, group: 0, contact: 0, welcome: 0, "Send it to DY1 1HF": 0, hidden: 1, "We meet at DY1 1HQ, at my house": 1, "Ring 07700 900112.": 1,
		} {
			if got := left(text); got != want {
				t.Errorf("%q has %d, not %d", text, got, want)
			}
		}
	})
}
