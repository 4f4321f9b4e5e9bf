package classify

import (
	"testing"

	"folkmoot/models/prose/words"
)

// Small words are never told as the reason of a suggestion, and where nothing else spoke for it, none is.
func TestSmallWordsAreNoReason(t *testing.T) {
	m := New([]Theme{
		{ID: 1, Name: "Buses", Definition: "Evening buses, timetables and getting home"},
		{ID: 2, Name: "Food", Definition: "Soup, kitchens, allotments"},
	})
	for i, text := range []string{"I'm late because the evening bus went and then there was none", "I'm home later than before and the bus is gone", "I'm told that the soup kitchen is closed", "Than that there is no soup and I'm here"} {
		m.Learn(int64(i), text, []int64{int64(1 + i/2)})
	}
	m.Refit()
	told := 0
	for _, text := range []string{"I'm here and then there was the evening bus, more than that", "I'm here because there is soup"} {
		for _, s := range m.Suggest(text, 2) {
			for _, at := range s.Words {
				if told++; words.Idle(words.Of(text[at[0]:at[1]])[0].Plain) {
					t.Errorf("%q is told as a reason of %d in %q", text[at[0]:at[1]], s.Theme, text)
				}
			}
		}
	}
	if told == 0 {
		t.Error("no word is told though there are some that speak for a theme")
	}
	for _, s := range m.Suggest("I'm here and then there was more than that", 2) {
		if len(s.Words) != 0 {
			t.Errorf("of small words alone, %v is told for %d", s.Words, s.Theme)
		}
	}
}
