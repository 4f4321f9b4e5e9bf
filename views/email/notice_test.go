package email

import (
	"context"
	"strings"
	"testing"

	"folkmoot/models/notify"
)

// A mail that tells of an answer says how such mails are turned off; a decision is told in any case.
func TestMailsOfAnswersCanBeTurnedOff(t *testing.T) {
	for kind, secret := range map[notify.Kind]string{notify.Reply: "sealed", notify.Decision: "", notify.ReportAnswer: ""} {
		w := Notice(context.Background(), "Our Place", "https://talk.example.org/", notify.Letter{
			Kind: kind, Words: "Something happened.", Where: "Buses <b>", Link: "/contributions/2", Off: secret,
		})
		want, off := secret != "", OffURL("https://talk.example.org/", "sealed")
		if strings.Contains(w.Text, off) != want || strings.Contains(w.HTML, `href="`+off+`"`) != want {
			t.Errorf("%s: that it leads to %s is not %v:\n%s\n%s", kind, off, want, w.Text, w.HTML)
		}
		if !strings.Contains(w.Text, "https://talk.example.org/contributions/2") || strings.Contains(w.HTML, "<b>") {
			t.Errorf("%s:\n%s\n%s", kind, w.Text, w.HTML)
		}
	}
}
