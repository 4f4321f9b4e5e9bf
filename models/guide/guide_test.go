package guide_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/consultation"
	"folkmoot/models/consultation/asktest"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
)

var ctx = context.Background()

const (
	bus   = "The bus to the hospital stops at six in the evening and nobody told us why."
	bus2  = "The bus to the hospital stops at seven in the evening and nobody told us why."
	hall  = "The hall has a kitchen, a ramp and a key that three people hold between them."
	pool  = "Children learned to swim in the old baths until the roof was declared unsafe."
	talk  = "Ask people what they are good at before you ask them what they lack."
	short = "Yes."
)

// room is a guide store with people to use it, one guide and its first chapter.
type room struct {
	*guide.Store
	t       testing.TB
	editor  people.Actor
	reader  people.Actor
	guide   string
	chapter string
}

func each(t *testing.T, test func(t *testing.T, r room, now *clock.Fixed)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) { test(t, newRoom(t, d), now) })
}

func newRoom(t testing.TB, d *db.DB) room {
	talk := discussion.NewStore(d, discussion.HoldNone)
	t.Cleanup(talk.Close)
	r := room{Store: &guide.Store{DB: d, Zone: london(t), Talk: talk}, t: t}
	r.editor, r.reader = r.person("Edith", people.Editor), r.person("Rita", people.Member)
	var err error
	r.guide, err = r.Create(ctx, r.editor, key(r.editor), guide.Details{Title: "A guide"})
	r.must(err)
	g, _, err := r.Guide(ctx, r.guide)
	r.must(err)
	r.chapter, err = r.AddChapter(ctx, r.editor, key(r.editor), g.ID, guide.Details{Title: "Finding things"})
	r.must(err)
	return r
}

func london(t testing.TB) *time.Location {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Skip(err)
	}
	return zone
}

func key(a people.Actor) db.Key { return db.Key{Token: db.NewToken(), Actor: a.ID} }

func (r room) must(err error) {
	if err != nil {
		r.t.Helper()
		r.t.Fatal(err)
	}
}

func (r room) person(name string, role people.Role) people.Actor {
	r.t.Helper()
	var id int64
	r.must(r.DB.Write(ctx, func(tx *db.Tx) (err error) {
		id, err = tx.Insert("INSERT INTO people (public_name, role, created_at, changed_at) VALUES (?, ?, 1, 1)", name, role)
		return err
	}))
	return people.Actor{ID: id, Name: name, Role: role, State: people.Active}
}

// now reads the chapter as it is.
func (r room) now() guide.Chapter {
	r.t.Helper()
	_, c, _, err := r.Chapter(ctx, r.guide, r.chapter)
	r.must(err)
	return c
}

// publish saves a text as the draft and publishes it.
func (r room) publish(body string) {
	r.t.Helper()
	c := r.now()
	revision, err := r.SaveDraft(ctx, r.editor, key(r.editor), c.ID, body, c.Draft.Revision)
	r.must(err)
	r.must(r.Keep(ctx, r.editor, key(r.editor), guide.Plan{Chapter: c.ID, Rest: true}))
	_, err = r.Publish(ctx, r.editor, key(r.editor), c.ID, revision, "Because you said so")
	r.must(err)
}

// fairly puts terms on the chapter, and confirms what there is to think about before it is opened.
func (r room) fairly(typed guide.Typed) guide.Typed {
	r.t.Helper()
	asktest.Terms(r.t, r.DB, r.now().ThreadID)
	terms, err := typed.Read(r.Zone)
	r.must(err)
	typed.Confirmed = asktest.Confirmed(r.t, r.DB, r.Zone, consultation.Times{Opens: terms.OpensAt, Closes: terms.ClosesAt})
	return typed
}

// open opens the chapter for comment.
func (r room) open() {
	r.t.Helper()
	c := r.now()
	r.must(r.Settle(ctx, r.editor, key(r.editor), c.ID, guide.Details{Title: c.Title}, r.fairly(guide.Typed{State: guide.Open})))
}

func (r room) say(version, paragraph int, words string) int64 {
	r.t.Helper()
	id, err := r.Comment(ctx, r.reader, key(r.reader), guide.NewComment{Chapter: r.now().ID, Version: version, Paragraph: paragraph, Body: words})
	r.must(err)
	return id
}

// shown writes a version down as "1:2 2:0 whole:1 gone:0", the comments on each paragraph.
func (r room) shown(version int) string {
	r.t.Helper()
	reading, err := r.Read(ctx, r.now(), version)
	r.must(err)
	var all []string
	for _, b := range reading.Blocks {
		if b.Number > 0 {
			all = append(all, fmt.Sprintf("%d:%d", b.Number, b.Comments))
		}
	}
	return fmt.Sprintf("%s whole:%d gone:%d", strings.Join(all, " "), reading.Whole, reading.Gone)
}

// panel writes down the comments on a part of a version.
func (r room) panel(version int, part guide.Part) string {
	r.t.Helper()
	c := r.now()
	reading, err := r.Read(ctx, c, version)
	r.must(err)
	p, err := r.Panel(ctx, people.Visitor, c, reading, part, "")
	r.must(err)
	var all []string
	for _, comment := range p.Comments {
		words := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(comment.HTML), "<p>"), "</p>")
		all = append(all, fmt.Sprintf("%s %s v%d.%d", words, comment.Status, comment.Version, comment.Paragraph))
	}
	return strings.Join(all, "; ")
}

const first = "# Start\n\n" + bus + "\n\n" + hall + "\n\n- " + pool + "\n- " + talk + "\n\n---\n\n> " + short + "\n"

func TestNumbersLeaveOutHeadingsAndRules(t *testing.T) {
	p, err := guide.Prepare(ctx, first)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range p.Blocks {
		got = append(got, fmt.Sprintf("%s %d", b.Kind, b.Number))
	}
	want := "heading 0, paragraph 1, paragraph 2, item 3, item 4, rule 0, quote 5"
	if strings.Join(got, ", ") != want || p.Paragraphs != 5 {
		t.Errorf("%s, %d paragraphs; want %s", strings.Join(got, ", "), p.Paragraphs, want)
	}
}

func TestCommentsFollowTheirParagraphs(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(bus + "\n\n" + hall + "\n\n" + pool)
		r.open()
		r.say(1, 1, "on the bus")
		r.say(1, 2, "on the hall")
		r.say(1, 2, "again")
		r.say(1, 3, "on the baths")
		r.say(1, 0, "on all of it")
		check := func(step string, version int, want string) {
			t.Helper()
			if got := r.shown(version); got != want {
				t.Errorf("%s: %s, want %s", step, got, want)
			}
		}
		check("at first", 0, "1:1 2:2 3:1 whole:1 gone:0")
		r.publish(talk + "\n\n" + bus2 + "\n\n" + pool)
		check("after version 2", 0, "1:0 2:1 3:1 whole:1 gone:2")
		check("version 1 as it was", 1, "1:1 2:2 3:1 whole:1 gone:0")
		r.say(1, 1, "late, on the bus")
		r.say(1, 2, "late, on the hall")
		r.say(2, 1, "on the new one")
		check("three more, two of them on version 1", 0, "1:1 2:2 3:1 whole:1 gone:3")
		r.publish(pool + "\n\n" + talk + "\n\n" + bus2)
		check("after version 3", 0, "1:1 2:1 3:2 whole:1 gone:3")
		for _, c := range []struct {
			version int
			part    guide.Part
			want    string
		}{
			{0, guide.Part{Paragraph: 3}, "on the bus reworded v1.1; late, on the bus reworded v1.1"},
			{0, guide.Part{Paragraph: 2}, "on the new one same v2.1"},
			{0, guide.Part{Gone: true}, "on the hall removed v1.2; again removed v1.2; late, on the hall removed v1.2"},
			{0, guide.Part{}, "on all of it same v1.0"},
			{1, guide.Part{Paragraph: 2}, "on the hall same v1.2; again same v1.2; late, on the hall same v1.2"},
			{2, guide.Part{Paragraph: 1}, "on the new one same v2.1"},
		} {
			if got := r.panel(c.version, c.part); got != c.want {
				t.Errorf("version %d, %+v: %s, want %s", c.version, c.part, got, c.want)
			}
		}
		r.checkCounts()
	})
}

// checkCounts compares the kept counts with what is there.
func (r room) checkCounts() {
	r.t.Helper()
	wrong, err := db.Value[int](ctx, r.DB, `SELECT COUNT(*) FROM blocks b WHERE comment_count <>
		(SELECT COUNT(*) FROM contributions c WHERE c.block_id = b.id AND c.state = 'published')`)
	if err != nil || wrong != 0 {
		r.t.Errorf("%d blocks count wrongly; %v", wrong, err)
	}
	astray, err := db.Value[int](ctx, r.DB, `SELECT COUNT(*) FROM anchors a JOIN contributions c ON c.id = a.contribution_id
		WHERE (a.status = 'removed') <> (a.now_block_id IS NULL) OR a.status <> 'removed' AND a.now_block_id <> c.block_id`)
	if err != nil || astray != 0 {
		r.t.Errorf("%d anchors astray; %v", astray, err)
	}
}

func TestWhatIsHiddenIsNotCounted(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(bus + "\n\n" + hall)
		r.open()
		id := r.say(1, 1, "a word")
		hide := func(to discussion.State) {
			r.must(r.DB.Write(ctx, func(tx *db.Tx) error { _, err := discussion.SetState(tx, id, to, ""); return err }))
		}
		hide(discussion.Hidden)
		r.publish(hall)
		for version, want := range map[int]string{1: "1:0 2:0 whole:0 gone:0", 2: "1:0 whole:0 gone:0"} {
			if got := r.shown(version); got != want {
				t.Errorf("version %d: %s, want %s", version, got, want)
			}
		}
		hide(discussion.Published)
		if got := r.shown(2); got != "1:0 whole:0 gone:1" {
			t.Error(got)
		}
		r.checkCounts()
	})
}

func TestAnswersStayWithTheirParent(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(bus + "\n\n" + hall)
		r.open()
		parent := r.say(1, 2, "on the hall")
		answer := func() int64 {
			id, err := r.Comment(ctx, r.editor, key(r.editor), guide.NewComment{Chapter: r.now().ID, ParentID: parent, Body: "yes"})
			r.must(err)
			return id
		}
		answer()
		r.publish(hall)
		answer()
		if got := r.shown(0); got != "1:3 whole:0 gone:0" {
			t.Error(got)
		}
		r.publish(bus)
		last := answer()
		if got := r.shown(0); got != "1:0 whole:0 gone:4" {
			t.Error(got)
		}
		spot, err := r.Where(ctx, people.Visitor, last)
		if err != nil || !spot.Gone || spot.Paragraph != 0 || spot.Guide != r.guide || spot.Chapter != r.chapter {
			t.Errorf("%+v %v", spot, err)
		}
		told, err := db.Values[int](ctx, r.DB, "SELECT answers FROM notices WHERE person_id = ?", r.reader.ID)
		if err != nil || !slices.Equal(told, []int{3}) {
			t.Errorf("the reader was told of answers: %v %v", told, err)
		}
		r.checkCounts()
	})
}

func TestWhereACommentIs(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(bus + "\n\n" + hall)
		r.open()
		var last int64
		for i := range 45 {
			last = r.say(1, 1, fmt.Sprint("number ", i))
		}
		r.publish(hall + "\n\n" + bus)
		spot, err := r.Where(ctx, people.Visitor, last)
		if err != nil || spot.Paragraph != 2 || spot.After == "" {
			t.Fatalf("%+v %v", spot, err)
		}
		c := r.now()
		reading, err := r.Read(ctx, c, 0)
		r.must(err)
		p, err := r.Panel(ctx, people.Visitor, c, reading, guide.Part{Paragraph: 2}, spot.After)
		r.must(err)
		found := false
		for _, comment := range p.Comments {
			found = found || comment.ID == last
		}
		if !found {
			t.Error("the permalink leads to a page without the comment")
		}
		if _, err := r.Where(ctx, people.Visitor, last+1000); !errors.Is(err, db.ErrNotFound) {
			t.Error(err)
		}
	})
}

func TestRefusedComments(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		id := r.now().ID
		try := func(a people.Actor, n guide.NewComment) error {
			n.Chapter, n.Body = id, "words"
			_, err := r.Comment(ctx, a, key(a), n)
			return err
		}
		var forbidden db.Forbidden
		if err := try(r.reader, guide.NewComment{}); !errors.As(err, &forbidden) {
			t.Error("without a text:", err)
		}
		r.publish(bus)
		if err := try(r.reader, guide.NewComment{Paragraph: 1}); !errors.As(err, &forbidden) {
			t.Error("an outline:", err)
		}
		r.open()
		for name, n := range map[string]guide.NewComment{
			"no such paragraph": {Paragraph: 2}, "no such version": {Version: 7, Paragraph: 1}, "an answer to nothing": {ParentID: 99999},
			"below zero": {Paragraph: -1},
		} {
			if err := try(r.reader, n); !errors.Is(err, db.ErrNotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := try(people.Visitor, guide.NewComment{Paragraph: 1}); !errors.As(err, &forbidden) {
			t.Error("a visitor:", err)
		}
		var invalid db.Invalid
		if err := try(r.reader, guide.NewComment{Paragraph: 1, Evidence: "gossip"}); !errors.As(err, &invalid) {
			t.Error("an unknown kind of evidence:", err)
		}
		r.must(r.Settle(ctx, r.editor, key(r.editor), id, guide.Details{Title: "x"}, guide.Typed{State: guide.Redrafting}))
		if err := try(r.editor, guide.NewComment{Paragraph: 1}); !errors.As(err, &forbidden) {
			t.Error("an editor, while it is redrafted:", err)
		}
	})
}

func TestTheSameFormTwiceIsOneComment(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(bus)
		r.open()
		once := key(r.reader)
		n := guide.NewComment{Chapter: r.now().ID, Version: 1, Paragraph: 1, Body: "words"}
		one, err := r.Comment(ctx, r.reader, once, n)
		r.must(err)
		two, err := r.Comment(ctx, r.reader, once, n)
		if err != nil || one != two || r.now().Comments != 1 {
			t.Errorf("%d and %d, %d comments; %v", one, two, r.now().Comments, err)
		}
	})
}
