// Package pandoc makes Word and EPUB files of guides, and reads Word and OpenDocument files, with the program Pandoc.
//
// Pandoc is given what it needs and nothing else. Documents come to it on its input and leave on its output; it runs
// with --sandbox, so that it opens no other file and no address, in an empty folder of its own, with an environment of
// ours, without a network where the kernel lets us take it away, and within limits of time, memory, output and number.
// Pandoc as Debian packages it cannot write Word or EPUB files in its sandbox, since it must open its own templates:
// there it writes outside, from a document that was looked through and holds nothing that could name a file.
package pandoc

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"

	"folkmoot/models/db"
)

// Bounds on a run.
const (
	runFor     = 15 * time.Second
	tryFor     = 5 * time.Second // looking at the program when we begin
	memory     = 512             // MiB of heap
	addresses  = 2 << 20         // KiB of addresses, what is not heap among them
	largest    = 32 << 20        // bytes of output
	waitingFor = 8               // runs that may wait for their turn
	saidMost   = 4 << 10         // bytes kept of what it says went wrong
)

// Program is Pandoc, ready to be run.
type Program struct {
	path      string
	options   []string // the run-time system's, before all others
	api       []int    // version of the document tree that it speaks
	contained bool     // it writes Word and EPUB files in its sandbox
	alone     bool     // its runs have no network
	turns     chan struct{}
	waiting   chan struct{}
	kept      *shelf
	slow      slow
	deadline  time.Duration
}

// Failed is what Pandoc itself said when it could not do what it was asked for.
type Failed struct {
	Code int
	Said string
}

func (f *Failed) Error() string { return fmt.Sprintf("pandoc ended with %d: %s", f.Code, f.Said) }

// errTooBig says that a run wrote more than it may.
var errTooBig = errors.New("pandoc wrote more than it may")

// Open looks at the program at a path: that it runs, what it speaks and how it can be contained.
func Open(ctx context.Context, path string) (*Program, error) {
	several := max(1, min(2, runtime.GOMAXPROCS(0)))
	p := &Program{
		path: path, turns: make(chan struct{}, several), waiting: make(chan struct{}, several+waitingFor), kept: newShelf(keptMost), deadline: tryFor,
		options: []string{"+RTS", "-M" + strconv.Itoa(memory) + "m", "-RTS"}, alone: canBeAlone(),
	}
	tree, err := p.run(ctx, nil, nil, "--sandbox", "--from=commonmark", "--to=json")
	if failed := (*Failed)(nil); errors.As(err, &failed) {
		p.options = nil // built without the run-time system's options: the limit of addresses holds alone
		tree, err = p.run(ctx, nil, nil, "--sandbox", "--from=commonmark", "--to=json")
	}
	if err != nil {
		return nil, fmt.Errorf("%s cannot be used (version 2.15 or newer is needed): %w", path, err)
	}
	var empty struct {
		API []int `json:"pandoc-api-version"`
	}
	if err := json.Unmarshal(tree, &empty); err != nil || len(empty.API) < 2 {
		return nil, fmt.Errorf("%s does not answer as pandoc does", path)
	}
	p.api = empty.API
	_, err = p.run(ctx, tree, nil, "--sandbox", "--from=json", "--to=docx", "--output=-")
	p.contained = err == nil
	p.deadline = runFor
	return p, nil
}

// enter waits for a turn, which leave ends. db.ErrBusy where too many wait already.
func (p *Program) enter(ctx context.Context) (leave func(), err error) {
	select {
	case p.waiting <- struct{}{}:
	default:
		return nil, db.ErrBusy
	}
	select {
	case p.turns <- struct{}{}:
		return func() { <-p.turns; <-p.waiting }, nil
	case <-ctx.Done():
		<-p.waiting
		return nil, ctx.Err()
	}
}

// run runs Pandoc once on an input, with more settings of the environment, and gives its output. The caller has a
// turn. context.DeadlineExceeded where it took too long, *Failed where it refused.
func (p *Program) run(ctx context.Context, input []byte, environ []string, args ...string) ([]byte, error) {
	folder, err := os.MkdirTemp("", "folkmoot-pandoc-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	ctx, cancel := context.WithTimeout(ctx, p.deadline)
	defer cancel()
	return p.start(ctx, cancel, folder, input, environ, args)
}

// limits are set by the shell, which then becomes Pandoc: no core files, few open files, bounded time on the
// processor, addresses and files.
const limits = `ulimit -c 0 && ulimit -n 64 && ulimit -t "$1" && ulimit -v "$2" && ulimit -f "$3" && shift 3 && exec "$@"`

func (p *Program) start(ctx context.Context, cancel func(), folder string, input []byte, environ, args []string) ([]byte, error) {
	line := []string{
		"-c", limits, "sh", strconv.Itoa(int(p.deadline/time.Second) + 1), strconv.Itoa(addresses), strconv.Itoa(largest / 512), p.path,
	}
	cmd := exec.CommandContext(ctx, "/bin/sh", append(append(line, p.options...), args...)...)
	cmd.Dir = folder
	cmd.Env = append([]string{"PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "HOME=" + folder, "TMPDIR=" + folder}, environ...)
	cmd.Stdin = bytes.NewReader(input)
	out := &bounded{most: largest, past: cancel}
	said := &bounded{most: saidMost}
	cmd.Stdout, cmd.Stderr = out, said
	contain(cmd, p.alone)
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case out.over:
		return nil, errTooBig
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.As(err, &exit):
		return nil, &Failed{Code: exit.ExitCode(), Said: strings.TrimSpace(said.data.String())}
	case err != nil:
		return nil, err
	}
	return out.data.Bytes(), nil
}

// bounded keeps what is written to it up to a number of bytes. Past that it calls past, if there is one, and lets the
// rest go.
type bounded struct {
	data bytes.Buffer // not embedded, or its ReadFrom would pass the bound by
	most int
	over bool
	past func()
}

func (b *bounded) Write(data []byte) (int, error) {
	if room := b.most - b.data.Len(); len(data) > room {
		b.data.Write(data[:room])
		b.over = true
		if b.past != nil {
			b.past()
		}
		return len(data), nil
	}
	return b.data.Write(data)
}
