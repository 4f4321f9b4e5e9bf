// Package fill puts the demonstration's content into an empty database. It lives through the ten weeks with a clock
// of its own and uses the same commands as people do, so that times, counters, the register and what people were told
// are what they would have been.
package fill

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"folkmoot/app/demo"
	"folkmoot/models/clock"
	"folkmoot/models/coding"
	"folkmoot/models/consultation"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/files"
	"folkmoot/models/guide"
	"folkmoot/models/insight"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/safeguarding"
)

// seed makes every filling the same.
const seed = 2011

// SignIns are the keys of the people whom a newcomer may sign in as, in the order in which they are shown.
var SignIns = []string{"tess", "helen", "farzana", "colette", "ruth", "doreen"}

// Empty tells whether a database holds nobody yet.
func Empty(ctx context.Context, d *db.DB) (bool, error) {
	n, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM people")
	return n == 0, err
}

// event is something that happened at a moment.
type event struct {
	at time.Time
	do func(context.Context) error
}

// filling is one run.
type filling struct {
	db      *db.DB
	clock   *clock.Fixed
	today   time.Time // midnight of the day on which it is filled, in the place's zone
	now     time.Time
	random  *rand.Rand
	content *demo.Demo

	people   map[string]people.Actor
	voters   []int64
	themes   map[string]int64
	refs     map[string]int64
	accounts *people.Store
	guides   *guide.Store
	cases    *moderation.Store
	asking   *consultation.Store
	issues   *insight.Store
	talk     *discussion.Store
	concerns *safeguarding.Store
	attached *files.Store
	events   []event

	threads   map[string]int64 // discussions by their titles
	sanctions map[string]int64 // the newest about somebody
}

// Fill fills the database at a source, which must be migrated and hold nobody, as at now in the place's zone. What people
// attached goes into a depot.
func Fill(ctx context.Context, source string, depot *files.Depot, now time.Time) error {
	moving := clock.NewFixed(now)
	d, err := db.Open(ctx, db.Options{Source: source, Clock: moving})
	if err != nil {
		return err
	}
	defer d.Close()
	empty, err := Empty(ctx, d)
	if err != nil {
		return err
	}
	if !empty {
		return fmt.Errorf("the demonstration goes into an empty database, and this one has people in it")
	}
	content := demo.Content()
	f := &filling{
		db: d, clock: moving, now: now, today: time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location()),
		random: rand.New(rand.NewPCG(seed, seed)), content: content,
		people: map[string]people.Actor{}, themes: map[string]int64{}, refs: map[string]int64{},
		accounts: people.New(d, people.Options{Place: content.Place.Name}),
		guides:   &guide.Store{DB: d, Zone: now.Location(), Talk: &discussion.Store{DB: d}},
		cases:    &moderation.Store{DB: d, Zone: now.Location(), AtRisk: safeguarding.Report},
		asking:   &consultation.Store{DB: d, Zone: now.Location()},
		issues:   &insight.Store{DB: d, Zone: now.Location()},
		talk:     discussion.NewStore(d, discussion.HoldFirst), concerns: &safeguarding.Store{DB: d},
		attached: &files.Store{DB: d, Depot: depot, Press: files.Press},
		threads:  map[string]int64{}, sanctions: map[string]int64{},
	}
	f.talk.AtRisk, f.talk.Watch.Place = safeguarding.AtRisk, content.Place.Name
	defer f.talk.Close()
	return f.run(ctx)
}

func (f *filling) run(ctx context.Context) error {
	start := f.today.AddDate(0, 0, -demo.Longest-14)
	for i, step := range []func(context.Context) error{f.addPeople, f.open, f.addThemes, f.addGroups, f.addGuide} {
		f.clock.Set(start.AddDate(0, 0, 2*i).Add(10 * time.Hour))
		if err := step(ctx); err != nil {
			return err
		}
	}
	f.planIssues()
	f.plan(f.on(14), f.askAbout)
	f.planReports()
	f.planKeeping()
	f.planAgreed()
	slices.SortStableFunc(f.events, func(a, b event) int { return cmp.Compare(a.at.UnixMilli(), b.at.UnixMilli()) })
	for _, e := range f.events {
		f.clock.Set(e.at)
		if err := e.do(ctx); err != nil {
			return fmt.Errorf("on %s: %w", e.at.Format(time.DateOnly), err)
		}
	}
	f.clock.Set(f.now)
	f.accounts.Close()
	if err := coding.New(f.db).FindPrompts(ctx); err != nil {
		return err
	}
	// Nobody in the demonstration can be written to, so no letter of its past is sent.
	return f.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("DELETE FROM jobs")
		return err
	})
}

// plan adds an event.
func (f *filling) plan(at time.Time, do func(context.Context) error) {
	f.events = append(f.events, event{at, do})
}

// on gives a moment some days ago, at a waking hour; never later than now.
func (f *filling) on(daysAgo int) time.Time {
	at := f.today.AddDate(0, 0, -daysAgo).Add(8*time.Hour + time.Duration(f.random.IntN(13*60))*time.Minute)
	if latest := f.now.Add(-10 * time.Minute); at.After(latest) {
		at = latest.Add(-time.Duration(f.random.IntN(180)) * time.Minute)
	}
	return at
}

// actor gives somebody as they stand at the moment: a newcomer's first words are counted by then.
func (f *filling) actor(ctx context.Context, key string) (people.Actor, error) {
	return f.accounts.ActorOf(ctx, f.people[key].ID)
}

func (f *filling) addPeople(ctx context.Context) error {
	for _, p := range f.content.People {
		id, err := f.accounts.Create(ctx, p.Email(), p.Name, people.Role(p.Role), people.Who(p.Who))
		if err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
		if err := f.introduce(ctx, id, p); err != nil {
			return err
		}
		if f.people[p.Key], err = f.accounts.ActorOf(ctx, id); err != nil {
			return err
		}
		f.voters = append(f.voters, id)
	}
	return nil
}

// introduce stores what somebody says of themselves, and that their address is theirs.
func (f *filling) introduce(ctx context.Context, id int64, p demo.Person) error {
	return f.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE people SET area = ?, organisation = ?, about = ?, email_verified_at = ? WHERE id = ?", p.Area, p.Organisation, p.About, tx.Now(), id)
		return err
	})
}
