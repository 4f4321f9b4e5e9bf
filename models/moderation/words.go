package moderation

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"folkmoot/models/rules"

	"folkmoot/models/discussion"
)

// toWriter is what the writer is told about a decision, or who typed the words in for somebody without an account; shown
// says whether others had been able to read them. It does not say that anybody reported them: in a small place that sets
// people guessing who.
func toWriter(book *rules.Book, d Decision, shown, typedIn bool) string {
	reason := book.Reason(d.Reason)
	words := "what you wrote"
	if typedIn {
		words = "what you typed in for somebody"
	}
	var say []string
	next := "" // what happens next, and what they can do
	switch d.Act {
	case rules.Publish:
		say = []string{"A moderator has read " + words + ". Others can read it now."}
	case rules.Keep:
		say = []string{"A moderator has looked at " + words + " and found no problem with it. It stays as it is, and you need not do anything."}
	case rules.Ask:
		say = []string{"A moderator asks you to change " + words + ". Nobody else can read it for now.", reason.Writer}
		next = "It waits for you, however long you take. Once it is changed, a moderator reads it again."
	case rules.Hide:
		say = []string{"A moderator has hidden " + words + ". Nobody else can read it.", reason.Writer}
		if shown {
			say[0] = "A moderator has hidden " + words + ". Readers see that it was hidden and why, but not what it said."
		}
		next = "It stays hidden unless somebody looks again and decides otherwise."
	case rules.Cover:
		say = []string{
			"A moderator has covered private details in " + words + ", in " + places(d.places) + ". Others can read the rest. Only moderators can read what is covered, and each time is noted.",
			reason.Writer,
		}
		next = "You can change the words so that they say it without the details."
	case rules.Restore:
		say = []string{"A moderator has looked again at " + words + ". Others can read it again."}
	}
	if rule := book.Rule(reason.Rule); rule.Number != 0 && (!d.Act.Shows() || d.Act == rules.Cover) {
		first, size := utf8.DecodeRuneInString(rule.Title)
		say = append(say, "This is house rule "+strconv.Itoa(rule.Number)+": "+string(unicode.ToLower(first))+rule.Title[size:]+".")
	}
	if next != "" {
		say = append(say, next)
	}
	if d.Message != "" {
		say = append(say, "The moderator writes: “"+d.Message+"”")
	}
	return strings.Join(say, " ")
}

// places writes in how many places something was covered.
func places(n int) string {
	if n == 1 {
		return "one place"
	}
	return strconv.Itoa(n) + " places"
}

// toReporter is what somebody who reported is told, by the act and the state before it. It says nothing about the
// writer.
func toReporter(act rules.Act, before discussion.State) string {
	outcome := "found that it keeps to the house rules, so it stays."
	switch {
	case before == discussion.Deleted:
		outcome = "looked into it. The writer has taken it back, so nobody can read it any more."
	case act == rules.Hide:
		outcome = "hidden it."
	case act == rules.Cover:
		outcome = "covered the details in it that are not for everybody."
	case act == rules.Ask:
		outcome = "asked the writer to change it. Nobody else can read it for now."
	}
	return "You told us about something that worried you. A moderator has read it and " + outcome + " Thank you for telling us."
}
