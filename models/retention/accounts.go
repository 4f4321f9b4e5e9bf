package retention

import (
	"time"

	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/models/reach"
	"folkmoot/models/received"
	"folkmoot/models/say"
)

// stays is how long most of what belongs to an account is kept.
const stays say.Text = "Until you close your account"

// accounts are the kinds of record about people's accounts.
var accounts = []Kind{
	{
		Key: "profile", What: "Your name here, who you say you are (resident, practitioner and so on), your email address, when you showed that it is yours, and your password, if you chose one, scrambled so that nobody can read it",
		Why: "Others see who is speaking. We use the address to sign you in and to tell you about what you wrote. It is on no page that others can see", Basis: basisTask, Until: stays, Tables: []string{"people"},
	},
	{
		Key: "area", What: "If you tell us, the area where you live and your organisation",
		Why:   "To count how many people of an area speak of something. Such counts are shown only in steps, and your area stands beside nothing that you say. Your organisation stands beside your name where you host a group",
		Basis: basisAgree, Until: stays, Tables: []string{"people"},
	},
	{
		Key: "sessions", What: "Where you are signed in: the kind of browser, part of your network address, when you came and were last here",
		Why: "You can see it in your account and sign out of a computer that is not near you", Basis: basisSafe,
		Until: "%s after you were last there, and at once when it has run out", Kept: people.SessionIdle, Often: true, Tables: []string{"sessions"},
		rules: []rule{{table: "sessions", key: "id", over: "(last_seen_at <= ? OR expires_at <= ?)", ages: []time.Duration{own, 0}}},
	},
	{
		Key: "links", What: "Sign-in links that you asked for, with what you typed to join, and changes of your email address that wait",
		Why: "So that the link works once", Basis: basisAgree, Until: "%s after the link has run out, so that whoever follows it late is told so", Kept: time.Hour, Often: true,
		Tables: []string{"sign_in_links"},
		rules:  []rule{{table: "sign_in_links", key: "id", over: "expires_at <= ? AND NOT (waits = 1 AND used_at IS NULL)"}},
	},
	{
		Key: "drafts", What: "What you began to write and did not post, also what you wrote before you signed in", Why: "So that your words are not lost", Basis: basisAgree,
		Until: "%s after you last changed it", Kept: people.DraftKept, Often: true, Tables: []string{"drafts"},
		rules: []rule{{table: "drafts", key: "id", over: "changed_at <= ?"}},
	},
	{
		Key: "keys", What: "Other ways in that you set up: the public half of your passkeys with the names you gave them, the secret of an app that shows codes, locked with a key that is not in the database, fingerprints of recovery codes, and your number with another service",
		Why: "To sign you in, and nobody else. No fingerprint of yours, face or PIN comes to us", Basis: basisSafe, Until: "Until you remove them",
		Tables: []string{"passkeys", "authenticators", "recovery_codes", "identities"},
	},
	{
		Key: "ceremonies", What: "Ways of signing in that were begun and not ended", Why: "So that you can go on where you were", Basis: basisSafe,
		Until: "%s", Kept: people.CeremonyValid, Often: true, Tables: []string{"ceremonies"},
		rules: []rule{{table: "ceremonies", key: "id", over: "expires_at <= ?", ages: []time.Duration{0}}},
	},
	{
		Key: "devices", What: "Browsers that you signed in with, under a fingerprint, and when", Why: "To tell you when somebody signs in somewhere new", Basis: basisSafe,
		Until: "%s after you last signed in with it", Kept: people.DeviceKept, Tables: []string{"devices"},
		rules: []rule{{table: "devices", key: "person_id, token_hash", over: "last_at <= ?"}},
	},
	{
		Key: "groups", What: "Which groups you are in", Why: "To let you read and speak there, and to tell you what is new", Basis: basisAgree, Until: stays, Tables: []string{"memberships"},
	},
	{
		Key: "reading", What: "How far you have read in each discussion", Why: "To show you what is new", Basis: basisTask,
		Until: "%s after you last read there", Kept: 2 * 365 * Day, Least: 90, Most: 5 * 365,
		Bounds: "In less than three months people who come back for the next round would start again. Nobody needs it after five years.",
		Tables: []string{"read_marks"}, rules: []rule{{table: "read_marks", key: "person_id, thread_id", over: "changed_at <= ?"}},
	},
	{
		Key: "notices", What: "What the site told you, for instance what a moderator decided", Why: "So that you can read it again", Basis: basisTask,
		Until: "%s after we told you", Kept: 365 * Day, Least: 90, Most: 3 * 365,
		Bounds: "An appeal, a complaint and its answer can take three months. After three years nobody looks.",
		Tables: []string{"notices", "consultation_tellings"},
		rules:  []rule{{table: "notices", key: "id", over: "created_at <= ?", forget: forgetNotices}},
	},
	{
		Key: "follows", What: "What you follow, how you want to hear of it, and what still waits to be told to you in a round-up", Why: "So that you hear of what you asked for, and of nothing else",
		Basis: basisAgree, Until: stays, Tables: []string{"follows", "tellings", "digests"},
	},
	{
		Key: "outbox", What: "Mail that we could not send, with the address that it was for", Why: "So that whoever runs this site can find out why. Mail that was sent is not kept", Basis: basisTask,
		Until: "%s after we gave up", Kept: 30 * Day, Least: 7, Most: 90, Bounds: "Whoever looks after the site needs a week to find the fault. After three months nobody waits for the mail.",
		Tables: []string{"jobs"},
		rules:  []rule{{table: "jobs", key: "id", all: "state = 'failed'", over: "state = 'failed' AND run_at <= ?"}},
	},
	{
		Key: "received", What: "That a mail came from you, when, and what came of it. Not the mail itself: what you answered by mail is a message like any other", Why: "So that no mail counts twice", Basis: basisTask,
		Until: "%s: as long as the address that it came to can be written to, and ten days more", Kept: received.AnswerFor + 10*Day, Tables: []string{"received_mails"},
		rules: []rule{{table: "received_mails", key: "id", over: "received_at <= ?"}},
	},
	{
		Key: "marks", What: "A mark that staff gave you, with who gave it and why, and why it was taken off if it was", Why: "So that readers know who is speaking. It counts for nothing in our numbers", Basis: basisTask,
		Until: "Until it is taken back, and %s more so that we can say why", Kept: 365 * Day, Least: 30, Most: 3 * 365,
		Bounds: "Somebody who loses a mark has a month at least to ask why. After three years nobody can say it any more.", Tables: []string{"marks"},
		rules: []rule{{table: "marks", key: "id", all: "ended_at IS NOT NULL", over: "ended_at <= ?"}},
	},
	{
		Key: "accepted", What: "Which versions of the house rules, of this page and of our terms you agreed to, and when; and when you said that you are old enough, never how old you are", Why: "So that we ask you again only when something changed", Basis: basisLaw, Until: stays,
		Tables: []string{"acceptances", "policies"},
	},
	{
		Key: "equality", What: "That you were asked a few questions about yourself, if we ask any. Your answers are only counted: no answer is kept with your name",
		Why:   say.F("So that nobody is asked twice, and that we see whom we do not reach. The counts that are shown take in %d more people at a time, so that nobody can tell one from the difference", reach.Batch),
		Basis: basisAgree, Until: stays, Tables: []string{"people"},
	},
	{
		Key: "limits", What: "How often something was tried from an account or a network", Why: "To stop machines that guess passwords or flood the site", Basis: basisSafe,
		Until: "%s", Kept: 2 * Day, Often: true, Tables: []string{"limits"},
		rules: []rule{{table: "limits", key: "bucket", over: "window_start <= ?"}},
	},
	{
		Key: "sent-forms", What: "Fingerprints of forms that were sent", Why: "So that pressing a button twice does nothing twice", Basis: basisTask,
		Until: "%s", Kept: 30 * Day, Often: true, Tables: []string{"command_keys"},
		rules: []rule{{table: "command_keys", key: "key_hash", over: "created_at <= ?"}},
	},
	{
		Key: "documents", What: "Documents that staff brought to make chapters of", Why: "So that they can choose what becomes a chapter", Basis: basisTask,
		Until: "%s after they were brought", Kept: guide.ManuscriptsKept, Tables: []string{"manuscripts"},
		rules: []rule{{table: "manuscripts", key: "id", over: "uploaded_at <= ?"}},
	},
}
