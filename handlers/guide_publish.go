package handlers

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/guide"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// publishPage puts together what publishing a chapter's draft would do: the passages on one page of them, or a single
// one.
func (a *App) publishPage(c *fiber.Ctx, number int, only string) (views.PublishPage, error) {
	ctx := c.UserContext()
	page := views.PublishPage{Key: a.newKey(c), Number: max(number, 1)}
	var err error
	if page.Guide, page.Chapter, _, err = a.Guides.Chapter(ctx, slug(c, "guide"), slug(c, "chapter")); err != nil {
		return page, err
	}
	page.Page = a.page(c, locale.T(ctx, "Publish chapter %d: %s", page.Chapter.Number, page.Chapter.Title))
	if page.Review, err = a.Guides.Review(ctx, actor(c), page.Chapter); err != nil {
		return page, err
	}
	page.Unchanged, page.Note = page.Review.Unchanged(), page.Review.Note
	if page.Chosen, err = a.Guides.Choices(ctx, page.Chapter, page.Review); err != nil {
		return page, err
	}
	page.Open = page.Review.Open(page.Chosen)
	shown, most := page.Show(only)
	candidates, err := a.Guides.CandidatesFor(ctx, page.Chapter, shown, most)
	if err != nil {
		return page, err
	}
	page.Fill(ctx, shown, candidates)
	return page, nil
}

// reviewChapter shows what publishing would do. A draft that cannot be published yet is shown where it is written,
// with what is wrong.
func (a *App) reviewChapter(c *fiber.Ctx) error {
	page, err := a.publishPage(c, count(c.Query("page")), c.Query("only"))
	if err != nil {
		return a.unready(c, err)
	}
	return a.render(c, views.PublishChapter(page))
}

func (a *App) unready(c *fiber.Ctx, err error) error {
	if _, ok := err.(db.Invalid); !ok {
		return err
	}
	page, find := a.writePage(c, a.newKey(c))
	if find != nil {
		return find
	}
	return a.writeAgain(c, page, err)
}

// publishChapter keeps what an editor says of the draft and, where that is the button, publishes it.
func (a *App) publishChapter(c *fiber.Ctx) error {
	who, ctx, v := actor(c), c.UserContext(), forms.Posted(c)
	g, chapter, _, err := a.Guides.Chapter(ctx, slug(c, "guide"), slug(c, "chapter"))
	if err != nil {
		return err
	}
	plan := guide.Plan{Chapter: chapter.ID, Note: v.Text("note"), Answers: publishAnswers(v, a.BaseURL.Host), Rest: v.Is("do", "rest")}
	key := v.Key(who.ID)
	kept := db.Key{Token: keyFor(key.Token, "keep"), Actor: key.Actor, Said: key.Said}
	if err := a.Guides.Keep(ctx, who, kept, plan); err != nil {
		return a.publishAgain(c, v, err)
	}
	do, only, number := v.Raw("do"), v.Raw("only"), count(v.Raw("page"))
	switch saved, target, _ := strings.Cut(do, ":"); {
	case saved == "save":
		return a.done(c, views.PublishURL(g.Slug, chapter.Slug, number, only)+anchorOf(target), "saved")
	case do == "next":
		return a.done(c, views.PublishURL(g.Slug, chapter.Slug, max(number, 1)+1, ""), "saved")
	case do == "rest":
		return a.done(c, views.PublishURL(g.Slug, chapter.Slug, number, only)+"#publish", "saved")
	}
	revision, err := strconv.Atoi(v.Raw("revision"))
	if err != nil {
		revision = -1
	}
	_, err = a.Guides.Publish(ctx, who, key, chapter.ID, revision, plan.Note)
	if errors.Is(err, db.ErrConflict) {
		err = db.Wrong("", "The draft has changed since you looked at it. This is what it says now: please look again, then publish")
	}
	if err != nil {
		return a.publishAgain(c, v, err)
	}
	code := "published"
	if chapter.State == guide.Open && chapter.Version > 0 {
		code = "published-open"
	}
	return a.done(c, views.ChapterURL(g.Slug, chapter.Slug, ""), code)
}

func anchorOf(target string) string {
	if target == "" {
		return ""
	}
	return "#passage-" + target
}

// publishAgain shows the page again with what is wrong, and what was typed.
func (a *App) publishAgain(c *fiber.Ctx, v *forms.Values, err error) error {
	invalid, ok := err.(db.Invalid)
	if !ok {
		return err
	}
	page, find := a.publishPage(c, count(v.Raw("page")), v.Raw("only"))
	if find != nil {
		return a.unready(c, find)
	}
	typed := publishAnswers(v, a.BaseURL.Host)
	for i := range page.Passages {
		p := &page.Passages[i]
		for _, answer := range typed {
			if answer.Target == p.Target {
				p.Typed(c.UserContext(), answer, invalid, v.Raw("pasted-"+p.Target))
			}
		}
	}
	page.Note = v.Text("note")
	return a.renderAgain(c, page.Gather(c.UserContext(), invalid), func(problems []views.FieldError) templ.Component {
		page.Errors = page.InOrder(problems)
		return views.PublishChapter(page)
	})
}

// maxAnswers is how many passages one form can be about.
const maxAnswers = 50

// publishAnswers reads what the form says of each passage.
func publishAnswers(v *forms.Values, host string) []guide.Answer {
	var all []guide.Answer
	for _, target := range v.All("t") {
		if len(all) == maxAnswers || len(target) > 100 {
			break
		}
		answer := guide.Answer{
			Target: target, Had: map[int64]guide.Extent{}, Has: map[int64]guide.Extent{}, Drop: v.IDs("drop-" + target),
			Editors: v.Is("own-"+target, "1"), Pasted: localLinks(v.Text("pasted-"+target), host),
			Citation: v.Line("citation-" + target), Link: v.Line("link-" + target), Into: v.Raw("into-" + target),
		}
		for one := range strings.SplitSeq(v.Raw("had-"+target), ",") {
			digits, part := strings.CutSuffix(one, "p")
			if id := forms.ID(digits); id != 0 {
				answer.Had[id] = extent(part)
			}
			answer.HadEditors = answer.HadEditors || one == "own"
		}
		for _, id := range v.IDs("c-" + target) {
			answer.Has[id] = guide.InWhole
		}
		for _, id := range v.IDs("p-" + target) {
			answer.Has[id] = guide.InPart
		}
		if from := v.All("from-" + target); len(from) > 0 {
			answer.Origin = &guide.Origin{Was: idsIn(strings.Split(v.Raw("was-"+target), ",")), Now: idsIn(from)}
		}
		all = append(all, answer)
	}
	return all
}

func extent(part bool) guide.Extent {
	if part {
		return guide.InPart
	}
	return guide.InWhole
}

// idsIn reads ids and leaves out what is none.
func idsIn(texts []string) []int64 {
	var all []int64
	for _, text := range texts {
		if id := forms.ID(text); id != 0 && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}

// localLinks takes this site's own scheme and host off links that were pasted.
func localLinks(text, host string) string {
	pieces := strings.Fields(text)
	for i, piece := range pieces {
		for _, scheme := range []string{"https://", "http://"} {
			if rest, ok := strings.CutPrefix(piece, scheme+host); ok && strings.HasPrefix(rest, "/") {
				pieces[i] = rest
			}
		}
	}
	return strings.Join(pieces, " ")
}
