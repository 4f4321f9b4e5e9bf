package guide_test

import (
	"errors"
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

// other makes another chapter with a text.
func (r room) other() guide.Chapter {
	r.t.Helper()
	slug := r.another("Getting about")
	there := r
	there.chapter = slug
	there.publish(hall)
	return there.now()
}

// group gives the group of a discussion that was just made with an access.
func (r room) group(access groups.Access, title string) int64 {
	r.t.Helper()
	opening := r.discussion(access, title)
	id, err := db.Value[int64](ctx, r.DB, "SELECT t.group_id FROM threads t WHERE t.opening_id = ?", opening)
	r.must(err)
	return id
}

func TestMovingToAnotherChapter(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		drafted(r)
		r.reachable(r.reader)
		from, to := r.now(), r.other()
		id := r.say(1, 1, "about buses")
		answer, err := r.Comment(ctx, r.reader, key(r.reader), guide.NewComment{Chapter: from.ID, ParentID: id, Body: "more"})
		r.must(err)
		ours, err := r.Comment(ctx, r.editor, key(r.editor), guide.NewComment{Chapter: from.ID, ParentID: id, Body: "ours"})
		r.must(err)
		now.Advance(time.Minute)
		if err := r.batch(guide.Batch{Contributions: []int64{id}, Fate: discussion.MovedAway, To: guide.Destination{Chapter: from.ID}}); !wrongWith(err, "to") {
			t.Error("it was moved to where it is:", err)
		}
		// The answers were chosen too, which go along anyway.
		r.must(r.batch(guide.Batch{Contributions: []int64{id, answer}, Below: true, Fate: discussion.MovedAway, Reason: "It is about buses", To: guide.Destination{Chapter: to.ID}}))
		left, err := guide.Find(ctx, r.DB, from.ID)
		r.must(err)
		there, err := guide.Find(ctx, r.DB, to.ID)
		r.must(err)
		if left.Pending != 0 || left.Comments != 0 || there.Pending != 2 || there.Comments != 3 || r.fate(id) != discussion.Pending || r.fate(ours) != discussion.NoFate {
			t.Errorf("left %+v\nthere %+v", left, there)
		}
		spot, err := r.Where(ctx, r.reader, answer)
		if err != nil || spot.Chapter != to.Slug || spot.Paragraph != 0 || spot.Gone {
			t.Errorf("its permalink leads to %+v, %v", spot, err)
		}
		view, err := r.Fate(ctx, people.Visitor, id)
		r.must(err)
		if len(view.History) != 2 || view.History[1].Fate != discussion.MovedAway || view.History[1].Chapter != from.Slug || view.History[1].To.Chapter != to.Slug ||
			view.Now.Fate != discussion.Pending || view.Now.Chapter != to.Slug || view.Chapter != to.Slug {
			t.Errorf("%+v", view)
		}
		if n := r.number("SELECT COUNT(*) FROM notices WHERE kind = 'fate'"); n != 1 || !strings.Contains(r.told(r.reader), "moved to where it fits better; moved to") {
			t.Errorf("%d notices, the newest %q", n, r.told(r.reader))
		}
		if n := r.number("SELECT COUNT(*) FROM register WHERE act = 'contribution.move'"); n != 1 {
			t.Errorf("%d entries in the register", n)
		}
		// Sent once more it is there already; and what it is decided there is told without what went before.
		if err := r.batch(guide.Batch{Contributions: []int64{id}, Fate: discussion.MovedAway, To: guide.Destination{Chapter: to.ID}}); !wrongWith(err, "to") {
			t.Error(err)
		}
		now.Advance(time.Minute)
		r.must(r.batch(guide.Batch{Contributions: []int64{id}, Fate: discussion.TakenIn, Paragraph: "2.1"}))
		if got := r.told(r.reader); got != "Your comment changed paragraph 2.1 of “Getting about”. See how." {
			t.Errorf("told %q", got)
		}
		r.checkCounts()
	})
}

func TestMovingToAGroup(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		drafted(r)
		from := r.now()
		open, private := r.group(groups.Open, "Open to all"), r.group(groups.Private, "Among us")
		first, second := r.say(1, 1, "one"), r.say(1, 1, "two")
		answer, err := r.Comment(ctx, r.reader, key(r.reader), guide.NewComment{Chapter: from.ID, ParentID: first, Body: "more"})
		r.must(err)
		to := guide.Destination{Group: private, Title: "Where do we meet?"}
		if err := r.batch(guide.Batch{Contributions: []int64{first}, Fate: discussion.MovedAway, To: to}); !wrongWith(err, "to") {
			t.Error("it was moved to where its writer cannot read it:", err)
		}
		if n := r.number("SELECT COUNT(*) FROM threads WHERE title = 'Where do we meet?'"); n != 0 {
			t.Error("a discussion without a word in it was left behind")
		}
		r.must(r.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("INSERT INTO memberships (group_id, person_id, created_at) VALUES (?, ?, 1)", private, r.reader.ID)
			return err
		}))
		r.reader.Groups = []people.Membership{{GroupID: private}}
		r.must(r.batch(guide.Batch{Contributions: []int64{first}, Fate: discussion.MovedAway, To: to}))
		said, thread, err := r.Talk.Find(ctx, r.reader, first)
		if err != nil || thread.GroupID != private || !thread.Private || thread.Title != to.Title || thread.Contributions != 1 || said.Kind != discussion.Opening || thread.CreatedBy != r.reader.ID {
			t.Errorf("%+v %+v %v", said, thread, err)
		}
		if _, err := r.Fate(ctx, people.Visitor, first); !errors.Is(err, db.ErrNotFound) {
			t.Error("a visitor reads of it in a private group:", err)
		}
		if view, err := r.Fate(ctx, r.reader, answer); err != nil || view.Now.Fate != discussion.MovedAway || view.Now.To.Title != to.Title || view.Chapter != "" {
			t.Errorf("%+v %v", view, err)
		}
		to = guide.Destination{Group: open, Title: "  Who   drives? "}
		r.must(r.batch(guide.Batch{Contributions: []int64{second}, Fate: discussion.MovedAway, To: to}))
		if _, thread, err = r.Talk.Find(ctx, people.Visitor, second); err != nil || thread.Title != "Who drives?" || thread.Unseen {
			t.Errorf("%+v %v", thread, err)
		}
		if left := r.now(); left.Pending != 0 || left.Comments != 0 {
			t.Errorf("%+v", left)
		}
		if n := r.number("SELECT COUNT(*) FROM anchors WHERE contribution_id IN (?, ?, ?)", first, second, answer); n != 0 {
			t.Errorf("%d are still tied to a paragraph", n)
		}
		if err := r.batch(guide.Batch{Contributions: []int64{second}, Fate: discussion.Answered, Reason: "x"}); !errors.Is(err, db.ErrNotFound) {
			t.Error("what is on no chapter was decided about:", err)
		}
		r.checkCounts()
	})
}

func TestAgreedWhenEverybodyHasAnAnswer(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		drafted(r)
		agree := func() error {
			c := r.now()
			return r.Settle(ctx, r.editor, key(r.editor), c.ID, guide.Details{Title: c.Title}, guide.Typed{State: guide.Agreed})
		}
		one, two := r.say(1, 1, "one"), r.say(1, 2, "two")
		r.Talk.Hold = discussion.HoldAll
		held := r.say(1, 1, "three")
		says := func(want string) {
			t.Helper()
			var invalid db.Invalid
			if err := agree(); !errors.As(err, &invalid) || invalid["state"].String() != "It cannot be agreed yet: "+want {
				t.Error(err)
			}
		}
		says("2 comments wait for an answer, and 1 waits for a moderator")
		r.must(r.batch(guide.Batch{Contributions: []int64{one}, Fate: discussion.TakenIn}))
		says("1 comment waits for an answer, and 1 waits for a moderator")
		r.hide(two) // what is hidden is owed nothing
		says("1 waits for a moderator")
		r.set(held, discussion.Published, "")
		says("1 comment waits for an answer")
		r.must(r.batch(guide.Batch{Contributions: []int64{held}, Fate: discussion.Answered, Reason: "Yes"}))
		r.must(agree())
		// The writer answers back after that: it waits again, and says so.
		now.Advance(time.Hour)
		r.Talk.Hold = discussion.HoldNone
		back, err := r.AnswerBack(ctx, r.reader, key(r.reader), one, "But not all of it")
		r.must(err)
		if c := r.now(); c.State != guide.Agreed || c.Pending != 2 || r.fate(one) != discussion.Pending || r.fate(back) != discussion.Pending {
			t.Errorf("%+v", c)
		}
		c := r.now()
		r.must(r.Settle(ctx, r.editor, key(r.editor), c.ID, guide.Details{Title: "Another title"}, guide.Typed{State: guide.Agreed}))
	})
}

func TestWhoAnswersBack(t *testing.T) {
	const day = clock.Instant(24 * 60 * 60 * 1000)
	writer := people.Actor{ID: 1, State: people.Active}
	said := discussion.Contribution{AuthorID: 1, State: discussion.Published}
	refused := guide.FateEntry{ID: 1, Fate: discussion.NotTakenIn, At: 100 * day}
	with := func(change func(*guide.FateEntry)) guide.FateEntry { e := refused; change(&e); return e }
	hidden := said
	hidden.State = discussion.Hidden
	for name, c := range map[string]struct {
		who  people.Actor
		said discussion.Contribution
		e    guide.FateEntry
		at   clock.Instant
		may  bool
	}{
		"the writer":                          {writer, said, refused, 101 * day, true},
		"the writer on the last day":          {writer, said, refused, 128 * day, true},
		"the writer too late":                 {writer, said, refused, 128*day + 1, false},
		"the writer of what is hidden":        {writer, hidden, refused, 101 * day, false},
		"the writer while it waits":           {writer, said, with(func(e *guide.FateEntry) { e.Fate = discussion.Pending }), 101 * day, false},
		"the writer before any decision":      {writer, said, guide.FateEntry{Fate: discussion.Pending}, 101 * day, false},
		"the writer of what was moved":        {writer, said, with(func(e *guide.FateEntry) { e.Fate = discussion.MovedAway }), 101 * day, false},
		"somebody else":                       {people.Actor{ID: 2, State: people.Active}, said, refused, 101 * day, false},
		"an editor":                           {people.Actor{ID: 2, State: people.Active, Role: people.Editor}, said, refused, 101 * day, false},
		"the writer, whose account is held":   {people.Actor{ID: 1, State: people.Suspended}, said, refused, 101 * day, false},
		"a visitor":                           {people.Visitor, said, refused, 101 * day, false},
		"the writer of what changed the text": {writer, said, with(func(e *guide.FateEntry) { e.Fate = discussion.TakenIn }), 101 * day, true},
	} {
		if err := guide.MayAnswerBack(c.who, c.said, c.e, c.at); (err == nil) != c.may {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnsweringBackGoesThroughHolds(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		drafted(r)
		id := r.say(1, 1, "one")
		r.must(r.batch(guide.Batch{Contributions: []int64{id}, Fate: discussion.NotTakenIn, Reason: "No"}))
		r.Talk.Hold = discussion.HoldAll
		if _, err := r.AnswerBack(ctx, r.reader, key(r.reader), id, " "); !wrongWith(err, "body") {
			t.Error("nothing was said:", err)
		}
		if _, err := r.AnswerBack(ctx, r.editor, key(r.editor), id, "x"); !errors.As(err, new(db.Forbidden)) {
			t.Error("somebody else answered back:", err)
		}
		again := key(r.reader)
		back, err := r.AnswerBack(ctx, r.reader, again, id, "But why?")
		r.must(err)
		if twice, err := r.AnswerBack(ctx, r.reader, again, id, "But why?"); err != nil || twice != back {
			t.Error("sent again:", twice, err)
		}
		state, err := db.Value[discussion.State](ctx, r.DB, "SELECT state FROM contributions WHERE id = ?", back)
		if err != nil || state != discussion.Held || r.fate(id) != discussion.Pending || r.now().Pending != 1 {
			t.Errorf("%s, %s, %d wait, %v", state, r.fate(id), r.now().Pending, err)
		}
		view, err := r.Fate(ctx, people.Visitor, id)
		if err != nil || !view.History[0].ByWriter || view.History[0].Fate != discussion.Pending || view.History[1].Reason != "No" {
			t.Errorf("%+v %v", view, err)
		}
		r.hide(id)
		if _, err := r.Fate(ctx, people.Visitor, id); !errors.Is(err, db.ErrNotFound) {
			t.Error("what is hidden has a page:", err)
		}
	})
}
