package pandoc

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"folkmoot/models/db"
)

// fake makes a program of a shell script that stands in for Pandoc.
func fake(t *testing.T, script string) *Program {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pandoc")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	return &Program{
		path: path, turns: make(chan struct{}, 2), waiting: make(chan struct{}, 5), kept: newShelf(1 << 20), deadline: 2 * time.Second, alone: canBeAlone(),
	}
}

// once runs a program in its turn.
func once(p *Program, args ...string) (string, error) {
	leave, err := p.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	out, err := p.run(ctx, []byte("in"), []string{"MORE=yes"}, args...)
	return string(out), err
}

func TestRunGivesWhatItNeedsAndNothingElse(t *testing.T) {
	t.Setenv("FOLKMOOT_SECRET", "hidden")
	out, err := once(fake(t, `echo "$@"; cat; echo; env; pwd; ls -a; ulimit -v; ulimit -c`), "--to=json")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"--to=json", "in\n", "MORE=yes", "HOME=" + os.TempDir(), "folkmoot-pandoc-", "2097152"} {
		if !strings.Contains(out, want) {
			t.Errorf("lacks %q in\n%s", want, out)
		}
	}
	if strings.Contains(out, "hidden") {
		t.Errorf("our environment came along:\n%s", out)
	}
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "folkmoot-pandoc-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("folders stay behind: %v %v", left, err)
	}
}

func TestRunHasNoNetwork(t *testing.T) {
	p := fake(t, `cat /proc/net/dev`)
	if !p.alone {
		t.Skip("the kernel gives no networks of their own here")
	}
	out, err := once(p)
	if err != nil || strings.Count(out, ":") != 1 || !strings.Contains(out, "lo:") {
		t.Errorf("%v\n%s", err, out)
	}
}

// A program that hangs is ended in time, with what it started itself.
func TestRunThatHangsIsKilled(t *testing.T) {
	mark := filepath.Join(t.TempDir(), "alive")
	p := fake(t, `(while :; do date >`+mark+`; sleep 0.05; done) & sleep 60`)
	p.deadline = 300 * time.Millisecond
	began := time.Now()
	if _, err := once(p); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
	if _, err := os.Stat(mark); err != nil {
		t.Fatal("it never began")
	}
	if err := os.Remove(mark); err != nil {
		t.Fatal(err)
	}
	time.Sleep(200 * time.Millisecond)
	if _, err := os.Stat(mark); err == nil {
		t.Error("what it started goes on")
	}
}

func TestRunThatWritesWithoutEndIsStopped(t *testing.T) {
	if _, err := once(fake(t, `cat /dev/zero`)); !errors.Is(err, errTooBig) {
		t.Errorf("%v", err)
	}
}

func TestRunThatTakesAllMemoryFails(t *testing.T) {
	var failed *Failed
	_, err := once(fake(t, `x=$(head -c 3000000000 /dev/zero | tr '\0' x); echo ${#x}`))
	if !errors.As(err, &failed) && !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
}

func TestRunSaysWhatWentWrong(t *testing.T) {
	var failed *Failed
	if _, err := once(fake(t, `echo "no good" >&2; exit 64`)); !errors.As(err, &failed) || failed.Code != 64 || failed.Said != "no good" {
		t.Errorf("%v", err)
	}
	if _, err := Open(ctx, filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a program that is not there was opened")
	}
	if _, err := Open(ctx, fake(t, `echo hello`).path); err == nil {
		t.Error("a program that is not pandoc was opened")
	}
}

// No more run at once than may, no more wait than may, and the others are told at once.
func TestRunsAreBounded(t *testing.T) {
	folder := t.TempDir()
	p := fake(t, `mkdir `+folder+`/$$; ls `+folder+` | wc -l; sleep 0.3; rmdir `+folder+`/$$`)
	var all sync.WaitGroup
	var mu sync.Mutex
	done, busy := 0, 0
	for range 12 {
		all.Go(func() {
			out, err := once(p)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case errors.Is(err, db.ErrBusy):
				busy++
			case err != nil:
				t.Error(err)
			default:
				done++
				if n := strings.TrimSpace(out); n != "1" && n != "2" {
					t.Errorf("%s ran at once", n)
				}
			}
		})
	}
	all.Wait()
	if done != 5 || busy != 7 {
		t.Errorf("%d ran and %d were turned away, want 5 and 7", done, busy)
	}
	if _, err := once(p); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// Whoever stops waiting gives up their place.
func TestWaitingEndsWithTheRequest(t *testing.T) {
	p := fake(t, "")
	for range 2 {
		if _, err := p.enter(ctx); err != nil {
			t.Fatal(err)
		}
	}
	short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
	defer cancel()
	if _, err := p.enter(short); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	if len(p.waiting) != 2 {
		t.Errorf("%d places are taken", len(p.waiting))
	}
}

func TestShelfIsBounded(t *testing.T) {
	s := newShelf(100)
	key := func(n byte) [32]byte { return [32]byte{n} }
	for n := range byte(5) {
		s.put(key(n), make([]byte, 30))
		s.get(key(0)) // asked for all the time
	}
	if s.used > 100 || s.get(key(0)) == nil || s.get(key(1)) != nil || s.get(key(4)) == nil {
		t.Errorf("%d bytes, %v", s.used, s.files)
	}
	s.put(key(9), make([]byte, 101))
	if s.get(key(9)) != nil {
		t.Error("it keeps what is larger than itself")
	}
}

func TestRealIsContained(t *testing.T) {
	p := real(t)
	if len(p.options) == 0 {
		t.Error("it has no limit of memory of its own")
	}
	// A text that would include a file does not in the sandbox.
	leave, err := p.enter(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer leave()
	if out, err := p.run(ctx, []byte(".. include:: /etc/passwd\n"), nil, "--sandbox", "--from=rst", "--to=plain"); err == nil && strings.Contains(string(out), "root:") {
		t.Error("it read a file in its sandbox")
	}
}
