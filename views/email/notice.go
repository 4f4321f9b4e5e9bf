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
	mail := letter{place: place, before: []string{hello(ctx, n.ToName)}}
	switch n.Kind {
	case notify.Decision:
		mail.subject, mail.button = locale.T(ctx, "About what you wrote at %s", place), locale.T(ctx, "See it on the site")
	case notify.ReportAnswer:
		mail.subject, mail.button = locale.T(ctx, "About what you told us at %s", place), locale.T(ctx, "See it on the site")
	case notify.Fate:
		mail.subject, mail.button = locale.T(ctx, "What became of what you said at %s", place), locale.T(ctx, "See how, and why")
	case notify.Mention:
		mail.subject, mail.button = locale.T(ctx, "Somebody named you at %s", place), locale.T(ctx, "Read it")
	case notify.Followed, notify.Themed:
		mail.subject, mail.button = locale.T(ctx, "New in what you follow at %s", place), locale.T(ctx, "Read the newest")
		if n.Where != "" {
			mail.subject = locale.T(ctx, "New in “%s”", n.Where)
		}
		mail.before = append(mail.before, newWords(ctx, notify.Item{Kind: n.Kind, New: n.New})+".")
		n.Words = ""
	case notify.NewVersion:
		mail.subject, mail.button = locale.T(ctx, "A new version at %s", place), locale.T(ctx, "See what changed")
	case notify.Settled:
		mail.subject, mail.button = locale.T(ctx, "It is decided at %s", place), locale.T(ctx, "Read the decision")
	case notify.Summary:
		mail.subject, mail.button = locale.T(ctx, "A new summary at %s", place), locale.T(ctx, "Read the summary")
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
	}
	if n.Appeal != "" {
		mail.after = []string{locale.T(ctx, "Do you think that this is wrong? Ask for another look, and somebody who had no part in it looks at it:") + "\n" + strings.TrimSuffix(base, "/") + n.Appeal}
	}
	if n.Subject != "" {
		mail.subject, mail.button = locale.Say(ctx, n.Subject), locale.T(ctx, "How complaints work here")
	}
	if n.Words != "" {
		mail.before = append(mail.before, strings.Split(locale.Say(ctx, n.Words), "\n\n")...)
	}
	if n.Where != "" {
		mail.before = append(mail.before, locale.T(ctx, "It is in “%s”.", n.Where))
	}
	if mail.link = strings.TrimSuffix(base, "/") + n.Link; n.Link == "" {
		mail.button = ""
	}
	if n.Answers {
		mail.after = append(mail.after, locale.T(ctx, "You can answer this mail. What you write above the rest is posted for everybody there to read, under your name on the site. Pictures and documents are left out."))
	} else {
		mail.after = append(mail.after, locale.T(ctx, "Please do not answer this mail: nobody reads it. Answer on the site."))
	}
	mail.optOut(ctx, base, n)
	return mail.written(ctx)
}

// optOut says how to have no more mails of a kind, where that can be chosen.
func (l *letter) optOut(ctx context.Context, base string, n notify.Letter) {
	if n.Off == "" {
		return
	}
	if n.Full {
		l.after = append(l.after, locale.T(ctx, "This is the last mail of this kind today: we send at most %d a day. What else is new comes in one round-up.", notify.MailsADay))
	}
	l.after = append(l.after, choose(ctx, strings.TrimSuffix(base, "/")))
	l.turnOff, l.off = locale.T(ctx, "Stop mails like this one"), OffURL(base, n.Off)
}
