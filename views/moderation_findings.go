package views

import (
	"context"
	"slices"
	"sort"
	"strconv"
	"strings"

	"folkmoot/models/discussion"
	"folkmoot/models/say"
	"folkmoot/models/watch"
	"folkmoot/views/locale"
)

// findingLine is what is said of the findings of one kind.
type findingLine struct{ lead, rest string }

// findingWords says what was noticed, one line a kind, the gravest first.
func findingWords(ctx context.Context, found []discussion.Noted) (lines []findingLine) {
	by := map[string][]discussion.Noted{}
	for _, f := range found {
		by[f.Kind] = append(by[f.Kind], f)
	}
	for _, kind := range []string{"risk", "private", "words", "links", "name", "copy", "burst", "hint"} {
		if list := by[kind]; len(list) > 0 {
			lines = append(lines, findingOf(ctx, kind, list))
		}
	}
	return lines
}

func findingOf(ctx context.Context, kind string, list []discussion.Noted) findingLine {
	first := list[0]
	switch kind {
	case "risk":
		return findingLine{locale.T(ctx, "Somebody may be at risk:"), riskName(ctx, first.What)}
	case "private":
		return privateLine(ctx, list)
	case "words":
		var words []string
		for _, f := range list {
			if w := "“" + f.Watched + "”"; !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
		return findingLine{locale.T(ctx, "Words that we watch for:"), sentenceOf(ctx, words)}
	case "links":
		return findingLine{locale.T(ctx, "Links:"), linksName(ctx, first.What)}
	case "name":
		return findingLine{locale.T(ctx, "The name passes for somebody else’s:"), passesName(ctx, first.What)}
	case "copy":
		return findingLine{locale.T(ctx, "Said before:"), copyName(ctx, first.What)}
	case "burst":
		return findingLine{locale.T(ctx, "A lot at once:"), burstName(ctx, first.What)}
	}
	return findingLine{locale.T(ctx, "A guess of a machine:"), first.What + "."}
}

// privateLine is such as "Three private details found: a home address, someone’s health and a phone number."
func privateLine(ctx context.Context, list []discussion.Noted) findingLine {
	var names []string
	for _, kind := range watch.Details {
		n := 0
		for _, f := range list {
			if f.What == kind {
				n++
			}
		}
		switch {
		case n == 1:
			names = append(names, detailName(ctx, kind))
		case n > 1:
			names = append(names, detailNames(ctx, kind, n))
		}
	}
	if len(list) == 1 {
		return findingLine{locale.T(ctx, "One private detail found:"), sentenceOf(ctx, names)}
	}
	return findingLine{locale.T(ctx, "%s private details found:", countWord(ctx, len(list))), sentenceOf(ctx, names)}
}

// countWord writes small numbers out, as a sentence begins with them.
func countWord(ctx context.Context, n int) string {
	words := []say.Text{"No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"}
	if n < len(words) {
		return locale.Say(ctx, words[n])
	}
	return locale.Number(ctx, n)
}

// sentenceOf joins names: "a, b and c."
func sentenceOf(ctx context.Context, names []string) string {
	if len(names) == 0 {
		return ""
	}
	last := names[len(names)-1]
	if len(names) == 1 {
		return last + "."
	}
	return strings.Join(names[:len(names)-1], ", ") + " " + locale.T(ctx, "and") + " " + last + "."
}

func detailName(ctx context.Context, kind string) string {
	switch kind {
	case watch.Address:
		return locale.T(ctx, "a home address")
	case watch.Postcode:
		return locale.T(ctx, "a postcode")
	case watch.Phone:
		return locale.T(ctx, "a phone number")
	case watch.Email:
		return locale.T(ctx, "an email address")
	case watch.Health:
		return locale.T(ctx, "someone’s health")
	case watch.Birth:
		return locale.T(ctx, "a date of birth")
	case watch.NHSNumber:
		return locale.T(ctx, "an NHS number")
	case watch.Insurance:
		return locale.T(ctx, "a National Insurance number")
	case watch.BankAccount:
		return locale.T(ctx, "a bank account")
	case watch.Card:
		return locale.T(ctx, "a bank card number")
	case watch.Registration:
		return locale.T(ctx, "a number plate")
	case watch.Profile:
		return locale.T(ctx, "a page on a social network")
	}
	return kind
}

func detailNames(ctx context.Context, kind string, n int) string {
	count := locale.InSentence(ctx, countWord(ctx, n)) + " "
	switch kind {
	case watch.Address:
		return count + locale.T(ctx, "home addresses")
	case watch.Postcode:
		return count + locale.T(ctx, "postcodes")
	case watch.Phone:
		return count + locale.T(ctx, "phone numbers")
	case watch.Email:
		return count + locale.T(ctx, "email addresses")
	case watch.Health:
		return locale.T(ctx, "someone’s health in %s places", strings.TrimSpace(count))
	case watch.Birth:
		return count + locale.T(ctx, "dates of birth")
	}
	return detailName(ctx, kind) + " (" + strconv.Itoa(n) + ")"
}

func riskName(ctx context.Context, kind string) string {
	switch kind {
	case watch.Suicide:
		return locale.T(ctx, "it may speak of suicide.")
	case watch.SelfHarm:
		return locale.T(ctx, "it may speak of self-harm.")
	case watch.Abuse:
		return locale.T(ctx, "it may speak of violence or abuse.")
	case watch.Child:
		return locale.T(ctx, "a child may not be safe.")
	}
	return kind
}

func copyName(ctx context.Context, what string) string {
	switch what {
	case watch.CopyOwn:
		return locale.T(ctx, "this person said the very same words here already.")
	case watch.CopyExact:
		return locale.T(ctx, "the very same words are published already. That alone is no reason to hide it.")
	default:
		return locale.T(ctx, "nearly the same words are published already. That alone is no reason to hide it.")
	}
}

// linksName says how many links there are and where they lead; What is such as "3 example.com example.org".
func linksName(ctx context.Context, what string) string {
	parts := strings.Fields(what)
	if len(parts) < 2 {
		return what
	}
	n, _ := strconv.Atoi(parts[0])
	return locale.N(ctx, n, "1 link to another site:", "%d links to other sites:") + " " + sentenceOf(ctx, parts[1:])
}

func passesName(ctx context.Context, what string) string {
	switch what {
	case watch.NameOfStaff:
		return locale.T(ctx, "it looks like that of somebody on the team.")
	case watch.NameOfHost:
		return locale.T(ctx, "it looks like that of the host of a group.")
	case watch.NameOfMember:
		return locale.T(ctx, "it looks like that of somebody else who wrote here. They may be two people with like names.")
	}
	return locale.T(ctx, "it looks like that of this place.")
}

func burstName(ctx context.Context, what string) string {
	switch what {
	case "person":
		return locale.T(ctx, "this person wrote a lot in a few minutes.")
	case watch.BurstNetwork:
		return locale.T(ctx, "many new people wrote from one network in a few minutes. They may sit together, as in a library.")
	}
	return locale.T(ctx, "many new people wrote here in a few minutes.")
}

// stretch is a run of a contribution's Markdown.
type stretch struct {
	text   string
	marked bool
}

// markedPieces cuts a text at the places that were found in it as it stands now; nothing where there are none.
func markedPieces(body string, revision int, found []discussion.Noted) (list []stretch) {
	var spans [][2]int
	for _, f := range found {
		if f.Revision == revision && f.Start < f.End && f.End <= len(body) {
			spans = append(spans, [2]int{f.Start, f.End})
		}
	}
	return ownPieces(body, spans)
}

// ownPieces cuts a text at some places, bytes START to END, and marks them.
func ownPieces(body string, spans [][2]int) (list []stretch) {
	sort.Slice(spans, func(i, j int) bool { return spans[i][0] < spans[j][0] })
	if len(spans) == 0 {
		return nil
	}
	at := 0
	for _, s := range spans {
		if s[0] > at {
			list = append(list, stretch{text: body[at:s[0]]})
		}
		if s[1] > at {
			list = append(list, stretch{text: body[max(at, s[0]):s[1]], marked: true})
			at = s[1]
		}
	}
	if at < len(body) {
		list = append(list, stretch{text: body[at:]})
	}
	return list
}
