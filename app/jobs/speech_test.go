package jobs_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"golang.org/x/text/feature/plural"

	"folkmoot/app/jobs"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/notify"
	"folkmoot/models/rules"
	"folkmoot/models/say"
	"folkmoot/views/locale"
)

// inUTC speaks by the clock of Greenwich.
func inUTC(d *db.DB) jobs.Speech { return jobs.Speech{Rules: rules.New(d), Zone: time.UTC} }

// inPolish is a language of these tests.
const inPolish = "pl"

func speakPolish(t *testing.T) {
	t.Helper()
	locale.Register(inPolish, locale.Catalogue{
		Texts: map[string]string{
			"Hello %s,": "Dzień dobry, %s!", "What is new at %s today": "Co nowego w %s", "It ends on %s.": "Koniec: %s.", "November": "listopada", "October": "października",
			"About what you wrote at %s": "O tym, co piszesz w %s",
		},
		Counts: map[locale.Counted]locale.Forms{
			{One: "1 new contribution", Many: "%d new contributions"}: {plural.One: "1 nowy wpis", plural.Few: "%d nowe wpisy", plural.Other: "%d nowych wpisów"},
		},
	})
	t.Cleanup(func() { locale.Unregister(inPolish) })
}

// A mail is in the language of whoever gets it, or in the place's own where they chose none, and its days are those of the
// place's clock.
func TestMailSpeaksToItsReader(t *testing.T) {
	speakPolish(t)
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	// Half past eleven at night in Greenwich is the next day by the clocks of a British summer.
	late := clock.Of(time.Date(2026, time.October, 9, 23, 30, 0, 0, time.UTC))
	for _, test := range []struct{ name, person, place, subject, says, lang string }{
		{"who chose nothing", "", "", "About what you wrote at Testing Town", "It ends on 10 October.", `lang="en-GB" dir="ltr"`},
		{"who chose a language", inPolish, "", "O tym, co piszesz w Testing Town", "Koniec: 10 października.", `lang="pl" dir="ltr"`},
		{"who chose nothing in a place of another language", "", `["pl","en-GB"]`, "O tym, co piszesz w Testing Town", "Koniec: 10 października.", `lang="pl" dir="ltr"`},
		{"who chose the other language of that place", "en-GB", `["pl","en-GB"]`, "About what you wrote at Testing Town", "It ends on 10 October.", `lang="en-GB"`},
		{"whose language is not spoken any more", "xx", "", "About what you wrote at Testing Town", "It ends on 10 October.", `lang="en-GB"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
				change(t, d, "INSERT INTO people (id, public_name, email, email_verified_at, language, created_at, changed_at) VALUES (1, 'Ann', 'ann@example.org', 1, ?, 1, 1)", test.person)
				if test.place != "" {
					change(t, d, "INSERT INTO settings (name, value, changed_at) VALUES ('languages', ?, 1)", test.place)
				}
				if err := d.Write(context.Background(), func(tx *db.Tx) error {
					_, err := notify.Tell(tx, notify.Notice{Person: 1, Kind: notify.Decision, Words: say.F("It ends on %s.", say.Day(late)), Link: "/x"}, true)
					return err
				}); err != nil {
					t.Fatal(err)
				}
				post, work := &box{}, kinds{}
				speech := jobs.Speech{Rules: rules.New(d), Zone: london}
				jobs.Notices{Sender: post, Place: "Testing Town", BaseURL: talkExample, Letters: &notify.Store{DB: d, Zone: london}, Speech: speech}.Register(work)
				if err := due(t, d, work); err != nil || len(post.sent) != 1 {
					t.Fatalf("%d mails, %v", len(post.sent), err)
				}
				m := post.sent[0]
				if m.Subject != test.subject || !strings.Contains(m.Text, test.says) || !strings.Contains(m.HTML, test.says) || !strings.Contains(m.HTML, test.lang) {
					t.Errorf("%s\n%s\n%.200s", m.Subject, m.Text, m.HTML)
				}
			})
		})
	}
}

// So is a round-up, with its counts.
func TestARoundUpSpeaksToItsReader(t *testing.T) {
	speakPolish(t)
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		letters := &notify.Store{DB: d, Zone: time.UTC, Key: make([]byte, 32)}
		following(t, d, letters, "daily")
		change(t, d, "UPDATE people SET language = 'pl' WHERE id = 1")
		work, post := worker(letters)
		if err := letters.DueRoundUps(context.Background()); err != nil {
			t.Fatal(err)
		}
		if err := due(t, d, work); err != nil {
			t.Fatal(err)
		}
		now.Advance(24 * time.Hour)
		if err := letters.DueRoundUps(context.Background()); err != nil {
			t.Fatal(err)
		}
		if err := due(t, d, work); err != nil || len(post.sent) != 1 {
			t.Fatalf("%d mails, %v", len(post.sent), err)
		}
		if m := post.sent[0]; m.Subject != "Co nowego w Testing Town" || !strings.HasPrefix(m.Text, "Dzień dobry, Ann!") || !strings.Contains(m.Text, "- 1 nowy wpis\n") {
			t.Errorf("%s\n%s", m.Subject, m.Text)
		}
	})
}

// talkExample is the site of these tests.
var talkExample = &url.URL{Scheme: "https", Host: "talk.example"}
