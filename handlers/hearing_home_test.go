package handlers

import (
	"context"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/themes"
)

// The words beside a trend are true of the week that they name: this one, the last one, or the one in which something
// was said last.
func TestWordsBesideATrend(t *testing.T) {
	week := func(start insight.Day, n int) insight.Week { return insight.Week{Start: start, Contributions: n} }
	for _, c := range []struct {
		today          insight.Day
		newest         insight.Week
		before         int // -1 for no week before
		words, besides string
	}{
		{"2026-11-22", week("2026-11-16", 6), 0, "6 so far this week", "none the week before"}, // a Sunday
		{"2026-11-16", week("2026-11-16", 0), 4, "None so far this week", "4 the week before"}, // a Monday
		{"2026-11-23", week("2026-11-16", 6), 1, "6 last week", "1 the week before"},
		{"2026-11-29", week("2026-11-16", 0), 1, "None last week", "1 the week before"},
		{"2026-11-30", week("2026-11-16", 1200), -1, "1,200 in the week of 16 November 2026", ""},
		{"2026-11-30", week("2026-11-16", 0), 0, "None in the week of 16 November 2026", "none the week before"},
	} {
		issue := insight.Headline{Newest: c.newest}
		if c.before >= 0 {
			issue.Before = &insight.Week{Start: c.newest.Start.Add(-7), Contributions: c.before}
		}
		if words, besides := weekWords(context.Background(), issue, c.today); words != c.words || besides != c.besides {
			t.Errorf("on %s of %+v: %q, %q; want %q, %q", c.today, c.newest, words, besides, c.words, c.besides)
		}
	}
}

// What the first page says of weeks is what was said in them.
func TestTheFirstPageCountsByTheWeek(t *testing.T) {
	m := newMoot(t)
	m.HomeParts.Heard = m.Heard
	said := func(ago time.Duration, n int) {
		m.write(func(tx *db.Tx) error {
			for range n {
				c, err := discussion.Add(tx, discussion.New{
					ThreadID: 1, Kind: discussion.Comment, AuthorID: cast["member"].ID, State: discussion.Published, CreatedAt: m.now.Now().Add(-ago),
				})
				if err == nil {
					err = themes.Tag(tx, c.ID, m.themes[0].ID, themes.ByPerson, cast["editor"].ID)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	const day = 24 * time.Hour
	m.run(scenario{url: "/", status: 200, has: []string{"3 so far this week"}, hasNot: []string{"the week before", "a week", "was "}})
	said(14*day, 7)
	m.run(scenario{url: "/", status: 200, has: []string{"3 so far this week", "none the week before"}})
	said(7*day, 5)
	m.run(scenario{url: "/", status: 200, has: []string{"3 so far this week", "5 the week before"}})
	m.now.Advance(7 * day)
	m.run(scenario{url: "/", status: 200, has: []string{"3 last week", "5 the week before"}})
}

// A reply is to be read on the page of the issue that its theme went into, and the editor is told so before.
func TestAReplyIsReadWhereItsThemeWent(t *testing.T) {
	m := newMoot(t)
	ctx := context.Background()
	err := m.Insight.WriteIssue(ctx, cast["editor"], asEditor(), m.themes[0].ID, insight.IssueDraft{
		State: insight.Responded, Response: "It goes at eleven now.", Outcome: insight.Did,
	})
	if err != nil {
		t.Fatal(err)
	}
	into := "/hearing/issues/theme-02"
	m.run(
		scenario{url: into, status: 200, hasNot: []string{"It goes at eleven now."}},
		scenario{who: "editor", url: "/themes/theme-01/merge?into=theme-02", status: 200, has: []string{"can then be read on the page of the issue “Theme 02”"}},
	)
	err = m.Themes.Merge(ctx, cast["editor"], asEditor(), themes.Merging{From: m.themes[0].ID, Revision: m.themes[0].Revision, Into: m.themes[1].ID, Reason: "The same"})
	if err != nil {
		t.Fatal(err)
	}
	m.run(scenario{url: into, status: 200, has: []string{"“Theme 01” is a part of this now", "You said, we did", "It goes at eleven now."}})
}
