package recount_test

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"folkmoot/models/snapshots/recount"
)

// firstRows and firstEdition are as they were made before editions said who sees things alike and who was heard.
const (
	firstRows = `{"format":"folkmoot rows 1","zone":"Europe/London","scope":{},"themes":[{"id":4,"slug":"buses","name":"Buses"}]}
contribution,person,who,evidence,channel,area,at,agree,disagree,pass,themes
3,1,resident,lived,web,,1761435000000,2,1,0,4
`
	firstEdition = `{"format":"folkmoot snapshot 1","snapshot":1,"address":"/hearing/snapshots/a","edition":1,"title":"A","introduction":"",` +
		`"at":"2025-11-01T00:00:00.000Z","made":"2025-11-01T00:00:00.000Z","method":1,"codebook":1,"scope":{},"rows":"sha256:00","people":1,"contributions":1,` +
		`"by_who":{"business":0,"not-stated":0,"practitioner":0,"public":0,"researcher":0,"resident":1,"voluntary":0},"issues":[{"slug":"buses","name":"Buses",` +
		`"definition":"","mark":1,"title":"Buses","note":"","state":"emerging","response":"","commitments":[],"contributions":1,"people":1,` +
		`"by_who":{"business":0,"not-stated":0,"practitioner":0,"public":0,"researcher":0,"resident":1,"voluntary":0},` +
		`"by_evidence":{"lived":1,"not-stated":0,"practice":0,"research":0},"positions":{"agree":2,"disagree":1,"pass":0},` +
		`"weeks":[{"start":"2025-10-20","contributions":1}],"quotes":[]}]`
)

// What was frozen before editions had all the parts that they have now is still counted again and written byte for byte.
func TestTheFirstFormStillHolds(t *testing.T) {
	f, err := recount.Read(strings.NewReader(firstRows))
	if err != nil {
		t.Fatal(err)
	}
	check := func(body string) []string {
		sum := sha256.Sum256([]byte(body + "}"))
		done, problems, err := f.Check([]byte(body+`,"digest":"sha256:`+hex.EncodeToString(sum[:])+"\"}\n"), nil)
		if err != nil || done.Figures == 0 {
			t.Fatal(done, err)
		}
		return problems
	}
	if problems := check(firstEdition); len(problems) > 0 {
		t.Errorf("%q", problems)
	}
	for _, more := range []string{`,"heard":[{"dimension":"who","lives":0,"heard":1,"unknown":0,"lines":[]}]`, `,"views":{"people":1}`} {
		if problems := check(firstEdition + more); len(problems) == 0 {
			t.Errorf("%s is taken, and the rows know nothing of it", more)
		}
	}
}
