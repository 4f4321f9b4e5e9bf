// Command bench measures the built program as ratios, side by side in one run: against a bare Fiber that returns the
// same bytes, against a bare handler that makes one durable insert for each request, and a county against a village.
// Absolute figures say more about the machine than about the program, so they stand only beside the ratios.
//
// It needs the built binary and wrk, and keeps what it makes in one folder, so that a second run is quick.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"
)

// settings are the flags.
type settings struct {
	binary  string
	folder  string
	out     string
	seconds int
	runs    int
	only    string
	quick   bool
}

func main() {
	var s settings
	flag.StringVar(&s.binary, "binary", "bin/folkmoot", "the built program")
	flag.StringVar(&s.folder, "folder", "data/bench", "where the places that are measured are kept")
	flag.StringVar(&s.out, "out", "bench/results.md", "where the results are written")
	flag.IntVar(&s.seconds, "seconds", 4, "how long one measurement takes")
	flag.IntVar(&s.runs, "runs", 3, "how many there are of each; the median counts")
	flag.StringVar(&s.only, "only", "", "measure only what has this in its name")
	flag.BoolVar(&s.quick, "quick", false, "a county of 50,000 contributions, for trying the measurements out")
	bare := flag.String("bare", "", "serve as the bare server: file or insert")
	address := flag.String("address", "", "where the bare server listens")
	path := flag.String("path", "", "the file that the bare server returns, or the database that it writes")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	if *bare != "" {
		err = serveBare(ctx, *bare, *address, *path)
	} else {
		err = run(ctx, s)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, s settings) error {
	if _, err := exec.LookPath("wrk"); err != nil {
		return errors.New("wrk is missing: install it with \"apt-get install wrk\"")
	}
	if err := os.MkdirAll(s.folder, 0o750); err != nil {
		return err
	}
	b := &bench{settings: s, began: time.Now()}
	defer b.stopAll()
	for _, place := range []struct {
		name string
		size size
	}{{"village", village}, {b.countyName(), b.county()}} {
		if err := b.prepare(ctx, place.name, place.size); err != nil {
			return err
		}
	}
	for _, m := range measurements {
		if s.only != "" && !strings.Contains(m.name, s.only) {
			continue
		}
		fmt.Println("measuring:", m.name)
		if err := m.do(ctx, b); err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
	}
	return b.write()
}

// bench is one run and its results.
type bench struct {
	settings
	began   time.Time
	servers []*server
	rows    []row
}

// row is one line of the results.
type row struct{ what, reached, wanted, figures string }

func (b *bench) add(what, reached, wanted, figures string, args ...any) {
	r := row{what, reached, wanted, fmt.Sprintf(figures, args...)}
	b.rows = append(b.rows, r)
	fmt.Printf("  %s: %s (wanted %s; %s)\n", r.what, r.reached, r.wanted, r.figures)
}

func (b *bench) county() size {
	if b.quick {
		return size{people: 5000, groups: 40, threads: 1000, contributions: 50_000, longest: 20_000, page: 50}
	}
	return county
}

func (b *bench) countyName() string {
	if b.quick {
		return "county-quick"
	}
	return "county"
}

func (b *bench) database(place string) string { return filepath.Join(b.folder, place+".db") }

// write saves the results as a table.
func (b *bench) write() error {
	if err := os.MkdirAll(filepath.Dir(b.out), 0o750); err != nil {
		return err
	}
	var t strings.Builder
	fmt.Fprintf(&t, "Measured %s in one run of %.0f minutes; medians of %d runs of %d s each.\n\n", time.Now().Format("2 January 2006"), time.Since(b.began).Minutes(), b.runs, b.seconds)
	t.WriteString("| what | reached | wanted | figures |\n|---|---|---|---|\n")
	for _, r := range b.rows {
		fmt.Fprintf(&t, "| %s | %s | %s | %s |\n", r.what, r.reached, r.wanted, r.figures)
	}
	fmt.Println("results are in", b.out)
	return os.WriteFile(b.out, []byte(t.String()), 0o644)
}
