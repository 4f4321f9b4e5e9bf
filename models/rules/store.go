package rules

import (
	"context"
	"slices"
	"sync"

	"folkmoot/models/db"
)

// Store reads the book of a place, and keeps it in memory until somebody changes it.
type Store struct {
	DB *db.DB

	// Regrade brings the queue in step where a reason became grave, or is grave no more. It is called inside the command,
	// with the reason as it is now.
	Regrade func(tx *db.Tx, reason string) error

	mu      sync.Mutex
	book    *Book
	version int // counts changes, so that a book read while one was made is not kept
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

// Book gives the rules and reasons as they stand. It must not be changed.
func (s *Store) Book(ctx context.Context) (*Book, error) {
	s.mu.Lock()
	book, version := s.book, s.version
	s.mu.Unlock()
	if book != nil {
		return book, nil
	}
	book, err := Load(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.version == version {
		s.book = book
	}
	return book, nil
}

// Load reads the book from storage, inside a command or outside: what the program brings, with what the place changed
// and added.
func Load(ctx context.Context, q db.Querier) (*Book, error) {
	book := Shipped()
	err := db.Each(ctx, q, func(row db.Row) error {
		var r Rule
		if err := row.Scan(&r.Number, &r.Title, &r.Words, &r.Retired, &r.Revision); err != nil {
			return err
		}
		at, found := slices.BinarySearchFunc(book.Rules, r.Number, func(r Rule, n int) int { return r.Number - n })
		if !found {
			book.Rules = slices.Insert(book.Rules, at, r)
		}
		book.Rules[at] = r
		return nil
	}, "SELECT number, title, words, retired = 1, revision FROM house_rules ORDER BY number")
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
	return book, book.loadSettings(ctx, q)
}

type contextKey struct{}

// With gives a context that carries the book, for the pages that show it.
func With(ctx context.Context, book *Book) context.Context {
	return context.WithValue(ctx, contextKey{}, book)
}

// From gives the book that a context carries; without one, what the program brings.
func From(ctx context.Context) *Book {
	if book, ok := ctx.Value(contextKey{}).(*Book); ok {
		return book
	}
	return shipped
}

var shipped = Shipped()
