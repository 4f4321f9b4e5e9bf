package rules

import (
	"context"
	"slices"
	"strconv"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// program are the reasons that the program itself gives.
var program = []string{PrivateDetails, NamesSomeone, Advert, Unlawful, Defamation, AtRisk, NoProblem, First, Guest, All, Links, Watched, OffTopic, Merged, Returned}

// Fixed tells whether the program itself gives the reason, so that it cannot be retired.
func (r Reason) Fixed() bool { return slices.Contains(program, r.Key) }

// Offered tells whether people can report something for the reason and moderators give it. What the program gives by
// itself, such as a first contribution, is not.
func (r Reason) Offered() bool {
	shipped, found := shippedReason(r.Key)
	return !found || shipped.Report != ""
}

// Rests tells whether the reason rests on a rule and has words for readers: “No problem found” does not.
func (r Reason) Rests() bool {
	shipped, found := shippedReason(r.Key)
	return !found || shipped.Rule != 0
}

// Defaults lists the acts that a moderator's form can begin with for the reason.
func (r Reason) Defaults() []Act {
	if r.Key == NoProblem {
		return []Act{Keep}
	}
	return []Act{Publish, Keep, Cover, Ask, Hide}
}

func shippedReason(key string) (Reason, bool) {
	i := slices.IndexFunc(shippedReasons, func(r Reason) bool { return r.Key == key })
	if i < 0 {
		return Reason{}, false
	}
	return shippedReasons[i], true
}

// CheckReason cleans a reason as it was typed; every reason has all the words that somebody will look for. Bad input is
// Invalid under "name", "report", "writer", "reader", "rule" and "act".
func (b *Book) CheckReason(r Reason) (Reason, error) {
	wrong := db.Invalid{}
	r.Name = required(wrong, "name", r.Name, MaxTitle, "Give the reason a name for lists")
	r.Writer = required(wrong, "writer", r.Writer, MaxLine, "Say what the writer is told")
	if r.Offered() {
		r.Report = required(wrong, "report", r.Report, MaxLine, "Say it as somebody who reports would")
	} else {
		r.Report = ""
	}
	if r.Rests() {
		r.Reader = required(wrong, "reader", r.Reader, MaxLine, "Say what readers are told")
		if rule := b.Rule(r.Rule); rule.Number == 0 || rule.Retired {
			wrong["rule"] = "Choose the rule that it rests on"
		}
	} else {
		r.Reader, r.Rule = "", 0
	}
	if !slices.Contains(r.Defaults(), r.Default) {
		wrong["act"] = "Choose what a moderator’s form begins with"
	}
	if len(wrong) > 0 {
		return r, wrong
	}
	return r, nil
}

// AddReason adds a reason and gives its key. Errors: db.Forbidden, db.Invalid.
func (s *Store) AddReason(ctx context.Context, a people.Actor, key db.Key, typed Reason) (string, error) {
	if !mayChange(a) {
		return "", errNotYours
	}
	id, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		book, err := Load(tx.Context(), tx)
		if err != nil {
			return 0, err
		}
		number := 1
		for book.Known(ownKey(number)) {
			number++
		}
		next := typed
		next.Key, next.Revision, next.Retired = ownKey(number), 0, false
		if next, err = book.CheckReason(next); err != nil {
			return 0, err
		}
		if len(book.Reasons) >= MaxReasons {
			return 0, db.Wrong("", "There are %d reasons already. Nobody can choose from more: retire words of one of them instead", MaxReasons)
		}
		return int64(number), s.putReason(tx, a, "rules.reason.add", Reason{}, next)
	})
	return ownKey(int(id)), err
}

// ownKey is the key of a reason that the place added.
func ownKey(number int) string { return "own-" + strconv.Itoa(number) }

// SaveReason stores a reason in other words; its Revision is that of the words that were changed. Where it becomes grave
// or is grave no more, what waits with it moves in the queue at once. Errors: db.Forbidden, db.Invalid, db.ErrNotFound,
// db.ErrConflict where somebody else changed it in between.
func (s *Store) SaveReason(ctx context.Context, a people.Actor, key db.Key, typed Reason) error {
	return s.changeReason(ctx, a, key, typed.Key, typed.Revision, "rules.reason.words", func(book *Book, r *Reason) error {
		next, err := book.CheckReason(typed)
		next.Retired, next.Reported = r.Retired, r.Reported
		*r = next
		return err
	})
}

// RetireReason has a reason given no more, or brings it back. The revision is that of the reason as it was seen. Errors:
// db.Forbidden, db.Invalid where the program or a watched word gives it, or its rule is retired; db.ErrNotFound,
// db.ErrConflict.
func (s *Store) RetireReason(ctx context.Context, a people.Actor, key db.Key, reason string, revision int, retired bool) error {
	act := "rules.reason.return"
	if retired {
		act = "rules.reason.retire"
	}
	return s.changeReason(ctx, a, key, reason, revision, act, func(book *Book, r *Reason) error {
		switch {
		case retired && r.Fixed():
			return db.Wrong("", "The program itself gives this reason, so it cannot be retired. You can change its words")
		case !retired && r.Rests() && book.Rule(r.Rule).Retired:
			return db.Wrong("", "The rule that it rests on is retired. Bring the rule back first, or change the reason")
		}
		r.Retired = retired
		return nil
	})
}

// changeReason carries out a change of a reason that was seen at a revision.
func (s *Store) changeReason(ctx context.Context, a people.Actor, key db.Key, reason string, revision int, act string, change func(*Book, *Reason) error) error {
	find := func(book *Book) (Reason, int, bool) {
		r := book.Reason(reason)
		return r, r.Revision, book.Known(reason)
	}
	return alter(ctx, s.DB, a, key, revision, find, change, func(tx *db.Tx, before, next Reason) error { return s.putReason(tx, a, act, before, next) })
}

// putReason stores a reason in place of the one before; the zero Reason where there was none.
func (s *Store) putReason(tx *db.Tx, a people.Actor, act string, before, next Reason) error {
	if next.Retired && !before.Retired {
		if err := notWatched(tx, next.Key); err != nil {
			return err
		}
	}
	next.Revision = before.Revision + 1
	stored, err := tx.Exec(`INSERT INTO reasons (key, name, report, writer, reader, rule, act, grave, retired, revision, changed_by, changed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET name = excluded.name, report = excluded.report,
			writer = excluded.writer, reader = excluded.reader, rule = excluded.rule, act = excluded.act, grave = excluded.grave,
			retired = excluded.retired, revision = excluded.revision, changed_by = excluded.changed_by, changed_at = excluded.changed_at
		WHERE reasons.revision = ?`,
		next.Key, next.Name, next.Report, next.Writer, next.Reader, next.Rule, next.Default, db.Flag(next.Grave), db.Flag(next.Retired),
		next.Revision, db.Null(a.ID), tx.Now(), before.Revision)
	if err != nil {
		return err
	}
	if stored == 0 { // somebody else's command came in between
		return db.ErrConflict
	}
	w := wording{kind: KindReason, key: next.Key, revision: next.Revision, words: next}
	if before.Key != "" {
		w.shipped = before
	}
	if err := w.keep(tx, a); err != nil {
		return err
	}
	if before.Key != "" && before.Grave != next.Grave {
		if err := s.Regrade(tx, next.Key); err != nil {
			return err
		}
	}
	tx.Touch(db.TopicRules, db.TopicSite)
	return audit.Append(tx, audit.Entry{
		Actor: a.ID, Act: act, Kind: "reason", Reason: next.Key, Details: map[string]any{"revision": next.Revision, "grave": next.Grave},
	})
}

// notWatched refuses to retire a reason that watched words give.
func notWatched(tx *db.Tx, reason string) error {
	n, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM watched_words WHERE reason = ? AND retired = 0", reason)
	if err == nil && n > 0 {
		err = db.Wrong("", "Words that are watched for give this reason. Give them another one first")
	}
	return err
}
