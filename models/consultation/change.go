package consultation

import (
	"context"
	"strconv"
	"strings"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/say"
)

// MaxChange is how many characters the words about a change may have.
const MaxChange = 1000

// mostChanges is how many changes of one thread are shown.
const mostChanges = 200

// Change is something about a consultation that everybody who took part was told.
type Change struct {
	ID       int64
	Words    string
	ClosesAt clock.Instant // the new closing time; 0 where it stayed
	By       string        // public name of who made it; may be empty
	At       clock.Instant
	Told     int  // people who were told so far
	Done     bool // everybody was
}

// NewChange is a change to be told.
type NewChange struct {
	Words                 string
	ClosesDay, ClosesHour string // the new closing time; both empty where it stays
	Link                  string // the path of the page that says so
}

// Changes reads what those who took part in a thread were told, the newest first.
func (s *Store) Changes(ctx context.Context, thread int64) ([]Change, error) {
	return db.All(ctx, s.DB, func(r db.Row) (c Change, err error) {
		err = r.Scan(&c.ID, &c.Words, &c.ClosesAt, &c.By, &c.At, &c.Told, &c.Done)
		return c, err
	}, `SELECT c.id, c.words, COALESCE(c.closes_at, 0), COALESCE(p.public_name, ''), c.made_at, t.told, t.done = 1
		FROM consultation_changes c JOIN consultation_tellings t ON t.id = c.telling_id LEFT JOIN people p ON p.id = c.made_by
		WHERE c.thread_id = ? ORDER BY c.id DESC LIMIT ?`, thread, mostChanges)
}

// Announce tells everybody who took part in a thread of a change, and gives more time where a new closing time is
// given. They are told soon after, once each. Bad input is Invalid by field: "words", "closes".
func (s *Store) Announce(ctx context.Context, a people.Actor, key db.Key, thread int64, n NewChange) error {
	words, wrong := cleanWords(n.Words)
	closes, wrongTime := discussion.ClosingMoment(n.ClosesDay, n.ClosesHour, s.Zone)
	if err := joined(wrong, wrongTime); err != nil {
		return err
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		t, err := discussion.FindThread(ctx, tx, thread)
		if err != nil {
			return 0, err
		}
		if err := MaySet(a, t); err != nil {
			return 0, err
		}
		c, err := lock(tx, thread)
		if err != nil {
			return 0, err
		}
		if closes == t.ClosesAt {
			closes = 0
		}
		if closes != 0 {
			if err := s.extend(tx, t, c, closes); err != nil {
				return 0, err
			}
		}
		return s.announce(tx, a, t, words, n.Link, closes)
	})
	return err
}

func cleanWords(words string) (string, error) {
	clean, err := prose.Clean(words)
	if err != nil {
		return "", db.Wrong("words", "%s", err)
	}
	clean = strings.TrimSpace(clean)
	switch {
	case clean == "":
		return "", db.Wrong("words", "Say what changed")
	case len([]rune(clean)) > MaxChange:
		return "", db.Wrong("words", "Please keep this under %d letters", MaxChange)
	}
	return clean, nil
}

// extend gives people more time.
func (s *Store) extend(tx *db.Tx, t discussion.Thread, c Consultation, closes clock.Instant) error {
	switch {
	case t.Closed:
		return db.Wrong("closes", "This takes no comments just now, so there is no time to give. Open it first")
	case closes <= tx.Now():
		return db.Wrong("closes", "That time is past. Choose a closing time that is still to come")
	case t.ClosesAt != 0 && closes < t.ClosesAt:
		return db.Wrong("closes", "That is earlier than it closes now, on %s. Here you can only give more time", written(t.ClosesAt, s.Zone))
	case c.Terms.DecisionAt != 0 && c.Terms.InOrder(Times{t.OpensAt, closes}, s.Zone) != nil:
		return db.Wrong("closes", "It would close after it is decided, on %s. Change when it is decided first", say.LongDay(c.Terms.DecisionAt))
	}
	return Reclose(tx, t.ID, closes)
}

// announce stores the change, its entry in the register and the job that tells of it.
func (s *Store) announce(tx *db.Tx, a people.Actor, t discussion.Thread, words, link string, closes clock.Instant) (int64, error) {
	told := say.F("There is news about something you took part in: “%s”", words)
	if closes != 0 {
		told = say.Join(told, say.F("It now closes on %s.", written(closes, s.Zone)))
	}
	telling, err := tell(tx, a.ID, t.ID, notify.Changed, told, link)
	if err != nil {
		return 0, err
	}
	id, err := tx.Insert("INSERT INTO consultation_changes (thread_id, words, closes_at, telling_id, made_by, made_at) VALUES (?, ?, ?, ?, ?, ?)",
		t.ID, words, db.Null(closes), telling, a.ID, tx.Now())
	if err != nil {
		return 0, err
	}
	tx.Touch(db.TopicThread(t.ID))
	return id, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "consultation.change", Kind: "thread", Object: t.ID, Details: map[string]any{
		"change": id, "closes_before": t.ClosesAt, "closes": max(closes, t.ClosesAt),
	}})
}

// Audience counts the people whom a change of a thread would be told: those with an account who have something
// published or held in it, or took a position there.
func (s *Store) Audience(ctx context.Context, a people.Actor, thread int64) (int, error) {
	t, err := discussion.FindThread(ctx, s.DB, thread)
	if err != nil {
		return 0, err
	}
	query, args := tookPart(t, 0, a.ID, s.DB.Clock.Now())
	return db.Value[int](ctx, s.DB, "SELECT COUNT(*) FROM ("+query+") part", args...)
}

// tookPart selects who took part in a thread until a moment, from after one person on, with the newest contribution
// that they wrote or took a position on. Whoever may not see the thread any more, and whoever tells, is left out.
func tookPart(t discussion.Thread, after, teller int64, until clock.Instant) (query string, args []any) {
	private := 0
	if t.Private {
		private = 1
	}
	return `SELECT p.id AS person, MAX(x.contribution) AS contribution FROM (
			SELECT c.author_id AS person, c.id AS contribution FROM contributions c
				WHERE c.thread_id = ? AND c.author_id > ? AND c.state IN ('published', 'held') AND c.created_at <= ?
			UNION ALL SELECT s.person_id, s.contribution_id FROM positions s JOIN contributions c ON c.id = s.contribution_id
				WHERE c.thread_id = ? AND s.person_id > ? AND s.created_at <= ?
		) x JOIN people p ON p.id = x.person
		WHERE p.state IN ('active', 'suspended') AND p.id <> ? AND (p.role <> 'member' OR CAST(? AS INTEGER) = 0
			OR EXISTS (SELECT 1 FROM memberships m WHERE m.group_id = ? AND m.person_id = p.id AND m.state = 'member'))
		GROUP BY p.id`,
		[]any{t.ID, after, until, t.ID, after, until, teller, private, t.GroupID}
}

// tellingKey names a telling, so that it is waiting once only.
func tellingKey(id int64) string { return JobTell + ":" + strconv.FormatInt(id, 10) }
