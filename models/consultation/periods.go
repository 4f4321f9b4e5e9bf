package consultation

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/say"
)

// Bounds on the periods of a place.
const (
	MaxPeriods    = 24
	MaxPeriodName = 100 // characters
)

// settingPeriods is the name under which the periods are kept.
const settingPeriods = "election_periods"

// Period is the time before an election, both days included.
type Period struct {
	Name string `json:"name"`
	From string `json:"from"` // "2027-03-22"
	To   string `json:"to"`
}

// Span writes the days of a period: "22 March 2027 to 6 May 2027".
func (p Period) Span() say.Text {
	from, _ := time.Parse(time.DateOnly, p.From)
	to, _ := time.Parse(time.DateOnly, p.To)
	const noon = 12 * time.Hour // the same day in every zone near by
	return say.F("%s to %s", say.Day(clock.Of(from.Add(noon))), say.Day(clock.Of(to.Add(noon))))
}

// Periods reads the place's election periods, the earliest first, inside a command or outside.
func Periods(ctx context.Context, q db.Querier) ([]Period, error) {
	value, err := db.Value[string](ctx, q, "SELECT value FROM settings WHERE name = ?", settingPeriods)
	if errors.Is(err, db.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var all []Period
	err = json.Unmarshal([]byte(value), &all)
	return all, err
}

// CheckPeriods cleans typed periods: empty rows are left out, the rest is put in order. Bad input is Invalid under
// "period-N", with N the row from 1.
func CheckPeriods(typed []Period) ([]Period, error) {
	wrong := db.Invalid{}
	var all []Period
	for i, p := range typed {
		field := "period-" + strconv.Itoa(i+1)
		p = Period{wrong.Line(field, p.Name, MaxPeriodName), strings.TrimSpace(p.From), strings.TrimSpace(p.To)}
		if p == (Period{}) {
			continue
		}
		_, badFrom := time.Parse(time.DateOnly, p.From)
		_, badTo := time.Parse(time.DateOnly, p.To)
		switch {
		case wrong[field] != "":
		case p.Name == "":
			wrong[field] = "Give it a name, such as Council election 2027"
		case badFrom != nil || badTo != nil:
			wrong[field] = "Give both days as year-month-day, such as 2027-03-22"
		case p.To < p.From:
			wrong[field] = "The last day must not be before the first"
		}
		all = append(all, p)
	}
	if len(all) > MaxPeriods {
		wrong[""] = say.F("Please give at most %d periods. Leave out those that are over", MaxPeriods)
	}
	if len(wrong) > 0 {
		return all, wrong
	}
	slices.SortFunc(all, func(a, b Period) int {
		return strings.Compare(a.From+a.To+a.Name, b.From+b.To+b.Name)
	})
	return all, nil
}

// SetPeriods puts a list in place of the election periods, with an entry in the register. Administrators may.
func (s *Store) SetPeriods(ctx context.Context, a people.Actor, key db.Key, typed []Period) error {
	if !a.CanAdminister() {
		return db.Forbidden{Reason: "Only administrators can change this."}
	}
	periods, err := CheckPeriods(typed)
	if err != nil {
		return err
	}
	if periods == nil {
		periods = []Period{}
	}
	value, err := json.Marshal(periods)
	if err != nil {
		return err
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		before, err := Periods(tx.Context(), tx)
		if err != nil {
			return 0, err
		}
		if slices.Equal(before, periods) {
			return 0, nil
		}
		if _, err := tx.Exec(`INSERT INTO settings (name, value, changed_at, changed_by) VALUES (?, ?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
			settingPeriods, string(value), tx.Now(), a.ID); err != nil {
			return 0, err
		}
		return 0, audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "settings.elections", Kind: "setting", Details: map[string]any{"before": before, "after": periods},
		})
	})
	return err
}
