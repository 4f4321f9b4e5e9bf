package rules

import (
	"maps"
	"slices"

	"folkmoot/models/say"
)

// shippedWords are the words that the program brings, which it can say in other languages.
var shippedWords = words()

func words() map[string]bool {
	all := map[string]bool{}
	for _, r := range shippedRules {
		all[r.Title], all[r.Words] = true, true
	}
	for _, r := range shippedReasons {
		all[r.Name], all[r.Report], all[r.Reported], all[r.Writer], all[r.Reader] = true, true, true, true, true
	}
	for _, line := range shippedContacts.HelpLines {
		all[line.Name], all[line.Words] = true, true
	}
	delete(all, "")
	return all
}

// Words lists the words that the program brings, for those who translate them.
func Words() []string { return slices.Sorted(maps.Keys(shippedWords)) }

// Said is words of a rule or a reason as they can be said in the reader's language: those that the program brings are
// translated, those that the place typed itself stay as they are.
func Said(words string) say.Text {
	if words == "" || shippedWords[words] {
		return say.Text(words)
	}
	return say.Verbatim(words)
}

// Cited names a rule in a sentence of its own: "This is house rule 3: “Be kind to people”."; nothing for the zero Rule.
func (r Rule) Cited() say.Text {
	if r.Number == 0 {
		return ""
	}
	return say.F("This is house rule %d: “%s”.", r.Number, Said(r.Title))
}
