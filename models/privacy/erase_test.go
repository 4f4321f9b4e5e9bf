package privacy_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/insight"
	"folkmoot/models/people"
	"folkmoot/models/privacy"
	"folkmoot/models/queue"
	"folkmoot/models/received"
	"folkmoot/models/search"
	"folkmoot/models/snapshots"
)

// room is the store on one engine, with two people: the first is nobody in particular, the second is to be erased.
type room struct {
	*privacy.Store
	t   *testing.T
	db  *db.DB
	now *clock.Fixed
}

const (
	somebody = int64(1)
	leaving  = int64(2)
	claimed  = int64(3) // whose words the second claimed
)

func each(t *testing.T, do func(t *testing.T, r room)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		accounts := people.New(d, people.Options{Compose: func(_ context.Context, l people.Letter) people.Writing {
			return people.Writing{Subject: string(l.Kind), Text: l.Link, HTML: "<p>" + l.Link + "</p>"}
		}})
		t.Cleanup(accounts.Close)
		r := room{&privacy.Store{DB: d, Zone: time.UTC, People: accounts, Snapshots: snapshots.New(d, time.UTC)}, t, d, now}
		r.exec("INSERT INTO people (id, public_name, email, state, created_at, changed_at) VALUES (1, 'Tom', 't@example.org', 'active', 1, 1), (2, 'Ann', 'a@example.org', 'active', 2, 2), (3, 'Mrs H', NULL, 'recorded', 3, 3)")
		r.exec("UPDATE people SET claimed_by = 2 WHERE id = 3")
		if d.Engine == db.Postgres {
			r.exec("SELECT setval(pg_get_serial_sequence('people', 'id'), 2000)")
		}
		do(t, r)
	})
}

func (r room) exec(query string, args ...any) {
	r.t.Helper()
	must(r.t, r.db.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(query, args...); return err }))
}

func (r room) count(query string, args ...any) int64 {
	r.t.Helper()
	n, err := db.Value[int64](ctx, r.db, query, args...)
	must(r.t, err)
	return n
}

// plant fills every table with rows of everybody's; the words of whoever leaves, and of whom they claimed, begin with the
// canary.
func (r room) plant() *gardener {
	model, _ := dbtest.SQLite(r.t)
	g := &gardener{t: r.t, d: r.db, tables: schema(r.t, model), made: map[string]int64{}, mark: "somebody", words: map[string]string{}}
	g.person(somebody)
	g.mark = canary
	g.words = map[string]string{}
	g.person(leaving)
	words := g.words
	g.words = map[string]string{}
	theirs := g.row("contributions", claimed)
	words["claimed"] = g.words["contributions.body_md"]
	g.words = words
	email, err := db.Value[string](ctx, r.db, "SELECT email FROM people WHERE id = ?", leaving)
	must(r.t, err)
	must(r.t, r.db.Write(ctx, func(tx *db.Tx) error {
		return queue.Enqueue(tx, "mail", map[string]string{"To": email, "Subject": canary})
	}))
	for _, mail := range []received.Mail{ // what they answered by mail, and what a mail server sent back
		{From: email, Words: canary, Token: received.Token{Purpose: received.ToAnswer, Person: somebody}},
		{From: "other@example.org", Words: canary, Failed: []string{email}, Token: received.Token{Purpose: received.ToReturn, Person: leaving}},
	} {
		mail.Digest = []byte(mail.From)
		must(r.t, received.Later(ctx, r.db, mail))
	}
	r.exec("INSERT INTO jobs (kind, payload, state, run_at, last_error, created_at) VALUES ('notify.mail', '{}', 'failed', 1, ?, 1)", "550 no such user: "+email)
	r.exec("INSERT INTO attachments (contribution_id, file_id, position, covered_at, kept_title, kept_alt) SELECT CAST(? AS BIGINT), id, 1, 1, CAST(? AS TEXT), CAST(? AS TEXT) FROM files WHERE person_id = ?",
		theirs, canary+".jpg", canary, leaving)
	r.exec(`INSERT INTO sign_in_links (token_hash, email, purpose, public_name, next_path, created_at, expires_at) VALUES (?, ?, 'sign-in', ?, ?, 1, 1)`,
		[]byte("l"), email, canary, "/"+canary)
	r.exec(`INSERT INTO sealed_words (contribution_id, revision, why, body_md, proposed, title, sealed_at) VALUES (?, 1, 'cover', ?, ?, ?, 1)`, theirs, canary, canary, canary)
	r.exec("INSERT INTO person_notes (person_id, words, written_at) VALUES (?, ?, 1)", leaving, canary)
	r.exec("INSERT INTO contribution_revisions (contribution_id, revision, body_md, evidence, written_by, written_at) VALUES (?, 1, ?, '', ?, 1)", theirs, canary+" before", claimed)
	must(r.t, search.NewIndexer(r.db).CatchUp(ctx))
	heard := insight.New(r.db, time.UTC)
	_, err = heard.Figures(ctx, insight.Scope{})
	must(r.t, err)
	_, err = heard.CatchUpCopies(ctx)
	must(r.t, err)
	return g
}

func (r room) actor() people.Actor {
	return people.Actor{ID: leaving, State: people.Active, Role: people.Member, SessionID: r.count("SELECT MAX(id) FROM sessions WHERE person_id = ?", leaving)}
}

// erase erases whoever leaves, and does every job that follows.
func (r room) erase(how privacy.How) {
	r.t.Helper()
	r.exec("UPDATE sessions SET created_at = ?, second_at = ? WHERE person_id = ?", r.now.Now(), r.now.Now(), leaving)
	must(r.t, r.Erase(ctx, r.actor(), db.NewKey(leaving), "", how))
	r.work()
}

// work does the jobs of erasing until none is left.
func (r room) work() {
	r.t.Helper()
	for range 20 {
		r.now.Advance(time.Hour)
		jobs, err := queue.Claim(ctx, r.db, 10)
		must(r.t, err)
		if len(jobs) == 0 {
			return
		}
		for _, job := range jobs {
			switch job.Kind {
			case privacy.JobErase:
				var one privacy.Erasing
				must(r.t, json.Unmarshal(job.Payload, &one))
				must(r.t, r.Finish(ctx, one))
			case privacy.JobScrub:
				must(r.t, r.Scrub(ctx))
			}
			must(r.t, queue.Finish(ctx, r.db, job))
		}
	}
	r.t.Fatal("the work has no end")
}

// found looks for a word in every row of every table.
func (r room) found(word string) (where []string) {
	r.t.Helper()
	tables := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if r.db.Engine == db.Postgres {
		tables = "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = 'public'"
	}
	names, err := db.Values[string](ctx, r.db, tables)
	must(r.t, err)
	for _, table := range names {
		rows, err := r.db.Query(ctx, "SELECT * FROM "+table)
		must(r.t, err)
		columns, _ := rows.Columns()
		for rows.Next() {
			values, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			must(r.t, rows.Scan(into...))
			for i, v := range values {
				text := fmt.Sprint(v)
				if raw, ok := v.([]byte); ok {
					text = string(raw)
				}
				if strings.Contains(strings.ToLower(text), word) {
					where = append(where, table+"."+columns[i]+": "+text)
				}
			}
		}
		must(r.t, rows.Err())
		rows.Close()
	}
	return where
}

// bytesFound looks for a word in the bytes that the engine keeps on disk.
func (r room) bytesFound(word string) (where []string) {
	r.t.Helper()
	if r.db.Engine == db.SQLite {
		files, err := filepath.Glob(filepath.Join(filepath.Dir(r.db.Source), "*"))
		must(r.t, err)
		for _, file := range files {
			raw, err := os.ReadFile(file)
			must(r.t, err)
			if bytes.Contains(bytes.ToLower(raw), []byte(word)) {
				where = append(where, filepath.Base(file))
			}
		}
		return where
	}
	pool, err := sql.Open("pgx", r.db.Source)
	must(r.t, err)
	defer pool.Close()
	_, err = pool.Exec("CHECKPOINT")
	must(r.t, err)
	rows, err := pool.Query("SELECT relname, pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class WHERE relkind IN ('r', 't', 'i') AND pg_relation_filepath(oid) LIKE 'base/%'")
	must(r.t, err)
	defer rows.Close()
	for rows.Next() {
		var name string
		var raw []byte
		must(r.t, rows.Scan(&name, &raw))
		if bytes.Contains(bytes.ToLower(raw), []byte(word)) {
			where = append(where, name)
		}
	}
	must(r.t, rows.Err())
	return where
}

// patience is how long other connections are waited for.
const patience = 200 * time.Millisecond

// Whoever has their words removed is in no table, in no byte of the database and in no search any more.
func TestNotOneByteIsLeft(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.plant()
		for _, table := range []string{"people.", "contributions.body_md", "drafts.", "jobs.payload", "search", "sealed_words."} {
			if !strings.Contains(strings.Join(r.found(canary), "\n"), table) {
				t.Fatalf("nothing was planted in %s: this test sees nothing", table)
			}
		}
		if len(r.bytesFound(canary)) == 0 {
			t.Fatal("no byte was planted: this test sees nothing")
		}
		r.erase(privacy.Remove)
		_, err := insight.New(r.db, time.UTC).Figures(ctx, insight.Scope{})
		must(t, err)
		for _, where := range r.found(canary) {
			t.Errorf("left behind: %s", where)
		}
		if r.db.Engine == db.Postgres { // which writes tables afresh only when it is told to
			pool, err := sql.Open("pgx", r.db.Source)
			must(t, err)
			defer pool.Close()
			for range 20 { // it keeps what a connection that just opens may still read
				_, err = pool.Exec("VACUUM FULL")
				if must(t, err); len(r.bytesFound(canary)) == 0 {
					break
				}
				time.Sleep(patience)
			}
		} else {
			must(t, r.Scrub(ctx)) // what was counted since
		}
		for _, where := range r.bytesFound(canary) {
			t.Errorf("its bytes are left in %s", where)
		}
		if len(r.found("somebodycontributionsbodymd")) == 0 || len(r.found("somebodypeoplepublicname")) == 0 {
			t.Error("somebody else was erased too")
		}
	})
}

// Words that stay say nothing of who wrote them.
func TestWordsStayWithoutAName(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		g := r.plant()
		r.erase(privacy.Anonymise)
		_, err := insight.New(r.db, time.UTC).Figures(ctx, insight.Scope{})
		must(t, err)
		body := g.words["contributions.body_md"]
		if r.count("SELECT COUNT(*) FROM contributions WHERE body_md = ? AND state = 'published'", body) != 1 {
			t.Error("the words are gone")
		}
		stay := []string{
			"contributions.body_", "contribution_revisions.", "contributions.who", "contributions.language", "threads.", "thread_people.who",
			"suggestions.", "search_", "files.alt", "hearing_facts.who", "hearing_counts.who: kanarienvogelcontributionswho", "hearing_people.who: kanarienvogelcontributionswho",
		}
		for _, where := range r.found(canary) {
			ok := false
			for _, one := range stay {
				ok = ok || strings.HasPrefix(where, one)
			}
			if !ok {
				t.Errorf("left behind: %s", where)
			}
		}
		if r.count("SELECT COUNT(*) FROM people WHERE id IN (2, 3) AND state = 'erased' AND public_name = ?", people.NameOfLeft) != 2 {
			t.Error("who they were stays")
		}
	})
}

// What somebody reported or asked before they left is kept until it is answered, and no longer.
func TestWhatWaitsForAnAnswerGoesAfterIt(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.plant()
		r.exec("UPDATE reports SET state = 'open' WHERE reporter_id = ?", leaving)
		r.exec("UPDATE privacy_requests SET state = 'open' WHERE person_id = ?", leaving)
		r.erase(privacy.Remove)
		must(t, r.Answered(ctx))
		if before := strings.Join(r.found(canary), "\n"); !strings.Contains(before, "reports.note") || !strings.Contains(before, "privacy_requests.words") || !strings.Contains(before, "privacy_requests.contact") {
			t.Fatalf("gone before it was answered: %s", before)
		}
		r.exec("UPDATE reports SET state = 'settled' WHERE reporter_id = ?", leaving)
		r.exec("UPDATE privacy_requests SET state = 'done', decided_at = ? WHERE person_id = ?", r.now.Now(), leaving)
		must(t, r.Answered(ctx))
		if all := strings.Join(r.found(canary), "\n"); strings.Contains(all, "reports.note") || !strings.Contains(all, "privacy_requests.contact") {
			t.Errorf("once it is answered there are, though the letter has not left: %s", all)
		}
		r.now.Advance(8 * 24 * time.Hour)
		must(t, r.Answered(ctx))
		if left := r.found(canary); len(left) != 0 {
			t.Errorf("left behind: %v", left)
		}
		if r.count("SELECT COUNT(*) FROM reports WHERE note <> ''") == 0 {
			t.Error("what somebody else reported is gone too")
		}
	})
}
