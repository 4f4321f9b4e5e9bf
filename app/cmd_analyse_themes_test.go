package main

import (
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"folkmoot/app/imports"
)

const (
	placeThemes = "theme,parent,definition,examples\n" +
		"Buses,Travel,\"Anything about buses, stops, fares and timetables.\",\n" +
		"Parks,,\"Trees, benches, playgrounds and green space.\",\"'The swings are broken', 'Lovely flowers'\"\n" +
		"Loneliness,,Feeling alone; having nobody to talk to.,\n"
	placeTagged = "id,text,themes\n" +
		"1,The 73 never comes,Buses\n2,Dog mess on the grass,Parks;Litter\n3,I see nobody from one week to the next,Loneliness\n" +
		"4,No tags yet,\n5,Late again and full,Buses\n6,\"More seats, please\",Parks; Buses\n"
	placeComments = "id,author,text,themes\n" +
		"a,x,\"The last bus goes at six, and the fare went up\",Parks\nb,y,Nobody to talk to,\nc,z,\"\",\nd,z,More trees!,Buses\ne,z,👍 好的,\n"
)

// suggested runs the command and gives the bytes it wrote and its complaints.
func suggested(t *testing.T, codebook, train, test string) (out, complaint string) {
	t.Helper()
	files := written(t, codebook, test, train)
	to := filepath.Join(t.TempDir(), "out.csv")
	args := []string{"analyse", "themes", "--codebook", files[0], "--test", files[1], "--out", to}
	if train != "" {
		args = append(args, "--train", files[2])
	}
	_, complaint = ran(t, exitDone, args...)
	text, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	return string(text), complaint
}

func TestAnalyseThemes(t *testing.T) {
	out, complaint := suggested(t, placeThemes, placeTagged, placeComments)
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], ","); got != "id,rank,theme,score" {
		t.Errorf("the header is %s", got)
	}
	if len(rows) != 1+5*3 {
		t.Fatalf("%d rows for 5 comments and 3 themes:\n%s", len(rows), out)
	}
	for i, want := range []string{"a", "b", "c", "d", "e"} {
		var ranks, themes []string
		for _, row := range rows[1+3*i:][:3] {
			if row[0] != want {
				t.Errorf("the comment %s stands where %s should", row[0], want)
			}
			ranks, themes = append(ranks, row[1]), append(themes, row[2])
		}
		slices.Sort(themes)
		if strings.Join(ranks, "") != "123" || strings.Join(themes, " ") != "Buses Loneliness Parks" {
			t.Errorf("%s has the ranks %v and the themes %v", want, ranks, themes)
		}
	}
	for at, want := range map[int]string{1: "Buses", 4: "Loneliness", 10: "Parks"} {
		if rows[at][2] != want {
			t.Errorf("the first theme of %s is %s, not %s", rows[at][0], rows[at][2], want)
		}
	}
	if !strings.Contains(complaint, "not in the codebook") || !strings.Contains(complaint, "Litter (1 comment)") {
		t.Errorf("said %q", complaint)
	}
}

// The same input gives the same bytes, in whatever order it stands and however many processors there are. The themes
// of the test file are not looked at.
func TestAnalyseThemesIsSteady(t *testing.T) {
	want, _ := suggested(t, placeThemes, placeTagged, placeComments)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for name, files := range map[string][3]string{
		"one processor":     {placeThemes, placeTagged, placeComments},
		"turned round":      {turned(placeThemes), turned(placeTagged), placeComments},
		"other test themes": {placeThemes, placeTagged, strings.ReplaceAll(placeComments, ",Parks\n", ",Loneliness\n")},
		"no test themes":    {placeThemes, placeTagged, "text,id\n\"The last bus goes at six, and the fare went up\",a\nNobody to talk to,b\n,c\nMore trees!,d\n👍 好的,e\n"},
	} {
		if got, _ := suggested(t, files[0], files[1], files[2]); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
	if got, _ := suggested(t, placeThemes, "", placeComments); got == want {
		t.Error("the training file changes nothing")
	}
}

// turned puts the rows below the header in the opposite order.
func turned(file string) string {
	lines := strings.SplitAfter(file, "\n")
	body := lines[1 : len(lines)-1]
	slices.Reverse(body)
	return strings.Join(lines, "")
}

// However the themes of a comment are kept apart, spelt and spaced, they are the same.
func TestAnalyseThemesTakesThemesApart(t *testing.T) {
	const (
		codebook = "theme,definition\n\"Listening, understanding\",x\nBuses,Buses and stops\nTea | coffee,y\nParks,Trees\nSalt; pepper,z\n"
		test     = "id,text\n1,The bus is late\n2,Cold trees\n"
		plain    = "text,themes\nLate,Buses;Parks\nIgnored,\"Listening, understanding\"\nFull,Buses;Parks\nCold,Tea | coffee;Buses\nBland,Salt; pepper\n"
	)
	want, complaint := suggested(t, codebook, plain, test)
	if complaint != "" {
		t.Errorf("said %q", complaint)
	}
	for _, other := range []string{
		"text,themes\nLate,Buses|Parks\nIgnored,\" listening,  UNDERSTANDING\"\nFull,\"buses, PARKS,\"\nCold,\"Tea |  coffee\r\nBuses;\"\nBland,SALT;  pepper\n",
		"text,themes\nLate,\"Parks\nBUSES\"\nIgnored,\"Listening,\nunderstanding; ;\"\nFull,\"Parks | Buses ;buses\"\nCold,\"tea | coffee;\u00a0buses\"\nBland,salt; pepper\n",
	} {
		if got, complaint := suggested(t, codebook, other, test); got != want || complaint != "" {
			t.Errorf("of %q: said %q, wrote\n%s\nwant\n%s", other, complaint, got, want)
		}
	}
	_, complaint = suggested(t, codebook, "text,themes\nx,\"Buses, Litter\"\ny,Litter|Parks\n", test)
	if !strings.Contains(complaint, "  Buses, Litter (1 comment)\n  Litter (1 comment)\n") {
		t.Errorf("of names that are not in the codebook it says %q", complaint)
	}
}

// Comments that say nothing or cannot be told apart are told of, and kept.
func TestAnalyseThemesTellsOfOddComments(t *testing.T) {
	const tagged = "text,themes\nbus,Buses\n\" \n\",Parks\n,Buses\n"
	out, complaint := suggested(t, placeThemes, tagged, "id,text\n1,bus\n1,park\n,x\n2,\n1,z\n  ,y\n")
	if strings.Count(out, "\n") != 1+6*3 {
		t.Errorf("wrote\n%s", out)
	}
	for _, want := range []string{
		`: 2 rows have the id of another, first: "1" on the lines 2 and 3` + "\n",
		": 2 comments have no id, first on line 4\n",
		": 1 comment has no text, on line 5\n",
		": 2 comments have no text, first on line 3\n",
	} {
		if !strings.Contains(complaint, want) {
			t.Errorf("said %q, want %q", complaint, want)
		}
	}
	if _, complaint = suggested(t, placeThemes, "", "id,text\n1,bus\n2,park\n"); complaint != "" {
		t.Errorf("of nothing odd it says %q", complaint)
	}
}

func TestAnalyseThemesComplains(t *testing.T) {
	for name, c := range map[string]struct{ codebook, train, test, says string }{
		"no theme column": {"name\nx\n", "", placeComments, `has no column "theme"`},
		"twice":           {"theme\nBuses\nbuses\n", "", placeComments, `line 3: the theme "buses" is there already, on line 2`},
		"twice by space":  {"theme\nBus  stops\n bus Stops\n", "", placeComments, `line 3: the theme "bus Stops" is there already, on line 2`},
		"no name":         {"theme,definition\n,x\n", "", placeComments, "line 2: the row has no theme"},
		"no themes":       {"theme\n", "", placeComments, "has no themes"},
		"empty":           {"", "", placeComments, "is empty"},
		"no text":         {placeThemes, "", "id\n1\n", `has no column "text"`},
		"no tags":         {placeThemes, "text\nx\n", placeComments, `has no column "themes"`},
		"short row":       {placeThemes, "", "id,text\n1,x\n2\n", "line 3: the row has 1 cells where the header has 2"},
		"bad quotes":      {placeThemes, "", "id,text\n1,x\"y\n", "line 2: the row is not proper CSV"},
		"two columns":     {placeThemes, "", "text,Text\nx,y\n", "has two columns named"},
	} {
		files := written(t, c.codebook, c.test, c.train)
		args := []string{"analyse", "themes", "--codebook", files[0], "--test", files[1], "--out", filepath.Join(t.TempDir(), "out.csv")}
		if c.train != "" {
			args = append(args, "--train", files[2])
		}
		if _, complaint := ran(t, exitFailed, args...); !strings.Contains(complaint, c.says) {
			t.Errorf("%s: said %q, want %q", name, complaint, c.says)
		}
	}
	for _, flag := range []string{"--codebook", "--test", "--out"} {
		all := []string{"--codebook", "a", "--test", "b", "--out", "c"}
		at := slices.Index(all, flag)
		if _, complaint := ran(t, exitUsage, append([]string{"analyse", "themes"}, slices.Delete(all, at, at+2)...)...); !strings.Contains(complaint, flag+" is missing") {
			t.Errorf("without %s it says %q", flag, complaint)
		}
	}
}

func FuzzReadSheet(f *testing.F) {
	for _, seed := range []string{placeThemes, placeTagged, placeComments, "\xef\xbb\xbfid,text\r\n1,\"a\r\nb\"\r\n", "text\n\x00\n", "\"", "text,,\na,b,c\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, file string) {
		rows, line := 0, 1
		stop := errors.New("stop")
		err := readSheet(t.Context(), strings.NewReader(file), "f.csv", []string{"text"}, func(r *imports.Table) error {
			rows++
			if r.Line <= line {
				t.Errorf("line %d comes after line %d", r.Line, line)
			}
			line = r.Line
			if cells := r.Text("text") + r.Text("id") + r.Text("themes"); !r.Has("text") || !utf8.ValidString(cells) || strings.Contains(cells, "\x00") {
				t.Errorf("the row holds %q", cells)
			}
			if rows == 3 {
				return stop
			}
			return nil
		}, nil)
		if err != nil && !strings.Contains(err.Error(), "f.csv") {
			t.Errorf("the error does not name the file: %v", err)
		}
		if rows == 3 && !errors.Is(err, stop) {
			t.Errorf("the error of the third row is lost: %v", err)
		}
	})
}
