package guide_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
)

// on comments on words of a paragraph of the newest version; "" is all of it.
func (r room) on(paragraph int, quote string) int64 {
	r.t.Helper()
	id, err := r.Comment(ctx, r.reader, key(r.reader), guide.NewComment{
		Chapter: r.now().ID, Paragraph: paragraph, Words: guide.Words{Quote: quote}, Body: "words",
	})
	r.must(err)
	return id
}

// stands writes down where a comment stands in a version: "2 “six in the evening” same", "gone removed".
func (r room) stands(version int, id int64) string {
	r.t.Helper()
	c := r.now()
	reading, err := r.Read(ctx, c, version)
	r.must(err)
	parts := []guide.Part{{}, {Gone: true}}
	for _, b := range reading.Blocks {
		if b.Number > 0 {
			parts = append(parts, guide.Part{Paragraph: b.Number})
		}
	}
	found := ""
	for _, part := range parts {
		p, err := r.Panel(ctx, people.Visitor, c, reading, part, "")
		r.must(err)
		for _, k := range p.Comments {
			if k.ID != id {
				continue
			}
			if found != "" {
				r.t.Fatalf("comment %d stands twice", id)
			}
			name := fmt.Sprint(part.Paragraph)
			if part.Gone {
				name = "gone"
			}
			if k.Now != "" {
				name += " “" + k.Now + "”"
			}
			found = name + " " + string(k.Status)
		}
	}
	return found
}

func (r room) standsAs(what string, version int, id int64, want string) {
	r.t.Helper()
	if got := r.stands(version, id); got != want {
		r.t.Errorf("%s, version %d: %q, want %q", what, version, got, want)
	}
}

func TestCommentsGoThroughSplitsAndJoins(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(strings.Join([]string{bus, long1 + " " + long2, hall}, "\n\n"))
		r.open()
		whole, early, late := r.on(2, ""), r.on(2, "make tea for whoever comes in"), r.on(2, "small room behind the stage")
		ramp, all := r.on(3, "a kitchen, a ramp"), r.on(3, "")
		answer, err := r.Comment(ctx, r.editor, key(r.editor), guide.NewComment{Chapter: r.now().ID, ParentID: late, Body: "yes"})
		r.must(err)
		r.publish(strings.Join([]string{bus, long1, long2, hall}, "\n\n"))
		r.standsAs("the first part's words", 0, early, "2 “make tea for whoever comes in” same")
		r.standsAs("the second part's words", 0, late, "3 “small room behind the stage” split")
		r.standsAs("an answer", 0, answer, "3 split")
		if got := r.stands(0, whole); got != "2 split" && got != "3 split" {
			t.Errorf("all of it: %s", got)
		}
		r.publish(strings.Join([]string{bus, long1, long2 + " " + hall}, "\n\n"))
		r.standsAs("joined to", 0, late, "3 “small room behind the stage” split")
		r.standsAs("an answer, joined to", 0, answer, "3 split")
		r.standsAs("words that joined", 0, ramp, "3 “a kitchen, a ramp” merged")
		r.standsAs("a paragraph that joined", 0, all, "3 merged")
		r.standsAs("not concerned", 0, early, "2 “make tea for whoever comes in” same")
		r.standsAs("as it was", 1, late, "2 “small room behind the stage” same")
		r.standsAs("as it was then", 2, late, "3 “small room behind the stage” split")
		how, err := db.Values[string](ctx, r.DB, "SELECT DISTINCT how FROM block_links WHERE how IN ('split', 'merged') ORDER BY how")
		if err != nil || strings.Join(how, " ") != "merged split" {
			t.Error(how, err)
		}
		r.honest()
		r.checkCounts()
	})
}

func TestWordsThatChange(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(strings.Join([]string{hall, long1, pool}, "\n\n"))
		r.open()
		kept, lost := r.on(2, "make tea for whoever comes in from the cold"), r.on(2, "at nine each morning")
		all := r.on(2, "")
		r.publish(strings.Join([]string{hall, "Volunteers open the hall and make tea for whoever comes in from the cold.", pool}, "\n\n"))
		r.standsAs("kept", 0, kept, "2 “make tea for whoever comes in from the cold” same")
		r.standsAs("all of it", 0, all, "2 reworded")
		r.standsAs("lost", 0, lost, "2 reworded")
		r.publish(strings.Join([]string{pool, hall, "Volunteers open the hall and make tea for whoever comes in from the cold."}, "\n\n"))
		r.standsAs("kept, moved", 0, kept, "3 “make tea for whoever comes in from the cold” same")
		r.standsAs("reworded stays reworded", 0, all, "3 reworded")
		r.publish(strings.Join([]string{pool, hall, long1}, "\n\n"))
		r.standsAs("its very words are back", 0, lost, "3 “at nine each morning” reworded")
		r.publish(strings.Join([]string{pool, hall}, "\n\n"))
		r.standsAs("taken out", 0, lost, "gone removed")
		r.publish(strings.Join([]string{pool, hall, talk}, "\n\n"))
		r.standsAs("still out", 0, lost, "gone removed")
		r.publish(strings.Join([]string{pool, long1, hall, talk}, "\n\n"))
		r.standsAs("put back", 0, kept, "2 “make tea for whoever comes in from the cold” same")
		r.standsAs("all of it, put back", 0, all, "2 reworded")
		r.standsAs("as it was while it was out", 6, kept, "gone removed")
		r.publish(strings.Join([]string{pool, hall, talk}, "\n\n"))
		r.publish(strings.Join([]string{pool, strings.Replace(long1, "tea", "soup", 1), hall, talk}, "\n\n"))
		r.standsAs("something like it is back, and that is not enough", 0, kept, "gone removed")
		r.honest()
		r.checkCounts()
	})
}

func TestSayingWhichWords(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish("The bus stops at six. The bus is late, she said: “never again”.")
		r.open()
		try := func(w guide.Words) error {
			_, err := r.Comment(ctx, r.reader, key(r.reader), guide.NewComment{Chapter: r.now().ID, Paragraph: 1, Words: w, Body: "x"})
			return err
		}
		for name, c := range map[string]struct {
			words guide.Words
			wrong string
			start int
			quote string
		}{
			"as they stand":      {guide.Words{Quote: "is late"}, "", 30, "is late"},
			"as they are typed":  {guide.Words{Quote: "  said: \"never   again\" "}, "", 43, "said: “never again”"},
			"twice":              {guide.Words{Quote: "The bus"}, "more than once", 0, ""},
			"twice, with more":   {guide.Words{Quote: "The bus", Before: "stops at six. "}, "", 22, "The bus"},
			"not there":          {guide.Words{Quote: "the tram"}, "cannot find", 0, ""},
			"far too many":       {guide.Words{Quote: strings.Repeat("a ", guide.MaxWords)}, "too many", 0, ""},
			"nothing but spaces": {guide.Words{Quote: " \n "}, "", -1, ""},
		} {
			err := try(c.words)
			var invalid db.Invalid
			if c.wrong != "" {
				if !errors.As(err, &invalid) || !strings.Contains(invalid["words"].String(), c.wrong) {
					t.Errorf("%s: %v", name, err)
				}
				continue
			}
			var quote, before, after string
			var start, end, nowStart int
			if err == nil {
				err = r.DB.QueryRow(ctx, `SELECT quote, prefix, suffix, COALESCE(quote_start, -1), COALESCE(quote_end, -1), COALESCE(now_start, -1)
					FROM anchors ORDER BY contribution_id DESC LIMIT 1`).Scan(&quote, &before, &after, &start, &end, &nowStart)
			}
			if err != nil || quote != c.quote || start != c.start || nowStart != start || start >= 0 && end != start+len(quote) {
				t.Errorf("%s: %q at %d to %d, now %d; %v", name, quote, start, end, nowStart, err)
			}
			if len([]rune(before)) > 32 || c.quote == "is late" && (before != "The bus stops at six. The bus " || after != ", she said: “never again”.") {
				t.Errorf("%s: between %q and %q", name, before, after)
			}
		}
	})
}

// What is said on an older version's page stands on that page, and where it is now.
func TestCommentsOnAnOlderVersion(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(strings.Join([]string{bus, long1 + " " + long2, pool}, "\n\n"))
		r.open()
		first := r.on(2, "")
		r.publish(strings.Join([]string{bus2, long1, long2, pool}, "\n\n"))
		r.publish(strings.Join([]string{pool, bus2, long1, long2}, "\n\n"))
		old := func(n guide.NewComment) int64 {
			n.Chapter, n.Version, n.Body = r.now().ID, 1, "late"
			id, err := r.Comment(ctx, r.reader, key(r.reader), n)
			r.must(err)
			return id
		}
		words := old(guide.NewComment{Paragraph: 2, Words: guide.Words{Quote: "blood pressure"}})
		answer := old(guide.NewComment{ParentID: first})
		r.standsAs("on the page that was read", 1, words, "2 “blood pressure” same")
		r.standsAs("not there then", 2, words, "")
		r.standsAs("now", 0, words, "4 “blood pressure” split")
		r.standsAs("an answer on the page that was read", 1, answer, "2 same")
		r.standsAs("an answer, now", 0, answer, strings.Replace(r.stands(0, first), "split", "same", 1))
		changed := old(guide.NewComment{Paragraph: 1, Words: guide.Words{Quote: "at six in the evening"}})
		if got := r.stands(0, changed); got != "2 “at seven in the evening” reworded" && got != "2 reworded" {
			t.Error(got)
		}
		r.must(r.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := discussion.SetState(tx, words, discussion.Hidden, "")
			return err
		}))
		reading, err := r.Read(ctx, r.now(), 1)
		r.must(err)
		if reading.Blocks[1].Comments != 2 {
			t.Errorf("%d comments are counted in version 1 after one was hidden", reading.Blocks[1].Comments)
		}
		p, err := r.Panel(ctx, people.Visitor, r.now(), reading, guide.Part{Paragraph: 2}, "")
		r.must(err)
		for _, k := range p.Comments {
			if k.ID == words && (k.Shown || k.HTML != "") {
				t.Error("what is hidden is read in version 1")
			}
		}
		r.honest()
		r.checkCounts()
	})
}
