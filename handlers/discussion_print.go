package handlers

import (
	"github.com/gofiber/fiber/v2"

	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// printMost is how many answers of a discussion stand on one page for paper.
const printMost = 500

// printDiscussion shows a discussion as it will stand on paper, as the reader may see it.
func (a *App) printDiscussion(c *fiber.Ctx) error {
	who, ctx := actor(c), c.UserContext()
	thread, err := a.inGroup(c, who, threadID(c))
	if err != nil {
		return err
	}
	if thread.MergedInto != 0 {
		return a.mergedInto(c, thread, who, views.PrintURL)
	}
	answers, err := a.Discussions.Page(ctx, who, thread, discussion.View{Order: discussion.Oldest, After: c.Query("after"), PerPage: printMost})
	if err != nil {
		return err
	}
	p := views.DiscussionPrintPage{Page: a.page(c, locale.T(ctx, "Print %s", thread.Title)), Thread: thread}
	p.NoIndex, p.Canonical = true, a.absolute(views.ThreadURL(thread))
	for i := range answers.Items {
		answers.Items[i].New = false // paper knows no reader
	}
	reader := people.Actor{ID: who.ID, State: who.State} // without the tools of a role
	p.List = views.Contributions{Items: answers.Items, Moved: answers.Moved, Reader: reader, Paper: true, Reason: reasonWords(ctx)}
	if answers.Opening != nil {
		opening := p.List
		opening.Items, opening.Moved = []discussion.Item{*answers.Opening}, nil
		p.Opening = &opening
	}
	p.More = components.More{Label: locale.T(ctx, "Pages of answers")}
	if answers.Next != "" {
		p.More.Next, p.More.NextText = views.PrintURL(thread)+"?after="+answers.Next, locale.T(ctx, "Show the next %d", printMost)
	}
	if !answers.First {
		p.More.Previous, p.More.PreviousText = views.PrintURL(thread), locale.T(ctx, "Back to the first answers")
	}
	return a.render(c, views.DiscussionPrint(p))
}
