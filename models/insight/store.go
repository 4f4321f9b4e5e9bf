package insight

import (
	"sync/atomic"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/insight/quote"
)

// Store reads the summary, keeps its figures and its issues.
type Store struct {
	DB   *db.DB
	Zone *time.Location // the place's: days and weeks are its own

	views   *viewKeeper
	growing keeper[Scope, Growing]
	wording keeper[wordingKey, Wordings]
	texts   quote.Memory

	watched bool // it hears of every commit

	turn    turn
	commits atomic.Int64 // of everybody, since New
}

// New opens the room. Call it before the first command, so that it hears of every one.
func New(d *db.DB, zone *time.Location) *Store {
	s := &Store{DB: d, Zone: zone, views: newViewKeeper()}
	d.OnCommit(func(topics []string) {
		s.views.heard(topics, d.Clock.Now())
		s.growing.heard(topics, d.Clock.Now())
		s.wording.heard(topics, d.Clock.Now())
	})
	s.watched = true
	d.OnCommit(func([]string) { s.commits.Add(1) })
	return s
}
