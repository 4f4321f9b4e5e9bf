package quote_test

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"folkmoot/models/fixtures"
	"folkmoot/models/insight/quote"
)

var buses = quote.Topic{Words: "Getting there. Buses, lifts and the last bus home"}

func said(id, author int64, who, text string) quote.Candidate {
	return quote.Candidate{ID: id, Author: author, Who: who, Text: text}
}

func words(candidates []quote.Candidate, q quote.Quote) string {
	for _, c := range candidates {
		if c.ID == q.ID {
			return c.Text[q.Start:q.End]
		}
	}
	return ""
}

func chosen(topic quote.Topic, candidates []quote.Candidate, n int) []string {
	var all []string
	for _, q := range quote.Choose(topic, nil, candidates, n) {
		all = append(all, words(candidates, q))
	}
	return all
}

func TestQuotesAreTheTellingSentences(t *testing.T) {
	candidates := []quote.Candidate{
		said(1, 1, "resident", "Hello all. The last bus back to Lye goes before the group ends, so she stays in. Thanks for reading."),
		said(2, 2, "voluntary", "A hall you cannot get home from by bus is a daytime hall. I like the colour of the curtains there."),
		said(3, 3, "resident", "My neighbour gave up the choir because there is no bus home after eight."),
		said(4, 4, "business", "We make soap, and candles, and sell them on a Saturday at the market hall."),
	}
	everything := quote.NewWords()
	for _, c := range candidates {
		everything.Add(c.Text)
	}
	for _, text := range []string{"I like the paint of the hall, and the tea there.", "The rent of the room is what the groups ask about.", "She and I like to sit there and read.", "The colour of the bins is not the point."} {
		everything.Add(text)
	}
	var got []string
	for _, q := range quote.Choose(buses, everything, candidates, 2) {
		got = append(got, words(candidates, q))
	}
	want := []string{
		"My neighbour gave up the choir because there is no bus home after eight.",
		"A hall you cannot get home from by bus is a daytime hall.",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestEachKindOfPersonIsHeardBeforeOneIsHeardTwice(t *testing.T) {
	var candidates []quote.Candidate
	for i := range int64(20) {
		candidates = append(candidates, said(i, i, "resident", fmt.Sprintf("The last bus home leaves before the %c group ends, which is too early.", 'a'+rune(i))))
	}
	candidates = append(candidates, said(30, 30, "public", "The council pays for the last bus on weekdays only, and ends that in April."))
	got := chosen(buses, candidates, 3)
	if len(got) != 2 || !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "The council pays") }) {
		t.Errorf("want one resident, since they say the same, and the public body; got %q", got)
	}
}

// Each of these holds a reason not to be quoted on a page that everybody reads.
func TestWhatIsNeverQuoted(t *testing.T) {
	topic := buses
	topic.Names = []string{"Yasmin Akhtar"}
	for reason, text := range map[string]string{
		"too short":          "The last bus home.",
		"too long":           "The last bus home " + strings.Repeat("is late and ", 30) + "never comes.",
		"bold":               "The last bus home leaves **before** the group ends.",
		"a link":             "The last bus home leaves [too early](/x) for all of us.",
		"an address":         "Write to me at bus@example.org about the last bus home.",
		"a web address":      "See www.example.org for when the last bus home leaves.",
		"a phone number":     "Ring me on 01632 960 114 about the last bus home please.",
		"a postcode":         "The last bus home to DY5 1LX leaves before the group ends.",
		"a titled name":      "The last bus home was driven by Mrs Hadley, as always.",
		"a participant":      "The last bus home leaves before Yasmin Akhtar has finished.",
		"a name as given":    "The driver of the last bus home is a man called Gareth I think.",
		"a heading":          "# The last bus home leaves before the group ends",
		"a list":             "- The last bus home leaves before the group ends",
		"a quotation":        "> The last bus home leaves before the group ends",
		"a table":            "The last bus home | leaves before the group | ends",
		"indented code":      "    The last bus home leaves before the group ends",
		"fenced code":        "```\nThe last bus home\n\nThe last bus home leaves before the group ends\n```",
		"an entity":          "The last bus home &amp; the first one are both always late.",
		"shouting":           "THE LAST BUS HOME LEAVES BEFORE THE GROUP ENDS AND SO I STAY.",
		"bytes not of UTF-8": "The last bus home leaves before the \xff group ends for us.",
	} {
		if got := chosen(topic, []quote.Candidate{said(1, 1, "", text)}, 3); len(got) > 0 {
			t.Errorf("%s: quoted %q", reason, got)
		}
	}
	plain := "The last bus home leaves before the group ends, on 3 of 5 days."
	if got := chosen(topic, []quote.Candidate{said(1, 1, "", plain)}, 3); !reflect.DeepEqual(got, []string{plain}) {
		t.Errorf("a plain sentence is not quoted: %q", got)
	}
}

func TestAnyScript(t *testing.T) {
	for _, text := range []string{
		"末班公交车在小组活动结束之前就开走了，所以她只能待在家里。",
		"آخری بس گروپ ختم ہونے سے پہلے چلی جاتی ہے، اس لیے وہ گھر پر رہتی ہے۔",
		"ਆਖਰੀ ਬੱਸ ਸਮੂਹ ਖਤਮ ਹੋਣ ਤੋਂ ਪਹਿਲਾਂ ਚਲੀ ਜਾਂਦੀ ਹੈ।",
		"Ostatni autobus odjeżdża, zanim skończy się spotkanie grupy.",
	} {
		candidates := []quote.Candidate{said(1, 1, "", "…\n\n"+text), said(2, 2, "", "好的。")}
		if got := chosen(quote.Topic{}, candidates, 3); !reflect.DeepEqual(got, []string{text}) {
			t.Errorf("got %q, want %q", got, text)
		}
	}
}

func TestAHardWrappedSentenceIsOneQuoteWithItsOwnBytes(t *testing.T) {
	text := "The last bus home leaves\nbefore the group ends.\n"
	if got := chosen(buses, []quote.Candidate{said(1, 1, "", text)}, 1); !reflect.DeepEqual(got, []string{strings.TrimSpace(text)}) {
		t.Errorf("got %q", got)
	}
}

func TestTheEndOfACutTextIsNotQuoted(t *testing.T) {
	text := "The last bus home leaves before the group ends. The first bus home never leaves on time at all, wh"
	whole := said(1, 1, "", text)
	if got := chosen(quote.Topic{Words: "The first bus"}, []quote.Candidate{whole}, 1); len(got) != 1 || !strings.HasSuffix(got[0], "wh") {
		t.Errorf("of the whole text, want its last sentence; got %q", got)
	}
	whole.Cut = true
	if got := chosen(quote.Topic{Words: "The first bus"}, []quote.Candidate{whole}, 1); len(got) != 1 || strings.HasSuffix(got[0], "wh") {
		t.Errorf("of the cut text, want its first sentence; got %q", got)
	}
}

// Properties on invented talk in several scripts with odd bytes and Markdown strewn in.
func TestProperties(t *testing.T) {
	vocabulary := strings.Fields("bus home last early group hall road council Lye evening stop fare ride 末班车 回家 ਬੱਸ घर último **bold** _x_ [a](b) ab@c.uk é ñandú \xff")
	kinds := []string{"", "resident", "practitioner", "public"}
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 1))
		common := quote.NewWords()
		var candidates []quote.Candidate
		for id := range int64(1 + rng.IntN(40)) {
			var b strings.Builder
			for range 1 + rng.IntN(60) {
				b.WriteString(vocabulary[rng.IntN(len(vocabulary))])
				b.WriteString([]string{" ", " ", " ", " ", ", ", ". ", "\n", "\n\n", "。"}[rng.IntN(9)])
			}
			c := quote.Candidate{ID: id, Author: rng.Int64N(12), Who: kinds[rng.IntN(4)], Agrees: rng.IntN(9), Text: b.String(), Cut: rng.IntN(4) == 0}
			candidates = append(candidates, c)
			common.Add(c.Text)
		}
		quotes := quote.Choose(buses, common, candidates, 3)
		authors := map[int64]bool{}
		for _, q := range quotes {
			c := candidates[q.ID]
			text := c.Text[q.Start:q.End]
			if !utf8.ValidString(text) || strings.TrimSpace(text) != text || len(text) < quote.Shortest/2 || strings.ContainsAny(text, "*[]@_") {
				t.Fatalf("seed %d: bad quote %q", seed, text)
			}
			if authors[c.Author] {
				t.Fatalf("seed %d: one person twice", seed)
			}
			authors[c.Author] = true
		}
		rng.Shuffle(len(candidates), func(i, j int) { candidates[i], candidates[j] = candidates[j], candidates[i] })
		if again := quote.Choose(buses, common, candidates, 3); !reflect.DeepEqual(quotes, again) {
			t.Fatalf("seed %d: another order gives other quotes: %v, %v", seed, quotes, again)
		}
	}
}

func TestQuotesFromRealComments(t *testing.T) {
	file, err := os.Open(fixtures.Path(t, "data", "patient-feedback", "comments.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	common := quote.NewWords()
	themes := map[string][]quote.Candidate{}
	for i, row := range rows[1:] {
		common.Add(row[5])
		for theme := range strings.SplitSeq(row[6], ";") {
			themes[theme] = append(themes[theme], said(int64(i), int64(i), "", row[5]))
		}
	}
	for theme, candidates := range themes {
		quotes := quote.Choose(quote.Topic{Words: theme}, common, candidates, 3)
		if len(candidates) >= 60 && len(quotes) < 3 {
			t.Errorf("%s: %d comments, %d quotes", theme, len(candidates), len(quotes))
		}
		for _, q := range quotes {
			t.Logf("%s: %s", theme, words(candidates, q))
		}
	}
}

func BenchmarkChoose(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	common := quote.NewWords()
	var candidates []quote.Candidate
	for id := range int64(300) {
		var text strings.Builder
		for i := range 50 {
			fmt.Fprintf(&text, "word%c%c ", 'a'+rng.IntN(26), 'a'+rng.IntN(26))
			if i%12 == 11 {
				text.WriteString("ends. ")
			}
		}
		candidates = append(candidates, said(id, id, "", text.String()))
	}
	for b.Loop() {
		quote.Choose(buses, common, candidates, 3)
	}
}

func TestSomebodyWhoSpeaksAgainstIsHeard(t *testing.T) {
	candidates := []quote.Candidate{
		said(1, 1, "resident", "The last bus back to Lye goes before the group ends, so she stays in."),
		said(2, 2, "resident", "My neighbour gave up the choir because there is no bus home after eight."),
		said(3, 3, "resident", "No bus home means that the evening groups are only for people with a car."),
		said(4, 4, "resident", "An empty vehicle driving round at night costs money that we do not have."),
	}
	candidates[3].Against = true
	quiet := chosen(buses, candidates[:3], 3)
	if len(quiet) != 3 {
		t.Fatalf("got %q", quiet)
	}
	got := quote.Choose(buses, nil, candidates, 3)
	if len(got) != 3 || !got[2].Against || got[2].ID != 4 || got[0].Against || got[1].Against {
		t.Errorf("the last of three speaks against; got %+v", got)
	}
	if got := quote.Choose(buses, nil, candidates, 1); len(got) != 1 || got[0].Against {
		t.Errorf("a single quote is the most telling; got %+v", got)
	}
	if got := quote.Choose(buses, nil, candidates, 1, quote.Taken{Author: 9, Text: "Something that an editor chose"}); len(got) != 1 || !got[0].Against {
		t.Errorf("beside a chosen one, the voice against is heard; got %+v", got)
	}
	if got := quote.Choose(buses, nil, candidates, 1, quote.Taken{Author: 9, Against: true, Text: "Something that an editor chose"}); len(got) != 1 || got[0].Against {
		t.Errorf("one voice against is enough; got %+v", got)
	}
}

func TestWhatIsTakenIsNotRepeated(t *testing.T) {
	candidates := []quote.Candidate{
		said(1, 1, "resident", "The last bus back to Lye goes before the group ends, so she stays in."),
		said(2, 2, "resident", "My neighbour gave up the choir because there is no bus home after eight."),
		said(3, 1, "resident", "No bus home means that the evening groups are only for people with a car."),
	}
	got := quote.Choose(buses, nil, candidates, 3, quote.Taken{Author: 1, Who: "resident", Text: candidates[0].Text})
	if len(got) != 1 || got[0].ID != 2 {
		t.Errorf("the same person is not quoted again; got %+v", got)
	}
	got = quote.Choose(buses, nil, candidates, 3, quote.Taken{Author: 7, Text: candidates[1].Text})
	if slices.ContainsFunc(got, func(q quote.Quote) bool { return q.ID == 2 }) {
		t.Errorf("nearly the same words are not quoted again; got %+v", got)
	}
}

// Of two that are as telling, the one that says something new comes next.
func TestTheNextQuoteSaysSomethingNew(t *testing.T) {
	candidates := []quote.Candidate{
		said(1, 1, "", "The last bus home goes before the evening group ends."),
		said(2, 2, "", "The last bus home leaves too early for the evening choir."),
		said(3, 3, "", "A shared taxi home from the hall would help the older members."),
		said(4, 4, "", "A shared taxi home would be safer than the dark road."),
	}
	got := quote.Choose(quote.Topic{}, nil, candidates, 2)
	if len(got) != 2 || (got[0].ID <= 2) == (got[1].ID <= 2) {
		t.Errorf("want one of the bus and one of the taxi; got %+v", got)
	}
}
