package appeals_test

import (
	"strings"
	"testing"

	"folkmoot/models/appeals"
	"folkmoot/models/db"
	"folkmoot/models/rules"
)

// Who had a part in the words that a sanction rests on does not decide the appeal against it.
func TestWhoHadAPartInWhatASanctionRestsOn(t *testing.T) {
	type part func(r room, id int64)
	change := func(statement string) part {
		return func(r room, id int64) {
			r.write(func(tx *db.Tx) error {
				var args []any
				for _, word := range strings.Fields(statement) {
					switch strings.Trim(word, "(),") {
					case "?words":
						args = append(args, id)
					case "?max":
						args = append(args, r.max.ID)
					case "?ann":
						args = append(args, r.ann.ID)
					}
				}
				_, err := tx.Exec(strings.NewReplacer("?words", "?", "?max", "?", "?ann", "?").Replace(statement), args...)
				return err
			})
		}
	}
	const decided = "INSERT INTO decisions (contribution_id, moderator_id, author_id, act, reason, state_before, revision, created_at, undone_at) VALUES ( ?words, ?max, ?ann, "
	for name, c := range map[string]struct {
		does   part
		barred bool
	}{
		"did nothing":                     {func(room, int64) {}, false},
		"decided about other words":       {func(r room, _ int64) { r.decide(r.max, r.say(r.ann), rules.Hide) }, false},
		"decided about the words":         {change(decided + "'hide', 'unkind', 'published', 1, 1, NULL)"), true},
		"left the words as they are":      {change(decided + "'keep', 'no-problem', 'published', 1, 1, NULL)"), true},
		"decided, and undid it":           {change(decided + "'hide', 'unkind', 'published', 1, 1, 2)"), false},
		"reported the words":              {change("INSERT INTO reports (contribution_id, reporter_id, reason, state, created_at) VALUES ( ?words, ?max, 'unkind', 'open', 1)"), true},
		"reported them, and was answered": {change("INSERT INTO reports (contribution_id, reporter_id, reason, state, created_at) VALUES ( ?words, ?max, 'unkind', 'settled', 1)"), true},
		"reported other words":            {func(r room, _ int64) { r.report(r.max, r.say(r.ann)) }, false},
		"gave a second opinion":           {change("INSERT INTO second_opinions (contribution_id, given_by, asked_by, asked_at, given_at) VALUES ( ?words, ?max, ?ann, 1, 2)"), true},
		"was asked for one, and gave none": {
			change("INSERT INTO second_opinions (contribution_id, asked_of, asked_by, asked_at) VALUES ( ?words, ?max, ?ann, 1)"), false,
		},
		"typed the words in": {change("UPDATE contributions SET recorder_id = ?max WHERE id = ?words"), true},
		"made the sanction":  {change("UPDATE sanctions SET made_by = ?max WHERE contribution_id = ?words"), true},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, r room) {
				id, sanction := r.say(r.ann), r.sanction(r.ann, r.mia, "silence", 7)
				r.write(func(tx *db.Tx) error { _, err := tx.Exec("UPDATE sanctions SET contribution_id = ?", id); return err })
				c.does(r, id)
				appeal := r.appeal(r.ann, appeals.New{Kind: appeals.OfSanction, Sanction: sanction})
				err := r.Decide(ctx, r.max, db.NewKey(r.max.ID), r.outcome(r.ada, appeal, appeals.Refused, ""))
				if refused(err) != c.barred || err != nil && !c.barred {
					t.Errorf("whoever %s decides: %v", name, err)
				}
				if told := r.told(r.max); strings.Contains(told, "that you had no part in") == c.barred {
					t.Errorf("whoever %s was told: %q", name, told)
				}
			})
		})
	}
}

// What the operator did at the command line can be appealed against too.
func TestASanctionByTheOperator(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		sanction := r.sanction(r.ann, r.mia, "ban", 0)
		r.write(func(tx *db.Tx) error { _, err := tx.Exec("UPDATE sanctions SET made_by = NULL"); return err })
		id := r.appeal(r.ann, appeals.New{Kind: appeals.OfSanction, Sanction: sanction})
		r.must(r.Decide(ctx, r.mia, db.NewKey(r.mia.ID), r.outcome(r.mia, id, appeals.Upheld, "")))
	})
}
