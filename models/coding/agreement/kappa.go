package agreement

// Table counts what two people said of a theme on the texts that both read.
type Table struct{ Both, First, Second, Neither int }

// All is how many texts both read.
func (t Table) All() int { return t.Both + t.First + t.Second + t.Neither }

// Kappa is Cohen's kappa of the table.
func (t Table) Kappa() Coefficient {
	return Cohen([][]int{{t.Both, t.First}, {t.Second, t.Neither}})
}

// Cohen gives Cohen's kappa ("A Coefficient of Agreement for Nominal Scales", 1960) of two people: counts[i][j] is on
// how many texts the first said i and the second j. The table is square.
func Cohen(counts [][]int) Coefficient {
	first, second := make([]int, len(counts)), make([]int, len(counts))
	all, same := 0, 0
	for i, row := range counts {
		for j, n := range row {
			first[i] += n
			second[j] += n
			all += n
		}
		same += row[i]
	}
	if all == 0 {
		return Coefficient{Why: NothingBoth}
	}
	chance := 0
	for i := range counts {
		chance += first[i] * second[i]
	}
	if chance == all*all {
		return Coefficient{Why: OneCategory}
	}
	// The same as (observed - expected) / (1 - expected), in whole numbers up to the last step.
	return Coefficient{Value: float64(same*all-chance) / float64(all*all-chance)}
}
