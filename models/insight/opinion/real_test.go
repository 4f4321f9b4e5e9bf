package opinion

import (
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"folkmoot/models/fixtures"
)

// conversationFiles reads a published conversation: its votes, statements, and the groups that Polis found.
func conversationFiles(t testing.TB, name string) (votes []Vote, statements []Statement, groups map[int64]int) {
	t.Helper()
	folder := fixtures.Path(t, "data", "opinion", name)
	for _, row := range csvRows(t, filepath.Join(folder, "comments.csv")) {
		statements = append(statements, Statement{ID: whole(t, row["comment-id"]), Out: row["moderated"] == "-1", Meta: row["is-meta"] == "true"})
	}
	for _, row := range csvRows(t, filepath.Join(folder, "votes.csv")) {
		votes = append(votes, Vote{
			Person: whole(t, row["voter-id"]), Statement: whole(t, row["comment-id"]),
			Value: int8(whole(t, row["vote"])), Order: whole(t, row["timestamp"]),
		})
	}
	groups = map[int64]int{}
	for _, row := range csvRows(t, filepath.Join(folder, "participants-votes.csv")) {
		if row["group-id"] != "" {
			groups[whole(t, row["participant"])] = int(whole(t, row["group-id"]))
		}
	}
	return votes, statements, groups
}

func csvRows(t testing.TB, path string) []map[string]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	all, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = cells[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func whole(t testing.TB, s string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// agreement is the adjusted Rand index of two groupings, over the people whom both place.
func agreement(a, b map[int64]int) float64 {
	type pair struct{ a, b int }
	cells, rows, columns := map[pair]float64{}, map[int]float64{}, map[int]float64{}
	n := 0.0
	for person, g := range a {
		if h, there := b[person]; there {
			cells[pair{g, h}]++
			rows[g]++
			columns[h]++
			n++
		}
	}
	pairs := func(n float64) float64 { return n * (n - 1) / 2 }
	var both, ra, rb float64
	for _, n := range cells {
		both += pairs(n)
	}
	for _, n := range rows {
		ra += pairs(n)
	}
	for _, n := range columns {
		rb += pairs(n)
	}
	expected := ra * rb / pairs(n)
	if most := (ra + rb) / 2; most != expected {
		return (both - expected) / (most - expected)
	}
	return 1
}

func groupsOf(r Result) map[int64]int {
	groups := map[int64]int{}
	for _, p := range r.People {
		if p.Group >= 0 {
			groups[p.ID] = p.Group
		}
	}
	return groups
}

func TestPolisMethodFindsThePublishedGroups(t *testing.T) {
	for _, want := range []struct {
		name string
		ari  float64
	}{{"scoop-hivemind.biodiversity", 0.96}, {"vtaiwan.uberx", 0.88}, {"bg2050-volunteers", 1}} {
		votes, statements, groups := conversationFiles(t, want.name)
		r := Analyse(votes, statements, Options{Method: Polis})
		if got := agreement(groupsOf(r), groups); r.K != 2 || got < want.ari {
			t.Errorf("%s: %d groups, agreement %.3f, want 2 and at least %.2f", want.name, r.K, got, want.ari)
		}
	}
}

// One rule comes close to what Polis published, and holds still when votes are lost.
func TestFolkmootMethodOnPublishedConversations(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 8))
	fidelity, steadiness := 0.0, 0.0
	names := []string{"scoop-hivemind.biodiversity", "vtaiwan.uberx", "bg2050-volunteers"}
	for _, name := range names {
		votes, statements, published := conversationFiles(t, name)
		r := Analyse(votes, statements, Options{})
		found, self := groupsOf(r), 0.0
		const times = 12
		for range times {
			self += agreement(found, groupsOf(Analyse(lost(votes, 0.02, random), statements, Options{}))) / times
		}
		same := agreement(found, published)
		t.Logf("%s: %d groups, agreement %.3f, with itself %.3f", name, r.K, same, self)
		if r.K != 2 {
			t.Errorf("%s: %d groups: %s", name, r.K, r.Why)
		}
		fidelity += same / float64(len(names))
		steadiness += self / float64(len(names))
	}
	if fidelity < 0.9 || steadiness < 0.93 {
		t.Errorf("agreement with what was published %.3f, with itself %.3f", fidelity, steadiness)
	}
}

// The export of bg2050 holds the figure that Polis itself worked out for each statement.
func TestConsensusIsThatOfPolis(t *testing.T) {
	name := "bg2050-volunteers"
	votes, statements, groups := conversationFiles(t, name)
	r := Analyse(votes, statements, Options{Groups: groups})
	want := map[int64]float64{}
	for _, row := range csvRows(t, filepath.Join(fixtures.Path(t, "data", "opinion", name), "comments.csv")) {
		x, err := strconv.ParseFloat(row["group-informed-consensus"], 64)
		if err != nil {
			t.Fatal(err)
		}
		want[whole(t, row["comment-id"])] = x
	}
	if len(r.Details) != 371 || len(want) != 371 {
		t.Fatalf("%d statements, %d figures", len(r.Details), len(want))
	}
	for _, d := range r.Details {
		if math.Abs(d.Consensus-want[d.ID]) > 1e-12 {
			t.Errorf("statement %d: %v, want %v", d.ID, d.Consensus, want[d.ID])
		}
		if math.Abs(d.Shared*d.Shared-d.Consensus) > 1e-12 {
			t.Errorf("statement %d: shared %v of two groups, consensus %v", d.ID, d.Shared, d.Consensus)
		}
	}
}

// Every count is that of the published matrix.
func TestCountsAreThoseOfTheMatrix(t *testing.T) {
	for _, name := range []string{"scoop-hivemind.biodiversity", "vtaiwan.uberx", "bg2050-volunteers", "london.youth.policing"} {
		votes, statements, groups := conversationFiles(t, name)
		r := Analyse(votes, statements, Options{Groups: groups})
		want := map[int64][]Tally{}
		for _, row := range csvRows(t, filepath.Join(fixtures.Path(t, "data", "opinion", name), "participants-votes.csv")) {
			g, grouped := groups[whole(t, row["participant"])]
			for column, value := range row {
				id, err := strconv.ParseInt(column, 10, 64)
				if err != nil || value == "" || !grouped {
					continue
				}
				if want[id] == nil {
					want[id] = make([]Tally, r.K)
				}
				want[id][g].Seen++
				switch value {
				case "1":
					want[id][g].Agree++
				case "-1":
					want[id][g].Disagree++
				}
			}
		}
		for _, d := range r.Details {
			if w := want[d.ID]; w != nil && !slices.Equal(d.Groups, w) {
				t.Errorf("%s, statement %d: %+v, want %+v", name, d.ID, d.Groups, w)
			}
		}
	}
}
