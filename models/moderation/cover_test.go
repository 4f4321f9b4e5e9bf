package moderation_test

import (
	"errors"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/models/say"
	"folkmoot/models/sealed/cover"
)

// tells puts a contribution with private details in a state on the stage.
func (r room) tells(state discussion.State) int64 {
	id := r.say(r.ann, discussion.Published)
	r.write(func(tx *db.Tx) error {
		if _, err := tx.Exec("UPDATE contributions SET body_md = ?, body_html = ? WHERE id = ?", "Ring Jane on 07700 900123. Jane knows.",
			"<p>Ring Jane on 07700 900123. Jane knows.</p>", id); err != nil {
			return err
		}
		if state == discussion.Published {
			return nil
		}
		_, err := discussion.SetState(tx, id, state, rules.PrivateDetails)
		return err
	})
	return id
}

func (r room) cover(by people.Actor, id int64, seen moderation.Seen, words string, spans ...cover.Span) error {
	n := moderation.Covering{Words: words}
	n.Contribution, n.Reason, n.Seen = id, rules.PrivateDetails, seen
	for _, s := range spans {
		n.Details = append(n.Details, moderation.Ticked{Part: moderation.InBody, Span: s})
	}
	_, err := r.Cover(ctx, by, db.NewKey(by.ID), n)
	return err
}

func TestCoveringFromEveryState(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		for _, state := range []discussion.State{discussion.Held, discussion.Asked, discussion.Published, discussion.Hidden} {
			id := r.tells(state)
			if err := r.cover(r.mia, id, r.seen(id), "Jane", cover.Span{Start: 13, End: 25}); err != nil {
				t.Fatalf("%s: %v", state, err)
			}
			record, err := r.Record(ctx, r.mia, id)
			if err != nil {
				t.Fatal(err)
			}
			if record.State != discussion.Published || record.Body != "Ring [covered] on [covered]. [covered] knows." || record.Reason != "" || len(record.Versions) != 0 {
				t.Errorf("%s: %+v", state, record)
			}
			if record.Done[0].Act != rules.Cover || record.Done[0].Before != state || record.Done[0].Undo() != rules.Hide {
				t.Errorf("%s: %+v", state, record.Done)
			}
			words, err := db.Value[say.Text](ctx, r.DB, "SELECT words FROM notices WHERE person_id = ? AND contribution_id = ? ORDER BY id DESC LIMIT 1", r.ann.ID, id)
			if err != nil || !strings.Contains(words.String(), "3 places") || !strings.Contains(words.String(), "house rule 1") || strings.Contains(words.String(), "Jane") {
				t.Errorf("%q %v", words, err)
			}
			entry, err := db.Value[string](ctx, r.DB, "SELECT details FROM register WHERE act = 'moderation.cover' AND object_id = ?", id)
			if err != nil || !strings.Contains(entry, `"places":3`) || strings.Contains(entry, "Jane") {
				t.Errorf("%q %v", entry, err)
			}
		}
	})
}

func TestCoveringIsRefused(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.tells(discussion.Held)
		seen := r.seen(id)
		var invalid db.Invalid
		var forbidden db.Forbidden
		for name, err := range map[string]error{
			"nothing is chosen":         r.cover(r.mia, id, seen, " \n "),
			"what does not stand there": r.cover(r.mia, id, seen, "Jane\nPeter"),
			"a single letter":           r.cover(r.mia, id, seen, "a"),
		} {
			if !errors.As(err, &invalid) || invalid["words"] == "" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := r.cover(r.mia, id, seen, "", cover.Span{Start: 5, End: 999}); !errors.Is(err, db.ErrConflict) {
			t.Errorf("a place that is not there: %v", err)
		}
		if err := r.cover(r.bob, id, seen, "Jane"); !errors.As(err, &forbidden) {
			t.Errorf("a member covers: %v", err)
		}
		if _, err := r.Decide(ctx, r.mia, db.NewKey(r.mia.ID), moderation.Decision{Contribution: id, Act: rules.Cover, Reason: rules.PrivateDetails, Seen: seen}); !errors.As(err, &invalid) {
			t.Errorf("covered without saying what: %v", err)
		}
		own := r.say(r.mia, discussion.Published)
		if err := r.cover(r.mia, own, r.seen(own), "bus"); !errors.As(err, &forbidden) {
			t.Errorf("a moderator covers their own words: %v", err)
		}
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE contributions SET revision = revision + 1 WHERE id = ?", id)
			return err
		})
		if err := r.cover(r.mia, id, seen, "Jane"); !errors.Is(err, db.ErrConflict) {
			t.Errorf("the writer changed it meanwhile: %v", err)
		}
		gone := r.say(r.ann, discussion.Deleted)
		if err := r.cover(r.mia, gone, r.seen(gone), "bus"); !errors.Is(err, db.ErrConflict) {
			t.Errorf("what was taken back is published with details covered: %v", err)
		}
	})
}

func TestADetailThatIsLeftIsSaid(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.tells(discussion.Held)
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE contributions SET body_md = ? WHERE id = ?", "Ring Jane or J&#97;ne.", id)
			return err
		})
		var invalid db.Invalid
		if err := r.cover(r.mia, id, r.seen(id), "Jane"); !errors.As(err, &invalid) || !strings.Contains(invalid["words"].String(), "can still be read") {
			t.Errorf("%v", err)
		}
	})
}
