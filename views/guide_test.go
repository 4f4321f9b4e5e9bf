package views

import (
	"testing"

	"folkmoot/models/guide"
)

func TestWhatBecameOfAParagraphIsSaidInWords(t *testing.T) {
	third, fourth := guide.Block{Number: 3}, guide.Block{Number: 4}
	for _, c := range []struct {
		change guide.Change
		want   string
	}{
		{guide.Change{How: guide.Same, Old: &third, New: &third}, "2.3, the same"},
		{guide.Change{How: guide.Fresh, New: &fourth}, "2.4, new"},
		{guide.Change{How: guide.Removed, Old: &third}, "2.3, taken out"},
	} {
		if got := changeLabel(reader(), guide.Chapter{Number: 2}, c.change); got != c.want {
			t.Errorf("%v is called %q, want %q", c.change.How, got, c.want)
		}
	}
}
