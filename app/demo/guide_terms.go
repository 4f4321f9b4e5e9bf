package demo

func findingTerms() *Terms {
	return &Terms{
		Decided: "There will be a guide, and it will have this chapter. The council and the hospital have promised to pay for **two community connectors** until March after next.",
		Open:    "Everything in the words of this chapter. Above all:\n\n- how people are found and asked, and who does the asking\n- what is written down about them, and who may see it\n- who keeps the list true",
		Why:     "Every year somebody makes a list of what there is in Dudley, and every year it is out of date by Easter. We want one way of doing it that lasts, and that nobody is upset by. People who live here know what works. We do not.",
		Options: []Option{
			{Words: "A page for each neighbourhood, with a keeper who lives there"},
			{Words: "One list for the borough, kept by the two connectors"},
			{Words: "Buy a ready-made directory", Reason: "We tried two. Nobody could change what was wrong in them, and the second cost £14,000 a year."},
		},
		Decider: "The guide’s steering group: six residents, two councillors and somebody from the hospital", DecisionInDays: 28,
	}
}

func rolesTerms() *Terms {
	return &Terms{
		Decided: "Nobody loses their job because of this chapter, and nobody has to volunteer.",
		Open:    "What we ask of people who work here, what we ask of people who live here, and what each may say no to.",
		Why:     "People told us that helping stopped being a pleasure when it became a duty, and workers told us that they are never sure what they may hand over. We want to write down what is fair.",
		Options: []Option{
			{Words: "A short list of promises that both sides sign up to"},
			{Words: "Stories of how it was done well, and no rules"},
			{Words: "Job descriptions for volunteers", Reason: "Eleven of the twelve people whom we asked said that they would stop."},
		},
		Decider: "The guide’s steering group", DecisionInDays: 30,
	}
}

func whyTerms() *Terms {
	return &Terms{
		Decided: "The guide is for the whole borough.",
		Open:    "What the guide is for, whom it is for, and what it should be called.",
		Why:     "We do not want to write five chapters that nobody asked for.",
		Decider: "The guide’s steering group", DecisionInDays: 6,
	}
}
