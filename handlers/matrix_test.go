package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/net/html"

	"folkmoot/models/db"
)

// row is what the matrix says of one route: what it is about, and who is let in by its state.
type row struct {
	method, path string
	kind         string
	states       []string          // in the order of the row; one empty state where the thing has none
	may          map[string]string // sets by state
	untried      string            // why nothing can be changed with it here
	form         url.Values        // what is sent besides what a page's form holds, or instead of it
}

// readRows reads the table. A row is METHOD PATH and, each after a semicolon: "about KIND" of thing; "STATE,STATE: SETS" of
// those who are let in, or SETS alone; "sends FIELDS" of its form; "untried WHY".
func readRows(t testing.TB, table string) map[string]row {
	rows := map[string]row{}
	for line := range strings.Lines(table) {
		line, _, _ = strings.Cut(line, "//")
		parts := strings.Split(strings.TrimSpace(line), ";")
		fields := strings.Fields(parts[0])
		if len(fields) == 0 {
			continue
		}
		if len(fields) != 2 || len(parts) < 2 {
			t.Fatalf("the row %q cannot be read", line)
		}
		r := row{method: fields[0], path: fields[1], may: map[string]string{}}
		for _, part := range parts[1:] {
			part = strings.TrimSpace(part)
			kind, ofKind := strings.CutPrefix(part, "about ")
			form, sent := strings.CutPrefix(part, "sends ")
			states, sets, stated := strings.Cut(part, ":")
			switch {
			case ofKind:
				r.kind = kind
			case sent:
				r.form, _ = url.ParseQuery(form)
			case strings.HasPrefix(part, "untried "):
				r.untried = strings.TrimPrefix(part, "untried ")
			case stated:
				for _, state := range strings.Split(states, ",") {
					r.states = append(r.states, strings.TrimSpace(state))
					r.may[strings.TrimSpace(state)] = sets
				}
			default:
				r.states, r.may[""] = []string{""}, part
			}
		}
		rows[r.method+" "+r.path] = r
	}
	return rows
}

// may tells whether somebody is let in.
func (r row) lets(who standing, state string) (in bool) {
	for _, set := range strings.Fields(r.may[state]) {
		if out, not := strings.CutPrefix(set, "-"); not {
			in = in && !who.is(out)
		} else {
			in = in || who.is(set)
		}
	}
	return in
}

// fill makes an address of a route for a thing in a state; other parameters take the first value that there is.
func (w *world) fill(r row, state string) string {
	path := r.path
	for _, match := range parameter.FindAllString(path, -1) {
		name := strings.Trim(strings.Split(match, "<")[0], ":?*")
		value := ""
		switch about := w.at[r.kind]; {
		case about != nil && (name == r.kind || name == "id") && state != "":
			value = about[state]
			if value == "" {
				w.t.Fatalf("%s %s: there is no %s that is %s", r.method, r.path, r.kind, state)
			}
		case name == "id" && r.kind != "":
			value = r.kind
		case len(w.values[name]) > 0:
			value = w.values[name][0]
		default:
			value = "1"
		}
		path = strings.Replace(path, match, value, 1)
	}
	return path
}

// cameOf puts an answer into words of the matrix.
func cameOf(got answer) string {
	to := got.header.Get("Location")
	switch {
	case got.status == http.StatusUnauthorized, got.status == 303 && (strings.HasPrefix(to, "/sign-in?") || strings.HasPrefix(to, "/join?") || to == "/join"):
		return "sign in"
	case got.status == http.StatusForbidden:
		return "refused"
	case got.status == http.StatusNotFound:
		return "not there"
	case got.status >= 500, got.status == http.StatusTooManyRequests:
		return fmt.Sprint("fault ", got.status)
	}
	return "let in"
}

func (w *world) request(who standing, method, address string, form url.Values) answer {
	sc := scenario{who: who.name, method: method, url: address, form: form, headers: map[string]string{}}
	if who.name == "unverified" {
		sc.who = ""
		sc.headers["Cookie"] = "folkmoot-asked=abc; folkmoot-browser=def"
	}
	if method == http.MethodPost {
		if form == nil {
			sc.form = url.Values{"x": {"1"}}
		}
		// What is counted against floods is not what is tested here.
		_, err := w.live.Exec("DELETE FROM limits")
		w.must(err)
		w.now.Advance(time.Second)
	}
	return w.ask(w.t, sc)
}

// readable checks that an answer holds no canary that somebody may not read.
// What was asked with can come back: asked is the address and the form.
func (w *world) readable(who standing, what, asked string, got answer, seen map[string]bool) {
	for _, s := range w.canaries {
		if strings.Contains(asked, s.word) || !strings.Contains(got.body, s.word) && !strings.Contains(got.header.Get("Location"), s.word) {
			continue
		}
		seen[s.what] = true
		if !slices.ContainsFunc(strings.Fields(s.readers), who.is) {
			w.note("%s by %q shows %s", what, who.name, s.what)
		}
	}
}

// TestPermissionMatrix asks for every route, by every method, as everybody, for things in every state: whether they are
// let in is what the table says, nobody reads what is not for them, and whoever is not let in changes nothing. MATRIX in
// the environment names a part of a path, to see what its forms come to.
func TestPermissionMatrix(t *testing.T) {
	w := newWorld(t)
	seen := w.try(permissions, func(r Route) bool { return true })
	w.copies(seen)
	for _, s := range w.canaries {
		if !seen[s.what] && os.Getenv("MATRIX") == "" {
			t.Errorf("nobody ever sees %s: this test sees nothing there", s.what)
		}
	}
	for _, wrong := range w.wrong {
		t.Error(wrong)
	}
}

// TestPermissionMatrixSees has pages and forms that break each of the laws which the matrix keeps.
func TestPermissionMatrixSees(t *testing.T) {
	var w *world
	w = newWorld(t, func(a *App, r *registrar) {
		say := func(words string) fiber.Handler { return func(c *fiber.Ctx) error { return c.SendString(words) } }
		change := func(c *fiber.Ctx) error {
			return a.DB.Write(c.UserContext(), func(tx *db.Tx) error {
				_, err := tx.Exec("UPDATE groups SET summary = summary || 'x'")
				return err
			})
		}
		refuseLate := func(c *fiber.Ctx) error { // the change is made before the rule is asked
			if err := change(c); err != nil || actor(c).CanEdit() {
				return err
			}
			return db.Forbidden{}
		}
		r.get(Anyone, "/control/no-row", say("x"))
		r.get(Anyone, "/control/too-open", say("x"))
		r.get(CanEdit, "/control/too-shut", say("x"))
		r.get(Anyone, "/control/fault", func(*fiber.Ctx) error { panic("a fault") })
		r.get(Anyone, "/control/shows", func(c *fiber.Ctx) error { return c.SendString(w.canaries[len(w.canaries)-1].word) })
		r.get(Anyone, "/control/asking-changes", change)
		r.get(Anyone, "/control/outline", func(c *fiber.Ctx) error {
			return c.Type("html").SendString("<main id=main><h1>A</h1><h3>B</h3></main>")
		})
		r.post(Anyone, "/control/late", refuseLate)
		r.post(Anyone, "/control/idle", say("x"))
	})
	w.try(`
		GET /control/too-open ; signed
		GET /control/too-shut ; tag
		GET /control/fault ; all
		GET /control/shows ; all
		GET /control/asking-changes ; all
		GET /control/outline ; all
		GET /control/gone ; all
		POST /control/late ; edit ; sends words=x
		POST /control/idle ; all ; sends words=x
	`, func(r Route) bool { return strings.HasPrefix(r.Path, "/control/") })
	found := strings.Join(w.wrong, "\n")
	for _, want := range []string{
		"GET /control/no-row has no row", `GET /control/too-open ( ) by "": let in`, `GET /control/too-shut ( ) by "moderator": refused`, "GET /control/fault ( ) by \"\": fault 500",
		`GET /control/shows ( ) by "" shows`, `GET /control/asking-changes ( ) by "": asking changed something`, "GET /control/gone, which is no route",
		`POST /control/late ( ) by "member" changed something`, "POST /control/idle: nobody changes anything",
		`GET /control/outline by "": <h3>B</h3> comes after <h1>`,
	} {
		if !strings.Contains(found, want) {
			t.Errorf("the matrix does not see %q in\n%s", want, found)
		}
	}
	if strings.Contains(found, `shows"author"`) || strings.Contains(found, `/control/late ( ) by "editor"`) {
		t.Errorf("the matrix sees what is right as wrong:\n%s", found)
	}
}

func (w *world) note(format string, args ...any) {
	w.wrong = append(w.wrong, fmt.Sprintf(format, args...))
}

// try goes through a table for those routes that it is about, and tells which canaries somebody saw.
func (w *world) try(table string, about func(Route) bool) map[string]bool {
	rows, left := readRows(w.t, table), readRows(w.t, table)
	seen, forms := map[string]bool{}, map[string][]pageForm{}
	for _, route := range w.Routes() {
		if !about(route) {
			continue
		}
		name := route.Method + " " + route.Path
		if r, ok := rows[name]; !ok {
			w.note("%s has no row in the matrix", name)
		} else if route.Method == http.MethodGet {
			w.reads(r, forms, seen)
		}
		delete(left, name)
	}
	for name := range left {
		w.note("the matrix has a row for %s, which is no route", name)
	}
	only := os.Getenv("MATRIX")
	for _, route := range w.Routes() {
		r, ok := rows[route.Method+" "+route.Path]
		if ok && about(route) && route.Method == http.MethodPost && strings.Contains(route.Path, only) {
			w.posts(r, forms, seen)
		}
	}
	return seen
}

// reads asks for a page as everybody and keeps the forms that stand on it.
func (w *world) reads(r row, forms map[string][]pageForm, seen map[string]bool) {
	for _, state := range r.states {
		address := w.fill(r, state)
		for _, who := range standings {
			what := fmt.Sprintf("GET %s (%s %s)", address, r.kind, state)
			got := w.request(who, http.MethodGet, address, nil)
			w.judge(r, who, state, what, got)
			w.readable(who, what, address, got, seen)
			if w.changed() {
				w.note("%s by %q: asking changed something", what, who.name)
				w.restore()
			}
			if got.status != 200 || !strings.Contains(got.header.Get("Content-Type"), "html") {
				continue
			}
			for _, fault := range outline(got.body) {
				if !strings.HasSuffix(r.path, "/download.html") && !strings.HasSuffix(r.path, "/embed") { // those stand outside the site
					w.note("GET %s by %q: %s", r.path, who.name, fault)
				}
			}
			for _, f := range formsOn(got.body, address) {
				if !slices.ContainsFunc(forms[f.action], f.same) {
					forms[f.action] = append(forms[f.action], f)
				}
			}
		}
	}
}

// judge compares an answer with the table.
func (w *world) judge(r row, who standing, state, what string, got answer) {
	out := cameOf(got)
	switch {
	case strings.HasPrefix(out, "fault"):
		w.note("%s by %q: %s", what, who.name, out)
	case r.lets(who, state) && out != "let in":
		w.note("%s by %q: %s, but the table lets them in", what, who.name, out)
	case !r.lets(who, state) && out == "let in":
		w.note("%s by %q: let in (%d), but the table does not let them in", what, who.name, got.status)
	}
}

// posts sends a form to a route as everybody. First somebody who is let in changes something with it, or the row proves
// nothing; then nobody who is not let in changes anything. Where nobody is let in, a form is sent that works elsewhere.
func (w *world) posts(r row, forms map[string][]pageForm, seen map[string]bool) {
	good, any := map[string]*pageForm{}, &pageForm{fields: r.form}
	works := false
	for _, state := range slices.Backward(r.states) {
		if good[state] = w.effective(r, state, forms[w.fill(r, state)]); good[state] != nil {
			any, works = good[state], true
		}
	}
	for _, state := range r.states {
		address, form := w.fill(r, state), any
		if good[state] != nil {
			form = good[state]
		}
		for _, who := range standings {
			what := fmt.Sprintf("POST %s (%s %s)", address, r.kind, state)
			fields := form.send()
			got := w.request(who, http.MethodPost, address, fields)
			w.judge(r, who, state, what, got)
			w.readable(who, what, address+" "+fields.Encode(), got, seen)
			if w.changed() {
				if !r.lets(who, state) {
					w.note("%s by %q changed something", what, who.name)
				}
				w.restore()
			}
		}
	}
	switch {
	case !works && r.untried == "":
		w.note("POST %s: nobody changes anything with it, so the row proves nothing; forms: %d", r.path, len(forms[w.fill(r, r.states[0])]))
	case works && r.untried != "":
		w.note("POST %s: the row says that it cannot be tried, but it can", r.path)
	}
}

// named is where a row names something of the world: {kind.state}.
var named = regexp.MustCompile(`\{(\w+)\.(\w+)\}`)

// spelt puts things of the world in the places where a row names them.
func (w *world) spelt(form url.Values) url.Values {
	v := url.Values{}
	for name, values := range form {
		for _, value := range values {
			if m := named.FindStringSubmatch(value); m != nil {
				value = w.at[m[1]][m[2]]
			}
			v.Add(name, value)
		}
	}
	return v
}

// effective finds a form with which somebody who is let in changes something; nil where there is none.
func (w *world) effective(r row, state string, forms []pageForm) *pageForm {
	if len(forms) == 0 && r.form != nil {
		forms = []pageForm{{fields: url.Values{"key": {""}}}}
	}
	for _, f := range forms[:min(len(forms), 16)] {
		f = f.with(w.spelt(r.form))
		for _, name := range []string{"administrator", "author", "host", "editor", "moderator", "lead", "member", ""} {
			at := slices.IndexFunc(standings, func(s standing) bool { return s.name == name })
			if !r.lets(standings[at], state) {
				continue
			}
			address := w.fill(r, state)
			got := w.request(standings[at], http.MethodPost, address, f.send())
			if os.Getenv("MATRIX") != "" {
				w.t.Logf("%s by %q with %v: %d %s\n%s", address, name, f.send(), got.status, got.header.Get("Location"), complaint(got.body))
			}
			if w.changed() {
				w.restore()
				return &f
			}
		}
	}
	return nil
}

// complaint is what a page says is wrong with what was sent.
func complaint(page string) string {
	_, after, found := strings.Cut(page, "There is a problem")
	if !found {
		return ""
	}
	root, err := html.Parse(strings.NewReader(after))
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%.300s", strings.Join(strings.Fields(textOf(root)), " "))
}
