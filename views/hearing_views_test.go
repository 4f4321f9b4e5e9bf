package views

import (
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/chromedp/chromedp"

	"folkmoot/models/fixtures"
	"folkmoot/models/insight"
	"folkmoot/public"
	"folkmoot/views/charts"
)

// seen is a page of n views of ten people each, on as many statements and two more: all agree with the first, one view
// disagrees with each of the others, and on the last many pass. One statement has gone meanwhile.
func seen(n int) SeenAlike {
	s := SeenAlike{Views: &insight.Views{People: 10*n + 3, Positions: 30 * n, Placed: 10 * n, Needed: n + 2}, Words: map[int64]insight.Words{}}
	for i := range n + 2 {
		one := insight.Statement{Contribution: int64(i + 1), Thread: 1}
		for view := range n {
			p := insight.Positions{Agree: 9, Pass: 1}
			if i == view+1 {
				p = insight.Positions{Agree: 1, Disagree: 9}
			}
			one.By = append(one.By, p)
			one.All.Agree, one.All.Disagree, one.All.Pass = one.All.Agree+p.Agree, one.All.Disagree+p.Disagree, one.All.Pass+p.Pass
		}
		s.Statements = append(s.Statements, one)
		s.Words[one.Contribution] = insight.Words{Text: "We need buses & <b>more</b> of them.", Whole: i != 0}
	}
	delete(s.Words, int64(n+2))
	s.Shared, s.Divides, s.Unsure = []int{0}, []int{1, n + 1}, []int{0}
	for view := range n {
		s.Views.Views = append(s.Views.Views, insight.View{
			Name: string(rune('A' + view)), People: 10, Agrees: 0, Disagrees: view + 1,
			Apart: []insight.Apart{{Statement: view + 1}, {Statement: n + 1, Agree: true}},
		})
		angle := 2 * math.Pi * float64(view) / float64(n)
		for i := range 10 {
			s.Marks = append(s.Marks, insight.Mark{View: view, X: math.Cos(angle) + float64(i%3)/20, Y: math.Sin(angle) + float64(i)/40})
		}
	}
	if n == 0 {
		s.Why, s.Shared, s.Divides, s.Unsure = insight.NotApart, []int{0}, nil, nil
	}
	return s
}

func viewsPage(s SeenAlike, more MoreToAnswer) templ.Component {
	return Views(ViewsPage{Page: Page{Title: "Who sees things alike", Place: dudley}, SeenAlike: s, More: more})
}

func TestTheWordsOfViews(t *testing.T) {
	for _, c := range []struct {
		views  int
		has    []string
		hasNot []string
	}{
		{0, []string{"No distinct groups", "Views shade into one another", "What most people agree with"}, []string{"fm-map", "The map in words"}},
		{2, []string{"2 views", "A, circles", "B, squares", "has 10 people", "“We need buses &amp; &lt;b&gt;more&lt;/b&gt; of them. …”", "18 of 20 people said yes, and at least 9 in 10 in each view.", "9 of 10 in this view say no. In the others, 0 of 10 do.", "3 answered too little"}, []string{"View C", "contributions/4\""}},
		{3, []string{"3 views", "C, triangles", "What sets View C apart", "are nearest to each other"}, []string{"contributions/5\""}},
		{4, []string{"D, diamonds"}, nil},
		{5, []string{"E, crosses", "View E, crosses, has 10 people."}, []string{"contributions/7\""}},
	} {
		page := render(t, viewsPage(seen(c.views), MoreToAnswer{}))
		for _, words := range c.has {
			if !strings.Contains(page, words) {
				t.Errorf("%d views: lacks %q", c.views, words)
			}
		}
		for _, words := range append(c.hasNot, "%!", "You are in") {
			if strings.Contains(page, words) {
				t.Errorf("%d views: holds %q", c.views, words)
			}
		}
		for _, fault := range faults(t, page) {
			t.Errorf("%d views: %s", c.views, fault)
		}
	}
	for views, want := range map[int]string{2: "Both views agree:", 3: "All three views agree:", 4: "All 4 views agree:", 0: "Most people agree:"} {
		if got := seen(views).allAgree(reader()); got != want {
			t.Errorf("%d: %q", views, got)
		}
	}
}

func TestEveryReasonForNoViewsIsSaid(t *testing.T) {
	said := map[string]bool{}
	for _, why := range []insight.NoViews{insight.FewStatements, insight.FewPeople, insight.AllAlike, insight.NotApart, insight.TooSmall} {
		s := seen(0)
		s.Why = why
		words := s.noViews(reader())
		if words == "" || said[words] || strings.Contains(words, "%!") {
			t.Errorf("%s: %q", why, words)
		}
		said[words] = true
	}
}

func TestWhereYouAreIsSaidInWords(t *testing.T) {
	for _, c := range []struct {
		views int
		you   *You
		want  string
	}{
		{2, nil, ""},
		{0, &You{View: -1}, ""},
		{2, &You{View: 1}, "You are in View B, with 9 other people."},
		{2, &You{View: -1, More: 1}, "You have not answered enough to be placed: 1 more comment."},
		{2, &You{View: -1}, "You have answered enough, but you stand with too few others to be shown in a view."},
	} {
		s := seen(c.views)
		s.You = c.you
		if got := s.youAre(reader()); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestAnotherRoundBeginsWhereThisOneEnded(t *testing.T) {
	m := MoreToAnswer{Here: "/discussions/1-a?order=newest&beyond=10", Asking: insight.Asking{Done: 20}}
	if got := m.again(); got != "/discussions/1-a?beyond=20&order=newest#more" {
		t.Error(got)
	}
}

func TestPagesOfViewsAreAccessible(t *testing.T) {
	axe, err := os.ReadFile(filepath.Join(fixtures.Root(), "public", "src", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Skip("axe-core is not installed: npm ci in public/src")
	}
	ctx := browser(t)
	you := seen(5)
	you.You = &You{View: 2, At: charts.Point{X: you.Marks[25].X, Y: you.Marks[25].Y}}
	strip := MoreToAnswer{Key: "k", Here: "/hearing/views", Page: true, Asking: insight.Asking{
		Left: 3, Contribution: 4, Thread: 1, Title: "Buses", Words: insight.Words{Text: "More of them."},
	}}
	pages := map[string]templ.Component{
		"/none": viewsPage(seen(0), MoreToAnswer{}), "/two": viewsPage(seen(2), MoreToAnswer{Page: true, Asking: insight.Asking{Off: true}}),
		"/five": viewsPage(you, strip), "/rest": viewsPage(seen(3), MoreToAnswer{Page: true, Asking: insight.Asking{Rest: true, Done: 10}}),
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if page := pages[r.URL.Path]; page != nil {
			w.Header().Set("Content-Security-Policy", policy)
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			if err := page.Render(reader(), w); err != nil {
				t.Error(err)
			}
			return
		}
		if asset, ok := public.File(r.URL.Path); ok {
			w.Header().Set("Content-Type", asset.ContentType)
			_, _ = w.Write(asset.Bytes)
		}
	}))
	t.Cleanup(server.Close)
	const check = `axe.run().then(r => r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html).join(" | ")))`
	for path := range pages {
		for _, scheme := range []string{"light", "dark"} {
			do(t, ctx, chromedp.EmulateViewport(375, 900), prefer(scheme), chromedp.Navigate(server.URL+path), tell(string(axe)),
				tell(`document.querySelectorAll("details").forEach(d => d.open = true)`))
			for _, problem := range ask[[]string](t, ctx, check) {
				t.Errorf("%s, %s: %s", path, scheme, problem)
			}
			if ask[bool](t, ctx, `document.documentElement.scrollWidth > innerWidth`) {
				t.Errorf("%s, %s: the page scrolls sideways", path, scheme)
			}
		}
	}
}
