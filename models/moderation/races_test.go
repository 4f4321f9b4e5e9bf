package moderation_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// instances runs a test on SQLite, and on PostgreSQL with a second instance of the program on the same database: other is
// its store, the same as the room's on SQLite.
func instances(t *testing.T, test func(t *testing.T, r room, other *moderation.Store)) {
	each(t, func(t *testing.T, r room) {
		other := r.Store
		if r.DB.Engine == db.Postgres {
			d, err := db.Open(ctx, db.Options{Source: r.DB.Source, Clock: r.now})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { d.Close() })
			other = &moderation.Store{DB: d}
		}
		test(t, r, other)
	})
}

// together begins everything at once and waits for it.
func together(all ...func()) {
	var wait sync.WaitGroup
	start := make(chan struct{})
	for _, one := range all {
		wait.Go(func() {
			<-start
			one()
		})
	}
	close(start)
	wait.Wait()
}

// drift compares what is kept with what is there: each thing decided about once, reports counted, nothing left waiting.
func (r room) drift() {
	r.t.Helper()
	for what, query := range map[string]string{
		"with reports miscounted":           "SELECT COUNT(*) FROM contributions c WHERE c.open_reports <> (SELECT COUNT(*) FROM reports r WHERE r.contribution_id = c.id AND r.state = 'open')",
		"decisions without an entry":        "SELECT COUNT(*) FROM decisions d WHERE NOT EXISTS (SELECT 1 FROM register e WHERE e.object_kind = 'contribution' AND e.object_id = d.contribution_id AND e.act = 'moderation.' || d.act)",
		"people miscounted":                 "SELECT COUNT(*) FROM people p WHERE p.published_count <> (SELECT COUNT(*) FROM contributions c WHERE c.author_id = p.id AND c.state = 'published')",
		"cases of what does not wait":       "SELECT COUNT(*) FROM cases k JOIN contributions c ON c.id = k.contribution_id WHERE c.state = 'hidden'",
		"batches whose first is not theirs": "SELECT COUNT(*) FROM decisions d WHERE d.batch IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decisions f WHERE f.id = d.batch AND f.batch = f.id)",
	} {
		if n := r.number(query); n != 0 {
			r.t.Errorf("%d %s", n, what)
		}
	}
}

// Two moderators decide about much of the same at once while a third works through it one by one. Each thing is decided
// about once, and none of it is left undecided.
func TestBatchesThatOverlap(t *testing.T) {
	instances(t, func(t *testing.T, r room, other *moderation.Store) {
		mo := r.person("Mo", people.Moderator)
		var ids []int64
		for i := range 30 {
			id := r.say([]people.Actor{r.ann, r.bob}[i%2], []discussion.State{discussion.Held, discussion.Published}[i/2%2])
			if i/2%2 == 1 {
				r.report([]people.Actor{r.bob, r.ann}[i%2], id, "advert")
			}
			ids = append(ids, id)
		}
		chosen := r.chosen(ids...)
		batch := func(s *moderation.Store, by people.Actor, part []moderation.Chosen) func() {
			return func() {
				part = slices.Clone(part)
				slices.Reverse(part)
				if _, err := s.DecideMany(ctx, by, db.NewKey(by.ID), moderation.Many{Chosen: part, Act: rules.Hide, Reason: "advert"}); err != nil {
					t.Errorf("%s: %v", by.Name, err)
				}
			}
		}
		together(batch(r.Store, r.mia, chosen[:20]), batch(other, r.max, chosen[10:]), func() {
			for _, one := range chosen[5:25] {
				_, err := other.Decide(ctx, mo, db.NewKey(mo.ID), moderation.Decision{Contribution: one.Contribution, Act: rules.Hide, Reason: "advert", Seen: one.Seen})
				if err != nil && !errors.Is(err, db.ErrConflict) {
					t.Errorf("one by one: %v", err)
				}
			}
		})
		r.drift()
		decisions, about := r.number("SELECT COUNT(*) FROM decisions"), r.number("SELECT COUNT(DISTINCT contribution_id) FROM decisions")
		if decisions != len(ids) || about != len(ids) {
			t.Errorf("%d decisions about %d of %d things", decisions, about, len(ids))
		}
	})
}

// A moderator takes back what they hid while another shows it again: one of them does, the other is told.
func TestUndoingAgainstANewDecision(t *testing.T) {
	instances(t, func(t *testing.T, r room, other *moderation.Store) {
		for range 10 {
			id := r.say(r.ann, discussion.Published)
			hidden := r.decided(r.mia, id, rules.Hide, "unkind")
			seen := r.seen(id)
			var undoing, restoring error
			together(
				func() { _, undoing = r.Undo(ctx, r.mia, db.NewKey(r.mia.ID), hidden) },
				func() {
					_, restoring = other.Decide(ctx, r.max, db.NewKey(r.max.ID), moderation.Decision{Contribution: id, Act: rules.Restore, Seen: seen})
				})
			undone := r.number("SELECT COUNT(*) FROM decisions WHERE id = ? AND undone_at IS NOT NULL", hidden) == 1
			if !r.published(id) || (undoing == nil) != undone || (restoring == nil) == undone {
				t.Fatalf("undoing: %v, showing again: %v, undone %v, shown %v", undoing, restoring, undone, r.published(id))
			}
			for _, err := range []error{undoing, restoring} {
				if err != nil && !errors.Is(err, db.ErrConflict) {
					t.Error(err)
				}
			}
		}
		if n := r.number("SELECT published_count FROM people WHERE id = ?", r.ann.ID); n != 10 {
			t.Errorf("%d of 10 are counted", n)
		}
	})
}

// Of several decided at once, what was changed or decided again since stays as it is when the rest is undone.
func TestUndoingWhatIsLeftOfABatch(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		first, again, last := r.say(r.ann, discussion.Published), r.say(r.ann, discussion.Published), r.say(r.bob, discussion.Held)
		batch, err := r.DecideMany(ctx, r.mia, db.NewKey(r.mia.ID), moderation.Many{Chosen: r.chosen(first, again, last), Act: rules.Hide, Reason: "advert"})
		if err != nil {
			t.Fatal(err)
		}
		r.decided(r.max, again, rules.Restore, "")
		if n, err := r.Undo(ctx, r.mia, db.NewKey(r.mia.ID), batch); n != 2 || err != nil {
			t.Fatalf("%d undone, %v", n, err)
		}
		if left, err := r.LeftOfBatch(ctx, batch); left != 1 || err != nil {
			t.Errorf("%d are left, %v", left, err)
		}
		if !r.published(first) || !r.published(again) || r.number("SELECT COUNT(*) FROM contributions WHERE id = ? AND state = 'held'", last) != 1 {
			t.Error("they do not stand as they should")
		}
		if _, err := r.Undo(ctx, r.mia, db.NewKey(r.mia.ID), batch); !errors.Is(err, db.ErrConflict) {
			t.Errorf("once more: %v", err)
		}
		if n := r.number("SELECT COUNT(*) FROM register WHERE act = 'moderation.undo'"); n != 2 {
			t.Errorf("the register tells of %d", n)
		}
		r.drift()
	})
}

// Words are changed while a moderator decides about them: the decision is about the words that the moderator saw, or it is
// not made at all.
func TestDecidingWhileItsWriterChangesIt(t *testing.T) {
	instances(t, func(t *testing.T, r room, other *moderation.Store) {
		talk := discussion.NewStore(r.DB, discussion.HoldNone)
		t.Cleanup(talk.Close)
		changed, decided := 0, 0
		for range 12 {
			id := r.say(r.ann, discussion.Published)
			seen := r.seen(id)
			var editing, deciding error
			together(
				func() {
					editing = talk.Edit(ctx, r.ann, db.NewKey(r.ann.ID), id, discussion.Edit{Revision: 1, Body: "The bus is early"})
				},
				func() {
					_, deciding = other.Decide(ctx, r.mia, db.NewKey(r.mia.ID), moderation.Decision{Contribution: id, Act: rules.Hide, Reason: "unkind", Seen: seen})
				})
			revision := r.number("SELECT revision FROM contributions WHERE id = ?", id)
			switch {
			case editing == nil && errors.Is(deciding, db.ErrConflict) && revision == 2 && r.published(id):
				changed++
			case deciding == nil && editing != nil && revision == 1 && !r.published(id):
				decided++
			default:
				t.Fatalf("changing: %v, deciding: %v, revision %d, shown %v", editing, deciding, revision, r.published(id))
			}
		}
		t.Logf("changed first %d times, decided first %d times", changed, decided)
	})
}

// Nothing of somebody comes in after what stops them was acknowledged, however long ago their request began.
func TestNothingComesInAfterASanction(t *testing.T) {
	for _, kind := range []people.SanctionKind{people.Silence, people.Suspend} {
		t.Run(string(kind), func(t *testing.T) {
			instances(t, func(t *testing.T, r room, other *moderation.Store) {
				talk := discussion.NewStore(other.DB, discussion.HoldNone)
				t.Cleanup(talk.Close)
				mine, theirs := r.say(r.ann, discussion.Published), r.say(r.bob, discussion.Published)
				group := r.openGroup()
				post := func() error {
					_, err := talk.Post(ctx, r.ann, db.NewKey(r.ann.ID), discussion.Answer{ThreadID: r.thread, Body: "One more thing"})
					return err
				}
				var posting [3]func()
				for i := range posting {
					posting[i] = func() {
						for range 15 {
							if err := post(); err != nil {
								if !errors.As(err, new(db.Forbidden)) {
									t.Errorf("posting: %v", err)
								}
								return
							}
						}
					}
				}
				said := 0
				together(append(posting[:], func() {
					if _, err := r.sanction(r.mia, kind, 1); err != nil {
						t.Error(err)
					}
					said = r.number("SELECT COUNT(*) FROM contributions WHERE author_id = ?", r.ann.ID)
				})...)
				if n := r.number("SELECT COUNT(*) FROM contributions WHERE author_id = ?", r.ann.ID); n != said {
					t.Errorf("%d came in afterwards", n-said)
				}
				// r.ann is still how her requests that began before had her.
				for what, do := range map[string]func() error{
					"a post": post,
					"a change": func() error {
						return talk.Edit(ctx, r.ann, db.NewKey(r.ann.ID), mine, discussion.Edit{Revision: 1, Body: "Changed"})
					},
					"a position": func() error {
						return talk.Take(ctx, r.ann, db.NewKey(r.ann.ID), theirs, discussion.Agree)
					},
					"joining": func() error {
						return (&groups.Store{DB: other.DB}).Join(ctx, r.ann, db.NewKey(r.ann.ID), group)
					},
				} {
					if err := do(); !errors.As(err, new(db.Forbidden)) {
						t.Errorf("%s: %v", what, err)
					}
				}
				if r.number("SELECT COUNT(*) FROM contributions WHERE id = ? AND revision > 1", mine)+r.number("SELECT COUNT(*) FROM positions WHERE person_id = ?", r.ann.ID)+
					r.number("SELECT COUNT(*) FROM memberships WHERE person_id = ?", r.ann.ID) != 0 {
					t.Error("something of it was stored")
				}
			})
		})
	}
}

func (r room) openGroup() (id int64) {
	r.t.Helper()
	r.write(func(tx *db.Tx) (err error) {
		id, err = tx.Insert("INSERT INTO groups (slug, name, created_at, changed_at) VALUES ('bus', 'Bus', 1, 1)")
		return err
	})
	return id
}

// Nothing of a moderator is stored who was put on hold, or is none any more, since their request began.
func TestAModeratorWhoIsNoneAnyMore(t *testing.T) {
	for name, change := range map[string]string{
		"on hold": "UPDATE people SET state = 'suspended' WHERE id = ?", "a member": "UPDATE people SET role = 'member' WHERE id = ?",
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, r room) {
				id, hidden := r.say(r.ann, discussion.Held), r.say(r.ann, discussion.Published)
				undo := r.decided(r.mia, hidden, rules.Hide, "unkind")
				chosen := r.chosen(id)
				asked, err := r.AskOpinion(ctx, r.max, db.NewKey(r.max.ID), moderation.Question{Contribution: id, Words: "What do you think?"})
				if err != nil {
					t.Fatal(err)
				}
				r.write(func(tx *db.Tx) error { _, err := tx.Exec(change, r.mia.ID); return err })
				before := r.picture()
				key := func() db.Key { return db.NewKey(r.mia.ID) }
				for what, do := range map[string]func() error{
					"deciding": func() error {
						_, err := r.Decide(ctx, r.mia, key(), moderation.Decision{Contribution: id, Act: rules.Publish, Seen: chosen[0].Seen})
						return err
					},
					"deciding about many": func() error {
						_, err := r.DecideMany(ctx, r.mia, key(), moderation.Many{Chosen: chosen, Act: rules.Publish})
						return err
					},
					"covering":  func() error { return r.cover(r.mia, id, chosen[0].Seen, "bus") },
					"undoing":   func() error { _, err := r.Undo(ctx, r.mia, key(), undo); return err },
					"assigning": func() error { return r.Assign(ctx, r.mia, key(), id, r.max.ID) },
					"sanctions": func() error { _, err := r.sanction(r.mia, people.Warn, 0); return err },
					"noting":    func() error { _, err := r.Note(ctx, r.mia, key(), r.ann.ID, "Careful"); return err },
					"an opinion": func() error {
						_, err := r.GiveOpinion(ctx, r.mia, key(), asked, rules.Hide, "unkind", "Hm")
						return err
					},
					"asking": func() error {
						_, err := r.AskOpinion(ctx, r.mia, key(), moderation.Question{Contribution: id, Words: "And you?"})
						return err
					},
				} {
					if err := do(); !errors.As(err, new(db.Forbidden)) {
						t.Errorf("%s: %v", what, err)
					}
				}
				r.same(name, before, r.picture())
			})
		})
	}
}

// A case is taken over by somebody else while a moderator reads it: their decision is not stored, and they are told who has it.
func TestDecidingOnWhatWasTakenOver(t *testing.T) {
	instances(t, func(t *testing.T, r room, other *moderation.Store) {
		id := r.say(r.ann, discussion.Held)
		if mine, err := r.Claim(ctx, r.mia, id, false); !mine || err != nil {
			t.Fatal(mine, err)
		}
		seen := r.seen(id)
		if theirs, err := other.Claim(ctx, r.max, id, true); !theirs || err != nil {
			t.Fatal(theirs, err)
		}
		decision := moderation.Decision{Contribution: id, Act: rules.Publish, Seen: seen}
		var taken moderation.Taken
		if _, err := r.Decide(ctx, r.mia, db.NewKey(r.mia.ID), decision); !errors.As(err, &taken) || taken.By != "Max" || r.published(id) {
			t.Errorf("%v", err)
		}
		if batch, err := r.DecideMany(ctx, r.mia, db.NewKey(r.mia.ID), moderation.Many{Chosen: []moderation.Chosen{{Contribution: id, Seen: seen}}, Act: rules.Publish}); batch != 0 || err != nil || r.published(id) {
			t.Errorf("with others: %d, %v", batch, err)
		}
		decision.Over = true
		if _, err := r.Decide(ctx, r.mia, db.NewKey(r.mia.ID), decision); err != nil || !r.published(id) {
			t.Errorf("all the same: %v", err)
		}
	})
}

// A second opinion that comes after the decision is kept, changes nothing, and who gave it can be told.
func TestASecondOpinionAfterTheDecision(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		for _, late := range []bool{false, true} {
			id := r.say(r.ann, discussion.Held)
			asked, err := r.AskOpinion(ctx, r.mia, db.NewKey(r.mia.ID), moderation.Question{Contribution: id, Words: "What do you think?"})
			if err != nil {
				t.Fatal(err)
			}
			if late {
				r.decided(r.mia, id, rules.Publish, "")
			}
			if on, err := r.GiveOpinion(ctx, r.max, db.NewKey(r.max.ID), asked, rules.Hide, "unkind", "I would not"); on != id || err != nil {
				t.Fatalf("late %v: %v", late, err)
			}
			if came, err := r.CameLate(ctx, asked); came != late || err != nil {
				t.Errorf("it came late: %v, not %v; %v", came, late, err)
			}
			record, err := r.Record(ctx, r.mia, id)
			if err != nil || len(record.Opinions) != 1 || record.Opinions[0].Words != "I would not" || r.published(id) != late {
				t.Errorf("late %v: %+v %v", late, record.Opinions, err)
			}
		}
	})
}
