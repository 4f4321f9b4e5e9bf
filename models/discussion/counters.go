package discussion

import (
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/files"
)

// SetState moves a contribution from one state to another inside a command, keeps every counter in step and, where
// an answer is published for the first time, tells whom it answers. It gives the contribution as it was before. Whether
// that may be done has been decided before. ErrConflict where the contribution is not in one of the states expected.
func SetState(tx *db.Tx, id int64, to State, reason string, expected ...State) (Contribution, error) {
	c, err := setState(tx, id, to, reason, answered, expected...)
	if err == nil && to == Published && c.State != Published && c.PublishedAt != 0 {
		err = mentioned(tx, id) // who was called by name in words that waited
	}
	return c, err
}

// setState is SetState with what is done where an answer is published for the first time.
func setState(tx *db.Tx, id int64, to State, reason string, tell func(*db.Tx, Contribution) error, expected ...State) (Contribution, error) {
	// Locking the row first makes two moderators deciding at once go one after the other.
	if _, err := tx.Exec("UPDATE contributions SET state_at = state_at WHERE id = ?", id); err != nil {
		return Contribution{}, err
	}
	c, err := db.One(tx.Context(), tx, scanStanding, standing, id)
	if err != nil {
		return c, err
	}
	if !among(c.State, expected) || c.sealed && (to == Published || to == Asked) {
		return c, db.ErrConflict // what is sealed is nobody's to read until a safeguarding lead gives it back
	}
	if c.spent && to == Published {
		return c, db.Forbidden{Reason: "Its words were removed because their time was over. Nobody can bring them back."}
	}
	published := c.PublishedAt
	if to == Published && published == 0 {
		published = tx.Now()
	}
	if _, err := tx.Exec("UPDATE contributions SET state = ?, state_reason = ?, state_at = ?, published_at = ? WHERE id = ?",
		to, reason, tx.Now(), db.Null(published), id); err != nil {
		return c, err
	}
	if err := Requeue(tx, id); err != nil {
		return c, err
	}
	tx.Touch(db.TopicThread(c.ThreadID))
	if to == Deleted && !c.sealed {
		if err := files.Forget(tx, id); err != nil {
			return c, err
		}
	}
	switch {
	case c.State != Published && to == Published:
		if err := recounted(tx, c, 1); err != nil || c.PublishedAt != 0 {
			return c, err
		}
		first := c
		first.State = Published
		return c, tell(tx, first)
	case c.State == Published && to != Published:
		tx.Withdraws()
		return c, recounted(tx, c, -1)
	}
	return c, nil
}

const standing = `SELECT id, thread_id, COALESCE(parent_id, 0), kind, author_id, who, state, COALESCE(published_at, 0), COALESCE(block_id, 0), created_at, revision, fate, sealed = 1, body_md = '' AND state IN ('hidden', 'deleted')
	FROM contributions WHERE id = ?`

func scanStanding(r db.Row) (c Contribution, err error) {
	err = r.Scan(&c.ID, &c.ThreadID, &c.ParentID, &c.Kind, &c.AuthorID, &c.Who, &c.State, &c.PublishedAt, &c.BlockID, &c.CreatedAt, &c.Revision, &c.Fate, &c.sealed, &c.spent)
	return c, err
}

// SetFate changes the fate of a contribution inside a command, keeps its thread's number of those without an answer in
// step, and gives the fate that it had. Who decided it and why is kept by the caller.
func SetFate(tx *db.Tx, id int64, to Fate) (before Fate, err error) {
	if _, err := tx.Exec("UPDATE contributions SET state_at = state_at WHERE id = ?", id); err != nil {
		return "", err
	}
	c, err := db.One(tx.Context(), tx, scanStanding, standing, id)
	if err != nil {
		return "", err
	}
	if _, err := tx.Exec("UPDATE contributions SET fate = ? WHERE id = ?", to, id); err != nil {
		return "", err
	}
	tx.Touch(db.TopicThread(c.ThreadID))
	if by := pending(c.State, to) - pending(c.State, c.Fate); by != 0 {
		_, err = tx.Exec("UPDATE threads SET pending_count = pending_count + ? WHERE id = ?", by, c.ThreadID)
	}
	return c.Fate, err
}

// pending is 1 for what editors owe an answer to, and 0 for anything else.
func pending(s State, f Fate) int {
	if s == Published && f == Pending {
		return 1
	}
	return 0
}

func among(s State, expected []State) bool {
	for _, e := range expected {
		if s == e {
			return true
		}
	}
	return len(expected) == 0
}

// recounted is counted for a contribution that was there before and may have themes.
func recounted(tx *db.Tx, c Contribution, by int) error {
	tx.Touch(db.TopicHearing)
	if err := counted(tx, c, by, tx.Now()); err != nil {
		return err
	}
	if c.Kind == Opening {
		if err := entitle(tx, c.ThreadID, by > 0); err != nil {
			return err
		}
	}
	return countThemes(tx, c, by)
}

// TakenDown is the title of a discussion whose opening post is not to be read any more.
const TakenDown = "A discussion that was taken down"

// entitle takes a discussion's title and address away with its opening post, and gives them back with it. The title
// is the writer's words too: stored apart, it is on no page, in no search and in no export, whatever reads it.
func entitle(tx *db.Tx, thread int64, shown bool) error {
	if !shown {
		_, err := tx.Exec("UPDATE threads SET kept_title = title, title = ?, slug = ? WHERE id = ? AND kept_title IS NULL",
			TakenDown, ThreadSlug(TakenDown), thread)
		return err
	}
	kept, err := db.Values[string](tx.Context(), tx, "SELECT kept_title FROM threads WHERE id = ? AND kept_title IS NOT NULL", thread)
	if err != nil || len(kept) == 0 {
		return err
	}
	_, err = tx.Exec("UPDATE threads SET title = ?, slug = ?, kept_title = NULL WHERE id = ?", kept[0], ThreadSlug(kept[0]), thread)
	return err
}

// counted adds (by = 1) or takes away (by = -1) a contribution in every counter of what is published. All of them
// are here, so that what is counted and what is seen cannot drift apart.
func counted(tx *db.Tx, c Contribution, by int, at clock.Instant) error {
	tally := by
	if c.Kind == Opening {
		tally = 0 // the opening post is not one of the answers
	}
	newcomers, err := countPerson(tx, c, tally)
	if err != nil {
		return err
	}
	// A discussion is listed while its opening post is published.
	listed := "listed"
	if c.Kind == Opening {
		if listed = "0"; by > 0 {
			listed = "1"
		}
	}
	last := "last_at"
	if by > 0 {
		last = "CASE WHEN last_at < ? THEN ? ELSE last_at END"
	}
	args := []any{tally, newcomers, by * pending(Published, c.Fate)}
	if by > 0 {
		args = append(args, at, at)
	}
	group, err := db.Value[int64](tx.Context(), tx, "UPDATE threads SET contribution_count = contribution_count + ?, people_count = people_count + ?, pending_count = pending_count + ?, last_at = "+
		last+", listed = "+listed+" WHERE id = ? RETURNING COALESCE(group_id, 0)", append(args, c.ThreadID)...)
	if err != nil {
		return err
	}
	if err := countPublished(tx, c, by, at); err != nil {
		return err
	}
	tx.Touch(db.TopicVoices)
	if group != 0 {
		tx.Touch(db.TopicGroup(group))
	}
	if c.Kind == Opening && group != 0 {
		tx.Touch(db.TopicGroups)
		if _, err := tx.Exec("UPDATE groups SET discussion_count = discussion_count + ? WHERE id = ?", by, group); err != nil {
			return err
		}
	}
	if c.BlockID != 0 {
		if _, err := tx.Exec("UPDATE blocks SET comment_count = comment_count + ? WHERE id = ?", by, c.BlockID); err != nil {
			return err
		}
	}
	return nil
}

// countPublished keeps how much a person has published, and when the first of it was.
func countPublished(tx *db.Tx, c Contribution, by int, at clock.Instant) error {
	first, args := "", []any{by}
	if by > 0 {
		first, args = ", first_published_at = CASE WHEN first_published_at <= ? THEN first_published_at ELSE ? END", append(args, at, at)
	}
	_, err := tx.Exec("UPDATE people SET published_count = published_count + ?"+first+" WHERE id = ?", append(args, c.AuthorID)...)
	return err
}

// countPerson keeps who has spoken in the thread, and gives by how many its number of people changes.
func countPerson(tx *db.Tx, c Contribution, by int) (newcomers int, err error) {
	if by == 0 {
		return 0, nil
	}
	have, err := db.Value[int](tx.Context(), tx, `INSERT INTO thread_people (thread_id, person_id, who, contributions) VALUES (?, ?, ?, ?)
		ON CONFLICT (thread_id, person_id) DO UPDATE SET contributions = thread_people.contributions + excluded.contributions
		RETURNING contributions`, c.ThreadID, c.AuthorID, c.Who, by)
	if err != nil {
		return 0, err
	}
	switch {
	case by > 0 && have == 1:
		newcomers = 1
	case by < 0 && have == 0:
		newcomers = -1
	}
	// A person counts once, as the kind they were when they first spoke here.
	_, err = tx.Exec(`INSERT INTO thread_tallies (thread_id, who, people, contributions)
		SELECT thread_id, who, CAST(? AS INTEGER), CAST(? AS INTEGER) FROM thread_people WHERE thread_id = ? AND person_id = ?
		ON CONFLICT (thread_id, who) DO UPDATE SET people = thread_tallies.people + excluded.people,
		contributions = thread_tallies.contributions + excluded.contributions`, newcomers, by, c.ThreadID, c.AuthorID)
	return newcomers, err
}

// countThemes keeps each theme's number of published contributions. They are changed in the order of their ids, so that
// two commands never wait for each other in a ring.
func countThemes(tx *db.Tx, c Contribution, by int) error {
	themes, err := db.Values[int64](tx.Context(), tx, "SELECT theme_id FROM tags WHERE contribution_id = ? AND state = 'accepted' ORDER BY theme_id", c.ID)
	if err != nil || len(themes) == 0 {
		return err
	}
	tx.Touch(db.TopicThemes)
	for _, theme := range themes {
		if _, err := tx.Exec("UPDATE themes SET contribution_count = contribution_count + ? WHERE id = ?", by, theme); err != nil {
			return err
		}
	}
	return nil
}
