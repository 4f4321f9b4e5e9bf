package fill

import (
	"context"
	"errors"
	"fmt"
	"time"

	"folkmoot/app/demo"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/groups"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/models/safeguarding"
	"folkmoot/models/safety"
	"folkmoot/models/sealed"
	"folkmoot/models/watch"
)

// at gives a moment of the demonstration; never later than now.
func (f *filling) at(m demo.At) time.Time {
	at := f.today.AddDate(0, 0, -m.Day).Add(time.Duration(m.Hour)*time.Hour + time.Duration(m.Minute)*time.Minute)
	if latest := f.now.Add(-2 * time.Minute); at.After(latest) {
		return latest
	}
	return at
}

// act plans what somebody does at a moment, as they stand then, with the key of the form that they send.
func (f *filling) act(m demo.At, by string, do func(context.Context, people.Actor, db.Key) error) {
	f.plan(f.at(m), func(ctx context.Context) error {
		a, err := f.actor(ctx, by)
		if err == nil {
			err = do(ctx, a, db.NewKey(a.ID))
		}
		if err != nil {
			return fmt.Errorf("%s: %w", by, err)
		}
		return nil
	})
}

// planKeeping plans how the place is kept safe, see demo.Keeping.
func (f *filling) planKeeping() {
	k := f.content.Keeping
	for _, n := range k.Came {
		f.plan(f.at(demo.At{Day: n.Day, Hour: 8}), func(ctx context.Context) error { return f.welcome(ctx, n.Person) })
	}
	f.act(demo.At{Day: 77, Hour: 9}, f.content.Place.Safety, f.appoint)
	for _, r := range k.Records {
		f.act(demo.At{Day: r.Day, Hour: 14}, r.By, func(ctx context.Context, a people.Actor, key db.Key) error { return f.record(ctx, a, key, r) })
	}
	for _, w := range k.Watched {
		f.act(demo.At{Day: w.Day, Hour: 9}, "farzana", func(ctx context.Context, a people.Actor, key db.Key) error {
			_, err := f.talk.Watch.Save(ctx, a, key, watch.Watched{Words: w.Words, Act: w.Act, Reason: w.Reason, Nudge: w.Nudge, Note: w.Note})
			return err
		})
	}
	for _, g := range k.Groups {
		f.act(demo.At{Day: 63, Hour: 11}, "helen", func(ctx context.Context, a people.Actor, key db.Key) error { return f.holdIn(ctx, a, key, g) })
	}
	f.planSaid(k)
	f.planRulings(k)
	f.planWorries(k)
	f.planSecondLooks(k)
}

// welcome adds somebody who joined later than the others.
func (f *filling) welcome(ctx context.Context, p demo.Person) error {
	id, err := f.accounts.Create(ctx, p.Email(), p.Name, people.Role(p.Role), people.Who(p.Who))
	if err != nil {
		return fmt.Errorf("%s: %w", p.Name, err)
	}
	if err := f.introduce(ctx, id, p); err != nil {
		return err
	}
	f.people[p.Key], err = f.accounts.ActorOf(ctx, id)
	return err
}

func (f *filling) appoint(ctx context.Context, a people.Actor, _ db.Key) error {
	for i, key := range f.content.Keeping.Leads {
		if err := f.concerns.Appoint(ctx, a, db.NewKey(a.ID), f.content.Person(key).Email(), i == 0); err != nil {
			return err
		}
	}
	return nil
}

// record keeps a version of a record of safety, written from the one before or from the program's draft.
func (f *filling) record(ctx context.Context, a people.Actor, key db.Key, r demo.SafetyRecord) error {
	from, err := safety.Current(ctx, f.db, safety.Kind(r.Kind))
	if err != nil {
		return err
	}
	for question, answer := range r.Answers {
		from.Answers[question] = answer
	}
	_, err = (&safety.Store{DB: f.db}).Keep(ctx, a, key, safety.New{Kind: from.Kind, From: from.Version, Answers: from.Answers, Note: r.Note})
	return err
}

// holdIn gives a group a rule of its own for what waits.
func (f *filling) holdIn(ctx context.Context, a people.Actor, key db.Key, rule demo.GroupRule) error {
	store := &groups.Store{DB: f.db}
	g, err := store.BySlug(ctx, a, rule.Slug)
	if err != nil {
		return err
	}
	return store.Change(ctx, a, key, g.ID, groups.Draft{
		Name: g.Name, Summary: g.Summary, About: g.About, ThemeID: g.Theme.ID, Access: g.Access, Hold: rule.Hold, Slow: g.Slow, Revision: g.Revision,
	})
}

// planWorries plans what was passed on to the safeguarding leads, and what they did.
func (f *filling) planWorries(k demo.Keeping) {
	for _, s := range k.Sealed {
		f.act(s.At, s.By, func(ctx context.Context, a people.Actor, key db.Key) error {
			concern, err := f.concernAbout(ctx, a, f.refs[s.Ref])
			if err != nil {
				return err
			}
			if _, err := f.concerns.Read(ctx, a, concern, sealed.ForSafety); err != nil {
				return err
			}
			return f.concerns.GiveBack(ctx, a, key, concern, rules.Publish)
		})
	}
	for _, w := range k.Worries {
		var concern int64
		f.plan(f.at(w.At), func(ctx context.Context) (err error) {
			concern, err = f.concerns.Tell(ctx, people.Visitor, db.NewKey(0), safeguarding.Worry{Words: w.Words, Name: w.Name})
			return err
		})
		for i, step := range w.Steps {
			f.act(step.At, w.Lead, func(ctx context.Context, a people.Actor, key db.Key) error {
				if i == 0 {
					if _, err := f.concerns.Read(ctx, a, concern, sealed.ForSafety); err != nil {
						return err
					}
				}
				n := safeguarding.NewStep{Step: safeguarding.Step(step.Step), Words: step.Words}
				if w.RemindInDays > 0 && i == len(w.Steps)-1 {
					n.Remind = clock.Of(f.today.AddDate(0, 0, w.RemindInDays).Add(9 * time.Hour))
				}
				return f.concerns.Note(ctx, a, key, concern, n)
			})
		}
	}
}

// concernAbout finds the open concern about a contribution, as a lead finds it in the list.
func (f *filling) concernAbout(ctx context.Context, a people.Actor, contribution int64) (int64, error) {
	list, _, err := f.concerns.List(ctx, a, false, 0)
	if err != nil {
		return 0, err
	}
	for _, c := range list {
		if c.Contribution == contribution {
			return c.ID, nil
		}
	}
	return 0, errors.New("the program passed nothing on")
}
