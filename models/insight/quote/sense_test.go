package quote

import "testing"

// What can be understood alone is worth more than what cannot, whatever its words are.
func TestSense(t *testing.T) {
	whole := []string{
		"The last bus home leaves before the evening group ends.",
		"I would love to go to something in the morning, if anything was open.",
		"My experience was brilliant. Service was very good.",
		"Nine groups have told us they each pay between £61 and £140 for nearly the same cover.",
	}
	broken := []string{
		"Go out after dark: 3. Would with a way home: 15.",
		"Lovely evening, eleven customers, all gone by ten to eight for the bus.",
		"Two keepers. One to do it and one to nag.",
		"Want. If it’s drawn fairly, one in seven or so would be under 25.",
		"That’s 17 groups by my count of this thread. £65 each at 17, and it comes down.",
		"Because we were given efficient service.",
		"Decrease waiting time for delays.",
		"Fast efficient friendly service",
		"No taxis, no public transport, no self drive.",
		"They said that they would come before the end of the week",
	}
	for _, good := range whole {
		for _, bad := range broken {
			if g, b := sense(good), sense(bad); g <= b {
				t.Errorf("%q has %d, no more than the %d of %q", good, g, b, bad)
			}
		}
	}
	for _, s := range []string{"", "?", "12 12 12 12 12 12 12 12", "’’’’", "a", "民主民主民主民主"} {
		if got := sense(s); got < leastSense || got > 100 {
			t.Errorf("%q has %d", s, got)
		}
	}
}

// Of two lines with the same telling words, the one that makes sense by itself is quoted.
func TestTheFirstQuoteMakesSenseByItself(t *testing.T) {
	candidates := []Candidate{
		{ID: 1, Author: 1, Text: "Evening bus home: 3. Evening bus home, late: 15."},
		{ID: 2, Author: 2, Text: "I would come to the choir if there was an evening bus home."},
		{ID: 3, Author: 3, Text: "That bus home, evening, no, never, not for years."},
	}
	topic := Topic{Words: "Evening bus home"}
	if got := Choose(topic, nil, candidates, 1); len(got) != 1 || got[0].ID != 2 {
		t.Errorf("got %+v", got)
	}
}
