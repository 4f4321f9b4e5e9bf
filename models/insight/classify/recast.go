package classify

import "slices"

// recast carries a fit over to a changed codebook. Themes that were in it keep what was learned, in whatever words
// they are put now; the others start from nothing and are listed as unlearned.
func (f *fit) recast(c *codebook) *fit {
	themes := len(c.themes)
	out := &fit{
		codebook: c, space: f.space, rows: f.rows, sureness: f.sureness, documents: f.documents,
		linear: &linear{themes: themes, weights: make([]float32, len(f.rows)*themes), bias: make([]float64, themes)},
		shift:  make([]float64, themes),
	}
	for k, t := range c.themes {
		before, there := f.codebook.index[t.ID]
		if !there || slices.ContainsFunc(f.unlearned, func(u Theme) bool { return u.ID == t.ID }) {
			out.linear.bias[k] = -1 // as far from the theme as a text can be
			out.unlearned = append(out.unlearned, t)
			continue
		}
		out.linear.bias[k], out.shift[k] = f.linear.bias[before], f.shift[before]
		for row := range len(f.rows) {
			out.linear.weights[row*themes+k] = f.linear.weights[row*f.linear.themes+before]
		}
	}
	return out
}
