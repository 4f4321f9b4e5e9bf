package consultation

import (
	"reflect"
	"slices"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/db"
)

// same tells whether two terms say the same.
func (t Terms) same(o Terms) bool {
	return t.Decided.Source == o.Decided.Source && t.Open.Source == o.Open.Source && t.Why.Source == o.Why.Source &&
		t.Decider == o.Decider && t.DecisionAt == o.DecisionAt && slices.Equal(t.Options, o.Options)
}

// differing gives what two terms say differently, of each its own.
func (t Terms) differing(o Terms) (was, is map[string]any) {
	was, is = t.facts(), o.facts()
	for name := range was {
		if reflect.DeepEqual(was[name], is[name]) {
			delete(was, name)
			delete(is, name)
		}
	}
	return was, is
}

// Opening is asked, inside the command that opens a thread for comment, whether that may be. Terms that are not
// complete, or a decision that does not come after the closing time, are Invalid by field. Where there is something to
// think about first, it is Unconfirmed until the Ticket of those warnings is given; what was confirmed goes into the
// register. From then on readers see the terms.
func Opening(tx *db.Tx, zone *time.Location, by, thread int64, times Times, confirmed string) error {
	c, err := lock(tx, thread)
	if err != nil {
		return err
	}
	if err := c.Terms.MayOpen(times, tx.Now(), zone); err != nil {
		return err
	}
	warnings, err := warned(tx.Context(), tx, times, tx.Now(), zone)
	if err != nil {
		return err
	}
	if err := confirming(warnings, confirmed); err != nil {
		return err
	}
	if err := show(tx, thread); err != nil {
		return err
	}
	return audit.Append(tx, audit.Entry{Actor: by, Act: "consultation.open", Kind: "thread", Object: thread, Details: map[string]any{
		"opens": times.Opens, "closes": times.Closes, "decision_at": c.Terms.DecisionAt, "warnings": facts(warnings), "confirmed": len(warnings) > 0,
	}})
}

// Changing is asked, inside the command that changes the times of a thread that is open, whether that may be: the
// decision must come after the closing time, and closing earlier than people were told must be confirmed.
func Changing(tx *db.Tx, zone *time.Location, by, thread int64, before, after Times, confirmed string) error {
	c, err := lock(tx, thread)
	if err != nil {
		return err
	}
	if err := c.Terms.InOrder(after, zone); err != nil {
		return err
	}
	if after.Closes == 0 || before.Closes != 0 && after.Closes >= before.Closes {
		return nil
	}
	warnings := []Warning{{"earlier", "It would close earlier than people were told. Whoever meant to speak in those last days could not, or would be late."}}
	if err := confirming(warnings, confirmed); err != nil {
		return err
	}
	return audit.Append(tx, audit.Entry{Actor: by, Act: "consultation.earlier", Kind: "thread", Object: thread, Details: map[string]any{
		"closes_before": before.Closes, "closes": after.Closes, "warnings": facts(warnings), "confirmed": true,
	}})
}

// Unconfirmed says that there is something to think about first. It is Invalid under "confirm".
type Unconfirmed struct{ Warnings []Warning }

// Error asks for the confirmation.
func (u Unconfirmed) Error() string { return u.Unwrap().Error() }

// Unwrap gives the message for the form.
func (u Unconfirmed) Unwrap() error {
	return db.Wrong("confirm", "Read what we noticed. Change the times, or tick the box to do it all the same")
}

func confirming(warnings []Warning, confirmed string) error {
	if len(warnings) > 0 && confirmed != Ticket(warnings) {
		return Unconfirmed{warnings}
	}
	return nil
}

func facts(warnings []Warning) []map[string]string {
	told := make([]map[string]string, len(warnings))
	for i, w := range warnings {
		told[i] = map[string]string{"code": w.Code, "words": w.Words.String()}
	}
	return told
}

// Show lets readers see the terms of a thread from now on, inside a command. It asks nothing: it is for programs that
// open a thread of the past, whose terms people never confirmed.
func Show(tx *db.Tx, thread int64) error { return show(tx, thread) }

func show(tx *db.Tx, thread int64) error {
	tx.Touch(db.TopicThread(thread), db.TopicGuides, db.TopicCalendar)
	_, err := tx.Exec("UPDATE consultations SET opened_at = ? WHERE thread_id = ? AND opened_at IS NULL", tx.Now(), thread)
	return err
}
