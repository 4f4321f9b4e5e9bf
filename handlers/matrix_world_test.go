package handlers

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mattn/go-sqlite3"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/guide"
	"folkmoot/models/people"
)

// standing is one of those who ask in the permission matrix: the name is the token of their session.
type standing struct {
	name string
	id   int64
	role people.Role
	in   string // set names that they belong to beside their own and those of their role, with spaces between
}

// standings are everybody who asks in the matrix. Who writes, hosts and belongs to the private group is made in world.
var standings = []standing{
	{name: "", in: ""},
	{name: "unverified", in: ""}, // asked to join, and has not followed the link
	{name: "suspended", id: 1001, role: people.Member},
	{name: "member", id: 1002, role: people.Member},
	{name: "practitioner", id: 1003, role: people.Member},
	{name: "outsider", id: 1004, role: people.Member}, // of another private group
	{name: "insider", id: 1005, role: people.Member},  // of the private group
	{name: "author", id: 1006, role: people.Member, in: "insider"},
	{name: "host", id: 1007, role: people.Member, in: "insider"},
	{name: "lead", id: 1011, role: people.Member}, // looks after people who may be at risk
	{name: "editor", id: 1008, role: people.Editor, in: "edit tag insider"},
	{name: "moderator", id: 1009, role: people.Moderator, in: "moderate tag insider"},
	{name: "administrator", id: 1010, role: people.Administrator, in: "edit moderate tag admin insider"},
}

// is tells whether somebody is in a set: "all", "signed" (with a working account), "edit", "tag", "moderate", "admin",
// "insider" (of the private group), "visitor" (nobody is signed in), or
// their own name.
func (s standing) is(set string) bool {
	switch set {
	case "all":
		return true
	case "visitor":
		return s.id == 0
	case "signed":
		return s.id != 0 && s.name != "suspended"
	}
	return set == s.name || slices.Contains(strings.Fields(s.in), set)
}

// world is a place with one thing of each kind in each state, and everybody who asks for them.
type world struct {
	*garden
	at       map[string]map[string]string // by the kind of thing and its state: what stands for it in an address
	canaries []canary
	live     *sql.DB  // beside the program's own connections
	image    string   // a copy of the database as it was made
	wrong    []string // what was found that the table does not say
	seen     int64    // the version of the database's data that was last looked at
	digest   string   // of it
}

// canary is a word that only some may ever read.
type canary struct {
	what, word string
	readers    string // sets, with spaces between
}

func (w *world) canary(what, readers string) string {
	word := fmt.Sprintf("osprey%s%smoth", string(rune('a'+len(w.canaries)/26)), string(rune('a'+len(w.canaries)%26)))
	w.canaries = append(w.canaries, canary{what, word, readers})
	return word
}

// newWorld makes the world of the matrix on top of everything that the test of hidden words plants, with more pages than
// the program's own where a test has some.
func newWorld(t *testing.T, more ...func(*App, *registrar)) *world {
	w := &world{garden: plant(t), at: map[string]map[string]string{}}
	ctx := context.Background()
	w.must(w.DB.Write(ctx, func(tx *db.Tx) error {
		for _, who := range standings {
			if who.id == 0 {
				continue
			}
			kind, state := people.Resident, people.Active
			if who.name == "practitioner" {
				kind = people.Practitioner
			}
			if who.name == "suspended" {
				state = people.Suspended
			}
			if _, err := tx.Exec(`INSERT INTO people (id, public_name, email, role, who, state, published_count, created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, 3, ?, ?)`,
				who.id, "Person "+who.name, w.mail(who.name), who.role, kind, state, tx.Now(), tx.Now()); err != nil {
				return err
			}
		}
		return nil
	}))
	w.LoadActor = func(ctx context.Context, token string) (people.Actor, error) {
		for _, who := range standings {
			if who.name == token && who.name == "suspended" {
				return people.Actor{ID: who.id, Name: "Person suspended", Role: who.role, State: people.Suspended}, nil
			}
			if who.name == token && who.id != 0 {
				return w.People.ActorOf(ctx, who.id)
			}
		}
		return people.Visitor, nil
	}
	w.ReadDocument = func(context.Context, string, []byte) (guide.Manuscript, error) {
		return guide.Manuscript{}, db.Wrong("file", "There is no program here that reads it")
	}
	w.routes = nil
	var err error
	w.fiber, err = w.build(func(r *registrar) {
		w.pageRoutes(r)
		for _, add := range more {
			add(w.App, r)
		}
	})
	w.must(err)
	w.appointLead(ctx)
	w.makeGroups(ctx)
	w.makeTalk(ctx)
	w.makeChapters(ctx)
	w.makeRest(ctx)
	w.makeAsked()
	w.makeAppeals(ctx)
	w.makeConcerns(ctx)
	w.keep()
	return w
}

// mail gives a person's address, which only they and administrators read, and the lead where they may be at risk. Who is
// on hold sees none of their own.
func (w *world) mail(name string) string {
	readers := name + " admin"
	switch name {
	case "suspended":
		return "on-hold@example.org"
	case "author":
		readers += " lead"
	}
	return name + "@" + w.canary("the address of "+name, readers) + ".example.org"
}

func (w *world) put(kind, state, value string) {
	if w.at[kind] == nil {
		w.at[kind] = map[string]string{}
	}
	w.at[kind][state] = value
}

func (w *world) actor(name string) people.Actor {
	for _, who := range standings {
		if who.name == name {
			a, err := w.People.ActorOf(context.Background(), who.id)
			w.must(err)
			return a
		}
	}
	w.t.Fatalf("nobody is called %s", name)
	return people.Visitor
}

func (w *world) key(name string) db.Key { return db.NewKey(w.actor(name).ID) }

func (w *world) makeGroups(ctx context.Context) {
	for state, access := range map[string]groups.Access{"open": groups.Open, "ask": groups.Ask, "private": groups.Private, "other": groups.Private} {
		readers := "all"
		if access == groups.Private {
			readers = "insider"
		}
		if state == "other" {
			readers = "outsider edit tag"
		}
		slug, err := w.Groups.Create(ctx, w.actor("administrator"), w.key("administrator"), groups.Draft{
			Name: "Group " + w.canary("the name of the "+state+" group", readers), Summary: "All of us", Access: access,
		})
		w.must(err)
		w.put("group", state, slug)
		id, err := db.Value[int64](ctx, w.DB, "SELECT id FROM groups WHERE slug = ?", slug)
		w.must(err)
		members := map[string]string{"insider": "member", "author": "member", "host": "host"}
		if state == "other" {
			members = map[string]string{"outsider": "member"}
		}
		w.must(w.DB.Write(ctx, func(tx *db.Tx) error {
			for name, role := range members {
				if _, err := tx.Exec(`INSERT INTO memberships (group_id, person_id, role, created_at) VALUES (?, (SELECT id FROM people WHERE public_name = ?), ?, 1)`,
					id, "Person "+name, role); err != nil {
					return err
				}
			}
			_, err := tx.Exec("UPDATE groups SET member_count = (SELECT COUNT(*) FROM memberships WHERE group_id = ? AND state = 'member') WHERE id = ?", id, id)
			return err
		}))
	}
}

// readersOf says who reads what an author said in a state.
var readersOf = map[string]string{
	"published": "all", "closed": "all", "held": "author moderate", "asked": "author moderate", "hidden": "author moderate", "deleted": "author moderate", "private": "insider", "comment": "all", "suggestion": "all",
}

// makeTalk has the author start a discussion in each state and say something in each state in another.
func (w *world) makeTalk(ctx context.Context) {
	talk := discussion.NewStore(w.DB, discussion.HoldNone)
	w.t.Cleanup(talk.Close)
	start := func(group, title, body string) int64 {
		id, err := db.Value[int64](ctx, w.DB, "SELECT id FROM groups WHERE slug = ?", w.at["group"][group])
		w.must(err)
		thread, err := talk.Start(ctx, w.actor("author"), w.key("author"), discussion.Start{GroupID: id, Title: title, Body: body})
		w.must(err)
		return thread
	}
	set := func(contribution int64, state string) {
		w.must(w.DB.Write(ctx, func(tx *db.Tx) error {
			if state == "held" { // as it begins
				_, err := discussion.SetState(tx, contribution, discussion.Held, "first")
				if err == nil {
					_, err = tx.Exec("UPDATE contributions SET published_at = NULL WHERE id = ?", contribution)
				}
				return err
			}
			_, err := discussion.SetState(tx, contribution, discussion.State(state), "unkind")
			return err
		}))
	}
	for _, state := range []string{"open", "closed", "held", "hidden", "deleted", "private"} {
		readers, group := readersOf[state], "open"
		if state == "open" {
			readers = "all"
		}
		if state == "private" {
			group = "private"
		}
		thread := start(group, "About "+w.canary("the title of a discussion that is "+state, readers), "Says "+w.canary("the opening post of a discussion that is "+state, readers))
		w.put("discussion", state, number(thread))
		opening, err := db.Value[int64](ctx, w.DB, "SELECT opening_id FROM threads WHERE id = ?", thread)
		w.must(err)
		switch state {
		case "closed":
			w.must(w.DB.Write(ctx, func(tx *db.Tx) error {
				_, err := tx.Exec("UPDATE threads SET state = 'closed' WHERE id = ?", thread)
				return err
			}))
		case "held", "hidden", "deleted":
			set(opening, state)
		}
	}
	for _, state := range []string{"published", "held", "asked", "hidden", "deleted", "private", "closed"} {
		in := map[string]string{"private": "private", "closed": "closed"}[state]
		if in == "" {
			in = "open"
		}
		var thread int64
		_, err := fmt.Sscan(w.at["discussion"][in], &thread)
		w.must(err)
		if state == "closed" {
			w.must(w.DB.Write(ctx, func(tx *db.Tx) error {
				_, err := tx.Exec("UPDATE threads SET state = 'open' WHERE id = ?", thread)
				return err
			}))
		}
		id, err := talk.Post(ctx, w.actor("author"), w.key("author"), discussion.Answer{ThreadID: thread, Body: "Answers " + w.canary("an answer that is "+state, readersOf[state])})
		w.must(err)
		w.put("contribution", state, number(id))
		switch state {
		case "held", "asked", "hidden", "deleted":
			set(id, state)
		case "closed":
			w.must(w.DB.Write(ctx, func(tx *db.Tx) error {
				_, err := tx.Exec("UPDATE threads SET state = 'closed' WHERE id = ?", thread)
				return err
			}))
		}
	}
}

// makeChapters has chapters in each state, and an unpublished draft on each.
func (w *world) makeChapters(ctx context.Context) {
	w.put("guide", "there", w.values["guide"][0])
	w.put("chapter", "open", w.values["chapter"][0])
	editor, slug := w.actor("editor"), w.values["guide"][0]
	save := func(chapter, words string) {
		_, c, _, err := w.Guides.Chapter(ctx, slug, chapter)
		w.must(err)
		_, err = w.Guides.SaveDraft(ctx, editor, w.key("editor"), c.ID, words, c.Draft.Revision)
		w.must(err)
	}
	save(w.values["chapter"][0], "One paragraph.\n\nWe think of "+w.canary("the draft of a chapter", "edit")+".")
	whole, _, err := w.Guides.Guide(ctx, slug)
	w.must(err)
	outline, err := w.Guides.AddChapter(ctx, editor, w.key("editor"), whole.ID, guide.Details{Title: "Not yet"})
	w.must(err)
	save(outline, "Begun with "+w.canary("an outline's draft", "edit"))
	w.put("chapter", "outline", outline)
	_, c, _, err := w.Guides.Chapter(ctx, slug, w.values["chapter"][0])
	w.must(err)
	on := guide.NewComment{Chapter: c.ID, Version: 3, Paragraph: 1, Body: "Comments " + w.canary("a comment on a chapter", "all")}
	id, err := w.Guides.Comment(ctx, w.actor("author"), w.key("author"), on)
	w.must(err)
	w.put("contribution", "comment", number(id))
	w.must(w.DB.Write(ctx, func(tx *db.Tx) error {
		return guide.Decide(tx, guide.Decision{Contribution: id, Fate: discussion.NotTakenIn, Reason: "It cannot be done.", By: editor})
	}))
	on.Body = "Suggests " + w.canary("the reason for a suggestion", "all")
	id, err = w.Guides.Suggest(ctx, w.actor("author"), w.key("author"), guide.NewSuggestion{Proposed: "One paragraph, made better still.", NewComment: on})
	w.must(err)
	w.put("contribution", "suggestion", number(id))
}

// makeRest has what stands for itself: snapshots, and what staff and people wrote that others do not read.
func (w *world) makeRest(ctx context.Context) {
	w.put("snapshot", "published", w.values["snapshot"][0])
	w.put("snapshot", "draft", w.values["snapshot"][1])
	var published int64
	_, err := fmt.Sscan(w.at["contribution"]["published"], &published)
	w.must(err)
	w.must(w.DB.Write(ctx, func(tx *db.Tx) error {
		author := w.actor("author").ID
		for _, s := range []struct {
			query, what, readers string
			args                 []any
		}{
			{"UPDATE snapshots SET title = ? WHERE slug = ?", "the title of a snapshot's draft", "tag", []any{w.at["snapshot"]["draft"]}},
			{"INSERT INTO person_notes (words, person_id, written_by, written_at) VALUES (?, ?, ?, 1)", "a moderator's note", "moderate", []any{author, w.actor("moderator").ID}},
			{"INSERT INTO reports (note, contribution_id, reporter_id, reason, created_at) VALUES (?, ?, ?, 'unkind', 1)", "the note of a report", "moderate practitioner", []any{published, w.actor("practitioner").ID}},
			{"INSERT INTO notices (words, person_id, kind, created_at) VALUES (?, ?, 'decision', 1)", "a notice", "author", []any{author}},
			{"INSERT INTO drafts (fields, person_id, place, created_at, changed_at) VALUES ('{\"body\":\"' || ? || '\"}', ?, '/discussions/1/answers', 1, 1)", "a draft", "author", []any{author}},
		} {
			if _, err := tx.Exec(s.query, append([]any{w.canary(s.what, s.readers)}, s.args...)...); err != nil {
				return fmt.Errorf("%s: %w", s.what, err)
			}
		}
		if _, err := tx.Exec("UPDATE people SET unread_notices = 1 WHERE id = ?", author); err != nil {
			return err
		}
		_, err := tx.Exec("UPDATE contributions SET open_reports = 1 WHERE id = ?", published)
		if err == nil {
			err = discussion.Requeue(tx, published)
		}
		return err
	}))
}

// makeAsked has editors fill in forms whose results other forms are about.
func (w *world) makeAsked() {
	editor := standings[slices.IndexFunc(standings, func(s standing) bool { return s.name == "editor" })]
	for address, form := range map[string]string{
		"/themes":                  "name=Second&definition=Another&examples=None",
		"/hearing/reach/baselines": "dimension=area&title=Areas&source=Census&lines=North, 100%0ASouth, 200",
		"/hearing/reach/questions": "words=How old are you%3F&why=To see&answers=Young%0AOld",
	} {
		fields, err := url.ParseQuery(form)
		w.must(err)
		fields.Set("key", db.NewToken())
		if got := w.ask(w.t, scenario{who: editor.name, url: address, form: fields}); got.status != 303 {
			w.t.Fatalf("%s: %d %s", address, got.status, complaint(got.body))
		}
	}
	said := w.planted[1]
	w.put("contribution", "tagged", number(said.id))
	w.put("contribution", "words", said.find)
}

// keep takes the copy that the world is put back to.
func (w *world) keep() {
	w.image = filepath.Join(w.t.TempDir(), "image.db")
	live, err := sql.Open("sqlite3", "file:"+w.DB.Source+"?_busy_timeout=5000")
	w.must(err)
	live.SetMaxOpenConns(1)
	w.t.Cleanup(func() { live.Close() })
	_, err = live.Exec("VACUUM INTO ?", w.image)
	w.must(err)
	w.live = live
	w.digest = w.summed()
	w.must(live.QueryRow("PRAGMA data_version").Scan(&w.seen))
}

// apart are tables that change when somebody only asks: what is counted against floods, who is signed in, what is kept
// for somebody until they have joined, how far somebody has read, and what waits to be worked at.
var apart = []string{"limits", "sessions", "drafts", "sign_in_links", "read_marks", "command_keys", "sqlite_sequence", "goose_db_version", "draft_writers"}

// looking are columns that looking is all that it takes to change: who looks at a case, and what somebody has read of what
// they were told.
var looking = map[string][]string{"cases": {"claimed_by", "claimed_until", "opened_by", "opened_at"}, "notices": {"read_at"}, "people": {"unread_notices"}}

// changed tells whether the place is another than it was when it was kept.
func (w *world) changed() bool {
	var version int64
	w.must(w.live.QueryRow("PRAGMA data_version").Scan(&version))
	if version == w.seen {
		return false
	}
	w.seen = version
	return w.summed() != w.digest
}

// summed is a digest of everything in the database but what stands apart.
func (w *world) summed() string {
	names, err := w.live.Query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%' ORDER BY name")
	w.must(err)
	var tables []string
	for names.Next() {
		var name string
		w.must(names.Scan(&name))
		if !slices.Contains(apart, name) && !strings.HasPrefix(name, "hearing_") { // counted by whoever looks
			tables = append(tables, name)
		}
	}
	w.must(names.Close())
	sum := sha256.New()
	for _, table := range tables {
		rows, err := w.live.Query(`SELECT * FROM "` + table + `" ORDER BY 1, 2`)
		if err != nil { // a table of one column
			rows, err = w.live.Query(`SELECT * FROM "` + table + `" ORDER BY 1`)
		}
		w.must(err)
		columns, err := rows.Columns()
		w.must(err)
		values, into := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		fmt.Fprintln(sum, table)
		for rows.Next() {
			w.must(rows.Scan(into...))
			for i, v := range values {
				if slices.Contains(looking[table], columns[i]) {
					continue
				}
				fmt.Fprintf(sum, "%d:%s,", len(v), v)
			}
		}
		w.must(rows.Err())
		rows.Close()
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// restore puts the place back to how it was kept.
func (w *world) restore() {
	image, err := sql.Open("sqlite3", "file:"+w.image)
	w.must(err)
	defer image.Close()
	from, err := image.Conn(context.Background())
	w.must(err)
	defer from.Close()
	to, err := w.live.Conn(context.Background())
	w.must(err)
	w.must(to.Raw(func(live any) error {
		return from.Raw(func(image any) error {
			backup, err := live.(*sqlite3.SQLiteConn).Backup("main", image.(*sqlite3.SQLiteConn), "main")
			if err != nil {
				return err
			}
			if _, err := backup.Step(-1); err != nil {
				return err
			}
			return backup.Finish()
		})
	}))
	w.must(to.Close())
	w.must(w.DB.Write(context.Background(), func(tx *db.Tx) error {
		tx.Touch(db.TopicEverything)
		return nil
	}))
	w.must(w.live.QueryRow("PRAGMA data_version").Scan(&w.seen))
}
