package search_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/people"
	"folkmoot/models/search"
)

// corpus fills a place with n contributions of about 60 words from a vocabulary in which the word of rank r comes as
// often as 1/r, as in any language: w10 is common, w3000 is rare.
func corpus(b *testing.B, w *world, n int) {
	b.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(random, 1.07, 8, 40_000)
	var html strings.Builder
	for made := 0; made < n; {
		w.write(func(tx *db.Tx) error {
			for range min(1000, n-made) {
				html.Reset()
				html.WriteString("<p>")
				for range 20 + random.IntN(80) {
					fmt.Fprintf(&html, "%s ", spell(zipf.Uint64()))
				}
				html.WriteString("</p>")
				made++
				_, err := tx.Exec(`INSERT INTO contributions (thread_id, seq, root_seq, path, depth, kind, author_id, who, body_md, body_html, html_version, state, state_at, created_at)
					VALUES (?, ?, 1, ?, 0, 'comment', ?, ?, '', ?, 1, 'published', 1, ?)`,
					w.thread, 10+made, strconv.Itoa(made), w.person, people.Kinds[made%6], html.String(), tx.Now().Add(-time.Duration(n-made)*time.Minute))
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// spell makes a word of letters from its rank.
func spell(rank uint64) string { return "w" + strconv.FormatUint(rank, 26) + "o" }

// BenchmarkSearch measures searches in a generated corpus: 100,000 contributions, or as many as SEARCH_BENCH says.
func BenchmarkSearch(b *testing.B) {
	size := 100_000
	if n, err := strconv.Atoi(os.Getenv("SEARCH_BENCH")); err == nil {
		size = n
	}
	for engine, open := range map[string]func(testing.TB) *db.DB{
		"sqlite":   func(t testing.TB) *db.DB { d, _ := dbtest.SQLite(t); return d },
		"postgres": func(t testing.TB) *db.DB { d, _ := dbtest.Postgres(t); return d },
	} {
		b.Run(engine, func(b *testing.B) { benchmark(b, open(b), size) })
	}
}

func benchmark(b *testing.B, d *db.DB, size int) {
	w := newWorld(b, d)
	corpus(b, w, size)
	began := time.Now()
	w.catchUp()
	b.Logf("%s: indexing took %v for each of %d contributions", d.Engine, time.Since(began)/time.Duration(size), size)
	began = time.Now()
	if err := w.indexer.Tend(ctx); err != nil {
		b.Fatal(err)
	}
	if d.Engine == db.Postgres {
		w.write(func(tx *db.Tx) error { _, err := tx.Exec("ANALYZE search_said"); return err })
	}
	b.Logf("%s: tending took %v", d.Engine, time.Since(began))
	for _, query := range []struct{ name, text string }{
		{"common", spell(3) + " " + spell(12)},
		{"usual", spell(60) + " " + spell(200)},
		{"rare", spell(900) + " " + spell(3000)},
		{"one", spell(5)},
	} {
		for _, filter := range []struct {
			name string
			search.Filter
		}{{"", search.Filter{}}, {"-filtered", search.Filter{Who: people.Resident}}} {
			for _, order := range []search.Order{search.Newest, search.Best} {
				q, err := search.Parse(query.text)
				if err != nil {
					b.Fatal(err)
				}
				b.Run(fmt.Sprintf("%s%s/%s", query.name, filter.name, order), func(b *testing.B) {
					var times []time.Duration
					var found int
					for b.Loop() {
						began := time.Now()
						p, err := w.index.Find(ctx, people.Visitor, search.Search{Query: q, Order: order, Filter: filter.Filter})
						if err != nil {
							b.Fatal(err)
						}
						times, found = append(times, time.Since(began)), len(p.Results)
					}
					slices.Sort(times)
					b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
					b.ReportMetric(float64(times[len(times)*95/100].Microseconds())/1000, "p95-ms")
					b.ReportMetric(float64(found), "found")
				})
			}
		}
	}
}

// BenchmarkBurst measures how far the index falls behind while 4 people write without a pause, a thousand times each, and
// how long it takes then until everything is found.
func BenchmarkBurst(b *testing.B) {
	for engine, open := range map[string]func(testing.TB) *db.DB{
		"sqlite":   func(t testing.TB) *db.DB { d, _ := dbtest.SQLite(t); return d },
		"postgres": func(t testing.TB) *db.DB { d, _ := dbtest.Postgres(t); return d },
	} {
		b.Run(engine, func(b *testing.B) {
			d := open(b)
			w := newWorld(b, d)
			w.catchUp()
			stop, cancel := context.WithCancel(ctx)
			defer cancel()
			var background, writers sync.WaitGroup
			background.Go(func() { w.indexer.Run(stop, func(err error) { b.Error(err) }) })
			var most int64
			var wrote, caught time.Duration
			for b.Loop() {
				began := time.Now()
				for range 4 {
					writers.Go(func() {
						for range 1000 {
							w.say(w.thread, "Something about a pond and the ducks that live by it")
						}
					})
				}
				done := make(chan struct{})
				go func() { writers.Wait(); close(done) }()
				for behind, going := int64(1), true; going || behind > 0; time.Sleep(5 * time.Millisecond) {
					select {
					case <-done:
						if going {
							wrote, going = time.Since(began), false
						}
					default:
					}
					var err error
					if behind, err = w.indexer.Behind(ctx); err != nil {
						b.Fatal(err)
					}
					most = max(most, behind)
				}
				caught = time.Since(began) - wrote
			}
			cancel()
			background.Wait()
			b.ReportMetric(4000/wrote.Seconds(), "posts/s")
			b.ReportMetric(float64(most), "most-behind")
			b.ReportMetric(float64(caught.Milliseconds()), "ms-until-all-found")
		})
	}
}
