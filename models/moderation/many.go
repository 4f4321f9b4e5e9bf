package moderation

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/models/say"
)

// MostAtOnce bounds the cases that are decided at once.
const MostAtOnce = 100

// Chosen is one of several cases, as the moderator had it before them.
type Chosen struct {
	Contribution int64
	Seen         Seen
}

// Many is one decision about several cases.
type Many struct {
	Chosen  []Chosen
	Act     rules.Act // Publish keeps what is published already
	Reason  string
	Message string // to every writer; may be empty
}

// DecideMany decides alike about several cases, each by the same rules as one by itself, each with its own decision,
// register entry and notices. What has changed since the moderator looked, what another moderator has in hand and what
// this one may not decide about is left as it is. It gives the first of the decisions, which names the batch: see
// Batch. 0 where nothing could be decided. Nothing chosen, or too much, is Invalid under "case".
func (s *Store) DecideMany(ctx context.Context, a people.Actor, key db.Key, m Many) (int64, error) {
	if err := MayModerate(a); err != nil {
		return 0, err
	}
	book, err := rules.Load(ctx, s.DB)
	if err != nil {
		return 0, err
	}
	wrong := db.Invalid{}
	d, err := Decision{Act: m.Act, Reason: m.Reason, Message: m.Message, either: m.Act == rules.Publish}.check(book)
	if err != nil && !errors.As(err, &wrong) {
		return 0, err
	}
	// Every command locks rows in the same order, so that two of them never wait for each other.
	chosen := slices.Clone(m.Chosen)
	slices.SortFunc(chosen, func(x, y Chosen) int { return int(x.Contribution - y.Contribution) })
	chosen = slices.CompactFunc(chosen, func(x, y Chosen) bool { return x.Contribution == y.Contribution })
	switch {
	case len(chosen) == 0:
		wrong["case"] = "Tick what you want to decide about"
	case len(chosen) > MostAtOnce:
		wrong["case"] = say.F("Choose at most %d at once", MostAtOnce)
	}
	if len(wrong) > 0 {
		return 0, wrong
	}
	return s.command(ctx, a, key, func(tx *db.Tx) (int64, error) { return decideMany(tx, a, book, d, chosen) })
}

func decideMany(tx *db.Tx, a people.Actor, book *rules.Book, d Decision, chosen []Chosen) (first int64, err error) {
	// All of them are held before any is decided about: each decision holds more, and two batches over the same things
	// would wait for each other.
	for _, one := range chosen {
		if _, err := tx.Exec("UPDATE contributions SET open_reports = open_reports WHERE id = ?", one.Contribution); err != nil {
			return 0, err
		}
	}
	for _, one := range chosen {
		d.Contribution, d.Seen, d.batch = one.Contribution, one.Seen, first
		id, err := decide(tx, a, book, d)
		switch {
		case errors.Is(err, db.ErrConflict), errors.Is(err, db.ErrNotFound), errors.As(err, new(db.Forbidden)):
			continue // nothing of it was written yet
		case err != nil:
			return 0, err
		}
		if first != 0 {
			continue
		}
		first = id
		if _, err := tx.Exec("UPDATE decisions SET batch = id WHERE id = ?", id); err != nil {
			return 0, err
		}
	}
	return first, nil
}

// Batch reads the decisions that were made at once, by the first of them.
func (s *Store) Batch(ctx context.Context, a people.Actor, first int64) ([]Done, error) {
	if err := MayModerate(a); err != nil {
		return nil, err
	}
	list, err := db.All(ctx, s.DB, scanDone, doneQuery+"d.batch = ? ORDER BY d.id LIMIT ?", first, MostAtOnce)
	if err == nil && len(list) == 0 {
		err = db.ErrNotFound
	}
	return list, err
}

// Cases reads some cases in the order given, as they stand now; what is not there any more is left out.
func (s *Store) Cases(ctx context.Context, a people.Actor, ids []int64) ([]Case, error) {
	if err := MayModerate(a); err != nil {
		return nil, err
	}
	places := make([]place, 0, min(len(ids), MostAtOnce))
	for _, id := range ids[:min(len(ids), MostAtOnce)] {
		places = append(places, place{ID: id})
	}
	return s.cases(ctx, a, places)
}

func number(n int) string { return strconv.Itoa(n) }
