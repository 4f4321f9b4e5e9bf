package prose_test

import (
	"context"
	"testing"

	"folkmoot/models/prose"
)

func TestRenderBasics(t *testing.T) {
	d, err := prose.Render(context.Background(), "Hello *you* & <b>me</b>", prose.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := "<p>Hello <em>you</em> &amp; &lt;b&gt;me&lt;/b&gt;</p>\n"; d.HTML != want {
		t.Errorf("HTML = %q, want %q", d.HTML, want)
	}
	if want := "Hello you & <b>me</b>"; d.Text != want {
		t.Errorf("Text = %q, want %q", d.Text, want)
	}
}
