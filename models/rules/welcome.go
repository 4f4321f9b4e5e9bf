package rules

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/say"
)

// Bounds on what a place says to who is new. Lengths are in characters.
const (
	MaxAddress = 400
	MaxWelcome = 4000
)

// Welcome is how people take part without a website, and what a place says of its own to who is new here.
type Welcome struct {
	Phone   string `json:"phone"`   // as people write it; empty where the one that the program was started with holds
	Hours   string `json:"hours"`   // when somebody answers or is there; may be empty
	Address string `json:"address"` // where paper is sent or brought, in lines; may be empty
	Words   string `json:"words"`   // Markdown, above the page "Start here"; may be empty
	HTML    string `json:"html"`    // Words as safe HTML
}

// Mark is a short digest by which a form shows which welcome it was made from.
func (w Welcome) Mark() string {
	text, err := json.Marshal(w)
	if err != nil {
		panic(err) // only texts
	}
	sum := sha256.Sum256(text)
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

// Lines are the lines of the address.
func (w Welcome) Lines() []string {
	if w.Address == "" {
		return nil
	}
	return strings.Split(w.Address, "\n")
}

// Check cleans a welcome as it was typed, and makes the HTML of its words. Bad input is Invalid under "phone", "hours",
// "address" and "words".
func (w Welcome) Check(ctx context.Context) (Welcome, error) {
	wrong := db.Invalid{}
	w.Phone = checkPhone(wrong, "phone", w.Phone)
	w.Hours = wrong.Line("hours", w.Hours, MaxName)
	w.Address = checkAddress(wrong, w.Address)
	clean, err := prose.Clean(w.Words)
	w.Words, w.HTML = strings.TrimSpace(clean), ""
	switch {
	case err != nil:
		wrong["words"] = say.Of(err)
	case utf8.RuneCountInString(w.Words) > MaxWelcome:
		wrong["words"] = say.F("Please keep this under %d letters", MaxWelcome)
	case w.Words != "":
		document, err := prose.Render(ctx, w.Words, prose.Options{Limits: prose.Comment, Prefix: "welcome-"})
		if ctx.Err() != nil {
			return w, db.ErrBusy
		}
		if err != nil {
			wrong["words"] = say.Of(err)
		}
		w.HTML = document.HTML
	}
	if len(wrong) > 0 {
		return w, wrong
	}
	return w, nil
}

// checkAddress cleans an address of several lines, without empty ones.
func checkAddress(wrong db.Invalid, typed string) string {
	clean, err := prose.Clean(typed)
	if err != nil {
		wrong["address"] = say.Of(err)
		return typed
	}
	var lines []string
	for line := range strings.Lines(clean) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	address := strings.Join(lines, "\n")
	if utf8.RuneCountInString(address) > MaxAddress {
		wrong["address"] = say.F("Please keep this under %d letters", MaxAddress)
	}
	return address
}

// SetWelcome stores how people take part without a website and what who is new is told, with an entry in the register
// that holds none of it. Had is the Mark of what was changed. Errors: db.Forbidden, db.Invalid, db.ErrBusy, db.ErrConflict
// where somebody else changed it in between.
func (s *Store) SetWelcome(ctx context.Context, a people.Actor, key db.Key, had string, typed Welcome) error {
	if !mayChange(a) {
		return errNotYours
	}
	clean, err := typed.Check(ctx)
	if err != nil {
		return err
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		book, err := Load(tx.Context(), tx)
		if err != nil {
			return 0, err
		}
		if book.Welcome.Mark() != had {
			return 0, db.ErrConflict
		}
		if book.Welcome == clean {
			return 0, nil
		}
		if err := setSetting(tx, settingWelcome, book.stored[settingWelcome], clean, a.ID); err != nil {
			return 0, err
		}
		tx.Touch(db.TopicRules, db.TopicSite)
		return 0, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "settings.welcome", Kind: "setting"})
	})
	return err
}
