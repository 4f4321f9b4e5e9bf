package views

import (
	"context"
	"strings"
	"testing"
	"time"

	"folkmoot/models/people"
)

// told says with which words the page about private details tells of each table that holds some.
var told = map[string]string{
	"people": "Your name here", "sessions": "Where you are signed in", "sign_in_links": "Sign-in links", "drafts": "before you signed in",
	"contributions": "What you posted", "contribution_revisions": "earlier wordings", "threads": "What you posted", "positions": "Where you stand",
	"memberships": "Which groups", "read_marks": "how far you have read", "notices": "What the site told you", "reports": "What you reported",
	"decisions": "What staff decided", "register": "What staff decided", "limits": "How often", "thread_people": "What you posted",
	"anchors": "What you posted", "tags": "What staff decided", "suggestions": "What you posted", "receipts": "a fingerprint of its code",
	"fate_reasons": "What staff decided", "consultations": "What staff wrote", "consultation_changes": "What staff wrote", "decision_records": "What staff wrote",
	"consultation_readers": "who says that they read", "companions": "What staff wrote", "draft_revisions": "What staff wrote", "draft_writers": "could not be saved",
	"draft_links": "What staff wrote", "draft_ledger": "What staff wrote", "evidence_calls": "What staff wrote", "manuscripts": "What staff wrote",
	"consultation_tellings": "What the site told you",
	"tag_words":             "What staff decided", "theme_suggestions": "What staff decided", "codings": "Which comments staff read",
	"double_coders": "Which comments staff read", "double_marks": "Which comments staff read", "double_themes": "Which comments staff read",
	"double_codings": "What staff wrote", "double_items": "What staff wrote", "issue_pins": "What staff wrote", "issue_calls": "What staff wrote",
	"commitments": "What staff wrote", "baselines": "What staff wrote", "snapshots": "Summaries that were frozen", "snapshot_editions": "Summaries that were frozen",
	"hearing_facts": "What you posted", "hearing_people": "What you posted", "prompts": "What staff decided",
	"cases": "What staff decided", "moves": "What staff decided", "findings": "What you posted", "second_opinions": "What staff decided", "person_notes": "What moderators note",
	"sealed_words": "What you posted", "sanctions": "What staff decided", "appeals": "What you asked us to look at again",
	"defamation_notices": "A complaint that words here are defamatory", "safeguarding_leads": "Who looks after people at risk",
	"concerns": "when somebody may be at risk", "concern_steps": "when somebody may be at risk",
	// What carries the same on its way, or nothing that is anybody's.
	"jobs": "", "command_keys": "", "settings": "Who answers for online safety", "theme_revisions": "", "groups": "", "guides": "", "chapters": "", "versions": "",
	"house_rules": "", "reasons": "", "rule_revisions": "", "watched_words": "", "safety_records": "who wrote each safety record",
	"block_links": "", "fates": "", "ledger": "", "issues": "",
}

// A table that comes to hold something about people has to be told of, or to be left out on purpose here.
func TestPrivacyTellsOfEveryTableWithSomethingPersonal(t *testing.T) {
	var all strings.Builder
	for _, k := range (AboutPage{SessionIdle: time.Hour * 48}).details(context.Background()) {
		all.WriteString(k.what + "\n")
	}
	for _, table := range people.Tables {
		personal := false
		for class, columns := range table.Columns {
			personal = personal || class != people.None && columns != ""
		}
		words, known := told[table.Name]
		switch {
		case personal && !known:
			t.Errorf("nothing says what the page tells of %s", table.Name)
		case !strings.Contains(all.String(), words):
			t.Errorf("the page does not tell of %s by %q", table.Name, words)
		}
	}
}

func TestSpansAreWholeDaysOrMinutes(t *testing.T) {
	for d, want := range map[time.Duration]string{30 * 24 * time.Hour: "30 days", 24 * time.Hour: "1 day", 15 * time.Minute: "15 minutes", time.Minute: "1 minute"} {
		if got := span(context.Background(), d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}
