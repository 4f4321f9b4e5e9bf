// Package charts draws the figures of the summary on the server, as SVG that needs no script and no inline style.
// Each has a sentence for people who hear the page; FiguresTable says all of it in words and numbers.
// Counts are always shown as counts: widths are shares, but no percentage is ever written.
package charts

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// Count is how many people, or contributions, are of a kind.
type Count struct {
	Kind string // of person: "resident"; unknown or empty means they did not say
	N    int
}

// Shares of a bar, in percent, from which a part has room for its icon and number, or for its number.
const (
	roomForIcon   = 15.0
	roomForNumber = 6.0
)

// part is one piece of a bar.
type part struct {
	Count
	start, width float64 // in percent of the bar
}

// parts lays out the counts that are not zero, largest first, over the whole bar.
func parts(counts []Count) []part {
	counts = slices.DeleteFunc(slices.Clone(counts), func(c Count) bool { return c.N <= 0 })
	slices.SortStableFunc(counts, func(a, b Count) int { return b.N - a.N })
	total := total(counts)
	laid := make([]part, 0, len(counts))
	before := 0
	for _, c := range counts {
		laid = append(laid, part{Count: c, start: share(before, total), width: share(c.N, total)})
		before += c.N
	}
	return laid
}

func total(counts []Count) int {
	sum := 0
	for _, c := range counts {
		sum += max(c.N, 0)
	}
	return sum
}

func share(n, total int) float64 {
	if total == 0 {
		return 0
	}
	return 100 * float64(n) / float64(total)
}

func percent(share float64) string { return strconv.FormatFloat(share, 'f', 1, 64) + "%" }

// whoSentence says the bar aloud: "31 people: 19 residents, 5 practitioners".
func whoSentence(ctx context.Context, laid []part) string {
	words := make([]string, 0, len(laid))
	sum := 0
	for _, p := range laid {
		words = append(words, components.WhoCount(ctx, p.Kind, p.N))
		sum += p.N
	}
	return locale.N(ctx, sum, "1 person", "%d people") + ": " + strings.Join(words, ", ")
}

// Positions counts what people pressed.
type Positions struct{ Agree, Disagree, Pass int }

func (p Positions) total() int { return p.Agree + p.Disagree + p.Pass }

func (p Positions) sentence(ctx context.Context) string {
	return locale.T(ctx, "%s agree, %s pass, %s disagree",
		locale.Number(ctx, p.Agree), locale.Number(ctx, p.Pass), locale.Number(ctx, p.Disagree))
}

// The drawing of a trend, in the units of its view box.
const (
	sparkLeft, sparkRight          = 4.0, 124.0
	sparkTop, sparkZero, sparkBase = 6.0, 37.0, 40.0
)

// sparkPoints lays the weekly counts out from left to right, the highest at the top.
func sparkPoints(weeks []int) [][2]float64 {
	highest := 1
	for _, n := range weeks {
		highest = max(highest, n)
	}
	points := make([][2]float64, len(weeks))
	for i, n := range weeks {
		x := sparkRight
		if len(weeks) > 1 {
			x = sparkLeft + (sparkRight-sparkLeft)*float64(i)/float64(len(weeks)-1)
		}
		points[i] = [2]float64{x, sparkZero - (sparkZero-sparkTop)*float64(n)/float64(highest)}
	}
	return points
}

func sparkLine(weeks []int) string {
	var b strings.Builder
	for i, p := range sparkPoints(weeks) {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%.0f,%.1f", p[0], p[1])
	}
	return b.String()
}

func sparkArea(weeks []int) string {
	points := sparkPoints(weeks)
	var b strings.Builder
	fmt.Fprintf(&b, "M%.0f %.0f", points[0][0], sparkBase)
	for _, p := range points {
		fmt.Fprintf(&b, "L%.0f %.1f", p[0], p[1])
	}
	fmt.Fprintf(&b, "L%.0f %.0fz", sparkRight, sparkBase)
	return b.String()
}

func sparkEnd(weeks []int) (x, y string) {
	points := sparkPoints(weeks)
	last := points[len(points)-1]
	return fmt.Sprintf("%.0f", last[0]), fmt.Sprintf("%.1f", last[1])
}

// sparkSentence says a trend aloud: "Comments each week for 8 weeks, up from 2 to 23".
func sparkSentence(ctx context.Context, weeks []int) string {
	first, last := weeks[0], weeks[len(weeks)-1]
	span := locale.N(ctx, len(weeks), "1 week", "%d weeks")
	from, to := locale.Number(ctx, first), locale.Number(ctx, last)
	highest := slices.Max(weeks)
	switch {
	case len(weeks) == 1:
		return locale.N(ctx, last, "1 comment in 1 week", "%d comments in 1 week")
	case highest > max(first, last):
		return locale.T(ctx, "Comments each week for %s, from %s to %s, with %s in the busiest week", span, from, to, locale.Number(ctx, highest))
	case last > first:
		return locale.T(ctx, "Comments each week for %s, up from %s to %s", span, from, to)
	case last < first:
		return locale.T(ctx, "Comments each week for %s, down from %s to %s", span, from, to)
	default:
		return locale.T(ctx, "Comments each week for %s, %s at the start and at the end", span, to)
	}
}

// Figure is a row of a FiguresTable.
type Figure struct {
	Label string
	N     int
	URL   string // where the contributions behind it are; may be empty
}

// FiguresRows puts who, evidence and positions in the order of the table.
func FiguresRows(ctx context.Context, counts []Count, lived, practice, research int, p Positions) []Figure {
	var rows []Figure
	for _, c := range parts(counts) {
		rows = append(rows, Figure{Label: components.WhoPlural(ctx, c.Kind), N: c.N})
	}
	return append(rows,
		Figure{Label: components.EvidenceLabel(ctx, "lived"), N: lived},
		Figure{Label: components.EvidenceLabel(ctx, "practice"), N: practice},
		Figure{Label: components.EvidenceLabel(ctx, "research"), N: research},
		Figure{Label: locale.T(ctx, "Agree"), N: p.Agree},
		Figure{Label: locale.T(ctx, "Pass"), N: p.Pass},
		Figure{Label: locale.T(ctx, "Disagree"), N: p.Disagree},
	)
}
