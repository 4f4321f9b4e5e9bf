package moderation

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/files"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// A decision is acted on at once, and can be undone for a while by whoever made it. Mails about it go out after that.
const (
	UndoFor   = time.Minute
	mailAfter = 90 * time.Second
)

// putBack is what undoing a decision puts back as it was.
type putBack struct {
	discussion.Before
	Findings []int64 // that the decision closed
	Notices  []int64 // in which people were told
	Case     *standingCase
}

// told notes that somebody was told in a notice.
func (b *putBack) told(notice int64, err error) error {
	b.Notices = append(b.Notices, notice)
	return err
}

// keep stores it with the decision.
func (b *putBack) keep(tx *db.Tx, decision int64) error {
	words, err := json.Marshal(b)
	if err != nil {
		return err
	}
	_, err = tx.Exec("UPDATE decisions SET put_back = ? WHERE id = ?", string(words), decision)
	return err
}

// answerKey is the name of the job that answers a visitor's report.
func answerKey(report int64) string { return "report-answer-" + strconv.FormatInt(report, 10) }

// undoing is a decision as far as undoing it needs it.
type undoing struct {
	decision     int64
	contribution int64
	act          rules.Act
	reason       string
	revision     int
	at           clock.Instant
	words        string // JSON of a putBack
}

// Undo takes a decision back within UndoFor, with every other that was made at once with it, and gives how many were
// taken back. Only who made it can. What they led to is as before and nobody is mailed: the contributions, the reports,
// the counters, the case, and what people were told. The register keeps both. Of several, those to which something has
// happened since stay as they are. ErrConflict where that is all of them, where the time is up, or where it was undone
// already.
func (s *Store) Undo(ctx context.Context, a people.Actor, key db.Key, decision int64) (int64, error) {
	if err := MayModerate(a); err != nil {
		return 0, err
	}
	return s.command(ctx, a, key, func(tx *db.Tx) (int64, error) {
		list, err := db.All(tx.Context(), tx, func(r db.Row) (u undoing, err error) {
			err = r.Scan(&u.decision, &u.contribution, &u.act, &u.reason, &u.revision, &u.at, &u.words)
			return u, err
		}, `SELECT id, contribution_id, act, reason, revision, created_at, put_back FROM decisions
			WHERE (id = ? OR batch = (SELECT b.batch FROM decisions b WHERE b.id = ?))
			AND moderator_id = ? AND undone_at IS NULL AND for_appeal IS NULL AND created_at >= ? ORDER BY contribution_id`,
			decision, decision, a.ID, tx.Now().Add(-UndoFor))
		if err != nil {
			return 0, err
		}
		undone := int64(0)
		for _, u := range list {
			done, err := u.carryOut(tx, a)
			if err != nil {
				return 0, err
			}
			if done {
				undone++
			}
		}
		if undone == 0 {
			return 0, db.ErrConflict
		}
		return undone, nil
	})
}

// LeftOfBatch counts what was decided at once with a decision and was not undone.
func (s *Store) LeftOfBatch(ctx context.Context, decision int64) (int, error) {
	return db.Value[int](ctx, s.DB, `SELECT COUNT(*) FROM decisions WHERE batch = (SELECT b.batch FROM decisions b WHERE b.id = ?) AND undone_at IS NULL`, decision)
}

// carryOut takes one decision back, or leaves everything as it is where something has happened to it since.
func (u undoing) carryOut(tx *db.Tx, a people.Actor) (bool, error) {
	if u.act == rules.Move || u.words == "" { // it has answers elsewhere; nothing was noted to be put back
		return false, nil
	}
	var back putBack
	if err := json.Unmarshal([]byte(u.words), &back); err != nil {
		return false, err
	}
	c, err := lock(tx, a, Decision{Contribution: u.contribution, Seen: Seen{Decision: u.decision}})
	if errors.Is(err, db.ErrConflict) {
		return false, nil
	}
	now := leadsTo(u.act, back.State)
	// Covering words is a revision of its own, and so not undone.
	if err != nil || c.State != now || c.Revision != u.revision {
		return false, err
	}
	n, err := tx.Exec("UPDATE decisions SET undone_at = ? WHERE id = ? AND undone_at IS NULL", tx.Now(), u.decision)
	if err != nil || n == 0 {
		return false, err
	}
	return true, u.back(tx, a, back, c, now)
}

// back puts everything back as it was before the decision; now is the state that it led to.
func (u undoing) back(tx *db.Tx, a people.Actor, back putBack, c standing, now discussion.State) error {
	if u.act != rules.Keep {
		if err := discussion.PutBack(tx, u.contribution, back.Before, now, u.at); err != nil {
			return err
		}
		if err := people.Setback(tx, c.Author); err != nil {
			return err
		}
	}
	if _, err := files.PutBack(tx, u.contribution, u.decision); err != nil {
		return err
	}
	if err := u.reopen(tx, back); err != nil {
		return err
	}
	if err := notify.Untell(tx, back.Notices); err != nil {
		return err
	}
	if err := discussion.Requeue(tx, u.contribution); err != nil {
		return err
	}
	if err := back.Case.putBack(tx, u.contribution); err != nil {
		return err
	}
	touch(tx, c)
	return audit.Append(tx, audit.Entry{
		Actor: a.ID, Act: "moderation.undo", Kind: "contribution", Object: u.contribution, Reason: u.reason,
		Details: map[string]any{"decision": u.decision, "act": string(u.act)},
	})
}

// reopen opens again what the decision closed: the reports that it answered, and what the program had noticed. Of
// somebody who has reported again since, the newer report stands.
func (u undoing) reopen(tx *db.Tx, back putBack) error {
	reports, err := db.Values[int64](tx.Context(), tx, `UPDATE reports SET state = 'open', decision_id = NULL WHERE decision_id = ?
		AND NOT EXISTS (SELECT 1 FROM reports n WHERE n.contribution_id = reports.contribution_id AND n.reporter_id = reports.reporter_id AND n.state = 'open')
		RETURNING id`, u.decision)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE contributions SET open_reports = open_reports + ? WHERE id = ?", len(reports), u.contribution); err != nil {
		return err
	}
	for _, id := range reports {
		if _, err := tx.Exec("DELETE FROM jobs WHERE unique_key = ?", answerKey(id)); err != nil {
			return err
		}
	}
	if len(back.Findings) == 0 {
		return nil
	}
	_, err = tx.Exec("UPDATE findings SET open = 1 WHERE id IN "+db.In(len(back.Findings)), db.Args(back.Findings)...)
	return err
}

// putBack gives the row of the queue who had it.
func (k *standingCase) putBack(tx *db.Tx, contribution int64) error {
	if k == nil {
		return nil
	}
	_, err := tx.Exec(`UPDATE cases SET since = ?, assigned_to = ?, claimed_by = ?, claimed_until = ?, opened_by = ?, opened_at = ?, opinion = ?, hint = ?
		WHERE contribution_id = ?`, k.Since, db.Null(k.Assigned), db.Null(k.Claimed), db.Null(k.Until), db.Null(k.Opened), db.Null(k.OpenedAt),
		db.Flag(k.Opinion), k.Hint, contribution)
	return err
}
