package guide_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/guide"
	"folkmoot/models/people"
)

// desk is an editor's page on the chapter, as it stays open while words are typed in it.
type desk struct {
	room
	who  people.Actor
	page string
	step int
	from int
	text string
}

// open sits an editor down at the newest draft.
func (r room) desk(who people.Actor) *desk {
	r.t.Helper()
	draft, err := r.Draft(ctx, who, r.now().ID)
	r.must(err)
	return &desk{room: r, who: who, page: db.NewToken(), from: draft.Revision, text: draft.Body}
}

// save sends what the page holds, as the page would: where the site is busy, again under the same key.
func (d *desk) save(automatic bool) (guide.Saved, error) {
	d.step++
	once := key(d.who)
	for {
		saved, err := d.Save(ctx, d.who, once, guide.Saving{
			Chapter: d.now().ID, Body: d.text, From: d.from, Page: d.page, Step: d.step, Automatic: automatic,
		})
		if !errors.Is(err, db.ErrBusy) {
			return saved, err
		}
	}
}

func (d *desk) saves(automatic bool, want guide.Outcome, revision int) {
	d.t.Helper()
	saved, err := d.save(automatic)
	if err != nil || saved.Outcome != want || saved.Revision != revision {
		d.t.Fatalf("%+v %v, want outcome %d at revision %d", saved, err, want, revision)
	}
	if want == guide.Stored {
		d.from = saved.Revision
	}
}

func (r room) draft() guide.Draft {
	r.t.Helper()
	d, err := r.Draft(ctx, r.editor, r.now().ID)
	r.must(err)
	return d
}

func (r room) copies(who people.Actor) []guide.Copy {
	r.t.Helper()
	all, err := r.Copies(ctx, who, r.now().ID)
	r.must(err)
	return all
}

func TestDraftsOfTwoEditors(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		other := r.person("Omar", people.Editor)
		first := r.desk(r.editor)
		first.text = bus + "\n\n" + hall
		first.saves(false, guide.Stored, 1)

		mine, theirs := r.desk(r.editor), r.desk(other)
		theirs.text = bus2 + "\n\n" + hall
		theirs.saves(true, guide.Stored, 2)
		mine.text = bus + "\n\n" + hall + "\n\n" + pool
		mine.saves(true, guide.Aside, 2)
		if d := r.draft(); d.Body != theirs.text || !d.Automatic || d.ByName != "Omar" {
			t.Errorf("an automatic save changed the draft of another: %+v", d)
		}
		if c := r.copies(r.editor); len(c) != 1 || c[0].Body != mine.text || c[0].From != 1 {
			t.Errorf("kept aside: %+v", c)
		}
		if c := r.copies(other); len(c) != 0 {
			t.Errorf("somebody else is offered %+v", c)
		}
		mine.saves(false, guide.Joined, 3)
		if d := r.draft(); d.Body != bus2+"\n\n"+hall+"\n\n"+pool || !d.Merged || d.Automatic {
			t.Errorf("merged by hand: %+v", d)
		}
		if c := r.copies(r.editor); len(c) != 0 {
			t.Errorf("still kept aside though they are in the draft: %+v", c)
		}

		theirs.text = strings.Replace(theirs.text, "seven", "eight", 1)
		theirs.saves(false, guide.Joined, 4)
		mine = r.desk(r.editor)
		theirs = r.desk(other)
		theirs.text = strings.Replace(theirs.text, "eight", "nine", 1)
		theirs.saves(false, guide.Stored, 5)
		mine.text = strings.Replace(mine.text, "eight", "ten", 1)
		mine.saves(false, guide.Clashed, 5)
		if d := r.draft(); d.Body != theirs.text {
			t.Errorf("a clash changed the draft: %q", d.Body)
		}
		if c := r.copies(r.editor); len(c) != 1 || c[0].Body != mine.text {
			t.Errorf("kept aside after a clash: %+v", c)
		}
		clash, err := r.Clash(ctx, r.editor, r.now().ID, mine.text, mine.from)
		r.must(err)
		if clash.Merged.Conflicts != 1 || !strings.Contains(clash.Merged.Text, "nine") || !strings.Contains(clash.Merged.Text, "ten") {
			t.Errorf("to settle: %+v", clash.Merged)
		}
		mine.text, mine.from = clash.Merged.Text, clash.Draft.Revision
		if _, err := mine.save(false); !errors.As(err, &db.Invalid{}) {
			t.Errorf("passages with both texts were saved: %v", err)
		}
		mine.text = settle(mine.text)
		mine.saves(false, guide.Stored, 6)
		if c := r.copies(r.editor); len(c) != 0 {
			t.Errorf("still kept aside though it is settled: %+v", c)
		}
	})
}

// settle keeps both texts of every passage, without the lines that mark them.
func settle(text string) string {
	return strings.Join(slices.DeleteFunc(strings.Split(text, "\n"), func(line string) bool { return strings.HasPrefix(line, "===") }), "\n")
}

func TestSavesOfOnePage(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		d := r.desk(r.editor)
		d.text = bus
		d.saves(true, guide.Stored, 1)
		// The answer to the first one is lost: the page goes on from what it knew.
		d.from, d.text = 0, bus+" And more."
		d.saves(true, guide.Stored, 2)
		d.from, d.text = 0, bus+" And yet more."
		d.saves(false, guide.Stored, 3)
		// One that was sent before, and arrives after.
		late := *d
		late.step, late.from, late.text = 0, 0, bus
		if saved, err := late.save(true); err != nil || saved.Revision != 3 || r.draft().Body != d.text {
			t.Errorf("a late one undid a newer one: %+v %v", saved, err)
		}
		// The same words by hand make no new revision, and are kept as saved by hand.
		d.text += " Done."
		d.saves(true, guide.Stored, 4)
		d.saves(false, guide.Stored, 4)
		if r.draft().Automatic {
			t.Error("saved by hand, and still counts as automatic")
		}
		// Another page of the same editor is another writer.
		elsewhere := r.desk(r.editor)
		elsewhere.text = hall
		elsewhere.saves(true, guide.Stored, 5)
		d.text += " Really."
		d.saves(true, guide.Aside, 5)
		r.must(r.DropCopy(ctx, r.editor, key(r.editor), r.now().ID, d.page))
		if c := r.copies(r.editor); len(c) != 0 {
			t.Errorf("thrown away, and kept: %+v", c)
		}
	})
}

func TestAKeySentTwiceSavesOnce(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		k := key(r.editor)
		for range 2 {
			saved, err := r.Save(ctx, r.editor, k, guide.Saving{Chapter: r.now().ID, Body: bus})
			if err != nil || saved != (guide.Saved{Outcome: guide.Stored, Revision: 1}) {
				t.Fatalf("%+v %v", saved, err)
			}
		}
	})
}

func TestWritersAreSeen(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		other := r.person("Omar", people.Editor)
		c := r.now().ID
		r.must(r.Here(ctx, other, c, "one"))
		r.must(r.Here(ctx, other, c, "two"))
		r.must(r.Here(ctx, r.editor, c, "three"))
		if w, err := r.Writers(ctx, r.editor, c); err != nil || len(w) != 1 || w[0].Name != "Omar" || w[0].SeenAt != now.Now() {
			t.Errorf("%+v %v", w, err)
		}
		now.Advance(guide.SeenFor)
		if w, err := r.Writers(ctx, r.editor, c); err != nil || len(w) != 0 {
			t.Errorf("long after: %+v %v", w, err)
		}
		if err := r.Here(ctx, r.reader, c, "x"); !errors.As(err, &db.Forbidden{}) {
			t.Errorf("a reader writes: %v", err)
		}
	})
}

func TestAutomaticSavesAreThinned(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		other := r.person("Omar", people.Editor)
		save := func(who people.Actor, automatic bool) {
			d := r.desk(who)
			d.text += fmt.Sprintf("\n\nParagraph %d of %s.", d.from+1, who.Name)
			if _, err := d.save(automatic); err != nil {
				t.Fatal(err)
			}
			now.Advance(time.Minute)
		}
		revisions := func() string {
			list, next, err := r.Revisions(ctx, r.editor, r.now().ID, 0)
			r.must(err)
			for next != 0 {
				var more []guide.Revision
				more, next, err = r.Revisions(ctx, r.editor, r.now().ID, next)
				r.must(err)
				list = append(list, more...)
			}
			var all []string
			for _, one := range slices.Backward(list) {
				all = append(all, fmt.Sprintf("%d+%d-%d", one.Revision, one.PutIn, one.TakenOut))
			}
			return strings.Join(all, " ")
		}
		for i := range 24 { // from 9 o'clock on, one a minute
			who, automatic := r.editor, i != 4 && i != 15
			if i == 7 {
				who = other
			}
			save(who, automatic)
		}
		kept := r.desk(r.editor)
		kept.from, kept.text = 18, "Words of my own."
		if _, err := kept.save(true); err != nil {
			t.Fatal(err)
		}
		before := r.draft()
		r.must(r.Thin(ctx))
		if got := revisions(); strings.Count(got, "+") != 24 {
			t.Errorf("thinned at once: %s", got)
		}
		now.Advance(25 * time.Hour)
		r.must(r.Thin(ctx))
		const want = "1+4-0 5+16-0 7+8-0 8+4-0 10+8-0 16+24-0 18+8-0 20+8-0 24+16-0"
		if got := revisions(); got != want {
			t.Errorf("after a day %s, want %s", got, want)
		}
		now.Advance(31 * 24 * time.Hour)
		r.must(r.Thin(ctx))
		if got := revisions(); got != "1+4-0 5+16-0 7+8-0 8+4-0 16+32-0 18+8-0 24+24-0" {
			t.Errorf("after a month %s", got)
		}
		if after := r.draft(); after.Body != before.Body {
			t.Error("the draft itself was changed")
		}
		if c := r.copies(r.editor); len(c) != 1 {
			t.Errorf("words kept aside are gone: %+v", c)
		}
	})
}

func TestOldRevisionsAreReadAndBroughtBack(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		r.publish(bus)
		d := r.desk(r.editor)
		d.text = hall
		d.saves(false, guide.Stored, 2)
		old, changes, err := r.Revision(ctx, r.editor, r.now().ID, 1)
		if err != nil || old.Body != bus || len(changes) == 0 {
			t.Fatalf("%+v %v %v", old, changes, err)
		}
		if revision, err := r.SaveDraft(ctx, r.editor, key(r.editor), r.now().ID, old.Body, 2); err != nil || revision != 3 || r.draft().Body != bus {
			t.Errorf("brought back: %d %v", revision, err)
		}
		if _, _, err := r.Revision(ctx, r.editor, r.now().ID, 9); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("no such revision: %v", err)
		}
		if _, _, err := r.Revision(ctx, r.reader, r.now().ID, 1); !errors.As(err, &db.Forbidden{}) {
			t.Errorf("a reader: %v", err)
		}
	})
}

// Twenty people write one chapter at once and save a thousand times, automatically and by hand, from pages that are
// often behind, and some pages are simply closed. Every word that was acknowledged is in the draft, or kept aside
// for the one who wrote it, and the revisions are one chain in which nothing is ever dropped.
func TestTwentyWritersLoseNothing(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		first := r.desk(r.editor)
		first.text = bus + "\n\n" + hall + "\n\n" + pool + "\n\n" + talk
		first.saves(false, guide.Stored, 1)
		var wait sync.WaitGroup
		var mu sync.Mutex
		byHand, anyhow := map[string]bool{}, map[string]people.Actor{}
		outcomes := map[guide.Outcome]int{}
		for i := range 20 {
			who := r.person(fmt.Sprintf("Writer %d", i), people.Editor)
			wait.Go(func() {
				random := rand.New(rand.NewPCG(uint64(i), 7))
				for saves := 0; saves < 50; {
					d := r.desk(who)
					var tokens []string
					settled := false
					for range 3 {
						token := fmt.Sprintf("tok%dx%dx%d", i, saves, random.IntN(1000))
						tokens = append(tokens, token)
						d.insert(random, token)
						saved, err := d.save(true)
						if err != nil {
							t.Error(err)
							return
						}
						saves++
						if saved.Outcome == guide.Stored {
							d.from = saved.Revision
						}
						mu.Lock()
						outcomes[saved.Outcome]++
						mu.Unlock()
					}
					for random.IntN(8) != 0 && !settled {
						saved, err := d.save(false)
						if err != nil {
							t.Error(err)
							return
						}
						saves++
						mu.Lock()
						outcomes[saved.Outcome]++
						mu.Unlock()
						if saved.Outcome != guide.Clashed {
							settled = true
							break
						}
						clash, err := r.Clash(ctx, who, r.now().ID, d.text, d.from)
						if err != nil {
							t.Error(err)
							return
						}
						d.text, d.from = settle(clash.Merged.Text), clash.Draft.Revision
					}
					mu.Lock()
					for _, token := range tokens {
						anyhow[token] = who
						if settled {
							byHand[token] = true
						}
					}
					mu.Unlock()
				}
			})
		}
		wait.Wait()
		r.checkChain(byHand, anyhow)
		t.Logf("outcomes %v, %d words", outcomes, len(anyhow))
		for _, o := range []guide.Outcome{guide.Stored, guide.Joined, guide.Aside, guide.Clashed} {
			if outcomes[o] == 0 {
				t.Errorf("no save had outcome %d: this test sees too little", o)
			}
		}
	})
}

// insert types a word into one of the paragraphs, or a new one.
func (d *desk) insert(random *rand.Rand, word string) {
	paragraphs := strings.Split(d.text, "\n\n")
	at := random.IntN(len(paragraphs))
	if random.IntN(6) == 0 {
		paragraphs = slices.Insert(paragraphs, at, "A new paragraph says "+word+".")
	} else {
		words := strings.Fields(paragraphs[at])
		paragraphs[at] = strings.Join(slices.Insert(words, random.IntN(len(words)+1), word), " ")
	}
	d.text = strings.Join(paragraphs, "\n\n")
}

// checkChain checks that the revisions follow one another without a gap, that none drops a word of the one before,
// and that each word is where it must be.
func (r room) checkChain(byHand map[string]bool, anyhow map[string]people.Actor) {
	r.t.Helper()
	bodies, err := db.Values[string](ctx, r.DB, "SELECT body_md FROM draft_revisions WHERE chapter_id = ? ORDER BY revision", r.now().ID)
	r.must(err)
	if last := r.draft(); last.Revision != len(bodies) || last.Body != bodies[len(bodies)-1] {
		r.t.Errorf("%d revisions, the newest is number %d", len(bodies), last.Revision)
	}
	tokens := func(text string) map[string]bool {
		all := map[string]bool{}
		for _, word := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(" \n.", c) }) {
			if strings.HasPrefix(word, "tok") {
				all[word] = true
			}
		}
		return all
	}
	have := map[string]bool{}
	for i, body := range bodies {
		next := tokens(body)
		for token := range have {
			if !next[token] {
				r.t.Errorf("revision %d lost %s", i+1, token)
			}
		}
		have = next
	}
	for token, who := range anyhow {
		aside := slices.ContainsFunc(r.copies(who), func(c guide.Copy) bool { return tokens(c.Body)[token] })
		if !have[token] && (byHand[token] || !aside) {
			r.t.Errorf("%s of %s is lost", token, who.Name)
		}
	}
}
