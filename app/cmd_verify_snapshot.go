package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"folkmoot/models/db"
	"folkmoot/models/snapshots"
)

// verifySnapshot checks a frozen summary, says what was checked and found, and fails where that is a fault.
func verifySnapshot(ctx context.Context, d *db.DB, name string, out io.Writer) error {
	id, err := strconv.ParseInt(name, 10, 64)
	if err != nil {
		id, err = snapshots.Find(ctx, d, name)
	}
	var report snapshots.Report
	if err == nil {
		report, err = snapshots.Verify(ctx, d, id)
	}
	if errors.Is(err, db.ErrNotFound) {
		return fmt.Errorf("there is no snapshot %q", name)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "snapshot %d\n", id)
	for _, line := range report.Lines {
		fmt.Fprintln(out, line)
	}
	for _, problem := range report.Problems {
		fmt.Fprintln(out, "WRONG:", problem)
	}
	if len(report.Problems) > 0 {
		return fmt.Errorf("snapshot %d is not as it was published: %d faults were found", id, len(report.Problems))
	}
	fmt.Fprintln(out, "it is as it was published")
	return nil
}
