// Package prose turns what people type into what people read: Markdown into safe HTML and
// plain text, a chapter into its blocks, a title into a URL part, two texts into their
// differences. It is a leaf: it knows nothing of storage, requests or pages.
//
// # Safety
//
// Markdown is parsed by goldmark and written by this package, which makes only the elements
// and attributes listed in policy.go; bluemonday then holds the result to that same list.
// Nothing a person types becomes an element, an id, a class or a style: raw HTML is shown as
// the text that was typed, and an image becomes a link to it, so that no page loads anything
// from elsewhere. Links lead to http, https, mailto and tel addresses, to paths of this site
// ("/…") and to places on the page ("#…"); any other address is printed beside its text.
//
// # Typed text never vanishes
//
// What Markdown would swallow is shown: link addresses and footnotes that nothing refers to,
// more than one word after a code fence. Characters that turn the reading direction round
// (U+202D, U+202E) are printed by name; those that embed or isolate a run of text are kept,
// and closed at the end of their block so that they cannot reach beyond it.
//
// # Bounds
//
// goldmark takes time that grows faster than its input on some shapes, and cannot be
// cancelled. Its parsers run behind guards (guard*.go) that count what they are about to do
// and stop them when a text goes past its Limits; the writer stops at eight times the input
// and 4 KB. A text past a bound is refused with a Refusal, whose words are for the person.
package prose

// Version is the version of the renderer. It is stored beside every stored HTML; HTML of an
// older version is to be rendered afresh from its source.
const Version = 1
