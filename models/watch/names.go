package watch

import (
	"context"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Whose a name is that somebody else's passes for.
const (
	NameOfStaff  = "staff"
	NameOfHost   = "host"
	NameOfPlace  = "place"
	NameOfMember = "member" // who spoke in the same thread a short while ago
)

// spokeLately is how many of the newest contributions of a thread are looked at for the names of who made them.
const spokeLately = 40

// teamName is the name of somebody who helps to run the place, or of the place.
type teamName struct {
	person int64
	whose  string
	look   string // its skeleton
	words  int
}

// team reads the names of those who help to run the place, from memory where none has changed since.
func (s *Store) team(ctx context.Context, q db.Querier) ([]teamName, error) {
	s.mu.Lock()
	list, at := s.names, s.namesAt
	s.mu.Unlock()
	if list != nil {
		return list, nil
	}
	list = []teamName{}
	add := func(person int64, whose, name string) {
		if look := people.Skeleton(name); look != "" {
			list = append(list, teamName{person: person, whose: whose, look: look, words: len(strings.Fields(name))})
		}
	}
	err := db.Each(ctx, q, func(r db.Row) error {
		var person int64
		var whose, name string
		err := r.Scan(&person, &whose, &name)
		add(person, whose, name)
		return err
	}, `SELECT id, 'staff', public_name FROM people WHERE role <> 'member' AND state = 'active'
		UNION ALL SELECT p.id, 'host', p.public_name FROM memberships m JOIN people p ON p.id = m.person_id WHERE m.role = 'host' AND m.state = 'member'`)
	if err != nil {
		return nil, err
	}
	add(0, NameOfPlace, s.Place)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.namesAt == at {
		s.names = list
	}
	return list, nil
}

// PassesFor tells for whose name one passes that somebody goes by: it looks the same, differs in a letter, or holds the
// whole of it among others. It gives "" where it passes for none.
func (s *Store) PassesFor(ctx context.Context, q db.Querier, person int64, name string) (string, error) {
	if s == nil || name == "" {
		return "", nil
	}
	list, err := s.team(ctx, q)
	if err != nil {
		return "", err
	}
	for _, t := range list {
		if t.person == person && person != 0 {
			return "", nil // who helps to run the place may be called alike
		}
	}
	look := people.Skeleton(name)
	for _, t := range list {
		if people.NearlyAlike(look, t.look) || t.within(name) {
			return t.whose, nil
		}
	}
	return "", nil
}

// within tells whether a name of several words stands whole within a longer one.
func (t teamName) within(name string) bool {
	if t.words < 2 {
		return false
	}
	parts := strings.Fields(name)
	for from := range parts {
		for to := from + 1; to <= len(parts); to++ {
			if to-from < len(parts) && people.Skeleton(strings.Join(parts[from:to], " ")) == t.look {
				return true
			}
		}
	}
	return false
}

// PassesForSpeaker tells whether a name passes for that of somebody else who spoke lately in a thread whose last
// contribution has the given number. Two of a family may well be called nearly alike, so that it is only noted.
func PassesForSpeaker(tx *db.Tx, thread, lastSeq, person int64, name string) (bool, error) {
	look := people.Skeleton(name)
	found := false
	err := db.Each(tx.Context(), tx, func(r db.Row) error {
		var other string
		err := r.Scan(&other)
		found = found || people.NearlyAlike(look, people.Skeleton(other))
		return err
	}, `SELECT DISTINCT p.public_name FROM contributions c JOIN people p ON p.id = c.author_id
		WHERE c.thread_id = ? AND c.seq > ? AND c.author_id <> ? AND p.state = 'active'`, thread, lastSeq-spokeLately, person)
	return found, err
}

// LookedAt tells whether a moderator has looked before at what somebody said under a name that passes for the same kind of
// name, so that they are not asked again each time.
func LookedAt(tx *db.Tx, author int64, whose string) (bool, error) {
	return db.Value[bool](tx.Context(), tx, `SELECT EXISTS (SELECT 1 FROM findings f JOIN (SELECT id FROM contributions WHERE author_id = ? ORDER BY id DESC LIMIT ?) c
		ON c.id = f.contribution_id WHERE f.kind = 'name' AND f.what = ? AND f.open = 0)`, author, ownLooked, whose)
}
