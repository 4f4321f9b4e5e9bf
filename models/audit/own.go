package audit

import (
	"context"
	"time"

	"folkmoot/models/db"
)

// Acts that whoever they are about is told of, by the kind of thing. That something was reported and left as it is, that
// words were passed on because somebody may be at risk, and what moderators note for each other are not among them.
var (
	toldOfWords = []string{
		"moderation.ask", "moderation.cover", "moderation.hide", "moderation.move", "moderation.publish", "moderation.restore", "moderation.uncover", "moderation.undo",
		"contribution.move", "contribution.type-in", "fate.set",
	}
	toldOfPerson = []string{
		"people.ban", "people.create", "people.lift", "people.reinstate", "people.role", "people.second-step-removed", "people.silence", "people.suspend", "people.trust", "people.warn",
		"safeguarding.appoint", "safeguarding.dismiss",
	}
)

// Own gives to put, the oldest first, the entries that are about a person and that they are told of, and what they did
// themselves, for the copy of what is theirs: without who did it and without details, which may be about others. The place and
// the hash let them show later that the entry stood in the register.
func Own(ctx context.Context, q db.Querier, person int64, put func(any) error) error {
	args := db.Args(toldOfPerson, person, person)
	args = db.Args(toldOfWords, append(args, person)...)
	return db.Each(ctx, q, func(row db.Row) error {
		s, err := scanSealed(row)
		if err != nil {
			return err
		}
		one := map[string]any{
			"id": s.ID, "at": s.At.UTC().Format(time.RFC3339), "act": s.Act, "kind": s.Kind, "object": s.Object, "reason": s.Reason, "by_you": s.Actor == person,
		}
		if s.Place > 0 {
			one["place"], one["hash"] = s.Place, s.Hash
		}
		return put(one)
	}, "SELECT "+entryColumns+`, COALESCE(s.seq, 0), s.hash, NULL FROM register r LEFT JOIN register_seals s ON s.entry_id = r.id WHERE r.id IN (
		SELECT a.id FROM register a WHERE a.actor_id = ?
		UNION SELECT a.id FROM register a WHERE a.object_kind = 'person' AND a.object_id = ? AND a.act IN `+db.In(len(toldOfPerson))+`
		UNION SELECT a.id FROM contributions c JOIN register a ON a.object_kind = 'contribution' AND a.object_id = c.id WHERE c.author_id = ? AND a.act IN `+db.In(len(toldOfWords))+`
	) ORDER BY r.id`, args...)
}
