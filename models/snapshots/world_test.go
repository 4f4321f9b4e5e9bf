package snapshots_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/people"
	"folkmoot/models/snapshots"
	"folkmoot/models/themes"
)

var ctx = context.Background()

var (
	editor    = people.Actor{ID: 1, Name: "Ed", Role: people.Editor, State: people.Active}
	moderator = people.Actor{ID: 2, Name: "Mo", Role: people.Moderator, State: people.Active}
	member    = people.Actor{ID: 3, Name: "Mina", Role: people.Member, State: people.Active}
)

// world is a store over invented talk.
type world struct {
	*snapshots.Store
	t      testing.TB
	themes []themes.Theme
	ids    []int64 // threads: two open groups, a private one, two chapters
}

func newWorld(t testing.TB, d *db.DB) *world {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Store: snapshots.New(d, zone), t: t}
	w.write(func(tx *db.Tx) error {
		w.themes, w.ids = nil, nil
		for _, a := range []people.Actor{editor, moderator, member} {
			if _, err := tx.Exec("INSERT INTO people (id, public_name, role, state, created_at, changed_at) VALUES (?, ?, ?, 'active', 1, 1)", a.ID, a.Name, a.Role); err != nil {
				return err
			}
		}
		if tx.Engine() == db.Postgres {
			if _, err := tx.Exec("ALTER TABLE people ALTER COLUMN id RESTART WITH 10"); err != nil {
				return err
			}
		} else if _, err := tx.Exec("INSERT INTO people (id, public_name, state, created_at, changed_at) VALUES (9, 'Nobody', 'recorded', 1, 1)"); err != nil {
			return err
		}
		for _, name := range []string{"Buses", "Rooms", "Being asked", "Nobody says this"} {
			theme, err := themes.Add(tx, themes.Draft{Name: name, Definition: name + ": what people say of it"}, themes.New{})
			if err != nil {
				return err
			}
			w.themes = append(w.themes, theme)
		}
		return w.places(tx)
	})
	return w
}

func (w *world) write(do func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.DB.Write(ctx, do); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) places(tx *db.Tx) error {
	thread := func(kind discussion.ThreadKind, group int64, private bool) error {
		id, err := discussion.AddThread(tx, discussion.NewThread{Kind: kind, GroupID: group, Private: private, Slug: "a", Title: "A thread"})
		w.ids = append(w.ids, id)
		return err
	}
	for _, slug := range []string{"buses", "rooms", "inner"} {
		access := "open"
		if slug == "inner" {
			access = "private"
		}
		group, err := tx.Insert("INSERT INTO groups (slug, name, access, created_at, changed_at) VALUES (?, ?, ?, 1, 1)", slug, "About "+slug, access)
		if err != nil {
			return err
		}
		if err := thread(discussion.InGroup, group, access == "private"); err != nil {
			return err
		}
	}
	guide, err := tx.Insert("INSERT INTO guides (slug, title, created_at, changed_at) VALUES ('guide', 'Guide', 1, 1)")
	if err != nil {
		return err
	}
	for number, slug := range []string{"one", "two"} {
		if err := thread(discussion.OnChapter, 0, false); err != nil {
			return err
		}
		if _, err := tx.Insert("INSERT INTO chapters (guide_id, thread_id, slug, number, title, created_at) VALUES (?, ?, ?, ?, ?, 1)", guide, w.ids[len(w.ids)-1], slug, number+1, slug); err != nil {
			return err
		}
	}
	return nil
}

// fill invents n contributions, the same for the same seed.
func (w *world) fill(n int, seed uint64) {
	w.t.Helper()
	start := time.Date(2024, 12, 30, 0, 0, 0, 0, w.Zone)
	words := []string{
		"The last bus home leaves before the group ends", "We need a room that costs nothing", "Nobody asked us first", "The council should say when",
		"“Never again” said she — naïve & <b>bold</b>",
	}
	w.write(func(tx *db.Tx) error {
		rng := rand.New(rand.NewPCG(seed, 7))
		var authors []int64
		for i := range 1 + n/3 {
			id, err := tx.Insert("INSERT INTO people (public_name, area, state, created_at, changed_at) VALUES (?, ?, 'recorded', 1, 1)",
				fmt.Sprint("Person ", i), []string{"", "Lye", "Gornal, Upper"}[i%3])
			if err != nil {
				return err
			}
			authors = append(authors, id)
		}
		var voters []int64
		var stands []discussion.Stand
		for i := range 24 {
			id, err := tx.Insert("INSERT INTO people (public_name, state, created_at, changed_at) VALUES (?, 'recorded', 1, 1)", fmt.Sprint("Voter ", i))
			if err != nil {
				return err
			}
			voters = append(voters, id)
		}
		for i := range n {
			body := fmt.Sprintf("%s, %s number %d.", words[rng.IntN(len(words))], []string{"and", "but", "so"}[rng.IntN(3)], rng.IntN(900))
			c, err := discussion.Add(tx, discussion.New{
				ThreadID: w.ids[rng.IntN(len(w.ids))], Kind: discussion.Comment, AuthorID: authors[rng.IntN(len(authors))],
				Who: append([]people.Who{""}, people.Kinds...)[rng.IntN(7)], Evidence: []discussion.Evidence{"", "lived", "practice", "research"}[rng.IntN(4)],
				Channel: []discussion.Channel{discussion.Web, discussion.Paper}[rng.IntN(2)],
				Body:    discussion.Body{Source: body, HTML: "<p>" + body + "</p>"}, State: []discussion.State{discussion.Published, discussion.Published, discussion.Published, discussion.Held}[rng.IntN(4)],
				CreatedAt: clock.Of(start).Add(time.Duration(rng.Int64N(int64(700 * 24 * time.Hour)))),
			})
			if err != nil {
				return err
			}
			for v, voter := range voters {
				if i > 60 || rng.IntN(5) == 0 {
					continue // nobody answers everything
				}
				position := []discussion.Position{discussion.Agree, discussion.Disagree}[(i*7+i/3+v%2*(i%3+1))%2]
				if luck := rng.IntN(20); luck == 0 || i%5 == 1 && luck < 9 {
					position = discussion.Pass
				} else if i%5 == 0 {
					position = discussion.Agree
				}
				stands = append(stands, discussion.Stand{Person: voter, Contribution: c.ID, Position: position})
			}
			for t := range 3 {
				if (i+t)%4 == 0 || rng.IntN(4) == 0 {
					if err := themes.Tag(tx, c.ID, w.themes[t].ID, themes.ByImport, 0); err != nil {
						return err
					}
				}
			}
		}
		_, err := discussion.AddPositions(tx, stands)
		return err
	})
}

// answer writes about the first two themes what editors write.
func (w *world) answer() {
	w.t.Helper()
	for i, draft := range []insight.IssueDraft{
		{Title: "Buses stop too early", Note: "Since *March*.", State: insight.Responded, Response: "One **more** bus.", Outcome: insight.DidSome},
		{Note: "It comes up.", State: insight.Considered},
	} {
		draft, err := draft.Check(ctx)
		if err != nil {
			w.t.Fatal(err)
		}
		w.write(func(tx *db.Tx) error { return insight.PutIssue(tx, w.themes[i].ID, draft, editor.ID) })
	}
	id, err := db.Value[int64](ctx, w.DB, `SELECT c.id FROM contributions c JOIN tags g ON g.contribution_id = c.id JOIN threads t ON t.id = c.thread_id
		WHERE g.theme_id = ? AND c.state = 'published' AND t.private = 0 ORDER BY c.id LIMIT 1`, w.themes[0].ID)
	if err != nil {
		w.t.Fatal(err)
	}
	body, err := db.Value[string](ctx, w.DB, "SELECT body_md FROM contributions WHERE id = ?", id)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := (&insight.Store{DB: w.DB, Zone: w.Zone}).PutPin(ctx, editor, db.NewKey(editor.ID), w.themes[0].ID, insight.PinDraft{
		Contribution: id, Words: body, Kind: insight.PinOneVoice, Reason: "Serious",
	}); err != nil {
		w.t.Fatal(err)
	}
	w.write(func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO commitments (theme_id, action, owner, priority, review_on, state, made_at, changed_at)
			VALUES (?, 'Ask for a later bus', 'Transport', 'Getting about', '2027-01-15', 'planned', 1, 1)`, w.themes[0].ID)
		return err
	})
}

func (w *world) freeze(scope insight.Scope) string {
	w.t.Helper()
	slug, err := w.Freeze(ctx, editor, db.NewKey(editor.ID), scope, snapshots.Writing{Title: "What we heard", Intro: "Read **this** first."})
	if err != nil {
		w.t.Fatal(err)
	}
	return slug
}

// publish freezes and publishes.
func (w *world) publish(scope insight.Scope) snapshots.Snapshot {
	w.t.Helper()
	slug := w.freeze(scope)
	if err := w.Publish(ctx, editor, db.NewKey(editor.ID), slug, 1); err != nil {
		w.t.Fatal(err)
	}
	return w.read(slug)
}

func (w *world) read(slug string) snapshots.Snapshot {
	w.t.Helper()
	s, err := w.Read(ctx, people.Visitor, slug)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

// verified checks a snapshot in which nothing is wrong.
func (w *world) verified(id int64) snapshots.Report {
	w.t.Helper()
	r, err := snapshots.Verify(ctx, w.DB, id)
	if err != nil || len(r.Problems) > 0 || len(r.Lines) < 3 {
		w.t.Fatalf("%v\n%q\n%q", err, r.Problems, r.Lines)
	}
	return r
}

// says tells whether an edition holds a text anywhere.
func says(s snapshots.Snapshot, text string) bool {
	return bytes.Contains(s.Line, []byte(text)) || slices.ContainsFunc(s.Edition.Issues, func(i snapshots.Issue) bool {
		return slices.ContainsFunc(i.Quotes, func(q snapshots.Quote) bool { return q.Text == text })
	})
}
