package insight

import (
	"context"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/say"
)

// Progress is how far a commitment has come.
type Progress string

// How far a commitment may have come.
const (
	Planned  Progress = "planned"
	UnderWay Progress = "under-way"
	Done     Progress = "done"
	Stopped  Progress = "stopped"
)

// AllProgress lists how far a commitment may have come, in order.
var AllProgress = []Progress{Planned, UnderWay, Done, Stopped}

// Bounds on commitments.
const (
	MaxAction       = 300 // characters
	MaxOwner        = 120 // characters, of the owner and of the priority
	MaxOutcome      = 600 // characters
	commitmentsEach = 20  // of an issue
)

// Commitment is something that somebody promised to do about an issue.
type Commitment struct {
	ID       int64
	ThemeID  int64
	Action   string
	Owner    string // who does it: a team or a body
	Priority string // of the strategy that it serves; may be empty
	ReviewOn Day    // when it will be looked at again; may be empty
	State    Progress
	Outcome  string // what came of it; needed for Done and Stopped
	Revision int
	MadeAt   clock.Instant
	ChangeAt clock.Instant
}

// Overdue tells whether a commitment should have been looked at before today.
func (c Commitment) Overdue(today Day) bool {
	return c.ReviewOn != "" && c.ReviewOn < today && (c.State == Planned || c.State == UnderWay)
}

// check cleans a commitment: Invalid under "action", "owner", "priority", "review", "state" and "outcome".
func (c Commitment) check() (Commitment, error) {
	wrong := db.Invalid{}
	need := func(field, text string, most int, missing say.Text) string {
		text = wrong.Line(field, text, most)
		if text == "" && missing != "" && wrong[field] == "" {
			wrong[field] = missing
		}
		return text
	}
	c.Action = need("action", c.Action, MaxAction, "Say what will be done")
	c.Owner = need("owner", c.Owner, MaxOwner, "Say who does it: a team or a body")
	c.Priority = need("priority", c.Priority, MaxOwner, "")
	c.Outcome = need("outcome", c.Outcome, MaxOutcome, "")
	if _, err := ParseDay("review", string(c.ReviewOn)); err != nil {
		wrong["review"] = err.(db.Invalid)["review"]
	}
	switch c.State {
	case Planned, UnderWay:
		if c.ReviewOn == "" && wrong["review"] == "" {
			wrong["review"] = "Say on which day you will look at it again"
		}
	case Done, Stopped:
		if c.Outcome == "" && wrong["outcome"] == "" {
			wrong["outcome"] = "Say what came of it, or why it stopped"
		}
	default:
		wrong["state"] = "Choose how far it has come"
	}
	if len(wrong) > 0 {
		return c, wrong
	}
	return c, nil
}

// Commit stores a commitment about an issue: a new one where its ID is 0, otherwise a change of the one at its Revision.
// ErrConflict where somebody else changed it since; ErrNotFound where it, or its theme, is not there.
func (s *Store) Commit(ctx context.Context, a people.Actor, key db.Key, c Commitment) (int64, error) {
	if err := MayWriteIssue(a); err != nil {
		return 0, err
	}
	c, err := c.check()
	if err != nil {
		return 0, err
	}
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if c.ID == 0 {
			return addCommitment(tx, a, c)
		}
		return c.ID, changeCommitment(tx, a, c)
	})
}

func addCommitment(tx *db.Tx, a people.Actor, c Commitment) (int64, error) {
	// The theme's row is taken first, so that two who add at once are counted one after the other.
	there, err := tx.Exec("UPDATE themes SET mark = mark WHERE id = ?", c.ThemeID)
	if err != nil {
		return 0, err
	}
	if there == 0 {
		return 0, db.ErrNotFound
	}
	n, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM commitments WHERE theme_id = ?", c.ThemeID)
	if err != nil {
		return 0, err
	}
	if n >= commitmentsEach {
		return 0, db.Wrong("", "There are %d commitments about this already. Please change one that is there", commitmentsEach)
	}
	id, err := tx.Insert(`INSERT INTO commitments (theme_id, action, owner, priority, review_on, state, outcome, made_by, made_at, changed_by, changed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, c.ThemeID, c.Action, c.Owner, c.Priority, c.ReviewOn, c.State, c.Outcome, a.ID, tx.Now(), a.ID, tx.Now())
	if err != nil {
		return 0, err
	}
	c.ID = id
	return id, committed(tx, a, "commitment.make", c)
}

func changeCommitment(tx *db.Tx, a people.Actor, c Commitment) error {
	changed, err := tx.Exec(`UPDATE commitments SET action = ?, owner = ?, priority = ?, review_on = ?, state = ?, outcome = ?,
		revision = revision + 1, changed_by = ?, changed_at = ? WHERE id = ? AND theme_id = ? AND revision = ?`,
		c.Action, c.Owner, c.Priority, c.ReviewOn, c.State, c.Outcome, a.ID, tx.Now(), c.ID, c.ThemeID, c.Revision)
	if err != nil {
		return err
	}
	if changed == 0 {
		if _, err := db.Value[int64](tx.Context(), tx, "SELECT id FROM commitments WHERE id = ? AND theme_id = ?", c.ID, c.ThemeID); err != nil {
			return err
		}
		return db.ErrConflict
	}
	return committed(tx, a, "commitment.change", c)
}

func committed(tx *db.Tx, a people.Actor, act string, c Commitment) error {
	tx.Touch(db.TopicHearing)
	return audit.Append(tx, audit.Entry{
		Actor: a.ID, Act: act, Kind: "theme", Object: c.ThemeID,
		Details: map[string]any{"commitment": c.ID, "state": string(c.State), "review": string(c.ReviewOn)},
	})
}

const commitmentColumns = "k.id, k.theme_id, k.action, k.owner, k.priority, k.review_on, k.state, k.outcome, k.revision, k.made_at, k.changed_at FROM commitments k"

func scanCommitment(r db.Row) (c Commitment, err error) {
	err = r.Scan(&c.ID, &c.ThemeID, &c.Action, &c.Owner, &c.Priority, &c.ReviewOn, &c.State, &c.Outcome, &c.Revision, &c.MadeAt, &c.ChangeAt)
	return c, err
}

// Commitments reads what was promised about themes, in the order in which it was; those of all themes where none is
// named.
func (s *Store) Commitments(ctx context.Context, list ...int64) (map[int64][]Commitment, error) {
	found := map[int64][]Commitment{}
	where := ""
	if len(list) > 0 {
		where = " WHERE k.theme_id IN " + db.In(len(list))
	}
	err := db.Each(ctx, s.DB, func(r db.Row) error {
		c, err := scanCommitment(r)
		found[c.ThemeID] = append(found[c.ThemeID], c)
		return err
	}, "SELECT "+commitmentColumns+where+" ORDER BY k.id", db.Args(list)...)
	return found, err
}

// Commitment reads one commitment of a theme.
func (s *Store) Commitment(ctx context.Context, theme, id int64) (Commitment, error) {
	return db.One(ctx, s.DB, scanCommitment, "SELECT "+commitmentColumns+" WHERE k.id = ? AND k.theme_id = ?", id, theme)
}
