package privacy

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Consequences is what would go or stay if somebody were erased, in numbers.
type Consequences struct {
	Said       int // messages that they wrote and did not take back, those by receipts that they claimed among them
	Opened     int // of those, discussions that they began
	Answers    int // by others to any of those
	Paragraphs int // of chapters whose ledger names one of those
	Quoted     int // published summaries that quote one of those
	Positions  int // that they took on what others said
	Files      int // pictures and documents
	Claimed    int // people whose words they claimed by a receipt
	Reported   int // of their messages, those that somebody reported and no moderator has looked at yet
	Concerns   int // that are open about what they wrote: the safeguarding leads keep those words
}

// Consequences counts what would happen if somebody were erased.
func (s *Store) Consequences(ctx context.Context, person int64) (c Consequences, err error) {
	const theirs = "SELECT id FROM people WHERE id = ? OR claimed_by = ?"
	const said = "SELECT c.id FROM contributions c WHERE c.author_id IN (" + theirs + ") AND c.state <> 'deleted'"
	for _, one := range []struct {
		into  *int
		query string
	}{
		{&c.Said, "SELECT COUNT(*) FROM (" + said + ") x"},
		{&c.Opened, "SELECT COUNT(*) FROM (" + said + " AND c.kind = 'opening') x"},
		{&c.Answers, "SELECT COUNT(*) FROM contributions a WHERE a.state = 'published' AND a.parent_id IN (" + said + ") AND a.author_id NOT IN (" + theirs + ")"},
		{&c.Paragraphs, "SELECT COUNT(*) FROM (SELECT DISTINCT l.version_id, l.block_id FROM ledger l WHERE l.contribution_id IN (" + said + ")) x"},
		{&c.Quoted, `SELECT COUNT(*) FROM (SELECT DISTINCT q.snapshot_id FROM snapshot_quotes q JOIN snapshots s ON s.id = q.snapshot_id
			WHERE s.state = 'published' AND q.removed_at IS NULL AND q.contribution_id IN (` + said + ")) x"},
		{&c.Positions, "SELECT COUNT(*) FROM positions WHERE person_id IN (" + theirs + ")"},
		{&c.Files, "SELECT COUNT(*) FROM files WHERE removed_at IS NULL AND person_id IN (" + theirs + ")"},
		{&c.Claimed, "SELECT COUNT(*) FROM (" + theirs + ") x WHERE id <> CAST(? AS BIGINT)"},
		{&c.Reported, "SELECT COUNT(*) FROM cases k WHERE k.kind = 'reported' AND k.contribution_id IN (" + said + ")"},
		{&c.Concerns, "SELECT COUNT(*) FROM concerns WHERE closed_at IS NULL AND person_id IN (" + theirs + ")"},
	} {
		var args []any
		for _, r := range one.query {
			if r == '?' {
				args = append(args, person)
			}
		}
		if *one.into, err = db.Value[int](ctx, s.DB, one.query, args...); err != nil {
			return c, err
		}
	}
	return c, nil
}

// RecordedBehind gives who said something without an account, by the number of what they said, for an administrator whom
// they asked to erase them. db.ErrNotFound where it was said by somebody with an account.
func (s *Store) RecordedBehind(ctx context.Context, a people.Actor, contribution int64) (people.Person, error) {
	if err := MayEraseRecorded(a); err != nil {
		return people.Person{}, err
	}
	id, err := db.Value[int64](ctx, s.DB, "SELECT p.id FROM contributions c JOIN people p ON p.id = c.author_id WHERE c.id = ? AND p.state = 'recorded'", contribution)
	if err != nil {
		return people.Person{}, err
	}
	return s.People.Person(ctx, id)
}
