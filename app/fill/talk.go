package fill

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"folkmoot/models/rules"

	"folkmoot/app/demo"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/files"
	"folkmoot/models/groups"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/themes"
)

func (f *filling) addThemes(ctx context.Context) error {
	return f.db.Write(ctx, func(tx *db.Tx) error {
		for _, t := range f.content.Themes {
			draft, err := themes.Draft{Name: t.Name, Definition: t.Definition, Examples: t.Examples, ParentID: f.themes[t.Parent]}.Check()
			if err != nil {
				return fmt.Errorf("theme %s: %w", t.Name, err)
			}
			added, err := themes.Add(tx, draft, themes.New{By: f.people["helen"].ID})
			if err != nil {
				return fmt.Errorf("theme %s: %w", t.Name, err)
			}
			f.themes[t.Slug] = added.ID
		}
		return nil
	})
}

func (f *filling) addGroups(ctx context.Context) error {
	for _, g := range f.content.Groups {
		draft, err := groups.Draft{Name: g.Name, Summary: g.Summary, About: g.About, ThemeID: f.themes[g.Theme], Access: groups.Access(g.Access)}.Check(ctx)
		if err != nil {
			return fmt.Errorf("group %s: %w", g.Name, err)
		}
		var group int64
		err = f.db.Write(ctx, func(tx *db.Tx) (err error) {
			if group, err = groups.Add(tx, draft, groups.New{Slug: g.Slug, CreatedBy: f.people["helen"].ID}); err != nil {
				return err
			}
			for _, host := range g.Hosts {
				if err := groups.Enrol(tx, group, f.people[host].ID, groups.Host); err != nil {
					return err
				}
			}
			return f.enrolSome(tx, group, g)
		})
		if err != nil {
			return fmt.Errorf("group %s: %w", g.Name, err)
		}
		for _, talk := range g.Discussions {
			f.planDiscussion(group, talk)
		}
	}
	return nil
}

// enrolSome makes members of everybody who speaks in a group, and of some who only read.
func (f *filling) enrolSome(tx *db.Tx, group int64, g demo.Group) error {
	inside := map[int64]bool{}
	for _, host := range g.Hosts {
		inside[f.people[host].ID] = true
	}
	enrol := func(person int64) error {
		if inside[person] {
			return nil
		}
		inside[person] = true
		return groups.Enrol(tx, group, person, groups.Member)
	}
	var failed error
	for i := range g.Discussions {
		visit := func(c, _ *demo.Comment) {
			if err := enrol(f.people[c.By].ID); err != nil {
				failed = err
			}
		}
		g.Discussions[i].Opening.Each(visit)
		for j := range g.Discussions[i].Replies {
			g.Discussions[i].Replies[j].Each(visit)
		}
	}
	for _, person := range f.voters {
		if f.random.IntN(3) == 0 {
			if err := enrol(person); err != nil {
				return err
			}
		}
	}
	return failed
}

// planDiscussion plans an opening post and everything that was answered to it.
func (f *filling) planDiscussion(group int64, talk demo.Discussion) {
	started := f.on(talk.Opening.Day)
	var thread int64
	f.plan(started, func(ctx context.Context) error {
		return f.db.Write(ctx, func(tx *db.Tx) (err error) {
			thread, err = discussion.AddThread(tx, discussion.NewThread{
				Kind: discussion.InGroup, GroupID: group, Slug: prose.Slug(talk.Title), Title: talk.Title,
				ClosesAt: f.closing(talk.ClosesInDays), CreatedBy: f.people[talk.Opening.By].ID,
			})
			f.threads[talk.Title] = thread
			return err
		})
	})
	say := func(n discussion.New, tx *db.Tx) (discussion.Contribution, error) {
		n.ThreadID = thread
		return discussion.Add(tx, n)
	}
	f.planComment(&talk.Opening, discussion.Opening, started, nil, say)
	for i := range talk.Replies {
		f.planBranch(&talk.Replies[i], started, nil, say)
	}
	if talk.Closed {
		f.plan(f.now.Add(-5*time.Minute), func(ctx context.Context) error {
			return f.db.Write(ctx, func(tx *db.Tx) error {
				_, err := tx.Exec("UPDATE threads SET state = 'closed' WHERE id = ?", thread)
				return err
			})
		})
	}
}

// closing gives the end of a day ahead; 0 for none.
func (f *filling) closing(inDays int) clock.Instant {
	if inDays == 0 {
		return 0
	}
	return clock.Of(f.today.AddDate(0, 0, inDays+1).Add(-time.Minute))
}

// say stores a contribution where it belongs.
type say func(discussion.New, *db.Tx) (discussion.Contribution, error)

// planBranch plans a comment and its answers, each later than what it answers.
func (f *filling) planBranch(c *demo.Comment, after time.Time, parent *int64, say say) {
	kind := discussion.Comment
	if parent != nil {
		kind = discussion.Reply
	}
	id, at := f.planComment(c, kind, after, parent, say)
	for i := range c.Replies {
		f.planBranch(&c.Replies[i], at, id, say)
	}
}

// planComment plans one contribution with its themes, positions and what a moderator did.
func (f *filling) planComment(c *demo.Comment, kind discussion.Kind, after time.Time, parent *int64, say say) (*int64, time.Time) {
	id := new(int64)
	at := f.on(c.Day)
	if !at.After(after) {
		at = after.Add(time.Duration(1+f.random.IntN(40)) * time.Minute)
	}
	voters := f.random.Perm(len(f.voters))
	f.plan(at, func(ctx context.Context) error {
		body, err := discussion.Render(ctx, c.Text)
		if err != nil {
			return fmt.Errorf("%.40q: %w", c.Text, err)
		}
		author := f.people[c.By]
		n := discussion.New{
			Kind: kind, AuthorID: author.ID, RecorderID: f.people[c.RecordedBy].ID, Channel: discussion.Channel(c.Channel),
			Who: author.Who, Evidence: discussion.Evidence(c.Evidence), Body: body, State: discussion.Published,
		}
		if parent != nil {
			n.ParentID = *parent
		}
		if c.State == "held" {
			n.State, n.Reason, n.Findings = discussion.Held, cmp.Or(c.Reason, "first"), discussion.Findings(body.Noticed, nil)
		}
		if n.Files, err = f.bring(ctx, author, c.Attached); err != nil {
			return err
		}
		return f.db.Write(ctx, func(tx *db.Tx) error {
			made, err := say(n, tx)
			if err != nil {
				return err
			}
			*id = made.ID
			if c.Ref != "" {
				f.refs[c.Ref] = made.ID
			}
			return f.tagAndVote(tx, c, made.ID, author.ID, voters)
		})
	})
	if c.State == "hidden" {
		f.planHiding(c, id, at)
	}
	if c.Fate != nil {
		f.planFate(*c.Fate, id)
	}
	return id, at
}

// bring takes in what somebody attaches.
func (f *filling) bring(ctx context.Context, by people.Actor, attached []demo.Attachment) (files.Ready, error) {
	var list []files.Attached
	for _, a := range attached {
		brought, err := f.attached.Add(ctx, by, a.Called, a.Make())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", a.Called, err)
		}
		list = append(list, files.Attached{Name: brought.Name, Words: a.Words})
	}
	return files.Check(list)
}

func (f *filling) tagAndVote(tx *db.Tx, c *demo.Comment, id, author int64, voters []int) error {
	for _, slug := range c.Themes {
		if err := themes.Tag(tx, id, f.themes[slug], themes.ByPerson, f.people["farzana"].ID); err != nil {
			return err
		}
	}
	if c.State == "held" {
		return nil
	}
	if c.Sides != "" {
		_, err := discussion.AddPositions(tx, f.takeSides(c, id, author, voters))
		return err
	}
	var stands []discussion.Stand
	for _, i := range voters {
		if f.voters[i] == author {
			continue
		}
		position := discussion.Pass
		switch n := len(stands); {
		case n < c.Agree:
			position = discussion.Agree
		case n < c.Agree+c.Disagree:
			position = discussion.Disagree
		case n >= c.Agree+c.Disagree+c.Pass:
			_, err := discussion.AddPositions(tx, stands)
			return err
		}
		stands = append(stands, discussion.Stand{Person: f.voters[i], Contribution: id, Position: position})
	}
	_, err := discussion.AddPositions(tx, stands)
	return err
}

// takeSides gives where people stand on a contribution that camps see differently. Most stand with their camp, about one
// in ten does not, and about one in five says nothing; voters, which is in a random order, decides who.
func (f *filling) takeSides(c *demo.Comment, id, author int64, voters []int) (stands []discussion.Stand) {
	between := []discussion.Position{discussion.Agree, discussion.Pass, discussion.Disagree}
	for n, i := range voters {
		if f.voters[i] == author || n%5 == 4 {
			continue
		}
		position := between[n%3]
		switch side := c.Sides[i%len(c.Sides)]; {
		case side == '+' && n%11 != 7, side == '-' && n%11 == 7:
			position = discussion.Agree
		case side != '0':
			position = discussion.Disagree
		}
		stands = append(stands, discussion.Stand{Person: f.voters[i], Contribution: id, Position: position})
	}
	return stands
}

// planHiding has the moderator hide what breaks a rule, some hours after it was said.
func (f *filling) planHiding(c *demo.Comment, id *int64, said time.Time) {
	at := said.Add(time.Duration(1+f.random.IntN(20)) * time.Hour)
	if at.After(f.now) {
		at = f.now.Add(-2 * time.Minute)
	}
	f.plan(at, func(ctx context.Context) error {
		moderator, err := f.actor(ctx, "farzana")
		if err != nil {
			return err
		}
		_, err = f.cases.Decide(ctx, moderator, db.NewKey(moderator.ID), moderation.Decision{
			Contribution: *id, Act: rules.Hide, Reason: c.Reason, Seen: moderation.Seen{Revision: 1},
		})
		return err
	})
}

// planReports plans the reports that wait for a moderator.
func (f *filling) planReports() {
	for _, r := range f.content.Reports {
		f.plan(f.on(r.Day), func(ctx context.Context) error {
			reporter := people.Visitor
			if r.By != "" {
				var err error
				if reporter, err = f.actor(ctx, r.By); err != nil {
					return err
				}
			}
			_, err := f.cases.Report(ctx, reporter, db.NewKey(reporter.ID), moderation.NewReport{Contribution: f.refs[r.Ref], Reason: r.Reason, Note: r.Note})
			return err
		})
	}
}
