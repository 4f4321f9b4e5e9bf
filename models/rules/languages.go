package rules

import (
	"context"
	"encoding/json"
	"slices"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// settingLanguages is the name under which the languages of a place are kept: BCP 47 tags as JSON.
const settingLanguages = "languages"

// SetLanguages says which languages the place offers, by their BCP 47 tags, its own first: mail to people who chose none is
// in that. Every page changes with it. The caller has made sure that the program speaks them. Only administrators may.
// Errors: db.Invalid under "languages", db.Forbidden, db.ErrConflict.
func (s *Store) SetLanguages(ctx context.Context, a people.Actor, key db.Key, to []string) error {
	if !a.CanAdminister() {
		return db.Forbidden{Reason: "Only administrators choose the languages of the place."}
	}
	if len(to) == 0 {
		return db.Wrong("languages", "Choose at least one language")
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		book, err := Load(tx.Context(), tx)
		if err != nil || slices.Equal(book.Languages, to) {
			return 0, err
		}
		if err := setSetting(tx, settingLanguages, book.stored[settingLanguages], to, a.ID); err != nil {
			return 0, err
		}
		tx.Touch(db.TopicRules, db.TopicEverything)
		return 0, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "settings.languages", Kind: "setting", Details: map[string]any{"languages": to}})
	})
	return err
}

func (b *Book) loadLanguages(value string) error { return json.Unmarshal([]byte(value), &b.Languages) }
