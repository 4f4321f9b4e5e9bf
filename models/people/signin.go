package people

import (
	"context"

	"folkmoot/models/db"
)

// SignInWithPassword starts a session for somebody who knows an account's password. Whatever is wrong, the answer
// and the time it takes are the same. next is the path to go on to afterwards. Errors: db.Invalid, db.Limited, db.ErrBusy where too many sign in at a time,
// db.Forbidden for an account that may not be used.
func (s *Store) SignInWithPassword(ctx context.Context, c Client, email, password, next string) (SignedIn, error) {
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
	return s.startWithPassword(ctx, c, id, hash, fresh, next)
}

// startWithPassword starts the session if the password is still the one that was checked, and stores its new hash.
func (s *Store) startWithPassword(ctx context.Context, c Client, id int64, checked, fresh, next string) (SignedIn, error) {
	alarm, err := s.newAlarm(ctx, c)
	if err != nil {
		return SignedIn{}, err
	}
	var done SignedIn
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec("UPDATE people SET password_hash = ? WHERE id = ? AND password_hash = ?", fresh, id, checked)
		if err != nil {
			return err
		}
		if n == 0 {
			return db.ErrConflict
		}
		done, err = s.enter(tx, entry{person: id, client: c, next: LocalPath(next), alarm: alarm})
		return err
	})
	return done, err
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
	told, err := s.write(ctx, person.Email, person.Name, Letter{Kind: LetterPasswordChanged, Person: person.ID, Name: person.Name, Link: s.link("/sign-in")})
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
