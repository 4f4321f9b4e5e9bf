package retention

// unsettled is the condition of a contribution c whose words somebody still has to look at, or may ask for in court.
const unsettled = `(EXISTS (SELECT 1 FROM cases k WHERE k.contribution_id = c.id)
	OR EXISTS (SELECT 1 FROM appeals a WHERE a.contribution_id = c.id AND a.state = 'open')
	OR EXISTS (SELECT 1 FROM defamation_notices n WHERE n.contribution_id = c.id AND n.closed_at IS NULL)
	OR EXISTS (SELECT 1 FROM concerns n WHERE n.contribution_id = c.id AND n.forgotten_at IS NULL))`

// words are the kinds of record of what people say.
var words = []Kind{
	{
		Key: "words", What: "What you posted, when and how it reached us, with the titles of discussions that you began and what you proposed for a paragraph",
		Why: "It is what this site is for. Everybody who may read the page can see it", Basis: basisTask,
		Until:  "It stays. You can take a post back at any time. If you close your account, your name is taken off it, or it goes too, as you choose",
		Tables: []string{"contributions", "threads", "thread_people", "anchors", "suggestions", "hearing_facts", "hearing_people", "findings"},
	},
	{
		Key: "wordings", What: "Earlier wordings of what you posted", Why: "So that nobody can change what others have answered without it showing", Basis: basisTask,
		Until: "%s after you last changed the message. Words on which a theme or an issue rests stay", Kept: 6 * 365 * Day, Least: 365, Most: 10 * 365,
		Bounds: "A consultation and what is decided after it can take a year, and must be open to checking. A court can be asked about most things for six years.",
		Tables: []string{"contribution_revisions"},
		rules: []rule{{
			table: "contribution_revisions", key: "contribution_id, revision",
			over: `written_at <= ? AND EXISTS (SELECT 1 FROM contributions c WHERE c.id = contribution_id AND c.edited_at <= ? AND c.sealed = 0 AND NOT ` + unsettled + `)
				AND NOT EXISTS (SELECT 1 FROM issue_pins p WHERE p.contribution_id = contribution_revisions.contribution_id AND p.revision = contribution_revisions.revision)
				AND NOT EXISTS (SELECT 1 FROM tag_words w JOIN tags g ON g.id = w.tag_id WHERE g.contribution_id = contribution_revisions.contribution_id AND w.revision = contribution_revisions.revision)`,
		}},
	},
	{
		Key: "withdrawn", What: "The words of messages that you took back", Why: "So that somebody who was hurt by them can still complain", Basis: basisSafe,
		Until: "%s after you took them back. Nobody but moderators can read them until then", Kept: 180 * Day, Least: 30, Most: 2 * 365,
		Bounds: "Whoever was hurt by words has a month at least to say so. Words of people who took them back are no business of ours for longer than two years.",
		Tables: []string{"contributions"}, rules: []rule{spent("deleted")},
	},
	{
		Key: "hidden", What: "The words of messages that a moderator took down", Why: "So that you can appeal, and we can show why", Basis: basisLaw,
		Until: "%s after they were taken down. Nobody but you and moderators can read them until then", Kept: 2 * 365 * Day, Least: 180, Most: 6 * 365,
		Bounds: "An appeal, and a complaint about it, can take half a year. The law on online safety asks us to show what we did. Nobody can go to court after six years.",
		Tables: []string{"contributions"}, rules: []rule{spent("hidden")},
	},
	{
		Key: "covered", What: "Private details that a moderator covered in a message", Why: "So that a mistake can be put right", Basis: basisSafe,
		Until: "%s after they were covered. Only moderators can read them until then, and each reading is noted down", Kept: 365 * Day, Least: 30, Most: 2 * 365,
		Bounds: "Whoever wrote them has a month at least to ask for them back. Private details should not lie about for longer than two years.",
		Tables: []string{"sealed_words"},
		rules: []rule{{
			table: "sealed_words", key: "id", all: "why = 'cover'",
			over: `why = 'cover' AND sealed_at <= ? AND NOT EXISTS (SELECT 1 FROM concerns s WHERE s.sealed_id = sealed_words.id)
				AND NOT EXISTS (SELECT 1 FROM contributions c WHERE c.id = sealed_words.contribution_id AND ` + unsettled + `)`,
		}},
	},
	{
		Key: "receipts", What: "What you said without an account, the name that you gave if you gave one, and who you are: resident and so on. If you were given a receipt, a fingerprint of its code",
		Why:   "So that your words count as much as any others, and that you can find them again and take them back. Whoever has the code can. We keep no address of yours with them",
		Basis: basisTask, Until: "They stay until you take them back, claim them with your account and leave, or ask us to remove them", Tables: []string{"receipts", "people", "contributions"},
	},
	{
		Key: "positions", What: "Where you stand on what others said: agree, disagree or pass", Why: "Everybody sees the counts. The site never shows who said what", Basis: basisTask,
		Until: "Until you take it back. If you close your account, your name is taken off it", Tables: []string{"positions"},
	},
	{
		Key: "mentions", What: "Who is named in a message, so that they hear of it", Why: "To tell them", Basis: basisTask, Until: "As long as the message", Tables: []string{"mentions"},
	},
	{
		Key: "files", What: "Pictures and documents that you attached, what you called them and how you described them. What a camera writes into a picture, such as where it was taken, is removed before we store it",
		Why: "Everybody who may read the message can see them", Basis: basisTask, Until: "As long as the message", Tables: []string{"files", "attachments"},
	},
	{
		Key: "unsent-files", What: "Pictures and documents that you brought and never sent", Why: "So that you can go on writing later", Basis: basisAgree,
		Until: "%s after you brought them", Kept: 30 * Day, Least: 7, Most: 90, Bounds: "Somebody who writes now and then needs a week. A draft is kept for a month, and its pictures should not stay much longer.",
		Tables: []string{"files"},
		rules: []rule{{
			table: "files", key: "id", all: "removed_at IS NULL AND NOT EXISTS (SELECT 1 FROM attachments x WHERE x.file_id = files.id)",
			over: "removed_at IS NULL AND NOT EXISTS (SELECT 1 FROM attachments x WHERE x.file_id = files.id) AND created_at <= ?", forget: forgetFiles,
		}},
	},
	{
		Key: "frozen", What: "Summaries that were frozen, with what was counted for them under numbers instead of names, and the words that were quoted", Why: "So that anybody can check our sums later", Basis: basisTask,
		Until: "It stays. If your words are taken down, they leave every frozen summary too", Tables: []string{"snapshots", "snapshot_editions"},
	},
}

// spent finds the words of contributions in a state that are not on any page any more.
func spent(state string) rule {
	is := "c.state = '" + state + "' AND c.state IN ('deleted', 'hidden') AND c.body_md <> ''"
	return rule{table: "contributions c", key: "c.id", all: is, over: is + " AND c.state_at <= ? AND c.sealed = 0 AND NOT " + unsettled, forget: forgetWords}
}
