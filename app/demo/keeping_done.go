package demo

func reported() []Reported {
	return []Reported{
		{At: At{51, 12, 30}, Ref: "bus-stop-test", Reason: "off-topic", Note: "I cannot understand a word of this."},
		{At: At{46, 9, 5}, By: "gavin", Ref: "real-question", Reason: "unkind", Note: "She is having a go at her own office."},
		{At: At{12, 22, 50}, By: "bev", Ref: "old-bat", Reason: "unkind", Note: "You do not talk to Doreen like that."},
		{At: At{9, 21, 15}, By: "graham", Ref: "five-a-side", Reason: "advert"},
		{At: At{5, 23, 20}, By: "bev", Ref: "too-thick", Reason: "unkind", Note: "Him again."},
		{At: At{6, 16, 50}, Ref: "parking-again", Reason: "unkind", Note: "Nobody should say that to a foster mother."},
	}
}

func rulings() []Ruling {
	return []Ruling{
		{
			At: At{60, 13, 5}, By: "farzana", Refs: []string{"jeans-number"}, Act: "cover", Reason: "private-details", Cover: "01632 960 126",
			Words: "A lovely tip. The number is Jean’s to give, so we covered it. If she says yes, tell us and we take the cover off.",
		},
		{At: At{51, 16, 45}, By: "farzana", Refs: []string{"bus-stop-test"}, Act: "keep"},
		{At: At{46, 9, 15}, By: "yvonne", Refs: []string{"badminton"}, Act: "publish"},
		{At: At{46, 15, 40}, By: "yvonne", Refs: []string{"real-question"}, Act: "keep"},
		{At: At{32, 9, 30}, By: "farzana", Refs: []string{"pot-stall"}, Act: "publish"},
		{
			At: At{19, 17, 20}, By: "farzana", Refs: []string{"drives-1", "drives-2", "drives-3"}, Act: "hide", Reason: "advert",
			Words: "This is a place to talk about how we live together, so we take no adverts, however good the patio.",
		},
		{At: At{11, 9, 10}, By: "farzana", Refs: []string{"old-bat"}, Act: "hide", Reason: "unkind"},
		{At: At{8, 10, 25}, By: "yvonne", Refs: []string{"five-a-side"}, Act: "hide", Reason: "advert"},
		{
			At: At{5, 9, 35}, By: "yvonne", Refs: []string{"parking-again"}, Act: "keep",
			Words: "It is a hard question, and not an insult. The discussion is locked for now so that everybody can sleep on it.",
		},
		{At: At{4, 8, 50}, By: "yvonne", Refs: []string{"too-thick"}, Act: "hide", Reason: "unkind"},
	}
}

func sealedWords() []Sealed {
	return []Sealed{{At: At{7, 8, 15}, By: "colette", Ref: "greensleeves"}}
}

func worries() []Worry {
	return []Worry{
		{
			At: At{26, 19, 40}, Name: "Next door but one",
			Words: "The gentleman at the end of our row has had his curtains shut since Friday. He is 84 and has not come to the door or the telephone. I did not know who to ask.",
			Lead:  "colette",
			Steps: []WorryStep{
				{At: At{26, 20, 25}, Step: "rang", Words: "Rang the out-of-hours team. They have a key with the warden."},
				{At: At{26, 21, 40}, Step: "spoke", Words: "He is in hospital since Thursday, mending, and nobody had told the row. Told the neighbour, with his leave."},
				{At: At{25, 9, 30}, Step: "closed", Words: "Home on Monday with a visit each morning. The neighbour has a number to ring."},
			},
		},
		{
			At: At{1, 7, 50}, Name: "Kwame at the pantry",
			Words: "A young man has slept in the shelter behind the bus station three nights now. He will not give a name. He took a coffee. It is meant to freeze on Thursday.",
			Lead:  "colette",
			Steps: []WorryStep{
				{At: At{1, 9, 10}, Step: "rang", Words: "Rang the street outreach team. They go tonight at ten, and know which shelter."},
				{At: At{1, 9, 25}, Step: "other-body", Words: "With outreach. They ring me whichever way it goes."},
			},
			RemindInDays: 2,
		},
	}
}

func sanctions() []Sanction {
	return []Sanction{
		{
			At: At{11, 9, 16}, By: "farzana", Person: "bill", Kind: "warn", Reason: "unkind", Ref: "old-bat",
			Words: "Argue about the market as loudly as you like. Leave what people look like, and how old they are, out of it.",
		},
		{
			At: At{4, 8, 56}, By: "yvonne", Person: "bill", Kind: "silence", Reason: "unkind", Days: 14, Ref: "too-thick",
			Words: "We asked you last week to leave Doreen out of it. You can read everything, and write again when this is over.",
		},
	}
}

func notes() []Note {
	return []Note{
		{At: At{11, 9, 40}, By: "farzana", Person: "bill", Words: "Rang after the warning. Polite, and sorry for the word. Lost his stall in 2019, which is half of it."},
		{At: At{4, 9, 5}, By: "yvonne", Person: "bill", Words: "Second time, same person. If there is a third: talk to Farzana before doing anything, he lives on his own."},
	}
}

func opinions() []Opinion {
	return []Opinion{
		{
			At: At{2, 10, 15}, By: "farzana", Of: "yvonne", Ref: "same-faces", Question: "Sharp about the meeting, or unkind to the people in it? I know two of them, so I would like your eyes on it.",
			Given: At{1, 11, 5}, Act: "keep", Words: "It is about lanyards and who is listened to. Nobody could say which person it means. I would keep it.",
		},
		{At: At{0, 7, 30}, By: "farzana", Of: "yvonne", Ref: "inquiry", Question: "This only mentions the inquiry in passing. Can we let it through, or does the solicitor want to see even that?"},
	}
}

func appeals() []Appeal {
	return []Appeal{
		{
			At: At{47, 20, 10}, Kind: "decision", By: "mick", Ref: "brian", Words: "He is on the public payroll. I’m allowed to say who decides.",
			Decided: At{44, 11, 20}, Judge: "tess", State: "refused",
			Answer: "You are, and you may name people who speak for a body about what they do there. This named somebody who does not, and said something about his family that we cannot check. " +
				"Say it again about the decision and it can stand.",
		},
		{
			At: At{6, 17, 15}, Kind: "decision", By: "callum", Ref: "five-a-side",
			Words: "its not an advert. its free and someone asked what there is to do round here and this is a thing to do",
		},
		{
			At: At{3, 21, 30}, Kind: "sanction", By: "bill",
			Words: "Fourteen days is a lot for one line. I have said sorry to Doreen in the queue at the chemist and she laughed.",
		},
		{
			At: At{1, 15, 10}, Kind: "inaction", By: "linda", Ref: "same-faces",
			Words: "I told you about this two days ago. It is still there and I have not heard a word.",
		},
	}
}

func complaint() Complaint {
	return Complaint{
		At: At{3, 11, 10}, Ref: "takings", Name: "Desmond Garbett", Email: "desmond@example.org",
		Statement: "The lot that run the Saturday car park keep the takings that are meant for the stalls.",
		Why:       "I run the Saturday car park with my daughter. Traders read this site, and two have asked me about it.",
		Meaning:   "That we steal money which belongs to the market.",
		Wrong:     "Every penny is paid in on the Monday. The accounts are with the traders’ association, who sign for them each month.",
		Contacted: At{3, 16, 45}, By: "tess",
	}
}

func arranged() []Arranged {
	return []Arranged{
		{At: At{14, 17, 0}, Do: "move", By: "farzana", In: talkTreasurer, To: talkInsurance, Refs: []string{"bouncy"}},
		{At: At{13, 9, 20}, Do: "merge", By: "farzana", In: talkLater, To: talkBuses},
		{At: At{6, 17, 5}, Do: "lock", By: "yvonne", In: talkParking, Words: "Everybody here wants the same children safe. We open this again on Monday morning, after some sleep."},
		{At: At{4, 9, 0}, Do: "slow", By: "yvonne", In: talkMarket, Seconds: 5 * 60},
	}
}

func records() []SafetyRecord {
	return []SafetyRecord{
		{Day: 76, By: "tess", Kind: "scope", Answers: map[string]string{
			"regime": "regulated", "advice": "The council’s information lawyer, by telephone, before we opened.",
			"why": "People here start discussions and answer each other, so this is a user-to-user service. We run it as a partnership, and so cannot lean on what a public body may.",
		}},
		{Day: 76, By: "tess", Kind: "illegal-content", Answers: map[string]string{
			"method": "Tess, Farzana and Colette, at one table, over two mornings. We went through the kinds one by one, with Ofcom’s risk profiles for small services beside us.",
		}},
		{Day: 75, By: "tess", Kind: "children", Answers: map[string]string{
			"number": "yes", "likely": "yes",
			"evidence": "A sixth-former and the church youth band told us they are here, and we asked them in. A place of this size does not need many to have many.",
		}},
		{Day: 75, By: "tess", Kind: "measures"},
		{Day: 75, By: "tess", Kind: "terms"},
		{
			Day: 18, By: "tess", Kind: "illegal-content", Note: "The same advert came three times in half an hour, with a promise that read like a swindle. Fraud goes from unlikely to possible.",
			Answers: map[string]string{"fraud-likelihood": "medium", "fraud-why": "Adverts and links to false offers may be posted. One did post the same three times; it waited for a moderator each time and nobody else read it."},
		},
	}
}
