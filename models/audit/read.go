package audit

import (
	"context"
	"encoding/hex"

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

// List reads up to n entries, the newest first, from before the one with an id; 0 is the newest of all.
func List(ctx context.Context, q db.Querier, before int64, n int) ([]Record, error) {
	if before <= 0 {
		before = 1<<63 - 1
	}
	return db.All(ctx, q, scanRecord, recordQuery+"r.id < ? ORDER BY r.id DESC LIMIT ?", before, n)
}

// About reads up to n entries about one thing, the newest first.
func About(ctx context.Context, q db.Querier, kind string, object int64, n int) ([]Record, error) {
	return db.All(ctx, q, scanRecord, recordQuery+"r.object_kind = ? AND r.object_id = ? ORDER BY r.id DESC LIMIT ?", kind, object, n)
}
