package imports

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/fixtures"
)

var ctx = context.Background()

func quiet(int) {}

// write makes a file with the given contents.
func write(t *testing.T, name, contents string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(contents), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func rows(t *testing.T, path string) []map[string]string {
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
	var list []map[string]string
	for _, row := range all[1:] {
		m := map[string]string{}
		for i, name := range all[0] {
			m[name] = row[i]
		}
		list = append(list, m)
	}
	return list
}

func number(t *testing.T, d *db.DB, query string, args ...any) int {
	t.Helper()
	n, err := db.Value[int](ctx, d, query, args...)
	if err != nil {
		t.Fatal(query, err)
	}
	return n
}

const codebook = "theme,parent,definition,examples\nBuses,Getting about,\"Buses, stops\",“The 7”\nWalking,Getting about,On foot,\n"

const comments = "\xef\xbb\xbfid,created_at,author,text,themes,who,evidence,channel,place,parent,position,service\n" +
	"1,2026-10-01,Ann,The **last bus** goes at nine,Buses,resident,lived experience,paper,Lye,,,PTS\n" +
	"2,2026-10-02 14:30,Bob,I agree with Ann,Buses;Walking,,,,,1,agree,\n" +
	"3,2026-10-03,Ann,Same here,,resident,,,,,,\n" +
	"4,soon,Cat,When?,Buses,,,,,,,\n" +
	"5,2026-10-04,Cat,,Buses,,,,,,,\n" +
	"6,2026-10-04,Cat,Trams,Trams,,,,,,,\n" +
	"7,2026-10-04,Cat,Late,Buses,martian,,,,,,\n" +
	"1,2026-10-04,Cat,Twice,Buses,,,,,,,\n" +
	"8,2026-10-05,Dee,An answer to nobody,,,,,,99,,\n" +
	"9,2026-10-05,Eve,too,few\n" +
	"10,2026-10-06,,Nobody is named,,,,,,,,\n"

func bringCodebook(t *testing.T, d *db.DB, text string) Result {
	t.Helper()
	r, err := Codebook(ctx, d, write(t, "codebook.csv", text), CodebookOptions{}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestCodebookTwice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		if r := bringCodebook(t, d, codebook); r.Added != 2 || r.Already != 0 || len(r.Problems) > 0 {
			t.Errorf("%+v", r)
		}
		if r := bringCodebook(t, d, codebook); r.Added != 0 || r.Already != 2 {
			t.Errorf("second run: %+v", r)
		}
		if n := number(t, d, "SELECT COUNT(*) FROM themes"); n != 3 {
			t.Errorf("%d themes", n)
		}
		if n := number(t, d, "SELECT COUNT(*) FROM themes c JOIN themes p ON p.id = c.parent_id WHERE p.name = 'Getting about'"); n != 2 {
			t.Errorf("%d themes below their parent", n)
		}
	})
}

func TestCodebookThatCircles(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	_, err := Codebook(ctx, d, write(t, "c.csv", "theme,parent,definition,examples\nA,B,,\nB,A,,\n"), CodebookOptions{}, quiet)
	if err == nil || number(t, d, "SELECT COUNT(*) FROM themes") != 0 {
		t.Errorf("a theme below itself was taken: %v", err)
	}
}

func TestGoodRowsGoInAndBadOnesAreListed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		bringCodebook(t, d, codebook)
		path := write(t, "answers.csv", comments)
		into := Into{Group: "buses", CreateGroup: "Getting about"}
		r, err := Comments(ctx, d, path, into, time.UTC, quiet)
		if err != nil {
			t.Fatal(err)
		}
		var bad []string
		for _, p := range r.Problems {
			bad = append(bad, fmt.Sprint(p.Line, " ", p.ID))
		}
		sort.Strings(bad)
		want := "10 8|11 9|5 4|6 5|7 6|8 7|9 1"
		if strings.Join(bad, "|") != want || r.Added != 4 || r.Rows != 11 {
			t.Errorf("problems %v, %+v", r.Problems, r)
		}
		again, err := Comments(ctx, d, path, into, time.UTC, quiet)
		if err != nil || again.Added != 0 || again.Already != 4 || len(again.Problems) != len(r.Problems) {
			t.Errorf("second run: %+v %v", again, err)
		}
		checks := map[string]int{
			"SELECT COUNT(*) FROM contributions":                                       4,
			"SELECT COUNT(*) FROM people":                                              3,
			"SELECT COUNT(*) FROM tags WHERE source = 'import' AND state = 'accepted'": 3,
			"SELECT contribution_count FROM themes WHERE name = 'Buses'":               2,
			"SELECT contribution_count FROM threads":                                   4,
			"SELECT people_count FROM threads":                                         3,
			"SELECT COUNT(*) FROM contributions WHERE channel = 'paper' AND evidence = 'lived' AND who = 'resident' AND agrees = 1":             1,
			"SELECT COUNT(*) FROM contributions WHERE attributes = '{\"service\":\"PTS\"}'":                                                     1,
			"SELECT COUNT(*) FROM contributions c JOIN contributions p ON p.id = c.parent_id WHERE c.body_md = 'I agree with Ann'":              1,
			fmt.Sprintf("SELECT COUNT(*) FROM contributions WHERE created_at = %d", time.Date(2026, 10, 2, 14, 30, 0, 0, time.UTC).UnixMilli()): 1,
		}
		for query, want := range checks {
			if got := number(t, d, query); got != want {
				t.Errorf("%s = %d, want %d", query, got, want)
			}
		}
	})
}

func TestImportsSayWhatIsMissing(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	for name, c := range map[string]struct{ file, group, create, want string }{
		"a column": {"id,author\n", "g", "G", `no column "created_at"`},
		"a group":  {comments, "nowhere", "", "--create-group"},
		"a slug":   {comments, "Not A Slug", "X", "short name"},
		"anything": {"", "g", "G", "empty"},
	} {
		_, err := Comments(ctx, d, write(t, "x.csv", c.file), Into{Group: c.group, CreateGroup: c.create}, time.UTC, quiet)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Comments(ctx, d, "nowhere.csv", Into{Group: "g"}, time.UTC, quiet); err == nil {
		t.Error("a file that is not there was read")
	}
}

// The 1,719 real comments go in to the last one, with every theme of each.
func TestPatientFeedback(t *testing.T) {
	book, file := fixtures.Path(t, "data", "patient-feedback", "codebook.csv"), fixtures.Path(t, "data", "patient-feedback", "comments.csv")
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		if r, err := Codebook(ctx, d, book, CodebookOptions{}, quiet); err != nil || len(r.Problems) > 0 {
			t.Fatal(r.Problems, err)
		}
		r, err := Comments(ctx, d, file, Into{Group: "feedback", CreateGroup: "Feedback"}, time.UTC, quiet)
		if err != nil || len(r.Problems) > 0 {
			t.Fatal(r.Problems, err)
		}
		perTheme, authors := map[string]int{}, map[string]bool{}
		list := rows(t, file)
		for _, row := range list {
			authors[row["author"]] = true
			for theme := range strings.SplitSeq(row["themes"], ";") {
				if theme = strings.TrimSpace(theme); theme != "" {
					perTheme[theme]++
				}
			}
		}
		if r.Added != len(list) || number(t, d, "SELECT COUNT(*) FROM people") != len(authors) {
			t.Errorf("%d of %d comments, %d of %d people", r.Added, len(list), number(t, d, "SELECT COUNT(*) FROM people"), len(authors))
		}
		for theme, want := range perTheme {
			if got := number(t, d, "SELECT contribution_count FROM themes WHERE name = ?", theme); got != want {
				t.Errorf("theme %q: %d, want %d", theme, got, want)
			}
		}
	})
}

// Every real conversation goes in so that statements, hidden ones and positions equal the published files.
func TestPolisConversations(t *testing.T) {
	for _, name := range []string{"scoop-hivemind.biodiversity", "bg2050-volunteers", "london.youth.policing", "vtaiwan.uberx"} {
		folder := fixtures.Path(t, "data", "opinion", name)
		dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
			if d.Engine == db.Postgres && name != "scoop-hivemind.biodiversity" {
				t.Skip("one conversation is enough for the second engine")
			}
			for _, wantAdded := range []bool{true, false} {
				r, err := Polis(ctx, d, folder, Into{Group: "conversation", CreateGroup: "Conversation"}, quiet)
				if err != nil || len(r.Problems) > 0 || (r.Added > 0) != wantAdded {
					t.Fatalf("%+v %v", r, err)
				}
			}
			statements := rows(t, filepath.Join(folder, "comments.csv"))
			out := 0
			for _, s := range statements {
				if s["moderated"] == "-1" {
					out++
				}
			}
			if n := number(t, d, "SELECT COUNT(*) FROM contributions"); n != len(statements) {
				t.Errorf("%d statements, want %d", n, len(statements))
			}
			if n := number(t, d, "SELECT COUNT(*) FROM contributions WHERE state = 'hidden'"); n != out {
				t.Errorf("%d hidden, want %d", n, out)
			}
			// The matrix holds each person's newest vote.
			want := map[string]int{}
			for _, person := range rows(t, filepath.Join(folder, "participants-votes.csv")) {
				for column, value := range person {
					if column == "participant" || strings.Trim(column, "0123456789") != "" || value == "" {
						continue
					}
					want[map[string]string{"1": "agree", "-1": "disagree", "0": "pass"}[value]]++
				}
			}
			for position, n := range want {
				if got := number(t, d, "SELECT COUNT(*) FROM positions WHERE position = ?", position); got != n {
					t.Errorf("%d %s, want %d", got, position, n)
				}
			}
			if got := number(t, d, "SELECT SUM(agrees) FROM contributions"); got != want["agree"] {
				t.Errorf("counted %d agree, want %d", got, want["agree"])
			}
		})
	}
}

// A raw export has the signs the other way round: authors' votes on their own statements tell.
func TestPolisSignIsFoundOut(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	folder := t.TempDir()
	statements, votes := "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n", "timestamp,comment-id,voter-id,vote,xid\n"
	for i := range 5 {
		statements += fmt.Sprintf("160000000%d,%d,%d,1,0,0,Statement %d\n", i, i, i, i)
		votes += fmt.Sprintf("160000000%d,%d,%d,-1,x\n", i, i, i)
	}
	os.WriteFile(filepath.Join(folder, "comments.csv"), []byte(statements), 0o600)
	os.WriteFile(filepath.Join(folder, "votes.csv"), []byte(votes), 0o600)
	if _, err := Polis(ctx, d, folder, Into{Group: "raw", CreateGroup: "Raw"}, quiet); err != nil {
		t.Fatal(err)
	}
	if n := number(t, d, "SELECT COUNT(*) FROM positions WHERE position = 'agree'"); n != 5 {
		t.Errorf("%d agree", n)
	}
	if at := number(t, d, "SELECT MIN(created_at) FROM contributions"); at != 1_600_000_000_000 {
		t.Errorf("a timestamp in seconds became %d", at)
	}
}
