package safeguarding

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/queue"
	"folkmoot/models/rules"
	"folkmoot/models/say"
)

// The kinds of jobs of this room.
const (
	JobContact = "concern-contact" // mails the safeguarding contact; its payload is a Telling
	JobAgain   = "concern-again"   // tells again while nobody has looked; its payload is a Telling
	JobRemind  = "concern-remind"  // reminds of a concern; its payload is a Reminding
)

// Telling names a concern and how often its leads have been told with it.
type Telling struct {
	Concern int64
	Round   int
}

// Reminding names a concern and the moment that a lead asked for.
type Reminding struct {
	Concern int64
	At      clock.Instant
}

// Rounds of telling: from adminRound on the administrators are told too that nobody looks, and from slowRound on it is
// once a day.
const (
	adminRound = 3
	slowRound  = 24
)

// MostTold is of how many concerns that no lead has opened they are told in an hour, in words and by mail. A flood of
// them stands in their list, and is told of as the hours go by.
const MostTold = 10

// The words of what is told. They say that there is a concern, and never what it says or whom it is about.
const (
	wordsFirst  = "Somebody may be at risk. Please look at it as soon as you can."
	wordsAgain  = "Somebody may be at risk, and no safeguarding lead has looked at it yet. Please look at it now."
	wordsAdmin  = "Somebody may be at risk, and no safeguarding lead has looked at it yet. You cannot read it yourself. Please ring a lead, or choose another one."
	wordsRemind = "You asked to be reminded of a concern. Please look at it today."
)

// tellLead tells one lead, by mail too where the place wants it.
func tellLead(tx *db.Tx, person int64, words say.Text, link string) (int64, error) {
	book, err := rules.Load(tx.Context(), tx)
	if err != nil {
		return 0, err
	}
	return notify.TellSparing(tx, notify.Notice{Person: person, Kind: notify.Concern, Words: words, Link: link}, book.Contacts.Safeguarding.MailLeads)
}

// URL is the path of a concern's page.
func URL(concern int64) string { return "/safeguarding/" + strconv.FormatInt(concern, 10) }

// tellAll tells the leads and the contact of a concern, and sees to it that they are told again. The first time it is
// those on duty.
func tellAll(tx *db.Tx, concern int64, first bool) error {
	told, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM concerns WHERE told_at > ? AND opened_at IS NULL AND closed_at IS NULL AND id <> ?",
		tx.Now().Add(-time.Hour), concern)
	if err != nil {
		return err
	}
	if told >= MostTold {
		round, err := db.Value[int](tx.Context(), tx, "SELECT told FROM concerns WHERE id = ?", concern)
		if err != nil {
			return err
		}
		return tellLater(tx, concern, round)
	}
	round, err := db.Value[int](tx.Context(), tx, "UPDATE concerns SET told = told + 1, told_at = ? WHERE id = ? RETURNING told", tx.Now(), concern)
	if err != nil {
		return err
	}
	list, err := leads(tx.Context(), tx)
	if err != nil {
		return err
	}
	words := say.Text(wordsAgain)
	if first || round == 1 {
		words = wordsFirst
	}
	list = toTell(list, first)
	for _, l := range list {
		if _, err := tellLead(tx, l.Person, words, URL(concern)); err != nil {
			return err
		}
	}
	if round >= adminRound || len(list) == 0 {
		if err := tellAdministrators(tx); err != nil {
			return err
		}
	}
	if err := tellContact(tx, concern, round); err != nil {
		return err
	}
	return tellLater(tx, concern, round)
}

// tellLater sees to it that the leads are told again of a concern of which they were told so many times.
func tellLater(tx *db.Tx, concern int64, round int) error {
	settings, err := loadSettings(tx.Context(), tx)
	if err != nil {
		return err
	}
	wait := settings.again()
	if round >= slowRound {
		wait = max(wait, 24*time.Hour)
	}
	at := tx.Now().Add(wait)
	return queue.EnqueueAt(tx, JobAgain, fmt.Sprint(JobAgain, "-", concern, "-", round, "-", at), at, Telling{concern, round})
}

// tellContact mails the safeguarding contact, where they were not mailed a few times within the hour already.
func tellContact(tx *db.Tx, concern int64, round int) error {
	lately, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM concerns WHERE closed_at IS NULL AND told_at > ?", tx.Now().Add(-time.Hour))
	if err != nil || lately > notify.MostAlike { // this one among them
		return err
	}
	return queue.Enqueue(tx, JobContact, Telling{concern, round})
}

func tellAdministrators(tx *db.Tx) error {
	list, err := db.Values[int64](tx.Context(), tx, `SELECT id FROM people p WHERE role = 'administrator' AND state = 'active'
		AND NOT EXISTS (SELECT 1 FROM safeguarding_leads l WHERE l.person_id = p.id) ORDER BY id LIMIT ?`, mostLeads)
	for _, person := range list {
		if err == nil {
			_, err = notify.TellSparing(tx, notify.Notice{Person: person, Kind: notify.Concern, Words: wordsAdmin, Link: "/place/safeguarding"}, true)
		}
	}
	return err
}

// Again tells the leads again of a concern that none of them has opened since they were told last.
func (s *Store) Again(ctx context.Context, t Telling) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec("UPDATE concerns SET told = told WHERE id = ? AND told = ? AND opened_at IS NULL AND closed_at IS NULL", t.Concern, t.Round)
		if err != nil || n == 0 {
			return err
		}
		return tellAll(tx, t.Concern, false)
	})
}

// Contact puts together the mail to the safeguarding contact. It says that there is a concern, and nothing else.
// ErrNotFound where the place gave no address, or where somebody has looked by now.
func (s *Store) Contact(ctx context.Context, t Telling) (notify.Letter, error) {
	if _, err := db.Value[int64](ctx, s.DB, "SELECT id FROM concerns WHERE id = ? AND closed_at IS NULL AND opened_at IS NULL", t.Concern); err != nil {
		return notify.Letter{}, err
	}
	book, err := rules.Load(ctx, s.DB)
	if err != nil {
		return notify.Letter{}, err
	}
	to := book.Contacts.Safeguarding.Email
	if to == "" {
		return notify.Letter{}, db.ErrNotFound
	}
	words := say.Text(wordsFirst)
	if t.Round > 1 {
		words = wordsAgain
	}
	return notify.Letter{To: to, Kind: notify.Concern, Words: words, Link: URL(t.Concern)}, nil
}

// Remind tells the leads of a concern that one of them asked to be reminded of.
func (s *Store) Remind(ctx context.Context, r Reminding) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec("UPDATE concerns SET remind_at = NULL WHERE id = ? AND remind_at = ? AND closed_at IS NULL", r.Concern, r.At)
		if err != nil || n == 0 {
			return err
		}
		list, err := leads(tx.Context(), tx)
		if err != nil {
			return err
		}
		for _, l := range toTell(list, false) {
			if _, err := tellLead(tx, l.Person, wordsRemind, URL(r.Concern)); err != nil {
				return err
			}
		}
		return nil
	})
}

// tellWriter says to the writer, on the site alone, where help is and that they are not in trouble. No mail goes out:
// it could be read by whomever they are afraid of; for the
// same reason the words are plain.
func tellWriter(tx *db.Tx, was standing, contribution, sealedID int64) error {
	if sealedID == 0 || was.author == 0 {
		return nil
	}
	_, err := people.Tell(tx, was.author, string(notify.Decision), contribution,
		"About something you wrote here: who can help, and what happens with your words. You have done nothing wrong.", "/safe")
	return err
}
