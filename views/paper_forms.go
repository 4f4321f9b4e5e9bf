package views

import (
	"context"

	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/views/locale"
)

// paperWho is the box in which people say who they are.
func paperWho(ctx context.Context) PaperBox {
	return PaperBox{
		Label: locale.T(ctx, "The name that others may see with your words (you can leave this empty)"),
		Hint:  locale.T(ctx, "If you like, say also who you are: somebody who lives here, somebody who works or volunteers here, or something else."), Lines: 2,
	}
}

// paperReach is the box in which people say how they are answered.
func paperReach(ctx context.Context) PaperBox {
	return PaperBox{
		Label: locale.T(ctx, "How can we reach you? (you can leave this empty)"),
		Hint:  locale.T(ctx, "A phone number or an address. Only those who look after this place see it."), Lines: 2,
	}
}

// PaperFor fills in the paper form for something that is not about a discussion or a chapter.
func PaperFor(ctx context.Context, kind string, p PaperFormPage) PaperFormPage {
	words := PaperBox{Label: locale.T(ctx, "Your words"), Lines: 14}
	about := PaperBox{Label: locale.T(ctx, "What is it about?"), Hint: locale.T(ctx, "The title of the page, the discussion or the chapter."), Lines: 2}
	p.Boxes = []PaperBox{about, words, paperWho(ctx), paperReach(ctx)}
	p.Kind = kind
	switch kind {
	case PaperStart:
		p.Title, p.Back = locale.T(ctx, "Ask people something"), "/groups"
		p.Lead = locale.T(ctx, "Start a discussion. We put it into the group where it fits.")
		p.Boxes[0] = PaperBox{Label: locale.T(ctx, "Your question, in one line"), Lines: 2}
		p.Boxes[1].Label = locale.T(ctx, "What do you want to say about it?")
	case PaperReport:
		p.Title, p.Back = locale.T(ctx, "Report something"), "/complaints"
		p.Lead = locale.T(ctx, "Is somebody in danger? Do not write: ring 999.")
		p.Boxes = []PaperBox{{
			Label: locale.T(ctx, "What do you report?"), Hint: locale.T(ctx, "Who said it, on which page and when, as far as you know."), Lines: 4,
		}, {Label: locale.T(ctx, "What is wrong with it?"), Lines: 8}, paperReach(ctx)}
		p.Private = true
	case PaperData:
		p.Title, p.Back = locale.T(ctx, "Ask about your private details"), "/your-data"
		p.Lead = locale.T(ctx, "You may ask what we keep about you, have it corrected or removed, object, or complain. It costs nothing. We answer within a month.")
		p.Boxes = []PaperBox{{Label: locale.T(ctx, "What do you ask for?"), Lines: 10}, paperReach(ctx)}
		p.Private = true
	case PaperJoin:
		p.Title, p.Back = locale.T(ctx, "Join in without an email address"), "/join"
		p.Lead = locale.T(ctx, "You can take part on paper and by phone. We type in what you say.")
	case PaperComplaint:
		p.Title, p.Back = locale.T(ctx, "Complain, or ask for another look"), "/complaints"
		p.Boxes = []PaperBox{{
			Label: locale.T(ctx, "What did we decide, or not do?"), Hint: locale.T(ctx, "If you have a letter or mail from us, give its date."), Lines: 4,
		}, {Label: locale.T(ctx, "Why do you think that it is wrong?"), Lines: 10}, paperReach(ctx)}
		p.Private = true
	default:
		p.Title, p.Back = locale.T(ctx, "Tell us on paper"), StartURL
		p.Lead = locale.T(ctx, "Write in your own words. Spelling does not matter.")
	}
	return p
}

// AnswerOnPaper fills in the paper form of a discussion.
func AnswerOnPaper(ctx context.Context, t discussion.Thread, p PaperFormPage) PaperFormPage {
	p.Back = ThreadURL(t)
	p.Printed = locale.T(ctx, "Discussion %d", t.ID)
	p.Boxes = []PaperBox{
		{Label: locale.T(ctx, "What do you want to say?"), Hint: locale.T(ctx, "Please leave out other people’s names, addresses and health."), Lines: 16},
		paperWho(ctx), paperReach(ctx),
	}
	if p.Person != nil && (p.Person.CanEdit || p.Person.CanModerate) {
		p.TypeIn = TypeAnswerURL(t.ID)
	}
	if t.ClosesAt != 0 {
		p.Lead = locale.T(ctx, "Please send it so that we have it by %s.", locale.DateLong(ctx, t.ClosesAt))
	}
	return p
}

// CommentOnPaper fills in the paper form of a chapter.
func CommentOnPaper(ctx context.Context, book guide.Book, p PaperFormPage) PaperFormPage {
	g, c := book.Guide, book.Chapters[0].Chapter
	p.Lead = locale.T(ctx, "Chapter %d of %s, version %d", c.Number, g.Title, c.Version)
	if c.ClosesAt != 0 {
		p.Lead += ". " + locale.T(ctx, "Please send it so that we have it by %s.", locale.DateLong(ctx, c.ClosesAt))
	}
	p.Back, p.Printed = ChapterURL(g.Slug, c.Slug, ""), locale.T(ctx, "Code %s", guide.Code(book.Chapters[0].Version.ID))
	p.Boxes = []PaperBox{
		{Label: locale.T(ctx, "Which paragraph? (leave this empty for the whole chapter)"), Hint: locale.T(ctx, "Its number stands on the left, where you read the chapter."), Lines: 1},
		{Label: locale.T(ctx, "What would you change, and why?"), Hint: locale.T(ctx, "Please leave out other people’s names, addresses and health."), Lines: 16},
		paperWho(ctx), paperReach(ctx),
	}
	if p.Person != nil && (p.Person.CanEdit || p.Person.CanModerate) {
		p.TypeIn = ChapterURL(g.Slug, c.Slug, "/add")
	}
	return p
}
