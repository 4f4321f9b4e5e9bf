package discussion

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/notify"
)

// Bounds on the read marks that wait to be stored. Past them a mark is dropped: the reader is told once more of
// something they have seen, which harms nobody.
const (
	marksWaiting = 10_000
	marksAtOnce  = 500
	marksEvery   = time.Second
)

// reading is one person's place in one thread.
type reading struct{ Person, Thread int64 }

// marks keeps how far people have read, and stores it in batches, so that opening a page never waits for the writer.
type marks struct {
	db      *db.DB
	mu      sync.Mutex
	waiting map[reading]mark
	stop    chan struct{}
	done    chan struct{}
}

type mark struct {
	seq int64
	at  clock.Instant
}

func keepMarks(d *db.DB) *marks {
	m := &marks{db: d, waiting: map[reading]mark{}, stop: make(chan struct{}), done: make(chan struct{})}
	go m.loop()
	return m
}

func (m *marks) close() {
	close(m.stop)
	<-m.done
}

func (m *marks) loop() {
	defer close(m.done)
	tick := time.NewTicker(marksEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			m.flush()
		case <-m.stop:
			m.flush()
			return
		}
	}
}

// put notes that a person has read a thread up to a sequence number.
func (m *marks) put(person, thread, seq int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at := reading{person, thread}
	if have, ok := m.waiting[at]; ok && have.seq >= seq || !ok && len(m.waiting) >= marksWaiting {
		return
	}
	m.waiting[at] = mark{seq, m.db.Clock.Now()}
}

// get gives the mark that waits to be stored; 0 for none.
func (m *marks) get(person, thread int64) int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.waiting[reading{person, thread}].seq
}

// seen tells whether a mark waits, so that what a person has just read is not called new until it is stored.
func (m *marks) seen(person, thread int64) bool { return person != 0 && m.get(person, thread) != 0 }

// flush stores the marks that wait, in the order of their keys, so that two instances never wait for each other in
// a ring. What could not be stored is tried again with the next ones.
func (m *marks) flush() {
	m.mu.Lock()
	batch := make([]reading, 0, len(m.waiting))
	for at := range m.waiting {
		batch = append(batch, at)
	}
	values := make(map[reading]mark, len(batch))
	for _, at := range batch {
		values[at] = m.waiting[at]
	}
	m.mu.Unlock()
	slices.SortFunc(batch, func(a, b reading) int {
		return cmp.Or(cmp.Compare(a.Person, b.Person), cmp.Compare(a.Thread, b.Thread))
	})
	for part := range slices.Chunk(batch, marksAtOnce) {
		if err := m.store(part, values); err != nil && !errors.Is(err, db.ErrNotFound) {
			return
		}
		m.mu.Lock()
		for _, at := range part {
			if m.waiting[at] == values[at] {
				delete(m.waiting, at)
			}
		}
		m.mu.Unlock()
	}
}

// store writes some marks; a mark never goes back. What people were told of answers that they have read is read too.
func (m *marks) store(part []reading, values map[reading]mark) error {
	return m.db.Write(context.Background(), func(tx *db.Tx) error {
		for _, at := range part {
			if _, err := tx.Exec(`INSERT INTO read_marks (person_id, thread_id, seq, changed_at) VALUES (?, ?, ?, ?)
				ON CONFLICT (person_id, thread_id) DO UPDATE SET seq = excluded.seq, changed_at = excluded.changed_at
				WHERE read_marks.seq < excluded.seq`, at.Person, at.Thread, values[at].seq, values[at].at); err != nil {
				return err
			}
			if err := notify.Seen(tx, at.Person, at.Thread, values[at].seq); err != nil {
				return err
			}
		}
		return nil
	})
}

// Flush stores the read marks that wait, at once.
func (s *Store) Flush() { s.marks.flush() }
