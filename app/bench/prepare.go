package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/insight"
	"folkmoot/models/search"
)

// signedIn is how many people have a session, so that nobody posts more often than a person may.
const signedIn = 5000

// session gives the token of the n-th signed-in person's session: the same in every run.
func session(n int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "bench %d", n))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// prepare makes a place, unless an earlier run did.
func (b *bench) prepare(ctx context.Context, name string, s size) error {
	path := b.database(name)
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	part := path + ".part"
	os.Remove(part)
	fmt.Printf("making the %s: %d contributions in %d threads by %d people\n", name, s.contributions, s.threads, s.people)
	d, err := db.Open(ctx, db.Options{Source: part})
	if err != nil {
		return err
	}
	if _, err = d.Migrate(ctx); err == nil {
		err = makePlace(ctx, d, s, func(line string) { fmt.Println(" ", line) })
	}
	if err == nil {
		err = addSessions(ctx, d, min(signedIn, s.people))
	}
	if err == nil {
		err = addChapter(ctx, d)
	}
	if err == nil {
		fmt.Println("  making the search index")
		err = search.NewIndexer(d).CatchUp(ctx)
	}
	if err == nil {
		fmt.Println("  counting what is heard, and looking for copies")
		err = countHeard(ctx, d)
	}
	if err == nil {
		err = d.Upkeep(ctx)
	}
	if err = errors.Join(err, d.Close()); err != nil {
		return err
	}
	return os.Rename(part, path)
}

// countHeard does what a server would do in the background, so that it is not measured with everything else.
func countHeard(ctx context.Context, d *db.DB) error {
	zone, err := time.LoadLocation("Europe/London") // the one that a server has where none is set
	if err != nil {
		return err
	}
	heard := &insight.Store{DB: d, Zone: zone}
	for {
		if err := heard.CatchUp(ctx); err == nil {
			break
		} else if !errors.Is(err, db.ErrBusy) {
			return err
		}
	}
	for left := true; left; {
		var err error
		if left, err = heard.CatchUpCopies(ctx); err != nil {
			return err
		}
	}
	return nil
}

func addSessions(ctx context.Context, d *db.DB, n int) error {
	now := clock.Of(time.Now())
	return d.Write(ctx, func(tx *db.Tx) error {
		for i := range n {
			hash := sha256.Sum256([]byte("session\x00" + session(i)))
			_, err := tx.Insert("INSERT INTO sessions (token_hash, person_id, created_at, last_seen_at, expires_at) VALUES (?, ?, ?, ?, ?)",
				hash[:], i+1, now, now, now.Add(170*24*time.Hour))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// addChapter makes an open chapter of forty paragraphs with five comments on each.
func addChapter(ctx context.Context, d *db.DB) error {
	text := strings.Repeat("Start by asking who people turn to. Ask at the school gate, in the barber's and at the bus stop, not only in meetings. People who never come to meetings often hold the most useful part of the map.", 1)
	var body strings.Builder
	for i := range 40 {
		fmt.Fprintf(&body, "%s This is paragraph %d.\n\n", text, i+1)
	}
	prepared, err := guide.Prepare(ctx, body.String())
	if err != nil {
		return err
	}
	comment, err := discussion.Render(ctx, "Add the doctor's waiting room. You learn who is poorly and who is doing their shopping.")
	if err != nil {
		return err
	}
	return d.Write(ctx, func(tx *db.Tx) error {
		book, err := guide.AddGuide(tx, guide.Details{Title: "The guide"}, guide.New{Slug: "guide"})
		if err != nil {
			return err
		}
		id, err := guide.AddChapter(tx, book, guide.Details{Title: "Finding what we have"}, guide.New{Slug: "finding"})
		if err != nil {
			return err
		}
		if _, err := guide.PublishPrepared(tx, guide.Publication{Chapter: id, Prepared: prepared}); err != nil {
			return err
		}
		chapter, err := guide.Find(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := guide.SetTerms(tx, chapter, guide.Terms{State: guide.Open}); err != nil {
			return err
		}
		for i := range 200 {
			_, err := guide.AddComment(tx, chapter, guide.NewComment{Chapter: id, Paragraph: i%40 + 1},
				discussion.New{AuthorID: int64(i%50 + 1), Body: comment, State: discussion.Published})
			if err != nil {
				return err
			}
		}
		return nil
	})
}
