package retention

// works are the kinds of record of what staff do.
var works = []Kind{
	{
		Key: "decisions", What: "What staff decided, and why", Why: "So that power can be checked", Basis: basisTask, Until: "It stays, in a list that nobody can change",
		Tables: []string{
			"decisions", "register", "cases", "moves", "tags", "tag_words", "theme_suggestions", "theme_revisions", "themes", "prompts", "fates", "fate_reasons", "ledger", "block_links", "issues",
			"house_rules", "reasons", "rule_revisions", "watched_words", "settings", "retention", "groups",
		},
	},
	{
		Key: "writing", What: "What staff wrote in the guide and about issues, and asked about it, every time they saved it, what could not be saved yet, and who says that they read what people said",
		Why: "So that no draft is lost, and that everybody can see who did what", Basis: basisTask, Until: "It stays. If they close their account, their name is taken off it",
		Tables: []string{
			"guides", "chapters", "versions", "draft_revisions", "draft_writers", "draft_links", "draft_ledger", "evidence_calls", "companions", "consultations", "consultation_changes", "decision_records",
			"consultation_readers", "issue_pins", "issue_calls", "commitments", "baselines",
		},
	},
	{
		Key: "coding", What: "Which comments staff read to put themes on them, and what each of them chose", Why: "So that nobody reads the same twice, and that we can see how far two readers agree", Basis: basisTask,
		Until: "It stays", Tables: []string{"codings", "double_codings", "double_coders", "double_items", "double_marks", "double_themes"},
	},
	{
		Key: "spread", What: "What followers were told of. No person stands in it", Why: "So that nobody is told twice", Basis: basisTask, Until: "%s after the last of them was told", Kept: 30 * Day,
		rules: []rule{{table: "spreads", key: "id", all: "done_at IS NOT NULL", over: "done_at <= ?"}},
	},
	{
		Key: "logs", What: "The program’s own log: which pages were asked for and what went wrong. It has no names, addresses or words of people in it", Why: "To find faults", Basis: basisSafe,
		Until: "As long as whoever runs the computer keeps it",
	},
	{
		Key: "backups", What: "Copies of everything that are kept in case of a breakdown", Why: "So that nothing is lost", Basis: basisLaw,
		Until: "Until whoever runs this site deletes them. If one has to be put back, whoever was erased since is erased again before anybody can read it",
	},
}
