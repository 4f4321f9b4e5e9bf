package charts

import (
	"context"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"folkmoot/views/components"
)

func render(t testing.TB, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// words is what a figure says to the eye: its text without its markup.
func words(t testing.TB, markup string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func TestWhoBarPutsTheLargestFirstAndSaysEveryNumber(t *testing.T) {
	bar := render(t, WhoBar("Who is saying it", []Count{{"practitioner", 5}, {"resident", 19}, {"voluntary", 4}, {"public", 2}, {"business", 1}, {"researcher", 0}}))
	for _, want := range []string{
		`aria-label="31 people: 19 residents, 5 practitioners, 4 voluntary and faith, 2 public bodies, 1 business"`,
		`<g class="k1"><rect x="0.0%" width="61.3%" height="100%"></rect>`,
		`<g class="k2"><rect x="61.3%" width="16.1%" height="100%"></rect>`,
		`<g class="k5"><rect x="96.8%" width="3.2%" height="100%">`,
	} {
		if !strings.Contains(bar, want) {
			t.Errorf("the bar lacks %s", want)
		}
	}
	if got, want := words(t, bar), "Who is saying it 19 5 4 2 Residents 19 Practitioners 5 Voluntary and faith 4 Public bodies 2 Businesses 1"; got != want {
		t.Errorf("the bar says %q, want %q", got, want)
	}
}

func TestBarsHaveIconsOnlyWhereThereIsRoom(t *testing.T) {
	for _, c := range []struct {
		n, of        int
		icon, number bool
	}{{15, 100, true, true}, {14, 100, false, true}, {6, 100, false, true}, {5, 100, false, false}} {
		bar := render(t, whoPart(parts([]Count{{"resident", c.of - c.n}, {"researcher", c.n}})[1]))
		if icon, number := strings.Contains(bar, "<use"), strings.Contains(bar, "<text"); icon != c.icon || number != c.number {
			t.Errorf("%d of %d: icon %v, number %v; want %v and %v", c.n, c.of, icon, number, c.icon, c.number)
		}
	}
}

func TestNobodyYet(t *testing.T) {
	for _, figure := range []templ.Component{WhoBar("Who", nil), WhoBar("Who", []Count{{"resident", 0}}), PositionsBar("Where", Positions{})} {
		if markup := render(t, figure); strings.Contains(markup, "<svg") || !strings.Contains(markup, "Nobody") {
			t.Errorf("an empty figure is %s", markup)
		}
	}
	if got := render(t, Spark(nil, "", "")); got != "" {
		t.Errorf("a trend of no weeks is %q", got)
	}
}

func TestPartsFillTheBarWhateverTheCounts(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		var counts []Count
		sum := 0
		for _, kind := range append(components.Kinds, "", "invented") {
			n := random.IntN(40)
			sum += n
			counts = append(counts, Count{kind, n})
		}
		laid := parts(counts)
		end, people := 0.0, 0
		for i, p := range laid {
			if math.Abs(p.start-end) > 1e-9 || p.N <= 0 || i > 0 && p.N > laid[i-1].N {
				t.Fatalf("%v: part %d is %+v after %v", counts, i, p, end)
			}
			end = p.start + p.width
			people += p.N
		}
		if people != sum || sum > 0 && math.Abs(end-100) > 1e-9 {
			t.Fatalf("%v: %d people of %d fill %v of the bar", counts, people, sum, end)
		}
	}
}

func TestNoPercentageIsWritten(t *testing.T) {
	counts := []Count{{"resident", 7}, {"practitioner", 5}}
	positions := Positions{Agree: 7, Disagree: 3, Pass: 2}
	for _, figure := range []templ.Component{
		WhoBar("Who", counts), PositionsBar("Where", positions), EvidenceRow("What", 3, 0, 1, 2), Spark([]int{1, 2}, "2 this week", "1 the week before"),
		FiguresTable("All", "", FiguresRows(context.Background(), counts, 3, 0, 1, positions)),
	} {
		if text := words(t, render(t, figure)); strings.Contains(text, "%") {
			t.Errorf("a percentage is written: %s", text)
		}
	}
}

func TestPositionsAreCountsInOneOrder(t *testing.T) {
	bar := render(t, PositionsBar("Where people stand", Positions{Agree: 61, Disagree: 6, Pass: 12}))
	if !strings.Contains(bar, `aria-label="61 agree, 12 pass, 6 disagree"`) || !strings.Contains(bar, `<rect class="pass" x="77.2%" width="15.2%"`) {
		t.Errorf("the bar is %s", bar)
	}
	if got, want := words(t, bar), "Where people stand Agree 61 Pass 12 Disagree 6"; got != want {
		t.Errorf("the bar says %q, want %q", got, want)
	}
}

func TestTrendsAreSaidInASentence(t *testing.T) {
	for want, weeks := range map[string][]int{
		"Comments each week for 8 weeks, up from 2 to 23":                             {2, 3, 2, 4, 5, 7, 12, 23},
		"Comments each week for 3 weeks, down from 5 to 0":                            {5, 1, 0},
		"Comments each week for 2 weeks, 4 at the start and at the end":               {4, 4},
		"Comments each week for 3 weeks, from 1 to 2, with 1,200 in the busiest week": {1, 1200, 2},
		"1 comment in 1 week": {1},
	} {
		if got := sparkSentence(context.Background(), weeks); got != want {
			t.Errorf("%v: got %q, want %q", weeks, got, want)
		}
	}
}

func TestTrendStaysInsideItsDrawing(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		weeks := make([]int, 1+random.IntN(60))
		for i := range weeks {
			weeks[i] = random.IntN(1 + random.IntN(2000))
		}
		for i, p := range sparkPoints(weeks) {
			if math.IsNaN(p[0]+p[1]) || p[0] < sparkLeft || p[0] > sparkRight || p[1] < sparkTop || p[1] > sparkZero {
				t.Fatalf("%v: week %d is drawn at %v", weeks, i, p)
			}
		}
	}
	if got, want := sparkLine([]int{2, 3, 2, 4, 5, 7, 12, 23}), "4,34.3 21,33.0 38,34.3 55,31.6 73,30.3 90,27.6 107,20.8 124,6.0"; got != want {
		t.Errorf("the line is %q, want %q", got, want)
	}
}

func TestMissingEvidenceIsDashed(t *testing.T) {
	row := render(t, EvidenceRow("What they bring", 33, 14, 0, 0))
	if n := strings.Count(row, "fm-ev--none"); n != 1 || !strings.Contains(row, "Research</span>") {
		t.Errorf("%d kinds are dashed in %s", n, row)
	}
	if got, want := words(t, row), "What they bring Lived experience 33 Practice 14 Research 0"; got != want {
		t.Errorf("the row says %q, want %q", got, want)
	}
	if got, want := words(t, render(t, EvidenceRow("What they bring", 1, 0, 0, 5))), "What they bring Lived experience 1 Practice 0 Research 0 Did not say 5"; got != want {
		t.Errorf("the row says %q, want %q", got, want)
	}
	if got, want := words(t, render(t, EvidenceRow("What they bring", 0, 0, 0, 5))), "What they bring Did not say 5"; got != want {
		t.Errorf("where nobody said, the row says %q, want %q", got, want)
	}
}

func TestFiguresLeadToTheirRows(t *testing.T) {
	rows := FiguresRows(context.Background(), []Count{{"resident", 2}}, 1, 0, 0, Positions{Agree: 3})
	rows[0].URL = "/themes/power?who=resident"
	table := render(t, FiguresTable("Issue 1 in figures", "for issue 1", rows))
	if !strings.Contains(table, `<th scope="row">Residents</th><td><a href="/themes/power?who=resident">2</a></td>`) || strings.Count(table, "<tr>") != 1+len(rows) {
		t.Errorf("%s rows of %s", strconv.Itoa(len(rows)), table)
	}
}
