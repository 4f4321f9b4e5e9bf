package guide_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
)

// guests opens the chapter for comment, to people without an account too.
func (r room) guests() {
	r.t.Helper()
	c := r.now()
	r.must(r.Settle(ctx, r.editor, key(r.editor), c.ID, guide.Details{Title: c.Title}, r.fairly(guide.Typed{State: guide.Open, Guests: true})))
}

// asGuest says something without an account.
func (r room) asGuest(paragraph int, words string) (int64, guide.ReceiptCode) {
	r.t.Helper()
	id, code, err := r.CommentAsGuest(ctx, people.Visitor, key(people.Visitor), guide.NewComment{Chapter: r.now().ID, Version: r.now().Version, Paragraph: paragraph, Body: words},
		people.Recording{Name: "A resident", Who: people.Resident})
	r.must(err)
	return id, code
}

// typed is something that the team types in; its day is today.
func (r room) typed(change func(*guide.TypedIn)) guide.TypedIn {
	t := guide.TypedIn{
		NewComment: guide.NewComment{Chapter: r.now().ID, Version: 1, Paragraph: 1, Body: "It came in the post", Evidence: discussion.Lived},
		Typed:      discussion.Typed{By: people.Recording{Name: "Mrs H", Who: people.Resident}, Channel: discussion.Paper, Received: "2026-11-21", Agreed: true},
	}
	if change != nil {
		change(&t)
	}
	return t
}

func TestWhoMayGuest(t *testing.T) {
	now := clock.Of(dbtest.Morning)
	open := guide.Chapter{VersionID: 1, State: guide.Open, Guests: true}
	with := func(change func(*guide.Chapter)) guide.Chapter { c := open; change(&c); return c }
	for name, c := range map[string]struct {
		actor   people.Actor
		chapter guide.Chapter
		may     bool
	}{
		"a visitor where it is allowed":       {people.Visitor, open, true},
		"a visitor where it is not":           {people.Visitor, with(func(c *guide.Chapter) { c.Guests = false }), false},
		"a visitor who comes late":            {people.Visitor, with(func(c *guide.Chapter) { c.ClosesAt = now }), true},
		"a visitor before it opens":           {people.Visitor, with(func(c *guide.Chapter) { c.OpensAt = now + 1 }), false},
		"a visitor while it is redrafted":     {people.Visitor, with(func(c *guide.Chapter) { c.State = guide.Redrafting }), false},
		"a member, who has a name":            {people.Actor{ID: 1, State: people.Active}, open, false},
		"somebody whose account is on hold":   {people.Actor{ID: 1, State: people.Suspended}, open, false},
		"an editor":                           {people.Actor{ID: 1, State: people.Active, Role: people.Editor}, open, false},
		"a visitor where nothing is there":    {people.Visitor, with(func(c *guide.Chapter) { c.VersionID = 0 }), false},
		"a visitor on what is agreed already": {people.Visitor, with(func(c *guide.Chapter) { c.State = guide.Agreed }), false},
	} {
		err := guide.MayGuest(c.actor, c.chapter, now)
		var forbidden db.Forbidden
		if (err == nil) != c.may || err != nil && (!errors.As(err, &forbidden) || forbidden.Reason == "") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhoMayTypeIn(t *testing.T) {
	written := guide.Chapter{VersionID: 1, State: guide.Open}
	for name, c := range map[string]struct {
		actor   people.Actor
		chapter guide.Chapter
		may     bool
	}{
		"an editor":                          {people.Actor{ID: 1, State: people.Active, Role: people.Editor}, written, true},
		"a moderator":                        {people.Actor{ID: 1, State: people.Active, Role: people.Moderator}, written, true},
		"an administrator":                   {people.Actor{ID: 1, State: people.Active, Role: people.Administrator}, written, true},
		"a member":                           {people.Actor{ID: 1, State: people.Active, Role: people.Member}, written, false},
		"a visitor":                          {people.Visitor, written, false},
		"an editor whose account is on hold": {people.Actor{ID: 1, State: people.Suspended, Role: people.Editor}, written, false},
		"an editor after it has closed":      {people.Actor{ID: 1, State: people.Active, Role: people.Editor}, guide.Chapter{VersionID: 1, State: guide.Open, ClosesAt: 1}, true},
		"an editor while it is redrafted":    {people.Actor{ID: 1, State: people.Active, Role: people.Editor}, guide.Chapter{VersionID: 1, State: guide.Redrafting}, true},
		"an editor once it is agreed":        {people.Actor{ID: 1, State: people.Active, Role: people.Editor}, guide.Chapter{VersionID: 1, State: guide.Agreed}, false},
		"an editor before it is written":     {people.Actor{ID: 1, State: people.Active, Role: people.Editor}, guide.Chapter{}, false},
	} {
		if err := guide.MayTypeOn(c.actor, c.chapter); (err == nil) != c.may {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestGuestsAreHeldAndFoundByTheirCode(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		r.publish(bus)
		r.guests()
		k := key(people.Visitor)
		n := guide.NewComment{Chapter: r.now().ID, Version: 1, Paragraph: 1, Body: "The **bus** is late", Evidence: discussion.Lived}
		by := people.Recording{Name: "A resident", Who: people.Resident}
		id, code, err := r.CommentAsGuest(ctx, people.Visitor, k, n, by)
		r.must(err)
		if got := r.shown(1); !strings.HasPrefix(got, "1:0") {
			t.Error("a guest's comment shows before a moderator has read it:", got)
		}
		var state, reason, stored string
		r.must(r.DB.QueryRow(ctx, "SELECT c.state, c.state_reason, p.state FROM contributions c JOIN people p ON p.id = c.author_id WHERE c.id = ?", id).Scan(&state, &reason, &stored))
		if state != "held" || reason != guide.GuestReason || stored != string(people.Recorded) {
			t.Errorf("it is %s (%s) by somebody %s", state, reason, stored)
		}
		again, sameCode, err := r.CommentAsGuest(ctx, people.Visitor, k, n, by)
		if again != id || sameCode != code || err != nil {
			t.Errorf("the same form gives %d, %s, %v; before %d, %s", again, sameCode, err, id, code)
		}
		// Keys of forms are forgotten after a while; the receipt still knows what was sent.
		r.must(r.DB.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec("DELETE FROM command_keys"); return err }))
		again, _, err = r.CommentAsGuest(ctx, people.Visitor, k, n, by)
		if again != id || err != nil || r.number("SELECT COUNT(*) FROM contributions") != 1 || r.number("SELECT COUNT(*) FROM people WHERE state = 'recorded'") != 1 {
			t.Errorf("sent again much later it is %d, %v", again, err)
		}
		r.onlyTheHash(code)

		found, err := r.Receipt(ctx, code)
		r.must(err)
		if found.ID != id || found.Said.State != discussion.Held || !strings.Contains(found.Said.HTML, "<strong>bus</strong>") || found.Spot.Paragraph != 1 || found.Guide != r.guide {
			t.Errorf("the receipt shows %+v", found)
		}
		_, other := r.asGuest(0, "Something else")
		if other == code {
			t.Error("two comments have one code")
		}
		r.set(id, discussion.Published, "")
		if got := r.shown(1); !strings.HasPrefix(got, "1:1") || r.now().Pending != 1 || r.now().People != 1 {
			t.Error("once published:", got, r.now().Pending, r.now().People)
		}
		r.checkCounts()
	})
}

// onlyTheHash looks for a code in every column of text and bytes.
func (r room) onlyTheHash(code guide.ReceiptCode) {
	r.t.Helper()
	hash, err := db.Value[[]byte](ctx, r.DB, "SELECT code_hash FROM receipts LIMIT 1")
	if err != nil || len(hash) != 32 || bytes.Contains(hash, []byte(code)) {
		r.t.Errorf("the hash is %x, %v", hash, err)
	}
	for _, column := range []string{"command_keys.said", "contributions.body_md", "contributions.attributes", "people.public_name", "people.about", "register.details", "jobs.payload"} {
		table, name, _ := strings.Cut(column, ".")
		if n := r.number("SELECT COUNT(*) FROM "+table+" WHERE "+name+" LIKE ?", "%"+string(code)+"%"); n != 0 {
			r.t.Errorf("the code stands in %s", column)
		}
	}
}

// set changes a contribution's state as a moderator would.
func (r room) set(id int64, to discussion.State, reason string) {
	r.t.Helper()
	r.must(r.DB.Write(ctx, func(tx *db.Tx) error { _, err := discussion.SetState(tx, id, to, reason); return err }))
}

func TestGuestsAnswerOnlyWhatEverybodyReads(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(bus)
		r.guests()
		parent := r.say(1, 1, "What do you think?")
		n := guide.NewComment{Chapter: r.now().ID, Version: 1, Paragraph: 1, ParentID: parent, Body: "I agree"}
		id, _, err := r.CommentAsGuest(ctx, people.Visitor, key(people.Visitor), n, people.Recording{Name: "Somebody"})
		r.must(err)
		if r.number("SELECT COUNT(*) FROM contributions WHERE id = ? AND kind = 'reply' AND parent_id = ?", id, parent) != 1 {
			t.Error("it is no reply")
		}
		r.set(parent, discussion.Hidden, "unkind")
		_, _, err = r.CommentAsGuest(ctx, people.Visitor, key(people.Visitor), n, people.Recording{Name: "Somebody"})
		var invalid db.Invalid
		if !errors.As(err, &invalid) || invalid[""] == "" {
			t.Error("answered what is hidden:", err)
		}
		for field, change := range map[string]func(*guide.NewComment, *people.Recording){
			"body":     func(n *guide.NewComment, _ *people.Recording) { n.Body = "  " },
			"evidence": func(n *guide.NewComment, _ *people.Recording) { n.Evidence = "hearsay" },
			"who":      func(_ *guide.NewComment, by *people.Recording) { by.Who = "king" },
		} {
			n, by := guide.NewComment{Chapter: r.now().ID, Version: 1, Body: "Words"}, people.Recording{Name: "Somebody"}
			change(&n, &by)
			if _, _, err := r.CommentAsGuest(ctx, people.Visitor, key(people.Visitor), n, by); !errors.As(err, &invalid) || invalid[field] == "" {
				t.Errorf("%s: %v", field, err)
			}
		}
		if r.number("SELECT COUNT(*) FROM people WHERE state = 'recorded'") != 1 {
			t.Error("somebody is recorded whose words are not")
		}
	})
}

func TestTypingIn(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(bus)
		r.open()
		k := key(r.editor)
		id, code, err := r.TypeIn(ctx, r.editor, k, r.typed(func(t *guide.TypedIn) { t.Noted = true }))
		r.must(err)
		again, same, err := r.TypeIn(ctx, r.editor, k, r.typed(func(t *guide.TypedIn) { t.Noted = true }))
		if again != id || same != code || err != nil {
			t.Errorf("the same form gives %d, %s, %v", again, same, err)
		}
		_, c, _, err := r.Chapter(ctx, r.guide, r.chapter)
		r.must(err)
		reading, err := r.Read(ctx, c, 0)
		r.must(err)
		panel, err := r.Panel(ctx, people.Visitor, c, reading, guide.Part{Paragraph: 1}, "")
		r.must(err)
		if len(panel.Comments) != 1 {
			t.Fatalf("%d comments", len(panel.Comments))
		}
		got := panel.Comments[0]
		if got.ID != id || got.Author != "Mrs H" || got.Recorder != "Edith" || got.Channel != discussion.Paper || !got.Noted || c.Pending != 1 {
			t.Errorf("it shows as %+v, %d pending", got.Contribution, c.Pending)
		}
		if n := r.number("SELECT COUNT(*) FROM register WHERE act = 'contribution.type-in' AND object_id = ? AND actor_id = ?", id, r.editor.ID); n != 1 {
			t.Errorf("%d entries in the register", n)
		}
		found, err := r.Receipt(ctx, code)
		if err != nil || found.Said.State != discussion.Published || found.Said.Body != "It came in the post" {
			t.Errorf("the receipt: %+v %v", found.Said, err)
		}
		r.must(r.TakeBack(ctx, key(people.Visitor), code))
		if r.now().Comments != 0 || r.now().Pending != 0 || r.now().People != 0 {
			t.Errorf("taken back, the chapter counts %+v", r.now())
		}
		r.checkCounts()
	})
}

func TestWhatIsWrongWithWhatIsTypedIn(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		r.publish(bus)
		r.open()
		now.Advance(48 * time.Hour) // version 2 is published two days later
		r.publish(bus + "\n\nOne paragraph more.")
		for name, c := range map[string]struct {
			change func(*guide.TypedIn)
			field  string
		}{
			"nothing":                         {nil, ""},
			"no words":                        {func(t *guide.TypedIn) { t.Body = " " }, "body"},
			"the web":                         {func(t *guide.TypedIn) { t.Typed.Channel = discussion.Web }, "channel"},
			"an import":                       {func(t *guide.TypedIn) { t.Typed.Channel = discussion.Import }, "channel"},
			"no channel":                      {func(t *guide.TypedIn) { t.Typed.Channel = "" }, "channel"},
			"no day":                          {func(t *guide.TypedIn) { t.Received = "" }, "received"},
			"a day that is none":              {func(t *guide.TypedIn) { t.Received = "2026-11-31" }, "received"},
			"tomorrow":                        {func(t *guide.TypedIn) { t.Received = "2026-11-24" }, "received"},
			"today":                           {func(t *guide.TypedIn) { t.Received = "2026-11-23" }, ""},
			"the day before the first":        {func(t *guide.TypedIn) { t.Received = "2026-11-20" }, "received"},
			"the second before it was there":  {func(t *guide.TypedIn) { t.Version, t.Received = 2, "2026-11-22" }, "received"},
			"the second on its day":           {func(t *guide.TypedIn) { t.Version, t.Received = 2, "2026-11-23" }, ""},
			"no version":                      {func(t *guide.TypedIn) { t.Version = 0 }, "version"},
			"a version that is not there":     {func(t *guide.TypedIn) { t.Version = 3 }, "version"},
			"a paragraph that is not there":   {func(t *guide.TypedIn) { t.Paragraph = 40 }, "paragraph"},
			"the whole chapter":               {func(t *guide.TypedIn) { t.Paragraph = 0 }, ""},
			"without their agreement":         {func(t *guide.TypedIn) { t.Agreed = false }, "agreed"},
			"a kind of people there is not":   {func(t *guide.TypedIn) { t.By.Who = "king" }, "who"},
			"a kind of evidence there is not": {func(t *guide.TypedIn) { t.Evidence = "hearsay" }, "evidence"},
		} {
			_, _, err := r.TypeIn(ctx, r.editor, key(r.editor), r.typed(c.change))
			var invalid db.Invalid
			if c.field == "" && err != nil || c.field != "" && (!errors.As(err, &invalid) || invalid[c.field] == "") {
				t.Errorf("%s: %v, want a message for %q", name, err, c.field)
			}
		}
		var forbidden db.Forbidden
		if _, _, err := r.TypeIn(ctx, r.reader, key(r.reader), r.typed(nil)); !errors.As(err, &forbidden) {
			t.Error("a reader types in:", err)
		}
		if n := r.number("SELECT COUNT(*) FROM contributions WHERE created_at > ?", now.Now()); n != 0 {
			t.Errorf("%d were said in the future", n)
		}
		if n := r.number(`SELECT COUNT(*) FROM contributions c JOIN anchors a ON a.contribution_id = c.id JOIN versions v ON v.id = a.version_id
			WHERE c.created_at < v.published_at`); n != 0 {
			t.Errorf("%d were said before what they are about was published", n)
		}
	})
}

func TestWhatCameAfterTheClosingTimeIsMarked(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		r.publish(bus)
		c := r.now()
		r.must(r.Settle(ctx, r.editor, key(r.editor), c.ID, guide.Details{Title: c.Title}, r.fairly(guide.Typed{State: guide.Open, ClosesDay: "2026-11-22", ClosesHour: "09:30"})))
		now.Advance(96 * time.Hour)
		for day, late := range map[string]int{"2026-11-21": 0, "2026-11-22": 0, "2026-11-23": 1, "2026-11-25": 1} {
			id, _, err := r.TypeIn(ctx, r.editor, key(r.editor), r.typed(func(t *guide.TypedIn) { t.Received = day }))
			r.must(err)
			if got := r.number("SELECT late FROM contributions WHERE id = ?", id); got != late {
				t.Errorf("what came on %s is late: %d", day, got)
			}
		}
	})
}

func TestWhatAReceiptShows(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		r.publish(bus)
		r.guests()
		id, code := r.asGuest(1, "Secretword is what I said")
		look := func() string {
			t.Helper()
			got, err := r.Receipt(ctx, code)
			r.must(err)
			var fates []string
			for _, f := range got.Fates {
				fates = append(fates, fmt.Sprintf("%s@%d.%d %s", f.Fate, f.Version, f.Paragraph, f.Reason))
			}
			return fmt.Sprintf("%s %s %v %v", got.Said.State, got.Said.Reason, strings.Contains(got.Said.HTML+got.Said.Body, "Secretword"), fates)
		}
		expect := func(want string) {
			t.Helper()
			if got := look(); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		}
		expect("held guest true []")
		r.set(id, discussion.Published, "")
		expect("published  true []")
		r.must(r.decide(guide.Decision{Contribution: id, Fate: discussion.NotTakenIn, Reason: "Too dear", By: r.editor}))
		now.Advance(time.Hour)
		r.must(r.decide(guide.Decision{Contribution: id, Fate: discussion.Partly, By: r.editor}))
		expect("published  true [partly@1.1  not-taken-in@0.0 Too dear]")
		if n := r.number("SELECT COUNT(*) FROM notices n JOIN people p ON p.id = n.person_id WHERE p.state = 'recorded'"); n != 0 {
			t.Errorf("%d notices for somebody whom none can reach", n)
		}
		r.set(id, discussion.Hidden, "unkind")
		expect("hidden unkind false [partly@1.1  not-taken-in@0.0 Too dear]")
		r.set(id, discussion.Published, "")
		r.must(r.TakeBack(ctx, key(people.Visitor), code))
		expect("deleted  false [partly@1.1  not-taken-in@0.0 Too dear]")
		r.must(r.TakeBack(ctx, key(people.Visitor), code)) // once more is no harm
		r.checkCounts()

		other := guide.ReceiptCode("0000000000000000")
		if _, err := guide.ReadReceiptCode(string(other)); err != nil {
			t.Fatal("it is no code: this test sees nothing")
		}
		var invalid db.Invalid
		if _, err := r.Receipt(ctx, other); !errors.As(err, &invalid) || invalid["code"] == "" {
			t.Error("a code that nobody was given:", err)
		}
		if err := r.TakeBack(ctx, key(people.Visitor), other); !errors.As(err, &invalid) {
			t.Error("taken back by a code that nobody was given:", err)
		}
	})
}

func TestMendingByReceipt(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(bus)
		r.guests()
		id, code := r.asGuest(1, "My neighbour Anna drinks")
		mend := func(words string) error {
			return r.Mend(ctx, key(people.Visitor), code, discussion.Edit{Body: words, Revision: r.number("SELECT revision FROM contributions WHERE id = ?", id)})
		}
		if err := mend("Something new"); !errors.Is(err, db.ErrConflict) {
			t.Error("changed while it waits:", err)
		}
		r.set(id, discussion.Published, "")
		if err := mend("Buy my pills"); !errors.Is(err, db.ErrConflict) {
			t.Error("changed after a moderator let it through:", err)
		}
		r.set(id, discussion.Asked, "names-someone")
		r.must(mend("A neighbour drinks"))
		got, err := r.Receipt(ctx, code)
		if err != nil || got.Said.State != discussion.Held || got.Said.Body != "A neighbour drinks" {
			t.Errorf("mended: %+v %v", got.Said, err)
		}
		if r.number("SELECT COUNT(*) FROM contribution_revisions WHERE contribution_id = ? AND public = 1", id) != 0 {
			t.Error("what was to be changed can still be read in the history")
		}
		r.checkCounts()
	})
}

// What was moved to a group is found by its code still, even where the group is closed to others afterwards.
func TestAReceiptFollowsWhatIsMoved(t *testing.T) {
	each(t, func(t *testing.T, r room, _ *clock.Fixed) {
		r.publish(bus)
		r.guests()
		id, code := r.asGuest(1, "The buses are a matter for the bus group")
		r.set(id, discussion.Published, "")
		var thread int64
		r.must(r.DB.Write(ctx, func(tx *db.Tx) error {
			group, err := tx.Insert("INSERT INTO groups (slug, name, summary, created_at, changed_at) VALUES ('buses', 'Buses', 'All buses', 1, 1)")
			if err != nil {
				return err
			}
			thread, err = discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, GroupID: group, Slug: "late", Title: "Late buses"})
			return err
		}))
		r.must(r.decide(guide.Decision{Contribution: id, Fate: discussion.MovedAway, ToThread: thread, By: r.editor}))
		found, err := r.Receipt(ctx, code)
		r.must(err)
		if !found.Moved || !strings.Contains(found.Said.Body, "bus group") || found.Chapter.ID != r.now().ID || len(found.Fates) != 1 || found.Fates[0].To.Title != "Late buses" {
			t.Errorf("once moved: %+v", found)
		}
		r.must(r.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE threads SET private = 1 WHERE id = ?", thread)
			return err
		}))
		found, err = r.Receipt(ctx, code)
		if err != nil || !strings.Contains(found.Said.Body, "bus group") || found.Fates[0].To.Thread != 0 {
			t.Errorf("in a private group: %+v %v", found, err)
		}
		r.must(r.TakeBack(ctx, key(people.Visitor), code))
		if r.number("SELECT COUNT(*) FROM contributions WHERE id = ? AND state = 'deleted'", id) != 1 {
			t.Error("it cannot be taken back")
		}
	})
}
