// Command folkmoot hosts a co-production consultation: one program, one database, one place.
// This package is the front door, the one room where everything meets.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"folkmoot/app/receive"
)

// What the program tells its caller when it ends.
const (
	exitDone   = 0 // did what was asked
	exitFailed = 1 // tried, and could not
	exitUsage  = 2 // was asked wrongly
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second signal ends the program at once, even if the orderly end is stuck.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], call{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, environ: environMap(os.Environ()),
	}))
}

// run does what the arguments ask, says on standard error what went wrong, and gives the exit code.
func run(ctx context.Context, args []string, c call) int {
	err := dispatch(ctx, args, c)
	var wrong *usageError
	var status receive.Status
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &wrong):
		fmt.Fprintf(c.stderr, "folkmoot: %s. %s\n", oneLine(wrong.Error()), wrong.hint())
		return exitUsage
	case errors.As(err, &status): // the caller is a mail server
		complain(c.stderr, err)
		return status.Code
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		fmt.Fprintln(c.stderr, "folkmoot: stopped before it was done")
		return exitFailed
	default:
		complain(c.stderr, err)
		return exitFailed
	}
}

// complain writes one line for an error, except that wrong settings get a line each.
func complain(w io.Writer, err error) {
	var wrong *settingsError
	if !errors.As(err, &wrong) {
		fmt.Fprintf(w, "folkmoot: %s\n", oneLine(err.Error()))
		return
	}
	fmt.Fprintf(w, "folkmoot: did not start, because of its settings:\n")
	for _, problem := range wrong.problems {
		fmt.Fprintf(w, "  %s\n", oneLine(problem))
	}
	fmt.Fprintln(w, `Run "folkmoot serve --help" to see every setting.`)
}

// oneLine keeps a message on one line, whatever an error from elsewhere carries with it.
func oneLine(message string) string {
	return strings.Join(strings.FieldsFunc(message, func(r rune) bool { return r == '\n' || r == '\r' }), "; ")
}

// environMap turns "NAME=value" lines into a map. What is set to nothing counts as not set.
func environMap(lines []string) map[string]string {
	environ := make(map[string]string, len(lines))
	for _, line := range lines {
		name, value, _ := strings.Cut(line, "=")
		if strings.TrimSpace(value) != "" {
			environ[name] = value
		}
	}
	return environ
}
