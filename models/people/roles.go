package people

import (
	"context"
	"slices"
	"strings"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/say"
)

// Operator is whoever runs the program's own commands: the register shows their acts without a person.
var Operator = Actor{Role: Administrator, State: Active}

// mayRule tells whether somebody may change roles and suspend accounts.
func mayRule(actor Actor) bool {
	return actor.CanAdminister() || actor.ID == 0 && actor.Role == Administrator
}

// SetRole gives a person a role, with an entry in the register. Only administrators and the operator may; the last
// administrator stays one. Errors: db.Forbidden, db.Invalid, db.ErrNotFound.
func (s *Store) SetRole(ctx context.Context, actor Actor, id int64, role Role, reason string) error {
	if !mayRule(actor) {
		return db.Forbidden{Reason: "Only administrators change roles."}
	}
	if !slices.Contains(Roles, role) {
		return db.Wrong("role", "Choose one of the roles: %s", rolesInWords())
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		before, err := lockPerson(tx, id)
		if err != nil {
			return err
		}
		if before.State != Active && before.State != Suspended {
			return db.ErrNotFound
		}
		if before.Role == role {
			return nil
		}
		if err := keepAnAdministrator(tx, before); err != nil {
			return err
		}
		if _, err := tx.Exec("UPDATE people SET role = ?, changed_at = ? WHERE id = ?", role, tx.Now(), id); err != nil {
			return err
		}
		tx.Touch(db.TopicPerson(id))
		note, err := noteWhy(tx, actor, id, reason)
		if err != nil {
			return err
		}
		return audit.Append(tx, audit.Entry{
			Actor: actor.ID, Act: "people.role", Kind: "person", Object: id,
			Details: map[string]any{"from": before.Role, "to": role, "note": note},
		})
	})
}

// Suspend puts an account on hold until Reinstate takes it off: a person on hold is signed out everywhere and cannot
// sign in. With an entry in the register. Errors: db.Forbidden, db.ErrNotFound, db.Invalid without a reason.
func (s *Store) Suspend(ctx context.Context, actor Actor, id int64, reason string) error {
	return s.rule(ctx, actor, id, Active, reason, func(tx *db.Tx) error {
		note, err := noteWhy(tx, actor, id, reason)
		if err == nil {
			_, err = Sanctioned(tx, actor, Sanction{Person: id, Kind: Suspend, note: note})
		}
		return err
	})
}

// Reinstate lifts all that keeps an account on hold.
func (s *Store) Reinstate(ctx context.Context, actor Actor, id int64, reason string) error {
	return s.rule(ctx, actor, id, Suspended, reason, func(tx *db.Tx) error {
		if _, err := tx.Exec(`UPDATE sanctions SET ended_at = ?, ended_by = ? WHERE person_id = ? AND kind IN ('suspend', 'ban') AND ended_at IS NULL`,
			tx.Now(), db.Null(actor.ID), id); err != nil {
			return err
		}
		if err := SettleSanctions(tx, id); err != nil {
			return err
		}
		note, err := noteWhy(tx, actor, id, reason)
		if err != nil {
			return err
		}
		return audit.Append(tx, audit.Entry{Actor: actor.ID, Act: "people.reinstate", Kind: "person", Object: id, Details: map[string]any{"note": note}})
	})
}

// noteWhy keeps what somebody wrote of a person as a private note, which goes when the person leaves, and gives its number:
// the register only points at it, since nothing can be taken out of that again. Without words it is 0.
func noteWhy(tx *db.Tx, a Actor, person int64, words string) (int64, error) {
	if words = strings.TrimSpace(words); words == "" {
		return 0, nil
	}
	return tx.Insert("INSERT INTO person_notes (person_id, words, written_by, written_at) VALUES (?, ?, ?, ?)", person, words, db.Null(a.ID), tx.Now())
}

// rule does something to the account of a person in a state, where the actor may and gives a reason.
func (s *Store) rule(ctx context.Context, actor Actor, id int64, in State, reason string, do func(tx *db.Tx) error) error {
	if !mayRule(actor) {
		return db.Forbidden{Reason: "Only administrators put accounts on hold."}
	}
	if strings.TrimSpace(reason) == "" {
		return db.Wrong("reason", "Give a reason")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		before, err := lockPerson(tx, id)
		if err != nil {
			return err
		}
		if before.State != in {
			return db.ErrNotFound
		}
		return do(tx)
	})
}

// lockPerson reads a person whom the transaction is about to change, so that changes at once come one after another.
func lockPerson(tx *db.Tx, id int64) (Person, error) {
	// Administrators are locked together, in one order: the last of them is known only then.
	if _, err := tx.Exec(`UPDATE people SET changed_at = changed_at WHERE id IN
		(SELECT id FROM people WHERE id = ? OR role = 'administrator' ORDER BY id)`, id); err != nil {
		return Person{}, err
	}
	return db.One(context.Background(), tx, scanPerson, "SELECT "+personColumns+" FROM people WHERE id = ?", id)
}

// keepAnAdministrator refuses what would leave the place without one.
func keepAnAdministrator(tx *db.Tx, leaving Person) error {
	if leaving.Role != Administrator || leaving.State != Active {
		return nil
	}
	others, err := db.Value[int](context.Background(), tx,
		"SELECT COUNT(*) FROM people WHERE role = 'administrator' AND state = 'active' AND id <> ?", leaving.ID)
	if err == nil && others == 0 {
		err = db.Forbidden{Reason: "This is the last administrator. Make somebody else one first."}
	}
	return err
}

// Create makes an account for the operator, without mail. Errors: db.Invalid under "email", "name" or "role".
func (s *Store) Create(ctx context.Context, email, name string, role Role, who Who) (int64, error) {
	wrong := db.Invalid{}
	email, err := CleanEmail(email)
	gather(wrong, err)
	profile, skeleton, err := s.checkProfile(ctx, Profile{Name: name, Who: who}, "", role != Member)
	gather(wrong, err)
	if !slices.Contains(Roles, role) {
		wrong["role"] = say.F("Choose one of the roles: %s", rolesInWords())
	}
	if len(wrong) > 0 {
		return 0, wrong
	}
	var id int64
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if known, _, err := findByEmail(tx, email); err != nil || known != 0 {
			if err == nil {
				err = db.Wrong("email", "There is an account with this address already")
			}
			return err
		}
		if err := nameFree(tx, skeleton, 0); err != nil {
			return err
		}
		id, err = tx.Insert(`INSERT INTO people (public_name, name_skeleton, email, role, who, created_at, changed_at)
			VALUES (?, ?, ?, ?, ?, ?, ?)`, profile.Name, skeleton, email, role, profile.Who, tx.Now(), tx.Now())
		if err != nil {
			return err
		}
		return audit.Append(tx, audit.Entry{Act: "people.create", Kind: "person", Object: id, Details: map[string]any{"role": role}})
	})
	return id, err
}

func rolesInWords() string {
	words := make([]string, len(Roles))
	for i, role := range Roles {
		words[i] = string(role)
	}
	return strings.Join(words, ", ")
}
