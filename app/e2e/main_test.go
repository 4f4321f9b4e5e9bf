// Package e2e tests the built binary from outside: journeys of people in a browser, and what happens when things break.
// It starts the program named by TEST_BINARY, or builds one; TEST_POSTGRES_URL names a server for the tests that run
// on both engines. SHOTS=folder keeps screenshots; E2E_KILLS=300 kills the program more often.
package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"folkmoot/models/fixtures"
)

// scratch is a folder for what tests share; it is removed at the end.
var scratch string

// binary is the program under test.
var binary string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	var err error
	if scratch, err = os.MkdirTemp("", "folkmoot-e2e"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(scratch)
	defer closeBrowser()
	if binary = os.Getenv("TEST_BINARY"); binary == "" {
		binary = filepath.Join(scratch, "folkmoot")
		build := exec.Command("go", "build", "-o", binary, "./app")
		build.Dir = fixtures.Root()
		if out, err := build.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "the program cannot be built: %v\n%s", err, out)
			return 1
		}
	}
	return m.Run()
}
