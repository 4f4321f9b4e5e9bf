package demo

// Mark says that staff made sure who somebody is.
type Mark struct {
	// Of is the key of the person.
	Of string
	// Kind is practitioner or organisation.
	Kind       string
	Words, Why string
	Day        int
}

// Agreed is a version of what people agree to.
type Agreed struct {
	// Kind is rules, privacy or terms.
	Kind string
	// Text is Markdown, Changes plain words.
	Text, Changes string
	// Asks says that everybody agrees again before they next post.
	Asks bool
	Day  int
}

// marks are beside two names.
func marks() []Mark {
	return []Mark{
		{
			Of: "ruth", Kind: "practitioner", Day: 40, Words: "Link worker, Netherton surgeries",
			Why: "We rang the surgery’s own number and asked for her.",
		},
		{
			Of: "steph", Kind: "organisation", Day: 33, Words: "Speaks for Gornal library",
			Why: "The head of libraries wrote to us that she does.",
		},
	}
}

// agreed is how the house rules changed once.
func agreed() []Agreed {
	return []Agreed{{
		Kind: "rules", Day: 21,
		Text:    "These rules were read out at the spring gathering in the Bean Road hall, and nobody asked for fewer.\n\n**One thing that was asked for:** if you write about a neighbour, write so that they could read it over your shoulder.",
		Changes: "New at the top: write about neighbours so that they could read it. The rules themselves stay as they were.",
	}}
}
