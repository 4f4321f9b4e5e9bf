package views

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// said makes items as a page of a discussion has them.
func said(n int) []discussion.Item {
	items := make([]discussion.Item, n)
	for i := range items {
		items[i] = discussion.Item{Shown: true, New: i%7 == 0, Contribution: discussion.Contribution{
			ID: int64(1000 + i), ThreadID: 7, Depth: i % 4, Kind: discussion.Reply, AuthorID: int64(i % 9), Author: "Ann O’Nymous",
			Who: people.Kinds[i%len(people.Kinds)], Evidence: discussion.Evidences[i%3], Channel: discussion.Web, State: discussion.Published,
			HTML: "<p>" + strings.Repeat("Some words about <em>buses</em> that stop too early. ", 8) + "</p>", Agrees: i * 31, Disagrees: i, Passes: 1,
			CreatedAt: now - 1e9 - clock.Instant(i)*1e7,
		}}
	}
	return items
}

var reasons = func(key string) (reader, writer string) { return "Reader " + key, "Writer " + key }

func listOf(t testing.TB, l Contributions) string {
	t.Helper()
	var b bytes.Buffer
	if err := ContributionList(l).Render(reader(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestContributionsAreWellFormed(t *testing.T) {
	member := people.Actor{ID: 3, State: people.Active, Role: people.Member}
	moderator := people.Actor{ID: 4, State: people.Active, Role: people.Moderator}
	for _, depths := range [][]int{{0}, {0, 0, 0}, {0, 1, 2, 3, 3, 0}, {3, 3, 2, 0}, {2, 3, 1}, {0, 1, 0, 1, 2, 1}, {1}} {
		for _, who := range []people.Actor{people.Visitor, member, moderator} {
			items := said(len(depths))
			for i := range items {
				items[i].Depth, items[i].Author, items[i].AuthorID = depths[i], hostile, 3
				items[i].Quoted = &discussion.Quoted{ID: 1, Author: hostile, Words: hostile}
				items[i].Themes = []discussion.Theme{{Slug: "a-b", Name: hostile, Mark: 5}}
			}
			page := listOf(t, Contributions{Items: items, Reader: who, Key: db.NewToken(), ReplyTo: "/discussions/7/answers?to=", Reason: reasons})
			// What a parser makes of it is what was written: every element is closed where it should be.
			root, err := html.Parse(strings.NewReader(page))
			if err != nil {
				t.Fatal(err)
			}
			var again bytes.Buffer
			if err := html.Render(&again, root); err != nil {
				t.Fatal(err)
			}
			inside := strings.TrimSuffix(strings.TrimPrefix(again.String(), "<html><head></head><body>"), "</body></html>")
			if inside != page {
				t.Fatalf("depths %v: a parser reads\n%s\nof\n%s", depths, inside, page)
			}
			if strings.Contains(page, "<script") || strings.Count(page, "<article") != len(depths) {
				t.Errorf("depths %v: %s", depths, page)
			}
			if found := faults(t, page); len(found) > 0 {
				t.Errorf("depths %v: %v", depths, found)
			}
		}
	}
}

func TestWhatContributionsOffer(t *testing.T) {
	member := people.Actor{ID: 3, State: people.Active, Role: people.Member}
	editor := people.Actor{ID: 5, State: people.Active, Role: people.Editor}
	moderator := people.Actor{ID: 4, State: people.Active, Role: people.Moderator}
	for name, c := range map[string]struct {
		reader      people.Actor
		change      func(*discussion.Item, *Contributions)
		has, hasNot []string
	}{
		"a visitor":            {people.Visitor, nil, []string{"/position", "Reply", "/report"}, []string{`name="key"`, "/edit", "/themes", "/moderation"}},
		"a member":             {member, nil, []string{"Reply", "/report"}, []string{"/edit", "/themes", "/moderation"}},
		"its writer":           {member, func(i *discussion.Item, _ *Contributions) { i.AuthorID = 3 }, []string{"/edit", "/delete"}, []string{"/report"}},
		"an editor":            {editor, nil, []string{"/contributions/1000/themes"}, []string{"/moderation"}},
		"a moderator":          {moderator, nil, []string{"/contributions/1000/themes", "/moderation/contributions/1000"}, nil},
		"closed":               {member, func(_ *discussion.Item, l *Contributions) { l.Closed = true }, []string{"agree"}, []string{"<form", "Reply"}},
		"a position taken":     {member, func(i *discussion.Item, _ *Contributions) { i.Mine = discussion.Pass }, []string{`value="none" aria-pressed="true"`, `value="agree" aria-pressed="false"`}, []string{`value="pass"`}},
		"edited":               {people.Visitor, func(i *discussion.Item, _ *Contributions) { i.EditedAt = now - 100 }, []string{"/history", "Edited just now"}, nil},
		"on paper":             {people.Visitor, func(i *discussion.Item, _ *Contributions) { i.Channel = discussion.Paper }, []string{"On paper"}, nil},
		"the opening post":     {people.Visitor, func(i *discussion.Item, _ *Contributions) { i.Kind = discussion.Opening }, []string{"fm-first"}, []string{"Reply"}},
		"held, its writer":     {member, func(i *discussion.Item, _ *Contributions) { i.AuthorID, i.State = 3, discussion.Held }, []string{"only you can read it"}, []string{"/position", "/report"}},
		"held, a moderator":    {moderator, func(i *discussion.Item, _ *Contributions) { i.State = discussion.Held }, []string{"waits for a moderator"}, []string{"/position"}},
		"asked, its writer":    {member, func(i *discussion.Item, _ *Contributions) { i.AuthorID, i.State, i.Reason = 3, discussion.Asked, "r" }, []string{"Writer r", "/edit"}, nil},
		"hidden":               {people.Visitor, func(i *discussion.Item, _ *Contributions) { i.Shown, i.State, i.Reason = false, discussion.Hidden, "r" }, []string{"A moderator hid this", "Reader r", `id="c1000"`, "/house-rules"}, []string{"buses", "Nymous"}},
		"taken back":           {people.Visitor, func(i *discussion.Item, _ *Contributions) { i.Shown, i.State = false, discussion.Deleted }, []string{"The writer took this back"}, []string{"buses", "/house-rules"}},
		"changed and held":     {people.Visitor, func(i *discussion.Item, _ *Contributions) { i.Shown, i.State = false, discussion.Held }, []string{"A moderator will look at it soon"}, []string{"buses"}},
		"answers what is gone": {people.Visitor, func(i *discussion.Item, _ *Contributions) { i.Quoted = &discussion.Quoted{ID: 9} }, []string{"something that was taken down", "/contributions/9"}, nil},
	} {
		l := Contributions{Items: said(1), Reader: c.reader, ReplyTo: "/discussions/7/answers?to=", Reason: reasons}
		l.Items[0].AuthorID = 77
		if c.change != nil {
			c.change(&l.Items[0], &l)
		}
		page := listOf(t, l)
		for _, words := range c.has {
			if !strings.Contains(page, words) {
				t.Errorf("%s: lacks %q in %s", name, words, page)
			}
		}
		for _, words := range c.hasNot {
			if strings.Contains(page, words) {
				t.Errorf("%s: holds %q in %s", name, words, page)
			}
		}
	}
}

func TestEveryVoteHasAKeyOfItsOwn(t *testing.T) {
	page := listOf(t, Contributions{Items: said(50), Reader: people.Actor{ID: 3, State: people.Active}, Key: db.NewToken()})
	keys := map[string]bool{}
	for _, part := range strings.Split(page, `name="key" value="`)[1:] {
		keys[part[:22]] = true
	}
	if len(keys) != 50 {
		t.Errorf("50 forms have %d keys", len(keys))
	}
}

func BenchmarkContributions(b *testing.B) {
	l := Contributions{Items: said(50), Reader: people.Actor{ID: 3, State: people.Active}, Key: db.NewToken(), ReplyTo: "/discussions/7/answers?to="}
	ctx := reader()
	b.ReportAllocs()
	for b.Loop() {
		if err := ContributionList(l).Render(ctx, io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDiscussion(b *testing.B) {
	p := DiscussionPage{
		Page:   Page{Title: "What stops you?", Path: "/discussions/7-what", Nav: "groups", Place: dudley, Person: &Viewer{ID: 3, Name: "Ann"}},
		Thread: discussion.Thread{ID: 7, Slug: "what", Title: "What stops you?", Contributions: 50, People: 9}, Open: true,
		View: discussion.View{Order: discussion.Oldest, PerPage: 50}, Tallies: []discussion.Tally{{Who: people.Resident, People: 9}},
		List: Contributions{Items: said(50), Reader: people.Actor{ID: 3, State: people.Active}, Key: db.NewToken(), ReplyTo: "/discussions/7/answers?to="},
		Form: AnswerForm{Action: "/discussions/7/answers", Key: db.NewToken(), Label: "What?", Submit: "Post"},
	}
	ctx := reader()
	b.ReportAllocs()
	for b.Loop() {
		if err := Discussion(p).Render(ctx, io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
