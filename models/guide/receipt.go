package guide

import (
	"context"
	"errors"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// Receipt is what somebody without an account said on a chapter, as its writer may see it wherever it stands now.
type Receipt struct {
	ID      int64
	Said    discussion.Contribution // without words where it was taken back or hidden
	Guide   string                  // address
	Chapter Chapter                 // that it is on, or was first on
	Spot    Spot                    // where it is now, where it is on the chapter; its After is not filled in
	Moved   bool                    // it is on no chapter any more: its fate says where it went
	Message string                  // what the moderator who decided last wrote to its writer; "" for nothing
	Fates   []FateEntry             // what became of it, the newest first
}

// receipt stores the code of a contribution inside a command; only its hash is kept.
func receipt(tx *db.Tx, contribution int64, code ReceiptCode) error {
	_, err := tx.Exec("INSERT INTO receipts (contribution_id, code_hash, created_at) VALUES (?, ?, ?)", contribution, code.hash(), tx.Now())
	return err
}

// holder is what a code belongs to.
type holder struct {
	discussion.Contribution
	chapter int64
	moved   bool
	group   int64 // that it was moved to; 0 = none
}

// byReceipt looks a code up by its hash: ErrNotFound where there is none such.
func byReceipt(ctx context.Context, q db.Querier, code ReceiptCode) (holder, error) {
	return db.One(ctx, q, func(r db.Row) (h holder, err error) {
		err = r.Scan(&h.ID, &h.ThreadID, &h.AuthorID, &h.Body, &h.HTML, &h.Evidence, &h.State, &h.Reason, &h.StateAt, &h.Revision, &h.Fate, &h.chapter, &h.moved, &h.group)
		return h, err
	}, `SELECT c.id, c.thread_id, c.author_id, c.body_md, c.body_html, c.evidence, c.state, c.state_reason, c.state_at, c.revision, c.fate,
		COALESCE(ch.id, (SELECT f.chapter_id FROM fates f WHERE f.contribution_id = c.id ORDER BY f.id LIMIT 1), 0), ch.id IS NULL, COALESCE(t.group_id, 0)
		FROM receipts r JOIN contributions c ON c.id = r.contribution_id JOIN threads t ON t.id = c.thread_id LEFT JOIN chapters ch ON ch.thread_id = c.thread_id
		WHERE r.code_hash = ?`, code.hash())
}

// writer is who holds a code: they may do to what they said what a writer with an account may, wherever it was moved.
func (h holder) writer() people.Actor {
	return people.Actor{ID: h.AuthorID, Role: people.Member, State: people.Active, Groups: []people.Membership{{GroupID: h.group}}}
}

// Receipt reads what a code belongs to. A code that nobody was given is Invalid under "code".
func (s *Store) Receipt(ctx context.Context, code ReceiptCode) (Receipt, error) {
	h, err := s.held(ctx, s.DB, code)
	if err != nil {
		return Receipt{}, err
	}
	r := Receipt{ID: h.ID, Said: h.Contribution, Moved: h.moved}
	if h.State == discussion.Deleted || h.State == discussion.Hidden {
		r.Said.Body, r.Said.HTML = "", ""
	}
	if r.Chapter, err = Find(ctx, s.DB, h.chapter); err != nil {
		return r, err
	}
	if r.Guide, err = db.Value[string](ctx, s.DB, "SELECT slug FROM guides WHERE id = ?", r.Chapter.GuideID); err != nil {
		return r, err
	}
	if !h.moved {
		if r.Spot, err = s.spot(ctx, h.ID); err != nil {
			return r, err
		}
	}
	history, err := histories(ctx, s.DB, people.Visitor, []int64{h.ID})
	if err != nil {
		return r, err
	}
	r.Fates = history[h.ID]
	r.Message, err = db.Value[string](ctx, s.DB, "SELECT message FROM decisions WHERE contribution_id = ? AND undone_at IS NULL ORDER BY id DESC LIMIT 1", h.ID)
	if errors.Is(err, db.ErrNotFound) {
		err = nil
	}
	return r, err
}

func (s *Store) held(ctx context.Context, q db.Querier, code ReceiptCode) (holder, error) {
	h, err := byReceipt(ctx, q, code)
	if errors.Is(err, db.ErrNotFound) {
		return h, db.Wrong("code", "We have nothing under this code. Compare it with your receipt, letter by letter")
	}
	return h, err
}

// TakeBack takes back what a code belongs to, wherever it stands: a marker keeps its place where people could read it.
// Where it was taken back already nothing is done.
func (s *Store) TakeBack(ctx context.Context, key db.Key, code ReceiptCode) error {
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		h, err := s.held(ctx, tx, code)
		if err != nil || h.State == discussion.Deleted {
			return h.ID, err
		}
		_, err = discussion.SetState(tx, h.ID, discussion.Deleted, "", h.State)
		return h.ID, err
	})
	return err
}

// Mend changes what a code belongs to as a moderator asked for; a moderator reads it again before others can. Errors are
// those of discussion.Store.Edit.
func (s *Store) Mend(ctx context.Context, key db.Key, code ReceiptCode, e discussion.Edit) error {
	h, err := s.held(ctx, s.DB, code)
	if err != nil {
		return err
	}
	e.In = discussion.Asked // what was published is not changed without a moderator
	return s.Talk.Edit(ctx, h.writer(), key, h.ID, e)
}
