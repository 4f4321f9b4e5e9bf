package moderation

import (
	"context"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// MaxQuestion bounds a question to another moderator and their answer, in characters.
const MaxQuestion = 1000

// Question asks for a second opinion on a case.
type Question struct {
	Contribution int64
	Of           int64 // a moderator; 0 = any other
	Words        string
}

// Opinion is a question about a case, with what another moderator thinks where they said so.
type Opinion struct {
	ID       int64
	AskedBy  int64
	Asker    string
	AskedOf  int64 // 0 = any other moderator
	Of       string
	Question string
	AskedAt  clock.Instant
	Giver    string // who answered; empty while nobody has
	Act      rules.Act
	Reason   string // key of a reason; may be empty
	Words    string
	GivenAt  clock.Instant // 0 while nobody has answered
}

// MayGive tells whether a moderator may answer: whoever was asked, or any other than who asks.
func (o Opinion) MayGive(a people.Actor) bool {
	return o.GivenAt == 0 && a.CanModerate() && o.AskedBy != a.ID && (o.AskedOf == 0 || o.AskedOf == a.ID)
}

// AskOpinion asks another moderator, or all of them, what they think of a case. It is Invalid under "of" and
// "question", Forbidden to who wrote or typed in the words themselves, and ErrNotFound where the case does not wait any more. It gives the question's id.
func (s *Store) AskOpinion(ctx context.Context, a people.Actor, key db.Key, q Question) (int64, error) {
	if err := MayModerate(a); err != nil {
		return 0, err
	}
	wrong := db.Invalid{}
	if q.Words = text(q.Words, MaxQuestion, "question", wrong); q.Words == "" && len(wrong) == 0 {
		wrong["question"] = "Write what you want to know"
	}
	if q.Of == a.ID {
		wrong["of"] = "Choose another moderator"
	}
	if len(wrong) > 0 {
		return 0, wrong
	}
	return s.command(ctx, a, key, func(tx *db.Tx) (int64, error) {
		n, err := tx.Exec("UPDATE cases SET opinion = 1 WHERE contribution_id = ?", q.Contribution)
		if err == nil && n == 0 {
			err = db.ErrNotFound
		}
		if err == nil {
			err = notOwn(tx, a, q.Contribution)
		}
		if err != nil {
			return 0, err
		}
		if q.Of != 0 {
			if err := mayBeGiven(tx, q.Contribution, q.Of, "of"); err != nil {
				return 0, err
			}
			if _, err := notify.Tell(tx, notify.Notice{
				Person: q.Of, Kind: notify.Asked, Contribution: q.Contribution,
				Words: "A moderator asks you for a second opinion on something that waits in the queue.", Link: CasePath(q.Contribution),
			}, true); err != nil {
				return 0, err
			}
		}
		id, err := tx.Insert("INSERT INTO second_opinions (contribution_id, asked_by, asked_of, question, asked_at) VALUES (?, ?, ?, ?, ?)",
			q.Contribution, a.ID, db.Null(q.Of), q.Words, tx.Now())
		if err != nil {
			return 0, err
		}
		return id, audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "moderation.ask-opinion", Kind: "contribution", Object: q.Contribution, Details: map[string]any{"opinion": id, "of": q.Of},
		})
	})
}

// GiveOpinion stores what another moderator thinks of a case, with why, and tells who asked. It is Invalid under
// "opinion-act", "opinion-reason" and "opinion-words"; Forbidden to who wrote, typed in or reported the words themselves; ErrConflict where it is
// answered already or was asked of somebody else. What comes after the decision is kept with the record: see CameLate. It gives the contribution.
func (s *Store) GiveOpinion(ctx context.Context, a people.Actor, key db.Key, id int64, act rules.Act, reason, words string) (int64, error) {
	if err := MayModerate(a); err != nil {
		return 0, err
	}
	wrong := db.Invalid{}
	if words = text(words, MaxQuestion, "opinion-words", wrong); words == "" && len(wrong) == 0 {
		wrong["opinion-words"] = "Write why you think so"
	}
	if !act.Known() {
		wrong["opinion-act"] = "Choose what you would do"
	}
	book, err := rules.Load(ctx, s.DB)
	if err != nil {
		return 0, err
	}
	if act.Shows() {
		reason = rules.NoProblem
	} else if !offered(book, reason) { // it stands in the register for good
		wrong["opinion-reason"] = "Choose a reason"
	}
	if len(wrong) > 0 {
		return 0, wrong
	}
	return s.command(ctx, a, key, func(tx *db.Tx) (int64, error) {
		var contribution, asker int64
		err := db.Each(tx.Context(), tx, func(r db.Row) error { return r.Scan(&contribution, &asker) },
			`UPDATE second_opinions SET given_by = ?, act = ?, reason = ?, words = ?, given_at = ?
			WHERE id = ? AND given_at IS NULL AND asked_by <> ? AND COALESCE(asked_of, 0) IN (0, ?) RETURNING contribution_id, asked_by`,
			a.ID, act, reason, words, tx.Now(), id, a.ID, a.ID)
		if err == nil && contribution == 0 {
			err = db.ErrConflict
		}
		if err != nil {
			return 0, err
		}
		if err := notOwn(tx, a, contribution); err != nil {
			return 0, err
		}
		if err := mayAdvise(tx, a, contribution); err != nil {
			return 0, err
		}
		if _, err := tx.Exec(`UPDATE cases SET opinion = 0 WHERE contribution_id = ?
			AND NOT EXISTS (SELECT 1 FROM second_opinions o WHERE o.contribution_id = cases.contribution_id AND o.given_at IS NULL)`, contribution); err != nil {
			return 0, err
		}
		if _, err := notify.Tell(tx, notify.Notice{
			Person: asker, Kind: notify.Asked, Contribution: contribution,
			Words: "Another moderator has said what they think of something you asked about.", Link: CasePath(contribution),
		}, false); err != nil {
			return 0, err
		}
		return contribution, audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "moderation.give-opinion", Kind: "contribution", Object: contribution, Reason: reason,
			Details: map[string]any{"opinion": id, "act": string(act)},
		})
	})
}

// mayAdvise refuses an opinion of who reported the words: it would be their own report, twice.
func mayAdvise(tx *db.Tx, a people.Actor, contribution int64) error {
	reported, err := db.Value[bool](tx.Context(), tx,
		"SELECT EXISTS (SELECT 1 FROM reports WHERE contribution_id = ? AND state = 'open' AND reporter_id = ?)", contribution, a.ID)
	if err == nil && reported {
		err = db.Forbidden{Reason: "You reported this yourself, so another moderator has to say what they think of it."}
	}
	return err
}

// CameLate tells whether somebody decided about the case after a second opinion was asked for and before it was given.
func (s *Store) CameLate(ctx context.Context, opinion int64) (bool, error) {
	return db.Value[bool](ctx, s.DB, `SELECT EXISTS (SELECT 1 FROM second_opinions o JOIN decisions d ON d.contribution_id = o.contribution_id
		WHERE o.id = ? AND d.created_at >= o.asked_at AND d.created_at <= o.given_at AND d.undone_at IS NULL)`, opinion)
}

// opinions reads the second opinions on some contributions, the oldest first.
func (s *Store) opinions(ctx context.Context, ids []int64) (map[int64][]Opinion, error) {
	on := map[int64][]Opinion{}
	return on, db.Each(ctx, s.DB, func(r db.Row) error {
		var contribution int64
		var o Opinion
		err := r.Scan(&contribution, &o.ID, &o.AskedBy, &o.Asker, &o.AskedOf, &o.Of, &o.Question, &o.AskedAt, &o.Giver, &o.Act, &o.Reason, &o.Words, &o.GivenAt)
		on[contribution] = append(on[contribution], o)
		return err
	}, `SELECT o.contribution_id, o.id, o.asked_by, p.public_name, COALESCE(o.asked_of, 0), COALESCE(f.public_name, ''), o.question, o.asked_at,
		COALESCE(g.public_name, ''), o.act, o.reason, o.words, COALESCE(o.given_at, 0)
		FROM second_opinions o JOIN people p ON p.id = o.asked_by LEFT JOIN people f ON f.id = o.asked_of LEFT JOIN people g ON g.id = o.given_by
		WHERE o.contribution_id IN `+db.In(len(ids))+" ORDER BY o.id LIMIT ?", append(db.Args(ids), maxReports)...)
}
