package main

import (
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// help answers "folkmoot help", with or without the name of a command. "help settings --markdown"
// writes the table that stands in the README.
func help(w io.Writer, args []string) error {
	if len(args) == 0 {
		fmt.Fprint(w, "folkmoot hosts a consultation: groups, a guide open for comment, and what we are hearing.\n\n")
		fmt.Fprint(w, "Usage: folkmoot COMMAND [flags]\n\nCommands:\n")
		listCommands(w, commands)
		fmt.Fprint(w, "\nRun \"folkmoot COMMAND --help\" to see how a command is used,\n"+
			"\"folkmoot help settings\" to see what can be set through the environment.\n"+
			"Flags may stand before or after file names. Exit codes: 0 done, 1 failed, 2 asked wrongly.\n")
		return nil
	}
	if args[0] == "settings" {
		if slices.Contains(args, "--markdown") {
			return settingsTable(w)
		}
		listSettings(w)
		return nil
	}
	if cmd, _ := findCommand(args); cmd != nil {
		return cmd.help(w)
	}
	return helpOrUnknown(w, []string{args[0], "--help"})
}

func familyHelp(w io.Writer, name string, members []*command) error {
	fmt.Fprintf(w, "Usage: folkmoot %s KIND [flags]\n\nKinds:\n", name)
	listCommands(w, members)
	fmt.Fprintf(w, "\nRun \"folkmoot %s KIND --help\" to see how one is used.\n", name)
	return nil
}

func listCommands(w io.Writer, list []*command) {
	table := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	for _, cmd := range list {
		fmt.Fprintf(table, "  %s\t%s\n", cmd.name, cmd.summary)
	}
	table.Flush()
}

// help writes how a command is used: what it does, its flags, its settings, examples.
func (cmd *command) help(w io.Writer) error {
	flags := cmd.flagSet()
	cmd.prepare(flags)
	usage := append([]string{"folkmoot", cmd.name}, cmd.operands...)
	if countFlags(flags) > 0 {
		usage = append(usage, "[flags]")
	}
	fmt.Fprintf(w, "%s\n\nUsage: %s\n", cmd.summary, strings.Join(usage, " "))
	if cmd.about != "" {
		fmt.Fprintf(w, "\n%s\n", strings.TrimSpace(cmd.about))
	}
	if countFlags(flags) > 0 {
		fmt.Fprint(w, "\nFlags:\n")
		listFlags(w, flags)
	}
	if cmd.settings {
		fmt.Fprint(w, "\nSettings, from the environment:\n")
		listSettings(w)
	}
	if len(cmd.examples) > 0 {
		fmt.Fprintf(w, "\nExamples:\n  %s\n", strings.Join(cmd.examples, "\n  "))
	}
	return nil
}

func countFlags(flags *flag.FlagSet) (n int) {
	flags.VisitAll(func(*flag.Flag) { n++ })
	return n
}

func listFlags(w io.Writer, flags *flag.FlagSet) {
	table := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	flags.VisitAll(func(f *flag.Flag) {
		placeholder, meaning := flag.UnquoteUsage(f)
		if isSwitch(f) {
			placeholder = ""
		}
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "0" {
			meaning += fmt.Sprintf(" (otherwise %s)", f.DefValue)
		}
		fmt.Fprintf(table, "  %s\t%s\n", strings.TrimSpace("--"+f.Name+" "+placeholder), meaning)
	})
	table.Flush()
}
