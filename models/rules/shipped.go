package rules

// shippedRules are the rules that every reason rests on, in their order.
var shippedRules = []Rule{
	{Number: 1, Title: "Keep private details private", Words: "No home addresses, phone numbers, or facts about somebody’s health, money or family that are not yours to share."},
	{Number: 2, Title: "Ask people before you name them", Words: "You can name people who speak for an organisation, about what they do there. Anybody else has to agree first."},
	{Number: 3, Title: "Be kind to people", Words: "You can be sharp about ideas, decisions and those who hold power. Do not insult, mock or threaten anybody."},
	{Number: 4, Title: "No adverts", Words: "You can tell people about something that helps. Do not sell, and do not post the same thing again and again."},
	{Number: 5, Title: "Stay with the subject", Words: "Say it where it belongs, so that others can find it and answer."},
	{Number: 6, Title: "Keep within the law", Words: "Nothing that stirs up hatred, threatens, harasses, or breaks the law in any other way."},
	{Number: 7, Title: "Look after each other", Words: "If you or somebody else is not safe, tell us, or ring 999 if it cannot wait. We take such words down and pass them on to the person who looks after this, so that the wrong people do not read them."},
	{Number: 8, Title: "Some things are read first", Words: "What somebody says here for the first time, or what holds links or words that often do harm, may wait until a moderator has read it. You are told when that is so."},
}

// shippedReasons are the reasons that the program brings.
var shippedReasons = []Reason{
	{
		Key: PrivateDetails, Name: "It has private details in it", Reported: "Reported: private details",
		Report: "It has somebody’s private details in it, such as an address, a phone number or their health",
		Writer: "It has private details in it, such as an address, a phone number or something about a person’s health.",
		Reader: "It had private details in it.", Rule: 1, Default: Ask, Grave: true,
	},
	{
		Key: NamesSomeone, Name: "It names someone who has not agreed", Reported: "Reported: names someone",
		Report: "It names somebody who may not have agreed to it",
		Writer: "It names somebody who has not agreed to be named here.",
		Reader: "It named someone who had not agreed to it.", Rule: 2, Default: Ask,
	},
	{
		Key: "unkind", Name: "It is unkind to a person", Reported: "Reported as unkind",
		Report: "It is unkind to a person, or a threat",
		Writer: "It is unkind to a person. You can say the same about what was done, without attacking who did it.",
		Reader: "It was unkind to a person.", Rule: 3, Default: Hide,
	},
	{
		Key: Advert, Name: "It looks like an advert", Reported: "Reported as an advert",
		Report: "It is an advert, or the same thing again and again",
		Writer: "It looks like an advert.",
		Reader: "It looked like an advert.", Rule: 4, Default: Hide,
	},
	{
		Key: OffTopic, Name: "It is about something else", Reported: "Reported as about something else",
		Report: "It is about something else",
		Writer: "It is about something else than what is being talked about there.",
		Reader: "It was about something else.", Rule: 5, Default: Ask,
	},
	{
		Key: Unlawful, Name: "It may be against the law", Reported: "Reported as against the law",
		Report: "It may be against the law, or somebody may come to harm",
		Writer: "It may be against the law.",
		Reader: "It may be against the law.", Rule: 6, Default: Hide, Grave: true,
	},
	{
		Key: Defamation, Name: "It may harm somebody’s name", Reported: "Reported: may harm somebody’s name",
		Report: "It says something untrue that harms the name of a person or an organisation",
		Writer: "It may say something untrue that harms somebody’s name.",
		Reader: "Somebody complained that it was untrue and harmed their name.", Rule: 6, Default: Hide,
	},
	{
		Key: First, Name: "First contribution", Reported: "First contribution",
		Writer: "The first thing that anybody writes here is read by a moderator before others see it.",
		Reader: "A moderator reads it first.", Rule: 8, Default: Publish,
	},
	{
		Key: Guest, Name: "Posted without an account", Reported: "Posted without an account",
		Writer: "What is posted without an account is read by a moderator before others see it.",
		Reader: "A moderator reads it first.", Rule: 8, Default: Publish,
	},
	{
		Key: All, Name: "Everything is read first here", Reported: "Read first, as everything here",
		Writer: "A moderator reads everything here before others see it.",
		Reader: "A moderator reads it first.", Rule: 8, Default: Publish,
	},
	{
		Key: Links, Name: "Links from somebody new", Reported: "Links from somebody new",
		Writer: "What holds links is read by a moderator first, until we know you a little better.",
		Reader: "A moderator reads it first.", Rule: 8, Default: Publish,
	},
	{
		Key: Watched, Name: "Words that we watch for", Reported: "Words that we watch for",
		Writer: "It holds words that a moderator looks at before others see them.",
		Reader: "A moderator reads it first.", Rule: 8, Default: Publish,
	},
	{
		Key: AtRisk, Name: "Somebody may be at risk", Reported: "Somebody may be at risk",
		Report: "I am worried that somebody is not safe",
		Writer: "We are worried that somebody is not safe. We have passed it on to the person here who looks after that, and nobody else can read it.",
		// The same as of private details, which such words always hold: what readers see must not tell on who is at risk.
		Reader: "It had private details in it.", Rule: 7, Default: Hide, Grave: true,
	},
	{
		Key: Merged, Name: "Two discussions about the same thing", Reported: "Two discussions about the same thing",
		Writer: "Two discussions about the same thing are one now, so that everybody finds all of it.",
		Reader: "Two discussions about the same thing were made into one.", Rule: 5, Default: Keep,
	},
	{
		Key: Returned, Name: "A move was turned back", Reported: "A move was turned back",
		Writer: "Somebody asked for another look at an earlier move, and was right. So it stands where it was said first, with what answers it.",
		Reader: "An earlier move was turned back.", Rule: 5, Default: Keep,
	},
	{
		Key: NoProblem, Name: "No problem found", Reported: "Reported",
		Writer: "It keeps to the house rules.", Default: Keep,
	},
}
