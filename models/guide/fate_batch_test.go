package guide_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
)

// drafted is a room with an open chapter of two paragraphs and a heading between them.
func drafted(r room) room {
	r.publish(bus + "\n\n## Places\n\n" + hall)
	r.open()
	return r
}

// batch decides about several comments as the editor.
func (r room) batch(b guide.Batch) error {
	return r.DecideBatch(ctx, r.editor, key(r.editor), b)
}

// fate gives what became of a comment.
func (r room) fate(id int64) discussion.Fate {
	r.t.Helper()
	fate, err := db.Value[discussion.Fate](ctx, r.DB, "SELECT fate FROM contributions WHERE id = ?", id)
	r.must(err)
	return fate
}

func wrongWith(err error, field string) bool {
	var invalid db.Invalid
	return errors.As(err, &invalid) && invalid[field] != ""
}

func TestSeveralAtOnce(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		drafted(r)
		first, second := r.say(1, 1, "one"), r.say(1, 2, "two")
		answer, err := r.Comment(ctx, r.reader, key(r.reader), guide.NewComment{Chapter: r.now().ID, ParentID: first, Body: "and more"})
		r.must(err)
		ours, err := r.Comment(ctx, r.editor, key(r.editor), guide.NewComment{Chapter: r.now().ID, ParentID: first, Body: "thank you"})
		r.must(err)
		for name, c := range map[string]struct {
			b     guide.Batch
			wrong string
		}{
			"nothing chosen":         {guide.Batch{Fate: discussion.TakenIn}, "chosen"},
			"too many":               {guide.Batch{Contributions: make([]int64, guide.MaxDecisions+1), Fate: discussion.TakenIn}, "chosen"},
			"no fate":                {guide.Batch{Contributions: []int64{first}}, "fate"},
			"no reason":              {guide.Batch{Contributions: []int64{first}, Fate: discussion.NotTakenIn}, "reason"},
			"no such paragraph":      {guide.Batch{Contributions: []int64{first}, Fate: discussion.TakenIn, Paragraph: "1.9"}, "paragraph"},
			"another chapter's":      {guide.Batch{Contributions: []int64{first}, Fate: discussion.TakenIn, Paragraph: "2.1"}, "paragraph"},
			"a paragraph in letters": {guide.Batch{Contributions: []int64{first}, Fate: discussion.TakenIn, Paragraph: "one"}, "paragraph"},
			"no such version":        {guide.Batch{Contributions: []int64{first}, Fate: discussion.TakenIn, Version: 7}, "version"},
			"moved nowhere":          {guide.Batch{Contributions: []int64{first}, Fate: discussion.MovedAway}, "to"},
			"moved to no chapter":    {guide.Batch{Contributions: []int64{first}, Fate: discussion.MovedAway, To: guide.Destination{Chapter: 999}}, "to"},
			"moved without a title":  {guide.Batch{Contributions: []int64{first}, Fate: discussion.MovedAway, To: guide.Destination{Group: 1}}, "title"},
		} {
			if err := r.batch(c.b); !wrongWith(err, c.wrong) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := r.DecideBatch(ctx, r.reader, key(r.reader), guide.Batch{Contributions: []int64{first}, Fate: discussion.TakenIn}); !errors.As(err, new(db.Forbidden)) {
			t.Error("a reader decided:", err)
		}
		if n := r.number("SELECT COUNT(*) FROM fates"); n != 0 || r.now().Pending != 3 {
			t.Fatalf("%d were stored", n)
		}
		r.must(r.batch(guide.Batch{
			Contributions: []int64{first}, Below: true, Fate: discussion.TakenIn, Paragraph: "1.2", Seen: map[int64]int64{first: 0},
		}))
		if r.fate(first) != discussion.TakenIn || r.fate(answer) != discussion.TakenIn || r.fate(ours) != discussion.NoFate || r.now().Pending != 1 {
			t.Errorf("%s, %s, %s; %d wait", r.fate(first), r.fate(answer), r.fate(ours), r.now().Pending)
		}
		// Somebody who looked before that decided is told so, and the others of theirs are not stored either.
		err = r.batch(guide.Batch{
			Contributions: []int64{second, first}, Fate: discussion.Answered, Reason: "Yes", Seen: map[int64]int64{first: 0, second: 0},
		})
		var failed guide.Failure
		if !errors.As(err, &failed) || !errors.Is(failed[first], db.ErrConflict) || r.fate(second) != discussion.Pending {
			t.Error(err, r.fate(second))
		}
		r.set(second, discussion.Hidden, "unkind")
		if err := r.batch(guide.Batch{Contributions: []int64{second}, Fate: discussion.TakenIn}); !errors.Is(err, db.ErrNotFound) {
			t.Error("what is hidden was decided about:", err)
		}
		reasons, err := r.Reasons(ctx, r.editor)
		if err != nil || len(reasons) != 0 {
			t.Errorf("%v %v", reasons, err)
		}
		r.set(second, discussion.Published, "")
		for _, reason := range []string{"Rarely", "Often", "Often"} {
			now.Advance(time.Minute)
			r.must(r.batch(guide.Batch{Contributions: []int64{second}, Fate: discussion.NotTakenIn, Reason: reason}))
			r.must(r.batch(guide.Batch{Contributions: []int64{second}, Fate: discussion.Pending}))
		}
		if reasons, err = r.Reasons(ctx, r.editor); err != nil || len(reasons) != 2 || reasons[0].Words != "Often" {
			t.Errorf("%v %v", reasons, err)
		}
	})
}

// listed gives the ids of a work list, page by page.
func (r room) listed(w guide.Wanted) string {
	r.t.Helper()
	c := r.now()
	w.Guide = c.GuideID
	var ids []int64
	for after, pages := "", 0; pages < 10; pages++ {
		list, next, err := r.Tasks(ctx, r.editor, w, after)
		r.must(err)
		for _, task := range list {
			ids = append(ids, task.ID)
		}
		if after = next; next == "" {
			break
		}
	}
	return fmt.Sprint(ids)
}

func TestTheWorkList(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		drafted(r)
		c := r.now()
		one, two, whole := r.say(1, 1, "one"), r.say(1, 2, "two"), r.say(1, 0, "three")
		worker := r.person("Wim", people.Member)
		worker.Who = people.Practitioner
		said, err := r.Comment(ctx, worker, key(worker), guide.NewComment{Chapter: c.ID, Version: 1, Paragraph: 1, Body: "four", Evidence: discussion.Practice})
		r.must(err)
		answer, err := r.Comment(ctx, r.reader, key(r.reader), guide.NewComment{Chapter: c.ID, ParentID: said, Body: "five"})
		r.must(err)
		r.must(r.DB.Write(ctx, func(tx *db.Tx) error {
			theme, err := tx.Insert("INSERT INTO themes (slug, name, mark, created_at, changed_at) VALUES ('buses', 'Buses', 1, 1, 1)")
			if err == nil {
				_, err = tx.Insert("INSERT INTO tags (contribution_id, theme_id, source, state, put_at) VALUES (?, ?, 'person', 'accepted', 1)", two, theme)
			}
			if err == nil {
				err = discussion.TakePosition(tx, worker.ID, whole, discussion.Agree)
			}
			return err
		}))
		r.must(r.batch(guide.Batch{Contributions: []int64{one}, Fate: discussion.Answered, Reason: "Yes"}))
		list := func(ids ...int64) string { return fmt.Sprint(ids) }
		for name, c := range map[string]struct {
			w    guide.Wanted
			want string
		}{
			"what waits":         {guide.Wanted{Chapter: &c}, list(two, whole, said, answer)},
			"in the whole guide": {guide.Wanted{}, list(two, whole, said, answer)},
			"most agreed":        {guide.Wanted{Order: discussion.Agreed}, list(whole, two, said, answer)},
			"everything":         {guide.Wanted{Fate: guide.AnyFate}, list(one, two, whole, said, answer)},
			"what was answered":  {guide.Wanted{Fate: discussion.Answered}, list(one)},
			"on a paragraph":     {guide.Wanted{Chapter: &c, Part: &guide.Part{Paragraph: 1}}, list(said, answer)},
			"on the whole":       {guide.Wanted{Chapter: &c, Part: &guide.Part{}}, list(whole)},
			"by theme":           {guide.Wanted{Theme: "buses"}, list(two)},
			"by who":             {guide.Wanted{Who: people.Practitioner}, list(said)},
			"by evidence":        {guide.Wanted{Evidence: discussion.Practice}, list(said)},
			"by none":            {guide.Wanted{Theme: "none"}, "[]"},
			"what was chosen":    {guide.Wanted{Selection: []int64{answer, one}}, list(one, answer)},
		} {
			if got := r.listed(c.w); got != c.want {
				t.Errorf("%s: %s, want %s", name, got, c.want)
			}
		}
		tasks, _, err := r.Tasks(ctx, r.editor, guide.Wanted{Guide: c.GuideID, Selection: []int64{said, one, two}}, "")
		r.must(err)
		if len(tasks) != 3 || tasks[0].Now.Fate != discussion.Answered || len(tasks[0].History) != 1 || len(tasks[1].Themes) != 1 ||
			!strings.Contains(tasks[2].Current, "hospital") || tasks[2].Paragraph != 1 || len(tasks[2].Answers) != 1 || tasks[2].Answers[0].ID != answer {
			t.Errorf("%+v", tasks)
		}
		if _, _, err := r.Tasks(ctx, r.reader, guide.Wanted{Guide: c.GuideID}, ""); !errors.As(err, new(db.Forbidden)) {
			t.Error("a reader gets the list:", err)
		}
		if _, _, err := r.Tasks(ctx, r.editor, guide.Wanted{Guide: c.GuideID}, "x"); !errors.As(err, new(db.Invalid)) {
			t.Error("a forged cursor:", err)
		}
	})
}

func TestTheWorkListGoesOn(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		drafted(r)
		var ids []int64
		r.must(r.DB.Write(ctx, func(tx *db.Tx) error {
			ids = nil
			for i := range 2*guide.TaskPage + 3 {
				c, err := guide.AddComment(tx, r.now(), guide.NewComment{Paragraph: 1}, discussion.New{
					AuthorID: r.reader.ID, State: discussion.Published, Body: discussion.Body{Source: "x", HTML: "<p>x</p>"},
				})
				if err != nil {
					return err
				}
				if ids = append(ids, c.ID); i%3 == 0 {
					if err := discussion.TakePosition(tx, r.editor.ID, c.ID, discussion.Agree); err != nil {
						return err
					}
				}
			}
			return nil
		}))
		if got := r.listed(guide.Wanted{}); got != fmt.Sprint(ids) {
			t.Errorf("%s, want %v", got, ids)
		}
		var agreed, others []int64
		for i, id := range ids {
			if i%3 == 0 {
				agreed = append(agreed, id)
			} else {
				others = append(others, id)
			}
		}
		if got := r.listed(guide.Wanted{Order: discussion.Agreed}); got != fmt.Sprint(slices.Concat(agreed, others)) {
			t.Errorf("most agreed: %s", got)
		}
	})
}

// Several editors decide at the same moment: one of them is heard, the others are told that somebody else was.
func TestEditorsDecideAtOnce(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		drafted(r)
		there := r.other()
		id, stays := r.say(1, 1, "one"), r.say(1, 2, "two")
		var wait sync.WaitGroup
		var stored, refused atomic.Int64
		for i := range 6 {
			wait.Go(func() {
				b := guide.Batch{Contributions: []int64{id}, Seen: map[int64]int64{id: 0}, Fate: discussion.Answered, Reason: fmt.Sprint("Answer ", i)}
				if i%2 == 0 {
					b.Fate, b.To = discussion.MovedAway, guide.Destination{Chapter: there.ID}
				}
				var failed guide.Failure
				switch err := r.batch(b); {
				case err == nil:
					stored.Add(1)
				case errors.As(err, &failed) && errors.Is(failed[id], db.ErrConflict):
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if stored.Load() != 1 || refused.Load() != 5 {
			t.Errorf("%d were stored, %d refused", stored.Load(), refused.Load())
		}
		// Moved to and fro between two chapters at once, nothing is lost and nobody waits for ever: on a slow machine some are
		// told to try again.
		for i := range 8 {
			wait.Go(func() {
				b := guide.Batch{Contributions: []int64{[]int64{id, stays}[i%2]}, Fate: discussion.MovedAway, To: guide.Destination{Chapter: []int64{there.ID, r.now().ID}[i/2%2]}}
				if err := r.batch(b); err != nil && !errors.As(err, new(db.Invalid)) && !errors.Is(err, db.ErrNotFound) && !errors.Is(err, db.ErrBusy) {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if n := r.number("SELECT COUNT(*) FROM contributions c JOIN anchors a ON a.contribution_id = c.id JOIN chapters ch ON ch.id = a.chapter_id AND ch.thread_id = c.thread_id"); n != 2 {
			t.Errorf("%d of 2 are where they belong", n)
		}
		if n := r.number("SELECT COUNT(*) FROM threads t WHERE pending_count <> (SELECT COUNT(*) FROM contributions c WHERE c.thread_id = t.id AND c.state = 'published' AND c.fate = 'pending')"); n != 0 {
			t.Errorf("%d threads count wrong", n)
		}
		r.checkCounts()
	})
}
