package rules_test

import (
	"testing"

	"folkmoot/models/rules"
)

func TestEveryReasonHasItsWords(t *testing.T) {
	book := rules.Shipped()
	for _, r := range book.Reasons {
		if r.Name == "" || r.Reported == "" || r.Writer == "" || !r.Default.Known() || book.Reason(r.Key).Key != r.Key {
			t.Errorf("%+v lacks words", r)
		}
		if r.Report != "" && (r.Reader == "" || book.Rule(r.Rule).Title == "") {
			t.Errorf("%s can be given for hiding, but readers are not told why", r.Key)
		}
	}
	if book.Reason("from-elsewhere").Reader != "" || book.Known("from-elsewhere") {
		t.Error("an unknown reason says something to readers")
	}
}

// What stands in place of words that went to the safeguarding lead says nothing that other words are not replaced by.
func TestReadersAreNotToldWhoIsAtRisk(t *testing.T) {
	book := rules.Shipped()
	if at, private := book.Reason(rules.AtRisk).Reader, book.Reason(rules.PrivateDetails).Reader; at == "" || at != private {
		t.Errorf("%q gives away what %q does not", at, private)
	}
}
