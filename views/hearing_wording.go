package views

import (
	"cmp"
	"context"
	"net/url"
	"strings"

	"folkmoot/models/insight"
	"folkmoot/models/insight/emerge"
	"folkmoot/models/people"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// wordURL is a search for a word in what a scope holds of a theme, said by a kind of people (either may be empty); empty
// where no search is for just that.
func wordURL(s insight.Scope, theme string, who people.Who, word string) string {
	if s.Guide != "" || s.Channel != "" || s.Area != "" || s.Evidence == insight.NotStated || s.Who == insight.NotStated || s.Theme != "" && theme != "" && s.Theme != theme {
		return ""
	}
	q := url.Values{"q": {word}}
	for name, value := range map[string]string{
		"theme": cmp.Or(theme, s.Theme), "who": cmp.Or(string(who), s.Who), "group": s.Group, "evidence": s.Evidence, "from": string(s.From), "until": string(s.To),
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return "/search?" + q.Encode()
}

// wordCounts say how many of a kind use a word, and how many others: "12 of 30 residents, 3 of 40 others".
func wordCounts(ctx context.Context, who people.Who, w emerge.Wording) string {
	all := components.WhoCount(ctx, string(who), w.All)
	if w.Rest == 0 {
		return locale.T(ctx, "%s of %s, nobody of %s", locale.Number(ctx, w.People), all, locale.N(ctx, w.Others, "1 other", "%d others"))
	}
	return locale.T(ctx, "%s of %s, %s of %s", locale.Number(ctx, w.People), all, locale.Number(ctx, w.Rest), locale.N(ctx, w.Others, "1 other", "%d others"))
}

// sideCounts say how many people of a side of a comparison use a word, and how many of the other one.
func sideCounts(ctx context.Context, w emerge.Wording) string {
	return locale.T(ctx, "%s of %s, %s of %s in the other", locale.Number(ctx, w.People), locale.N(ctx, w.All, "1 person", "%d people"),
		locale.Number(ctx, w.Rest), locale.N(ctx, w.Others, "1 person", "%d people"))
}

// wordingTitle names a kind of people above the words that they use more.
func wordingTitle(ctx context.Context, who people.Who) string {
	return locale.T(ctx, "%s say more often", components.WhoPlural(ctx, string(who)))
}

// wordingNote says how the words were found.
func wordingNote(ctx context.Context, read int) string {
	return strings.Join([]string{
		locale.N(ctx, read, "A program counted the people who use each word, in the newest comment.", "A program counted the people who use each word, in the newest %d comments."),
		locale.T(ctx, "It leaves out small words and names. It shows a word that at least %d people use, where chance alone would hardly make so many of them say it: at most about %d in 100 of such words are chance.", emerge.People, emerge.WordingChance),
	}, " ")
}
