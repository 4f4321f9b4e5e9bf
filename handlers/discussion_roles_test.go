package handlers

import (
	"context"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/people"
)

// hosted is a stage with two open groups and a private one, each with a discussion in which somebody has answered, and
// with people who belong to them: "host" hosts the first and the private one, "other" hosts the second, and "insider" is a
// member of the private one.
type hosted struct {
	*stage
	t       *testing.T
	group   [3]int64
	thread  [3]int64 // a discussion of each
	beside  [3]int64 // another one
	answers [3]int64
}

func newHosted(t *testing.T) *hosted {
	t.Helper()
	h := &hosted{stage: newStage(t), t: t}
	h.also = map[string]int64{}
	ctx, editor := context.Background(), cast["editor"]
	if err := h.DB.Write(ctx, func(tx *db.Tx) error {
		for id, name := range map[int64]string{21: "Hope Host", 22: "Otis Other", 23: "Ines Insider"} {
			if _, err := tx.Exec("INSERT INTO people (id, public_name, who, published_count, first_published_at, created_at, changed_at) VALUES (?, ?, 'resident', 0, 1, 1, 1)", id, name); err != nil {
				return err
			}
		}
		_, err := tx.Exec("UPDATE people SET trust = 'member' WHERE role = 'member'")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for i, access := range []groups.Access{groups.Open, groups.Open, groups.Private} {
		slug, err := h.Groups.Create(ctx, editor, asEditor(), groups.Draft{Name: fmt.Sprint("Group ", i), Summary: "x", Access: access})
		if err != nil {
			t.Fatal(err)
		}
		g, err := h.Groups.BySlug(ctx, editor, slug)
		if err != nil {
			t.Fatal(err)
		}
		h.group[i] = g.ID
		h.thread[i], h.answers[i] = h.begun(i, fmt.Sprint("First in ", i))
		h.beside[i], _ = h.begun(i, fmt.Sprint("Second in ", i))
	}
	h.as("host", 21, people.Membership{GroupID: h.group[0], Host: true}, people.Membership{GroupID: h.group[2], Host: true})
	h.as("other", 22, people.Membership{GroupID: h.group[1], Host: true})
	h.as("insider", 23, people.Membership{GroupID: h.group[2]})
	return h
}

// begun starts a discussion in a group, answered once by the editor who started it.
func (h *hosted) begun(group int, title string) (thread, answer int64) {
	h.t.Helper()
	ctx, editor := context.Background(), cast["editor"]
	thread, err := h.Discussions.Start(ctx, editor, asEditor(), discussion.Start{GroupID: h.group[group], Title: title, Body: "How it begins"})
	if err == nil {
		answer, err = h.Discussions.Post(ctx, editor, asEditor(), discussion.Answer{ThreadID: thread, Body: "An answer in " + title})
	}
	if err != nil {
		h.t.Fatal(err)
	}
	return thread, answer
}

// as lets a scenario call somebody who belongs to groups by a name.
func (h *hosted) as(name string, id int64, in ...people.Membership) {
	h.t.Helper()
	if err := h.DB.Write(context.Background(), func(tx *db.Tx) error {
		for _, m := range in {
			role := groups.Member
			if m.Host {
				role = groups.Host
			}
			if err := groups.Enrol(tx, m.GroupID, id, role); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		h.t.Fatal(err)
	}
	h.also[name] = id
}

func settingsOf(thread int64) string { return "/discussions/" + number(thread) + "/settings" }
func moveOf(thread int64) string     { return "/discussions/" + number(thread) + "/move" }
func answersTo(thread int64) string  { return "/discussions/" + number(thread) + "/answers" }

// Each act on a discussion, by each person, in each group: who may is told apart from who may not, by the page and by
// what came of it.
func TestWhoArrangesDiscussionsWhere(t *testing.T) {
	h := newHosted(t)
	all := []string{"", "member", "suspended", "lead", "insider", "other", "host", "editor", "moderator", "administrator"}
	type act struct {
		name  string
		path  func(thread int64) string
		form  func(group int) url.Values
		done  string // counts what came of it
		mayIn [3]string
	}
	staff := " editor moderator administrator"
	moderators := " moderator administrator"
	for _, a := range []act{
		{
			"closing", settingsOf, func(int) url.Values { return keyed("do", "close") },
			"SELECT COUNT(*) FROM threads WHERE state = 'closed'",
			[3]string{"host" + staff, "other" + staff, "host" + staff},
		},
		{
			"opening again", settingsOf, func(int) url.Values { return keyed("do", "open") },
			"SELECT COUNT(*) FROM threads WHERE state = 'open'",
			[3]string{"host" + staff, "other" + staff, "host" + staff},
		},
		{
			"a closing time", settingsOf, func(int) url.Values { return keyed("do", "closes", "closes_day", "2099-01-01") },
			"SELECT COUNT(*) FROM threads WHERE closes_at IS NOT NULL",
			[3]string{"host" + staff, "other" + staff, "host" + staff},
		},
		{
			"slow mode", settingsOf, func(int) url.Values { return keyed("do", "slow", "slow", "60") },
			"SELECT COUNT(*) FROM threads WHERE slow_seconds > 0",
			[3]string{"host" + staff, "other" + staff, "host" + staff},
		},
		{
			"locking", settingsOf, func(int) url.Values { return keyed("do", "lock", "reason", "We read") },
			"SELECT COUNT(*) FROM threads WHERE locked_at IS NOT NULL",
			[3]string{moderators, moderators, moderators},
		},
		{
			"unlocking", settingsOf, func(int) url.Values { return keyed("do", "unlock") },
			"SELECT COUNT(*) FROM threads WHERE locked_at IS NULL",
			[3]string{moderators, moderators, moderators},
		},
		{
			"moving", moveOf, func(g int) url.Values {
				return keyed("do", "move", "ids", number(h.answers[g]), "answers", "along", "to", number(h.beside[g]), "reason", "off-topic")
			},
			"SELECT COUNT(*) FROM moves",
			[3]string{"host" + moderators, "other" + moderators, "host" + moderators},
		},
	} {
		for g := range h.group {
			for _, who := range all {
				may := strings.Contains(" "+a.mayIn[g]+" ", " "+who+" ") && who != ""
				h.reset(g)
				if a.name == "opening again" {
					h.set("UPDATE threads SET state = 'closed'")
				}
				if a.name == "unlocking" {
					h.set("UPDATE threads SET locked_at = 1, locked_reason = 'x'")
				}
				before := h.count(a.done)
				got := h.ask(t, scenario{who: who, url: a.path(h.thread[g]), form: a.form(g)})
				did := h.count(a.done) > before
				if did != may || may && got.status != 303 || !may && got.status != 303 && got.status != 403 && got.status != 404 && got.status != 401 {
					t.Errorf("%s in group %d by %q: %d, done %v, want %v", a.name, g, who, got.status, did, may)
				}
				if g == 2 && !may && strings.Contains(got.body, "First in 2") {
					t.Errorf("%s in the private group tells %q what is there", a.name, who)
				}
			}
		}
	}
}

// reset puts a group's discussions back to how they were.
func (h *hosted) reset(g int) {
	h.set("UPDATE threads SET state = 'open', closes_at = NULL, slow_seconds = 0, locked_at = NULL, locked_reason = ''")
	at := h.count("SELECT thread_id FROM contributions WHERE id = ?", h.answers[g])
	if int64(at) == h.thread[g] {
		return
	}
	if _, err := h.Discussions.MoveSelected(context.Background(), cast["moderator"], db.NewKey(cast["moderator"].ID), discussion.Selection{
		From: int64(at), IDs: []int64{h.answers[g]}, To: h.thread[g], Readers: true,
	}); err != nil {
		h.t.Fatal(err)
	}
}

func (h *hosted) set(statement string, args ...any) {
	h.t.Helper()
	if err := h.DB.Write(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(statement, args...)
		tx.Touch(db.TopicEverything)
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
}

func (h *hosted) count(query string, args ...any) int {
	h.t.Helper()
	n, err := db.Value[int](context.Background(), h.DB, query, args...)
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

// Hosts move within their group alone; what stands in a private group, and where words of it could go, is not told.
func TestHostsMoveWithinTheirGroup(t *testing.T) {
	h := newHosted(t)
	ids := number(h.answers[0])
	to := func(thread int64, more ...string) url.Values {
		return keyed(append([]string{"do", "move", "ids", ids, "answers", "along", "address", "/discussions/" + number(thread)}, more...)...)
	}
	h.play(t, []scenario{
		{name: "a host, to another group", who: "host", url: moveOf(h.thread[0]), form: to(h.beside[1]), status: 422, has: []string{"Ask a moderator to take them to another one"}},
		{name: "a host, to their own private group", who: "host", url: moveOf(h.thread[0]), form: to(h.beside[2], "readers", "yes"), status: 422, has: []string{"Ask a moderator to take them to another one"}},
		{name: "a host, to a private group of others", who: "other", url: moveOf(h.thread[1]), form: keyed("do", "move", "ids", number(h.answers[1]), "address", number(h.beside[2])), status: 422, has: []string{"There is no such discussion"}, hasNot: []string{"Second in 2"}},
		{name: "a host, merging across", who: "host", url: moveOf(h.beside[0]), form: keyed("do", "merge", "address", number(h.beside[1])), status: 422},
		{name: "a moderator is asked", who: "moderator", url: moveOf(h.thread[0]), form: to(h.beside[2]), status: 422, has: []string{"Other people can read it there than here", `name="readers"`}},
		{name: "an editor, whose writer reads there", who: "editor", url: moveOf(h.thread[0]), form: to(h.beside[2], "readers", "yes"), status: 403},
		{name: "a moderator who means it", who: "moderator", url: moveOf(h.thread[0]), form: to(h.beside[2], "readers", "yes"), status: 303},
		{name: "nobody else reads where it went", url: "/discussions/" + number(h.thread[0]) + "-first-in-0", status: 200, has: []string{"moved to another discussion"}, hasNot: []string{"Second in 2", "An answer in First in 0"}},
		{name: "its permalink leads nowhere for them", who: "member", url: "/contributions/" + ids, status: 404},
		{name: "and for those inside to it", who: "insider", url: "/contributions/" + ids, status: 303, to: "/discussions/" + number(h.beside[2]) + "-second-in-2#c" + ids},
		{name: "a host merges within their group", who: "host", url: moveOf(h.beside[0]), form: keyed("do", "merge", "to", number(h.thread[0])), status: 303},
		{name: "which leads on", url: "/discussions/" + number(h.beside[0]), status: 301, to: "/discussions/" + number(h.thread[0]) + "-first-in-0"},
		{name: "and its feed", url: "/feeds/discussions/" + number(h.beside[0]) + ".atom", status: 301, to: "/feeds/discussions/" + number(h.thread[0]) + ".atom"},
		{name: "and has no settings any more", who: "moderator", url: settingsOf(h.beside[0]), status: 404},
		{name: "nor can anything be done with it", who: "moderator", url: settingsOf(h.beside[0]), form: keyed("do", "open"), status: 404},
		{name: "nor by the old button", who: "moderator", url: "/discussions/" + number(h.beside[0]) + "/closing", form: keyed("closed", "no"), status: 409},
	})
}

// Whoever cannot write now is told why, in a plain sentence that says when they can again, and finds their words there.
func TestWordsAreKeptWhereADiscussionTakesNone(t *testing.T) {
	h := newHosted(t)
	const words = "All of the words that I wrote about the bus"
	form := func() url.Values { return keyed("body", words) }
	answers := answersTo(h.thread[0])
	h.set("UPDATE threads SET slow_seconds = 900 WHERE id = ?", h.thread[0])
	h.play(t, []scenario{
		{name: "the page says how often", who: "member", url: "/discussions/" + number(h.thread[0]) + "-first-in-0", status: 200, has: []string{"once in 15 minutes"}},
		{name: "the first", who: "member", url: answers, form: keyed("body", "My first words"), status: 303},
		{name: "too soon", who: "member", url: answers, form: form(), status: 422, has: []string{words, "once in 15 minutes", "You can post again in 15 minutes"}},
		{name: "a host does not wait", who: "host", url: answers, form: keyed("body", "First words of a host"), status: 303},
		{name: "nor a second time", who: "host", url: answers, form: keyed("body", "Second words of a host"), status: 303},
		{name: "the host of another group does", who: "other", url: answers, form: keyed("body", "First words of another"), status: 303},
		{name: "the second time", who: "other", url: answers, form: form(), status: 422, has: []string{words}},
	})
	h.now.Advance(14 * time.Minute)
	h.play(t, []scenario{{name: "still too soon", who: "member", url: answers, form: form(), status: 422, has: []string{words, "again in 1 minute."}}})
	h.now.Advance(time.Minute)
	h.play(t, []scenario{{name: "again", who: "member", url: answers, form: keyed("body", "My second words"), status: 303}})
	h.set("UPDATE threads SET slow_seconds = 0")
	h.set("UPDATE threads SET locked_at = 1, locked_reason = 'We read what was reported, until Monday.' WHERE id = ?", h.thread[0])
	for _, who := range []string{"", "member", "host", "editor", "moderator", "administrator"} {
		h.play(t, []scenario{
			{name: "locked, by " + who, who: who, url: answers, form: form(), status: 403, has: []string{words, "until Monday"}},
			{name: "locked, a look at it by " + who, who: who, url: answers, form: func() url.Values { f := form(); f.Set("do", "preview"); return f }(), status: 200, has: []string{words}},
			{name: "locked, the page by " + who, who: who, url: "/discussions/" + number(h.thread[0]) + "-first-in-0", status: 200, has: []string{"until Monday"}, hasNot: []string{`name="body"`}},
		})
	}
	h.set("UPDATE threads SET locked_at = NULL, locked_reason = '', closes_at = ? WHERE id = ?", h.now.Now().Add(time.Hour), h.thread[0])
	h.play(t, []scenario{{name: "closing, the page", url: "/discussions/" + number(h.thread[0]) + "-first-in-0", status: 200, has: []string{`name="body"`, "Closes"}}})
	h.now.Advance(time.Hour)
	h.play(t, []scenario{
		{name: "closed, the kept page", url: "/discussions/" + number(h.thread[0]) + "-first-in-0", status: 200, hasNot: []string{`name="body"`}},
		{name: "closed", who: "member", url: answers, form: form(), status: 403, has: []string{words, "has closed"}},
	})
}

// Where what is answered is moved, merged or taken from sight while somebody writes, their words are offered to be posted
// where it is now.
func TestWordsAreKeptWhileADiscussionIsMoved(t *testing.T) {
	h := newHosted(t)
	const words = "All of the words that I wrote about the bus"
	ctx, mo := context.Background(), cast["moderator"]
	key := func() db.Key { return db.NewKey(mo.ID) }
	move := func(from, to, id int64) {
		t.Helper()
		if _, err := h.Discussions.MoveSelected(ctx, mo, key(), discussion.Selection{From: from, IDs: []int64{id}, To: to, Readers: true}); err != nil {
			t.Fatal(err)
		}
	}
	parent := number(h.answers[0])
	form := func(more ...string) url.Values {
		return keyed(append([]string{"body", words, "parent", parent}, more...)...)
	}
	old, now := answersTo(h.thread[0]), answersTo(h.beside[0])
	move(h.thread[0], h.beside[0], h.answers[0])
	offered := []string{words, `action="` + now + `"`, `name="parent" value="` + parent + `"`, "was moved to this discussion while you wrote", "An answer in First in 0"}
	h.play(t, []scenario{
		{name: "an old link to answer", who: "member", url: old + "?to=" + parent, status: 303, to: now + "?to=" + parent},
		{name: "an old form", who: "member", url: old, form: form(), status: 422, has: offered},
		{name: "an old form, to look at", who: "member", url: old, form: form("do", "preview"), status: 422, has: offered},
		{name: "an old form, by a visitor", url: old, form: form(), status: 422, has: offered},
		{name: "sent again where it is", who: "member", url: now, form: form(), status: 303},
	})
	move(h.beside[0], h.beside[2], h.answers[0])
	h.play(t, []scenario{
		{name: "gone from sight", who: "member", url: now, form: form(), status: 422, has: []string{words, `action="` + now + `"`, "has been taken down"}, hasNot: []string{"Second in 2", `name="parent" value="` + parent + `"`}},
		{name: "for those inside it is there", who: "insider", url: now, form: form(), status: 422, has: []string{words, `action="` + answersTo(h.beside[2]) + `"`, "Second in 2"}},
	})
	if err := h.Discussions.Merge(ctx, mo, key(), h.thread[0], h.beside[0], false); err != nil {
		t.Fatal(err)
	}
	merged := []string{words, `action="` + now + `"`, "was moved to this discussion while you wrote"}
	h.play(t, []scenario{
		{name: "merged", who: "member", url: old, form: keyed("body", words), status: 422, has: merged},
		{name: "merged, to look at", who: "member", url: old, form: keyed("body", words, "do", "preview"), status: 422, has: merged},
		{name: "merged, by a visitor", url: old, form: keyed("body", words), status: 422, has: merged},
		{name: "merged, the page for an answer", who: "member", url: old, status: 303, to: now + "?to=0"},
	})
	if err := h.Discussions.Lock(ctx, mo, key(), h.beside[0], "We read what was reported."); err != nil {
		t.Fatal(err)
	}
	h.play(t, []scenario{{name: "merged into what is locked", who: "member", url: old, form: keyed("body", words), status: 403, has: []string{words, "We read what was reported."}}})
	if err := h.Discussions.Unlock(ctx, mo, key(), h.beside[0]); err != nil {
		t.Fatal(err)
	}
	if err := h.Discussions.Merge(ctx, mo, key(), h.beside[0], h.thread[2], true); err == nil {
		t.Error("words went where their writers cannot read them")
	}
	h.set("UPDATE threads SET private = 1, group_id = ? WHERE id = ?", h.group[2], h.beside[0])
	h.play(t, []scenario{{name: "merged into what is not to be seen", who: "member", url: old, form: keyed("body", words), status: 404, has: []string{words}, hasNot: []string{"Second in 0"}}})
}

// Messages are chosen from every page of a long discussion: what was ticked on one stays ticked on the others, with all
// else that was typed.
func TestMessagesAreChosenFromEveryPage(t *testing.T) {
	h := newHosted(t)
	var said []int64
	for i := range 120 {
		id, err := h.Discussions.Post(context.Background(), cast["editor"], asEditor(), discussion.Answer{ThreadID: h.thread[0], Body: fmt.Sprintf("Message number %d of many.", i)})
		if err != nil {
			t.Fatal(err)
		}
		said = append(said, id)
		h.now.Advance(time.Minute)
	}
	next := regexp.MustCompile(`name="page" value="([^"]+)">Show more`)
	turn := func(body string) string {
		t.Helper()
		found := next.FindStringSubmatch(body)
		if found == nil {
			t.Fatalf("there is no way on from\n%s", body)
		}
		return html.UnescapeString(found[1])
	}
	path := moveOf(h.thread[0])
	form := keyed("answers", "alone", "title", "A new one", "reason", "unkind", "ids", number(said[3]))
	form.Set("page", turn(h.ask(t, scenario{who: "host", url: path}).body))
	ticked := func(id int64) string { return `value="` + number(id) + `" checked` }
	h.play(t, []scenario{{
		name: "the second page", who: "host", url: path, form: form, status: 200,
		has:    []string{"1 more is ticked on another page:", "Message number 3 of many.", ticked(said[3]), "Message number 60 of many.", `value="A new one"`, `value="unkind" selected`, `value="alone" checked`, `value="first"`},
		hasNot: []string{"Message number 4 of many."},
	}})
	form.Set("page", turn(h.ask(t, scenario{who: "host", url: path, form: form}).body))
	form.Add("ids", number(said[60]))
	h.play(t, []scenario{{
		name: "the third page", who: "host", url: path, form: form, status: 200,
		has: []string{"2 more are ticked on other pages:", ticked(said[3]), ticked(said[60]), "Message number 119 of many."},
	}})
	form.Add("ids", number(said[119]))
	form.Add("ids", number(h.answers[1])) // of another discussion, whose words are not shown here
	form.Set("page", "first")
	h.play(t, []scenario{{
		name: "the first page again", who: "host", url: path, form: form, status: 200,
		has: []string{ticked(said[3]), "3 more are ticked on other pages:", ticked(said[119]), "A message that is not shown"}, hasNot: []string{"An answer in First in 1"},
	}})
	form["ids"] = form["ids"][:3]
	form.Del("page")
	form.Set("do", "move")
	h.play(t, []scenario{{name: "moved", who: "host", url: path, form: form, status: 303}})
	if n := h.count("SELECT contribution_count + 1 FROM threads WHERE title = 'A new one'"); n != 3 {
		t.Errorf("%d messages are in the new discussion", n)
	}
}
