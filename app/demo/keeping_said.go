package demo

// The discussions that people write in here.
const (
	talkBuses     = "The last bus goes before the last hymn"
	talkSix       = "After six o’clock: what would you come out for?"
	talkMarket    = "What would bring people back to the market?"
	talkBoards    = "Vote for the best noticeboard in the borough"
	talkTreasurer = "Nobody wants to be treasurer"
	talkInsurance = "One insurance policy for forty small groups?"
	talkYoung     = "Young people: “always connected”, supposedly"
	talkStory     = "How many times have you told your story?"
	talkDecides   = "Who decides what gets decided?"
	talkOnline    = "“Book online only”: who does it leave on the step?"
	talkLater     = "Later buses, please"
	talkParking   = "Parking by the school gate at Wrens Nest"
)

func came() []Newcomer {
	resident := func(day int, key, name, area, about string) Newcomer {
		return Newcomer{day, Person{Key: key, Name: name, Who: "resident", Area: area, Role: "member", About: about}}
	}
	return []Newcomer{
		{82, Person{
			Key: "yvonne", Name: "Yvonne Priddy", Who: "voluntary", Area: "Dudley", Organisation: "Our Society partnership", Role: "moderator",
			About: "Volunteer moderator, two mornings and one evening a week. Forty years behind a post office counter.",
		}},
		resident(61, "sandra", "Sandra Pitt", "Gornal", "Cards, cakes and a bad hip."),
		resident(48, "dev", "Dev Chohan", "Halesowen", "Badminton, then chips."),
		resident(34, "bill", "Bill Hateley", "Quarry Bank", ""),
		resident(20, "kyle", "Kyle Drives", "Kingswinford", "Driveways, patios, roofs."),
		resident(2, "maureen", "Maureen Oxley", "Lye", ""),
		resident(2, "stan", "Stan Wooldridge", "Lye", ""),
		resident(1, "yasmin", "Yasmin Begum", "Lye", "Two at school, one on the way."),
		resident(1, "alf", "Alf Dunn", "Quarry Bank", ""),
		resident(1, "gloria", "Gloria Bent", "Brierley Hill", "Counts the money for a choir."),
	}
}

// letter is what four people send who were given the same words, each with a line of their own or without.
const letter = "Please keep the number 8 running until eleven. Visiting at the hospital ends at eight, and the last bus from the gates goes at ten to. " +
	"Anybody without a car has to leave before the tea comes round, or pay £14 for a taxi. One later bus would put that right."

func sent() []Said {
	return append(saidEarlier(), saidLately()...)
}

func saidEarlier() []Said {
	return []Said{
		{
			At: At{60, 10, 20}, By: "sandra", In: talkBoards, Ref: "jeans-number", Held: true,
			Text: "The one outside the Co-op in Lower Gornal. If you want a card putting up ring our Jean on 01632 960 126, she has the key and she never says no to anybody.",
		},
		{
			At: At{47, 18, 40}, By: "dev", In: talkBuses, Ref: "badminton", Held: true,
			Text: "Badminton finishes at nine and the bus goes at ten to. Eight of us, two cars, one very patient dad.",
		},
		{
			At: At{33, 21, 10}, By: "bill", In: talkMarket, Ref: "pot-stall", Held: true,
			Text: "First time on here. Bring back the pot stall and the tripe man, and free parking after three.",
		},
		{
			At: At{19, 13, 2}, By: "kyle", In: talkMarket, Ref: "drives-1", Held: true,
			Text: "Block paving, patios and roofs, 20 years experience, free quotes all areas. Dont miss out message today.",
		},
		{
			At: At{19, 13, 15}, By: "kyle", In: talkSix, Ref: "drives-2", Held: true,
			Text: "Block paving, patios and roofs, 20 years experience, free quotes in all areas. Dont miss out, message today!",
		},
		{
			At: At{19, 13, 31}, By: "kyle", In: talkBuses, Ref: "drives-3", Held: true,
			Text: "Patios, block paving and roofs, 20 years experience, free quotes in all areas. Dont miss out, message today!",
		},
		{
			At: At{15, 16, 5}, By: "samuel", In: talkTreasurer, Ref: "bouncy",
			Text: "Does anybody know who will insure a bouncy castle for one afternoon? Youth band fundraiser. We have been told no by three and laughed at by one.",
		},
		{
			At: At{14, 19, 30}, By: "dev", In: talkLater, Group: "services-in-the-round", Ref: "later-buses",
			Text: "I looked for a place to say this and could not find one. The 9.40 from Halesowen is always full and always last. Is anybody asking for another?",
		},
		{
			At: At{14, 20, 12}, By: "sunita", In: talkLater, Ref: "later-sunita",
			Text: "Yes, lots of us, in the other discussion about the last bus! But I’m glad you said it, I have stood on that 9.40 with my face in somebody’s rucksack.",
		},
		{
			At: At{12, 22, 15}, By: "bill", In: talkMarket, Ref: "old-bat",
			Text: "Who asked Doreen. She’s never sold a cabbage in her life, daft old bat, she should stick to her knitting.",
		},
	}
}

func saidLately() []Said {
	return []Said{
		{
			At: At{9, 20, 30}, By: "callum", In: talkYoung, Ref: "five-a-side",
			Text: "five a side thursday we need two more, 7 o clock the cage in marsh park. its free. you dont have to be any good, i’m not",
		},
		{
			At: At{8, 22, 40}, By: "keith", In: talkOnline, Ref: "greensleeves", Held: true,
			Text: "Rang the help line for the online form. Forty minutes of Greensleeves at the end of a night shift and then it cut me off. I can’t go on any more. Somebody give me a person.",
		},
		{
			At: At{6, 15, 40}, By: "denise", In: talkParking, Group: "who-gets-a-say", Ref: "parking",
			Text: "Every day at ten past three there are cars on the zig-zags, and every day somebody’s child steps out between them. What would you do about it? I mean really do, not just shout.",
		},
		{
			At: At{6, 16, 20}, By: "graham", In: talkParking, Ref: "parking-graham",
			Text: "Fine the lot of them. It’s the only thing people understand.",
		},
		{
			At: At{6, 16, 31}, By: "jacinta", In: talkParking, Ref: "parking-jacinta",
			Text: "With respect Graham you have never had to get three children to two schools by twenty to nine. Nobody parks there for fun.",
		},
		{
			At: At{6, 16, 38}, By: "graham", In: talkParking, Answers: "parking-jacinta", Ref: "parking-again",
			Text: "And when one of them is knocked down, what will you say then?",
		},
		{
			At: At{5, 23, 5}, By: "bill", In: talkMarket, Ref: "too-thick",
			Text: "Still here are you. Some people are too thick to be let out on their own and you know who I mean, Doreen.",
		},
		{
			At: At{4, 12, 10}, By: "mick", In: talkMarket, Ref: "takings",
			Text: "The lot that run the Saturday car park keep the takings that are meant for the stalls. Everybody knows it. Ask where the money for the awnings went.",
		},
		{At: At{1, 9, 40}, By: "maureen", In: talkBuses, Ref: "letter-1", Held: true, Text: letter},
		{
			At: At{1, 11, 25}, By: "stan", In: talkBuses, Ref: "letter-2", Held: true,
			Text: letter + " I am 81 and it was my wife in there.",
		},
		{At: At{1, 14, 55}, By: "yasmin", In: talkBuses, Ref: "letter-3", Held: true, Text: "Hello. " + letter},
		{
			At: At{1, 17, 30}, By: "alf", In: talkBuses, Ref: "letter-4", Held: true,
			Text: letter + " And please mend the light at the stop, you cannot see the timetable.",
		},
		{
			At: At{1, 18, 10}, By: "josh", In: talkMarket, Ref: "cash-in-hand",
			Text: "Half the stalls went when the bins did. There’s a bloke with a van who will take the lot away for twenty quid cash in hand, no questions. That’s what you’re up against.",
		},
		{
			At: At{1, 19, 15}, By: "gloria", In: talkTreasurer, Ref: "toolkit", Held: true,
			Text: "We were just the same until somebody showed us this: [a cash book for people who hate cash books](https://example.org/cash-book). It is free, and it adds up by itself.",
		},
		{
			At: At{1, 20, 5}, By: "ron", In: talkDecides, Ref: "inquiry", Held: true,
			Text: "Same with the Foxyards inquiry. They asked us what we thought in March, and the bus lane was already painted in February.",
		},
	}
}

func watched() []Watched {
	return []Watched{
		{
			Day: 70, Words: "Foxyards inquiry", Act: "hold", Reason: "off-topic",
			Note: "The inspector sits in spring. The council’s solicitor asked us to read these first, so that nobody prejudices it. Most are fine.",
		},
		{
			Day: 41, Words: "cheap tobacco", Act: "refuse", Reason: "unlawful",
			Nudge: "We do not take offers of cheap tobacco here. If you know who sells it to children, ring Trading Standards.", Note: "Three of these in a week, in March.",
		},
		{Day: 41, Words: "cash in hand", Act: "flag", Reason: "unlawful", Note: "Trading Standards asked us to look. It is nearly always somebody’s uncle."},
		{Day: 70, Words: "daft old bat", Act: "flag", Reason: "unkind", Note: "Affectionate or not: look at who says it to whom."},
	}
}
