package handlers

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/middleware"
	"folkmoot/handlers/pagecache"
	"folkmoot/models/appeals"
	"folkmoot/models/clock"
	"folkmoot/models/coding"
	"folkmoot/models/consultation"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/defamation"
	"folkmoot/models/discussion"
	"folkmoot/models/figures"
	"folkmoot/models/files"
	"folkmoot/models/groups"
	"folkmoot/models/guide"
	"folkmoot/models/insight"
	"folkmoot/models/moderation"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/privacy"
	"folkmoot/models/reach"
	"folkmoot/models/retention"
	"folkmoot/models/rules"
	"folkmoot/models/safeguarding"
	"folkmoot/models/safety"
	"folkmoot/models/search"
	"folkmoot/models/snapshots"
	"folkmoot/models/themes"
	"folkmoot/models/watch"
	"folkmoot/views"
	"folkmoot/views/components"
	"folkmoot/views/email"
	"folkmoot/views/locale"
)

// cast are the people of the tests by the name that a scenario calls them by; the name is also their session's token.
var cast = map[string]people.Actor{
	"member":        {ID: 1, Name: "Mina Member", Role: people.Member, State: people.Active, Who: people.Resident},
	"editor":        {ID: 2, Name: "Ed Editor", Role: people.Editor, State: people.Active, Who: people.Practitioner},
	"moderator":     {ID: 3, Name: "Mo Moderator", Role: people.Moderator, State: people.Active},
	"administrator": {ID: 4, Name: "Ada Administrator", Role: people.Administrator, State: people.Active},
	"lead":          {ID: 6, Name: "Lea Lead", Role: people.Member, State: people.Active, Lead: true},
	"suspended":     {ID: 5, Name: "Sam Suspended", Role: people.Moderator, State: people.Suspended},
}

// stage is the program under test: the handlers on a database with the cast in it.
type stage struct {
	*App
	now   *clock.Fixed
	also  map[string]int64 // people by the name that a scenario calls them by, who are read from storage with their groups
	log   *bytes.Buffer
	fiber *fiber.App
}

// newStage sets a stage with the program's own pages, or with others.
func newStage(t testing.TB, pages ...func(*App, *registrar)) *stage {
	t.Helper()
	d, now := dbtest.SQLite(t)
	castOn(t, d)
	return stageOn(t, d, now, pages...)
}

// castOn puts the cast into a database.
func castOn(t testing.TB, d *db.DB) {
	t.Helper()
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		for token, who := range cast {
			_, err := tx.Exec(`INSERT INTO people (id, public_name, email, role, who, state, created_at, changed_at)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, who.ID, who.Name, token+"@example.org", who.Role, who.Who, who.State, tx.Now(), tx.Now())
			if err != nil {
				return err
			}
		}
		if d.Engine == db.Postgres { // whose own numbers begin after those given here
			_, err := tx.Exec("SELECT setval(pg_get_serial_sequence('people', 'id'), 2000)")
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	openPlace(t, d)
}

// stageOn sets a stage on a database that has the cast in it: one instance of the program, of which there may be others.
func stageOn(t testing.TB, d *db.DB, now *clock.Fixed, pages ...func(*App, *registrar)) *stage {
	t.Helper()
	s := &stage{now: now, log: &bytes.Buffer{}}
	s.App = &App{
		DB: d, Clock: now, Zone: time.UTC, Place: views.Place{Name: "Testing Town"},
		BaseURL: &url.URL{Scheme: "http", Host: "folkmoot.test"}, Listen: "192.0.2.1:80",
		Cache: pagecache.New(8<<20, now), Metrics: middleware.NewMetrics(),
		Log: slog.New(slog.NewJSONHandler(s.log, nil)),
	}
	s.People = people.New(d, people.Options{BaseURL: s.BaseURL, Place: s.Place.Name, Secret: secretsOf, Compose: func(ctx context.Context, l people.Letter) people.Writing {
		return email.Account(locale.To(ctx, l.Language), s.Place.Name, l)
	}})
	t.Cleanup(s.People.Close)
	s.LoadActor = func(ctx context.Context, token string) (people.Actor, error) {
		if who, ok := cast[token]; ok {
			return who, nil
		}
		if id := s.also[token]; id != 0 {
			return s.People.ActorOf(ctx, id)
		}
		return s.People.Actor(ctx, token)
	}
	s.Rules = rules.New(d)
	s.Rules.Regrade = discussion.Regrade
	s.Groups, s.Themes = &groups.Store{DB: d}, &themes.Store{DB: d}
	s.Notify = &notify.Store{DB: d, Zone: s.Zone, Key: make([]byte, 32)}
	s.Discussions = discussion.NewStore(d, discussion.HoldFirst)
	t.Cleanup(s.Discussions.Close)
	s.Appeals = &appeals.Store{DB: d, Zone: s.Zone}
	s.Defamation = &defamation.Store{DB: d, Zone: s.Zone}
	s.Discussions.AtRisk = safeguarding.AtRisk
	s.Moderation = &moderation.Store{DB: d, AtRisk: safeguarding.Report}
	s.Safeguarding = &safeguarding.Store{DB: d}
	s.Safety = &safety.Store{DB: d}
	s.Stamps = &watch.Stamps{DB: d}
	s.stamp(0) // as the program does when it starts: no page has a key to make
	s.Insight, s.Reach = insight.New(d, s.Zone), &reach.Store{DB: d}
	s.Figures = &figures.Store{DB: d, Zone: s.Zone}
	s.Coding = coding.New(d)
	t.Cleanup(s.Coding.Close)
	s.Consultations = &consultation.Store{DB: d, Zone: s.Zone}
	s.Guides = &guide.Store{DB: d, Zone: s.Zone, Talk: s.Discussions}
	s.Search = &search.Index{DB: d}
	s.Attachments = &files.Store{DB: d, Depot: files.Folder(t.TempDir()), Press: files.Press}
	s.Snapshots = snapshots.New(d, s.Zone)
	s.Retention = &retention.Store{DB: d, Zone: s.Zone}
	s.Privacy = &privacy.Store{DB: d, Zone: s.Zone, People: s.People, Snapshots: s.Snapshots}
	d.OnCommit(s.Cache.Touch)
	table := s.pageRoutes
	if len(pages) > 0 {
		table = func(r *registrar) {
			for _, add := range pages {
				add(s.App, r)
			}
		}
	}
	var err error
	if s.fiber, err = s.build(table); err != nil {
		t.Fatal(err)
	}
	return s
}

// stamp is what a form says that was begun a while ago.
func (s *stage) stamp(ago time.Duration) string {
	stamp, err := s.Stamps.Stamp(context.Background(), s.now.Now().Add(-ago))
	if err != nil {
		panic(err)
	}
	return stamp
}

// dated is a stranger's form as it came with a page that was opened a little while ago, unless it says something else.
func (s *stage) dated(form url.Values) url.Values {
	if form == nil || form.Has(components.BeganField) {
		return form
	}
	form = maps.Clone(form)
	form.Set(components.BeganField, s.stamp(time.Minute))
	return form
}

// openPlace lets the public in, and says whom people turn to when somebody may be at risk. It leaves no mark in the
// register.
func openPlace(t testing.TB, d *db.DB) {
	t.Helper()
	if err := d.Write(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO settings (name, value, changed_at) VALUES ('opened', '1000', 1000),
			('contacts', '{"safeguarding":{"who":"the safeguarding lead","phone":"01632 960 001","email":"safe@example.org","mail_leads":true}}', 1000)`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// scenario is one request and what must come of it.
type scenario struct {
	name    string
	who     string // of the cast; empty for a visitor
	method  string // GET where it is empty, POST where there is a form
	url     string
	form    url.Values
	headers map[string]string
	status  int
	to      string   // where a redirect must lead
	has     []string // what the answer must hold
	hasNot  []string // what it must not
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

// ask sends a scenario's request.
func (s *stage) ask(t testing.TB, sc scenario) answer {
	t.Helper()
	method := sc.method
	if method == "" {
		method = http.MethodGet
		if sc.form != nil {
			method = http.MethodPost
		}
	}
	if sc.who == "" || sc.who == "suspended" {
		sc.form = s.dated(sc.form)
	}
	r := httptest.NewRequest(method, sc.url, strings.NewReader(sc.form.Encode()))
	r.Host = "folkmoot.test"
	if sc.form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if sc.who != "" {
		r.AddCookie(&http.Cookie{Name: "folkmoot", Value: sc.who})
	}
	for name, value := range sc.headers {
		if name == "Host" {
			r.Host = value
			continue
		}
		r.Header.Set(name, value)
	}
	response, err := s.fiber.Test(r, -1)
	if err != nil {
		t.Fatalf("%s %s: %v", method, sc.url, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}

// play runs scenarios one after another.
func (s *stage) play(t *testing.T, scenarios []scenario) {
	t.Helper()
	for _, sc := range scenarios {
		t.Run(sc.name, func(t *testing.T) {
			got := s.ask(t, sc)
			if got.status != sc.status {
				t.Errorf("status %d, want %d\n%s", got.status, sc.status, got.body)
			}
			if sc.to != "" && got.header.Get("Location") != sc.to {
				t.Errorf("leads to %q, want %q", got.header.Get("Location"), sc.to)
			}
			for _, words := range sc.has {
				if !strings.Contains(got.body, words) {
					t.Errorf("lacks %q in\n%s", words, got.body)
				}
			}
			for _, words := range sc.hasNot {
				if strings.Contains(got.body, words) {
					t.Errorf("holds %q in\n%s", words, got.body)
				}
			}
			if got.header.Get("Content-Security-Policy") == "" {
				t.Error("has no content security policy")
			}
		})
	}
}
