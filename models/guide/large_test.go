package guide_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
)

// stock is what random texts are made of.
var stock = strings.Fields(`the a to of and in is on for with people place street hall bus kettle allotment pantry launderette library nurse
	council garden bench ladder key door kitchen ramp carer school gate queue voice evening morning river bridge market choir repair map
	listen ask share open walk cook teach lend borrow count draw build mend plant visit answer write carry begin finish keep learn trust
	old new warm quiet early late local shared useful honest slow bright empty free careful small large common safe kind plain steady`)

// writer makes and edits texts at random.
type writer struct{ *rand.Rand }

func (w writer) paragraph(words int) string {
	all := make([]string, words)
	for i := range all {
		all[i] = stock[w.IntN(len(stock))]
		if i%11 == 10 {
			all[i] += "."
		}
	}
	all[0] = strings.ToUpper(all[0][:1]) + all[0][1:]
	return strings.TrimSuffix(strings.Join(all, " "), ".") + "."
}

func (w writer) text(paragraphs int) []string {
	list := make([]string, paragraphs)
	for i := range list {
		list[i] = w.paragraph(20 + w.IntN(60))
	}
	return list
}

// edit does to a share of the paragraphs what editors do: reword, move, split, join, take out, put in.
func (w writer) edit(list []string, share float64) []string {
	list = append([]string{}, list...)
	for range max(1, int(share*float64(len(list)))) {
		i := w.IntN(len(list))
		words := strings.Fields(list[i])
		switch kind := w.IntN(10); {
		case kind < 5:
			for range 1 + len(words)/12 {
				words[w.IntN(len(words))] = stock[w.IntN(len(stock))]
			}
			list[i] = strings.Join(words, " ")
		case kind == 5:
			one := list[i]
			list = append(list[:i], list[i+1:]...)
			at := w.IntN(len(list) + 1)
			list = append(list[:at], append([]string{one}, list[at:]...)...)
		case kind == 6 && len(words) > 30:
			half := len(words) / 2
			list[i] = strings.Join(words[:half], " ") + "."
			list = append(list[:i+1], append([]string{strings.Join(words[half:], " ")}, list[i+1:]...)...)
		case kind == 7 && i+1 < len(list) && len(words) < 120:
			list[i] += " " + list[i+1]
			list = append(list[:i+1], list[i+2:]...)
		case kind == 8 && len(list) > 2:
			list = append(list[:i], list[i+1:]...)
		default:
			list = append(list[:i], append([]string{w.paragraph(20 + w.IntN(60))}, list[i:]...)...)
		}
	}
	return list
}

// some picks some words of a text that stand in it once; "" where it finds none.
func (w writer) some(text string) string {
	words := strings.Fields(text)
	for range 8 {
		n := min(len(words), 3+w.IntN(9))
		from := w.IntN(len(words) - n + 1)
		if quote := strings.Join(words[from:from+n], " "); strings.Count(text, quote) == 1 {
			return quote
		}
	}
	return ""
}

// saySoMany makes comments on random paragraphs of the newest version, every other one on words of it, every fifth an answer.
func (r room) saySoMany(w writer, n int) {
	r.t.Helper()
	body, err := discussion.Render(ctx, "A comment on that")
	r.must(err)
	c := r.now()
	reading, err := r.Read(ctx, c, 0)
	r.must(err)
	r.must(r.DB.Write(ctx, func(tx *db.Tx) error {
		var parent int64
		for i := range n {
			b := reading.Blocks[w.IntN(len(reading.Blocks))]
			say := guide.NewComment{Paragraph: b.Number}
			switch {
			case i%5 == 4:
				say.ParentID = parent
			case i%2 == 0:
				say.Words.Quote = w.some(b.Text)
			}
			made, err := guide.AddComment(tx, c, say, discussion.New{AuthorID: r.reader.ID, Body: body, State: discussion.Published})
			if err != nil {
				return err
			}
			parent = made.ID
		}
		return nil
	}))
}

// BenchmarkPublishing publishes a chapter of 300 paragraphs with 5,000 comments, of which every tenth paragraph changed.
func BenchmarkPublishing(b *testing.B) {
	d, _ := dbtest.SQLite(b)
	r, w := newRoom(b, d), writer{rand.New(rand.NewPCG(1, 2))}
	list := w.text(300)
	r.publish(strings.Join(list, "\n\n"))
	r.open()
	r.saySoMany(w, 5000)
	took := time.Duration(0)
	for b.Loop() {
		b.StopTimer()
		list = w.edit(list, 0.1)
		c := r.now()
		revision, err := r.SaveDraft(ctx, r.editor, key(r.editor), c.ID, strings.Join(list, "\n\n"), c.Draft.Revision)
		r.must(err)
		r.must(r.Keep(ctx, r.editor, key(r.editor), guide.Plan{Chapter: c.ID, Rest: true}))
		b.StartTimer()
		begun := time.Now()
		_, err = r.Publish(ctx, r.editor, key(r.editor), c.ID, revision, "Because you said so")
		took = max(took, time.Since(begun))
		r.must(err)
	}
	b.ReportMetric(float64(took.Milliseconds()), "ms-slowest")
	counts, err := db.All(ctx, r.DB, func(r db.Row) (s string, err error) {
		var status string
		var n int
		err = r.Scan(&status, &n)
		return fmt.Sprint(status, ":", n), err
	}, "SELECT status, COUNT(*) FROM anchors GROUP BY status")
	r.must(err)
	b.Log(counts) // so that whoever measures sees that the comments went along
}
