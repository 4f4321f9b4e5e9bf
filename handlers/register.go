package handlers

import (
	"context"
	"encoding/csv"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/prose"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// registerLength is how many entries of the register a page shows, and registerDeadline how long writing all of it to a
// file may take.
const (
	registerLength   = 50
	registerDeadline = 2 * time.Minute
)

// registerFilter reads which entries of the register are wanted. A month is that of the place's time zone: "2026-11".
func (a *App) registerFilter(c *fiber.Ctx) (f audit.Filter, err error) {
	f.Act, f.Actor = c.Query("act"), forms.ID(c.Query("person"))
	if thing := c.Query("thing"); thing != "" {
		kind, id, _ := strings.Cut(thing, ":")
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil || kind == "" {
			return f, db.ErrNotFound
		}
		f.Kind, f.Object = kind, n
	}
	if month := c.Query("month"); month != "" {
		begin, err := time.ParseInLocation("2006-01", month, a.Zone)
		if err != nil {
			return f, db.ErrNotFound
		}
		f.From, f.To = clock.Of(begin), clock.Of(begin.AddDate(0, 1, 0))
	}
	return f, nil
}

func (a *App) showRegister(c *fiber.Ctx) error {
	ctx, who := c.UserContext(), actor(c)
	f, err := a.registerFilter(c)
	if err != nil {
		return err
	}
	entries, err := a.Moderation.Register(ctx, who, f, forms.ID(c.Query("before")), registerLength+1)
	if err != nil {
		return err
	}
	p := views.RegisterPage{Page: a.page(c, locale.T(ctx, "The register")), Filter: f, Month: c.Query("month")}
	if p.Team, err = a.Moderation.Team(ctx, who, f.Actor); err != nil {
		return err
	}
	if len(entries) > registerLength {
		entries = entries[:registerLength]
		query := url.Values{"before": {strconv.FormatInt(entries[registerLength-1].ID, 10)}}
		for _, name := range []string{"act", "person", "month", "thing"} {
			if value := c.Query(name); value != "" {
				query.Set(name, value)
			}
		}
		p.Next = "/moderation/register?" + query.Encode()
	}
	p.Entries = entries
	return a.render(c, views.ModerationRegister(p))
}

// sendRegister writes a file of the register to disk, so that none stands whole in memory, and sends that.
func (a *App) sendRegister(c *fiber.Ctx, name, kind string, write func(ctx context.Context, w io.Writer) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), registerDeadline)
	defer cancel()
	file, size, err := pass(func(w io.Writer) error { return write(ctx, w) })
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, kind)
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	return c.SendStream(file, size)
}

// registerCSV gives the entries that are asked for as a table, the oldest first.
func (a *App) registerCSV(c *fiber.Ctx) error {
	f, err := a.registerFilter(c)
	if err != nil {
		return err
	}
	who := actor(c)
	return a.sendRegister(c, "register.csv", "text/csv; charset=utf-8", func(ctx context.Context, out io.Writer) error {
		io.WriteString(out, "\ufeff") // spreadsheets take the text for UTF-8 only with this mark
		w := csv.NewWriter(out)
		w.Write([]string{"id", "at", "actor_id", "actor", "act", "in words", "kind", "object", "reason", "details", "seal"})
		err := a.Moderation.EachEntry(ctx, who, f, func(e audit.Record) error {
			return w.Write([]string{
				strconv.FormatInt(e.ID, 10), locale.Stamp(e.At), strconv.FormatInt(e.ActorID, 10), prose.SafeCell(e.Actor), prose.SafeCell(e.Act),
				prose.SafeCell(views.ActWords(ctx, e.Act)), prose.SafeCell(e.Kind), strconv.FormatInt(e.Object, 10), prose.SafeCell(e.Reason),
				prose.SafeCell(e.Details), e.Seal,
			})
		})
		w.Flush()
		if err != nil {
			return err
		}
		return w.Error()
	})
}

// registerLines gives the whole register with its seals and signed heads, so that anybody can check it.
func (a *App) registerLines(c *fiber.Ctx) error {
	who := actor(c)
	return a.sendRegister(c, "register.jsonl", "application/jsonl", func(ctx context.Context, w io.Writer) error {
		return a.Moderation.RegisterLines(ctx, who, w)
	})
}

// registerHeads gives the signed heads, one a line, for anybody to keep.
func (a *App) registerHeads(c *fiber.Ctx) error {
	a.shows(c, db.TopicRegister)
	heads, err := audit.Heads(c.UserContext(), a.DB)
	if err != nil {
		return err
	}
	var out strings.Builder
	out.WriteString("# The signed heads of the register, one a line. Keep this file: it shows later whether anything was changed or taken out.\n")
	out.WriteString("# \"folkmoot verify --register-file register.jsonl --heads heads.txt\" holds a register that you were given to it.\n")
	for _, h := range heads {
		out.WriteString(h.String() + "\n")
	}
	c.Set(fiber.HeaderContentType, "text/plain; charset=utf-8")
	return c.SendString(out.String())
}
