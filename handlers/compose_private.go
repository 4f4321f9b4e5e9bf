package handlers

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/watch"
	"folkmoot/views"
)

// asItIs is the field that says that somebody was asked about the private details in their words, and posts them.
const asItIs = "as-it-is"

// around is how many bytes before and after a private detail are shown with it.
const around = 40

// askPrivate asks a writer once, before their words are posted, about what looks like a private detail in them and is new,
// as Invalid under the box. They change their words, or say that they mean it: that holds for these details, whatever else
// they change. Before is what stood there already.
func (a *App) askPrivate(c *fiber.Ctx, f *views.PrivateAsk, box, before string, texts ...string) error {
	var found []views.PrivateDetail
	var words []string
	for _, text := range texts {
		noticed := watch.Noticed{Private: watch.PrivateDetails(text)}.Without(text, before)
		noticed, err := a.Discussions.Watch.Unpublished(c.UserContext(), a.DB, noticed)
		if err != nil {
			return err
		}
		for _, d := range noticed.Private {
			if !d.Soft {
				found = append(found, detailIn(text, d))
				words = append(words, d.Kind+" "+text[d.Start:d.End])
			}
		}
	}
	f.Private, f.AsItIs = nil, forms.Posted(c).Raw(asItIs)
	if len(found) == 0 {
		return nil
	}
	slices.Sort(words)
	sum := sha256.Sum256([]byte(strings.Join(slices.Compact(words), "\x00")))
	meant := base64.RawURLEncoding.EncodeToString(sum[:9])
	if f.AsItIs == meant {
		return nil
	}
	f.Private, f.AsItIs = found, meant
	return db.Wrong(box, "Look at your words once more: something in them may be private")
}

// detailIn is a private detail with the words around it.
func detailIn(text string, d watch.Detail) views.PrivateDetail {
	from, to := max(0, d.Start-around), min(len(text), d.End+around)
	for from < d.Start && !utf8.RuneStart(text[from]) {
		from++
	}
	for to > d.End && to < len(text) && !utf8.RuneStart(text[to]) {
		to--
	}
	shown := views.PrivateDetail{Kind: d.Kind, Before: text[from:d.Start], Words: text[d.Start:d.End], After: text[d.End:to]}
	if from > 0 {
		shown.Before = "…" + shown.Before
	}
	if to < len(text) {
		shown.After += "…"
	}
	return shown
}
