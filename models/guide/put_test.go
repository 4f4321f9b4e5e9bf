package guide_test

import (
	"errors"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
)

func TestMayPut(t *testing.T) {
	const author = 7
	who := map[string]people.Actor{
		"visitor":   people.Visitor,
		"writer":    {ID: author, Role: people.Member, State: people.Active},
		"member":    {ID: 8, Role: people.Member, State: people.Active},
		"moderator": {ID: 9, Role: people.Moderator, State: people.Active},
		"editor":    {ID: 10, Role: people.Editor, State: people.Active},
		"suspended": {ID: 11, Role: people.Editor, State: people.Suspended},
		"all":       {ID: 12, Role: people.Administrator, State: people.Active},
	}
	for state, may := range map[discussion.State]string{
		discussion.Published: "writer editor all", discussion.Held: "writer all", discussion.Asked: "writer all",
		discussion.Hidden: "all", discussion.Deleted: "",
	} {
		for name, a := range who {
			said := discussion.Contribution{AuthorID: author, State: state}
			err := guide.MayPut(a, said)
			if want := strings.Contains(" "+may+" ", " "+name+" "); (err == nil) != want {
				t.Errorf("%s, %s: %v", state, name, err)
			}
			if said.ParentID = 3; guide.MayPut(a, said) == nil {
				t.Errorf("%s, %s may put an answer elsewhere", state, name)
			}
			var forbidden db.Forbidden
			if readable := discussion.Readable(a, said) || state == discussion.Hidden && a.CanModerate(); err != nil && readable != errors.As(err, &forbidden) {
				t.Errorf("%s, %s: %v", state, name, err)
			}
		}
	}
}

func TestPuttingACommentElsewhere(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		r.publish(bus + "\n\n" + hall + "\n\n" + pool)
		r.open()
		id := r.on(2, "three people hold")
		answer, err := r.Comment(ctx, r.editor, key(r.editor), guide.NewComment{Chapter: r.now().ID, ParentID: id, Body: "yes"})
		r.must(err)
		r.publish(bus + "\n\n" + pool)
		r.standsAs("taken out", 0, id, "gone removed")
		put := func(a people.Actor, to guide.Put) error { return r.Put(ctx, a, key(a), id, to) }
		var invalid db.Invalid
		var forbidden db.Forbidden
		stranger := r.person("Steve", people.Member)
		for name, try := range map[string]struct {
			err  error
			fine func(error) bool
		}{
			"an older version": {put(r.editor, guide.Put{Version: 1, Paragraph: 1}), func(err error) bool { return errors.Is(err, db.ErrConflict) }},
			"no paragraph":     {put(r.editor, guide.Put{Version: 2, Paragraph: 9}), func(err error) bool { return errors.As(err, &invalid) && invalid["paragraph"] != "" }},
			"no such words":    {put(r.editor, guide.Put{Version: 2, Paragraph: 1, Words: guide.Words{Quote: "the tram"}}), func(err error) bool { return errors.As(err, &invalid) && invalid["words"] != "" }},
			"a stranger":       {put(stranger, guide.Put{Version: 2, Paragraph: 1}), func(err error) bool { return errors.As(err, &forbidden) }},
			"a visitor":        {put(people.Visitor, guide.Put{Version: 2, Paragraph: 1}), func(err error) bool { return errors.As(err, &forbidden) }},
			"an answer":        {r.Put(ctx, r.editor, key(r.editor), answer, guide.Put{Version: 2, Paragraph: 1}), func(err error) bool { return errors.As(err, &forbidden) }},
			"nothing":          {r.Put(ctx, r.editor, key(r.editor), id+1000, guide.Put{Version: 2, Paragraph: 1}), func(err error) bool { return errors.Is(err, db.ErrNotFound) }},
		} {
			if !try.fine(try.err) {
				t.Errorf("%s: %v", name, try.err)
			}
		}
		r.must(put(r.editor, guide.Put{Version: 2, Paragraph: 2, Words: guide.Words{Quote: "the old baths"}}))
		r.standsAs("put on words", 0, id, "2 “the old baths” same")
		r.standsAs("its answer", 0, answer, "2 same")
		r.standsAs("as it was", 1, id, "2 “three people hold” same")
		if err := put(r.editor, guide.Put{Version: 2, Paragraph: 2, Words: guide.Words{Quote: "the old baths"}}); !errors.As(err, &invalid) || invalid[""] == "" {
			t.Error("where it is already:", err)
		}
		r.checkCounts()
		r.honest()

		// Whatever the chapter's state, and by its writer.
		c := r.now()
		r.must(r.Settle(ctx, r.editor, key(r.editor), c.ID, guide.Details{Title: c.Title}, guide.Typed{State: guide.Redrafting}))
		r.must(put(r.reader, guide.Put{Version: 2}))
		r.standsAs("put on the whole chapter", 0, id, "0 same")
		spotted, err := r.Spotted(ctx, r.reader, id)
		if err != nil || spotted.Comment.PlacedBy != r.reader.ID || spotted.Comment.PlacedAt != now.Now() || spotted.Paragraph != 0 {
			t.Errorf("%+v %v", spotted.Comment, err)
		}
		entries, err := db.Values[string](ctx, r.DB, "SELECT details FROM register WHERE act = 'anchor.place' ORDER BY id")
		if err != nil || len(entries) != 2 || !strings.Contains(entries[0], `"before":{"on":"nothing"}`) ||
			!strings.Contains(entries[0], `"on":"words"`) || !strings.Contains(entries[1], `"after":{"on":"chapter"}`) {
			t.Errorf("%v %v", entries, err)
		}

		// It goes along from where it was put, and the words that it was made on do not call it back.
		r.must(put(r.reader, guide.Put{Version: 2, Paragraph: 1, Words: guide.Words{Quote: "nobody told us why"}}))
		r.publish(bus2 + "\n\n" + hall + "\n\n" + pool)
		r.standsAs("after the next version", 0, id, "1 “nobody told us why” same")
		r.checkCounts()
		r.honest()
	})
}
