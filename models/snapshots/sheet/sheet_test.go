package sheet_test

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"folkmoot/models/snapshots"
	"folkmoot/models/snapshots/sheet"
)

func edition() snapshots.Edition {
	five := 5
	return snapshots.Edition{
		Heard: []snapshots.Reach{{Dimension: "area", Title: "=By area", Source: "Census", Lives: 30, Heard: 5, About: true, Unknown: 10, Lines: []snapshots.ReachLine{
			{Category: "@Lye", Lives: 20, Heard: &five, Few: true}, {Category: "Gornal", Lives: 10}, {Category: "Dudley", Masked: true},
		}}},
		Views: &snapshots.Views{
			People: 20, Placed: 18, Positions: 40, Answered: 3, Views: []snapshots.View{{Name: "A", People: 10, Apart: []snapshots.Apart{{Contribution: 5, Agree: true}}}, {Name: "B", People: 8, Disagrees: 6}},
			Shared: []int64{6}, Statements: []snapshots.Statement{
				{
					Quote: snapshots.Quote{Contribution: 5, URL: "/contributions/5", Text: "=1+2"}, Positions: snapshots.Positions{Agree: 11, Disagree: 3, Pass: 1},
					Views: []snapshots.Standing{{View: "B", Positions: snapshots.Positions{Agree: 1, Disagree: 6}}},
				},
				{Quote: snapshots.Quote{Contribution: 6, URL: "/contributions/6", Removed: 1_790_000_000_123}, Positions: snapshots.Positions{Agree: 20}},
			},
		},
		Number: 2, Title: "=1+1", Introduction: "In short.\n\nWell.", Method: snapshots.Method, Codebook: 9, People: 12, Contributions: 30, At: 1_790_000_000_123,
		Scope: map[string]string{"group": "buses"}, ByWho: map[string]int{"resident": 7, "not-stated": 5}, Digest: "sha256:aa", Rows: "sha256:bb",
		Issues: []snapshots.Issue{
			{
				Slug: "buses", Name: "@Buses", Title: "+44 buses, \"late\"", State: "responded", Note: "-2 lines\nof why", Response: "More", Answer: "did",
				Contributions: 20, People: 9, ByWho: map[string]int{"resident": 7}, ByEvidence: map[string]int{"lived": 11}, Positions: snapshots.Positions{Agree: 3, Disagree: 2, Pass: 1},
				Weeks:       []snapshots.Week{{Start: "2026-10-05", Contributions: 4}, {Start: "2026-10-12", Contributions: 16}},
				Commitments: []snapshots.Commitment{{Action: "=HYPERLINK(\"http://example.org\")", Owner: "Transport", State: "planned", ReviewOn: "2027-01-01"}},
				Quotes: []snapshots.Quote{
					{Contribution: 5, URL: "/contributions/5", Revision: 1, Start: 3, End: 20, Text: "=cmd|' /C calc'!A0", Who: "resident", At: 5},
					{Contribution: 6, URL: "/contributions/6", Removed: 1_790_000_000_123},
				},
			},
			{Slug: "rooms", Name: "Rooms", Title: "Rooms", State: "emerging", Note: strings.Repeat("long ", 9000)},
		},
	}
}

// A workbook opens, has its sheets, and says what the edition says; no cell is a formula.
func TestAWorkbookIsReadBack(t *testing.T) {
	data, err := sheet.XLSX(edition())
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := strings.Join(f.GetSheetList(), " "); got != "Figures Issues Quotes Weeks Promises Heard Views Methods" {
		t.Errorf("sheets: %s", got)
	}
	for cell, want := range map[string]string{
		"Figures!B2": "'=1+1", "Figures!A11": "people: resident", "Figures!B11": "7", "Issues!A2": "1", "Issues!C2": "'@Buses", "Issues!D2": "'+44 buses, \"late\"",
		"Issues!F2": "9", "Issues!H2": "7", "Issues!O2": "11", "Issues!S2": "3", "Issues!V2": "'-2 lines\nof why", "Issues!W2": "did", "Issues!X2": "More",
		"Quotes!B2": "'=cmd|' /C calc'!A0", "Quotes!E2": "3", "Quotes!B3": "", "Quotes!J3": "2026-09-21T14:13:20.123Z",
		"Weeks!B3": "2026-10-12", "Weeks!C3": "16", "Promises!B2": "'=HYPERLINK(\"http://example.org\")",
		"Heard!B2": "'=By area", "Heard!C2": "'@Lye", "Heard!D2": "5", "Heard!H2": "yes", "Heard!D3": "", "Heard!E3": "fewer than 5", "Heard!D4": "", "Heard!F3": "10", "Heard!F4": "",
		"Heard!E4": "so that a smaller number cannot be worked out", "Heard!C5": "did not say", "Heard!D5": "10", "Heard!I1": "at_least", "Heard!I2": "yes", "Heard!I5": "yes",
		"Views!B2": "'=1+2", "Views!C2": "sets view A apart", "Views!E2": "11", "Views!H2": "", "Views!K2": "1", "Views!L2": "6", "Views!L1": "view_B_disagree",
		"Views!B3": "", "Views!C3": "shared: agree; view B disagrees most", "Views!D3": "2026-09-21T14:13:20.123Z",
		"Methods!A2": snapshots.Methods[snapshots.Method][0].String(),
	} {
		name, at, _ := strings.Cut(cell, "!")
		if got, err := f.GetCellValue(name, at); err != nil || got != want {
			t.Errorf("%s is %q, want %q: %v", cell, got, want, err)
		}
	}
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for y, row := range rows {
			for x := range row {
				at, err := excelize.CoordinatesToCellName(x+1, y+1)
				if err != nil {
					t.Fatal(err)
				}
				if formula, err := f.GetCellFormula(name, at); err != nil || formula != "" {
					t.Errorf("%s!%s is a formula: %s, %v", name, at, formula, err)
				}
			}
		}
	}
	if kind, err := f.GetCellType("Issues", "F2"); err != nil || kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString {
		t.Errorf("a number is stored as %v, %v", kind, err)
	}
}

// Whatever order its parts come in, the same edition is the same workbook to the byte.
func TestAWorkbookIsTheSameToTheByte(t *testing.T) {
	first, err := sheet.XLSX(edition())
	if err != nil {
		t.Fatal(err)
	}
	for range 20 { // the parts lie in a map: by chance they come in the same order one time in hundreds
		if again, err := sheet.XLSX(edition()); err != nil || !bytes.Equal(first, again) {
			t.Fatalf("the second is another one: %v", err)
		}
	}
}

func TestATableIsReadBack(t *testing.T) {
	rows, err := csv.NewReader(bytes.NewReader(sheet.CSV(edition()))).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatal(err, rows)
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	for name, want := range map[string]string{
		"rank": "1", "theme": "buses", "name": "'@Buses", "issue": "'+44 buses, \"late\"", "people": "9", "contributions": "20", "people_resident": "7",
		"people_business": "0", "evidence_lived": "11", "agree": "3", "disagree": "2", "pass": "1", "reply": "More",
	} {
		if got := rows[1][at[name]]; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if n, err := strconv.Atoi(rows[2][at["rank"]]); err != nil || n != 2 {
		t.Errorf("the second is ranked %s", rows[2][at["rank"]])
	}
}
