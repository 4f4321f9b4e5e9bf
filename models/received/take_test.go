package received_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/people"
	"folkmoot/models/received"
	"folkmoot/models/retention"
)

func TestAnAnswerByMailIsPostedOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		s := newScene(t, d, now)
		to := s.address(103)
		raw := mail(to, "I would take the bus.\n\nOn Mon, 1 Jun 2026 at 09:30, Our place <no-reply@talk.example.org> wrote:\n> Hello Ann,\n")
		first := s.take(to, raw)
		var thread, parent, author int64
		var channel, kind, body string
		err := d.QueryRow(ctx, "SELECT thread_id, parent_id, author_id, channel, kind, body_md FROM contributions WHERE id = ?", first.Contribution).
			Scan(&thread, &parent, &author, &channel, &kind, &body)
		if err != nil || first.Outcome != received.Posted || thread != 1 || parent != 103 || author != 1 || channel != "email" || kind != "reply" || body != "I would take the bus." {
			t.Fatalf("%+v %v: %d %d %d %s %s %q", first, err, thread, parent, author, channel, kind, body)
		}
		if again := s.take(strings.ToUpper(to), raw); again != first {
			t.Errorf("taken twice, it is %+v", again)
		}
		s.exec("DELETE FROM received_mails") // the program stopped after the words were posted
		if again := s.take(to, raw); again != first {
			t.Errorf("taken again after a crash, it is %+v", again)
		}
		if n, _ := s.said(); n != 1 || s.mailed() != 0 || len(s.letters) != 0 {
			t.Errorf("%d answers, %d mails", n, s.mailed())
		}
		if r := s.take("talk@example.org", mail(to, "To the opening post, by an alias.")); r.Outcome != received.Posted {
			t.Errorf("by the headers alone: %+v", r)
		}
		if r := s.take(s.address(101), mail(s.address(101), "To all.")); r.Outcome != received.Posted {
			t.Errorf("to the opening post: %+v", r)
		}
		if children, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM contributions WHERE parent_id = 103"); err != nil || children != 2 {
			t.Errorf("%d answers to Bob, %v", children, err)
		}
		now.Advance(received.AnswerFor + 11*24*time.Hour)
		if err := (&retention.Store{DB: d}).Run(ctx, "received"); err != nil {
			t.Fatal(err)
		}
		if n, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM received_mails"); err != nil || n != 0 {
			t.Errorf("%d mails are remembered, %v", n, err)
		}
	})
}

func TestWhoseMailIsNotPosted(t *testing.T) {
	for name, c := range map[string]struct {
		headers []string
		words   string
		outcome received.Outcome
		why     string
	}{
		"from somebody else":                   {[]string{"From: Bob <bob@example.com>"}, "", received.Refused, "not-their-address"},
		"from two people":                      {[]string{"From: ann@example.com, bob@example.com"}, "", received.Refused, "not-their-address"},
		"with the address as a name":           {[]string{`From: "ann@example.com" <eve@example.net>`}, "", received.Refused, "not-their-address"},
		"from nobody":                          {[]string{"From: x"}, "", received.Refused, "not-their-address"},
		"against the policy of its domain":     {[]string{"Authentication-Results: mx.example.org; dmarc=fail header.from=example.com; spf=pass smtp.mailfrom=x"}, "", received.Refused, "forged"},
		"neither signed nor sent by its own":   {[]string{"Authentication-Results: mx.example.org; spf=fail smtp.mailfrom=x; dkim=fail header.d=example.com"}, "", received.Refused, "forged"},
		"as a stranger's server found":         {[]string{"Authentication-Results: mx.example.net; dmarc=fail"}, "", received.Posted, ""},
		"forwarded, and signed":                {[]string{"Authentication-Results: mx.example.org; spf=fail smtp.mailfrom=x; dkim=pass header.d=example.com; dmarc=pass header.from=example.com"}, "", received.Posted, ""},
		"an automatic answer":                  {[]string{"Auto-Submitted: auto-replied (vacation)"}, "", received.Ignored, "auto-submitted"},
		"sent by a person, and saying so":      {[]string{"Auto-Submitted: no"}, "", received.Posted, ""},
		"in bulk":                              {[]string{"Precedence: bulk"}, "", received.Ignored, "precedence"},
		"by a list":                            {[]string{"List-Id: <x.example.org>"}, "", received.Ignored, "list"},
		"by an absence":                        {[]string{"X-Autoreply: yes"}, "", received.Ignored, "auto-reply"},
		"without a sender":                     {[]string{"Return-Path: <>"}, "", received.Ignored, "no-sender"},
		"our own mail, come round":             {[]string{"Message-ID: <notice-1@talk.example.org>"}, "", received.Ignored, "loop"},
		"a mail that was here already":         {[]string{"X-Loop: talk.example.org"}, "", received.Ignored, "loop"},
		"away, and only the subject says so":   {[]string{"Subject: Out of office hours buses"}, "", received.Posted, ""},
		"away, by subject and words":           {[]string{"Subject: Automatic reply: Somebody answered you"}, "I am on annual leave until Monday.", received.Ignored, "away"},
		"with nothing but the quotation":       {nil, "> Hello Ann", received.Returned, "no-words"},
		"with more than fits":                  {nil, strings.Repeat("Buses. ", 4000), received.Returned, "rule"},
		"with a part that says it is a report": {[]string{"Content-Type: multipart/report; boundary=x"}, "--x\n\nhello\n--x--", received.Ignored, "report"},
	} {
		t.Run(name, func(t *testing.T) {
			d, now := dbtest.SQLite(t)
			s := newScene(t, d, now)
			words := c.words
			if words == "" {
				words = "I would take the bus."
			}
			r := s.take(s.address(103), mail(s.address(103), words, c.headers...))
			if r.Outcome != c.outcome || r.Why != c.why {
				t.Errorf("%+v", r)
			}
			posted, letters := 0, 0
			if c.outcome == received.Posted {
				posted = 1
			}
			if c.outcome == received.Returned {
				letters = 1
			}
			if n, _ := s.said(); n != posted || s.mailed() != letters {
				t.Errorf("%d answers, %d mails", n, s.mailed())
			}
		})
	}
}

func TestWhatMayNotBeSaidComesBackWithItsWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		s := newScene(t, d, now)
		for _, c := range []struct{ name, change, back, says string }{
			{"closed", "UPDATE threads SET state = 'closed'", "UPDATE threads SET state = 'open'", "closed"},
			{"locked", "UPDATE threads SET locked_at = 1, locked_reason = 'It went round in circles.'", "UPDATE threads SET locked_at = NULL, locked_reason = ''", "circles"},
			{"silenced", "UPDATE people SET silenced_until = 99999999999999 WHERE id = 1", "UPDATE people SET silenced_until = NULL WHERE id = 1", ""},
			{"on hold", "UPDATE people SET state = 'suspended' WHERE id = 1", "UPDATE people SET state = 'active' WHERE id = 1", "on hold"},
			{"hidden", "UPDATE contributions SET state = 'hidden' WHERE id = 103", "UPDATE contributions SET state = 'published' WHERE id = 103", "taken down"},
		} {
			before := len(s.letters)
			s.exec(c.change)
			r := s.take(s.address(103), mail(s.address(103), "My own words."))
			if r.Outcome != received.Returned || len(s.letters) != before+1 {
				t.Fatalf("%s: %+v, %d letters", c.name, r, len(s.letters)-before)
			}
			l := s.letters[before]
			if l.Words != "My own words." || l.Name != "Ann" || !strings.Contains(l.Why.String(), c.says) || l.Why == "" {
				t.Errorf("%s: %+v", c.name, l)
			}
			s.exec(c.back)
		}
		to, err := db.Value[string](ctx, d, "SELECT payload FROM jobs WHERE kind = 'mail' LIMIT 1")
		if err != nil || !strings.Contains(to, `"To":"ann@example.com"`) || !strings.Contains(to, "auto-replied") {
			t.Errorf("%s %v", to, err)
		}
		// Past the limit of letters nothing is sent, and nothing is kept.
		s.exec("UPDATE threads SET private = 1")
		rows, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM received_mails")
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if r := s.take(s.address(103), mail(s.address(103), "Again.")); r.Outcome != received.Ignored {
				t.Errorf("past the limit: %+v", r)
			}
		}
		if n, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM received_mails"); err != nil || n != rows || s.mailed() != 5 {
			t.Errorf("%d rows, before %d, %d mails, %v", n, rows, s.mailed(), err)
		}
		now.Advance(2 * time.Hour)
		if r := s.take(s.address(103), mail(s.address(103), "Again.")); r.Outcome != received.Returned || !strings.Contains(s.letters[len(s.letters)-1].Why.String(), "not there any more") {
			t.Errorf("out of a private group: %+v %+v", r, s.letters[len(s.letters)-1])
		}
		if n, _ := s.said(); n != 0 {
			t.Errorf("%d were posted", n)
		}
	})
}

// Who has to agree to something first finds their words in the box where they meant to say them, and the letter leads there.
func TestWordsOfWhoHasToAgreeFirstAreKeptWhereTheyMeantThem(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		s := newScene(t, d, now)
		for _, statement := range []string{
			"INSERT INTO guides (id, slug, title, created_at, changed_at) VALUES (1, 'our-guide', 'Our guide', 1, 1)",
			"INSERT INTO threads (id, kind, slug, title, last_at, created_at, last_seq) VALUES (5, 'chapter', 'roles', 'Roles', 1, 1, 2)",
			"INSERT INTO chapters (id, guide_id, thread_id, slug, number, title, created_at) VALUES (1, 1, 5, 'roles', 1, 'Roles', 1)",
			"INSERT INTO versions (id, chapter_id, number, body_md, digest, published_by, published_at) VALUES (1, 1, 1, 'x', 'd', 2, 1), (2, 1, 2, 'x', 'd', 2, 1)",
			"INSERT INTO blocks (id, chapter_id, created_at) VALUES (7, 1, 1)",
			"INSERT INTO version_blocks (version_id, position, block_id, number, kind, source, html, html_version, text) VALUES (1, 1, 7, 1, 'paragraph', 'a', 'a', 1, 'a'), (2, 1, 7, 3, 'paragraph', 'a', 'a', 1, 'a')",
			"UPDATE chapters SET version_id = 2",
			`INSERT INTO contributions (id, thread_id, parent_id, seq, root_seq, path, depth, kind, author_id, body_md, body_html, html_version, state, state_at, published_at, created_at, block_id)
				VALUES (201, 5, NULL, 1, 1, '00001', 0, 'comment', 2, 'x', 'x', 1, 'published', 1, 1, 1, 7), (202, 5, NULL, 2, 2, '00002', 0, 'comment', 2, 'x', 'x', 1, 'published', 1, 1, 1, NULL)`,
			"INSERT INTO anchors (contribution_id, chapter_id, version_id, block_id, now_version_id, now_block_id) VALUES (201, 1, 1, 7, 2, 7), (202, 1, 1, NULL, 2, NULL)",
			"INSERT INTO policies (kind, number, changes, asks, made_at) VALUES ('rules', 2, 'New', 1, 2)",
		} {
			s.exec(statement)
		}
		for to, place := range map[int64]string{
			103: "/discussions/1/answers?to=103",
			201: "/guides/our-guide/roles/versions/2/paragraphs/3/comments?to=201",
			202: "/guides/our-guide/roles/versions/2/paragraphs/whole/comments?to=202",
		} {
			before, raw := len(s.letters), mail(s.address(to), "My **own** words.")
			if r := s.take(s.address(to), raw); r.Outcome != received.Returned || len(s.letters) != before+1 {
				t.Fatalf("%d: %+v, %d letters", to, r, len(s.letters)-before)
			}
			drafts, err := s.People.OwnDraftsAt(ctx, people.Actor{ID: 1, State: people.Active}, place)
			if err != nil || len(drafts) != 1 || drafts[0].Fields["body"] != "My **own** words." {
				t.Fatalf("%d: %+v %v", to, drafts, err)
			}
			if l := s.letters[before]; l.Link != place+"&draft="+strconv.FormatInt(drafts[0].ID, 10) || !strings.Contains(l.Why.String(), "We have kept your words") || l.Words != "My **own** words." {
				t.Errorf("%+v", l)
			}
		}
		if n, _ := s.said(); n != 0 {
			t.Errorf("%d were posted", n)
		}
	})
}

func TestAnAddressThatIsTooOldIsAnsweredAndOneThatIsNotOursIsNot(t *testing.T) {
	d, now := dbtest.SQLite(t)
	s := newScene(t, d, now)
	old := s.address(103)
	now.Advance(received.AnswerFor + 25*time.Hour)
	if r := s.take(old, mail(old, "Late.")); r.Outcome != received.Returned || s.letters[0].Words != "Late." || !strings.Contains(s.letters[0].Why.String(), "90 days") {
		t.Errorf("%+v %+v", r, s.letters)
	}
	for _, to := range []string{"talk@example.org", "ann@example.com", "", "talk+" + strings.Repeat("a", 45) + "@example.org"} {
		if r := s.take(to, mail("talk@example.org", "Hello")); !r.NoSuchAddress() || r.Outcome != received.Refused {
			t.Errorf("%q: %+v", to, r)
		}
	}
	if n, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM received_mails"); err != nil || n != 1 {
		t.Errorf("%d rows, %v", n, err)
	}
}

func TestTooManyAnswersInAnHour(t *testing.T) {
	d, now := dbtest.SQLite(t)
	s := newScene(t, d, now)
	for i := range 32 {
		r := s.take(s.address(103), mail(s.address(103), "Answer "+db.NewToken()))
		if want := map[bool]received.Outcome{true: received.Posted, false: received.Returned}[i < 30]; r.Outcome != want {
			t.Fatalf("the %d. is %+v", i+1, r)
		}
	}
}

func TestANewcomersAnswerWaitsAndFilesAreLeftOut(t *testing.T) {
	d, now := dbtest.SQLite(t)
	s := newScene(t, d, now)
	s.Discussions.Hold = "all"
	body := "--x\r\nContent-Type: text/plain\r\n\r\nLook at the bus.\r\n--x\r\nContent-Type: image/png; name=bus.png\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: inline\r\n\r\niVBORw0KGgo=\r\n" +
		"--x\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment\r\n\r\n%PDF\r\n--x\r\nContent-Type: text/plain\r\n\r\nIt is late.\r\n--x--\r\n"
	r := s.take(s.address(103), mail(s.address(103), body, "Content-Type: multipart/mixed; boundary=x"))
	if _, words := s.said(); r.Outcome != received.Posted || words != "Look at the bus.\n\nIt is late." {
		t.Fatalf("%+v %q", r, words)
	}
	if len(s.letters) != 1 || !s.letters[0].Held || s.letters[0].Files != 2 || s.letters[0].Why != "" || s.mailed() != 1 {
		t.Errorf("%+v", s.letters)
	}
}

func TestOurOwnAddressesAndLinksAreNeverPosted(t *testing.T) {
	d, now := dbtest.SQLite(t)
	s := newScene(t, d, now)
	to := s.address(103)
	s.take(to, mail(to, "Hello "+to+", see https://talk.example.org/unsubscribe/abcdef and write to me@example.com.\n\n> Read it:\n> https://talk.example.org/contributions/103\n> Who pays?\n\nAll of us."))
	if _, words := s.said(); words != "Hello , see  and write to me@example.com.\n\n> Read it:\n> Who pays?\n\nAll of us." {
		t.Errorf("%q", words)
	}
}

func TestMailThatCameBackStopsMail(t *testing.T) {
	report := func(status, action, to string) []byte {
		return []byte("From: MAILER-DAEMON@mx.example.com\r\nSubject: Undelivered\r\nMessage-ID: <" + db.NewToken() + "@mx.example.com>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n" +
			"--b\r\nContent-Type: text/plain\r\n\r\nIt failed.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\n" +
			"Final-Recipient: rfc822; " + to + "\r\nAction: " + action + "\r\nStatus: " + status + "\r\n\r\n--b--\r\n")
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		s := newScene(t, d, now)
		back := s.Reader.Addresses.Return(1, now.Now())
		stopped := func() bool {
			t.Helper()
			n, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM people WHERE mail_stopped_at IS NOT NULL")
			if err != nil {
				t.Fatal(err)
			}
			return n > 0
		}
		for name, c := range map[string]struct {
			to  string
			raw []byte
		}{
			"for now":                        {back, report("4.2.2", "delayed", "ann@example.com")},
			"for now, though it says failed": {back, report("4.4.7", "failed", "ann@example.com")},
			"for somebody else":              {back, report("5.1.1", "failed", "eve@example.net")},
			"at the address for answers":     {s.address(103), report("5.1.1", "failed", "ann@example.com")},
			"at an address of nobody":        {"talk+" + strings.Repeat("a", 45) + "@example.org", report("5.1.1", "failed", "ann@example.com")},
			"as plain words":                 {back, mail(back, "5.1.1 failed ann@example.com")},
		} {
			if r := s.take(c.to, c.raw); r.Outcome == received.Posted || stopped() {
				t.Fatalf("%s: %+v", name, r)
			}
		}
		if r := s.take(back, report("5.1.1", "failed", "Ann@example.com")); r.Why != "bounce" || !stopped() {
			t.Errorf("%+v", r)
		}
		if s.mailed() != 0 {
			t.Error("a bounce was answered")
		}
		if n, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM notices WHERE person_id = 1 AND kind = 'mail-stopped'"); err != nil || n != 1 {
			t.Errorf("they are told %d times, %v", n, err)
		}
		s.exec("UPDATE people SET email_verified_at = NULL, mail_stopped_at = NULL") // the first letter of all
		if r := s.take(back, report("5.1.1", "failed", "ann@example.com")); r.Why != "bounce" || !stopped() {
			t.Errorf("before the address was shown to be theirs: %+v", r)
		}
	})
}

func TestAFaultOfOursIsTriedAgain(t *testing.T) {
	d, now := dbtest.SQLite(t)
	s := newScene(t, d, now)
	gone, cancel := context.WithCancel(ctx)
	cancel()
	_, err := s.Take(gone, received.Incoming{Raw: mail(s.address(103), "Hello"), To: s.address(103)})
	if err == nil || errors.As(err, new(db.Invalid)) {
		t.Errorf("%v", err)
	}
}
