package people

import (
	"context"
	"strconv"
	"strings"

	"folkmoot/models/audit"
	"folkmoot/models/db"
)

// NameOfLeft is shown in place of the name of somebody who left.
const NameOfLeft = "Someone who left"

// Leave erases the actor's account: name, address, password, profile, sessions, drafts, memberships, notices and
// read marks are gone at once, on every page. What they said stays, said by "Someone who left", and so do their
// positions, which never showed a name. Whoever wants their words gone too deletes those first. The register keeps
// that an account was erased, and nothing of who it was. Errors: db.Invalid under "current", db.Forbidden for the
// last administrator.
func (s *Store) Leave(ctx context.Context, actor Actor, key db.Key, current string) error {
	if !actor.SignedIn() {
		return errSignIn
	}
	if err := s.prove(ctx, actor, "current", current); err != nil {
		return err
	}
	_, err := s.db.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		person, err := lockPerson(tx, actor.ID)
		if err != nil {
			return 0, err
		}
		if err := keepAnAdministrator(tx, person); err != nil {
			return 0, err
		}
		if err := erase(tx, person); err != nil {
			return 0, err
		}
		tx.Withdraws()
		tx.Touch(db.TopicPerson(person.ID), db.TopicEverything)
		return person.ID, audit.Append(tx, audit.Entry{Actor: person.ID, Act: "people.erase", Kind: "person", Object: person.ID})
	})
	return err
}

// erase takes a person out of every column of identity and contact, and removes what only they had a use for.
func erase(tx *db.Tx, person Person) error {
	id := person.ID
	statements := []struct {
		query string
		args  []any
	}{
		{`UPDATE people SET public_name = ?, name_skeleton = NULL, email = NULL, email_verified_at = NULL, password_hash = NULL,
			role = 'member', who = '', area = '', organisation = '', about = '', state = 'erased', unread_notices = 0, mail_answers = 1,
			import_key = NULL, changed_at = ? WHERE id = ?`, []any{NameOfLeft, tx.Now(), id}},
		// Somebody may be at risk: until that is over, the safeguarding leads keep how the person is reached, and are told.
		{"UPDATE concerns SET email = ? WHERE person_id = ? AND closed_at IS NULL AND email = ''", []any{person.Email, id}},
		{`INSERT INTO concern_steps (concern_id, step, at) SELECT id, 'left', CAST(? AS BIGINT) FROM concerns WHERE person_id = ? AND closed_at IS NULL`, []any{tx.Now(), id}},
		{"UPDATE concerns SET email = '', phone = '' WHERE raised_by = ? AND closed_at IS NOT NULL", []any{id}},
		{"DELETE FROM safeguarding_leads WHERE person_id = ?", []any{id}},
		{"DELETE FROM sessions WHERE person_id = ?", []any{id}},
		{"DELETE FROM sign_in_links WHERE person_id = ? OR email = ?", []any{id, person.Email}},
		{"DELETE FROM drafts WHERE person_id = ?", []any{id}},
		{"UPDATE groups SET member_count = member_count - 1 WHERE id IN (SELECT group_id FROM memberships WHERE person_id = ? AND state = 'member')", []any{id}},
		{"DELETE FROM memberships WHERE person_id = ?", []any{id}},
		{"DELETE FROM draft_writers WHERE person_id = ?", []any{id}},
		{"DELETE FROM read_marks WHERE person_id = ?", []any{id}},
		{"DELETE FROM notices WHERE person_id = ?", []any{id}},
		{"UPDATE reports SET reporter_email = '' WHERE reporter_id = ? OR reporter_email = ?", []any{id, person.Email}},
		{"UPDATE appeals SET email = '' WHERE person_id = ? OR email = ?", []any{id, person.Email}},
		{"UPDATE consultation_readers SET role = '' WHERE person_id = ?", []any{id}},
		{"UPDATE contributions SET attributes = '' WHERE author_id = ? AND attributes <> ''", []any{id}},
		{"DELETE FROM sealed_words WHERE why = 'cover' AND contribution_id IN (SELECT id FROM contributions WHERE author_id = ?)", []any{id}},
		{"DELETE FROM person_notes WHERE person_id = ?", []any{id}},
		{"UPDATE sanctions SET message = '', end_reason = '' WHERE person_id = ?", []any{id}},
		{"DELETE FROM jobs WHERE kind = 'mail' AND payload LIKE ? ESCAPE '!'", []any{`%"To":"` + likeable(person.Email) + `"%`}},
	}
	for _, b := range Limits {
		statements = append(statements, struct {
			query string
			args  []any
		}{"DELETE FROM limits WHERE bucket IN (?, ?)", []any{
			"person:" + string(b.Act) + ":" + strconv.FormatInt(id, 10), bucket(b.Act, "account", person.Email),
		}})
	}
	for _, one := range statements {
		if _, err := tx.Exec(one.query, one.args...); err != nil {
			return err
		}
	}
	return nil
}

// likeable is a text as it stands in a job's JSON and as LIKE takes it literally.
func likeable(text string) string {
	text = strings.NewReplacer("&", `\u0026`, "<", `\u003c`, ">", `\u003e`).Replace(text)
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(text)
}
