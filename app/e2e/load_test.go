package e2e

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"folkmoot/models/db"
)

// attempt is one contribution that somebody tried to post, as its writer knows it.
type attempt struct {
	words string
	id    int64 // what the acknowledgement named; 0 where it was refused for good
}

// load is many people who post as fast as they can. A post whose outcome is unknown is sent again with its key until
// there is an answer.
type load struct {
	t      *testing.T
	place  *place
	thread int64

	stop  chan struct{}
	work  sync.WaitGroup
	posts atomic.Int64 // acknowledged so far
	tries atomic.Int64 // requests that had no answer

	mu       sync.Mutex
	attempts []attempt
}

// mostPosts is how many posts one account makes, so that the limit for one person is not reached.
const mostPosts = 100

// underLoad lets a number of writers post, each with a share of the accounts.
func underLoad(t *testing.T, p *place, thread int64, writers int, accounts []string) *load {
	t.Helper()
	l := &load{t: t, place: p, thread: thread, stop: make(chan struct{})}
	share := len(accounts) / writers
	for w := range writers {
		l.work.Add(1)
		go l.write(w, accounts[w*share:(w+1)*share])
	}
	return l
}

// enough waits until a number of posts has been acknowledged.
func (l *load) enough(posts int64) {
	l.t.Helper()
	from := l.posts.Load()
	l.place.eventually(fmt.Sprintf("%d posts are acknowledged", posts), func() bool { return l.posts.Load() >= from+posts })
}

// end lets the writers finish what they are at, and gives everything they tried.
func (l *load) end() []attempt {
	close(l.stop)
	l.work.Wait()
	return l.attempts
}

func (l *load) write(writer int, accounts []string) {
	defer l.work.Done()
	for _, account := range accounts {
		who := l.place.as(l.t, account)
		for n := range mostPosts {
			select {
			case <-l.stop:
				return
			default:
			}
			words := fmt.Sprintf("Writer %d of %.8s says thing %d.", writer, account, n)
			id, known := l.post(who, words)
			if !known {
				return
			}
			l.mu.Lock()
			l.attempts = append(l.attempts, attempt{words, id})
			l.mu.Unlock()
		}
	}
}

// post sends one contribution until there is an answer. It is not known what became of it only where the program is
// gone for good.
func (l *load) post(who *caller, words string) (id int64, known bool) {
	form := url.Values{"key": {newKey()}, "body": {words}, "do": {"post"}}
	path := fmt.Sprintf("/discussions/%d/answers", l.thread)
	for deadline := time.Now().Add(3 * patience); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		a := who.post(path, form)
		switch {
		case a.status == 303:
			id, err := strconv.ParseInt(strings.TrimPrefix(a.header.Get("Location"), "/contributions/"), 10, 64)
			if err != nil {
				l.t.Errorf("a post leads to %q", a.header.Get("Location"))
			}
			l.posts.Add(1)
			return id, true
		case a.status == 503 || a.err != nil:
			l.tries.Add(1)
		default:
			l.t.Errorf("a post was answered %v", a)
			return 0, true
		}
	}
	l.t.Error("a post got no answer")
	return 0, false
}

// newKey makes a form's idempotency key, as the server issues them.
func newKey() string {
	raw := make([]byte, 16)
	_, _ = rand.Read(raw)
	return base64.RawURLEncoding.EncodeToString(raw)
}

// stored reads every answer of a discussion from the database itself: the words by id.
func (p *place) stored(thread int64) map[int64]string {
	p.t.Helper()
	d := p.open()
	defer d.Close()
	rows := map[int64]string{}
	err := db.Each(context.Background(), d, func(r db.Row) error {
		var id int64
		var body string
		err := r.Scan(&id, &body)
		rows[id] = body
		return err
	}, "SELECT id, body_md FROM contributions WHERE thread_id = ? AND kind = 'comment'", thread)
	if err != nil {
		p.t.Fatal(err)
	}
	return rows
}

// tally is what became of contributions.
type tally struct {
	lost    int // acknowledged, and not there
	doubled int // there more than once
	unasked int // there, though nobody was told so
}

// compare checks what is stored against what the writers know.
func compare(attempts []attempt, stored map[int64]string) tally {
	var t tally
	known := map[string]int{}
	for _, a := range attempts {
		known[a.words] = 0
		if a.id != 0 && stored[a.id] != a.words {
			t.lost++
		}
	}
	for _, words := range stored {
		if _, ok := known[words]; !ok {
			t.unasked++
		} else if known[words]++; known[words] == 2 {
			t.doubled++
		}
	}
	return t
}

// The comparison is tested, or it might find every outcome right.
func TestComparisonFindsLostAndDoubledWords(t *testing.T) {
	attempts := []attempt{{"a", 1}, {"b", 2}, {"c", 0}}
	for _, c := range []struct {
		name   string
		stored map[int64]string
		want   tally
	}{
		{"right", map[int64]string{1: "a", 2: "b"}, tally{}},
		{"lost", map[int64]string{1: "a"}, tally{lost: 1}},
		{"damaged", map[int64]string{1: "a", 2: "x"}, tally{lost: 1, unasked: 1}},
		{"doubled", map[int64]string{1: "a", 2: "b", 3: "b", 4: "b"}, tally{doubled: 1}},
		{"swapped", map[int64]string{1: "b", 2: "a"}, tally{lost: 2}},
		{"unasked", map[int64]string{1: "a", 2: "b", 3: "d"}, tally{unasked: 1}},
	} {
		if got := compare(attempts, c.stored); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// check compares and fails the test where anything is amiss.
func (p *place) check(t *testing.T, thread int64, attempts []attempt) {
	t.Helper()
	if got := compare(attempts, p.stored(thread)); got != (tally{}) {
		t.Errorf("of %d posts: %+v", len(attempts), got)
	}
	p.verify()
}
