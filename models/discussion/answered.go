package discussion

import (
	"folkmoot/models/db"
	"folkmoot/models/notify"
)

// answered tells whoever a contribution answers, once it is published: the writer of what it is a reply to, or the
// writer of the opening post. A comment that stands by itself on a chapter answers nobody.
func answered(tx *db.Tx, c Contribution) error {
	if c.State != Published || c.Kind == Opening {
		return nil
	}
	parent := c.ParentID
	if parent == 0 {
		opening, err := db.Value[int64](tx.Context(), tx, "SELECT COALESCE(opening_id, 0) FROM threads WHERE id = ?", c.ThreadID)
		if err != nil || opening == 0 {
			return err
		}
		parent = opening
	}
	return notify.Replied(tx, parent, c.ID)
}
