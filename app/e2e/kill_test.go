package e2e

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"folkmoot/models/people"
)

// kills is how often the program is killed on each engine.
func kills(t *testing.T) int {
	t.Helper()
	given := os.Getenv("E2E_KILLS")
	if given == "" {
		return 25
	}
	n, err := strconv.Atoi(given)
	if err != nil || n < 1 {
		t.Fatalf("E2E_KILLS is %q, which is not a number of kills", given)
	}
	return n
}

func TestKilledUnderLoadLosesAndDoublesNothing(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p *place) {
		rounds := kills(t)
		p.start()
		thread := p.discussion(p.staff(t, people.Editor))
		l := underLoad(t, p, thread, 8, p.members(16+4*rounds))
		l.enough(8)
		random := rand.New(rand.NewPCG(2026, uint64(rounds)))
		var ready []time.Duration
		for range rounds {
			time.Sleep(time.Duration(random.IntN(200)) * time.Millisecond) // when the power goes
			p.kill()
			ready = append(ready, p.start())
			l.enough(1)
		}
		attempts := l.end()
		p.stop()
		p.check(t, thread, attempts)
		slices.Sort(ready)
		t.Logf("%d kills, %d posts acknowledged, %d sent again; from start to ready: median %v, worst %v", rounds,
			l.posts.Load(), l.tries.Load(), ready[len(ready)/2].Round(time.Millisecond), ready[len(ready)-1].Round(time.Millisecond))
		if l.tries.Load() == 0 {
			t.Error("no kill hit a post under way: this proves nothing")
		}
	}, "FOLKMOOT_HOLD=none")
}

func TestStoppedUnderLoadLosesNothing(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p *place) {
		p.start()
		thread := p.discussion(p.staff(t, people.Editor))
		l := underLoad(t, p, thread, 8, p.members(32))
		var stops []time.Duration
		for range 3 {
			l.enough(50)
			began := time.Now()
			p.stop()
			stops = append(stops, time.Since(began))
			p.start()
		}
		l.enough(8)
		attempts := l.end()
		p.stop()
		p.check(t, thread, attempts)
		if worst := slices.Max(stops); worst > 10*time.Second {
			t.Errorf("stopping took %v", worst)
		}
		t.Logf("%d posts acknowledged, stopped in %v", l.posts.Load(), stops)
	}, "FOLKMOOT_HOLD=none")
}
