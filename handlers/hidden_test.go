package handlers

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"folkmoot/models/rules"

	"folkmoot/models/appeals"
	"folkmoot/models/coding"
	"folkmoot/models/consultation"
	"folkmoot/models/consultation/asktest"
	"folkmoot/models/db"
	"folkmoot/models/defamation"
	"folkmoot/models/discussion"
	"folkmoot/models/files"
	"folkmoot/models/groups"
	"folkmoot/models/guide"
	"folkmoot/models/insight"
	"folkmoot/models/people"
	"folkmoot/models/search"
	"folkmoot/models/snapshots"
	"folkmoot/models/themes"
	"folkmoot/views"
)

// planted is something said on the stage. Find is a word to look for it by, and canary a word that stands nowhere
// else: a page that holds the canary shows what was said.
type planted struct {
	name   string
	id     int64
	find   string
	canary string
	act    rules.Act // what a moderator does with it
}

// garden is a place with things said everywhere that things can be said, by somebody who reads no page of the test.
type garden struct {
	*stage
	t       testing.TB
	planted []planted
	values  map[string][]string // by the name of a parameter in a route: what it can be
	pages   []string            // every address: see addresses
	threads []string            // every thread
}

func (g *garden) must(err error) {
	if err != nil {
		g.t.Helper()
		g.t.Fatal(err)
	}
}

// words are the words of the next thing to be planted.
func (g *garden) words(name string, act rules.Act) (find, canary string) {
	n := len(g.planted)
	find, canary = fmt.Sprintf("lantern%cfish", 'a'+n), fmt.Sprintf("kestrel%cmoth", 'a'+n)
	g.planted = append(g.planted, planted{name: name, find: find, canary: canary, act: act})
	return find, canary
}

func plant(t testing.TB) *garden { return plantOn(t, newStage(t)) }

func plantOn(t testing.TB, s *stage) *garden {
	g := &garden{stage: s, t: t, values: map[string][]string{}}
	ctx := context.Background()
	writer := people.Actor{ID: 90, Name: "Wanda Writer", Role: people.Member, State: people.Active, Who: people.Resident}
	g.must(g.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO people (id, public_name, email, who, created_at, changed_at) VALUES (?, ?, 'wanda@example.org', 'resident', 1, 1)`, writer.ID, writer.Name)
		return err
	}))
	key := func() db.Key { return db.Key{Token: db.NewToken(), Actor: writer.ID} }
	talk := discussion.NewStore(g.DB, discussion.HoldNone)
	t.Cleanup(talk.Close)
	group, err := g.Groups.Create(ctx, cast["editor"], asEditor(),
		groups.Draft{Name: "Feeling connected", Summary: "All of us", Access: groups.Open})
	g.must(err)
	theme, err := g.Themes.Create(ctx, cast["editor"], db.NewKey(cast["editor"].ID), themes.Draft{Name: "Getting about"})
	g.must(err)
	g.values["group"], g.values["theme"] = []string{group}, []string{theme.Slug}
	g.discussions(ctx, talk, writer, key)
	g.chapter(ctx, talk, writer, key)
	g.must(g.DB.Write(ctx, func(tx *db.Tx) error {
		for _, p := range g.planted {
			if err := themes.Tag(tx, p.id, theme.ID, themes.ByPerson, cast["editor"].ID); err != nil {
				return err
			}
		}
		return nil
	}))
	_, err = g.Insight.Commit(ctx, cast["editor"], asEditor(), insight.Commitment{ThemeID: theme.ID, Action: "Ask the company", Owner: "Transport team", State: insight.Planned, ReviewOn: "2030-01-01"})
	g.must(err)
	g.must(g.DB.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec("INSERT INTO prompts (id, kind, words, found_at, seen_at) VALUES (1, 'topic', 'bus, evening', 1, 1)"); err != nil {
			return err
		}
		for _, p := range g.planted {
			if _, err := tx.Exec("INSERT INTO prompt_members (prompt_id, contribution_id, strength) VALUES (1, ?, 1000)", p.id); err != nil {
				return err
			}
		}
		return nil
	}))
	g.values["secret"] = []string{"none"} // of a mail: there is none here
	g.values["prompt"], g.values["record"] = []string{"1"}, []string{"scope", "illegal-content"}
	g.values["policy"] = []string{"rules", "none"}
	g.values["number"], g.values["reason"] = []string{"1", "99"}, []string{"unkind", "none"}
	g.values["decision"] = []string{"1"}
	g.values["commitment"] = []string{"1"}
	g.views(ctx)
	g.snapshots(ctx, theme.ID)
	g.coded(ctx)
	g.appealed(ctx)
	g.attached(ctx)
	for id := range 12 {
		g.values["id"] = append(g.values["id"], number(int64(id+1)))
	}
	for _, p := range g.planted {
		if p.id > 12 {
			g.values["id"] = append(g.values["id"], number(p.id))
		}
	}
	g.values["id"] = append(g.values["id"], "999")
	g.values["person"], g.values["note"] = []string{number(cast["member"].ID), number(writer.ID)}, []string{"1"}
	g.values["kind"], g.values["after"] = []string{"pages", "discussions"}, []string{"0"} // of the site map's files
	g.must(search.NewIndexer(g.DB).CatchUp(ctx))
	threads, err := db.Values[int64](ctx, g.DB, "SELECT id FROM threads ORDER BY id")
	g.must(err)
	for _, id := range threads {
		g.threads = append(g.threads, number(id))
	}
	return g
}

// fileOf is the name of the picture that stands with the nth thing planted.
func fileOf(n int) string { return strings.Repeat("a", 25) + string(rune('a'+n)) }

// attached puts a picture with everything planted, which tells the canary in its bytes and in what is said of it.
func (g *garden) attached(ctx context.Context) {
	for n, p := range g.planted {
		name := fileOf(n)
		for _, part := range []files.Part{files.Whole, files.Small} {
			g.must(g.Attachments.Depot.Put(ctx, name, part, []byte(p.canary)))
		}
		g.must(g.DB.Write(ctx, func(tx *db.Tx) error {
			owner, err := db.Value[int64](ctx, tx, "SELECT author_id FROM contributions WHERE id = ?", p.id)
			if err != nil {
				return err
			}
			id, err := tx.Insert(`INSERT INTO files (name, person_id, kind, title, alt, bytes, width, height, digest, created_at)
				VALUES (?, ?, 'jpeg', ?, ?, 1, 9, 9, ?, 1)`, name, owner, p.canary, "It shows "+p.canary, []byte("0123456789abcdef"))
			if err != nil {
				return err
			}
			_, err = tx.Exec("INSERT INTO attachments (contribution_id, file_id, position) VALUES (?, ?, 0)", p.id, id)
			return err
		}))
		g.values["name"] = append(g.values["name"], name)
	}
}

// appealed has somebody complain that nothing was done about the first thing planted.
func (g *garden) appealed(ctx context.Context) {
	id, err := g.Appeals.Open(ctx, appeals.Appellant{Email: "zoe@example.org"}, db.NewKey(0), appeals.New{
		Kind: appeals.Inaction, Contribution: g.planted[0].id, Words: "I told you a week ago",
	})
	g.must(err)
	notice, err := g.Defamation.File(ctx, people.Visitor, db.NewKey(0), defamation.New{
		Contribution: g.planted[0].id, Name: "Zoe", Email: "zoe@example.org", Statement: "It", Why: "It", Meaning: "It", Wrong: "It", Unknown: "yes", MayPass: "no",
	})
	g.must(err)
	asked, err := db.Value[int64](ctx, g.DB, "SELECT COUNT(*) FROM privacy_requests")
	g.must(err)
	g.must(g.DB.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Insert("INSERT INTO certificates (kind, kept, before_at, removed, begun_at, made_at) VALUES ('notices', 86400000, 1, 3, 1, 2)"); err != nil {
			return err
		}
		_, err := tx.Insert("INSERT INTO privacy_requests (kind, name, contact, words, received_at, due_at) VALUES ('correct', 'Zoe', 'zoe@example.org', 'My name is spelt wrongly', 1, 2)")
		return err
	}))
	g.values["what"], g.values["certificate"] = []string{"notices", "words"}, []string{"1"}
	g.values["request"] = []string{number(asked + 1), "999"}
	g.values["notice"] = []string{number(notice), "999"}
	g.values["appeal"], g.values["sanction"] = []string{number(id), "999"}, []string{"1"}
}

// views has enough people agree with everything planted that it stands among what most people agree with, and is given
// away with the figures of views.
func (g *garden) views(ctx context.Context) {
	g.must(g.DB.Write(ctx, func(tx *db.Tx) error {
		var stands []discussion.Stand
		for i := range 20 {
			id, err := tx.Insert("INSERT INTO people (public_name, state, created_at, changed_at) VALUES (?, 'recorded', 1, 1)", fmt.Sprint("Voter ", i))
			if err != nil {
				return err
			}
			for _, p := range g.planted {
				stands = append(stands, discussion.Stand{Person: id, Contribution: p.id, Position: discussion.Agree})
			}
		}
		_, err := discussion.AddPositions(tx, stands)
		return err
	}))
	got := g.ask(g.t, scenario{url: "/hearing/views.json"})
	for _, p := range g.planted {
		if !strings.Contains(got.body, fmt.Sprintf(`"contribution":%d,`, p.id)) {
			g.t.Errorf("%s is not among the figures of views: this test sees nothing there", p.name)
		}
	}
}

// snapshots keeps three of the planted things in view, freezes the summary, publishes it, and leaves a draft beside it.
func (g *garden) snapshots(ctx context.Context, theme int64) {
	editor := cast["editor"]
	for _, p := range g.planted[:3] {
		body, err := db.Value[string](ctx, g.DB, "SELECT body_md FROM contributions WHERE id = ?", p.id)
		g.must(err)
		g.must(g.Insight.PutPin(ctx, editor, asEditor(), theme, insight.PinDraft{Contribution: p.id, Words: body, Kind: insight.PinQuote, Reason: "It says it"}))
	}
	for i := range 2 {
		slug, err := g.Snapshots.Freeze(ctx, editor, asEditor(), insight.Scope{}, snapshots.Writing{Title: "What we heard"})
		g.must(err)
		if i == 0 {
			g.must(g.Snapshots.Publish(ctx, editor, asEditor(), slug, 1))
		}
		g.values["snapshot"] = append(g.values["snapshot"], slug)
	}
}

// discussions plants a discussion as a whole, and in another one an answer with earlier words and answers to it, and
// one that a moderator will ask to have changed.
func (g *garden) discussions(ctx context.Context, talk *discussion.Store, writer people.Actor, key func() db.Key) {
	groupID, err := db.Value[int64](ctx, g.DB, "SELECT id FROM groups")
	g.must(err)
	find, canary := g.words("the opening post of a discussion and its title", rules.Hide)
	thread, err := talk.Start(ctx, writer, key(), discussion.Start{GroupID: groupID, Title: "About " + canary, Body: find + " and " + canary})
	g.must(err)
	g.planted[0].id, err = db.Value[int64](ctx, g.DB, "SELECT opening_id FROM threads WHERE id = ?", thread)
	g.must(err)
	_, err = talk.Post(ctx, cast["editor"], asEditor(), discussion.Answer{ThreadID: thread, Body: "I agree with that"})
	g.must(err)
	other, err := talk.Start(ctx, cast["editor"], asEditor(), discussion.Start{GroupID: groupID, Title: "Buses", Body: "When do they come?"})
	g.must(err)
	for name, act := range map[string]rules.Act{"an answer": rules.Hide, "an answer to be changed": rules.Ask} {
		find, canary := g.words(name, act)
		id, err := talk.Post(ctx, writer, key(), discussion.Answer{ThreadID: other, Body: "First I wrote " + canary, Evidence: discussion.Lived})
		g.must(err)
		g.planted[len(g.planted)-1].id = id
		g.must(talk.Edit(ctx, writer, key(), id, discussion.Edit{Body: find + " was my second thought, and " + canary, Evidence: discussion.Lived, Revision: 1}))
		parent := id
		for range discussion.MaxDepth + 2 { // deep enough that an answer quotes what it answers
			parent, err = talk.Post(ctx, cast["editor"], asEditor(), discussion.Answer{ThreadID: other, ParentID: parent, Body: "An answer"})
			g.must(err)
		}
	}
	g.copies(ctx, talk, other, writer, key)
}

// copies plants what somebody added to words that several others sent as well.
func (g *garden) copies(ctx context.Context, talk *discussion.Store, thread int64, writer people.Actor, key func() db.Key) {
	const sent = "Please keep the library in the high street open on Saturdays, since many of us work all week and our children need somewhere warm to read and to meet. "
	for _, who := range []string{"editor", "moderator"} {
		_, err := talk.Post(ctx, cast[who], db.NewKey(cast[who].ID), discussion.Answer{ThreadID: thread, Body: sent})
		g.must(err)
	}
	find, canary := g.words("what was added to words that many sent", rules.Hide)
	id, err := talk.Post(ctx, writer, key(), discussion.Answer{ThreadID: thread, Body: sent + "I would miss it, " + find + " and " + canary + "."})
	g.must(err)
	g.planted[len(g.planted)-1].id = id
}

// coded has everything coded twice: once it is still going on, once it can be compared and nobody agrees about anything.
func (g *garden) coded(ctx context.Context) {
	coders := []people.Actor{cast["editor"], cast["moderator"]}
	for id := range 2 {
		_, err := g.Coding.Begin(ctx, coders[0], asEditor(), coding.NewDouble{Title: "A sample", Number: coding.MostSample, Coders: []int64{coders[0].ID, coders[1].ID}})
		g.must(err)
		d, err := g.Coding.Double(ctx, coders[0], int64(id+1))
		g.must(err)
		if id == 0 {
			continue
		}
		for i, who := range coders {
			for range d.Items {
				blind, err := g.Coding.Turn(ctx, who, d, 0)
				g.must(err)
				g.must(g.Coding.Mark(ctx, who, db.NewKey(who.ID), d, blind.ID, blind.Revision, []int64{1}[i:]))
			}
		}
	}
}

// asEditor is a fresh key of the editor's.
func asEditor() db.Key { return db.Key{Token: db.NewToken(), Actor: cast["editor"].ID} }

// chapter plants a comment on a paragraph of a guide.
func (g *garden) chapter(ctx context.Context, talk *discussion.Store, writer people.Actor, key func() db.Key) {
	editor := cast["editor"]
	guides := &guide.Store{DB: g.DB, Zone: time.UTC, Talk: talk}
	slug, err := guides.Create(ctx, editor, asEditor(), guide.Details{Title: "Our guide"})
	g.must(err)
	whole, _, err := guides.Guide(ctx, slug)
	g.must(err)
	chapter, err := guides.AddChapter(ctx, editor, asEditor(), whole.ID, guide.Details{Title: "Finding things"})
	g.must(err)
	_, c, _, err := guides.Chapter(ctx, slug, chapter)
	g.must(err)
	revision, err := guides.SaveDraft(ctx, editor, asEditor(), c.ID, "One paragraph.\n\nAnother one.", c.Draft.Revision)
	g.must(err)
	_, err = guides.Publish(ctx, editor, asEditor(), c.ID, revision, "")
	g.must(err)
	asktest.Terms(g.t, g.DB, c.ThreadID)
	g.must(guides.Settle(ctx, editor, asEditor(), c.ID, guide.Details{Title: c.Title}, guide.Typed{
		State: guide.Open, Guests: true, Confirmed: asktest.Confirmed(g.t, g.DB, time.UTC, consultation.Times{}),
	}))
	find, canary := g.words("a comment on a chapter", rules.Hide)
	id, err := guides.Comment(ctx, writer, key(), guide.NewComment{Chapter: c.ID, Version: 1, Paragraph: 1, Body: find + " and " + canary})
	g.must(err)
	g.planted[len(g.planted)-1].id = id
	g.suggestion(ctx, guides, writer, key(), c.ID)
	g.withoutAccount(ctx, guides, c.ID)
	// A second version, so that the first one shows what was said as it then was.
	prepared, err := guide.Prepare(ctx, "One paragraph.\n\nAnother one, and a third.")
	g.must(err)
	g.must(g.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := guide.PublishPrepared(tx, guide.Publication{Chapter: c.ID, Prepared: prepared, Note: "A third."})
		return err
	}))
	g.values["guide"], g.values["chapter"] = []string{slug}, []string{chapter}
	g.shape(ctx, guides, c.ID)
	_, c, _, err = guides.Chapter(ctx, slug, chapter)
	g.must(err)
	g.values["code"] = []string{guide.Code(c.VersionID)}
	g.values["revision"] = []string{"1", "9"}
	g.values["version"], g.values["paragraph"] = []string{"1", "2", "3"}, []string{"1", "2", "whole"}
}

// shape publishes a version that everything planted so far shaped, but for what a comment asked for in vain, and saves
// a draft that it is chosen for once more.
func (g *garden) shape(ctx context.Context, guides *guide.Store, chapter int64) {
	editor, has := cast["editor"], map[int64]guide.Extent{}
	for _, p := range g.planted {
		has[p.id] = guide.InPart
	}
	refused := g.planted[len(g.planted)-1].id
	delete(has, refused)
	for version := 2; version <= 3; version++ {
		c, err := guide.Find(ctx, g.DB, chapter)
		g.must(err)
		revision, err := guides.SaveDraft(ctx, editor, asEditor(), chapter, fmt.Sprintf("One paragraph, made better %d times.\n\nAnother one.", version), c.Draft.Revision)
		g.must(err)
		review, err := guides.Review(ctx, editor, c)
		g.must(err)
		var answers []guide.Answer
		for _, p := range review.Passages {
			answers = append(answers, guide.Answer{Target: p.Target, Has: has})
		}
		g.must(guides.Keep(ctx, editor, asEditor(), guide.Plan{Chapter: chapter, Note: "Better", Answers: answers}))
		if version == 2 {
			_, err = guides.Publish(ctx, editor, asEditor(), chapter, revision, "Better")
			g.must(err)
		}
	}
	g.must(g.DB.Write(ctx, func(tx *db.Tx) error {
		return guide.Decide(tx, guide.Decision{Contribution: refused, Fate: discussion.NotTakenIn, Reason: "It cannot be done.", By: editor})
	}))
}

// withoutAccount plants what two people said who have no account, one here and one on paper.
func (g *garden) withoutAccount(ctx context.Context, guides *guide.Store, chapter int64) {
	somebody := people.Recording{Name: "Somebody", Who: people.Resident}
	find, canary := g.words("a guest's comment", rules.Ask)
	n := guide.NewComment{Chapter: chapter, Version: 1, Paragraph: 1, Body: find + " and " + canary}
	id, _, err := guides.CommentAsGuest(ctx, people.Visitor, db.NewKey(0), n, somebody)
	g.must(err)
	g.must(g.DB.Write(ctx, func(tx *db.Tx) error { _, err := discussion.SetState(tx, id, discussion.Published, ""); return err }))
	g.planted[len(g.planted)-1].id = id
	find, canary = g.words("what came by post", rules.Hide)
	n = guide.NewComment{Chapter: chapter, Version: 1, Body: find + " and " + canary}
	id, _, err = guides.TypeIn(ctx, cast["administrator"], db.NewKey(cast["administrator"].ID), guide.TypedIn{
		NewComment: n, Typed: discussion.Typed{By: somebody, Channel: discussion.Paper, Received: "2026-11-21", Agreed: true},
	})
	g.must(err)
	g.planted[len(g.planted)-1].id = id
}

// suggestion plants words that somebody proposes for a paragraph. The reason for them can be searched for, the words
// cannot.
func (g *garden) suggestion(ctx context.Context, guides *guide.Store, writer people.Actor, key db.Key, chapter int64) {
	find, canary := g.words("suggested words", rules.Hide)
	id, err := guides.Suggest(ctx, writer, key, guide.NewSuggestion{Proposed: "One paragraph with " + canary + ".", NewComment: guide.NewComment{
		Chapter: chapter, Version: 1, Paragraph: 1, Body: find + " says why",
	}})
	g.must(err)
	g.planted[len(g.planted)-1].id = id
}

// addresses lists every page that the table of routes has, with every value of its parameters.
func (g *garden) addresses() []string {
	if g.pages != nil {
		return g.pages
	}
	for _, route := range g.Routes() {
		if route.Method != "GET" || strings.HasPrefix(route.Path, "/assets/") {
			continue
		}
		paths := []string{route.Path}
		for _, match := range parameter.FindAllString(route.Path, -1) {
			name := strings.Trim(strings.Split(match, "<")[0], ":?*")
			if g.values[name] == nil {
				g.t.Errorf("%s: say in this test what :%s can be", route.Path, name)
			}
			var filled []string
			for _, path := range paths {
				for _, value := range g.values[name] {
					filled = append(filled, strings.Replace(path, match, value, 1))
				}
			}
			paths = filled
		}
		for _, path := range paths {
			g.pages = append(g.pages, path)
			for _, query := range g.queries(route) {
				g.pages = append(g.pages, path+"?"+query)
			}
		}
	}
	return g.pages
}

// queries are what pages are asked for besides their address. What a route says it is kept by is tried too.
func (g *garden) queries(route Route) []string {
	list := []string{"order=newest", "order=flat", "order=agreed", "per=50", "paragraph=1", "version=1&paragraph=1", "version=1&paragraph=whole"}
	for _, p := range g.planted {
		list = append(list, "q="+p.find, "to="+number(p.id))
	}
	for _, name := range route.Params {
		list = append(list, name+"=1")
		for _, value := range g.choices(strings.TrimPrefix(name, views.SecondPrefix)) {
			query := name + "=" + value
			if strings.HasSuffix(name, "chapter") && slices.Contains(route.Params, "guide") {
				query += "&" + strings.TrimSuffix(name, "chapter") + "guide=" + g.values["guide"][0]
			}
			list = append(list, query)
		}
	}
	if route.Path == "/coding" {
		list = append(list, "show=all&view=list")
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// choices are values of a query parameter with which something planted is still there.
func (g *garden) choices(name string) []string {
	switch name {
	case "group", "guide", "chapter", "theme":
		return g.values[name]
	case "also", "issue":
		return g.values["theme"]
	case "who":
		return []string{"resident"}
	case "evidence":
		return []string{"lived", insight.NotStated}
	case "channel":
		return []string{"web", "paper"}
	case "from":
		return []string{"2000-01-01"}
	case "to":
		return []string{"2100-01-01"}
	case "thread":
		return g.threads
	case "position":
		return []string{"agree"}
	case "show":
		return []string{"100"}
	}
	return nil
}

// holding asks for every page as somebody and gives those that hold the canary of each thing planted.
func (g *garden) holding(who string) map[string][]string {
	found := map[string][]string{}
	for _, address := range g.addresses() {
		got := g.ask(g.t, scenario{who: who, url: address})
		for range 2 {
			next := got.header.Get("Location")
			if got.status < 300 || got.status >= 400 || !strings.HasPrefix(next, "/") {
				break
			}
			for _, p := range g.planted {
				if strings.Contains(next, p.canary) {
					found[p.name] = append(found[p.name], address+" leads to "+next)
				}
			}
			path, _, _ := strings.Cut(next, "#")
			got = g.ask(g.t, scenario{who: who, url: path})
		}
		if got.status >= 500 || got.status == 429 {
			g.t.Errorf("%s as %q: %d", address, who, got.status)
		}
		for _, p := range g.planted {
			if strings.Contains(got.body, p.canary) {
				found[p.name] = append(found[p.name], address)
			}
		}
	}
	return found
}

// What a moderator has hidden, or asked to have changed, is on no page for anybody but moderators by the next
// answer, whatever pages there are and however often they were kept before.
func TestHiddenIsHiddenEverywhere(t *testing.T) {
	g := plant(t)
	readers := []string{"", "member", "suspended", "editor"}
	for _, who := range readers {
		found := g.holding(who)
		for _, p := range g.planted {
			if len(found[p.name]) == 0 {
				t.Errorf("as %q, %s is on no page even before it is hidden: this test sees nothing", who, p.name)
			}
		}
	}
	// Every filter of the summary's pages leaves something planted: one that does not would test nothing.
	for _, route := range g.Routes() {
		if !route.Cached || !strings.HasPrefix(route.Path, "/hearing") || strings.Contains(route.Path, ":") {
			continue
		}
		for _, name := range route.Params {
			for _, value := range g.choices(name) {
				address := route.Path + "?" + name + "=" + value
				if name == "chapter" {
					address += "&guide=" + g.values["guide"][0]
				}
				if got := g.ask(t, scenario{url: address}); got.status != 200 {
					t.Errorf("%s: %d, so this test sees nothing there", address, got.status)
				}
			}
		}
	}
	copies := g.ask(t, scenario{url: "/hearing/copies"})
	for _, p := range g.planted {
		if p.name == "what was added to words that many sent" && !strings.Contains(copies.body, p.canary) {
			t.Errorf("%s is not on the page of copies: this test sees nothing there", p.name)
		}
	}
	for _, p := range g.planted {
		form := g.seenNow(t, p.id, url.Values{"act": {string(p.act)}, "reason": {"names-someone"}})
		if got := g.ask(t, scenario{who: "moderator", url: "/moderation/contributions/" + number(p.id), form: form}); got.status != 303 {
			t.Fatalf("%s could not be hidden: %d\n%s", p.name, got.status, got.body)
		}
	}
	for _, who := range readers {
		for name, pages := range g.holding(who) {
			t.Errorf("as %q, %s is still on %v", who, name, pages)
		}
	}
	for _, p := range g.planted {
		if page := g.ask(t, scenario{who: "moderator", url: "/moderation/contributions/" + number(p.id)}); !strings.Contains(page.body, p.canary) {
			t.Errorf("moderators cannot read %s any more", p.name)
		}
	}
}
