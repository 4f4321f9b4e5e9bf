package notify

import (
	"context"
	"slices"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Choices is how somebody wants to be told of things.
type Choices struct {
	Tellings map[About]How // of everything in Abouts
	Zone     string        // name of a time zone; "" is the place's
	Quiet    Quiet
	Weekday  time.Weekday  // of the weekly round-up
	Paused   bool          // no mails for now, but for those that must be sent
	Stopped  clock.Instant // since when mail does not reach them; 0 = it does
	Mailable bool          // they have an address that is known to be theirs
}

// Choices reads how an actor wants to be told. Error: db.Forbidden for a visitor.
func (s *Store) Choices(ctx context.Context, a people.Actor) (Choices, error) {
	c := Choices{Tellings: map[About]How{}}
	if !a.SignedIn() {
		return c, db.Forbidden{Reason: "Sign in first."}
	}
	err := s.DB.QueryRow(ctx, `SELECT zone, COALESCE(quiet_from, 0), COALESCE(quiet_until, 0), digest_day, mail_paused_at IS NOT NULL, COALESCE(mail_stopped_at, 0),
		email IS NOT NULL AND email_verified_at IS NOT NULL FROM people WHERE id = ?`, a.ID).
		Scan(&c.Zone, &c.Quiet.From, &c.Quiet.Until, &c.Weekday, &c.Paused, &c.Stopped, &c.Mailable)
	if err != nil {
		return c, err
	}
	for _, about := range Abouts {
		c.Tellings[about] = about.usual()
	}
	err = db.Each(ctx, s.DB, func(r db.Row) error {
		var about About
		var how How
		err := r.Scan(&about, &how)
		c.Tellings[about] = how
		return err
	}, "SELECT about, how FROM tellings WHERE person_id = ?", a.ID)
	return c, err
}

// Choose stores how an actor wants to be told; Stopped and Mailable are not theirs to choose. Errors: db.Forbidden for a
// visitor, db.Invalid by field: "zone", "quiet", "weekday" and each of Abouts.
func (s *Store) Choose(ctx context.Context, a people.Actor, c Choices) error {
	if !a.SignedIn() {
		return db.Forbidden{Reason: "Sign in first."}
	}
	if err := c.check(); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		tx.Touch(db.TopicPerson(a.ID))
		for _, about := range Abouts {
			if err := setTelling(tx, a.ID, about, c.Tellings[about]); err != nil {
				return err
			}
		}
		var from, until any
		if c.Quiet.From != c.Quiet.Until {
			from, until = c.Quiet.From, c.Quiet.Until
		}
		paused := clock.Instant(0)
		if c.Paused {
			paused = tx.Now()
		}
		_, err := tx.Exec(`UPDATE people SET zone = ?, quiet_from = ?, quiet_until = ?, digest_day = ?,
			mail_paused_at = CASE WHEN CAST(? AS BIGINT) IS NULL THEN NULL ELSE COALESCE(mail_paused_at, CAST(? AS BIGINT)) END, changed_at = ? WHERE id = ?`,
			c.Zone, from, until, int(c.Weekday), db.Null(paused), db.Null(paused), tx.Now(), a.ID)
		if err != nil {
			return err
		}
		// When a round-up is due is worked out afresh.
		_, err = tx.Exec("UPDATE digests SET due_at = 0 WHERE person_id = ?", a.ID)
		return err
	})
}

func (c Choices) check() error {
	wrong := db.Invalid{}
	for _, about := range Abouts {
		if !slices.Contains(about.Ways(), c.Tellings[about]) {
			wrong[string(about)] = "Choose one of the answers"
		}
	}
	if _, err := time.LoadLocation(c.Zone); err != nil || c.Zone == "Local" || len(c.Zone) > 60 {
		wrong["zone"] = "Choose a time zone from the list"
	}
	if c.Quiet.From < 0 || c.Quiet.From >= dayMinutes || c.Quiet.Until < 0 || c.Quiet.Until >= dayMinutes {
		wrong["quiet"] = "Give both times, such as 21:00 and 07:30, or neither"
	}
	if c.Weekday < time.Sunday || c.Weekday > time.Saturday {
		wrong["weekday"] = "Choose a day of the week"
	}
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}
