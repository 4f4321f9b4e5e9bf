package people

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"net/url"
	"strconv"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// The second step, walked:
//
// Somebody sets up an app on their phone that shows a code of six digits, a new one every 30 seconds (RFC 6238), and
// gets ten recovery codes on paper. From then on, whichever way they sign in, they are let in halfway until they type
// the code: halfway they can do nothing else. A passkey that checked who holds it, by a PIN, a finger or a face, is two
// steps in one and needs no code. A code and a recovery code are taken once.

// codeSeconds is how long an app shows a code, and codeSlack by how many codes a clock may be off.
const (
	codeSeconds = 30
	codeSlack   = 1
)

var base32Plain = base32.StdEncoding.WithPadding(base32.NoPadding)

// App is an app that shows codes, as it is set up.
type App struct {
	Key string // to be typed into the app, in groups of four letters
	URI string // otpauth://, for the square that a phone's camera reads
}

// Second is what somebody has as a second step.
type Second struct {
	App      bool          // an app that shows codes
	Since    clock.Instant // when it was set up
	Codes    int           // recovery codes that are left
	Passkeys int
	Required bool // the place asks it of whoever holds their role
	Done     bool // this session took it
}

// Second tells what the actor has.
func (s *Store) Second(ctx context.Context, actor Actor) (Second, error) {
	var two Second
	err := s.db.QueryRow(ctx, `SELECT COALESCE((SELECT confirmed_at FROM authenticators WHERE person_id = p.id), 0),
		(SELECT COUNT(*) FROM recovery_codes WHERE person_id = p.id AND used_at IS NULL), (SELECT COUNT(*) FROM passkeys WHERE person_id = p.id),
		`+holdsRole+` AND `+secondRequired+`,
		EXISTS (SELECT 1 FROM sessions WHERE id = ? AND person_id = p.id AND second_at IS NOT NULL) FROM people p WHERE p.id = ?`, actor.SessionID, actor.ID).
		Scan(&two.Since, &two.Codes, &two.Passkeys, &two.Required, &two.Done)
	two.App = two.Since != 0
	return two, err
}

// hasApp tells whether somebody set up an app to the end.
func hasApp(tx *db.Tx, person int64) (bool, error) {
	n, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM authenticators WHERE person_id = ? AND confirmed_at IS NOT NULL", person)
	return n > 0, err
}

// BeginApp makes a new secret for an app, which counts for nothing until ConfirmApp. An app that is set up already stays
// as it is: that is db.ErrConflict. Errors: ErrProve where they must show first who they are.
func (s *Store) BeginApp(ctx context.Context, actor Actor) error {
	if err := s.proven(ctx, actor); err != nil {
		return err
	}
	var raw [20]byte // as RFC 4226 asks
	rand.Read(raw[:])
	sealed, err := s.seal(useSecondStep, db.TopicPerson(actor.ID), raw[:])
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(`INSERT INTO authenticators (person_id, secret, created_at) VALUES (?, ?, ?) ON CONFLICT (person_id) DO UPDATE
			SET secret = excluded.secret, last_step = 0, created_at = excluded.created_at WHERE authenticators.confirmed_at IS NULL`, actor.ID, sealed, tx.Now())
		if err == nil && n == 0 {
			err = db.ErrConflict
		}
		return err
	})
}

// PendingApp gives the app that is being set up. Errors: db.ErrNotFound where none is, ErrProve.
func (s *Store) PendingApp(ctx context.Context, actor Actor) (App, error) {
	if err := s.proven(ctx, actor); err != nil {
		return App{}, err
	}
	sealed, err := db.Value[[]byte](ctx, s.db, "SELECT secret FROM authenticators WHERE person_id = ? AND confirmed_at IS NULL", actor.ID)
	if err != nil {
		return App{}, err
	}
	raw, err := s.unseal(useSecondStep, db.TopicPerson(actor.ID), sealed)
	if err != nil {
		return App{}, err
	}
	person, err := s.Person(ctx, actor.ID)
	if err != nil {
		return App{}, err
	}
	key := base32Plain.EncodeToString(raw)
	u := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + s.place + ":" + person.Email}
	u.RawQuery = "secret=" + key + "&issuer=" + url.PathEscape(s.place) + "&algorithm=SHA1&digits=6&period=" + strconv.Itoa(codeSeconds)
	return App{Key: grouped(key, 4), URI: u.String()}, nil
}

// ConfirmApp ends setting up an app with a code that it shows, and gives the recovery codes, which nobody can read
// again. The other sessions end, this one gets a new token, and the person is told by mail. Errors: db.Invalid under
// "code", db.Limited, db.ErrNotFound where no app is being set up, ErrProve.
func (s *Store) ConfirmApp(ctx context.Context, actor Actor, code string) (codes []string, token string, err error) {
	if err := s.proven(ctx, actor); err != nil {
		return nil, "", err
	}
	if err := s.Admit(ctx, ActSecond, secondAccount(actor.ID), ""); err != nil {
		return nil, "", err
	}
	told, err := s.write(ctx, "", "", Letter{Kind: LetterSecondOn, Person: actor.ID, Link: s.link("/account/ways-in")})
	if err != nil {
		return nil, "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		right, err := s.takeCode(tx, actor.ID, code, false)
		if err != nil {
			return err
		}
		if !right {
			return db.Wrong("code", "These are not the 6 numbers that your app shows now. Wait for the next ones and try again")
		}
		if _, err := tx.Exec("UPDATE authenticators SET confirmed_at = ? WHERE person_id = ?", tx.Now(), actor.ID); err != nil {
			return err
		}
		if codes, err = newRecoveryCodes(tx, actor.ID); err != nil {
			return err
		}
		if err := endSessions(tx, actor.ID, actor.SessionID); err != nil {
			return err
		}
		if token, err = renewSession(tx, actor, true); err != nil {
			return err
		}
		return postTo(tx, told, actor.ID)
	})
	return codes, token, err
}

// takeCode tells whether a code is one that somebody's app shows about now, and takes it, so that it is good for
// nothing else. confirmed tells which app is meant: the one in use, or the one that is being set up.
func (s *Store) takeCode(tx *db.Tx, person int64, code string, confirmed bool) (bool, error) {
	state := "confirmed_at IS NULL"
	if confirmed {
		state = "confirmed_at IS NOT NULL"
	}
	sealed, err := db.Value[[]byte](tx.Context(), tx, "SELECT secret FROM authenticators WHERE person_id = ? AND "+state, person)
	if err != nil {
		return false, err
	}
	raw, err := s.unseal(useSecondStep, db.TopicPerson(person), sealed)
	if err != nil {
		return false, err
	}
	step, right, err := stepOf(raw, digits(code), tx.Now())
	if err != nil || !right {
		return false, err
	}
	n, err := tx.Exec("UPDATE authenticators SET last_step = ? WHERE person_id = ? AND last_step < ? AND "+state, step, person, step)
	return n == 1, err
}

// stepOf finds the step of 30 seconds that a code belongs to, of those about now. It looks at each of them, so that it
// takes the same whatever is found.
func stepOf(secret []byte, code string, now clock.Instant) (step int64, right bool, err error) {
	key := base32Plain.EncodeToString(secret)
	at := int64(now) / 1000 / codeSeconds
	for one := at - codeSlack; one <= at+codeSlack; one++ {
		want, err := hotp.GenerateCodeCustom(key, uint64(one), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err != nil {
			return 0, false, err
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			step, right = one, true
		}
	}
	return step, right, nil
}

// takeSecond tells whether what somebody typed is a code of their app or one of their recovery codes, and takes it.
func (s *Store) takeSecond(tx *db.Tx, person int64, typed string) (right, recovery bool, err error) {
	right, err = s.takeCode(tx, person, typed, true)
	if err != nil && !errors.Is(err, db.ErrNotFound) || right {
		return right, false, err
	}
	right, err = takeRecoveryCode(tx, person, typed)
	return right, right, err
}

func secondAccount(person int64) string { return "second:" + db.TopicPerson(person) }

var errWrongSecond = db.Wrong("code", "This is not right. Type the 6 numbers that your app shows now, or one of your recovery codes that you have not used")

// FinishSecond takes the second step of somebody who is halfway in: with a code of their app, or with a recovery code.
// Errors: db.ErrNotFound where nobody is halfway in, or five wrong codes were typed; db.Invalid under "code"; db.Limited.
func (s *Store) FinishSecond(ctx context.Context, c Client, token, code string) (SignedIn, error) {
	if !isSecret(token) {
		return SignedIn{}, db.ErrNotFound
	}
	person, err := db.Value[int64](ctx, s.db, "SELECT COALESCE(person_id, 0) FROM ceremonies WHERE token_hash = ? AND kind = ?", hashOf("ceremony", token), secondStep)
	if err != nil {
		return SignedIn{}, err
	}
	if err := s.Admit(ctx, ActSecond, secondAccount(person), c.Address); err != nil {
		return SignedIn{}, err
	}
	fresh, err := s.newAlarm(ctx, c)
	if err != nil {
		return SignedIn{}, err
	}
	used, err := s.write(ctx, "", "", Letter{Kind: LetterRecoveryUsed, Person: person, Link: s.link("/account/ways-in")})
	if err != nil {
		return SignedIn{}, err
	}
	var done SignedIn
	var refused error
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		done, refused = SignedIn{}, nil
		n, err := tx.Exec("UPDATE ceremonies SET attempts = attempts + 1 WHERE token_hash = ? AND kind = ? AND expires_at > ? AND attempts < ?",
			hashOf("ceremony", token), secondStep, tx.Now(), mostAttempts)
		if err != nil {
			return err
		}
		if n == 0 {
			return db.ErrNotFound
		}
		right, recovery, err := s.takeSecond(tx, person, code)
		if err != nil {
			return err
		}
		if !right { // the count is kept
			refused = errWrongSecond
			return nil
		}
		var kept half
		if _, err := takeCeremony(tx, secondStep, token, &kept); err != nil {
			return err
		}
		if recovery {
			if err := postTo(tx, used, person); err != nil {
				return err
			}
		}
		done, err = s.enter(tx, entry{
			person: person, client: c, next: kept.Next, link: storedLink{draft: kept.Draft, created: kept.Asked}, identity: kept.Identity, second: true, alarm: fresh,
		})
		return err
	})
	if err == nil {
		err = refused
	}
	return done, err
}

// HalfIn is nil where a token is that of somebody halfway in, else db.ErrNotFound.
func (s *Store) HalfIn(ctx context.Context, token string) error {
	if !isSecret(token) {
		return db.ErrNotFound
	}
	_, err := db.Value[int64](ctx, s.db, "SELECT id FROM ceremonies WHERE token_hash = ? AND kind = ? AND expires_at > ? AND attempts < ?",
		hashOf("ceremony", token), secondStep, s.db.Clock.Now(), mostAttempts)
	return err
}

// RemoveApp takes the app and its recovery codes off the actor's account, and tells them by mail. Errors: ErrProve,
// db.ErrNotFound.
func (s *Store) RemoveApp(ctx context.Context, actor Actor, key db.Key) error {
	return s.changeSecond(ctx, actor, key, LetterSecondOff, func(tx *db.Tx) error {
		n, err := tx.Exec("DELETE FROM authenticators WHERE person_id = ?", actor.ID)
		if err == nil && n == 0 {
			err = db.ErrNotFound
		}
		if err == nil {
			_, err = tx.Exec("DELETE FROM recovery_codes WHERE person_id = ?", actor.ID)
		}
		return err
	})
}

// changeSecond does something to the actor's ways in, once they showed who they are, and tells them by mail.
func (s *Store) changeSecond(ctx context.Context, actor Actor, key db.Key, kind LetterKind, do func(tx *db.Tx) error) error {
	if err := s.proven(ctx, actor); err != nil {
		return err
	}
	told, err := s.write(ctx, "", "", Letter{Kind: kind, Person: actor.ID, Link: s.link("/account/ways-in")})
	if err != nil {
		return err
	}
	_, err = s.db.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if err := Spend(tx, ActChange, actor.ID); err != nil {
			return 0, err
		}
		if err := do(tx); err != nil {
			return 0, err
		}
		tx.Touch(db.TopicPerson(actor.ID))
		return actor.ID, postTo(tx, told, actor.ID)
	})
	return err
}
