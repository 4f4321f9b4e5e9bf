package groups

import (
	"context"
	"errors"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Join makes the actor a member of an open group, or asks a group's hosts to let them in. Joining twice is harmless.
func (s *Store) Join(ctx context.Context, a people.Actor, key db.Key, group int64) error {
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		g, err := lock(tx, group)
		if err != nil {
			return 0, err
		}
		if err := MayJoin(a, g); err != nil {
			return 0, err
		}
		state := Asked
		if g.Access == Open || a.Staff() {
			state = Inside
		}
		if err := enter(tx, group, a.ID, Member, state); err != nil {
			return 0, err
		}
		return group, people.StillSpeaks(tx, a)
	})
	return err
}

// Leave ends the actor's membership, or takes back their wish to join.
func (s *Store) Leave(ctx context.Context, a people.Actor, key db.Key, group int64) error {
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if _, err := lock(tx, group); err != nil {
			return 0, err
		}
		return group, exit(tx, group, a.ID)
	})
	return err
}

// Approve lets in somebody who asked.
func (s *Store) Approve(ctx context.Context, a people.Actor, key db.Key, group, person int64) error {
	return s.decide(ctx, a, key, group, person, "group.approve", func(tx *db.Tx, now Standing) error {
		if now != Asked {
			return db.ErrConflict
		}
		return admit(tx, group, person)
	})
}

// Invite makes somebody a member by the name that they use here, for groups that cannot be found from outside. A name
// that nobody has is Invalid under "name".
func (s *Store) Invite(ctx context.Context, a people.Actor, key db.Key, group int64, name string) error {
	person, err := db.Value[int64](ctx, s.DB, "SELECT id FROM people WHERE name_skeleton = ? AND state = 'active'", people.Skeleton(name))
	if errors.Is(err, db.ErrNotFound) {
		return db.Wrong("name", "Nobody here uses that name. Ask them how it is written on their account page")
	}
	if err != nil {
		return err
	}
	return s.decide(ctx, a, key, group, person, "group.invite", func(tx *db.Tx, now Standing) error {
		return admit(tx, group, person)
	})
}

// admit makes somebody a member by a host's hand.
func admit(tx *db.Tx, group, person int64) error {
	g, err := Find(tx.Context(), tx, group)
	if err != nil {
		return err
	}
	if g.Closed {
		return db.Forbidden{Reason: ClosedReason}
	}
	return enter(tx, group, person, Member, Inside)
}

// Decline turns down somebody who asked, or ends somebody's membership.
func (s *Store) Decline(ctx context.Context, a people.Actor, key db.Key, group, person int64) error {
	return s.decide(ctx, a, key, group, person, "group.decline", func(tx *db.Tx, now Standing) error {
		if now == Outside {
			return db.ErrConflict
		}
		return exit(tx, group, person)
	})
}

// MakeHost gives a member a host's part, or takes it from them. Only staff may.
func (s *Store) MakeHost(ctx context.Context, a people.Actor, key db.Key, group, person int64, host bool) error {
	if !a.Staff() {
		return db.Forbidden{Reason: "Only the people who run this site can choose a group's hosts."}
	}
	act, role := "group.host", Host
	if !host {
		act, role = "group.unhost", Member
	}
	return s.decide(ctx, a, key, group, person, act, func(tx *db.Tx, now Standing) error {
		if now != Inside {
			return db.ErrConflict
		}
		_, err := tx.Exec("UPDATE memberships SET role = ? WHERE group_id = ? AND person_id = ?", role, group, person)
		return err
	})
}

// decide carries out an act of somebody who may decide about a group's people, and puts it in the register.
func (s *Store) decide(ctx context.Context, a people.Actor, key db.Key, group, person int64, act string, do func(*db.Tx, Standing) error) error {
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		g, err := lock(tx, group)
		if err != nil {
			return 0, err
		}
		if err := MayDecide(a, g); err != nil {
			return 0, err
		}
		now, err := standing(tx, group, person)
		if err != nil {
			return 0, err
		}
		if err := do(tx, now); err != nil {
			return 0, err
		}
		tx.Touch(db.TopicGroup(group))
		return person, audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: act, Kind: "person", Object: person, Details: map[string]any{"group": group},
		})
	})
	return err
}

// lock reads a group inside a command and holds it, so that its people are changed by one command at a time.
func lock(tx *db.Tx, group int64) (Group, error) {
	if n, err := tx.Exec("UPDATE groups SET member_count = member_count WHERE id = ?", group); err != nil || n == 0 {
		if err == nil {
			err = db.ErrNotFound
		}
		return Group{}, err
	}
	return Find(tx.Context(), tx, group)
}

func standing(tx *db.Tx, group, person int64) (Standing, error) {
	all, err := db.Values[Standing](tx.Context(), tx, "SELECT state FROM memberships WHERE group_id = ? AND person_id = ?", group, person)
	if err != nil || len(all) == 0 {
		return Outside, err
	}
	return all[0], nil
}

// enter puts a person into a locked group and keeps its number of members. Nobody loses what they have by entering
// again: a member does not go back to asking, and a host stays one.
func enter(tx *db.Tx, group, person int64, role Role, state Standing) error {
	before, err := standing(tx, group, person)
	if err != nil || before == Inside || before == state {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO memberships (group_id, person_id, role, state, created_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (group_id, person_id) DO UPDATE SET state = excluded.state, role = excluded.role, created_at = excluded.created_at`,
		group, person, role, state, tx.Now()); err != nil {
		return err
	}
	tx.Touch(db.TopicGroup(group))
	if state != Inside {
		return nil
	}
	return count(tx, group, 1)
}

// exit takes a person out of a locked group and keeps its number of members.
func exit(tx *db.Tx, group, person int64) error {
	before, err := standing(tx, group, person)
	if err != nil || before == Outside {
		return err
	}
	if _, err := tx.Exec("DELETE FROM memberships WHERE group_id = ? AND person_id = ?", group, person); err != nil {
		return err
	}
	tx.Touch(db.TopicGroup(group))
	if before != Inside {
		return nil
	}
	return count(tx, group, -1)
}

func count(tx *db.Tx, group int64, by int) error {
	tx.Touch(db.TopicGroups)
	_, err := tx.Exec("UPDATE groups SET member_count = member_count + ? WHERE id = ?", by, group)
	return err
}

// Enrol makes a person a member or a host inside a command of another room: the demo, an import, the command line.
func Enrol(tx *db.Tx, group, person int64, role Role) error {
	if _, err := lock(tx, group); err != nil {
		return err
	}
	return enter(tx, group, person, role, Inside)
}
