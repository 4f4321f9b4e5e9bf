package handlers

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/figures"
	"folkmoot/models/prose"
	"folkmoot/models/rules"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// registerMonths is how many months the public page shows; its files have all of them.
const registerMonths = 12

// publicFigures reads the figures for everybody, and says for how long they are true enough.
func (a *App) publicFigures(c *fiber.Ctx, months int) (figures.Public, error) {
	a.shows(c, db.TopicRules)
	a.showsUntil(c, a.Clock.Now().Add(figures.Freshness))
	return a.Figures.Public(c.UserContext(), months)
}

func (a *App) showPublicRegister(c *fiber.Ctx) error {
	a.shows(c, db.TopicRegister)
	p := views.PublicRegisterPage{Page: a.page(c, locale.T(c.UserContext(), "The public register"))}
	var err error
	if p.Figures, err = a.publicFigures(c, registerMonths); err != nil {
		return err
	}
	if p.Head, err = audit.NewestHead(c.UserContext(), a.DB); err != nil && !errors.Is(err, db.ErrNotFound) {
		return err
	}
	return a.render(c, views.PublicRegister(p))
}

// publicNumber is a number of the files: what is not shown is null, with the bound where there is one.
type publicNumber struct {
	N         *int `json:"n"`
	FewerThan int  `json:"fewer_than,omitempty"`
}

func publicOf(s figures.Shown) publicNumber {
	switch {
	case s.Few:
		return publicNumber{FewerThan: figures.FewerThan}
	case s.Hidden:
		return publicNumber{}
	}
	return publicNumber{N: &s.N}
}

func publicActs(acts map[rules.Act]figures.Shown) map[rules.Act]publicNumber {
	all := map[rules.Act]publicNumber{}
	for act, shown := range acts {
		all[act] = publicOf(shown)
	}
	return all
}

// publicSeconds is a wait of the files; null where it is not known.
func publicSeconds(w figures.PublicWait) *int {
	if !w.Known {
		return nil
	}
	seconds := int(w.Median / time.Second)
	return &seconds
}

func (a *App) publicRegisterJSON(c *fiber.Ctx) error {
	p, err := a.publicFigures(c, figures.MonthsKept)
	if err != nil {
		return err
	}
	months, reasons := []fiber.Map{}, []fiber.Map{}
	for _, m := range p.Months {
		because := []fiber.Map{}
		for _, r := range m.Reasons {
			because = append(because, fiber.Map{"reason": r.Reason, "limited": publicOf(r.Limited), "median_wait_seconds": publicSeconds(r.Wait)})
		}
		months = append(months, fiber.Map{
			"month": m.Key, "reports": publicOf(m.Reports), "keep": m.Keep, "publish": m.Publish, "moved": m.Moved, "limited": publicActs(m.Limited), "limited_in_all": publicOf(m.All),
			"reasons": because, "appeals": publicOf(m.Appeals), "changed_after_appeal": publicOf(m.Changed), "accounts_limited": publicOf(m.Sanctions), "taken_back": m.Undone,
			"median_wait_seconds": publicSeconds(m.Wait),
		})
	}
	for _, r := range p.Reasons {
		reasons = append(reasons, fiber.Map{"reason": r.Reason, "limited": publicOf(r.Limited)})
	}
	return c.JSON(fiber.Map{"counted": locale.Stamp(p.Counted), "months": months, "reasons": reasons})
}

// What the public files say where there is no number.
const (
	waitRow     = "half decided within, in seconds"
	waitUnknown = "not known"
)

// publicRows are the rows of the table that everybody can take away: one for each month and thing that is counted, for each
// month and reason, and for each reason over all months. A wait that nobody knows is said to be so.
func publicRows(p figures.Public) (rows [][]string) {
	row := func(month, reason, what string, n figures.Shown) {
		text := strconv.Itoa(n.N)
		if n.Few {
			text = "fewer than " + strconv.Itoa(figures.FewerThan)
		} else if n.Hidden {
			text = "not shown"
		}
		rows = append(rows, []string{month, reason, what, text})
	}
	waited := func(month, reason string, w figures.PublicWait) {
		text := waitUnknown
		if seconds := publicSeconds(w); seconds != nil {
			text = strconv.Itoa(*seconds)
		}
		rows = append(rows, []string{month, reason, waitRow, text})
	}
	for _, m := range p.Months {
		row(m.Key, "", "reports", m.Reports)
		row(m.Key, "", "keep", figures.Shown{N: m.Keep})
		row(m.Key, "", "publish", figures.Shown{N: m.Publish})
		row(m.Key, "", "moved", figures.Shown{N: m.Moved})
		for _, act := range figures.PublicLimits {
			row(m.Key, "", string(act), m.Limited[act])
		}
		row(m.Key, "", "limited in all", m.All)
		row(m.Key, "", "appeals", m.Appeals)
		row(m.Key, "", "changed after an appeal", m.Changed)
		row(m.Key, "", "accounts limited", m.Sanctions)
		row(m.Key, "", "taken back at once", figures.Shown{N: m.Undone})
		waited(m.Key, "", m.Wait)
		for _, r := range m.Reasons {
			row(m.Key, r.Reason, "limited in all", r.Limited)
			waited(m.Key, r.Reason, r.Wait)
		}
	}
	for _, r := range p.Reasons {
		row("all of these", r.Reason, "limited in all", r.Limited)
	}
	return rows
}

// publicRegisterCSV gives the table as a file.
func (a *App) publicRegisterCSV(c *fiber.Ctx) error {
	p, err := a.publicFigures(c, figures.MonthsKept)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	out.WriteString("\ufeff") // spreadsheets take the text for UTF-8 only with this mark
	w := csv.NewWriter(&out)
	w.Write([]string{"month", "reason", "what", "number"})
	for _, row := range publicRows(p) {
		row[1] = prose.SafeCell(row[1])
		w.Write(row)
	}
	w.Flush()
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="register.csv"`)
	return c.Send(out.Bytes())
}
