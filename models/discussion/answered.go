package discussion

import (
	"folkmoot/models/db"
	"folkmoot/models/notify"
)

// answered tells of a contribution, once it is published: whom it answers, whom it names, and those who follow what it is
// in. It answers the writer of what it is a reply to, or the writer of the opening post. A comment that stands by itself on a
// chapter answers nobody.
func answered(tx *db.Tx, c Contribution) error {
	if c.State != Published {
		return nil
	}
	parent := c.ParentID
	if parent == 0 && c.Kind != Opening {
		var err error
		if parent, err = db.Value[int64](tx.Context(), tx, "SELECT COALESCE(opening_id, 0) FROM threads WHERE id = ?", c.ThreadID); err != nil {
			return err
		}
	}
	if parent != 0 {
		if err := notify.Replied(tx, parent, c.ID); err != nil {
			return err
		}
	}
	if err := mentioned(tx, c.ID); err != nil {
		return err
	}
	return notify.Spread(tx, notify.Said, c.ID, c.ThreadID)
}
