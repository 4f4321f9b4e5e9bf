package moderation

import (
	"strconv"
	"strings"

	"folkmoot/models/rules"

	"folkmoot/models/discussion"
)

// toWriter is what the writer is told about a decision; shown says whether others had been able to read their words.
func toWriter(book *rules.Book, d Decision, shown bool) string {
	reason := book.Reason(d.Reason)
	var say []string
	switch d.Act {
	case rules.Publish:
		say = []string{"A moderator has read what you wrote. Everybody can read it now."}
	case rules.Keep:
		say = []string{"Somebody asked us to look at what you wrote. A moderator found no problem with it. It stays as it is."}
	case rules.Ask:
		say = []string{"A moderator asks you to change what you wrote. Nobody else can read it for now.", reason.Writer}
	case rules.Hide:
		say = []string{"A moderator has hidden what you wrote. Nobody else can read it.", reason.Writer}
		if shown {
			say[0] = "A moderator has hidden what you wrote. Readers see that it was hidden and why, but not what it said."
		}
	case rules.Cover:
		say = []string{
			"A moderator has covered private details in what you wrote, in " + places(d.places) + ". Everybody can read the rest. Only moderators can read what is covered, and each time is noted.",
			reason.Writer, "You can change your words so that they say it without the details.",
		}
	case rules.Restore:
		say = []string{"A moderator has looked again at what you wrote. Everybody can read it again."}
	}
	if rule := book.Rule(reason.Rule); rule.Number != 0 && (!d.Act.Shows() || d.Act == rules.Cover) {
		say = append(say, "This is house rule "+strconv.Itoa(rule.Number)+": "+strings.ToLower(rule.Title[:1])+rule.Title[1:]+".")
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
