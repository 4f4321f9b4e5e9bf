package snapshots

import (
	"slices"

	"folkmoot/models/say"
)

// Method is the version of how summaries are counted now. It is kept with each snapshot and goes up whenever the same
// data would give other figures, other issues or another order of them.
const Method = 2

// Methods says of each version how it counts, in plain sentences. A description is never changed once a snapshot was
// made with it.
var Methods = map[int][]say.Text{1: first, 2: slices.Concat(first, second)}

var (
	first = []say.Text{
		"Only what everybody can read counts: nothing from private groups, nothing that is held back, hidden or taken back.",
		"An issue is a theme that somebody spoke about. Editors and moderators put themes on comments as they read them. A suggestion that nobody accepted does not count.",
		"A person counts once for each issue, however often they spoke. Somebody who spoke as two kinds of person is counted in both, so the kinds can add up to more than the people.",
		"First comes the issue that the most different people raised. If two have as many people, the one with more comments is first, then the one whose name comes first.",
		"What people bring is counted by comments: lived experience, practice, research, or not said.",
		"Where people stand adds up every agree, pass and disagree on the comments of that theme.",
		"Weeks run from Monday to Sunday on the clocks of the place.",
		"Quotes are exact. The program picks sentences whose words come up most for that theme, from different people and, where it can, from different kinds of people. Editors can keep a quote in view, with a reason.",
	}
	second = []say.Text{
		"Who sees things alike is found from what people pressed: agree, disagree or pass. A comment counts once 5 people have answered it. People are put together who pressed alike. It says so when there are no clear groups.",
		"A view has at least 5 people. What a view said of a comment is shown where at least 5 of it answered, and only if no smaller number can be worked out from it.",
		"Everybody shares what at least 6 in 10 people in each view say.",
		"Whom we have heard from is held against who lives here, where the place has figures of that. Numbers under 5 that could show who somebody is are left out. How many of an area were heard is given in steps of 5, rounded down. Answers about people come in together, 10 or more at a time.",
		"A group is said to be little heard if we heard less than two thirds of its share, and if so few would come up by chance less than once in a hundred times. That is not said of fewer than 20 people, and of an area only if it holds for the most people that its step allows.",
	}
)
