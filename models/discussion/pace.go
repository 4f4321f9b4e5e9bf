package discussion

import (
	"strconv"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/say"
)

// Slows are the choices of slow mode: how many seconds somebody waits before they can post again; 0 is off.
var Slows = []int{0, 30, 60, 5 * 60, 15 * 60, 60 * 60, 6 * 60 * 60, 24 * 60 * 60}

// keepPace counts what the actor is about to post against the slow mode of the thread and of its group, inside the
// command that posts it: of two sent at once one is refused. Refusals are Invalid under "body", so that the words stay
// in the form. Staff and the group's hosts do not wait.
func keepPace(tx *db.Tx, a people.Actor, t Thread) error {
	if a.Staff() || a.HostOf(t.GroupID) || a.ID == 0 {
		return nil
	}
	for _, slow := range []struct {
		name    string
		id      int64
		seconds int
		words   say.Text
	}{
		{"slow-thread", t.ID, t.Slow, "Here each person can post once in %s. You can post again in %s. Your words are kept in the form"},
		{"slow-group", t.GroupID, t.GroupSlow, "In this group each person can post once in %s. You can post again in %s. Your words are kept in the form"},
	} {
		if slow.seconds == 0 || slow.id == 0 {
			continue
		}
		window := time.Duration(slow.seconds) * time.Second
		wait, err := people.Pace(tx, slow.name+":"+strconv.FormatInt(slow.id, 10), a.ID, window)
		if err != nil {
			return err
		}
		if wait > 0 {
			return db.Wrong("body", string(slow.words), inWords(window), inWords(wait))
		}
	}
	return nil
}

// inWords says a time as people do, rounded up: "30 seconds", "1 minute", "2 hours", "1 day".
func inWords(d time.Duration) say.Text {
	whole := func(unit time.Duration) int { return int((d + unit - 1) / unit) }
	switch {
	case d >= 24*time.Hour:
		return say.N(whole(24*time.Hour), "1 day", "%d days")
	case d >= time.Hour:
		return say.N(whole(time.Hour), "1 hour", "%d hours")
	case d >= time.Minute:
		return say.N(whole(time.Minute), "1 minute", "%d minutes")
	}
	return say.N(whole(time.Second), "1 second", "%d seconds")
}
