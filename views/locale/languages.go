package locale

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"

	"folkmoot/models/say"
)

// English is the language of the sources.
const English = "en-GB"

// ownName is what each catalogue says its language calls itself.
const ownName say.Text = "English"

// Languages lists the languages that the program has a catalogue for, English first.
func Languages() []string {
	return append([]string{English}, slices.Sorted(maps.Keys(catalogues))...)
}

// Known tells whether the program has a catalogue for a language.
func Known(name string) bool { return slices.Contains(Languages(), name) }

// NameOf gives a language's own name for itself: "English", "Cymraeg". One without a catalogue is given by its tag.
func NameOf(name string) string {
	if name == English {
		return string(ownName)
	}
	if own, ok := catalogues[name].Texts[string(ownName)]; ok {
		return own
	}
	return name
}

// Offer lists the languages that a place offers, its own first: those it chose that the program has a catalogue for; all
// that there are where it chose none.
func Offer(chosen []string) []string {
	offered := slices.DeleteFunc(slices.Clone(chosen), func(name string) bool { return !Known(name) })
	if len(offered) == 0 {
		return Languages()
	}
	return offered
}

// Chooser is Choose with a memory, since browsers say the same few things. It is safe for concurrent use.
type Chooser struct {
	mu      sync.RWMutex
	offered []string
	chosen  map[string]string
}

// Bounds of what a Chooser reads and remembers.
const (
	longestAccepted = 300
	mostChosen      = 1000
)

// Choose gives the language of those offered that fits best what a browser says its reader understands; the first of
// them where none fits or the browser says more than any person understands.
func (k *Chooser) Choose(offered []string, accepted string) string {
	if len(offered) < 2 || accepted == "" || len(accepted) > longestAccepted {
		return Choose(offered, "")
	}
	k.mu.RLock()
	known, ok := k.chosen[accepted]
	same := slices.Equal(k.offered, offered)
	k.mu.RUnlock()
	if ok && same {
		return known
	}
	chosen := Choose(offered, accepted)
	k.mu.Lock()
	defer k.mu.Unlock()
	if !slices.Equal(k.offered, offered) || len(k.chosen) >= mostChosen {
		k.offered, k.chosen = slices.Clone(offered), map[string]string{}
	}
	k.chosen[strings.Clone(accepted)] = chosen
	return chosen
}

// Choose gives the language of those offered that fits best what a browser says its reader understands, as in the
// header Accept-Language; the first of them where none fits.
func Choose(offered []string, accepted string) string {
	if len(offered) == 0 {
		return English
	}
	wanted, _, err := language.ParseAcceptLanguage(accepted)
	if err != nil || len(wanted) == 0 || len(offered) == 1 {
		return offered[0]
	}
	tags := make([]language.Tag, len(offered))
	for i, name := range offered {
		tags[i] = language.Make(name)
	}
	_, at, sure := language.NewMatcher(tags).Match(wanted...)
	if sure == language.No {
		return offered[0]
	}
	return offered[at]
}

// leftward are the scripts that are written from right to left.
var leftward = []string{"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg", "Mand", "Samr"}

// DirOf is the direction in which a language is written: "ltr" or "rtl".
func DirOf(name string) string {
	script, _ := language.Make(name).Script()
	if slices.Contains(leftward, script.String()) {
		return "rtl"
	}
	return "ltr"
}

// Undetermined is the language of words that are in none of those of the place, and of which nobody said which.
const Undetermined = "und"

// Tongue tells how somebody's words in a language are marked on a page: by their lang and dir. Words of which nobody said
// the language are in the place's own. It is false where they are in the page's, so that nothing need be said.
func Tongue(ctx context.Context, name string) (lang, dir string, differs bool) {
	if offered := Offered(ctx); name == "" && len(offered) > 0 {
		name = offered[0]
	}
	switch {
	case name == Undetermined:
		return "", "auto", true
	case name == "", Primary(name) == Primary(Language(ctx)):
		return "", "", false
	}
	return name, DirOf(name), true
}

// Primary is the first part of a language's tag: "cy" of "cy-GB".
func Primary(tag string) string {
	first, _, _ := strings.Cut(tag, "-")
	return first
}

// Dir is the direction in which the page's language is written, for <html dir>.
func Dir(ctx context.Context) string { return DirOf(Language(ctx)) }

// CatalogueOf gives what a language says; nothing for English.
func CatalogueOf(name string) Catalogue { return catalogues[name] }
