package people

import (
	"context"
	"errors"
	"slices"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// SanctionKind is what moderators do about a person rather than about what they wrote. It holds for the account, never
// for a network, and the person is told at once.
type SanctionKind string

// The kinds, the mildest first.
const (
	Warn    SanctionKind = "warn"    // told what not to do again; nothing is taken away
	Silence SanctionKind = "silence" // reads everything and writes nothing for a time
	Suspend SanctionKind = "suspend" // signed out, and cannot sign in for a time
	Ban     SanctionKind = "ban"     // the same until it is lifted
)

// SanctionKinds lists the kinds, the mildest first.
var SanctionKinds = []SanctionKind{Warn, Silence, Suspend, Ban}

// Longest is for how long a moderator can silence or suspend somebody; an administrator for LongestOfAll.
const (
	Longest      = 30 * 24 * time.Hour
	LongestOfAll = 366 * 24 * time.Hour
)

// Sanction is one of them.
type Sanction struct {
	ID             int64
	Person         int64
	Kind           SanctionKind
	Reason         string // key of a reason; "" where the operator gave none for the person
	ReasonRevision int
	Message        string // a line of the moderator's own to the person
	Contribution   int64  // what it is about; 0 = nothing single
	Until          clock.Instant
	By             int64  // 0 is the operator at the command line
	ByName         string // public name; "" for the operator
	At             clock.Instant
	EndedAt        clock.Instant // 0 = it was not lifted and its time is not over
	EndedBy        int64         // 0 where its time was over
	EndReason      string        // what the person was told
	Code           string        // lets somebody who cannot sign in appeal
	note           int64         // private note that says why; 0 = none
}

// Runs tells whether it holds at a moment. A warning takes nothing away and so never runs out.
func (s Sanction) Runs(now clock.Instant) bool {
	return s.EndedAt == 0 && (s.Until == 0 || now < s.Until)
}

// MaySanction tells whether the actor may do this to a person with a role, until a moment, and if not, why. Nobody acts
// on themselves or on staff of the same or more power; only administrators ban, and moderators take things away for a
// month at most.
func MaySanction(a Actor, kind SanctionKind, person int64, role Role, until, now clock.Instant) error {
	power := func(r Role) int { return slices.Index(Roles, r) }
	operator := a.ID == 0 && a.Role == Administrator
	longest := Longest
	if a.CanAdminister() || operator {
		longest = LongestOfAll
	}
	switch {
	case !a.CanModerate() && !operator:
		return db.Forbidden{Reason: "Only moderators can do this."}
	case a.ID == person:
		return db.Forbidden{Reason: "You cannot do this to yourself."}
	case power(role) >= power(a.Role) && !operator:
		return db.Forbidden{Reason: "This person runs the site with as much say as you have, or more. Ask an administrator, or whoever runs the program."}
	case kind == Ban && !a.CanAdminister() && !operator:
		return db.Forbidden{Reason: "Only administrators can ban somebody. You can suspend them for up to 30 days, and ask an administrator."}
	case until == 0 && (kind == Silence || kind == Suspend && !a.CanAdminister() && !operator):
		return db.Wrong("until", "Choose for how long")
	case until != 0 && until <= now:
		return db.Wrong("until", "Choose a time that is not over yet")
	case until != 0 && until > now.Add(longest):
		return db.Wrong("until", "Choose a shorter time: %d days at most", int(longest/(24*time.Hour)))
	}
	return nil
}

// Sanctioned does something about a person inside a command: the row, what they may do from now on, their sessions, and
// the entry in the register. The reason and message were checked, and telling the person is the caller's. It gives what
// was done. Errors are those of MaySanction; db.ErrNotFound where there is no such account; db.Forbidden for the last
// administrator.
func Sanctioned(tx *db.Tx, a Actor, n Sanction) (Sanction, error) {
	before, err := lockPerson(tx, n.Person)
	if err != nil {
		return n, err
	}
	if before.State != Active && before.State != Suspended {
		return n, db.ErrNotFound
	}
	if n.Kind == Warn || n.Kind == Ban {
		n.Until = 0
	}
	if err := MaySanction(a, n.Kind, n.Person, before.Role, n.Until, tx.Now()); err != nil {
		return n, err
	}
	if n.Kind == Suspend || n.Kind == Ban {
		if err := keepAnAdministrator(tx, before); err != nil {
			return n, err
		}
	}
	n.By, n.At, n.Code = a.ID, tx.Now(), newSecret()
	if n.ID, err = tx.Insert(`INSERT INTO sanctions (person_id, kind, reason, reason_revision, message, contribution_id, until, made_by, made_at, appeal_code)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, n.Person, n.Kind, n.Reason, n.ReasonRevision, n.Message, db.Null(n.Contribution), db.Null(n.Until),
		db.Null(n.By), n.At, n.Code); err != nil {
		return n, err
	}
	if err := SettleSanctions(tx, n.Person); err != nil {
		return n, err
	}
	if n.Kind == Suspend || n.Kind == Ban {
		if err := endSessions(tx, n.Person, 0); err != nil {
			return n, err
		}
	}
	details := map[string]any{"sanction": n.ID}
	if n.Until != 0 {
		details["until"] = int64(n.Until)
	}
	if n.note != 0 {
		details["note"] = n.note
	}
	if n.Contribution != 0 {
		details["contribution"] = n.Contribution
	}
	return n, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "people." + string(n.Kind), Kind: "person", Object: n.Person, Reason: n.Reason, Details: details})
}

// EndSanction lifts something before its time inside a command, with an entry in the register, and gives it as it
// stands then. why is what the person is told; telling them is the caller's. Moderators do not end what an administrator
// or the operator did. Errors are those of MaySanction;
// db.ErrConflict where it is over.
func EndSanction(tx *db.Tx, a Actor, id int64, why string) (Sanction, error) {
	s, err := db.One(tx.Context(), tx, scanSanction, sanctionColumns+"s.id = ?", id)
	if err != nil {
		return s, err
	}
	person, err := lockPerson(tx, s.Person)
	if err != nil {
		return s, err
	}
	if err := MaySanction(a, s.Kind, s.Person, person.Role, 0, tx.Now()); err != nil {
		var invalid db.Invalid
		if !errors.As(err, &invalid) {
			return s, err
		}
	}
	if err := mayLift(tx, a, s); err != nil {
		return s, err
	}
	return s, lift(tx, a.ID, &s, why)
}

// mayLift refuses a moderator who would end what an administrator or the operator did: they can ask for it.
func mayLift(tx *db.Tx, a Actor, s Sanction) error {
	if a.CanAdminister() || a.ID == 0 {
		return nil
	}
	by := Administrator // the operator
	if s.By != 0 {
		var err error
		if by, err = db.Value[Role](tx.Context(), tx, "SELECT role FROM people WHERE id = ?", s.By); err != nil {
			return err
		}
	}
	if by == Administrator {
		return db.Forbidden{Reason: "An administrator did this. Ask an administrator to end it before its time."}
	}
	return nil
}

func lift(tx *db.Tx, by int64, s *Sanction, why string) error {
	n, err := tx.Exec("UPDATE sanctions SET ended_at = ?, ended_by = ?, end_reason = ? WHERE id = ? AND ended_at IS NULL AND (until IS NULL OR until > ?)",
		tx.Now(), db.Null(by), why, s.ID, tx.Now())
	if err != nil {
		return err
	}
	if n == 0 {
		return db.ErrConflict
	}
	s.EndedAt, s.EndedBy, s.EndReason = tx.Now(), by, why
	if err := SettleSanctions(tx, s.Person); err != nil {
		return err
	}
	return audit.Append(tx, audit.Entry{Actor: by, Act: "people.lift", Kind: "person", Object: s.Person, Reason: s.Reason, Details: map[string]any{
		"sanction": s.ID, "kind": string(s.Kind),
	}})
}

// SettleSanctions brings what a person may do in step with what runs against them, inside a command that
// began, ended or changed something of it.
func SettleSanctions(tx *db.Tx, person int64) error {
	state, err := db.Value[State](tx.Context(), tx, "SELECT state FROM people WHERE id = ?", person)
	if err != nil || state != Active && state != Suspended {
		return err
	}
	var silenced, suspended clock.Instant
	state = Active
	lifted := false // holds until somebody lifts it
	err = db.Each(tx.Context(), tx, func(r db.Row) error {
		var kind SanctionKind
		var until clock.Instant
		if err := r.Scan(&kind, &until); err != nil {
			return err
		}
		switch {
		case kind == Silence:
			silenced = max(silenced, until)
		case kind != Warn:
			state = Suspended
			suspended, lifted = max(suspended, until), lifted || until == 0
		}
		return nil
	}, "SELECT kind, COALESCE(until, 0) FROM sanctions WHERE person_id = ? AND ended_at IS NULL AND (until IS NULL OR until > ?)", person, tx.Now())
	if err != nil {
		return err
	}
	if lifted {
		suspended = 0
	}
	if _, err := tx.Exec("UPDATE people SET silenced_until = ?, suspended_until = ?, state = ?, changed_at = ? WHERE id = ?",
		db.Null(silenced), db.Null(suspended), state, tx.Now(), person); err != nil {
		return err
	}
	tx.Touch(db.TopicPerson(person))
	return Setback(tx, person)
}

// Setback brings the moment of a person's last setback in step inside a command: when last something of theirs was
// hidden, or something was done about them, that nobody has taken back since.
func Setback(tx *db.Tx, person int64) error {
	hidden, err := db.Value[clock.Instant](tx.Context(), tx, `SELECT COALESCE(MAX(d.created_at), 0) FROM decisions d
		WHERE d.author_id = ? AND d.act = 'hide' AND d.undone_at IS NULL AND NOT EXISTS
		(SELECT 1 FROM decisions l WHERE l.contribution_id = d.contribution_id AND l.act = 'restore' AND l.id > d.id AND l.undone_at IS NULL)`, person)
	if err != nil {
		return err
	}
	done, err := db.Value[clock.Instant](tx.Context(), tx, "SELECT COALESCE(MAX(made_at), 0) FROM sanctions WHERE person_id = ? AND (ended_at IS NULL OR ended_at >= until)", person)
	if err != nil {
		return err
	}
	_, err = tx.Exec("UPDATE people SET setback_at = ? WHERE id = ?", db.Null(max(hidden, done)), person)
	return err
}

// tidyAtOnce is how many that have run out one transaction takes up.
const tidyAtOnce = 200

// EndSanctions ends what has run out. Nobody waits for it: reading who somebody is and signing in look at the time
// themselves. It is for a job that runs often.
func (s *Store) EndSanctions(ctx context.Context) error {
	for {
		n := 0
		err := s.db.Write(ctx, func(tx *db.Tx) error {
			over, err := db.Values[int64](ctx, tx, `UPDATE sanctions SET ended_at = until WHERE id IN
				(SELECT id FROM sanctions WHERE ended_at IS NULL AND until IS NOT NULL AND until <= ? ORDER BY until LIMIT ?) RETURNING person_id`, tx.Now(), tidyAtOnce)
			if err != nil {
				return err
			}
			n = len(over)
			slices.Sort(over)
			for _, person := range slices.Compact(over) {
				if err := SettleSanctions(tx, person); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || n < tidyAtOnce {
			return err
		}
	}
}

const sanctionColumns = `SELECT s.id, s.person_id, s.kind, s.reason, s.reason_revision, s.message, COALESCE(s.contribution_id, 0), COALESCE(s.until, 0),
	COALESCE(s.made_by, 0), COALESCE(m.public_name, ''), s.made_at, COALESCE(s.ended_at, 0), COALESCE(s.ended_by, 0), s.end_reason, s.appeal_code
	FROM sanctions s LEFT JOIN people m ON m.id = s.made_by WHERE `

func scanSanction(r db.Row) (s Sanction, err error) {
	err = r.Scan(&s.ID, &s.Person, &s.Kind, &s.Reason, &s.ReasonRevision, &s.Message, &s.Contribution, &s.Until,
		&s.By, &s.ByName, &s.At, &s.EndedAt, &s.EndedBy, &s.EndReason, &s.Code)
	return s, err
}

// MostSanctions is how many a list of them holds, the newest.
const MostSanctions = 100

// SanctionsOf lists what was done about a person, the newest first. Who may read it is for the caller to ask: the
// person themselves and moderators.
func SanctionsOf(ctx context.Context, q db.Querier, person int64) ([]Sanction, error) {
	return db.All(ctx, q, scanSanction, sanctionColumns+"s.person_id = ? ORDER BY s.id DESC LIMIT ?", person, MostSanctions)
}

// SanctionByID reads one, inside a command or outside; db.ErrNotFound where there is none.
func SanctionByID(ctx context.Context, q db.Querier, id int64) (Sanction, error) {
	return db.One(ctx, q, scanSanction, sanctionColumns+"s.id = ?", id)
}

// SanctionByCode reads the one whose code somebody has who cannot sign in; db.ErrNotFound for any other text.
func SanctionByCode(ctx context.Context, q db.Querier, code string) (Sanction, error) {
	if !isSecret(code) {
		return Sanction{}, db.ErrNotFound
	}
	return db.One(ctx, q, scanSanction, sanctionColumns+"s.appeal_code = ?", code)
}

// AppealPath is where somebody who cannot sign in asks for what was done about them to be looked at again.
func (s Sanction) AppealPath() string { return "/appeals/code/" + s.Code }

// errSilenced refuses words of somebody who is silenced. The top of each of their pages says until when and why.
var errSilenced = db.Forbidden{Reason: "A moderator has stopped you from writing here for a time. You can read everything. The top of this page says until when, and leads to why and how to appeal."}

// MaySpeak tells whether the actor can write, take positions, join or run groups at all at a moment, and if not, why:
// somebody who is on hold or silenced cannot. An actor is read afresh for each request, so 0 stands for now. Whether
// they may do so here or there is decided by the rooms. Reading, reporting, appealing, taking back their own words and
// everything about their own account stays theirs.
func (a Actor) MaySpeak(now clock.Instant) error {
	switch {
	case a.State == Suspended:
		return db.Forbidden{Reason: "Your account is on hold, so you cannot post. You can still read everything."}
	case a.Silenced > now:
		return errSilenced
	}
	return nil
}
