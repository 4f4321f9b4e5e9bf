package handlers

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"folkmoot/models/rules"
	"folkmoot/models/say"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// threadID reads the number out of a discussion's address, which may go on with words for people.
func threadID(c *fiber.Ctx) int64 {
	number, _, _ := strings.Cut(c.Params("id"), "-")
	return forms.ID(number)
}

// view reads which page of a thread, in which order, is asked for: where none is, in the order that the reader likes.
func view(c *fiber.Ctx) discussion.View {
	v := discussion.View{Order: discussion.Oldest, After: c.Query("after"), PerPage: discussion.PageShort}
	if v.After == "" { // an address that goes on from a place means the same to everybody
		v.Order = usualOrder(actor(c))
	}
	if o := discussion.Order(c.Query("order")); slices.Contains(discussion.Orders, o) {
		v.Order = o
	}
	if c.Query("per") == strconv.Itoa(discussion.PageLong) {
		v.PerPage = discussion.PageLong
	}
	return v
}

func (a *App) showDiscussion(c *fiber.Ctx) error {
	who, ctx := actor(c), c.UserContext()
	thread, err := a.inGroup(c, who, threadID(c))
	if err != nil {
		return err
	}
	if thread.MergedInto != 0 {
		return a.mergedInto(c, thread, who, views.ThreadURL)
	}
	if here, err := url.PathUnescape(c.Path()); err != nil || here != views.ThreadURL(thread) {
		to := views.ThreadURL(thread)
		if query := string(c.Request().URI().QueryString()); query != "" {
			to += "?" + query
		}
		return c.Redirect(to, fiber.StatusMovedPermanently)
	}
	v := view(c)
	answers, err := a.Discussions.Page(ctx, who, thread, v)
	if err != nil {
		return err
	}
	tallies, err := a.Discussions.Tallies(ctx, thread.ID)
	if err != nil {
		return err
	}
	now := a.Clock.Now()
	page := views.DiscussionPage{
		Page: a.page(c, thread.Title), Thread: thread, Open: thread.OpenAt(now), Answers: answers, View: v, Usual: usualOrder(who), Tallies: tallies,
		MayClose: discussion.MayClose(who, thread) == nil, MayMove: discussion.MayMove(who, thread) == nil,
		Form: answerForm(ctx, who, thread.ID, a.newKey(c)),
	}
	page.Form.Files = a.attaching(who)
	page.List = a.contributions(c, thread, answers.Items)
	page.List.Moved = answers.Moved
	for _, m := range answers.Moved {
		a.shows(c, m.Topic())
	}
	for _, i := range answers.Items {
		for _, m := range i.Moved {
			a.shows(c, m.Topic())
		}
	}
	page.List.Flat, page.List.Fold, page.List.More = v.Order.OneList(), !v.Order.OneList(), answers.Next != ""
	page.List.Jump = "?order=" + string(v.Order)
	if v.Order == discussion.Flat {
		page.List.UpTo = answers.UpTo
	}
	page.Public = !thread.Private && !thread.MembersOnly && !thread.Unseen
	page.List.Data, page.NoIndex = page.Public && answers.Opening != nil && answers.Opening.State == discussion.Published, !page.Public
	if answers.New > 0 {
		page.ReadKey = a.newKey(c)
	}
	if err := discussion.MayBegin(who, thread, now); err != nil {
		page.MayWrite = err.Error()
	}
	if page.MayRemember(who) {
		page.ReadingKey = a.newKey(c)
	}
	if page.MayClose {
		page.CloseKey = a.newKey(c)
	}
	if page.Asking, err = a.asking(ctx, who, questionMatter(thread)); err != nil {
		return err
	}
	if err := a.discussionViews(c, &page); err != nil {
		return err
	}
	if page.Follow, err = a.followBox(c, notify.OfThread, thread.ID); err != nil {
		return err
	}
	page.Description = description(answers)
	page.Canonical = a.absolute(views.ThreadURL(thread)) // the same answers in another order are no page of their own
	if v.Order == discussion.Oldest {
		page.Canonical = a.absolute(views.ViewURL(thread, discussion.View{After: v.After}))
	}
	page.Feeds = []views.Feed{{Title: thread.Title, URL: "/feeds/discussions/" + strconv.FormatInt(thread.ID, 10) + ".atom"}}
	a.shows(c, db.TopicThread(thread.ID), db.TopicGroup(thread.GroupID), db.TopicThemes)
	if who.ID == 0 {
		a.showsUntil(c, a.restatedAt(thread, answers))
	}
	page.Form.Waits = views.WaitsWords(ctx, a.Discussions.HoldFor(thread), who)
	if err := a.keep(c, &page.Form); err != nil {
		return err
	}
	return a.render(c, views.Discussion(page))
}

// contributions is how a thread's contributions are shown to the reader.
func (a *App) contributions(c *fiber.Ctx, t discussion.Thread, items []discussion.Item) views.Contributions {
	return views.Contributions{
		Items: items, Reader: actor(c), Key: a.newKey(c), Closed: discussion.MayBegin(actor(c), t, a.Clock.Now()) != nil,
		ReplyTo: views.AnswersURL(t.ID) + "?to=", Reason: reasonWords(c.UserContext()),
	}
}

// reasonWords gives what puts a moderator's reason in words for readers and for the writer.
func reasonWords(ctx context.Context) func(key string) (reader, writer string) {
	book := rules.From(ctx)
	return func(key string) (reader, writer string) {
		reason := book.Reason(key)
		return locale.Say(ctx, rules.Said(reason.Reader)), locale.Say(ctx, rules.Said(reason.Writer))
	}
}

// description is the beginning of the opening post, for search engines and link previews.
func description(p discussion.Page) string {
	if p.Opening == nil || !p.Opening.Shown {
		return ""
	}
	return discussion.Excerpt(p.Opening.HTML)
}

// restatedAt is when a page of contributions stops being true by itself: when it opens or closes, when "2 hours ago"
// becomes three, and at midnight, which days are counted by.
func (a *App) restatedAt(t discussion.Thread, p discussion.Page) clock.Instant {
	now := a.Clock.Now()
	day := now.In(a.Zone)
	until := clock.Of(time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, a.Zone))
	for _, at := range []clock.Instant{t.OpensAt, t.ClosesAt} {
		if at > now {
			until = min(until, at)
		}
	}
	if p.Opening != nil {
		until = min(until, ages(p.Opening.CreatedAt, now), ages(p.Opening.EditedAt, now))
	}
	for i := range p.Items {
		until = min(until, ages(p.Items[i].CreatedAt, now), ages(p.Items[i].EditedAt, now))
	}
	return until
}

// ages is when the words for how long ago something was change next within a day.
func ages(at, now clock.Instant) clock.Instant {
	step := time.Minute
	switch gone := now.Sub(at); {
	case gone >= 24*time.Hour:
		return now.Add(24 * time.Hour)
	case gone >= time.Hour:
		step = time.Hour
	}
	return at.Add((now.Sub(at)/step + 1) * step)
}

// answerForm is an empty form for an answer.
func answerForm(ctx context.Context, who people.Actor, thread int64, key string) views.AnswerForm {
	return views.AnswerForm{
		Paper:  views.ThreadPaperURL(discussion.Thread{ID: thread}),
		Action: views.AnswersURL(thread), Key: key, Label: locale.T(ctx, "What do you want to say?"), Submit: locale.T(ctx, "Post my answer"),
		Visitor: who.ID == 0, Draft: views.Keeping{Names: thread},
	}
}

// answerPage puts together the page for one answer, with what it answers.
func (a *App) answerPage(c *fiber.Ctx, t discussion.Thread, form views.AnswerForm) (views.AnswerPage, error) {
	page := views.AnswerPage{Page: a.page(c, locale.T(c.UserContext(), "Your answer")), Thread: t, Form: form}
	page.NoIndex = true
	page.Form.Cancel = views.ThreadURL(t)
	page.Form.Waits = views.WaitsWords(c.UserContext(), a.Discussions.HoldFor(t), actor(c))
	if err := a.keep(c, &page.Form); err != nil {
		return page, err
	}
	if err := a.quote(c, &page.Form); err != nil {
		return page, err
	}
	if form.Parent == 0 {
		return page, nil
	}
	parent, in, err := a.Discussions.Find(c.UserContext(), actor(c), form.Parent)
	if err != nil {
		return page, err
	}
	if in.ID != t.ID {
		return page, db.ErrNotFound
	}
	item := discussion.Item{Contribution: parent, Shown: discussion.Readable(actor(c), parent)}
	if err := discussion.AddFiles(c.UserContext(), a.DB, &item); err != nil {
		return page, err
	}
	list := views.Contributions{Items: []discussion.Item{item}, Closed: true, Flat: true, Reason: reasonWords(c.UserContext())}
	page.Parent = &list
	return page, nil
}

// writeAnswer shows the form for one answer, behind a reply link.
func (a *App) writeAnswer(c *fiber.Ctx) error {
	who, ctx := actor(c), c.UserContext()
	wanted := discussion.Answer{ThreadID: threadID(c), ParentID: forms.ID(c.Query("to"))}
	answer, thread, err := a.Discussions.Now(ctx, who, wanted)
	if err != nil {
		return err
	}
	if answer.ThreadID != wanted.ThreadID {
		return c.Redirect(views.AnswersURL(thread.ID)+"?to="+strconv.FormatInt(answer.ParentID, 10), fiber.StatusSeeOther)
	}
	if answer.ParentID != wanted.ParentID {
		return db.ErrNotFound
	}
	if err := discussion.MayBegin(who, thread, a.Clock.Now()); err != nil {
		return err
	}
	form := answerForm(ctx, who, thread.ID, a.newKey(c))
	form.Parent, form.Files = answer.ParentID, a.attaching(who)
	page, err := a.answerPage(c, thread, form)
	if err != nil {
		return err
	}
	return a.render(c, views.Answer(page))
}

// postAnswer posts an answer, shows how it will look, or keeps a visitor's words while they join. Where what is answered
// was moved meanwhile, the words are offered to be posted where it is now.
func (a *App) postAnswer(c *fiber.Ctx) error {
	v, with, err := a.sent(c, 0)
	if err != nil {
		return err
	}
	answer := discussion.Answer{
		ThreadID: threadID(c), ParentID: v.ID("parent"), Body: v.Text("body"), Evidence: discussion.Evidence(v.Raw("evidence")), Language: writtenIn(c, v), Draft: v.ID("draft"), Files: with.list,
	}
	err = a.sayAnswer(c, v, answer, with)
	if !errors.Is(err, db.ErrNotFound) && !errors.As(err, new(db.Forbidden)) {
		return err
	}
	now, there, lookup := a.Discussions.Now(c.UserContext(), actor(c), answer)
	switch {
	case lookup != nil:
		return lookup
	case now.With(answer):
		return err
	}
	if err := discussion.MayBegin(actor(c), there, a.Clock.Now()); err != nil {
		return err
	}
	words := say.Text("What you are answering has been taken down. You can still post your words as an answer of their own.")
	if now.ThreadID != answer.ThreadID {
		words = "What you are answering was moved to this discussion while you wrote. Your words are kept below. Post them here if they still fit."
	}
	return a.answerIn(c, v, now, with, db.Invalid{"": words})
}

// sayAnswer does what an answer was sent for.
func (a *App) sayAnswer(c *fiber.Ctx, v *forms.Values, answer discussion.Answer, with sentFiles) error {
	who, ctx := actor(c), c.UserContext()
	if with.acted {
		return a.attachAnswer(c, v, answer, with)
	}
	if a.later(c) {
		return a.saveForLater(c)
	}
	if v.Is("do", "preview") {
		if err := a.People.Crowded(people.ActPreview, a.client(c).Address); err != nil {
			return err
		}
		return a.previewAnswer(c, v, answer, with)
	}
	asked := views.AnswerForm{}
	if err := a.askPrivate(c, &asked.PrivateAsk, "body", "", answer.Body); err != nil {
		return a.answerAgain(c, v, answer, with, err, asked)
	}
	if who.ID == 0 {
		if err := a.mayBegin(c, answer); err != nil {
			return err
		}
		if _, err := discussion.Render(ctx, answer.Body); err != nil {
			return a.answerAgain(c, v, answer, with, err)
		}
		if err := a.sprung(c, v, "body", typing); err != nil {
			return a.answerAgain(c, v, answer, with, err)
		}
		return a.joinFirst(c)
	}
	if err := a.People.Crowded(people.ActPost, a.client(c).Address); err != nil {
		return err
	}
	id, err := a.Discussions.Post(ctx, who, v.Key(who.ID), answer)
	if err != nil {
		return a.answerAgain(c, v, answer, with, err)
	}
	return a.said(c, id, views.ContributionURL(id, ""), a.posted(c, id))
}

// mayBegin tells whether the reader may begin to write an answer; db.ErrNotFound where what it answers is not there.
func (a *App) mayBegin(c *fiber.Ctx, answer discussion.Answer) error {
	now, t, err := a.Discussions.Now(c.UserContext(), actor(c), answer)
	if err != nil {
		return err
	}
	if !now.With(answer) {
		return db.ErrNotFound
	}
	return discussion.MayBegin(actor(c), t, a.Clock.Now())
}

// posted is the message for somebody who has posted something: whether others read it, or a moderator does first.
func (a *App) posted(c *fiber.Ctx, id int64) string {
	said, _, err := a.Discussions.Find(c.UserContext(), actor(c), id)
	if err == nil && said.State != discussion.Published {
		return "held"
	}
	return "posted"
}

// typedAnswer is the form with what was typed into it.
func typedAnswer(ctx context.Context, who people.Actor, v *forms.Values, answer discussion.Answer, with sentFiles) views.AnswerForm {
	form := answerForm(ctx, who, answer.ThreadID, v.KeptKey())
	form.Files = with.form
	form.Body, form.Evidence, form.Language, form.Parent, form.AsItIs = answer.Body, string(answer.Evidence), answer.Language, answer.ParentID, v.Raw(asItIs)
	return form
}

// answerAgain shows the form again with what is wrong with it.
func (a *App) answerAgain(c *fiber.Ctx, v *forms.Values, answer discussion.Answer, with sentFiles, err error, asked ...views.AnswerForm) error {
	invalid, ok := err.(db.Invalid)
	if !ok {
		return err
	}
	if invalid[""] != "" {
		answer.ParentID = 0 // what was answered is gone: the words can be an answer of their own
	}
	return a.answerIn(c, v, answer, with, err, asked...)
}

// answerIn shows the form of an answer in its discussion, with what is wrong with it.
func (a *App) answerIn(c *fiber.Ctx, v *forms.Values, answer discussion.Answer, with sentFiles, err error, asked ...views.AnswerForm) error {
	thread, find := a.Discussions.Thread(c.UserContext(), actor(c), answer.ThreadID)
	if find != nil {
		return find
	}
	form := typedAnswer(c.UserContext(), actor(c), v, answer, with)
	form.Key = a.newKey(c)
	for _, f := range asked {
		form.Private, form.AsItIs = f.Private, f.AsItIs
	}
	page, find := a.answerPage(c, thread, form)
	if find != nil {
		return find
	}
	return a.renderAgain(c, err, func(problems []views.FieldError) templ.Component {
		page.Errors = problems
		return views.Answer(page)
	})
}

// attachAnswer shows the form again after a button of its files was pressed.
func (a *App) attachAnswer(c *fiber.Ctx, v *forms.Values, answer discussion.Answer, with sentFiles) error {
	if err := a.mayBegin(c, answer); err != nil {
		return err
	}
	if with.err != nil {
		return a.answerAgain(c, v, answer, with, with.err)
	}
	thread, err := a.Discussions.Thread(c.UserContext(), actor(c), answer.ThreadID)
	if err != nil {
		return err
	}
	page, err := a.answerPage(c, thread, typedAnswer(c.UserContext(), actor(c), v, answer, with))
	if err != nil {
		return err
	}
	return a.render(c, views.Answer(page))
}

// previewAnswer shows the form with how its words will look.
func (a *App) previewAnswer(c *fiber.Ctx, v *forms.Values, answer discussion.Answer, with sentFiles) error {
	now, thread, err := a.Discussions.Now(c.UserContext(), actor(c), answer)
	if err == nil && !now.With(answer) {
		err = db.ErrNotFound
	}
	if err != nil {
		return err
	}
	body, err := discussion.Render(c.UserContext(), answer.Body)
	if err != nil {
		return a.answerAgain(c, v, answer, with, err)
	}
	form := typedAnswer(c.UserContext(), actor(c), v, answer, with)
	form.Preview = body.HTML
	page, err := a.answerPage(c, thread, form)
	if err != nil {
		return err
	}
	return a.render(c, views.Answer(page))
}

func (a *App) closeDiscussion(c *fiber.Ctx) error {
	who, v := actor(c), forms.Posted(c)
	thread, err := a.Discussions.Thread(c.UserContext(), who, threadID(c))
	if err != nil {
		return err
	}
	if err := a.Discussions.SetClosed(c.UserContext(), who, v.Key(who.ID), thread.ID, v.Is("closed", "yes")); err != nil {
		return err
	}
	return a.done(c, views.ThreadURL(thread), "saved")
}
