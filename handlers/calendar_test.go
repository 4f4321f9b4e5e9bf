package handlers

import (
	"strconv"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"folkmoot/models/clock"
	"folkmoot/models/consultation"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
)

// calendar asks for a calendar and refuses what does not follow the form of RFC 5545: lines that end in CRLF and are no
// longer than 75 bytes. It gives the events by their ids, each as its unfolded lines.
func (s *stage) calendar(t *testing.T, path string) map[string]string {
	t.Helper()
	got := s.ask(t, scenario{url: path})
	if got.status != 200 || !strings.HasPrefix(got.header.Get("Content-Type"), "text/calendar") {
		t.Fatalf("%s: status %d, %s", path, got.status, got.header.Get("Content-Type"))
	}
	if strings.Count(got.body, "\n") != strings.Count(got.body, "\r\n") || !strings.HasSuffix(got.body, "END:VCALENDAR\r\n") {
		t.Errorf("%s: not every line ends in CRLF:\n%q", path, got.body)
	}
	for _, line := range strings.Split(got.body, "\r\n") {
		if len(line) > 75 {
			t.Errorf("%s: a line of %d bytes: %q", path, len(line), line)
		}
	}
	if _, err := ics.ParseCalendar(strings.NewReader(got.body)); err != nil {
		t.Errorf("%s: %v", path, err)
	}
	events := map[string]string{}
	unfolded := strings.ReplaceAll(got.body, "\r\n ", "")
	for _, part := range strings.Split(unfolded, "BEGIN:VEVENT\r\n")[1:] {
		event, _, _ := strings.Cut(part, "END:VEVENT")
		_, id, _ := strings.Cut(event, "UID:")
		id, _, _ = strings.Cut(id, "\r\n")
		for _, must := range []string{"DTSTAMP:", "DTSTART", "SUMMARY:", "SEQUENCE:", "URL:http://folkmoot.test/"} {
			if strings.Count(event, must) != 1 {
				t.Errorf("%s: %s has not one %s:\n%s", path, id, must, event)
			}
		}
		if events[id] != "" {
			t.Errorf("%s: two events are %s", path, id)
		}
		events[id] = event
	}
	return events
}

func TestCalendarsHoldWhatClosesAndIsDecided(t *testing.T) {
	s := newStage(t)
	open, private := talk(t, s)
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Skip(err)
	}
	s.App.Zone = london
	at := func(year int, month time.Month, day, hour int) clock.Instant {
		return clock.Of(time.Date(year, month, day, hour, 0, 0, 0, london))
	}
	year := s.Clock.Now().UTC().Year() + 1
	set := func(thread int64, kind discussion.DateKind, when clock.Instant) {
		t.Helper()
		err := s.DB.Write(t.Context(), func(tx *db.Tx) error {
			if kind == discussion.Closes {
				return consultation.Reclose(tx, thread, when)
			}
			return consultation.Put(tx, thread, 0, consultation.Terms{DecisionAt: when})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	closes, decides := idOf("closes", open), idOf("decides", open)
	has := func(what, id string, lines ...string) {
		t.Helper()
		event := s.calendar(t, "/calendar.ics")[id]
		for _, line := range lines {
			if !strings.Contains(event, line+"\r\n") {
				t.Errorf("%s: no %q in\n%s", what, line, event)
			}
		}
	}
	set(open, discussion.Closes, at(year, 7, 10, 17))
	set(private, discussion.Closes, at(year, 7, 10, 17))
	has("in summer", closes, "DTSTART:"+itoa(int64(year))+"0710T160000Z", "SEQUENCE:0", "STATUS:CONFIRMED")
	if all := s.calendar(t, "/calendar.ics"); len(all) != 1 {
		t.Errorf("it holds what is private: %v", all)
	}
	set(open, discussion.Closes, at(year, 12, 10, 17))
	has("in winter, moved", closes, "DTSTART:"+itoa(int64(year))+"1210T170000Z", "SEQUENCE:1")
	set(open, discussion.Closes, at(year, 7, 11, 0))
	has("at the beginning of a day", closes, "DTSTART;VALUE=DATE:"+itoa(int64(year))+"0710", "DTEND;VALUE=DATE:"+itoa(int64(year))+"0711", "SEQUENCE:2")
	set(open, discussion.Closes, 0)
	has("withdrawn", closes, "STATUS:CANCELLED", "SEQUENCE:3")
	set(open, discussion.Closes, at(year, 7, 12, 9))
	has("set again", closes, "STATUS:CONFIRMED", "SEQUENCE:4")

	set(open, discussion.Decides, at(year, 9, 1, 0))
	if event := s.calendar(t, "/calendar.ics")[decides]; event != "" {
		t.Errorf("terms that nobody was shown are in it:\n%s", event)
	}
	if err := s.DB.Write(t.Context(), func(tx *db.Tx) error { return consultation.Show(tx, open) }); err != nil {
		t.Fatal(err)
	}
	has("decided on a day", decides, "DTSTART;VALUE=DATE:"+itoa(int64(year))+"0901", "DTEND;VALUE=DATE:"+itoa(int64(year))+"0902")

	exec := func(statement string, args ...any) {
		t.Helper()
		if err := s.DB.Write(t.Context(), func(tx *db.Tx) error {
			tx.Touch(db.TopicThread(open))
			_, err := tx.Exec(statement, args...)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	exec("UPDATE threads SET title = ? WHERE id = ?", "Buses; trains, \\n and a very long title with more words than fit on a line of any calendar: ŵŷ", open)
	event := s.calendar(t, "/discussions/"+itoa(int64(open))+"/calendar.ics")[closes]
	if !strings.Contains(event, `Buses\; trains\, \\n and`) || !strings.Contains(event, "ŵŷ\r\n") {
		t.Errorf("not written as a text:\n%s", event)
	}
	exec("UPDATE threads SET listed = 0 WHERE id = ?", open)
	if all := s.calendar(t, "/calendar.ics"); len(all) != 0 {
		t.Errorf("what is hidden stays: %v", all)
	}
	s.play(t, []scenario{
		{name: "of a group that is not there", url: "/groups/nothing/calendar.ics", status: 404},
		{name: "of a private discussion", url: "/discussions/" + itoa(int64(private)) + "/calendar.ics", status: 404},
		{name: "the list", url: "/feeds", status: 200, has: []string{"/calendar.ics", "/feeds/hearing.atom", "/feeds/groups/inclusion.atom"}, hasNot: []string{"carers"}},
	})
}

func idOf(kind string, thread int64) string {
	return kind + "-" + itoa(int64(thread)) + "@folkmoot.test"
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
