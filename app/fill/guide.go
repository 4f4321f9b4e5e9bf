package fill

import (
	"context"
	"fmt"
	"time"

	"folkmoot/app/demo"
	"folkmoot/models/clock"
	"folkmoot/models/consultation"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/insight"
)

func (f *filling) addGuide(ctx context.Context) error {
	g := f.content.Guide
	var id int64
	err := f.db.Write(ctx, func(tx *db.Tx) (err error) {
		id, err = guide.AddGuide(tx, guide.Details{Title: g.Title, Summary: g.Summary}, guide.New{Slug: g.Slug, CreatedBy: f.people["helen"].ID})
		return err
	})
	if err != nil {
		return err
	}
	for _, c := range g.Chapters {
		if err := f.addChapter(ctx, id, c); err != nil {
			return fmt.Errorf("chapter %s: %w", c.Title, err)
		}
	}
	return nil
}

func (f *filling) addChapter(ctx context.Context, in int64, c demo.Chapter) error {
	var id int64
	err := f.db.Write(ctx, func(tx *db.Tx) (err error) {
		id, err = guide.AddChapter(tx, in, guide.Details{Title: c.Title, Summary: c.Summary}, guide.New{Slug: c.Slug, CreatedBy: f.people["helen"].ID})
		return err
	})
	if err != nil {
		return err
	}
	opened := f.now
	for i, v := range c.Versions {
		at := f.today.AddDate(0, 0, -v.DaysAgo).Add(7*time.Hour + 30*time.Minute) // before anybody comments on it that day
		if i == 0 {
			opened = at
		}
		f.plan(at, func(ctx context.Context) error { return f.publish(ctx, id, v) })
	}
	f.planTerms(c, id, opened)
	say := f.sayOnChapter(id)
	for i := range c.Comments {
		if c.Comments[i].Suggests != "" {
			f.planSuggestion(id, &c.Comments[i])
			continue
		}
		f.planBranch(&c.Comments[i].Comment, opened, nil, say(c.Comments[i]))
	}
	if c.Guest != nil {
		f.plan(f.now.Add(-90*time.Minute), func(ctx context.Context) error { return f.sayAsGuest(ctx, id, *c.Guest) })
	}
	if c.EasyRead != nil {
		f.plan(f.on(c.EasyRead.DaysAgo), func(ctx context.Context) error { return f.tellEasily(ctx, id, *c.EasyRead) })
	}
	if c.Decision != nil {
		f.plan(f.on(c.Decision.DaysAgo), func(ctx context.Context) error { return f.decide(ctx, id, c) })
	}
	return nil
}

// planTerms opens a chapter with its first version, and lets it stand as it does today.
func (f *filling) planTerms(c demo.Chapter, id int64, opened time.Time) {
	set := func(terms guide.Terms) func(context.Context) error {
		return func(ctx context.Context) error {
			return f.db.Write(ctx, func(tx *db.Tx) error {
				chapter, err := guide.Find(ctx, tx, id)
				if err != nil {
					return err
				}
				return guide.SetTerms(tx, chapter, terms)
			})
		}
	}
	if c.State == string(guide.Outline) {
		return
	}
	if c.Terms != nil {
		f.plan(opened.Add(time.Second), f.putTerms(c, id))
	}
	f.plan(opened.Add(time.Minute), set(guide.Terms{State: guide.Open, OpensAt: clock.Of(opened), ClosesAt: f.closing(c.ClosesInDays), Guests: c.Guests}))
	if c.State != string(guide.Open) {
		settled := f.now.Add(-3 * time.Minute)
		if c.SettledDaysAgo > 0 {
			settled = f.today.AddDate(0, 0, -c.SettledDaysAgo).Add(7 * time.Hour)
		}
		f.plan(settled, set(guide.Terms{State: guide.State(c.State), OpensAt: clock.Of(opened), ClosesAt: f.closing(c.ClosesInDays)}))
	}
}

// putTerms tells people what they are asked about a chapter, and lets them see it.
func (f *filling) putTerms(c demo.Chapter, id int64) func(context.Context) error {
	return func(ctx context.Context) error {
		decision := f.today.AddDate(0, 0, c.ClosesInDays+c.Terms.DecisionInDays)
		typed := consultation.Typed{
			Decided: c.Terms.Decided, Open: c.Terms.Open, Why: c.Terms.Why, Decider: c.Terms.Decider, DecisionDay: decision.Format(time.DateOnly),
		}
		for _, o := range c.Terms.Options {
			typed.Options = append(typed.Options, consultation.Option{Words: o.Words, Discarded: o.Reason != "", Reason: o.Reason})
		}
		terms, err := typed.Read(ctx, f.now.Location())
		if err != nil {
			return err
		}
		return f.db.Write(ctx, func(tx *db.Tx) error {
			chapter, err := guide.Find(ctx, tx, id)
			if err != nil {
				return err
			}
			if err := consultation.Put(tx, chapter.ThreadID, f.people["helen"].ID, terms); err != nil {
				return err
			}
			return consultation.Show(tx, chapter.ThreadID)
		})
	}
}

// sayOnChapter stores comments on the paragraphs of a chapter, in the version that is the newest at the time.
func (f *filling) sayOnChapter(chapter int64) func(on demo.ParagraphComment) say {
	return func(on demo.ParagraphComment) say {
		return func(n discussion.New, tx *db.Tx) (discussion.Contribution, error) {
			c, err := guide.Find(tx.Context(), tx, chapter)
			if err != nil {
				return discussion.Contribution{}, err
			}
			comment := guide.NewComment{Chapter: chapter, Paragraph: on.Paragraph, ParentID: n.ParentID, ByEditor: f.edits(n.AuthorID)}
			if n.ParentID == 0 {
				comment.Words.Quote = on.Words
			}
			return guide.AddComment(tx, c, comment, n)
		}
	}
}

// planIssues plans what the editor says about issues of the summary.
func (f *filling) planIssues() {
	for _, i := range f.content.Issues {
		f.plan(f.on(i.SinceDays), func(ctx context.Context) error {
			draft, err := insight.IssueDraft{Title: i.Title, Note: i.Note, State: insight.IssueState(i.State), Response: i.Response, Outcome: insight.Outcome(i.Outcome)}.Check(ctx)
			if err != nil {
				return err
			}
			err = f.db.Write(ctx, func(tx *db.Tx) error {
				return insight.PutIssue(tx, f.themes[i.Theme], draft, f.people["helen"].ID)
			})
			if err != nil {
				return err
			}
			return f.promise(ctx, i)
		})
	}
}

// promise has the editor write down what was promised about an issue, and keep words in view.
func (f *filling) promise(ctx context.Context, i demo.Issue) error {
	helen, err := f.actor(ctx, "helen")
	if err != nil {
		return err
	}
	for _, c := range i.Promised {
		review := insight.Day("")
		if c.ReviewInDays != 0 {
			review = insight.DayOf(clock.Of(f.today), f.today.Location()).Add(c.ReviewInDays)
		}
		if _, err := f.issues.Commit(ctx, helen, db.NewKey(helen.ID), insight.Commitment{
			ThemeID: f.themes[i.Theme], Action: c.Action, Owner: c.Owner, Priority: c.Priority, ReviewOn: review,
			State: insight.Progress(c.State), Outcome: c.Outcome,
		}); err != nil {
			return err
		}
	}
	for _, k := range i.Kept {
		if err := f.issues.PutPin(ctx, helen, db.NewKey(helen.ID), f.themes[i.Theme], insight.PinDraft{
			Contribution: f.refs[k.Ref], Words: k.Words, Kind: insight.PinKind(k.Kind), Reason: k.Reason,
		}); err != nil {
			return fmt.Errorf("%s: %w", k.Ref, err)
		}
	}
	return nil
}
