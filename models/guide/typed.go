package guide

import (
	"context"
	"errors"
	"maps"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// TypedIn is what somebody said on a chapter by paper, email, phone or at an event, as the team types it in.
type TypedIn struct {
	NewComment
	discussion.Typed
}

// MayTypeIn tells whether the actor may type in what others said, and if not, why.
func MayTypeIn(a people.Actor) error {
	if !a.CanTag() {
		return db.Forbidden{Reason: "Only editors and moderators can add what came by paper, phone or email."}
	}
	return nil
}

// takesTyped tells whether what was said on the chapter can be typed in. The closing time does not matter: what came in
// time is typed in later, and what came late is kept and marked.
func (c Chapter) takesTyped() error {
	switch {
	case c.VersionID == 0:
		return db.Forbidden{Reason: "This chapter is not written yet, so there is nothing that people could have commented on."}
	case c.State == Agreed:
		return db.Forbidden{Reason: "This chapter is agreed, so nobody may be left waiting for an answer. Set it to “being redrafted” first."}
	}
	return nil
}

// MayTypeOn tells whether the actor may type in what somebody said on a chapter now, and if not, why.
func MayTypeOn(a people.Actor, c Chapter) error {
	if err := MayTypeIn(a); err != nil {
		return err
	}
	return c.takesTyped()
}

// TypeIn stores what somebody without an account said, as typed in by the actor, and publishes it at once. It gives its
// id and the code of the receipt for whoever said it; the same form sent again gives the same. Bad input is Invalid by
// field: "body", "evidence", "who", "name", "channel", "received", "version", "paragraph", "agreed".
func (s *Store) TypeIn(ctx context.Context, a people.Actor, key db.Key, t TypedIn) (int64, ReceiptCode, error) {
	if err := MayTypeIn(a); err != nil {
		return 0, "", err
	}
	begins, body, err := t.check(ctx, s.Zone)
	if err != nil {
		return 0, "", err
	}
	code := newReceiptCode(key)
	id, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if before, err := byReceipt(ctx, tx, code); !errors.Is(err, db.ErrNotFound) {
			return before.ID, err
		}
		c, err := locked(tx, t.Chapter)
		if err != nil {
			return 0, err
		}
		if err := MayTypeOn(a, c); err != nil {
			return 0, err
		}
		at, err := t.receivedAt(tx, c, begins)
		if err != nil {
			return 0, err
		}
		author, err := people.Record(tx, t.By)
		if err != nil {
			return 0, err
		}
		n := t.NewComment
		n.ByEditor, n.ParentID = false, 0
		said := discussion.New{
			AuthorID: author, RecorderID: a.ID, Channel: t.Typed.Channel, Noted: t.Noted, Who: t.By.Who, Evidence: t.Evidence, Body: body.In(t.Language),
			State: discussion.Published, CreatedAt: at,
		}
		s.Talk.EnterRecorded(&said)
		made, err := AddComment(tx, c, n, said)
		if errors.Is(err, db.ErrNotFound) {
			return 0, db.Wrong("paragraph", "Version %d has no paragraph with this number", n.Version)
		}
		if err != nil {
			return 0, err
		}
		if err := receipt(tx, made.ID, code); err != nil {
			return 0, err
		}
		if err := discussion.Finish(tx, a, made, 0); err != nil {
			return 0, err
		}
		return made.ID, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "contribution.type-in", Kind: "contribution", Object: made.ID, Details: map[string]any{
			"chapter": c.ID, "channel": t.Typed.Channel, "received": t.Received, "noted": t.Noted, "agreed": t.Agreed,
		}})
	})
	return id, code, err
}

// Check tells what is wrong with what was typed, as TypeIn would, as far as that can be told without the chapter.
func (t TypedIn) Check(ctx context.Context, zone *time.Location) error {
	_, _, err := t.check(ctx, zone)
	return err
}

// check gives when the day began on which the words came, and the words as they are stored.
func (t TypedIn) check(ctx context.Context, zone *time.Location) (begins clock.Instant, body discussion.Body, err error) {
	begins, err = t.checkTerms(zone)
	body, wrongBody := discussion.Render(ctx, t.Body)
	return begins, body, both(err, wrongBody)
}

// checkTerms looks at everything but the words.
func (t TypedIn) checkTerms(zone *time.Location) (begins clock.Instant, err error) {
	wrong := db.Invalid{}
	if invalid, ok := checkVoice(t.Evidence, t.By.Who).(db.Invalid); ok {
		wrong = invalid
	}
	begins, err = t.Begins(zone)
	if invalid, ok := err.(db.Invalid); ok {
		maps.Copy(wrong, invalid)
	}
	if t.Version < 1 {
		wrong["version"] = "Choose the version that they read"
	}
	if len(wrong) > 0 {
		return 0, wrong
	}
	return begins, nil
}

// receivedAt is the moment under which the words are kept: never before the version that they are about, nor in the future.
func (t TypedIn) receivedAt(tx *db.Tx, c Chapter, begins clock.Instant) (clock.Instant, error) {
	published, err := db.Value[clock.Instant](tx.Context(), tx, "SELECT published_at FROM versions WHERE chapter_id = ? AND number = ?", c.ID, t.Version)
	switch {
	case errors.Is(err, db.ErrNotFound):
		return 0, db.Wrong("version", "There is no version %d of this chapter", t.Version)
	case err != nil:
		return 0, err
	case begins > tx.Now():
		return 0, db.Wrong("received", "This day is still to come")
	case begins.Add(24*time.Hour) <= published:
		return 0, db.Wrong("received", "Version %d was published after this day. Give a later day or an older version", t.Version)
	}
	return t.At(begins, published, c.ClosesAt, tx.Now()), nil
}
