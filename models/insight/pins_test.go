package insight_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

// speak adds a contribution with a theme, and gives its id.
func (w *world) speak(theme int, author, text string) (id, by int64) {
	w.t.Helper()
	w.write(func(tx *db.Tx) (err error) {
		if by, err = person(tx, author); err != nil {
			return err
		}
		body, err := discussion.Render(ctx, text)
		if err != nil {
			return err
		}
		c, err := discussion.Add(tx, discussion.New{ThreadID: w.ids[0], Kind: discussion.Comment, AuthorID: by, Who: people.Resident, Body: body, State: discussion.Published})
		if err != nil {
			return err
		}
		id = c.ID
		return themes.Tag(tx, c.ID, w.themes[theme].ID, themes.ByPerson, 0)
	})
	return id, by
}

// quotes are the quotes of the first theme, with the kind of pin where an editor chose them.
func (w *world) quotes() (texts []string, pins []insight.PinKind) {
	w.t.Helper()
	sum, err := w.Summary(ctx, insight.Scope{})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, theme := range sum.Themes {
		if theme.ID != w.themes[0].ID {
			continue
		}
		for _, q := range theme.Quotes {
			kind := insight.PinKind("")
			if q.Pin != nil {
				kind = q.Pin.Kind
			}
			if q.Against {
				kind += "!"
			}
			texts, pins = append(texts, q.Text), append(pins, kind)
		}
	}
	return texts, pins
}

func TestWordsThatAnEditorKeepsInView(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d, "Buses", "Bins")
		w.places()
		ed := editor(t, w)
		w.speak(0, "Ann", "The last bus back to Lye goes before the group ends, so she stays in.")
		w.speak(0, "Bob", "My neighbour gave up the choir because there is no bus home after eight.")
		w.speak(0, "Cat", "No bus home means that the evening groups are only for people with a car.")
		lone, _ := w.speak(0, "Dee", "I was attacked at the stop in March. Nobody else will write that here.")
		other, _ := w.speak(1, "Eve", "The bins are late again and again and again this month.")
		pin := func(theme int, d insight.PinDraft) error {
			return w.PutPin(ctx, ed, db.NewKey(ed.ID), w.themes[theme].ID, d)
		}
		draft := insight.PinDraft{Contribution: lone, Words: "I was attacked at the stop in March.", Kind: insight.PinOneVoice, Reason: "Serious, and new to us"}
		for field, bad := range map[string]insight.PinDraft{
			"reason": {Contribution: lone, Words: draft.Words, Kind: draft.Kind},
			"words":  {Contribution: lone, Words: "I was attacked at the stop in April.", Kind: draft.Kind, Reason: "x"},
			"kind":   {Contribution: lone, Words: draft.Words, Reason: "x"},
		} {
			var wrong db.Invalid
			if err := pin(0, bad); !errors.As(err, &wrong) || wrong[field] == "" {
				t.Errorf("%s: got %v", field, err)
			}
		}
		var wrong db.Invalid
		if err := pin(1, insight.PinDraft{Contribution: other, Words: "again", Kind: insight.PinQuote, Reason: "x"}); !errors.As(err, &wrong) || wrong["words"] == "" {
			t.Errorf("words that stand there three times: got %v", err)
		}
		if err := pin(1, draft); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("a comment without the theme: got %v", err)
		}
		if err := w.PutPin(ctx, people.Actor{ID: ed.ID, Role: people.Member, State: people.Active}, db.NewKey(ed.ID), w.themes[0].ID, draft); !errors.As(err, &db.Forbidden{}) {
			t.Errorf("a member: got %v", err)
		}
		if err := pin(0, draft); err != nil {
			t.Fatal(err)
		}
		if err := pin(0, draft); !errors.As(err, &wrong) {
			t.Errorf("twice: got %v", err)
		}
		texts, kinds := w.quotes()
		if len(texts) != 3 || texts[0] != draft.Words || kinds[0] != insight.PinOneVoice || kinds[1] != "" {
			t.Fatalf("got %q %q", texts, kinds)
		}
		// Its writer changes the comment: the words are found where they stand now, and let go where they stand no more.
		body, err := discussion.Render(ctx, "Listen. I was attacked at the stop in March.")
		if err != nil {
			t.Fatal(err)
		}
		w.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO contribution_revisions (contribution_id, revision, body_md, evidence, written_by, written_at)
				SELECT id, revision, body_md, evidence, author_id, created_at FROM contributions WHERE id = ?`, lone)
			if err == nil {
				_, err = tx.Exec("UPDATE contributions SET body_md = ?, body_html = ?, revision = revision + 1 WHERE id = ?", body.Source, body.HTML, lone)
			}
			return err
		})
		if texts, _ := w.quotes(); len(texts) != 3 || texts[0] != draft.Words {
			t.Errorf("after a change around them: got %q", texts)
		}
		w.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE contributions SET body_md = 'I would rather not say.', revision = revision + 1 WHERE id = ?", lone)
			return err
		})
		if _, kinds := w.quotes(); len(kinds) == 0 || kinds[0] == insight.PinOneVoice {
			t.Errorf("after the words went: got %q", kinds)
		}
		w.write(func(tx *db.Tx) error {
			_, err := discussion.SetState(tx, lone, discussion.Hidden, "unkind")
			return err
		})
		if texts, _ := w.quotes(); len(texts) != 3 {
			t.Errorf("three others are quoted: got %q", texts)
		}
		id, err := db.Value[int64](ctx, d, "SELECT id FROM issue_pins")
		if err != nil {
			t.Fatal(err)
		}
		if err := w.EndPin(ctx, ed, db.NewKey(ed.ID), id); err != nil {
			t.Fatal(err)
		}
		if err := w.EndPin(ctx, ed, db.NewKey(ed.ID), id); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("ended twice: got %v", err)
		}
	})
}

func TestWhoDisagreesIsQuotedToo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d, "Buses")
		w.places()
		lead, _ := w.speak(0, "Ann", "The last bus back to Lye goes before the group ends, so she stays in.")
		w.speak(0, "Bob", "My neighbour gave up the choir because there is no bus home after eight.")
		w.speak(0, "Cat", "No bus home means that the evening groups are only for people with a car.")
		_, by := w.speak(0, "Dee", "An empty vehicle driving round at night costs money we do not have.")
		if _, kinds := w.quotes(); !reflect.DeepEqual(kinds, []insight.PinKind{"", "", ""}) {
			t.Fatalf("before anybody took a position: got %q", kinds)
		}
		w.write(func(tx *db.Tx) error {
			for i, position := range []string{"agree", "agree", "disagree"} {
				who := by
				if position == "agree" {
					var err error
					if who, err = person(tx, string(rune('p'+i))); err != nil {
						return err
					}
				}
				if _, err := tx.Exec("INSERT INTO positions (person_id, contribution_id, position, created_at, changed_at) VALUES (?, ?, ?, 1, 1)", who, lead, position); err != nil {
					return err
				}
			}
			_, err := tx.Exec("UPDATE contributions SET agrees = 2, disagrees = 1 WHERE id = ?", lead)
			return err
		})
		texts, kinds := w.quotes()
		at := slices.Index(texts, "An empty vehicle driving round at night costs money we do not have.")
		if len(kinds) != 3 || at < 0 || kinds[at] != "!" || kinds[(at+1)%3] != "" || kinds[(at+2)%3] != "" {
			t.Errorf("got %q %q", texts, kinds)
		}
	})
}

func TestCommitments(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d, "Buses")
		ed := editor(t, w)
		good := insight.Commitment{
			ThemeID: w.themes[0].ID, Action: "Run a later bus for eight weeks", Owner: "Transport team", Priority: "Getting around", ReviewOn: "2026-12-01", State: insight.Planned,
		}
		for field, change := range map[string]func(*insight.Commitment){
			"action":  func(c *insight.Commitment) { c.Action = " " },
			"owner":   func(c *insight.Commitment) { c.Owner = "" },
			"review":  func(c *insight.Commitment) { c.ReviewOn = "" },
			"state":   func(c *insight.Commitment) { c.State = "soon" },
			"outcome": func(c *insight.Commitment) { c.State = insight.Done },
		} {
			bad := good
			change(&bad)
			var wrong db.Invalid
			if _, err := w.Commit(ctx, ed, db.NewKey(ed.ID), bad); !errors.As(err, &wrong) || wrong[field] == "" || len(wrong) != 1 {
				t.Errorf("%s: got %v", field, err)
			}
		}
		if _, err := w.Commit(ctx, people.Actor{ID: ed.ID, Role: people.Moderator, State: people.Active}, db.NewKey(ed.ID), good); !errors.As(err, &db.Forbidden{}) {
			t.Errorf("a moderator: got %v", err)
		}
		id, err := w.Commit(ctx, ed, db.NewKey(ed.ID), good)
		if err != nil {
			t.Fatal(err)
		}
		stored, err := w.Commitment(ctx, good.ThemeID, id)
		if err != nil || stored.Action != good.Action || stored.Revision != 1 || stored.Overdue("2026-12-01") || !stored.Overdue("2026-12-02") {
			t.Fatalf("got %+v, %v", stored, err)
		}
		stored.State, stored.Outcome = insight.Done, "It ran, and 40 people a night took it"
		if _, err := w.Commit(ctx, ed, db.NewKey(ed.ID), stored); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Commit(ctx, ed, db.NewKey(ed.ID), stored); !errors.Is(err, db.ErrConflict) {
			t.Errorf("an old revision: got %v", err)
		}
		all, err := w.Commitments(ctx, good.ThemeID)
		if err != nil || len(all[good.ThemeID]) != 1 || all[good.ThemeID][0].State != insight.Done || all[good.ThemeID][0].Overdue("2027-01-01") {
			t.Errorf("got %+v, %v", all, err)
		}
		stored.ID, stored.ThemeID = 99, good.ThemeID
		if _, err := w.Commit(ctx, ed, db.NewKey(ed.ID), stored); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("one that is not there: got %v", err)
		}
		good.ThemeID = 99
		if _, err := w.Commit(ctx, ed, db.NewKey(ed.ID), good); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("a theme that is not there: got %v", err)
		}
	})
}
