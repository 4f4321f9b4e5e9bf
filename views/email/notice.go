package email

import (
	"context"
	"strings"

	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/views/locale"
)

// Notice writes the mail that says what a notice says, in a place's name; base is what links in it start with.
func Notice(ctx context.Context, place, base string, n notify.Letter) people.Writing {
	mail := letter{place: place, before: []string{locale.T(ctx, "Hello,")}}
	if n.ToName != "" {
		mail.before[0] = locale.T(ctx, "Hello %s,", n.ToName)
	}
	switch n.Kind {
	case notify.Decision:
		mail.subject, mail.button = locale.T(ctx, "About what you wrote at %s", place), locale.T(ctx, "See it on the site")
	case notify.ReportAnswer:
		mail.subject, mail.button = locale.T(ctx, "About what you told us at %s", place), locale.T(ctx, "See it on the site")
	case notify.Fate:
		mail.subject, mail.button = locale.T(ctx, "What became of what you said at %s", place), locale.T(ctx, "See how, and why")
		mail.turnOff, mail.off = locale.T(ctx, "You want no mails like this? Turn them off here"), strings.TrimSuffix(base, "/")+"/account#mail"
	case notify.Changed:
		mail.subject, mail.button = locale.T(ctx, "Something changed at %s", place), locale.T(ctx, "See what changed")
	case notify.Decided:
		mail.subject, mail.button = locale.T(ctx, "It is decided at %s", place), locale.T(ctx, "Read the decision")
	case notify.Asked:
		mail.subject, mail.button = locale.T(ctx, "You are asked to help at %s", place), locale.T(ctx, "Begin")
	case notify.Sanction:
		mail.subject, mail.button = locale.T(ctx, "About your account at %s", place), locale.T(ctx, "Read it, and how to appeal")
	case notify.Appeal:
		mail.subject, mail.button = locale.T(ctx, "About what you asked us to look at again at %s", place), locale.T(ctx, "See it on the site")
	case notify.Complaint:
		mail.subject, mail.button = locale.T(ctx, "A complaint about what you wrote at %s: please answer", place), locale.T(ctx, "Read it and answer")
	case notify.Concern:
		mail.subject, mail.button = locale.T(ctx, "Please look at this: %s", place), locale.T(ctx, "Sign in and look")
	default:
		mail.subject, mail.button = locale.T(ctx, "Somebody answered you at %s", place), locale.T(ctx, "Read the answer")
		mail.turnOff, mail.off = locale.T(ctx, "You want no mails like this? Turn them off here"), strings.TrimSuffix(base, "/")+"/account#mail"
	}
	if n.Appeal != "" {
		mail.after = []string{locale.T(ctx, "Do you think that this is wrong? Ask for another look, and somebody who had no part in it looks at it:") + "\n" + strings.TrimSuffix(base, "/") + n.Appeal}
	}
	if n.Subject != "" {
		mail.subject, mail.button = locale.T(ctx, n.Subject), locale.T(ctx, "How complaints work here")
	}
	mail.before = append(mail.before, strings.Split(n.Words, "\n\n")...)
	if n.Where != "" {
		mail.before = append(mail.before, locale.T(ctx, "It is in “%s”.", n.Where))
	}
	if mail.link = strings.TrimSuffix(base, "/") + n.Link; n.Link == "" {
		mail.button = ""
	}
	var html strings.Builder
	if err := page(mail).Render(ctx, &html); err != nil { // a template without input that can fail
		return people.Writing{Subject: mail.subject, Text: mail.text()}
	}
	return people.Writing{Subject: mail.subject, Text: mail.text(), HTML: html.String()}
}
