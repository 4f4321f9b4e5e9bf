package email

import (
	"context"
	"strings"

	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/views/locale"
)

// OffURL is the address of the page that turns off what a mail's secret names.
func OffURL(base, off string) string { return strings.TrimSuffix(base, "/") + "/unsubscribe/" + off }

// line is one thing of a round-up: words, and where they lead.
type line struct{ words, link string }

// block is what a round-up tells under one title.
type block struct {
	title string
	lines []line
}

// RoundUp writes the mail that tells what is new of a day or a week, in a place's name; base is what links in it start
// with. It names the titles of discussions and chapters and holds nobody's other words.
func RoundUp(ctx context.Context, place, base string, d notify.Digest) people.Writing {
	base = strings.TrimSuffix(base, "/")
	mail := letter{
		place: place, subject: locale.T(ctx, "What is new at %s today", place), before: []string{hello(ctx, d.ToName)},
		turnOff: locale.T(ctx, "Stop this daily round-up"),
	}
	if d.How == notify.Weekly {
		mail.subject, mail.turnOff = locale.T(ctx, "What is new at %s this week", place), locale.T(ctx, "Stop this weekly round-up")
	}
	mail.before = append(mail.before, locale.T(ctx, "here is what is new for you. The newest comes first."))
	for _, part := range d.Parts {
		b := block{title: part.Title}
		for _, i := range part.Items {
			b.lines = append(b.lines, line{newWords(ctx, i), base + i.Link})
		}
		mail.blocks = add(ctx, mail.blocks, b)
	}
	if d.More > 0 {
		mail.blocks = append(mail.blocks, block{lines: []line{{locale.N(ctx, d.More, "And 1 more", "And %d more"), base + "/inbox"}}})
	}
	mail.after = []string{choose(ctx, base)}
	if mail.off = OffURL(base, d.Off); d.Off == "" {
		mail.turnOff, mail.off = "", ""
	}
	return mail.written(ctx)
}

// add adds what is told under a title. What is told by itself must not look as if it belonged to the title before it.
func add(ctx context.Context, blocks []block, b block) []block {
	also := locale.T(ctx, "Also new")
	if b.title == "" && len(blocks) > 0 {
		if last := &blocks[len(blocks)-1]; last.title == "" || last.title == also {
			last.lines = append(last.lines, b.lines...)
			return blocks
		}
		b.title = also
	}
	return append(blocks, b)
}

// newWords says in one line what a notice tells.
func newWords(ctx context.Context, i notify.Item) string {
	switch i.Kind {
	case notify.Reply:
		return locale.N(ctx, i.New, "1 answer to what you wrote", "%d answers to what you wrote")
	case notify.Followed:
		return locale.N(ctx, i.New, "1 new contribution", "%d new contributions")
	case notify.Themed:
		return locale.N(ctx, i.New, "1 contribution belongs to this theme", "%d contributions belong to this theme")
	}
	return locale.Say(ctx, i.Words)
}

func hello(ctx context.Context, name string) string {
	if name == "" {
		return locale.T(ctx, "Hello,")
	}
	return locale.T(ctx, "Hello %s,", name)
}

// choose says where people choose how they are told.
func choose(ctx context.Context, base string) string {
	return locale.T(ctx, "Choose how we tell you:") + "\n" + base + "/account/telling"
}

// written is the mail in both its forms.
func (l letter) written(ctx context.Context) people.Writing {
	var html strings.Builder
	if err := page(l).Render(ctx, &html); err != nil { // a template without input that can fail
		return people.Writing{Subject: l.subject, Text: l.text()}
	}
	return people.Writing{Subject: l.subject, Text: l.text(), HTML: html.String()}
}
