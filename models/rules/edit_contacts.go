package rules

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/say"
)

// Bounds on the contacts of a place. Lengths are in characters.
const (
	MaxHelpLines  = 20
	MaxName       = 100
	MaxPhone      = 40
	MaxEmail      = 254
	MaxHelpWords  = 200
	MaxAimHours   = 24 * 14
	MaxAppealDays = 60
)

// Mark is a short digest by which a form shows which contacts it was made from.
func (c Contacts) Mark() string {
	text, err := json.Marshal(c)
	if err != nil {
		panic(err) // only texts, numbers and lists of them
	}
	sum := sha256.Sum256(text)
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

// Check cleans contacts as they were typed: empty help lines are left out. Bad input is Invalid under
// "safeguarding-who", "safeguarding-phone", "safeguarding-email", "safeguarding-hours", "line-N" with N the row from 1,
// "lead-name", "lead-role", "lead-email", "lead-none", "aim", "appeal" and "beyond".
func (c Contacts) Check() (Contacts, error) {
	wrong := db.Invalid{}
	c.Safeguarding = c.Safeguarding.check(wrong)
	c.HelpLines = checkLines(wrong, c.HelpLines)
	c.SafetyLead = c.SafetyLead.check(wrong)
	if c.AimHours < 1 || c.AimHours > MaxAimHours {
		wrong["aim"] = say.F("Give a number of hours from 1 to %d", MaxAimHours)
	}
	if c.AppealDays < 1 || c.AppealDays > MaxAppealDays {
		wrong["appeal"] = say.F("Give a number of days from 1 to %d", MaxAppealDays)
	}
	c.Beyond = wrong.Line("beyond", c.Beyond, MaxLine)
	if len(wrong) > 0 {
		return c, wrong
	}
	return c, nil
}

func (s Safeguarding) check(wrong db.Invalid) Safeguarding {
	s.Who = required(wrong, "safeguarding-who", s.Who, MaxName, "Say who it is, such as our safeguarding lead")
	s.Phone = checkPhone(wrong, "safeguarding-phone", s.Phone)
	s.Email = checkEmail(wrong, "safeguarding-email", s.Email)
	s.Hours = wrong.Line("safeguarding-hours", s.Hours, MaxName)
	if !s.Set() && wrong["safeguarding-phone"] == "" && wrong["safeguarding-email"] == "" {
		wrong["safeguarding-phone"] = "Give a phone number or an email address, or both"
	}
	return s
}

func (l SafetyLead) check(wrong db.Invalid) SafetyLead {
	l.Name = wrong.Line("lead-name", l.Name, MaxName)
	l.Role = wrong.Line("lead-role", l.Role, MaxName)
	l.Email = checkEmail(wrong, "lead-email", l.Email)
	l.None = wrong.Line("lead-none", l.None, MaxLine)
	switch {
	case l.Name != "":
		l.None = ""
	case (l.Role != "" || l.Email != "") && wrong["lead-name"] == "":
		wrong["lead-name"] = "Give the name of this person"
	}
	return l
}

func checkLines(wrong db.Invalid, typed []HelpLine) []HelpLine {
	var lines []HelpLine
	for i, l := range typed {
		field := "line-" + strconv.Itoa(i+1)
		l.Name, l.Number = wrong.Line(field, l.Name, MaxName), checkPhone(wrong, field+"-number", l.Number)
		l.Words = wrong.Line(field+"-words", l.Words, MaxHelpWords)
		if l.Name == "" && l.Number == "" && l.Words == "" {
			continue
		}
		if l.Name == "" && wrong[field] == "" {
			wrong[field] = "Say who answers at this number, or empty the row"
		}
		if l.Number == "" && wrong[field+"-number"] == "" {
			wrong[field+"-number"] = "Give the number, or empty the row"
		}
		lines = append(lines, l)
	}
	switch {
	case len(typed) > 0 && len(lines) == 0 || len(typed) == 0:
		wrong["line-1"] = "Keep at least one help line: somebody may need it at night"
	case len(lines) > MaxHelpLines:
		wrong["line-1"] = say.F("Please give at most %d help lines. Nobody in need reads more", MaxHelpLines)
	}
	return lines
}

// checkPhone cleans a number that people dial. It may be empty.
func checkPhone(wrong db.Invalid, field, text string) string {
	text = wrong.Line(field, text, MaxPhone)
	digits := 0
	for _, r := range text {
		if r >= '0' && r <= '9' {
			digits++
		} else if !strings.ContainsRune(" +()-", r) {
			digits = 0
			break
		}
	}
	if text != "" && digits < 3 && wrong[field] == "" {
		wrong[field] = "Give a phone number, with digits and spaces only"
	}
	return text
}

// checkEmail cleans an address for mail. It may be empty.
func checkEmail(wrong db.Invalid, field, text string) string {
	text = wrong.Line(field, text, MaxEmail)
	if text == "" || wrong[field] != "" {
		return text
	}
	clean, err := people.CleanEmail(text)
	var invalid db.Invalid
	if errors.As(err, &invalid) {
		for _, message := range invalid {
			wrong[field] = message
		}
		return text
	}
	return clean
}

// SetContacts stores whom people can turn to, with an entry in the register that names no person. Had is the Mark of the
// contacts that were changed. Errors: db.Forbidden, db.Invalid, db.ErrConflict where somebody else changed them in
// between.
func (s *Store) SetContacts(ctx context.Context, a people.Actor, key db.Key, had string, typed Contacts) error {
	if !mayChange(a) {
		return errNotYours
	}
	clean, err := typed.Check()
	if err != nil {
		return err
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		book, err := Load(tx.Context(), tx)
		if err != nil {
			return 0, err
		}
		if book.Contacts.Mark() != had {
			return 0, db.ErrConflict
		}
		return 0, putContacts(tx, a, book, clean)
	})
	return err
}

// putContacts stores contacts in place of those in the book.
func putContacts(tx *db.Tx, a people.Actor, book *Book, next Contacts) error {
	changed := book.Contacts.changed(next)
	if len(changed) == 0 {
		return nil
	}
	if err := setSetting(tx, settingContacts, book.stored[settingContacts], next, a.ID); err != nil {
		return err
	}
	tx.Touch(db.TopicRules, db.TopicSite)
	return audit.Append(tx, audit.Entry{
		Actor: a.ID, Act: "settings.contacts", Kind: "setting", Details: map[string]any{"changed": changed},
	})
}

// changed names the parts in which contacts differ.
func (c Contacts) changed(next Contacts) (parts []string) {
	note := func(part string, differs bool) {
		if differs {
			parts = append(parts, part)
		}
	}
	lines := func(c Contacts) string { return Contacts{HelpLines: c.HelpLines}.Mark() }
	note("safeguarding", c.Safeguarding != next.Safeguarding)
	note("help lines", lines(c) != lines(next))
	note("safety lead", c.SafetyLead != next.SafetyLead)
	note("target hours", c.AimHours != next.AimHours)
	note("days for an appeal", c.AppealDays != next.AppealDays)
	return parts
}
