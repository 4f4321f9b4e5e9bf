package people

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"errors"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// mostAttempts is how many wrong codes a link takes before it dies.
const mostAttempts = 5

// Link is what the page behind a link shows before the button is pressed.
type Link struct {
	Purpose   string // "sign-in", "join", "operator", "change-email", "agree-email" or "reset"
	NeedsCode bool   // this is not the browser that asked: the code that the other one shows is asked for
	Name      string // of the person who joins, as they wrote it
	Email     string // shown only where the browser is the one that asked
	Draft     bool   // words of theirs are kept, to be posted next
}

// SignedIn is a session that was just started.
type SignedIn struct {
	Token     string // for the session cookie; for that of the second step where Half is set
	Device    string // for the cookie by which the browser is known again; empty where Half is set, and on a device that several people use
	Half      bool   // they have a second step to take before they are in
	Waits     bool   // they hold a role, which waits until they have set up a second step
	PersonID  int64
	Joined    bool // the account is new
	Next      string
	DraftID   int64 // words kept from before, now theirs; 0 where there are none
	ExpiresAt clock.Instant
}

// storedLink is a link as it stands in the database.
type storedLink struct {
	id           int64
	browser      []byte
	code         []byte
	purpose      string
	email        string
	person       int64
	profile      Profile
	passwordHash string
	next         string
	draft        int64
	created      clock.Instant
}

const linkColumns = `id, browser_hash, code_hash, purpose, email, COALESCE(person_id, 0), public_name, who, area,
	organisation, COALESCE(password_hash, ''), next_path, COALESCE(draft_id, 0), created_at`

func scanLink(r db.Row) (storedLink, error) {
	var l storedLink
	err := r.Scan(&l.id, &l.browser, &l.code, &l.purpose, &l.email, &l.person, &l.profile.Name, &l.profile.Who,
		&l.profile.Area, &l.profile.Organisation, &l.passwordHash, &l.next, &l.draft, &l.created)
	return l, err
}

// askedBy tells whether a browser's secret is the one that the link was asked for with. A link that an operator made
// belongs to no browser.
func (l storedLink) askedBy(browser string) bool {
	return l.browser == nil || subtle.ConstantTimeCompare(l.browser, hashOf("browser", browser)) == 1
}

// Link reads what a link is for, without using it up. db.ErrNotFound where it does not work, or no longer.
func (s *Store) Link(ctx context.Context, token, browser string) (Link, error) {
	if !isSecret(token) {
		return Link{}, db.ErrNotFound
	}
	l, err := db.One(ctx, s.db, scanLink, "SELECT "+linkColumns+` FROM sign_in_links
		WHERE token_hash = ? AND used_at IS NULL AND expires_at > ? AND attempts < ? AND (purpose = 'join' OR person_id IS NOT NULL)`,
		hashOf("link", token), s.db.Clock.Now(), mostAttempts)
	if err != nil {
		return Link{}, err
	}
	one := Link{Purpose: l.purpose, NeedsCode: !l.askedBy(browser), Draft: l.draft != 0}
	if !one.NeedsCode {
		one.Name, one.Email = l.profile.Name, l.email
	}
	return one, nil
}

// Redeem uses a link up and starts a session in the browser that does so. Of any number of tries at once, one
// succeeds. code is needed in a browser that did not ask; name may replace the name of somebody who joins, if theirs
// has been taken in the meantime. Errors: db.ErrNotFound for a link that does not work or no longer, db.Invalid under
// "code", "name" or "email", db.Forbidden for an account that may not be used, db.Limited.
func (s *Store) Redeem(ctx context.Context, c Client, token, code, name string) (SignedIn, error) {
	if err := s.Admit(ctx, ActRedeem, "", c.Address); err != nil {
		return SignedIn{}, err
	}
	if !isSecret(token) {
		return SignedIn{}, db.ErrNotFound
	}
	alarm, err := s.newAlarm(ctx, c)
	if err != nil {
		return SignedIn{}, err
	}
	r := redemption{store: s, client: c, token: token, code: digits(code), name: name, alarm: alarm}
	var refused error
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		refused, err = r.redeem(tx)
		return err
	})
	if err == nil {
		err = refused
	}
	if err != nil {
		return SignedIn{}, err
	}
	return r.done, nil
}

// redemption is one try at a link.
type redemption struct {
	store  *Store
	client Client
	token  string
	code   string
	name   string
	alarm  alarm
	joined bool
	done   SignedIn
}

// redeem counts the try and locks the link in one statement, so that tries at once come one after another. refused
// is an answer that keeps the count; err undoes it.
func (r *redemption) redeem(tx *db.Tx) (refused, err error) {
	r.joined = false
	link, refused, err := tryLink(tx, r.client, r.token, r.code, "sign-in", "join", "operator")
	if refused != nil || err != nil {
		return refused, err
	}
	person, err := r.person(tx, link)
	if err != nil {
		return nil, err
	}
	// Other links to the same address have served their purpose too. A change of address goes on.
	if _, err := tx.Exec(`UPDATE sign_in_links SET used_at = ? WHERE used_at IS NULL AND (id = ? OR email = ? AND purpose NOT IN ('change-email', 'agree-email'))`,
		tx.Now(), link.id, link.email); err != nil {
		return nil, err
	}
	r.done, err = r.store.enter(tx, entry{person: person, client: r.client, next: link.next, link: link, joined: r.joined, alarm: r.alarm})
	return nil, err
}

// tryLink counts a try at a link for one of some purposes and locks it in one statement. refused is an answer that
// keeps the count; err undoes it.
func tryLink(tx *db.Tx, c Client, token, code string, purposes ...any) (link storedLink, refused, err error) {
	link, err = db.One(tx.Context(), tx, scanLink, `UPDATE sign_in_links SET attempts = attempts + 1
		WHERE token_hash = ? AND used_at IS NULL AND expires_at > ? AND attempts < ? AND (purpose = 'join' OR person_id IS NOT NULL)
		AND purpose IN `+db.In(len(purposes))+` RETURNING `+linkColumns, append([]any{hashOf("link", token), tx.Now(), mostAttempts}, purposes...)...)
	if err != nil || link.askedBy(c.Browser) {
		return link, nil, err
	}
	if code = digits(code); code == "" {
		return link, nil, db.Wrong("code", "Enter the 6 numbers that the page you asked from shows")
	}
	if subtle.ConstantTimeCompare(link.code, hashOf("code"+token, code)) != 1 {
		return link, db.Wrong("code", "These are not the numbers that the page you asked from shows. Look there and try again"), nil
	}
	return link, nil, nil
}

// person finds or makes the account that the link is for. Mail arrived, so the address is theirs.
func (r *redemption) person(tx *db.Tx, link storedLink) (int64, error) {
	switch link.purpose {
	case "join":
		return r.join(tx, link)
	case "sign-in":
		if _, err := tx.Exec("UPDATE people SET email_verified_at = ?, mail_stopped_at = NULL WHERE id = ?", tx.Now(), link.person); err != nil {
			return 0, err
		}
	}
	return link.person, nil
}

// join makes the account, or finds the one that the address has got in the meantime.
func (r *redemption) join(tx *db.Tx, link storedLink) (int64, error) {
	profile := link.profile
	if strings.TrimSpace(r.name) != "" {
		profile.Name = r.name
	}
	profile, skeleton, err := r.store.checkProfile(tx.Context(), profile, "", false)
	if err != nil {
		return 0, err
	}
	if r.client.Closed {
		return r.known(tx, link, db.Forbidden{Reason: "This place is not open, so nobody can join just now. Your link stays good for a while."})
	}
	ctx := context.Background()
	id, err := db.Value[int64](ctx, tx, `INSERT INTO people
		(public_name, name_skeleton, email, email_verified_at, password_hash, who, area, organisation, language, state, created_at, changed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'active', ?, ?) ON CONFLICT DO NOTHING RETURNING id`, profile.Name, skeleton, link.email,
		tx.Now(), db.Null(link.passwordHash), profile.Who, profile.Area, profile.Organisation, r.client.Language, tx.Now(), tx.Now())
	if err == nil {
		r.joined = true
		if err := AcceptAll(tx, id); err != nil {
			return 0, err
		}
		// The link was sent only to somebody who said so.
		_, err := tx.Exec("UPDATE people SET of_age_at = ? WHERE id = ?", link.created, id)
		return id, err
	}
	if !errors.Is(err, db.ErrNotFound) {
		return 0, err
	}
	return r.known(tx, link, nameTaken)
}

// known gives the account that the address of a link has got already; otherwise is the answer where it has none.
func (r *redemption) known(tx *db.Tx, link storedLink, otherwise error) (int64, error) {
	id, state, err := findByEmail(tx, link.email)
	switch {
	case err != nil:
		return 0, err
	case state == "":
		return 0, otherwise
	}
	return id, mayUse(tx, id)
}

// mayUse refuses an account that may not be used just now. One whose time on hold is over is taken off hold.
func mayUse(tx *db.Tx, person int64) error {
	var state State
	var until clock.Instant
	err := tx.QueryRow(tx.Context(), "SELECT state, COALESCE(suspended_until, 0) FROM people WHERE id = ?", person).Scan(&state, &until)
	switch {
	case err != nil || state == Active:
		return err
	case state == Suspended && until != 0 && until <= tx.Now():
		return SettleSanctions(tx, person)
	}
	return errSuspended
}

var errSuspended = db.Forbidden{Reason: "This account is on hold. We wrote to you to say why, until when, and how to ask for another look. You can also write to us or call us."}

// digits keeps the digits of a code, however it was typed.
func digits(code string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, code)
}

func isNoRow(err error) bool { return errors.Is(err, sql.ErrNoRows) }
