package notify

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Cause is what followers are told of.
type Cause string

// What followers are told of. Edits are not among it.
const (
	Said       Cause = "said"     // a contribution was published
	Tagged     Cause = "tagged"   // something that was said was put to a theme
	Published  Cause = "version"  // a version of a chapter
	OfDecision Cause = "decision" // what was decided about a thread
	Summed     Cause = "summary"  // a summary was frozen and published
)

// Spread notes, inside the command that publishes something, that its followers are to be told: one row, however many
// they are. The worker tells them. A thing that was noted before is not noted again. thread is 0 where there is none.
func Spread(tx *db.Tx, c Cause, object, thread int64) error {
	_, err := tx.Exec("INSERT INTO spreads (kind, object_id, thread_id, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (kind, object_id) DO NOTHING",
		c, object, db.Null(thread), tx.Now())
	return err
}

// Bounds on telling followers: how many of each thing followed are looked at in one transaction, so that nobody's own
// command waits long for it, and how many causes are read at a time.
const (
	spreadAtOnce = 200
	causesAtOnce = 50
)

// SpreadAll tells the followers of everything that was published, a batch in each transaction. How far it has come is
// stored with each batch: whenever it is broken off and begun again, nobody is told twice and nobody is missed. What
// fails is left for the next time and does not keep the rest waiting.
func (s *Store) SpreadAll(ctx context.Context) error {
	var failed []error
	for after := int64(0); ; {
		open, err := db.Values[int64](ctx, s.DB, "SELECT id FROM spreads WHERE done_at IS NULL AND id > ? ORDER BY id LIMIT ?", after, causesAtOnce)
		if err != nil || len(open) == 0 {
			return errors.Join(append(failed, err)...)
		}
		for _, id := range open {
			if err := s.spread(ctx, id); err != nil {
				failed = append(failed, err)
			}
			if ctx.Err() != nil {
				return errors.Join(append(failed, ctx.Err())...)
			}
			after = id
		}
	}
}

func (s *Store) spread(ctx context.Context, id int64) error {
	for {
		done, err := s.spreadBatch(ctx, id)
		if done || err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// spreadBatch tells the next people of one cause.
func (s *Store) spreadBatch(ctx context.Context, id int64) (done bool, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		var c cause
		// Two workers at the same cause go one after the other.
		err := db.Each(tx.Context(), tx, func(r db.Row) error {
			return r.Scan(&c.kind, &c.object, &c.thread, &c.reached, &c.at)
		}, "UPDATE spreads SET told = told WHERE id = ? AND done_at IS NULL RETURNING kind, object_id, COALESCE(thread_id, 0), reached, created_at", id)
		if done = c.kind == ""; err != nil || done {
			return err
		}
		told := 0
		told, done, err = c.next(tx)
		if err != nil {
			return err
		}
		_, err = tx.Exec("UPDATE spreads SET reached = ?, told = told + ?, done_at = ? WHERE id = ?", c.reached, told, db.Null(finished(done, tx.Now())), id)
		return err
	})
	return done, err
}

func finished(done bool, now clock.Instant) clock.Instant {
	if done {
		return now
	}
	return 0
}

// cause is something that followers are being told of.
type cause struct {
	kind           Cause
	object, thread int64
	reached        int64         // the last person who was looked at
	at             clock.Instant // whoever followed by then is told

	sources []source
	seen    string // condition on the threads row t and the people row p that p may see it
	notice  Notice
	theme   int64   // that it is collapsed under; 0 for none
	never   []int64 // who is not told: the writer, and whoever was told of it otherwise
	except  string  // condition on the people row p that they are told otherwise; "" for none
	about   []any   // arguments of except
}

// source is some of those who follow something.
type source struct {
	matter  Matter
	objects string // "= ?" or "IN (...)"
	args    []any
}

// weight lets one number hold a choice and the id of what is followed: of several things of a kind, the choice that counts.
const weight = int64(1) << 40

// scan reads one follower.
func (s source) scan(r db.Row) (one choice, err error) {
	var both int64
	if err = r.Scan(&one.person, &both); err == nil {
		one.target = Target{s.matter, both % weight}
		one.how = []How{Site, Site, Weekly, Daily, Now, Off}[both/weight]
	}
	return one, err
}

// next tells the next people, and says how many were told and whether everybody was looked at.
func (c *cause) next(tx *db.Tx) (told int, done bool, err error) {
	if there, err := c.load(tx); err != nil || !there {
		return 0, err == nil, err
	}
	chosen, done, err := c.gather(tx)
	if err != nil || len(chosen) == 0 {
		return 0, done, err
	}
	list, err := c.reachable(tx, chosen)
	if err != nil || len(list) == 0 {
		return 0, done, err
	}
	return len(list), done, c.tell(tx, list)
}

// choice is how one person wants to hear of a cause, by the nearest of what they follow.
type choice struct {
	person int64
	target Target
	how    How
}

// nearer decides between two followings of one person: the nearer one counts, and of two that are as near the one that
// is off, else the prompter one.
func (c choice) nearer(than choice) bool {
	switch near, other := c.target.Matter.nearness(), than.target.Matter.nearness(); {
	case near != other:
		return near > other
	case c.how == Off || than.how == Off:
		return c.how == Off
	}
	return c.how.rank() > than.how.rank()
}

// gather reads the next followers in the order of their numbers, each with the choice that counts, and moves on.
func (c *cause) gather(tx *db.Tx) (chosen []choice, done bool, err error) {
	best, upTo, done := map[int64]choice{}, int64(1<<63-1), true
	var all []choice
	for _, s := range c.sources {
		rows, err := db.All(tx.Context(), tx, s.scan, `SELECT person_id, MAX(CASE how WHEN 'off' THEN 5 WHEN 'now' THEN 4 WHEN 'daily' THEN 3 WHEN 'weekly' THEN 2 ELSE 1 END * CAST(? AS BIGINT) + object_id)
			FROM follows WHERE kind = ? AND object_id `+s.objects+` AND person_id > ? AND created_at <= ? GROUP BY person_id ORDER BY person_id LIMIT ?`,
			append(append([]any{weight, s.matter}, s.args...), c.reached, c.at, spreadAtOnce)...)
		if err != nil {
			return nil, false, err
		}
		if len(rows) == spreadAtOnce { // there may be more: whoever comes after the last of these is looked at next time
			upTo, done = min(upTo, rows[len(rows)-1].person), false
		}
		all = append(all, rows...)
	}
	last := c.reached
	for _, one := range all {
		if one.person > upTo {
			continue
		}
		if before, known := best[one.person]; !known || one.nearer(before) {
			best[one.person] = one
		}
		last = max(last, one.person)
	}
	c.reached = last
	for _, one := range best {
		if one.how != Off {
			chosen = append(chosen, one)
		}
	}
	slices.SortFunc(chosen, func(a, b choice) int { return cmp.Compare(a.person, b.person) })
	return chosen, done, nil
}

// reachable leaves those out who may not see it, have no working account, or are told of it otherwise.
func (c *cause) reachable(tx *db.Tx, chosen []choice) ([]choice, error) {
	ids := make([]int64, 0, len(chosen))
	for _, one := range chosen {
		if !slices.Contains(c.never, one.person) {
			ids = append(ids, one.person)
		}
	}
	args := []any{}
	query := "SELECT p.id FROM people p WHERE p.state = 'active'"
	if c.seen != "" {
		query = "SELECT p.id FROM people p JOIN threads t ON t.id = ? WHERE p.state = 'active' AND " + c.seen
		args = append(args, c.thread)
	}
	query, args = query+" AND p.id IN "+db.In(len(ids)), db.Args(ids, args...)
	if c.except != "" {
		query, args = query+" AND NOT ("+c.except+")", append(args, c.about...)
	}
	reached, err := db.Values[int64](tx.Context(), tx, query, args...)
	if err != nil {
		return nil, err
	}
	there := map[int64]bool{}
	for _, id := range reached {
		there[id] = true
	}
	return slices.DeleteFunc(chosen, func(one choice) bool { return !there[one.person] }), nil
}

// tell makes the notices and sends them on their way: the same number of statements however many people they are for.
func (c *cause) tell(tx *db.Tx, list []choice) error {
	args := make([]any, 0, 11*len(list))
	how := map[int64]How{}
	for _, one := range list {
		how[one.person] = one.how
		args = append(args, one.person, c.notice.Kind, db.Null(c.notice.Contribution), db.Null(c.collapsesIn()), db.Null(c.theme), c.notice.Words, c.notice.Link,
			c.counts(), one.target.String(), tx.Now())
	}
	fresh, made := []int64{}, []told{}
	err := db.Each(tx.Context(), tx, func(r db.Row) error {
		var t told
		var answers int
		if err := r.Scan(&t.notice, &t.person, &answers); err != nil {
			return err
		}
		if t.how = how[t.person]; answers <= 1 {
			fresh = append(fresh, t.person)
		}
		made = append(made, t)
		return nil
	}, "INSERT INTO notices (person_id, kind, contribution_id, thread_id, theme_id, words, link, answers, because, created_at) VALUES "+
		strings.TrimSuffix(strings.Repeat("(?, ?, ?, ?, ?, ?, ?, ?, ?, ?),", len(list)), ",")+c.collapse()+" RETURNING id, person_id, answers", args...)
	if err != nil {
		return err
	}
	for _, person := range fresh {
		tx.Touch(db.TopicPerson(person))
	}
	if len(fresh) > 0 {
		slices.Sort(fresh)
		if _, err := tx.Exec("UPDATE people SET unread_notices = unread_notices + 1 WHERE id IN "+db.In(len(fresh)), db.Args(fresh)...); err != nil {
			return err
		}
	}
	newest := int64(0)
	if c.counts() > 0 {
		newest = c.object
	}
	return deliver(tx, made, newest)
}

// collapsesIn is the thread that a notice counts what is new in; 0 for none.
func (c *cause) collapsesIn() int64 {
	if c.theme != 0 {
		return 0
	}
	return c.thread
}

// counts is 1 where a notice counts what is new until it is read, else 0: each has one of its own.
func (c *cause) counts() int {
	if c.notice.Kind == Followed || c.notice.Kind == Themed {
		return 1
	}
	return 0
}

// collapse says what becomes of a notice that is there already and unread.
func (c *cause) collapse() string {
	on := map[Kind]string{Followed: "(person_id, thread_id) WHERE kind = 'followed'", Themed: "(person_id, theme_id) WHERE kind = 'themed'"}[c.notice.Kind]
	if on == "" {
		return ""
	}
	return " ON CONFLICT " + on + ` AND read_at IS NULL DO UPDATE SET answers = notices.answers + 1,
		contribution_id = excluded.contribution_id, link = excluded.link, because = excluded.because`
}

// load reads what there is to tell and whom; false where it is not to be seen any more.
func (c *cause) load(tx *db.Tx) (there bool, err error) {
	c.seen = people.ThreadSeenBy("t", "p")
	switch c.kind {
	case Said:
		return c.loadSaid(tx)
	case Tagged:
		return c.loadTagged(tx)
	case Published:
		return c.loadVersion(tx)
	case OfDecision:
		return c.loadDecision(tx)
	default:
		return c.loadSummary(tx)
	}
}
