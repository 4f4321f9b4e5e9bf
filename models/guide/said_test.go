package guide_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/guide"
	"folkmoot/models/people"
)

// row is a comment as the tables hold it.
type row struct {
	id, author, chapter, version, block, to int64
	fate                                    discussion.Fate
	reason                                  string
	themes                                  []int64
}

// rows reads the comments on a guide that everybody may read, and those that were moved from it, one by one.
func (r room) rows() []row {
	r.t.Helper()
	type fate struct {
		chapter, version, block, to int64
		reason                      string
	}
	chapters, fates, themes := map[int64]int64{}, map[int64]fate{}, map[int64][]int64{}
	each := func(query string, do func(db.Row) error) { r.must(db.Each(ctx, r.DB, do, query)) }
	each("SELECT thread_id, id FROM chapters", func(w db.Row) error {
		var thread, id int64
		err := w.Scan(&thread, &id)
		chapters[thread] = id
		return err
	})
	each("SELECT contribution_id, chapter_id, COALESCE(version_id, 0), COALESCE(block_id, 0), COALESCE(to_thread_id, 0), reason FROM fates ORDER BY id", func(w db.Row) error {
		var id int64
		var f fate
		err := w.Scan(&id, &f.chapter, &f.version, &f.block, &f.to, &f.reason)
		fates[id] = f // the newest counts
		return err
	})
	each("SELECT contribution_id, theme_id FROM tags WHERE state = 'accepted'", func(w db.Row) error {
		var id, theme int64
		err := w.Scan(&id, &theme)
		themes[id] = append(themes[id], theme)
		return err
	})
	var all []row
	each("SELECT c.id, c.author_id, c.thread_id, c.fate, c.state, t.private FROM contributions c JOIN threads t ON t.id = c.thread_id", func(w db.Row) error {
		var one row
		var thread int64
		var state discussion.State
		var private int
		if err := w.Scan(&one.id, &one.author, &thread, &one.fate, &state, &private); err != nil {
			return err
		}
		f := fates[one.id]
		one.chapter, one.version, one.block, one.to, one.reason, one.themes = chapters[thread], f.version, f.block, f.to, f.reason, themes[one.id]
		if one.fate == discussion.MovedAway {
			one.chapter = f.chapter
		}
		if state == discussion.Published && private == 0 && one.fate != discussion.NoFate && one.chapter != 0 {
			all = append(all, one)
		}
		return nil
	})
	return all
}

// countedBy says of rows how many comments and people there are, and what became of them.
func countedBy(rows []row) string {
	people, by := map[int64]bool{}, map[discussion.Fate]int{}
	for _, one := range rows {
		people[one.author] = true
		by[one.fate]++
	}
	return fmt.Sprint(len(rows), len(people), by)
}

func tallied(t guide.Tally) string { return fmt.Sprint(t.Comments, t.People, t.By) }

func kept(rows []row, keep func(row) bool) []row {
	return slices.DeleteFunc(slices.Clone(rows), func(one row) bool { return !keep(one) })
}

// checkSaid compares every number of "You said, we did" with a count of the rows.
func (r room) checkSaid(w guide.SaidScope, rows []row) {
	r.t.Helper()
	y, err := r.YouSaid(ctx, w)
	r.must(err)
	if got, want := tallied(y.All), countedBy(rows); got != want {
		r.t.Errorf("in all %s, counted %s", got, want)
	}
	sum := 0
	for id, tally := range y.Chapters {
		sum += tally.Comments
		if got, want := tallied(tally), countedBy(kept(rows, func(one row) bool { return one.chapter == id })); got != want {
			r.t.Errorf("chapter %d: %s, counted %s", id, got, want)
		}
	}
	if sum != len(rows) {
		r.t.Errorf("the chapters have %d of %d", sum, len(rows))
	}
	for _, theme := range y.Themes {
		id, err := db.Value[int64](ctx, r.DB, "SELECT id FROM themes WHERE slug = ?", theme.Slug)
		r.must(err)
		if got, want := tallied(theme.Tally), countedBy(kept(rows, func(one row) bool { return slices.Contains(one.themes, id) })); got != want {
			r.t.Errorf("theme %s: %s, counted %s", theme.Slug, got, want)
		}
	}
	r.checkGroups(y, rows)
	var ids []int64
	r.must(r.SaidRows(ctx, w, func(one guide.SaidRow) error { ids = append(ids, one.ID); return nil }))
	want := make([]int64, len(rows))
	for i, one := range rows {
		want[i] = one.id
	}
	slices.Sort(want)
	if !slices.Equal(ids, want) {
		r.t.Errorf("the table has %v, want %v", ids, want)
	}
}

// checkGroups compares the groups with those that the rows make.
func (r room) checkGroups(y guide.YouSaid, rows []row) {
	r.t.Helper()
	made := map[string][]row{}
	for _, one := range rows {
		key := string(one.fate)
		switch one.fate {
		case discussion.TakenIn, discussion.Partly:
			number, err := db.Value[int](ctx, r.DB, "SELECT number FROM version_blocks WHERE version_id = ? AND block_id = ?", one.version, one.block)
			r.must(err)
			version, err := db.Value[int](ctx, r.DB, "SELECT number FROM versions WHERE id = ?", one.version)
			r.must(err)
			key = fmt.Sprint("taken-in ", one.chapter, version, number)
		case discussion.NotTakenIn, discussion.Answered:
			key += one.reason
		case discussion.MovedAway:
			key += fmt.Sprint(one.to)
		}
		made[key] = append(made[key], one)
	}
	if len(made) != len(y.Groups) {
		r.t.Errorf("%d groups, counted %d", len(y.Groups), len(made))
	}
	for _, g := range y.Groups {
		key := string(g.Fate)
		switch g.Fate {
		case discussion.TakenIn:
			key = fmt.Sprint("taken-in ", g.Chapter, g.Version, g.Paragraph)
		case discussion.MovedAway:
			key += fmt.Sprint(g.To.Thread)
		default:
			key += g.Reason
		}
		in := made[key]
		authors, partly := map[int64]bool{}, 0
		for _, one := range in {
			authors[one.author] = true
			if one.fate == discussion.Partly {
				partly++
			}
		}
		if g.Comments != len(in) || g.People != len(authors) || g.Partly != partly || len(g.Quotes) != min(3, len(in)) {
			r.t.Errorf("%s: %d comments, %d people, %d in part, %d quotes; counted %d, %d, %d", key, g.Comments, g.People, g.Partly, len(g.Quotes), len(in), len(authors), partly)
		}
		for _, q := range g.Quotes {
			if !slices.ContainsFunc(in, func(one row) bool { return one.id == q.ID }) || !strings.HasPrefix(q.Words, "Words of step ") {
				r.t.Errorf("%s quotes %+v", key, q)
			}
		}
	}
}

// Whatever is said, decided, hidden and moved: every number of "You said, we did" is what a count of the rows gives.
func TestYouSaidCountsWhatTheRowsSay(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		drafted(r)
		second := r.other()
		open := r.group(groups.Open, "Open to all")
		crowd := []people.Actor{r.reader, r.person("Bob", people.Member), r.person("Cy", people.Member)}
		random := rand.New(rand.NewPCG(7, 11))
		var themes []int64
		r.must(r.DB.Write(ctx, func(tx *db.Tx) error {
			themes = nil
			for _, slug := range []string{"buses", "halls"} {
				id, err := tx.Insert("INSERT INTO themes (slug, name, mark, created_at, changed_at) VALUES (?, ?, ?, 1, 1)", slug, slug, len(themes)+1)
				if err != nil {
					return err
				}
				themes = append(themes, id)
			}
			return nil
		}))
		chapters, said := []int64{r.now().ID, second.ID}, []int64{}
		for step := range 120 {
			now.Advance(time.Second)
			if step < 20 || random.IntN(3) == 0 {
				said = append(said, r.sayAnywhere(crowd[random.IntN(3)], chapters[random.IntN(2)], step))
				if theme := random.IntN(3); theme < 2 {
					r.must(r.DB.Write(ctx, func(tx *db.Tx) error {
						_, err := tx.Insert("INSERT INTO tags (contribution_id, theme_id, source, state, put_at) VALUES (?, ?, 'person', 'accepted', 1)", said[len(said)-1], themes[theme])
						return err
					}))
				}
				continue
			}
			id := said[random.IntN(len(said))]
			if random.IntN(6) == 0 {
				r.set(id, []discussion.State{discussion.Hidden, discussion.Published}[random.IntN(2)], "")
				continue
			}
			b := guide.Batch{Contributions: []int64{id}, Reason: fmt.Sprint("Reason ", random.IntN(3))}
			b.Fate = []discussion.Fate{
				discussion.TakenIn, discussion.Partly, discussion.NotTakenIn, discussion.NotTakenIn, discussion.Answered, discussion.Pending, discussion.MovedAway,
			}[random.IntN(7)]
			if b.To = (guide.Destination{Chapter: chapters[random.IntN(2)]}); random.IntN(3) == 0 {
				b.To = guide.Destination{Group: open, Title: fmt.Sprint("Title ", step)}
			}
			if b.Fate == discussion.TakenIn && random.IntN(2) == 0 {
				b.Paragraph = "1"
			}
			err := r.batch(b)
			if err != nil && !errors.As(err, new(db.Invalid)) && !errors.Is(err, db.ErrNotFound) {
				t.Fatal(err)
			}
		}
		rows := r.rows()
		if len(rows) < 20 {
			t.Fatalf("only %d rows", len(rows))
		}
		scope := guide.SaidScope{Guide: second.GuideID}
		r.checkSaid(scope, rows)
		scope.Chapter = second.ID
		r.checkSaid(scope, kept(rows, func(one row) bool { return one.chapter == second.ID }))
		scope.Theme = "buses"
		r.checkSaid(scope, kept(rows, func(one row) bool { return one.chapter == second.ID && slices.Contains(one.themes, themes[0]) }))
		r.checkLongest(guide.SaidScope{Guide: second.GuideID}, rows)
		r.checkCounts()
	})
}

// sayAnywhere comments on a chapter, open or not.
func (r room) sayAnywhere(who people.Actor, chapter int64, step int) (id int64) {
	r.t.Helper()
	r.must(r.DB.Write(ctx, func(tx *db.Tx) error {
		c, err := guide.Find(ctx, tx, chapter)
		if err != nil {
			return err
		}
		words := fmt.Sprintf("<p>Words of step %d</p>", step)
		made, err := guide.AddComment(tx, c, guide.NewComment{Paragraph: 1}, discussion.New{
			AuthorID: who.ID, State: discussion.Published, Body: discussion.Body{Source: words, HTML: words},
		})
		id = made.ID
		return err
	}))
	return id
}

// checkLongest compares the comments that have waited longest with those of the rows.
func (r room) checkLongest(w guide.SaidScope, rows []row) {
	r.t.Helper()
	list, err := r.LongestWaiting(ctx, r.editor, w)
	r.must(err)
	waiting := len(kept(rows, func(one row) bool { return one.fate == discussion.Pending }))
	if len(list) != min(10, waiting) || !slices.IsSortedFunc(list, func(a, b guide.LongWait) int { return int(a.Since - b.Since) }) {
		r.t.Errorf("%d of %d wait: %+v", len(list), waiting, list)
	}
	if _, err := r.LongestWaiting(ctx, r.reader, w); !errors.As(err, new(db.Forbidden)) {
		r.t.Error("a reader gets them:", err)
	}
}
