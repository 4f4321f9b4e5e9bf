package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
)

// commands is every command of the program, in the order in which help shows them.
// A command lives in its own file, cmd_NAME.go, and has one line here.
var commands = []*command{
	serveCommand,
	migrateCommand,
	demoCommand,
	importCodebookCommand,
	importCommentsCommand,
	importPolisCommand,
	importGuideCommand,
	exportContributionsCommand,
	exportCodebookCommand,
	exportSafetyCommand,
	exportWaitingCommand,
	bundleCommand,
	backupCommand,
	restoreCommand,
	verifyCommand,
	adminCreateCommand,
	adminRoleCommand,
	adminSuspendCommand,
	adminReinstateCommand,
	adminSearchCommand,
	adminHearingCommand,
	adminLinkCommand,
	adminSecondCommand,
	adminListCommand,
	adminHintsCommand,
	adminOpenCommand,
	adminPauseCommand,
	receiveCommand,
	pressCommand,
	renderCommand,
	anchorCommand,
	alignCommand,
	analyseThemesCommand,
	analyseEmergingCommand,
	analyseOpinionCommand,
	versionCommand,
}

// command is one thing the program can be asked to do.
type command struct {
	name     string   // one word, or two for a family: "import comments"
	operands []string // what must stand beside the flags; "[FILE]" may be left out
	summary  string   // one line for the list of commands
	about    string   // what --help says below the usage line
	examples []string // whole command lines
	settings bool     // --help lists the settings too

	// prepare declares the flags and gives the work, which reads them once they are parsed.
	prepare func(flags *flag.FlagSet) action
}

// action is the work of a command. An error made by wrongUsage ends the program with 2,
// any other with 1.
type action func(ctx context.Context, c *call) error

// call is what one run of a command was given.
type call struct {
	args    []string // the operands, without flags
	stdin   io.Reader
	stdout  io.Writer
	stderr  io.Writer
	environ map[string]string // without the variables that are set to nothing
}

// config reads the settings from the environment of the call.
func (c *call) config() (*Config, error) { return LoadConfig(c.environ) }

// usageError says that the program was asked wrongly.
type usageError struct {
	message string
	command string // whose --help helps; empty for the program itself
}

func (e *usageError) Error() string { return e.message }

func (e *usageError) hint() string {
	if e.command == "" {
		return `Run "folkmoot help" to see what it can do.`
	}
	return fmt.Sprintf(`Run "folkmoot %s --help" to see how.`, e.command)
}

// wrongUsage makes the error for a command that was asked wrongly, for instance without a flag
// that it needs. The message has no full stop.
func wrongUsage(format string, args ...any) error {
	return &usageError{message: fmt.Sprintf(format, args...)}
}

// dispatch finds the command that args name and runs it.
func dispatch(ctx context.Context, args []string, c call) error {
	if len(args) == 0 {
		return wrongUsage("no command given")
	}
	switch args[0] {
	case "help":
		return help(c.stdout, args[1:])
	case "--help", "-help", "-h":
		return help(c.stdout, nil)
	case "--version", "-version":
		args = []string{"version"}
	}
	cmd, rest := findCommand(args)
	if cmd == nil {
		return helpOrUnknown(c.stdout, args)
	}
	return cmd.run(ctx, rest, c)
}

// run parses the flags, checks the number of operands and does the work.
func (cmd *command) run(ctx context.Context, args []string, c call) error {
	flags := cmd.flagSet()
	work := cmd.prepare(flags)
	operands, err := parseFlags(flags, args)
	if errors.Is(err, flag.ErrHelp) {
		return cmd.help(c.stdout)
	}
	if err == nil {
		err = cmd.checkOperands(operands)
	}
	if err == nil {
		c.args = operands
		err = work(ctx, &c)
	}
	var wrong *usageError
	if errors.As(err, &wrong) && wrong.command == "" {
		return &usageError{message: wrong.message, command: cmd.name}
	}
	return err
}

func (cmd *command) flagSet() *flag.FlagSet {
	flags := flag.NewFlagSet(cmd.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	return flags
}

func (cmd *command) checkOperands(given []string) error {
	needed := slices.DeleteFunc(slices.Clone(cmd.operands), isOptional)
	if len(given) < len(needed) {
		return wrongUsage("%s is missing", needed[len(given)])
	}
	if len(given) > len(cmd.operands) {
		return wrongUsage("%q is one thing too many", given[len(cmd.operands)])
	}
	return nil
}

func isOptional(operand string) bool { return strings.HasPrefix(operand, "[") }

// findCommand gives the command with the longest name that args begin with, and what follows it.
func findCommand(args []string) (*command, []string) {
	for words := min(2, len(args)); words > 0; words-- {
		name := strings.Join(args[:words], " ")
		for _, cmd := range commands {
			if cmd.name == name {
				return cmd, args[words:]
			}
		}
	}
	return nil, nil
}

// family gives the commands whose first of two words is name.
func family(name string) []*command {
	var members []*command
	for _, cmd := range commands {
		if strings.HasPrefix(cmd.name, name+" ") {
			members = append(members, cmd)
		}
	}
	return members
}

// helpOrUnknown answers for words that are no whole command: the name of a family, or a mistake.
func helpOrUnknown(w io.Writer, args []string) error {
	members := family(args[0])
	if len(members) == 0 {
		return wrongUsage("there is no command %q%s", args[0], suggestion(args[0]))
	}
	var kinds []string
	for _, cmd := range members {
		kinds = append(kinds, strings.TrimPrefix(cmd.name, args[0]+" "))
	}
	if len(args) > 1 && slices.Contains([]string{"--help", "-help", "-h"}, args[1]) {
		return familyHelp(w, args[0], members)
	}
	choice := strings.Join(kinds, ", ")
	if len(args) == 1 {
		return &usageError{message: fmt.Sprintf("%s needs one of: %s", args[0], choice), command: args[0]}
	}
	return &usageError{
		message: fmt.Sprintf("%s cannot take %q; it takes one of: %s", args[0], args[1], choice), command: args[0],
	}
}

// suggestion names the command that a mistyped word most likely meant, or says nothing.
func suggestion(word string) string {
	best, distance := "", 3
	for _, cmd := range commands {
		first, _, _ := strings.Cut(cmd.name, " ")
		if d := editDistance(word, first); d < distance && d < len(first) {
			best, distance = first, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(", did you mean %q", best)
}

// editDistance counts the single letters to add, drop or change to turn a into b.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
