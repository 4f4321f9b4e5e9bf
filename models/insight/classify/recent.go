package classify

import (
	"cmp"
	"slices"
)

// recent is what was learned since the last fit. Each document changes the scores of texts that are like it, by as
// much as its own scores were wrong (the passive-aggressive step of Crammer and others, 2006). What one document does
// does not depend on the others, so that any of them can be forgotten exactly.
type recent struct {
	themes int
	list   []*lesson // in the order of their keys
}

// lesson is what one document taught.
type lesson struct {
	key    lessonKey
	vector []weighted
	moves  []move
}

// lessonKey is the document or, with a number from 1, the text of a theme in the codebook.
type lessonKey struct {
	theme  int64
	number int
	doc    int64
}

func (k lessonKey) compare(other lessonKey) int {
	return cmp.Or(cmp.Compare(k.theme, other.theme), cmp.Compare(k.number, other.number), cmp.Compare(k.doc, other.doc))
}

// move is how much the score of a theme changes for a text that is the same.
type move struct {
	theme int
	by    float64
}

const (
	maxLessons  = 1_000 // that count, the last by key: a refit should come long before
	wrongEnough = 0.25  // a score this much short of right is changed
	crowding    = 0.3   // each further document counts this much less: alike ones say the same
)

func newRecent(themes int) *recent { return &recent{themes: themes} }

func (r *recent) find(key lessonKey) (int, bool) {
	return slices.BinarySearchFunc(r.list, key, func(l *lesson, k lessonKey) int { return l.key.compare(k) })
}

func (r *recent) put(l *lesson) {
	if at, there := r.find(l.key); there {
		r.list[at] = l
	} else {
		r.list = slices.Insert(r.list, at, l)
	}
}

// forget drops the lesson of a document.
func (r *recent) forget(doc int64) {
	if at, there := r.find(lessonKey{doc: doc}); there {
		r.list = slices.Delete(r.list, at, at+1)
	}
}

// learn takes a lesson from a document, unless the fit was made with the document as it is.
func (r *recent) learn(f *fit, doc int64, d *document) {
	if known := f.documents[doc]; known != nil && known.text == d.text && slices.Equal(known.themes, d.themes) {
		r.forget(doc)
		return
	}
	vector := f.space.place(read(d.text))
	r.put(&lesson{lessonKey{doc: doc}, vector, f.moves(vector, f.codebook.places(d.themes))})
}

// learnTheme takes a lesson from what the codebook says about a theme.
func (r *recent) learnTheme(f *fit, theme int64, text string) {
	vector := f.space.place(read(text))
	k := f.codebook.index[theme]
	key := lessonKey{theme: theme, number: 1}
	for _, there := r.find(key); there; _, there = r.find(key) {
		key.number++
	}
	moves := slices.DeleteFunc(f.moves(vector, []int{k}), func(m move) bool { return m.theme != k })
	r.put(&lesson{key, vector, moves})
}

// moves works out by how much the scores of a document are wrong.
func (f *fit) moves(vector []weighted, themes []int) []move {
	length := 1.0
	for _, w := range vector {
		length += w.weight * w.weight
	}
	var out []move
	for k, score := range f.linear.scores(f.terms(vector)) {
		side := -1.0
		if _, in := slices.BinarySearch(themes, k); in {
			side = 1
		}
		if short := 1 - side*score; short > wrongEnough {
			out = append(out, move{k, side * short / length})
		}
	}
	return out
}

// changes is how the lessons change the scores of one text: the weight that each of its features gains for each theme.
type changes struct {
	themes  int
	weights []float64 // by place in the vector, then by theme; nil where nothing changes
	bias    []float64
}

// changes adds up what the lessons do to a text.
func (r *recent) changes(vector []weighted) changes {
	c := changes{themes: r.themes}
	lessons := r.list[max(0, len(r.list)-maxLessons):]
	if len(lessons) == 0 {
		return c
	}
	ups, downs := make([]int, r.themes), make([]int, r.themes)
	for _, l := range lessons {
		for _, m := range l.moves {
			if m.by > 0 {
				ups[m.theme]++
			} else {
				downs[m.theme]++
			}
		}
	}
	c.weights, c.bias = make([]float64, len(vector)*r.themes), make([]float64, r.themes)
	for _, l := range lessons {
		moves := slices.Clone(l.moves)
		for i, m := range moves {
			others := downs[m.theme] - 1
			if m.by > 0 {
				others = ups[m.theme] - 1
			}
			moves[i].by /= 1 + crowding*float64(others)
			c.bias[m.theme] += moves[i].by
		}
		c.learn(vector, l.vector, moves)
	}
	return c
}

func (c *changes) learn(vector, from []weighted, moves []move) {
	for i, j := 0, 0; i < len(vector) && j < len(from); {
		switch a, b := vector[i].feature, from[j].feature; {
		case a < b:
			i++
		case a > b:
			j++
		default:
			for _, m := range moves {
				c.weights[i*c.themes+m.theme] += m.by * from[j].weight
			}
			i, j = i+1, j+1
		}
	}
}

// at is the weight that a feature of the text gains for a theme.
func (c *changes) at(place, theme int) float64 {
	if c.weights == nil {
		return 0
	}
	return c.weights[place*c.themes+theme]
}

// add changes the scores of the text.
func (c *changes) add(scores []float64, vector []weighted) {
	if c.weights == nil {
		return
	}
	for k := range scores {
		scores[k] += c.bias[k]
		for i, w := range vector {
			scores[k] += w.weight * c.weights[i*c.themes+k]
		}
	}
}
