package moderation

import (
	"folkmoot/models/discussion"
	"folkmoot/models/rules"
	"folkmoot/models/say"
)

// toWriter is what the writer is told about a decision, or who typed the words in for somebody without an account; shown
// says whether others had been able to read them. It does not say that anybody reported them: in a small place that sets
// people guessing who.
func toWriter(book *rules.Book, d Decision, shown, typedIn bool) say.Text {
	reason := book.Reason(d.Reason)
	why := rules.Said(reason.Writer)
	words := say.Text("what you wrote")
	if typedIn {
		words = "what you typed in for somebody"
	}
	var parts []say.Text
	next := say.Text("") // what happens next, and what they can do
	switch d.Act {
	case rules.Publish:
		parts = []say.Text{say.F("A moderator has read %s. Others can read it now.", words)}
	case rules.Keep:
		parts = []say.Text{say.F("A moderator has looked at %s and found no problem with it. It stays as it is, and you need not do anything.", words)}
	case rules.Ask:
		parts = []say.Text{say.F("A moderator asks you to change %s. Nobody else can read it for now.", words), why}
		next = "It waits for you, however long you take. Once it is changed, a moderator reads it again."
	case rules.Hide:
		parts = []say.Text{say.F("A moderator has hidden %s. Nobody else can read it.", words), why}
		if shown {
			parts[0] = say.F("A moderator has hidden %s. Readers see that it was hidden and why, but not what it said.", words)
		}
		next = "It stays hidden unless somebody looks again and decides otherwise."
	case rules.Cover:
		if d.places > 0 {
			parts = append(parts, say.F("A moderator has covered private details in %s, in %s. Others can read the rest. Only moderators can read what is covered, and each time is noted.",
				words, say.N(d.places, "one place", "%d places")))
			next = "You can change the words so that they say it without the details."
		}
		if d.files > 0 {
			parts = append(parts, say.F("A moderator has taken %s out of %s. Others can read the words. Only moderators can open what was taken out, and each time is noted.",
				say.N(d.files, "one picture or document", "%d pictures or documents"), words))
		}
		parts = append(parts, why)
	case rules.Restore:
		if d.files > 0 {
			parts = []say.Text{say.F("A moderator has looked again at %s, and put back %s. Others can see it again.",
				words, say.N(d.files, "one picture or document", "%d pictures or documents"))}
			break
		}
		parts = []say.Text{say.F("A moderator has looked again at %s. Others can read it again.", words)}
	}
	if !d.Act.Shows() || d.Act == rules.Cover {
		parts = append(parts, book.Rule(reason.Rule).Cited())
	}
	return say.Join(append(parts, next, moderatorWrites(d.Message))...)
}

// moderatorWrites quotes a moderator's own line, where there is one.
func moderatorWrites(message string) say.Text {
	if message == "" {
		return ""
	}
	return say.F("The moderator writes: “%s”", message)
}

// toReporter is what somebody who reported is told, by the act, the files that it took out and the state before it. It says
// nothing about the writer.
func toReporter(act rules.Act, files int, before discussion.State) say.Text {
	outcome := say.Text("A moderator has read it and found that it keeps to the house rules, so it stays.")
	switch {
	case before == discussion.Deleted:
		outcome = "A moderator has read it and looked into it. The writer has taken it back, so nobody can read it any more."
	case act == rules.Hide:
		outcome = "A moderator has read it and hidden it."
	case act == rules.Cover && files > 0:
		outcome = "A moderator has looked at it and taken out what is not for everybody."
	case act == rules.Cover:
		outcome = "A moderator has read it and covered the details in it that are not for everybody."
	case act == rules.Ask:
		outcome = "A moderator has read it and asked the writer to change it. Nobody else can read it for now."
	}
	return say.Join("You told us about something that worried you.", outcome, "Thank you for telling us.")
}
