package guide

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/consultation"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// Terms are the conditions on which a chapter is open: how far it has come, and from when until when it takes comments.
type Terms struct {
	State    State
	OpensAt  clock.Instant // 0 = as soon as the state is Open
	ClosesAt clock.Instant // 0 = no closing time
	Guests   bool          // people may comment without an account; a moderator reads that first
}

// Typed are terms as an editor types them, on the clocks of the place.
type Typed struct {
	State                 State
	OpensDay, OpensHour   string // "2026-03-29" and "09:00"; both empty for none, an empty hour is the day's beginning
	ClosesDay, ClosesHour string // an empty hour is 23:59
	Guests                bool   // people may comment without an account
	Confirmed             string // the ticket of the warnings that were confirmed; see package consultation
}

// Read turns typed terms into moments. A time that comes twice because the clocks go back is taken as its first
// coming for opening and its second for closing, so that nobody is shut out early; a time that the clocks jump over
// is refused. Bad input is Invalid by field: "state", "opens", "closes".
func (t Typed) Read(zone *time.Location) (Terms, error) {
	terms, wrong := Terms{State: t.State, Guests: t.Guests}, db.Invalid{}
	if !slices.Contains(States, t.State) {
		wrong["state"] = "Choose how far the chapter has come"
	}
	var err error
	if t.OpensDay+t.OpensHour != "" {
		terms.OpensAt, _, err = discussion.Moment("opens", t.OpensDay, cmp.Or(t.OpensHour, "00:00"), zone)
		if err := gather(wrong, err); err != nil {
			return terms, err
		}
	}
	terms.ClosesAt, err = discussion.ClosingMoment(t.ClosesDay, t.ClosesHour, zone)
	if err := gather(wrong, err); err != nil {
		return terms, err
	}
	if len(wrong) == 0 && terms.OpensAt != 0 && terms.ClosesAt != 0 && terms.ClosesAt <= terms.OpensAt {
		wrong["closes"] = "The closing time must be after the opening time"
	}
	if len(wrong) > 0 {
		return terms, wrong
	}
	return terms, nil
}

// Write gives the terms as an editor would type them.
func (t Terms) Write(zone *time.Location) Typed {
	typed := Typed{State: t.State, Guests: t.Guests}
	if t.OpensAt != 0 {
		at := t.OpensAt.In(zone)
		typed.OpensDay, typed.OpensHour = at.Format(time.DateOnly), at.Format("15:04")
	}
	if t.ClosesAt != 0 {
		at := t.ClosesAt.In(zone)
		typed.ClosesDay, typed.ClosesHour = at.Format(time.DateOnly), at.Format("15:04")
	}
	return typed
}

// Settle changes a chapter's title and summary, and the terms on which it is open. Every change of terms is in the
// register. A chapter that people are not told enough of cannot be opened: see consultation.Opening.
func (s *Store) Settle(ctx context.Context, a people.Actor, key db.Key, chapter int64, d Details, typed Typed) error {
	if err := MayEdit(a); err != nil {
		return err
	}
	d, err := d.Check()
	terms, wrongTerms := typed.Read(s.Zone)
	if err := both(err, wrongTerms); err != nil {
		return err
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		c, err := locked(tx, chapter)
		if err != nil {
			return 0, err
		}
		if _, err := tx.Exec("UPDATE chapters SET title = ?, summary = ? WHERE id = ?", d.Title, d.Summary, chapter); err != nil {
			return 0, err
		}
		if _, err := tx.Exec("UPDATE threads SET title = ? WHERE id = ?", d.Title, c.ThreadID); err != nil {
			return 0, err
		}
		tx.Touch(db.TopicGuides, db.TopicThread(c.ThreadID))
		if before := c.Terms(); before != terms {
			if err := s.mayChange(tx, a, c, terms, typed.Confirmed); err != nil {
				return 0, err
			}
			if err := SetTerms(tx, c, terms); err != nil {
				return 0, err
			}
			return chapter, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "chapter.terms", Kind: "chapter", Object: chapter, Details: map[string]any{
				"state_before": before.State, "opens_before": before.OpensAt, "closes_before": before.ClosesAt, "guests_before": before.Guests,
				"state": terms.State, "opens": terms.OpensAt, "closes": terms.ClosesAt, "guests": terms.Guests,
			}})
		}
		return chapter, nil
	})
	return err
}

// mayChange tells whether a chapter may be opened for comment, or its times changed while it is open: by the rules of
// package consultation, on terms that are fair to those who are asked.
func (s *Store) mayChange(tx *db.Tx, a people.Actor, c Chapter, t Terms, confirmed string) error {
	before, after := consultation.Times{Opens: c.OpensAt, Closes: c.ClosesAt}, consultation.Times{Opens: t.OpensAt, Closes: t.ClosesAt}
	switch {
	case t.State != Open || c.VersionID == 0: // without a text it is refused by SetTerms
		return nil
	case c.State != Open:
		return consultation.Opening(tx, s.Zone, a.ID, c.ThreadID, after, confirmed)
	}
	return consultation.Changing(tx, s.Zone, a.ID, c.ThreadID, before, after, confirmed)
}

// Terms gives the conditions on which the chapter is open.
func (c Chapter) Terms() Terms {
	return Terms{State: c.State, OpensAt: c.OpensAt, ClosesAt: c.ClosesAt, Guests: c.Guests}
}

// SetTerms changes the terms of a chapter inside a command. A chapter without a published text cannot be Open or Agreed;
// one on which somebody waits for an answer or for a moderator cannot become Agreed.
// Whether people were told enough is not asked here: that is for Settle, and programs give consultation.Put the terms.
func SetTerms(tx *db.Tx, c Chapter, t Terms) error {
	if c.VersionID == 0 && (t.State == Open || t.State == Agreed) {
		return db.Wrong("state", "Publish the chapter's text first")
	}
	if t.State == Agreed && c.State != Agreed {
		left, err := waiting(tx.Context(), tx, c)
		if err != nil {
			return err
		}
		if !left.None() {
			return db.Wrong("state", "It cannot be agreed yet: %s", left.words())
		}
	}
	guests := 0
	if t.Guests {
		guests = 1
	}
	if _, err := tx.Exec("UPDATE chapters SET state = ?, guests = ? WHERE id = ?", t.State, guests, c.ID); err != nil {
		return err
	}
	// The thread is closed by hand unless the chapter is open, so that the rules of discussions hold here too.
	thread := "closed"
	if t.State == Open {
		thread = "open"
	}
	tx.Touch(db.TopicGuides, db.TopicThread(c.ThreadID))
	_, err := tx.Exec("UPDATE threads SET state = ?, opens_at = ?, closes_at = ? WHERE id = ?", thread, db.Null(t.OpensAt), db.Null(t.ClosesAt), c.ThreadID)
	if err == nil {
		err = discussion.MarkDate(tx, c.ThreadID, discussion.Closes, t.ClosesAt)
	}
	if err != nil || t.State != Open || t.ClosesAt == c.ClosesAt {
		return err
	}
	return discussion.InTime(tx, c.ThreadID, t.ClosesAt)
}

// both joins what is wrong with two parts of a form.
func both(one, other error) error {
	var a, b db.Invalid
	if !errors.As(one, &a) || !errors.As(other, &b) {
		return errors.Join(one, other)
	}
	for field, message := range b {
		a[field] = message
	}
	return a
}
