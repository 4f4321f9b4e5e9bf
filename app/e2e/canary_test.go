package e2e

import (
	"bytes"
	"context"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/privacy"
)

// bird stands in everything that somebody leaves behind who goes, in every way that can be typed or sent.
const bird = "Kanarienvogel"

// attaches sends a form with a file, as its button “Add it” does, and gives the form as it comes back.
func (c *caller) attaches(f form, name string, data []byte) form {
	c.t.Helper()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	f.fields.Set("do", "attach")
	for field, values := range f.fields {
		for _, value := range values {
			_ = parts.WriteField(field, value)
		}
	}
	part, _ := parts.CreateFormFile("file", name)
	_, _ = part.Write(data)
	_ = parts.Close()
	request, err := http.NewRequest(http.MethodPost, c.place.url+f.action, &body)
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header.Set("Content-Type", parts.FormDataContentType())
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	response, err := c.client.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	var page bytes.Buffer
	_, _ = page.ReadFrom(response.Body)
	back := answer{status: response.StatusCode, body: page.String()}.form(c.t, f.action)
	if back.fields.Get("files") == "" {
		c.t.Fatalf("the file was not taken: %d\n%s", response.StatusCode, text(page.String()))
	}
	return back
}

// kept is where the bird stands in what the program keeps: every file of the data folder and, on PostgreSQL, what
// pg_dump writes; and in what it has written into its log.
func (p *place) kept(words ...string) (where []string) {
	p.t.Helper()
	look := func(name string, raw []byte) {
		raw = bytes.ToLower(raw)
		for _, word := range words {
			if bytes.Contains(raw, []byte(strings.ToLower(word))) {
				where = append(where, name+": "+word)
			}
		}
	}
	if err := filepath.WalkDir(p.environ["FOLKMOOT_DATA"], func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		look(filepath.Base(path), []byte(path))
		raw, err := os.ReadFile(path)
		look(filepath.Base(path), raw)
		return err
	}); err != nil {
		p.t.Fatal(err)
	}
	if source := p.environ["FOLKMOOT_DATABASE"]; strings.HasPrefix(source, "postgres") {
		dump, err := exec.Command("pg_dump", "--inserts", source).Output()
		if err != nil {
			p.t.Fatalf("pg_dump: %v", err)
		}
		look("pg_dump", dump)
	}
	return where
}

// scrubbed waits until every job of an erasure is done, without waiting for the time at which the last one begins.
func (p *place) scrubbed() {
	p.t.Helper()
	d := p.open()
	defer d.Close()
	ctx := context.Background()
	p.eventually("everything is removed", func() bool {
		if err := d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE jobs SET run_at = 1 WHERE state = 'waiting' AND kind IN (?, ?)", privacy.JobErase, privacy.JobScrub)
			return err
		}); err != nil {
			p.t.Fatal(err)
		}
		left, err := db.Value[int](ctx, d, "SELECT COUNT(*) FROM jobs WHERE kind IN (?, ?)", privacy.JobErase, privacy.JobScrub)
		return err == nil && left == 0
	})
}

// lives makes somebody an account and has them leave their name, their words and their habits wherever they can.
func (p *place) lives(t *testing.T, email string, thread int64) *caller {
	name := bird + " Smith"
	p.must("admin", "create", email, "--name", name)
	ann := p.caller(t)
	link, err := url.Parse(p.signInLink(email))
	if err != nil {
		t.Fatal(err)
	}
	form := ann.page(link.RequestURI()).form(t, "/sign-in/link")
	ann.must(ann.do(http.MethodPost, form.action, form.fields, map[string]string{"User-Agent": "Mozilla/5.0 (" + bird + "Phone) Firefox/140.0", "Accept-Language": "en-" + bird}), 303)

	profile := ann.page("/account").form(t, "/account/profile")
	profile.fields.Set("organisation", bird+" and Sons")
	profile.fields.Set("about", "I am "+bird+" and keep birds.")
	ann.must(ann.send(profile), 303)

	answers := "/discussions/" + strconv.FormatInt(thread, 10) + "/answers"
	talk := ann.follow(strings.TrimSuffix(answers, "/answers")).Path
	id := ann.writes(talk, answers, "The bus passes "+bird+" Lane without stopping.")
	edit := "/contributions/" + strconv.FormatInt(id, 10) + "/edit"
	if said := ann.writes(edit, edit, "The bus passes "+bird+" Lane, and it does not stop."); said != id {
		t.Fatalf("the edit made %d of %d", said, id)
	}
	for words, data := range map[string][]byte{"Here is the kerb, says ": photo(t), "And my letter to the council, written by ": document()} {
		called := bird + " " + words
		posting := ann.page(talk).form(t, answers)
		posting.fields.Set("body", words+bird)
		posting = ann.attaches(posting, called, bytes.ReplaceAll(data, []byte(whereItWasTaken), []byte((bird + " was here, and it is seen")[:len(whereItWasTaken)])))
		for field := range posting.fields {
			if strings.HasSuffix(field, posting.fields.Get("files")) {
				posting.fields.Set(field, bird+" beside the road")
			}
		}
		posting.fields.Set("do", "post")
		ann.must(ann.send(posting), 303)
	}
	unsent := ann.page(talk).form(t, answers)
	unsent.fields.Set("body", bird+" has not said this yet")
	ann.must(ann.post("/drafts.json", url.Values{"draft-place": {answers}, "body": unsent.fields["body"], "key": unsent.fields["key"]}), 200)
	ann.must(ann.get("/search?q="+bird), 200)
	ann.get("/" + bird)
	asks := ann.page("/your-data").form(t, "/your-data")
	asks.fields.Set("kind", "correct")
	asks.fields.Set("words", bird+" is spelled with a K")
	ann.must(ann.send(asks), 200)
	return ann
}

// answersRequests answers what was asked, so that nothing about it waits.
func (p *place) answersRequests(administrator *caller) {
	p.t.Helper()
	answering := administrator.page("/place/requests/1").forms()
	for _, f := range answering {
		if f.fields.Has("words") {
			f.fields.Set("do", "decide")
			f.fields.Set("state", "done")
			f.fields.Set("words", "Dear "+bird+", it is corrected.")
			administrator.must(administrator.send(f), 303)
			return
		}
	}
	p.t.Fatal("the request cannot be answered")
}

// Somebody goes and has their words removed: not one byte of them is left in the database, beside it, in its journals, in the
// index, in attached files or in the log, and an older backup does not bring them back.
func TestNotOneByteIsLeft(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p *place) {
		p.start()
		editor, administrator := p.staff(t, people.Editor), p.staff(t, people.Administrator)
		thread := p.discussion(editor)
		talk := "/discussions/" + strconv.FormatInt(thread, 10)
		editor.writes(editor.follow(talk).Path, talk+"/answers", "It stops at the church.")
		const email = "kanarienvogel@example.org"
		ann := p.lives(t, email, thread)
		if p.answersRequests(administrator); len(p.kept(bird)) == 0 {
			t.Fatal("nothing was planted: this test sees nothing")
		}
		older := filepath.Join(t.TempDir(), "older.backup")
		p.must("backup", older)
		raw, err := os.ReadFile(older)
		if err != nil || !bytes.Contains(raw, []byte(bird)) {
			t.Fatalf("the backup holds nothing of it: this test sees nothing (%v)", err)
		}

		leaving := ann.page("/account/leave").form(t, "/account/leave")
		leaving.fields.Set("how", string(privacy.Remove))
		leaving.fields.Set("sure", "yes")
		ann.must(ann.send(leaving), 303)
		p.scrubbed()
		for _, where := range p.kept(bird) {
			t.Errorf("left in %s", where)
		}
		if text := p.running.log.String() + p.running.out.String(); strings.Contains(strings.ToLower(text), strings.ToLower(bird)) {
			t.Error("left in the log")
		}
		if len(p.kept("stops at the church")) == 0 {
			t.Error("what somebody else said is gone too")
		}
		p.eventually("the list of who was erased is kept beside the database", func() bool {
			list, err := privacy.ReadTombstones(filepath.Join(p.environ["FOLKMOOT_DATA"], "erasures.txt"))
			return err == nil && len(list) == 1
		})
		p.stop()
		p.verify()
		for _, where := range p.kept(bird) {
			t.Errorf("after a stop, left in %s", where)
		}

		onEach(t, func(t *testing.T, restored *place) {
			list, err := os.ReadFile(filepath.Join(p.environ["FOLKMOOT_DATA"], "erasures.txt"))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(restored.environ["FOLKMOOT_DATA"], "erasures.txt"), list, 0o600); err != nil {
				t.Fatal(err)
			}
			if told := restored.must("restore", older); !strings.Contains(told, "erased again") {
				t.Errorf("restoring tells: %s", told)
			}
			restored.opened = true
			restored.start()
			restored.scrubbed()
			restored.stop()
			restored.verify()
			for _, where := range restored.kept(bird) {
				t.Errorf("restored, left in %s", where)
			}
		})
	})
}
