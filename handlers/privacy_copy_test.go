package handlers

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"net/url"
	"strings"
	"testing"

	"folkmoot/models/people"
)

// copyOf gives the files in the copy of what is somebody's, by their names.
func (s *stage) copyOf(t testing.TB, who people.Actor) map[string]string {
	t.Helper()
	var archive bytes.Buffer
	if err := s.writeCopy(context.Background(), who, &archive); err != nil {
		t.Fatal(err)
	}
	return unzipped(t, archive.Bytes())
}

// copies looks into the copy of what is theirs that everybody takes with them, which is a form and so no page of the matrix.
func (w *world) copies(seen map[string]bool) {
	for _, who := range standings {
		a, err := w.People.ActorOf(context.Background(), who.id)
		if err != nil {
			continue // who cannot sign in gets none
		}
		for name, text := range w.copyOf(w.t, a) {
			w.readable(who, "the copy", "/account/download", answer{status: 200, body: name + text}, seen)
		}
	}
}

func unzipped(t testing.TB, archive []byte) map[string]string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(raw)
	}
	return files
}

func TestTheCopyIsAPageToRead(t *testing.T) {
	m := newMoot(t)
	files := m.copyOf(t, cast["member"])
	page := files["index.html"]
	for _, want := range []string{` dir="ltr">`, "<h2>What you said</h2>", "<h2>Who you are, and what you chose</h2>", "Mina Member", "</html>"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not in it", want)
		}
	}
	for _, never := range []string{"<script", "<link", "src=", "@import", "token_hash"} {
		if strings.Contains(page, never) {
			t.Errorf("%q is in it", never)
		}
	}
	m.play(t, []scenario{
		{name: "the page before it", who: "member", url: "/account/download", status: 200, has: []string{"index.html", "The code of the receipt", "Download my copy", "/account/prove?next=%2Faccount%2Fdownload"}},
		{name: "without proof", who: "member", url: "/account/download", form: url.Values{"current": {"x"}}, status: 422},
		{name: "a code that is none", who: "member", url: "/account/claim", form: url.Values{"code": {"abc"}}, status: 422, has: []string{"letters and numbers"}},
		{name: "the page after leaving", url: "/left?words=remove", status: 200, has: []string{"on no page any more"}},
		{name: "and with words that stay", url: "/left?words=anonymise", status: 200, has: []string{"Someone who left"}},
		{name: "leaving says what it is about", who: "member", url: "/account/leave", status: 200, has: []string{"You wrote", "They go too", "They stay, without my name", "/account/prove?next=%2Faccount%2Fleave"}},
		{name: "without a choice", who: "member", url: "/account/leave", form: url.Values{"sure": {"yes"}}, status: 422, has: []string{"Choose what is to become of your words"}},
	})
}
