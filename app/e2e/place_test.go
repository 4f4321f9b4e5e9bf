package e2e

import (
	"bytes"
	"fmt"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"folkmoot/app/demo"
	"folkmoot/models/db/dbtest"
)

// patience is how long something may take that a person waits for, on a computer that is busy with other tests.
const patience = 20 * time.Second

// place is one installation: a data folder, settings, and the program while it runs.
type place struct {
	t       testing.TB
	folder  string
	url     string // without a slash at the end
	mail    *postOffice
	environ map[string]string
	running *process
	faulty  bool // the test breaks things, so that the program may log errors
	opened  bool // to the public; otherwise start opens it first
}

// process is the program while it serves.
type process struct {
	cmd      *exec.Cmd
	out, log *output
	ended    chan struct{}
	err      error // once it has ended
}

// output is a writer that can be read while it is written to.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// newPlace prepares an installation with an empty SQLite database. Settings are added to its own.
func newPlace(t testing.TB, settings ...string) *place {
	t.Helper()
	p := &place{t: t, folder: t.TempDir(), mail: newPostOffice(t)}
	address := freeAddress(t)
	p.url = "http://" + address
	p.environ = map[string]string{
		"PATH": os.Getenv("PATH"), "HOME": p.folder,
		"FOLKMOOT_ADDRESS": address, "FOLKMOOT_BASE_URL": p.url, "FOLKMOOT_DATA": p.folder, "FOLKMOOT_PLACE": "Testing Town",
		"FOLKMOOT_MAIL": "smtp://" + p.mail.address, "FOLKMOOT_MAIL_FROM": "talk@example.org",
		"FOLKMOOT_CONTACT_EMAIL": "help@example.org",
	}
	for _, setting := range settings {
		name, value, _ := strings.Cut(setting, "=")
		p.environ[name] = value
	}
	t.Cleanup(func() {
		if p.running != nil {
			p.stop()
		}
	})
	return p
}

// onEach runs a test once on each engine, in an empty place.
func onEach(t *testing.T, test func(t *testing.T, p *place), settings ...string) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, newPlace(t, settings...))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, newPlace(t, append(settings, "FOLKMOOT_DATABASE="+dbtest.PostgresURL(t))...))
	})
}

var demoOnce sync.Once

// newDemo prepares an installation with the demonstration in it. The demonstration is made once and copied.
func newDemo(t testing.TB, settings ...string) *place {
	t.Helper()
	image := filepath.Join(scratch, "demo")
	demoOnce.Do(func() {
		first := newPlace(t)
		first.environ["FOLKMOOT_DATA"] = image
		first.must("demo")
	})
	p := newPlace(t, settings...)
	p.opened = true
	if err := os.CopyFS(p.folder, os.DirFS(image)); err != nil {
		t.Fatalf("the demonstration was not made or cannot be copied: %v", err)
	}
	return p
}

// demoEmail is the address of a person of the demonstration.
func demoEmail(key string) string { return demo.Content().Person(key).Email() }

// result is what a command came to.
type result struct {
	code        int
	out, errors string
}

// command runs one of the program's commands to its end.
func (p *place) command(args ...string) result {
	p.t.Helper()
	cmd := p.exec(args...)
	var out, errors bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errors
	err := cmd.Run()
	if err != nil && cmd.ProcessState == nil {
		p.t.Fatalf("%v did not run: %v", args, err)
	}
	return result{cmd.ProcessState.ExitCode(), out.String(), errors.String()}
}

// must runs a command that has to end well, and gives what it wrote.
func (p *place) must(args ...string) string {
	p.t.Helper()
	r := p.command(args...)
	if r.code != 0 {
		p.t.Fatalf("folkmoot %s ended with %d\n%s%s", strings.Join(args, " "), r.code, r.out, r.errors)
	}
	return r.out
}

func (p *place) exec(args ...string) *exec.Cmd {
	cmd := exec.Command(binary, args...)
	cmd.Dir = p.folder
	for name, value := range p.environ {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	return cmd
}

// with gives a copy of the place with another setting, for commands.
func (p *place) with(name, value string) *place {
	other := *p
	other.environ = maps.Clone(p.environ)
	other.environ[name] = value
	other.running = nil
	return &other
}

// start serves, and waits until the program is ready. It gives the time from the start to that.
func (p *place) start() time.Duration {
	p.t.Helper()
	if !p.opened {
		p.must("admin", "open", "--safeguarding-phone", "01632 960 001")
		p.opened = true
	}
	began := time.Now()
	p.running = &process{cmd: p.exec("serve"), out: &output{}, log: &output{}, ended: make(chan struct{})}
	r := p.running
	r.cmd.Stdout, r.cmd.Stderr = r.out, r.log
	if err := r.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	go func() {
		r.err = r.cmd.Wait()
		close(r.ended)
	}()
	p.eventually("the program is ready", func() bool {
		select {
		case <-r.ended:
			p.t.Fatalf("the program ended: %v\n%s", r.err, r.log)
		default:
		}
		answer, err := http.Get(p.url + "/readyz")
		if err != nil {
			return false
		}
		answer.Body.Close()
		return answer.StatusCode == http.StatusOK
	})
	return time.Since(began)
}

// served is a place that serves.
func (p *place) served() *place {
	p.t.Helper()
	p.start()
	return p
}

// stop asks the program to end, as a service manager does, and checks that it does so in order and in time.
func (p *place) stop() {
	p.t.Helper()
	r := p.running
	p.running = nil
	_ = r.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-r.ended:
	case <-time.After(12 * time.Second):
		_ = r.cmd.Process.Kill()
		<-r.ended
		p.t.Errorf("the program did not end within 12 seconds\n%s", tail(r.log.String()))
	}
	if code := r.cmd.ProcessState.ExitCode(); code != 0 {
		p.t.Errorf("the program ended with %d\n%s", code, tail(r.log.String()))
	}
	p.noErrors(r)
}

// kill ends the program as a power cut would, without a chance to tidy up.
func (p *place) kill() {
	r := p.running
	p.running = nil
	_ = r.cmd.Process.Kill()
	<-r.ended
	p.noErrors(r)
}

// noErrors fails the test where the program logged a fault of its own.
func (p *place) noErrors(r *process) {
	p.t.Helper()
	if p.faulty {
		return
	}
	for line := range strings.Lines(r.log.String()) {
		if strings.Contains(line, `"level":"ERROR"`) {
			p.t.Errorf("the program logged %s", line)
		}
	}
}

// verify checks the whole database by the program's own command.
func (p *place) verify() {
	p.t.Helper()
	if r := p.command("verify"); r.code != 0 || strings.Contains(r.out, "WRONG") {
		p.t.Errorf("verify ended with %d\n%s%s", r.code, r.out, r.errors)
	}
}

// signInLink makes a link that signs somebody in.
func (p *place) signInLink(email string) string {
	p.t.Helper()
	return strings.TrimSpace(p.must("admin", "sign-in-link", email))
}

// eventually waits for something to become true.
func (p *place) eventually(what string, true func() bool) {
	p.t.Helper()
	for deadline := time.Now().Add(patience); !true(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			log := ""
			if p.running != nil {
				log = tail(p.running.log.String())
			}
			p.t.Fatalf("waited in vain until %s\n%s", what, log)
		}
	}
}

// tail is the end of a long text.
func tail(text string) string { return text[max(0, len(text)-3000):] }

var ports atomic.Int32

// freeAddress finds a port that nothing listens on, below those that the system hands out by itself, so that it is
// still free when the program is started again.
func freeAddress(t testing.TB) string {
	t.Helper()
	for range 2000 {
		address := fmt.Sprintf("127.0.0.1:%d", 10_000+(os.Getpid()*101+int(ports.Add(1)))%9000)
		listener, err := net.Listen("tcp", address)
		if err == nil {
			listener.Close()
			return address
		}
	}
	t.Fatal("no port is free")
	return ""
}
