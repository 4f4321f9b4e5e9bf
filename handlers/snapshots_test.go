package handlers

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/snapshots"
	"folkmoot/views/paper"
)

// frozen is a stage with a published summary, a draft and a withdrawn one, and words that all of them quote.
type frozen struct {
	*moot
	published, draft, withdrawn string // addresses
	quoted                      int64  // a contribution whose words are in each
	words                       string // those words
}

func newFrozen(t *testing.T) *frozen {
	f := &frozen{moot: newMoot(t)}
	for _, into := range []*string{&f.published, &f.draft, &f.withdrawn} {
		got := f.ask(t, scenario{who: "editor", url: "/hearing/snapshots", form: sent("title", "What we heard", "intro", "Read *this* first.")})
		if got.status != 303 {
			t.Fatalf("%d %s", got.status, got.body)
		}
		*into = got.header.Get("Location")
		if into != &f.draft {
			f.run(scenario{who: "editor", url: *into + "/publish", form: sent("revision", "1"), status: 303, to: *into})
		}
	}
	f.run(scenario{who: "editor", url: f.withdrawn + "/withdraw", form: sent("reason", "It was of the wrong weeks."), status: 303})
	s, err := f.Snapshots.Read(context.Background(), cast["editor"], strings.TrimPrefix(f.published, "/hearing/snapshots/"))
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range s.Edition.Issues {
		for _, q := range i.Quotes {
			f.quoted, f.words = q.Contribution, q.Text
		}
	}
	if f.words == "" {
		t.Fatal("nothing is quoted: this test sees nothing")
	}
	f.Papers = func(_ context.Context, document paper.Paper) ([]byte, error) {
		return renderFile(context.Background(), document)
	}
	return f
}

// everywhere are the addresses below a summary's own that hold its quotes.
var everywhere = []string{"", "/embed", "/report", "/report.docx", "/download.html", "/download.docx", "/download.json"}

func TestWhoSeesWhichSummary(t *testing.T) {
	f := newFrozen(t)
	for _, who := range []string{"", "member", "suspended", "moderator", "editor", "administrator"} {
		staff := who == "moderator" || who == "editor" || who == "administrator"
		for _, after := range everywhere {
			got := f.ask(t, scenario{who: who, url: f.published + after})
			if got.status != 200 || !strings.Contains(html.UnescapeString(got.body), f.words) {
				t.Errorf("%q gets %d for %s, or not its quotes", who, got.status, after)
			}
			page := after == "" || after == "/report" || after == "/report.docx"
			got = f.ask(t, scenario{who: who, url: f.draft + after})
			if sees := strings.Contains(html.UnescapeString(got.body), f.words); sees != (staff && page) || !sees && got.status != 404 {
				t.Errorf("%q gets %d for %s of a draft", who, got.status, after)
			}
			got = f.ask(t, scenario{who: who, url: f.withdrawn + after})
			if strings.Contains(html.UnescapeString(got.body), f.words) {
				t.Errorf("%q reads %s of what was withdrawn", who, after)
			}
			if (after == "" || after == "/embed") && !strings.Contains(got.body, "It was of the wrong weeks.") {
				t.Errorf("%q is not told why it was withdrawn at %q: %d", who, after, got.status)
			}
		}
		f.run(
			scenario{who: who, url: "/hearing/snapshots", status: 200, has: []string{f.published + `"`, "Withdrawn on"}},
			scenario{who: who, url: "/hearing", status: 200, has: []string{`href="/hearing/snapshots"`}},
		)
		if got := f.ask(t, scenario{who: who, url: "/hearing/snapshots"}); strings.Contains(got.body, f.draft+`"`) != staff {
			t.Errorf("%q: the draft is in the list or is not", who)
		}
	}
	f.run(
		scenario{url: "/hearing/snapshots/nowhere", status: 404}, scenario{url: "/hearing/snapshots/nowhere/embed", status: 404},
		scenario{url: "/hearing/snapshots/nowhere/download.json", status: 404}, scenario{url: "/feeds/hearing.atom", status: 200, has: []string{"Published: What we heard", f.published}},
	)
}

func TestOnlyEditorsMakeSummaries(t *testing.T) {
	f := newFrozen(t)
	for who, status := range map[string]int{"": 401, "member": 403, "suspended": 401, "moderator": 403} {
		for path, form := range map[string]url.Values{
			"/hearing/snapshots": sent("title", "x"), f.draft + "/edit": sent("title", "x", "revision", "1"), f.draft + "/publish": sent("revision", "1"),
			f.draft + "/discard": sent(), f.published + "/withdraw": sent("reason", "x"),
		} {
			f.run(scenario{who: who, url: path, form: form, status: status})
		}
		for _, path := range []string{"/hearing/snapshots/new", f.draft + "/edit", "/hearing/report", "/hearing/report.docx"} {
			if got := f.ask(t, scenario{who: who, url: path}); got.status != 403 && got.status != 303 {
				t.Errorf("%q gets %d for %s", who, got.status, path)
			}
		}
		got := f.ask(t, scenario{who: who, url: f.published})
		if strings.Contains(got.body, "/withdraw") || strings.Contains(got.body, "/publish") {
			t.Errorf("%q is offered what only editors may do", who)
		}
	}
	f.run(
		scenario{who: "editor", url: "/hearing/snapshots/new?who=resident", status: 200, has: []string{`name="who" value="resident"`, "They raised"}},
		scenario{who: "editor", url: "/hearing/snapshots", form: sent("title", " ", "who", "king"), status: 422},
		scenario{who: "editor", url: "/hearing/snapshots", form: sent("title", " "), status: 422, has: []string{"Give it a title"}},
		scenario{who: "editor", url: f.draft, status: 200, has: []string{"Publish it for everybody", "<em>this</em>"}},
		scenario{who: "editor", url: f.draft + "/edit", status: 200, has: []string{"Read *this* first."}},
		scenario{who: "editor", url: f.draft + "/edit", form: sent("title", "", "revision", "1"), status: 422},
		scenario{who: "editor", url: f.draft + "/edit", form: sent("title", "Heard", "intro", "New <b>words</b>", "revision", "1"), status: 303, to: f.draft},
		scenario{who: "editor", url: f.draft + "/edit", form: sent("title", "Mine", "revision", "1"), status: 409, has: []string{"Somebody else changed this", `value="2"`, `value="Mine"`}},
		scenario{who: "editor", url: f.draft + "/publish", form: sent("revision", "1"), status: 409},
		scenario{who: "editor", url: f.draft, status: 200, has: []string{"New &lt;b&gt;words&lt;/b&gt;"}},
		scenario{who: "editor", url: f.published + "/withdraw", form: sent("reason", ""), status: 422, has: []string{"Say why"}},
		scenario{who: "editor", url: f.draft + "/discard", form: sent(), status: 303, to: "/hearing/snapshots"},
		scenario{who: "editor", url: f.draft, status: 404},
		scenario{who: "editor", url: "/hearing/report?who=resident", status: 200, has: []string{"Only editors see this report"}},
		scenario{who: "editor", url: "/hearing/report?group=private", status: 404},
		scenario{who: "editor", url: "/hearing/snapshots/new?group=private", status: 404},
	)
}

// No summary of one area is frozen or reported on, whoever asks and in whatever way; nothing of it is stored.
func TestNoAreaIsFrozen(t *testing.T) {
	f := newFrozen(t)
	f.write(func(tx *db.Tx) error { _, err := tx.Exec("UPDATE people SET area = 'Netherton'"); return err })
	f.run(
		scenario{who: "editor", url: "/hearing?area=Netherton", status: 200, hasNot: []string{"/hearing/snapshots/new", "/hearing/report"}},
		scenario{who: "editor", url: "/hearing", status: 200, has: []string{"/hearing/snapshots/new", "/hearing/report"}},
	)
	for _, area := range []string{"Netherton", "Nowhere", " "} {
		query := url.Values{"area": {area}}.Encode()
		for _, path := range []string{"/hearing/snapshots/new?", "/hearing/report?", "/hearing/report.docx?", "/hearing/report?who=resident&"} {
			f.run(scenario{who: "editor", url: path + query, status: 422, has: []string{"could tell where somebody lives"}, hasNot: []string{f.words}})
		}
		f.run(
			scenario{who: "editor", url: "/hearing/snapshots", form: sent("title", "Of one area", "area", area), status: 422, has: []string{"could tell where somebody lives"}},
			scenario{who: "editor", url: "/hearing/snapshots?" + query, form: sent("title", "Of one area", "area", area, "who", "resident"), status: 422},
		)
	}
	frozen, err := db.Value[int](context.Background(), f.DB, "SELECT COUNT(*) FROM snapshots WHERE title = 'Of one area' OR scope LIKE '%area%'")
	if err != nil || frozen != 0 {
		t.Errorf("%d of an area are stored, %v", frozen, err)
	}
}

// What was said in a private group is in nothing that is frozen.
func TestPrivateWordsAreNeverFrozen(t *testing.T) {
	f := newFrozen(t)
	for _, after := range append([]string{"/download.csv"}, everywhere...) {
		if got := f.ask(t, scenario{who: "editor", url: f.published + after}); strings.Contains(got.body, "secret bus") {
			t.Errorf("%s holds what is private", after)
		}
	}
	rows, err := db.Value[[]byte](context.Background(), f.DB, "SELECT facts FROM snapshots ORDER BY id LIMIT 1")
	if err != nil || len(rows) == 0 {
		t.Fatal(err)
	}
}

// Once words are hidden they are on no page and in no file by the next answer, whoever asks and however often it was
// asked for before; the page says that words were removed and shows both fingerprints. Shown again, they stay out.
func TestHiddenWordsLeaveEveryPageAndFile(t *testing.T) {
	f := newFrozen(t)
	readers := []string{"", "", "member", "editor"}
	look := func(want bool) {
		t.Helper()
		for _, who := range readers {
			for _, after := range everywhere {
				if got := f.ask(t, scenario{who: who, url: f.published + after}); strings.Contains(html.UnescapeString(got.body), f.words) != want {
					t.Errorf("%q, %s: that the words are there is %v", who, after, !want)
				}
			}
		}
	}
	sheet := func() string {
		book, err := excelize.OpenReader(strings.NewReader(f.ask(t, scenario{url: f.published + "/download.xlsx"}).body))
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		rows, err := book.GetRows("Quotes")
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, row := range rows {
			all = append(all, row...)
		}
		return strings.Join(all, "\n")
	}
	look(true)
	if !strings.Contains(sheet(), f.words) {
		t.Error("the workbook lacks the words")
	}
	set := func(state discussion.State) {
		f.write(func(tx *db.Tx) error { _, err := discussion.SetState(tx, f.quoted, state, "personal"); return err })
	}
	set(discussion.Hidden)
	look(false)
	if strings.Contains(sheet(), f.words) {
		t.Error("the workbook holds the words")
	}
	page := f.ask(t, scenario{url: f.published})
	for _, want := range []string{"Words removed on", "Edition 2", "Edition 1", "figures stay as they were"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if digests := regexp.MustCompile(`sha256:[0-9a-f]{64}`).FindAllString(page.body, -1); len(digests) != 2 || digests[0] == digests[1] {
		t.Errorf("fingerprints: %v", digests)
	}
	set(discussion.Published)
	look(false)
}

// A group that becomes private takes its words out of what is published by the next answer, from pages that were kept too.
func TestAGroupThatBecomesPrivateTakesItsWords(t *testing.T) {
	f := newFrozen(t)
	for _, after := range everywhere {
		f.ask(t, scenario{url: f.published + after})
	}
	f.run(scenario{who: "administrator", url: "/groups/open/edit", form: sent("name", "The open group", "summary", "All of us", "access", "private", "revision", "1"), status: 303})
	for _, after := range everywhere {
		if got := f.ask(t, scenario{url: f.published + after}); got.status != 200 || strings.Contains(html.UnescapeString(got.body), f.words) {
			t.Errorf("%s: %d, or it holds the words", after, got.status)
		}
	}
}

// The page for other sites: it may be framed, it alone; it reads and sets no cookie and runs nothing.
func TestThePageForOtherSites(t *testing.T) {
	f := newFrozen(t)
	plain := f.ask(t, scenario{url: f.published + "/embed"})
	for _, who := range []string{"member", "editor", "administrator"} {
		got := f.ask(t, scenario{who: who, url: f.published + "/embed", headers: map[string]string{"Accept-Encoding": "identity"}})
		if got.body != plain.body {
			t.Errorf("%q gets another page", who)
		}
	}
	got := f.ask(t, scenario{url: f.published + "/embed", headers: map[string]string{"Cookie": "folkmoot=editor; folkmoot-flash=saved"}})
	if got.body != plain.body || strings.Contains(got.body, "Saved.") {
		t.Error("it reads cookies")
	}
	for name, a := range map[string]answer{"first": plain, "with cookies": got, "missing": f.ask(t, scenario{url: "/hearing/snapshots/nowhere/embed", headers: map[string]string{"Cookie": "folkmoot=editor; folkmoot-flash=saved"}})} {
		policy := a.header.Get("Content-Security-Policy")
		if a.header.Get("Set-Cookie") != "" || a.header.Get("X-Frame-Options") != "" || !strings.Contains(policy, "frame-ancestors *") ||
			strings.Contains(policy, "script-src") || !strings.Contains(policy, "default-src 'none'") || a.header.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
			t.Errorf("%s: %v", name, a.header)
		}
	}
	for _, never := range []string{"<script", "<form", "<iframe", "onclick", " style=", "http://example"} {
		if strings.Contains(plain.body, never) {
			t.Errorf("it holds %s", never)
		}
	}
	for _, link := range regexp.MustCompile(`<a [^>]*>`).FindAllString(plain.body, -1) {
		if !strings.Contains(link, `target="_top"`) {
			t.Errorf("%s opens in the frame, where it is refused", link)
		}
	}
	for _, other := range []string{f.published, f.published + "/report", "/hearing", f.published + "/download.html"} {
		a := f.ask(t, scenario{url: other})
		if a.header.Get("X-Frame-Options") != "DENY" || !strings.Contains(a.header.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
			t.Errorf("%s may be framed: %v", other, a.header)
		}
	}
	snippet := html.UnescapeString(f.ask(t, scenario{url: f.published}).body)
	if !strings.Contains(snippet, `<iframe src="http://folkmoot.test`+f.published+`/embed"`) {
		t.Error("the page gives nothing to copy")
	}
}

// What is taken away opens as what it is.
func TestTheFiles(t *testing.T) {
	f := newFrozen(t)
	files := map[string]string{"json": "application/json", "csv": "text/csv", "views.csv": "text/csv", "heard.csv": "text/csv", "xlsx": "spreadsheetml", "html": "text/html", "docx": "wordprocessingml"}
	for format, kind := range files {
		got := f.ask(t, scenario{url: f.published + "/download." + format})
		if got.status != 200 || !strings.Contains(got.header.Get("Content-Type"), kind) || !strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment; filename=what-we-heard-") {
			t.Errorf("%s: %d %v", format, got.status, got.header)
		}
		if after := f.ask(t, scenario{url: f.withdrawn + "/download." + format}); after.status != 303 || after.header.Get("Location") != f.withdrawn {
			t.Errorf("%s of what was withdrawn: %d", format, after.status)
		}
	}
	var edition snapshots.Edition
	line := f.ask(t, scenario{url: f.published + "/download.json"}).body
	if err := json.Unmarshal([]byte(line), &edition); err != nil || len(edition.Issues) == 0 || !strings.HasSuffix(line, `"digest":"`+edition.Digest+"\"}\n") {
		t.Errorf("%v %s", err, line)
	}
	rows, err := csv.NewReader(strings.NewReader(f.ask(t, scenario{url: f.published + "/download.csv"}).body)).ReadAll()
	if err != nil || len(rows) != len(edition.Issues)+1 {
		t.Errorf("%v: %d rows", err, len(rows))
	}
	whole := f.ask(t, scenario{url: f.published + "/download.html"}).body
	for _, never := range []string{"<script", `<link`, `src="`, `href="/`, `url(`} {
		if strings.Contains(whole, never) {
			t.Errorf("the file does not stand by itself: it holds %s", never)
		}
	}
	f.Papers = nil
	f.run(
		scenario{url: f.published + "/download.docx", status: 404}, scenario{url: f.published + "/report.docx", status: 404},
		scenario{who: "member", url: f.published, status: 200, has: []string{"There is no Word file here"}, hasNot: []string{"download.docx", "Only administrators see this"}},
		scenario{who: "administrator", url: f.published, status: 200, has: []string{"Only administrators see this"}},
		scenario{who: "member", url: f.published + "/report", status: 200, has: []string{"There is no Word file here"}, hasNot: []string{"report.docx"}},
	)
}

// Who sees things alike and whom we have heard from stand on the page, on paper and in every file, with the words of what is
// told of; hidden, those leave all of them.
func TestThePartsAreOnEveryPageAndInEveryFile(t *testing.T) {
	p := newPoll(t, 2, 30)
	p.Papers = func(_ context.Context, document paper.Paper) ([]byte, error) {
		return renderFile(context.Background(), document)
	}
	p.write(func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE people SET area = 'Netherton' WHERE id = ?", cast["editor"].ID)
		return err
	})
	p.run(scenario{who: "editor", url: "/hearing/reach/baselines", form: sent("dimension", "area", "title", "By area", "source", "Census", "lines", "Netherton, 100\nLye, 200"), status: 303})
	at := p.ask(t, scenario{who: "editor", url: "/hearing/snapshots", form: sent("title", "What we heard")}).header.Get("Location")
	p.run(scenario{who: "editor", url: at + "/publish", form: sent("revision", "1"), status: 303, to: at})
	heard := []string{"Netherton", "Lye"}
	// One person said all of it, so where they live is told nowhere.
	told := map[string][]string{
		"":                    {"Both views agree:", "What sets View A apart", "What divides us", "30 people answered 12 comments", "The views in words", "Fewer than 5: not told"},
		"/report":             {"Who sees things alike", "What sets View B apart", "Fewer than 5: not told", "What we do not know"},
		"/report.docx":        {"What sets View B apart", "Fewer than 5: not told"},
		"/download.html":      {"What sets View B apart", "Fewer than 5: not told", "View A:"},
		"/download.docx":      {"What sets View B apart", "What we do not know"},
		"/download.json":      {`"sets_apart":[{`, `"category":"Netherton","lives":100}`, `"people_in_views":30`},
		"/download.views.csv": {"view_B_pass", "shared: agree", "sets view B apart"},
		"/download.heard.csv": {"fewer than 5"},
	}
	for after, has := range told {
		if after != "/download.views.csv" {
			has = append(has, heard...)
		}
		if after != "/download.heard.csv" {
			has = append(has, "number 0 on it")
		}
		p.run(scenario{url: at + after, status: 200, has: has, hasNot: []string{"Voter", "private thing", "%!"}})
	}
	book := func(sheet string) string {
		book, err := excelize.OpenReader(strings.NewReader(p.ask(t, scenario{url: at + "/download.xlsx"}).body))
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, row := range rows {
			all = append(all, row...)
		}
		return strings.Join(all, "\n")
	}
	if !strings.Contains(book("Views"), "number 0 on it") || !strings.Contains(book("Heard"), "Netherton") {
		t.Error("the workbook lacks the parts")
	}
	p.write(func(tx *db.Tx) error {
		_, err := discussion.SetState(tx, p.statements[0], discussion.Hidden, "personal")
		return err
	})
	for after := range told {
		if got := p.ask(t, scenario{url: at + after}); got.status != 200 || strings.Contains(got.body, "number 0 on it") {
			t.Errorf("%s: %d, or it holds what is hidden", after, got.status)
		}
	}
	if strings.Contains(book("Views"), "number 0 on it") {
		t.Error("the workbook holds what is hidden")
	}
	p.run(scenario{url: at, status: 200, has: []string{"Words removed on", "Edition 2"}})
}

// controls are what nobody can press on paper.
var controls = map[string]bool{"button": true, "input": true, "select": true, "textarea": true, "form": true, "details": true}

// TestNothingToPressIsPrinted goes through the pages and looks for controls outside of what is left out on paper.
func TestNothingToPressIsPrinted(t *testing.T) {
	f := newFrozen(t)
	for _, address := range []string{f.published + "/report", f.published} {
		for _, who := range []string{"", "editor"} {
			page, err := html.Parse(bytes.NewBufferString(f.ask(t, scenario{who: who, url: address}).body))
			if err != nil {
				t.Fatal(err)
			}
			var walk func(n *html.Node)
			walk = func(n *html.Node) {
				if n.Type == html.ElementNode {
					classes := ""
					for _, a := range n.Attr {
						if a.Key == "class" {
							classes = a.Val
						}
					}
					if strings.Contains(classes, "fm-noprint") || n.Data == "header" && strings.Contains(classes, "fm-head") {
						return
					}
					if controls[n.Data] && !(n.Data == "details" && address == f.published) { // tables of figures are opened on paper
						t.Errorf("%s as %q prints a %s", address, who, n.Data)
					}
				}
				for child := n.FirstChild; child != nil; child = child.NextSibling {
					walk(child)
				}
			}
			walk(page)
		}
	}
}
