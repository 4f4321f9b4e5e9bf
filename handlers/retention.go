package handlers

import (
	"context"
	"encoding/csv"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/prose"
	"folkmoot/models/retention"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// listKept shows every kind of record with how long it is kept, how many there are, and how many go next.
func (a *App) listKept(c *fiber.Ctx) error {
	ctx, who := c.UserContext(), actor(c)
	p := views.KeptPage{Page: a.page(c, locale.T(ctx, "How long things are kept")), Now: a.Clock.Now()}
	p.NoIndex = true
	settings, err := a.Retention.Settings(ctx)
	if err != nil {
		return err
	}
	for _, k := range retention.Kinds {
		one := views.KeptKind{Kind: k, Setting: settings[k.Key]}
		if k.Timed() {
			if one.Preview, err = a.Retention.Preview(ctx, who, k.Key, one.Setting.Kept); err != nil {
				return err
			}
		}
		p.Kinds = append(p.Kinds, one)
	}
	if p.Certificates, err = a.Retention.Certificates(ctx, who, "", forms.ID(c.Query("before"))); err != nil {
		return err
	}
	return a.render(c, views.KeptKinds(p))
}

// keptPage puts together the page of one kind; days are those that were typed to see what would go, "" for none.
func (a *App) keptPage(c *fiber.Ctx, days string) (p views.KeptKindPage, err error) {
	ctx, who := c.UserContext(), actor(c)
	k, ok := retention.Find(c.Params("what"))
	if !ok || !k.Timed() {
		return p, db.ErrNotFound
	}
	settings, err := a.Retention.Settings(ctx)
	if err != nil {
		return p, err
	}
	p = views.KeptKindPage{
		Page: a.page(c, locale.T(ctx, "How long things are kept")), KeptKind: views.KeptKind{Kind: k, Setting: settings[k.Key]}, Now: a.Clock.Now(),
		Key: a.newKey(c), HoldKey: a.newKey(c), Days: days,
	}
	p.NoIndex = true
	if p.Preview, err = a.Retention.Preview(ctx, who, k.Key, p.Setting.Kept); err != nil {
		return p, err
	}
	p.Certificates, err = a.Retention.Certificates(ctx, who, k.Key, 0)
	return p, err
}

// typedDays reads a number of days that was typed for a kind.
func typedDays(k retention.Kind, typed string) (int, error) {
	days, err := strconv.Atoi(strings.TrimSpace(typed))
	if err != nil {
		days = 0 // which no kind takes
	}
	return days, k.Check(days)
}

// showKept shows one kind and, where days are asked about, what would go then.
func (a *App) showKept(c *fiber.Ctx) error {
	p, err := a.keptPage(c, c.Query("days"))
	if err != nil {
		return err
	}
	if p.Days == "" || !p.Kind.Chosen() {
		return a.render(c, views.KeptOne(p))
	}
	days, err := typedDays(p.Kind, p.Days)
	if err != nil {
		return a.keptAgain(c, p, err)
	}
	then := time.Duration(days) * retention.Day
	p.Tried = &views.KeptTried{Days: days, At: a.Clock.Now()}
	if then < p.Setting.Kept {
		p.Tried.At = a.Clock.Now().Add(retention.Wait)
	}
	if p.Tried.Preview, err = a.Retention.Preview(c.UserContext(), actor(c), p.Kind.Key, then); err != nil {
		return err
	}
	return a.render(c, views.KeptOne(p))
}

func (a *App) keptAgain(c *fiber.Ctx, p views.KeptKindPage, failed error) error {
	return a.renderAgain(c, failed, func(problems []views.FieldError) templ.Component {
		p.Errors = problems
		return views.KeptOne(p)
	})
}

// postKept chooses how long a kind is kept, or begins or ends a hold on it.
func (a *App) postKept(c *fiber.Ctx) error {
	v, ctx, who, kind := forms.Posted(c), c.UserContext(), actor(c), c.Params("what")
	key := v.Key(who.ID)
	var err error
	switch v.Raw("do") {
	case "choose":
		k, ok := retention.Find(kind)
		if !ok {
			return db.ErrNotFound
		}
		var days int
		if days, err = typedDays(k, v.Raw("days")); err == nil || !k.Chosen() {
			err = a.Retention.Choose(ctx, who, key, kind, days)
		}
	case "hold":
		err = a.Retention.Hold(ctx, who, key, kind, v.Text("why"))
	case "release":
		err = a.Retention.Release(ctx, who, key, kind)
	default:
		err = db.Wrong("", "Choose one of the steps")
	}
	if err == nil {
		return a.done(c, views.KeptURL(kind), "saved")
	}
	p, lookup := a.keptPage(c, v.Raw("days"))
	if lookup != nil {
		return errors.Join(err, lookup)
	}
	p.Why = v.Text("why")
	return a.keptAgain(c, p, err)
}

// showCertificate shows what was removed of one kind, by which rule.
func (a *App) showCertificate(c *fiber.Ctx) error {
	ctx := c.UserContext()
	one, err := a.Retention.Certificate(ctx, actor(c), forms.ID(c.Params("certificate")))
	if err != nil {
		return err
	}
	p := views.CertificatePage{Page: a.page(c, locale.T(ctx, "Certificate %d", one.ID)), Certificate: one}
	p.NoIndex = true
	p.Kind, _ = retention.Find(one.Kind)
	return a.render(c, views.Certificate(p))
}

// certificatesCSV gives every certificate that was made.
func (a *App) certificatesCSV(c *fiber.Ctx) error {
	var out strings.Builder
	w := csv.NewWriter(&out)
	if err := w.Write([]string{"certificate", "kind", "what", "kept for days", "older than", "removed", "begun", "made"}); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), bundleDeadline)
	defer cancel()
	err := a.Retention.EachCertificate(ctx, actor(c), func(one retention.Certificate) error {
		k, _ := retention.Find(one.Kind)
		return w.Write([]string{
			strconv.FormatInt(one.ID, 10), prose.SafeCell(one.Kind), prose.SafeCell(locale.Say(ctx, k.What)), strconv.FormatFloat(one.Kept.Hours()/24, 'f', -1, 64), locale.Stamp(one.Before),
			strconv.FormatInt(one.Removed, 10), locale.Stamp(one.BegunAt), locale.Stamp(one.MadeAt),
		})
	})
	if err != nil {
		return err
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="certificates.csv"`)
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.SendString("\ufeff" + out.String())
}
