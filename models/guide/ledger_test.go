package guide_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// next publishes a text, every changed paragraph shaped as answers say, by the words of the paragraph; the rest is the
// editors' own.
func (r room) next(body string, answers map[string]guide.Answer) {
	r.t.Helper()
	review := r.redraft(body)
	var list []guide.Answer
	for _, p := range review.Passages {
		words := p.From
		text := ""
		if p.New != nil {
			text = p.New.Text
		} else {
			text = words[0].Text
		}
		if answer, ok := answers[text]; ok {
			answer.Target = p.Target
			list = append(list, answer)
		}
	}
	if len(list) != len(answers) {
		r.t.Fatalf("%d of %d answers found their passage", len(list), len(answers))
	}
	r.must(r.Keep(ctx, r.editor, key(r.editor), guide.Plan{Chapter: r.now().ID, Answers: list, Rest: true}))
	r.must(r.goAhead())
}

// trail reads the trail of a paragraph in a version, 0 for the newest.
func (r room) trail(a people.Actor, version, paragraph int) guide.Trail {
	r.t.Helper()
	reading, err := r.Read(ctx, r.now(), version)
	r.must(err)
	trail, err := r.Trail(ctx, a, r.now(), reading, paragraph)
	r.must(err)
	return trail
}

// written writes a trail down as "3 reworded: one; two | 1 new".
func written(t guide.Trail) string {
	var all []string
	for _, s := range t.Steps {
		one := fmt.Sprintf("%d %s", s.Version, s.How)
		for _, came := range s.Came {
			one += fmt.Sprintf("<%d", came.Paragraph)
		}
		for _, e := range s.Entries {
			switch {
			case e.Shape == guide.ByEditors:
				one += " editors"
			case e.Shape == guide.ByResearch:
				one += " [" + e.Citation + "]"
			case e.Voice == nil:
				one += " hidden"
			default:
				one += " “" + e.Voice.Words + "” " + e.Voice.Author + " " + string(e.Extent)
			}
		}
		all = append(all, one)
	}
	for _, refused := range t.Refused {
		all = append(all, "not “"+refused.Voice.Words+"”: "+refused.Reason)
	}
	return strings.Join(all, " | ")
}

func TestATrailTellsWhatShapedAParagraph(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(hall + "\n\n" + bus)
		r.open()
		if got := written(r.trail(people.Visitor, 0, 2)); got != "1 new" {
			t.Fatal(got)
		}
		why, no := r.say(1, 2, "It stops **at seven**"), r.say(1, 2, "Paint it red")
		r.next(hall+"\n\n"+bus2, map[string]guide.Answer{bus2: {Has: map[int64]guide.Extent{why: guide.InPart}}})
		r.next(bus2+" Ask them.\n\n"+hall, map[string]guide.Answer{bus2 + " Ask them.": {Citation: "Putnam 2000", Link: "https://example.org/p"}})
		r.must(r.DB.Write(ctx, func(tx *db.Tx) error {
			return guide.Decide(tx, guide.Decision{Contribution: no, Fate: discussion.NotTakenIn, Reason: "No paint.", By: r.editor})
		}))
		trail := r.trail(people.Visitor, 0, 1)
		got := written(trail)
		want := "<2 [Putnam 2000] | 2 reworded<2 “It stops at seven” Rita part | 1 new | not “Paint it red”: No paint."
		if _, rest, _ := strings.Cut(got, "<"); "<"+rest != want || trail.Behind() != 2 {
			t.Errorf("%s\nwant …%s", got, want)
		}
		var put, taken string
		for _, w := range trail.Steps[1].Words {
			switch w.Op {
			case prose.PutIn:
				put += w.Text
			case prose.TakenOut:
				taken += w.Text
			}
		}
		if put != "seven" || taken != "six" {
			t.Errorf("put in %q, taken out %q", put, taken)
		}
		// An older version has its own trail, and what was refused since is no part of it.
		if got := written(r.trail(people.Visitor, 2, 2)); got != "2 reworded<2 “It stops at seven” Rita part | 1 new" {
			t.Error(got)
		}
		reading, err := r.Read(ctx, r.now(), 0)
		r.must(err)
		for _, paragraph := range []int{0, 3, -1} {
			if _, err := r.Trail(ctx, people.Visitor, r.now(), reading, paragraph); !errors.Is(err, db.ErrNotFound) {
				t.Error(paragraph, err)
			}
		}
	})
}

func TestWhatIsHiddenIsNeverInTheLedger(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(hall + "\n\n" + bus)
		r.open()
		said, no := r.say(1, 2, "It stops at seven"), r.say(1, 2, "Paint it red")
		elsewhere := r.discussion(groups.Open, "Elsewhere")
		r.next(hall+"\n\n"+bus2, map[string]guide.Answer{bus2: {Has: chosen(said), Pasted: number(elsewhere)}})
		r.must(r.DB.Write(ctx, func(tx *db.Tx) error {
			return guide.Decide(tx, guide.Decision{Contribution: no, Fate: discussion.NotTakenIn, Reason: "No paint.", By: r.editor})
		}))
		threads := r.trail(people.Visitor, 0, 2).Threads()
		if len(threads) != 2 {
			t.Errorf("it names the threads %v", threads)
		}
		for _, id := range []int64{said, no, elsewhere} {
			r.hide(id)
		}
		for _, a := range []people.Actor{people.Visitor, r.reader, r.editor} {
			if got := written(r.trail(a, 0, 2)); got != "2 reworded<2 hidden hidden | 1 new" {
				t.Errorf("as %q: %s", a.Name, got)
			}
			reading, err := r.Read(ctx, r.now(), 0)
			r.must(err)
			shaped, err := r.Shaped(ctx, a, r.now(), reading, 0)
			r.must(err)
			if got := written(shaped.Pieces[1].Trail); got != "2 reworded<2 hidden hidden | 1 new" {
				t.Errorf("as %q: %s", a.Name, got)
			}
			triangle, err := r.Triangle(ctx, a, r.now())
			if err != nil || !triangle.Empty() || len(triangle.Behind) != 0 || len(triangle.Threads()) != 2 {
				t.Errorf("%+v %v", triangle, err)
			}
		}
		if got := r.trail(people.Visitor, 0, 2).Threads(); len(got) != 2 {
			t.Errorf("hidden, it names the threads %v", got)
		}
	})
}

func TestWhoShapedAParagraphFromElsewhereIsToldOnce(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(hall + "\n\n" + bus)
		r.open()
		elsewhere := r.discussion(groups.Open, "Elsewhere")
		r.must(r.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE contributions SET author_id = ? WHERE id = ?", r.reader.ID, elsewhere)
			return err
		}))
		told := func() int {
			n, err := db.Value[int](ctx, r.DB, `SELECT COUNT(*) FROM notices WHERE kind = 'fate' AND contribution_id = ? AND link LIKE '%?paragraph=2#p2'
				AND words LIKE 'What you said elsewhere changed paragraph %'`, elsewhere)
			r.must(err)
			return n
		}
		r.next(hall+"\n\n"+bus2, map[string]guide.Answer{bus2: {Pasted: number(elsewhere)}})
		if n := told(); n != 1 {
			t.Fatalf("told %d times", n)
		}
		bus3 := bus2 + " It is red."
		r.next(hall+"\n\n"+bus3, map[string]guide.Answer{bus3: {Pasted: number(elsewhere)}})
		if n := told(); n != 1 {
			t.Errorf("told %d times of the same", n)
		}
	})
}

func TestAChaptersLedger(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish("## Title\n\n" + hall + "\n\n" + bus + "\n\n" + pool)
		r.open()
		said := r.say(1, 3, "They are gone")
		r.next("## Title\n\n"+hall+"\n\n"+bus+"\n\n"+talk, map[string]guide.Answer{pool: {Has: chosen(said)}})
		reading, err := r.Read(ctx, r.now(), 0)
		r.must(err)
		shaped, err := r.Shaped(ctx, people.Visitor, r.now(), reading, 0)
		r.must(err)
		var got []string
		for _, p := range shaped.Pieces {
			got = append(got, fmt.Sprintf("%d %v %s", p.Block.Number, p.Gone, written(p.Trail)))
		}
		want := []string{"1 false 1 new", "2 false 1 new", "3 false 2 new editors", "3 true 2 removed “They are gone” Rita whole | 1 new"}
		if fmt.Sprint(got) != fmt.Sprint(want) || shaped.Next != 0 {
			t.Errorf("%q", got)
		}
		// What comes back is no longer among what was taken out.
		r.next("## Title\n\n"+hall+"\n\n"+bus+"\n\n"+talk+"\n\n"+pool, nil)
		reading, err = r.Read(ctx, r.now(), 0)
		r.must(err)
		if shaped, err = r.Shaped(ctx, people.Visitor, r.now(), reading, 0); err != nil || len(shaped.Pieces) != 4 || shaped.Pieces[3].Gone {
			t.Errorf("%+v %v", shaped.Pieces, err)
		}
	})
}

func TestTheTriangle(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(hall + "\n\n" + bus)
		r.open()
		triangle, err := r.Triangle(ctx, people.Visitor, r.now())
		if err != nil || !triangle.Empty() || len(triangle.Missing()) != 3 {
			t.Fatalf("%+v %v", triangle, err)
		}
		var lived []int64
		for range 3 {
			id, err := r.Comment(ctx, r.reader, key(r.reader), guide.NewComment{Chapter: r.now().ID, Version: 1, Paragraph: 1, Body: "words", Evidence: discussion.Lived})
			r.must(err)
			lived = append(lived, id)
		}
		unstated := r.say(1, 1, "words")
		r.next(hall+" Ask.\n\n"+bus2, map[string]guide.Answer{
			hall + " Ask.": {Has: chosen(append(lived, unstated)...), Citation: "A book"},
			bus2:           {Has: chosen(lived[0]), Citation: "A book"},
		})
		triangle, err = r.Triangle(ctx, people.Visitor, r.now())
		r.must(err)
		reading, err := r.Read(ctx, r.now(), 0)
		r.must(err)
		got := fmt.Sprint(triangle.Count[discussion.Lived], triangle.Count[discussion.Practice], triangle.Count[discussion.Research], triangle.Unstated,
			triangle.Behind[reading.Blocks[0].ID], triangle.Behind[reading.Blocks[1].ID], triangle.Missing())
		if got != "3 0 1 1 5 2 [practice]" {
			t.Error(got)
		}
		// What stands behind a paragraph that is taken out stands behind the chapter no longer.
		r.next(bus2, nil)
		triangle, err = r.Triangle(ctx, people.Visitor, r.now())
		if got := fmt.Sprint(triangle.Count[discussion.Lived], triangle.Count[discussion.Research], triangle.Unstated); err != nil || got != "1 1 0" {
			t.Error(got, err)
		}
	})
}

func TestTheWeakestCorner(t *testing.T) {
	for want, counts := range map[discussion.Evidence][3]int{discussion.Practice: {5, 2, 6}, discussion.Research: {9, 8, 1}, discussion.Unstated: {5, 3, 5}} {
		triangle := guide.Triangle{Count: map[discussion.Evidence]int{}}
		for i, kind := range discussion.Evidences {
			triangle.Count[kind] = counts[i]
		}
		if got := triangle.Weakest(); got != want {
			t.Errorf("%v: %q, want %q", counts, got, want)
		}
	}
}

func TestCallingForEvidence(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(hall)
		store := &groups.Store{DB: r.DB}
		group := func(name string, access groups.Access) int64 {
			slug, err := store.Create(ctx, r.editor, key(r.editor), groups.Draft{Name: name, Summary: "x", Access: access})
			r.must(err)
			g, err := store.BySlug(ctx, r.editor, slug)
			r.must(err)
			return g.ID
		}
		open, private := group("Open", groups.Open), group("Private", groups.Private)
		call := guide.CallFor{Chapter: r.now().ID, Evidence: discussion.Research, Group: open, Title: "Who knows of research?", Body: "See [the chapter](/guides/x/y)."}
		var invalid db.Invalid
		var forbidden db.Forbidden
		if _, err := r.Call(ctx, r.editor, key(r.editor), guide.CallFor{Chapter: r.now().ID}); !errors.As(err, &invalid) || len(invalid) != 4 {
			t.Error("an empty call:", err)
		}
		if _, err := r.Call(ctx, r.reader, key(r.reader), call); !errors.As(err, &forbidden) {
			t.Error("a reader's call:", err)
		}
		once := key(r.editor)
		thread, err := r.Call(ctx, r.editor, once, call)
		r.must(err)
		if again, err := r.Call(ctx, r.editor, once, call); err != nil || again != thread {
			t.Error("sent twice:", again, err)
		}
		call.Group = private
		_, err = r.Call(ctx, r.editor, key(r.editor), call)
		r.must(err)
		for _, c := range []struct {
			a    people.Actor
			want int
		}{{people.Visitor, 1}, {r.reader, 1}, {r.editor, 2}} {
			triangle, err := r.Triangle(ctx, c.a, r.now())
			if err != nil || len(triangle.Calls) != c.want || len(triangle.Threads()) != 2 {
				t.Errorf("as %q: %+v %v", c.a.Name, triangle.Calls, err)
			}
		}
		opening, err := db.Value[int64](ctx, r.DB, "SELECT opening_id FROM threads WHERE id = ?", thread)
		r.must(err)
		r.hide(opening)
		if triangle, err := r.Triangle(ctx, people.Visitor, r.now()); err != nil || len(triangle.Calls) != 0 {
			t.Errorf("a hidden call: %+v %v", triangle.Calls, err)
		}
	})
}
