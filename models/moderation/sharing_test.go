package moderation_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// chosen are cases as a moderator has them before them.
func (r room) chosen(ids ...int64) (list []moderation.Chosen) {
	for _, id := range ids {
		list = append(list, moderation.Chosen{Contribution: id, Seen: r.seen(id)})
	}
	return list
}

// queue gives the ids of the first page of a part of the queue.
func (r room) queue(by people.Actor, choice moderation.Choice) (ids []int64) {
	r.t.Helper()
	cases, _, err := r.Queue(ctx, by, choice, "")
	if err != nil {
		r.t.Fatal(err)
	}
	for _, c := range cases {
		ids = append(ids, c.ID)
	}
	return ids
}

func TestDecidingAboutManyAtOnce(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		held, shown, changed, own := r.say(r.ann, discussion.Held), r.say(r.bob, discussion.Published), r.say(r.ann, discussion.Held), r.say(r.mia, discussion.Held)
		taken, decided := r.say(r.ann, discussion.Held), r.say(r.ann, discussion.Published)
		r.report(r.ann, shown, "advert")
		chosen := r.chosen(held, shown, changed, own, taken, decided, held)
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE contributions SET revision = 2 WHERE id = ?", changed)
			return err
		})
		if _, err := r.Claim(ctx, r.max, taken, false); err != nil {
			t.Fatal(err)
		}
		r.decided(r.max, decided, rules.Keep, "")
		before := r.picture()
		key := db.NewKey(r.mia.ID)
		many := moderation.Many{Chosen: chosen, Act: rules.Hide, Reason: "advert", Message: "No adverts, please."}
		batch, err := r.DecideMany(ctx, r.mia, key, many)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := r.DecideMany(ctx, r.mia, key, many); again != batch || err != nil {
			t.Errorf("sent twice: %d and %d, %v", batch, again, err)
		}
		done, err := r.Batch(ctx, r.mia, batch)
		if err != nil || len(done) != 2 || done[0].Contribution != held || done[1].Contribution != shown || done[0].ID != batch {
			t.Fatalf("%+v %v", done, err)
		}
		if n := r.number("SELECT COUNT(*) FROM register WHERE act = 'moderation.hide' AND actor_id = ?", r.mia.ID); n != 2 {
			t.Errorf("%d entries in the register", n)
		}
		for _, writer := range []people.Actor{r.ann, r.bob} {
			if told := r.told(writer.ID); len(told) == 0 || !slices.ContainsFunc(told, func(s string) bool { return strings.Contains(s, "No adverts, please.") }) {
				t.Errorf("%s is told %q", writer.Name, told)
			}
		}
		if n, err := r.Undo(ctx, r.mia, db.NewKey(r.mia.ID), done[1].ID); n != 2 || err != nil {
			t.Fatalf("%d undone, %v", n, err)
		}
		r.same("a batch", before, r.picture())
	})
}

func TestLettingManyBeRead(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		held, shown := r.say(r.ann, discussion.Held), r.say(r.ann, discussion.Published)
		r.report(r.bob, shown, "advert")
		batch, err := r.DecideMany(ctx, r.mia, db.NewKey(r.mia.ID), moderation.Many{Chosen: r.chosen(held, shown), Act: rules.Publish})
		if err != nil {
			t.Fatal(err)
		}
		done, err := r.Batch(ctx, r.mia, batch)
		if err != nil || len(done) != 2 || done[0].Act != rules.Publish || done[1].Act != rules.Keep || !r.published(held) {
			t.Errorf("%+v %v", done, err)
		}
		for field, many := range map[string]moderation.Many{
			"case":   {Act: rules.Publish},
			"act":    {Chosen: r.chosen(held)},
			"reason": {Chosen: r.chosen(held), Act: rules.Hide},
		} {
			_, err := r.DecideMany(ctx, r.mia, db.NewKey(r.mia.ID), many)
			var wrong db.Invalid
			if !errors.As(err, &wrong) || wrong[field] == "" || len(wrong) != 1 {
				t.Errorf("%s: %v", field, err)
			}
		}
		var wrong db.Invalid
		tooMany := make([]moderation.Chosen, moderation.MostAtOnce+1)
		for i := range tooMany {
			tooMany[i].Contribution = int64(i + 1)
		}
		if _, err := r.DecideMany(ctx, r.mia, db.NewKey(r.mia.ID), moderation.Many{Chosen: tooMany, Act: rules.Publish}); !errors.As(err, &wrong) || wrong["case"] == "" {
			t.Errorf("too many: %v", err)
		}
		if _, err := r.DecideMany(ctx, r.bob, db.NewKey(r.bob.ID), moderation.Many{Chosen: r.chosen(held), Act: rules.Publish}); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("a member: %v", err)
		}
		if batch, err := r.DecideMany(ctx, r.mia, db.NewKey(r.mia.ID), moderation.Many{Chosen: []moderation.Chosen{{Contribution: 999}}, Act: rules.Publish}); batch != 0 || err != nil {
			t.Errorf("what is nowhere: %d %v", batch, err)
		}
	})
}

func TestAssigning(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id, maxs := r.say(r.ann, discussion.Held), r.say(r.max, discussion.Held)
		assign := func(contribution, to int64) error {
			return r.Assign(ctx, r.mia, db.NewKey(r.mia.ID), contribution, to)
		}
		if err := assign(id, r.max.ID); err != nil {
			t.Fatal(err)
		}
		if told := r.told(r.max.ID); len(told) != 1 || strings.Contains(told[0], "Ann") {
			t.Errorf("told %q", told)
		}
		if mine := r.queue(r.max, moderation.Choice{Show: moderation.Mine}); !slices.Equal(mine, []int64{id}) {
			t.Errorf("Max has %v", mine)
		}
		if mine := r.queue(r.mia, moderation.Choice{Show: moderation.Mine}); len(mine) != 0 {
			t.Errorf("Mia has %v", mine)
		}
		if err := assign(id, r.max.ID); err != nil || len(r.told(r.max.ID)) != 1 {
			t.Errorf("told twice: %v", err)
		}
		if err := assign(id, 0); err != nil || len(r.queue(r.max, moderation.Choice{Show: moderation.Mine})) != 0 {
			t.Errorf("taken back: %v", err)
		}
		if n := r.number("SELECT COUNT(*) FROM register WHERE act = 'moderation.assign'"); n != 2 {
			t.Errorf("%d entries in the register", n)
		}
		for name, c := range map[string]struct{ contribution, to int64 }{
			"a member": {id, r.bob.ID}, "who wrote it": {maxs, r.max.ID}, "nobody there": {id, 999},
		} {
			if err := assign(c.contribution, c.to); !errors.As(err, new(db.Invalid)) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := assign(r.say(r.ann, discussion.Published), r.max.ID); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("what does not wait: %v", err)
		}
	})
}

func TestSecondOpinions(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		pat := r.person("Pat", people.Moderator)
		id := r.say(r.ann, discussion.Held)
		asked := func(by people.Actor) bool {
			return slices.Contains(r.queue(by, moderation.Choice{Show: moderation.Opinions}), id)
		}
		counted := func(by people.Actor) int {
			counts, err := r.Counts(ctx, by, 0)
			if err != nil {
				t.Fatal(err)
			}
			return counts.Opinions
		}
		opinion, err := r.AskOpinion(ctx, r.mia, db.NewKey(r.mia.ID), moderation.Question{Contribution: id, Of: r.max.ID, Words: "Is it an advert?"})
		if err != nil || !asked(r.max) || asked(pat) || asked(r.mia) || counted(r.max) != 1 || counted(pat) != 0 || len(r.told(r.max.ID)) != 1 {
			t.Fatalf("asked of Max: %v", err)
		}
		give := func(by people.Actor, opinion int64, words string) error {
			_, err := r.GiveOpinion(ctx, by, db.NewKey(by.ID), opinion, rules.Hide, "advert", words)
			return err
		}
		if err := give(pat, opinion, "No."); !errors.Is(err, db.ErrConflict) {
			t.Errorf("who was not asked: %v", err)
		}
		if err := give(r.mia, opinion, "No."); !errors.Is(err, db.ErrConflict) {
			t.Errorf("who asks: %v", err)
		}
		if err := give(r.max, opinion, " "); !errors.As(err, new(db.Invalid)) {
			t.Errorf("without a reason: %v", err)
		}
		if err := give(r.max, opinion, "Prices are in it."); err != nil || asked(r.max) || len(r.told(r.mia.ID)) != 1 {
			t.Errorf("given: %v", err)
		}
		record, err := r.Record(ctx, r.mia, id)
		if err != nil || len(record.Opinions) != 1 || record.Opinions[0].Giver != "Max" || record.Opinions[0].Words != "Prices are in it." || record.Desk.Opinion {
			t.Errorf("%+v %v", record.Opinions, err)
		}
		any, err := r.AskOpinion(ctx, r.mia, db.NewKey(r.mia.ID), moderation.Question{Contribution: id, Words: "And now?"})
		if err != nil || !asked(r.max) || !asked(pat) || asked(r.mia) {
			t.Fatalf("asked of anybody: %v", err)
		}
		if err := r.decide(r.max, id, rules.Publish, ""); err != nil || asked(pat) {
			t.Errorf("who is asked decides: %v", err)
		}
		if err := give(pat, any, "Late."); err != nil {
			t.Errorf("after the decision: %v", err)
		}
		maxs := r.say(r.max, discussion.Held)
		for name, q := range map[string]moderation.Question{
			"question": {Contribution: maxs}, "of": {Contribution: maxs, Of: r.max.ID, Words: "?"},
		} {
			_, err := r.AskOpinion(ctx, r.mia, db.NewKey(r.mia.ID), q)
			var wrong db.Invalid
			if !errors.As(err, &wrong) || wrong[name] == "" {
				t.Errorf("%s: %v", name, err)
			}
		}
		open, err := r.AskOpinion(ctx, r.mia, db.NewKey(r.mia.ID), moderation.Question{Contribution: maxs, Words: "?"})
		if err != nil {
			t.Fatal(err)
		}
		if err := give(r.max, open, "It is fine."); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("on their own words: %v", err)
		}
	})
}

func TestWhatOthersLookAtIsPutAside(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		first, second := r.say(r.ann, discussion.Held), r.say(r.ann, discussion.Held)
		if _, err := r.Claim(ctx, r.mia, first, false); err != nil {
			t.Fatal(err)
		}
		if ids := r.queue(r.max, moderation.Choice{}); !slices.Equal(ids, []int64{second}) {
			t.Errorf("Max sees %v", ids)
		}
		if ids := r.queue(r.mia, moderation.Choice{}); !slices.Equal(ids, []int64{first, second}) {
			t.Errorf("Mia sees %v", ids)
		}
		if ids := r.queue(r.mia, moderation.Choice{Show: moderation.Mine}); !slices.Equal(ids, []int64{first}) {
			t.Errorf("Mia has %v", ids)
		}
		aside, err := r.Aside(ctx, r.max)
		if err != nil || len(aside) != 1 || aside[0].Contribution != first || aside[0].By != "Mia" || aside[0].Since != r.now.Now() || aside[0].Title != "Buses" {
			t.Errorf("%+v %v", aside, err)
		}
		r.now.Advance(moderation.ClaimFor)
		if ids := r.queue(r.max, moderation.Choice{}); !slices.Equal(ids, []int64{first, second}) {
			t.Errorf("when the claim has run out Max sees %v", ids)
		}
		if aside, err := r.Aside(ctx, r.max); err != nil || len(aside) != 0 {
			t.Errorf("%+v %v", aside, err)
		}
	})
}

func TestHintsOrderWithinARank(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		old := r.say(r.ann, discussion.Held)
		r.now.Advance(3 * time.Hour)
		hinted, grave := r.say(r.ann, discussion.Held), r.say(r.ann, discussion.Published)
		r.report(r.bob, grave, "unlawful")
		r.now.Advance(time.Hour)
		hint := func(h ...moderation.Hint) (int64, error) {
			return r.KeepHints(ctx, people.Operator, db.NewKey(0), h)
		}
		if kept, err := hint(moderation.Hint{Contribution: hinted, Revision: 1, Score: 1}, moderation.Hint{Contribution: old, Revision: 2, Score: 1},
			moderation.Hint{Contribution: 1 << 40, Revision: 1, Score: 1}); err != nil || kept != 1 {
			t.Fatalf("%d %v", kept, err)
		}
		for _, score := range []float64{-0.1, 1.1, math.NaN(), math.Inf(1)} {
			if _, err := hint(moderation.Hint{Contribution: old, Revision: 1, Score: score}); err == nil {
				t.Errorf("%v is taken for a score", score)
			}
		}
		if _, err := r.KeepHints(ctx, r.mia, db.NewKey(r.mia.ID), nil); err == nil {
			t.Error("a moderator can order the queue")
		}
		if ids := r.queue(r.mia, moderation.Choice{}); !slices.Equal(ids, []int64{grave, hinted, old}) {
			t.Errorf("%v", ids)
		}
		older := r.say(r.ann, discussion.Held)
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE cases SET since = since - 86400000 WHERE contribution_id = ?", older)
			return err
		})
		if ids := r.queue(r.mia, moderation.Choice{}); !slices.Equal(ids, []int64{grave, older, hinted, old}) {
			t.Errorf("a hint lets what has waited for long wait for ever: %v", ids)
		}
		if c, err := r.Record(ctx, r.mia, hinted); err != nil || c.Hint != 100 {
			t.Errorf("%d %v", c.Hint, err)
		}
		waiting := map[int64]string{}
		n, err := moderation.EachWaiting(ctx, r.DB, func(w moderation.Waiting) error { waiting[w.Contribution] = w.Words; return nil })
		if err != nil || n != 4 || len(waiting) != 4 || waiting[hinted] == "" {
			t.Errorf("%d %v %v", n, waiting, err)
		}
	})
}

func TestNarrowingTheQueue(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		first, advert, flagged := r.say(r.ann, discussion.Held), r.say(r.ann, discussion.Published), r.say(r.ann, discussion.Published)
		r.report(r.bob, advert, "advert")
		r.notice(flagged)
		r.write(func(tx *db.Tx) error {
			for i, id := range []int64{first, advert} {
				if _, err := tx.Exec("INSERT INTO case_copies (contribution_id, exact, family) VALUES (?, ?, ?)", id, i, first); err != nil {
					return err
				}
			}
			return nil
		})
		for name, c := range map[string]struct {
			choice moderation.Choice
			want   []int64
		}{
			"a reason":      {moderation.Choice{Reason: "advert"}, []int64{advert}},
			"another tab":   {moderation.Choice{Reason: "advert", Show: moderation.Held}, nil},
			"flagged":       {moderation.Choice{Show: moderation.Flagged}, []int64{flagged}},
			"a group":       {moderation.Choice{Group: 999}, nil},
			"nearly alike":  {moderation.Choice{Like: advert}, []int64{first, advert}},
			"alike to none": {moderation.Choice{Like: flagged}, []int64{flagged}},
		} {
			if got := r.queue(r.mia, c.choice); !slices.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", name, got, c.want)
			}
		}
		if record, err := r.Record(ctx, r.mia, first); err != nil || record.Copies != 1 {
			t.Errorf("%d copies, %v", record.Copies, err)
		}
		if _, _, err := r.Queue(ctx, r.mia, moderation.Choice{Show: "sheep"}, ""); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("a tab that is not there: %v", err)
		}
		counts, err := r.Counts(ctx, r.mia, clock.Of(dbtest.Morning))
		if err != nil || counts.Held != 1 || counts.Reported != 1 || counts.Flagged != 1 || counts.ToDo() != 3 {
			t.Errorf("%+v %v", counts, err)
		}
	})
}

func TestHowCasesLikeItWereDecided(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		words := func(id int64, body string) int64 {
			r.write(func(tx *db.Tx) error {
				_, err := tx.Exec("UPDATE contributions SET body_md = ? WHERE id = ?", body, id)
				return err
			})
			return id
		}
		bobs := words(r.say(r.bob, discussion.Held), "We print banners for local groups at cost, ask for our price list")
		anns := words(r.say(r.ann, discussion.Held), "The bus never comes")
		undone := words(r.say(r.bob, discussion.Published), "We print banners for local groups at cost")
		r.decided(r.mia, bobs, rules.Hide, "advert")
		r.now.Advance(time.Minute)
		r.decided(r.mia, anns, rules.Publish, "")
		taken := r.decided(r.mia, undone, rules.Hide, "advert")
		if _, err := r.Undo(ctx, r.mia, db.NewKey(r.mia.ID), taken); err != nil {
			t.Fatal(err)
		}
		id := words(r.say(r.ann, discussion.Held), "We print banners for local groups at cost, ask for the price list")
		record, err := r.Record(ctx, r.max, id)
		if err != nil || len(record.Similar) != 2 {
			t.Fatalf("%+v %v", record.Similar, err)
		}
		if s := record.Similar[0]; s.Contribution != bobs || s.Like != moderation.LikeWords || s.Act != rules.Hide || s.Reason != "advert" || s.By != "Mia" {
			t.Errorf("nearly the same words: %+v", s)
		}
		if s := record.Similar[1]; s.Contribution != anns || s.Like != moderation.LikePerson || s.Act != rules.Publish {
			t.Errorf("the same person: %+v", s)
		}
	})
}
