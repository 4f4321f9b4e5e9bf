package discussion

import (
	"context"
	"strings"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/files"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/watch"
)

// Edit is new words for a contribution.
type Edit struct {
	Body     string
	Evidence Evidence
	Language string // of the words, as for Body.In; "" leaves it as it was
	Revision int    // the revision that was being changed
	In       State  // the state that it must be in; "" = any in which it may be changed

	Proposed string                // HTML of the words that it proposes for a paragraph
	Before   string                // and of those that stand there, whose links are not new
	Beside   []watch.Noticed       // in words that change with it, such as what it proposes
	Files    files.Ready           // what stands with it from now on; nil leaves what does
	Also     func(tx *db.Tx) error // what changes with the words, in the same command; nil = nothing
}

// Edit changes the words of a contribution and keeps the earlier ones. ErrConflict where they were changed since the
// edit's revision, or are in another state than the edit's. Where a moderator asked for the change, or the new words would
// wait if they were said now, it waits for a moderator.
func (s *Store) Edit(ctx context.Context, a people.Actor, key db.Key, id int64, e Edit) error {
	if err := e.Evidence.check(); err != nil {
		return err
	}
	body, err := Render(ctx, e.Body)
	if err != nil {
		return err
	}
	body = body.In(e.Language)
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		c, err := lock(tx, id)
		if err != nil {
			return 0, err
		}
		t, err := HoldThread(tx, c.ThreadID)
		if err != nil {
			return 0, err
		}
		if err := MayRead(a, t); err != nil {
			return 0, err
		}
		if err := MayEdit(a, t, c, tx.Now()); err != nil {
			return 0, err
		}
		differ, err := e.refiled(tx, id)
		if err != nil {
			return 0, err
		}
		switch {
		case c.Revision != e.Revision, e.In != "" && e.In != c.State:
			return 0, db.ErrConflict
		case c.Body == body.Source && c.Evidence == e.Evidence && (body.Language == "" || body.Language == c.Language) && e.Also == nil && !differ:
			return id, nil
		}
		quiet, err := graced(tx, c)
		if err != nil {
			return 0, err
		}
		if err := revise(tx, a, c, body, e.Evidence, quiet); err != nil {
			return 0, err
		}
		if e.Also != nil {
			if err := e.Also(tx); err != nil {
				return 0, err
			}
		}
		added, err := e.refile(tx, a, c, differ)
		if err != nil {
			return 0, err
		}
		n := New{Files: added, ThreadID: t.ID, AuthorID: c.AuthorID, Kind: c.Kind, ParentID: c.ParentID, Body: body, Beside: e.Beside, Proposed: e.Proposed, Before: c.HTML + e.Before, editing: true}
		if err := s.noticeEdit(tx, a, t, c, &n); err != nil {
			return 0, err
		}
		if err := s.waitAgain(tx, a, t, c, n); err != nil {
			return 0, err
		}
		if err := mentioned(tx, id); err != nil {
			return 0, err
		}
		if err := people.StillSpeaks(tx, a); err != nil {
			return 0, err
		}
		if risky(n.Findings) && s.AtRisk != nil {
			return id, s.AtRisk(tx, id)
		}
		return id, nil
	})
	return err
}

// refiled tells whether an edit changes what stands with a contribution.
func (e Edit) refiled(tx *db.Tx, id int64) (bool, error) {
	if e.Files == nil {
		return false, nil
	}
	return files.Differs(tx.Context(), tx, id, e.Files)
}

// refile changes what stands with a contribution, and gives what stands with it where something is new.
func (e Edit) refile(tx *db.Tx, a people.Actor, c Contribution, differ bool) (files.Ready, error) {
	if !differ {
		return nil, nil
	}
	added, err := files.Revise(tx, c.ID, a.ID, c.Revision+1, e.Files)
	if err != nil || !added {
		return nil, err
	}
	return e.Files, nil
}

// waitAgain lets changed words wait for a moderator where a change was asked for, or where they would wait if they were
// said now. Links that were there before do not count.
func (s *Store) waitAgain(tx *db.Tx, a people.Actor, t Thread, c Contribution, n New) error {
	state, reason := Held, ""
	switch c.State {
	case Asked:
	case Published:
		if state, reason = s.begins(a, t, n); state == Published {
			if reason = holdFor(n.Findings); reason != "" {
				state = Held
			}
		}
	default:
		state = c.State
	}
	if state == c.State {
		return Requeue(tx, c.ID)
	}
	_, err := SetState(tx, c.ID, Held, reason, c.State)
	return err
}

// lock reads a contribution inside a command and holds its row.
func lock(tx *db.Tx, id int64) (Contribution, error) {
	if n, err := tx.Exec("UPDATE contributions SET passes = passes WHERE id = ?", id); err != nil || n == 0 {
		if err == nil {
			err = db.ErrNotFound
		}
		return Contribution{}, err
	}
	return find(tx.Context(), tx, id)
}

// revise stores new words and keeps the earlier ones. Earlier words are public where they were published and no
// moderator asked to have them changed: a name that had to go is not to be read in the history either.
func revise(tx *db.Tx, a people.Actor, c Contribution, body Body, evidence Evidence, quiet bool) error {
	tx.Withdraws() // the words as they were
	written := c.EditedAt
	if written == 0 {
		written = c.CreatedAt
	}
	if c.State == Asked {
		if _, err := tx.Exec("UPDATE contribution_revisions SET public = 0 WHERE contribution_id = ?", c.ID); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(`INSERT INTO contribution_revisions (contribution_id, revision, body_md, evidence, public, written_by, written_at, proposed)
		VALUES (?, ?, ?, ?, ?, ?, ?, COALESCE((SELECT new_source FROM suggestions WHERE contribution_id = ?), ''))`,
		c.ID, c.Revision, c.Body, c.Evidence, db.Flag(c.State == Published && !quiet), a.ID, written, c.ID); err != nil {
		return err
	}
	covered, err := db.Value[bool](tx.Context(), tx, "SELECT covered = 1 FROM contributions WHERE id = ?", c.ID)
	if err != nil {
		return err
	}
	if covered {
		body.HTML = Bars(body.HTML)
	}
	editedAt := db.Null(tx.Now())
	if quiet {
		editedAt = nil
	}
	tx.Touch(db.TopicThread(c.ThreadID), db.TopicHearing)
	// What a program outside said of the words before says nothing of these.
	if _, err := tx.Exec("UPDATE cases SET hint = 0 WHERE contribution_id = ?", c.ID); err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE contributions SET body_md = ?, body_html = ?, html_version = ?, evidence = ?, language = COALESCE(NULLIF(?, ''), language), revision = revision + 1, edited_at = ?
		WHERE id = ?`, body.Source, body.HTML, body.Version, evidence, body.Language, editedAt, c.ID)
	return err
}

// Grace is how long after it was published somebody can mend what they said without a public mark.
const Grace = 5 * time.Minute

// graced tells whether a change of a contribution leaves no public mark: it comes soon after it was published, and nobody
// has answered it, taken a position on it or decided about it. Moderators read the earlier words all the same.
func graced(tx *db.Tx, c Contribution) (bool, error) {
	switch {
	case c.State != Published, c.PublishedAt == 0, c.EditedAt != 0, tx.Now().Sub(c.PublishedAt) >= Grace:
		return false, nil
	case c.StateAt != c.PublishedAt, c.Agrees+c.Disagrees+c.Passes > 0:
		return false, nil
	}
	return db.Value[bool](tx.Context(), tx, `SELECT NOT EXISTS (SELECT 1 FROM contributions WHERE parent_id = ?)
		AND NOT EXISTS (SELECT 1 FROM threads WHERE id = ? AND opening_id = ? AND last_seq > ?)
		AND NOT EXISTS (SELECT 1 FROM reports WHERE contribution_id = ?)
		AND EXISTS (SELECT 1 FROM contributions WHERE id = ? AND fate IN ('', 'pending'))`, c.ID, c.ThreadID, c.ID, c.Seq, c.ID, c.ID)
}

// Delete takes a contribution back: a marker keeps its place and the replies to it.
func (s *Store) Delete(ctx context.Context, a people.Actor, key db.Key, id int64) error {
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		c, err := lock(tx, id)
		if err != nil {
			return 0, err
		}
		t, err := FindThread(ctx, tx, c.ThreadID)
		if err != nil {
			return 0, err
		}
		if err := MayRead(a, t); err != nil {
			return 0, err
		}
		if err := MayDelete(a, c); err != nil {
			return 0, err
		}
		// What a moderator had covered goes with it.
		if _, err := tx.Exec("DELETE FROM sealed_words WHERE contribution_id = ? AND why = 'cover'", id); err != nil {
			return 0, err
		}
		_, err = SetState(tx, id, Deleted, "", c.State)
		return id, err
	})
	return err
}

// Revision is the words of a contribution at one time, and how they differ from the words before.
type Revision struct {
	Number   int
	Body     string
	Proposed string // Markdown that it proposed for a paragraph; "" for none
	Evidence Evidence
	At       clock.Instant  // when it was written
	Changes  []prose.Change // from the revision before; nil for the oldest that is shown
	Proposes []prose.Change // the same of Proposed
}

// HistoryPage is how many revisions a page of a history shows.
const HistoryPage = 10

// History reads the revisions of a contribution that the actor may read, the newest first, and the number to go on
// from; 0 at the end. Before is such a number; 0 = from the newest.
func (s *Store) History(ctx context.Context, a people.Actor, c Contribution, before int) (list []Revision, next int, err error) {
	if !Readable(a, c) {
		return nil, 0, db.ErrNotFound
	}
	public := " AND public = 1"
	if a.CanModerate() || a.SignedIn() && (c.AuthorID == a.ID || c.RecorderID == a.ID) {
		public = ""
	}
	if before == 0 {
		at := c.EditedAt
		if at == 0 {
			at = c.CreatedAt
		}
		proposed, err := db.Values[string](ctx, s.DB, "SELECT new_source FROM suggestions WHERE contribution_id = ?", c.ID)
		if err != nil {
			return nil, 0, err
		}
		list = append(list, Revision{Number: c.Revision, Body: c.Body, Evidence: c.Evidence, At: at, Proposed: strings.Join(proposed, "")})
		before = c.Revision
	}
	earlier, err := db.All(ctx, s.DB, func(r db.Row) (v Revision, err error) {
		err = r.Scan(&v.Number, &v.Body, &v.Evidence, &v.At, &v.Proposed)
		return v, err
	}, `SELECT revision, body_md, evidence, written_at, proposed FROM contribution_revisions WHERE contribution_id = ? AND revision < ?`+public+`
		ORDER BY revision DESC LIMIT ?`, c.ID, before, HistoryPage+1-len(list))
	if err != nil {
		return nil, 0, err
	}
	list = append(list, earlier...)
	for i := range len(list) - 1 {
		list[i].Changes = prose.Diff(list[i+1].Body, list[i].Body)
		list[i].Proposes = prose.Diff(list[i+1].Proposed, list[i].Proposed)
	}
	if len(list) > HistoryPage {
		list = list[:HistoryPage]
		next = list[HistoryPage-1].Number
	}
	return list, next, nil
}
