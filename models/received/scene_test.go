package received_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/models/received"
)

var ctx = context.Background()

// scene is a place where Ann asked something (contribution 101) and said more (102), and Bob answered (103); and what it
// wrote back.
type scene struct {
	*received.Store
	t       *testing.T
	now     *clock.Fixed
	letters []received.Letter
}

func newScene(t *testing.T, d *db.DB, now *clock.Fixed) *scene {
	t.Helper()
	site, err := url.Parse("https://talk.example.org")
	if err != nil {
		t.Fatal(err)
	}
	talk := discussion.NewStore(d, discussion.HoldNone)
	t.Cleanup(talk.Close)
	crowd := people.New(d, people.Options{BaseURL: site})
	t.Cleanup(crowd.Close)
	s := &scene{t: t, now: now, Store: &received.Store{
		DB: d, People: crowd, Discussions: talk, Guides: &guide.Store{DB: d, Talk: talk, Zone: time.UTC},
		Reader:  received.Reader{Addresses: addresses(t, "talk+*@example.org"), Trusted: "mx.example.org", Home: received.HomeOf(site)},
		BaseURL: site,
	}}
	s.Compose = func(_ context.Context, l received.Letter) (people.Writing, error) {
		s.letters = append(s.letters, l)
		return people.Writing{Subject: "Your answer", Text: l.Why.String() + "\n" + l.Words}, nil
	}
	for _, statement := range []string{
		`INSERT INTO people (id, public_name, email, email_verified_at, published_count, first_published_at, created_at, changed_at)
			VALUES (1, 'Ann', 'ann@example.com', 1, 5, 1, 1, 1), (2, 'Bob', 'bob@example.com', 1, 5, 1, 1, 1)`,
		"INSERT INTO groups (id, slug, name, access, created_at, changed_at) VALUES (1, 'g', 'G', 'open', 1, 1)",
		"INSERT INTO threads (id, kind, group_id, slug, title, last_at, created_at, last_seq, opening_id) VALUES (1, 'discussion', 1, 'a', 'Buses', 1, 1, 3, 101)",
		`INSERT INTO contributions (id, thread_id, parent_id, seq, root_seq, path, depth, kind, author_id, body_md, body_html, html_version, state, state_at, published_at, created_at)
			VALUES (101, 1, NULL, 1, 1, '00001', 0, 'opening', 1, 'x', 'x', 1, 'published', 1, 1, 1), (102, 1, NULL, 2, 2, '00002', 0, 'comment', 1, 'x', 'x', 1, 'published', 1, 1, 1),
			(103, 1, 102, 3, 2, '0000200003', 1, 'reply', 2, 'x', 'x', 1, 'published', 1, 1, 1)`,
	} {
		s.exec(statement)
	}
	return s
}

func (s *scene) exec(statement string) {
	s.t.Helper()
	if err := s.DB.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(statement); return err }); err != nil {
		s.t.Fatalf("%s: %v", statement, err)
	}
}

// address is where Ann answers a contribution.
func (s *scene) address(contribution int64) string {
	return s.Reader.Addresses.Answer(1, contribution, s.DB.Clock.Now())
}

// mail writes a mail of Ann's with further headers or others instead.
func mail(to, words string, headers ...string) []byte {
	head := []string{"From: Ann <Ann@Example.COM>", "To: " + to, "Message-ID: <" + db.NewToken() + "@mail.example.com>", "Subject: Re: Somebody answered you", "Content-Type: text/plain; charset=utf-8"}
	for _, h := range headers {
		name, _, _ := strings.Cut(h, ":")
		for i, old := range head {
			if strings.HasPrefix(old, name+":") {
				head[i] = ""
			}
		}
		head = append(head, h)
	}
	var out strings.Builder
	for _, h := range head {
		if h != "" {
			out.WriteString(h + "\r\n")
		}
	}
	return []byte(out.String() + "\r\n" + strings.ReplaceAll(strings.ReplaceAll(words, "\r\n", "\n"), "\n", "\r\n"))
}

// take hands a mail over, and tells what became of it.
func (s *scene) take(to string, raw []byte) received.Result {
	s.t.Helper()
	r, err := s.Take(ctx, received.Incoming{Raw: raw, To: to})
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// said counts what came in by mail, and gives the newest of it.
func (s *scene) said() (n int, newest string) {
	s.t.Helper()
	err := s.DB.QueryRow(ctx, "SELECT COUNT(*), COALESCE(MAX(body_md), '') FROM contributions WHERE channel = 'email'").Scan(&n, &newest)
	if err != nil {
		s.t.Fatal(err)
	}
	return n, newest
}

// mailed counts the mails that wait in the outbox.
func (s *scene) mailed() int {
	s.t.Helper()
	n, err := db.Value[int](ctx, s.DB, "SELECT COUNT(*) FROM jobs WHERE kind = 'mail'")
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}
