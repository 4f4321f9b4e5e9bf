package handlers

import (
	"context"
	"net/url"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/retention"
)

// Administrators see what would go before they choose, and what went; a shorter time waits, and a hold stops it.
func TestHowLongThingsAreKept(t *testing.T) {
	s, ctx := newStage(t), context.Background()
	old := s.now.Now().Add(-100 * retention.Day)
	if err := s.DB.Write(ctx, func(tx *db.Tx) error {
		for range 3 {
			if _, err := tx.Exec("INSERT INTO notices (person_id, kind, words, created_at, read_at) VALUES ((SELECT MIN(id) FROM people), 'decision', 'x', ?, 1)", old); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	const page = "/place/kept/notices"
	do := func(pairs ...string) url.Values {
		v := url.Values{"key": {db.NewToken()}}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v
	}
	s.play(t, []scenario{
		{name: "the list", who: "administrator", url: "/place/kept", status: 200, has: []string{"What the site told you", "1 year after we told you", "3 there now, 0 to go at the next run", "Nothing was removed yet"}},
		{name: "not for moderators", who: "moderator", url: "/place/kept", status: 403},
		{name: "one kind", who: "administrator", url: page, status: 200, has: []string{"From 90 to 1095 days", "See what would go"}, hasNot: []string{"Choose this"}},
		{name: "what no clock removes", who: "administrator", url: "/place/kept/words", status: 404},
		{name: "no number", who: "administrator", url: page + "?days=soon", status: 422, has: []string{"Give a number of days from 90 to 1095"}},
		{name: "what would go", who: "administrator", url: page + "?days=90", status: 200, has: []string{"Kept for 90 days, 3 would go now instead of 0.", "It begins on", "Choose this"}},
		{name: "chosen", who: "administrator", url: page, form: do("do", "choose", "days", "90"), status: 303, to: page},
		{name: "it waits", who: "administrator", url: page, status: 200, has: []string{"it is kept for 90 days only", "Leave it as it is"}},
		{name: "too short", who: "administrator", url: page, form: do("do", "choose", "days", "2"), status: 422, has: []string{"Give a number of days"}},
		{name: "it cannot be chosen", who: "administrator", url: "/place/kept/sessions", form: do("do", "choose", "days", "2"), status: 404},
		{name: "no step", who: "administrator", url: page, form: do("do", "dance"), status: 422},
		{name: "everybody still reads the longer time", url: "/privacy", status: 200, has: []string{"1 year after we told you"}},
		{name: "a hold without a reason", who: "administrator", url: page, form: do("do", "hold"), status: 422, has: []string{"Say who asks for these records"}},
		{name: "a hold", who: "administrator", url: page, form: do("do", "hold", "why", "The court in Leeds"), status: 303, to: page},
		{name: "it says so", who: "administrator", url: page, status: 200, has: []string{"The court in Leeds", "nothing is removed", "End the hold"}},
		{name: "the hold ends", who: "administrator", url: page, form: do("do", "release"), status: 303, to: page},
	})
	s.now.Advance(retention.Wait + time.Hour)
	if err := s.Retention.Run(ctx, "notices"); err != nil {
		t.Fatal(err)
	}
	s.play(t, []scenario{
		{name: "everybody reads the shorter time", url: "/privacy", status: 200, has: []string{"90 days after we told you"}},
		{name: "the certificate", who: "administrator", url: "/place/kept/certificates/1", status: 200, has: []string{"Certificate 1", "90 days after we told you", "<dd>3</dd>", "Entry"}},
		{name: "it is listed", who: "administrator", url: "/place/kept", status: 200, has: []string{"3 records", "/place/kept/certificates/1"}},
		{name: "as a table", who: "administrator", url: "/place/kept/certificates.csv", status: 200, has: []string{"notices", ",90,", ",3,"}},
		{name: "none of that number", who: "administrator", url: "/place/kept/certificates/99", status: 404},
		{name: "in the register", who: "administrator", url: "/moderation/register?act=retention.", status: 200, has: []string{"removed what was too old", "changed how long something is kept"}},
	})
}
