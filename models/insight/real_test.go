package insight_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/fixtures"
	"folkmoot/models/insight"
	"folkmoot/models/themes"
)

// table reads a CSV file as rows by the names of its columns.
func table(t testing.TB, path string) []map[string]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	reader := csv.NewReader(file)
	reader.FieldsPerRecord = -1
	lines, err := reader.ReadAll()
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

// keep stores rows as contributions of recorded people, tagged with the themes of their names.
func (w *world) keep(thread int64, rows []map[string]string, read func(row map[string]string) *said) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error {
		w.all = nil
		authors := map[string]int64{}
		for _, row := range rows {
			author := row["author"] + row["author-id"]
			if _, ok := authors[author]; !ok {
				id, err := person(tx, author)
				if err != nil {
					return err
				}
				authors[author] = id
			}
			one := read(row)
			one.author = authors[author]
			if err := w.add(tx, thread, one); err != nil {
				return err
			}
		}
		return nil
	})
}

// The summary of real labelled comments equals what the file itself says, to the last unit, on both engines alike.
func TestPatientFeedbackAgreesWithItsFile(t *testing.T) {
	rows := table(t, fixtures.Path(t, "data", "patient-feedback", "comments.csv"))
	number, names := map[string]int{}, []string{}
	people, byTheme, authorsOf := map[string]bool{}, map[string]int{}, map[string]map[string]bool{}
	for _, row := range rows {
		people[row["author"]] = true
		for name := range strings.SplitSeq(row["themes"], ";") {
			if _, ok := number[name]; !ok {
				number[name] = len(names)
				names = append(names, name)
				authorsOf[name] = map[string]bool{}
			}
			byTheme[name]++
			authorsOf[name][row["author"]] = true
		}
	}
	var made [][]byte
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d, names...)
		w.places()
		w.keep(w.ids[0], rows, func(row map[string]string) *said {
			at, err := time.ParseInLocation("2006-01-02", row["created_at"], w.Zone)
			if err != nil {
				t.Fatal(err)
			}
			one := &said{text: row["text"], at: clock.Of(at), state: discussion.Published, themes: map[int]bool{}}
			for name := range strings.SplitSeq(row["themes"], ";") {
				one.themes[number[name]] = true
			}
			return one
		})
		sum, err := w.Summary(ctx, insight.Scope{Group: "buses"})
		if err != nil {
			t.Fatal(err)
		}
		if sum.Contributions != len(rows) || sum.People != len(people) || len(sum.Themes) != len(names) {
			t.Errorf("%d contributions by %d people on %d themes, want %d, %d, %d", sum.Contributions, sum.People, len(sum.Themes), len(rows), len(people), len(names))
		}
		for i, theme := range sum.Themes {
			weeks := 0
			for _, week := range theme.Weeks {
				weeks += week.Contributions
			}
			if theme.Said != byTheme[theme.Name] || theme.People != len(authorsOf[theme.Name]) || weeks != theme.Said {
				t.Errorf("%s: %d by %d, %d in weeks; the file has %d by %d", theme.Name, theme.Said, theme.People, weeks, byTheme[theme.Name], len(authorsOf[theme.Name]))
			}
			if i > 0 && theme.People > sum.Themes[i-1].People {
				t.Errorf("%s is ranked below one with fewer people", theme.Name)
			}
			kept, err := (&themes.Store{DB: d}).BySlug(ctx, theme.Slug)
			if err != nil || kept.Contributions != theme.Said {
				t.Errorf("%s: the kept count is %d, %v", theme.Name, kept.Contributions, err)
			}
		}
		line, err := sum.JSON()
		if err != nil {
			t.Fatal(err)
		}
		if made = append(made, line); !bytes.Equal(line, made[0]) {
			t.Error("the engines differ")
		}
	})
}

// A real opinion conversation: statements that its moderators took out do not count, and positions add up.
func TestBiodiversityAgreesWithItsFile(t *testing.T) {
	rows := table(t, fixtures.Path(t, "data", "opinion", "scoop-hivemind.biodiversity", "comments.csv"))
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d, "Nature")
		w.places()
		var want insight.Positions
		people, published := map[string]bool{}, 0
		for _, row := range rows {
			if row["moderated"] == "-1" {
				continue
			}
			published++
			people[row["author-id"]] = true
			want.Agree += whole(t, row["agrees"])
			want.Disagree += whole(t, row["disagrees"])
		}
		w.keep(w.ids[0], rows, func(row map[string]string) *said {
			one := &said{
				text: row["comment-body"], at: clock.Instant(whole(t, row["timestamp"])), state: discussion.Published, themes: map[int]bool{0: true},
				position: insight.Positions{Agree: whole(t, row["agrees"]), Disagree: whole(t, row["disagrees"])},
			}
			if row["moderated"] == "-1" {
				one.state = discussion.Hidden
			}
			return one
		})
		sum, err := w.Summary(ctx, insight.Scope{})
		if err != nil || len(sum.Themes) != 1 {
			t.Fatal(sum, err)
		}
		nature := sum.Themes[0]
		if sum.Contributions != published || nature.Said != published || sum.People != len(people) || nature.Positions != want {
			t.Errorf("%d by %d, %+v; the file has %d by %d, %+v", nature.Said, sum.People, nature.Positions, published, len(people), want)
		}
		w.checkQuotes(insight.Scope{}, sum)
	})
}

func whole(t testing.TB, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
