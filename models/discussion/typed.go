package discussion

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/say"
)

// TypedChannels are the ways in which words come that somebody else types in.
var TypedChannels = []Channel{Paper, Email, Phone, Event}

// Typed is how words came that the team types in for whoever said them.
type Typed struct {
	By       people.Recording
	Channel  Channel // one of TypedChannels
	Received string  // the day on which they came, "2026-03-29" on the clocks of the place
	Noted    bool    // noted down in the team's words, not theirs
	Agreed   bool    // they agreed that it is published
}

// Begins checks how words came and gives when the day began on which they did. Bad input is Invalid by field: "who",
// "channel", "received", "agreed".
func (t Typed) Begins(zone *time.Location) (begins clock.Instant, err error) {
	wrong := db.Invalid{}
	if t.By.Who != "" && !slices.Contains(people.Kinds, t.By.Who) {
		wrong["who"] = "Choose one from the list"
	}
	if !slices.Contains(TypedChannels, t.Channel) {
		wrong["channel"] = "Choose how it came"
	}
	if begins, _, err = clock.Local(t.Received, "00:00", zone); errors.Is(err, clock.ErrSkipped) {
		begins, _, err = clock.Local(t.Received, "01:00", zone) // the clocks went forward at midnight
	}
	if err != nil {
		wrong["received"] = "Give the day on which it came"
	}
	if !t.Agreed {
		wrong["agreed"] = "Only what people agreed to have published can be added"
	}
	if len(wrong) > 0 {
		return 0, wrong
	}
	return begins, nil
}

// At is the moment under which words are kept that came on the day that begins then: noon, but never before what they
// are about, nor in the future. What came on the day of the closing time came in time.
func (t Typed) At(begins, since, closes, now clock.Instant) clock.Instant {
	at := begins.Add(12 * time.Hour)
	if begins < closes {
		at = min(at, closes-1)
	}
	return min(now, max(since, at))
}

// TypedAnswer is what somebody said in a discussion by paper, email, phone or at an event, as the team types it in.
type TypedAnswer struct {
	Typed
	ThreadID int64
	Body     string
	Evidence Evidence
	Language string // of the words, as for Body.In
}

// MayTypeIn tells whether the actor may type into a discussion what others said, and if not, why. The closing time does
// not matter: what came in time is typed in later, and what came late is kept and marked.
func MayTypeIn(a people.Actor, t Thread) error {
	if err := MayRead(a, t); err != nil {
		return err
	}
	if !a.CanTag() {
		return db.Forbidden{Reason: "Only editors and moderators can add what came by paper, phone or email."}
	}
	switch {
	case t.Kind != InGroup:
		return db.ErrNotFound
	case t.MergedInto != 0:
		return db.Forbidden{Reason: "Everything said here was taken into another discussion. You can go on there."}
	case t.LockedAt != 0:
		return db.Forbidden{Reason: say.F("A moderator has locked this, so it takes nothing new for now: %s", t.LockedReason)}
	}
	return nil
}

// Check tells what is wrong with what was typed, as TypeIn would, as far as that can be told without the discussion.
func (t TypedAnswer) Check(ctx context.Context, zone *time.Location) error {
	_, _, err := t.check(ctx, zone)
	return err
}

// check gives when the day began on which the words came, and the words as they are stored.
func (t TypedAnswer) check(ctx context.Context, zone *time.Location) (clock.Instant, Body, error) {
	wrong := db.Invalid{}
	begins, err := t.Begins(zone)
	body, wrongBody := Render(ctx, t.Body)
	for _, err := range []error{err, wrongBody, t.Evidence.check()} {
		invalid, ok := err.(db.Invalid)
		if err != nil && !ok {
			return 0, Body{}, err
		}
		maps.Copy(wrong, invalid)
	}
	if len(wrong) > 0 {
		return 0, Body{}, wrong
	}
	return begins, body, nil
}

// TypeIn stores what somebody said in a discussion without an account, as typed in by the actor, publishes it at once and
// gives its id. A key sent twice adds it once. Bad input is Invalid by field, as in Typed.Begins, and "body", "evidence".
func (s *Store) TypeIn(ctx context.Context, a people.Actor, key db.Key, zone *time.Location, answer TypedAnswer) (int64, error) {
	begins, body, err := answer.check(ctx, zone)
	if err != nil {
		return 0, err
	}
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		t, err := HoldThread(tx, answer.ThreadID)
		if err != nil {
			return 0, err
		}
		if err := MayTypeIn(a, t); err != nil {
			return 0, err
		}
		if begins > tx.Now() {
			return 0, db.Wrong("received", "This day is still to come")
		}
		at := answer.At(begins, t.CreatedAt, t.ClosesAt, tx.Now())
		author, err := people.Record(tx, answer.By)
		if err != nil {
			return 0, err
		}
		n := New{
			ThreadID: t.ID, Kind: Comment, AuthorID: author, RecorderID: a.ID, Channel: answer.Channel, Noted: answer.Noted, Who: answer.By.Who,
			Evidence: answer.Evidence, Body: body.In(answer.Language), State: Published, CreatedAt: at, Late: t.ClosesAt != 0 && at >= t.ClosesAt,
		}
		s.EnterRecorded(&n)
		c, err := Add(tx, n)
		if err != nil {
			return 0, err
		}
		if err := Finish(tx, a, c, 0); err != nil {
			return 0, err
		}
		return c.ID, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "contribution.type-in", Kind: "contribution", Object: c.ID, Details: map[string]any{
			"thread": t.ID, "channel": answer.Channel, "received": answer.Received, "noted": answer.Noted, "agreed": answer.Agreed,
		}})
	})
}
