package coding

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/insight/classify"
)

// How the memory works in the background.
const (
	refitAfter  = 30 * time.Second       // after the last tag, everything is worked out afresh
	tryAgain    = 5 * time.Second        // after the storage did not answer
	forgetAfter = time.Hour              // nobody codes: the memory is given back
	patience    = 400 * time.Millisecond // longest that a page waits for what is being learned
	manyThreads = 200                    // past so many changed threads everything is looked through
)

// memory is what this instance has learned from the codebook and from tags. It is made when somebody codes, hears of
// every command here and on other instances, and is forgotten when nobody codes any more. Posting never waits for it.
type memory struct {
	db   *db.DB
	wake chan struct{}

	mu      sync.Mutex
	running bool
	closed  bool
	stop    context.CancelFunc
	ended   chan struct{}
	used    time.Time
	model   *classify.Model // nil until the codebook is read
	known   knowledge
	learns  string // for suggestions: which model, and how much it has learned

	everything bool           // everything has to be looked through
	codebook   bool           // the codebook may have changed
	threads    map[int64]bool // that have to be looked through
	settled    chan struct{}  // closed while nothing has to be
}

func newMemory(d *db.DB) *memory {
	return &memory{db: d, wake: make(chan struct{}, 1), threads: map[int64]bool{}}
}

// heard notes what a command touched.
func (m *memory) heard(topics []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.running {
		return
	}
	for _, topic := range topics {
		switch number, isThread := strings.CutPrefix(topic, "thread:"); {
		case topic == db.TopicEverything:
			m.everything = true
		case topic == db.TopicThemes:
			m.codebook = true
		case isThread:
			if id, err := strconv.ParseInt(number, 10, 64); err == nil {
				m.threads[id] = true
			}
		default:
			continue
		}
		m.unsettle()
	}
	if len(m.threads) > manyThreads {
		m.everything = true
	}
}

// unsettle says that there is something to learn; the lock is held.
func (m *memory) unsettle() {
	select {
	case <-m.settled:
		m.settled = make(chan struct{})
	default:
	}
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

// ready gives what has been learned, and waits a moment where something is just being learned. It begins to learn
// where nobody coded for long. The model is nil where that has not come far enough.
func (m *memory) ready(ctx context.Context) (*classify.Model, string) {
	m.mu.Lock()
	if m.closed {
		m.mu.Unlock()
		return nil, ""
	}
	if !m.running {
		m.begin()
	}
	m.used = time.Now()
	settled := m.settled
	m.mu.Unlock()
	wait := time.NewTimer(patience)
	defer wait.Stop()
	select {
	case <-settled:
	case <-wait.C:
	case <-ctx.Done():
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.model, m.learns
}

// begin starts to learn; the lock is held.
func (m *memory) begin() {
	var ctx context.Context
	ctx, m.stop = context.WithCancel(context.Background())
	m.running, m.everything, m.ended, m.settled = true, true, make(chan struct{}), make(chan struct{})
	m.known = newKnowledge()
	go m.run(ctx, m.ended)
	m.unsettle()
}

// close ends the work and waits for it.
func (m *memory) close() {
	m.mu.Lock()
	m.closed = true
	running, ended := m.running, m.ended
	if running {
		m.stop()
	}
	m.mu.Unlock()
	if running {
		<-ended
	}
}

// run learns what is heard of until nobody codes any more.
func (m *memory) run(ctx context.Context, ended chan struct{}) {
	defer close(ended)
	refit, again := time.NewTimer(time.Hour), time.NewTimer(time.Hour)
	idle := time.NewTicker(forgetAfter / 10)
	defer idle.Stop()
	refit.Stop()
	again.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-refit.C:
			m.refit()
		case <-idle.C:
			if m.forget() {
				return
			}
		case <-m.wake:
			learned, err := m.catchUp(ctx)
			if err != nil {
				again.Reset(tryAgain)
			}
			if learned {
				refit.Reset(refitAfter)
			}
		case <-again.C:
			m.mu.Lock()
			m.unsettle()
			m.mu.Unlock()
		}
	}
}

// forget gives the memory back where nobody has coded for long.
func (m *memory) forget() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if time.Since(m.used) < forgetAfter {
		return false
	}
	m.stop()
	m.running, m.model, m.known, m.learns = false, nil, knowledge{}, ""
	clear(m.threads)
	m.everything, m.codebook = false, false
	return true
}

// refit works everything out afresh from what is known.
func (m *memory) refit() {
	m.mu.Lock()
	model := m.model
	m.mu.Unlock()
	if model != nil {
		model.Refit()
	}
}

// catchUp learns what was heard of since, and tells whether anything changed.
func (m *memory) catchUp(ctx context.Context) (learned bool, err error) {
	m.mu.Lock()
	everything, codebook, threads := m.everything, m.codebook, m.threads
	m.everything, m.codebook, m.threads = false, false, map[int64]bool{}
	m.mu.Unlock()
	learned, err = m.learn(ctx, everything, codebook, threads)
	m.mu.Lock()
	defer m.mu.Unlock()
	if err != nil {
		m.everything = true
		return learned, err
	}
	if m.model != nil {
		m.learns = fmt.Sprintf("%s/%d", m.model.Version(), len(m.known.documents))
	}
	if m.everything || m.codebook || len(m.threads) > 0 {
		return learned, nil
	}
	select {
	case <-m.settled:
	default:
		close(m.settled)
	}
	return learned, nil
}
