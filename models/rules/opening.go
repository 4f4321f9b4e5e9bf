package rules

import (
	"context"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Confirmed is what somebody says who opens a place to the public.
type Confirmed struct {
	Rules   bool // they have looked at the house rules
	Reasons bool // and at the reasons
	Alone   bool // nobody beside them moderates, and that is meant

	// Safeguarding contact to be set with it; both empty where it is set already.
	Phone, Email string
}

// Open lets the public in. The first time everything on the checklist must be done: what is missing is Invalid under
// "rules", "reasons", "safeguarding", "lead" and "moderators". The operator answers for all of it but the safeguarding
// contact, and so does an administrator who opens a place again. Errors: db.Forbidden, db.Invalid, db.ErrConflict.
func (s *Store) Open(ctx context.Context, a people.Actor, key db.Key, c Confirmed) error {
	if !mayChange(a) {
		return errNotYours
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		book, err := Load(tx.Context(), tx)
		if err != nil {
			return 0, err
		}
		if err := c.setContact(tx, a, book); err != nil || book.Opening.Open() {
			return 0, err
		}
		others, err := otherModerators(tx.Context(), tx, a)
		if err != nil {
			return 0, err
		}
		if wrong := c.missing(a, book, others); len(wrong) > 0 {
			return 0, wrong
		}
		first := book.Opening.Since == 0
		if first {
			err = setSetting(tx, settingOpened, book.stored[settingOpened], tx.Now(), a.ID)
		} else {
			err = setSetting(tx, settingPaused, book.stored[settingPaused], pause{}, a.ID)
		}
		if err != nil {
			return 0, err
		}
		tx.Touch(db.TopicRules, db.TopicEverything)
		return 0, audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "place.open", Kind: "place", Details: map[string]any{"first": first, "other moderators": others},
		})
	})
	return err
}

// setContact stores the safeguarding contact that comes with the opening, and puts it into the book.
func (c Confirmed) setContact(tx *db.Tx, a people.Actor, book *Book) error {
	if c.Phone == "" && c.Email == "" {
		return nil
	}
	next := book.Contacts
	if c.Phone != "" {
		next.Safeguarding.Phone = c.Phone
	}
	if c.Email != "" {
		next.Safeguarding.Email = c.Email
	}
	next, err := next.Check()
	if err != nil {
		return err
	}
	if err := putContacts(tx, a, book, next); err != nil {
		return err
	}
	book.Contacts = next
	return nil
}

// missing is what is not done yet, as Open tells it.
func (c Confirmed) missing(a people.Actor, book *Book, others int) db.Invalid {
	wrong := db.Invalid{}
	if !book.Contacts.Safeguarding.Set() {
		wrong["safeguarding"] = "Say first whom people turn to when somebody may be at risk"
	}
	if a.ID == 0 || book.Opening.Since != 0 {
		return wrong
	}
	if !c.Rules {
		wrong["rules"] = "Look at the house rules, and say so here"
	}
	if !c.Reasons {
		wrong["reasons"] = "Look at the reasons, and say so here"
	}
	if !book.Contacts.SafetyLead.Set() {
		wrong["lead"] = "Name somebody for online safety first, or say why nobody is named"
	}
	if others == 0 && !c.Alone {
		wrong["moderators"] = "Make somebody else a moderator first, or say that you do without"
	}
	return wrong
}

// OtherModerators counts who can moderate beside the actor.
func (s *Store) OtherModerators(ctx context.Context, a people.Actor) (int, error) {
	return otherModerators(ctx, s.DB, a)
}

func otherModerators(ctx context.Context, q db.Querier, a people.Actor) (int, error) {
	return db.Value[int](ctx, q, "SELECT COUNT(*) FROM people WHERE role IN ('moderator', 'administrator') AND state = 'active' AND id <> ?", a.ID)
}

// Pause closes a place to the public again, with a reason that visitors read; where it is paused already, the reason
// changes. Errors: db.Forbidden, db.Invalid under "reason", db.ErrConflict where it was never open or somebody else's
// command came in between.
func (s *Store) Pause(ctx context.Context, a people.Actor, key db.Key, reason string) error {
	if !mayChange(a) {
		return errNotYours
	}
	wrong := db.Invalid{}
	reason = required(wrong, "reason", reason, MaxLine, "Say why, for those who want to read here")
	if len(wrong) > 0 {
		return wrong
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		book, err := Load(tx.Context(), tx)
		if err != nil {
			return 0, err
		}
		if book.Opening.Since == 0 {
			return 0, db.ErrConflict
		}
		p := pause{Since: book.Opening.Paused, Reason: reason}
		if p.Since == 0 {
			p.Since = tx.Now()
		}
		if err := setSetting(tx, settingPaused, book.stored[settingPaused], p, a.ID); err != nil {
			return 0, err
		}
		tx.Touch(db.TopicRules, db.TopicEverything)
		return 0, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "place.pause", Kind: "place", Reason: reason})
	})
	return err
}
