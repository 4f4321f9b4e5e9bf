package discussion_test

import (
	"strings"
	"testing"

	"folkmoot/models/discussion"
)

func TestExcerptIsWordForWord(t *testing.T) {
	for html, want := range map[string]string{
		"<p>It was <strong>letting go</strong>. I <em>blush</em>ed.</p>":     "It was letting go. I blushed.",
		"<p>One</p>\n<p>two<br/>three</p><ul><li>four</li></ul>":             "One two three four",
		`<p>See <a href="https://a.example" rel="nofollow">here</a>, &amp; `: "See here, &",
		"<p>cut off &am":  "cut off",
		"<p>cut off <str": "cut off",
		"":                "",
	} {
		if got := discussion.Excerpt(html); got != want {
			t.Errorf("%q gives %q, want %q", html, got, want)
		}
	}
	if got := discussion.Excerpt("<p>" + strings.Repeat("word ", 100)); len(got) > 170 || !strings.HasSuffix(got, "word…") {
		t.Errorf("%q", got)
	}
}
