package fill

import (
	"context"
	"fmt"
	"slices"
	"time"

	"folkmoot/app/demo"
	"folkmoot/models/consultation"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/views"
)

// edits tells whether somebody is an editor of the guide.
func (f *filling) edits(person int64) bool {
	for _, a := range f.people {
		if a.ID == person {
			return a.CanEdit()
		}
	}
	return false
}

// publish writes a version as the editor does: save the draft, say what shaped each paragraph, publish.
func (f *filling) publish(ctx context.Context, chapter int64, v demo.Version) error {
	helen, err := f.actor(ctx, "helen")
	if err != nil {
		return err
	}
	c, err := guide.Find(ctx, f.db, chapter)
	if err != nil {
		return err
	}
	revision, err := f.guides.SaveDraft(ctx, helen, db.NewKey(helen.ID), chapter, v.Body, c.Draft.Revision)
	if err != nil {
		return err
	}
	if c, err = guide.Find(ctx, f.db, chapter); err != nil {
		return err
	}
	review, err := f.guides.Review(ctx, helen, c)
	if err != nil {
		return err
	}
	plan := guide.Plan{Chapter: chapter, Note: v.Note, Rest: true}
	for _, s := range v.Shaped {
		answer, err := f.shaped(review, s)
		if err != nil {
			return err
		}
		plan.Answers = append(plan.Answers, answer)
	}
	if err := f.guides.Keep(ctx, helen, db.NewKey(helen.ID), plan); err != nil {
		return err
	}
	_, err = f.guides.Publish(ctx, helen, db.NewKey(helen.ID), chapter, revision, v.Note)
	return err
}

// shaped says what shaped one paragraph of a draft.
func (f *filling) shaped(review guide.Review, s demo.Shaped) (guide.Answer, error) {
	at := slices.IndexFunc(review.Passages, func(p guide.Passage) bool { return p.New != nil && p.New.Number == s.Paragraph })
	if at < 0 {
		return guide.Answer{}, fmt.Errorf("paragraph %d has not changed", s.Paragraph)
	}
	answer := guide.Answer{Target: review.Passages[at].Target, Has: map[int64]guide.Extent{}, Citation: s.Citation, Link: s.Link}
	for extent, refs := range map[guide.Extent][]string{guide.InWhole: s.By, guide.InPart: s.PartlyBy} {
		for _, ref := range refs {
			if f.refs[ref] == 0 {
				return answer, fmt.Errorf("nobody has said %q yet", ref)
			}
			answer.Has[f.refs[ref]] = extent
		}
	}
	return answer, nil
}

// planFate answers a comment on a chapter as the editor does.
func (f *filling) planFate(fate demo.Fate, id *int64) {
	f.plan(f.on(fate.Day), func(ctx context.Context) error {
		helen, err := f.actor(ctx, "helen")
		if err != nil {
			return err
		}
		return f.guides.DecideBatch(ctx, helen, db.NewKey(helen.ID), guide.Batch{
			Contributions: []int64{*id}, Fate: discussion.Fate(fate.Is), Reason: fate.Reason,
		})
	})
}

// planSuggestion proposes other words for a paragraph as a reader does.
func (f *filling) planSuggestion(chapter int64, c *demo.ParagraphComment) {
	voters := f.random.Perm(len(f.voters))
	f.plan(f.on(c.Day), func(ctx context.Context) error {
		author, err := f.actor(ctx, c.By)
		if err != nil {
			return err
		}
		on, err := guide.Find(ctx, f.db, chapter)
		if err != nil {
			return err
		}
		id, err := f.guides.Suggest(ctx, author, db.NewKey(author.ID), guide.NewSuggestion{
			NewComment: guide.NewComment{Chapter: chapter, Version: on.Version, Paragraph: c.Paragraph, Body: c.Text, Evidence: discussion.Evidence(c.Evidence)}, Proposed: c.Suggests,
		})
		if err != nil {
			return err
		}
		return f.db.Write(ctx, func(tx *db.Tx) error { return f.tagAndVote(tx, &c.Comment, id, author.ID, voters) })
	})
}

// sayAsGuest posts a comment without an account.
func (f *filling) sayAsGuest(ctx context.Context, chapter int64, g demo.Guest) error {
	_, _, err := f.guides.CommentAsGuest(ctx, people.Visitor, db.NewKey(0), guide.NewComment{
		Chapter: chapter, Paragraph: g.Paragraph, Words: guide.Words{Quote: g.Words}, Body: g.Text,
	}, people.Recording{Name: g.Name, Who: people.Who(g.Who)})
	return err
}

// tellEasily publishes an Easy Read text beside a chapter.
func (f *filling) tellEasily(ctx context.Context, chapter int64, e demo.EasyRead) error {
	helen, err := f.actor(ctx, "helen")
	if err != nil {
		return err
	}
	_, err = f.guides.Tell(ctx, helen, db.NewKey(helen.ID), chapter, guide.Telling{Kind: guide.EasyRead, Body: e.Body, Version: e.Version})
	return err
}

// decide records what was decided about a chapter, who read what came in, and tells those who took part.
func (f *filling) decide(ctx context.Context, chapter int64, c demo.Chapter) error {
	helen, err := f.actor(ctx, "helen")
	if err != nil {
		return err
	}
	found, err := guide.Find(ctx, f.db, chapter)
	if err != nil {
		return err
	}
	for _, r := range c.Decision.Readers {
		if err := f.asking.Confirm(ctx, helen, db.NewKey(helen.ID), found.ThreadID, consultation.NewReader{Name: r.Name, Role: r.Role}); err != nil {
			return err
		}
	}
	n := consultation.NewRecord{
		Day: f.today.AddDate(0, 0, -c.Decision.DaysAgo).Format(time.DateOnly), DecidedBy: c.Decision.By, Words: c.Decision.Words,
		Link: views.ChapterURL(f.content.Guide.Slug, c.Slug, "/decision"),
	}
	for _, theme := range c.Decision.Themes {
		n.Themes = append(n.Themes, f.themes[theme])
	}
	if _, err := f.asking.Record(ctx, helen, db.NewKey(helen.ID), found.ThreadID, n); err != nil {
		return err
	}
	tellings, err := db.Values[int64](ctx, f.db, "SELECT id FROM consultation_tellings WHERE done = 0 ORDER BY id")
	for _, telling := range tellings {
		if err := f.asking.Tell(ctx, telling); err != nil {
			return err
		}
	}
	return err
}
