package defamation

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/moderation"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/say"
)

// Store reads and changes notices of complaint.
type Store struct {
	DB   *db.DB
	Zone *time.Location // the place's
}

// Bounds on what people type here, in characters.
const (
	MaxName    = 200
	MaxText    = 4000
	MaxAddress = 500
)

// New is a notice as somebody fills it in.
type New struct {
	Contribution  int64
	Name, Email   string
	Statement     string
	Why           string
	Meaning       string
	Wrong         string
	Unknown       string // "yes" or "no"
	MayPass       string // "yes" or "no"
	RemovedBefore bool
}

// check cleans a notice. Bad input is Invalid by field: "name", "email", "statement", "why", "meaning", "wrong", "unknown",
// "may-pass".
func (n New) check() (New, error) {
	wrong := db.Invalid{}
	if n.Name = wrong.Line("name", n.Name, MaxName); n.Name == "" && wrong["name"] == "" {
		wrong["name"] = "Give your name. The law asks for it"
	}
	email, err := people.CleanEmail(strings.TrimSpace(n.Email))
	if err != nil {
		wrong["email"] = "Give an email address where we can write to you. The law asks for it"
	} else {
		n.Email = email
	}
	n.Statement = text(n.Statement, "statement", "Copy the words that you complain about", MaxText, wrong)
	n.Why = text(n.Why, "why", "Say why they harm your name", MaxText, wrong)
	n.Meaning = text(n.Meaning, "meaning", "Say what you think the words mean", MaxText, wrong)
	n.Wrong = text(n.Wrong, "wrong", "Say which facts are wrong, or which opinions no fact supports", MaxText, wrong)
	for field, value := range map[string]string{"unknown": n.Unknown, "may-pass": n.MayPass} {
		if value != "yes" && value != "no" {
			wrong[field] = "Choose yes or no"
		}
	}
	if len(wrong) > 0 {
		return n, wrong
	}
	return n, nil
}

// text cleans words of several lines that must be there.
func text(typed, field string, missing say.Text, most int, wrong db.Invalid) string {
	clean, err := prose.Clean(typed)
	clean = strings.TrimSpace(clean)
	switch {
	case err != nil:
		wrong[field] = say.Of(err)
	case utf8.RuneCountInString(clean) > most:
		wrong[field] = "That is too long. Please make it shorter"
	case clean == "":
		wrong[field] = missing
	}
	return clean
}

// File stores a notice about words that the actor can see and gives its id; the moderators are told, and who complains by
// mail. ErrNotFound where they cannot see the words; Invalid by field, and under "" where one from the same address about the
// same words is open. How often that may be done is for the caller to limit.
func (s *Store) File(ctx context.Context, a people.Actor, key db.Key, n New) (int64, error) {
	n, err := n.check()
	if err != nil {
		return 0, err
	}
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		seen, args := a.Sees("c", "t")
		revision, err := db.Value[int](tx.Context(), tx, "SELECT c.revision FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE c.id = ? AND "+seen,
			append([]any{n.Contribution}, args...)...)
		if err != nil {
			return 0, err
		}
		return s.add(tx, n, arrival{How: OnSite, At: tx.Now(), Revision: revision})
	})
}

// note writes a step into the register, without anybody's details.
func note(tx *db.Tx, actor int64, act string, id int64, details map[string]any) error {
	return audit.Append(tx, audit.Entry{Actor: actor, Act: "defamation." + act, Kind: "defamation notice", Object: id, Details: details})
}

// Path is the page where moderators deal with a notice.
func Path(id int64) string { return "/moderation/defamation/" + number(id) }

// tellTeam tells every moderator about a notice, on the site and, where that is asked for, by mail.
func tellTeam(tx *db.Tx, id int64, words say.Text, mail bool) error {
	team, err := db.Values[int64](tx.Context(), tx, `SELECT p.id FROM people p JOIN defamation_notices n ON n.id = ? JOIN contributions c ON c.id = n.contribution_id
		WHERE p.state = 'active' AND p.role IN ('moderator', 'administrator') AND p.id <> c.author_id ORDER BY p.id LIMIT 200`, id)
	if err != nil {
		return err
	}
	for _, person := range team {
		if _, err := notify.TellSparing(tx, notify.Notice{Person: person, Kind: notify.Asked, Words: words, Link: Path(id)}, mail); err != nil {
			return err
		}
	}
	return nil
}

const noticeQuery = `SELECT n.id, n.contribution_id, t.title, p.public_name, p.email IS NOT NULL AND p.email_verified_at IS NOT NULL AND p.state IN ('active', 'suspended'),
	n.name, n.email, n.statement, n.why, n.meaning, n.wrong, n.unknown_poster = 1, n.may_pass_on = 1, n.removed_before = 1,
	(SELECT COUNT(*) FROM defamation_notices o JOIN contributions oc ON oc.id = o.contribution_id
		WHERE oc.author_id = c.author_id AND o.id < n.id AND o.state = 'removed' AND o.email = n.email AND n.email <> ''),
	n.state, n.received_at, COALESCE(n.contacted_at, 0), COALESCE(n.reply_due_at, 0), COALESCE(n.replied_at, 0), n.reply, n.poster_name, n.poster_address,
	n.poster_may_pass = 1, COALESCE(n.act_due_at, 0), COALESCE(n.closed_at, 0), COALESCE(cp.public_name, ''), n.missing, n.revision, n.revision <> c.revision,
	c.state = 'published', n.note, c.author_id, COALESCE(c.recorder_id, 0), n.how, n.address, COALESCE(rp.public_name, ''),
	(SELECT COUNT(*) FROM defamation_notices o WHERE o.contribution_id = n.contribution_id AND o.closed_at IS NULL AND o.id <> n.id)
	FROM defamation_notices n JOIN contributions c ON c.id = n.contribution_id JOIN threads t ON t.id = c.thread_id JOIN people p ON p.id = c.author_id
	LEFT JOIN people cp ON cp.id = n.closed_by LEFT JOIN people rp ON rp.id = n.recorded_by WHERE `

func scanNotice(r db.Row) (n Notice, err error) {
	err = r.Scan(&n.ID, &n.Contribution, &n.Thread, &n.Poster, &n.Contactable, &n.Name, &n.Email, &n.Statement, &n.Why, &n.Meaning, &n.Wrong,
		&n.Unknown, &n.MayPass, &n.RemovedBefore, &n.Earlier, &n.State, &n.ReceivedAt, &n.ContactedAt, &n.ReplyDueAt, &n.RepliedAt, &n.Reply,
		&n.PosterName, &n.PosterAddress, &n.PosterMayPass, &n.ActDueAt, &n.ClosedAt, &n.ClosedBy, &n.Missing, &n.Revision, &n.ChangedSince,
		&n.Published, &n.note, &n.author, &n.record, &n.How, &n.Address, &n.Recorder, &n.Others)
	return n, err
}

// mostListed bounds each list of notices: they are rare.
const mostListed = 100

// List reads the open notices for moderators, what is due first before the rest, and the last that were closed.
func (s *Store) List(ctx context.Context, a people.Actor) (open, closed []Notice, err error) {
	if err := moderation.MayModerate(a); err != nil {
		return nil, nil, err
	}
	if open, err = db.All(ctx, s.DB, scanNotice, noticeQuery+"n.closed_at IS NULL ORDER BY n.act_due_at, n.id LIMIT ?", mostListed); err != nil {
		return nil, nil, err
	}
	together(open)
	closed, err = db.All(ctx, s.DB, scanNotice, noticeQuery+"n.closed_at IS NOT NULL ORDER BY n.closed_at DESC, n.id DESC LIMIT ?", mostListed)
	return open, closed, err
}

// Notice reads one notice for moderators. Whoever wrote the words reads no more of who complains than any poster.
func (s *Store) Notice(ctx context.Context, a people.Actor, id int64) (Notice, error) {
	if err := moderation.MayModerate(a); err != nil {
		return Notice{}, err
	}
	n, err := db.One(ctx, s.DB, scanNotice, noticeQuery+"n.id = ?", id)
	if MayHandle(a, n) != nil {
		n = n.forPoster()
	}
	return n, err
}

// Pending is how many notices are open, and when the next step is due; 0 where none is.
func (s *Store) Pending(ctx context.Context, a people.Actor) (open int, due clock.Instant, err error) {
	if err := moderation.MayModerate(a); err != nil {
		return 0, 0, err
	}
	err = s.DB.QueryRow(ctx, "SELECT COUNT(*), COALESCE(MIN(act_due_at), 0) FROM defamation_notices WHERE closed_at IS NULL").Scan(&open, &due)
	return open, due, err
}

// Remind tells moderators of steps that are nearly due or late, and of posters whose time to answer is over, once a day
// each and once for all notices about the same words. It is for a job that runs a few times in an hour.
func (s *Store) Remind(ctx context.Context) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		due := map[int64]int64{} // the first notice of each contribution
		err := db.Each(ctx, tx, func(r db.Row) error {
			var id, contribution int64
			err := r.Scan(&id, &contribution)
			if first, known := due[contribution]; !known || id < first {
				due[contribution] = id
			}
			return err
		}, `UPDATE defamation_notices SET reminded_at = ? WHERE closed_at IS NULL
			AND (act_due_at <= ? OR state = 'poster-asked' AND reply = '' AND reply_due_at <= ?) AND (reminded_at IS NULL OR reminded_at <= ?) RETURNING id, contribution_id`,
			tx.Now(), tx.Now().Add(beforeDue), tx.Now(), tx.Now().Add(-remindAgain))
		if err != nil {
			return err
		}
		for _, id := range slices.Sorted(maps.Values(due)) {
			if err := tellTeam(tx, id, "A step about a notice of complaint is due soon. The law sets the time for it.", true); err != nil {
				return err
			}
		}
		return nil
	})
}

// Personal is the condition of a notice that still holds something personal.
const Personal = "name || email || address || statement || meaning || why || wrong || poster_name || poster_address || note || reply_code <> ''"

// Forget removes what is personal in closed notices, inside a job. What stays is that there was one, and how it ended.
func Forget(tx *db.Tx, ids []int64) error {
	_, err := tx.Exec(`UPDATE defamation_notices SET name = '', email = '', address = '', statement = '', why = '', meaning = '', wrong = '', poster_name = '', poster_address = '',
		note = '', reply_code = '' WHERE id IN `+db.In(len(ids)), db.Args(ids)...)
	return err
}
