package views

import (
	"testing"

	"folkmoot/models/coding"
	"folkmoot/models/discussion"
)

func TestWhyAThemeIsSuggested(t *testing.T) {
	item := CodingItem{Item: coding.Item{Said: discussion.Said{Contribution: discussion.Contribution{Body: "The last bus"}}}}
	for want, s := range map[string]coding.Suggestion{
		"A guess, from the whole comment":     {Sure: 100},
		"Perhaps, because of “last”":          {Sure: 500, Words: []coding.Span{{Start: 4, End: 8}}},
		"Likely, because of “last” and “bus”": {Sure: 900, Words: []coding.Span{{Start: 4, End: 8}, {Start: 9, End: 12}}},
		"Likely, from the whole comment":      {Sure: 900, Words: []coding.Span{{Start: 9, End: 99}}},
	} {
		if got := item.because(t.Context(), s); got != want {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
}
