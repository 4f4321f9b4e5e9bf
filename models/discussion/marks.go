package discussion

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

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
	progress
	all bool // they have read everything there was
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

// put notes how far a person has read in a thread; all is that there was no more.
func (m *marks) put(person, thread int64, p progress, all bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at := reading{person, thread}
	if have, ok := m.waiting[at]; ok && have.seq > p.seq || !ok && len(m.waiting) >= marksWaiting {
		return
	}
	p.at = m.db.Clock.Now()
	m.waiting[at] = mark{p, all}
}

// get gives the mark that waits to be stored, where there is one.
func (m *marks) get(person, thread int64) (progress, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	waiting, ok := m.waiting[reading{person, thread}]
	return waiting.progress, ok
}

// seen tells whether a mark waits by which a person has read everything, so that it is not called new until that is
// stored.
func (m *marks) seen(person, thread int64) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return person != 0 && m.waiting[reading{person, thread}].all
}

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
			if m.waiting[at].same(values[at].progress) {
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
			if err := storeMark(tx, at, values[at].progress); err != nil {
				return err
			}
		}
		return nil
	})
}

// storeMark writes how far one person has read.
func storeMark(tx *db.Tx, at reading, p progress) error {
	ahead, count := p.stored()
	if _, err := tx.Exec(`INSERT INTO read_marks (person_id, thread_id, seq, ahead, ahead_count, changed_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (person_id, thread_id) DO UPDATE SET seq = excluded.seq, ahead = excluded.ahead, ahead_count = excluded.ahead_count, changed_at = excluded.changed_at
		WHERE read_marks.seq < excluded.seq OR read_marks.seq = excluded.seq AND read_marks.ahead <> excluded.ahead`,
		at.Person, at.Thread, p.seq, ahead, count, p.at); err != nil {
		return err
	}
	return notify.Seen(tx, at.Person, at.Thread, p.has)
}

// Flush stores the read marks that wait, at once.
func (s *Store) Flush() { s.marks.flush() }
