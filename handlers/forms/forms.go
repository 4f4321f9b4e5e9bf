// Package forms reads what a form sent: each file parses one form, checks its shape and keeps what was typed.
package forms

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/say"
)

// KeyField is the name of the hidden field that carries a form's idempotency key.
const KeyField = "key"

// The hidden fields that say which draft a form is kept in: its number, what it is kept for, and which version of it the
// page has. A script changes them while somebody types, so they do not count for what a form says.
const (
	DraftField   = "draft"
	DraftPlace   = "draft-place"
	DraftVersion = "draft-version"
)

var draftFields = []string{DraftField, DraftPlace, DraftVersion}

// Values reads the fields of a form that was sent, and gathers what is wrong with them.
type Values struct {
	get   func(name string) []string
	said  func() string
	wrong db.Invalid
}

// Posted reads the form in a request's body.
func Posted(c *fiber.Ctx) *Values {
	args := c.Request().PostArgs()
	return &Values{
		get:  func(name string) []string { return texts(args.PeekMulti(name)) },
		said: func() string { return digest(c.Path(), args) },
	}
}

// digest tells what was sent to an address apart from anything else sent there. Line ends and the space around a
// value do not count: a browser changes them when it sends the same words again. Nor does the order of the fields.
func digest(path string, args *fasthttp.Args) string {
	fields := []string{path}
	for name, value := range args.All() {
		if string(name) != KeyField && !slices.Contains(draftFields, string(name)) {
			fields = append(fields, string(name)+"\x00"+strings.TrimSpace(strings.ReplaceAll(string(value), "\r\n", "\n")))
		}
	}
	slices.Sort(fields[1:])
	sum := sha256.Sum256([]byte(strings.Join(fields, "\x00\x00")))
	return base64.RawURLEncoding.EncodeToString(sum[:15])
}

// Asked reads the query of a request, for pages that are forms, such as search.
func Asked(c *fiber.Ctx) *Values {
	args := c.Request().URI().QueryArgs()
	return &Values{
		get:  func(name string) []string { return texts(args.PeekMulti(name)) },
		said: func() string { return digest(c.Path(), args) },
	}
}

func texts(raw [][]byte) []string {
	all := make([]string, 0, len(raw))
	for _, b := range raw {
		all = append(all, string(b))
	}
	return all
}

// Raw gives a field just as it came: for passwords.
func (v *Values) Raw(name string) string {
	if all := v.get(name); len(all) > 0 {
		return all[0]
	}
	return ""
}

// All gives every value of a field that may be given several times, just as they came.
func (v *Values) All(name string) []string { return v.get(name) }

// Text gives a field of several lines, cleaned by the rule of prose.Clean.
func (v *Values) Text(name string) string { return v.cleaned(name, prose.Clean) }

// Line gives a field of one line, cleaned by the rule of prose.Line.
func (v *Values) Line(name string) string { return v.cleaned(name, prose.Line) }

func (v *Values) cleaned(name string, clean func(string) (string, error)) string {
	raw := v.Raw(name)
	text, err := clean(raw)
	if err != nil {
		v.Wrong(name, say.Of(err))
		return strings.ToValidUTF8(raw, "\uFFFD") // what was typed is shown again
	}
	return text
}

// Required is Line or Text with a message where the field is empty.
func (v *Values) Required(name, value string, message say.Text) {
	if value == "" {
		v.Wrong(name, message)
	}
}

// AtMost notes a message where a value has more characters than a bound.
func (v *Values) AtMost(name, value string, characters int, message say.Text) {
	if utf8.RuneCountInString(value) > characters {
		v.Wrong(name, message)
	}
}

// Choice gives a field that must be one of the allowed values; anything else is as if it were empty.
func Choice[T ~string](v *Values, name string, allowed ...T) T {
	if chosen := T(v.Raw(name)); slices.Contains(allowed, chosen) {
		return chosen
	}
	return ""
}

// Choices gives a field that may be given several times, each one of the allowed values.
func Choices[T ~string](v *Values, name string, allowed ...T) []T {
	var chosen []T
	for _, value := range v.get(name) {
		if one := T(value); slices.Contains(allowed, one) && !slices.Contains(chosen, one) {
			chosen = append(chosen, one)
		}
	}
	return chosen
}

// ID gives the id in a field, 0 where there is none.
func (v *Values) ID(name string) int64 { return ID(v.Raw(name)) }

// IDs gives the ids in a field that may be given several times.
func (v *Values) IDs(name string) []int64 {
	var ids []int64
	for _, value := range v.get(name) {
		if id := ID(value); id != 0 && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// Is tells whether a field has a value, for boxes to tick and for the button that was pressed.
func (v *Values) Is(name, value string) bool { return slices.Contains(v.get(name), value) }

// Key gives the idempotency key of a form that was posted, for an actor. The draft that the form was kept in ends in the
// transaction of the command that gets the key.
func (v *Values) Key(actor int64) db.Key {
	key := db.Key{Token: v.Raw(KeyField), Actor: actor, Said: v.said()}
	if draft := v.ID(DraftField); actor != 0 && (draft != 0 || v.Raw(DraftPlace) != "") {
		key.Also = func(tx *db.Tx) error { return people.EndDraft(tx, actor, draft) }
	}
	return key
}

// KeptKey gives the key for showing a form again that was not sent for good, as for a preview: the one that it came
// with, or a new one where it came with none. A form that comes back with something wrong gets a new one: what was
// refused was not stored under the old one, which may be spent.
func (v *Values) KeptKey() string {
	if key := v.Raw(KeyField); (db.Key{Token: key}).Valid() {
		return key
	}
	return db.NewToken()
}

// Wrong notes that something is wrong with a field, or with the form as a whole under the empty name. The first
// message of a field stands.
func (v *Values) Wrong(name string, message say.Text) {
	if v.wrong == nil {
		v.wrong = db.Invalid{}
	}
	if v.wrong[name] == "" {
		v.wrong[name] = message
	}
}

// Err is what is wrong, as a db.Invalid, or nil.
func (v *Values) Err() error {
	if len(v.wrong) == 0 {
		return nil
	}
	return v.wrong
}

// Join adds the messages of a model's error to those of the form, so that people are told everything at once. An
// error of another kind is given back.
func (v *Values) Join(err error) error {
	var invalid db.Invalid
	if err != nil && !errors.As(err, &invalid) {
		return err
	}
	for name, message := range invalid {
		v.Wrong(name, message)
	}
	return v.Err()
}

// ID reads an id out of a path or a field: a positive number in plain digits, else 0.
func ID(text string) int64 {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id <= 0 || strconv.FormatInt(id, 10) != text {
		return 0
	}
	return id
}

// maxPath is the length in bytes past which a path to return to is not believed.
const maxPath = 2000

// LocalPath gives a path on this site to go to next, or fallback where the one given could lead away from it.
func LocalPath(given, fallback string) string {
	if len(given) > maxPath || !strings.HasPrefix(given, "/") || strings.HasPrefix(given, "//") ||
		strings.ContainsFunc(given, func(r rune) bool { return r <= ' ' || r == 0x7F || r == '\\' || r == utf8.RuneError }) {
		return fallback
	}
	u, err := url.Parse(given)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" ||
		strings.Contains(u.Path, "//") || strings.Contains(u.Path, "\\") {
		return fallback
	}
	return given
}
