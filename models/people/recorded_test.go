package people_test

import (
	"context"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/people"
)

func TestNamesOfGuests(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		s := people.New(d, people.Options{Place: "Dudley Talks Together"})
		defer s.Close()
		if err := d.Write(context.Background(), func(tx *db.Tx) error {
			_, err := tx.Exec("INSERT INTO people (public_name, name_skeleton, created_at, changed_at) VALUES ('Sam Lye', ?, 1, 1)", people.Skeleton("Sam Lye"))
			if err != nil {
				return err
			}
			for range 2 { // two people without an account may be called the same
				if _, err := people.Record(tx, people.Recording{Name: "Mary", Who: people.Resident}); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		for name, may := range map[string]bool{
			"Mary": true, "J. Smith": true, "J.R. Smith": true, "Mrs. Hingley, Netherton": true, " Mary   K ": true,
			"Sam Lye": false, "sam Iye": false, "Moderator": false, "The M0derators": false, "Editor": false, "Dudley Talks Together": false,
			"buy.example.com": false, "www.pills.shop": false, "See pills.shop": false, "https://pills.shop": false, "x": false, "": false,
		} {
			got, err := s.GuestName(context.Background(), name)
			if (err == nil) != may || err != nil && (got != "" || !invalid(err, "name")) {
				t.Errorf("%q: %q, %v", name, got, err)
			}
		}
	})
}
