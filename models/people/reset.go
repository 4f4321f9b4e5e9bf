package people

import (
	"context"

	"folkmoot/models/db"
)

// ResetPassword sets a new password by a link, which can do nothing else: nobody is signed in by it. Every session of
// the person ends, and they are told by mail. code is needed in a browser that did not ask. Errors: db.ErrNotFound for a
// link that does not work or no longer, db.Invalid under "code" or "password", db.Forbidden for an account that may not
// be used, db.Limited, db.ErrBusy.
func (s *Store) ResetPassword(ctx context.Context, c Client, token, code, password string) error {
	if err := s.Admit(ctx, ActRedeem, "", c.Address); err != nil {
		return err
	}
	if _, err := s.Link(ctx, token, c.Browser); err != nil {
		return err
	}
	if err := CheckPassword(password, s.place); err != nil { // before a try is counted
		return err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	told, err := s.write(ctx, "", "", Letter{Kind: LetterPasswordChanged, Link: s.link("/sign-in")})
	if err != nil {
		return err
	}
	var refused error
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		var link storedLink
		if link, refused, err = tryLink(tx, c, token, code, "reset"); refused != nil || err != nil {
			return err
		}
		if err := mayUse(tx, link.person); err != nil {
			return err
		}
		person, err := db.One(ctx, tx, scanPerson, "SELECT "+personColumns+" FROM people WHERE id = ?", link.person)
		if err != nil {
			return err
		}
		if err := CheckPassword(password, s.place, person.Name, person.Email, person.Organisation); err != nil {
			return err
		}
		if _, err := tx.Exec("UPDATE people SET password_hash = ?, email_verified_at = ?, mail_stopped_at = NULL, changed_at = ? WHERE id = ?", hash, tx.Now(), tx.Now(), link.person); err != nil {
			return err
		}
		if _, err := tx.Exec("UPDATE sign_in_links SET used_at = ? WHERE used_at IS NULL AND person_id = ? AND purpose = 'reset'", tx.Now(), link.person); err != nil {
			return err
		}
		if _, err := tx.Exec("DELETE FROM ceremonies WHERE person_id = ?", link.person); err != nil {
			return err
		}
		if err := endSessions(tx, link.person, 0); err != nil {
			return err
		}
		return postTo(tx, told, link.person)
	})
	if err == nil {
		err = refused
	}
	return err
}
