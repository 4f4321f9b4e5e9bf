package e2e

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// sanctioned has somebody of the team do something about a person, on that person's page.
func (c *caller) sanctioned(name, kind, days string) {
	c.t.Helper()
	found := c.page("/moderation/people?" + url.Values{"name": {name}}.Encode())
	for _, link := range found.links() {
		if !strings.HasPrefix(link, "/moderation/people/") {
			continue
		}
		form := c.page(link).form(c.t, link+"/sanctions")
		form.fields.Set("kind", kind)
		form.fields.Set("reason", "unkind")
		form.fields.Set("message", "Twelve times in one evening")
		form.fields.Set("days", days)
		c.must(c.send(form), 303)
		return
	}
	c.t.Fatalf("%s is not found:\n%s", name, text(found.body))
}

// links gives where the links of a page lead.
func (a answer) links() (found []string) {
	for n := range a.tree().Descendants() {
		if n.Data == "a" && attribute(n, "href") != "" {
			found = append(found, attribute(n, "href"))
		}
	}
	return found
}

// newestAppeal gives the path of the open appeal that came last.
func (c *caller) newestAppeal() string {
	c.t.Helper()
	newest := 0
	for _, link := range c.page("/moderation/appeals").links() {
		if id, err := strconv.Atoi(strings.TrimPrefix(link, "/moderation/appeals/")); err == nil {
			newest = max(newest, id)
		}
	}
	if newest == 0 {
		c.t.Fatal("there is no appeal")
	}
	return fmt.Sprintf("/moderation/appeals/%d", newest)
}

// Whoever is silenced, put on hold or banned reads in a mail what, why, by which rule and until when, and appeals by its link,
// though they cannot sign in; somebody else decides, and they read that in a mail too.
func TestAppealingFromTheMail(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	farzana, tess := p.signedIn(t, demoEmail("farzana")), p.signedIn(t, demoEmail("tess"))
	cases := []struct {
		who, name, kind, days string
		by, other             *caller
		what, until           string
		own                   *caller
	}{
		{"gavin", "Gavin Strudwick", "silence", "7", farzana, tess, "stopped you from writing here", "until ", nil},
		{"linda", "Linda Pardew", "suspend", "7", farzana, tess, "put your account on hold", "until ", nil},
		{"harj", "Harj Dosanjh", "ban", "", tess, farzana, "banned your account", "until somebody lifts it", nil},
	}
	for i, c := range cases {
		cases[i].own = p.signedIn(t, demoEmail(c.who))
		c.by.sanctioned(c.name, c.kind, c.days)
	}
	for _, c := range cases {
		mail, own := demoEmail(c.who), c.own
		told := p.letter(mail, c.what)
		for _, want := range []string{"It is unkind to a person", "House rule 3 says:", "Twelve times in one evening", c.until, "Somebody else will look at it."} {
			if !strings.Contains(told.text, want) {
				t.Errorf("%s: the mail does not say %q:\n%s", c.kind, want, told.text)
			}
		}
		page, link := own, "/account/decisions"
		if c.kind == "silence" {
			for _, to := range own.page(strings.TrimPrefix(p.link(told, link), p.url)).links() {
				if strings.HasPrefix(to, "/appeals/sanctions/") {
					link = to
				}
			}
		} else {
			// They are out at once, and their old way in is shut.
			if a := own.get("/account"); a.status != 303 {
				t.Errorf("%s: their account page answers %d", c.kind, a.status)
			}
			page, link = p.caller(t), strings.TrimPrefix(p.link(told, "/appeals/code/"), p.url)
		}
		form := page.page(link).form(t, link)
		form.fields.Set("words", "It was my brother, at my computer")
		page.must(page.send(form), 303)
		open := c.other.newestAppeal()
		if a := c.by.page(open); !strings.Contains(a.body, "You had a part in this") {
			t.Errorf("%s: whoever did it may decide:\n%s", c.kind, text(a.body))
		}
		decide := c.other.page(open).form(t, open)
		decide.fields.Set("outcome", "upheld")
		decide.fields.Set("words", "We believe you, and have told the others.")
		c.by.must(c.by.send(decide), 403)
		c.other.must(c.other.send(decide), 303)
	}
	for _, c := range cases {
		mail := demoEmail(c.who)
		answered := p.letter(mail, "We believe you, and have told the others.")
		for _, want := range []string{"You were right, and we are sorry.", "It is lifted.", "This is our last word on it."} {
			if !strings.Contains(answered.text, want) {
				t.Errorf("%s: the mail about the outcome does not say %q:\n%s", c.kind, want, answered.text)
			}
		}
		if a := p.signedIn(t, mail).page("/account"); !strings.Contains(a.body, "You were right") {
			t.Errorf("%s: they are back, and do not read why:\n%s", c.kind, text(a.body))
		}
		if a := c.other.page("/moderation/register"); !strings.Contains(a.body, "looked again and changed the decision") {
			t.Errorf("%s: the register does not say so:\n%s", c.kind, text(a.body))
		}
	}
	p.stop()
	p.verify()
}
