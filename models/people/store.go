package people

import (
	"context"
	"net/url"
	"sync"

	"github.com/go-webauthn/webauthn/webauthn"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// Options are what the room is given besides the database.
type Options struct {
	BaseURL *url.URL // the one address that links in mail start with
	Place   string   // the place's name, which nobody may take for theirs
	// Secret gives a secret of the place for one use, which is not in the database. Nil where nobody needs one.
	Secret func(use string) ([]byte, error)
	// Compose writes a letter. It is called outside of transactions, for every letter that might be sent, so that
	// an answer takes the same time whichever letter it is.
	// The context is that of whoever caused it.
	Compose func(context.Context, Letter) Writing
}

// Store keeps accounts, sessions, sign-in links, drafts and limits.
type Store struct {
	db      *db.DB
	baseURL *url.URL
	place   string
	compose func(context.Context, Letter) Writing
	secret  func(use string) ([]byte, error)
	keys    *webauthn.WebAuthn // nil where the place's address can have no passkeys
	hasher  *hasher
	floods  floods

	// Unwanted tells why the place does not take a name, besides what the rules for names say, in words for who wants it;
	// "" for one that it takes. Nil takes every one.
	Unwanted func(ctx context.Context, name string) (string, error)

	touching sync.Map // sessions whose last use is being noted
	notes    sync.WaitGroup
}

// New makes the store.
func New(d *db.DB, o Options) *Store {
	if o.BaseURL == nil {
		o.BaseURL = &url.URL{Scheme: "http", Host: "localhost"}
	}
	return &Store{
		db: d, baseURL: o.BaseURL, place: o.Place, compose: o.Compose, secret: o.Secret, hasher: newHasher(), keys: relyingParty(o.BaseURL, o.Place),
	}
}

// Close waits until what is being noted in the background is stored. Call it before the database is closed.
func (s *Store) Close() { s.notes.Wait() }

// Person is an account, or a contributor without one, with everything that is theirs to see and change.
type Person struct {
	ID           int64
	Name         string
	Email        string        // empty for a contributor without an account
	VerifiedAt   clock.Instant // when mail to the address was last proved to arrive; 0 never
	HasPassword  bool
	HasApp       bool // an app shows them codes for a second step
	Role         Role
	Who          Who // "" where they would rather not say
	Area         string
	Organisation string
	State        State
	Published    int
	Unread       int
	AskMore      bool // they want to be shown more to take a position on, now or later
	CreatedAt    clock.Instant
}

const personColumns = `id, public_name, COALESCE(email, ''), COALESCE(email_verified_at, 0), password_hash IS NOT NULL,
	EXISTS (SELECT 1 FROM authenticators WHERE person_id = people.id AND confirmed_at IS NOT NULL),
	role, who, area, organisation, state, published_count, unread_notices, ask_more_from IS NOT NULL, created_at`

func scanPerson(r db.Row) (Person, error) {
	var p Person
	err := r.Scan(&p.ID, &p.Name, &p.Email, &p.VerifiedAt, &p.HasPassword, &p.HasApp, &p.Role, &p.Who, &p.Area, &p.Organisation,
		&p.State, &p.Published, &p.Unread, &p.AskMore, &p.CreatedAt)
	return p, err
}

// Person reads one person; db.ErrNotFound where there is none.
func (s *Store) Person(ctx context.Context, id int64) (Person, error) {
	return db.One(ctx, s.db, scanPerson, "SELECT "+personColumns+" FROM people WHERE id = ?", id)
}

// PersonByEmail reads the account with an address; db.ErrNotFound where there is none.
func (s *Store) PersonByEmail(ctx context.Context, email string) (Person, error) {
	email, err := CleanEmail(email)
	if err != nil {
		return Person{}, err
	}
	return db.One(ctx, s.db, scanPerson, "SELECT "+personColumns+" FROM people WHERE email = ?", email)
}

// PeopleWithRole lists accounts by role for those who look after them: every holder of the role, at most 500.
func (s *Store) PeopleWithRole(ctx context.Context, role Role) ([]Person, error) {
	return db.All(ctx, s.db, scanPerson, "SELECT "+personColumns+` FROM people
		WHERE role = ? AND state IN ('active', 'suspended') ORDER BY id LIMIT 500`, role)
}

// ActorOf gives a person as an actor, for commands and jobs that act in somebody's name; db.ErrNotFound where there
// is no active account with the id.
func (s *Store) ActorOf(ctx context.Context, id int64) (Actor, error) {
	return s.readActor(ctx, `SELECT `+actorColumns+`, 0, 0, 0 = 1, 0 = 1, m.group_id, m.role FROM people p
		LEFT JOIN memberships m ON m.person_id = p.id AND m.state = 'member'
		WHERE p.id = ? AND p.state = 'active'`, id)
}

const actorColumns = `p.id, p.public_name, p.role, p.who, p.state, p.published_count, p.unread_notices, p.language, p.reading,
	EXISTS (SELECT 1 FROM safeguarding_leads sl WHERE sl.person_id = p.id),
	COALESCE(p.silenced_until, 0), COALESCE(p.first_published_at, 0), COALESCE(p.setback_at, 0), p.trust, (SELECT value FROM settings WHERE name = 'trust'), COALESCE(p.of_age_at, 0),
	COALESCE((SELECT MAX(number) FROM acceptances WHERE person_id = p.id AND kind = 'rules'), 0),
	COALESCE((SELECT MAX(number) FROM acceptances WHERE person_id = p.id AND kind = 'privacy'), 0),
	COALESCE((SELECT MAX(number) FROM acceptances WHERE person_id = p.id AND kind = 'terms'), 0)`

// readActor reads an actor from rows of the person, the session and one membership each.
func (s *Store) readActor(ctx context.Context, query string, args ...any) (Actor, error) {
	a, _, err := s.readActorSeen(ctx, query, args...)
	return a, err
}

func (s *Store) readActorSeen(ctx context.Context, query string, args ...any) (Actor, clock.Instant, error) {
	var a Actor
	var seen clock.Instant
	var record History
	var rules *string
	var waits bool
	err := db.Each(ctx, s.db, func(r db.Row) error {
		var group *int64
		var role *string
		if err := r.Scan(&a.ID, &a.Name, &a.Role, &a.Who, &a.State, &a.Published, &a.Unread, &a.Language, &a.Reading, &a.Lead,
			&a.Silenced, &record.First, &record.Setback, &record.Given, &rules,
			&a.OfAge, &a.Accepted.Rules, &a.Accepted.Privacy, &a.Accepted.Terms, &a.SessionID, &seen, &a.Turn, &waits, &group, &role); err != nil {
			return err
		}
		if group != nil {
			a.Groups = append(a.Groups, Membership{GroupID: *group, Host: *role == "host"})
		}
		return nil
	}, query, args...)
	if err == nil && a.ID == 0 {
		err = db.ErrNotFound
	}
	if err != nil {
		return Visitor, 0, err
	}
	published := DefaultTrust
	if rules != nil {
		if published, err = ParseTrust(*rules); err != nil {
			return Visitor, 0, err
		}
	}
	if a.Silenced <= s.db.Clock.Now() {
		a.Silenced = 0
	}
	if waits && (a.Role != Member || a.Lead) {
		a.Role, a.Lead, a.Waits = Member, false, true
	}
	record.Published = a.Published
	a.Trust = published.Step(record, s.db.Clock.Now())
	return a, seen, nil
}
