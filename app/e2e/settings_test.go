package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// refuses runs a command that has to fail in one way, and to say why in few words.
func (p *place) refuses(code int, says string, args ...string) {
	p.t.Helper()
	r := p.command(args...)
	if r.code != code || !strings.Contains(r.errors, says) {
		p.t.Errorf("%v ended with %d, want %d and %q:\n%s%s", args, r.code, code, says, r.out, r.errors)
	}
	if strings.Contains(r.errors, "goroutine ") || strings.Count(r.errors, "\n") > 6 {
		p.t.Errorf("%v says too much:\n%s", args, r.errors)
	}
}

func TestWrongSettingsStopTheStart(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	file := filepath.Join(p.folder, "file")
	if err := os.WriteFile(file, []byte("not a database, however long it goes on"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, value, says string }{
		{"FOLKMOOT_ADDRESS", "nowhere", "FOLKMOOT_ADDRESS"},
		{"FOLKMOOT_ADDRESS", "192.0.2.1:3000", "192.0.2.1:3000"},
		{"FOLKMOOT_BASE_URL", "talk.example.org", "FOLKMOOT_BASE_URL"},
		{"FOLKMOOT_BASE_URL", "https://talk.example.org/path", "FOLKMOOT_BASE_URL"},
		{"FOLKMOOT_MAIL", "pigeon://loft", "FOLKMOOT_MAIL"},
		{"FOLKMOOT_MAIL_FROM", "nobody", "FOLKMOOT_MAIL_FROM"},
		{"FOLKMOOT_TIMEZONE", "Dudley", "FOLKMOOT_TIMEZONE"},
		{"FOLKMOOT_TRUSTED_PROXIES", "the one in front", "FOLKMOOT_TRUSTED_PROXIES"},
		{"FOLKMOOT_HOLD", "some", "FOLKMOOT_HOLD"},
		{"FOLKMOOT_DATABASE", "mysql://localhost/x", "FOLKMOOT_DATABASE"},
		{"FOLKMOOT_DATABASE", "postgres://nobody:hunter2@127.0.0.1:9/none", "127.0.0.1"},
		{"FOLKMOOT_DATABASE", file, "file"},
		{"FOLKMOOT_DATA", file, "file"},
		{"FOLKMOOT_PLACE", strings.Repeat("Dudley ", 30), "FOLKMOOT_PLACE"},
	} {
		p.with(c.name, c.value).refuses(1, c.says, "serve")
		if r := p.with(c.name, c.value).command("serve"); strings.Contains(r.out+r.errors, "hunter2") {
			t.Errorf("%s: a password is told: %s", c.name, r.errors)
		}
	}
}

func TestWrongUsage(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	for _, args := range [][]string{
		{},
		{"dance"},
		{"serve", "--loud"},
		{"import"},
		{"import", "comments"},
		{"admin", "role", "a@example.org"},
		{"backup"},
		{"restore", "a", "b"},
		{"export", "contributions", "--format", "pdf"},
	} {
		p.refuses(2, "help", args...)
	}
	for _, command := range []string{"serve", "migrate", "demo", "import comments", "export contributions", "backup", "restore", "verify", "admin create", "render", "version"} {
		if r := p.command(append(strings.Fields(command), "--help")...); r.code != 0 || !strings.Contains(r.out, "folkmoot "+command) || r.errors != "" {
			t.Errorf("%s --help ended with %d:\n%s%s", command, r.code, r.out, r.errors)
		}
	}
	for _, args := range [][]string{
		{"import", "codebook", "none.csv"},
		{"import", "polis", "none", "--group", "x"},
		{"restore", "none.backup"},
		{"admin", "sign-in-link", "nobody@example.org"},
		{"import", "comments", "none.csv", "--group", "x"},
	} {
		if r := p.command(args...); r.code != 1 || strings.Count(strings.TrimSpace(r.errors), "\n") != 0 {
			t.Errorf("%v ended with %d:\n%s", args, r.code, r.errors)
		}
	}
}

func TestPortInUseIsSaid(t *testing.T) {
	t.Parallel()
	p := newPlace(t).served()
	other := newPlace(t, "FOLKMOOT_ADDRESS="+p.environ["FOLKMOOT_ADDRESS"])
	other.refuses(1, "is it running already", "serve")
}

func TestPlatformWithoutALastingDiskAsksForPostgreSQL(t *testing.T) {
	t.Parallel()
	p := newPlace(t, "DYNO=web.1")
	p.refuses(1, "PostgreSQL", "serve")
	if files, _ := filepath.Glob(filepath.Join(p.folder, "*")); len(files) > 0 {
		t.Errorf("files were made: %v", files)
	}
}
