package discussion_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/prose/alike"
	"folkmoot/models/watch"
)

// watchedTalk makes a store, a thread in a group and somebody known in the place.
func watchedTalk(t *testing.T, d *db.DB) (*discussion.Store, people.Actor, int64) {
	t.Helper()
	person, id := thread(t, d)
	s := discussion.NewStore(d, discussion.HoldNone)
	t.Cleanup(s.Close)
	return s, people.Actor{ID: person, Role: people.Member, State: people.Active, Published: 3}, id
}

func TestWhatIsNoticedHoldsOrFlags(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		s, who, id := watchedTalk(t, d)
		post := func(words string) (discussion.Contribution, []discussion.Noted) {
			t.Helper()
			made, err := s.Post(ctx, who, db.Key{Token: db.NewToken(), Actor: who.ID}, discussion.Answer{ThreadID: id, Body: words})
			if err != nil {
				t.Fatalf("%q: %v", words, err)
			}
			c, err := db.One(ctx, d, func(r db.Row) (c discussion.Contribution, err error) {
				err = r.Scan(&c.ID, &c.State, &c.Reason, &c.Revision)
				return c, err
			}, "SELECT id, state, state_reason, revision FROM contributions WHERE id = ?", made)
			if err != nil {
				t.Fatal(err)
			}
			found, err := discussion.FindingsOf(ctx, d, []int64{made})
			if err != nil {
				t.Fatal(err)
			}
			return c, found[made]
		}
		held, found := post("Ring her on 07700 900123.")
		if held.State != discussion.Held || held.Reason != "private-details" || len(found) != 1 || found[0].What != watch.Phone || found[0].Start != 12 || found[0].End != 24 {
			t.Errorf("%+v %+v", held, found)
		}
		flagged, found := post("My mum’s stroke was in March.")
		if flagged.State != discussion.Published || len(found) != 1 || found[0].Hold {
			t.Errorf("%+v %+v", flagged, found)
		}
		if rank, err := db.Value[int](ctx, d, "SELECT rank FROM cases WHERE contribution_id = ?", flagged.ID); err != nil || rank != discussion.RankPlain {
			t.Errorf("rank %d, %v", rank, err)
		}
		if c, found := post("The 36 bus comes every 20 minutes."); c.State != discussion.Published || len(found) != 0 {
			t.Errorf("%+v %+v", c, found)
		}
		if c, found := post("I will kill you"); c.State != discussion.Held || len(found) != 1 || found[0].Watched != "I will kill you" {
			t.Errorf("%+v %+v", c, found)
		}
		// Other words: what is new in them is looked at, what people read before is not.
		edit := func(c discussion.Contribution, words string) (state, reason string) {
			t.Helper()
			if err := s.Edit(ctx, who, db.Key{Token: db.NewToken(), Actor: who.ID}, c.ID, discussion.Edit{Body: words, Revision: c.Revision}); err != nil {
				t.Fatal(err)
			}
			if err := d.QueryRow(ctx, "SELECT state, state_reason FROM contributions WHERE id = ?", c.ID).Scan(&state, &reason); err != nil {
				t.Fatal(err)
			}
			return state, reason
		}
		if state, _ := edit(flagged, "My mum’s stroke was in May."); state != "published" {
			t.Error("an old finding holds new words:", state)
		}
		flagged.Revision++
		if state, reason := edit(flagged, "My mum’s stroke was in May. Ring 07700 900123."); state != "held" || reason != "private-details" {
			t.Error(state, reason)
		}
		if _, err := s.Start(ctx, who, db.Key{Token: db.NewToken(), Actor: who.ID}, discussion.Start{Title: "x"}); err == nil {
			t.Error("nothing was said")
		}
		now.Advance(time.Hour)
	})
}

func TestTheSameWordsAreAskedAboutOnceAndCopiesStandTogether(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		s, who, id := watchedTalk(t, d)
		const letter = "Please keep the evening bus. It is how I come home from work, and my neighbours too. Ring 07700 900123 to hear more of it."
		post := func(words string) (int64, error) {
			return s.Post(ctx, who, db.Key{Token: db.NewToken(), Actor: who.ID}, discussion.Answer{ThreadID: id, Body: words})
		}
		first, err := post(letter)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := post(letter); err == nil || !strings.Contains(err.Error(), "/contributions/") {
			t.Errorf("not asked: %v", err)
		}
		now.Advance(5 * time.Second)
		second, err := post(letter)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := post(letter + " I am 81."); err == nil || !strings.Contains(err.Error(), "/contributions/") {
			t.Errorf("not asked about nearly the same: %v", err)
		}
		now.Advance(5 * time.Second)
		third, err := post(letter + " I am 81.")
		if err != nil {
			t.Fatal(err)
		}
		other, err := post("Quite another thing: who mends the roof of the library? Ask 07700 900999, they know what it costs us all.")
		if err != nil {
			t.Fatal(err)
		}
		families, err := watch.Families(ctx, d, []int64{first, second, third, other})
		if err != nil || len(families) != 3 || families[third].Size != 3 || families[third].First != first || families[second].Own != nil {
			t.Fatalf("%+v %v", families, err)
		}
		if own := families[third].Own; len(own) != 1 || (letter + " I am 81.")[own[0][0]:own[0][1]] != "I am 81" {
			t.Errorf("%v", own)
		}
		members, err := watch.Members(ctx, d, families[third].ID, 0)
		if err != nil || len(members) != 3 {
			t.Error(members, err)
		}
		if err := d.Write(ctx, func(tx *db.Tx) error {
			_, err := discussion.SetState(tx, first, discussion.Published, "")
			if err == nil {
				_, err = tx.Exec("UPDATE findings SET open = 0 WHERE contribution_id = ?", first)
			}
			if err == nil {
				err = discussion.Requeue(tx, first)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if families, err = watch.Families(ctx, d, []int64{third}); err != nil || families[third].Size != 2 || families[third].First != second {
			t.Errorf("%+v %v", families, err)
		}
	})
}

func TestABurstIsNoticed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		s, who, id := watchedTalk(t, d)
		var last int64
		for i := range 12 {
			var err error
			if last, err = s.Post(ctx, who, db.Key{Token: db.NewToken(), Actor: who.ID}, discussion.Answer{ThreadID: id, Body: strings.Repeat("very ", i+1) + "good"}); err != nil {
				t.Fatal(err)
			}
			found, err := discussion.FindingsOf(ctx, d, []int64{last})
			if err != nil || (len(found[last]) > 0) != (i == 11) {
				t.Fatalf("%d: %+v %v", i, found, err)
			}
		}
	})
}

func TestLinksAndNamesAndCopiesAreNoted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		s, who, id := watchedTalk(t, d)
		s.Hold = discussion.HoldLinks
		if err := d.Write(ctx, func(tx *db.Tx) error {
			tx.Touch(db.TopicEverything)
			_, err := tx.Exec("INSERT INTO people (public_name, role, created_at, changed_at) VALUES ('Farzana Iqbal', 'moderator', 1, 1)")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		post := func(a people.Actor, words string) (id64 int64, state string, found []discussion.Noted) {
			t.Helper()
			made, err := s.Post(ctx, a, db.Key{Token: db.NewToken(), Actor: a.ID}, discussion.Answer{ThreadID: id, Body: words})
			if err != nil {
				t.Fatalf("%q: %v", words, err)
			}
			if state, err = db.Value[string](ctx, d, "SELECT state FROM contributions WHERE id = ?", made); err != nil {
				t.Fatal(err)
			}
			all, err := discussion.FindingsOf(ctx, d, []int64{made})
			if err != nil {
				t.Fatal(err)
			}
			return made, state, all[made]
		}
		_, state, found := post(who, "See https://a.example/x, https://a.example/y and https://b.example.")
		if state != "held" || len(found) != 1 || found[0].Kind != "links" || !found[0].Hold || found[0].What != "3 a.example b.example" {
			t.Errorf("links: %s %+v", state, found)
		}
		// A name like a moderator's, on the first thing that a newcomer says and not after somebody has looked.
		s.Hold = discussion.HoldNone
		new := people.Actor{ID: who.ID, Name: "Farzana lqbaI", Role: people.Member, State: people.Active}
		named, state, found := post(new, "The bus comes late.")
		if state != "published" || len(found) != 1 || found[0].Kind != "name" || found[0].What != watch.NameOfStaff {
			t.Errorf("name: %s %+v", state, found)
		}
		if err := d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE findings SET open = 0 WHERE contribution_id = ?", named)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if _, _, found = post(new, "The bus comes early."); len(found) != 0 {
			t.Errorf("a name is asked about again: %+v", found)
		}
		// What is published already: noted with what it is like, and no work for anybody.
		const letter = "I am writing about the plan to end the evening bus on route nine. Many of us depend on it to get home from work, from choir and from the hospital. Please keep it."
		first, _, _ := post(who, letter)
		p := alike.Of(letter)
		if err := d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("INSERT INTO hearing_copies (contribution_id, exact, family) VALUES (?, ?, ?)", first, int64(p.Exact), first)
			for _, hash := range p.Words {
				if err == nil {
					_, err = tx.Exec("INSERT INTO hearing_copy_bands (hash, contribution_id) VALUES (?, ?)", int64(hash), first)
				}
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		another := func() people.Actor {
			t.Helper()
			a := people.Actor{Role: people.Member, State: people.Active, Published: 3}
			if err := d.Write(ctx, func(tx *db.Tx) (err error) {
				a.ID, err = tx.Insert("INSERT INTO people (public_name, created_at, changed_at) VALUES ('Ruth', 1, 1)")
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return a
		}
		copied, state, found := post(another(), letter+" My mother is 81.")
		if state != "published" || len(found) != 1 || found[0].What != watch.CopyNear || found[0].Other != first || len(found[0].Own) != 1 {
			t.Fatalf("near: %s %+v", state, found)
		}
		if own := found[0].Own[0]; (letter + " My mother is 81.")[own[0]:own[1]] != "My mother is 81" {
			t.Errorf("its own words are at %v", own)
		}
		if n, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM cases WHERE contribution_id = ?", copied); err != nil || n != 0 {
			t.Errorf("a copy is work for a moderator: %d, %v", n, err)
		}
		if _, _, found = post(another(), strings.ToUpper(letter)); len(found) != 1 || found[0].What != watch.CopyExact || found[0].Own != nil {
			t.Errorf("exact: %+v", found)
		}
		if _, _, found = post(who, "Something quite different about the library, its roof, its opening times and the cost of all of that to every one of us who lives near it."); len(found) != 0 {
			t.Errorf("other words are a copy: %+v", found)
		}
	})
}

// Names that are nearly those of others in the thread are noted; nobody is held for one.
func TestANameLikeThatOfAnotherSpeakerIsNoted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		s, _, id := watchedTalk(t, d)
		say := func(name, words string) (state string, found []discussion.Noted) {
			t.Helper()
			var person int64
			if err := d.Write(ctx, func(tx *db.Tx) (err error) {
				person, err = tx.Insert("INSERT INTO people (public_name, created_at, changed_at) VALUES (?, 1, 1)", name)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			made, err := s.Post(ctx, people.Actor{ID: person, Name: name, Role: people.Member, State: people.Active}, db.NewKey(person), discussion.Answer{ThreadID: id, Body: words})
			if err != nil {
				t.Fatal(err)
			}
			if state, err = db.Value[string](ctx, d, "SELECT state FROM contributions WHERE id = ?", made); err != nil {
				t.Fatal(err)
			}
			all, err := discussion.FindingsOf(ctx, d, []int64{made})
			if err != nil {
				t.Fatal(err)
			}
			return state, all[made]
		}
		for _, name := range []string{"Gwendoline Harper", "Gwendoline Harris", "Ann Lye", "Anne Lye"} {
			if _, found := say(name, "It is late."); len(found) != 0 {
				t.Errorf("%s: %+v", name, found)
			}
		}
		state, found := say("Gwendolyne Harper", "It is early.")
		if state != "published" || len(found) != 1 || found[0].Kind != "name" || found[0].Hold || found[0].What != watch.NameOfMember {
			t.Errorf("%s %+v", state, found)
		}
	})
}

// Who says nearly the same again is asked once, before it is posted, and led to what they said; others are not.
func TestSomebodyWhoRepeatsThemselvesIsLedToWhatTheySaid(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		s, who, id := watchedTalk(t, d)
		post := func(a people.Actor, words string) (int64, error) {
			return s.Post(ctx, a, db.NewKey(a.ID), discussion.Answer{ThreadID: id, Body: words})
		}
		const letter = "I am writing about the plan to end the evening bus on route nine. Many of us depend on it to get home from work, from choir and from the hospital. Please keep it."
		first, err := post(who, letter)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := post(who, "The swimming pool should be open for longer on Sundays, as my children ask for it each week and cannot go."); err != nil {
			t.Errorf("something else: %v", err)
		}
		again := letter + " Yours, Doreen."
		_, err = post(who, again)
		var wrong db.Invalid
		if !errors.As(err, &wrong) || !strings.Contains(wrong["body"].String(), "/contributions/"+strconv.FormatInt(first, 10)+".") {
			t.Fatalf("nearly the same: %v", err)
		}
		now.Advance(2 * time.Second)
		second, err := post(who, again)
		if err != nil {
			t.Fatalf("sent once more: %v", err)
		}
		found, err := discussion.FindingsOf(ctx, d, []int64{second})
		if err != nil || len(found[second]) != 1 || found[second][0].What != watch.CopyNear || found[second][0].Hold || found[second][0].Other != first {
			t.Errorf("%+v %v", found, err)
		}
		var other int64
		if err := d.Write(ctx, func(tx *db.Tx) (err error) {
			other, err = tx.Insert("INSERT INTO people (public_name, created_at, changed_at) VALUES ('Ruth', 1, 1)")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := post(people.Actor{ID: other, Name: "Ruth", Role: people.Member, State: people.Active, Published: 3}, letter); err != nil {
			t.Errorf("somebody else: %v", err)
		}
	})
}
