package retention

import (
	"context"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Certificate says what was removed because its time was over: numbers alone.
type Certificate struct {
	ID      int64
	Kind    string
	Kept    time.Duration // the rule
	Before  clock.Instant // everything older went
	Removed int64
	BegunAt clock.Instant
	MadeAt  clock.Instant // 0 while the removal is under way, or gathers what goes every hour of a day
	Entry   int64         // of the register; 0 before it is made
}

const certificateColumns = "id, kind, kept, before_at, removed, begun_at, COALESCE(made_at, 0)"

func scanCertificate(r db.Row) (c Certificate, err error) {
	var kept int64
	err = r.Scan(&c.ID, &c.Kind, &kept, &c.Before, &c.Removed, &c.BegunAt, &c.MadeAt)
	c.Kept = time.Duration(kept) * time.Millisecond
	return c, err
}

// MostCertificates is how many certificates are read at once, at most.
const MostCertificates = 100

// Certificates reads the newest certificates, or those before one; of one kind, or of all where kind is "".
func (s *Store) Certificates(ctx context.Context, a people.Actor, kind string, before int64) ([]Certificate, error) {
	if err := MayChoose(a); err != nil {
		return nil, err
	}
	query, args := "SELECT "+certificateColumns+" FROM certificates WHERE 1 = 1", []any{}
	if kind != "" {
		query, args = query+" AND kind = ?", append(args, kind)
	}
	if before > 0 {
		query, args = query+" AND id < ?", append(args, before)
	}
	return db.All(ctx, s.DB, scanCertificate, query+" ORDER BY id DESC LIMIT ?", append(args, MostCertificates)...)
}

// Certificate reads one certificate with its entry in the register. ErrNotFound where there is none.
func (s *Store) Certificate(ctx context.Context, a people.Actor, id int64) (c Certificate, err error) {
	if err := MayChoose(a); err != nil {
		return c, err
	}
	if c, err = db.One(ctx, s.DB, scanCertificate, "SELECT "+certificateColumns+" FROM certificates WHERE id = ?", id); err != nil || c.MadeAt == 0 {
		return c, err
	}
	entries, err := db.Values[int64](ctx, s.DB, "SELECT id FROM register WHERE object_kind = 'certificate' AND object_id = ? AND act = 'retention.run'", id)
	if len(entries) > 0 {
		c.Entry = entries[0]
	}
	return c, err
}

// EachCertificate gives every certificate that was made to put, the oldest first.
func (s *Store) EachCertificate(ctx context.Context, a people.Actor, put func(Certificate) error) error {
	if err := MayChoose(a); err != nil {
		return err
	}
	return db.Each(ctx, s.DB, func(r db.Row) error {
		c, err := scanCertificate(r)
		if err != nil {
			return err
		}
		return put(c)
	}, "SELECT "+certificateColumns+" FROM certificates WHERE made_at IS NOT NULL ORDER BY id")
}
