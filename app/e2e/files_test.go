package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// whereItWasTaken is what a camera writes into a photo, and nobody is to get.
const whereItWasTaken = "GPS 52.5061N 2.0833W"

// photo is a JPEG as a phone makes it, with what it writes beside the dots.
func photo(t testing.TB) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 1600, 1200))
	for i := range m.Pix {
		m.Pix[i] = byte(i / 6400 * 7)
	}
	var dots bytes.Buffer
	if err := jpeg.Encode(&dots, m, nil); err != nil {
		t.Fatal(err)
	}
	segment := append([]byte("Exif\x00\x00"), whereItWasTaken...)
	out := []byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(segment) + 2)}
	return append(append(out, segment...), dots.Bytes()[2:]...)
}

// drawing is a PNG of a few colours.
func drawing(t testing.TB) []byte {
	t.Helper()
	m := image.NewPaletted(image.Rect(0, 0, 400, 300), color.Palette{color.White, color.Black})
	for x := range 400 {
		m.SetColorIndex(x, x*3/4, 1)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// document is a PDF of one page.
func document() []byte {
	var out bytes.Buffer
	var at []int
	out.WriteString("%PDF-1.4\n")
	for i, object := range []string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << >> >>",
		"<< /Length 18 >>\nstream\n10 10 50 50 re f  \nendstream",
	} {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return out.Bytes()
}

// brings chooses a file in the form; without scripts it is added with the button.
func (r *reader) brings(l look, name string, data []byte) {
	r.t.Helper()
	path := filepath.Join(r.t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		r.t.Fatal(err)
	}
	r.do(chromedp.SetUploadFiles("#file", []string{path}))
	if l.noScripts {
		tell[bool](r, `(document.documentElement.setAttribute("data-e2e-old", ""), true)`)
		r.press("Add it")
	}
}

// attached waits until so many files stand in the form.
func (r *reader) attached(n int) {
	r.t.Helper()
	r.until(fmt.Sprintf("%d files are there", n), fmt.Sprintf(`document.querySelectorAll("#attached textarea").length === %d`, n))
}

// describes says what each of the files in the form shows.
func (r *reader) describes(words ...string) {
	r.t.Helper()
	for i, w := range words {
		r.do(chromedp.Focus("#" + tell[string](r, fmt.Sprintf(`document.querySelectorAll("#attached textarea")[%d].id`, i))))
		tell[bool](r, `(document.activeElement.select(), true)`)
		r.do(insert(w))
	}
}

// bringsThree goes from the form to the page with a photo, a drawing and a document, past what goes wrong on the way, and
// gives the contribution.
func bringsThree(t *testing.T, r *reader, l look, words string) int64 {
	r.open(talk)
	r.fill(answerField, words)
	holds := func(what string) {
		t.Helper()
		if got := tell[string](r, `document.getElementById("body").value`); got != words {
			t.Errorf("after %s the box holds %q", what, got)
		}
	}
	r.brings(l, "page.jpg", []byte("<!doctype html><script>alert(1)</script>"))
	r.sees("This is something else")
	holds("a web page that says it is a picture")
	r.brings(l, "much.jpg", append(photo(t), make([]byte, 10<<20)...))
	r.sees("This file is too large")
	holds("a file that is too large")
	r.brings(l, "stop.jpg", photo(t))
	r.attached(1)
	r.brings(l, "map.png", drawing(t))
	r.attached(2)
	r.brings(l, "plan.pdf", document())
	r.attached(3)
	holds("adding three files")
	r.touch("#attached", "Take it out")
	r.attached(2)
	r.brings(l, "stop.jpg", photo(t))
	r.attached(3)
	tell[bool](r, `(document.getElementById("body").form.noValidate = true)`) // what a browser lets pass, the site does not
	r.press("Post my answer")
	r.sees("Say in a few words what this shows")
	holds("posting without saying what the pictures show")
	r.describes("A map of the walk", "The plan of the hall", "A kerb as high as a knee")
	r.press("Post my answer")
	return r.posted()
}

func TestPicturesAndDocuments(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	for name, l := range map[string]look{"with scripts": phone, "without": phoneWithout} {
		t.Run(name, func(t *testing.T) {
			r := p.reader(t, l)
			r.signIn(demoEmail("doreen"))
			id := bringsThree(t, r, l, "Our stop is hard to use, "+name+".")
			within := fmt.Sprintf("#c%d", id)
			r.until("the pictures stand there with their words", fmt.Sprintf(`["A map of the walk", "A kerb as high as a knee"].every(alt => [...document.querySelectorAll("%s img")].some(i => {
				i.loading = "eager"; return i.alt === alt && i.complete && i.naturalWidth > 0 && i.getBoundingClientRect().right <= innerWidth }))`, within))
			path := tell[string](r, fmt.Sprintf(`document.querySelector('%s img[alt^="A kerb"]').closest("a").getAttribute("href")`, within))
			r.serves(path)
			r.open(path)
			r.open(fmt.Sprintf("/contributions/%d", id))
			if !l.noScripts {
				r.accessible(axeScript(t), "an answer with pictures")
			}
		})
	}
	t.Run("a moderator takes one out", func(t *testing.T) {
		doreen, farzana := p.reader(t, phone), p.reader(t, wide)
		doreen.signIn(demoEmail("doreen"))
		id := bringsThree(t, doreen, phone, "Look at this.")
		farzana.signIn(demoEmail("farzana"))
		farzana.open(fmt.Sprintf("/moderation/contributions/%d/cover", id))
		farzana.accessible(axeScript(t), "the page on which pictures are taken out")
		farzana.chooseIn("main", "A kerb as high as a knee")
		farzana.selects("#reason", "It names someone who has not agreed")
		farzana.press("Look at how readers will see it")
		farzana.sees("A moderator took out a picture here.")
		farzana.press("Publish it like this and tell the writer")
		doreen.open(fmt.Sprintf("/contributions/%d", id))
		doreen.sees("A moderator took out a picture here.", "Look at this.")
		doreen.doesNotSee("A kerb as high as a knee")
		farzana.open(fmt.Sprintf("/moderation/contributions/%d", id))
		farzana.press("Put it back, and tell the writer")
		doreen.open(fmt.Sprintf("/contributions/%d", id))
		doreen.doesNotSee("A moderator took out a picture here.")
	})
	p.stop()
	p.verify()
}

// serves checks how a picture is served, and that nothing of a camera is left in it.
func (r *reader) serves(path string) {
	r.t.Helper()
	c := r.place.caller(r.t)
	got := c.must(c.get(path), http.StatusOK)
	if strings.Contains(got.body, "Exif") || strings.Contains(got.body, whereItWasTaken) || !strings.HasPrefix(got.body, "\xff\xd8\xff") {
		r.t.Errorf("%s has what the camera wrote, or is no picture", path)
	}
	for name, want := range map[string]string{
		"Content-Type": "image/jpeg", "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox", "X-Content-Type-Options": "nosniff", "Cache-Control": "public, no-cache",
	} {
		if got.header.Get(name) != want {
			r.t.Errorf("%s: %s is %q", path, name, got.header.Get(name))
		}
	}
}
