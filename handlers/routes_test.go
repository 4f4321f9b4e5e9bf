package handlers

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
)

var parameter = regexp.MustCompile(`:[a-z_]+(<[^>]*>)?\??|\*`)

// example is an address that a route's pattern matches.
func example(pattern string) string { return parameter.ReplaceAllString(pattern, "1") }

// Every route is asked by everybody: who may not is turned away, and who may never meets a fault of ours.
func TestPermissions(t *testing.T) {
	s := newStage(t)
	checkPermissions(t, s)
}

func checkPermissions(t *testing.T, s *stage) {
	t.Helper()
	for _, route := range s.Routes() {
		for _, who := range []string{"", "suspended", "member", "editor", "moderator", "administrator"} {
			name := route.Method + " " + route.Path + " by " + who
			sc := scenario{who: who, method: route.Method, url: example(route.Path)}
			if route.Method == http.MethodPost {
				sc.form = url.Values{"x": {"1"}}
			}
			got := s.ask(t, sc)
			actor := cast[who]
			switch {
			case route.Access.Allows(actor):
				if got.status >= 500 || got.status == 401 || strings.HasPrefix(got.header.Get("Location"), "/sign-in?next=") {
					t.Errorf("%s: %d %s", name, got.status, got.header.Get("Location"))
				}
			case actor.SignedIn():
				if got.status != 403 {
					t.Errorf("%s: %d, want 403", name, got.status)
				}
			case route.Method == http.MethodPost || strings.HasSuffix(route.Path, ".json"):
				if got.status != 401 {
					t.Errorf("%s: %d, want 401", name, got.status)
				}
			default:
				if got.status != 303 || got.header.Get("Location") != "/sign-in?next="+url.QueryEscape(sc.url) {
					t.Errorf("%s: %d to %q, want 303 to sign in", name, got.status, got.header.Get("Location"))
				}
			}
		}
	}
}

// A route that the server knows and the table does not would escape the check above.
func TestEveryRouteIsInTheTable(t *testing.T) {
	s := newStage(t)
	for _, lost := range outsideTable(s) {
		t.Errorf("%s is not in the table of routes", lost)
	}
	s.fiber.Get("/secret", func(c *fiber.Ctx) error { return nil })
	if lost := outsideTable(s); !slices.Equal(lost, []string{"GET /secret"}) {
		t.Errorf("a route beside the table was found as %v", lost)
	}
}

func outsideTable(s *stage) (lost []string) {
	table := map[string]bool{}
	for _, route := range s.Routes() {
		table[route.Method+" "+route.Path] = true
		if route.Method == http.MethodGet {
			table["HEAD "+route.Path] = true
		}
	}
	for _, route := range s.fiber.GetRoutes(true) {
		if name := route.Method + " " + route.Path; !table[name] && route.Method != http.MethodHead {
			lost = append(lost, name)
		}
	}
	return lost
}

// levels is a page and a form at each level of access.
func levels(a *App, r *registrar) {
	answer := func(c *fiber.Ctx) error { return c.SendString("come in") }
	for path, access := range map[string]Access{
		"/anyone": Anyone, "/signed-in": SignedIn, "/tag": CanTag, "/edit": CanEdit, "/moderate": CanModerate, "/administer": CanAdminister,
	} {
		r.get(access, path, answer)
		r.get(access, path+".json", answer)
		r.post(access, path, answer)
	}
}

func TestLevels(t *testing.T) {
	s := newStage(t, levels)
	checkPermissions(t, s)
	may := map[string]string{
		"":              "/anyone",
		"suspended":     "/anyone",
		"member":        "/anyone /signed-in",
		"editor":        "/anyone /signed-in /tag /edit",
		"moderator":     "/anyone /signed-in /tag /moderate",
		"administrator": "/anyone /signed-in /tag /edit /moderate /administer",
	}
	for who, paths := range may {
		for _, path := range []string{"/anyone", "/signed-in", "/tag", "/edit", "/moderate", "/administer"} {
			for _, method := range []string{http.MethodGet, http.MethodPost} {
				got := s.ask(t, scenario{who: who, method: method, url: path}).body == "come in"
				if want := slices.Contains(strings.Fields(paths), path); got != want {
					t.Errorf("%s %s by %q: let in %v, want %v", method, path, who, got, want)
				}
			}
		}
	}
}

func TestKeptPagesAreForAnyone(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a page for members alone could be kept for visitors")
		}
	}()
	newStage(t, func(a *App, r *registrar) {
		r.get(SignedIn, "/private", func(*fiber.Ctx) error { return nil }, cached())
	})
}
