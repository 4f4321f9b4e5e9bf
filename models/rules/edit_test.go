package rules_test

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"sync"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// room is the room with an administrator in it.
type room struct {
	*rules.Store
	t        *testing.T
	d        *db.DB
	boss     people.Actor
	regraded []string
}

func each(t *testing.T, test func(r *room)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		r := &room{Store: rules.New(d), t: t, d: d, boss: people.Actor{ID: 1, Role: people.Administrator, State: people.Active}}
		r.Regrade = func(_ *db.Tx, reason string) error {
			r.regraded = append(r.regraded, reason)
			return nil
		}
		r.person("Ada", people.Administrator)
		test(r)
	})
}

func (r *room) person(name string, role people.Role) {
	r.t.Helper()
	if err := r.d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Insert("INSERT INTO people (public_name, name_skeleton, role, created_at, changed_at) VALUES (?, ?, ?, 1, 1)", name, name, role)
		return err
	}); err != nil {
		r.t.Fatal(err)
	}
}

func (r *room) book() *rules.Book {
	r.t.Helper()
	book, err := r.Book(ctx)
	if err != nil {
		r.t.Fatal(err)
	}
	return book
}

// entries lists the acts in the register with what they were done to.
func (r *room) entries() string {
	r.t.Helper()
	list, err := db.Values[string](ctx, r.d, "SELECT act || ' ' || object_id || ' ' || reason FROM register ORDER BY id")
	if err != nil {
		r.t.Fatal(err)
	}
	return strings.Join(list, ", ")
}

func key() db.Key { return db.NewKey(1) }

func wrongIn(err error, field string) bool {
	var invalid db.Invalid
	return errors.As(err, &invalid) && invalid[field] != ""
}

func TestARuleKeepsAllItsWordings(t *testing.T) {
	each(t, func(r *room) {
		shipped := r.book().Rule(3)
		rule := shipped
		rule.Title, rule.Words = "  Be  kind ", "Be kind to each other."
		if err := r.SaveRule(ctx, r.boss, key(), rule); err != nil {
			t.Fatal(err)
		}
		if got := r.book().Rule(3); got != (rules.Rule{Number: 3, Title: "Be kind", Words: "Be kind to each other.", Revision: 1}) {
			t.Errorf("stored %+v", got)
		}
		if err := r.SaveRule(ctx, r.boss, key(), rule); !errors.Is(err, db.ErrConflict) {
			t.Errorf("somebody else's words were overwritten: %v", err)
		}
		if err := r.SaveRule(ctx, r.boss, key(), r.book().Rule(3)); err != nil || r.book().Rule(3).Revision != 1 {
			t.Errorf("nothing changed and it is a new revision: %v", err)
		}
		rule.Revision, rule.Words = 1, "Be kind to everybody."
		if err := r.SaveRule(ctx, r.boss, key(), rule); err != nil {
			t.Fatal(err)
		}
		list, err := r.Revisions(ctx, rules.KindRule, "3")
		if err != nil || len(list) != 3 || list[0].Rule.Words != "Be kind to everybody." || list[0].By != "Ada" ||
			list[1].Rule.Words != "Be kind to each other." || list[2].Rule != shipped || list[2].By != "" || list[2].At != 0 {
			t.Errorf("wordings %+v, %v", list, err)
		}
		if untouched, err := r.Revisions(ctx, rules.KindRule, "4"); err != nil || len(untouched) != 1 || untouched[0].Rule != r.book().Rule(4) {
			t.Errorf("of an untouched rule %+v, %v", untouched, err)
		}
		for _, nobody := range []string{"99", "0", "-1", "", "unkind"} {
			if _, err := r.Revisions(ctx, rules.KindRule, nobody); !errors.Is(err, db.ErrNotFound) {
				t.Errorf("rule %q: %v", nobody, err)
			}
		}
		if got := r.entries(); got != "rules.rule.words 3 , rules.rule.words 3 " {
			t.Errorf("register %q", got)
		}
	})
}

func TestRulesAreAddedAndRetired(t *testing.T) {
	each(t, func(r *room) {
		n, err := r.AddRule(ctx, r.boss, key(), "No smoking", "Not even here.")
		last := len(rules.Shipped().Rules)
		if err != nil || n != last+1 || r.book().Rule(n).Title != "No smoking" {
			t.Fatal(n, err)
		}
		if err := r.RetireRule(ctx, r.boss, key(), n, 1, true); err != nil {
			t.Fatal(err)
		}
		if len(r.book().Current()) != last || !r.book().Rule(n).Retired || r.book().Rule(n).Title != "No smoking" {
			t.Error("it is not retired, or its words are gone")
		}
		if err := r.RetireRule(ctx, r.boss, key(), n, 1, false); !errors.Is(err, db.ErrConflict) {
			t.Errorf("from an old page: %v", err)
		}
		if err := r.RetireRule(ctx, r.boss, key(), n, 2, false); err != nil || len(r.book().Current()) != last+1 {
			t.Error("it did not come back", err)
		}
		if err := r.RetireRule(ctx, r.boss, key(), 3, 0, true); !wrongIn(err, "") || !strings.Contains(err.Error(), "unkind") {
			t.Errorf("a rule was retired on which a reason rests: %v", err)
		}
		if again, err := r.AddRule(ctx, r.boss, key(), "Another", "One more."); err != nil || again != n+1 {
			t.Errorf("numbered %d: %v", again, err)
		}
		if err := r.SaveRule(ctx, r.boss, key(), rules.Rule{Number: 77, Title: "a", Words: "b"}); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("a rule that there is not: %v", err)
		}
		_, err = r.AddRule(ctx, r.boss, key(), " ", strings.Repeat("a", rules.MaxWords+1))
		if !wrongIn(err, "title") || !wrongIn(err, "words") {
			t.Errorf("without words: %v", err)
		}
	})
}

func TestReasonsAreChangedAddedAndRetired(t *testing.T) {
	each(t, func(r *room) {
		own := rules.Reason{Name: "It is spam", Report: "It is spam", Writer: "It looks like spam.", Reader: "It was spam.", Rule: 4, Default: rules.Hide}
		name, err := r.AddReason(ctx, r.boss, key(), own)
		if err != nil {
			t.Fatal(err)
		}
		got := r.book().Reason(name)
		if got.Name != own.Name || got.Reported != own.Name || got.Revision != 1 || got.Fixed() || !got.Offered() {
			t.Errorf("added %+v", got)
		}
		got.Grave, got.Writer = true, "We think that it is spam."
		if err := r.SaveReason(ctx, r.boss, key(), got); err != nil || !r.book().Grave(name) {
			t.Fatal(err)
		}
		if strings.Join(r.regraded, " ") != name {
			t.Errorf("the queue was told of %q", r.regraded)
		}
		if err := r.SaveReason(ctx, r.boss, key(), got); !errors.Is(err, db.ErrConflict) {
			t.Errorf("from an old page: %v", err)
		}
		if err := r.RetireReason(ctx, r.boss, key(), name, 2, true); err != nil {
			t.Fatal(err)
		}
		for _, offered := range r.book().ForReports() {
			if offered.Key == name {
				t.Error("a retired reason is offered")
			}
		}
		if r.book().Reason(name).Writer != "We think that it is spam." {
			t.Error("what was decided for it has no words any more")
		}
		if err := r.RetireReason(ctx, r.boss, key(), name, 3, false); err != nil || r.book().Reason(name).Retired {
			t.Error("it did not come back", err)
		}
		list, err := r.Revisions(ctx, rules.KindReason, name)
		if err != nil || len(list) != 4 || list[3].Reason.Writer != own.Writer || list[1].Reason.Retired != true {
			t.Errorf("wordings %+v, %v", list, err)
		}
		want := "rules.reason.add 0 " + name + ", rules.reason.words 0 " + name + ", rules.reason.retire 0 " + name + ", rules.reason.return 0 " + name
		if entries := r.entries(); entries != want {
			t.Errorf("register %q", entries)
		}
	})
}

func TestAReasonInUseStays(t *testing.T) {
	each(t, func(r *room) {
		if err := r.RetireReason(ctx, r.boss, key(), rules.Unlawful, 0, true); !wrongIn(err, "") {
			t.Errorf("the program's own reason was retired: %v", err)
		}
		unlawful := r.book().Reason(rules.Unlawful)
		unlawful.Writer = "We think that it is against the law."
		if err := r.SaveReason(ctx, r.boss, key(), unlawful); err != nil || r.book().Reason(rules.Unlawful).Writer != unlawful.Writer {
			t.Errorf("the program's own reason cannot be worded: %v", err)
		}
		if err := r.d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Insert("INSERT INTO watched_words (words, folded, act, reason, changed_at) VALUES ('x', 'x', 'hold', 'unkind', 1)")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := r.RetireReason(ctx, r.boss, key(), "unkind", 0, true); !wrongIn(err, "") || r.book().Reason("unkind").Retired {
			t.Errorf("a watched word gives a retired reason: %v", err)
		}
	})
}

func TestWhatAReasonMustSay(t *testing.T) {
	book := rules.Shipped()
	for _, r := range book.Reasons {
		if clean, err := book.CheckReason(r); err != nil || clean != r {
			t.Errorf("what the program brings is refused: %v, %+v", err, r)
		}
	}
	_, err := book.CheckReason(rules.Reason{Key: "own-1", Rule: 99, Default: "burn"})
	for _, field := range []string{"name", "report", "writer", "reader", "rule", "act"} {
		if !wrongIn(err, field) {
			t.Errorf("%s is not asked for: %v", field, err)
		}
	}
	first := book.Reason(rules.First)
	first.Report = "You wrote first"
	if clean, err := book.CheckReason(first); err != nil || clean.Report != "" {
		t.Errorf("a first contribution can be reported for being one: %+v, %v", clean, err)
	}
}

// Every key that the program uses is protected; a new one is not forgotten.
func TestTheProgramsReasonsAreFixed(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "rules.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || spec.Type != nil || len(spec.Values) != 1 {
			return true
		}
		if text, ok := spec.Values[0].(*ast.BasicLit); ok && text.Kind == token.STRING {
			found++
			if key := strings.Trim(text.Value, `"`); !rules.Shipped().Reason(key).Fixed() || !rules.Shipped().Known(key) {
				t.Errorf("%s is used by the program and can be retired", key)
			}
		}
		return true
	})
	if found < 11 {
		t.Errorf("only %d keys found", found)
	}
}

func TestOnlyAdministratorsChangeTheRules(t *testing.T) {
	each(t, func(r *room) {
		for _, a := range []people.Actor{
			people.Visitor,
			{ID: 1, Role: people.Member, State: people.Active},
			{ID: 1, Role: people.Editor, State: people.Active},
			{ID: 1, Role: people.Moderator, State: people.Active},
			{ID: 1, Role: people.Administrator, State: people.Suspended},
		} {
			_, err1 := r.AddRule(ctx, a, key(), "a", "b")
			_, err2 := r.AddReason(ctx, a, key(), rules.Shipped().Reason("unkind"))
			for i, err := range []error{
				err1, err2, r.SaveRule(ctx, a, key(), r.book().Rule(1)), r.RetireRule(ctx, a, key(), 1, 0, true),
				r.SaveReason(ctx, a, key(), r.book().Reason("unkind")), r.RetireReason(ctx, a, key(), "unkind", 0, true),
				r.SetContacts(ctx, a, key(), "", reachable()), r.Open(ctx, a, key(), rules.Confirmed{}), r.Pause(ctx, a, key(), "because"),
			} {
				if !errors.As(err, &db.Forbidden{}) {
					t.Errorf("%+v, %d: %v", a, i, err)
				}
			}
		}
		if got := r.entries(); got != "" {
			t.Errorf("register %q", got)
		}
	})
}

// Of many who change the same words at once, one does.
func TestOneOfManyAtOnceChangesARule(t *testing.T) {
	each(t, func(r *room) {
		rule := r.book().Rule(2)
		var mu sync.Mutex
		var wait sync.WaitGroup
		var stored, conflicts int
		for i := range 8 {
			wait.Go(func() {
				mine := rule
				mine.Words = strings.Repeat("a", i+1)
				err := r.SaveRule(context.Background(), r.boss, key(), mine)
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					stored++
				case errors.Is(err, db.ErrConflict):
					conflicts++
				default:
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if stored != 1 || conflicts != 7 {
			t.Errorf("%d stored, %d conflicts", stored, conflicts)
		}
	})
}
