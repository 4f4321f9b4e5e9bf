package discussion

import (
	"strings"
	"testing"

	"folkmoot/models/people"
)

func TestQuotingWhatSomebodySaid(t *testing.T) {
	reader := people.Actor{ID: 2, State: people.Active}
	said := Contribution{ID: 7, AuthorID: 1, Author: "Ann A. *", State: Published, HTML: "<p>The bus &amp; the <em>train</em>.</p><blockquote><p>Others said</p></blockquote><p>1. Not so</p>"}
	with := func(change func(c *Contribution)) Contribution {
		c := said
		change(&c)
		return c
	}
	for _, c := range []struct {
		name  string
		said  Contribution
		words string
		want  string
	}{
		{"all of it", said, "", "> The bus \\& the train.\n>\n> 1\\. Not so\n>\n> — [Ann A. \\*](/contributions/7)\n\n"},
		{"words of it", said, " the  train ", "> the train\n>\n> — [Ann A. \\*](/contributions/7)\n\n"},
		{"words that they did not say", said, "I love it", "> The bus \\& the train.\n>\n> 1\\. Not so\n>\n> — [Ann A. \\*](/contributions/7)\n\n"},
		{"hidden", with(func(c *Contribution) { c.State = Hidden }), "", ""},
		{"held", with(func(c *Contribution) { c.State, c.AuthorID = Held, 2 }), "", ""},
		{"nothing of their own", with(func(c *Contribution) { c.HTML = "<blockquote><p>Others</p></blockquote>" }), "", ""},
	} {
		if got := Quote(reader, c.said, c.words); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	long := with(func(c *Contribution) { c.HTML = "<p>" + strings.Repeat("längste ", 400) + "</p>" })
	if got := Quote(reader, long, ""); len(got) > quoteLongest+100 || !strings.Contains(got, "längste…\n") {
		t.Errorf("%d bytes: %.80q", len(got), got[len(got)-80:])
	}
}
