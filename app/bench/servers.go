package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/gofiber/fiber/v2"
	_ "github.com/mattn/go-sqlite3" // the driver that the bare insert uses
)

// serveBare is what the program is compared with: Fiber and one line of work.
func serveBare(ctx context.Context, what, address, path string) error {
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	switch what {
	case "file":
		page, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		app.Get("/*", func(c *fiber.Ctx) error {
			c.Set(fiber.HeaderContentType, "text/html; charset=utf-8")
			return c.Send(page)
		})
	case "insert":
		pool, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_busy_timeout=5000&_stmt_cache_size=16")
		if err != nil {
			return err
		}
		defer pool.Close()
		pool.SetMaxOpenConns(1)
		if _, err := pool.Exec("CREATE TABLE IF NOT EXISTS said (id INTEGER PRIMARY KEY, thread INTEGER NOT NULL, body TEXT NOT NULL)"); err != nil {
			return err
		}
		app.Post("/*", func(c *fiber.Ctx) error {
			_, err := pool.Exec("INSERT INTO said (thread, body) VALUES (?, ?)", 1, c.FormValue("body"))
			if err != nil {
				return err
			}
			return c.Redirect("/", fiber.StatusSeeOther)
		})
	default:
		return fmt.Errorf("there is no bare server %q", what)
	}
	go func() {
		<-ctx.Done()
		app.Shutdown()
	}()
	return app.Listen(address)
}

// server is a process that is measured.
type server struct {
	process *exec.Cmd
	base    string
	started time.Duration // from the start to the first answer
}

// nextPort gives each server a port of its own.
var nextPort = 18080

func freeAddress() string {
	nextPort++
	return "127.0.0.1:" + strconv.Itoa(nextPort)
}

// startBare starts this program again as a bare server.
func (b *bench) startBare(ctx context.Context, what, path string) (*server, error) {
	address := freeAddress()
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return b.start(ctx, exec.CommandContext(ctx, self, "-bare", what, "-address", address, "-path", path), "http://"+address, "/")
}

// startProduct starts the built program on one of the places.
func (b *bench) startProduct(ctx context.Context, place string) (*server, error) {
	address := freeAddress()
	process := exec.CommandContext(ctx, b.binary, "serve")
	process.Env = append(os.Environ(), "FOLKMOOT_ADDRESS="+address, "FOLKMOOT_BASE_URL=http://"+address, "FOLKMOOT_DATABASE="+b.database(place), "FOLKMOOT_HOLD=none",
		"FOLKMOOT_TRUSTED_PROXIES=127.0.0.1") // people come from many networks, as they do
	return b.start(ctx, process, "http://"+address, "/readyz")
}

func (b *bench) start(ctx context.Context, process *exec.Cmd, base, ready string) (*server, error) {
	process.Cancel = func() error { return process.Process.Signal(syscall.SIGTERM) }
	began := time.Now()
	if err := process.Start(); err != nil {
		return nil, err
	}
	s := &server{process: process, base: base}
	b.servers = append(b.servers, s)
	for time.Since(began) < 60*time.Second && ctx.Err() == nil {
		answer, err := http.Get(base + ready)
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode < 500 {
				s.started = time.Since(began)
				return s, nil
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
	return nil, fmt.Errorf("%s does not answer", base)
}

func (s *server) stop() {
	if s.process.ProcessState == nil {
		s.process.Process.Signal(syscall.SIGTERM)
		s.process.Wait()
	}
}

func (b *bench) stopAll() {
	for _, s := range b.servers {
		s.stop()
	}
}

// memory is the resident memory of the process in MiB.
func (s *server) memory() (float64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if rest, found := strings.CutPrefix(line, "VmRSS:"); found {
			kib, err := strconv.Atoi(strings.Fields(rest)[0])
			return float64(kib) / 1024, err
		}
	}
	return 0, fmt.Errorf("the memory of %d is not known", s.process.Process.Pid)
}
