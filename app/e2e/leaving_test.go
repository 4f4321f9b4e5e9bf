package e2e

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"strconv"
	"strings"
	"testing"

	"folkmoot/models/db"
)

// unzip gives the files of a ZIP file by their names.
func (a answer) unzip(t *testing.T) map[string]string {
	t.Helper()
	r, err := zip.NewReader(strings.NewReader(a.body), int64(len(a.body)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if _, err := io.Copy(&out, in); err != nil {
			t.Fatal(err)
		}
		files[f.Name] = out.String()
	}
	return files
}

// talker is somebody without a role, with something that they said.
type talker struct {
	email, name string
	at          string // where it can be read
	words       string // of it
}

// talkers finds two people who said something that everybody can read.
func (p *place) talkers() (found []talker) {
	p.t.Helper()
	d := p.open()
	defer d.Close()
	seen := map[string]bool{}
	if err := db.Each(context.Background(), d, func(r db.Row) error {
		var id int64
		var one talker
		if err := r.Scan(&one.email, &one.name, &id, &one.words); err != nil {
			return err
		}
		one.words, _, _ = strings.Cut(one.words, "\n")
		if len(found) < 2 && !seen[one.email] && len(one.words) > 20 && !strings.ContainsAny(one.words, "*_[]`#<>|&\"'’“”@") {
			one.at = "/contributions/" + strconv.FormatInt(id, 10)
			found, seen[one.email] = append(found, one), true
		}
		return nil
	}, `SELECT p.email, p.public_name, c.id, c.body_md FROM contributions c JOIN people p ON p.id = c.author_id JOIN threads t ON t.id = c.thread_id
		WHERE p.role = 'member' AND p.state = 'active' AND p.email IS NOT NULL AND c.state = 'published' AND c.kind = 'reply' AND t.kind = 'discussion' AND t.private = 0 ORDER BY c.id`); err != nil {
		p.t.Fatal(err)
	}
	if len(found) < 2 {
		p.t.Fatalf("only %d people said something", len(found))
	}
	return found
}

// Two people take what is theirs and leave: the words of one stay without a name, those of the other go too.
func TestTwoPeopleTakeWhatIsTheirsAndLeave(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	for i, one := range p.talkers() {
		how, after := "They stay, without my name", "Your words stay, said by “Someone who left”."
		if i > 0 {
			how, after = "They go too", "What you wrote is on no page any more."
		}
		taker := p.signedIn(t, one.email)
		copied := taker.must(taker.send(taker.page("/account/download").form(t, "/account/download")), 200).unzip(t)
		if !strings.Contains(copied["index.html"], one.words) || !strings.Contains(copied["data.json"], one.email) {
			t.Fatalf("the copy of %s does not hold %q", one.name, one.words)
		}
		visitor := p.reader(t, wide)
		visitor.open(one.at)
		visitor.sees(one.words, one.name)

		leaver := p.reader(t, phone)
		leaver.signIn(one.email)
		leaver.open("/account/leave")
		leaver.choose(how)
		leaver.choose("Yes, erase my account")
		leaver.press("Leave and erase my account")
		leaver.sees("You have left", after)
		for _, browser := range []*caller{taker, p.caller(t)} {
			if a := browser.get("/account"); a.status == 200 {
				t.Errorf("%s is still signed in elsewhere", one.name)
			}
		}
		leaver.open("/account")
		leaver.sees("Sign in")
		visitor.open(one.at)
		visitor.doesNotSee(one.name)
		if i > 0 {
			visitor.doesNotSee(one.words)
		} else {
			visitor.sees(one.words, "Someone who left")
		}
	}
	p.stop()
	p.verify()
}
