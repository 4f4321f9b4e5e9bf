package sealed

import (
	"cmp"
	"context"
	"slices"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Wording is a contribution's words as they were at one time.
type Wording struct {
	ID        int64
	Revision  int
	Body      string // Markdown as typed
	Proposed  string // Markdown that it proposed for a paragraph; may be empty
	Title     string // of the discussion that it opens; may be empty
	WrittenAt clock.Instant
	SealedAt  clock.Instant
}

// Purpose is why somebody reads sealed words, as it stands in the register.
type Purpose string

// The purposes.
const (
	ForCheck   Purpose = "check"   // to see whether the right details were covered
	ForAppeal  Purpose = "appeal"  // an appeal or a complaint is about them
	ForRequest Purpose = "request" // the writer, or somebody whom they are about, asks for them
	ForLaw     Purpose = "law"     // the police, a court or a regulator asks for them
	ForSafety  Purpose = "safety"  // somebody may be at risk
)

// Purposes lists the purposes that there are for reading words of a kind.
func Purposes(why Why) []Purpose {
	if why == Safeguarding {
		return []Purpose{ForSafety, ForLaw, ForRequest, ForAppeal}
	}
	return []Purpose{ForCheck, ForAppeal, ForRequest, ForLaw}
}

// MayRead tells whether the actor may read sealed words of a contribution, and if not, why: what was covered is for
// moderators, but not where it is about themselves; what was passed on is for the safeguarding leads alone.
func MayRead(a people.Actor, why Why, lead bool, author, recorder int64) error {
	switch {
	case why == Safeguarding && (!a.SignedIn() || !lead):
		return db.Forbidden{Reason: "Only the safeguarding leads can read this."}
	case why == Cover && !a.CanModerate():
		return db.Forbidden{Reason: "Only moderators can read this."}
	case a.ID == author || a.ID == recorder:
		return db.Forbidden{Reason: "You wrote this yourself. Your own words are in the copy of your data that you can download from your account."}
	}
	return nil
}

// Read gives the sealed wordings of a contribution, the newest first; none where only pictures or documents were taken out of
// it: see files.Out. Each call is an entry in the register, in the
// same transaction: without it no word is given. Errors: db.Forbidden, db.Invalid under "purpose", db.ErrNotFound where
// nothing is sealed for this reason.
func Read(ctx context.Context, d *db.DB, a people.Actor, contribution int64, why Why, purpose Purpose) (list []Wording, err error) {
	if !known(why, purpose) {
		return nil, db.Wrong("purpose", "Choose why you need to read it")
	}
	err = d.Write(ctx, func(tx *db.Tx) error {
		list, err = read(tx, a, contribution, why, purpose)
		return err
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}

func read(tx *db.Tx, a people.Actor, contribution int64, why Why, purpose Purpose) ([]Wording, error) {
	if err := mayReadNow(tx, a, contribution, why); err != nil {
		return nil, err
	}
	list, err := wordings(tx.Context(), tx, contribution, why)
	if err != nil {
		return nil, err
	}
	details := map[string]any{"why": string(why), "wordings": len(list)}
	if len(list) > 0 {
		details["newest"] = list[0].Revision
	} else if out, err := filesOut(tx.Context(), tx, contribution); err != nil || !out || why != Cover {
		return nil, cmp.Or(err, db.ErrNotFound)
	}
	return list, audit.Append(tx, audit.Entry{
		Actor: a.ID, Act: "sealed.read", Kind: "contribution", Object: contribution, Reason: string(purpose), Details: details,
	})
}

// mayReadNow holds a reading to MayRead.
func mayReadNow(tx *db.Tx, a people.Actor, contribution int64, why Why) error {
	var author, recorder int64
	var lead bool
	if _, err := db.One(tx.Context(), tx, func(r db.Row) (bool, error) { return true, r.Scan(&author, &recorder, &lead) }, `SELECT author_id, COALESCE(recorder_id, 0), EXISTS (SELECT 1 FROM safeguarding_leads WHERE person_id = ?)
		FROM contributions WHERE id = ?`, a.ID, contribution); err != nil {
		return err
	}
	return MayRead(a, why, lead, author, recorder)
}

func known(why Why, purpose Purpose) bool { return slices.Contains(Purposes(why), purpose) }

const wordingColumns = "id, revision, body_md, proposed, title, written_at, sealed_at"

func scanWording(r db.Row) (w Wording, err error) {
	err = r.Scan(&w.ID, &w.Revision, &w.Body, &w.Proposed, &w.Title, &w.WrittenAt, &w.SealedAt)
	return w, err
}

// mostWordings bounds the wordings of one contribution that are read at a time.
const mostWordings = 100

func wordings(ctx context.Context, q db.Querier, contribution int64, why Why) ([]Wording, error) {
	return db.All(ctx, q, scanWording, "SELECT "+wordingColumns+` FROM sealed_words WHERE contribution_id = ? AND why = ?
		ORDER BY revision DESC, id DESC LIMIT ?`, contribution, why, mostWordings)
}

// Sealed tells whether words of a contribution are sealed for a reason.
func Sealed(ctx context.Context, q db.Querier, contribution int64, why Why) (bool, error) {
	return db.Value[bool](ctx, q, "SELECT EXISTS (SELECT 1 FROM sealed_words WHERE contribution_id = ? AND why = ?)", contribution, why)
}

// Covered tells whether words of a contribution were covered, or pictures and documents taken out of it, that moderators may
// read with a reason.
func Covered(ctx context.Context, q db.Querier, contribution int64) (bool, error) {
	words, err := Sealed(ctx, q, contribution, Cover)
	if err != nil || words {
		return words, err
	}
	return filesOut(ctx, q, contribution)
}

// Liftable tells whether words that were sealed can be put back: nobody has changed what readers get since.
func Liftable(ctx context.Context, q db.Querier, contribution int64, why Why) (bool, error) {
	return db.Value[bool](ctx, q, `SELECT EXISTS (SELECT 1 FROM contributions c WHERE c.id = ?
		AND c.revision = (SELECT MAX(s.revision) + 1 FROM sealed_words s WHERE s.contribution_id = c.id AND s.why = ?))`, contribution, why)
}

// Own gives to put, one by one, the words that the actor wrote and that were covered, for the copy of what is theirs.
func Own(ctx context.Context, q db.Querier, a people.Actor, put func(any) error) error {
	return db.Each(ctx, q, func(r db.Row) error {
		var contribution int64
		var w Wording
		if err := r.Scan(&contribution, &w.Revision, &w.Body, &w.Proposed, &w.Title, &w.WrittenAt); err != nil {
			return err
		}
		return put(map[string]any{
			"contribution_id": contribution, "revision": w.Revision, "body_md": w.Body, "proposed": w.Proposed, "title": w.Title,
			"written_at": w.WrittenAt.UTC().Format("2006-01-02T15:04:05Z07:00"),
		})
	}, `SELECT s.contribution_id, s.revision, s.body_md, s.proposed, s.title, s.written_at FROM sealed_words s
		JOIN contributions c ON c.id = s.contribution_id WHERE c.author_id = ? AND s.why = 'cover' ORDER BY s.id`, a.ID)
}
