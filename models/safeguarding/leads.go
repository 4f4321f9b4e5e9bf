package safeguarding

import (
	"context"
	"encoding/json"
	"slices"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Lead is an account that looks after people's safety.
type Lead struct {
	Person  int64
	Name    string
	Duty    bool // is told first
	Mail    bool // has an address that mail is known to reach
	Since   clock.Instant
	Working bool // the account can be used; one on hold is told nothing
}

// settingName is the name under which the settings are kept.
const settingName = "safeguarding"

// loadSettings reads what the place decided; what it did not decide is as the program brings it.
func loadSettings(ctx context.Context, q db.Querier) (Settings, error) {
	settings := shippedSettings
	stored, err := db.Values[string](ctx, q, "SELECT value FROM settings WHERE name = ?", settingName)
	if err == nil && len(stored) > 0 {
		err = json.Unmarshal([]byte(stored[0]), &settings)
	}
	return settings, err
}

// Desk is what administrators see of safeguarding: who looks after it, how it is set, and how much there is. It holds
// nothing of what any concern says.
type Desk struct {
	Leads    []Lead
	Others   []Lead // people with a role here who could be asked
	Settings Settings
	Counts   Counts
}

// Counts is how much there is.
type Counts struct {
	Unopened int           // that no lead has looked at
	Open     int           // that are not over, those among them
	Closed   int           // that are over
	Oldest   clock.Instant // since when the oldest that no lead has looked at waits; 0 where there is none
}

func counts(ctx context.Context, q db.Querier) (Counts, error) {
	return db.One(ctx, q, func(r db.Row) (c Counts, err error) {
		err = r.Scan(&c.Unopened, &c.Open, &c.Closed, &c.Oldest)
		return c, err
	}, `SELECT (SELECT COUNT(*) FROM concerns WHERE closed_at IS NULL AND opened_at IS NULL), (SELECT COUNT(*) FROM concerns WHERE closed_at IS NULL),
		(SELECT COUNT(*) FROM concerns WHERE closed_at IS NOT NULL),
		COALESCE((SELECT MIN(created_at) FROM concerns WHERE closed_at IS NULL AND opened_at IS NULL), 0)`)
}

// mostLeads bounds the leads of a place, and the people with a role who are offered.
const mostLeads = 100

// Desk reads what administrators see.
func (s *Store) Desk(ctx context.Context, a people.Actor) (d Desk, err error) {
	if err := mayAppoint(a); err != nil {
		return d, err
	}
	if d.Leads, err = leads(ctx, s.DB); err != nil {
		return d, err
	}
	d.Others, err = db.All(ctx, s.DB, scanLead, `SELECT p.id, p.public_name, 0, CASE WHEN p.email_verified_at IS NULL THEN 0 ELSE 1 END, 0, 1 FROM people p
		WHERE p.state = 'active' AND p.role <> 'member' AND NOT EXISTS (SELECT 1 FROM safeguarding_leads l WHERE l.person_id = p.id)
		ORDER BY p.public_name, p.id LIMIT ?`, mostLeads)
	if err != nil {
		return d, err
	}
	if d.Settings, err = loadSettings(ctx, s.DB); err != nil {
		return d, err
	}
	d.Counts, err = counts(ctx, s.DB)
	return d, err
}

func scanLead(r db.Row) (l Lead, err error) {
	var mail, working, duty int
	err = r.Scan(&l.Person, &l.Name, &duty, &mail, &l.Since, &working)
	l.Duty, l.Mail, l.Working = duty == 1, mail == 1, working == 1
	return l, err
}

func leads(ctx context.Context, q db.Querier) ([]Lead, error) {
	return db.All(ctx, q, scanLead, `SELECT p.id, p.public_name, l.duty, CASE WHEN p.email_verified_at IS NULL THEN 0 ELSE 1 END, l.since,
		CASE WHEN p.state = 'active' THEN 1 ELSE 0 END FROM safeguarding_leads l JOIN people p ON p.id = l.person_id ORDER BY l.since, p.id LIMIT ?`, mostLeads)
}

// watched tells whether the place has a lead who would read a concern.
func watched(tx *db.Tx) (bool, error) {
	n, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM safeguarding_leads l JOIN people p ON p.id = l.person_id WHERE p.state = 'active'")
	return n > 0, err
}

// Appoint makes somebody a safeguarding lead, by the email address of their account, and tells them. Errors:
// db.Forbidden, Invalid under "email".
func (s *Store) Appoint(ctx context.Context, a people.Actor, key db.Key, email string, duty bool) error {
	if err := mayAppoint(a); err != nil {
		return err
	}
	clean, err := people.CleanEmail(email)
	if err != nil {
		return err
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		found, err := db.Values[int64](tx.Context(), tx, "SELECT id FROM people WHERE email = ? AND state = 'active'", clean)
		if err != nil {
			return 0, err
		}
		if len(found) == 0 {
			return 0, db.Wrong("email", "Nobody has an account here with this address. Ask them to join first")
		}
		if err := appoint(tx, found[0], duty); err != nil {
			return 0, err
		}
		if found[0] != a.ID {
			if _, err := tellLead(tx, found[0], "You are a safeguarding lead here now. When somebody may be at risk, you are told, and only you and the other leads can read what was said.", "/safeguarding"); err != nil {
				return 0, err
			}
		}
		return found[0], audit.Append(tx, audit.Entry{Actor: a.ID, Act: "safeguarding.appoint", Kind: "person", Object: found[0], Details: map[string]any{"duty": duty}})
	})
	return err
}

func appoint(tx *db.Tx, person int64, duty bool) error {
	_, err := tx.Exec("INSERT INTO safeguarding_leads (person_id, duty, since) VALUES (?, ?, ?) ON CONFLICT (person_id) DO UPDATE SET duty = excluded.duty",
		person, db.Flag(duty), tx.Now())
	tx.Touch(db.TopicPerson(person))
	return err
}

// SetDuty says whether a lead is told first.
func (s *Store) SetDuty(ctx context.Context, a people.Actor, key db.Key, person int64, duty bool) error {
	return s.changeLead(ctx, a, key, person, "safeguarding.duty", map[string]any{"duty": duty},
		"UPDATE safeguarding_leads SET duty = ? WHERE person_id = ?", db.Flag(duty), person)
}

// Dismiss ends somebody's being a lead: from the next request on they read nothing. The last one stays while concerns
// are open: Forbidden.
func (s *Store) Dismiss(ctx context.Context, a people.Actor, key db.Key, person int64) error {
	return s.changeLead(ctx, a, key, person, "safeguarding.dismiss", nil, "DELETE FROM safeguarding_leads WHERE person_id = ?", person)
}

func (s *Store) changeLead(ctx context.Context, a people.Actor, key db.Key, person int64, act string, details map[string]any, statement string, args ...any) error {
	if err := mayAppoint(a); err != nil {
		return err
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		// The leads are locked together, so that two who are dismissed at once do not leave none.
		if _, err := tx.Exec("UPDATE safeguarding_leads SET since = since"); err != nil {
			return 0, err
		}
		n, err := tx.Exec(statement, args...)
		if err != nil {
			return 0, err
		}
		if n == 0 {
			return 0, db.ErrNotFound
		}
		have, err := watched(tx)
		if err != nil {
			return 0, err
		}
		c, err := counts(tx.Context(), tx)
		if err != nil {
			return 0, err
		}
		if !have && c.Open > 0 {
			return 0, db.Forbidden{Reason: "This is the last lead, and not every concern is over. Choose another lead first."}
		}
		tx.Touch(db.TopicPerson(person))
		return person, audit.Append(tx, audit.Entry{Actor: a.ID, Act: act, Kind: "person", Object: person, Details: details})
	})
	return err
}

// SaveSettings changes when the leads are told again and how long words are kept. Invalid under "again" and "keep".
func (s *Store) SaveSettings(ctx context.Context, a people.Actor, key db.Key, n Settings) error {
	if err := mayAppoint(a); err != nil {
		return err
	}
	wrong := db.Invalid{}
	if n.AgainMinutes < LeastAgain || n.AgainMinutes > MostAgain {
		wrong["again"] = "Give a number of minutes from 15 to 1,440"
	}
	if n.KeepDays < LeastKeep || n.KeepDays > MostKeep {
		wrong["keep"] = "Give a number of days from 30 to 3,650"
	}
	if len(wrong) > 0 {
		return wrong
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		before, err := loadSettings(tx.Context(), tx)
		if err != nil || before == n {
			return 0, err
		}
		raw, err := json.Marshal(n)
		if err != nil {
			return 0, err
		}
		if _, err := tx.Exec(`INSERT INTO settings (name, value, changed_by, changed_at) VALUES (?, ?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
			settingName, string(raw), a.ID, tx.Now()); err != nil {
			return 0, err
		}
		tx.Touch(db.TopicSite) // the page on privacy says how long words are kept
		return 0, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "settings.safeguarding", Kind: "site", Details: map[string]any{
			"again_minutes": n.AgainMinutes, "again_before": before.AgainMinutes, "keep_days": n.KeepDays, "keep_before": before.KeepDays,
		}})
	})
	return err
}

// toTell lists who is told of a concern: first those on duty, or everybody where nobody is; later all of them.
func toTell(list []Lead, first bool) []Lead {
	working := slices.DeleteFunc(slices.Clone(list), func(l Lead) bool { return !l.Working })
	onDuty := slices.DeleteFunc(slices.Clone(working), func(l Lead) bool { return !l.Duty })
	if first && len(onDuty) > 0 {
		return onDuty
	}
	return working
}
