package e2e

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"folkmoot/models/people"
)

func TestBackupUnderLoad(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p *place) {
		p.start()
		thread := p.discussion(p.staff(t, people.Editor))
		l := underLoad(t, p, thread, 6, p.members(36))
		l.enough(60)
		l.mu.Lock()
		before := len(l.attempts)
		l.mu.Unlock()
		file := filepath.Join(p.folder, "folkmoot.backup")
		p.must("backup", file)
		l.enough(12)
		attempts := l.end()
		if r := p.command("backup", file); r.code != 1 || !strings.Contains(r.errors, "folkmoot.backup") {
			t.Errorf("a second backup into the same file ended with %d: %s", r.code, r.errors)
		}
		onEach(t, func(t *testing.T, restored *place) {
			restored.restored(t, file, thread, attempts[:before], attempts)
		})
	}, "FOLKMOOT_HOLD=none")
}

// restored restores a backup into a place and looks at what is in it: all that was acknowledged before, and nothing
// that nobody said.
func (p *place) restored(t *testing.T, file string, thread int64, before, all []attempt) {
	p.must("restore", file)
	p.verify()
	got := compare(before, p.stored(thread))
	later := compare(all, p.stored(thread))
	if got.lost != 0 || later.doubled != 0 || later.unasked != 0 {
		t.Errorf("of %d posts before the backup %d are lost; %d of all are doubled, %d were never said", len(before), got.lost, later.doubled, later.unasked)
	}
	p.start()
	visitor, last := p.caller(t), before[len(before)-1]
	at := visitor.must(visitor.get(fmt.Sprintf("/contributions/%d", last.id)), 303).header.Get("Location")
	page, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	if a := visitor.page(page.RequestURI()); !strings.Contains(text(a.body), "says thing") || !strings.Contains(a.body, last.words) {
		t.Errorf("the restored place does not show “%s” at %s", last.words, at)
	}
}

func TestDamagedBackupIsRefused(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.must("migrate")
	file := filepath.Join(p.folder, "folkmoot.backup")
	p.must("backup", file)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(p.folder, "restored.db")
	into := p.with("FOLKMOOT_DATABASE", target)
	for name, damaged := range map[string][]byte{
		"cut short": whole[:len(whole)/2], "empty": {}, "not a backup": []byte(strings.Repeat("not a backup ", 1000)),
	} {
		if err := os.WriteFile(file, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		if r := into.command("restore", file); r.code != 1 || strings.Count(r.errors, "\n") != 1 {
			t.Errorf("%s: ended with %d: %s", name, r.code, r.errors)
		}
		if _, err := os.Stat(target); err == nil {
			t.Fatalf("%s: a database was left behind", name)
		}
	}
	if err := os.WriteFile(file, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	into.must("restore", file)
	if r := into.command("restore", file); r.code != 1 {
		t.Errorf("restoring over a database ended with %d", r.code)
	}
}
