package bundle

import (
	"fmt"
	"io"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
)

// BenchmarkWrite writes the bundle of a chapter with 5,000 comments.
func BenchmarkWrite(b *testing.B) {
	d, now := dbtest.SQLite(b)
	w := newWorld(b, d, now)
	w.must(d.Write(ctx, func(tx *db.Tx) error {
		for i := range 5000 {
			if _, err := guide.AddComment(tx, w.chapter(), guide.NewComment{Paragraph: i%2 + 1}, discussion.New{
				AuthorID: rita.ID, State: discussion.Published, Body: discussion.Body{Source: fmt.Sprintf("Comment %d, and some words about the bus.", i)},
			}); err != nil {
				return err
			}
		}
		return nil
	}))
	b.ReportAllocs()
	for b.Loop() {
		w.must(Write(ctx, d, options, io.Discard))
	}
}
