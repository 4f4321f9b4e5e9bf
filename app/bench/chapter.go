package main

import (
	"context"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
)

// The long chapter: a full one is read beside one without comments.
const (
	longParagraphs = 300
	longComments   = 5000
)

// measureChapter reads a long chapter as somebody who is signed in, and publishes its next version.
func measureChapter(ctx context.Context, b *bench) error {
	const place = "chapter"
	if err := b.makeLong(ctx, place); err != nil {
		return err
	}
	product, err := b.startProduct(ctx, place)
	if err != nil {
		return err
	}
	defer product.stop()
	var cost [2]float64
	for i, slug := range []string{"empty", "full"} {
		if cost[i], err = product.costOf("/guides/guide/"+slug, session(7), fmt.Sprintf("paragraph %d.", longParagraphs)); err != nil {
			return err
		}
	}
	b.add(fmt.Sprintf("signed-in page of a chapter of %d paragraphs and %d comments", longParagraphs, longComments), fmt.Sprintf("%.1f ms", cost[1]), "≤ 15 ms of processor time",
		"%.1f ms without comments, %.2f ×", cost[0], cost[1]/cost[0])
	return b.measurePublishing(product)
}

// measurePublishing redrafts the full chapter and publishes it, several times over.
func (b *bench) measurePublishing(product *server) error {
	const full = "/guides/guide/full"
	var times []float64
	for round := range max(3, b.runs) {
		write, err := product.form(full+"/edit", url.Values{"do": {"save"}}, func(v url.Values) {
			v.Set("body", strings.Join(redrafted(strings.Split(strings.TrimSpace(v.Get("body")), "\n\n"), round), "\n\n"))
		})
		if err != nil {
			return fmt.Errorf("saving the draft: %w", err)
		}
		if _, err := product.form(full+"/publish", url.Values{"do": {"rest"}, "note": {"What changed, and why."}}, nil); err != nil {
			return fmt.Errorf("saying what shaped it: %w", err)
		}
		took, err := product.form(full+"/publish", url.Values{"do": {"publish"}, "note": {"What changed, and why."}}, nil)
		if err != nil {
			return fmt.Errorf("publishing: %w", err)
		}
		times = append(times, float64(took.Milliseconds()))
		fmt.Printf("  saved in %d ms, published in %d ms\n", write.Milliseconds(), took.Milliseconds())
	}
	b.add(fmt.Sprintf("publishing the next version of it, %d in %d paragraphs changed", longParagraphs/3+25, longParagraphs), fmt.Sprintf("%.0f ms", median(times)), "≤ 500 ms", "%v ms", times)
	return nil
}

// redrafted rewords every third paragraph, moves ten, splits five, and puts five new ones in the place of five.
func redrafted(paragraphs []string, round int) []string {
	var all []string
	for i, p := range paragraphs {
		switch {
		case i%60 == 7:
			words := strings.Fields(p)
			all = append(all, strings.Join(words[:len(words)/2], " "), strings.Join(words[len(words)/2:], " "))
		case i%60 == 11:
			all = append(all, fmt.Sprintf("This paragraph is new in round %d, and stands at %d, where another one stood before that said something else.", round, i))
		case i%3 == 0:
			all = append(all, fmt.Sprintf("In round %d we say: ", round)+p)
		default:
			all = append(all, p)
		}
	}
	return append(all[10:], all[:10]...)
}

// form opens a page as the editor, fills its first form in and sends it. It gives how long the answer took.
func (s *server) form(path string, values url.Values, fill func(url.Values)) (time.Duration, error) {
	text, err := page(s.base+path, session(0), "<main")
	if err != nil {
		return 0, err
	}
	for _, field := range hiddenField.FindAllStringSubmatch(string(text), -1) {
		if values.Get(field[1]) == "" {
			values.Add(field[1], html.UnescapeString(field[2]))
		}
	}
	if fill != nil {
		if area := textArea.FindStringSubmatch(string(text)); area != nil {
			values.Set("body", html.UnescapeString(area[1]))
		}
		fill(values)
	}
	request, err := http.NewRequest(http.MethodPost, s.base+path, strings.NewReader(values.Encode()))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.Header.Set("Cookie", "folkmoot="+session(0))
	began := time.Now()
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		body, _ := io.ReadAll(answer.Body)
		return 0, fmt.Errorf("%s answered %s: %.2000s", path, answer.Status, body)
	}
	return time.Since(began), nil
}

var (
	hiddenField = regexp.MustCompile(`<input type="hidden" name="([a-z]+)" value="([^"]*)"`)
	textArea    = regexp.MustCompile(`(?s)<textarea[^>]*name="body"[^>]*>(.*?)</textarea>`)
)

// costOf gives the processor time in milliseconds that the process takes to make a page.
func (s *server) costOf(path, cookie, must string) (float64, error) {
	const times = 200
	for range 20 { // statements prepared, memory settled
		if _, err := page(s.base+path, cookie, must); err != nil {
			return 0, err
		}
	}
	before, err := s.ticks()
	if err != nil {
		return 0, err
	}
	for range times {
		if _, err := page(s.base+path, cookie, must); err != nil {
			return 0, err
		}
	}
	after, err := s.ticks()
	return float64(after-before) * 10 / times, err
}

// ticks is the processor time of the process in hundredths of a second.
func (s *server) ticks() (int, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.process.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0, fmt.Errorf("the processor time of %d is not known", s.process.Process.Pid)
	}
	user, err := strconv.Atoi(fields[11])
	if err != nil {
		return 0, err
	}
	system, err := strconv.Atoi(fields[12])
	return user + system, err
}

// longText is a chapter's text of paragraphs that are all different.
func longText(m *maker) []string {
	all := make([]string, longParagraphs)
	for i := range all {
		all[i] = strings.TrimSuffix(m.text(), ".") + fmt.Sprintf(", and so ends paragraph %d.", i+1)
	}
	return all
}

// makeLong makes a place afresh with two chapters of the same text: one without comments, one with thousands, every
// second on some of the words.
func (b *bench) makeLong(ctx context.Context, place string) error {
	path := b.database(place)
	for _, suffix := range []string{"", "-wal", "-shm"} {
		os.Remove(path + suffix)
	}
	d, err := db.Open(ctx, db.Options{Source: path})
	if err != nil {
		return err
	}
	defer d.Close()
	if _, err := d.Migrate(ctx); err != nil {
		return err
	}
	m := newMaker(d, village)
	if err := m.people(ctx); err != nil {
		return err
	}
	if err := addSessions(ctx, d, village.people); err != nil {
		return err
	}
	text := longText(m)
	prepared, err := guide.Prepare(ctx, strings.Join(text, "\n\n"))
	if err != nil {
		return err
	}
	comment, err := discussion.Render(ctx, "Say *who* pays for it, and when. We asked for this in the spring as well.")
	if err != nil {
		return err
	}
	return d.Write(ctx, func(tx *db.Tx) error {
		book, err := guide.AddGuide(tx, guide.Details{Title: "The guide"}, guide.New{Slug: "guide"})
		if err != nil {
			return err
		}
		for _, slug := range []string{"empty", "full"} {
			id, err := guide.AddChapter(tx, book, guide.Details{Title: "A long chapter, " + slug}, guide.New{Slug: slug})
			if err != nil {
				return err
			}
			if _, err := guide.PublishPrepared(tx, guide.Publication{Chapter: id, Prepared: prepared}); err != nil {
				return err
			}
			chapter, err := guide.Find(ctx, tx, id)
			if err != nil {
				return err
			}
			if slug == "empty" {
				continue
			}
			for i := range longComments {
				n := guide.NewComment{Chapter: id, Paragraph: i%longParagraphs + 1}
				if i%2 == 0 {
					words := strings.Fields(text[i%longParagraphs])
					n.Words = guide.Words{Quote: strings.Join(words[len(words)-6:], " ")}
				}
				_, err := guide.AddComment(tx, chapter, n, discussion.New{AuthorID: int64(i%village.people + 1), Body: comment, State: discussion.Published})
				if err != nil {
					return err
				}
			}
		}
		_, err = tx.Exec("UPDATE people SET role = ? WHERE id = 1", people.Editor)
		return err
	})
}
