package email

import (
	"context"
	"strings"
	"testing"

	"folkmoot/models/people"
)

// Every letter says what it is about in one line, leads where it should, and says the same in both forms.
func TestAccountLetters(t *testing.T) {
	const place = `Our "Place" <b>& yours`
	subjects := map[string]people.LetterKind{}
	for _, kind := range []people.LetterKind{
		people.LetterSignIn, people.LetterJoin, people.LetterJoinKnown, people.LetterNobody, people.LetterSuspended,
		people.LetterNewEmail, people.LetterEmailTaken, people.LetterEmailChanged, people.LetterPasswordChanged,
		people.LetterReset, people.LetterAgreeEmail, people.LetterEmailWaits, people.LetterNewDevice, people.LetterShutOut, people.LetterSecondOn,
		people.LetterSecondOff, people.LetterRecoveryUsed, people.LetterRecoveryNew, people.LetterPasskeyNew, people.LetterPasskeyGone,
		people.LetterIdentityNew, people.LetterIdentityGone,
	} {
		const link, start = "https://talk.example.org/sign-in/link?t=abc", "https://talk.example.org/start"
		w := Account(context.Background(), place, people.Letter{Kind: kind, Link: link, Start: start, Valid: 15, Device: "Firefox on Windows"})
		if other, twice := subjects[w.Subject]; twice {
			t.Errorf("%s and %s have one subject", kind, other)
		}
		subjects[w.Subject] = kind
		if w.Subject == "" || strings.ContainsAny(w.Subject, "\r\n") || len([]rune(w.Subject)) > 78 {
			t.Errorf("%s: subject %q", kind, w.Subject)
		}
		if strings.Count(w.Text, link) != 1 || !strings.Contains(w.HTML, `href="`+link+`"`) {
			t.Errorf("%s does not lead to its page:\n%s\n%s", kind, w.Text, w.HTML)
		}
		if !strings.Contains(w.Text, place) || strings.Contains(w.HTML, "<b>&") || strings.Contains(w.HTML, "src=") {
			t.Errorf("%s: the place's name is not shown as it is, or something is fetched:\n%s", kind, w.HTML)
		}
		for line := range strings.Lines(w.Text) {
			line = strings.TrimSpace(line)
			if line != "" && line != link && !strings.Contains(w.HTML, strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;").Replace(strings.TrimSuffix(line, ":"))) {
				t.Errorf("%s: the page lacks %q", kind, line)
			}
		}
		if joins := kind == people.LetterJoin; joins != strings.Contains(w.Text, start) || joins != strings.Contains(w.HTML, `href="`+start+`"`) {
			t.Errorf("%s: whether it leads newcomers to the page for them:\n%s\n%s", kind, w.Text, w.HTML)
		}
		secret := kind == people.LetterSignIn || kind == people.LetterJoin || kind == people.LetterJoinKnown || kind == people.LetterReset
		if secret != strings.Contains(w.Text, "15 minutes") {
			t.Errorf("%s: how long the link works:\n%s", kind, w.Text)
		}
	}
}
