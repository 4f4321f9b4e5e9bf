package consultation

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/say"
)

// Times are from when until when people can comment.
type Times struct {
	Opens  clock.Instant // 0 = at once
	Closes clock.Instant // 0 = no closing time
}

// Complete tells whether terms say what they must before people are asked. What is missing is Invalid by field:
// "open", "why", "decider", "decision".
func (t Terms) Complete() error {
	wrong := db.Invalid{}
	if t.Open.Source == "" {
		wrong["open"] = "Say what is open: what can still change because of what people say"
	}
	if t.Why.Source == "" {
		wrong["why"] = "Say why you are asking"
	}
	if t.Decider == "" {
		wrong["decider"] = "Say who decides"
	}
	if t.DecisionAt == 0 {
		wrong["decision"] = "Say when it will be decided"
	}
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}

// InOrder tells whether the decision comes after everybody could speak: a decision before that is Invalid under
// "decision", a closing time that is already past under "closes".
func (t Terms) InOrder(times Times, zone *time.Location) error {
	if t.DecisionAt == 0 || times.Closes == 0 || t.DecisionAt >= times.Closes {
		return nil
	}
	if t.DecisionDayOnly(zone) && sameDay(t.DecisionAt, times.Closes, zone) {
		return db.Wrong("decision", "It closes at %s that day. Give a time for the decision that is later, or another day", times.Closes.In(zone).Format("15:04"))
	}
	return db.Wrong("decision", "The decision comes before it closes, on %s. Nothing can be decided before everybody could speak", written(times.Closes, zone))
}

// MayOpen tells whether a thread can be opened for comment on these terms now. What is missing or in the wrong order
// is Invalid by field.
func (t Terms) MayOpen(times Times, now clock.Instant, zone *time.Location) error {
	wrong := db.Invalid{}
	gather(wrong, t.Complete())
	gather(wrong, t.InOrder(times, zone))
	from := max(times.Opens, now)
	if times.Closes != 0 && times.Closes <= now {
		wrong["closes"] = "That time is past. Choose a closing time that is still to come"
	}
	if t.DecisionAt != 0 && t.DecisionAt <= from && wrong["decision"] == "" && !(t.DecisionDayOnly(zone) && sameDay(t.DecisionAt, from, zone)) {
		wrong["decision"] = "It would be decided before people are asked. Choose a later day"
	}
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}

func gather(into db.Invalid, err error) {
	if invalid, ok := err.(db.Invalid); ok {
		for field, message := range invalid {
			if into[field] == "" {
				into[field] = message
			}
		}
	}
}

func sameDay(a, b clock.Instant, zone *time.Location) bool {
	return a.In(zone).Format(time.DateOnly) == b.In(zone).Format(time.DateOnly)
}

// written writes a moment in full: "Friday 11 December 2026 at 17:00".
func written(at clock.Instant, zone *time.Location) say.Text {
	return say.F("%s at %s", say.LongDay(at), at.In(zone).Format("15:04"))
}

// Ticket is what a confirmed list of warnings is told apart by, so that nobody confirms what they were not shown.
func Ticket(warnings []Warning) string {
	if len(warnings) == 0 {
		return ""
	}
	var all strings.Builder
	for _, w := range warnings {
		all.WriteString(w.Code + "\x00" + string(w.Words) + "\x00")
	}
	sum := sha256.Sum256([]byte(all.String()))
	return hex.EncodeToString(sum[:8])
}
