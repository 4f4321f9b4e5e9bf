package views

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/people"
	"folkmoot/models/say"
	"folkmoot/views/locale"
)

// copyCell is one fact in a copy, in words.
type copyCell struct{ label, words string }

// Reading writes what is somebody's as a page to read, row by row, so that however much it is, little of it stands in
// memory. It is for models/privacy, which calls it in the order of the page.
type Reading struct {
	Context context.Context
	To      io.Writer
	Place   string
	Now     clock.Instant
}

// Begin writes the head of the page.
func (r Reading) Begin() error {
	return copyHead(r.Place, locale.DateLong(r.Context, r.Now)).Render(r.Context, r.To)
}

// Section writes the heading of what comes from a table or of a part.
func (r Reading) Section(name string) error {
	return copySection(copyTitle(r.Context, name)).Render(r.Context, r.To)
}

// Row writes one row of a table.
func (r Reading) Row(_ string, cells []people.Cell) error {
	var list []copyCell
	for _, c := range cells {
		if words := copyWords(r.Context, c.Column, c.Value); words != "" && !copyLeftOut(c.Column) {
			list = append(list, copyCell{copyLabel(r.Context, c.Column), words})
		}
	}
	if len(list) == 0 {
		return nil
	}
	return copyRow(list).Render(r.Context, r.To)
}

// Part writes one value of a part: its fields in their order.
func (r Reading) Part(_ string, value any) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return err
	}
	fields := json.NewDecoder(bytes.NewReader(raw))
	if start, err := fields.Token(); err != nil || start != json.Delim('{') {
		return err
	}
	var list []copyCell
	for fields.More() {
		name, err := fields.Token()
		if err != nil {
			return err
		}
		var field any
		if err := fields.Decode(&field); err != nil {
			return err
		}
		if words := plainly(r.Context, field); words != "" {
			list = append(list, copyCell{copyLabel(r.Context, fmt.Sprint(name)), words})
		}
	}
	return copyRow(list).Render(r.Context, r.To)
}

// End writes the end of the page.
func (r Reading) End() error { return copyFoot(false).Render(r.Context, r.To) }

// plainly writes a value of JSON for people.
func plainly(ctx context.Context, value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case bool:
		return yesOrNo(ctx, v)
	case []any:
		var words []string
		for _, one := range v {
			if text := plainly(ctx, one); text != "" {
				words = append(words, text)
			}
		}
		return strings.Join(words, "\n")
	case map[string]any:
		var words []string
		for _, name := range sortedNames(v) {
			if text := plainly(ctx, v[name]); text != "" {
				words = append(words, copyLabel(ctx, name)+": "+text)
			}
		}
		return strings.Join(words, "\n")
	}
	return fmt.Sprint(value)
}

// copyHidden are columns that the page to read leaves out: numbers by which the program knows things, words a second time
// as HTML, and what only programs can use. data.json has them.
var copyHidden = map[string]bool{
	"id": true, "seq": true, "step": true, "page": true, "position": false, "body_html": true, "new_html": true, "new_text": true, "name_skeleton": true,
	"import_key": true, "claimed_by": true, "author_id": true, "created_by": true, "decided_by": true, "entered_by": true, "ended_by": true,
	"given_by": true, "made_by": true, "put_by": true, "recorded_by": true, "taken_by": true, "written_by": true, "answered_by": true, "asked_by": true,
	"asked_of": true, "last_seq": true, "hash": true, "object": true, "attributes": true, "place": false,
}

func copyLeftOut(column string) bool { return copyHidden[column] || strings.HasSuffix(column, "_id") }

// copyWords writes a value of a column for people; "" for what is not worth a line.
func copyWords(ctx context.Context, column string, value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case clock.Instant:
		return locale.When(ctx, v)
	case say.Text:
		return locale.Say(ctx, v)
	case int64:
		if copyFlags[column] {
			return yesOrNo(ctx, v != 0)
		}
		if copyMoments[column] {
			if v == 0 {
				return ""
			}
			return locale.When(ctx, clock.Instant(v))
		}
	}
	return fmt.Sprint(value)
}

// copyFlags are columns that say yes or no, and copyMoments those that hold a moment under another name.
var (
	copyFlags = map[string]bool{
		"mail_answers": true, "equality_asked": true, "shared": true, "late": true, "noted": true, "covered": true, "sealed": true, "public": true, "duty": true,
	}
	copyMoments = map[string]bool{"silenced_until": true, "suspended_until": true, "until": true, "since": true, "ask_more_from": true}
)

func yesOrNo(ctx context.Context, yes bool) string {
	if yes {
		return locale.T(ctx, "yes")
	}
	return locale.T(ctx, "no")
}

func sortedNames(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }

// copyDirection is in which direction the reader's language is written.
func copyDirection(ctx context.Context) string {
	language, _, _ := strings.Cut(locale.Language(ctx), "-")
	switch language {
	case "ar", "fa", "he", "ps", "sd", "ug", "ur", "yi":
		return "rtl"
	}
	return "ltr"
}
