// Package asktest gives tests of other rooms what a thread needs before it may be opened for comment.
package asktest

import (
	"context"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/consultation"
	"folkmoot/models/db"
)

// Terms puts complete terms on a thread, with the decision so far ahead that it comes after any closing time.
func Terms(t testing.TB, d *db.DB, thread int64) {
	t.Helper()
	terms := consultation.Terms{
		Open: consultation.Text{Source: "All of it.", HTML: "<p>All of it.</p>"}, Why: consultation.Text{Source: "To get it right.", HTML: "<p>To get it right.</p>"},
		Decider: "The board", DecisionAt: clock.Of(time.Date(2090, 1, 2, 0, 0, 0, 0, time.UTC)),
	}
	if err := d.Write(context.Background(), func(tx *db.Tx) error { return consultation.Put(tx, thread, 0, terms) }); err != nil {
		t.Fatal(err)
	}
}

// Confirmed is what an editor sends who has read what there is to think about first and opens in these times.
func Confirmed(t testing.TB, d *db.DB, zone *time.Location, times consultation.Times) string {
	t.Helper()
	warnings, err := (&consultation.Store{DB: d, Zone: zone}).Warnings(context.Background(), times)
	if err != nil {
		t.Fatal(err)
	}
	return consultation.Ticket(warnings)
}
