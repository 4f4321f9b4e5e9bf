package audit

import "folkmoot/models/db"

// Reseal makes every seal afresh, as somebody would who owns the database and knows how the chain is made.
func Reseal(tx *db.Tx) error {
	entries, err := db.All(tx.Context(), tx, scanStored, "SELECT "+entryColumns+" FROM register_seals s JOIN register r ON r.id = s.entry_id ORDER BY s.seq")
	if err != nil {
		return err
	}
	var hash []byte
	for i, s := range entries {
		hash = chain(hash, int64(i)+1, s)
		if _, err := tx.Exec("UPDATE register_seals SET hash = ? WHERE seq = ?", hash, i+1); err != nil {
			return err
		}
	}
	return nil
}
