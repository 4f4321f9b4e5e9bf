package people

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// Signing in by mail, walked:
//
// Somebody gives an address. Their browser keeps a secret in a cookie, and its waiting page shows a code of six
// digits that is made from the secret. Known or not, the address gets a mail and the browser the same answer. The
// link in the mail opens a page with one button, since machines that check mail open links and press no buttons.
// Pressed in the browser that asked, the button signs in. In any other browser the page asks for the code as well,
// so that nobody can be made to sign a stranger in by pressing it, and a forwarded mail is of no use by itself.
// A link works once, for a quarter of an hour, and dies after five wrong codes. The session is started in the
// browser in which the button is pressed.

// How long a link works.
const (
	LinkValid         = 15 * time.Minute
	OperatorLinkValid = time.Hour // of a link that an operator makes, to be passed on by hand
)

// Asked is what a browser keeps that asked for a link.
type Asked struct {
	Browser string // the secret, for a cookie that lives as long as the link
	Code    string // six digits, to be shown by the waiting page: see CodeOf
	Email   string // as it was understood
}

// CodeOf gives the six digits that belong to a browser's secret; "" for what is no secret.
func CodeOf(browser string) string {
	if !isSecret(browser) {
		return ""
	}
	sum := sha256.Sum256([]byte("code\x00" + browser))
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(sum[:8])%1_000_000)
}

// ask is a link being asked for.
type ask struct {
	token, browser string
	email          string
	purpose        string
	person         int64
	next           string
	draft          int64
	join           Joining
	hash           string // of the password that somebody joins with
}

// begin gives a new link's secrets. A browser that asks again keeps its secret, so that each of the mails works.
func begin(c Client, email, purpose, next string) ask {
	a := ask{token: newSecret(), browser: c.Browser, email: email, purpose: purpose, next: LocalPath(next)}
	if !isSecret(a.browser) {
		a.browser = newSecret()
	}
	return a
}

func (a ask) asked() Asked { return Asked{Browser: a.browser, Code: CodeOf(a.browser), Email: a.email} }

// insert stores the link. A link that is never sent is stored like any other, so that the answer takes as long.
func (a ask) insert(tx *db.Tx) error { return a.insertFor(tx, LinkValid) }

// insertFor stores a link that works for some other time.
func (a ask) insertFor(tx *db.Tx, valid time.Duration) error {
	_, err := tx.Insert(`INSERT INTO sign_in_links (token_hash, browser_hash, code_hash, email, purpose, person_id,
		public_name, who, area, organisation, password_hash, next_path, draft_id, created_at, expires_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, hashOf("link", a.token), hashOf("browser", a.browser),
		hashOf("code"+a.token, CodeOf(a.browser)), a.email, a.purpose, db.Null(a.person), a.join.Name, a.join.Who, a.join.Area,
		a.join.Organisation, db.Null(a.hash), a.next, db.Null(a.draft), tx.Now(), tx.Now().Add(valid))
	return err
}

func (s *Store) linkTo(token string) string  { return s.link("/sign-in/link?t=" + token) }
func (s *Store) resetTo(token string) string { return s.link("/sign-in/new-password?t=" + token) }

// AskSignIn sends a link to an address, or the news that nobody has joined with it. Whoever asks cannot tell which.
// next is the path to go on to afterwards; the newest of the client's drafts goes along. Errors: db.Invalid under
// "email", db.Limited.
func (s *Store) AskSignIn(ctx context.Context, c Client, email, next string) (Asked, error) {
	return s.askOfMember(ctx, c, email, "sign-in", next, LetterSignIn, s.linkTo)
}

// AskReset sends a link with which a new password can be set, or the news that nobody has joined with the address.
// Whoever asks cannot tell which. Errors: db.Invalid under "email", db.Limited.
func (s *Store) AskReset(ctx context.Context, c Client, email string) (Asked, error) {
	return s.askOfMember(ctx, c, email, "reset", "/", LetterReset, s.resetTo)
}

// askOfMember sends a link that is of use only to who has an account. Everybody else gets a letter too, and all of them
// are written beforehand, so that the answer takes as long.
func (s *Store) askOfMember(ctx context.Context, c Client, email, purpose, next string, link LetterKind, linkTo func(token string) string) (Asked, error) {
	email, err := CleanEmail(email)
	if err != nil {
		return Asked{}, err
	}
	if err := s.Admit(ctx, ActAskLink, email, c.Address); err != nil {
		return Asked{}, err
	}
	appeal, err := s.appealOf(ctx, email)
	if err != nil {
		return Asked{}, err
	}
	a := begin(c, email, purpose, next)
	letters, err := s.writeAll(ctx, email, map[LetterKind]string{
		link: linkTo(a.token), LetterNobody: s.link("/join"), LetterSuspended: s.link(appeal),
	})
	if err != nil {
		return Asked{}, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, state, err := findByEmail(tx, email)
		if err != nil {
			return err
		}
		kind := LetterNobody
		a.person = 0
		switch state {
		case Active:
			a.person, kind = id, link
		case Suspended:
			kind = LetterSuspended
		}
		return s.store(tx, a, c, letters[kind])
	})
	return a.asked(), err
}

// Joining is what somebody tells who wants to join.
type Joining struct {
	Profile
	Email    string
	Password string // may be empty: a link by mail is enough
	OfAge    bool   // they say that they are as old as the place asks
}

// AskJoin sends a link with which somebody joins. An address that has an account already gets a link to sign in with
// instead; whoever asks cannot tell. Errors: db.Invalid under the fields' names, db.Limited.
func (s *Store) AskJoin(ctx context.Context, c Client, j Joining, next string) (Asked, error) {
	wrong := db.Invalid{}
	email, err := CleanEmail(j.Email)
	gather(wrong, err)
	var skeleton string
	j.Profile, skeleton, err = s.checkProfile(ctx, j.Profile, "", false)
	gather(wrong, err)
	if j.Password != "" {
		gather(wrong, CheckPassword(j.Password, s.place, j.Name, email))
	}
	age, err := MinimumAgeOf(ctx, s.db)
	if err != nil {
		return Asked{}, err
	}
	if age.Years > 0 && !j.OfAge {
		wrong["of_age"] = "Say whether you are old enough"
	}
	if len(wrong) > 0 {
		return Asked{}, wrong
	}
	if err := s.Admit(ctx, ActJoin, email, c.Address); err != nil {
		return Asked{}, err
	}
	a := begin(c, email, "join", next)
	a.join = j
	if j.Password != "" {
		if a.hash, err = s.hasher.hash(ctx, j.Password); err != nil {
			return Asked{}, err
		}
	}
	appeal, err := s.appealOf(ctx, email)
	if err != nil {
		return Asked{}, err
	}
	letters, err := s.writeAll(ctx, email, map[LetterKind]string{
		LetterJoin: s.linkTo(a.token), LetterJoinKnown: s.linkTo(a.token), LetterSuspended: s.link(appeal),
	})
	if err != nil {
		return Asked{}, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, state, err := findByEmail(tx, email)
		if err != nil {
			return err
		}
		// Also where the name is that of the account with this address, which nobody is to learn.
		if err := nameFree(tx, skeleton, 0); err != nil {
			return err
		}
		one := a
		kind := LetterJoin
		switch state {
		case Active:
			one.purpose, one.person, one.hash, kind = "sign-in", id, "", LetterJoinKnown
		case Suspended:
			one.purpose, kind = "sign-in", LetterSuspended
		}
		return s.store(tx, one, c, letters[kind])
	})
	return a.asked(), err
}

// appealOf is where somebody whose account is on hold can ask for another look; where no moderator put it on hold, the
// page that says how to reach us. It takes the same for every address.
func (s *Store) appealOf(ctx context.Context, email string) (string, error) {
	codes, err := db.Values[string](ctx, s.db, `SELECT s.appeal_code FROM people p JOIN sanctions s ON s.person_id = p.id
		WHERE p.email = ? AND p.state = 'suspended' AND s.kind IN ('suspend', 'ban') AND s.ended_at IS NULL AND s.appeal_code <> '' ORDER BY s.id DESC LIMIT 1`, email)
	if err != nil || len(codes) == 0 {
		return "/help", err
	}
	return Sanction{Code: codes[0]}.AppealPath(), nil
}

// writeAll composes every letter that might be sent, with the page that each leads to.
func (s *Store) writeAll(ctx context.Context, to string, links map[LetterKind]string) (map[LetterKind]letter, error) {
	letters := map[LetterKind]letter{}
	for kind, link := range links {
		valid := 0
		if strings.Contains(link, "?t=") {
			valid = int(LinkValid / time.Minute)
		}
		one, err := s.write(ctx, to, "", Letter{Kind: kind, Link: link, Valid: valid})
		if err != nil {
			return nil, err
		}
		letters[kind] = one
	}
	return letters, nil
}

// store stores the link with the newest of the browser's drafts, and puts the letter in the outbox.
func (s *Store) store(tx *db.Tx, a ask, c Client, l letter) error {
	draft, err := newestDraft(tx, c.Drafts)
	if err != nil {
		return err
	}
	a.draft = draft
	if err := a.insert(tx); err != nil {
		return err
	}
	return l.post(tx)
}

// findByEmail finds an account; the state is "" where there is none.
func findByEmail(tx *db.Tx, email string) (id int64, state State, err error) {
	err = tx.QueryRow(context.Background(), `SELECT id, CASE WHEN state = 'suspended' AND suspended_until <= ? THEN 'active' ELSE state END
		FROM people WHERE email = ?`, tx.Now(), email).Scan(&id, &state)
	if isNoRow(err) {
		return 0, "", nil
	}
	return id, state, err
}

// nameFree refuses a name that looks like somebody else's.
func nameFree(tx *db.Tx, skeleton string, but int64) error {
	_, err := db.Value[int64](context.Background(), tx, "SELECT id FROM people WHERE name_skeleton = ? AND id <> ?", skeleton, but)
	switch {
	case err == nil:
		return nameTaken
	case errors.Is(err, db.ErrNotFound):
		return nil
	}
	return err
}

// longestPath bounds a path of this site in bytes: letters beyond ASCII take nine each.
const longestPath = 2000

// LocalPath gives a path of this site to go on to, or "/" for what leads or might lead anywhere else.
func LocalPath(path string) string {
	if len(path) == 0 || len(path) > longestPath || path[0] != '/' || strings.HasPrefix(path, "//") ||
		strings.ContainsFunc(path, func(r rune) bool { return r < ' ' || r == '\\' || r == 0x7f }) {
		return "/"
	}
	u, err := url.Parse(path)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || strings.Contains(u.Path, "//") || strings.Contains(u.Path, "\\") {
		return "/"
	}
	return u.RequestURI()
}

// OperatorLink makes a link that signs a person in on any browser, once, without mail and without a code. It is for
// the operator's command line. Errors: db.ErrNotFound, db.Forbidden for an account that may not be used.
func (s *Store) OperatorLink(ctx context.Context, email string, valid time.Duration) (link string, until clock.Instant, err error) {
	email, err = CleanEmail(email)
	if err != nil {
		return "", 0, err
	}
	token := newSecret()
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, state, err := findByEmail(tx, email)
		switch {
		case err != nil:
			return err
		case state == "":
			return db.ErrNotFound
		case state != Active:
			return db.Forbidden{Reason: "This account may not be used just now."}
		}
		until = tx.Now().Add(valid)
		_, err = tx.Insert(`INSERT INTO sign_in_links (token_hash, email, purpose, person_id, next_path, created_at, expires_at)
			VALUES (?, ?, 'operator', ?, '/', ?, ?)`, hashOf("link", token), email, id, tx.Now(), until)
		return err
	})
	return s.linkTo(token), until, err
}
