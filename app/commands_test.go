package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestParseFlagsAnywhere(t *testing.T) {
	tests := []struct{ args, operands, group, deep, problem string }{
		{args: "", operands: ""},
		{args: "a.csv --group g", operands: "a.csv", group: "g"},
		{args: "--group g a.csv", operands: "a.csv", group: "g"},
		{args: "-group=g a.csv --deep b.csv", operands: "a.csv b.csv", group: "g", deep: "true"},
		{args: "--deep a.csv", operands: "a.csv", deep: "true"},
		{args: "--deep=false a.csv", operands: "a.csv", deep: "false"},
		{args: "--group -- a.csv", operands: "a.csv", group: "--"},
		{args: "- -- --group", operands: "- --group"},
		{args: "--group=a=b", group: "a=b"},
		{args: "a --nothing", problem: "there is no flag --nothing"},
		{args: "a --group", problem: "--group needs a value after it"},
		{args: "--deep=maybe", problem: `--deep cannot be "maybe"`},
		{args: "a --count x", problem: `--count cannot be "x"`},
		{args: "a -h", problem: flag.ErrHelp.Error()},
		{args: "a --help b", problem: flag.ErrHelp.Error()},
	}
	for _, test := range tests {
		t.Run(test.args, func(t *testing.T) {
			flags := flag.NewFlagSet("test", flag.ContinueOnError)
			group := flags.String("group", "", "")
			deep := flags.Bool("deep", false, "")
			flags.Int("count", 0, "")
			operands, err := parseFlags(flags, strings.Fields(test.args))
			if problem := fmt.Sprint(err); test.problem != "" || err != nil {
				if problem != test.problem {
					t.Errorf("got %q, want %q", problem, test.problem)
				}
				return
			}
			if got := strings.Join(operands, " "); got != test.operands || *group != test.group {
				t.Errorf("got %q and group %q, want %q and %q", got, *group, test.operands, test.group)
			}
			if *deep != (test.deep == "true") {
				t.Errorf("deep is %v", *deep)
			}
		})
	}
}

// probe is a command that does what its first operand says.
var probe = &command{
	name: "probe one", operands: []string{"WORD", "[FILE]"}, summary: "Try the framework",
	examples: []string{"folkmoot probe one ok"},
	prepare: func(flags *flag.FlagSet) action {
		name := flags.String("name", "", "a `NAME` to say")
		return func(ctx context.Context, c *call) error {
			switch c.args[0] {
			case "fail":
				return errors.New("it broke\nin two lines")
			case "wrong":
				return wrongUsage("--name is needed")
			case "config":
				_, err := c.config()
				return err
			case "wait":
				<-ctx.Done()
				return ctx.Err()
			}
			fmt.Fprintln(c.stdout, *name)
			return nil
		}
	},
}

func TestRunExitCodesAndMessages(t *testing.T) {
	commands = append(slices.Clone(commands), probe)
	defer func() { commands = commands[:len(commands)-1] }()
	tests := []struct {
		args, out, err string
		code           int
	}{
		{"probe one ok --name x", "x\n", "", exitDone},
		{"probe one --name x ok", "x\n", "", exitDone},
		{"probe one fail", "", "folkmoot: it broke; in two lines\n", exitFailed},
		{"probe one config", "", "folkmoot: did not start, because of its settings:\n  FOLKMOOT_HOLD: \"x\" is not one of the choices: all, first, links or none\n" +
			"Run \"folkmoot serve --help\" to see every setting.\n", exitFailed},
		{"probe one wait", "", "folkmoot: stopped before it was done\n", exitFailed},
		{"probe one wrong", "", "folkmoot: --name is needed. Run \"folkmoot probe one --help\" to see how.\n", exitUsage},
		{"probe one", "", "folkmoot: WORD is missing. Run \"folkmoot probe one --help\" to see how.\n", exitUsage},
		{"probe one a b c", "", "folkmoot: \"c\" is one thing too many. Run \"folkmoot probe one --help\" to see how.\n", exitUsage},
		{"probe one --nome x", "", "folkmoot: there is no flag --nome. Run \"folkmoot probe one --help\" to see how.\n", exitUsage},
		{"probe", "", "folkmoot: probe needs one of: one. Run \"folkmoot probe --help\" to see how.\n", exitUsage},
		{"probe two", "", "folkmoot: probe cannot take \"two\"; it takes one of: one. Run \"folkmoot probe --help\" to see how.\n", exitUsage},
		{"prob", "", "folkmoot: there is no command \"prob\", did you mean \"probe\". Run \"folkmoot help\" to see what it can do.\n", exitUsage},
		{"xyzzy", "", "folkmoot: there is no command \"xyzzy\". Run \"folkmoot help\" to see what it can do.\n", exitUsage},
		{"", "", "folkmoot: no command given. Run \"folkmoot help\" to see what it can do.\n", exitUsage},
		{"probe one --help", "Try the framework\n\nUsage: folkmoot probe one WORD [FILE] [flags]\n\nFlags:\n  --name NAME   a NAME to say\n\nExamples:\n  folkmoot probe one ok\n", "", exitDone},
		{"probe --help", "Usage: folkmoot probe KIND [flags]\n\nKinds:\n  probe one   Try the framework\n\nRun \"folkmoot probe KIND --help\" to see how one is used.\n", "", exitDone},
	}
	for _, test := range tests {
		t.Run(test.args, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			if strings.HasSuffix(test.args, "wait") {
				cancel()
			}
			defer cancel()
			var out, complaint bytes.Buffer
			code := run(ctx, strings.Fields(test.args), call{
				stdout: &out, stderr: &complaint, environ: map[string]string{"FOLKMOOT_HOLD": "x"},
			})
			if code != test.code || out.String() != test.out || complaint.String() != test.err {
				t.Errorf("code %d, want %d\nout %q\nwant %q\nerr %q\nwant %q",
					code, test.code, out.String(), test.out, complaint.String(), test.err)
			}
		})
	}
}

// Every command explains itself, and help leads to it.
func TestEveryCommandHasHelp(t *testing.T) {
	seen := map[string]bool{}
	for _, cmd := range commands {
		if seen[cmd.name] {
			t.Errorf("two commands are called %q", cmd.name)
		}
		seen[cmd.name] = true
		for _, args := range [][]string{append(strings.Fields(cmd.name), "--help"), append([]string{"help"}, strings.Fields(cmd.name)...)} {
			var out, complaint bytes.Buffer
			code := run(t.Context(), args, call{stdout: &out, stderr: &complaint})
			if code != exitDone || complaint.Len() > 0 {
				t.Errorf("%v: code %d, %s", args, code, complaint.String())
			}
			for _, part := range []string{cmd.summary, "Usage: folkmoot " + cmd.name} {
				if part == "" || !strings.Contains(out.String(), part) {
					t.Errorf("%v does not say %q", args, part)
				}
			}
		}
	}
}

func TestBuiltBinaryExitCodes(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "folkmoot")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	tests := []struct {
		args string
		code int
		out  string
	}{
		{"version", exitDone, "SQLite 3."},
		{"help", exitDone, "Commands:"},
		{"help settings --markdown", exitDone, "| `FOLKMOOT_ADDRESS` | 127.0.0.1:3000 |"},
		{"version --help", exitDone, "Usage: folkmoot version"},
		{"version extra", exitUsage, ""},
		{"nothing", exitUsage, ""},
	}
	for _, test := range tests {
		t.Run(test.args, func(t *testing.T) {
			cmd := exec.Command(binary, strings.Fields(test.args)...)
			cmd.Dir = t.TempDir()
			var out, complaint bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &complaint
			err := cmd.Run()
			if code := cmd.ProcessState.ExitCode(); code != test.code {
				t.Errorf("exit code %d (%v), want %d", code, err, test.code)
			}
			if !strings.Contains(out.String(), test.out) {
				t.Errorf("it said %q, want %q in it", out.String(), test.out)
			}
			if lines := strings.Count(complaint.String(), "\n"); (lines == 1) != (test.code != exitDone) {
				t.Errorf("%d lines on standard error: %s", lines, complaint.String())
			}
			if left, err := os.ReadDir(cmd.Dir); err != nil || len(left) > 0 {
				t.Errorf("it left %v behind (%v)", left, err)
			}
		})
	}
}
