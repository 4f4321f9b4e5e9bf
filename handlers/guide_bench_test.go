package handlers

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/valyala/fasthttp"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
)

// longChapter is a stage with an open chapter of 300 paragraphs and so many comments, every other one on words of one.
func longChapter(t testing.TB, comments int) *stage {
	t.Helper()
	s, ctx := library(t), context.Background()
	var text strings.Builder
	for i := range 300 {
		fmt.Fprintf(&text, "Paragraph %d: the hall on street %d has a kitchen, a ramp and a key that three people hold between them, and on Thursdays the nurse is there.\n\n", i, i*7)
	}
	prepared, err := guide.Prepare(ctx, text.String())
	if err != nil {
		t.Fatal(err)
	}
	body, err := discussion.Render(ctx, "The key is at the **pub** now, so somebody should say so.")
	if err != nil {
		t.Fatal(err)
	}
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		id, err := db.Value[int64](ctx, tx, "SELECT id FROM chapters WHERE slug = 'finding-things'")
		if err != nil {
			return err
		}
		if _, err := guide.PublishPrepared(tx, guide.Publication{Chapter: id, Prepared: prepared, Note: "Longer."}); err != nil {
			return err
		}
		c, err := guide.Find(ctx, tx, id)
		for i := 0; i < comments && err == nil; i++ {
			n := guide.NewComment{Paragraph: i%300 + 1}
			if i%2 == 0 {
				n.Words.Quote = "the nurse is there"
			}
			_, err = guide.AddComment(tx, c, n, discussion.New{AuthorID: cast["moderator"].ID, Body: body, State: discussion.Published})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// BenchmarkSignedInChapter makes a signed-in person's page of a long chapter, closed and with a paragraph open, with
// and without comments. Nothing of it is kept.
func BenchmarkSignedInChapter(b *testing.B) {
	for _, comments := range []int{0, 5000} {
		s := longChapter(b, comments)
		handler := s.fiber.Handler()
		for _, open := range []string{"", "?paragraph=150"} {
			b.Run(strconv.Itoa(comments)+open, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					var ctx fasthttp.RequestCtx
					ctx.Request.SetRequestURI(finding + open)
					ctx.Request.Header.SetHost("folkmoot.test")
					ctx.Request.Header.SetCookie("folkmoot", "member")
					handler(&ctx)
					if ctx.Response.StatusCode() != 200 || len(ctx.Response.Body()) < 100_000 {
						b.Fatal(ctx.Response.StatusCode(), len(ctx.Response.Body()))
					}
				}
			})
		}
	}
}
