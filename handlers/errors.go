package handlers

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/middleware"
	"folkmoot/models/db"
	"folkmoot/models/files"
	"folkmoot/models/prose"
	"folkmoot/models/rules"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// errSignIn says that nobody is signed in where somebody must be.
var errSignIn = errors.New("sign in first")

// problem is the only place where an error becomes a status and a page.
func (a *App) problem(c *fiber.Ctx, err error) error {
	a.headers.Set(&c.Response().Header)
	if errors.Is(err, errSignIn) && isRead(c) && !wantsJSON(c) {
		return c.Redirect("/sign-in?next="+url.QueryEscape(c.OriginalURL()), fiber.StatusSeeOther)
	}
	// The page is written even where the request's time is up.
	ctx := context.WithoutCancel(a.spoken(c))
	p := describe(ctx, err)
	if p.status >= 500 && p.closed == nil {
		a.report(c, err)
	}
	c.Response().ResetBody()
	c.Response().Header.Del(fiber.HeaderContentEncoding)
	c.Response().Header.Del(fiber.HeaderContentDisposition)
	c.Status(p.status)
	c.Set(fiber.HeaderCacheControl, "no-store")
	if p.retryAfter > 0 {
		c.Set(fiber.HeaderRetryAfter, strconv.FormatInt(p.retryAfter, 10))
	}
	if p.closed != nil {
		c.Set("X-Robots-Tag", "noindex")
	}
	if wantsJSON(c) {
		return c.JSON(map[string]any{"status": p.status, "error": strings.Join(p.words, " "), "request": middleware.ID(c)})
	}
	view := views.ProblemPage{Page: a.page(c, p.title), Words: p.words, Closed: p.closed}
	view.NoIndex = true
	if p.closed == nil && p.status >= 500 {
		view.Request = middleware.ID(c)
	}
	if p.signIn {
		view.SignIn = "/sign-in"
	}
	view.Find = p.status == fiber.StatusNotFound
	if p.retryAfter > 0 && p.closed == nil {
		view.At = a.Clock.Now().Add(time.Duration(p.retryAfter) * time.Second)
	}
	switch {
	case p.again:
		view.Again = kept(c, p.status == fiber.StatusUnprocessableEntity)
		view.Draft = a.keepUnsent(c, view.Again)
	case p.written:
		view.Written = writtenWords(c)
	}
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return views.Problem(view).Render(ctx, c.Response().BodyWriter())
}

// report logs what is our fault, under the request's id.
func (a *App) report(c *fiber.Ctx, err error) {
	attrs := []any{"error", err.Error(), "request", middleware.ID(c)}
	var panicked *middleware.Panic
	if errors.As(err, &panicked) {
		attrs = append(attrs, "stack", string(panicked.Stack))
	}
	level := slog.LevelError
	if errors.Is(err, db.ErrBusy) {
		level = slog.LevelWarn
	}
	a.Log.Log(c.UserContext(), level, "a request failed", attrs...)
}

// outcome is what a kind of error means for the reader.
type outcome struct {
	status     int
	title      string
	words      []string
	retryAfter int64          // seconds; 0 for none
	again      bool           // sending the same form again can help
	written    bool           // it cannot, but what was written is shown, to be taken elsewhere
	signIn     bool           // signing in helps
	closed     *rules.Opening // the place is not open to the public
}

// describe says what an error means. The text of an error that is not one of the known kinds is never shown.
func describe(ctx context.Context, err error) outcome {
	var invalid db.Invalid
	var forbidden db.Forbidden
	var large db.TooLarge
	var limited db.Limited
	var refused *fiber.Error
	var unreadable *prose.Refusal
	var closed notOpen
	switch {
	case errors.As(err, &closed):
		return notOpenYet(ctx, closed.Opening)
	case errors.Is(err, db.ErrNotFound):
		return notFound(ctx)
	case errors.As(err, &invalid):
		return outcome{status: 422, title: locale.T(ctx, "There is a problem"), words: messages(ctx, invalid), again: true}
	case errors.As(err, &unreadable):
		return outcome{status: 422, title: locale.T(ctx, "There is a problem"), words: []string{locale.Say(ctx, unreadable.Said())}, again: true}
	case errors.Is(err, errSignIn):
		return outcome{
			status: 401, again: true, signIn: true, title: locale.T(ctx, "Please sign in"),
			words: []string{locale.T(ctx, "You are not signed in. Sign in, come back to this page, and send it again.")},
		}
	case errors.As(err, &forbidden):
		words := locale.Say(ctx, forbidden.Reason)
		if words == "" {
			words = locale.T(ctx, "Your account cannot do this. If you think it should, please ask us.")
		}
		return outcome{
			status: 403, title: locale.T(ctx, "You cannot do this"), words: []string{words}, written: forbidden != middleware.ErrCrossSite,
		}
	case errors.Is(err, db.ErrConflict):
		return outcome{
			status: 409, again: true, title: locale.T(ctx, "Somebody else changed this"),
			words: []string{locale.T(ctx, "It was changed while you were working on it. Nothing of yours was stored. Open the page again in a new tab to see what is there now.")},
		}
	case errors.Is(err, db.ErrNoRoom):
		return outcome{
			status: 503, retryAfter: 60, again: true, title: locale.T(ctx, "We could not store this"),
			words: []string{locale.T(ctx, "Our computer has no room left. Nothing was stored. We have been told. Please try again in a few minutes.")},
		}
	case errors.Is(err, db.ErrBusy), errors.Is(err, context.DeadlineExceeded):
		return outcome{
			status: 503, retryAfter: 5, again: true, title: locale.T(ctx, "We are very busy"),
			words: []string{locale.T(ctx, "This took too long, so we stopped. Please try again in a moment. It will not be stored twice.")},
		}
	case errors.As(err, &large):
		return outcome{status: 413, title: locale.T(ctx, "This is too long"), words: []string{locale.Say(ctx, large.Reason)}, again: true}
	case errors.As(err, &limited):
		return outcome{status: 429, retryAfter: max(1, limited.Seconds), title: locale.T(ctx, "Please wait a little"), words: []string{locale.Say(ctx, limited.Reason)}, again: true}
	case errors.As(err, &refused):
		return refusal(ctx, refused)
	default:
		return outcome{
			status: 500, title: locale.T(ctx, "Something went wrong"), again: true,
			words: []string{locale.T(ctx, "This is our fault, not yours. We have a record of it. Please try again.")},
		}
	}
}

func notOpenYet(ctx context.Context, opening rules.Opening) outcome {
	o := outcome{status: 503, retryAfter: reopens, written: true, closed: &opening, title: locale.T(ctx, "This place is not open yet")}
	if opening.Since == 0 {
		o.words = []string{locale.T(ctx, "It is being made ready. Please come back later.")}
	} else {
		o.title = locale.T(ctx, "This place is closed for now")
		o.words = []string{opening.Reason, locale.T(ctx, "Nothing that people said here is lost. Please come back later.")}
	}
	return o
}

func notFound(ctx context.Context) outcome {
	return outcome{status: 404, written: true, title: locale.T(ctx, "We cannot find this page"), words: []string{
		locale.T(ctx, "The address may have a mistake in it, or what was here has been taken down."),
	}}
}

// refusal says what the server's own refusals mean; their texts are for programmers.
func refusal(ctx context.Context, err *fiber.Error) outcome {
	switch err.Code {
	case fiber.StatusNotFound:
		return notFound(ctx)
	case fiber.StatusMethodNotAllowed:
		return outcome{status: 405, title: locale.T(ctx, "This does not work here"), words: []string{
			locale.T(ctx, "This address cannot be used in this way. Please go back and try again from the page."),
		}}
	case fiber.StatusRequestTimeout:
		return outcome{status: 408, title: locale.T(ctx, "This took too long"), words: []string{
			locale.T(ctx, "Your request did not reach us in time. Please try again."),
		}}
	case fiber.StatusRequestEntityTooLarge:
		return outcome{status: 413, title: locale.T(ctx, "This is too long"), words: []string{
			locale.T(ctx, "You sent more than we can take at once. There is room for a file of %d megabytes. Your browser still has what you typed: go back a page, and make it shorter or choose a smaller file.", files.MaxUpload>>20),
		}}
	case fiber.StatusMisdirectedRequest, fiber.StatusUnsupportedMediaType, fiber.StatusRequestHeaderFieldsTooLarge:
		return outcome{status: err.Code, title: locale.T(ctx, "We cannot answer this"), words: []string{
			locale.T(ctx, "Your browser sent something that this site does not take."),
		}}
	}
	if err.Code >= 500 {
		return outcome{status: err.Code, title: locale.T(ctx, "Something went wrong"), words: []string{
			locale.T(ctx, "This is our fault, not yours. We have a record of it. Please try again."),
		}}
	}
	return outcome{status: err.Code, title: locale.T(ctx, "We cannot answer this"), words: []string{
		locale.T(ctx, "What your browser sent is not complete or not text. Please try again from the page."),
	}}
}

// asked is the order in which forms ask for things: problems are told in the order of the boxes.
var asked = []string{
	"", "title", "q", "name", "summary", "about", "definition", "examples", "parent", "paragraph", "paper", "version", "words", "proposed", "evidence", "body", "noted", "channel", "received", "act", "reason", "note",
	"message", "state", "response", "opens", "closes", "group", "theme", "from", "until", "to", "who", "area", "organisation", "access",
	"current", "email-current", "email", "code", "password",
}

// inOrder gives the names of the fields that have problems, in the order of the boxes; others come last.
func inOrder(invalid db.Invalid) []string {
	place := func(name string) int {
		if i := slices.Index(asked, name); i >= 0 {
			return i
		}
		return len(asked)
	}
	return slices.SortedFunc(maps.Keys(invalid), func(a, b string) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), strings.Compare(a, b))
	})
}

// messages lists what is wrong with a form.
func messages(ctx context.Context, invalid db.Invalid) []string {
	var list []string
	for _, name := range inOrder(invalid) {
		list = append(list, locale.Say(ctx, invalid[name]))
	}
	return list
}

// fieldErrors gives the messages of an Invalid for the page's list of problems.
func fieldErrors(ctx context.Context, err error) ([]views.FieldError, bool) {
	var invalid db.Invalid
	if !errors.As(err, &invalid) {
		return nil, false
	}
	var list []views.FieldError
	for _, name := range inOrder(invalid) {
		list = append(list, views.FieldError{Field: name, Message: locale.Say(ctx, invalid[name])})
	}
	return list, true
}

func isRead(c *fiber.Ctx) bool {
	return c.Method() == fiber.MethodGet || c.Method() == fiber.MethodHead
}

// wantsJSON tells whether a program asks, which reads JSON: by the address, or by what it says that it takes.
func wantsJSON(c *fiber.Ctx) bool {
	takes := c.Get(fiber.HeaderAccept)
	return strings.HasSuffix(c.Path(), ".json") || strings.Contains(takes, "json") && !strings.Contains(takes, "html")
}
