package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"folkmoot/models/fixtures"
)

var elapsed = regexp.MustCompile(`"elapsed_ms":[0-9.]+`)

// opinionOf runs the command and gives what it wrote, but for the time it took.
func opinionOf(t *testing.T, folder string, more ...string) (text string, answer opinionFile) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out.json")
	ran(t, exitDone, append([]string{"analyse", "opinion", "--polis", folder, "--out", out}, more...)...)
	raw, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		t.Fatal(err)
	}
	if !elapsed.Match(raw) {
		t.Error("the time is missing")
	}
	return elapsed.ReplaceAllString(string(raw), ""), answer
}

// The rows of all files, and the columns of the matrix, may come in any order.
func TestAnalyseOpinionDoesNotDependOnOrder(t *testing.T) {
	for _, name := range []string{"bg2050-volunteers", "scoop-hivemind.biodiversity"} {
		folder := fixtures.Path(t, "data", "opinion", name)
		for _, files := range [][]string{{"comments.csv", "votes.csv"}, {"comments.csv", "participants-votes.csv"}} {
			for _, method := range []string{"folkmoot", "polis"} {
				before, _ := opinionOf(t, copied(t, folder, files, nil), "--method", method)
				random := rand.New(rand.NewPCG(1, 1))
				for range 3 {
					after, _ := opinionOf(t, copied(t, folder, files, random), "--method", method)
					if after != before {
						t.Errorf("%s: %v with %s gave something else in another order", name, files, method)
					}
				}
			}
		}
	}
}

// copied copies CSV files into a folder of their own, with rows and columns shuffled if there is a source of chance.
func copied(t *testing.T, folder string, files []string, random *rand.Rand) string {
	t.Helper()
	to := t.TempDir()
	for _, name := range files {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if random != nil {
			random.Shuffle(len(rows)-1, func(i, j int) { rows[i+1], rows[j+1] = rows[j+1], rows[i+1] })
			columns := random.Perm(len(rows[0]))
			for r, row := range rows {
				moved := make([]string, len(row))
				for i, c := range columns {
					moved[i] = row[c]
				}
				rows[r] = moved
			}
		}
		var out bytes.Buffer
		w := csv.NewWriter(&out)
		if err := w.WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(to, name), out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

func TestAnalyseOpinionWithGivenGroups(t *testing.T) {
	folder := fixtures.Path(t, "data", "opinion", "london.youth.policing")
	_, answer := opinionOf(t, folder, "--groups", filepath.Join(folder, "participants-votes.csv"))
	if answer.Method != "given" || answer.K != 3 || answer.Participants != 26 || answer.Statements != 36 || len(answer.Groups) != 24 {
		t.Errorf("%s: %d groups of %d, %d people, %d statements", answer.Method, answer.K, len(answer.Groups), answer.Participants, answer.Statements)
	}
	if len(answer.Details) != 39 || len(answer.Representative) != 3 || len(answer.Details[0].Groups) != 3 {
		t.Errorf("%d statements, %d lists", len(answer.Details), len(answer.Representative))
	}
}

// A conversation by hand: an xid column moves the others, a body has several lines, a statement is left out, a vote
// is changed, another is a pass and a third is not there; the signs are those of a raw export.
const (
	handStatements = "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n" +
		"1600000001,10,1,0,0,1,\"Of two\nlines, and a comma\"\n1600000002,11,2,0,0,-1,Out\n1600000003,12,3,0,0,0,Third\n"
	handVotes = "timestamp,datetime,comment-id,voter-id,xid,vote\n" +
		"1600000010,x,10,1,a,-1\n1600000011,x,11,2,b,-1\n1600000012,x,12,3,c,-1\n" +
		"1600000020,x,10,2,b,-1\n1600000019,x,10,2,b,1\n1600000021,x,10,3,c,0\n"
)

func TestAnalyseOpinionReadsWhatIsThere(t *testing.T) {
	folder := t.TempDir()
	written := map[string]string{"comments.csv": handStatements, "votes.csv": handVotes, "groups.csv": "participant,group\n1,7\n2,7\n3,\n"}
	for name, text := range written {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, answer := opinionOf(t, folder, "--groups", filepath.Join(folder, "groups.csv"))
	d := answer.Details[0]
	if d.ID != 10 || d.Agree != 2 || d.Disagree != 0 || d.Pass != 1 {
		t.Errorf("%+v: want two who agree, one of them on second thoughts, and one who passes", d)
	}
	if len(d.Groups) != 1 || d.Groups[0] != (opinionTally{7, 2, 0, 2}) || answer.Groups["2"] != 7 || len(answer.Groups) != 2 {
		t.Errorf("%+v %v", d.Groups, answer.Groups)
	}
	if d.Consensus != 0.75 || d.Shared != 0.75 || !answer.Details[1].Out || answer.Details[2].Agree != 1 {
		t.Errorf("%+v", answer.Details)
	}
	_, alone := opinionOf(t, folder)
	if alone.K != 0 || alone.Why != "few-people" || alone.Method != "folkmoot" || len(alone.Groups) != 0 {
		t.Errorf("three people: %+v", alone)
	}
}

func TestAnalyseOpinionRefuses(t *testing.T) {
	folder := t.TempDir()
	out := filepath.Join(folder, "out.json")
	for _, want := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"--out", out}, exitUsage, "--polis is missing"},
		{[]string{"--polis", folder}, exitUsage, "--out is missing"},
		{[]string{"--polis", folder, "--out", out, "--method", "guess"}, exitUsage, "folkmoot or polis"},
		{[]string{"--polis", folder, "--out", out}, exitFailed, "comments.csv"},
	} {
		if _, said := ran(t, want.code, append([]string{"analyse", "opinion"}, want.args...)...); !strings.Contains(said, want.says) {
			t.Errorf("%v said %q", want.args, said)
		}
	}
}

// The published matrix holds everybody's newest vote; the votes by themselves must come to the same.
func TestAnalyseOpinionOfVotesAndMatrixAgree(t *testing.T) {
	for _, name := range []string{"scoop-hivemind.biodiversity", "vtaiwan.uberx", "bg2050-volunteers", "london.youth.policing"} {
		folder := fixtures.Path(t, "data", "opinion", name)
		groups := filepath.Join(folder, "participants-votes.csv")
		fromVotes, _ := opinionOf(t, copied(t, folder, []string{"comments.csv", "votes.csv"}, nil), "--groups", groups)
		fromMatrix, _ := opinionOf(t, copied(t, folder, []string{"comments.csv", "participants-votes.csv"}, nil), "--groups", groups)
		if fromVotes != fromMatrix {
			t.Errorf("%s: votes and matrix differ", name)
		}
	}
}
