package moderation_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"folkmoot/models/rules"
	"folkmoot/models/say"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/notify"
	"folkmoot/models/people"
)

var ctx = context.Background()

// room is a moderation store with people and a thread to use it on.
type room struct {
	*moderation.Store
	t      *testing.T
	now    *clock.Fixed
	thread int64
	ann    people.Actor // writes
	bob    people.Actor // reads and reports
	mia    people.Actor // moderates
	max    people.Actor // moderates too
}

func each(t *testing.T, test func(t *testing.T, r room)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		r := room{Store: &moderation.Store{DB: d}, t: t, now: now}
		r.ann, r.bob = r.person("Ann", people.Member), r.person("Bob", people.Member)
		r.mia, r.max = r.person("Mia", people.Moderator), r.person("Max", people.Administrator)
		r.write(func(tx *db.Tx) (err error) {
			r.thread, err = discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, Slug: "buses", Title: "Buses", CreatedBy: r.ann.ID})
			if err == nil {
				_, err = tx.Exec("UPDATE threads SET listed = 1 WHERE id = ?", r.thread)
			}
			return err
		})
		test(t, r)
	})
}

func (r room) write(do func(tx *db.Tx) error) {
	r.t.Helper()
	if err := r.DB.Write(ctx, do); err != nil {
		r.t.Fatal(err)
	}
}

func (r room) person(name string, role people.Role) people.Actor {
	r.t.Helper()
	var id int64
	r.write(func(tx *db.Tx) (err error) {
		id, err = tx.Insert(`INSERT INTO people (public_name, email, email_verified_at, role, created_at, changed_at) VALUES (?, ?, 1, ?, 1, 1)`,
			name, strings.ToLower(name)+"@place.example", role)
		return err
	})
	return people.Actor{ID: id, Name: name, Role: role, State: people.Active}
}

func (r room) say(by people.Actor, state discussion.State) int64 {
	r.t.Helper()
	var c discussion.Contribution
	r.write(func(tx *db.Tx) (err error) {
		reason := ""
		if state == discussion.Held {
			reason = rules.First
		}
		c, err = discussion.Add(tx, discussion.New{
			ThreadID: r.thread, Kind: discussion.Comment, AuthorID: by.ID, Who: people.Resident, State: state, Reason: reason,
			Body: discussion.Body{Source: "The bus is late", HTML: "<p>The bus is late</p>", Version: 1},
		})
		return err
	})
	return c.ID
}

func (r room) report(by people.Actor, id int64, reason string) int64 {
	r.t.Helper()
	report, err := r.Report(ctx, by, db.NewKey(by.ID), moderation.NewReport{Contribution: id, Reason: reason, Note: "Look"})
	if err != nil {
		r.t.Fatal(err)
	}
	return report
}

// seen is what a moderator has before them now.
func (r room) seen(id int64) moderation.Seen {
	r.t.Helper()
	record, err := r.Record(ctx, r.mia, id)
	if err != nil {
		r.t.Fatal(err)
	}
	return record.Seen
}

func (r room) decide(by people.Actor, id int64, act rules.Act, reason string) error {
	r.t.Helper()
	_, err := r.Decide(ctx, by, db.NewKey(by.ID), moderation.Decision{Contribution: id, Act: act, Reason: reason, Seen: r.seen(id)})
	return err
}

func (r room) number(query string, args ...any) int {
	r.t.Helper()
	n, err := db.Value[int](ctx, r.DB, query, args...)
	if err != nil {
		r.t.Fatal(err)
	}
	return n
}

// told gives what a person was told, the newest first.
func (r room) told(id int64) []string {
	r.t.Helper()
	words, err := db.Values[say.Text](ctx, r.DB, "SELECT words FROM notices WHERE person_id = ? ORDER BY id DESC", id)
	if err != nil {
		r.t.Fatal(err)
	}
	list := make([]string, len(words))
	for i, one := range words {
		list[i] = one.String()
	}
	return list
}

func (r room) published(id int64) bool {
	return r.number("SELECT COUNT(*) FROM contributions WHERE id = ? AND state = 'published'", id) == 1
}

func TestEveryActMovesTheStateAndItsCounters(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		steps := []struct {
			act    rules.Act
			reason string
			state  discussion.State
			count  int
		}{
			{rules.Ask, "names-someone", discussion.Asked, 0},
			{rules.Publish, "", discussion.Published, 1},
			{rules.Keep, "", discussion.Published, 1},
			{rules.Ask, "off-topic", discussion.Asked, 0},
			{rules.Hide, "unkind", discussion.Hidden, 0},
			{rules.Restore, "", discussion.Published, 1},
			{rules.Hide, "advert", discussion.Hidden, 0},
		}
		id := r.say(r.ann, discussion.Held)
		for i, step := range steps {
			r.now.Advance(time.Minute)
			if err := r.decide(r.mia, id, step.act, step.reason); err != nil {
				t.Fatalf("step %d, %s: %v", i, step.act, err)
			}
			record, err := r.Record(ctx, r.mia, id)
			if err != nil || record.State != step.state || record.Reason != step.reason {
				t.Fatalf("step %d, %s: %s because %q; %v", i, step.act, record.State, record.Reason, err)
			}
			if n := r.number("SELECT contribution_count FROM threads WHERE id = ?", r.thread); n != step.count {
				t.Errorf("step %d, %s: the thread counts %d", i, step.act, n)
			}
			if n := r.number("SELECT unread_notices FROM people WHERE id = ?", r.ann.ID); n != i+1 || len(r.told(r.ann.ID)) != n {
				t.Errorf("step %d, %s: %d unread of %d", i, step.act, n, len(r.told(r.ann.ID)))
			}
			if len(record.Done) != i+1 || len(record.Register) != i+1 || record.Register[0].Act != "moderation."+string(step.act) || record.Register[0].ActorID != r.mia.ID {
				t.Errorf("step %d, %s: %d decisions, register %+v", i, step.act, len(record.Done), record.Register)
			}
		}
		if _, err := audit.Seal(ctx, r.DB); err != nil {
			t.Fatal(err)
		}
		checked, err := audit.Verify(ctx, r.DB)
		if err != nil || checked.Sealed != int64(len(steps)) || checked.Unsealed != 0 || len(checked.Problems) != 0 {
			t.Errorf("the register: %+v %v", checked, err)
		}
		// Everything but Keep goes by mail too.
		if n := r.number("SELECT COUNT(*) FROM jobs WHERE kind = ?", notify.JobMail); n != len(steps)-1 {
			t.Errorf("%d mails wait", n)
		}
	})
}

func TestActsThatDoNotFitTheState(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		for _, state := range []discussion.State{discussion.Held, discussion.Asked, discussion.Published, discussion.Hidden, discussion.Deleted} {
			possible := map[rules.Act]bool{}
			for _, act := range moderation.ActsOn(state) {
				possible[act] = true
			}
			for _, act := range []rules.Act{rules.Publish, rules.Keep, rules.Ask, rules.Hide, rules.Restore} {
				id := r.say(r.ann, state)
				err := r.decide(r.mia, id, act, "unkind")
				if possible[act] && err != nil || !possible[act] && !errors.Is(err, db.ErrConflict) {
					t.Errorf("%s of something %s: %v", act, state, err)
				}
			}
		}
	})
}

func TestWhoMayDecide(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		editor := r.person("Eve", people.Editor)
		suspended := r.person("Sue", people.Moderator)
		suspended.State = people.Suspended
		own := r.say(r.mia, discussion.Published)
		anns := r.say(r.ann, discussion.Published)
		for name, c := range map[string]struct {
			actor people.Actor
			id    int64
			may   bool
		}{
			"a moderator":                    {r.mia, anns, true},
			"an administrator":               {r.max, anns, true},
			"a visitor":                      {people.Visitor, anns, false},
			"a member":                       {r.bob, anns, false},
			"the writer":                     {r.ann, anns, false},
			"an editor":                      {editor, anns, false},
			"a suspended moderator":          {suspended, anns, false},
			"a moderator on their own words": {r.mia, own, false},
			"another moderator on those":     {r.max, own, true},
		} {
			err := r.decide(c.actor, c.id, rules.Keep, "")
			if c.may && err != nil || !c.may && !errors.As(err, new(db.Forbidden)) {
				t.Errorf("%s: %v", name, err)
			}
			_, _, err = r.Queue(ctx, c.actor, moderation.Choice{Show: moderation.ToDo}, "")
			if (err == nil) != c.actor.CanModerate() {
				t.Errorf("%s reads the queue: %v", name, err)
			}
		}
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE contributions SET recorder_id = ? WHERE id = ?", r.max.ID, anns)
			return err
		})
		if err := r.decide(r.max, anns, rules.Hide, "unkind"); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("who typed it in decided about it: %v", err)
		}
		if record, err := r.Record(ctx, r.max, anns); err != nil || !record.Own || len(record.Acts) != 0 {
			t.Errorf("their own is offered: %+v %v", record.Acts, err)
		}
	})
}

func TestOfTwoModeratorsAtOnceOneWins(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		for _, act := range []rules.Act{rules.Hide, rules.Keep} {
			id := r.say(r.ann, discussion.Published)
			r.report(r.bob, id, "unkind")
			seen := r.seen(id)
			var wait sync.WaitGroup
			errs := make([]error, 6)
			for i := range errs {
				wait.Add(1)
				go func() {
					defer wait.Done()
					actor := []people.Actor{r.mia, r.max}[i%2]
					_, errs[i] = r.Decide(ctx, actor, db.NewKey(actor.ID), moderation.Decision{Contribution: id, Act: act, Reason: "unkind", Seen: seen})
				}()
			}
			wait.Wait()
			won := 0
			for _, err := range errs {
				switch {
				case err == nil:
					won++
				case !errors.Is(err, db.ErrConflict):
					t.Errorf("%s: %v", act, err)
				}
			}
			if won != 1 || r.number("SELECT COUNT(*) FROM decisions WHERE contribution_id = ?", id) != 1 {
				t.Errorf("%s: %d of %d decided", act, won, len(errs))
			}
			if n := r.number("SELECT open_reports FROM contributions WHERE id = ?", id); n != 0 {
				t.Errorf("%s: %d reports are open", act, n)
			}
		}
	})
}

func TestADecisionIsMadeOnWhatWasSeen(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.say(r.ann, discussion.Published)
		r.report(r.bob, id, "unkind")
		seen := r.seen(id)
		late := r.person("Lea", people.Member)
		r.report(late, id, "unlawful")
		keep := moderation.Decision{Contribution: id, Act: rules.Keep, Seen: seen}
		key := db.NewKey(r.mia.ID)
		first, err := r.Decide(ctx, r.mia, key, keep)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := r.Decide(ctx, r.mia, key, keep); again != first || err != nil {
			t.Errorf("sent twice: %d and %d, %v", first, again, err)
		}
		if n := r.number("SELECT open_reports FROM contributions WHERE id = ?", id); n != 1 {
			t.Errorf("%d reports are open: the one that came in between was not looked at", n)
		}
		if len(r.told(r.bob.ID)) != 1 || len(r.told(late.ID)) != 0 {
			t.Error("the wrong reporters were told")
		}
		seen = r.seen(id)
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE contributions SET revision = revision + 1 WHERE id = ?", id)
			return err
		})
		if _, err := r.Decide(ctx, r.mia, db.NewKey(r.mia.ID), moderation.Decision{Contribution: id, Act: rules.Hide, Reason: "unkind", Seen: seen}); !errors.Is(err, db.ErrConflict) {
			t.Errorf("decided about words that were changed: %v", err)
		}
		if !r.published(id) {
			t.Error("and it went through")
		}
	})
}

func TestADecisionNeedsAReasonAndAnAct(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.say(r.ann, discussion.Published)
		for name, d := range map[string]moderation.Decision{
			"act":     {Act: "burn"},
			"reason":  {Act: rules.Hide, Reason: rules.NoProblem},
			"message": {Act: rules.Hide, Reason: "unkind", Message: strings.Repeat("a", moderation.MaxMessage+1)},
		} {
			d.Contribution, d.Seen = id, r.seen(id)
			_, err := r.Decide(ctx, r.mia, db.NewKey(r.mia.ID), d)
			var wrong db.Invalid
			if !errors.As(err, &wrong) || wrong[name] == "" || len(wrong) != 1 {
				t.Errorf("%s: %v", name, err)
			}
		}
		if !r.published(id) {
			t.Error("one of them went through")
		}
	})
}

func TestWhatPeopleAreTold(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.say(r.ann, discussion.Published)
		r.report(r.bob, id, "unkind")
		visitor, err := r.Report(ctx, people.Visitor, db.NewKey(0), moderation.NewReport{Contribution: id, Reason: "unkind", Email: " Vera@Place.example "})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Answer(ctx, visitor); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("an answer before a decision: %v", err)
		}
		_, err = r.Decide(ctx, r.mia, db.NewKey(r.mia.ID), moderation.Decision{
			Contribution: id, Act: rules.Hide, Reason: "unkind", Message: "Say it without “fools”.", Seen: r.seen(id),
		})
		if err != nil {
			t.Fatal(err)
		}
		unkind := rules.From(ctx).Reason("unkind")
		told := strings.Join(r.told(r.ann.ID), "\n")
		for _, part := range []string{unkind.Writer, "house rule 3", "Say it without “fools”."} {
			if !strings.Contains(told, part) {
				t.Errorf("the writer was not told %q: %s", part, told)
			}
		}
		told = strings.Join(r.told(r.bob.ID), "\n")
		if !strings.Contains(told, "hidden") || strings.Contains(told, "fools") || strings.Contains(told, "Ann") {
			t.Errorf("the reporter was told %q", told)
		}
		letter, err := r.Answer(ctx, visitor)
		if err != nil || letter.To != "vera@place.example" || !strings.Contains(letter.Words.String(), "hidden") {
			t.Errorf("the visitor's mail: %+v %v", letter, err)
		}
		if err := r.Answered(ctx, visitor); err != nil {
			t.Fatal(err)
		}
		if r.number("SELECT COUNT(*) FROM reports WHERE reporter_email <> ''") != 0 {
			t.Error("the visitor's address is kept")
		}
		if n := r.number("SELECT COUNT(*) FROM jobs WHERE kind = ?", moderation.JobAnswer); n != 1 {
			t.Errorf("%d jobs to answer visitors", n)
		}
		mails := &notify.Store{DB: r.DB}
		notice, err := db.Value[int64](ctx, r.DB, "SELECT id FROM notices WHERE person_id = ?", r.ann.ID)
		if err != nil {
			t.Fatal(err)
		}
		letter, err = mails.Letter(ctx, notice)
		if err != nil || letter.To != "ann@place.example" || !strings.Contains(letter.Words.String(), unkind.Writer) || letter.Where != "Buses" {
			t.Errorf("the writer's mail: %+v %v", letter, err)
		}
	})
}

func TestReporting(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id, held := r.say(r.ann, discussion.Published), r.say(r.ann, discussion.Held)
		first := r.report(r.bob, id, "unkind")
		if again := r.report(r.bob, id, "unlawful"); again != first {
			t.Error("one person has two open reports")
		}
		reason, err := db.Value[string](ctx, r.DB, "SELECT reason FROM reports WHERE id = ?", first)
		if err != nil || reason != "unlawful" {
			t.Errorf("the second thought was lost: %s %v", reason, err)
		}
		key := db.NewKey(0)
		for range 2 {
			if _, err := r.Report(ctx, people.Visitor, key, moderation.NewReport{Contribution: id, Reason: "advert"}); err != nil {
				t.Fatal(err)
			}
		}
		if n := r.number("SELECT open_reports FROM contributions WHERE id = ?", id); n != 2 {
			t.Errorf("%d open reports", n)
		}
		for name, c := range map[string]struct {
			actor people.Actor
			n     moderation.NewReport
			want  error
		}{
			"what is held":    {r.bob, moderation.NewReport{Contribution: held, Reason: "unkind"}, db.ErrNotFound},
			"what is nowhere": {r.bob, moderation.NewReport{Contribution: 999, Reason: "unkind"}, db.ErrNotFound},
		} {
			if _, err := r.Report(ctx, c.actor, db.NewKey(c.actor.ID), c.n); !errors.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := r.Report(ctx, r.ann, db.NewKey(r.ann.ID), moderation.NewReport{Contribution: id, Reason: "unkind"}); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("one's own: %v", err)
		}
		for field, n := range map[string]moderation.NewReport{
			"reason": {Reason: "no-problem"},
			"note":   {Reason: "unkind", Note: "\xff"},
			"email":  {Reason: "unkind", Email: "nobody"},
		} {
			n.Contribution = id
			_, err := r.Report(ctx, people.Visitor, db.NewKey(0), n)
			var wrong db.Invalid
			if !errors.As(err, &wrong) || wrong[field] == "" {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}

func TestTheQueueIsInOrderAndCounted(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		var want []int64
		for range 12 {
			r.now.Advance(time.Minute)
			want = append(want, r.say(r.ann, discussion.Held))
		}
		r.now.Advance(time.Minute)
		reported := r.say(r.ann, discussion.Published)
		r.report(r.bob, reported, "off-topic")
		r.now.Advance(time.Minute)
		grave := r.say(r.ann, discussion.Published)
		r.report(r.bob, grave, "off-topic")
		r.report(r.mia, grave, "unlawful")
		asked := r.say(r.ann, discussion.Held)
		if err := r.decide(r.mia, asked, rules.Ask, "unkind"); err != nil {
			t.Fatal(err)
		}
		want = append(append([]int64{grave}, want...), reported)
		read := func(filter moderation.Filter) (ids []int64) {
			for after := ""; ; {
				cases, next, err := r.Queue(ctx, r.mia, moderation.Choice{Show: filter}, after)
				if err != nil {
					t.Fatal(err)
				}
				for _, c := range cases {
					ids = append(ids, c.ID)
				}
				if after = next; next == "" {
					return ids
				}
			}
		}
		for filter, want := range map[moderation.Filter][]int64{
			moderation.ToDo: want, moderation.Held: want[1:13], moderation.Reported: {grave, reported}, moderation.Asked: {asked},
		} {
			got := read(filter)
			if len(got) != len(want) {
				t.Fatalf("%q: %v, want %v", filter, got, want)
			}
			for i := range got {
				if got[i] != want[i] {
					t.Fatalf("%q: %v, want %v", filter, got, want)
				}
			}
		}
		cases, _, err := r.Queue(ctx, r.mia, moderation.Choice{Show: moderation.ToDo}, "")
		if err != nil {
			t.Fatal(err)
		}
		if c := cases[0]; !c.Grave || c.Main != "unlawful" || len(c.Reports) != 2 || c.History.Published != 2 || c.History.Asked != 1 || c.Title != "Buses" {
			t.Errorf("the first case: %+v", c)
		}
		counts, err := r.Counts(ctx, r.mia, clock.Of(dbtest.Morning))
		if err != nil || counts.Held != 12 || counts.Reported != 2 || counts.Asked != 1 || counts.Done != 1 || counts.ToDo() != 14 || counts.Oldest != clock.Of(dbtest.Morning.Add(time.Minute)) {
			t.Errorf("%+v %v", counts, err)
		}
		if _, _, err := r.Queue(ctx, r.mia, moderation.Choice{Show: moderation.ToDo}, "forged"); !errors.As(err, new(db.Invalid)) {
			t.Errorf("a forged mark: %v", err)
		}
		for _, filter := range []moderation.Filter{moderation.ToDo, moderation.Reported} {
			if _, _, err := r.Queue(ctx, r.mia, moderation.Choice{Show: filter}, db.EncodeCursor(map[string]int64{"Rank": 1 << 40})); !errors.Is(err, db.ErrNotFound) {
				t.Errorf("a mark of no rank: %v", err)
			}
		}
	})
}

func TestWhatItsWriterTookBackIsAnsweredToo(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.say(r.ann, discussion.Published)
		r.report(r.bob, id, "unlawful")
		r.write(func(tx *db.Tx) error {
			_, err := discussion.SetState(tx, id, discussion.Deleted, "", discussion.Published)
			return err
		})
		cases, _, err := r.Queue(ctx, r.mia, moderation.Choice{Show: moderation.Reported}, "")
		if err != nil || len(cases) != 1 {
			t.Fatalf("%d cases, %v", len(cases), err)
		}
		if err := r.decide(r.mia, id, rules.Keep, ""); err != nil {
			t.Fatal(err)
		}
		if told := r.told(r.bob.ID); len(told) != 1 || !strings.Contains(told[0], "taken it back") {
			t.Errorf("the reporter was told %q", told)
		}
		if len(r.told(r.ann.ID)) != 0 {
			t.Error("the writer was told about what they took back")
		}
	})
}

func TestDoneAndUndo(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		var ids []int64
		for range moderation.PageSize + 3 {
			r.now.Advance(time.Minute)
			id := r.say(r.ann, discussion.Published)
			if err := r.decide(r.mia, id, rules.Hide, "advert"); err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		}
		page, next, err := r.DoneSince(ctx, r.max, clock.Of(dbtest.Morning), "")
		if err != nil || len(page) != moderation.PageSize || next == "" || page[0].Contribution != ids[len(ids)-1] {
			t.Fatalf("%d, %q, %v", len(page), next, err)
		}
		rest, next, err := r.DoneSince(ctx, r.max, clock.Of(dbtest.Morning), next)
		if err != nil || len(rest) != 3 || next != "" || rest[2].Contribution != ids[0] {
			t.Fatalf("%d, %q, %v", len(rest), next, err)
		}
		if undo := page[0].Undo(); undo != rules.Restore {
			t.Fatalf("undo %q", undo)
		}
		if err := r.decide(r.max, ids[0], rules.Restore, ""); err != nil || !r.published(ids[0]) {
			t.Fatal(err)
		}
		record, err := r.Record(ctx, r.max, ids[0])
		if err != nil || record.Done[0].Undo() != rules.Hide || record.Done[1].Undo() != "" {
			t.Errorf("%+v %v", record.Done, err)
		}
	})
}
