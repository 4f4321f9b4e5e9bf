package watch_test

import (
	"slices"
	"testing"

	"folkmoot/models/watch"
)

func TestHostsAreFoundHoweverTheyAreWritten(t *testing.T) {
	for text, want := range map[string]string{
		"see evil.example.com/now":   "evil.example.com",
		"visit evil.com today":       "evil.com",
		"EVIL.COM/deal":              "evil.com",
		"`http://evil.com`":          "evil.com",
		"ftp://evil.com":             "evil.com",
		"hxxp://evil.pizza":          "evil.pizza",
		"h\u200bttp://e\u200bvil.it": "evil.it",
		"evil[.]com":                 "evil.com",
		"evil dot com":               "evil.com",
		"evil．com":                   "evil.com",
		"evil。com":                   "evil.com",
		"evil.it/deal":               "evil.it",
		"evil.de":                    "evil.de",
		"вот зло.рф":                 "зло.рф",
		"|a|\n|-|\n|evil.co.uk|":     "evil.co.uk",
		"go to 93.184.216.34/x":      "93.184.216.34",
		"[a](//evil.com)":            "evil.com",
		"[a](https:/evil.com)":       "evil.com",
	} {
		if got := watch.Look(text, "").Hosts(); !slices.Contains(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestWhatIsNoHost(t *testing.T) {
	for _, text := range []string{
		"It was late.We went home.", "e.g. a bench, i.e. a seat", "at 5.30pm or 7.45", "about 3.5 miles", "No.10 and St.John", "Yes.No.Maybe", "on the bus.it was full",
		"The shop, Smith and Co. is shut", "a.m. and p.m.", "and/or", "write to clerk@parish.example.org", "version 1.2.3.4 of it", "the dot com years", "Dr.Shah",
	} {
		if got := watch.Look(text, "").Hosts(); len(got) > 0 {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// What people could read before is nothing new.
func TestHostsOfEarlierWordsAreLeftOut(t *testing.T) {
	before, after := "see parish.example.com", "see parish.example.com and evil.com"
	if got := watch.Look(after, "").Without(after, before).Hosts(); !slices.Equal(got, []string{"evil.com"}) {
		t.Errorf("%q", got)
	}
}
