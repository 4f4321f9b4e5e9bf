package demo

// whatFirst is a discussion in which people say where they stand on short statements, and fall into three views: getting
// there first, backing what is there first, and paying somebody to join things up first.
func whatFirst() Discussion {
	return Discussion{
		Title: "If we could only do one thing first", ClosesInDays: 20,
		Opening: Comment{
			By: "helen", Day: 47, Evidence: "practice", Agree: 12, Pass: 4, Themes: []string{"being-heard"},
			Text: `The partnership can pay for **one** thing this winter. Not two, I asked.

Please say in a sentence what you would do first. Then go down the list and say where you stand on the others. Nobody sees who pressed what.`,
		},
		Replies: []Comment{
			{By: "ron", Day: 46, Evidence: "lived", Sides: "+-0", Text: "The way there and the way back, before anything. A club you cannot get home from is for people with cars."},
			{By: "phil", Day: 46, Evidence: "practice", Sides: "-+0", Text: "Look after what is going already. There are thirty sheds, suppers and choirs that need a boiler, not a launch."},
			{By: "mira", Day: 45, Evidence: "research", Sides: "0-+", Text: "Pay one person to bring it all together. Where it has been tried, the person mattered more than the money."},
			{By: "wendy", Day: 45, Evidence: "lived", Sides: "+++", Text: "Somebody to walk in with, the first time. Whatever you pay for, put that in it."},
			{By: "gurdeep", Day: 44, Evidence: "lived", Sides: "+--", Text: "One later bus on each route, two nights a week, before a penny goes on anything else."},
			{By: "linda", Day: 43, Evidence: "practice", Sides: "-+-", Text: "Give the money out in fifties, with no form longer than a beer mat."},
			{By: "andrew", Day: 43, Evidence: "practice", Sides: "--+", Text: "Without somebody whose job it is, this will be a folder by March."},
			{By: "norma", Day: 41, Evidence: "practice", Sides: "-+-", Text: "We do not need a co-ordinator. We need the keys to the hall and someone to sign for them."},
			{By: "keith", Day: 40, Evidence: "lived", Sides: "++0", Text: "Whatever it is, do it where people already are, and not in the civic hall."},
			{By: "ivor", Day: 39, Evidence: "practice", Sides: "+-0", Text: "A dial-a-ride that runs after six would fill more chairs than any poster."},
			{By: "priti", Day: 37, Evidence: "practice", Sides: "0-+", Text: "The surgery sends people to groups that stopped meeting a year ago. Pay someone to keep the list right, first."},
			{By: "barry", Day: 36, Evidence: "lived", Sides: "--0", Text: "Put it all in an app and let people find things for themselves."},
			{By: "dot", Day: 34, Evidence: "practice", Sides: "0+-", Text: "Insurance for all the small groups, bought once, together. That is the thing that stops them."},
			{By: "lesley", Day: 33, Evidence: "lived", Sides: "+++", Text: "Nothing that can only be booked online should get any of it."},
			{By: "craig", Day: 31, Evidence: "practice", Sides: "0-+", Text: "Train the people who are on doorsteps anyway, ours and the post’s, and have one number that they can ring."},
			{By: "rukhsana", Day: 30, Evidence: "lived", Sides: "+0-", Text: "Lifts home, paid by the mile, from people we know. I would drive two sewing ladies myself."},
			{By: "tariq", Day: 28, Evidence: "practice", Sides: "0++", Text: "Ask again in the summer what it changed, and say it here, also if it changed nothing."},
		},
	}
}
