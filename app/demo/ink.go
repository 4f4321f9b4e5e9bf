package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"strings"
)

// point is a place on a sheet.
type point struct{ x, y float64 }

// sheet is a paper to draw on with a brush. Every line trembles a little, as drawn by hand, and each time the same.
type sheet struct {
	*image.RGBA
	tremble float64
	hand    *rand.Rand
}

func newSheet(width, height int, paper color.RGBA, tremble float64) *sheet {
	s := &sheet{image.NewRGBA(image.Rect(0, 0, width, height)), tremble, rand.New(rand.NewPCG(7, 7))}
	s.box(0, 0, float64(width), float64(height), paper)
	return s
}

// trembles is the same sheet under a hand that trembles so much.
func (s *sheet) trembles(by float64) *sheet { return &sheet{s.RGBA, by, s.hand} }

// png gives what was drawn as a picture.
func (s *sheet) png() []byte {
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, s.RGBA); err != nil {
		panic(err) // a buffer takes everything
	}
	return out.Bytes()
}

// mix lays a colour over a dot, as thick as covered tells from 0 to 1.
func (s *sheet) mix(x, y int, c color.RGBA, covered float64) {
	if covered <= 0 || !(image.Point{x, y}.In(s.Rect)) {
		return
	}
	at := s.PixOffset(x, y)
	covered = math.Round(min(covered, 1)*6) / 6 // few shades, as a picture of few colours stays sharp
	for i, v := range []uint8{c.R, c.G, c.B, 255} {
		s.Pix[at+i] = uint8(float64(s.Pix[at+i])*(1-covered) + float64(v)*covered + 0.5)
	}
}

func (s *sheet) box(x, y, width, height float64, c color.RGBA) {
	for py := int(y); py < int(y+height); py++ {
		for px := int(x); px < int(x+width); px++ {
			s.mix(px, py, c, 1)
		}
	}
}

// disc fills an ellipse.
func (s *sheet) disc(centre point, across, down float64, c color.RGBA) {
	for y := int(centre.y - down - 1); y <= int(centre.y+down+1); y++ {
		for x := int(centre.x - across - 1); x <= int(centre.x+across+1); x++ {
			away := math.Hypot((float64(x)-centre.x)/across, (float64(y)-centre.y)/down)
			s.mix(x, y, c, (1-away)*min(across, down)+0.5)
		}
	}
}

// ring draws the edge of an ellipse.
func (s *sheet) ring(centre point, across, down, thick float64, c color.RGBA) {
	var edge []point
	for i := range 25 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 24)
		edge = append(edge, point{centre.x + cos*across, centre.y + sin*down})
	}
	s.line(thick, c, edge...)
}

// line draws a line through points, rounding its corners.
func (s *sheet) line(thick float64, c color.RGBA, through ...point) {
	for i := range through {
		through[i].x += (s.hand.Float64() - 0.5) * s.tremble
		through[i].y += (s.hand.Float64() - 0.5) * s.tremble
	}
	for range 3 {
		through = rounded(through)
	}
	for i := range through[1:] {
		s.dab(through[i], through[i+1], thick/2, c)
	}
}

// rounded cuts every corner of a line.
func rounded(line []point) []point {
	if len(line) < 3 {
		return line
	}
	out := []point{line[0]}
	for i := range line[1:] {
		a, b := line[i], line[i+1]
		if i > 0 {
			out = append(out, point{a.x*3/4 + b.x/4, a.y*3/4 + b.y/4})
		}
		if i < len(line)-2 {
			out = append(out, point{a.x/4 + b.x*3/4, a.y/4 + b.y*3/4})
		}
	}
	return append(out, line[len(line)-1])
}

// dab draws one straight stretch with a round brush.
func (s *sheet) dab(a, b point, radius float64, c color.RGBA) {
	long := math.Max((b.x-a.x)*(b.x-a.x)+(b.y-a.y)*(b.y-a.y), 1e-9)
	for y := int(min(a.y, b.y) - radius - 1); y <= int(max(a.y, b.y)+radius+1); y++ {
		for x := int(min(a.x, b.x) - radius - 1); x <= int(max(a.x, b.x)+radius+1); x++ {
			px, py := float64(x)-a.x, float64(y)-a.y
			along := min(max((px*(b.x-a.x)+py*(b.y-a.y))/long, 0), 1)
			s.mix(x, y, c, radius+0.5-math.Hypot(px-along*(b.x-a.x), py-along*(b.y-a.y)))
		}
	}
}

// letters are capitals of four by six squares: strokes with spaces between, each of corners told by two digits, across
// and down.
var letters = map[rune]string{
	'A': "0620 2046 1434", 'B': "0006 003041423303 033344453606", 'C': "4130100105163645", 'D': "0006 002042442606", 'E': "0006 0040 0333 0646",
	'F': "0006 0040 0333", 'G': "41301001051636454323", 'H': "0006 4046 0343", 'I': "2026", 'J': "4045361605", 'K': "0006 4003 0346", 'L': "0006 0646",
	'M': "0006 0023 2340 4046", 'N': "0006 0046 4640", 'O': "20304145361605011020", 'P': "0006 003041423303", 'Q': "20304145361605011020 2446",
	'R': "0006 003041423303 2346", 'S': "413010010213334445361605", 'T': "0040 2026", 'U': "000516364540", 'V': "0026 2640", 'W': "0016 1622 2236 3640",
	'X': "0046 4006", 'Y': "0023 4023 2326", 'Z': "0040 4006 0646",
	'0': "20304145361605011020", '1': "1120 2026", '2': "011030414206 0646", '3': "01103041423323 23334445361605", '4': "3036 3004 0444",
	'5': "4000 0003 02324345361605", '6': "4020020516364544331304", '7': "0040 4016", '8': "23130201103041423323 23130405163645443323", '9': "0626444130100102133342",
	'.': "2626", ',': "2517", ':': "2222 2626", '’': "2012", '-': "1333", '!': "2024 2626", '?': "01103041422324 2626", '£': "413020111506 0333 0646",
}

// write draws words in capitals so high, from their upper left corner, and gives how wide they are.
func (s *sheet) write(at point, high float64, c color.RGBA, words string) float64 {
	square := high / 6
	x := at.x
	for _, r := range strings.ToUpper(words) {
		if r == ' ' {
			x += 3.2 * square
			continue
		}
		left, right := 9.0, 0.0
		var strokes [][]point
		for stroke := range strings.FieldsSeq(letters[r]) {
			var through []point
			for i := 0; i+1 < len(stroke); i += 2 {
				p := point{float64(stroke[i] - '0'), float64(stroke[i+1] - '0')}
				left, right = min(left, p.x), max(right, p.x)
				through = append(through, p)
			}
			strokes = append(strokes, through)
		}
		for _, through := range strokes {
			for i, p := range through {
				through[i] = point{x + (p.x-left)*square, at.y + p.y*square}
			}
			s.trembles(min(s.tremble, high/14)).line(max(2.5, high/8), c, through...)
		}
		if right >= left {
			x += (right - left + 1.7) * square
		}
	}
	return x - at.x
}

// centred writes words in the middle between the edges.
func (s *sheet) centred(y, high float64, c color.RGBA, words string) {
	blank := &sheet{image.NewRGBA(image.Rect(0, 0, 0, 0)), 0, rand.New(rand.NewPCG(1, 1))}
	wide := blank.write(point{}, high, c, words) - 1.7*high/6
	s.write(point{(float64(s.Rect.Dx()) - wide) / 2, y}, high, c, words)
}
