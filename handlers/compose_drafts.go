package handlers

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// writingPlaces are the addresses of forms in which people write: what is posted there can be written on there too.
var writingPlaces = regexp.MustCompile(`^/(groups/[^/?]+/start|discussions/\d+/answers|guides/[^/?]+/[^/?]+/versions/\d+/paragraphs/[^/?]+/(comments|suggestions)|` +
	`contributions/\d+/(edit|appeal|inaction)|appeals/sanctions/\d+|(guides/[^/?]+/[^/?]+|discussions/\d+)/decision|` +
	`hearing/issues/[^/?]+/call|moderation/(contributions|appeals)/\d+)(\?to=\d+)?$`)

// writingElsewhere are forms that stand on another page than the one they are posted to.
var writingElsewhere = []struct {
	place *regexp.Regexp
	page  string
}{
	{regexp.MustCompile(`^(/contributions/\d+)/answer-back$`), "$1/fate#answer-back"},
	{regexp.MustCompile(`^(/contributions/\d+/fate)$`), "$1#decide"},
	{regexp.MustCompile(`^(/hearing/issues/[^/?]+)$`), "$1/edit"},
	{regexp.MustCompile(`^(/moderation/people/\d+)/sanctions$`), "$1#sanctions"},
}

// writtenAt is the page on which a form stands that is posted to a place; "" where it is not one in which people write.
func writtenAt(place string) string {
	if writingPlaces.MatchString(place) {
		return place
	}
	for _, e := range writingElsewhere {
		if e.place.MatchString(place) {
			return e.place.ReplaceAllString(place, e.page)
		}
	}
	return ""
}

// writingAt is the page on which a draft can be written on, with that draft in the form.
func writingAt(d people.Draft) string {
	page, fragment, _ := strings.Cut(writtenAt(d.Place), "#")
	if page == "" {
		return ""
	}
	mark := "?"
	if strings.Contains(page, "?") {
		mark = "&"
	}
	if fragment != "" {
		fragment = "#" + fragment
	}
	return page + mark + "draft=" + strconv.FormatInt(d.ID, 10) + fragment
}

// keep gives an empty form the draft that the reader has for it, and one that was sent the draft that it came with.
func (a *App) keep(c *fiber.Ctx, f *views.AnswerForm) error {
	place := f.Action
	if f.Parent != 0 {
		place += "?to=" + strconv.FormatInt(f.Parent, 10)
	}
	k, err := a.keeping(c, place)
	k.Names = f.Draft.Names
	if f.Draft = k; err != nil || k.Fields == nil {
		return err
	}
	f.Body, f.Evidence = k.Fields["body"], k.Fields["evidence"]
	f.Language = cmp.Or(k.Fields[languageField], f.Language)
	if f.Proposed != nil && k.Fields["proposed"] != "" {
		f.Proposed.Words = k.Fields["proposed"]
	}
	if f.Words != nil && f.Words.Empty() {
		f.Words.Quote, f.Words.Before, f.Words.After = k.Fields[fieldWords], k.Fields[fieldBefore], k.Fields[fieldAfter]
	}
	return a.keepFiles(c, f, k.Fields)
}

// keeping finds what the reader keeps for a place: the draft that is asked for, or the newest.
func (a *App) keeping(c *fiber.Ctx, place string) (views.Keeping, error) {
	k := views.Keeping{Place: place, Person: actor(c).ID, Fresh: c.Method() == fiber.MethodGet}
	if !actor(c).SignedIn() {
		k.Person = 0
		return k, nil
	}
	if c.Method() == fiber.MethodPost {
		v := forms.Posted(c)
		k.ID = v.ID(forms.DraftField)
		k.Version, _ = strconv.Atoi(v.Raw(forms.DraftVersion))
		return k, nil
	}
	drafts, err := a.People.OwnDraftsAt(c.UserContext(), actor(c), place)
	chooseDraft(&k, drafts, forms.ID(c.Query("draft")))
	return k, err
}

// chooseDraft takes the draft that is asked for, or else the newest; the others are offered beside it.
func chooseDraft(k *views.Keeping, drafts []people.Draft, asked int64) {
	wanted := max(0, slices.IndexFunc(drafts, func(d people.Draft) bool { return d.ID == asked }))
	for i, d := range drafts {
		if i == wanted {
			k.ID, k.Version, k.At, k.Fields = d.ID, d.Version, d.ChangedAt, d.Fields
		} else {
			k.Others = append(k.Others, keptDraft(d))
		}
	}
}

// keepingOne is keeping on a page with several forms: a form that was sent brings its own draft alone.
func (a *App) keepingOne(c *fiber.Ctx, place string) (views.Keeping, error) {
	if c.Method() == fiber.MethodPost && c.Path() != place {
		return views.Keeping{Place: place, Person: actor(c).ID}, nil
	}
	return a.keeping(c, place)
}

// keepingEach finds what the reader keeps for each of many forms on one page.
func (a *App) keepingEach(c *fiber.Ctx) (func(place string) views.Keeping, error) {
	drafts, err := a.People.OwnDrafts(c.UserContext(), actor(c))
	if err != nil {
		return nil, err
	}
	at := map[string][]people.Draft{}
	for _, d := range drafts {
		at[d.Place] = append(at[d.Place], d)
	}
	return func(place string) views.Keeping {
		k := views.Keeping{Place: place, Person: actor(c).ID, Fresh: c.Method() == fiber.MethodGet}
		chooseDraft(&k, at[place], forms.ID(c.Query("draft")))
		return k
	}, nil
}

// draftWho is the field in which the script says whose page it saves.
const draftWho = "draft-who"

// typedFields are the fields of a form that was sent, without those that are for one sending only.
func typedFields(c *fiber.Ctx) map[string]string {
	fields := map[string]string{}
	for name, value := range c.Request().PostArgs().All() {
		if !slices.Contains(notKept, string(name)) {
			fields[string(name)] = string(value)
		}
	}
	return fields
}

// later tells whether a form was sent to be kept, not posted.
func (a *App) later(c *fiber.Ctx) bool {
	return actor(c).SignedIn() && forms.Posted(c).Is("do", "later")
}

// saving reads what is to be kept of a form that was sent.
func saving(c *fiber.Ctx) people.Saving {
	v := forms.Posted(c)
	n := people.Saving{Place: v.Raw(forms.DraftPlace), Fields: typedFields(c), Draft: v.ID(forms.DraftField), FormKey: v.Raw(forms.KeyField)}
	n.Version, _ = strconv.Atoi(v.Raw(forms.DraftVersion))
	return n
}

// saveForLater keeps a form and shows it again where it stands.
func (a *App) saveForLater(c *fiber.Ctx) error {
	n := saving(c)
	saved, err := a.People.SaveOwnDraft(c.UserContext(), actor(c), n)
	if err != nil {
		return err
	}
	to, code := "/account#drafts", "draft-kept"
	if saved.Posted {
		to, code = "/account", "posted"
	} else if page := writingAt(people.Draft{ID: saved.Draft, Place: n.Place}); page != "" {
		to = page
	}
	return a.redirect(c, to, code)
}

// draftSaved is what the script that saves while somebody types is told.
type draftSaved struct {
	Draft   int64  `json:"draft"`
	Version int    `json:"version"`
	Words   string `json:"words"` // what became of it, for people
	Aside   bool   `json:"aside"` // other words for the same place are kept too
}

// saveDraft keeps what is being typed.
func (a *App) saveDraft(c *fiber.Ctx) error {
	ctx, n := c.UserContext(), saving(c)
	if err := a.People.Crowded(people.ActWrite, a.client(c).Address); err != nil {
		return err
	}
	// Somebody else signed in on another page meanwhile: whose words these are is not theirs to know.
	if who := forms.ID(forms.Posted(c).Raw(draftWho)); who != 0 && who != actor(c).ID {
		return db.Forbidden{}
	}
	if writtenAt(n.Place) == "" {
		return fiber.ErrNotFound
	}
	if !wrote(n.Fields) {
		if err := a.People.DropEmptied(ctx, actor(c), n.Draft, n.Version); err != nil {
			return err
		}
		return c.JSON(draftSaved{})
	}
	saved, err := a.People.SaveOwnDraft(ctx, actor(c), n)
	if err != nil {
		return err
	}
	answer := draftSaved{Draft: saved.Draft, Version: saved.Version, Aside: saved.Others > 0}
	switch {
	case saved.Posted:
		answer.Words = locale.T(ctx, "Your words are posted.")
	case answer.Aside:
		answer.Words = locale.T(ctx, "Saved at %s. Other words of yours for this place are kept too. Open this page again to see them.", locale.Time(ctx, a.Clock.Now()))
	default:
		answer.Words = locale.T(ctx, "Saved at %s.", locale.Time(ctx, a.Clock.Now()))
	}
	return c.JSON(answer)
}

// wrote tells whether somebody wrote anything in a form.
func wrote(fields map[string]string) bool {
	_, said := fields["body"]    // beside which "words" are what is commented on
	_, told := fields["message"] // beside which a "reason" is one to choose
	_, argued := fields["words"] // the same
	for name, value := range fields {
		switch {
		case strings.TrimSpace(value) == "", name == "reason" && (told || argued):
		case written[name], name == "words" && !said:
			return true
		}
	}
	return false
}
