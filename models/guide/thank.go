package guide

import (
	"fmt"
	"slices"

	"folkmoot/models/db"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/say"
)

// thank tells those whose words elsewhere, in a discussion or on another chapter, shaped paragraphs of a version that
// was just published: each once, and never again for the same contribution and chapter. Comments on the chapter itself
// have fates, which tell their writers.
func (r Review) thank(tx *db.Tx, a people.Actor, c Chapter, rows []entered, ids []int64) error {
	slug, err := db.Value[string](tx.Context(), tx, "SELECT slug FROM guides WHERE id = ?", c.GuideID)
	if err != nil {
		return err
	}
	var thanked []int64
	// Everybody tells people in the same order, so that nobody waits for each other in a ring.
	slices.SortStableFunc(rows, func(x, y entered) int { return int(x.author() - y.author()) })
	for _, e := range rows {
		if e.voice == nil || e.voice.ThreadID == c.ThreadID || e.author() == a.ID || slices.Contains(thanked, e.author()) {
			continue
		}
		entries, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(DISTINCT version_id) FROM ledger WHERE chapter_id = ? AND contribution_id = ?", c.ID, e.said)
		if err != nil {
			return err
		}
		at := slices.Index(ids, e.block)
		if entries > 1 || at < 0 {
			continue
		}
		number := r.Prepared.Blocks[at].Number
		thanked = append(thanked, e.author())
		if err := notify.Fated(tx, notify.Notice{
			Person: e.author(), Contribution: e.said, Link: fmt.Sprintf("/guides/%s/%s?paragraph=%d#p%d", slug, c.Slug, number, number),
			Words: say.F("What you said elsewhere changed paragraph %d.%d of “%s”. See how.", c.Number, number, c.Title),
		}); err != nil {
			return err
		}
	}
	return nil
}

// author is who said what an entry names; 0 where it names no contribution.
func (e entered) author() int64 {
	if e.voice == nil {
		return 0
	}
	return e.voice.AuthorID
}
