package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"

	"folkmoot/app/bundle"
)

var bundleCommand = &command{
	name:    "bundle",
	summary: "Write everything that belongs to one consultation into one archive that anybody can check",
	about: `The archive holds the text as it was consulted on, all versions, what people were told and said, what became
of it, what was decided, and the entries of the register, with a manifest of SHA-256 digests. What was taken
down is not in it. A file that is there already is never overwritten. "folkmoot verify --bundle" checks it.`,
	examples: []string{"folkmoot bundle --chapter doing-it-together/changing-roles --out changing-roles.zip"},
	prepare: func(flags *flag.FlagSet) action {
		chapter := flags.String("chapter", "", "`GUIDE/CHAPTER`, as they stand in the address of its page")
		out := flags.String("out", "", "`FILE` to write")
		return func(ctx context.Context, c *call) error {
			guide, name, ok := strings.Cut(*chapter, "/")
			switch {
			case !ok || guide == "" || name == "":
				return wrongUsage("--chapter GUIDE/CHAPTER is missing")
			case *out == "":
				return wrongUsage("--out FILE is missing")
			}
			return writeBundle(ctx, c, guide, name, *out)
		}
	},
}

// writeBundle writes a chapter's bundle to a new file, which is taken away again where that fails.
func writeBundle(ctx context.Context, c *call, guide, chapter, path string) (err error) {
	d, config, err := openForCommand(ctx, c)
	if err != nil {
		return err
	}
	defer d.Close()
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("the file cannot be made: %w", err)
	}
	defer func() {
		if err != nil {
			file.Close()
			os.Remove(path)
		}
	}()
	if err := bundle.Write(ctx, d, bundle.Options{Guide: guide, Chapter: chapter, Place: config.Place, Zone: config.TimeZone}, file); err != nil {
		return fmt.Errorf("the bundle of %s/%s: %w", guide, chapter, err)
	}
	if err := file.Sync(); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "%s is written\n", path)
	return verifyBundle(path, c.stdout)
}
