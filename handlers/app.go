// Package handlers is HTTP in, HTTP out: a handler parses, calls a store, renders a view and returns an error.
// routes.go lists every URL; errors.go is the only place where an error becomes a status and a page.
package handlers

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"folkmoot/handlers/middleware"
	"folkmoot/handlers/pagecache"
	"folkmoot/models/appeals"
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
	"folkmoot/views/locale"
	"folkmoot/views/paper"
)

// BodyLimit is the size in bytes past which the server does not take a request's body, and UploadLimit that of a form
// that brings a file. The limits that people are told are smaller and checked where the words are; the slack lets them
// get a page in answer, with their words in it. Few phones take photos, and few people scan, past the larger one.
const (
	BodyLimit   = 5 << 20
	UploadLimit = 32 << 20
)

// How long a request may take to come in: so long, and longer for a file by its size, as slow as a phone may be where
// there is little signal, up to the most.
const (
	requestWait = 10 * time.Second
	slowest     = 24 << 10 // bytes in a second
	uploadWait  = 6 * time.Minute
)

// allow gives a form that brings a file the room and the time for it.
func allow(header *fasthttp.RequestHeader) (allowed fasthttp.RequestConfig) {
	if header.IsPost() && bytes.HasPrefix(bytes.ToLower(header.ContentType()), []byte(fiber.MIMEMultipartForm)) {
		size := min(max(header.ContentLength(), 0), UploadLimit)
		allowed.MaxRequestBodySize = UploadLimit
		allowed.ReadTimeout = min(requestWait+time.Duration(size/slowest)*time.Second, uploadWait)
	}
	return allowed
}

// headerLimit is the size in bytes past which the server does not take a request's line and headers.
const headerLimit = 16 << 10

// App answers requests. Its fields are set before Fiber is called and not changed after.
type App struct {
	DB      *db.DB
	Clock   clock.Clock
	Zone    *time.Location // the place's
	Place   views.Place
	BaseURL *url.URL // what absolute links start with
	Listen  string   // host:port that the program listens on
	Proxies middleware.Proxies
	Cache   *pagecache.Cache
	Metrics *middleware.Metrics
	Log     *slog.Logger

	// The rooms' stores.
	People        *people.Store
	Rules         *rules.Store
	Notify        *notify.Store
	Groups        *groups.Store
	Discussions   *discussion.Store
	Guides        *guide.Store
	Consultations *consultation.Store
	Themes        *themes.Store
	Moderation    *moderation.Store
	Appeals       *appeals.Store
	Defamation    *defamation.Store
	Insight       *insight.Store
	Reach         *reach.Store
	Figures       *figures.Store
	Coding        *coding.Store
	Search        *search.Index
	Snapshots     *snapshots.Store
	Safeguarding  *safeguarding.Store
	Safety        *safety.Store
	Privacy       *privacy.Store
	Retention     *retention.Store

	// Attachments are the files that people bring; nil where none are taken.
	Attachments *files.Store

	// Stamps date the forms that strangers send.
	Stamps *watch.Stamps

	// LoadActor finds out whose session a token is; a visitor where it is nobody's.
	LoadActor func(ctx context.Context, token string) (people.Actor, error)

	// Files makes a file of a book, "docx" or "epub"; nil where that cannot be done here.
	Files func(ctx context.Context, format string, book guide.Book) ([]byte, error)

	// Papers makes a Word file of a report or a frozen summary; nil where that cannot be done here.
	Papers func(ctx context.Context, document paper.Paper) ([]byte, error)

	// ReadDocument reads a document that was brought in; what cannot be read is Invalid under "file".
	ReadDocument func(ctx context.Context, name string, data []byte) (guide.Manuscript, error)

	// Language drafts for editors; nil where the operator set no language model.
	Language *LanguageModel

	// OpenID is the service that those who work here may sign in with; nil where the operator set none.
	OpenID *OpenID

	// What other rooms bring to pages of several.
	HomeParts HomeParts

	// Bundle writes everything that belongs to the consultation on a chapter; nil where nothing can.
	Bundle func(ctx context.Context, guide, chapter string, w io.Writer) error

	chooser locale.Chooser                  // of the languages that browsers ask for
	places  map[discussion.ThreadKind]Place // where the contributions of a kind of thread stand; not set for discussions
	cookies *middleware.Cookies
	hosts   middleware.Hosts
	headers middleware.HeaderSet
	routes  []Route
}

// Fiber builds the server. It fails where the address that people use cannot be one.
func (a *App) Fiber() (*fiber.App, error) { return a.build(a.pageRoutes) }

// build puts the server together around some pages.
func (a *App) build(pages func(*registrar)) (*fiber.App, error) {
	https := a.BaseURL.Scheme == "https"
	a.cookies = middleware.NewCookies(https, a.LoadActor)
	a.hosts = middleware.NewHosts(a.BaseURL, a.Listen)
	a.headers = middleware.SecurityHeaders(https)
	a.places = map[discussion.ThreadKind]Place{discussion.OnChapter: a.commentPlace}
	sameOrigin, err := middleware.SameOrigin(a.BaseURL, fromMail)
	if err != nil {
		return nil, err
	}
	app := fiber.New(a.config())
	server := app.Server()
	server.Handler = a.headers.Before(server.Handler)
	server.HeaderReceived = allow
	app.Use(middleware.Recover, middleware.Framing, a.fromCache)
	app.Use(middleware.RequestID, middleware.Observe(a.Log, a.Metrics, a.problem), middleware.Recover)
	r := &registrar{app: a, fiber: app}
	a.probeRoutes(r)
	app.Use(a.hosts.Require)
	a.assetRoutes(r)
	app.Use(middleware.NewShield(a.Proxies, a.Clock).Require, middleware.Body(isUpload), sameOrigin, a.speak, middleware.Deadline, a.takeTurns, a.gate)
	pages(r)
	app.Use(a.unmatched)
	return app, nil
}

func (a *App) config() fiber.Config {
	var proxies []string
	for _, prefix := range a.Proxies {
		proxies = append(proxies, prefix.String())
	}
	return fiber.Config{
		AppName:        "folkmoot",
		Immutable:      true, // texts from a request outlive it
		CaseSensitive:  true,
		BodyLimit:      BodyLimit,
		ReadBufferSize: headerLimit,
		// The body stays as it came until it was checked.
		DisablePreParseMultipartForm: true,
		ReadTimeout:                  requestWait, // a connection that dawdles is closed
		WriteTimeout:                 30 * time.Second,
		IdleTimeout:                  75 * time.Second,
		EnableTrustedProxyCheck:      true, // nobody else's X-Forwarded headers are believed
		TrustedProxies:               proxies,
		DisableStartupMessage:        true,
		ErrorHandler:                 a.problem,
	}
}

// fromCache answers a visitor's request for a kept page before anything else is done, where the place is open.
func (a *App) fromCache(c *fiber.Ctx) error {
	if a.isVisit(c) && a.DB.Hears() && a.hosts.Allows(c) && a.isOpen() {
		var room [256]byte
		key := append(append(append(room[:0], a.languageFor(c, a.offered(a.Rules.Kept()))...), ' '), c.Request().Header.RequestURI()...)
		if page := a.Cache.Get(key); page != nil {
			page.Send(c.Context())
			return nil
		}
	}
	return c.Next()
}

// isVisit tells whether a request only reads, brings nothing and comes from somebody of whom nothing is known.
func (a *App) isVisit(c *fiber.Ctx) bool {
	header := &c.Request().Header
	return (header.IsGet() || header.IsHead()) && len(c.Request().Body()) == 0 && !middleware.Any(c)
}

// unmatched finds out who asks for an address that no route has, so that the page they get greets them as usual.
func (a *App) unmatched(c *fiber.Ctx) error {
	if err := a.session(c); err != nil {
		return err
	}
	return c.Next()
}
