package handlers

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/middleware"
	"folkmoot/handlers/pagecache"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/views/locale"
)

// Access says who may call a route at all. What a person may do to one thing is a rule of its room.
type Access int

// The levels of access.
const (
	Anyone Access = iota
	SignedIn
	CanTag        // editors and moderators
	CanEdit       // editors
	CanModerate   // moderators
	CanSafeguard  // safeguarding leads, whatever their role
	CanAdminister // administrators, who may do everything the others may
)

// Allows tells whether an actor has the access.
func (l Access) Allows(actor people.Actor) bool {
	switch l {
	case Anyone:
		return true
	case SignedIn:
		return actor.SignedIn()
	case CanTag:
		return actor.CanTag()
	case CanEdit:
		return actor.CanEdit()
	case CanModerate:
		return actor.CanModerate()
	case CanSafeguard:
		return actor.CanSafeguard()
	default:
		return actor.CanAdminister()
	}
}

// Route is one line of the table of URLs.
type Route struct {
	Method string
	Path   string
	Access Access
	Cached bool     // visitors get it from the page cache
	Params []string // the query parameters that a cached page may have

	BeforeOpening bool // visitors may use it before the place is open to the public
	Owing         bool // its form may be sent by somebody who has not accepted yet what has changed
}

// Routes lists every route, in the order in which they are tried. It is complete once Fiber was called.
func (a *App) Routes() []Route { return slices.Clone(a.routes) }

// registrar adds routes to the server and keeps the list of them.
type registrar struct {
	app   *App
	fiber *fiber.App
}

// option changes a route as it is added.
type option func(*Route)

// cached keeps the page for visitors, under its path and these query parameters; with any other parameter it is made
// afresh. The handler must name what the page shows with shows, and put nothing in it that is for one visitor alone:
// forms in it carry an empty key.
func cached(params ...string) option {
	return func(r *Route) { r.Cached, r.Params = true, params }
}

// get adds a page. Its HEAD comes with it.
func (r *registrar) get(access Access, path string, handler fiber.Handler, options ...option) {
	route := Route{Method: fiber.MethodGet, Path: path, Access: access}
	for _, o := range options {
		o(&route)
	}
	r.app.routes = append(r.app.routes, route)
	if route.Cached && access != Anyone {
		panic("handlers: " + path + " is kept for visitors, who may not see it")
	}
	r.fiber.Get(path, r.app.guarded(route, handler))
}

// post adds a form's target.
func (r *registrar) post(access Access, path string, handler fiber.Handler, options ...option) {
	route := Route{Method: fiber.MethodPost, Path: path, Access: access}
	for _, o := range options {
		o(&route)
	}
	r.app.routes = append(r.app.routes, route)
	r.fiber.Post(path, r.app.guarded(route, handler))
}

// plain adds something that is the same for everybody, without finding out who asks.
func (r *registrar) plain(path string, handler fiber.Handler) {
	r.app.routes = append(r.app.routes, Route{Method: fiber.MethodGet, Path: path, Access: Anyone})
	r.fiber.Get(path, handler)
}

// guarded checks who asks before the handler runs, and sends what it made.
func (a *App) guarded(route Route, handler fiber.Handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if route.Cached && a.isVisit(c) && a.DB.Hears() && rules.From(c.UserContext()).Opening.Open() {
			if key, ok := route.key(c); ok {
				return a.shared(c, locale.Language(c.UserContext())+" "+key, route, handler)
			}
		}
		if err := a.session(c); err != nil {
			return err
		}
		if actor := middleware.Actor(c); !route.Access.Allows(actor) {
			if actor.Waits && route.Access > SignedIn { // what they want may be theirs once they did their second step
				if isRead(c) && !wantsJSON(c) {
					return a.done(c, waysIn+"?next="+url.QueryEscape(c.OriginalURL()), "")
				}
				return db.Forbidden{Reason: "Your role waits for a second step. The page of your account leads you there."}
			}
			if actor.SignedIn() {
				return db.Forbidden{}
			}
			return errSignIn
		}
		if stopped, err := a.agreeFirst(c, route); stopped || err != nil {
			return err
		}
		if err := handler(c); err != nil {
			return err
		}
		a.opened(c)
		return a.deliver(c)
	}
}

// maxParam is the length in bytes past which a query parameter makes a page too rare to keep.
const maxParam = 200

// key is the one name under which a page is kept, whatever order its parameters came in; false for a request whose
// page is not kept.
func (r Route) key(c *fiber.Ctx) (string, bool) {
	uri := c.Request().URI()
	path := string(uri.PathOriginal())
	if path != string(uri.Path()) || strings.ContainsAny(path, "%?#") || len(path) > 1 && strings.HasSuffix(path, "/") {
		return "", false
	}
	args := uri.QueryArgs()
	if args.Len() == 0 {
		return path, len(uri.QueryString()) == 0
	}
	var query []string
	for _, name := range r.Params {
		if args.Has(name) {
			value := string(args.Peek(name))
			if value == "" || len(value) > maxParam {
				return "", false
			}
			query = append(query, name+"="+url.QueryEscape(value))
		}
	}
	if len(query) != args.Len() { // an unknown parameter, or one given twice
		return "", false
	}
	return path + "?" + strings.Join(query, "&"), true
}

// shared answers a visitor with a page that all visitors share, rendering it once for all who wait.
func (a *App) shared(c *fiber.Ctx, key string, route Route, handler fiber.Handler) error {
	var failed error
	page, err := a.Cache.Do(c.UserContext(), key, func(r *pagecache.Render) *pagecache.Page {
		c.Locals(localRender, r)
		if failed = handler(c); failed != nil {
			return nil
		}
		response := c.Response()
		if response.StatusCode() != fiber.StatusOK || !r.Named() || len(response.Header.Peek(fiber.HeaderSetCookie)) > 0 {
			return nil
		}
		made := pagecache.NewPage(response.Header.ContentType(), response.Header.Peek(fiber.HeaderContentDisposition), response.Body())
		made.Served = a.Metrics.Hits(route.Method, route.Path)
		return made
	})
	switch {
	case err != nil:
		return err
	case failed != nil:
		return failed
	case page == nil:
		return a.deliver(c)
	}
	page.Send(c.Context())
	return nil
}

// deliver finishes an answer that is made for one reader: it is compressed where that is worth it.
func (a *App) deliver(c *fiber.Ctx) error {
	response := c.Response()
	if to := response.Header.Peek(fiber.HeaderLocation); len(to) > 0 {
		c.Set(fiber.HeaderLocation, ascii(string(to)))
	}
	if len(response.Header.Peek(fiber.HeaderCacheControl)) == 0 {
		c.Set(fiber.HeaderCacheControl, "private, no-cache")
	}
	c.Vary(fiber.HeaderCookie, fiber.HeaderAcceptEncoding, fiber.HeaderAcceptLanguage)
	if response.IsBodyStream() { // a file, which is never taken into memory whole
		return nil
	}
	body := response.Body()
	if len(body) < 1000 || len(response.Header.ContentEncoding()) > 0 ||
		!pagecache.AcceptsGzip(c.Request().Header.Peek(fiber.HeaderAcceptEncoding)) {
		return nil
	}
	c.Set(fiber.HeaderContentEncoding, "gzip")
	response.SetBodyRaw(pagecache.Gzip(make([]byte, 0, len(body)/3), body, 1))
	return nil
}
