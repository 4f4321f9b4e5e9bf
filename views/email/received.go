package email

import (
	"context"
	"strings"

	"folkmoot/models/people"
	"folkmoot/models/received"
	"folkmoot/views/locale"
)

// Answered writes what somebody is told whose answer by mail was not posted, waits for a moderator, or came with what
// cannot be taken by mail. base is the address of the site.
func Answered(ctx context.Context, place, base string, a received.Letter) people.Writing {
	mail := letter{place: place, link: strings.TrimSuffix(base, "/") + a.Link, before: []string{locale.T(ctx, "Hello,")}}
	if a.Name != "" {
		mail.before[0] = locale.T(ctx, "Hello %s,", a.Name)
	}
	if a.Why != "" {
		mail.subject, mail.button = locale.T(ctx, "Your answer was not posted at %s", place), locale.T(ctx, "Answer on the site")
		mail.before = append(mail.before, locale.T(ctx, "you answered one of our mails. We could not post it:"), locale.Say(ctx, a.Why))
		if a.Words != "" {
			mail.after = append(mail.after, locale.T(ctx, "These are your words, so that nothing is lost:"))
			mail.own = strings.Split(a.Words, "\n\n")
		}
	} else {
		mail.subject, mail.button = locale.T(ctx, "Your answer is here: %s", place), locale.T(ctx, "See your answer")
		mail.before = append(mail.before, locale.T(ctx, "we have your answer by mail. Thank you."))
	}
	if a.Held {
		mail.before = append(mail.before, locale.T(ctx, "A moderator reads it first, and then it is on the site. You need do nothing."))
	}
	if a.Files > 0 {
		mail.before = append(mail.before, locale.N(ctx, a.Files, "We could not take the picture or document that came with it: each needs words for those who cannot see it. You can add it on the site.",
			"We could not take the %d pictures or documents that came with it: each needs words for those who cannot see it. You can add them on the site."))
	}
	var html strings.Builder
	if err := page(mail).Render(ctx, &html); err != nil { // a template without input that can fail
		return people.Writing{Subject: mail.subject, Text: mail.text()}
	}
	return people.Writing{Subject: mail.subject, Text: mail.text(), HTML: html.String()}
}
