package search_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/search"
)

var ctx = context.Background()

// world is a small place: a person, an open group and a private one, each with a discussion.
type world struct {
	t       testing.TB
	db      *db.DB
	index   search.Index
	indexer *search.Indexer
	person  int64
	open    int64 // groups
	private int64
	thread  int64 // in the open group
	secret  int64 // in the private group
	theme   int64
}

func newWorld(t testing.TB, d *db.DB) *world {
	t.Helper()
	w := &world{t: t, db: d, index: search.Index{DB: d}, indexer: search.NewIndexer(d)}
	w.write(func(tx *db.Tx) (err error) {
		if w.person, err = tx.Insert("INSERT INTO people (public_name, created_at, changed_at) VALUES ('Ann Brown', 1, 1)"); err != nil {
			return err
		}
		if w.theme, err = tx.Insert("INSERT INTO themes (slug, name, definition, mark, created_at, changed_at) VALUES ('transport', 'Transport', 'Buses, trams and getting about', 1, 1, 1)"); err != nil {
			return err
		}
		if w.open, err = tx.Insert("INSERT INTO groups (slug, name, summary, created_at, changed_at) VALUES ('inclusion', 'Everyone included', 'Who is left out?', 1, 1)"); err != nil {
			return err
		}
		if w.private, err = tx.Insert("INSERT INTO groups (slug, name, summary, access, created_at, changed_at) VALUES ('carers', 'Carers in private', 'Confidential marmalade', 'private', 1, 1)"); err != nil {
			return err
		}
		if w.thread, err = w.discuss(tx, "Buses in the evening", w.open, false); err != nil {
			return err
		}
		w.secret, err = w.discuss(tx, "Secret marmalade buses", w.private, true)
		return err
	})
	return w
}

func (w *world) write(do func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.db.Write(ctx, do); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) discuss(tx *db.Tx, title string, group int64, private bool) (int64, error) {
	id, err := discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, GroupID: group, Private: private, Slug: "a", Title: title, CreatedBy: w.person})
	if err != nil {
		return 0, err
	}
	body := discussion.Body{Source: "Opening", HTML: "<p>Opening words</p>", Version: 1}
	_, err = discussion.Add(tx, discussion.New{ThreadID: id, Kind: discussion.Opening, AuthorID: w.person, Body: body, State: discussion.Published})
	return id, err
}

// say adds a published comment to a thread.
func (w *world) say(thread int64, text string, more ...func(*discussion.New)) int64 {
	w.t.Helper()
	body, err := discussion.Render(ctx, text)
	if err != nil {
		w.t.Fatal(err)
	}
	n := discussion.New{ThreadID: thread, Kind: discussion.Comment, AuthorID: w.person, Body: body, State: discussion.Published}
	for _, change := range more {
		change(&n)
	}
	var c discussion.Contribution
	w.write(func(tx *db.Tx) (err error) { c, err = discussion.Add(tx, n); return err })
	return c.ID
}

func (w *world) setState(id int64, to discussion.State) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error { _, err := discussion.SetState(tx, id, to, ""); return err })
}

func (w *world) edit(id int64, text string) {
	w.t.Helper()
	body, err := discussion.Render(ctx, text)
	if err != nil {
		w.t.Fatal(err)
	}
	w.write(func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE contributions SET body_md = ?, body_html = ?, revision = revision + 1 WHERE id = ?", body.Source, body.HTML, id)
		return err
	})
}

func (w *world) catchUp() {
	w.t.Helper()
	if err := w.indexer.CatchUp(ctx); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) find(a people.Actor, s search.Search, query string) search.Page {
	w.t.Helper()
	q, err := search.Parse(query)
	if err != nil {
		w.t.Fatalf("%q: %v", query, err)
	}
	s.Query = q
	page, err := w.index.Find(ctx, a, s)
	if err != nil {
		w.t.Fatalf("%q: %v", query, err)
	}
	return page
}

// ids finds what people said and gives the results' ids in order.
func (w *world) ids(query string) string {
	w.t.Helper()
	return idsOf(w.find(people.Visitor, search.Search{}, query))
}

func idsOf(p search.Page) string {
	var ids []string
	for _, r := range p.Results {
		ids = append(ids, fmt.Sprint(r.ID))
	}
	return strings.Join(ids, " ")
}
