package audit

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// Bounds of one sealing step.
const (
	sealAtOnce = 500
	// lookBack is how far behind the newest sealed entry an unsealed one may stand: on PostgreSQL a command that
	// took its number early may commit late.
	lookBack = 10_000
)

// stored is an entry as it stands in the register.
type stored struct {
	ID      int64
	At      clock.Instant
	Actor   int64
	Act     string
	Kind    string
	Object  int64
	Reason  string
	Details string
}

// canonical adds the bytes that are hashed: a JSON list as encoding/json writes it, so that no two entries share them.
func (s stored) canonical(b []byte) []byte {
	b = strconv.AppendInt(append(b, '['), s.ID, 10)
	b = strconv.AppendInt(append(b, ','), int64(s.At), 10)
	b = strconv.AppendInt(append(b, ','), s.Actor, 10)
	b = appendText(append(b, ','), s.Act)
	b = appendText(append(b, ','), s.Kind)
	b = strconv.AppendInt(append(b, ','), s.Object, 10)
	b = appendText(append(b, ','), s.Reason)
	b = appendText(append(b, ','), s.Details)
	return append(b, ']')
}

// appendText adds a text as JSON. Nearly all are plain; the others are left to encoding/json.
func appendText(b []byte, text string) []byte {
	start := len(b)
	b = append(b, '"')
	for i := range len(text) {
		switch c := text[i]; {
		case c < ' ' || c >= 0x7f || c == '<' || c == '>' || c == '&':
			raw, err := json.Marshal(text)
			if err != nil {
				panic(err) // texts always marshal
			}
			return append(b[:start], raw...)
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

// chain gives the hash of an entry that stands at a place in the sequence: SHA-256 of the hash before it, the place
// and the entry.
func chain(before []byte, seq int64, s stored) []byte {
	b := make([]byte, 0, 512)
	b = append(b, before...)
	b = append(strconv.AppendInt(b, seq, 10), '\n')
	sum := sha256.Sum256(s.canonical(b))
	return sum[:]
}

const entryColumns = "r.id, r.at, COALESCE(r.actor_id, 0), r.act, r.object_kind, r.object_id, r.reason, r.details"

func scanStored(r db.Row) (s stored, err error) {
	err = r.Scan(&s.ID, &s.At, &s.Actor, &s.Act, &s.Kind, &s.Object, &s.Reason, &s.Details)
	return s, err
}

// Seal chains the entries that are not sealed yet, in the order of their numbers, and tells how many there were.
// Two instances sealing at once cannot both succeed: the sequence number is unique.
func Seal(ctx context.Context, d *db.DB) (sealed int, err error) {
	waiting, err := unsealed(ctx, d, d)
	if err != nil || len(waiting) == 0 {
		return 0, err
	}
	err = d.Write(ctx, func(tx *db.Tx) error {
		sealed = 0
		seq, head, err := lastSeal(ctx, tx)
		if err != nil {
			return err
		}
		waiting, err := unsealed(ctx, d, tx)
		if err != nil {
			return err
		}
		for _, s := range waiting {
			seq++
			head = chain(head, seq, s)
			if _, err := tx.Exec("INSERT INTO register_seals (seq, entry_id, hash) VALUES (?, ?, ?)", seq, s.ID, head); err != nil {
				return err
			}
			sealed++
		}
		return nil
	})
	if err != nil && db.IsUnique(err) {
		return 0, nil // another instance sealed them first
	}
	return sealed, err
}

// Sealer seals again and again, and notices when what it sealed before is gone or another: somebody works on the database
// beside the running program.
type Sealer struct {
	DB   *db.DB
	seq  int64
	hash []byte
}

// Seal seals what waits. It gives an error once for each time that the register was changed under it.
func (s *Sealer) Seal(ctx context.Context) error {
	if s.seq > 0 {
		hash, err := db.Value[[]byte](ctx, s.DB, "SELECT hash FROM register_seals WHERE seq = ?", s.seq)
		if err != nil && !errors.Is(err, db.ErrNotFound) {
			return err
		}
		if !bytes.Equal(hash, s.hash) {
			was := s.seq
			s.seq = 0
			return fmt.Errorf(`the register was changed or cut while the program ran: seal number %d is not as it was; "folkmoot verify --register" says more`, was)
		}
	}
	_, err := Seal(ctx, s.DB)
	if err != nil {
		return err
	}
	s.seq, s.hash, err = lastSeal(ctx, s.DB)
	return err
}

func lastSeal(ctx context.Context, q db.Querier) (seq int64, head []byte, err error) {
	err = q.QueryRow(ctx, "SELECT seq, hash FROM register_seals ORDER BY seq DESC LIMIT 1").Scan(&seq, &head)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil, nil
	}
	return seq, head, err
}

func unsealed(ctx context.Context, d *db.DB, q db.Querier) ([]stored, error) {
	lookBack := lookBack
	if d.Engine == db.SQLite {
		lookBack = 0 // commands come one after another, so no number is committed late
	}
	return db.All(ctx, q, scanStored, `SELECT `+entryColumns+` FROM register r
		WHERE r.id > (SELECT COALESCE(MAX(entry_id), 0) - ? FROM register_seals)
		AND NOT EXISTS (SELECT 1 FROM register_seals s WHERE s.entry_id = r.id) ORDER BY r.id LIMIT ?`, lookBack, sealAtOnce)
}
