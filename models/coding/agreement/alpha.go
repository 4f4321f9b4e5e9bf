package agreement

// Missing stands for what somebody did not read.
const Missing = -1

// Nominal gives Krippendorff's alpha for single values ("Computing Krippendorff's Alpha-Reliability", 2011) of any
// number of people, some of whom may have missed some texts: ratings[text][person] is what they said of it, a number
// from 0 that names a category, or Missing. Texts that fewer than two people read do not count.
func Nominal(ratings [][]int) Coefficient {
	return alpha(ratings, func(a, b int) float64 {
		if a == b {
			return 0
		}
		return 1
	})
}

// alpha gives Krippendorff's alpha with any distance between categories.
func alpha(ratings [][]int, distance func(a, b int) float64) Coefficient {
	total := map[int]int{} // how often each category was said, on texts that two people read
	values, observed := 0, 0.0
	for _, text := range ratings {
		said := tally(text)
		if said.n < 2 {
			continue
		}
		values += said.n
		for i, a := range said.categories {
			total[a] += said.counts[i]
			for j := range i {
				b := said.categories[j]
				observed += 2 * float64(said.counts[i]*said.counts[j]) * distance(a, b) / float64(said.n-1)
			}
		}
	}
	if values == 0 {
		return Coefficient{Why: NothingBoth}
	}
	expected := 0.0
	list := categories(total)
	for i, a := range list {
		for _, b := range list[:i] {
			expected += 2 * float64(total[a]) * float64(total[b]) * distance(a, b)
		}
	}
	if expected == 0 {
		return Coefficient{Why: OneCategory}
	}
	return Coefficient{Value: 1 - observed*float64(values-1)/expected}
}
