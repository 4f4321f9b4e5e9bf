package main

import (
	"context"
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/mattn/go-sqlite3"
)

var versionCommand = &command{
	name:    "version",
	summary: "Say which version this is, and what it was built from",
	prepare: func(*flag.FlagSet) action {
		return func(_ context.Context, c *call) error {
			module, revision := buildVersion()
			sqlite, _, _ := sqlite3.Version()
			_, err := fmt.Fprintf(c.stdout, "folkmoot %s\nrevision %s\n%s %s/%s\nSQLite %s\n",
				module, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH, sqlite)
			return err
		}
	},
}

// buildVersion gives the module's version and the revision of the source it was built from,
// as the Go tool recorded them.
func buildVersion() (module, revision string) {
	module, revision = "(devel)", "unknown"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return module, revision
	}
	if info.Main.Version != "" {
		module = info.Main.Version
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	if settings["vcs.revision"] != "" {
		revision = settings["vcs.revision"]
	}
	if settings["vcs.time"] != "" {
		revision += " of " + settings["vcs.time"]
	}
	if settings["vcs.modified"] == "true" {
		revision += ", with changes"
	}
	return module, revision
}
