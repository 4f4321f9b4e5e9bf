package main

import (
	"context"
	"flag"
	"os"

	"folkmoot/models/files"
)

var pressCommand = &command{
	name:    "press",
	summary: "Make a picture or a PDF that came in safe to keep (the site starts this by itself)",
	about: `It reads the file from its input and writes what is kept of it, or why it is refused, as JSON. A running site
starts it for each file that people bring, one at a time, so that a hostile file can harm nothing but this process: it
gets no settings, little memory and little time, and can write to no file.`,
	examples: []string{"folkmoot press < photo.jpg"},
	prepare: func(*flag.FlagSet) action {
		return func(_ context.Context, c *call) error {
			return files.Work(c.stdin, c.stdout)
		}
	},
}

// presser gives what presses files for a running site: this same program in a process of its own. Where it cannot be
// started by its own name any more, because it was replaced, Linux still knows it.
func presser() (*files.Worker, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	const running = "/proc/self/exe"
	if _, err := os.Stat(running); err == nil {
		self = running
	}
	return files.NewWorker(self, "press"), nil
}
