package safeguarding_test

import (
	"slices"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// disclosing is words in which the program notices that somebody may be at risk.
const disclosing = "I want to kill myself, because of " + canary

// passed checks that something was passed on: sealed, out of every page, and its writer told where help is.
func (r room) passed(id int64, writer people.Actor) {
	r.t.Helper()
	if got := r.state(id); got != "hidden 1 0" {
		r.t.Errorf("it is %s", got)
	}
	if got := r.holding(); slices.ContainsFunc(got, func(column string) bool { return !strings.HasPrefix(column, "sealed_words.") }) || len(got) == 0 {
		r.t.Errorf("its words stand in %v", got)
	}
	if got := r.told(writer); !strings.Contains(got, "/safe") {
		r.t.Errorf("the writer is told %q", got)
	}
	if n := r.number("SELECT COUNT(*) FROM concerns WHERE contribution_id = ? AND sealed_id IS NOT NULL", id); n != 1 {
		r.t.Errorf("%d concerns are about it", n)
	}
}

func (r room) clear() {
	r.t.Helper()
	r.write(func(tx *db.Tx) error { _, err := tx.Exec("DELETE FROM contributions"); return err })
}

func (r room) post(by people.Actor, words string) int64 {
	r.t.Helper()
	id, err := r.talk.Post(ctx, by, db.NewKey(by.ID), discussion.Answer{ThreadID: r.thread, Body: words})
	r.ok(err)
	return id
}

func TestADisclosureMadeByEditingIsPassedOn(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.clear()
		id := r.post(r.ann, "The bus is late, says "+canary)
		r.ok(r.talk.Edit(ctx, r.ann, db.NewKey(r.ann.ID), id, discussion.Edit{Body: "The bus is very late, says " + canary, Revision: 1}))
		if got := r.state(id); got != "published 0 0" {
			t.Fatalf("harmless words are %s", got)
		}
		r.ok(r.talk.Edit(ctx, r.ann, db.NewKey(r.ann.ID), id, discussion.Edit{Body: disclosing, Revision: 2}))
		r.passed(id, r.ann)
		if n := r.number("SELECT COUNT(*) FROM sealed_words WHERE contribution_id = ?", id); n != 3 {
			t.Errorf("%d of 3 wordings are sealed", n)
		}
	})
}

func TestADisclosureInPlaceOfWordsToBeChangedIsPassedOn(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.clear()
		id := r.post(r.ann, "You fool, "+canary)
		r.write(func(tx *db.Tx) error { _, err := discussion.SetState(tx, id, discussion.Asked, "unkind"); return err })
		r.ok(r.talk.Edit(ctx, r.ann, db.NewKey(r.ann.ID), id, discussion.Edit{Body: disclosing, Revision: 1, In: discussion.Asked}))
		r.passed(id, r.ann)
	})
}

func TestWhatStaffDiscloseIsPassedOnToo(t *testing.T) {
	for name, who := range map[string]func(r room) people.Actor{
		"an editor":        func(r room) people.Actor { return r.ed },
		"a moderator":      func(r room) people.Actor { return r.mia },
		"an administrator": func(r room) people.Actor { return r.ada },
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, r room) {
				r.clear()
				r.passed(r.post(who(r), disclosing), who(r))
				// What those who answer for the place say besides is theirs to say.
				if got := r.state(r.post(who(r), "Ring the office on 07700 900123.")); got != "published 0 0" {
					t.Errorf("a number to ring is %s", got)
				}
			})
		})
	}
}
