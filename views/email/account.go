// Package email writes the mails: each in plain text and as a small page that shows the same words.
package email

import (
	"context"
	"strings"

	"folkmoot/models/people"
	"folkmoot/views/locale"
)

// letter is a mail in parts: what it says, the one thing to press, and what else to know.
type letter struct {
	subject string
	before  []string // paragraphs
	blocks  []block  // what is new, by title
	button  string   // what pressing the link does; empty for a mail without a link
	link    string
	after   []string // paragraphs, each with an address on its last line where it leads somewhere
	own     []string // paragraphs of what the reader wrote
	turnOff string   // what leads to where such mails are turned off
	off     string   // where that is; empty where they cannot be
	place   string
}

// Account writes the mails about an account in a place's name.
func Account(ctx context.Context, place string, l people.Letter) people.Writing {
	mail := accountLetter(ctx, place, l)
	mail.place, mail.link = place, l.Link
	var html strings.Builder
	if err := page(mail).Render(ctx, &html); err != nil { // a template without input that can fail
		return people.Writing{Subject: mail.subject, Text: mail.text()}
	}
	return people.Writing{Subject: mail.subject, Text: mail.text(), HTML: html.String()}
}

// text is the mail in plain text.
func (l letter) text() string {
	parts := append([]string{}, l.before...)
	if l.button != "" {
		parts = append(parts, l.button+":\n"+l.link)
	}
	for _, b := range l.blocks {
		parts = append(parts, b.text())
	}
	parts = append(append(parts, l.after...), l.own...)
	if l.off != "" {
		parts = append(parts, l.turnOff+":\n"+l.off)
	}
	return strings.Join(append(parts, l.place), "\n\n") + "\n"
}

// addressed parts a paragraph from the address that stands on its last line; that is empty where there is none.
func addressed(paragraph string) (words, address string) {
	words, address, found := strings.Cut(paragraph, "\n")
	if !found || !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "https://") || strings.ContainsAny(address, "\n ") {
		return paragraph, ""
	}
	return words, address
}

// text is a title with its lines in plain text.
func (b block) text() string {
	var rows []string
	if b.title != "" {
		rows = append(rows, b.title)
	}
	for _, one := range b.lines {
		rows = append(rows, "- "+one.words+"\n  "+one.link)
	}
	return strings.Join(rows, "\n")
}

func accountLetter(ctx context.Context, place string, l people.Letter) letter {
	valid := locale.T(ctx, "The link works once, for %d minutes.", l.Valid) + " " +
		locale.T(ctx, "If you open it on another phone or computer, it asks for the 6 numbers that the page you came from shows.")
	ignore := locale.T(ctx, "You did not ask for this? Then you need do nothing. Nobody gets in without this mail. Never tell anybody the 6 numbers.")
	hello := locale.T(ctx, "Hello,")
	switch l.Kind {
	case people.LetterSignIn:
		return letter{
			subject: locale.T(ctx, "Your link to sign in to %s", place), button: locale.T(ctx, "Sign in"),
			before: []string{hello, locale.T(ctx, "here is your link to sign in to %s.", place)}, after: []string{valid, ignore},
		}
	case people.LetterJoin:
		return letter{
			subject: locale.T(ctx, "Your link to join %s", place), button: locale.T(ctx, "Join"),
			before: []string{hello, locale.T(ctx, "good that you want to join in at %s. Press the link and you have joined.", place)},
			after:  []string{valid, locale.T(ctx, "New to places like this? This page shows you round:") + "\n" + l.Start, ignore},
		}
	case people.LetterJoinKnown:
		return letter{
			subject: locale.T(ctx, "You have joined %s already", place), button: locale.T(ctx, "Sign in"),
			before: []string{hello, locale.T(ctx, "somebody, most likely you, asked to join %s with this address. You have an account here already, so this link signs you in to it.", place)},
			after:  []string{valid, ignore},
		}
	case people.LetterNobody:
		return letter{
			subject: locale.T(ctx, "Signing in to %s", place), button: locale.T(ctx, "Join here"),
			before: []string{hello, locale.T(ctx, "somebody, most likely you, asked to sign in to %s. Nobody has joined with this address. Perhaps you used another one? If not, you can join.", place)},
			after:  []string{locale.T(ctx, "You did not ask for this? Then you need do nothing.")},
		}
	case people.LetterSuspended:
		return letter{
			subject: locale.T(ctx, "Your account at %s is on hold", place), button: locale.T(ctx, "What you can do"),
			before: []string{hello, locale.T(ctx, "your account at %s is on hold, so we cannot sign you in. When it was put on hold we wrote to you to say why and until when. If you think that this is wrong, you can ask for another look.", place)},
		}
	case people.LetterEmailTaken:
		return letter{
			subject: locale.T(ctx, "This address is in use at %s", place), button: locale.T(ctx, "Sign in"),
			before: []string{hello, locale.T(ctx, "somebody, most likely you, wanted to use this address for their account at %s. It belongs to another account here. You can sign in to that one.", place)},
			after:  []string{locale.T(ctx, "You did not ask for this? Then you need do nothing.")},
		}
	case people.LetterEmailChanged:
		return letter{
			subject: locale.T(ctx, "Your address for %s has changed", place), button: locale.T(ctx, "How to reach us"),
			before: []string{hello, locale.T(ctx, "your account at %s has another email address now. From now on we write there.", place)},
			after:  []string{locale.T(ctx, "That was not you? Then write to us or call us at once.")},
		}
	case people.LetterPasswordChanged:
		return letter{
			subject: locale.T(ctx, "Your password for %s has changed", place), button: locale.T(ctx, "Sign in"),
			before: []string{hello, locale.T(ctx, "the password of your account at %s was set or changed just now.", place)},
			after:  []string{locale.T(ctx, "That was not you? Sign in by a link, set a new password, and tell us.")},
		}
	default:
		return accessLetter(ctx, place, l)
	}
}
