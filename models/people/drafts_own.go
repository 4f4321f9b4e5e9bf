package people

import (
	"context"
	"encoding/json"
	"strings"

	"folkmoot/models/db"
)

// Saving is a form that somebody who is signed in is filling in, on its way into a draft.
type Saving struct {
	Place   string            // the path that the form posts to: what a draft is kept for
	Fields  map[string]string // what they typed
	Draft   int64             // the draft that the page holds; 0 where it holds none
	Version int               // and which version of it
	FormKey string            // the key of the form, which posting it would spend
}

// Saved tells what became of a Saving.
type Saved struct {
	Draft   int64 // 0 where nothing is kept
	Version int
	Posted  bool // the form was posted meanwhile, so that there is nothing to keep
	Others  int  // other texts that are kept for the same place
}

// SaveOwnDraft keeps what somebody is typing. Words go over those that the page began from. Where another window or
// device saved since, these become a draft of their own, which is then the newest, and the other one stays. Past
// MostOwnDrafts it is Invalid; it is TooLarge past DraftLargest.
func (s *Store) SaveOwnDraft(ctx context.Context, actor Actor, n Saving) (Saved, error) {
	if !actor.SignedIn() {
		return Saved{}, db.Forbidden{Reason: "Please sign in first."}
	}
	raw, err := json.Marshal(n.Fields)
	if err != nil {
		return Saved{}, err
	}
	if len(raw) > DraftLargest || len(n.Fields) > 100 {
		return Saved{}, db.TooLarge{Reason: "This is too long to be kept. Please shorten it."}
	}
	n.Place = LocalPath(n.Place)
	var saved Saved
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		saved = Saved{}
		if saved.Posted, err = (db.Key{Token: n.FormKey, Actor: actor.ID}).Spent(tx.Context(), tx); err != nil || saved.Posted {
			return err
		}
		if err := n.save(tx, actor, string(raw), &saved); err != nil {
			return err
		}
		saved.Others, err = db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM drafts WHERE person_id = ? AND place = ? AND id <> ?", actor.ID, n.Place, saved.Draft)
		return err
	})
	return saved, err
}

// save puts the words over what they go on from, or beside it.
func (n Saving) save(tx *db.Tx, actor Actor, raw string, saved *Saved) error {
	if done, err := n.over(tx, actor, raw, n.Draft, n.Version, saved); err != nil || done {
		return err
	}
	// An answer that got lost, or a second window: words that go on from what is kept lose nothing of it.
	kept, err := db.All(tx.Context(), tx, scanDraft, draftColumns+"WHERE person_id = ? AND place = ? ORDER BY changed_at DESC, id DESC LIMIT 5", actor.ID, n.Place)
	if err != nil {
		return err
	}
	for _, d := range kept {
		if !n.holds(d) {
			continue
		}
		if done, err := n.over(tx, actor, raw, d.ID, d.Version, saved); err != nil || done {
			return err
		}
	}
	all, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM drafts WHERE person_id = ?", actor.ID)
	if err != nil {
		return err
	}
	if all >= MostOwnDrafts {
		return db.Wrong("", "You have %d texts that are not posted yet, which is as many as we keep. Post one, or throw one away on your account page", all)
	}
	id, err := tx.Insert("INSERT INTO drafts (person_id, place, fields, form_key, created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?)",
		actor.ID, n.Place, raw, n.FormKey, tx.Now(), tx.Now())
	saved.Draft, saved.Version = id, 1
	return err
}

// over puts the words over one version of a draft, and tells whether that version was there.
func (n Saving) over(tx *db.Tx, actor Actor, raw string, draft int64, version int, saved *Saved) (bool, error) {
	if draft == 0 {
		return false, nil
	}
	done, err := tx.Exec(`UPDATE drafts SET fields = ?, form_key = ?, version = version + 1, changed_at = ?
		WHERE id = ? AND person_id = ? AND place = ? AND version = ?`, raw, n.FormKey, tx.Now(), draft, actor.ID, n.Place, version)
	saved.Draft, saved.Version = draft, version+1
	return done > 0, err
}

// holds tells whether everything that a draft says stands at the beginning of these words too.
func (n Saving) holds(d Draft) bool {
	for name, value := range d.Fields {
		if !strings.HasPrefix(n.Fields[name], value) {
			return false
		}
	}
	return true
}

// OwnDraft reads one of a person's own drafts; db.ErrNotFound for anybody else's.
func (s *Store) OwnDraft(ctx context.Context, actor Actor, id int64) (Draft, error) {
	return db.One(ctx, s.db, scanDraft, draftColumns+"WHERE id = ? AND person_id = ?", id, actor.ID)
}

// OwnDrafts lists a person's drafts, the one that was changed last first.
func (s *Store) OwnDrafts(ctx context.Context, actor Actor) ([]Draft, error) {
	return db.All(ctx, s.db, scanDraft, draftColumns+"WHERE person_id = ? ORDER BY changed_at DESC, id DESC LIMIT ?", actor.ID, MostOwnDrafts)
}

// OwnDraftsAt lists what a person has kept for one place, the one that was changed last first, at most four.
func (s *Store) OwnDraftsAt(ctx context.Context, actor Actor, place string) ([]Draft, error) {
	if !actor.SignedIn() {
		return nil, nil
	}
	return db.All(ctx, s.db, scanDraft, draftColumns+"WHERE person_id = ? AND place = ? ORDER BY changed_at DESC, id DESC LIMIT 4", actor.ID, LocalPath(place))
}

// DropDraft removes one of a person's own drafts. One that is gone already is no error.
func (s *Store) DropDraft(ctx context.Context, actor Actor, id int64) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return UseDraft(tx, actor, id) })
}

// DropEmptied removes a draft whose box was emptied, where it is still the version that the page had.
func (s *Store) DropEmptied(ctx context.Context, actor Actor, id int64, version int) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("DELETE FROM drafts WHERE id = ? AND person_id = ? AND version = ?", id, actor.ID, version)
		return err
	})
}

// UseDraft removes a person's draft in the transaction that posts its words, so that they are kept exactly once: the one
// with the id, and what was kept of the form that is posted while its number was on the way.
func UseDraft(tx *db.Tx, actor Actor, id int64) error {
	if !actor.SignedIn() {
		return nil
	}
	return EndDraft(tx, actor.ID, id)
}

// EndDraft is UseDraft by the person's number.
func EndDraft(tx *db.Tx, person, id int64) error {
	_, err := tx.Exec("DELETE FROM drafts WHERE person_id = ? AND (id = ? OR form_key = ? AND form_key <> '')", person, id, tx.Token())
	return err
}
