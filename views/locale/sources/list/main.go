// Command list writes what a language does not say yet, as a file for views/locale: every text with where it stands,
// in the order of the code, so that neighbours explain each other. It is run in the folder of the module:
//
//	go run ./views/locale/sources/list cy > untranslated.json
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"folkmoot/views/locale"
	"folkmoot/views/locale/sources"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "say which language, by its tag: cy")
		os.Exit(2)
	}
	if err := list(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func list(name string) error {
	found, err := sources.Find(".")
	if err != nil {
		return err
	}
	c := locale.CatalogueOf(name)
	out := bufio.NewWriter(os.Stdout)
	between := "[\n"
	for _, s := range found.Sources {
		_, said := c.Texts[s.Text]
		_, counted := c.Counts[locale.Counted{One: s.One, Many: s.Text}]
		if s.One == "" && said || s.One != "" && counted {
			continue
		}
		line, err := entry(name, s)
		if err != nil {
			return err
		}
		fmt.Fprint(out, between, "  ", line)
		between = ",\n"
	}
	if between == "[\n" {
		fmt.Fprint(out, "[")
	}
	fmt.Fprintln(out, "\n]")
	return out.Flush()
}

// entry writes one text as it stands in a file of a language, still without its translation.
func entry(name string, s sources.Source) (string, error) {
	at := strings.Join(s.At[:min(3, len(s.At))], " ")
	fields := []any{"english", s.Text, "text", ""}
	if s.One != "" {
		fields = []any{"one", s.One, "many", s.Text, "forms", forms(name)}
	}
	var b strings.Builder
	for i := 0; i < len(fields); i += 2 {
		value, err := plain(fields[i+1])
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "%q: %s, ", fields[i], value)
	}
	return fmt.Sprintf("{%s\"at\": %q}", b.String(), at), nil
}

// plain writes a value as JSON that people can read.
func plain(value any) (string, error) {
	var b strings.Builder
	write := json.NewEncoder(&b)
	write.SetEscapeHTML(false)
	err := write.Encode(value)
	return strings.TrimSpace(b.String()), err
}

// forms are the kinds of number that a language tells apart, with nothing said yet.
func forms(name string) map[string]string {
	names := map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other"}
	list := map[string]string{}
	for n := range 200 {
		list[names[plural.Cardinal.MatchPlural(language.Make(name), n, 0, 0, 0, 0)]] = ""
	}
	return list
}
