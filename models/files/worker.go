package files

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"time"

	"folkmoot/models/db"
)

// Bounds on the process that one file is pressed in. Neither the picture nor the PDF libraries can be stopped once they
// run, and what comes in may unfold to any size; a process of its own ends when it must and gives all of it back.
// Measured: a photo of 12 million dots takes 150 MB, of 24 million 160 MB, and a picture of 24 million dots with 16
// bits to each colour 320 MB.
const (
	workerMemory = 512 << 20
	workerWait   = 8 * time.Second // how long one may wait for those before it
)

// Worker presses files in a process of its own, one at a time, which has no more memory and time than one file may take,
// no settings, no network and nothing to write to. Whatever a hostile file does, it ends there.
type Worker struct {
	Command []string // the program and its arguments, which calls Work

	turn chan struct{}
}

// NewWorker makes a Worker.
func NewWorker(command ...string) *Worker {
	return &Worker{Command: command, turn: make(chan struct{}, 1)}
}

// answer is what the process writes.
type answer struct {
	Refused Refusal `json:",omitempty"`
	Pressed
}

// Press does what the function of this name does. ErrBusy where too many wait.
func (w *Worker) Press(ctx context.Context, raw []byte) (Pressed, error) {
	if len(raw) > MaxUpload {
		return Pressed{}, Large
	}
	if formatOf(raw) == "" {
		return Pressed{}, Unknown
	}
	wait := time.NewTimer(workerWait)
	defer wait.Stop()
	select {
	case w.turn <- struct{}{}:
		defer func() { <-w.turn }()
	case <-wait.C:
		return Pressed{}, db.ErrBusy
	case <-ctx.Done():
		return Pressed{}, db.ErrBusy
	}
	ctx, cancel := context.WithTimeout(ctx, pressFor)
	defer cancel()
	cmd := exec.CommandContext(ctx, w.Command[0], w.Command[1:]...)
	cmd.Env = []string{"GOMAXPROCS=1", "GOTRACEBACK=none"}
	cmd.Dir = os.TempDir()
	cmd.Stdin = bytes.NewReader(raw)
	out := limited{most: 4 * MaxStored}
	cmd.Stdout = &out
	cmd.WaitDelay = time.Second
	contain(cmd)
	err := cmd.Run()
	var ended *exec.ExitError
	switch {
	case err != nil && (errors.As(err, &ended) || ctx.Err() != nil):
		return Pressed{}, Heavy
	case err != nil:
		return Pressed{}, fmt.Errorf("press a file: %w", err)
	}
	var a answer
	if err := json.Unmarshal(out.Bytes(), &a); err != nil {
		return Pressed{}, Heavy
	}
	if a.Refused != "" {
		return Pressed{}, a.Refused
	}
	return a.Pressed, a.sound()
}

// sound checks what a process gave that had hostile bytes before it: it is what it says, and within the bounds.
func (p Pressed) sound() error {
	format := formatOf(p.Body)
	switch {
	case string(p.Kind) != format, len(p.Body) > MaxStored, len(p.Small) > MaxStored:
		return Broken
	case p.Kind == PDF && len(p.Small) == 0 && p.Pages > 0 && p.Pages <= MaxPages:
		return nil
	case (p.Kind == JPEG || p.Kind == PNG) && formatOf(p.Small) == format && p.Width > 0 && p.Height > 0 && max(p.Width, p.Height) <= LongSide:
		return nil
	}
	return Broken
}

// Work is what the process of a Worker does: it presses the file that it is given and writes what came of it.
func Work(in io.Reader, out io.Writer) error {
	debug.SetMemoryLimit(workerMemory * 3 / 4)
	runtime.GOMAXPROCS(1)
	if err := confine(); err != nil {
		return err
	}
	raw, err := io.ReadAll(io.LimitReader(in, MaxUpload+1))
	if err != nil {
		return err
	}
	var a answer
	a.Pressed, err = Press(context.Background(), raw)
	if err != nil && !errors.As(err, &a.Refused) {
		return err
	}
	return json.NewEncoder(out).Encode(a)
}

// limited takes no more bytes than most.
type limited struct {
	bytes.Buffer
	most int
}

func (l *limited) Write(b []byte) (int, error) {
	if l.Len()+len(b) > l.most {
		return 0, errors.New("too much was written")
	}
	return l.Buffer.Write(b)
}
