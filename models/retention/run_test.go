package retention_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/queue"
	"folkmoot/models/retention"
)

// room is the store on one engine, with two people and a discussion.
type room struct {
	*retention.Store
	t   *testing.T
	now *clock.Fixed
}

func each(t *testing.T, do func(t *testing.T, r room)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		r := room{&retention.Store{DB: d, Zone: time.UTC}, t, now}
		r.exec("INSERT INTO people (id, public_name, email, role, state, unread_notices, created_at, changed_at) VALUES (1, 'Ada', 'a@example.org', 'administrator', 'active', 0, 1, 1), (2, 'Ben', 'b@example.org', 'member', 'active', 2, 2, 2)")
		r.exec("INSERT INTO threads (id, kind, slug, title, kept_title, created_by, last_at, created_at) VALUES (1, 'discussion', 'x', 'x', 'A title', 2, 1, 1)")
		do(t, r)
	})
}

func (r room) exec(query string, args ...any) {
	r.t.Helper()
	r.must(r.DB.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(query, args...); return err }))
}

func (r room) must(err error) {
	if err != nil {
		r.t.Helper()
		r.t.Fatal(err)
	}
}

func (r room) count(query string, args ...any) int {
	r.t.Helper()
	n, err := db.Value[int](ctx, r.DB, query, args...)
	r.must(err)
	return n
}

// ago is a moment some days before now.
func (r room) ago(days int) clock.Instant {
	return r.now.Now().Add(-time.Duration(days) * retention.Day)
}

// said plants a contribution by Ben.
func (r room) said(id int, kind, state string, at clock.Instant) {
	r.exec(`INSERT INTO contributions (id, thread_id, seq, root_seq, path, depth, kind, author_id, body_md, body_html, html_version, state, state_at, created_at)
		VALUES (?, 1, ?, ?, ?, 0, ?, 2, 'Words', '<p>Words</p>', 1, ?, ?, ?)`, id, id, id, string(rune('a'+id)), kind, state, at, at)
}

// plant makes, for each kind, something that is over and something that is not, and something that is over and has to wait.
func (r room) plant() {
	day := r.ago
	for i, at := range []clock.Instant{day(4000), day(1)} {
		n, key := i+1, []byte{byte('a' + i)}
		r.exec("INSERT INTO sessions (person_id, token_hash, created_at, last_seen_at, expires_at) VALUES (2, ?, ?, ?, ?)", key, at, at, day(-90))
		r.exec("INSERT INTO sign_in_links (token_hash, email, purpose, created_at, expires_at) VALUES (?, 'z@example.org', 'join', ?, ?)", key, at, at.Add(retention.Day))
		r.exec("INSERT INTO drafts (token_hash, place, fields, created_at, changed_at) VALUES (?, '/', '{}', ?, ?)", key, at, at)
		r.exec("INSERT INTO ceremonies (token_hash, kind, data, created_at, expires_at) VALUES (?, 'second', '{}', ?, ?)", key, at, at.Add(2*retention.Day))
		r.exec("INSERT INTO devices (person_id, token_hash, first_at, last_at) VALUES (2, ?, ?, ?)", key, at, at)
		r.exec("INSERT INTO notices (id, person_id, kind, words, created_at) VALUES (?, 2, 'decision', 'Words', ?)", n, at)
		r.exec("INSERT INTO jobs (kind, payload, state, run_at, created_at) VALUES ('mail', '{}', 'failed', ?, ?)", at, at)
		r.exec("INSERT INTO received_mails (digest, person_id, outcome, received_at) VALUES (?, 2, 'posted', ?)", key, at)
		r.exec("INSERT INTO marks (person_id, kind, words, why, given_at, ended_at) VALUES (2, 'practitioner', 'Nurse', 'Seen', ?, ?)", at, at)
		r.exec("INSERT INTO limits (bucket, window_start, used) VALUES (?, ?, 1)", string(key), at)
		r.exec("INSERT INTO command_keys (key_hash, said, result, created_at) VALUES (?, ?, 1, ?)", append([]byte("k"), key...), string(key), at)
		r.exec("INSERT INTO spreads (kind, object_id, created_at, done_at) VALUES ('said', ?, ?, ?)", n, at, at)
		r.exec("INSERT INTO files (name, person_id, kind, title, bytes, digest, created_at) VALUES (?, 2, 'png', 'Mine', 1, ?, ?)", "n"+string(rune('a'+i)), key, at)
		r.exec("INSERT INTO threads (id, kind, slug, title, last_at, created_at) VALUES (?, 'discussion', 'y', 'y', 1, 1)", 10+n)
		r.exec("INSERT INTO read_marks (person_id, thread_id, seq, changed_at) VALUES (2, ?, 1, ?)", 10+n, at)
		r.said(n, []string{"opening", "reply"}[i], "hidden", at)
		r.said(10+n, "reply", "deleted", at)
		r.exec(`INSERT INTO contributions (id, thread_id, seq, root_seq, path, depth, kind, author_id, body_md, body_html, html_version, state, state_at, created_at, edited_at)
			VALUES (?, 1, ?, ?, 'e', 0, 'reply', 2, 'New', 'New', 1, 'published', ?, ?, ?)`, 20+n, 20+n, 20+n, at, at, at)
		r.exec("INSERT INTO reports (contribution_id, reporter_id, reason, note, state, created_at) VALUES (?, 2, 'spam', 'Look', 'settled', ?)", n, at)
		r.exec("INSERT INTO person_notes (person_id, words, written_by, written_at) VALUES (2, 'Hm', 1, ?)", at)
		r.exec("INSERT INTO second_opinions (contribution_id, asked_by, question, asked_at, words, given_at) VALUES (?, 1, 'Hm?', ?, 'Yes', ?)", 20+n, at, at)
		r.exec("INSERT INTO sanctions (person_id, kind, reason, message, made_at) VALUES (2, 'warn', 'spam', 'Do not', ?)", at)
		r.exec("INSERT INTO appeals (kind, person_id, words, due_at, state, decided_at, outcome, created_at) VALUES ('inaction', 2, 'Please', ?, 'refused', ?, 'No', ?)", at, at, at)
		r.exec("INSERT INTO privacy_requests (kind, person_id, words, received_at, due_at, state, decided_at, outcome) VALUES ('copy', 2, 'All', ?, ?, 'done', ?, 'Here')", at, at, at)
		r.exec("INSERT INTO sealed_words (contribution_id, revision, why, body_md, sealed_at) VALUES (?, 1, 'cover', 'Secret', ?)", 20+n, at)
		r.exec("INSERT INTO contribution_revisions (contribution_id, revision, body_md, evidence, written_by, written_at) VALUES (?, 1, 'Old', '', 2, ?)", 20+n, at)
	}
	// What somebody still has to look at waits, however old it is.
	r.said(31, "reply", "deleted", r.ago(4000))
	r.exec("INSERT INTO cases (contribution_id, kind, rank, since) VALUES (31, 'reported', 1, 1)")
	r.said(32, "reply", "hidden", r.ago(4000))
	r.exec("INSERT INTO appeals (kind, contribution_id, person_id, words, due_at, created_at) VALUES ('decision', 32, 2, 'Please', 1, 1)")
	r.exec("INSERT INTO privacy_requests (kind, person_id, words, received_at, due_at) VALUES ('copy', 2, 'Open', 1, 1)")
}

// planted are the kinds of which plant makes something.
var planted = []string{
	"sessions", "links", "drafts", "ceremonies", "devices", "reading", "notices", "outbox", "received", "marks", "limits", "sent-forms", "wordings", "withdrawn", "hidden", "covered",
	"unsent-files", "reports", "notes", "opinions", "sanctions", "appeals", "requests", "spread",
}

// What the preview says goes, what goes, and what the certificate says has gone, are the same rows; what is young or has
// to wait stays.
func TestWhatIsOverGoesAndIsCertified(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.plant()
		settings, err := r.Settings(ctx)
		r.must(err)
		for _, kind := range planted {
			before, err := r.Preview(ctx, admin, kind, settings[kind].Kept)
			r.must(err)
			if before.Goes != 1 || before.There < 2 {
				t.Errorf("%s: the preview says %+v", kind, before)
			}
			r.must(r.Run(ctx, kind))
			after, err := r.Preview(ctx, admin, kind, settings[kind].Kept)
			r.must(err)
			if after.Goes != 0 || after.There != before.There-1 {
				t.Errorf("%s: after it the preview says %+v, before it %+v", kind, after, before)
			}
			list, err := r.Certificates(ctx, admin, kind, 0)
			r.must(err)
			k, _ := retention.Find(kind)
			if len(list) != 1 || list[0].Removed != 1 || list[0].Kept != settings[kind].Kept || (list[0].MadeAt == 0) != k.Often {
				t.Errorf("%s: the certificates are %+v", kind, list)
			}
		}
		for query, want := range map[string]int{
			"SELECT COUNT(*) FROM contributions WHERE id IN (1, 11) AND body_md = '' AND body_html = ''":                     2,
			"SELECT COUNT(*) FROM contributions WHERE id IN (2, 12, 31, 32) AND body_md = 'Words'":                           4,
			"SELECT COUNT(*) FROM threads WHERE kept_title IS NOT NULL":                                                      0,
			"SELECT unread_notices FROM people WHERE id = 2":                                                                 1,
			"SELECT COUNT(*) FROM reports WHERE note = '' AND reporter_id IS NULL AND reason = 'spam'":                       1,
			"SELECT COUNT(*) FROM privacy_requests WHERE words = '' AND person_id IS NULL AND state = 'done'":                1,
			"SELECT COUNT(*) FROM privacy_requests WHERE words = 'Open'":                                                     1,
			"SELECT COUNT(*) FROM jobs WHERE kind = 'files.remove'":                                                          1,
			"SELECT COUNT(*) FROM register WHERE act = 'retention.run' AND actor_id IS NULL AND details LIKE '%\"rows\":1%'": 18,
		} {
			if got := r.count(query); got != want {
				t.Errorf("%s: %d, not %d", query, got, want)
			}
		}
		var forbidden db.Forbidden
		for id, gone := range map[int64]bool{1: true, 2: false} {
			if err := r.DB.Write(ctx, func(tx *db.Tx) error {
				_, err := discussion.SetState(tx, id, discussion.Published, "", discussion.Hidden)
				return err
			}); errors.As(err, &forbidden) != gone {
				t.Errorf("letting %d be read again: %v", id, err)
			}
		}
		r.now.Advance(25 * time.Hour)
		r.must(r.Run(ctx, "limits"))
		list, err := r.Certificates(ctx, admin, "limits", 0)
		r.must(err)
		if c, err := r.Certificate(ctx, admin, list[0].ID); err != nil || c.MadeAt == 0 || c.Entry == 0 {
			t.Errorf("what gathered for a day is not certified: %+v, %v", c, err)
		}
	})
}

// A run that is cut off goes on where it was, and the certificate counts each row once.
func TestARunThatIsCutOffGoesOn(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		const rows = 250
		r.must(r.DB.Write(ctx, func(tx *db.Tx) error {
			for range rows {
				if _, err := tx.Exec("INSERT INTO notices (person_id, kind, words, created_at, read_at) VALUES (2, 'decision', 'x', ?, 1)", r.ago(400)); err != nil {
					return err
				}
			}
			return nil
		}))
		cut, stop := context.WithCancel(ctx)
		r.DB.OnCommit(func([]string) { stop() })
		if err := r.Run(cut, "notices"); !errors.Is(err, context.Canceled) {
			t.Fatalf("it was not cut off: %v", err)
		}
		left := r.count("SELECT COUNT(*) FROM notices")
		if left == 0 || left == rows || r.count("SELECT removed FROM certificates WHERE made_at IS NULL") != rows-left {
			t.Fatalf("%d are left when it is cut off", left)
		}
		r.now.Advance(time.Hour)
		r.must(r.Run(ctx, "notices"))
		list, err := r.Certificates(ctx, admin, "", 0)
		r.must(err)
		if len(list) != 1 || list[0].Removed != rows || list[0].MadeAt == 0 || r.count("SELECT COUNT(*) FROM notices") != 0 {
			t.Errorf("the certificates say %+v", list)
		}
	})
}

// A shorter time waits for a week, and can be taken back until then; a longer one holds at once; a hold stops everything.
func TestChoosingHowLong(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		choose := func(days int) { t.Helper(); r.must(r.Choose(ctx, admin, db.NewKey(1), "notices", days)) }
		now := func() retention.Setting {
			t.Helper()
			all, err := r.Settings(ctx)
			r.must(err)
			return all["notices"]
		}
		choose(100)
		if s := now(); retention.Days(s.Kept) != 365 || retention.Days(s.Next) != 100 || s.NextAt != r.now.Now().Add(retention.Wait) {
			t.Errorf("a shorter time holds at once: %+v", s)
		}
		choose(365)
		if s := now(); s.NextAt != 0 || retention.Days(s.Kept) != 365 {
			t.Errorf("taken back it is %+v", s)
		}
		choose(100)
		r.now.Advance(retention.Wait)
		if s := now(); s.NextAt != 0 || retention.Days(s.Kept) != 100 {
			t.Errorf("after the wait it is %+v", s)
		}
		choose(200)
		if s := now(); s.NextAt != 0 || retention.Days(s.Kept) != 200 {
			t.Errorf("a longer time waits: %+v", s)
		}
		if n := r.count("SELECT COUNT(*) FROM register WHERE act = 'retention.change'"); n != 4 {
			t.Errorf("%d entries in the register", n)
		}
		var invalid db.Invalid
		var forbidden db.Forbidden
		for _, days := range []int{89, 1096, -1} {
			if err := r.Choose(ctx, admin, db.NewKey(1), "notices", days); !errors.As(err, &invalid) || invalid["days"] == "" {
				t.Errorf("%d days: %v", days, err)
			}
		}
		for _, kind := range []string{"sessions", "concerns", "words", "nonsense"} {
			if err := r.Choose(ctx, admin, db.NewKey(1), kind, 100); !errors.Is(err, db.ErrNotFound) {
				t.Errorf("%s can be chosen: %v", kind, err)
			}
		}
		mod := people.Actor{ID: 2, Role: people.Moderator, State: people.Active}
		if err := r.Choose(ctx, mod, db.NewKey(2), "notices", 100); !errors.As(err, &forbidden) {
			t.Errorf("a moderator chooses: %v", err)
		}
		if err := r.Hold(ctx, mod, db.NewKey(2), "notices", "A court"); !errors.As(err, &forbidden) {
			t.Errorf("a moderator holds: %v", err)
		}
		if err := r.Hold(ctx, admin, db.NewKey(1), "notices", " "); !errors.As(err, &invalid) {
			t.Errorf("a hold without a reason: %v", err)
		}
		r.exec("INSERT INTO notices (person_id, kind, words, created_at, read_at) VALUES (2, 'decision', 'x', ?, 1)", r.ago(400))
		r.must(r.Hold(ctx, admin, db.NewKey(1), "notices", "The court asks for them"))
		r.must(r.Run(ctx, "notices"))
		if s := now(); !s.Held() || s.HeldBy != "Ada" || s.HeldWhy != "The court asks for them" || r.count("SELECT COUNT(*) FROM notices") != 1 {
			t.Errorf("a hold stops nothing: %+v", s)
		}
		r.must(r.Release(ctx, admin, db.NewKey(1), "notices"))
		r.must(r.Run(ctx, "notices"))
		if now().Held() || r.count("SELECT COUNT(*) FROM notices") != 0 {
			t.Error("it is still held")
		}
	})
}

// Each kind is looked at when its turn is, once.
func TestEachKindHasItsTurn(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		round := func() (kinds int) {
			t.Helper()
			r.must(r.Due(ctx))
			r.must(r.Due(ctx))
			for {
				jobs, err := queue.Claim(ctx, r.DB, 10)
				r.must(err)
				if len(jobs) == 0 {
					return kinds
				}
				for _, job := range jobs {
					kinds++
					r.must(queue.Finish(ctx, r.DB, job))
				}
			}
		}
		timed, often := 0, 0
		for _, k := range retention.Kinds {
			if k.Timed() {
				timed++
			}
			if k.Often {
				often++
			}
		}
		if got := round(); got != timed {
			t.Errorf("%d of %d kinds have their turn", got, timed)
		}
		for _, k := range retention.Kinds {
			if k.Timed() {
				r.must(r.Run(ctx, k.Key))
			}
		}
		if got := round(); got != 0 {
			t.Errorf("%d have another turn at once", got)
		}
		r.now.Advance(time.Hour)
		if got := round(); got != often {
			t.Errorf("%d have a turn after an hour, not %d", got, often)
		}
	})
}
