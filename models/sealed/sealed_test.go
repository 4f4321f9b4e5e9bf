package sealed_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/sealed"
	"folkmoot/models/search"
)

var ctx = context.Background()

const canary = "quetzalcoatlus"

// stand is a discussion whose opening post, title and earlier wording hold the canary, with all that can be made of it.
type stand struct {
	*db.DB
	t              *testing.T
	ann, mia, lead people.Actor
	thread, said   int64
}

func each(t *testing.T, test func(t *testing.T, s stand)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		s := stand{DB: d, t: t}
		s.ann, s.mia, s.lead = s.person("Ann", people.Member), s.person("Mia", people.Moderator), s.person("Lea", people.Editor)
		s.write(func(tx *db.Tx) (err error) {
			if _, err := tx.Exec("INSERT INTO safeguarding_leads (person_id, since) VALUES (?, 1)", s.lead.ID); err != nil {
				return err
			}
			s.thread, err = discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, Slug: canary, Title: "About " + canary, CreatedBy: s.ann.ID})
			if err != nil {
				return err
			}
			c, err := discussion.Add(tx, discussion.New{
				ThreadID: s.thread, Kind: discussion.Opening, AuthorID: s.ann.ID, Who: people.Resident, State: discussion.Published,
				Body: discussion.Body{Source: "Ring " + canary + " about the bus.", HTML: "<p>Ring " + canary + " about the bus.</p>", Version: 1},
			})
			s.said = c.ID
			return err
		})
		talk := &discussion.Store{DB: d, Hold: discussion.HoldNone}
		if err := talk.Edit(ctx, s.ann, db.NewKey(s.ann.ID), s.said, discussion.Edit{Body: "Ring " + canary + " about the late bus.", Revision: 1}); err != nil {
			t.Fatal(err)
		}
		theme := int64(0)
		s.write(func(tx *db.Tx) (err error) {
			if theme, err = tx.Insert("INSERT INTO themes (slug, name, definition, mark, created_at, changed_at) VALUES ('bus', 'Buses', '', 1, 1, 1)"); err != nil {
				return err
			}
			tag, err := tx.Insert("INSERT INTO tags (contribution_id, theme_id, source, state, put_by, put_at) VALUES (?, ?, 'person', 'accepted', ?, 1)", s.said, theme, s.mia.ID)
			if err != nil {
				return err
			}
			// One rests on the words that stay, the other on those that go.
			for _, span := range [][2]int{{26, 34}, {5, 19}} {
				if _, err := tx.Insert("INSERT INTO tag_words (tag_id, revision, words_start, words_end, put_by, put_at) VALUES (?, 2, ?, ?, ?, 1)", tag, span[0], span[1], s.mia.ID); err != nil {
					return err
				}
			}
			_, err = tx.Insert(`INSERT INTO issue_pins (theme_id, contribution_id, revision, words_start, words_end, kind, reason, put_by, put_at)
				VALUES (?, ?, 2, 5, 19, 'quote', '', ?, 1)`, theme, s.said, s.mia.ID)
			return err
		})
		if err := search.NewIndexer(d).CatchUp(ctx); err != nil {
			t.Fatal(err)
		}
		test(t, s)
	})
}

func (s stand) person(name string, role people.Role) people.Actor {
	var id int64
	s.write(func(tx *db.Tx) (err error) {
		id, err = tx.Insert("INSERT INTO people (public_name, role, created_at, changed_at) VALUES (?, ?, 1, 1)", name, role)
		return err
	})
	return people.Actor{ID: id, Name: name, Role: role, State: people.Active}
}

func (s stand) write(do func(tx *db.Tx) error) {
	s.t.Helper()
	if err := s.Write(ctx, do); err != nil {
		s.t.Fatal(err)
	}
}

func (s stand) seal(why sealed.Why, revision int) error {
	return s.Write(ctx, func(tx *db.Tx) error {
		_, err := sealed.Seal(tx, s.said, revision, why, s.mia.ID, sealed.Replacement{
			Body:  discussion.Body{Source: "Ring [covered] about the late bus.", HTML: "<p>Ring [covered] about the late bus.</p>", Version: 1},
			Title: "About [covered]",
		})
		return err
	})
}

// holding lists the columns in which the canary stands.
func (s stand) holding() (list []string) {
	s.t.Helper()
	for _, table := range people.Tables {
		for _, columns := range table.Columns {
			for column := range strings.FieldsSeq(columns) {
				n, err := db.Value[int](ctx, s.DB, "SELECT COUNT(*) FROM "+table.Name+" WHERE CAST("+column+" AS TEXT) LIKE ?", "%"+canary+"%")
				if err != nil {
					s.t.Fatal(err)
				}
				if n > 0 {
					list = append(list, table.Name+"."+column)
				}
			}
		}
	}
	return list
}

func (s stand) found() int {
	s.t.Helper()
	query, err := search.Parse(canary)
	if err != nil {
		s.t.Fatal(err)
	}
	n := 0
	for _, kind := range []search.Kind{search.Contribution, search.Discussion} {
		page, err := (&search.Index{DB: s.DB}).Find(ctx, s.mia, search.Search{Query: query, Kind: kind})
		if err != nil {
			s.t.Fatal(err)
		}
		n += len(page.Results)
	}
	return n
}

func TestSealingTakesTheWordsOutOfEveryTable(t *testing.T) {
	each(t, func(t *testing.T, s stand) {
		if have := s.holding(); len(have) < 5 || s.found() != 2 {
			t.Fatalf("the canary is not where it should be found: %v, %d", have, s.found())
		}
		if err := s.seal(sealed.Cover, 1); !errors.Is(err, db.ErrConflict) {
			t.Errorf("words that were changed since were sealed: %v", err)
		}
		if err := s.seal(sealed.Cover, 2); err != nil {
			t.Fatal(err)
		}
		for _, at := range s.holding() {
			if !strings.HasPrefix(at, "sealed_words.") {
				t.Errorf("the words are still in %s", at)
			}
		}
		if n := s.found(); n != 0 {
			t.Errorf("%d things are found by words that were taken out", n)
		}
		talk := &discussion.Store{DB: s.DB, Hold: discussion.HoldNone}
		c, _, err := talk.Find(ctx, s.ann, s.said)
		if err != nil || c.Revision != 3 || c.Body != "Ring [covered] about the late bus." ||
			c.HTML != `<p>Ring <span class="fm-covered">[private detail covered]</span> about the late bus.</p>` {
			t.Errorf("%+v %v", c, err)
		}
		rests, err := db.Values[int](ctx, s.DB, "SELECT words_start FROM tag_words WHERE revision = 3")
		if err != nil || len(rests) != 1 {
			t.Errorf("the words that stay are not followed: %v %v", rests, err)
		}
		if n, err := db.Value[int](ctx, s.DB, "SELECT COUNT(*) FROM issue_pins WHERE ended_at IS NULL"); err != nil || n != 0 {
			t.Errorf("a quote of covered words is kept in view: %d %v", n, err)
		}
		// The bars stay when the writer edits what is left.
		if err := talk.Edit(ctx, s.ann, db.NewKey(s.ann.ID), s.said, discussion.Edit{Body: "Do ring [covered].", Revision: 3}); err != nil {
			t.Fatal(err)
		}
		if c, _, _ = talk.Find(ctx, s.ann, s.said); !strings.Contains(c.HTML, "fm-covered") {
			t.Errorf("an edit lost the bar: %s", c.HTML)
		}
	})
}

func TestEachReadingStandsInTheRegister(t *testing.T) {
	each(t, func(t *testing.T, s stand) {
		if err := s.seal(sealed.Cover, 2); err != nil {
			t.Fatal(err)
		}
		readings := func() int {
			n, err := db.Value[int](ctx, s.DB, "SELECT COUNT(*) FROM register WHERE act = 'sealed.read' AND object_id = ?", s.said)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		var forbidden db.Forbidden
		for _, one := range []people.Actor{people.Visitor, s.ann, s.lead} {
			if list, err := sealed.Read(ctx, s.DB, one, s.said, sealed.Cover, sealed.ForCheck); !errors.As(err, &forbidden) || len(list) > 0 {
				t.Errorf("%s reads %v %v", one.Name, list, err)
			}
		}
		var invalid db.Invalid
		if list, err := sealed.Read(ctx, s.DB, s.mia, s.said, sealed.Cover, "curiosity"); !errors.As(err, &invalid) || len(list) > 0 {
			t.Errorf("without a purpose: %v %v", list, err)
		}
		if readings() != 0 {
			t.Error("a reading that did not happen stands in the register")
		}
		for n := range 2 {
			list, err := sealed.Read(ctx, s.DB, s.mia, s.said, sealed.Cover, sealed.ForCheck)
			if err != nil || len(list) != 2 || list[0].Body != "Ring "+canary+" about the late bus." || list[0].Title != "About "+canary || readings() != n+1 {
				t.Errorf("%+v %v, %d readings", list, err, readings())
			}
		}
		if err := s.seal(sealed.Safeguarding, 3); err != nil {
			t.Fatal(err)
		}
		if list, err := sealed.Read(ctx, s.DB, s.mia, s.said, sealed.Safeguarding, sealed.ForSafety); !errors.As(err, &forbidden) {
			t.Errorf("a moderator reads what is for the leads: %v %v", list, err)
		}
		if list, err := sealed.Read(ctx, s.DB, s.mia, s.said, sealed.Cover, sealed.ForCheck); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("a moderator goes on reading what is now for the leads: %v %v", list, err)
		}
		if list, err := sealed.Read(ctx, s.DB, s.lead, s.said, sealed.Safeguarding, sealed.ForSafety); err != nil || len(list) != 3 {
			t.Errorf("%v %v", list, err)
		}
	})
}

func TestCoveredWordsGoWithTheirWriterOrWhenTakenBack(t *testing.T) {
	each(t, func(t *testing.T, s stand) {
		if err := s.seal(sealed.Cover, 2); err != nil {
			t.Fatal(err)
		}
		var mine []any
		if err := sealed.Own(ctx, s.DB, s.ann, func(one any) error { mine = append(mine, one); return nil }); err != nil || len(mine) != 2 {
			t.Errorf("%v %v", mine, err)
		}
		talk := &discussion.Store{DB: s.DB, Hold: discussion.HoldNone}
		if err := talk.Delete(ctx, s.ann, db.NewKey(s.ann.ID), s.said); err != nil {
			t.Fatal(err)
		}
		if have := s.holding(); len(have) > 0 {
			t.Errorf("taken back, and still in %v", have)
		}
	})
}

func TestLiftingPutsTheWordsBack(t *testing.T) {
	each(t, func(t *testing.T, s stand) {
		back := sealed.Replacement{Body: discussion.Body{Source: "Ring " + canary + " about the late bus.", HTML: "<p>back</p>", Version: 1}, Title: "About " + canary}
		lift := func() error {
			return s.Write(ctx, func(tx *db.Tx) error { return sealed.Lift(tx, s.said, sealed.Safeguarding, back) })
		}
		if err := lift(); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("nothing is sealed, and %v", err)
		}
		if err := s.seal(sealed.Safeguarding, 2); err != nil {
			t.Fatal(err)
		}
		if err := lift(); err != nil {
			t.Fatal(err)
		}
		talk := &discussion.Store{DB: s.DB, Hold: discussion.HoldNone}
		c, th, err := talk.Find(ctx, s.ann, s.said)
		if err != nil || c.Body != back.Body.Source || th.Title != back.Title {
			t.Errorf("%+v %+v %v", c, th, err)
		}
		history, _, err := talk.History(ctx, s.ann, c, 0)
		if err != nil || len(history) != 3 {
			t.Errorf("%+v %v", history, err)
		}
		if n, err := db.Value[int](ctx, s.DB, "SELECT COUNT(*) FROM sealed_words"); err != nil || n != 0 {
			t.Errorf("%d are still sealed: %v", n, err)
		}
	})
}
