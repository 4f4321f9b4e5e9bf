package snapshots

// Method is the version of how summaries are counted now. It is kept with each snapshot and goes up whenever the same
// data would give other figures, other issues or another order of them.
const Method = 1

// Methods says of each version how it counts, in plain sentences. A description is never changed once a snapshot was
// made with it.
var Methods = map[int][]string{
	1: {
		"Only what everybody can read counts: nothing from private groups, nothing that is held back, hidden or taken back.",
		"An issue is a theme that somebody spoke about. Editors and moderators put themes on comments as they read them. A suggestion that nobody accepted does not count.",
		"A person counts once for each issue, however often they spoke. Somebody who spoke as two kinds of person is counted in both, so the kinds can add up to more than the people.",
		"First comes the issue that the most different people raised. If two have as many people, the one with more comments is first, then the one whose name comes first.",
		"What people bring is counted by comments: lived experience, practice, research, or not said.",
		"Where people stand adds up every agree, pass and disagree on the comments of that theme.",
		"Weeks run from Monday to Sunday on the clocks of the place.",
		"Quotes are exact. The program picks sentences whose words come up most for that theme, from different people and, where it can, from different kinds of people. Editors can keep a quote in view, with a reason.",
	},
}
