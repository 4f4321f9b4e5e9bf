package defamation_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/defamation"
	"folkmoot/models/discussion"
	"folkmoot/models/retention"
	"folkmoot/models/say"
)

// mailed counts the mails about notices that moderators get, and the notices on the site.
func (r room) mailed() (mails, told int) {
	r.t.Helper()
	r.must(r.DB.QueryRow(ctx, `SELECT (SELECT COUNT(*) FROM jobs WHERE kind = 'notice'), (SELECT COUNT(*) FROM notices WHERE person_id = ?)`, r.mia.ID).Scan(&mails, &told))
	return mails, told
}

// Many notices about the same words are all taken, and do not drown those who deal with them.
func TestManyNoticesAboutTheSameWords(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		words := r.say(r.ann)
		var ids []int64
		for i := range 12 {
			n := full(words)
			n.Email = fmt.Sprintf("zoe%d@example.org", i)
			ids = append(ids, r.file(n))
		}
		mails, told := r.mailed()
		if mails != 1 || told != 5 {
			t.Errorf("%d mails and %d notices to a moderator", mails, told)
		}
		again := full(words)
		again.Email = "ZOE3@example.org"
		_, err := r.File(ctx, r.ann, db.NewKey(r.ann.ID), again)
		if wrong := (db.Invalid{}); !errors.As(err, &wrong) || !strings.Contains(wrong[""].String(), "are dealing with it") {
			t.Errorf("sent again: %v", err)
		}
		if n, err := r.Others(ctx, ids[0]); n != 11 || err != nil {
			t.Errorf("%d others, %v", n, err)
		}
		// They stand together, where the first of them is due.
		r.file(full(r.say(r.ann)))
		open, _, err := r.List(ctx, r.mia)
		r.must(err)
		if len(open) != 13 || open[0].Others != 11 || open[12].Others != 0 || open[12].Contribution == words {
			t.Errorf("%+v", open)
		}
		// They are reminded of together, and end together.
		r.now.Set(date("2026-11-24 08:00"))
		r.must(r.Remind(ctx))
		reminded, err := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM notices WHERE person_id = ? AND words LIKE 'A step about%'", r.mia.ID)
		if reminded != 2 || err != nil {
			t.Errorf("reminded %d times, %v", reminded, err)
		}
		if also, err := r.Also(ctx, r.mia, r.notice(ids[4])); len(also) != 11 || err != nil {
			t.Errorf("beside it stand %d, %v", len(also), err)
		}
		r.must(r.Remove(ctx, r.mia, db.NewKey(r.mia.ID), ids[4]))
		for _, id := range ids {
			if n := r.notice(id); n.State != defamation.Removed || r.mails(id, "removed") == "" {
				t.Errorf("notice %d is %s", id, n.State)
			}
		}
		entries, err := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM register WHERE act = 'defamation.remove'")
		if entries != 12 || err != nil {
			t.Errorf("%d entries, %v", entries, err)
		}
	})
}

func TestNobodyIsFloodedWithThanks(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		for range 15 {
			r.file(full(r.say(r.ann)))
		}
		thanks, err := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM jobs WHERE kind = ?", defamation.JobMail)
		if mails, told := r.mailed(); mails != 5 || told != 15 || thanks != 5 || err != nil {
			t.Errorf("moderators get %d mails and %d notices, who complains %d, %v", mails, told, thanks, err)
		}
	})
}

func onPaper(contribution int64) defamation.OnPaper {
	p := defamation.OnPaper{New: full(contribution), How: defamation.ByLetter, Address: "1 High Street", Day: "2026-11-20", Hour: "17:59"}
	p.Email = ""
	return p
}

func TestANoticeThatCameByLetter(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		words := r.say(r.ann)
		r.now.Set(date("2026-11-23 10:00")) // a Monday; it came on Friday evening
		r.write(func(tx *db.Tx) error { _, err := tx.Exec("UPDATE contributions SET created_at = 1"); return err })
		max := r.person("Max", "moderator", "active")
		id, err := r.Record(ctx, max, db.NewKey(max.ID), onPaper(words))
		r.must(err)
		n := r.notice(id)
		if step, due := r.next(id); step != defamation.StepContact || due != date("2026-11-24 17:59") || n.Recorder != "Max" || n.How != defamation.ByLetter {
			t.Errorf("%s by %s, %+v", step, due, n)
		}
		if post := say.Join(r.ByPost(n)...).String(); !strings.Contains(post, "We have it.") {
			t.Errorf("by post: %s", post)
		}
		r.must(r.Contact(ctx, r.mia, db.NewKey(r.mia.ID), id))
		if post := say.Join(r.ByPost(r.notice(id))...).String(); !strings.Contains(post, "We have written to who wrote the words") || !strings.Contains(post, "We did not give them your name") {
			t.Errorf("by post: %s", post)
		}
		if l, err := r.Letter(ctx, defamation.Mailing{Notice: id, What: "poster-asked"}); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("mailed to nobody: %+v, %v", l, err)
		}
		// What it lacks it is sent back for, like any other.
		lacking := onPaper(r.say(r.ann))
		lacking.Day, lacking.Hour = "2026-11-23", "10:00"
		lacking.Name, lacking.Why, lacking.Unknown, lacking.MayPass = "", " ", "", ""
		id, err = r.Record(ctx, max, db.NewKey(max.ID), lacking)
		r.must(err)
		if lacks := r.notice(id).Lacks(); !slices.Equal(lacks, []string{"name", "email", "why", "unknown"}) {
			t.Errorf("it lacks %v", lacks)
		}
		r.must(r.SendBack(ctx, r.mia, db.NewKey(r.mia.ID), id, []string{"why"}))
		if post := say.Join(r.ByPost(r.notice(id))...).String(); !strings.Contains(post, "why they are defamatory of you") {
			t.Errorf("by post: %s", post)
		}
		known, err := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM register WHERE act = 'defamation.file' AND actor_id = ? AND details LIKE '%letter%'", max.ID)
		if known != 2 || err != nil {
			t.Errorf("%d entries, %v", known, err)
		}
		// An address on paper goes the way of all others.
		r.now.Set(date("2032-11-25 10:00"))
		r.must((&retention.Store{DB: r.DB, Zone: r.Zone}).Run(ctx, "defamation"))
		if n := r.notice(id); n.Address != "" || n.Statement != "" {
			t.Errorf("kept for good: %+v", n)
		}
	})
}

func TestWhatIsTypedInFromPaper(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		words, own := r.say(r.ann), r.say(r.mia)
		for name, c := range map[string]struct {
			change func(p *defamation.OnPaper)
			field  string
		}{
			"no way":          {func(p *defamation.OnPaper) { p.How = "" }, "how"},
			"on the site":     {func(p *defamation.OnPaper) { p.How = defamation.OnSite }, "how"},
			"no day":          {func(p *defamation.OnPaper) { p.Day = "Friday" }, "day"},
			"no time":         {func(p *defamation.OnPaper) { p.Hour = "" }, "day"},
			"in the future":   {func(p *defamation.OnPaper) { p.Hour = "18:01" }, "day"},
			"before the word": {func(p *defamation.OnPaper) { p.Day = "2026-11-19" }, "day"},
			"no address":      {func(p *defamation.OnPaper) { p.Address = "" }, "address"},
			"half an email":   {func(p *defamation.OnPaper) { p.Email = "zoe@" }, "email"},
			"far too much":    {func(p *defamation.OnPaper) { p.Wrong = strings.Repeat("x", 4001) }, "wrong"},
		} {
			p := onPaper(words)
			p.Hour = "18:00"
			c.change(&p)
			var wrong db.Invalid
			if _, err := r.Record(ctx, r.mia, db.NewKey(r.mia.ID), p); !errors.As(err, &wrong) || wrong[c.field] == "" {
				t.Errorf("%s: %v", name, err)
			}
		}
		p := onPaper(own)
		p.Hour = "18:00"
		if _, err := r.Record(ctx, r.mia, db.NewKey(r.mia.ID), p); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("about their own words: %v", err)
		}
		p.Contribution = words
		if _, err := r.Record(ctx, r.ann, db.NewKey(r.ann.ID), p); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("by a member: %v", err)
		}
		p.Contribution = 999
		if _, err := r.Record(ctx, r.mia, db.NewKey(r.mia.ID), p); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("about nothing: %v", err)
		}
		// What is hidden already can be complained about on paper: the answer is that it is removed.
		r.write(func(tx *db.Tx) error {
			_, err := discussion.SetState(tx, words, discussion.Hidden, "unkind")
			return err
		})
		p.Contribution = words
		if _, err := r.Record(ctx, r.mia, db.NewKey(r.mia.ID), p); err != nil {
			t.Error(err)
		}
	})
}

// Who complains is told within the same time that the poster was written to, as the schedule of the Regulations asks.
func TestWhoComplainsIsToldThatThePosterWasWrittenTo(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		id := r.file(full(r.say(r.ann)))
		r.must(r.Contact(ctx, r.mia, db.NewKey(r.mia.ID), id))
		mail := r.mails(id, "poster-asked")
		for _, want := range []string{"We have written to who wrote the words", "midnight at the end of Wednesday 25 November 2026", "We did not give them your name or your address."} {
			if !strings.Contains(mail, want) {
				t.Errorf("%q is not in %q", want, mail)
			}
		}
		queued, err := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM jobs WHERE kind = ? AND payload LIKE '%poster-asked%'", defamation.JobMail)
		if queued != 1 || err != nil {
			t.Errorf("%d mails, %v", queued, err)
		}
	})
}
