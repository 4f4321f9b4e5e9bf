package audit

import (
	"context"
	"encoding/hex"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// Record is an entry of the register as it is shown to those who may see it.
type Record struct {
	ID      int64
	At      clock.Instant
	ActorID int64  // 0 is the program itself or the operator at the command line
	Actor   string // their public name today; empty for 0
	Act     string
	Kind    string
	Object  int64
	Reason  string
	Details string // JSON
	Seal    string // hash that chains it, in hexadecimal; empty until it is sealed
}

const recordQuery = `SELECT r.id, r.at, COALESCE(r.actor_id, 0), COALESCE(p.public_name, ''), r.act, r.object_kind, r.object_id, r.reason, r.details, s.hash
	FROM register r LEFT JOIN people p ON p.id = r.actor_id LEFT JOIN register_seals s ON s.entry_id = r.id WHERE `

func scanRecord(row db.Row) (r Record, err error) {
	var seal []byte
	err = row.Scan(&r.ID, &r.At, &r.ActorID, &r.Actor, &r.Act, &r.Kind, &r.Object, &r.Reason, &r.Details, &seal)
	r.Seal = hex.EncodeToString(seal)
	return r, err
}

// Filter says which entries are wanted; what is not set is not asked for.
type Filter struct {
	Act      string // an act, or with a dot at its end a whole kind of them: "moderation."
	Actor    int64
	Kind     string // of the thing
	Object   int64  // its id, where a kind is given
	From, To clock.Instant
}

// where gives the condition in SQL, in which r names the register.
func (f Filter) where() (condition string, args []any) {
	add := func(sql string, values ...any) { condition, args = condition+" AND "+sql, append(args, values...) }
	switch {
	case strings.HasSuffix(f.Act, "."):
		add("r.act >= ? AND r.act < ?", f.Act, strings.TrimSuffix(f.Act, ".")+"/")
	case f.Act != "":
		add("r.act = ?", f.Act)
	}
	if f.Actor != 0 {
		add("r.actor_id = ?", f.Actor)
	}
	if f.Kind != "" {
		add("r.object_kind = ? AND r.object_id = ?", f.Kind, f.Object)
	}
	if f.From != 0 {
		add("r.at >= ?", f.From)
	}
	if f.To != 0 {
		add("r.at < ?", f.To)
	}
	return condition, args
}

// List reads up to n entries, the newest first, from before the one with an id; 0 is the newest of all.
func List(ctx context.Context, q db.Querier, before int64, n int) ([]Record, error) {
	return Find(ctx, q, Filter{}, before, n)
}

// Find is List for the entries that are asked for.
func Find(ctx context.Context, q db.Querier, f Filter, before int64, n int) ([]Record, error) {
	if before <= 0 {
		before = 1<<63 - 1
	}
	condition, args := f.where()
	return db.All(ctx, q, scanRecord, recordQuery+"r.id < ?"+condition+" ORDER BY r.id DESC LIMIT ?", append(append([]any{before}, args...), n)...)
}

// Each hands over every entry, the oldest first, and reads them in steps.
func Each(ctx context.Context, q db.Querier, f Filter, do func(Record) error) error {
	condition, args := f.where()
	for after := int64(0); ; {
		page, err := db.All(ctx, q, scanRecord, recordQuery+"r.id > ?"+condition+" ORDER BY r.id LIMIT ?", append(append([]any{after}, args...), linesAtOnce)...)
		if err != nil {
			return err
		}
		for _, r := range page {
			if err := do(r); err != nil {
				return err
			}
			after = r.ID
		}
		if len(page) < linesAtOnce {
			return nil
		}
	}
}

// About reads up to n entries about one thing, the newest first.
func About(ctx context.Context, q db.Querier, kind string, object int64, n int) ([]Record, error) {
	return db.All(ctx, q, scanRecord, recordQuery+"r.object_kind = ? AND r.object_id = ? ORDER BY r.id DESC LIMIT ?", kind, object, n)
}
