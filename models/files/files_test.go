package files

import (
	"os"
	"testing"
)

// TestMain lets the test program be the process of a Worker, as the site's program is.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == "press" {
		if err := Work(os.Stdin, os.Stdout); err != nil {
			os.Exit(3)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func testWorker() *Worker { return NewWorker(os.Args[0], "press") }
