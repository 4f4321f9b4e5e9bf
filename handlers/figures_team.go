package handlers

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/figures"
	"folkmoot/models/prose"
	"folkmoot/models/rules"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// usualWeeks is how far back the team's figures go where nobody chose.
const usualWeeks = 13

// teamFigures reads the figures of the weeks that are asked for.
func (a *App) teamFigures(c *fiber.Ctx) (views.TeamPage, error) {
	book := rules.From(c.UserContext())
	p := views.TeamPage{Weeks: c.QueryInt("weeks", usualWeeks), Aim: book.Contacts.AimHours}
	p.Weeks = max(1, min(p.Weeks, figures.MaxWeeks))
	var err error
	p.Team, err = a.Figures.Team(c.UserContext(), actor(c), book, p.Weeks, time.Duration(p.Aim)*time.Hour)
	return p, err
}

func (a *App) showTeam(c *fiber.Ctx) error {
	p, err := a.teamFigures(c)
	if err != nil {
		return err
	}
	p.Page = a.page(c, locale.T(c.UserContext(), "How the team is doing"))
	return a.render(c, views.TeamFigures(p))
}

// teamCSV gives every figure as a row: which list it is of, what it is about, and its numbers. Times are in minutes.
func (a *App) teamCSV(c *fiber.Ctx) error {
	p, err := a.teamFigures(c)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	out.WriteString("\ufeff") // spreadsheets take the text for UTF-8 only with this mark
	w := csv.NewWriter(&out)
	w.Write([]string{"list", "about", "number", "oldest", "half within minutes", "nine in ten within minutes", "busiest week", "nights and weekends", "grave"})
	number := strconv.Itoa
	minutes := func(t figures.Times) []string {
		if t.N == 0 {
			return []string{"", ""}
		}
		return []string{number(int(t.Median / time.Minute)), number(int(t.Ninety / time.Minute))}
	}
	for _, list := range []struct {
		name string
		rows []figures.Waiting
	}{{"waiting by kind", p.Team.Kinds}, {"waiting by rank", p.Team.Ranks}, {"waiting by reason", p.Team.Reasons}, {"waiting by group", p.Team.Groups}} {
		for _, r := range list.rows {
			w.Write([]string{list.name, prose.SafeCell(r.Key), number(r.N), locale.Stamp(r.Oldest), "", "", "", "", ""})
		}
	}
	for _, list := range []struct {
		name string
		rows []figures.Took
	}{{"decided by week", p.Team.Weeks}, {"decided by reason", p.Team.ByReason}, {"decided by group", p.Team.ByGroup}} {
		for _, r := range list.rows {
			w.Write(slices.Concat([]string{list.name, prose.SafeCell(r.Key), number(r.N), ""}, minutes(r.Times), []string{"", "", ""}))
		}
	}
	for _, l := range p.Team.Loads {
		w.Write(slices.Concat([]string{"decided by moderator", prose.SafeCell(l.Name), number(l.N), ""}, minutes(l.Times), []string{number(l.Busiest), number(l.Nights), number(l.Grave)}))
	}
	for _, h := range p.Team.Heavy {
		w.Write([]string{"decided about", prose.SafeCell(h.Name), number(h.Decisions), "", "", "", "", "", ""})
	}
	for _, one := range []struct {
		name string
		n    int
	}{{"decisions", p.Team.Decisions}, {"taken back", p.Team.Undone}, {"in time", p.Team.InTime}, {"appeals decided", p.Team.Appealed}, {"changed", p.Team.Changed}, {"changed in part", p.Team.ChangedInPart}} {
		w.Write([]string{"all", one.name, number(one.n), "", "", "", "", "", ""})
	}
	w.Flush()
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="team.csv"`)
	return c.Send(out.Bytes())
}
