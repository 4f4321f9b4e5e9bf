package discussion

import (
	"strconv"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/people"
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
		words   string
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
			return db.Wrong("body", slow.words, inWords(window), inWords(wait))
		}
	}
	return nil
}

// inWords says a time as people do, rounded up: "30 seconds", "1 minute", "2 hours", "1 day".
func inWords(d time.Duration) string {
	for _, unit := range []struct {
		length time.Duration
		name   string
	}{{24 * time.Hour, "day"}, {time.Hour, "hour"}, {time.Minute, "minute"}, {time.Second, "second"}} {
		if d < unit.length && unit.length > time.Second {
			continue
		}
		n := int((d + unit.length - 1) / unit.length)
		if n == 1 {
			return "1 " + unit.name
		}
		return strconv.Itoa(n) + " " + unit.name + "s"
	}
	return ""
}
