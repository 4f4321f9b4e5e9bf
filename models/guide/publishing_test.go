package guide_test

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/guide"
	"folkmoot/models/people"
)

// redraft saves a text as the chapter's draft and reviews it.
func (r room) redraft(body string) guide.Review {
	r.t.Helper()
	c := r.now()
	_, err := r.SaveDraft(ctx, r.editor, key(r.editor), c.ID, body, c.Draft.Revision)
	r.must(err)
	return r.review()
}

func (r room) review() guide.Review {
	r.t.Helper()
	review, err := r.Review(ctx, r.editor, r.now())
	r.must(err)
	return review
}

// keep stores what the editor says of the draft.
func (r room) keep(answers ...guide.Answer) {
	r.t.Helper()
	r.must(r.Keep(ctx, r.editor, key(r.editor), guide.Plan{Chapter: r.now().ID, Answers: answers}))
}

// go publishes the draft as it is.
func (r room) goAhead() error {
	c := r.now()
	_, err := r.Publish(ctx, r.editor, key(r.editor), c.ID, c.Draft.Revision, "Because you said so")
	return err
}

// told writes a review down as "bus2<bus reworded".
func told(review guide.Review) string {
	names := map[string]string{bus: "bus", bus2: "bus2", hall: "hall", pool: "pool", talk: "talk"}
	name := func(text string) string {
		if n, ok := names[text]; ok {
			return n
		}
		return strings.Fields(text)[0]
	}
	var all []string
	for _, p := range review.Passages {
		one := ""
		if p.New != nil {
			one = name(p.New.Text)
		}
		for i, b := range p.From {
			one += map[bool]string{true: "<", false: "+"}[i == 0] + name(b.Text)
		}
		if p.By != 0 {
			one += "!"
		}
		all = append(all, one+" "+string(p.How))
	}
	return strings.Join(all, "; ")
}

func chosen(ids ...int64) map[int64]guide.Extent {
	all := map[int64]guide.Extent{}
	for _, id := range ids {
		all[id] = guide.InWhole
	}
	return all
}

func TestReviewListsWhatIsNotTheSame(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		if review := r.redraft(hall + "\n\n" + bus); len(review.Passages) != 0 || review.Unchanged() {
			t.Errorf("a first version asks about %v", review.Passages)
		}
		r.publish("# Title\n\n" + hall + "\n\n" + bus + "\n\n" + pool)
		review := r.redraft("# Title\n\n" + strings.Replace(hall, "ramp", "**ramp**", 1) + "\n\n" + bus2 + "\n\n" + talk)
		if got := told(review); got != "hall<hall reworded; bus2<bus reworded; <pool removed; talk new" {
			t.Error(got)
		}
		asks := []bool{}
		for _, p := range review.Passages {
			asks = append(asks, p.Asks)
		}
		if !slices.Equal(asks, []bool{false, true, true, true}) || review.Same != 1 {
			t.Errorf("asks about %v, %d the same", asks, review.Same)
		}
	})
}

func TestCorrectionsAreHonouredThroughLaterSaves(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(hall + "\n\n" + bus + "\n\n" + pool)
		r.open()
		on := r.say(1, 3, "on the pool")
		review := r.redraft(hall + "\n\n" + bus2 + "\n\n" + talk)
		if got := told(review); got != "bus2<bus reworded; <pool removed; talk new" {
			t.Fatal(got)
		}
		pools := review.Passages[1].From[0].ID
		r.keep(guide.Answer{Target: review.Passages[2].Target, Origin: &guide.Origin{Now: []int64{pools}}})
		if got := told(r.review()); got != "bus2<bus reworded; talk<pool! reworded" {
			t.Fatal(got)
		}
		// The paragraph itself is written afresh, and others around it.
		later := strings.Replace(talk, "lack", "do not have", 1)
		review = r.redraft(short + "\n\n" + later + "\n\n" + hall + "\n\n" + bus2)
		if got := told(review); !strings.Contains(got, "Ask<pool! reworded") || review.Lost != 0 {
			t.Fatal(got, review.Lost)
		}
		r.must(r.Keep(ctx, r.editor, key(r.editor), guide.Plan{Chapter: r.now().ID, Rest: true}))
		r.must(r.goAhead())
		if by, err := db.Value[int64](ctx, r.DB, "SELECT corrected_by FROM block_links WHERE from_block = ? AND version_id = ?", pools, r.now().VersionID); err != nil || by != r.editor.ID {
			t.Error("who corrected:", by, err)
		}
		if n, _ := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM register WHERE act = 'chapter.correct'"); n != 1 {
			t.Errorf("%d entries in the register", n)
		}
		if n, _ := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM draft_links"); n != 0 {
			t.Errorf("%d corrections are left over", n)
		}
		spot, err := r.Where(ctx, r.reader, on)
		if err != nil || spot.Gone || spot.Paragraph != 2 {
			t.Errorf("the comment is at %+v: %v", spot, err)
		}
	})
}

func TestSplitsAndMergesByHand(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(hall + "\n\n" + bus + "\n\n" + pool)
		review := r.redraft(bus2 + "\n\n" + talk)
		if got := told(review); got != "<hall removed; bus2<bus reworded; <pool removed; talk new" {
			t.Fatal(got)
		}
		halls, buses := review.Passages[0], review.Passages[1]
		r.keep(
			guide.Answer{Target: halls.Target, Into: buses.Target},
			guide.Answer{Target: review.Passages[3].Target, Origin: &guide.Origin{Now: []int64{halls.From[0].ID, review.Passages[2].From[0].ID}}},
		)
		review = r.review()
		if got := told(review); got != "bus2<bus+hall! merged; talk<hall+pool! merged" && got != "bus2<bus+hall! merged; talk<pool+hall! merged" {
			t.Fatal(got)
		}
		// Taking one back: what the alignment finds by itself is no correction.
		r.keep(guide.Answer{Target: review.Passages[0].Target, Origin: &guide.Origin{
			Was: []int64{buses.From[0].ID, halls.From[0].ID}, Now: []int64{buses.From[0].ID},
		}})
		if got := told(r.review()); !strings.HasPrefix(got, "bus2<bus reworded; ") {
			t.Fatal(got)
		}
		// A paragraph that the alignment ties to another is said to be new.
		r.keep(guide.Answer{Target: buses.Target, Origin: &guide.Origin{Was: []int64{buses.From[0].ID}}})
		if got := told(r.review()); !strings.Contains(got, "bus2! new") || !strings.Contains(got, "<bus removed") {
			t.Fatal(got)
		}
	})
}

func TestPublishingAsksWhatShapedEachParagraph(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(hall + "\n\n" + bus)
		r.open()
		why, part, other := r.say(1, 2, "It stops at seven"), r.say(1, 2, "Both"), r.say(1, 1, "Ask people first")
		review := r.redraft(hall + "\n\n" + bus2 + "\n\n" + talk)
		var invalid db.Invalid
		err := r.goAhead()
		if !errors.As(err, &invalid) || len(invalid) != 2 || invalid["shaped-"+review.Passages[0].Target] == "" || invalid["shaped-"+review.Passages[1].Target] == "" {
			t.Fatal("without answers:", err)
		}
		r.keep(
			guide.Answer{Target: review.Passages[0].Target, Has: map[int64]guide.Extent{why: guide.InWhole, part: guide.InPart}},
			guide.Answer{Target: review.Passages[1].Target, Has: chosen(other, part), Citation: "Putnam, Bowling Alone, 2000", Link: "https://example.org/bowling"},
		)
		once, c := key(r.editor), r.now()
		for range 2 {
			if number, err := r.Publish(ctx, r.editor, once, c.ID, c.Draft.Revision, "You said so"); err != nil || number != 2 {
				t.Fatal("the same form twice:", number, err)
			}
		}
		reading, err := r.Read(ctx, r.now(), 0)
		r.must(err)
		rows, err := db.Values[string](ctx, r.DB, `SELECT kind || ' ' || COALESCE(contribution_id, 0) || ' ' || extent || citation || link || CASE block_id WHEN ? THEN ' bus' WHEN ? THEN ' talk' ELSE '?' END
			FROM ledger WHERE version_id = ? ORDER BY id`, reading.Blocks[1].ID, reading.Blocks[2].ID, reading.Version.ID)
		r.must(err)
		want := []string{
			"contribution 1 whole bus", "contribution 2 part bus", "contribution 2 whole talk", "contribution 3 whole talk",
			"research 0 Putnam, Bowling Alone, 2000https://example.org/bowling talk",
		}
		if !slices.Equal(rows, want) {
			t.Errorf("%q", rows)
		}
		for id, want := range map[int64]discussion.Fate{why: discussion.TakenIn, part: discussion.TakenIn, other: discussion.TakenIn} {
			if fate, _ := db.Value[discussion.Fate](ctx, r.DB, "SELECT fate FROM contributions WHERE id = ?", id); fate != want {
				t.Errorf("the fate of %d is %s", id, fate)
			}
		}
		if n, _ := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM draft_ledger"); n != 0 {
			t.Errorf("%d choices are left over", n)
		}
		r.checkCounts()
	})
}

func TestChoicesOfTwoEditorsStand(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(hall + "\n\n" + bus)
		r.open()
		one, two, three := r.say(1, 2, "one"), r.say(1, 2, "two"), r.say(1, 2, "three")
		review := r.redraft(hall + "\n\n" + bus2)
		target := review.Passages[0].Target
		r.keep(guide.Answer{Target: target, Has: chosen(one)})
		// Both saw the first; one adds the second, the other takes the first away and adds the third.
		r.keep(guide.Answer{Target: target, Had: chosen(one), Has: chosen(one, two)})
		tess := r.person("Tess", people.Editor)
		r.must(r.Keep(ctx, tess, key(tess), guide.Plan{Chapter: r.now().ID, Answers: []guide.Answer{{Target: target, Had: chosen(one), Has: chosen(three), Editors: true}}}))
		choices, err := r.Choices(ctx, r.now(), r.review())
		r.must(err)
		var got []int64
		for _, k := range choices[target] {
			got = append(got, k.Said)
		}
		if !slices.Equal(got, []int64{two, three, 0}) {
			t.Error(got)
		}
		// They stay while the paragraph is written on, and are there to be seen when it goes.
		r.redraft(hall + "\n\n" + bus2 + " Ask again.")
		if choices, err = r.Choices(ctx, r.now(), r.review()); err != nil || len(choices[target]) != 3 {
			t.Error(choices, err)
		}
		r.redraft(hall + "\n\n" + bus + "\n\n" + talk)
		if choices, err = r.Choices(ctx, r.now(), r.review()); err != nil || len(choices[""]) != 3 {
			t.Error(choices, err)
		}
	})
}

func TestChoicesFollowANewParagraph(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(hall)
		review := r.redraft(hall + "\n\n" + talk)
		r.keep(guide.Answer{Target: review.Passages[0].Target, Citation: "A book"})
		r.redraft(hall + "\n\n" + strings.Replace(talk, "lack", "do not have", 1))
		review = r.review()
		choices, err := r.Choices(ctx, r.now(), review)
		if err != nil || len(choices[review.Passages[0].Target]) != 1 {
			t.Fatal(choices, err)
		}
		// Under its new name it can be taken away.
		r.keep(guide.Answer{Target: review.Passages[0].Target, Drop: []int64{choices[review.Passages[0].Target][0].ID}})
		if choices, err = r.Choices(ctx, r.now(), review); err != nil || len(choices) != 0 {
			t.Error(choices, err)
		}
	})
}

func TestWhatNotEverybodySeesShapesNothing(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(hall)
		r.open()
		mine := r.say(1, 1, "seen")
		secret, public := r.discussion(groups.Private, "Secret"), r.discussion(groups.Open, "Open")
		held, err := r.Comment(ctx, r.reader, key(r.reader), guide.NewComment{Chapter: r.now().ID, Version: 1, Paragraph: 1, Body: "held"})
		r.must(err)
		r.hide(held)
		review := r.redraft(hall + "\n\n" + talk)
		target := review.Passages[0].Target
		var invalid db.Invalid
		for pasted, refused := range map[string]bool{
			number(mine): false, "c" + number(mine): false, "/contributions/" + number(mine): false, "/guides/a/b?paragraph=1#c" + number(mine): false,
			number(secret): true, number(held): true, "9999": true, "nonsense": true, "https://elsewhere.example/contributions/" + number(mine): true,
			"/contributions/" + number(public) + "?x=1": false,
		} {
			err := r.Keep(ctx, r.editor, key(r.editor), guide.Plan{Chapter: r.now().ID, Note: "A note", Answers: []guide.Answer{{Target: target, Pasted: pasted}}})
			if got := errors.As(err, &invalid) && invalid["pasted-"+target] != ""; got != refused || err != nil && !refused {
				t.Errorf("%s: %v", pasted, err)
			}
		}
		thread, err := db.Value[int64](ctx, r.DB, "SELECT thread_id FROM contributions WHERE id = ?", public)
		r.must(err)
		r.keep(guide.Answer{Target: target, Pasted: "/discussions/" + number(thread) + "-open", Has: chosen(secret, held)})
		choices, err := r.Choices(ctx, r.now(), r.review())
		r.must(err)
		var got []int64
		for _, k := range choices[target] {
			got = append(got, k.Said)
		}
		slices.Sort(got)
		if !slices.Equal(got, []int64{mine, public}) {
			t.Errorf("%v were chosen, want %v", got, []int64{mine, public})
		}
		// What is hidden after it was chosen answers nothing.
		r.hide(mine)
		r.hide(public)
		if err := r.goAhead(); !errors.As(err, &invalid) || invalid["shaped-"+target] == "" {
			t.Error(err)
		}
	})
}

func TestWrongAnswersLoseNothing(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(hall)
		r.open()
		good := r.say(1, 1, "good")
		review := r.redraft(hall + "\n\n" + talk)
		target := review.Passages[0].Target
		var invalid db.Invalid
		for _, c := range []struct {
			answer guide.Answer
			field  string
		}{
			{guide.Answer{Link: "https://example.org"}, "citation-"},
			{guide.Answer{Citation: "A book", Link: "javascript:alert(1)"}, "link-"},
			{guide.Answer{Citation: "A book", Link: "ftp://example.org/x"}, "link-"},
			{guide.Answer{Citation: "A book", Link: "https://me:secret@example.org/"}, "link-"},
			{guide.Answer{Citation: strings.Repeat("x", guide.MaxCitation+1)}, "citation-"},
			{guide.Answer{Pasted: "what he said"}, "pasted-"},
		} {
			c.answer.Target = target
			err := r.Keep(ctx, r.editor, key(r.editor), guide.Plan{Chapter: r.now().ID, Answers: []guide.Answer{c.answer}})
			if !errors.As(err, &invalid) || invalid[c.field+target] == "" {
				t.Errorf("%+v: %v", c.answer, err)
			}
		}
		err := r.Keep(ctx, r.editor, key(r.editor), guide.Plan{
			Chapter: r.now().ID, Note: "Said more plainly",
			Answers: []guide.Answer{{Target: target, Has: chosen(good), Pasted: number(good) + " 99999", Citation: "A book"}},
		})
		if !errors.As(err, &invalid) || len(invalid) != 1 {
			t.Fatal(err)
		}
		review = r.review()
		choices, err := r.Choices(ctx, r.now(), review)
		if err != nil || len(choices[target]) != 2 || review.Note != "Said more plainly" {
			t.Error(choices, review.Note, err)
		}
	})
}

func number(id int64) string { return strconv.FormatInt(id, 10) }

// discussion starts a discussion in a new group and gives its opening post.
func (r room) discussion(access groups.Access, title string) (opening int64) {
	r.t.Helper()
	store := &groups.Store{DB: r.DB}
	slug, err := store.Create(ctx, r.editor, key(r.editor), groups.Draft{Name: title, Summary: "x", Access: access})
	r.must(err)
	g, err := store.BySlug(ctx, r.editor, slug)
	r.must(err)
	thread, err := r.Talk.Start(ctx, r.editor, key(r.editor), discussion.Start{GroupID: g.ID, Title: title, Body: "Words of " + title})
	r.must(err)
	opening, err = db.Value[int64](ctx, r.DB, "SELECT opening_id FROM threads WHERE id = ?", thread)
	r.must(err)
	return opening
}

// hide hides a contribution as a moderator would.
func (r room) hide(id int64) {
	r.t.Helper()
	r.must(r.DB.Write(ctx, func(tx *db.Tx) error { _, err := discussion.SetState(tx, id, discussion.Hidden, ""); return err }))
}
