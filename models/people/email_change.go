package people

import (
	"context"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// Changing an address, walked:
//
// Somebody who is signed in, and has shown that it is them, gives a new address. Both addresses get a mail: the new one
// a link that shows that it is theirs, the old one a link to agree, or to stop it. Nothing changes until both were
// pressed, in whichever order. Whoever cannot read mail at the old address any more can, with more than a mailbox to
// show for themselves, have it wait: the old address is told, and a week without an objection is agreement.

// How long the links of a change of address work, and how long the old address has to object.
const (
	EmailLinksValid = 24 * time.Hour
	EmailWait       = 7 * 24 * time.Hour
)

// EmailChange is how a change of address stands.
type EmailChange struct {
	Email     string        // the new address
	Confirmed bool          // it is shown to be theirs
	Agreed    bool          // the old one agrees
	Waits     clock.Instant // when silence becomes agreement; 0 where it does not
	Done      bool          // it has changed
	MayWait   bool          // the actor can have it wait
}

// AskNewEmail begins to change the actor's address. An address that has an account gets a mail that says so; whoever asks
// cannot tell. A change that was begun before is void. Errors: db.Invalid under "email" or "current", db.Limited.
func (s *Store) AskNewEmail(ctx context.Context, actor Actor, c Client, current, email string) (Asked, error) {
	if !actor.SignedIn() {
		return Asked{}, errSignIn
	}
	email, err := CleanEmail(email)
	if err != nil {
		return Asked{}, err
	}
	if err := s.prove(ctx, actor, "current", current); err != nil {
		return Asked{}, err
	}
	if err := s.Admit(ctx, ActAskLink, email, c.Address); err != nil {
		return Asked{}, err
	}
	person, err := s.Person(ctx, actor.ID)
	if err != nil {
		return Asked{}, err
	}
	if email == person.Email {
		return Asked{}, db.Wrong("email", "This is your address already")
	}
	a, agree := begin(c, email, "change-email", "/account"), newSecret()
	a.person = actor.ID
	letters, err := s.writeAll(ctx, email, map[LetterKind]string{
		LetterNewEmail: s.linkTo(a.token), LetterEmailTaken: s.link("/sign-in"), LetterAgreeEmail: s.linkTo(agree),
	})
	if err != nil {
		return Asked{}, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, _, err := findByEmail(tx, email)
		if err != nil {
			return err
		}
		if err := voidEmailChange(tx, actor.ID); err != nil {
			return err
		}
		kind := LetterNewEmail
		if id != 0 {
			kind = LetterEmailTaken // whose link is another: nobody gets the one that is stored
		}
		// All is stored, and the old address asked, in any case, so that nothing tells the two apart.
		if err := a.insertFor(tx, EmailLinksValid); err != nil {
			return err
		}
		if err := insertAgree(tx, person, agree, EmailLinksValid, false); err != nil {
			return err
		}
		old := letters[LetterAgreeEmail]
		old.To, old.ToName = person.Email, person.Name
		if err := old.post(tx); err != nil {
			return err
		}
		return letters[kind].post(tx)
	})
	return a.asked(), err
}

// insertAgree stores the link for the old address. It belongs to no browser: whoever reads the mail there can object.
func insertAgree(tx *db.Tx, person Person, token string, valid time.Duration, waits bool) error {
	flag := 0
	if waits {
		flag = 1
	}
	_, err := tx.Insert(`INSERT INTO sign_in_links (token_hash, email, purpose, person_id, next_path, created_at, expires_at, waits)
		VALUES (?, ?, 'agree-email', ?, '/', ?, ?, ?)`, hashOf("link", token), person.Email, person.ID, tx.Now(), tx.Now().Add(valid), flag)
	return err
}

// voidEmailChange takes back whatever change of address a person had begun.
func voidEmailChange(tx *db.Tx, person int64) error {
	_, err := tx.Exec("DELETE FROM sign_in_links WHERE person_id = ? AND purpose IN ('change-email', 'agree-email')", person)
	return err
}

// UseEmailLink uses up a link of a change of address; stop objects to it instead, which only the old address can. It
// signs nobody in. With the second of the two the address changes: the person's sessions end, but for the one that this
// browser has, and the old address is told. Errors: db.ErrNotFound for a link that does not work or no longer,
// db.Invalid under "code" or "email", db.Forbidden, db.Limited.
func (s *Store) UseEmailLink(ctx context.Context, c Client, token, code string, stop bool) (change EmailChange, err error) {
	if err := s.Admit(ctx, ActRedeem, "", c.Address); err != nil {
		return change, err
	}
	if !isSecret(token) {
		return change, db.ErrNotFound
	}
	told, err := s.write(ctx, "", "", Letter{Kind: LetterEmailChanged, Link: s.link("/help")})
	if err != nil {
		return change, err
	}
	var refused error
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		change = EmailChange{}
		var link storedLink
		if link, refused, err = tryLink(tx, c, token, code, "change-email", "agree-email"); refused != nil || err != nil {
			return err
		}
		if stop && link.purpose == "agree-email" {
			tx.Touch(db.TopicPerson(link.person))
			return voidEmailChange(tx, link.person)
		}
		if err := mayUse(tx, link.person); err != nil {
			return err
		}
		// The person is held, so that of two links pressed at once the second sees the first.
		if _, err := tx.Exec("UPDATE people SET changed_at = changed_at WHERE id = ?", link.person); err != nil {
			return err
		}
		if _, err := tx.Exec("UPDATE sign_in_links SET used_at = ? WHERE id = ?", tx.Now(), link.id); err != nil {
			return err
		}
		tx.Touch(db.TopicPerson(link.person))
		if change, err = emailChange(tx.Context(), tx, link.person); err != nil || !change.Confirmed || !change.Agreed {
			return err
		}
		change.Done = true
		return changeEmail(tx, link.person, change.Email, c.Session, told)
	})
	if err == nil {
		err = refused
	}
	return change, err
}

// emailChange reads how a person's change of address stands; without one it is empty.
func emailChange(ctx context.Context, q db.Querier, person int64) (change EmailChange, err error) {
	err = db.Each(ctx, q, func(r db.Row) error {
		var purpose, email string
		var used, waits bool
		var expires clock.Instant
		if err := r.Scan(&purpose, &email, &used, &waits, &expires); err != nil {
			return err
		}
		if purpose == "change-email" {
			change.Email, change.Confirmed = email, used
			return nil
		}
		if change.Agreed = used; waits {
			change.Waits = expires
		}
		return nil
	}, `SELECT purpose, email, used_at IS NOT NULL, waits = 1, expires_at FROM sign_in_links
		WHERE person_id = ? AND purpose IN ('change-email', 'agree-email') ORDER BY id`, person)
	return change, err
}

// changeEmail gives a person a new address, and tells the old one. Their sessions end, but for one by its token.
func changeEmail(tx *db.Tx, person int64, email, session string, told letter) error {
	var err error
	told.ToName = ""
	if told.To, err = db.Value[string](tx.Context(), tx, "SELECT COALESCE(email, '') FROM people WHERE id = ?", person); err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE people SET email = ?, email_verified_at = ?, mail_stopped_at = NULL, changed_at = ? WHERE id = ?
		AND NOT EXISTS (SELECT 1 FROM people WHERE email = ? AND id <> ?)`, email, tx.Now(), tx.Now(), person, email, person)
	if err != nil {
		return err
	}
	if n == 0 {
		return db.Wrong("email", "Another account has this address by now")
	}
	if err := voidEmailChange(tx, person); err != nil {
		return err
	}
	// Links that lie in the old mailbox are good for nothing any more.
	if _, err := tx.Exec("UPDATE sign_in_links SET used_at = ? WHERE person_id = ? AND used_at IS NULL", tx.Now(), person); err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM sessions WHERE person_id = ? AND token_hash <> ?", person, hashOf("session", session)); err != nil {
		return err
	}
	tx.Touch(db.TopicPerson(person))
	if told.To == "" {
		return nil
	}
	return told.post(tx)
}

// OwnEmailChange tells how the actor's change of address stands; it is empty where they began none.
func (s *Store) OwnEmailChange(ctx context.Context, actor Actor) (EmailChange, error) {
	change, err := emailChange(ctx, s.db, actor.ID)
	if err != nil || !change.Confirmed || change.Agreed || change.Waits != 0 {
		return change, err
	}
	person, err := s.Person(ctx, actor.ID)
	if err != nil {
		return change, err
	}
	passkeys, err := s.OwnPasskeys(ctx, actor)
	change.MayWait = person.HasPassword || person.HasApp || len(passkeys) > 0
	return change, err
}

// WaitForEmail has a change of address wait for a week instead of for the old address to agree, which is told and can
// stop it. It is for somebody who cannot read mail there any more and has more than a mailbox to show: a password, an
// app or a passkey. Errors: ErrProve, db.Forbidden, db.ErrNotFound where nothing waits for the old address.
func (s *Store) WaitForEmail(ctx context.Context, actor Actor) error {
	if err := s.proven(ctx, actor); err != nil {
		return err
	}
	change, err := s.OwnEmailChange(ctx, actor)
	if err != nil {
		return err
	}
	if !change.Confirmed || change.Agreed || change.Waits != 0 {
		return db.ErrNotFound
	}
	if !change.MayWait {
		return db.Forbidden{Reason: "This needs a password, an app or a passkey on your account. Please write to us or call us."}
	}
	token := newSecret()
	told, err := s.write(ctx, "", "", Letter{Kind: LetterEmailWaits, Person: actor.ID, Link: s.linkTo(token)})
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		person, err := lockPerson(tx, actor.ID)
		if err != nil {
			return err
		}
		n, err := tx.Exec("DELETE FROM sign_in_links WHERE person_id = ? AND purpose = 'agree-email' AND used_at IS NULL AND waits = 0", actor.ID)
		if err == nil && n == 0 {
			err = db.ErrNotFound
		}
		if err == nil {
			err = insertAgree(tx, person, token, EmailWait, true)
		}
		if err == nil { // what the new address showed is kept as long
			_, err = tx.Exec("UPDATE sign_in_links SET expires_at = ? WHERE person_id = ? AND purpose = 'change-email'", tx.Now().Add(EmailWait+24*time.Hour), actor.ID)
		}
		if err != nil {
			return err
		}
		tx.Touch(db.TopicPerson(actor.ID))
		return postTo(tx, told, actor.ID)
	})
}

// endStep is how many waits are looked at together.
const endStep = 500

// EndEmailWaits changes the addresses of those whose week is over without an objection. It is for a job that runs every
// hour.
func (s *Store) EndEmailWaits(ctx context.Context) error {
	for {
		due, err := db.Values[int64](ctx, s.db, `SELECT person_id FROM sign_in_links WHERE purpose = 'agree-email' AND waits = 1 AND used_at IS NULL AND expires_at <= ?
			ORDER BY id LIMIT ?`, s.db.Clock.Now(), endStep)
		if err != nil || len(due) == 0 {
			return err
		}
		for _, person := range due {
			told, err := s.write(ctx, "", "", Letter{Kind: LetterEmailChanged, Person: person, Link: s.link("/help")})
			if err != nil {
				return err
			}
			if err := s.db.Write(ctx, func(tx *db.Tx) error { return endEmailWait(tx, person, told) }); err != nil {
				return err
			}
		}
	}
}

// endEmailWait changes one address, or takes the change back where it cannot be made any more.
func endEmailWait(tx *db.Tx, person int64, told letter) error {
	n, err := tx.Exec(`UPDATE sign_in_links SET used_at = ? WHERE person_id = ? AND purpose = 'agree-email' AND waits = 1 AND used_at IS NULL AND expires_at <= ?`,
		tx.Now(), person, tx.Now())
	if err != nil || n == 0 {
		return err
	}
	change, err := emailChange(tx.Context(), tx, person)
	if err != nil {
		return err
	}
	taken, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM people WHERE (email = ? AND id <> ?) OR (id = ? AND state <> 'active')", change.Email, person, person)
	if err != nil {
		return err
	}
	if !change.Confirmed || taken > 0 {
		return voidEmailChange(tx, person)
	}
	return changeEmail(tx, person, change.Email, "", told)
}
