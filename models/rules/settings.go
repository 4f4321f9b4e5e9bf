package rules

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Names under which the settings of this room are kept.
const (
	settingContacts = "contacts"
	settingOpened   = "opened" // milliseconds since 1970, in digits
	settingPaused   = "paused"
	settingWelcome  = "welcome"
)

// pause is how a pause is kept.
type pause struct {
	Since  clock.Instant `json:"since"`
	Reason string        `json:"reason"`
}

// loadSettings reads what the place set; what it did not set stays as the program brings it.
func (b *Book) loadSettings(ctx context.Context, q db.Querier) error {
	b.stored = map[string]string{}
	return db.Each(ctx, q, func(row db.Row) error {
		var name, value string
		if err := row.Scan(&name, &value); err != nil {
			return err
		}
		var err error
		b.stored[name] = value
		switch name {
		case settingContacts:
			err = json.Unmarshal([]byte(value), &b.Contacts)
		case settingWelcome:
			err = json.Unmarshal([]byte(value), &b.Welcome)
		case settingOpened:
			var since int64
			since, err = strconv.ParseInt(value, 10, 64)
			b.Opening.Since = clock.Instant(since)
		case settingPaused:
			var p pause
			err = json.Unmarshal([]byte(value), &p)
			b.Opening.Paused, b.Opening.Reason = p.Since, p.Reason
		case settingTrust:
			b.TakingPart.Trust, err = people.ParseTrust(value)
		case settingAge:
			b.Age, err = people.ParseAge(value)
		case settingChaptersOnly:
			b.TakingPart.ChaptersOnly = value == "true"
		case settingLanguages:
			err = b.loadLanguages(value)
		}
		if err != nil {
			return fmt.Errorf("setting %q: %w", name, err)
		}
		return nil
	}, "SELECT name, value FROM settings WHERE name IN (?, ?, ?, ?, ?, ?, ?, ?)",
		settingContacts, settingWelcome, settingOpened, settingPaused, settingTrust, settingChaptersOnly, settingLanguages, settingAge)
}

// setSetting stores a setting of the place, inside a command, in place of what was read before: "" where nothing was.
// Who is 0 for the operator. It is db.ErrConflict where somebody else's command came in between.
func setSetting(tx *db.Tx, name, before string, value any, who int64) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	stored, err := tx.Exec(`INSERT INTO settings (name, value, changed_at, changed_by) VALUES (?, ?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by
		WHERE settings.value = ?`, name, string(text), tx.Now(), db.Null(who), before)
	if err == nil && stored == 0 {
		return db.ErrConflict
	}
	return err
}
