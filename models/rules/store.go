package rules

import (
	"context"
	"reflect"
	"slices"
	"sync"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// bookFor is how long a book is kept before storage is asked again: a command in another process, such as the operator's,
// is not told of otherwise where the database is a file.
const bookFor = 2 * time.Second

// Store reads the book of a place, and keeps it in memory until somebody changes it.
type Store struct {
	DB *db.DB

	// Regrade brings the queue in step where a reason became grave, or is grave no more. It is called inside the command,
	// with the reason as it is now.
	Regrade func(tx *db.Tx, reason string) error

	// Noticed is told the topics of pages that are out of date where another process changed the book. It may be nil.
	Noticed func(topics []string)

	mu      sync.Mutex
	book    *Book
	read    clock.Instant // when storage was last asked
	version int           // counts changes, so that a book read while one was made is not kept
}

// New makes the store. Who changes reasons with it sets Regrade first.
func New(d *db.DB) *Store {
	s := &Store{DB: d}
	d.OnCommit(s.forget)
	return s
}

// forget drops the book where a commit changed it.
func (s *Store) forget(topics []string) {
	if !slices.Contains(topics, db.TopicRules) && !slices.Contains(topics, db.TopicEverything) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.book = nil
	s.version++
}

// Kept gives the book where it is in memory and need not be read again, or nil. It must not be changed.
func (s *Store) Kept() *Book {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.due() {
		return nil
	}
	return s.book
}

// due tells whether storage is to be asked again.
func (s *Store) due() bool { return s.book == nil || s.DB.Clock.Now().Sub(s.read) >= bookFor }

// Book gives the rules and reasons as they stand. It must not be changed.
func (s *Store) Book(ctx context.Context) (*Book, error) {
	s.mu.Lock()
	before, version, due := s.book, s.version, s.due()
	if due {
		s.read = s.DB.Clock.Now() // whoever comes meanwhile goes on with the one that is there
	}
	s.mu.Unlock()
	if !due {
		return before, nil
	}
	book, err := Load(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	if s.keep(book, version) && before != nil && s.Noticed != nil && !reflect.DeepEqual(before, book) {
		s.Noticed([]string{db.TopicEverything})
	}
	return book, nil
}

// keep keeps a book that was read at a version; false where there was a change since.
func (s *Store) keep(book *Book, version int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.version != version {
		return false
	}
	s.book = book
	return true
}

// Load reads the book from storage, inside a command or outside: what the program brings, with what the place changed
// and added.
func Load(ctx context.Context, q db.Querier) (*Book, error) {
	book := Shipped()
	book.since = map[int]clock.Instant{}
	err := db.Each(ctx, q, func(row db.Row) error {
		var r Rule
		var since clock.Instant
		if err := row.Scan(&r.Number, &r.Title, &r.Words, &r.Retired, &r.Revision, &since); err != nil {
			return err
		}
		book.since[r.Number] = since
		at, found := slices.BinarySearchFunc(book.Rules, r.Number, func(r Rule, n int) int { return r.Number - n })
		if !found {
			book.Rules = slices.Insert(book.Rules, at, r)
		}
		book.Rules[at] = r
		return nil
	}, "SELECT number, title, words, retired = 1, revision, changed_at FROM house_rules ORDER BY number")
	if err != nil {
		return nil, err
	}
	err = db.Each(ctx, q, func(row db.Row) error {
		var r Reason
		if err := row.Scan(&r.Key, &r.Name, &r.Report, &r.Writer, &r.Reader, &r.Rule, &r.Default, &r.Grave, &r.Retired, &r.Revision); err != nil {
			return err
		}
		at := slices.IndexFunc(book.Reasons, func(b Reason) bool { return b.Key == r.Key })
		if at < 0 {
			r.Reported = r.Name
			book.Reasons = append(book.Reasons, r)
			return nil
		}
		if r.Reported = book.Reasons[at].Reported; r.Name != book.Reasons[at].Name {
			r.Reported = r.Name
		}
		book.Reasons[at] = r
		return nil
	}, "SELECT key, name, report, writer, reader, rule, act, grave = 1, retired = 1, revision FROM reasons ORDER BY key")
	if err != nil {
		return nil, err
	}
	if err := book.loadPolicies(ctx, q); err != nil {
		return nil, err
	}
	return book, book.loadSettings(ctx, q)
}

type contextKey struct{}

// With gives a context that carries the book, for the pages that show it.
func With(ctx context.Context, book *Book) context.Context {
	return context.WithValue(ctx, contextKey{}, book)
}

// From gives the book that a context carries; without one, what the program brings.
func From(ctx context.Context) *Book {
	book, _ := Carried(ctx)
	return book
}

// Carried gives the book that a context carries, and whether it carries one.
func Carried(ctx context.Context) (book *Book, carries bool) {
	if book, carries = ctx.Value(contextKey{}).(*Book); carries {
		return book, true
	}
	return shipped, false
}

var shipped = Shipped()
