package people

import (
	"context"

	"folkmoot/models/db"
)

// SignInWithPassword starts a session for somebody who knows an account's password. Whatever is wrong, the answer
// and the time it takes are the same. Errors: db.Invalid, db.Limited, db.ErrBusy where too many sign in at a time,
// db.Forbidden for an account that may not be used.
func (s *Store) SignInWithPassword(ctx context.Context, c Client, email, password string) (SignedIn, error) {
	wrong := db.Wrong("", "The email address or the password is not right. You can ask for a sign-in link instead")
	clean, err := CleanEmail(email)
	if err != nil {
		return SignedIn{}, err
	}
	if password == "" {
		return SignedIn{}, db.Wrong("password", "Enter your password")
	}
	if err := s.Admit(ctx, ActPassword, clean, c.Address); err != nil {
		return SignedIn{}, err
	}
	var id int64
	var hash string
	if err := s.db.QueryRow(ctx, `SELECT id, COALESCE(password_hash, '') FROM people
		WHERE email = ? AND state IN ('active', 'suspended')`, clean).Scan(&id, &hash); err != nil && !isNoRow(err) {
		return SignedIn{}, err
	}
	right, stale, err := s.hasher.verify(ctx, hash, password)
	if err != nil {
		return SignedIn{}, err
	}
	if !right {
		return SignedIn{}, wrong
	}
	fresh := hash
	if stale {
		if fresh, err = s.hasher.hash(ctx, password); err != nil {
			return SignedIn{}, err
		}
	}
	return s.startWithPassword(ctx, c, id, hash, fresh)
}

// startWithPassword starts the session if the password is still the one that was checked, and stores its new hash.
func (s *Store) startWithPassword(ctx context.Context, c Client, id int64, checked, fresh string) (SignedIn, error) {
	token := newSecret()
	var done SignedIn
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec("UPDATE people SET password_hash = ? WHERE id = ? AND password_hash = ?", fresh, id, checked)
		if err != nil {
			return err
		}
		if n == 0 {
			return db.ErrConflict
		}
		if err := mayUse(tx, id); err != nil {
			return err
		}
		draft, err := adoptDrafts(tx, id, c.Drafts, storedLink{})
		if err != nil {
			return err
		}
		done = SignedIn{Token: token, PersonID: id, Next: "/", DraftID: draft, ExpiresAt: tx.Now().Add(SessionAbsolute)}
		tx.Touch(db.TopicPerson(id))
		return startSession(tx, id, token, c)
	})
	return done, err
}

// NeedsPassword tells whether the actor must give their password, or sign in again by a link, before they change
// how they sign in or leave: they signed in more than a quarter of an hour ago.
func (s *Store) NeedsPassword(ctx context.Context, actor Actor) (bool, error) {
	fresh, err := s.fresh(ctx, actor)
	return !fresh, err
}

// prove makes sure that it is the person themselves: they have just signed in, or know the password.
func (s *Store) prove(ctx context.Context, actor Actor, field, password string) error {
	fresh, err := s.fresh(ctx, actor)
	if err != nil || fresh {
		return err
	}
	if err := s.Admit(ctx, ActPassword, "prove:"+db.TopicPerson(actor.ID), ""); err != nil {
		return err
	}
	hash, err := db.Value[string](ctx, s.db, "SELECT COALESCE(password_hash, '') FROM people WHERE id = ?", actor.ID)
	if err != nil {
		return err
	}
	right, _, err := s.hasher.verify(ctx, hash, password)
	if err == nil && !right {
		err = db.Wrong(field, "Enter your password as it is now, or sign out and sign in again by a link first")
	}
	return err
}

// SetPassword sets or changes the actor's password, ends their other sessions and tells them by mail. Errors:
// db.Invalid under "password" or "current", db.Limited, db.ErrBusy.
func (s *Store) SetPassword(ctx context.Context, actor Actor, key db.Key, current, password string) error {
	if !actor.SignedIn() {
		return errSignIn
	}
	person, err := s.Person(ctx, actor.ID)
	if err != nil {
		return err
	}
	if err := CheckPassword(password, s.place, person.Name, person.Email, person.Organisation); err != nil {
		return err
	}
	if err := s.prove(ctx, actor, "current", current); err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	told, err := s.write(person.Email, person.Name, Letter{Kind: LetterPasswordChanged, Name: person.Name, Link: s.link("/sign-in")})
	if err != nil {
		return err
	}
	return s.changeSignIn(ctx, actor, key, &told, "UPDATE people SET password_hash = ?, changed_at = ? WHERE id = ?", hash)
}

// RemovePassword goes back to signing in by links alone. Errors: db.Invalid under "current", db.Limited.
func (s *Store) RemovePassword(ctx context.Context, actor Actor, key db.Key, current string) error {
	if !actor.SignedIn() {
		return errSignIn
	}
	if err := s.prove(ctx, actor, "current", current); err != nil {
		return err
	}
	return s.changeSignIn(ctx, actor, key, nil, "UPDATE people SET password_hash = ?, changed_at = ? WHERE id = ?", nil)
}

func (s *Store) changeSignIn(ctx context.Context, actor Actor, key db.Key, told *letter, update string, value any) error {
	_, err := s.db.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if err := Spend(tx, ActChange, actor.ID); err != nil {
			return 0, err
		}
		if _, err := tx.Exec(update, value, tx.Now(), actor.ID); err != nil {
			return 0, err
		}
		if err := endSessions(tx, actor.ID, actor.SessionID); err != nil {
			return 0, err
		}
		if told != nil {
			return actor.ID, told.post(tx)
		}
		return actor.ID, nil
	})
	return err
}

// AskNewEmail sends a link to a new address, which becomes the actor's once they press its button. An address that
// has an account gets a mail that says so; whoever asks cannot tell. Errors: db.Invalid under "email" or "current",
// db.Limited.
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
	a := begin(c, email, "change-email", "/account")
	a.person = actor.ID
	letters, err := s.writeAll(email, map[LetterKind]string{LetterNewEmail: s.linkTo(a.token), LetterEmailTaken: s.link("/sign-in")})
	if err != nil {
		return Asked{}, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, _, err := findByEmail(tx, email)
		if err != nil {
			return err
		}
		one, kind := a, LetterNewEmail
		if id != 0 && id != actor.ID {
			one.purpose, one.person, kind = "sign-in", 0, LetterEmailTaken
		}
		if err := one.insert(tx); err != nil {
			return err
		}
		return letters[kind].post(tx)
	})
	return a.asked(), err
}

// changeEmail gives the person of a link the address that it proved, and tells the old one.
func (s *Store) changeEmail(tx *db.Tx, link storedLink, told letter) error {
	ctx := context.Background()
	old, err := db.Value[string](ctx, tx, "SELECT COALESCE(email, '') FROM people WHERE id = ?", link.person)
	if err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE people SET email = ?, email_verified_at = ?, changed_at = ? WHERE id = ?
		AND NOT EXISTS (SELECT 1 FROM people WHERE email = ? AND id <> ?)`, link.email, tx.Now(), tx.Now(), link.person, link.email, link.person)
	if err != nil {
		return err
	}
	if n == 0 {
		return db.Wrong("email", "Another account has this address by now")
	}
	if err := endSessions(tx, link.person, 0); err != nil || old == "" || old == link.email {
		return err
	}
	told.To = old
	return told.post(tx)
}
