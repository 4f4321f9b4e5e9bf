package fill

import (
	"context"
	"fmt"

	"folkmoot/app/demo"
	"folkmoot/models/appeals"
	"folkmoot/models/db"
	"folkmoot/models/defamation"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// planSaid plans what people send in by the form, and what readers report.
func (f *filling) planSaid(k demo.Keeping) {
	for _, s := range k.Said {
		f.act(s.At, s.By, func(ctx context.Context, a people.Actor, key db.Key) error { return f.send(ctx, a, key, s) })
	}
	for _, r := range k.Reports {
		f.plan(f.at(r.At), func(ctx context.Context) (err error) {
			reporter := people.Visitor
			if r.By != "" {
				if reporter, err = f.actor(ctx, r.By); err != nil {
					return err
				}
			}
			_, err = f.cases.Report(ctx, reporter, db.NewKey(reporter.ID), moderation.NewReport{Contribution: f.refs[r.Ref], Reason: r.Reason, Note: r.Note})
			return err
		})
	}
}

// send says something by the same command as the form does, and sees that it waits where it should.
func (f *filling) send(ctx context.Context, a people.Actor, key db.Key, s demo.Said) (err error) {
	var id int64
	if s.Group != "" {
		id, err = f.begin(ctx, a, key, s)
	} else {
		id, err = f.talk.Post(ctx, a, key, discussion.Answer{ThreadID: f.threads[s.In], ParentID: f.refs[s.Answers], Body: s.Text})
	}
	if err != nil {
		return fmt.Errorf("%.40q: %w", s.Text, err)
	}
	f.refs[s.Ref] = id
	state, err := db.Value[discussion.State](ctx, f.db, "SELECT state FROM contributions WHERE id = ?", id)
	if err == nil && (state != discussion.Published) != s.Held {
		err = fmt.Errorf("%.40q is %s", s.Text, state)
	}
	return err
}

// begin starts a discussion and gives its opening post.
func (f *filling) begin(ctx context.Context, a people.Actor, key db.Key, s demo.Said) (int64, error) {
	g, err := (&groups.Store{DB: f.db}).BySlug(ctx, a, s.Group)
	if err != nil {
		return 0, err
	}
	thread, err := f.talk.Start(ctx, a, key, discussion.Start{GroupID: g.ID, Title: s.In, Body: s.Text})
	if err != nil {
		return 0, err
	}
	f.threads[s.In] = thread
	t, err := f.talk.Thread(ctx, a, thread)
	return t.OpeningID, err
}

// planRulings plans what moderators do about words, discussions and people.
func (f *filling) planRulings(k demo.Keeping) {
	for _, r := range k.Rulings {
		f.act(r.At, r.By, func(ctx context.Context, a people.Actor, key db.Key) error { return f.rule(ctx, a, key, r) })
	}
	for _, s := range k.Sanctions {
		f.act(s.At, s.By, func(ctx context.Context, a people.Actor, key db.Key) (err error) {
			f.sanctions[s.Person], err = f.cases.Sanction(ctx, a, key, moderation.NewSanction{
				Person: f.people[s.Person].ID, Kind: people.SanctionKind(s.Kind), Reason: s.Reason, Message: s.Words, Days: s.Days, Contribution: f.refs[s.Ref],
			})
			return err
		})
	}
	for _, n := range k.Notes {
		f.act(n.At, n.By, func(ctx context.Context, a people.Actor, key db.Key) error {
			_, err := f.cases.Note(ctx, a, key, f.people[n.Person].ID, n.Words)
			return err
		})
	}
	for _, g := range k.Arranged {
		f.act(g.At, g.By, func(ctx context.Context, a people.Actor, key db.Key) error { return f.arrange(ctx, a, key, g) })
	}
}

// rule decides about contributions as a moderator does who has them before them.
func (f *filling) rule(ctx context.Context, a people.Actor, key db.Key, r demo.Ruling) error {
	var chosen []moderation.Chosen
	for _, ref := range r.Refs {
		seen, err := f.cases.Record(ctx, a, f.refs[ref])
		if err != nil {
			return fmt.Errorf("%s: %w", ref, err)
		}
		chosen = append(chosen, moderation.Chosen{Contribution: seen.ID, Seen: seen.Seen})
	}
	d := moderation.Decision{Contribution: chosen[0].Contribution, Act: rules.Act(r.Act), Reason: r.Reason, Message: r.Words, Seen: chosen[0].Seen}
	var err error
	switch {
	case len(chosen) > 1:
		_, err = f.cases.DecideMany(ctx, a, key, moderation.Many{Chosen: chosen, Act: d.Act, Reason: d.Reason, Message: d.Message})
	case r.Cover != "":
		_, err = f.cases.Cover(ctx, a, key, moderation.Covering{Decision: d, Words: r.Cover})
	default:
		_, err = f.cases.Decide(ctx, a, key, d)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", r.Refs[0], err)
	}
	return nil
}

// arrange does something to a discussion.
func (f *filling) arrange(ctx context.Context, a people.Actor, key db.Key, g demo.Arranged) (err error) {
	thread, to := f.threads[g.In], f.threads[g.To]
	switch g.Do {
	case "slow":
		err = f.talk.SetSlow(ctx, a, key, thread, g.Seconds)
	case "lock":
		err = f.talk.Lock(ctx, a, key, thread, g.Words)
	case "merge":
		err = f.talk.Merge(ctx, a, key, thread, to, false)
	case "move":
		var ids []int64
		for _, ref := range g.Refs {
			ids = append(ids, f.refs[ref])
		}
		_, err = f.talk.MoveSelected(ctx, a, key, discussion.Selection{From: thread, To: to, IDs: ids})
	default:
		err = fmt.Errorf("nothing is called %q", g.Do)
	}
	return err
}

// planSecondLooks plans what others than the one who decided look at: opinions, appeals and the notice of complaint.
func (f *filling) planSecondLooks(k demo.Keeping) {
	for _, o := range k.Opinions {
		var asked int64
		f.act(o.At, o.By, func(ctx context.Context, a people.Actor, key db.Key) (err error) {
			asked, err = f.cases.AskOpinion(ctx, a, key, moderation.Question{Contribution: f.refs[o.Ref], Of: f.people[o.Of].ID, Words: o.Question})
			return err
		})
		if o.Words != "" {
			f.act(o.Given, o.Of, func(ctx context.Context, a people.Actor, key db.Key) error {
				_, err := f.cases.GiveOpinion(ctx, a, key, asked, rules.Act(o.Act), "", o.Words)
				return err
			})
		}
	}
	for _, ap := range k.Appeals {
		f.planAppeal(ap)
	}
	var notice int64
	c, store := k.Complaint, &defamation.Store{DB: f.db, Zone: f.now.Location()}
	f.plan(f.at(c.At), func(ctx context.Context) (err error) {
		notice, err = store.File(ctx, people.Visitor, db.NewKey(0), defamation.New{
			Contribution: f.refs[c.Ref], Name: c.Name, Email: c.Email, Statement: c.Statement, Why: c.Why, Meaning: c.Meaning, Wrong: c.Wrong, Unknown: "yes", MayPass: "yes",
		})
		return err
	})
	f.act(c.Contacted, c.By, func(ctx context.Context, a people.Actor, key db.Key) error { return store.Contact(ctx, a, key, notice) })
}

// planAppeal plans that somebody asks for another look, and the answer where there is one.
func (f *filling) planAppeal(ap demo.Appeal) {
	store := &appeals.Store{DB: f.db, Zone: f.now.Location()}
	var opened int64
	f.act(ap.At, ap.By, func(ctx context.Context, a people.Actor, key db.Key) (err error) {
		n := appeals.New{Kind: appeals.Kind(ap.Kind), Contribution: f.refs[ap.Ref], Words: ap.Words}
		if n.Kind == appeals.OfSanction {
			n.Contribution, n.Sanction = 0, f.sanctions[ap.By]
		}
		opened, err = store.Open(ctx, appeals.Appellant{Person: a.ID}, key, n)
		return err
	})
	if ap.Judge == "" {
		return
	}
	f.act(ap.Decided, ap.Judge, func(ctx context.Context, a people.Actor, key db.Key) error {
		c, err := store.Case(ctx, a, opened)
		if err != nil {
			return err
		}
		o := appeals.Outcome{Appeal: opened, State: appeals.State(ap.State), Words: ap.Answer}
		if c.Record != nil {
			o.Seen = c.Record.Seen
		}
		return store.Decide(ctx, a, key, o)
	})
}
