package views

import (
	"context"
	"strings"

	"folkmoot/views/locale"
)

// copyTitle names a table or a part of a copy for people.
func copyTitle(ctx context.Context, name string) string {
	switch name {
	case "what_you_said":
		return locale.T(ctx, "What became of what you said")
	case "covered_words":
		return locale.T(ctx, "Words of yours that a moderator covered")
	case "register":
		return locale.T(ctx, "What the register of decisions says about you")
	case "people":
		return locale.T(ctx, "Who you are, and what you chose")
	case "sessions":
		return locale.T(ctx, "Where you are signed in")
	case "drafts":
		return locale.T(ctx, "What you wrote and did not post")
	case "memberships":
		return locale.T(ctx, "Your groups")
	case "threads":
		return locale.T(ctx, "Discussions that you began")
	case "contributions":
		return locale.T(ctx, "What you said")
	case "contribution_revisions":
		return locale.T(ctx, "Earlier wordings of what you said")
	case "positions":
		return locale.T(ctx, "Where you stand on what others said")
	case "thread_people", "read_marks", "mentions":
		return locale.T(ctx, "Where you took part, read, or were named")
	case "suggestions":
		return locale.T(ctx, "New words that you proposed for the guide")
	case "reports":
		return locale.T(ctx, "What you reported")
	case "appeals":
		return locale.T(ctx, "What you asked us to look at again")
	case "privacy_requests":
		return locale.T(ctx, "What you asked about your details")
	case "sanctions":
		return locale.T(ctx, "Warnings and pauses of your account")
	case "notices":
		return locale.T(ctx, "What we told you")
	case "follows", "tellings", "digests":
		return locale.T(ctx, "What you follow, and how you hear of it")
	case "received_mails":
		return locale.T(ctx, "Mails that came from you")
	case "files":
		return locale.T(ctx, "Pictures and documents that you attached")
	case "passkeys", "authenticators", "recovery_codes", "identities", "devices":
		return locale.T(ctx, "Ways in which you sign in")
	case "marks":
		return locale.T(ctx, "Marks that staff gave you")
	case "acceptances":
		return locale.T(ctx, "What you agreed to")
	}
	return locale.T(ctx, "What you did for the place")
}

// copyLabel names a column, or a field of a part, for people.
func copyLabel(ctx context.Context, name string) string {
	if label, ok := copyLabels[name]; ok {
		return label(ctx)
	}
	if label, ok := copyMomentLabels[name]; ok {
		return label(ctx)
	}
	return strings.ReplaceAll(name, "_", " ")
}

type words = func(context.Context) string

// copyLabels are what is said and what it is about.
var copyLabels = map[string]words{
	"about":            func(ctx context.Context) string { return locale.T(ctx, "About") },
	"act":              func(ctx context.Context) string { return locale.T(ctx, "What was done") },
	"address":          func(ctx context.Context) string { return locale.T(ctx, "Address") },
	"alt":              func(ctx context.Context) string { return locale.T(ctx, "Description") },
	"answers":          func(ctx context.Context) string { return locale.T(ctx, "Answers") },
	"area":             func(ctx context.Context) string { return locale.T(ctx, "Area") },
	"body":             func(ctx context.Context) string { return locale.T(ctx, "Words") },
	"body_md":          func(ctx context.Context) string { return locale.T(ctx, "Words") },
	"by_you":           func(ctx context.Context) string { return locale.T(ctx, "By you") },
	"bytes":            func(ctx context.Context) string { return locale.T(ctx, "Bytes") },
	"channel":          func(ctx context.Context) string { return locale.T(ctx, "How it came") },
	"contact":          func(ctx context.Context) string { return locale.T(ctx, "How to reach you") },
	"contributions":    func(ctx context.Context) string { return locale.T(ctx, "Messages") },
	"counted":          func(ctx context.Context) string { return locale.T(ctx, "It counts in the summary") },
	"counted_in":       func(ctx context.Context) string { return locale.T(ctx, "Issues that it counts in") },
	"covered":          func(ctx context.Context) string { return locale.T(ctx, "A moderator covered something in it") },
	"device":           func(ctx context.Context) string { return locale.T(ctx, "Browser") },
	"digest_day":       func(ctx context.Context) string { return locale.T(ctx, "Day of your weekly round-up") },
	"duty":             func(ctx context.Context) string { return locale.T(ctx, "Told first") },
	"email":            func(ctx context.Context) string { return locale.T(ctx, "Email address") },
	"end_reason":       func(ctx context.Context) string { return locale.T(ctx, "Why it ended") },
	"equality_asked":   func(ctx context.Context) string { return locale.T(ctx, "We asked you questions about yourself") },
	"evidence":         func(ctx context.Context) string { return locale.T(ctx, "What you bring") },
	"extension":        func(ctx context.Context) string { return locale.T(ctx, "Why we took more time") },
	"fate":             func(ctx context.Context) string { return locale.T(ctx, "What became of it") },
	"fields":           func(ctx context.Context) string { return locale.T(ctx, "What you typed") },
	"from_revision":    func(ctx context.Context) string { return locale.T(ctx, "Made from version") },
	"height":           func(ctx context.Context) string { return locale.T(ctx, "Height in dots") },
	"house_rule":       func(ctx context.Context) string { return locale.T(ctx, "House rule") },
	"how":              func(ctx context.Context) string { return locale.T(ctx, "How") },
	"issuer":           func(ctx context.Context) string { return locale.T(ctx, "Other service") },
	"kept_title":       func(ctx context.Context) string { return locale.T(ctx, "Title before it was taken down") },
	"kind":             func(ctx context.Context) string { return locale.T(ctx, "Kind") },
	"language":         func(ctx context.Context) string { return locale.T(ctx, "Language") },
	"late":             func(ctx context.Context) string { return locale.T(ctx, "Came after the closing time") },
	"link":             func(ctx context.Context) string { return locale.T(ctx, "Address") },
	"mail_answers":     func(ctx context.Context) string { return locale.T(ctx, "Mail about answers") },
	"message":          func(ctx context.Context) string { return locale.T(ctx, "Message") },
	"moderator_writes": func(ctx context.Context) string { return locale.T(ctx, "The moderator writes") },
	"name":             func(ctx context.Context) string { return locale.T(ctx, "Name") },
	"network":          func(ctx context.Context) string { return locale.T(ctx, "Part of your network address") },
	"new_source":       func(ctx context.Context) string { return locale.T(ctx, "Words that you proposed") },
	"note":             func(ctx context.Context) string { return locale.T(ctx, "What you wrote with it") },
	"noted":            func(ctx context.Context) string { return locale.T(ctx, "In the words of who typed it in") },
	"number":           func(ctx context.Context) string { return locale.T(ctx, "Version") },
	"organisation":     func(ctx context.Context) string { return locale.T(ctx, "Organisation") },
	"outcome":          func(ctx context.Context) string { return locale.T(ctx, "Outcome") },
	"place":            func(ctx context.Context) string { return locale.T(ctx, "Place") },
	"position":         func(ctx context.Context) string { return locale.T(ctx, "Where you stand") },
	"positions":        func(ctx context.Context) string { return locale.T(ctx, "Where others stand") },
	"proposed":         func(ctx context.Context) string { return locale.T(ctx, "Words that you proposed") },
	"public":           func(ctx context.Context) string { return locale.T(ctx, "Everybody can read it") },
	"public_name":      func(ctx context.Context) string { return locale.T(ctx, "Your name here") },
	"published_count":  func(ctx context.Context) string { return locale.T(ctx, "Messages that everybody can read") },
	"question":         func(ctx context.Context) string { return locale.T(ctx, "Question") },
	"queue":            func(ctx context.Context) string { return locale.T(ctx, "In which order") },
	"quiet_from":       func(ctx context.Context) string { return locale.T(ctx, "No mail from (minute of the day)") },
	"quiet_until":      func(ctx context.Context) string { return locale.T(ctx, "No mail until (minute of the day)") },
	"reading":          func(ctx context.Context) string { return locale.T(ctx, "How you read") },
	"reason":           func(ctx context.Context) string { return locale.T(ctx, "Reason") },
	"reporter_email":   func(ctx context.Context) string { return locale.T(ctx, "Email address") },
	"revision":         func(ctx context.Context) string { return locale.T(ctx, "Wording") },
	"role":             func(ctx context.Context) string { return locale.T(ctx, "Role") },
	"sealed":           func(ctx context.Context) string { return locale.T(ctx, "With the safeguarding lead") },
	"shared":           func(ctx context.Context) string { return locale.T(ctx, "A device that goes from hand to hand") },
	"standing":         func(ctx context.Context) string { return locale.T(ctx, "How it stands") },
	"state":            func(ctx context.Context) string { return locale.T(ctx, "State") },
	"state_reason":     func(ctx context.Context) string { return locale.T(ctx, "Reason") },
	"subject":          func(ctx context.Context) string { return locale.T(ctx, "Your number there") },
	"themes":           func(ctx context.Context) string { return locale.T(ctx, "Themes") },
	"end_why":          func(ctx context.Context) string { return locale.T(ctx, "Why it was taken off") },
	"title":            func(ctx context.Context) string { return locale.T(ctx, "Title") },
	"trust":            func(ctx context.Context) string { return locale.T(ctx, "Trust given by hand") },
	"unread_notices":   func(ctx context.Context) string { return locale.T(ctx, "Notices that you have not read") },
	"where":            func(ctx context.Context) string { return locale.T(ctx, "Where") },
	"who":              func(ctx context.Context) string { return locale.T(ctx, "Who you are here") },
	"why":              func(ctx context.Context) string { return locale.T(ctx, "Why") },
	"width":            func(ctx context.Context) string { return locale.T(ctx, "Width in dots") },
	"words":            func(ctx context.Context) string { return locale.T(ctx, "Words") },
	"zone":             func(ctx context.Context) string { return locale.T(ctx, "Time zone") },
}

// copyMomentLabels are when something was.
var copyMomentLabels = map[string]words{
	"accepted_at":        func(ctx context.Context) string { return locale.T(ctx, "Agreed") },
	"acknowledged_at":    func(ctx context.Context) string { return locale.T(ctx, "We said that we have it") },
	"ask_more_from":      func(ctx context.Context) string { return locale.T(ctx, "Shown more to take a position on from") },
	"asked_at":           func(ctx context.Context) string { return locale.T(ctx, "Asked") },
	"at":                 func(ctx context.Context) string { return locale.T(ctx, "When") },
	"changed_at":         func(ctx context.Context) string { return locale.T(ctx, "Last changed") },
	"coded_at":           func(ctx context.Context) string { return locale.T(ctx, "When") },
	"confirmed_at":       func(ctx context.Context) string { return locale.T(ctx, "Confirmed") },
	"created_at":         func(ctx context.Context) string { return locale.T(ctx, "When") },
	"decided_at":         func(ctx context.Context) string { return locale.T(ctx, "Decided") },
	"digested_at":        func(ctx context.Context) string { return locale.T(ctx, "In a round-up") },
	"due_at":             func(ctx context.Context) string { return locale.T(ctx, "Due") },
	"edited_at":          func(ctx context.Context) string { return locale.T(ctx, "Changed") },
	"email_verified_at":  func(ctx context.Context) string { return locale.T(ctx, "You showed that the address is yours") },
	"ended_at":           func(ctx context.Context) string { return locale.T(ctx, "Ended") },
	"expires_at":         func(ctx context.Context) string { return locale.T(ctx, "Ends") },
	"extended_at":        func(ctx context.Context) string { return locale.T(ctx, "We took more time") },
	"first_at":           func(ctx context.Context) string { return locale.T(ctx, "First") },
	"first_published_at": func(ctx context.Context) string { return locale.T(ctx, "Your first message") },
	"given_at":           func(ctx context.Context) string { return locale.T(ctx, "Given") },
	"kept_at":            func(ctx context.Context) string { return locale.T(ctx, "Kept") },
	"last_at":            func(ctx context.Context) string { return locale.T(ctx, "Last") },
	"last_seen_at":       func(ctx context.Context) string { return locale.T(ctx, "Last used") },
	"made_at":            func(ctx context.Context) string { return locale.T(ctx, "When") },
	"mail_at":            func(ctx context.Context) string { return locale.T(ctx, "Mailed") },
	"mail_stopped_at":    func(ctx context.Context) string { return locale.T(ctx, "Mail to you came back") },
	"marked_at":          func(ctx context.Context) string { return locale.T(ctx, "When") },
	"of_age_at":          func(ctx context.Context) string { return locale.T(ctx, "You said that you are old enough") },
	"published_at":       func(ctx context.Context) string { return locale.T(ctx, "Published") },
	"read_at":            func(ctx context.Context) string { return locale.T(ctx, "Read") },
	"received_at":        func(ctx context.Context) string { return locale.T(ctx, "Came") },
	"reminded_at":        func(ctx context.Context) string { return locale.T(ctx, "Staff were reminded") },
	"removed_at":         func(ctx context.Context) string { return locale.T(ctx, "Removed") },
	"second_at":          func(ctx context.Context) string { return locale.T(ctx, "Second step done") },
	"until_at":           func(ctx context.Context) string { return locale.T(ctx, "Holds until") },
	"seen_at":            func(ctx context.Context) string { return locale.T(ctx, "Last seen") },
	"setback_at": func(ctx context.Context) string {
		return locale.T(ctx, "Something of yours was hidden, or you were warned")
	},
	"silenced_until":  func(ctx context.Context) string { return locale.T(ctx, "You cannot write until") },
	"since":           func(ctx context.Context) string { return locale.T(ctx, "Since") },
	"state_at":        func(ctx context.Context) string { return locale.T(ctx, "In this state since") },
	"suspended_until": func(ctx context.Context) string { return locale.T(ctx, "Your account is on hold until") },
	"taken_at":        func(ctx context.Context) string { return locale.T(ctx, "Taken up") },
	"undone_at":       func(ctx context.Context) string { return locale.T(ctx, "Undone") },
	"until":           func(ctx context.Context) string { return locale.T(ctx, "Until") },
	"used_at":         func(ctx context.Context) string { return locale.T(ctx, "Used") },
	"written_at":      func(ctx context.Context) string { return locale.T(ctx, "Written") },
}
