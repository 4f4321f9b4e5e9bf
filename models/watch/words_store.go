package watch

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/models/say"
)

// Bounds on what a place watches for.
const (
	MaxWatched  = 2000 // entries
	MaxWatchFor = 100  // characters of one
	MaxNudge    = 300
	MaxNote     = 300
)

// Store keeps what a place watches for, ready in memory until somebody changes it.
type Store struct {
	DB       *db.DB
	Place    string // its name; "" = none that others could pass for
	Contacts string // how to reach it, as the operator set it

	mu          sync.Mutex
	words       *Words
	version     int
	published   published // nil = to be read
	publishedAt int
	versions    versionDetails
	names       []teamName // nil = to be read
	namesAt     int
	nudges      nudges
	networks    lately
}

// NewStore makes the store.
func NewStore(d *db.DB) *Store {
	s := &Store{DB: d, versions: versionDetails{}, nudges: nudges{shown: map[nudged]time.Time{}}, networks: lately{seen: map[string]map[writer]time.Time{}}}
	d.OnCommit(s.forget)
	return s
}

// forget lets be read afresh what a command changed.
func (s *Store) forget(topics []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, topic := range topics {
		all := topic == db.TopicEverything
		group := strings.HasPrefix(topic, "group:")
		if all || topic == db.TopicWatch {
			s.words = nil
			s.version++
		}
		if all || group || slices.Contains([]string{db.TopicGuides, db.TopicGroups, db.TopicRules, db.TopicSite}, topic) {
			s.published = nil
			s.publishedAt++
		}
		if all || group || topic == db.TopicGroups || topic == db.TopicSite || strings.HasPrefix(topic, "person:") {
			s.names = nil
			s.namesAt++
		}
	}
}

// Words gives what is watched for, read where it has to be from the given storage; without a store, each time.
func (s *Store) Words(ctx context.Context, q db.Querier) (*Words, error) {
	if s == nil {
		list, err := all(ctx, q)
		return NewWords(list), err
	}
	s.mu.Lock()
	words, version := s.words, s.version
	s.mu.Unlock()
	if words != nil {
		return words, nil
	}
	list, err := all(ctx, q)
	if err != nil {
		return nil, err
	}
	words = NewWords(list)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.version == version {
		s.words = words
	}
	return words, nil
}

func all(ctx context.Context, q db.Querier) ([]Watched, error) {
	rows, err := db.All(ctx, q, func(r db.Row) (w Watched, err error) {
		err = r.Scan(&w.ID, &w.Words, &w.Act, &w.Reason, &w.Nudge, &w.Note, &w.Begins, &w.Retired, &w.Found)
		return w, err
	}, "SELECT id, words, act, reason, nudge, note, whole = 0, retired = 1, found FROM watched_words ORDER BY id LIMIT ?", MaxWatched)
	return withShipped(rows), err
}

// All lists what is watched for by its words, what is retired last.
func (s *Store) All(ctx context.Context) ([]Watched, error) { return all(ctx, s.DB) }

// errNotModerator answers those who are none.
var errNotModerator = db.Forbidden{Reason: "Only moderators can change what we watch for."}

// Check cleans an entry as it was typed. Bad input is Invalid under "words", "act", "reason", "nudge" and "note".
func (w Watched) Check(book *rules.Book) (Watched, error) {
	wrong := db.Invalid{}
	if w.Words = wrong.Line("words", w.Words, MaxWatchFor); len(Folded(w.Words)) == 0 && wrong["words"] == "" {
		wrong["words"] = "Write the words to watch for"
	}
	if !slices.Contains([]string{Flag, Hold, Refuse}, w.Act) {
		wrong["act"] = "Choose what happens"
	}
	if !book.Known(w.Reason) || book.Reason(w.Reason).Retired {
		wrong["reason"] = "Choose a reason from the list"
	}
	w.Nudge, w.Note = wrong.Line("nudge", w.Nudge, MaxNudge), wrong.Line("note", w.Note, MaxNote)
	if len(wrong) > 0 {
		return w, wrong
	}
	return w, nil
}

// Save stores an entry, a new one where its ID is 0, with an entry in the register, and gives its id. Words that are on
// the list already are Invalid under "words". Moderators and administrators may.
func (s *Store) Save(ctx context.Context, a people.Actor, key db.Key, w Watched) (int64, error) {
	if !a.CanModerate() {
		return 0, errNotModerator
	}
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		book, err := rules.Load(tx.Context(), tx)
		if err != nil {
			return 0, err
		}
		w, err := w.Check(book)
		if err != nil {
			return 0, err
		}
		return save(tx, a, w)
	})
}

func save(tx *db.Tx, a people.Actor, w Watched) (int64, error) {
	tx.Touch(db.TopicWatch)
	act := "watch.change"
	if brought, ok := Shipped(w.ID); ok { // a row is to stand in its place
		w.Words, w.ID = brought.Words, 0
	} else if w.ID == 0 {
		act = "watch.add"
	}
	folded := strings.Join(Folded(w.Words), " ")
	same, err := db.Values[int64](tx.Context(), tx, "SELECT id FROM watched_words WHERE folded = ? AND id <> ?", folded, w.ID)
	if err != nil {
		return 0, err
	}
	if len(same) > 0 {
		return 0, db.Wrong("words", "These words are on the list already. Change what stands there")
	}
	if w.ID == 0 {
		if n, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM watched_words"); err != nil || n >= MaxWatched {
			if err == nil {
				err = db.Wrong("", "There is room for %d entries, and they are all there", MaxWatched)
			}
			return 0, err
		}
		w.ID, err = tx.Insert(`INSERT INTO watched_words (words, folded, act, reason, nudge, note, whole, retired, changed_by, changed_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, w.Words, folded, w.Act, w.Reason, w.Nudge, w.Note, db.Flag(!w.Begins), db.Flag(w.Retired), db.Null(a.ID), tx.Now())
	} else {
		var n int64
		n, err = tx.Exec(`UPDATE watched_words SET words = ?, folded = ?, act = ?, reason = ?, nudge = ?, note = ?, whole = ?, retired = ?,
			changed_by = ?, changed_at = ? WHERE id = ?`, w.Words, folded, w.Act, w.Reason, w.Nudge, w.Note, db.Flag(!w.Begins), db.Flag(w.Retired), db.Null(a.ID), tx.Now(), w.ID)
		if err == nil && n == 0 {
			err = db.ErrNotFound
		}
	}
	if err != nil {
		return 0, err
	}
	// The words themselves may name somebody, so the register has their number alone.
	return w.ID, audit.Append(tx, audit.Entry{
		Actor: a.ID, Act: act, Kind: "watched-words", Object: w.ID, Reason: w.Reason,
		Details: map[string]any{"act": w.Act, "whole": !w.Begins, "retired": w.Retired},
	})
}

// Bring adds many entries, or changes those whose words are on the list already, all or none, each with its entry in the
// register. It gives how many there were. What is wrong is Invalid under "file" and says in which row.
func (s *Store) Bring(ctx context.Context, a people.Actor, key db.Key, list []Watched) (int64, error) {
	if !a.CanModerate() {
		return 0, errNotModerator
	}
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		book, err := rules.Load(tx.Context(), tx)
		if err != nil {
			return 0, err
		}
		seen := map[string]int{}
		for i, w := range list {
			w, err := w.Check(book)
			if wrong, invalid := err.(db.Invalid); invalid {
				return 0, db.Wrong("file", "Row %d: %s", i+2, first(wrong))
			}
			if err != nil {
				return 0, err
			}
			folded := strings.Join(Folded(w.Words), " ")
			if before, twice := seen[folded]; twice {
				return 0, db.Wrong("file", "Rows %d and %d have the same words", before, i+2)
			}
			seen[folded] = i + 2
			same, err := db.Values[int64](tx.Context(), tx, "SELECT id FROM watched_words WHERE folded = ?", folded)
			if err != nil {
				return 0, err
			}
			if len(same) > 0 {
				w.ID = same[0]
			}
			if _, err := save(tx, a, w); err != nil {
				return 0, err
			}
		}
		return int64(len(list)), nil
	})
}

func first(wrong db.Invalid) say.Text {
	for _, field := range []string{"words", "act", "reason", "nudge", "note"} {
		if wrong[field] != "" {
			return wrong[field]
		}
	}
	return wrong[""]
}

// CountFound counts that watched words were found in a contribution, inside the command that adds it.
func CountFound(tx *db.Tx, ids []int64) error {
	ids = slices.DeleteFunc(ids, func(id int64) bool { return id < 0 })
	slices.Sort(ids) // two commands lock the rows in the same order
	for _, id := range slices.Compact(ids) {
		if _, err := tx.Exec("UPDATE watched_words SET found = found + 1 WHERE id = ?", id); err != nil {
			return err
		}
	}
	return nil
}

// Unwanted tells why a name is not taken that somebody wants to go by: it holds words that are not taken here, a way to
// reach a person, the address of a page, or passes for the name of somebody who runs the place. It gives "" for one that is taken. Words that a
// moderator only looks at may well be a name: Dick Turpin has one of them; so may what is like the name of a host, which
// is noted when its bearer says something.
func (s *Store) Unwanted(ctx context.Context, name string) (string, error) {
	const why = "We do not take this name here. Choose another one"
	words, err := s.Words(ctx, s.DB)
	if err != nil {
		return "", err
	}
	n := Look(name, "")
	for _, m := range words.Match(n) {
		if m.Act == Refuse {
			return why, nil
		}
	}
	if slices.ContainsFunc(n.Private, func(d Detail) bool { return d.Kind == Phone || d.Kind == Email || d.Kind == Profile }) {
		return why, nil
	}
	if len(n.Hosts()) > 0 {
		return why, nil
	}
	team, err := s.team(ctx, s.DB)
	look := people.Skeleton(name)
	if slices.ContainsFunc(team, func(t teamName) bool {
		return t.whose == NameOfStaff && (t.within(name) || people.NearlyAlike(look, t.look))
	}) {
		return "This name is nearly that of somebody who runs this place. Choose another one", err
	}
	return "", err
}

// Number is how an entry is named in a finding.
func (w *Watched) Number() string { return strconv.FormatInt(w.ID, 10) }
