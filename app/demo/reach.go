package demo

// Baseline is a count of who lives here. The numbers are made up like everything else.
type Baseline struct{ Dimension, Title, Source, Lines string }

// Question is what people are asked about themselves, with how many of them give each answer.
type Question struct {
	Words, Why string
	Answers    []string
	Given      []int
	// Lives is who lives here by the same answers.
	Lives string
}

const madeUp = "Made-up figures, for this demonstration"

func baselines() []Baseline {
	return []Baseline{{
		Dimension: "area", Title: "People by area", Source: madeUp,
		Lines: "Brierley Hill, 14000\nCoseley, 26000\nDudley, 24000\nGornal, 15000\nHalesowen, 38000\nKates Hill, 13000\nKingswinford, 25000\nLye, 13000\n" +
			"Netherton, 14000\nPensnett, 12000\nQuarry Bank, 12000\nSedgley, 30000\nStourbridge, 40000\nWrens Nest, 13000",
	}}
}

func questions() []Question {
	return []Question{{
		Words: "How old are you?", Why: "To see whether younger and older people are heard",
		Answers: []string{"Under 25", "25 to 64", "65 or over"}, Given: []int{2, 31, 17},
		Lives: "Under 25, 88000\n25 to 64, 165000\n65 or over, 66000",
	}}
}
