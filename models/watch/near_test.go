package watch_test

import (
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/prose/alike"
	"folkmoot/models/watch"
)

// A letter that 10,000 have sent, each with most of its words, comes in once more.
func BenchmarkCampaign(b *testing.B) {
	d, _ := dbtest.SQLite(b)
	letter := alike.Of("Please keep the number nine bus running through the estate in the evenings, because my mother cannot walk to the clinic and back without it.")
	write := func(do func(tx *db.Tx) error) {
		if err := d.Write(b.Context(), do); err != nil {
			b.Fatal(err)
		}
	}
	write(func(tx *db.Tx) error {
		for id := range 10_000 {
			for i, hash := range letter.Words {
				if (id+i)%4 == 0 {
					continue
				}
				if _, err := tx.Exec("INSERT INTO hearing_copy_bands (hash, contribution_id) VALUES (?, ?) ON CONFLICT DO NOTHING", int64(hash), id+1); err != nil {
					return err
				}
			}
		}
		return nil
	})
	for b.Loop() {
		write(func(tx *db.Tx) error {
			_, _, err := watch.SaidAlready(tx, letter)
			return err
		})
	}
}
