package discussion

import (
	"reflect"
	"testing"

	"folkmoot/models/people"
)

func TestWhomWordsCall(t *testing.T) {
	for _, c := range []struct {
		name, html string
		want       []string // the longest of each call
	}{
		{"a name", "<p>@Aisha, what do you think?</p>", []string{"Aisha what do you think"}},
		{"within words", "<p>Ask (@Tom B.) too</p>", []string{"Tom B. too"}},
		{"an address of mail", "<p>me@example.org</p>", nil},
		{"words of others", "<blockquote><p>@Aisha said <em>so</em></p></blockquote><p>No</p>", nil},
		{"code", "<p><code>@Aisha</code></p><pre><code>@Tom</code></pre>", nil},
		{"over marks", "<p>@<strong>Aisha</strong> K</p><p>Next</p>", []string{"Aisha K"}},
		{"nothing", "<p>@ home, @!</p>", nil},
		{"covered", `<p><span class="fm-bar">▆▆▆</span> @▆▆▆</p>`, nil},
	} {
		var got []string
		for _, names := range called(ownText(c.html)) {
			got = append(got, names[0])
		}
		var want []string
		for _, w := range c.want {
			want = append(want, people.Skeleton(w))
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q, want %q", c.name, got, want)
		}
	}
}

func FuzzWhomWordsCall(f *testing.F) {
	f.Add("<p>@Aisha K</p>")
	f.Add("<blockquote>@a</p></blockquote></blockquote>@b")
	f.Fuzz(func(t *testing.T, html string) {
		calls := called(ownText(html))
		if len(calls) > mentionSigns {
			t.Fatal(len(calls))
		}
		for _, c := range calls {
			if len(c) == 0 || len(c) > mentionsWords {
				t.Fatal(c)
			}
		}
	})
}
