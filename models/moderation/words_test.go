package moderation_test

import (
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/rules"
)

// Whatever is decided, a writer reads what, why, by which rule and what comes next, and never that somebody reported
// them; who typed the words in for somebody reads that it is about those.
func TestWhatWritersRead(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		var paper int64 // somebody without an account
		r.write(func(tx *db.Tx) (err error) {
			paper, err = tx.Insert("INSERT INTO people (public_name, state, created_at, changed_at) VALUES ('Pam', 'recorded', 1, 1)")
			return err
		})
		unkind := rules.From(ctx).Reason("unkind").Writer
		for _, c := range []struct {
			act   rules.Act
			from  discussion.State
			words []string
		}{
			{rules.Publish, discussion.Held, []string{"has read what you wrote", "Others can read it now."}},
			{rules.Keep, discussion.Published, []string{"has looked at what you wrote", "It stays as it is", "need not do anything"}},
			{rules.Ask, discussion.Published, []string{"asks you to change what you wrote", unkind, "This is house rule 3: ", "It waits for you", "a moderator reads it again"}},
			{rules.Hide, discussion.Published, []string{"Readers see that it was hidden and why, but not what it said.", unkind, "This is house rule 3: ", "It stays hidden unless somebody looks again"}},
			{rules.Hide, discussion.Held, []string{"Nobody else can read it.", unkind, "It stays hidden"}},
			{rules.Restore, discussion.Hidden, []string{"has looked again at what you wrote", "Others can read it again."}},
		} {
			for _, typed := range []bool{false, true} {
				id := r.say(r.ann, discussion.Published)
				r.report(r.bob, id, "unkind")
				r.write(func(tx *db.Tx) error {
					if typed {
						if _, err := tx.Exec("UPDATE contributions SET author_id = ?, recorder_id = ? WHERE id = ?", paper, r.ann.ID, id); err != nil {
							return err
						}
					}
					if c.from == discussion.Published {
						return nil
					}
					if c.from == discussion.Held { // it was never shown
						if _, err := tx.Exec("UPDATE contributions SET published_at = NULL WHERE id = ?", id); err != nil {
							return err
						}
					}
					_, err := tx.Exec("UPDATE contributions SET state = ? WHERE id = ?", c.from, id)
					return err
				})
				r.write(func(tx *db.Tx) error { _, err := tx.Exec("DELETE FROM notices"); return err })
				r.decided(r.mia, id, c.act, "unkind")
				told := strings.Join(r.told(r.ann.ID), "\n")
				for _, part := range c.words {
					if typed {
						part = strings.ReplaceAll(part, "what you wrote", "what you typed in for somebody")
					}
					if !strings.Contains(told, part) {
						t.Errorf("%s, typed in %v: they are not told %q but %q", c.act, typed, part, told)
					}
				}
				if strings.Contains(told, "report") || strings.Contains(told, "Bob") || strings.Contains(told, "Mia") {
					t.Errorf("%s: they are told %q", c.act, told)
				}
			}
		}
	})
}
