package people

import (
	"context"
	"strconv"
	"strings"

	"folkmoot/models/audit"
	"folkmoot/models/db"
)

// A place can ask whoever holds a role, or looks after people at risk, for a second step. The rule is the safest simple
// one: a session without it is that of a member, whatever role its person holds, until the step is done in it.

// settingSecond is the name of the setting.
const settingSecond = "second-step"

// What the rule asks, as SQL; p names the people table.
const (
	secondRequired = `EXISTS (SELECT 1 FROM settings WHERE name = '` + settingSecond + `' AND value = 'true')`
	holdsRole      = `(p.role <> 'member' OR EXISTS (SELECT 1 FROM safeguarding_leads hl WHERE hl.person_id = p.id))`
)

// roleWaits tells whether the role of somebody who comes in waits for their second step.
func roleWaits(tx *db.Tx, e entry) (bool, error) {
	if e.second {
		return false, nil
	}
	return db.Value[bool](tx.Context(), tx, "SELECT "+holdsRole+" AND "+secondRequired+" FROM people p WHERE p.id = ?", e.person)
}

// SecondRequired tells whether the place asks whoever holds a role for a second step.
func (s *Store) SecondRequired(ctx context.Context) (bool, error) {
	return db.Value[bool](ctx, s.db, "SELECT "+secondRequired)
}

// RequireSecond says whether the place asks whoever holds a role for a second step, with an entry in the register. Only
// administrators may, and to ask it of others they must have done it in this session themselves, so that they do not
// shut themselves out. Errors: db.Forbidden, db.Invalid under "required".
func (s *Store) RequireSecond(ctx context.Context, actor Actor, key db.Key, on bool) error {
	if !actor.CanAdminister() {
		return db.Forbidden{Reason: "Only administrators change how people sign in here."}
	}
	_, err := s.db.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		done, err := db.Value[int](ctx, tx, "SELECT COUNT(*) FROM sessions WHERE id = ? AND person_id = ? AND second_at IS NOT NULL", actor.SessionID, actor.ID)
		if err != nil {
			return 0, err
		}
		if on && done == 0 {
			return 0, db.Wrong("required", "Set up a second step for yourself first, and use it to sign in. Otherwise you would shut yourself out")
		}
		changed, err := tx.Exec(`INSERT INTO settings (name, value, changed_at, changed_by) VALUES (?, ?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by
			WHERE settings.value <> excluded.value`, settingSecond, strconv.FormatBool(on), tx.Now(), actor.ID)
		if err != nil || changed == 0 {
			return 0, err
		}
		tx.Touch(db.TopicRules)
		return 0, audit.Append(tx, audit.Entry{Actor: actor.ID, Act: "settings.second-step", Kind: "setting", Details: map[string]any{"on": on}})
	})
	return err
}

// RemoveSecond takes every second step off somebody's account, for the operator, when they lost their phone: the app, the
// recovery codes and the passkeys. Their sessions end, the register keeps it, and they are told by mail. Errors:
// db.Forbidden for anybody else, db.Invalid under "reason", db.ErrNotFound where there is none to remove.
func (s *Store) RemoveSecond(ctx context.Context, actor Actor, person int64, reason string) error {
	if actor.ID != 0 || !mayRule(actor) {
		return db.Forbidden{Reason: "Only whoever runs the program can do this."}
	}
	if strings.TrimSpace(reason) == "" {
		return db.Wrong("reason", "Give a reason")
	}
	told, err := s.write(ctx, "", "", Letter{Kind: LetterSecondOff, Person: person, Link: s.link("/sign-in")})
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := lockPerson(tx, person); err != nil {
			return err
		}
		var gone int64
		for _, table := range []string{"authenticators", "recovery_codes", "passkeys"} {
			n, err := tx.Exec("DELETE FROM "+table+" WHERE person_id = ?", person)
			if err != nil {
				return err
			}
			gone += n
		}
		if gone == 0 {
			return db.ErrNotFound
		}
		if _, err := tx.Exec("DELETE FROM ceremonies WHERE person_id = ?", person); err != nil {
			return err
		}
		if err := endSessions(tx, person, 0); err != nil {
			return err
		}
		note, err := noteWhy(tx, actor, person, reason)
		if err != nil {
			return err
		}
		if err := postTo(tx, told, person); err != nil {
			return err
		}
		return audit.Append(tx, audit.Entry{Act: "people.second-step-removed", Kind: "person", Object: person, Details: map[string]any{"note": note}})
	})
}
