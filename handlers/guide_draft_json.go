package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// draftAnswer is what the script of the page where editors write is told.
type draftAnswer struct {
	Saved    bool   `json:"saved"`    // the words are the draft now
	Revision int    `json:"revision"` // the draft's newest
	Kind     string `json:"kind"`     // "saved", "aside", "newer" or "": a change of it is read aloud
	Words    string `json:"words"`    // what became of the words, for people; may be empty
	Others   string `json:"others"`   // who else is writing, for people; may be empty
	Names    string `json:"names"`    // the same without moments: a change of it is read aloud
	Key      string `json:"key"`      // of the next automatic save
	Last     string `json:"last"`     // of one more as the page closes
}

// saveTyped saves a chapter's draft while it is being typed, or notes only that the page is still open (do=here).
func (a *App) saveTyped(c *fiber.Ctx) error {
	who, ctx, v := actor(c), c.UserContext(), forms.Posted(c)
	if err := a.People.Crowded(people.ActWrite, a.client(c).Address); err != nil {
		return err
	}
	_, chapter, _, err := a.Guides.Chapter(ctx, slug(c, "guide"), slug(c, "chapter"))
	if err != nil {
		return err
	}
	sent := typed(v, chapter.ID)
	answer := draftAnswer{Key: a.newKey(c), Last: a.newKey(c)}
	if v.Is("do", "here") {
		err = a.stillHere(ctx, who, chapter, sent, &answer)
	} else {
		sent.Automatic = true
		err = a.keepTyped(ctx, who, v, sent, &answer)
	}
	if err != nil {
		return err
	}
	writers, err := a.Guides.Writers(ctx, who, chapter.ID)
	if err != nil {
		return err
	}
	answer.Others = views.WritersWords(ctx, writers)
	for _, w := range writers {
		answer.Names += locale.T(ctx, "%s is writing this chapter too.", w.Name) + " "
	}
	return c.JSON(answer)
}

// keepTyped stores what was typed.
func (a *App) keepTyped(ctx context.Context, who people.Actor, v *forms.Values, sent guide.Saving, answer *draftAnswer) error {
	saved, err := a.Guides.Save(ctx, who, v.Key(who.ID), sent)
	if err != nil {
		return err
	}
	answer.Revision, answer.Saved = saved.Revision, saved.Outcome == guide.Stored
	at := locale.Time(ctx, a.Clock.Now())
	if answer.Saved {
		answer.Kind, answer.Words = "saved", locale.T(ctx, "Saved at %s. This is save %d.", at, saved.Revision)
		return nil
	}
	answer.Kind = "aside"
	if sent.Unsettled {
		answer.Words = locale.T(ctx, "Kept for you at %s. It is not in the draft until you press “Save the draft”.", at)
		return nil
	}
	draft, err := a.Guides.Draft(ctx, who, sent.Chapter)
	answer.Words = locale.T(ctx, "%s saved this draft while you were writing. Your words are kept for you since %s, but they are not in the draft yet. Press “Save the draft” to bring both together.", draft.ByName, at)
	return err
}

// stillHere notes that a page is open, and tells where the draft has moved on from what it shows.
func (a *App) stillHere(ctx context.Context, who people.Actor, chapter guide.Chapter, sent guide.Saving, answer *draftAnswer) error {
	answer.Revision = chapter.Draft.Revision
	if sent.From != chapter.Draft.Revision && chapter.Draft.By != who.ID {
		answer.Kind = "newer"
		answer.Words = locale.T(ctx, "%s saved this draft after you opened this page. That was save %d. Open the page again before you write on.", chapter.Draft.ByName, chapter.Draft.Revision)
	}
	return a.Guides.Here(ctx, who, chapter.ID, sent.Page)
}
