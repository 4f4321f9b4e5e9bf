package people

import (
	"context"
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/prose"
	"folkmoot/models/say"
)

// Trust is how well the place knows somebody. It decides what of theirs a moderator reads before others see it, and
// nothing else.
type Trust string

// The steps, from the first to the last. ByRules is what stands where no moderator gave a step by hand.
const (
	ByRules  Trust = ""
	Newcomer Trust = "new"
	Known    Trust = "member"
	Trusted  Trust = "trusted"
)

// Steps lists the steps in the order in which people take them.
var Steps = []Trust{Newcomer, Known, Trusted}

// TrustRules are the published rules of the steps: what somebody needs to be taken for known, and then for trusted.
type TrustRules struct {
	Known   int `json:"known"`   // published contributions for the second step
	Trusted int `json:"trusted"` // published contributions for the third
	Over    int `json:"over"`    // days since the first of them was published, at least
	Quiet   int `json:"quiet"`   // days since something of theirs was hidden or they were warned, at least
}

// DefaultTrust is what holds until a place decides otherwise.
var DefaultTrust = TrustRules{Known: 1, Trusted: 10, Over: 14, Quiet: 90}

// Bounds on the numbers of the rules.
const (
	MaxTrustCount = 1000 // contributions
	MaxTrustDays  = 3650
)

// Check tells what is wrong with rules that somebody typed: Invalid by field "known", "trusted", "over", "quiet".
func (r TrustRules) Check() error {
	wrong := db.Invalid{}
	within := func(field string, n, least, most int) {
		if n < least || n > most {
			wrong[field] = say.F("Give a whole number from %d to %d", least, most)
		}
	}
	within("known", r.Known, 1, MaxTrustCount)
	within("trusted", r.Trusted, 1, MaxTrustCount)
	within("over", r.Over, 0, MaxTrustDays)
	within("quiet", r.Quiet, 0, MaxTrustDays)
	if len(wrong) == 0 && r.Trusted < r.Known {
		wrong["trusted"] = "The third step needs at least as many as the second"
	}
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}

// History is what the rules look at.
type History struct {
	Published int           // contributions that are published now
	First     clock.Instant // when the first was published; 0 = never
	Setback   clock.Instant // when something was last hidden, or a warning given; 0 = never
	Given     Trust         // by a moderator's hand; ByRules for none
}

// Step gives the step on which somebody with a record stands at a moment. What a moderator gave goes before the rules.
func (r TrustRules) Step(of History, now clock.Instant) Trust {
	switch {
	case of.Given != ByRules:
		return of.Given
	case of.Published < r.Known:
		return Newcomer
	case of.Published < r.Trusted,
		of.First == 0 || of.First.Add(days(r.Over)) > now,
		of.Setback != 0 && of.Setback.Add(days(r.Quiet)) > now:
		return Known
	}
	return Trusted
}

func days(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }

// Step is the actor's step of trust. One that was not read from storage stands where the shipped rules put somebody of
// whom nothing but the number of published contributions is known.
func (a Actor) Step() Trust {
	if a.Trust != ByRules {
		return a.Trust
	}
	return DefaultTrust.Step(History{Published: a.Published}, 0)
}

// trustSetting is the name of the setting that holds the rules.
const trustSetting = "trust"

// ParseTrust reads rules as the setting holds them; "" gives the default.
func ParseTrust(value string) (TrustRules, error) {
	rules := DefaultTrust
	if value == "" {
		return rules, nil
	}
	err := json.Unmarshal([]byte(value), &rules)
	return rules, err
}

// TrustRulesOf reads the rules of the place, inside a command or outside.
func TrustRulesOf(ctx context.Context, q db.Querier) (TrustRules, error) {
	value, err := storedSetting(ctx, q, trustSetting)
	if err != nil {
		return DefaultTrust, err
	}
	return ParseTrust(value)
}

// SetTrustRules stores the rules of the place inside a command, with an entry in the register. They were checked, and
// whether the actor may was decided before.
func SetTrustRules(tx *db.Tx, a Actor, r TrustRules) error {
	before, err := TrustRulesOf(tx.Context(), tx)
	if err != nil || before == r {
		return err
	}
	if err := storeSetting(tx, a, trustSetting, r); err != nil {
		return err
	}
	tx.Touch(db.TopicRules, db.TopicSite)
	return audit.Append(tx, audit.Entry{Actor: a.ID, Act: "settings.trust", Kind: "setting", Details: map[string]any{"before": before, "after": r}})
}

// Standing is where somebody stands with the rules.
type Standing struct {
	Person
	History
	Step Trust

	Rules TrustRules
	Now   clock.Instant
}

// QuietFrom is when the last setback no longer keeps somebody from the third step; 0 where none does.
func (st Standing) QuietFrom() clock.Instant {
	return st.ahead(st.Setback, st.Rules.Quiet)
}

// LongFrom is when somebody has taken part for long enough for the third step; 0 where they have, or nothing of theirs
// was published.
func (st Standing) LongFrom() clock.Instant {
	return st.ahead(st.First, st.Rules.Over)
}

func (st Standing) ahead(from clock.Instant, n int) clock.Instant {
	if until := from.Add(days(n)); from != 0 && until > st.Now {
		return until
	}
	return 0
}

// Standing reads where a person stands, for moderators alone; db.ErrNotFound where there is no such account.
func (s *Store) Standing(ctx context.Context, a Actor, id int64) (Standing, error) {
	if err := mayTrust(a); err != nil {
		return Standing{}, err
	}
	return s.standing(ctx, id)
}

// OwnStanding reads where the actor stands, for themselves; db.ErrNotFound for nobody.
func (s *Store) OwnStanding(ctx context.Context, a Actor) (Standing, error) {
	return s.standing(ctx, a.ID)
}

func (s *Store) standing(ctx context.Context, id int64) (Standing, error) {
	p, err := s.Person(ctx, id)
	if err != nil {
		return Standing{}, err
	}
	if p.State != Active && p.State != Suspended {
		return Standing{}, db.ErrNotFound
	}
	st := Standing{Person: p}
	err = s.db.QueryRow(ctx, "SELECT published_count, COALESCE(first_published_at, 0), COALESCE(setback_at, 0), trust FROM people WHERE id = ?", id).
		Scan(&st.History.Published, &st.First, &st.Setback, &st.Given)
	if err != nil {
		return st, err
	}
	st.Now = s.db.Clock.Now()
	st.Rules, err = TrustRulesOf(ctx, s.db)
	st.Step = st.Rules.Step(st.History, st.Now)
	return st, err
}

func mayTrust(a Actor) error {
	if !a.CanModerate() {
		return db.Forbidden{Reason: "Only moderators give or take back trust."}
	}
	return nil
}

// GiveTrust puts somebody on a step by hand, or with ByRules lets the published rules hold for them again, with an entry
// in the register. Only moderators may, and not for themselves. Bad input is Invalid under "trust" and "reason".
func (s *Store) GiveTrust(ctx context.Context, a Actor, key db.Key, person int64, to Trust, reason string) error {
	if err := mayTrust(a); err != nil {
		return err
	}
	if a.ID == person {
		return db.Forbidden{Reason: "You cannot do this for yourself. Ask another moderator."}
	}
	wrong := db.Invalid{}
	if to != ByRules && to != Newcomer && to != Known && to != Trusted {
		wrong["trust"] = "Choose one of the steps"
	}
	reason, err := prose.Line(reason)
	switch {
	case err != nil:
		wrong["reason"] = say.Of(err)
	case strings.TrimSpace(reason) == "":
		wrong["reason"] = "Say why, so that other moderators understand it"
	case utf8.RuneCountInString(reason) > MaxTrustReason:
		wrong["reason"] = say.F("Please keep this under %d letters", MaxTrustReason)
	}
	if len(wrong) > 0 {
		return wrong
	}
	_, err = s.db.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		before, err := lockPerson(tx, person)
		if err != nil {
			return 0, err
		}
		if before.State != Active && before.State != Suspended {
			return 0, db.ErrNotFound
		}
		from, err := db.Value[Trust](ctx, tx, "SELECT trust FROM people WHERE id = ?", person)
		if err != nil || from == to {
			return person, err
		}
		if _, err := tx.Exec("UPDATE people SET trust = ?, changed_at = ? WHERE id = ?", to, tx.Now(), person); err != nil {
			return 0, err
		}
		tx.Touch(db.TopicPerson(person))
		note, err := noteWhy(tx, a, person, reason)
		if err != nil {
			return 0, err
		}
		return person, audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "people.trust", Kind: "person", Object: person,
			Details: map[string]any{"from": from, "to": to, "note": note},
		})
	})
	return err
}

// MaxTrustReason is the length in characters of the reason for giving trust by hand.
const MaxTrustReason = 200
