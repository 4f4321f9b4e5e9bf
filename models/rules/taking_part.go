package rules

import (
	"context"
	"errors"
	"maps"
	"strconv"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// TakingPart is how people can take part in a place.
type TakingPart struct {
	Trust        people.TrustRules // what each step of trust needs
	Age          int               // how old people say they are, in years; 0 where nobody is asked
	ChaptersOnly bool              // comments on chapters only: no discussions are started or answered, and no group is joined
}

// Names of the settings that TakingPart is kept under. Threads and groups are read together with the second.
const (
	settingTrust        = "trust"
	settingChaptersOnly = "chapters-only"
	settingAge          = "minimum-age"
)

// SetTakingPart changes how people can take part, with an entry in the register for each thing that changes. Only
// administrators may. Bad input is Invalid as people.TrustRules.Check and people.CheckAge give it.
func (s *Store) SetTakingPart(ctx context.Context, a people.Actor, key db.Key, to TakingPart) error {
	if !a.CanAdminister() {
		return db.Forbidden{Reason: "Only administrators change how people can take part."}
	}
	wrong := db.Invalid{}
	for _, err := range []error{to.Trust.Check(), people.CheckAge(to.Age)} {
		var invalid db.Invalid
		if errors.As(err, &invalid) {
			maps.Copy(wrong, invalid)
		} else if err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return wrong
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if err := people.SetTrustRules(tx, a, to.Trust); err != nil {
			return 0, err
		}
		if err := people.SetMinimumAge(tx, a, to.Age); err != nil {
			return 0, err
		}
		return 0, setChaptersOnly(tx, a, to.ChaptersOnly)
	})
	return err
}

func setChaptersOnly(tx *db.Tx, a people.Actor, on bool) error {
	changed, err := tx.Exec("UPDATE settings SET value = ?, changed_at = ?, changed_by = ? WHERE name = ? AND value <> ?",
		strconv.FormatBool(on), tx.Now(), db.Null(a.ID), settingChaptersOnly, strconv.FormatBool(on))
	if err == nil && changed == 0 && on {
		changed, err = tx.Exec(`INSERT INTO settings (name, value, changed_at, changed_by) VALUES (?, 'true', ?, ?)
			ON CONFLICT (name) DO NOTHING`, settingChaptersOnly, tx.Now(), db.Null(a.ID))
	}
	if err != nil || changed == 0 {
		return err
	}
	// Every discussion and every group says whether it takes words.
	tx.Touch(db.TopicRules, db.TopicSite)
	return audit.Append(tx, audit.Entry{Actor: a.ID, Act: "settings.chapters-only", Kind: "setting", Details: map[string]any{"on": on}})
}
