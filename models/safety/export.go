package safety

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/rules"
)

// Dossier is everything that is kept, for a regulator: every version of every record, and a year's figures.
type Dossier struct {
	Place   string           `json:"place"`
	MadeAt  clock.Instant    `json:"made_at"`
	Lead    rules.SafetyLead `json:"safety_lead"`
	Records []Record         `json:"records"` // by kind, the newest first
	Figures Figures          `json:"figures"`
}

// Current gives the newest version of a kind in the dossier; version 0 where there is none.
func (d Dossier) Current(k Kind) Record {
	for _, r := range d.Records {
		if r.Kind == k {
			return r
		}
	}
	return draft(k)
}

// Dossier reads everything.
func (s *Store) Dossier(ctx context.Context, a people.Actor, place string) (Dossier, error) {
	if err := MayKeep(a); err != nil {
		return Dossier{}, err
	}
	return Gather(ctx, s.DB, s.DB.Clock.Now(), place)
}

// Gather reads everything, for the operator's own command.
func Gather(ctx context.Context, q db.Querier, now clock.Instant, place string) (Dossier, error) {
	d := Dossier{Place: place, MadeAt: now}
	book, err := rules.Load(ctx, q)
	if err != nil {
		return d, err
	}
	d.Lead = book.Contacts.SafetyLead
	for _, k := range Kinds {
		list, err := versions(ctx, q, k)
		if err != nil {
			return d, err
		}
		d.Records = append(d.Records, list...)
	}
	d.Figures, err = figures(ctx, q, now.Add(-ReviewAfter))
	return d, err
}

// Write puts the dossier in one archive: the page as people read it, all of it as JSON, and tables as CSV.
func (d Dossier) Write(w io.Writer, page []byte) error {
	raw, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return err
	}
	archive := zip.NewWriter(w)
	for _, file := range []struct {
		name string
		data []byte
	}{
		{"read-me.txt", []byte(readMe)},
		{"safety.html", page},
		{"safety.json", raw},
		{"records.csv", table(d.recordRows())},
		{"figures.csv", table(d.figureRows())},
	} {
		if file.data == nil {
			continue
		}
		out, err := archive.CreateHeader(&zip.FileHeader{Name: file.name, Method: zip.Deflate, Modified: time.UnixMilli(int64(d.MadeAt)).UTC()})
		if err != nil {
			return err
		}
		if _, err := out.Write(file.data); err != nil {
			return err
		}
	}
	return archive.Close()
}

func (d Dossier) recordRows() [][]string {
	rows := [][]string{{"record", "version", "made_at", "by", "review_due", "note", "section", "question", "answer"}}
	for _, r := range d.Records {
		for _, q := range r.Kind.form() {
			rows = append(rows, []string{
				string(r.Kind), strconv.Itoa(r.Version), stamp(r.MadeAt), r.By, stamp(r.ReviewDue), r.Note, q.Section.String(), q.Label.String(), q.Answer(r.Answers[q.Key]).String(),
			})
		}
		if r.Kind == Illegal {
			for _, h := range AllHarms() {
				rows = append(rows, []string{string(r.Kind), strconv.Itoa(r.Version), stamp(r.MadeAt), r.By, stamp(r.ReviewDue), r.Note, h.Name.String(), "Level of risk", string(r.Level(h))})
			}
		}
	}
	return rows
}

func (d Dossier) figureRows() [][]string {
	rows := [][]string{{"figure", "reason", "value"}, {"counted from", "", stamp(d.Figures.Since)}, {"counted to", "", stamp(d.MadeAt)}}
	keys := map[string]bool{}
	for _, counts := range []map[string]int{d.Figures.Reports, d.Figures.Taken} {
		for key := range counts {
			keys[key] = true
		}
	}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		rows = append(rows, []string{"reports", key, strconv.Itoa(d.Figures.Reports[key])}, []string{"taken down, asked to change or passed on", key, strconv.Itoa(d.Figures.Taken[key])})
	}
	t := d.Figures.Takedown
	return append(rows,
		[]string{"entries of moderation in the register", "", strconv.Itoa(d.Figures.Register)},
		[]string{"grave reports decided", "", strconv.Itoa(t.Reports)},
		[]string{"median minutes until decided", "", t.minutes(t.Median)},
		[]string{"longest minutes until decided", "", t.minutes(t.Longest)},
		[]string{"grave reports open", "", strconv.Itoa(t.Open)},
	)
}

// minutes gives a time that was measured in whole minutes; "" where no report was decided, so that nobody reads it as at once.
func (c Clock) minutes(d time.Duration) string {
	if c.Reports == 0 {
		return ""
	}
	return strconv.Itoa(int(d / time.Minute))
}

// readMe says what is in the archive, for whoever opens it years later.
const readMe = `Safety records

safety.html  The newest version of each record, to read and to print.
records.csv  Every version of every record: one row for each answer. An answer is never changed; a new version is kept.
figures.csv  What was reported and taken down in the year before this was made. A cell is empty where nothing was measured.
             Grave reports are those that something may be against the law or that somebody may be at risk.
safety.json  All of it for programs. Times are milliseconds since 1 January 1970 (UTC); lengths of time are nanoseconds.

Times in the tables are UTC. Reasons are named by their keys, such as “unkind”.
Nothing that anybody wrote in a discussion is in here.
`

func stamp(at clock.Instant) string {
	return time.UnixMilli(int64(at)).UTC().Format(time.RFC3339)
}

func table(rows [][]string) []byte {
	var out bytes.Buffer
	out.WriteString("\ufeff") // spreadsheets take the text for UTF-8 only with this mark
	w := csv.NewWriter(&out)
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = prose.SafeCell(cell)
		}
		w.Write(safe)
	}
	w.Flush() // a buffer takes everything
	return out.Bytes()
}
