package people

import (
	"context"
	"encoding/json"
	"errors"

	"folkmoot/models/db"
)

// storedSetting reads a setting of the place as it is stored; "" where nobody set it.
func storedSetting(ctx context.Context, q db.Querier, name string) (string, error) {
	value, err := db.Value[string](ctx, q, "SELECT value FROM settings WHERE name = ?", name)
	if errors.Is(err, db.ErrNotFound) {
		return "", nil
	}
	return value, err
}

// storeSetting stores a setting of the place as JSON, inside a command. The register is the caller's.
func storeSetting(tx *db.Tx, a Actor, name string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO settings (name, value, changed_at, changed_by) VALUES (?, ?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
		name, string(text), tx.Now(), db.Null(a.ID))
	return err
}
