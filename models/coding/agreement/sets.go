package agreement

import (
	"cmp"
	"maps"
	"slices"
)

// said is what was said of one text: each category with how many people said it.
type said struct {
	categories, counts []int
	n                  int
}

func tally(text []int) said {
	counts := map[int]int{}
	for _, v := range text {
		if v != Missing {
			counts[v]++
		}
	}
	s := said{categories: categories(counts)}
	for _, c := range s.categories {
		s.counts = append(s.counts, counts[c])
		s.n += counts[c]
	}
	return s
}

// categories gives the categories in order, so that sums come out the same every time.
func categories(counts map[int]int) []int {
	return slices.Sorted(maps.Keys(counts))
}

// Codes are the themes that somebody gave a text: each once, in order. Not read is nil; read and found without a theme
// is empty but not nil.
type Codes []int64

// NewCodes puts themes in order, each once.
func NewCodes(themes ...int64) Codes {
	sorted := slices.Clone(themes)
	slices.Sort(sorted)
	return append(Codes{}, slices.Compact(sorted)...)
}

// Sets gives Krippendorff's alpha for texts with any number of themes each: texts[text][person]. How far two sets of
// themes are apart is told by Distance.
func Sets(texts [][]Codes) Coefficient {
	distinct := distinctSets(texts)
	ratings := make([][]int, len(texts))
	for i, text := range texts {
		ratings[i] = make([]int, len(text))
		for j, codes := range text {
			ratings[i][j] = Missing
			if codes != nil {
				ratings[i][j], _ = slices.BinarySearchFunc(distinct, codes, compare)
			}
		}
	}
	return alpha(ratings, func(a, b int) float64 { return Distance(distinct[a], distinct[b]) })
}

func compare(a, b Codes) int { return slices.CompareFunc(a, b, cmp.Compare[int64]) }

func distinctSets(texts [][]Codes) []Codes {
	var all []Codes
	for _, text := range texts {
		for _, codes := range text {
			if codes != nil {
				all = append(all, codes)
			}
		}
	}
	slices.SortFunc(all, compare)
	return slices.CompactFunc(all, func(a, b Codes) bool { return compare(a, b) == 0 })
}

// Distance tells how far two sets of themes are apart, from 0 (the same) to 1 (nothing in common), by MASI (Passonneau,
// "Measuring Agreement on Set-valued Items", 2006). It was chosen over Jaccard's alone because somebody who gave one
// theme more has said less wrong than somebody who gave another one: Jaccard's likeness counts whole where the sets are
// the same, two thirds where one holds the other, one third where they only share some. Two empty sets are the same:
// both said that no theme fits.
func Distance(a, b Codes) float64 {
	shared := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			shared, i, j = shared+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	union := len(a) + len(b) - shared
	switch {
	case shared == union:
		return 0
	case shared == 0:
		return 1
	case shared == len(a) || shared == len(b):
		return 1 - 2.0/3*float64(shared)/float64(union)
	}
	return 1 - 1.0/3*float64(shared)/float64(union)
}

// Theme gives Krippendorff's alpha for one theme: whether it was given or not.
func Theme(texts [][]Codes, theme int64) Coefficient {
	ratings := make([][]int, len(texts))
	for i, text := range texts {
		ratings[i] = make([]int, len(text))
		for j, codes := range text {
			switch _, given := slices.BinarySearch(codes, theme); {
			case codes == nil:
				ratings[i][j] = Missing
			case given:
				ratings[i][j] = 1
			}
		}
	}
	return Nominal(ratings)
}

// Pair counts what two people said of a theme on the texts that both read; first and second are their places.
func Pair(texts [][]Codes, theme int64, first, second int) (t Table) {
	for _, text := range texts {
		if text[first] == nil || text[second] == nil {
			continue
		}
		_, a := slices.BinarySearch(text[first], theme)
		_, b := slices.BinarySearch(text[second], theme)
		switch {
		case a && b:
			t.Both++
		case a:
			t.First++
		case b:
			t.Second++
		default:
			t.Neither++
		}
	}
	return t
}

// Same counts on how many of the texts that two or more people read all of them gave the very same themes.
func Same(texts [][]Codes) (s Share) {
	for _, text := range texts {
		if read, same := Alike(text); read >= 2 {
			s.All++
			if same {
				s.Of++
			}
		}
	}
	return s
}

// Alike tells how many people read a text, and whether those who did gave it the very same themes.
func Alike(text []Codes) (read int, same bool) {
	var first Codes
	same = true
	for _, codes := range text {
		if codes == nil {
			continue
		}
		if read++; read == 1 {
			first = codes
		}
		same = same && compare(first, codes) == 0
	}
	return read, same
}

// Light gives the mean of Cohen's kappa over every two of several people (Light, "Measures of Response Agreement for
// Qualitative Data", 1971); of two people it is Cohen's kappa. Pairs for which there is none are left out.
func Light(texts [][]Codes, theme int64, people int) Coefficient {
	sum, n := 0.0, 0
	why := NothingBoth
	for i := range people {
		for j := range i {
			switch k := Pair(texts, theme, j, i).Kappa(); k.Why {
			case Known:
				sum, n = sum+k.Value, n+1
			case OneCategory:
				why = OneCategory
			}
		}
	}
	if n == 0 {
		return Coefficient{Why: why}
	}
	return Coefficient{Value: sum / float64(n)}
}
