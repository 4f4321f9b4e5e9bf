package views

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"folkmoot/models/retention"
)

// The page about private details says how long each kind of record is kept here, from the table by which it is removed.
func TestPrivacyTellsHowLongEachKindIsKept(t *testing.T) {
	p := AboutPage{Kept: map[string]retention.Setting{"notices": {Kept: 100 * retention.Day}}}
	p.Person = nil
	var page strings.Builder
	if err := Privacy(p).Render(context.Background(), &page); err != nil {
		t.Fatal(err)
	}
	for _, k := range retention.Kinds {
		if !strings.Contains(page.String(), templ.EscapeString(k.What.String())) || !strings.Contains(page.String(), templ.EscapeString(k.Says(p.kept(k)).String())) {
			t.Errorf("it does not tell of %s", k.Key)
		}
	}
	for _, words := range []string{"100 days after we told you", "6 years after we closed it", "15 minutes", "1 hour after the link has run out"} {
		if !strings.Contains(page.String(), words) {
			t.Errorf("it does not say %q", words)
		}
	}
}

func TestSpansAreWholeDaysOrMinutes(t *testing.T) {
	for d, want := range map[time.Duration]string{30 * 24 * time.Hour: "30 days", 24 * time.Hour: "1 day", 15 * time.Minute: "15 minutes", time.Minute: "1 minute"} {
		if got := span(context.Background(), d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}
