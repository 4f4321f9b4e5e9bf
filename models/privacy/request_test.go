package privacy_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/privacy"
)

var ada = people.Actor{ID: somebody, Role: people.Administrator, State: people.Active}

// A request runs from the day on which it came to its answer, with the clocks that the law sets.
func TestARequestIsAnswered(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.exec("UPDATE people SET role = 'administrator', email_verified_at = 1 WHERE id = ?", somebody)
		form := privacy.NewRequest{Kind: privacy.Complain, Name: "Zoe", Contact: "zoe@example.org", Words: "My name stands there"}
		key := db.NewKey(0)
		id, code, err := r.Ask(ctx, people.Visitor, key, form)
		must(t, err)
		if again, same, err := r.Ask(ctx, people.Visitor, key, form); again != id || same != code || err != nil {
			t.Errorf("sent again it is %d %s, %v", again, same, err)
		}
		found, err := r.ByCode(ctx, code)
		must(t, err)
		if due := found.DueAt.In(time.UTC).Format("2006-01-02 15:04"); found.ID != id || due != "2026-12-22 00:00" {
			t.Errorf("it is due %s: %+v", due, found)
		}
		if r.count("SELECT COUNT(*) FROM notices WHERE person_id = ? AND link = ?", somebody, privacy.RequestPath(id)) != 1 {
			t.Error("no administrator is told")
		}
		var forbidden db.Forbidden
		if _, err := r.Request(ctx, people.Actor{ID: 9, Role: people.Moderator, State: people.Active}, id); !errors.As(err, &forbidden) {
			t.Error("a moderator reads it:", err)
		}
		if l, err := r.Letter(ctx, privacy.Writing{Request: id, What: privacy.LetterReceived}); err != nil || l.To != "zoe@example.org" || l.ToName != "" {
			t.Errorf("an address that nobody checked is sent what a stranger typed: %q, %v", l.ToName, err)
		}
		letter := func(what privacy.LetterKind) string {
			t.Helper()
			l, err := r.Letter(ctx, privacy.Writing{Request: id, What: what})
			must(t, err)
			return l.To + " " + l.Words.String()
		}
		must(t, r.Take(ctx, ada, db.NewKey(ada.ID), id))
		must(t, r.Acknowledge(ctx, ada, db.NewKey(ada.ID), id))
		if err := r.Acknowledge(ctx, ada, db.NewKey(ada.ID), id); !errors.Is(err, db.ErrConflict) {
			t.Error("acknowledged twice:", err)
		}
		if got := letter(privacy.LetterAcknowledged); !strings.HasPrefix(got, "zoe@example.org ") || !strings.Contains(got, "We have what you asked us") {
			t.Error(got)
		}
		var invalid db.Invalid
		if err := r.Extend(ctx, ada, db.NewKey(ada.ID), id, " "); !errors.As(err, &invalid) {
			t.Error("more time without a reason:", err)
		}
		must(t, r.Extend(ctx, ada, db.NewKey(ada.ID), id, "There are many pages"))
		if got, _ := r.ByCode(ctx, code); got.DueAt.In(time.UTC).Format("2006-01-02") != "2027-02-22" || !strings.Contains(letter(privacy.LetterExtended), "many pages") {
			t.Errorf("with more time: %+v", got)
		}
		must(t, r.Remind(ctx))
		if r.count("SELECT COUNT(*) FROM notices WHERE words LIKE '%within a week%'") != 0 {
			t.Error("reminded long before")
		}
		r.now.Advance(90 * 24 * time.Hour)
		must(t, r.Remind(ctx))
		must(t, r.Remind(ctx))
		if r.count("SELECT COUNT(*) FROM notices WHERE words LIKE '%within a week%'") != 1 {
			t.Error("not reminded once")
		}
		if err := r.Decide(ctx, ada, db.NewKey(ada.ID), id, privacy.RequestOpen, ""); !errors.As(err, &invalid) || len(invalid) != 2 {
			t.Error("decided without words:", err)
		}
		must(t, r.Decide(ctx, ada, db.NewKey(ada.ID), id, privacy.RequestPartly, "We took the name out"))
		if got, _ := r.ByCode(ctx, code); got.State != privacy.RequestPartly || !strings.Contains(letter(privacy.LetterDecided), "took the name out") {
			t.Errorf("decided: %+v", got)
		}
		late, _, err := r.Ask(ctx, people.Visitor, db.NewKey(0), form)
		must(t, err)
		r.now.Advance(35 * 24 * time.Hour)
		if err := r.Extend(ctx, ada, db.NewKey(ada.ID), late, "We forgot"); !errors.As(err, &invalid) {
			t.Error("more time once the month is over:", err)
		}
		must(t, r.Decide(ctx, ada, db.NewKey(ada.ID), late, privacy.RequestRefused, "It was late"))
		if f, err := r.Figures(ctx); err != nil || f.Asked != 2 || f.Answered != 2 || f.InTime != 1 {
			t.Errorf("in numbers: %+v, %v", f, err)
		}
		log := 0
		must(t, r.EachLogged(ctx, ada, func(l privacy.Logged) error { log++; return nil }))
		if log != 2 {
			t.Errorf("%d in the log", log)
		}
	})
}

func TestWhatIsWrongWithARequest(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		var invalid db.Invalid
		if _, _, err := r.Ask(ctx, people.Visitor, db.NewKey(0), privacy.NewRequest{}); !errors.As(err, &invalid) || len(invalid) != 4 {
			t.Error("an empty one:", err)
		}
		if _, _, err := r.TypeIn(ctx, ada, db.NewKey(ada.ID), privacy.NewRequest{Kind: privacy.AskCopy, Name: "Zoe", Contact: "a letter", Words: "All", Received: "2027-01-01"}); !errors.As(err, &invalid) || invalid["received"] == "" {
			t.Error("it came in the future:", err)
		}
		id, _, err := r.TypeIn(ctx, ada, db.NewKey(ada.ID), privacy.NewRequest{Kind: privacy.AskCopy, Name: "Zoe", Contact: "1 High Street", Words: "All", Received: "2026-10-31"})
		must(t, err)
		got, err := r.Request(ctx, ada, id)
		if err != nil || got.DueAt.In(time.UTC).Format("2006-01-02") != "2026-12-01" || got.ByMail() || got.Recorder != "Tom" {
			t.Errorf("typed in: %+v, %v", got, err)
		}
	})
}
