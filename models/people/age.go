package people

import (
	"context"
	"encoding/json"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// DefaultAge is how old people are at least, in years, where the place sets nothing: from this age on a child in the
// United Kingdom may agree for themselves to what an online service keeps (Data Protection Act 2018, section 9).
const DefaultAge = 13

// OldestAge is the most that a place can ask for, in years.
const OldestAge = 21

// ageSetting is the name of the setting that holds the steps of MinimumAge.
const ageSetting = "minimum-age"

// MinimumAge is how old people say they are before they take part. Nobody's age or day of birth is kept: only when they
// said that they are old enough.
type MinimumAge struct {
	Years int           // 0 where the place asks for none
	Since clock.Instant // who said it before then is asked again; 0 where nobody is
}

// ageStep is an age that was asked for from a moment on.
type ageStep struct {
	Years int           `json:"years"`
	From  clock.Instant `json:"from"`
}

// ParseAge reads the setting; "" gives the default.
func ParseAge(value string) (MinimumAge, error) {
	steps, err := ageSteps(value)
	if err != nil {
		return MinimumAge{Years: DefaultAge}, err
	}
	last := len(steps) - 1
	age := MinimumAge{Years: steps[last].Years, Since: steps[last].From}
	for i := last; i >= 0 && steps[i].Years >= age.Years; i-- {
		age.Since = steps[i].From
	}
	return age, nil
}

// ageSteps are the ages that were asked for one after the other; the first is the default.
func ageSteps(value string) ([]ageStep, error) {
	steps := []ageStep{{Years: DefaultAge}}
	if value == "" {
		return steps, nil
	}
	var set []ageStep
	err := json.Unmarshal([]byte(value), &set)
	return append(steps, set...), err
}

// Asks tells whether somebody who said at a moment that they are old enough, 0 for never, is asked to say it.
func (m MinimumAge) Asks(said clock.Instant) bool { return m.Years > 0 && said < m.Since }

// CheckAge tells what is wrong with an age that an administrator typed: Invalid under "age".
func CheckAge(years int) error {
	if years < 0 || years > OldestAge {
		return db.Wrong("age", "Give a whole number from %d to %d, or 0 to ask for no age", 0, OldestAge)
	}
	return nil
}

// MinimumAgeOf reads the age of the place, inside a command or outside.
func MinimumAgeOf(ctx context.Context, q db.Querier) (MinimumAge, error) {
	value, err := storedSetting(ctx, q, ageSetting)
	if err != nil {
		return MinimumAge{Years: DefaultAge}, err
	}
	return ParseAge(value)
}

// SetMinimumAge stores the age inside a command, with an entry in the register. It was checked, and whether the actor may
// was decided before.
func SetMinimumAge(tx *db.Tx, a Actor, years int) error {
	stored, err := storedSetting(tx.Context(), tx, ageSetting)
	if err != nil {
		return err
	}
	steps, err := ageSteps(stored)
	if err != nil {
		return err
	}
	before := steps[len(steps)-1].Years
	if before == years {
		return nil
	}
	if err := storeSetting(tx, a, ageSetting, append(steps[1:], ageStep{Years: years, From: tx.Now()})); err != nil {
		return err
	}
	tx.Touch(db.TopicRules, db.TopicSite)
	return audit.Append(tx, audit.Entry{Actor: a.ID, Act: "settings.minimum-age", Kind: "setting", Details: map[string]any{"before": before, "after": years}})
}

// SayOfAge notes inside a command that somebody said they are old enough.
func SayOfAge(tx *db.Tx, person int64) error {
	tx.Touch(db.TopicPerson(person))
	_, err := tx.Exec("UPDATE people SET of_age_at = ?, changed_at = ? WHERE id = ?", tx.Now(), tx.Now(), person)
	return err
}
