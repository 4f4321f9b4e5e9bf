package moderation

import (
	"context"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/models/say"
)

// Spells are for how many days somebody can be silenced or suspended, as a form offers them.
var Spells = []int{1, 3, 7, 14, 30, 90, 365}

// SpellsFor lists those that the actor can give.
func SpellsFor(a people.Actor) []int {
	if a.CanAdminister() {
		return Spells
	}
	return Spells[:5]
}

// NewSanction is what a moderator wants to do about a person.
type NewSanction struct {
	Person       int64
	Kind         people.SanctionKind
	Reason       string // a key of ForReports
	Message      string // a line of their own to the person; may be empty
	Days         int    // for how long, for Silence and Suspend
	Contribution int64  // what it is about; 0 = nothing single
}

// check cleans it. Bad input is Invalid by field: "kind", "reason", "message", "days".
func (n NewSanction) check(book *rules.Book, a people.Actor) (NewSanction, error) {
	wrong := db.Invalid{}
	known := false
	for _, k := range people.SanctionKinds {
		known = known || k == n.Kind
	}
	if !known {
		wrong["kind"] = "Choose what you will do"
	}
	if !offered(book, n.Reason) {
		wrong["reason"] = "Choose a reason that the person will see"
	}
	n.Message = text(n.Message, MaxMessage, "message", wrong)
	if n.Kind != people.Silence && n.Kind != people.Suspend {
		n.Days = 0
	} else if !contains(SpellsFor(a), n.Days) {
		wrong["days"] = "Choose for how long"
	}
	if len(wrong) > 0 {
		return n, wrong
	}
	return n, nil
}

func contains(list []int, n int) bool {
	for _, one := range list {
		if one == n {
			return true
		}
	}
	return false
}

// Sanction does something about a person, tells them at once on the site and by mail what, why, until when and how to
// appeal, and gives its id. Errors: db.Forbidden as people.MaySanction says, db.Invalid by field "kind", "reason",
// "message" and "days", db.ErrNotFound where there is no such account.
func (s *Store) Sanction(ctx context.Context, a people.Actor, key db.Key, n NewSanction) (int64, error) {
	if err := MayModerate(a); err != nil {
		return 0, err
	}
	book, err := rules.Load(ctx, s.DB)
	if err != nil {
		return 0, err
	}
	if n, err = n.check(book, a); err != nil {
		return 0, err
	}
	return s.command(ctx, a, key, func(tx *db.Tx) (int64, error) {
		about, err := n.about(tx)
		if err != nil {
			return 0, err
		}
		made := people.Sanction{
			Person: n.Person, Kind: n.Kind, Reason: n.Reason, ReasonRevision: book.Reason(n.Reason).Revision, Message: n.Message, Contribution: about,
		}
		if n.Days > 0 {
			made.Until = tx.Now().Add(time.Duration(n.Days) * 24 * time.Hour)
		}
		if made, err = people.Sanctioned(tx, a, made); err != nil {
			return 0, err
		}
		return made.ID, s.tellSanction(tx, book, made)
	})
}

// about gives the contribution that it is about, if the person wrote it or typed it in.
func (n NewSanction) about(tx *db.Tx) (int64, error) {
	if n.Contribution == 0 {
		return 0, nil
	}
	theirs, err := db.Values[int64](tx.Context(), tx, "SELECT id FROM contributions WHERE id = ? AND (author_id = ? OR recorder_id = ?)", n.Contribution, n.Person, n.Person)
	if err == nil && len(theirs) == 0 {
		err = db.Wrong("contribution", "They did not write this")
	}
	return n.Contribution, err
}

// tellSanction tells the person. Somebody who cannot sign in gets by mail the address at which they can appeal.
func (s *Store) tellSanction(tx *db.Tx, book *rules.Book, made people.Sanction) error {
	link := SanctionsPath
	if made.Kind == people.Suspend || made.Kind == people.Ban {
		link = made.AppealPath()
	}
	_, err := notify.Tell(tx, notify.Notice{
		Person: made.Person, Kind: notify.Sanction, Contribution: 0, Words: SanctionWords(book, made, s.Zone), Link: link,
	}, true)
	return err
}

// SanctionsPath is the page on which somebody reads what was done about them.
const SanctionsPath = "/account/decisions"

// untilWords says until when something holds, by the clock of the place.
func untilWords(until clock.Instant, zone *time.Location) say.Text {
	if zone == nil {
		zone = time.UTC
	}
	return say.F("%s on %s", until.In(zone).Format("15:04"), say.Day(until))
}

// SanctionWords is what the person is told: what, until when, why, which rule, and how to appeal.
func SanctionWords(book *rules.Book, s people.Sanction, zone *time.Location) say.Text {
	var parts []say.Text
	switch s.Kind {
	case people.Warn:
		parts = []say.Text{"A moderator gives you a warning. Nothing is taken away from you."}
	case people.Silence:
		parts = []say.Text{say.F("A moderator has stopped you from writing here until %s. You can go on reading everything. Then it ends by itself.", untilWords(s.Until, zone))}
	case people.Suspend:
		parts = []say.Text{say.F("A moderator has put your account on hold until %s. You cannot sign in until then. Then it ends by itself. What you said stays.", untilWords(s.Until, zone))}
		if s.Until == 0 {
			parts[0] = "Your account was put on hold. You cannot sign in until somebody lifts it. What you said stays."
		}
	case people.Ban:
		parts = []say.Text{"An administrator has banned your account. You cannot sign in until somebody lifts it. What you said stays."}
	}
	if reason := book.Reason(s.Reason); book.Known(s.Reason) {
		parts = append(parts, say.F("This is why: “%s”.", rules.Said(reason.Name)))
		if rule := book.Rule(reason.Rule); rule.Number != 0 {
			parts = append(parts, say.F("House rule %d says: “%s. %s”", rule.Number, rules.Said(rule.Title), rules.Said(rule.Words)))
		}
	}
	return say.Join(append(parts, moderatorWrites(s.Message), "If you think that this is wrong, you can appeal. Somebody else will look at it.")...)
}

// Lift ends something that was done about a person before its time, and tells them. why is told to them. Errors:
// db.Forbidden as people.MaySanction says, db.Invalid under "why", db.ErrConflict where it is over.
func (s *Store) Lift(ctx context.Context, a people.Actor, key db.Key, id int64, why string) error {
	if err := MayModerate(a); err != nil {
		return err
	}
	wrong := db.Invalid{}
	why = text(why, MaxMessage, "why", wrong)
	if why == "" && len(wrong) == 0 {
		wrong["why"] = "Say why, in words that the person reads"
	}
	if len(wrong) > 0 {
		return wrong
	}
	_, err := s.command(ctx, a, key, func(tx *db.Tx) (int64, error) {
		return id, LiftInside(tx, a, id, why)
	})
	return err
}

// LiftInside is Lift inside a command, for those who decide about an appeal.
func LiftInside(tx *db.Tx, a people.Actor, id int64, why string) error {
	ended, err := people.EndSanction(tx, a, id, why)
	if err != nil {
		return err
	}
	what := map[people.SanctionKind]say.Text{
		people.Warn: "The warning that you were given is taken back.", people.Silence: "You can write here again.",
		people.Suspend: "Your account is not on hold any more. You can sign in again.", people.Ban: "Your account is not banned any more. You can sign in again.",
	}[ended.Kind]
	_, err = notify.Tell(tx, notify.Notice{
		Person: ended.Person, Kind: notify.Sanction, Words: say.Join(what, say.F("A moderator writes: “%s”", why)), Link: SanctionsPath,
	}, true)
	return err
}
