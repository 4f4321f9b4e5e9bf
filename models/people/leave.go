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
// positions, which never showed a name; what else is to be done is done by also, in the same command. The register keeps
// that an account was erased, and nothing of who it was. Errors: db.Invalid under "current", db.Forbidden for the
// last administrator.
func (s *Store) Leave(ctx context.Context, actor Actor, key db.Key, current string, also ...func(tx *db.Tx, was Person) error) error {
	if !actor.SignedIn() {
		return errSignIn
	}
	if err := s.prove(ctx, actor, "current", current); err != nil {
		return err
	}
	_, err := s.db.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		was, err := Close(tx, actor.ID)
		if err != nil {
			return 0, err
		}
		for _, more := range also {
			if err := more(tx, was); err != nil {
				return 0, err
			}
		}
		return actor.ID, audit.Append(tx, audit.Entry{Actor: actor.ID, Act: "people.erase", Kind: "person", Object: actor.ID})
	})
	return err
}

// Close takes everything that says who somebody is out of the database inside a command, whether they had an account or
// their words were typed in, and gives who they were. Whom they claimed goes with them. The entry in the register is the
// caller's. db.Forbidden for the last administrator, db.ErrNotFound for nobody. What was closed already is closed again.
func Close(tx *db.Tx, id int64) (Person, error) {
	was, err := lockPerson(tx, id)
	if err != nil {
		return was, err
	}
	if err := keepAnAdministrator(tx, was); err != nil {
		return was, err
	}
	claimed, err := db.Values[int64](tx.Context(), tx, "SELECT id FROM people WHERE claimed_by = ? ORDER BY id", id)
	if err != nil {
		return was, err
	}
	for _, one := range claimed {
		if err := erase(tx, Person{ID: one}); err != nil {
			return was, err
		}
	}
	if err := erase(tx, was); err != nil {
		return was, err
	}
	tx.Withdraws()
	tx.Touch(db.TopicPerson(id), db.TopicEverything)
	return was, nil
}

// statement is one change with what stands in for its question marks.
type statement struct {
	query string
	args  []any
}

// erase takes a person out of every column of identity and contact, and removes what only they had a use for.
func erase(tx *db.Tx, person Person) error {
	id, address := person.ID, person.Email
	if address == "" {
		address = "-" // is nobody's
	}
	statements := []statement{
		{
			`UPDATE people SET public_name = ?, name_skeleton = NULL, email = NULL, email_verified_at = NULL, password_hash = NULL,
			role = 'member', who = '', area = '', organisation = '', about = '', state = 'erased', unread_notices = 0,
			import_key = NULL, mail_stopped_at = NULL, mail_paused_at = NULL, language = '', zone = '', quiet_from = NULL, quiet_until = NULL, digest_day = 1, reading = '',
			of_age_at = NULL, ask_more_from = NULL, silenced_until = NULL, suspended_until = NULL, trust = '', changed_at = ? WHERE id = ?`,
			[]any{NameOfLeft, tx.Now(), id},
		},
		// Somebody may be at risk: until that is over, the safeguarding leads keep how the person is reached, and are told.
		{"UPDATE concerns SET email = ? WHERE person_id = ? AND closed_at IS NULL AND email = ''", []any{person.Email, id}},
		{`INSERT INTO concern_steps (concern_id, step, at) SELECT id, 'left', CAST(? AS BIGINT) FROM concerns WHERE person_id = ? AND closed_at IS NULL`, []any{tx.Now(), id}},
		{"UPDATE concerns SET email = '', phone = '' WHERE raised_by = ? AND closed_at IS NOT NULL", []any{id}},
		{"DELETE FROM safeguarding_leads WHERE person_id = ?", []any{id}},
		{"DELETE FROM sessions WHERE person_id = ?", []any{id}},
		{"DELETE FROM sign_in_links WHERE person_id = ? OR email = ?", []any{id, address}},
		{"DELETE FROM drafts WHERE person_id = ?", []any{id}},
		{"UPDATE groups SET member_count = member_count - 1 WHERE id IN (SELECT group_id FROM memberships WHERE person_id = ? AND state = 'member')", []any{id}},
		{"DELETE FROM memberships WHERE person_id = ?", []any{id}},
		{"DELETE FROM draft_writers WHERE person_id = ?", []any{id}},
		{"DELETE FROM read_marks WHERE person_id = ?", []any{id}},
		{"DELETE FROM notices WHERE person_id = ?", []any{id}},
		{"UPDATE reports SET reporter_email = '' WHERE reporter_id = ? OR reporter_email = ?", []any{id, address}},
		{"UPDATE appeals SET email = '' WHERE person_id = ? OR email = ?", []any{id, address}},
		{"UPDATE reports SET note = '' WHERE reporter_id = ? AND state <> 'open'", []any{id}},
		{"UPDATE appeals SET state = 'withdrawn', decided_at = CAST(? AS BIGINT) WHERE person_id = ? AND state = 'open'", []any{tx.Now(), id}},
		{"UPDATE appeals SET words = '', outcome = '' WHERE person_id = ?", []any{id}},
		{"UPDATE consultation_readers SET name = '', role = '' WHERE person_id = ?", []any{id}},
		{"UPDATE decisions SET message = '' WHERE author_id = ?", []any{id}},
		// What they asked about their details is answered still: until then we keep how to reach them.
		{"UPDATE privacy_requests SET contact = ? WHERE person_id = ? AND state = 'open' AND contact = ''", []any{person.Email, id}},
		{"UPDATE privacy_requests SET name = '', contact = '', words = '', outcome = '', extension = '' WHERE person_id = ? AND state <> 'open'", []any{id}},
		{"DELETE FROM follows WHERE person_id = ? OR kind = 'person' AND object_id = ?", []any{id, id}},
		{"DELETE FROM tellings WHERE person_id = ?", []any{id}},
		{"DELETE FROM digests WHERE person_id = ?", []any{id}},
		{"DELETE FROM mentions WHERE person_id = ?", []any{id}},
		{"DELETE FROM passkeys WHERE person_id = ?", []any{id}},
		{"DELETE FROM authenticators WHERE person_id = ?", []any{id}},
		{"DELETE FROM recovery_codes WHERE person_id = ?", []any{id}},
		{"DELETE FROM identities WHERE person_id = ?", []any{id}},
		{"DELETE FROM ceremonies WHERE person_id = ?", []any{id}},
		{"DELETE FROM devices WHERE person_id = ?", []any{id}},
		{"DELETE FROM marks WHERE person_id = ?", []any{id}},
		{"UPDATE policies SET accepted = accepted - 1 WHERE EXISTS (SELECT 1 FROM acceptances a WHERE a.person_id = ? AND a.kind = policies.kind AND a.number = policies.number)", []any{id}},
		{"DELETE FROM acceptances WHERE person_id = ?", []any{id}},
		{"DELETE FROM received_mails WHERE person_id = ?", []any{id}},
		{"UPDATE files SET title = '' WHERE person_id = ?", []any{id}}, // pictures stay with the words that they belong to
		{"UPDATE contributions SET attributes = '' WHERE author_id = ? AND attributes <> ''", []any{id}},
		{"DELETE FROM sealed_words WHERE why = 'cover' AND contribution_id IN (SELECT id FROM contributions WHERE author_id = ?)", []any{id}},
		{"DELETE FROM person_notes WHERE person_id = ?", []any{id}},
		{"UPDATE sanctions SET message = '', end_reason = '', appeal_code = '' WHERE person_id = ?", []any{id}},
		{"DELETE FROM jobs WHERE kind = 'mail' AND payload LIKE ? ESCAPE '!'", []any{`%"To":"` + likeable(address) + `"%`}},
		// Mail that came from them, or back from them, and was not taken yet: its payload is a received.Mail.
		{"DELETE FROM jobs WHERE kind = 'received' AND (payload LIKE ? ESCAPE '!' OR payload LIKE ?)", []any{`%"From":"` + likeable(address) + `"%`, `%"Person":` + strconv.FormatInt(id, 10) + `,%`}},
		{"UPDATE jobs SET last_error = '' WHERE last_error LIKE ? ESCAPE '!'", []any{"%" + likeable(address) + "%"}},
	}
	for _, b := range Limits {
		statements = append(statements, statement{"DELETE FROM limits WHERE bucket IN (?, ?)", []any{
			"person:" + string(b.Act) + ":" + strconv.FormatInt(id, 10), bucket(b.Act, "account", address),
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
