package guide_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/guide"
)

// followed writes down what became of a paragraph since version 1.
func (r room) followed(p guide.Printed, paragraph int) string {
	r.t.Helper()
	since, err := r.Since(ctx, p, paragraph)
	r.must(err)
	var at []string
	for _, b := range since.Now {
		at = append(at, fmt.Sprint(b.Number))
	}
	return fmt.Sprintf("%s at [%s] out %d same %v", since.How, strings.Join(at, " "), since.Out, since.Unchanged())
}

func TestPaperLeadsBackToTheParagraph(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(bus + "\n\n" + hall + "\n\n" + pool + "\n\n" + talk)
		code := guide.Code(r.now().VersionID)
		p, err := r.Printed(ctx, strings.ToLower(code))
		r.must(err)
		if p.Guide.Slug != r.guide || p.Chapter.Slug != r.chapter || p.Version.Number != 1 {
			t.Fatalf("%q leads to %+v", code, p)
		}
		if got := r.followed(p, 2); got != "same at [2] out 0 same true" {
			t.Errorf("before anything changed: %s", got)
		}
		r.publish(talk + "\n\n" + bus2 + "\n\n" + hall + "\n\n" + pool) // the last goes first, one is reworded
		r.publish(talk + "\n\n" + bus2 + "\n\n" + hall)                 // one is taken out
		p, err = r.Printed(ctx, code)
		r.must(err)
		if p.Version.Number != 1 || p.Chapter.Version != 3 {
			t.Fatalf("%+v", p)
		}
		for paragraph, want := range map[int]string{
			1: "reworded at [2] out 0 same false",
			2: "moved at [3] out 0 same false",
			3: "removed at [] out 3 same false",
			4: "moved at [1] out 0 same false",
		} {
			if got := r.followed(p, paragraph); got != want {
				t.Errorf("paragraph %d: %s, want %s", paragraph, got, want)
			}
		}
		r.publish(bus + "\n\n" + hall) // the old words come back in their place
		p, err = r.Printed(ctx, code)
		r.must(err)
		if got := r.followed(p, 1); got != "same at [1] out 0 same true" {
			t.Errorf("a paragraph that was put back: %s", got)
		}
		for _, none := range []int{0, -1, 5} {
			if _, err := r.Since(ctx, p, none); !errors.Is(err, db.ErrNotFound) {
				t.Errorf("paragraph %d: %v", none, err)
			}
		}
		var invalid db.Invalid
		if _, err := r.Printed(ctx, guide.Code(p.Version.ID+1000)); !errors.As(err, &invalid) || invalid["code"] == "" {
			t.Errorf("a code that nothing has: %v", err)
		}
	})
}

func TestBook(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		if _, err := r.WholeBook(ctx, r.guide); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("a guide with nothing written: %v", err)
		}
		r.publish("## One\n\n" + bus)
		r.publish(hall)
		g, _, err := r.Guide(ctx, r.guide)
		r.must(err)
		_, err = r.AddChapter(ctx, r.editor, key(r.editor), g.ID, guide.Details{Title: "Not written"})
		r.must(err)
		whole, err := r.WholeBook(ctx, r.guide)
		r.must(err)
		if len(whole.Chapters) != 1 || !whole.Whole || whole.Chapters[0].Version.Number != 2 || whole.Chapters[0].Blocks[0].Text != hall {
			t.Errorf("%+v", whole)
		}
		old, err := r.Book(ctx, r.guide, r.chapter, 1)
		r.must(err)
		if old.Whole || len(old.Chapters[0].Blocks) != 2 || old.Newest().Number != 1 {
			t.Errorf("%+v", old)
		}
		for _, number := range []int{-1, 3} {
			if _, err := r.Book(ctx, r.guide, r.chapter, number); !errors.Is(err, db.ErrNotFound) {
				t.Errorf("version %d: %v", number, err)
			}
		}
	})
}
