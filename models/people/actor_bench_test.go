package people_test

import (
	"context"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/people"
)

// What every signed-in page pays to know who asks.
func BenchmarkActor(b *testing.B) {
	d, now := dbtest.SQLite(b)
	s := people.New(d, people.Options{Compose: func(context.Context, people.Letter) people.Writing { return people.Writing{} }})
	id, err := s.Create(ctx, "a@example.org", "Aisha K", people.Member, people.Resident)
	if err != nil {
		b.Fatal(err)
	}
	link, _, err := s.OperatorLink(ctx, "a@example.org", people.OperatorLinkValid)
	if err != nil {
		b.Fatal(err)
	}
	_, token, _ := strings.Cut(link, "?t=")
	in, err := s.Redeem(ctx, people.Client{}, token, "", "")
	if err != nil {
		b.Fatal(err)
	}
	err = d.Write(ctx, func(tx *db.Tx) error {
		for group := range 5 {
			if _, err := tx.Exec("INSERT INTO groups (id, slug, name, created_at, changed_at) VALUES (?, ?, 'G', ?, ?)", group+1, "g"+string(rune('a'+group)), now.Now(), now.Now()); err != nil {
				return err
			}
			if _, err := tx.Exec("INSERT INTO memberships (group_id, person_id, created_at) VALUES (?, ?, ?)", group+1, id, now.Now()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if a, err := s.Actor(ctx, in.Token); err != nil || len(a.Groups) != 5 {
			b.Fatal(a, err)
		}
	}
}
