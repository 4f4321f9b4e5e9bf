package email

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/say"
	"folkmoot/views/locale"
)

const (
	goldenPlace = "Our Society in Dudley"
	goldenBase  = "https://talk.example.org"
)

// notices are mails of every kind of notice as people get them, by what their files are called.
var notices = map[string]notify.Letter{
	"decision": {
		Kind: notify.Decision, ToName: "Ann", Where: "Buses in the evening", Link: "/contributions/7", Appeal: "/contributions/7/appeal", Off: "sealed",
		Words: "A moderator hid what you wrote. House rule 3 is about being kind to each other.\n\nThe moderator says: please leave the last sentence out.",
	},
	"report-answer": {
		Kind: notify.ReportAnswer, ToName: "Ann", Where: "Buses in the evening", Link: "/contributions/7", Appeal: "/contributions/7/appeal", Off: "sealed",
		Words: "Thank you for telling us. We looked at it and left it as it is.",
	},
	"reply": {
		Kind: notify.Reply, ToName: "Ann", Where: "Buses in the evening", Link: "/contributions/9", Off: "sealed", Answers: true,
		Words: "Somebody answered what you wrote.",
	},
	"replies-and-the-last-today": {
		Kind: notify.Reply, ToName: "Ann", Where: "Buses in the evening", Link: "/contributions/9", Off: "sealed", Full: true,
		Words: say.N(3, "Somebody answered what you wrote.", "What you wrote was answered %d times. This leads to the newest answer."),
	},
	"mention":  {Kind: notify.Mention, ToName: "Ann", Where: "Buses in the evening", Link: "/contributions/9", Off: "sealed", Answers: true, Words: "Somebody named you in what they said."},
	"followed": {Kind: notify.Followed, ToName: "Ann", Where: "Buses in the evening", Link: "/contributions/9", Off: "sealed", Answers: true, New: 4, Words: "Something new was said in what you follow."},
	"themed":   {Kind: notify.Themed, ToName: "Ann", Where: "Getting about", Link: "/contributions/9", Off: "sealed", New: 1, Words: "Something that was said belongs to a theme that you follow."},
	"version": {
		Kind: notify.NewVersion, ToName: "Ann", Link: "/guides/doing-it-together/finding-things/changes", Off: "sealed",
		Words: "There is a new version of a chapter that you follow. See what changed.",
	},
	"settled": {Kind: notify.Settled, ToName: "Ann", Link: "/discussions/4-buses/decision", Off: "sealed", Words: "Something that you follow is decided. See what was decided, and why."},
	"summary": {Kind: notify.Summary, ToName: "Ann", Link: "/hearing/snapshots/november", Off: "sealed", Words: "A new summary of what we are hearing is published."},
	"fate": {
		Kind: notify.Fate, ToName: "Ann", Link: "/contributions/7/fate", Off: "sealed",
		Words: say.F("The editors decided about what you said on “%s”: it is taken in. See how, and why.", "Finding things"),
	},
	"changed": {
		Kind: notify.Changed, ToName: "Ann", Where: "Finding things", Link: "/guides/doing-it-together/terms", Off: "sealed",
		Words: say.F("It now closes on %s.", say.LongDay(1772582400000)),
	},
	"decided":      {Kind: notify.Decided, ToName: "Ann", Where: "Buses in the evening", Link: "/discussions/4-buses/decision", Off: "sealed", Words: "Something is decided that you took part in. See what was decided, and why."},
	"asked":        {Kind: notify.Asked, ToName: "Mo", Link: "/moderation/cases/4", Words: "You are asked for a second opinion about a report."},
	"concern":      {Kind: notify.Concern, ToName: "Mo", Link: "/safeguarding/2", Words: "Somebody may be at risk. Please look at it today."},
	"sanction":     {Kind: notify.Sanction, ToName: "Ann", Link: "/account/sanctions/1", Words: say.F("You cannot post until %s.", say.LongDay(1772582400000))},
	"appeal":       {Kind: notify.Appeal, ToName: "Ann", Where: "Buses in the evening", Link: "/contributions/7", Words: "Somebody who had no part in it looked again. What you wrote is there again."},
	"complaint":    {Kind: notify.Complaint, ToName: "Ann", Where: "Buses in the evening", Link: "/complaints/1/answer", Words: "Somebody complains formally about what you wrote. Please answer within 5 days."},
	"without-name": {Kind: notify.ReportAnswer, Where: "Tŷ Ddewi <b>& y cylch</b>", Link: "/contributions/7", Words: "Thank you for telling us. We looked at it and hid it."},
}

// roundUps are round-ups as people get them.
var roundUps = map[string]notify.Digest{
	"daily": {ToName: "Ann", How: notify.Daily, Off: "sealed", Parts: []notify.Part{
		{Title: "Buses in the evening", Thread: 4, Items: []notify.Item{
			{Kind: notify.Followed, New: 12, Link: "/contributions/31"}, {Kind: notify.Reply, New: 1, Link: "/contributions/29"},
		}},
		{Title: "Getting about", Items: []notify.Item{{Kind: notify.Themed, New: 2, Link: "/contributions/28"}}},
		{Items: []notify.Item{{Kind: notify.NewVersion, Words: "There is a new version of a chapter that you follow. See what changed.", Link: "/guides/doing-it-together/finding-things/changes"}}},
	}},
	"weekly-with-more": {ToName: "Ann", How: notify.Weekly, Off: "sealed", More: 9, Parts: []notify.Part{
		{Title: "لائبریری", Thread: 5, Items: []notify.Item{{Kind: notify.Mention, Words: "Somebody named you in what they said.", Link: "/contributions/40"}}},
		{Items: []notify.Item{{Kind: notify.Summary, Words: "A new summary of what we are hearing is published.", Link: "/hearing/snapshots/november"}}},
		{Items: []notify.Item{{Kind: notify.Settled, Words: "Something that you follow is decided. See what was decided, and why.", Link: "/discussions/4-buses/decision"}}},
	}},
}

// Each kind of mail is, in both its forms, what was looked at and found right. MAIL_GOLDEN=write writes the files afresh,
// to be looked at again.
func TestMailsAreAsTheyWereLookedAt(t *testing.T) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	ctx := locale.With(context.Background(), locale.Locale{Zone: zone})
	mails := map[string]people.Writing{}
	kinds := map[notify.Kind]bool{}
	for name, l := range notices {
		mails[name] = Notice(ctx, goldenPlace, goldenBase, l)
		kinds[l.Kind] = true
	}
	for name, d := range roundUps {
		mails[name] = RoundUp(ctx, goldenPlace, goldenBase, d)
	}
	// What tells of mail that does not arrive is on the site alone.
	if len(kinds) != 17 {
		t.Errorf("%d kinds of notice are looked at", len(kinds))
	}
	for name, m := range mails {
		golden(t, name+".txt", "Subject: "+m.Subject+"\n\n"+m.Text)
		golden(t, name+".html", m.HTML+"\n")
		for _, fetched := range []string{"<img", "src=", "url(", "<link", "<table", "<script", "<style"} {
			if strings.Contains(m.HTML, fetched) {
				t.Errorf("%s: the page has %s", name, fetched)
			}
		}
	}
}

// golden holds a text against its file.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("MAIL_GOLDEN") == "write" {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is\n%s\nwant\n%s", name, got, want)
	}
}

// A mail in another language says so, and runs the way that it is read; a title in any language runs its own way.
func TestMailsSayTheirLanguageAndDirection(t *testing.T) {
	for language, want := range map[string]string{"": `<html lang="en-GB" dir="ltr">`, "cy": `<html lang="cy" dir="ltr">`, "ur": `<html lang="ur" dir="rtl">`} {
		ctx := locale.With(context.Background(), locale.Locale{Language: language})
		if m := Notice(ctx, goldenPlace, goldenBase, notices["reply"]); !strings.Contains(m.HTML, want) {
			t.Errorf("a notice in %q: %.120s", language, m.HTML)
		}
		if m := RoundUp(ctx, goldenPlace, goldenBase, roundUps["weekly-with-more"]); !strings.Contains(m.HTML, want) || !strings.Contains(m.HTML, `<bdi>لائبریری</bdi>`) {
			t.Errorf("a round-up in %q: %.120s", language, m.HTML)
		}
	}
}
