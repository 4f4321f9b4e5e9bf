package views

import (
	"strings"
	"testing"
)

func TestInertLinks(t *testing.T) {
	for stored, want := range map[string]string{
		"<p>No links &amp; none</p>": "<p>No links &amp; none</p>",
		`<p>Go <a href="https://trap.example/?a=1&amp;b=2" rel="nofollow">here <em>now</em></a>!</p>`: `<p>Go <span class="fm-inert">here <em>now</em></span> <code>https://trap.example/?a=1&amp;b=2</code>!</p>`,
		`<a href="https://trap.example/">https://trap.example/</a>`:                                   `<span class="fm-inert">https://trap.example/</span>`,
		`<a href="https://a.example/?x&amp;y">https://a.example/?x&amp;y</a>`:                         `<span class="fm-inert">https://a.example/?x&amp;y</span>`,
		`<sup><a href="#n1">1</a></sup>`:                                                              `<sup><span class="fm-inert">1</span></sup>`,
		`<A HREF="https://trap.example/&quot;&gt;&lt;b&gt;">x</A>`:                                    `<span class="fm-inert">x</span> <code>https://trap.example/&#34;&gt;&lt;b&gt;</code>`,
	} {
		got, found := inert(stored)
		if got != want {
			t.Errorf("%s became %s", stored, got)
		}
		if found != strings.Contains(strings.ToLower(stored), "<a ") {
			t.Errorf("%s: a link was found: %v", stored, found)
		}
	}
}
