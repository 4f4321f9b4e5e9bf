package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"folkmoot/models/fixtures"
)

// answered runs the analysis of a file and gives its answers, bytes and complaints.
func answered(t *testing.T, in string, args ...string) (answers []emerging, text []byte, complaint string) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out.json")
	_, complaint = ran(t, exitDone, append([]string{"analyse", "emerging", "--in", in, "--out", out}, args...)...)
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &answers); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return answers, text, complaint
}

// steady are comments of ten people a week on buses and of five on parks, for some weeks, and a surge of parks.
func steady(weeks, surge int) string {
	var b strings.Builder
	b.WriteString("created_at,author,themes,place\n")
	for week := range weeks {
		monday := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC).AddDate(0, 0, 7*week)
		for i := range 10 {
			fmt.Fprintf(&b, "%s,bus %d,Buses,x\n", monday.AddDate(0, 0, i%7).Format(time.RFC3339), i)
		}
		parks := 4 + week%3
		if week == surge {
			parks = 20
		}
		for i := range parks {
			fmt.Fprintf(&b, "%s,park %d, Parks ; Parks;,y\n", monday.AddDate(0, 0, i%7).Format(time.DateOnly), i)
		}
	}
	return b.String()
}

func TestAnalyseEmerging(t *testing.T) {
	file := written(t, steady(20, 18)+"31.12.2026,a,Parks,x\nnever,b,Parks,x\n2026-01-05\n2026-01-06,c,\"Par\"ks\",x\n")[0]
	answers, text, complaint := answered(t, file)
	if want := file + ": 4 rows were left out, first on line"; !strings.HasPrefix(complaint, want) || !strings.Contains(complaint, `"31.12.2026" is not a date`) {
		t.Errorf("said %q", complaint)
	}
	if len(answers) != 40 {
		t.Fatalf("%d answers for 2 themes in 20 weeks", len(answers))
	}
	for i, a := range answers {
		week := i / 2
		theme, count, people := "Buses", 10, 10
		if i%2 == 1 {
			theme, count, people = "Parks", 4+week%3, 4+week%3
			if week == 18 {
				count, people = 20, 20
			}
		}
		day := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 7*week).Format(time.DateOnly)
		if a.Theme != theme || a.Week != day || a.Count != count || a.People != people {
			t.Errorf("answer %d is %+v", i, a)
		}
		if up := week == 18 && theme == "Parks"; a.Alert != up || up && (a.P > 0.001 || a.Expected < 4 || a.Expected > 6) {
			t.Errorf("answer %d is %+v", i, a)
		}
	}
	if again, same, _ := answered(t, file); !bytes.Equal(text, same) || len(again) != len(answers) {
		t.Error("the same file gave other bytes")
	}
	if !bytes.HasPrefix(text, []byte(`[{"theme":"Buses","week":"2026-01-05","count":10,"people":10,"expected":1.0000,"p":1,"alert":false}`+"\n,")) {
		t.Errorf("the answers begin with %.150s", text)
	}
}

// Nothing that was written later has an influence, not even by a name.
func TestAnalyseEmergingAsOf(t *testing.T) {
	later := steady(20, 18) + "2026-06-01,z,Allotments,x\n"
	file := written(t, later, steady(17, 18))
	answers, text, _ := answered(t, file[0], "--as-of", "2026-05-03") // the Sunday of the 17th week
	if _, alone, _ := answered(t, file[1]); !bytes.Equal(text, alone) {
		t.Error("what came later changed the answers")
	}
	if len(answers) != 34 {
		t.Errorf("%d answers", len(answers))
	}
	answers, _, _ = answered(t, file[0], "--as-of", "2026-05-13") // a Wednesday in the week of the surge
	if last := answers[len(answers)-1]; last.Week != "2026-05-11" || last.Count != 9 || !last.Alert || last.Expected > 3.5 {
		t.Errorf("in the middle of the week: %+v", last)
	}
	answers, _, _ = answered(t, file[0], "--as-of", "2026-08-01")
	if last := answers[len(answers)-1]; last.Week != "2026-07-27" || last.Count != 0 || last.Alert || last.P != 1 {
		t.Errorf("long after: %+v", last)
	}
	if answers, text, _ = answered(t, file[0], "--as-of", "2020-01-01"); len(answers) != 0 || string(text) != "[]\n" {
		t.Errorf("before anything was said: %s", text)
	}
}

func manyThemes() string {
	var b strings.Builder
	for i := range 100 {
		fmt.Fprintf(&b, "theme %d;", i)
	}
	return b.String()
}

func TestAnalyseEmergingRefuses(t *testing.T) {
	files := written(t, "created_at,themes\n", "", "created_at,author,themes\n1200-01-01,a,A\n2999-01-01,b,"+manyThemes()+"\n")
	out := filepath.Join(t.TempDir(), "out.json")
	for want, args := range map[string][]string{
		"--in is missing":      {"--out", out},
		"--out is missing":     {"--in", files[0]},
		`--as-of cannot be "x`: {"--in", files[0], "--out", out, "--as-of", "x"},
	} {
		if _, complaint := ran(t, exitUsage, append([]string{"analyse", "emerging"}, args...)...); !strings.Contains(complaint, want) {
			t.Errorf("said %q, want %q", complaint, want)
		}
	}
	for want, file := range map[string]string{`no column "author"`: files[0], "is empty": files[1], "no such file": out} {
		if _, complaint := ran(t, exitFailed, "analyse", "emerging", "--in", file, "--out", out); !strings.Contains(complaint, want) {
			t.Errorf("said %q, want %q", complaint, want)
		}
	}
	if _, complaint := ran(t, exitFailed, "analyse", "emerging", "--in", files[2], "--out", out); !strings.Contains(complaint, "the first is of 1200-01-01") {
		t.Errorf("said %q", complaint)
	}
}

// Counts and people of a real file are recounted row by row.
func TestAnalyseEmergingRecounted(t *testing.T) {
	path := fixtures.Path(t, "data", "patient-feedback", "comments.csv")
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := func(name string) int { return slices.Index(rows[0], name) }
	answers, _, complaint := answered(t, path)
	if complaint != "" {
		t.Error(complaint)
	}
	said := 0
	for _, a := range answers {
		count, people := 0, map[string]bool{}
		for _, row := range rows[1:] {
			day, err := time.Parse(time.DateOnly, row[column("created_at")])
			if err != nil {
				t.Fatal(err)
			}
			for day.Weekday() != time.Monday {
				day = day.AddDate(0, 0, -1)
			}
			if day.Format(time.DateOnly) == a.Week && slices.Contains(strings.Split(row[column("themes")], ";"), a.Theme) {
				count++
				people[row[column("author")]] = true
			}
		}
		if count != a.Count || len(people) != a.People {
			t.Fatalf("%s in the week of %s: %d by %d, want %d by %d", a.Theme, a.Week, a.Count, a.People, count, len(people))
		}
		said += count
	}
	if said < 2000 {
		t.Errorf("only %d labels", said)
	}
}
