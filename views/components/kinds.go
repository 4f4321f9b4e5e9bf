// Package components holds the pieces that pages are made of: labels, form controls, comments, notes.
// Each takes plain values, so that a page decides what to show and a component how it looks.
package components

import (
	"context"
	"strconv"

	"folkmoot/public"
	"folkmoot/views/locale"
)

// Kinds lists the kinds of people in the order in which they are always shown.
var Kinds = []string{"resident", "practitioner", "voluntary", "public", "business", "researcher"}

// EvidenceKinds lists what people bring, in the order in which it is always shown.
var EvidenceKinds = []string{"lived", "practice", "research"}

// WhoLabel names a kind of person: "Resident". A kind that is not known is "Did not say".
func WhoLabel(ctx context.Context, kind string) string {
	switch kind {
	case "resident":
		return locale.T(ctx, "Resident")
	case "practitioner":
		return locale.T(ctx, "Practitioner")
	case "voluntary":
		return locale.T(ctx, "Voluntary and faith")
	case "public":
		return locale.T(ctx, "Public body")
	case "business":
		return locale.T(ctx, "Business")
	case "researcher":
		return locale.T(ctx, "Researcher")
	default:
		return locale.T(ctx, "Did not say")
	}
}

// Nameless names somebody who gives no name, by their kind: "A resident".
func Nameless(ctx context.Context, kind string) string {
	switch kind {
	case "resident":
		return locale.T(ctx, "A resident")
	case "practitioner":
		return locale.T(ctx, "A practitioner")
	case "voluntary":
		return locale.T(ctx, "Somebody from a voluntary or faith group")
	case "public":
		return locale.T(ctx, "Somebody from a public body")
	case "business":
		return locale.T(ctx, "Somebody from a business")
	case "researcher":
		return locale.T(ctx, "A researcher")
	default:
		return locale.T(ctx, "Somebody")
	}
}

// WhoPlural names several people of a kind: "Residents".
func WhoPlural(ctx context.Context, kind string) string {
	switch kind {
	case "resident":
		return locale.T(ctx, "Residents")
	case "practitioner":
		return locale.T(ctx, "Practitioners")
	case "public":
		return locale.T(ctx, "Public bodies")
	case "business":
		return locale.T(ctx, "Businesses")
	case "researcher":
		return locale.T(ctx, "Researchers")
	default:
		return WhoLabel(ctx, kind)
	}
}

// WhoCount counts people of a kind in words: "1 resident", "4 voluntary and faith".
func WhoCount(ctx context.Context, kind string, n int) string {
	switch kind {
	case "resident":
		return locale.N(ctx, n, "1 resident", "%d residents")
	case "practitioner":
		return locale.N(ctx, n, "1 practitioner", "%d practitioners")
	case "voluntary":
		return locale.N(ctx, n, "1 voluntary and faith", "%d voluntary and faith")
	case "public":
		return locale.N(ctx, n, "1 public body", "%d public bodies")
	case "business":
		return locale.N(ctx, n, "1 business", "%d businesses")
	case "researcher":
		return locale.N(ctx, n, "1 researcher", "%d researchers")
	default:
		return locale.N(ctx, n, "1 who did not say", "%d who did not say")
	}
}

// WhoClass is the colour class of a kind of person: k1 to k6, or k0 for people who did not say.
func WhoClass(kind string) string {
	for i, known := range Kinds {
		if known == kind {
			return "k" + strconv.Itoa(i+1)
		}
	}
	return "k0"
}

// EvidenceLabel names what a person brings: "Lived experience". It is empty for a kind that is not known.
func EvidenceLabel(ctx context.Context, kind string) string {
	switch kind {
	case "lived":
		return locale.T(ctx, "Lived experience")
	case "practice":
		return locale.T(ctx, "Practice")
	case "research":
		return locale.T(ctx, "Research")
	default:
		return ""
	}
}

// WhoOptions are the kinds of people to choose from, none chosen.
func WhoOptions(ctx context.Context) []Option {
	return []Option{
		{Value: "resident", Label: WhoLabel(ctx, "resident"), Hint: locale.T(ctx, "I live here")},
		{Value: "practitioner", Label: WhoLabel(ctx, "practitioner"), Hint: locale.T(ctx, "I work with people here")},
		{Value: "voluntary", Label: WhoLabel(ctx, "voluntary"), Hint: locale.T(ctx, "I help in a charity, group or place of worship")},
		{Value: "public", Label: WhoLabel(ctx, "public"), Hint: locale.T(ctx, "I speak for a council, the NHS, the police or the like")},
		{Value: "business", Label: WhoLabel(ctx, "business"), Hint: locale.T(ctx, "I run or work for a shop or firm")},
		{Value: "researcher", Label: WhoLabel(ctx, "researcher"), Hint: locale.T(ctx, "I study this")},
	}
}

// EvidenceOptions are the things that people bring, to choose from, none chosen.
func EvidenceOptions(ctx context.Context) []Option {
	return []Option{
		{Value: "lived", Label: EvidenceLabel(ctx, "lived"), Hint: locale.T(ctx, "It happened to me, or to someone close")},
		{Value: "practice", Label: EvidenceLabel(ctx, "practice"), Hint: locale.T(ctx, "I have seen it in my work or volunteering")},
		{Value: "research", Label: EvidenceLabel(ctx, "research"), Hint: locale.T(ctx, "I have a report or figures to share")},
	}
}

// Marks is how many marks for themes are drawn.
const Marks = 30

var sprite = public.URL("icons.svg") + "#"

// Symbol is the address of a drawn symbol, for <use href>: Symbol("i-talk"), Symbol("m-4"), Symbol("logo").
func Symbol(id string) string { return sprite + id }

// MarkID is the symbol of a theme's mark; past the last drawn one it is the neutral mark.
func MarkID(mark int) string {
	if mark < 1 || mark > Marks {
		return "m-0"
	}
	return "m-" + strconv.Itoa(mark)
}

// MarkClass is the colour class of a theme's mark: six colours in turn.
func MarkClass(mark int) string {
	if mark < 1 || mark > Marks {
		return "k0"
	}
	return "k" + strconv.Itoa((mark-1)%len(Kinds)+1)
}
