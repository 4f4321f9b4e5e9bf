package guide

import (
	"context"
	"errors"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// Receipt is what somebody without an account said on a chapter, as its writer may see it.
type Receipt struct {
	ID      int64
	Said    discussion.Contribution // without words where it was taken back or hidden
	Guide   string                  // address
	Chapter Chapter
	Spot    Spot          // where it is now; its After is not filled in
	Message string        // what the moderator who decided last wrote to its writer; "" for nothing
	Fates   []ReceiptFate // what became of it, the newest first
}

// ReceiptFate is what editors decided about it at one time.
type ReceiptFate struct {
	Fate      discussion.Fate
	Reason    string
	At        clock.Instant
	Version   int               // that it changed; 0 = none
	Paragraph int               // of that version; 0 = none, or one that it took out
	To        discussion.Thread // where it was moved to; its ID is 0 for nowhere, or nowhere that everybody may see
}

// receipt stores the code of a contribution inside a command; only its hash is kept.
func receipt(tx *db.Tx, contribution int64, code ReceiptCode) error {
	_, err := tx.Exec("INSERT INTO receipts (contribution_id, code_hash, created_at) VALUES (?, ?, ?)", contribution, code.hash(), tx.Now())
	return err
}

// holder is what a code belongs to.
type holder struct {
	ID, Author int64
	State      discussion.State
	StateAt    clock.Instant
	Chapter    int64
}

// byReceipt looks a code up by its hash: ErrNotFound where there is none such.
func byReceipt(ctx context.Context, q db.Querier, code ReceiptCode) (holder, error) {
	return db.One(ctx, q, func(r db.Row) (h holder, err error) {
		err = r.Scan(&h.ID, &h.Author, &h.State, &h.StateAt, &h.Chapter)
		return h, err
	}, `SELECT c.id, c.author_id, c.state, c.state_at, ch.id FROM receipts r JOIN contributions c ON c.id = r.contribution_id
		JOIN chapters ch ON ch.thread_id = c.thread_id WHERE r.code_hash = ?`, code.hash())
}

// writer is who holds a code: they may see and do to what they said what a writer with an account may.
func (h holder) writer() people.Actor {
	return people.Actor{ID: h.Author, Role: people.Member, State: people.Active}
}

// Receipt reads what a code belongs to. A code that nobody was given is Invalid under "code".
func (s *Store) Receipt(ctx context.Context, code ReceiptCode) (Receipt, error) {
	h, err := s.held(ctx, code)
	if err != nil {
		return Receipt{}, err
	}
	r := Receipt{ID: h.ID}
	if r.Chapter, err = Find(ctx, s.DB, h.Chapter); err != nil {
		return r, err
	}
	if r.Guide, err = db.Value[string](ctx, s.DB, "SELECT slug FROM guides WHERE id = ?", r.Chapter.GuideID); err != nil {
		return r, err
	}
	if h.State == discussion.Deleted {
		r.Said = discussion.Contribution{ID: h.ID, State: h.State, StateAt: h.StateAt}
		return r, nil
	}
	if r.Said, _, err = s.Talk.Find(ctx, h.writer(), h.ID); err != nil {
		return r, err
	}
	if r.Spot, err = s.spot(ctx, h.ID); err != nil {
		return r, err
	}
	if r.Fates, err = s.receiptFates(ctx, h.ID); err != nil {
		return r, err
	}
	if r.Message, err = db.Value[string](ctx, s.DB, "SELECT message FROM decisions WHERE contribution_id = ? ORDER BY id DESC LIMIT 1", h.ID); errors.Is(err, db.ErrNotFound) {
		err = nil
	}
	return r, err
}

// receiptFates reads what became of a contribution, the newest first, without when it was only found to wait again.
func (s *Store) receiptFates(ctx context.Context, contribution int64) ([]ReceiptFate, error) {
	seen, args := people.Visitor.SeesThreads("t")
	return db.All(ctx, s.DB, func(r db.Row) (f ReceiptFate, err error) {
		err = r.Scan(&f.Fate, &f.Reason, &f.At, &f.Version, &f.Paragraph, &f.To.ID, &f.To.Kind, &f.To.Slug, &f.To.Title)
		return f, err
	}, `SELECT f.fate, f.reason, f.decided_at, COALESCE(v.number, 0), COALESCE(b.number, 0), COALESCE(t.id, 0), COALESCE(t.kind, ''), COALESCE(t.slug, ''),
		COALESCE(t.title, '') FROM fates f LEFT JOIN versions v ON v.id = f.version_id
		LEFT JOIN version_blocks b ON b.version_id = f.version_id AND b.block_id = f.block_id
		LEFT JOIN threads t ON t.id = f.to_thread_id AND t.listed = 1 AND `+seen+`
		WHERE f.contribution_id = ? ORDER BY f.id DESC LIMIT ?`, append(args, contribution, maxFates)...)
}

// maxFates bounds the history that a receipt shows.
const maxFates = 20

func (s *Store) held(ctx context.Context, code ReceiptCode) (holder, error) {
	h, err := byReceipt(ctx, s.DB, code)
	if errors.Is(err, db.ErrNotFound) {
		return h, db.Wrong("code", "We have nothing under this code. Compare it with your receipt, letter by letter")
	}
	return h, err
}

// TakeBack takes back what a code belongs to, as a writer with an account would; see discussion.Store.Delete. Where it
// was taken back already nothing is done.
func (s *Store) TakeBack(ctx context.Context, key db.Key, code ReceiptCode) error {
	h, err := s.held(ctx, code)
	if err != nil || h.State == discussion.Deleted {
		return err
	}
	return s.Talk.Delete(ctx, h.writer(), key, h.ID)
}

// Mend changes what a code belongs to as a moderator asked for; a moderator reads it again before others can. Errors are
// those of discussion.Store.Edit.
func (s *Store) Mend(ctx context.Context, key db.Key, code ReceiptCode, e discussion.Edit) error {
	h, err := s.held(ctx, code)
	if err != nil {
		return err
	}
	e.In = discussion.Asked // what was published is not changed without a moderator
	return s.Talk.Edit(ctx, h.writer(), key, h.ID, e)
}
