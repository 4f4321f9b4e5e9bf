package handlers

import (
	"context"
	"strings"
	"testing"

	"github.com/valyala/fasthttp"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
)

// BenchmarkSignedInPage makes a signed-in person's page of fifty contributions: nothing of it is kept.
func BenchmarkSignedInPage(b *testing.B) {
	s := newStage(b)
	var thread int64
	words := strings.Repeat("The last bus goes before the group ends so she stays in. ", 4)
	err := s.DB.Write(context.Background(), func(tx *db.Tx) (err error) {
		if thread, err = discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, Slug: "buses", Title: "Buses"}); err != nil {
			return err
		}
		for i := range 51 {
			kind := discussion.Comment
			if i == 0 {
				kind = discussion.Opening
			}
			_, err := discussion.Add(tx, discussion.New{
				ThreadID: thread, Kind: kind, AuthorID: cast["member"].ID, Who: "resident", Evidence: discussion.Lived, State: discussion.Published,
				Body: discussion.Body{Source: words, HTML: "<p>" + words + "</p>", Version: 1},
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	handler := s.fiber.Handler()
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		var ctx fasthttp.RequestCtx
		ctx.Request.SetRequestURI("/discussions/1-buses?per=50")
		ctx.Request.Header.SetHost("folkmoot.test")
		ctx.Request.Header.SetCookie("folkmoot", "member")
		handler(&ctx)
		if ctx.Response.StatusCode() != 200 || len(ctx.Response.Body()) < 40_000 {
			b.Fatal(ctx.Response.StatusCode(), len(ctx.Response.Body()))
		}
	}
}
