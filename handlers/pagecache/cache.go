// Package pagecache keeps finished pages in memory for visitors who are not signed in. A page names the topics it
// shows; a command that touches one of them makes the page stale before its sender is answered. A page is kept only
// if nothing it shows was touched since before it was read, so that a slow render never revives what was hidden.
package pagecache

import (
	"context"
	"hash/maphash"
	"sync"
	"sync/atomic"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// Everything is the topic that every page shows: touching it makes the whole cache stale.
const Everything = "*"

// maxAge is how long a page may be kept, since it says things such as "2 hours ago".
const maxAge = time.Minute

// slots is how many counters the topics share. Two topics in one slot only make a page stale too early.
const slots = 1 << 13

// Cache keeps pages up to a size. It is safe for concurrent use.
type Cache struct {
	clock clock.Clock
	seed  maphash.Seed

	touching sync.Mutex
	sequence atomic.Uint64        // grows with every touch
	touched  [slots]atomic.Uint64 // the sequence at which the topics of a slot were last touched
	all      atomic.Uint64        // the sequence at which everything was last touched

	mu      sync.RWMutex
	shelf   shelf
	flights map[string]*flight

	hits, misses, bytes atomic.Int64
}

// New makes a cache of at most limit bytes.
func New(limit int64, now clock.Clock) *Cache {
	return &Cache{clock: now, seed: maphash.MakeSeed(), shelf: newShelf(limit), flights: map[string]*flight{}}
}

// Touch makes the pages of some topics stale. It is a hook for db.OnCommit.
func (c *Cache) Touch(topics []string) {
	c.touching.Lock()
	defer c.touching.Unlock()
	now := c.sequence.Add(1)
	for _, topic := range topics {
		if topic == Everything {
			c.all.Store(now)
			continue
		}
		c.touched[c.slot(topic)].Store(now)
	}
}

func (c *Cache) slot(topic string) uint32 {
	return uint32(maphash.String(c.seed, topic) % slots)
}

// Get gives the fresh page of a key, or nil.
func (c *Cache) Get(key []byte) *Page {
	c.mu.RLock()
	p := c.shelf.pages[string(key)]
	c.mu.RUnlock()
	if p == nil || !c.fresh(p) {
		return nil
	}
	p.used.Store(true)
	c.hits.Add(1)
	if p.Served != nil {
		p.Served()
	}
	return p
}

// fresh tells whether nothing that the page shows was touched since its reading began, and it is not too old.
func (c *Cache) fresh(p *Page) bool {
	if c.all.Load() > p.begun || c.clock.Now() >= p.until {
		return false
	}
	for _, slot := range p.slots {
		if c.touched[slot].Load() > p.begun {
			return false
		}
	}
	return true
}

// flight is a page that somebody is rendering now.
type flight struct {
	done chan struct{}
	page *Page // nil where it turned out to be no page to keep
}

// rounds is how often a person who waits for somebody else's rendering waits again, because what it shows was
// touched meanwhile, before rendering it themselves.
const rounds = 2

// Do gives the page of a key: the kept one, or the one that somebody renders just now, or what render makes.
// Render says in its Render what the page shows and gives nil for an answer that must not be kept, which it has then
// sent itself; Do gives nil in turn. An error means that the waiting took too long.
func (c *Cache) Do(ctx context.Context, key string, render func(*Render) *Page) (*Page, error) {
	for range rounds {
		if p := c.Get([]byte(key)); p != nil {
			return p, nil
		}
		f, first := c.join(key)
		if first {
			return c.lead(key, f, render), nil
		}
		select {
		case <-f.done:
		case <-ctx.Done():
			return nil, db.ErrBusy
		}
		if f.page == nil {
			break // no use in waiting for an answer that is not kept
		}
		if c.fresh(f.page) {
			c.hits.Add(1)
			return f.page, nil
		}
	}
	c.misses.Add(1)
	return render(c.begin()), nil
}

func (c *Cache) join(key string) (f *flight, first bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if f := c.flights[key]; f != nil {
		return f, false
	}
	f = &flight{done: make(chan struct{})}
	c.flights[key] = f
	return f, true
}

// lead renders for all who wait. Those who wait are let go even where rendering panics.
func (c *Cache) lead(key string, f *flight, render func(*Render) *Page) *Page {
	defer func() {
		c.mu.Lock()
		delete(c.flights, key)
		c.mu.Unlock()
		close(f.done)
	}()
	c.misses.Add(1)
	r := c.begin()
	p := render(r)
	if p == nil || len(r.topics) == 0 {
		return p
	}
	c.finish(p, r)
	if c.fresh(p) {
		c.mu.Lock()
		c.shelf.put(key, p)
		c.bytes.Store(c.shelf.size)
		c.mu.Unlock()
	}
	f.page = p
	return p
}

// begin notes the sequence before anything is read.
func (c *Cache) begin() *Render { return &Render{begun: c.sequence.Load()} }

// finish ties a page to what it shows.
func (c *Cache) finish(p *Page, r *Render) {
	now := c.clock.Now()
	p.begun, p.until = r.begun, now.Add(maxAge)
	if r.until != 0 && r.until < p.until {
		p.until = r.until
	}
	for _, topic := range r.topics {
		p.slots = append(p.slots, c.slot(topic))
	}
}

// Stats are figures for the metrics.
type Stats struct{ Hits, Misses, Bytes int64 }

// Stats tells how the cache does.
func (c *Cache) Stats() Stats {
	return Stats{Hits: c.hits.Load(), Misses: c.misses.Load(), Bytes: c.bytes.Load()}
}

// Render is one making of a page: it gathers what the page shows.
type Render struct {
	begun  uint64
	topics []string
	until  clock.Instant
}

// Shows names topics that the page shows. A page that names none is not kept.
func (r *Render) Shows(topics ...string) { r.topics = append(r.topics, topics...) }

// Until says when the page stops being true by itself, for instance when a chapter closes.
func (r *Render) Until(at clock.Instant) {
	if r.until == 0 || at < r.until {
		r.until = at
	}
}

// Named tells whether the page named any topic, so that it may be kept.
func (r *Render) Named() bool { return len(r.topics) > 0 }
