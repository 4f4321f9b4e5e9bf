package safety

import (
	"context"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/models/say"
)

// soon is how long before a record is due that it is asked for; between is how often it is asked for.
const (
	soon    = 30 * 24 * time.Hour
	between = 30 * 24 * time.Hour
	// firstWithin is within what time after the place opened the first records are due: three months, as the Act has it.
	firstWithin = 91 * 24 * time.Hour
)

// Due is where one record stands.
type Due struct {
	Record
	By      clock.Instant // when it is due; 0 where the place has not opened and nothing is due yet
	Missing bool          // there is only the draft that the program brings
	Late    bool
	Soon    bool // within a month
	Groups  int  // groups that were made since this version, which may be a significant change
}

// Dues tells where every record stands.
func (s *Store) Dues(ctx context.Context, a people.Actor) ([]Due, error) {
	if err := MayKeep(a); err != nil {
		return nil, err
	}
	return dues(ctx, s.DB, s.DB.Clock.Now())
}

func dues(ctx context.Context, q db.Querier, now clock.Instant) ([]Due, error) {
	book, err := rules.Load(ctx, q)
	if err != nil {
		return nil, err
	}
	var list []Due
	for _, k := range Kinds {
		r, err := Current(ctx, q, k)
		if err != nil {
			return nil, err
		}
		d := Due{Record: r, By: r.ReviewDue, Missing: r.Version == 0}
		if d.Missing && book.Opening.Since != 0 {
			d.By = book.Opening.Since.Add(firstWithin)
		}
		if d.By != 0 {
			d.Late, d.Soon = d.By <= now, d.By <= now.Add(soon)
		}
		if k == Illegal && !d.Missing {
			if d.Groups, err = db.Value[int](ctx, q, "SELECT COUNT(*) FROM groups WHERE created_at > ?", r.MadeAt); err != nil {
				return nil, err
			}
		}
		list = append(list, d)
	}
	return list, nil
}

// Remind tells the administrators that a record is due, once a month while one is. It is for a job that runs each day.
func (s *Store) Remind(ctx context.Context) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		list, err := dues(tx.Context(), tx, tx.Now())
		if err != nil {
			return err
		}
		words := say.Text("")
		for _, d := range list {
			switch {
			case d.Late:
				words = "A safety record of this place is late. Please look at it and keep a new version."
			case d.Soon && words == "":
				words = "A safety record of this place is due soon. Please look at it and keep a new version."
			}
		}
		if words == "" {
			return nil
		}
		staff, err := db.Values[int64](tx.Context(), tx, `SELECT id FROM people p WHERE role = 'administrator' AND state = 'active'
			AND NOT EXISTS (SELECT 1 FROM notices n WHERE n.person_id = p.id AND n.link = ? AND n.created_at > ?) ORDER BY id LIMIT 100`, URL, tx.Now().Add(-between))
		for _, person := range staff {
			if err == nil {
				_, err = notify.Tell(tx, notify.Notice{Person: person, Kind: notify.Asked, Words: words, Link: URL}, true)
			}
		}
		return err
	})
}

// URL is where the records are kept.
const URL = "/place/safety"
