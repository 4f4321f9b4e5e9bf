package main

import (
	"slices"
	"strings"
)

// themeKey is the same for names that differ only in capitals and spaces.
func themeKey(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// themesIn takes the themes out of a cell: those that ids holds by their keys, and the names of others. What is a theme
// as it stands is never cut, since names have commas and bars too.
func themesIn(cell string, ids map[string]int64) (on []int64, others []string) {
	known := func(name string) bool { return ids[themeKey(name)] > 0 }
	stranger := func(name string) bool { return strings.TrimSpace(name) != "" && !known(name) }
	names := []string{cell}
	for _, separators := range []string{";", "\r\n", "|", ","} {
		var parts []string
		for _, name := range names {
			cut := strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(separators, r) })
			// A comma most likely belongs to a name, unless a theme stands on each side of it.
			if known(name) || separators == "," && slices.ContainsFunc(cut, stranger) {
				cut = []string{name}
			}
			parts = append(parts, cut...)
		}
		names = parts
	}
	for _, name := range names {
		if name = strings.TrimSpace(name); known(name) {
			on = append(on, ids[themeKey(name)])
		} else if name != "" {
			others = append(others, name)
		}
	}
	return on, others
}
