package e2e

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"

	"folkmoot/models/fixtures"
)

// hearing is what /hearing.json says, as another program reads it.
type hearing struct {
	People        int
	Contributions int
	Themes        []heardTheme
	Digest        string
}

type heardTheme struct {
	Slug          string
	Name          string
	Contributions int
	People        int
	Positions     struct{ Agree, Disagree, Pass int }
	Weeks         []struct{ Contributions int }
	Quotes        []struct {
		Contribution int64
		URL          string
		Start, End   int
		Text         string
	}
}

// exported is one contribution as the program writes it out.
type exported struct {
	ID                    int64
	Author, Text, State   string
	Group                 string
	Themes                []string
	Agree, Disagree, Pass int
}

// hearing reads the summary's figures, twice: the same data give the same bytes.
func (c *caller) hearing(query string) hearing {
	c.t.Helper()
	first, second := c.page("/hearing.json"+query), c.page("/hearing.json"+query)
	if first.body != second.body {
		c.t.Errorf("/hearing.json%s changes from one request to the next", query)
	}
	var h hearing
	if err := json.Unmarshal([]byte(first.body), &h); err != nil {
		c.t.Fatal(err)
	}
	at := strings.LastIndex(first.body, `,"digest":`)
	sum := sha256.Sum256([]byte(first.body[:max(0, at)] + "}"))
	if want := "sha256:" + hex.EncodeToString(sum[:]); h.Digest != want {
		c.t.Errorf("the digest of /hearing.json%s is %s, want %s", query, h.Digest, want)
	}
	return h
}

// theme finds a theme by its name; the zero value where it is not there.
func (h hearing) theme(name string) heardTheme {
	for _, t := range h.Themes {
		if t.Name == name {
			return t
		}
	}
	return heardTheme{}
}

// exports reads everything the program writes out, by id.
func (p *place) exports(flags ...string) map[int64]exported {
	p.t.Helper()
	var list []exported
	raw := p.must(append([]string{"export", "contributions", "--format", "json"}, flags...)...)
	if err := json.Unmarshal([]byte(raw), &list); err != nil {
		p.t.Fatal(err)
	}
	all := map[int64]exported{}
	for _, e := range list {
		all[e.ID] = e
	}
	return all
}

// table reads a CSV file as rows by column.
func table(t *testing.T, path string) []map[string]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func TestImportedCommentsAreCountedToTheLastUnit(t *testing.T) {
	t.Parallel()
	folder := fixtures.Path(t, "data", "patient-feedback")
	conversation := fixtures.Path(t, "data", "opinion", "scoop-hivemind.biodiversity")
	onEach(t, func(t *testing.T, p *place) {
		p.must("import", "codebook", folder+"/codebook.csv")
		for _, added := range []string{"1719 added", "0 added"} { // a second run adds nothing
			out := p.must("import", "comments", folder+"/comments.csv", "--group", "patients", "--create-group", "Patients")
			if !strings.Contains(out, added) {
				t.Errorf("the import says %s, want %s", out, added)
			}
		}
		for range 2 {
			p.must("import", "polis", conversation, "--group", "nature", "--create-group", "Nature")
		}
		p.start()
		visitor := p.caller(t)
		all := p.exports()
		checkComments(t, visitor.hearing("?group=patients"), table(t, folder+"/comments.csv"))
		checkStatements(t, visitor.hearing("?group=nature"), all, conversation)
		whole := visitor.hearing("")
		checkComments(t, hearing{
			People:        whole.People - visitor.hearing("?group=nature").People,
			Contributions: whole.Contributions - visitor.hearing("?group=nature").Contributions, Themes: whole.Themes,
		}, table(t, folder+"/comments.csv"))
		checkQuotes(t, visitor, whole, all)
		checkPage(t, visitor, whole)
		p.stop()
		p.verify()
	})
}

// checkComments compares a summary with the file of comments it was made from.
func checkComments(t *testing.T, h hearing, rows []map[string]string) {
	t.Helper()
	type count struct {
		comments int
		people   map[string]bool
	}
	themes, people := map[string]*count{}, map[string]bool{}
	for _, row := range rows {
		people[row["author"]] = true
		seen := map[string]bool{}
		for _, name := range strings.Split(row["themes"], ";") {
			if name = strings.TrimSpace(name); name == "" || seen[name] {
				continue
			}
			seen[name] = true
			if themes[name] == nil {
				themes[name] = &count{people: map[string]bool{}}
			}
			themes[name].comments++
			themes[name].people[row["author"]] = true
		}
	}
	if h.Contributions != len(rows) || h.People != len(people) {
		t.Errorf("%d contributions by %d people, want %d by %d", h.Contributions, h.People, len(rows), len(people))
	}
	if len(h.Themes) != len(themes) {
		t.Errorf("%d themes are heard, the file has %d", len(h.Themes), len(themes))
	}
	for name, want := range themes {
		got := h.theme(name)
		weeks := 0
		for _, w := range got.Weeks {
			weeks += w.Contributions
		}
		if got.Contributions != want.comments || got.People != len(want.people) || weeks != want.comments {
			t.Errorf("%s: %d contributions (%d over the weeks) by %d people, want %d by %d", name,
				got.Contributions, weeks, got.People, want.comments, len(want.people))
		}
	}
}

// checkStatements compares statements and votes with the conversation they came from.
func checkStatements(t *testing.T, h hearing, all map[int64]exported, folder string) {
	t.Helper()
	last, own := map[[2]string]string{}, map[string]int{}
	for _, vote := range table(t, folder+"/votes.csv") { // in the order of time for one voter and statement
		last[[2]string{vote["comment-id"], vote["voter-id"]}] = vote["vote"]
	}
	shown, people := map[string]map[string]string{}, map[string]bool{}
	for _, row := range table(t, folder+"/comments.csv") {
		own[last[[2]string{row["comment-id"], row["author-id"]}]]++
		if row["moderated"] != "-1" {
			shown[row["comment-id"]] = row
			people[row["author-id"]] = true
		}
	}
	agree, disagree := "1", "-1" // people agree with what they wrote themselves
	if own["-1"] > own["1"] {
		agree, disagree = "-1", "1"
	}
	want := map[string]exported{}
	for id, row := range shown {
		words := strings.TrimSpace(row["comment-body"])
		e := want[words]
		for pair, vote := range last {
			switch {
			case pair[0] != id:
			case vote == agree:
				e.Agree++
			case vote == disagree:
				e.Disagree++
			default:
				e.Pass++
			}
		}
		want[words] = e
	}
	if h.Contributions != len(shown) || h.People != len(people) {
		t.Errorf("%d statements by %d people, want %d by %d", h.Contributions, h.People, len(shown), len(people))
	}
	got := map[string]exported{}
	for _, e := range all {
		if e.Group == "nature" && e.Author != "" {
			words := got[e.Text]
			words.Agree, words.Disagree, words.Pass = words.Agree+e.Agree, words.Disagree+e.Disagree, words.Pass+e.Pass
			got[e.Text] = words
		}
	}
	for words, e := range want {
		if g, ok := got[words]; !ok || g.Agree != e.Agree || g.Disagree != e.Disagree || g.Pass != e.Pass {
			t.Errorf("“%.60s” has %d/%d/%d votes (there: %v), want %d/%d/%d", words, g.Agree, g.Disagree, g.Pass, ok, e.Agree, e.Disagree, e.Pass)
		}
	}
}

// checkQuotes finds every quote, byte for byte, in the words that are stored.
func checkQuotes(t *testing.T, visitor *caller, h hearing, all map[int64]exported) {
	t.Helper()
	quotes := 0
	for _, theme := range h.Themes {
		authors := map[string]bool{}
		for _, q := range theme.Quotes {
			quotes++
			said, ok := all[q.Contribution]
			if !ok || q.Start < 0 || q.End > len(said.Text) || q.Start >= q.End || said.Text[q.Start:q.End] != q.Text {
				t.Errorf("%s: the quote %q is not at %d to %d of contribution %d", theme.Name, q.Text, q.Start, q.End, q.Contribution)
			}
			if authors[said.Author] {
				t.Errorf("%s: two quotes of %s", theme.Name, said.Author)
			}
			authors[said.Author] = true
		}
		if len(theme.Quotes) > 0 {
			at := visitor.must(visitor.get(theme.Quotes[0].URL), 303).header.Get("Location")
			path, id, _ := strings.Cut(at, "#")
			if page := visitor.page(path); !strings.Contains(page.body, `id="`+id+`"`) {
				t.Errorf("%s: the quote leads to %s, where it is not", theme.Name, at)
			}
		}
	}
	if quotes < len(h.Themes) {
		t.Errorf("%d themes have %d quotes", len(h.Themes), quotes)
	}
}

// checkPage compares the page for people with the figures.
func checkPage(t *testing.T, visitor *caller, h hearing) {
	t.Helper()
	page := visitor.page("/hearing?show=200")
	words := text(page.body)
	for _, want := range []int{h.People, h.Contributions} {
		if n := thousands(want); !strings.Contains(words, n) {
			t.Errorf("the page does not say %s:\n%s", n, words)
		}
	}
	for _, theme := range h.Themes {
		if !strings.Contains(page.body, `id="theme-`+theme.Slug+`"`) {
			t.Errorf("the page does not show %s", theme.Name)
		}
	}
	for _, theme := range h.Themes[:min(3, len(h.Themes))] {
		behind := visitor.page("/hearing/contributions?theme=" + url.QueryEscape(theme.Slug))
		if n := thousands(theme.Contributions); !strings.Contains(text(behind.body), n+" comment") {
			t.Errorf("behind %s stand not %s contributions", theme.Name, n)
		}
	}
}

// thousands writes a number as people read it.
func thousands(n int) string {
	if n >= 1000 {
		return strconv.Itoa(n/1000) + "," + strconv.Itoa(1000 + n%1000)[1:]
	}
	return strconv.Itoa(n)
}
