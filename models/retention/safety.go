package retention

import (
	"context"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/defamation"
	"folkmoot/models/safeguarding"
)

// safety are the kinds of record of keeping people safe, and of what they ask and complain about.
var safety = []Kind{
	{
		Key: "reports", What: "What you reported, with what you wrote about it, and your email address if you gave it without an account",
		Why: "To look into it and to tell you what came of it. The writer does not learn who it was", Basis: basisLaw,
		Until: "Your email address until we have told you. Who you are and what you wrote: %s after the report was settled. That there was a report, and why, stays", Kept: 2 * 365 * Day, Least: 180, Most: 6 * 365,
		Bounds: "An appeal can take half a year. The law on online safety asks us to show what we did about reports. Nobody can go to court after six years.",
		Tables: []string{"reports"},
		rules: []rule{{
			table: "reports", key: "id", all: "reporter_id IS NOT NULL OR note <> '' OR reporter_email <> ''",
			over: `state = 'settled' AND (reporter_id IS NOT NULL OR note <> '' OR reporter_email <> '')
				AND COALESCE((SELECT d.created_at FROM decisions d WHERE d.id = reports.decision_id), reports.created_at) <= ?
				AND NOT EXISTS (SELECT 1 FROM appeals a WHERE a.state = 'open' AND (a.report_id = reports.id OR a.contribution_id = reports.contribution_id))`,
			forget: emptied("UPDATE reports SET reporter_id = NULL, reporter_email = '', note = '' WHERE id IN %"),
		}},
	},
	{
		Key: "notes", What: "What moderators note about somebody whose words they had to look at more than once",
		Why:   "So that whoever looks next knows. Nobody but moderators can read it, and never one about themselves. Ask us, and we give you a copy",
		Basis: basisSafe, Until: "%s after it was written. What was taken out of use goes after 30 days", Kept: 2 * 365 * Day, Least: 90, Most: 3 * 365,
		Bounds: "Trouble can come back after months. People change, and after three years a note is no longer fair.", Tables: []string{"person_notes"},
		rules: []rule{{table: "person_notes", key: "id", over: "(written_at <= ? OR removed_at <= ?)", ages: []time.Duration{own, 30 * Day}}},
	},
	{
		Key: "opinions", What: "What moderators asked each other about a message, and answered", Why: "So that somebody else looks at what is hard to decide", Basis: basisSafe,
		Until: "%s after the answer. That there was one stays", Kept: 2 * 365 * Day, Least: 180, Most: 6 * 365,
		Bounds: "It belongs to the decision, and can be asked for as long as somebody may appeal or go to court.", Tables: []string{"second_opinions"},
		rules: []rule{{
			table: "second_opinions", key: "id", all: "question <> '' OR words <> ''", over: "given_at <= ? AND (question <> '' OR words <> '')",
			forget: emptied("UPDATE second_opinions SET question = '', words = '' WHERE id IN %"),
		}},
	},
	{
		Key: "sanctions", What: "Warnings, and times in which you could not write or sign in: what a moderator wrote to you about it", Why: "So that you can appeal, and that the next step is fair", Basis: basisSafe,
		Until: "%s after it ended. That it was so, and why, stays", Kept: 3 * 365 * Day, Least: 365, Most: 6 * 365,
		Bounds: "The next step must know the last one, and you may ask about it for a year. Nobody can go to court after six years.", Tables: []string{"sanctions"},
		rules: []rule{{
			table: "sanctions", key: "id", all: "message <> '' OR end_reason <> '' OR appeal_code <> ''",
			over: `(message <> '' OR end_reason <> '' OR appeal_code <> '') AND (ended_at <= ? OR ended_at IS NULL AND until <= ? OR kind = 'warn' AND ended_at IS NULL AND made_at <= ?)
				AND NOT EXISTS (SELECT 1 FROM appeals a WHERE a.sanction_id = sanctions.id AND a.state = 'open')`,
			forget: emptied("UPDATE sanctions SET message = '', end_reason = '', appeal_code = '' WHERE id IN %"),
		}},
	},
	{
		Key: "appeals", What: "What you asked us to look at again, our answer, and your email address if you gave it without an account", Why: "So that somebody else looks, and tells you what came of it", Basis: basisLaw,
		Until: "Your email address until we have told you. What you wrote and our answer: %s after it. That there was an appeal, and how it ended, stays", Kept: 2 * 365 * Day, Least: 365, Most: 6 * 365,
		Bounds: "The law on online safety asks us to show how we dealt with complaints, and somebody may ask again for a year. Nobody can go to court after six years.", Tables: []string{"appeals"},
		rules: []rule{{
			table: "appeals", key: "id", all: "words <> '' OR outcome <> '' OR email <> ''",
			over:   "state <> 'open' AND COALESCE(decided_at, created_at) <= ? AND (words <> '' OR outcome <> '' OR email <> '')",
			forget: emptied("UPDATE appeals SET words = '', outcome = '', email = '' WHERE id IN %"),
		}},
	},
	{
		Key: "defamation", What: "A complaint that words here are defamatory, with the name and address of who made it, and those of who wrote the words if they gave them to answer it",
		Why:   "The law says what we have to do with it, and in how many days. Nobody but moderators reads it, unless you say that we may pass it on",
		Basis: basisLaw, Until: "%s after we closed it, also if you close your account before: a court may ask for it until then", Kept: defamation.KeptFor * 365 * Day,
		Bounds: "A court can be asked about it for six years.", Tables: []string{"defamation_notices"},
		rules: []rule{{table: "defamation_notices", key: "id", all: defamation.Personal, over: "closed_at <= ? AND " + defamation.Personal, forget: defamation.Forget}},
	},
	{
		Key: "concerns", What: "What was passed on to the safeguarding leads when somebody may be at risk, and what they noted", Why: "To keep people safe. Nobody else can read it, and each reading is noted down",
		Basis: basisSafe, Until: "%s after it is over, as our safeguarding policy says. That there was a concern stays", Kept: 365 * Day, Elsewhere: "/place/safeguarding", Tables: []string{"concerns", "concern_steps", "sealed_words"},
		kept: func(ctx context.Context, q db.Querier) (time.Duration, error) {
			days, err := safeguarding.KeepDays(ctx, q)
			return time.Duration(days) * Day, err
		},
		rules: []rule{{table: "concerns", key: "id", all: "forgotten_at IS NULL", over: "closed_at <= ? AND forgotten_at IS NULL", forget: safeguarding.Forget}},
	},
	{
		Key: "requests", What: "What you asked us about your details, with your name, how to reach you, and our answer", Why: "To answer you in the time that the law gives us, and to show that we did", Basis: basisLaw,
		Until: "%s after we answered. When it came and how it ended stays, without a name", Kept: 3 * 365 * Day, Least: 365, Most: 6 * 365,
		Bounds: "The Information Commissioner looks into complaints that are made within some months, and must find something to look into. Nobody can go to court after six years.",
		Tables: []string{"privacy_requests"},
		rules: []rule{{
			table: "privacy_requests", key: "id", all: "(" + askedWords + ")", over: "state <> 'open' AND COALESCE(decided_at, received_at) <= ? AND (" + askedWords + ")",
			forget: emptied("UPDATE privacy_requests SET person_id = NULL, name = '', contact = '', words = '', outcome = '', extension = '', code_hash = NULL WHERE id IN %"),
		}},
	},
	{
		Key: "leads", What: "Who looks after people at risk, and who answers for online safety here: their name, what they are and their email address, and who wrote each safety record",
		Why:   "The law expects somebody to be named. Everybody can read who answers for safety, and a regulator can ask for it",
		Basis: basisLaw, Until: "Until somebody else is named. Safety records stay", Tables: []string{"safeguarding_leads", "settings", "safety_records"},
	},
	{
		Key: "erased", What: "When somebody is erased: a bare number and the day", Why: "So that an old copy, put back after a breakdown, does not bring them back", Basis: basisLaw,
		Until: "It stays, and says nothing of who it was", Tables: []string{"erasures"},
	},
}

// askedWords is the condition of a request that still says whose it is, or what they wrote.
const askedWords = "person_id IS NOT NULL OR name <> '' OR contact <> '' OR words <> '' OR outcome <> '' OR extension <> '' OR code_hash IS NOT NULL"
