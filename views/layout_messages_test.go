package views

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"github.com/a-h/templ"
)

// What is wrong is listed as the fields stand on the page, not as their names are spelt.
func TestProblemsAreListedInTheOrderOfTheFields(t *testing.T) {
	form := templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, `<input id="words-hint"><input id="words"><input id="kind"><input id="about">`)
		return err
	})
	p := Page{Title: "T", Errors: []FieldError{
		{"about", "first found"}, {"gone", "on no field"}, {"kind", "second found"}, {"words", "third found"}, {"", "of the whole"},
	}}
	var page bytes.Buffer
	if err := Layout(p).Render(templ.WithChildren(context.Background(), form), &page); err != nil {
		t.Fatal(err)
	}
	at := -1
	for _, want := range []string{"of the whole", "third found", "second found", "first found", "on no field", `id="words"`} {
		found := strings.Index(page.String(), want)
		if found <= at {
			t.Errorf("%q stands at %d, not below what comes before it", want, found)
		}
		at = found
	}
	if p.Errors[0].Field != "about" {
		t.Error("the page's own list was changed")
	}
}
