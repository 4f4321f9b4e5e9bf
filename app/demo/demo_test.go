package demo

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// said is one contribution with where it stands.
type said struct {
	where     string
	group     string
	chapter   string
	paragraph int
	*Comment
	parent *Comment
}

// everything lists all contributions of the place.
func everything(d *Demo) []said {
	var all []said
	for _, group := range d.Groups {
		for _, discussion := range group.Discussions {
			opening := discussion.Opening
			opening.Replies = discussion.Replies
			opening.Each(func(c, parent *Comment) {
				all = append(all, said{where: group.Slug + ": " + discussion.Title, group: group.Slug, Comment: c, parent: parent})
			})
		}
	}
	for _, chapter := range d.Guide.Chapters {
		for i := range chapter.Comments {
			on := &chapter.Comments[i]
			on.Each(func(c, parent *Comment) {
				all = append(all, said{where: chapter.Slug, chapter: chapter.Slug, paragraph: on.Paragraph, Comment: c, parent: parent})
			})
		}
	}
	return all
}

func byKey(d *Demo) map[string]Person {
	people := map[string]Person{}
	for _, person := range d.People {
		people[person.Key] = person
	}
	return people
}

func TestContributionsHoldTogether(t *testing.T) {
	d := Content()
	people := byKey(d)
	themes := map[string]bool{}
	for _, theme := range d.Themes {
		themes[theme.Slug] = true
	}
	for _, c := range everything(d) {
		short := c.where + ": " + c.Text
		if people[c.By].Key == "" {
			t.Errorf("%s: nobody is called %q", short, c.By)
		}
		if c.RecordedBy != "" && people[c.RecordedBy].Who != "practitioner" {
			t.Errorf("%s: recorded by %q, who is no practitioner", short, c.RecordedBy)
		}
		if (c.Channel != "") != (c.RecordedBy != "") {
			t.Errorf("%s: channel %q but recorded by %q", short, c.Channel, c.RecordedBy)
		}
		if c.Day < 0 || c.Day > Longest {
			t.Errorf("%s: day %d", short, c.Day)
		}
		if c.parent != nil && c.Day > c.parent.Day {
			t.Errorf("%s: answers before what it answers", short)
		}
		if c.parent != nil && c.parent.State == "held" {
			t.Errorf("%s: answers something that nobody could read", short)
		}
		if min(c.Agree, c.Disagree, c.Pass) < 0 || c.Agree+c.Disagree+c.Pass >= len(d.People) {
			t.Errorf("%s: %d/%d/%d positions", short, c.Agree, c.Disagree, c.Pass)
		}
		if c.State == "held" && c.Agree+c.Disagree+c.Pass > 0 {
			t.Errorf("%s: held, yet has positions", short)
		}
		for i, slug := range c.Themes {
			if !themes[slug] || slices.Contains(c.Themes[:i], slug) {
				t.Errorf("%s: theme %q unknown or twice", short, slug)
			}
		}
		for _, a := range c.Attached {
			if a.Called == "" || len(a.Words) < 20 || !bytes.Equal(a.Make(), a.Make()) {
				t.Errorf("%s: %q has no name, no words, or is not the same each time", short, a.Called)
			}
		}
		checkWords(t, short, c.Comment)
	}
}

func checkWords(t *testing.T, short string, c *Comment) {
	t.Helper()
	oneOf(t, short, c.Evidence, "", "lived", "practice", "research")
	oneOf(t, short, c.Channel, "", "paper", "phone", "event")
	oneOf(t, short, c.State, "", "held", "hidden")
	oneOf(t, short, c.Reason, "", "private-details", "names-someone", "unkind", "advert", "off-topic", "unlawful", "no-problem")
	if c.State == "hidden" && c.Reason == "" {
		t.Errorf("%s: hidden without a reason", short)
	}
	if c.State == "" && c.Reason != "" {
		t.Errorf("%s: published with a reason", short)
	}
	if text := strings.TrimSpace(c.Text); text == "" || text != c.Text || len(text) > 1500 {
		t.Errorf("%s: empty, padded or very long", short)
	}
}

func oneOf(t *testing.T, short, got string, allowed ...string) {
	t.Helper()
	if !slices.Contains(allowed, got) {
		t.Errorf("%s: %q is none of %q", short, got, allowed)
	}
}

func TestNoTextAppearsTwice(t *testing.T) {
	first := map[string]string{}
	for _, c := range everything(Content()) {
		if where, seen := first[c.Text]; seen {
			t.Errorf("in %s and in %s: %s", where, c.where, c.Text)
		}
		first[c.Text] = c.where
	}
}

func TestPeople(t *testing.T) {
	d := Content()
	if len(d.People) < 58 || len(d.People) > 64 {
		t.Errorf("%d people", len(d.People))
	}
	who, roles, names := map[string]int{}, map[string]int{}, map[string]bool{}
	for _, person := range d.People {
		who[person.Who]++
		roles[person.Role]++
		if names[person.Name] || names[person.Key] {
			t.Errorf("%s is there twice", person.Key)
		}
		names[person.Name], names[person.Key] = true, true
		if !slices.Contains(append(d.Place.Areas, ""), person.Area) {
			t.Errorf("%s is from %q, which is no area of the place", person.Key, person.Area)
		}
	}
	want := map[string]int{"resident": 31, "practitioner": 9, "voluntary": 9, "public": 6, "business": 3, "researcher": 2}
	for kind, count := range want {
		if who[kind] != count {
			t.Errorf("%d of kind %s, want %d", who[kind], kind, count)
		}
	}
	if len(who) != len(want) {
		t.Errorf("kinds of people: %v", who)
	}
	if roles["editor"] == 0 || roles["moderator"] == 0 || roles["administrator"] == 0 || len(roles) != 4 {
		t.Errorf("roles: %v", roles)
	}
	heard := map[string]bool{}
	for _, c := range everything(d) {
		heard[c.By] = true
	}
	if len(heard) != len(d.People) {
		t.Errorf("%d of %d people say something", len(heard), len(d.People))
	}
}

func TestGroups(t *testing.T) {
	d := Content()
	people := byKey(d)
	if len(d.Groups) != 9 {
		t.Errorf("%d groups", len(d.Groups))
	}
	discussions := 0
	themes := map[string]bool{}
	for _, group := range d.Groups {
		discussions += len(group.Discussions)
		themes[group.Theme] = true
		oneOf(t, group.Slug, group.Access, "open", "ask", "private")
		if len(group.Hosts) == 0 || group.Summary == "" || group.About == "" || group.Name == "" {
			t.Errorf("%s lacks something", group.Slug)
		}
		for _, host := range group.Hosts {
			if people[host].Key == "" {
				t.Errorf("%s: no host %q", group.Slug, host)
			}
		}
	}
	if discussions < 18 || discussions > 22 {
		t.Errorf("%d discussions", discussions)
	}
	if len(themes) != 9 {
		t.Errorf("the groups are about %d themes, want one each", len(themes))
	}
}

func TestThemes(t *testing.T) {
	seen := map[string]bool{}
	for i, theme := range Content().Themes {
		if theme.Mark != i+1 {
			t.Errorf("%s has mark %d, want %d", theme.Slug, theme.Mark, i+1)
		}
		if theme.Parent != "" && !seen[theme.Parent] {
			t.Errorf("%s comes before its parent %q", theme.Slug, theme.Parent)
		}
		if theme.Name == "" || theme.Definition == "" || theme.Examples == "" || seen[theme.Slug] {
			t.Errorf("%s is incomplete or twice", theme.Slug)
		}
		seen[theme.Slug] = true
	}
}

func TestModeratorsHaveWork(t *testing.T) {
	d := Content()
	people := byKey(d)
	states, refs := map[string]int{}, map[string]*Comment{}
	channels := map[string]int{}
	depth := 0
	for _, c := range everything(d) {
		states[c.State]++
		channels[c.Channel]++
		if c.Ref != "" {
			refs[c.Ref] = c.Comment
		}
		if c.parent != nil && len(c.Replies) > 0 {
			depth++
		}
	}
	if states["held"] < 3 || states["hidden"] < 3 {
		t.Errorf("states: %v", states)
	}
	if channels["paper"] == 0 || channels["phone"] == 0 || channels["event"] == 0 {
		t.Errorf("channels: %v", channels)
	}
	if depth < 20 {
		t.Errorf("only %d replies are answered", depth)
	}
	if len(d.Reports) != 3 {
		t.Errorf("%d reports", len(d.Reports))
	}
	for _, report := range d.Reports {
		comment := refs[report.Ref]
		switch {
		case comment == nil:
			t.Errorf("no comment %q to report", report.Ref)
		case comment.State != "" || report.Day > comment.Day:
			t.Errorf("report on %q: not published, or older than the comment", report.Ref)
		}
		if report.By != "" && people[report.By].Key == "" {
			t.Errorf("report by %q", report.By)
		}
	}
}

func TestIssues(t *testing.T) {
	states := map[string]int{}
	for _, issue := range Content().Issues {
		states[issue.State]++
		if (issue.State == "responded") != (issue.Response != "") || issue.Note == "" || issue.Title == "" {
			t.Errorf("%s: state %q does not fit what is written", issue.Title, issue.State)
		}
	}
	if states["considered"] != 1 || states["responded"] != 1 {
		t.Errorf("states: %v", states)
	}
}
