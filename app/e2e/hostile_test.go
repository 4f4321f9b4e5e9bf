package e2e

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"folkmoot/models/people"
)

// raw is a request for the place itself, as bytes.
func (p *place) raw(line, headers, body string) []byte {
	host := strings.TrimPrefix(p.url, "http://")
	return []byte(line + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "Connection: close\r\n\r\n" + body)
}

// bomb is a form that is a thousand times larger once it is inflated.
func bomb() string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(append([]byte("body="), bytes.Repeat([]byte("a"), 64<<20)...))
	_ = w.Close()
	return b.String()
}

func TestHostileBytesAreRefused(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	host := strings.TrimPrefix(p.url, "http://")
	const form = "Content-Type: application/x-www-form-urlencoded\r\n"
	const path = "/discussions/7/answers"
	long := strings.Repeat("a", 10<<20)
	zip := bomb()
	hidden := "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"
	if got := p.exchange(t, p.raw("GET /", "", "")); len(got) != 1 || got[0] != 200 {
		t.Fatalf("the control is answered %v", got)
	}
	for name, request := range map[string][]byte{
		"unknown host":      []byte("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
		"no host":           []byte("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"),
		"two hosts":         []byte("GET / HTTP/1.1\r\nHost: " + host + "\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
		"foreign target":    []byte("GET http://evil.example/ HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"),
		"length and chunks": []byte("POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + form + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden),
		"two lengths":       p.raw("POST "+path, form+"Content-Length: 6\r\nContent-Length: 7\r\n", "body=a"),
		"compressed":        p.raw("POST "+path, form+fmt.Sprintf("Content-Encoding: gzip\r\nContent-Length: %d\r\n", len(zip)), zip),
		"ten megabytes":     p.raw("POST "+path, form+fmt.Sprintf("Content-Length: %d\r\n", len(long)), long),
		"endless line":      p.raw("GET /"+strings.Repeat("a", 100_000), "", ""),
		"endless header":    p.raw("GET /", "X-A: "+strings.Repeat("a", 100_000)+"\r\n", ""),
		"NUL in a field":    p.raw("POST "+path, form+"Content-Length: 10\r\n", "body=a%00b"),
		"broken UTF-8":      p.raw("POST "+path, form+"Content-Length: 10\r\n", "body=a%ffb"),
		"NUL in the path":   p.raw("GET /guides/a%00b", "", ""),
		"broken path":       p.raw("GET /guides/%ff", "", ""),
		"cross-site post":   p.raw("POST "+path, form+"Sec-Fetch-Site: cross-site\r\nContent-Length: 6\r\n", "body=a"),
		"foreign origin":    p.raw("POST "+path, form+"Origin: https://evil.example\r\nContent-Length: 6\r\n", "body=a"),
		"JSON":              p.raw("POST "+path, "Content-Type: application/json\r\nContent-Length: 2\r\n", "{}"),
		"unknown method":    p.raw("HACK /", "", ""),
		"not HTTP":          []byte("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"),
	} {
		got := p.exchange(t, request)
		for _, status := range got {
			if status < 400 || status > 499 {
				t.Errorf("%s: answered %v", name, got)
			}
		}
		if len(got) > 1 || len(got) == 0 && name != "ten megabytes" { // the connection may be cut while that is on its way
			t.Errorf("%s: answered %v, want one refusal", name, got)
		}
	}
	if got := p.exchange(t, p.raw("GET /", "", "")); len(got) != 1 || got[0] != 200 {
		t.Fatalf("afterwards the control is answered %v", got)
	}
}

func TestForgedRequestsAreRefused(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	visitor, doreen, ruth := p.caller(t), p.signedIn(t, demoEmail("doreen")), p.signedIn(t, demoEmail("ruth"))
	for _, path := range []string{
		"/discussions/7?after=AAAA", "/discussions/7?after=" + strings.Repeat("z", 500), "/discussions/7?order=newest&after=W10",
		"/groups?after=%22", "/groups/keys-and-kettles?after=e30", "/themes/power?after=LTE", "/hearing/contributions?theme=power&after=eyJ9",
		"/discussions/-1", "/discussions/99999999999999999999", "/discussions/7%2f..", "/contributions/0", "/contributions/9223372036854775808",
		"/hearing.json?from=yesterday", "/hearing.json?from=2026-13-01&to=2026-01-01", "/hearing.json?group=%27%20OR%201=1--", "/hearing.json?guide=../..",
		chapter + "?paragraph=-1", chapter + "?paragraph=99999", chapter + "?version=0", chapter + "?version=x", chapter + "/changes?from=9&to=1",
		"/sign-in/link?t=x", "/sign-in/link", "/contributions/1/history?before=-5", "/search?q=%22%28%29*", "/search?q=" + strings.Repeat("a+", 2000),
		"/drafts/1", "/account", "/moderation", "/moderation/register.csv", "/guides/new", "/contributions/1/edit",
	} {
		for name, who := range map[string]*caller{"a visitor": visitor, "a member": doreen} {
			if a := who.get(path); a.status >= 500 || a.status == 0 {
				t.Errorf("%s, %s: answered %v", name, path, a)
			}
		}
	}

	// Words that somebody kept are nobody else's.
	words := visitor.page(visitor.must(visitor.get("/discussions/7"), 301).header.Get("Location")).form(t, "/discussions/7/answers")
	words.fields.Set("body", "My own unfinished thought.")
	words.fields.Set("do", "post")
	time.Sleep(peopleTake)
	visitor.must(visitor.send(words), 303)
	join := visitor.page("/join")
	if !strings.Contains(join.body, "unfinished thought") {
		t.Errorf("a visitor's words are not kept:\n%s", text(join.body))
	}
	for id := range 5 {
		for name, who := range map[string]*caller{"a visitor": p.caller(t), "a member": ruth} {
			path := fmt.Sprintf("/drafts/%d", id)
			if a := who.get(path); a.status == 200 || strings.Contains(a.body, "unfinished thought") {
				t.Errorf("%s reads the draft %d", name, id)
			}
			if a := who.post(path+"/drop", url.Values{"key": {newKey()}}); a.status >= 500 || a.status == 0 {
				t.Errorf("%s drops the draft %d: %v", name, id, a)
			}
		}
	}
	if a := visitor.page("/join"); !strings.Contains(a.body, "unfinished thought") {
		t.Error("somebody else threw the words away")
	}

	// What is somebody's is changed by nobody else.
	mine := doreen.must(doreen.post("/discussions/7/answers", url.Values{"key": {newKey()}, "body": {"I said this."}, "do": {"post"}}), 303).header.Get("Location")
	for _, do := range []string{"/edit", "/delete"} {
		a := ruth.post(mine+do, url.Values{"key": {newKey()}, "body": {"I said that."}, "revision": {"1"}, "do": {"post"}})
		if a.status < 400 || a.status > 499 {
			t.Errorf("somebody else's %s is answered %v", do, a)
		}
	}
	for _, key := range []string{"", "x", strings.Repeat("A", 4000), "AAAAAAAAAAAAAAAAAAAAAA=="} {
		a := ruth.post("/discussions/7/answers", url.Values{"key": {key}, "body": {"A forged key."}, "do": {"post"}})
		if a.status >= 500 || a.status == 0 || a.status == 303 {
			t.Errorf("the key %.30q is answered %v", key, a)
		}
	}
	if a := doreen.get(doreen.follow(mine).RequestURI()); !strings.Contains(a.body, "I said this.") {
		t.Error("the words were changed by somebody else")
	}
	p.stop()
	p.verify()
}

func TestReplayedFormIsOneRow(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p *place) {
		p.start()
		thread := p.discussion(p.staff(t, people.Editor))
		session := p.members(1)[0]
		form := url.Values{"key": {newKey()}, "body": {"Once is enough."}, "do": {"post"}}
		path := fmt.Sprintf("/discussions/%d/answers", thread)
		var wait sync.WaitGroup
		answers := make([]answer, 50)
		for i := range answers {
			wait.Add(1)
			who := p.as(t, session)
			go func() {
				defer wait.Done()
				answers[i] = who.post(path, form)
			}()
		}
		wait.Wait()
		to := map[string]int{}
		for _, a := range answers {
			if a.status != http.StatusSeeOther {
				t.Errorf("answered %v", a)
				continue
			}
			to[a.header.Get("Location")]++
		}
		p.kill()
		p.start()
		again := p.as(t, session).post(path, form)
		to[again.header.Get("Location")]++
		if len(to) != 1 {
			t.Errorf("the same form leads to %v", to)
		}
		if rows := p.stored(thread); len(rows) != 1 {
			t.Errorf("%d rows are stored: %v", len(rows), rows)
		}
		p.stop()
		p.verify()
	}, "FOLKMOOT_HOLD=none")
}
