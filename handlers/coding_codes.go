package handlers

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/coding"
	"folkmoot/models/coding/agreement"
	"folkmoot/models/prose"
	"folkmoot/models/themes"
	"folkmoot/views/locale"
)

// doubleCSV gives all codes of a double coding as a table.
func (a *App) doubleCSV(c *fiber.Ctx) error {
	d, err := a.double(c)
	if err != nil {
		return err
	}
	comparison, err := a.Coding.Compare(c.UserContext(), actor(c), d.ID)
	if err != nil {
		return err
	}
	texts, err := a.Coding.Texts(c.UserContext(), actor(c), comparison.Items)
	if err != nil {
		return err
	}
	codebook, err := a.Themes.List(c.UserContext())
	if err != nil {
		return err
	}
	table, err := a.codesTable(comparison, texts, codebook)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="double-coding-`+strconv.FormatInt(d.ID, 10)+`.csv"`)
	return c.Send(table)
}

func (a *App) codesTable(comparison coding.Comparison, texts map[int64]coding.Item, codebook []themes.Theme) ([]byte, error) {
	names := map[int64]string{}
	for _, t := range codebook {
		names[t.ID] = t.Name
	}
	said := func(codes agreement.Codes) string {
		if codes == nil {
			return "(not read)"
		}
		list := make([]string, len(codes))
		for i, id := range codes {
			list[i] = names[id]
		}
		return strings.Join(list, "; ")
	}
	var out bytes.Buffer
	out.WriteString("\ufeff") // spreadsheets take the text for UTF-8 only with this mark
	w := csv.NewWriter(&out)
	head := []string{"position", "contribution", "link", "text"}
	for _, coder := range comparison.Coders {
		head = append(head, prose.SafeCell("themes by "+coder.Name))
	}
	w.Write(append(head, "coders", "agree", "themes now", "note", "resolved_at"))
	for _, item := range comparison.Items {
		text, ok := texts[item.Contribution]
		if !ok {
			continue
		}
		link := "/contributions/" + strconv.FormatInt(item.Contribution, 10)
		row := []string{strconv.Itoa(item.Position), strconv.FormatInt(item.Contribution, 10), a.absolute(link), prose.SafeCell(text.Body)}
		for _, codes := range item.Codes {
			row = append(row, prose.SafeCell(said(codes)))
		}
		var now []int64
		for _, tag := range text.On {
			now = append(now, tag.Theme.ID)
		}
		agree, resolved := "", ""
		if item.Readers >= 2 {
			agree = strconv.FormatBool(item.Same)
		}
		if item.ResolvedAt != 0 {
			resolved = locale.Stamp(item.ResolvedAt)
		}
		w.Write(append(row, strconv.Itoa(item.Readers), agree, prose.SafeCell(said(agreement.NewCodes(now...))), prose.SafeCell(item.Note), resolved))
	}
	w.Flush()
	return out.Bytes(), w.Error()
}
