package views

import (
	"context"
	"slices"
	"strings"

	"folkmoot/models/say"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// registerWords says every act that the register knows in plain words, which follow the name of who did it. An act that
// is added to the program needs a line here: a test fails without it.
var registerWords = map[string]say.Text{
	"anchor.place":               "put a comment at its place in a chapter",
	"appeal.open":                "asked for somebody else to look again",
	"appeal.partly":              "looked again and agreed in part",
	"appeal.refused":             "looked again, and the decision stands",
	"appeal.upheld":              "looked again and changed the decision",
	"appeal.withdraw":            "took an appeal back",
	"baseline.put":               "put in figures of who lives here",
	"baseline.remove":            "took out figures of who lives here",
	"chapter.call":               "asked for more evidence about a chapter",
	"chapter.companion":          "published a companion to a chapter",
	"chapter.correct":            "mended where comments on a chapter stand",
	"chapter.create":             "began a chapter",
	"chapter.ledger":             "said what shaped a chapter",
	"chapter.move":               "moved a chapter in its guide",
	"chapter.publish":            "published a version of a chapter",
	"chapter.terms":              "changed how a chapter can be commented on",
	"commitment.change":          "changed a promise",
	"commitment.make":            "made a promise",
	"consultation.change":        "told people of a change to what they were asked",
	"consultation.closing":       "changed when a consultation closes",
	"consultation.decide":        "recorded what was decided",
	"consultation.earlier":       "closed a consultation earlier than people were told",
	"consultation.open":          "opened a consultation",
	"consultation.read":          "recorded that a decision-maker has read what people said",
	"consultation.terms":         "changed what is owed to those who are asked",
	"contribution.move":          "moved what somebody said",
	"contribution.type-in":       "typed in what somebody said on paper, by phone or by email",
	"defamation.contact":         "asked a writer about a notice of complaint",
	"defamation.file":            "got a notice of complaint",
	"defamation.keep":            "told who complained that the words stay",
	"defamation.remove":          "took words down after a notice of complaint",
	"defamation.reply":           "answered a notice of complaint",
	"defamation.send-back":       "sent a notice of complaint back",
	"defamation.withdraw":        "closed a notice of complaint that was withdrawn",
	"discussion.close":           "closed a discussion",
	"discussion.closes":          "set when a discussion closes",
	"discussion.lock":            "locked a discussion",
	"discussion.merge":           "took one discussion into another",
	"discussion.part":            "made a discussion of its own again of one that had gone into another",
	"discussion.move":            "moved what was said to another discussion",
	"discussion.open":            "opened a discussion again",
	"discussion.slow":            "slowed a discussion down, or let it go on as before",
	"discussion.unlock":          "unlocked a discussion",
	"double-coding.begin":        "drew a sample to be given themes twice",
	"double-coding.close":        "ended a sample that was given themes twice",
	"double-coding.compare":      "compared a sample that was given themes twice",
	"double-coding.resolve":      "settled which themes something in a sample has",
	"fate.set":                   "said what became of a comment",
	"group.approve":              "let somebody into a group",
	"group.change":               "changed a group",
	"group.create":               "began a group",
	"group.decline":              "did not let somebody into a group",
	"group.host":                 "made somebody a host of a group",
	"group.invite":               "asked somebody into a group",
	"group.unhost":               "ended somebody’s time as a host of a group",
	"guide.change":               "changed a guide",
	"guide.create":               "began a guide",
	"issue.call":                 "asked for more evidence about an issue",
	"issue.pin":                  "kept somebody’s words in view",
	"issue.unpin":                "let words that were kept in view go",
	"issue.write":                "wrote about an issue",
	"moderation.ask":             "asked a writer for a change",
	"moderation.ask-opinion":     "asked for a second opinion",
	"moderation.assign":          "gave a case to somebody",
	"moderation.cover":           "let people read something with private details covered",
	"moderation.give-opinion":    "gave a second opinion",
	"moderation.hints":           "brought in what a program guessed of how soon cases need a look",
	"moderation.hide":            "hid what somebody wrote",
	"moderation.keep":            "left what was reported as it is",
	"moderation.move":            "moved what somebody wrote",
	"moderation.publish":         "let people read what was held",
	"moderation.restore":         "let people read again what was hidden",
	"moderation.seal":            "passed something on to the safeguarding lead",
	"moderation.uncover":         "let people read again the whole of what had details covered",
	"moderation.undo":            "took a decision back at once",
	"people.ban":                 "closed somebody’s account",
	"people.create":              "made an account",
	"privacy.ask":                "noted what somebody asked about their details",
	"privacy.take":               "took up what somebody asked about their details",
	"privacy.acknowledge":        "told somebody that what they asked about their details is here",
	"privacy.extend":             "took more time to answer what somebody asked about their details",
	"privacy.decide":             "answered what somebody asked about their details",
	"retention.change":           "changed how long something is kept",
	"retention.hold":             "stopped the removal of what is too old",
	"retention.release":          "let what is too old be removed again",
	"retention.run":              "removed what was too old",
	"people.erase":               "left, and was taken out of everything",
	"people.lift":                "ended a limit on somebody’s account",
	"people.note":                "noted something about a person, for moderators",
	"people.notes-copied":        "made a copy of the notes about somebody, who had asked for it",
	"people.note-removed":        "took a note about a person away",
	"people.reinstate":           "let somebody use their account again",
	"people.role":                "changed what somebody may do",
	"people.second-step-removed": "took the second step of signing in off somebody's account",
	"people.silence":             "stopped somebody writing for a time",
	"people.mark":                "gave somebody a mark beside their name",
	"people.mark-off":            "took a mark off, or their own",
	"people.share-off":           "ended that several people use a device in turn",
	"people.share-on":            "let several people use a device in turn",
	"people.suspend":             "put somebody’s account on hold",
	"people.trust":               "changed how far somebody is trusted",
	"people.warn":                "warned somebody",
	"place.open":                 "opened the place to the public",
	"place.policy":               "made a new version of what people agree to",
	"place.pause":                "closed the place to the public for a time",
	"prompt.aside":               "put a suggested theme aside",
	"prompt.joined":              "joined a suggested theme to one that was there",
	"prompt.made":                "made a suggested theme a theme",
	"prompt.named":               "had a language model draft a theme’s name",
	"prompt.new":                 "brought back a suggested theme",
	"question.ask":               "added a question about who people are",
	"question.retire":            "took out a question about who people are",
	"register.key":               "began to sign the register with a new key",
	"rules.reason.add":           "added a reason",
	"rules.reason.words":         "changed the words of a reason",
	"rules.reason.retire":        "took a reason out of use",
	"rules.reason.return":        "brought a reason back",
	"rules.rule.add":             "added a house rule",
	"rules.rule.words":           "changed the words of a house rule",
	"rules.rule.retire":          "took a house rule out of use",
	"rules.rule.return":          "brought a house rule back",
	"safeguarding.appoint":       "made somebody a safeguarding lead",
	"safeguarding.back":          "gave back something that was passed on: nobody is at risk",
	"safeguarding.dismiss":       "ended somebody’s time as a safeguarding lead",
	"safeguarding.duty":          "changed who of the safeguarding leads is on duty",
	"safeguarding.forget":        "removed the words of a concern that was closed",
	"safeguarding.open":          "told the safeguarding lead of a concern",
	"safeguarding.read":          "read a concern",
	"safeguarding.reopen":        "opened a concern again",
	"safeguarding.step":          "noted a step about a concern",
	"safety.keep":                "kept a new version of a safety record",
	"sealed.read":                "read words that are kept from others",
	"sealed.file":                "looked at a picture or document that is kept from others",
	"settings.second-step":       "changed whether those who work here need a second step to sign in",
	"settings.chapters-only":     "changed whether people can talk outside chapters",
	"settings.languages":         "changed in which languages the site can be read",
	"settings.contacts":          "changed whom people can turn to",
	"settings.welcome":           "changed what who is new is told, or how to take part without a website",
	"settings.elections":         "changed when an election is on",
	"settings.safeguarding":      "changed how safeguarding leads are told",
	"settings.minimum-age":       "changed how old people say they are at least",
	"settings.trust":             "changed the rules of trust",
	"snapshot.discard":           "threw away a summary that was not published",
	"snapshot.drafted":           "had a language model draft an introduction",
	"snapshot.edition":           "took what was hidden out of a frozen summary",
	"snapshot.freeze":            "froze a summary",
	"snapshot.publish":           "published a frozen summary",
	"snapshot.withdraw":          "withdrew a frozen summary",
	"theme.change":               "changed a theme",
	"theme.create":               "made a theme",
	"theme.merge":                "joined two themes into one",
	"theme.move":                 "moved what has a theme to another",
	"theme.restore":              "brought a theme back",
	"theme.retire":               "took a theme out of use",
	"theme.split":                "split a theme",
	"watch.add":                  "added words to watch for",
	"watch.change":               "changed words to watch for",
}

// registerFamilies names the kinds of acts, in the order in which they are offered: what stands before the dot.
var registerFamilies = []struct {
	key   string
	words say.Text
}{
	{"moderation", "Deciding about what people wrote"},
	{"people", "People’s accounts"},
	{"privacy", "What people asked about their details"},
	{"retention", "How long things are kept"},
	{"appeal", "Looking again at decisions"},
	{"defamation", "Notices of complaint"},
	{"sealed", "Words that are kept from others"},
	{"safeguarding", "Safeguarding"},
	{"rules", "House rules and reasons"},
	{"watch", "Words to watch for"},
	{"safety", "Safety records"},
	{"place", "Opening the place"},
	{"settings", "How the place is set"},
	{"register", "The register itself"},
	{"group", "Groups"},
	{"discussion", "Discussions"},
	{"contribution", "Single contributions"},
	{"guide", "Guides"},
	{"chapter", "Chapters"},
	{"anchor", "Where comments stand"},
	{"fate", "What became of comments"},
	{"consultation", "Consultations"},
	{"theme", "Themes"},
	{"prompt", "Suggested themes"},
	{"double-coding", "Giving themes twice"},
	{"issue", "Issues"},
	{"commitment", "Promises"},
	{"snapshot", "Frozen summaries"},
	{"question", "Questions about who people are"},
	{"baseline", "Figures of who lives here"},
}

// ActWords says what somebody did, after their name. Acts of older programs that are not known any more stand as they are.
func ActWords(ctx context.Context, act string) string {
	if words := registerWords[act]; words != "" {
		return locale.Say(ctx, words)
	}
	return act
}

// registerActs offers every kind of act and, after them, every act. The value of a kind ends with a dot.
func registerActs(ctx context.Context) []components.Option {
	options := []components.Option{{Label: locale.T(ctx, "Everything")}}
	for _, f := range registerFamilies {
		options = append(options, components.Option{Value: f.key + ".", Label: locale.Say(ctx, f.words)})
	}
	acts := make([]string, 0, len(registerWords))
	for act := range registerWords {
		acts = append(acts, act)
	}
	words := func(act string) string { return locale.Say(ctx, registerWords[act]) }
	slices.SortFunc(acts, func(a, b string) int { return strings.Compare(words(a), words(b)) })
	for _, act := range acts {
		options = append(options, components.Option{Value: act, Label: "… " + words(act)})
	}
	return options
}
