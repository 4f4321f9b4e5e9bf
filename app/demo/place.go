package demo

func place() Place {
	return Place{
		Name: "Our Society in Dudley", RunBy: "the Our Society partnership",
		Headline: "Write the borough’s guide with us",
		Welcome:  "Neighbours and public services are writing one guide together: how to get things done side by side. Read a page, argue with a paragraph, and watch what happens to what you said.",
		Phone:    "01632 960 118", Hours: "Monday to Friday, 9am to 5pm",
		Email:    "hello@example.org",
		InPerson: "Any library in the borough, Tuesday afternoons. Ask for the green folder.",
		OnPaper:  "Ring and we will post you a pack with a paid envelope. We type in what you write, word for word.",
		AtRisk:   "01632 960 119", AtRiskEmail: "safe@example.org", Safety: "tess",
		Areas: []string{
			"Brierley Hill", "Coseley", "Dudley", "Gornal", "Halesowen", "Kates Hill", "Kingswinford", "Lye",
			"Netherton", "Pensnett", "Quarry Bank", "Sedgley", "Stourbridge", "Wrens Nest",
		},
	}
}
