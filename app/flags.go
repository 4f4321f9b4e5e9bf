package main

import (
	"flag"
	"strings"
)

// parseFlags sets the flags found anywhere among args and gives what remains, in order.
// "--" ends the flags; "-" alone is an operand. It gives flag.ErrHelp when help is asked for
// and a usage error for a flag that is unknown, lacks its value or cannot take it.
func parseFlags(flags *flag.FlagSet, args []string) ([]string, error) {
	var operands []string
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		switch {
		case arg == "--":
			return append(operands, args...), nil
		case arg == "-" || !strings.HasPrefix(arg, "-"):
			operands = append(operands, arg)
			continue
		}
		name, value, hasValue := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(arg, "-"), "-"), "=")
		known := flags.Lookup(name)
		switch {
		case known == nil && (name == "help" || name == "h"):
			return nil, flag.ErrHelp
		case known == nil:
			return nil, wrongUsage("there is no flag --%s", name)
		case !hasValue && isSwitch(known):
			value = "true"
		case !hasValue && len(args) == 0:
			return nil, wrongUsage("--%s needs a value after it", name)
		case !hasValue:
			value, args = args[0], args[1:]
		}
		if err := flags.Set(name, value); err != nil {
			return nil, wrongUsage("--%s cannot be %q", name, value)
		}
	}
	return operands, nil
}

// isSwitch tells whether a flag stands alone, without a value.
func isSwitch(f *flag.Flag) bool {
	b, ok := f.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}
