package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/gofiber/fiber/v2"

	"folkmoot/app/bundle"
	"folkmoot/app/jobs"
	"folkmoot/app/language"
	"folkmoot/app/mail"
	"folkmoot/app/openid"
	"folkmoot/app/pandoc"
	"folkmoot/handlers"
	"folkmoot/handlers/middleware"
	"folkmoot/handlers/pagecache"
	"folkmoot/models/appeals"
	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/coding"
	"folkmoot/models/consultation"
	"folkmoot/models/db"
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
	"folkmoot/views/email"
	"folkmoot/views/locale"
)

// pageCacheSize is how many bytes of finished pages are kept in memory.
const pageCacheSize = 48 << 20

// site is the whole program put together: storage, rooms, handlers and jobs.
type site struct {
	config      *Config
	log         *slog.Logger
	db          *db.DB
	people      *people.Store
	discussions *discussion.Store
	speech      jobs.Speech
	web         *handlers.App
	fiber       *fiber.App
	worker      *jobs.Worker
}

// source is what the database is opened with.
func (d Database) source() string {
	if d.Engine == Postgres {
		return d.URL.Reveal()
	}
	return d.File
}

// openStorage opens the database and brings its schema up to date. Commands that need the storage alone use it too.
func openStorage(ctx context.Context, config *Config) (*db.DB, error) {
	d, err := db.Open(ctx, db.Options{Source: config.Database.source(), Clock: clock.System{}})
	if err != nil {
		return nil, err
	}
	if _, err := d.Migrate(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// openForCommand reads the settings and opens the storage for a command that works beside a running site.
func openForCommand(ctx context.Context, c *call) (*db.DB, *Config, error) {
	config, err := c.config()
	if err != nil {
		return nil, nil, err
	}
	d, err := openStorage(ctx, config)
	return d, config, err
}

// wire puts the program together. Mail that goes to the log is written to out.
func wire(ctx context.Context, config *Config, log *slog.Logger, out io.Writer) (*site, error) {
	d, err := openStorage(ctx, config)
	if err != nil {
		return nil, err
	}
	attached, err := attachments(d, config)
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	s := &site{config: config, log: log, db: d, people: newPeople(d, config)}
	cache := pagecache.New(pageCacheSize, d.Clock)
	d.OnCommit(cache.Touch)
	s.discussions = discussion.NewStore(d, discussion.HoldRule(config.Hold))
	s.discussions.AtRisk = safeguarding.AtRisk
	s.discussions.Watch.Place, s.discussions.Watch.Contacts = config.Place, config.ContactPhone+"\n"+config.ContactEmail
	privacyRoom := newPrivacy(d, config, s.people)
	if err := s.stayErased(ctx, privacyRoom); err != nil {
		s.discussions.Close()
		return nil, errors.Join(err, d.Close())
	}
	s.people.Unwanted = s.discussions.Watch.Unwanted
	s.discussions.Home = config.BaseURL.Host
	s.worker = jobs.NewWorker(d, log)
	post := sender(config, out)
	book := rules.New(d)
	s.speech = jobs.Speech{Rules: book, Zone: config.TimeZone}
	decisions := &moderation.Store{DB: d, Zone: config.TimeZone, AtRisk: safeguarding.Report}
	again, named := &appeals.Store{DB: d, Zone: config.TimeZone}, &defamation.Store{DB: d, Zone: config.TimeZone}
	heard := insight.New(d, config.TimeZone)
	letters, err := newLetters(d, config, log)
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	notices := jobs.Notices{
		Sender: post, Place: config.Place, BaseURL: config.BaseURL, Letters: letters, Moderation: decisions, Appeals: again, Defamation: named,
		Privacy: privacyRoom, Speech: s.speech,
	}
	s.worker.Every(jobs.Followers(letters)...)
	if notices.Return, err = s.receive(); err != nil {
		s.discussions.Close()
		return nil, errors.Join(err, d.Close())
	}
	notices.Register(s.worker)
	s.erasures(privacyRoom)
	concerns := &safeguarding.Store{DB: d}
	notices.Safeguard(s.worker, concerns)
	records := &safety.Store{DB: d}
	s.worker.Every(jobs.Regular{Name: "ask for safety records that are due", Every: 24 * time.Hour, Do: records.Remind})
	asked := &consultation.Store{DB: d, Zone: config.TimeZone}
	s.worker.Handle(consultation.JobTell, jobs.Tell(asked))
	s.worker.Handle(themes.JobCarry, jobs.Carry(&themes.Store{DB: d}))
	s.worker.Handle(files.JobRemove, jobs.RemoveFiles(attached))
	s.worker.Every(jobs.Files(attached, log))
	kept := &retention.Store{DB: d, Zone: config.TimeZone}
	s.worker.Handle(retention.JobRun, jobs.Retention(kept))
	s.worker.Every(jobs.Tidy(d, s.people.EndEmailWaits, s.people.EndSanctions, s.people.EndMarks, (&guide.Store{DB: d}).Thin, kept.Due)...)
	s.worker.Every(jobs.Watchfulness(d, log, heard.Drift)...)
	s.worker.Every(jobs.Register{DB: d, Log: log, Key: config.registerKey, File: config.headFile()}.Regular())
	s.worker.Every(jobs.Clocks(again.Remind, named.Remind, privacyRoom.Remind))
	frozen := snapshots.New(d, config.TimeZone)
	s.worker.Every(jobs.Renew(frozen))
	indexer := search.NewIndexer(d)
	s.worker.Every(jobs.Search(indexer, log)...)
	s.worker.Every(jobs.Hearing(heard.CatchUp)...)
	s.worker.Every(jobs.Copies(heard.CatchUpCopies))
	s.web = &handlers.App{
		DB: d, Clock: d.Clock, Zone: config.TimeZone, BaseURL: config.BaseURL, Listen: config.Address,
		Place: views.Place{
			Name: config.Place, Phone: config.ContactPhone, Email: config.ContactEmail, RunBy: config.RunBy,
		},
		Proxies: config.TrustedProxies, Cache: cache, Metrics: middleware.NewMetrics(), Log: log,
		Notify: letters, Groups: &groups.Store{DB: d}, Discussions: s.discussions, Themes: &themes.Store{DB: d},
		People: s.people, Rules: book, Moderation: decisions, Appeals: again, Defamation: named, Insight: heard, Reach: &reach.Store{DB: d},
		Figures: &figures.Store{DB: d, Zone: config.TimeZone}, LoadActor: s.people.Actor,
		Coding:        coding.New(d),
		Consultations: asked,
		Guides:        &guide.Store{DB: d, Zone: config.TimeZone, Talk: s.discussions},
		Search:        &search.Index{DB: d, Key: config.searchKey(log)},
		Snapshots:     frozen,
		Privacy:       privacyRoom,
		Retention:     kept,
		Safeguarding:  concerns,
		Safety:        records,
		Attachments:   attached,
		Stamps:        &watch.Stamps{DB: d},
	}
	if _, err := s.web.Stamps.Stamp(ctx, d.Clock.Now()); err != nil { // so that no page has a key to make
		s.discussions.Close()
		return nil, errors.Join(fmt.Errorf("make the key of forms: %w", err), d.Close())
	}
	s.web.Rules.Regrade, s.web.Rules.Noticed = discussion.Regrade, cache.Touch
	s.worker.Every(jobs.Prompts(s.web.Coding.FindPrompts))
	if l := config.Language; l.On() {
		s.web.Language = &handlers.LanguageModel{
			Name: l.Model, Ask: language.New(language.Options{URL: l.URL, Model: l.Model, Key: l.Key.Reveal(), Log: log}).Ask,
		}
	}
	if o := config.OpenID; o.On() {
		service := openid.New(openid.Options{
			Issuer: o.Issuer, Client: o.Client, Secret: o.Secret.Reveal(), Callback: config.BaseURL.JoinPath("/sign-in/openid/callback").String(), Clock: d.Clock, Log: log,
		})
		s.web.OpenID = &handlers.OpenID{Name: o.Name, Issuer: o.Issuer, Address: service.Address, Vouched: service.Vouched}
	}
	s.takeAway(ctx)
	s.web.Bundle = func(ctx context.Context, guide, chapter string, w io.Writer) error {
		return bundle.Write(ctx, d, bundle.Options{Guide: guide, Chapter: chapter, Place: config.Place, Zone: config.TimeZone}, w)
	}
	s.web.HomeParts.Chapters = s.web.OpenChapters
	s.web.HomeParts.Heard, s.web.HomeParts.Replies = s.web.Heard, s.web.Answered
	s.measure(indexer)
	if s.fiber, err = s.web.Fiber(); err != nil {
		s.discussions.Close()
		return nil, errors.Join(fmt.Errorf("put the pages together: %w", err), d.Close())
	}
	return s, nil
}

// attachments is the room of files, with a process of its own for each that comes in.
func attachments(d *db.DB, config *Config) (*files.Store, error) {
	worker, err := presser()
	if err != nil {
		return nil, fmt.Errorf("files could not be taken in: %w", err)
	}
	return &files.Store{DB: d, Depot: config.Files, Press: worker.Press}, nil
}

// takeAway lets guides be had as Word and EPUB files and be read from Word and OpenDocument ones, where Pandoc is there
// and works.
func (s *site) takeAway(ctx context.Context) {
	s.web.ReadDocument = (*pandoc.Program)(nil).Read
	if s.config.Pandoc == "" {
		return
	}
	program, err := pandoc.Open(ctx, s.config.Pandoc)
	if err != nil {
		s.log.Warn("there will be no Word and EPUB files", "error", err)
		return
	}
	s.web.ReadDocument = program.Read
	press := pandoc.Press{Program: program, Place: s.config.Place, Site: s.config.BaseURL, Zone: s.config.TimeZone}
	s.web.Files = func(ctx context.Context, format string, book guide.Book) ([]byte, error) {
		return press.Write(ctx, pandoc.Format(format), book)
	}
	s.web.Papers = press.Paper
}

// newLetters makes the room of what people follow and are told. Its links are sealed with a secret of their own.
func newLetters(d *db.DB, config *Config, log *slog.Logger) (*notify.Store, error) {
	key, err := config.registerKey(log)
	if err != nil {
		return nil, err
	}
	secret, err := audit.Derive(key, "unsubscribe")
	return &notify.Store{DB: d, Zone: config.TimeZone, Key: secret}, err
}

// newPeople makes the room of people with its letters.
func newPeople(d *db.DB, config *Config) *people.Store {
	speech := jobs.Speech{Rules: rules.New(d), Zone: config.TimeZone}
	return people.New(d, people.Options{
		BaseURL: config.BaseURL, Place: config.Place, Secret: config.secrets(),
		Compose: func(ctx context.Context, l people.Letter) people.Writing {
			if locale.Offered(ctx) == nil { // no page is shown: a command of the operator or a job causes it
				if spoken, err := speech.In(ctx, l.Language); err == nil {
					ctx = spoken
				}
			}
			return email.Account(locale.To(ctx, l.Language), config.Place, l)
		},
	})
}

func sender(config *Config, out io.Writer) mail.Sender {
	if config.Mail == nil {
		return mail.NewLog(out)
	}
	return mail.NewSMTP(*config.Mail, *config.MailFrom)
}

// measure adds the figures of the storage, the queue and the cache to the metrics.
func (s *site) measure(indexer *search.Indexer) {
	m, cache := s.web.Metrics, s.web.Cache
	m.Gauge("folkmoot_page_cache_bytes", "Bytes of finished pages kept in memory.",
		func() float64 { return float64(cache.Stats().Bytes) })
	m.Count("folkmoot_page_cache_hits_total", "Pages that the cache answered.",
		func() float64 { return float64(cache.Stats().Hits) })
	m.Count("folkmoot_page_cache_misses_total", "Pages that visitors share and that had to be made.",
		func() float64 { return float64(cache.Stats().Misses) })
	m.Gauge("folkmoot_jobs_waiting", "Jobs that wait, those for later among them.",
		func() float64 { waiting, _ := s.worker.Depth(); return waiting })
	m.Gauge("folkmoot_jobs_failed", "Jobs that were given up and are kept to be looked at.",
		func() float64 { _, failed := s.worker.Depth(); return failed })
	m.Gauge("folkmoot_search_behind", "Changes that the search index has not come to.", func() float64 {
		behind, err := indexer.Behind(context.Background())
		if err != nil {
			return -1
		}
		return float64(behind)
	})
	m.Gauge("folkmoot_hearing_behind", "Changes that are not counted in what we are hearing yet; whoever looks at it counts them first.", func() float64 {
		behind, err := s.web.Insight.Uncounted(context.Background())
		if err != nil {
			return -1
		}
		return float64(behind)
	})
	if s.db.Engine == db.SQLite {
		m.Gauge("folkmoot_sqlite_wal_bytes", "Size of SQLite's write-ahead log.",
			func() float64 { return float64(fileSize(s.db.Source + "-wal")) })
	}
}
