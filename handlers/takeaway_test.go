package handlers

import (
	"archive/zip"
	"bytes"
	"context"
	"net/url"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/guide"
)

// codeOf is the code of the newest version of the library's chapter.
func (s *stage) codeOf(t testing.TB) string {
	t.Helper()
	_, chapter, _, err := s.Guides.Chapter(context.Background(), "doing-it-together", "finding-things")
	if err != nil {
		t.Fatal(err)
	}
	return guide.Code(chapter.VersionID)
}

func TestPrintReadyPages(t *testing.T) {
	s := library(t)
	code := s.codeOf(t)
	s.play(t, []scenario{
		{
			name: "a chapter", url: finding + "/print", status: 200,
			has: []string{
				"Finding things</h1>", `>2.4</span>`, "Version 1, Saturday 21 November 2026", ">" + code + "</p>", "folkmoot.test/c", `class="fm-qr"`,
				`aria-label="Square for a phone’s camera. It leads to folkmoot.test/c/` + code + `"`, `<meta name="robots" content="noindex"`, `class="fm-paper"`,
			},
			hasNot: []string{"style=", "fm-para__c", "replaced by"},
		},
		{name: "wide and large", url: finding + "/print?margin=wide&size=large", status: 200, has: []string{`class="fm-paper fm-paper--wide fm-paper--large"`, `value="wide" checked`, `value="large" checked`}},
		{name: "looks that there are not", url: finding + "/print?margin=huge&size=9", status: 200, has: []string{`class="fm-paper"`}},
		{name: "the guide, its unwritten chapter left out", url: "/guides/doing-it-together/print", status: 200, has: []string{"Doing it together</h1>", "2. Finding things</h2>", "Begin with people</h3>"}, hasNot: []string{"Changing roles"}},
		{name: "a chapter that is not written", url: "/guides/doing-it-together/changing-roles/print", status: 404},
		{name: "a version that is not there", url: finding + "/print?version=7", status: 404},
		{name: "no version", url: finding + "/print?version=x", status: 404},
		{name: "a guide that is not there", url: "/guides/none/print", status: 404},
		{name: "the way there", url: finding, status: 200, has: []string{"Take it with you", finding + "/print?size=large", finding + "/download.md"}, hasNot: []string{"download.docx", "Pandoc"}},
		{name: "the way there, for administrators", who: "administrator", url: finding, status: 200, has: []string{"need the program Pandoc"}},
		{name: "the way there, from the guide", url: "/guides/doing-it-together", status: 200, has: []string{"/guides/doing-it-together/print", "/guides/doing-it-together/download.zip"}},
		{name: "nothing to take from what is not written", url: "/guides/doing-it-together/changing-roles", status: 200, hasNot: []string{"Take it with you"}},
	})
	s.publish(t, "Another beginning.", "Shorter.")
	s.play(t, []scenario{
		{name: "the old version says so", url: finding + "/print?version=1", status: 200, has: []string{"It has been replaced by version 2.", code, `name="version" value="1"`}},
		{name: "the new one has another code", url: finding + "/print", status: 200, has: []string{s.codeOf(t), "Another beginning."}, hasNot: []string{code}},
	})
}

func TestCodesOnPaper(t *testing.T) {
	s := library(t)
	code := s.codeOf(t)
	wrong := code[:4] + map[bool]string{true: "1", false: "0"}[code[4] == '0']
	s.play(t, []scenario{
		{name: "the form", url: "/c", status: 200, has: []string{"Type the code from the paper", `name="code"`, `name="p"`}},
		{name: "typed in small letters", url: "/c?code=" + strings.ToLower(code), status: 303, to: "/c/" + code},
		{name: "with a paragraph", url: "/c?code=" + code + "&p=2.3", status: 303, to: "/c/" + code + "?p=3"},
		{name: "with a slip", url: "/c?code=" + wrong, status: 422, has: []string{"There is a slip in this code", `value="` + wrong + `"`}},
		{name: "no code at all", url: "/c?code=hi!", status: 422, has: []string{"not one of our codes"}},
		{name: "no number of a paragraph", url: "/c?code=" + code + "&p=three", status: 422, has: []string{"such as 4.3"}},
		{name: "the chapter", url: "/c/" + code, status: 303, to: finding},
		{name: "in small letters", url: "/c/" + strings.ToLower(code), status: 303, to: finding},
		{name: "a paragraph", url: "/c/" + code + "?p=3", status: 303, to: finding + "?paragraph=3#p3"},
		{name: "a paragraph that is not there", url: "/c/" + code + "?p=9", status: 422, has: []string{"no paragraph with this number"}},
		{name: "with a slip in the address", url: "/c/" + wrong, status: 422, has: []string{"There is a slip in this code"}},
		{name: "a code that nothing has", url: "/c/" + guide.Code(999), status: 422, has: []string{"no chapter with this code"}},
	})
	s.publish(t, strings.Replace(strings.Replace(chapterText, "what a place lacks", "what a village lacks", 1), "Go where they are already: the launderette, the allotment gate, the pantry queue.\n\n", "", 1), "Shorter.")
	s.play(t, []scenario{
		{name: "the version that was printed", url: "/c/" + code, status: 303, to: finding + "?version=1"},
		{
			name: "reworded", url: "/c/" + code + "?p=1", status: 200,
			has: []string{"This paragraph was reworded since.", "what a place lacks", "what a village lacks", finding + "?paragraph=1#p1", finding + "/changes?from=1&amp;to=2"},
		},
		{name: "taken out", url: "/c/" + code + "?p=2", status: 200, has: []string{"This paragraph was taken out in version 2.", "launderette"}, hasNot: []string{"Go to paragraph"}},
		{name: "another number", url: "/c/" + code + "?p=4", status: 200, has: []string{"says the same, but has another number now: 2.3.", "Go to paragraph 2.3"}},
	})
}

func TestFilesOfAGuide(t *testing.T) {
	s := library(t)
	s.play(t, []scenario{
		{name: "no Word file without Pandoc", url: finding + "/download.docx", status: 404},
		{name: "no EPUB file without Pandoc", url: "/guides/doing-it-together/download.epub", status: 404},
		{name: "the Markdown", url: finding + "/download.md", status: 200, has: []string{"# 2. Finding things\n\nBefore anybody asks", "## Begin with people"}},
	})
	var asked []string
	var refuse error
	s.Files = func(_ context.Context, format string, book guide.Book) ([]byte, error) {
		asked = append(asked, format+" "+bookName(book))
		return []byte("a file"), refuse
	}
	got := s.ask(t, scenario{url: finding + "/download.docx"})
	if got.status != 200 || got.body != "a file" || got.header.Get("Content-Type") != fileTypes["docx"] ||
		got.header.Get("Content-Disposition") != "attachment; filename=doing-it-together-2-finding-things-v1.docx" {
		t.Errorf("%+v", got)
	}
	again := s.ask(t, scenario{url: finding + "/download.docx", headers: map[string]string{"If-None-Match": got.header.Get("Etag")}})
	if again.status != 304 || again.body != "" || got.header.Get("Etag") == "" {
		t.Errorf("asked again: %+v", again)
	}
	s.play(t, []scenario{
		{name: "offered now", url: finding, status: 200, has: []string{finding + "/download.docx", finding + "/download.epub"}},
		{name: "not to be installed", who: "administrator", url: finding, status: 200, hasNot: []string{"need the program Pandoc"}},
		{name: "the guide", url: "/guides/doing-it-together/download.epub", status: 200, has: []string{"a file"}},
		{name: "only its head", method: "HEAD", url: "/guides/doing-it-together/download.epub", status: 200, hasNot: []string{"a file"}},
		{name: "a version that is not there", url: finding + "/download.epub?version=3", status: 404},
		{name: "a guide that is not there", url: "/guides/none/download.epub", status: 404},
	})
	if strings.Join(asked, ", ") != "docx doing-it-together-2-finding-things-v1, docx doing-it-together-2-finding-things-v1, epub doing-it-together, epub doing-it-together" {
		t.Errorf("asked for %v", asked)
	}
	refuse = db.ErrBusy
	s.play(t, []scenario{{name: "too many at once", url: finding + "/download.epub", status: 503, has: []string{"We are very busy"}, hasNot: []string{"a file"}}})

	source := s.ask(t, scenario{url: "/guides/doing-it-together/download.zip"})
	archive, err := zip.NewReader(bytes.NewReader([]byte(source.body)), int64(len(source.body)))
	if err != nil || len(archive.File) != 1 || archive.File[0].Name != "2-finding-things-v1.md" {
		t.Errorf("%v %+v", err, archive)
	}
}

func TestCompanionPages(t *testing.T) {
	s := library(t)
	easy := finding + "/companions/easy"
	post := func(form url.Values) url.Values { form.Set("key", db.NewToken()); return form }
	s.play(t, []scenario{
		{name: "nothing is said of what is not there", url: finding, status: 200, hasNot: []string{"Easy Read", "In plain words"}},
		{name: "nothing stands there", url: finding + "/easy", status: 404},
		{name: "not for readers", who: "member", url: easy, status: 403},
		{name: "where it is written", who: "editor", url: easy, status: 200, has: []string{"Write chapter 2 in Easy Read", "Version 1, newest"}},
		{name: "the way there", who: "editor", url: finding, status: 200, has: []string{easy, finding + "/companions/plain"}},
		{name: "with nothing in it", who: "editor", url: easy, form: post(url.Values{"version": {"1"}, "from": {"0"}}), status: 422},
		{name: "how it looks", who: "editor", url: easy, form: post(url.Values{"body": {"Find **things**."}, "version": {"1"}, "from": {"0"}, "do": {"preview"}}), status: 200, has: []string{"Find <strong>things</strong>.", "not published yet"}},
		{name: "still nothing stands there", url: finding + "/easy", status: 404},
		{name: "published", who: "editor", url: easy, form: post(url.Values{"body": {"Find **things**.\n\n<b>You</b> can help."}, "version": {"1"}, "from": {"0"}}), status: 303, to: finding + "/easy"},
		{
			name: "read", url: finding + "/easy", status: 200, hasNot: []string{"<b>You", "now at version", easy},
			has: []string{"Find <strong>things</strong>.", "&lt;b&gt;You", "This tells version 1 of the chapter", "Go to the whole chapter", `rel="canonical" href="http://folkmoot.test` + finding + `/easy"`},
		},
		{name: "offered at the chapter", url: finding, status: 200, has: []string{finding + "/easy", "Easy Read"}, hasNot: []string{finding + "/plain"}},
		{name: "in the site map", url: "/sitemaps/pages/0.xml", status: 200, has: []string{finding + "/easy</loc>"}, hasNot: []string{finding + "/plain"}},
		{name: "over somebody else's", who: "editor", url: easy, form: post(url.Values{"body": {"Mine"}, "version": {"1"}, "from": {"0"}}), status: 422, has: []string{"Somebody else has published one", "Mine</textarea>", `name="from" value="1"`}},
		{name: "for no version", who: "editor", url: easy, form: post(url.Values{"body": {"Mine"}, "version": {"8"}, "from": {"1"}}), status: 422, has: []string{"Choose the version that it tells"}},
	})
	s.publish(t, "Another beginning.", "Shorter.")
	s.play(t, []scenario{
		{name: "behind", url: finding + "/easy", status: 200, has: []string{"This tells version 1. The chapter is now at version 2.", finding + "/changes?from=1&amp;to=2"}},
		{name: "editors are told", who: "editor", url: easy, status: 200, has: []string{"The chapter is now at version 2.", "Version 2, newest"}},
		{name: "brought up to date", who: "editor", url: easy, form: post(url.Values{"body": {"A beginning."}, "version": {"2"}, "from": {"1"}}), status: 303, to: finding + "/easy"},
		{name: "not behind", url: finding + "/easy", status: 200, has: []string{"A beginning."}, hasNot: []string{"now at version"}},
	})
}
