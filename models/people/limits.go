package people

import (
	"context"
	"encoding/hex"
	"maps"
	"strconv"
	"sync"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/say"
)

// Limit is how often something may be done: Most times in each Window. A limit of zero is none.
type Limit struct {
	Most   int
	Window time.Duration
}

// Act is something that may not be done without end.
type Act string

// The acts that are counted.
const (
	ActAskLink  Act = "ask-link"
	ActPassword Act = "password"
	ActJoin     Act = "join"
	ActRedeem   Act = "redeem"
	ActPost     Act = "post"
	ActReport   Act = "report"
	ActSeal     Act = "seal"     // taking words out of sight by reporting that somebody may be at risk, as somebody unknown here
	ActComplain Act = "complain" // appeals, complaints and notices; apart from reports, so that a flood of those shuts nobody out
	ActWorry    Act = "worry"    // saying that somebody may be at risk; apart for the same reason
	ActDraft    Act = "draft"
	ActChange   Act = "change"
	ActGuest    Act = "guest"   // posting without an account
	ActReceipt  Act = "receipt" // typing the code of a receipt
	ActSecond   Act = "second"  // typing the code of a second step
	ActBegin    Act = "begin"   // beginning to sign in with a passkey or another service
	ActPreview  Act = "preview" // seeing how words will look
	ActName     Act = "name"    // being offered names while typing one
	ActAttach   Act = "attach"  // bringing a picture or a document
	ActWrite    Act = "write"   // words of a chapter saved while they are typed
)

// Bounds are the limits of one act. They are far above what people do who type, and a roomful of people behind one
// address at an event does not reach them.
type Bounds struct {
	Act     Act
	Account Limit // for one account, or one address that is asked about, from one network; from all, see fromAll
	Network Limit // for one network: see NetworkOf
	Site    Limit // for everybody together
}

// fromAll is how many times its limit one account takes from all networks together. A stranger who uses up what their
// network may ask about an account does not lock out the person whose it is.
const fromAll = 4

// Limits is every limit, in one table: help pages are written from it and tests read it.
var Limits = []Bounds{
	{ActAskLink, Limit{10, 15 * time.Minute}, Limit{200, 15 * time.Minute}, Limit{3000, 15 * time.Minute}},
	{ActPassword, Limit{10, 15 * time.Minute}, Limit{100, 15 * time.Minute}, Limit{3000, 15 * time.Minute}},
	{ActJoin, Limit{10, 15 * time.Minute}, Limit{200, 15 * time.Minute}, Limit{3000, 15 * time.Minute}},
	{ActRedeem, Limit{}, Limit{400, 15 * time.Minute}, Limit{6000, 15 * time.Minute}},
	{ActPost, Limit{120, 5 * time.Minute}, Limit{20_000, 5 * time.Minute}, Limit{100_000, 5 * time.Minute}},
	{ActReport, Limit{30, time.Hour}, Limit{100, time.Hour}, Limit{1000, time.Hour}},
	{ActSeal, Limit{}, Limit{2, 24 * time.Hour}, Limit{}},
	{ActComplain, Limit{30, time.Hour}, Limit{100, time.Hour}, Limit{1000, time.Hour}},
	{ActWorry, Limit{30, time.Hour}, Limit{100, time.Hour}, Limit{3000, time.Hour}},
	{ActDraft, Limit{}, Limit{200, 15 * time.Minute}, Limit{3000, 15 * time.Minute}},
	{ActChange, Limit{30, time.Hour}, Limit{}, Limit{}},
	{ActGuest, Limit{}, Limit{60, 15 * time.Minute}, Limit{600, 15 * time.Minute}},
	{ActReceipt, Limit{}, Limit{60, 15 * time.Minute}, Limit{12_000, 15 * time.Minute}},
	{ActSecond, Limit{8, time.Hour}, Limit{100, 15 * time.Minute}, Limit{3000, 15 * time.Minute}},
	{ActBegin, Limit{}, Limit{600, 15 * time.Minute}, Limit{12_000, 15 * time.Minute}},
	{ActPreview, Limit{}, Limit{3000, 15 * time.Minute}, Limit{30_000, 15 * time.Minute}},
	{ActName, Limit{}, Limit{3000, 15 * time.Minute}, Limit{30_000, 15 * time.Minute}},
	{ActAttach, Limit{60, 24 * time.Hour}, Limit{2000, 24 * time.Hour}, Limit{20_000, 24 * time.Hour}},
	{ActWrite, Limit{600, 15 * time.Minute}, Limit{6000, 15 * time.Minute}, Limit{60_000, 15 * time.Minute}},
}

// boundsOf finds the limits of an act. An act without any is a fault of ours.
func boundsOf(act Act) Bounds {
	for _, b := range Limits {
		if b.Act == act {
			return b
		}
	}
	panic("no limits are set for " + string(act))
}

// Admit counts one more of an act by an account (its id, an address, or "" where there is none) from an address on
// the network, and refuses with db.Limited where one of the limits is reached. What is refused does not count
// against the others. Where the count cannot be stored, the act is refused too.
func (s *Store) Admit(ctx context.Context, act Act, account, address string) error {
	b, network := boundsOf(act), NetworkOf(address)
	var refused error
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		refused = nil
		for _, one := range []struct {
			level, name string
			limit       Limit
		}{
			{"network", network, b.Network},
			{"account-here", within(account, network), b.Account},
			{"account", account, Limit{b.Account.Most * fromAll, b.Account.Window}},
			{"site", "all", b.Site},
		} {
			if one.limit.Most == 0 || one.name == "" {
				continue
			}
			wait, err := count(tx, bucket(act, one.level, one.name), one.limit)
			if err != nil {
				return err
			}
			if wait > 0 {
				refused = limited(wait)
				return nil // the counts made so far are kept
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return refused
}

// within names an account as seen from one network; "" where there is none.
func within(account, network string) string {
	if account == "" {
		return ""
	}
	return account + " " + network
}

// Spend counts one more of an act by a person in the transaction of the act, so that a refusal, db.Limited, undoes
// the act and the count together. Network and site are looked at before, by Crowded.
func Spend(tx *db.Tx, act Act, person int64) error {
	wait, err := count(tx, "person:"+string(act)+":"+strconv.FormatInt(person, 10), boundsOf(act).Account)
	if err == nil && wait > 0 {
		err = limited(wait)
	}
	return err
}

// Pace counts that a person did something that may be done once in a window, in the transaction of the act, and tells
// how long they have to wait where it is too soon; the caller undoes the act then. Of two at once one waits.
func Pace(tx *db.Tx, what string, person int64, window time.Duration) (wait time.Duration, err error) {
	return count(tx, what+":"+strconv.FormatInt(person, 10), Limit{1, window})
}

// Allow counts one more in a bucket and refuses with db.Limited past the most that one window allows.
func (s *Store) Allow(ctx context.Context, bucket string, most int, window time.Duration) error {
	var wait time.Duration
	err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		wait, err = count(tx, bucket, Limit{most, window})
		return err
	})
	if err == nil && wait > 0 {
		err = limited(wait)
	}
	return err
}

// bucket names a count without keeping the address or the network in readable form.
func bucket(act Act, level, name string) string {
	return string(act) + ":" + level + ":" + hex.EncodeToString(hashOf("bucket", name)[:12])
}

// count adds one to a bucket in one statement, which holds on both engines side by side, and tells how long to wait
// where that is one too many. A clock that was put back neither opens a bucket nor keeps it shut for longer.
func count(tx *db.Tx, bucket string, limit Limit) (wait time.Duration, err error) {
	now, begin := tx.Now(), tx.Now().Add(-limit.Window)
	var used int
	var start clock.Instant
	err = tx.QueryRow(context.Background(), `INSERT INTO limits (bucket, window_start, used) VALUES (?, ?, 1)
		ON CONFLICT (bucket) DO UPDATE SET
			used = CASE WHEN limits.window_start <= ? THEN 1 ELSE limits.used + 1 END,
			window_start = CASE WHEN limits.window_start <= ? OR limits.window_start > excluded.window_start
				THEN excluded.window_start ELSE limits.window_start END
		RETURNING used, window_start`, bucket, now, begin, begin).Scan(&used, &start)
	if err != nil || used <= limit.Most {
		return 0, err
	}
	return max(start.Add(limit.Window).Sub(now), time.Second), nil
}

// limited says how long to wait, in words and in seconds.
func limited(wait time.Duration) error {
	words := say.N(max(1, int((wait+time.Minute-1)/time.Minute)),
		"You can try again in a minute. Nothing you wrote is lost.", "You can try again in %d minutes. Nothing you wrote is lost.")
	return db.Limited{
		Reason:  say.Join("This was tried many times in a short while.", words),
		Seconds: int64((wait + time.Second - 1) / time.Second),
	}
}

// floods counts in memory what is done too often to be counted in the database without slowing everybody down.
type floods struct {
	mu      sync.Mutex
	windows map[string]*flood
}

type flood struct {
	start  clock.Instant
	window time.Duration
	used   int
}

func (w *flood) over(now clock.Instant) bool { return now.Sub(w.start) >= w.window || w.start > now }

// mostFloods bounds the networks that are counted at a time.
const mostFloods = 20_000

// Crowded counts one more of an act from an address against the limits for its network and for the site, in this
// instance's memory, and refuses with db.Limited past them. It is for posting, whose account limit is counted in
// its own transaction: see Spend.
func (s *Store) Crowded(act Act, address string) error {
	b, now := boundsOf(act), s.db.Clock.Now()
	for _, one := range []struct {
		name  string
		limit Limit
	}{{string(act) + NetworkOf(address), b.Network}, {string(act) + "*", b.Site}} {
		if wait := s.floods.count(one.name, one.limit, now); wait > 0 {
			return limited(wait)
		}
	}
	return nil
}

func (f *floods) count(name string, limit Limit, now clock.Instant) time.Duration {
	if limit.Most == 0 {
		return 0
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.windows == nil {
		f.windows = map[string]*flood{}
	}
	w := f.windows[name]
	if w == nil || w.over(now) {
		if len(f.windows) >= mostFloods {
			maps.DeleteFunc(f.windows, func(_ string, w *flood) bool { return w.over(now) })
		}
		if len(f.windows) >= mostFloods {
			return time.Second // from everywhere at once: nobody new until a window is over
		}
		w = &flood{start: now, window: limit.Window}
		f.windows[name] = w
	}
	if w.used++; w.used <= limit.Most {
		return 0
	}
	return max(w.start.Add(limit.Window).Sub(now), time.Second)
}
