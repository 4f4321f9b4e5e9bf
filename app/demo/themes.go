package demo

func themes() []Theme {
	return []Theme{
		{
			Mark: 1, Slug: "power", Name: "Power",
			Definition: "Who decides, who sets the question, and whether people can change the answer.",
			Examples:   "Seats where money is shared out; decisions made before anyone was asked; who chairs the meeting.",
		},
		{
			Mark: 2, Slug: "inclusion", Name: "Inclusion",
			Definition: "Who is left outside, by language, disability, money, age, shift or habit, and what lets them in.",
			Examples:   "Steps; small print; meetings at 2pm; no interpreter; a fee at the door.",
		},
		{
			Mark: 3, Slug: "small-groups", Name: "Support for small groups",
			Definition: "What groups run by volunteers need in order to keep going.",
			Examples:   "Rooms; insurance; bank accounts; small sums of money; somebody to take over.",
		},
		{
			Mark: 4, Slug: "local-know-how", Name: "Local know-how",
			Definition: "What people already know, do and lend each other, and how to find it without spoiling it.",
			Examples:   "The neighbour with the drill; who holds the key; what the allotment knows about the brook.",
		},
		{
			Mark: 5, Slug: "services", Name: "How services work",
			Definition: "How public services are run, joined up, reached and explained.",
			Examples:   "Telling the same story twice; opening hours; being passed from desk to desk.",
		},
		{
			Mark: 6, Slug: "being-heard", Name: "Being asked and heard",
			Definition: "How people are asked for their views, what they hear back, and what changed.",
			Examples:   "Surveys with no reply; asking on the doorstep; plain words; results pinned up where people pass.",
		},
		{
			Mark: 7, Slug: "local-business", Name: "Local business",
			Definition: "Shops, cafés, traders and employers as part of neighbourhood life.",
			Examples:   "A chair by the counter; a back room lent; a trader who notices who has not been in.",
		},
		{
			Mark: 8, Slug: "culture-change", Name: "Culture change",
			Definition: "Habits inside organisations that help or stop people working together.",
			Examples:   "Permission to leave the desk; saying “I do not know”; stopping a report that nobody reads.",
		},
		{
			Mark: 9, Slug: "connected", Name: "Feeling connected",
			Definition: "Company, friendship, loneliness, and what brings people through a door for the first time.",
			Examples:   "Going with somebody the first time; long evenings; knowing your neighbours’ names.",
		},
		{
			Mark: 10, Slug: "evening-transport", Name: "Evening buses and getting home", Parent: "services",
			Definition: "Getting to things after dark and getting home again: buses, lifts, taxis, walking.",
			Examples:   "A last bus that leaves before the meeting ends; waiting alone at a stop; sharing a taxi.",
		},
		{
			Mark: 11, Slug: "online-only", Name: "Online-only sign-up", Parent: "inclusion",
			Definition: "Things that can be booked, joined or asked for only on a website or an app.",
			Examples:   "A form that times out; a code sent to a phone you do not have; “just scan the square”.",
		},
	}
}
