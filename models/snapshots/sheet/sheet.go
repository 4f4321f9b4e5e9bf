// Package sheet writes a frozen summary for spreadsheets: one table as CSV, or several sheets as XLSX. No cell can be
// read as a formula.
package sheet

import (
	"bytes"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/snapshots"
)

// table is a sheet: texts and whole numbers, the first row its head.
type table struct {
	name   string
	widths []float64 // of the columns, in characters; 12 for those not named
	rows   [][]any
}

// kinds are the columns of counts by kind: people first, then evidence, then positions.
func kinds() (names []any) {
	for _, kind := range people.Kinds {
		names = append(names, "people_"+string(kind))
	}
	names = append(names, "people_not_stated")
	for _, kind := range discussion.Evidences {
		names = append(names, "evidence_"+string(kind))
	}
	return append(names, "evidence_not_stated", "agree", "disagree", "pass")
}

func counts(i snapshots.Issue) (cells []any) {
	for _, kind := range people.Kinds {
		cells = append(cells, i.ByWho[string(kind)])
	}
	cells = append(cells, i.ByWho[insight.NotStated])
	for _, kind := range discussion.Evidences {
		cells = append(cells, i.ByEvidence[string(kind)])
	}
	return append(cells, i.ByEvidence[insight.NotStated], i.Positions.Agree, i.Positions.Disagree, i.Positions.Pass)
}

// issues is one row for each issue, in their order.
func issues(e snapshots.Edition) table {
	t := table{name: "Issues", widths: []float64{6, 20, 24, 36, 14, 10, 14}}
	t.rows = append(t.rows, append(append([]any{"rank", "theme", "name", "issue", "state", "people", "contributions"}, kinds()...), "why", "answer", "reply"))
	for n, i := range e.Issues {
		row := append([]any{n + 1, i.Slug, i.Name, i.Title, i.State, i.People, i.Contributions}, counts(i)...)
		t.rows = append(t.rows, append(row, i.Note, i.Answer, i.Response))
	}
	return t
}

func figures(e snapshots.Edition) table {
	t := table{name: "Figures", widths: []float64{28, 80}, rows: [][]any{{"what", "value"}}}
	add := func(what string, value any) { t.rows = append(t.rows, []any{what, value}) }
	add("title", e.Title)
	add("address", e.Address)
	add("edition", e.Number)
	add("figures of", e.At.String())
	add("edition made", e.Made.String())
	for _, name := range slices.Sorted(maps.Keys(e.Scope)) {
		add("limited to "+name, e.Scope[name])
	}
	add("people", e.People)
	add("contributions", e.Contributions)
	add("issues", len(e.Issues))
	for _, kind := range people.Kinds {
		add("people: "+string(kind), e.ByWho[string(kind)])
	}
	add("people: not stated", e.ByWho[insight.NotStated])
	if v := e.Views; v != nil {
		add("people who answered comments", v.People)
		add("answers", v.Positions)
		add("comments that enough people answered", v.Answered)
		for _, view := range v.Views {
			add("people in view "+view.Name, view.People)
		}
		if v.Why != "" {
			add("why there are no views", string(v.Why))
		}
	}
	add("quotes whose words were removed", e.Removed())
	add("digest of the rows", e.Rows)
	add("digest of the edition before", e.Before)
	add("digest", e.Digest)
	return t
}

func quotes(e snapshots.Edition) table {
	t := table{name: "Quotes", widths: []float64{20, 80, 22, 10, 10, 10, 14, 12, 24, 24, 12, 30}}
	t.rows = [][]any{{"theme", "words", "contribution", "revision", "first_byte", "end_byte", "who", "evidence", "said_at", "removed_at", "against", "kept_in_view"}}
	for _, i := range e.Issues {
		for _, q := range i.Quotes {
			against := ""
			if q.Against {
				against = "yes"
			}
			t.rows = append(t.rows, []any{i.Slug, q.Text, q.URL, q.Revision, q.Start, q.End, q.Who, q.Evidence, q.At.String(), q.Removed.String(), against, q.Pinned})
		}
	}
	return t
}

func weeks(e snapshots.Edition) table {
	t := table{name: "Weeks", widths: []float64{20, 14}, rows: [][]any{{"theme", "week_from", "contributions"}}}
	for _, i := range e.Issues {
		for _, week := range i.Weeks {
			t.rows = append(t.rows, []any{i.Slug, string(week.Start), week.Contributions})
		}
	}
	return t
}

func promises(e snapshots.Edition) table {
	t := table{name: "Promises", widths: []float64{20, 60, 24, 24, 14, 12, 40}, rows: [][]any{{"theme", "action", "owner", "priority", "review_on", "state", "outcome"}}}
	for _, i := range e.Issues {
		for _, c := range i.Commitments {
			t.rows = append(t.rows, []any{i.Slug, c.Action, c.Owner, c.Priority, string(c.ReviewOn), c.State, c.Outcome})
		}
	}
	return t
}

func methods(e snapshots.Edition) table {
	t := table{name: "Methods", widths: []float64{120}, rows: [][]any{{"how it was counted"}}}
	for _, words := range snapshots.Methods[e.Method] {
		t.rows = append(t.rows, []any{words.String()})
	}
	t.rows = append(t.rows, []any{"Counting method " + strconv.Itoa(e.Method) + ", codebook version " + strconv.FormatInt(e.Codebook, 10) + "."})
	if e.Introduction != "" {
		t.rows = append(t.rows, []any{e.Introduction})
	}
	return t
}

// CSV writes the issues of an edition as one table, by RFC 4180, each cell in quotes.
func CSV(e snapshots.Edition) []byte { return issues(e).csv() }

// HeardCSV writes whom an edition has heard from likewise.
func HeardCSV(e snapshots.Edition) []byte { return heard(e).csv() }

// ViewsCSV writes who sees things alike in an edition likewise: a row for each comment that is told of.
func ViewsCSV(e snapshots.Edition) []byte { return views(e).csv() }

func (t table) csv() []byte {
	var b bytes.Buffer
	for _, row := range t.rows {
		for i, cell := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteByte('"')
			b.WriteString(strings.ReplaceAll(text(cell), `"`, `""`))
			b.WriteByte('"')
		}
		b.WriteString("\r\n")
	}
	return b.Bytes()
}

// text writes a cell so that no spreadsheet takes it for a formula.
func text(cell any) string {
	if n, ok := cell.(int); ok {
		return strconv.Itoa(n)
	}
	return prose.SafeCell(cell.(string))
}

// XLSX writes an edition as a workbook of several sheets. The same edition gives the same bytes.
func XLSX(e snapshots.Edition) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return nil, err
	}
	plain, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}, NumFmt: 49})
	if err != nil {
		return nil, err
	}
	for n, t := range []table{figures(e), issues(e), quotes(e), weeks(e), promises(e), heard(e), views(e), methods(e)} {
		if n == 0 {
			err = f.SetSheetName("Sheet1", t.name)
		} else {
			_, err = f.NewSheet(t.name)
		}
		if err == nil {
			err = t.write(f, bold, plain)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := f.SetDocProps(&excelize.DocProperties{Title: e.Title, Created: e.Made.String(), Modified: e.Made.String(), Creator: "folkmoot"}); err != nil {
		return nil, err
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return inOrder(out.Bytes())
}

// longestCell is how many characters a cell of a workbook can hold.
const longestCell = 32_000

// write puts a table into its sheet, a row at a time: numbers as numbers, and texts as texts whatever they look like.
func (t table) write(f *excelize.File, bold, plain int) error {
	sheet, err := f.NewStreamWriter(t.name)
	if err != nil {
		return err
	}
	for i, width := range t.widths {
		if err := sheet.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for n, row := range t.rows {
		cells := make([]any, len(row))
		for i, cell := range row {
			style := plain
			if n == 0 {
				style = bold
			}
			if number, ok := cell.(int); ok {
				cells[i] = number
				continue
			}
			words := []rune(text(cell))
			cells[i] = excelize.Cell{StyleID: style, Value: string(words[:min(len(words), longestCell)])}
		}
		at, err := excelize.CoordinatesToCellName(1, n+1)
		if err != nil {
			return err
		}
		if err := sheet.SetRow(at, cells); err != nil {
			return err
		}
	}
	return sheet.Flush()
}
