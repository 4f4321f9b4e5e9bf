package views

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"slices"

	"github.com/a-h/templ"
)

// withMessages shows what is wrong and what has happened, and below it the page. Where several things are wrong they
// stand in the order of the fields on the page, whatever order they were found in.
func withMessages(p Page) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		page := templ.GetChildren(ctx)
		ctx = templ.ClearChildren(ctx)
		if len(p.Errors) < 2 {
			if err := messages(p).Render(ctx, w); err != nil {
				return err
			}
			return page.Render(ctx, w)
		}
		var below bytes.Buffer
		if err := page.Render(ctx, &below); err != nil {
			return err
		}
		p.Errors = inPageOrder(p.Errors, below.Bytes())
		if err := messages(p).Render(ctx, w); err != nil {
			return err
		}
		_, err := w.Write(below.Bytes())
		return err
	})
}

// inPageOrder sorts problems as the controls that they are about stand on a page; first comes what is about the whole
// form, last what the page does not show.
func inPageOrder(problems []FieldError, page []byte) []FieldError {
	place := func(e FieldError) int {
		if e.Field == "" {
			return -1
		}
		if at := bytes.Index(page, []byte(` id="`+templ.EscapeString(e.Field)+`"`)); at >= 0 {
			return at
		}
		return len(page)
	}
	sorted := slices.Clone(problems)
	slices.SortStableFunc(sorted, func(a, b FieldError) int { return cmp.Compare(place(a), place(b)) })
	return sorted
}
