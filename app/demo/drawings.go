package demo

import (
	"bytes"
	"fmt"
	"image/color"
	"strings"
)

// Attachment is a picture or document that somebody attached.
type Attachment struct {
	// Called is the name of the file.
	Called string
	// Words say what a picture shows, or what a document is called.
	Words string
	// Make draws it.
	Make func() []byte
}

// The colours that people have at home.
var (
	white  = color.RGBA{255, 255, 255, 255}
	cream  = color.RGBA{253, 247, 231, 255}
	ink    = color.RGBA{32, 37, 64, 255}
	red    = color.RGBA{196, 43, 36, 255}
	green  = color.RGBA{40, 115, 74, 255}
	blue   = color.RGBA{52, 108, 176, 255}
	yellow = color.RGBA{247, 207, 89, 255}
	grey   = color.RGBA{178, 178, 170, 255}
)

// drumPoster is a poster that says when it ends and how to get home.
func drumPoster() []byte {
	s := newSheet(840, 1080, cream, 1.5)
	s.box(0, 0, 840, 300, ink)
	s.centred(70, 84, yellow, "Drum night")
	s.centred(208, 34, cream, "No drum? We’ve got drums.")
	for i, x := range []float64{210, 420, 630} {
		s.line(10, ink, point{x - 85, 385}, point{x - 25, 455})
		s.line(10, ink, point{x + 85, 385}, point{x + 25, 455})
		side := []color.RGBA{red, green, blue}[i]
		s.box(x-85, 460, 170, 92, side)
		s.disc(point{x, 552}, 85, 26, side)
		s.disc(point{x, 460}, 85, 26, white)
		s.ring(point{x, 460}, 85, 26, 6, ink)
		s.line(6, ink, point{x - 85, 460}, point{x - 85, 552})
		s.line(6, ink, point{x + 85, 460}, point{x + 85, 552})
	}
	s.centred(632, 44, ink, "Hop Shed, Thursdays")
	s.centred(716, 72, red, "6.30 to 8.45")
	s.box(60, 825, 720, 120, yellow)
	s.centred(864, 40, ink, "Last bus home: 9.05")
	s.centred(988, 34, green, "Free. Chairs have arms.")
	return s.png()
}

// stopsMap is a map of bus stops around a chapel, as somebody drew it at their kitchen table.
func stopsMap() []byte {
	s := newSheet(1000, 720, white, 7)
	for y := 48.0; y < 720; y += 48 {
		s.line(1.5, color.RGBA{216, 228, 242, 255}, point{0, y}, point{500, y}, point{1000, y})
	}
	road := func(through ...point) {
		s.line(34, grey, append([]point(nil), through...)...)
		s.line(26, color.RGBA{240, 238, 230, 255}, through...)
	}
	road(point{-20, 470}, point{250, 440}, point{520, 450}, point{760, 400}, point{1020, 330})
	road(point{400, 740}, point{430, 560}, point{420, 445}, point{480, 260}, point{520, -20})
	for _, wall := range [][2]point{{{500, 395}, {500, 332}}, {{570, 332}, {570, 395}}, {{500, 395}, {570, 395}}, {{490, 336}, {535, 284}}, {{535, 284}, {580, 336}}} {
		s.line(5, ink, wall[0], wall[1])
	}
	s.line(5, ink, point{526, 394}, point{526, 362}, point{535, 352}, point{544, 362}, point{544, 394})
	s.line(5, ink, point{535, 285}, point{535, 250})
	s.line(5, ink, point{522, 264}, point{548, 264})
	s.write(point{520, 205}, 26, ink, "Our chapel")
	s.write(point{120, 492}, 20, ink, "Chapel Street")
	stop := func(at point, evening bool) {
		colour := red
		if evening {
			colour = green
		}
		s.line(6, colour, point{at.x, at.y}, point{at.x, at.y - 58})
		s.disc(point{at.x, at.y - 70}, 20, 20, colour)
		s.write(point{at.x - 7, at.y - 80}, 19, white, "B")
		if !evening {
			s.line(6, red, point{at.x - 30, at.y - 100}, point{at.x + 30, at.y - 40})
		}
	}
	stop(point{330, 412}, false)
	s.write(point{120, 350}, 20, ink, "90 yards")
	s.write(point{120, 384}, 20, red, "Last: 6.40")
	stop(point{690, 395}, false)
	s.write(point{730, 300}, 20, red, "Last: 6.55")
	stop(point{478, 660}, false)
	s.write(point{522, 600}, 20, red, "Last: 5.50")
	stop(point{925, 330}, true)
	s.write(point{790, 150}, 26, green, "Dudley")
	s.write(point{770, 196}, 20, green, "Buses till 11")
	for i := range 8 { // the way on foot, in dashes
		x, y := 575+float64(i)*45, 478-float64(i)*float64(i)*0.9-float64(i)*10
		s.line(5, blue, point{x, y}, point{x + 24, y - 7})
	}
	s.write(point{590, 500}, 20, blue, "35 minutes on foot.")
	s.write(point{590, 536}, 20, blue, "There is no pavement.")
	s.write(point{40, 48}, 30, ink, "After seven")
	s.line(5, ink, point{40, 98}, point{160, 94}, point{290, 99})
	return s.png()
}

// noticeBoard is a board as a workshop would make it, with what is on it.
func noticeBoard() []byte {
	s := newSheet(900, 680, color.RGBA{226, 232, 228, 255}, 3)
	for y := range 560 { // the grain of the wood
		for x := range 820 {
			wave := (x*7+(x*x)/97+y/3)%23 + (y*y/41+x/5)%17
			s.mix(40+x, 40+y, color.RGBA{uint8(150 + wave), uint8(104 + wave), uint8(62 + wave/2), 255}, 1)
		}
	}
	for y := range 440 {
		for x := range 700 {
			speck := (x*x*3+y*y*5+x*y)%31 + (x*13+y*29)%11
			s.mix(100+x, 100+y, color.RGBA{uint8(196 + speck), uint8(154 + speck), uint8(100 + speck), 255}, 1)
		}
	}
	notice := func(x, y, wide, high float64, paper color.RGBA, letter float64, lines ...string) {
		s.box(x+6, y+8, wide, high, color.RGBA{128, 94, 58, 255})
		s.box(x, y, wide, high, paper)
		s.disc(point{x + wide/2, y + 10}, 9, 9, red)
		for i, l := range lines {
			s.write(point{x + 18, y + 34 + float64(i)*letter*1.75}, letter, ink, l)
		}
	}
	notice(130, 130, 250, 150, yellow, 22, "Lost: one", "glove. Here", "is the other.")
	notice(420, 125, 330, 190, white, 26, "Bread club", "Fridays, 10", "Bring a bowl.")
	notice(140, 320, 300, 180, cream, 24, "Who has my", "wallpaper", "table?")
	notice(480, 355, 280, 150, color.RGBA{205, 226, 240, 255}, 22, "Kittens. Ask", "at the chip", "shop.")
	s.box(90, 600, 40, 80, color.RGBA{118, 82, 50, 255})
	s.box(770, 600, 40, 80, color.RGBA{118, 82, 50, 255})
	return s.png()
}

// littleList is what costs little and lets somebody in, on one page in large print.
func littleList() []byte {
	return page("The little list", []string{
		"1. A chair with arms", "2. The lights on", "3. Bigger print", "4. The price on the poster", "5. One table for women", "6. No fun facts",
		"7. Steps from the door to the seat", "8. The same thing by day and by night", "9. The end and the last bus", "10. A quiet corner", "11. Somebody at the door who says hello",
		"12. Water, without asking", "13. A hook for a stick", "14. Room for a pram", "15. A lead for a phone", "16. Speak facing people", "17. A break that is a break",
		"18. Names of who to ask", "19. A way to say no", "20. A ramp that is out already", "21. A loop that is switched on", "22. Come as you are",
	})
}

// page is a PDF of one page: a heading with lines below it.
func page(heading string, lines []string) []byte {
	var text strings.Builder
	fmt.Fprintf(&text, "BT /F2 34 Tf 56 766 Td (%s) Tj /F1 20 Tf 0 -14 Td\n", heading)
	for _, l := range lines {
		fmt.Fprintf(&text, "0 -31 Td (%s) Tj\n", l)
	}
	text.WriteString("ET")
	font := "<</Type/Font/Subtype/Type1/BaseFont/Helvetica%s/Encoding/WinAnsiEncoding>>"
	var out bytes.Buffer
	var places []int
	out.WriteString("%PDF-1.4\n")
	for i, object := range []string{
		"<</Type/Catalog/Pages 2 0 R/Lang(en-GB)>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", text.Len(), text.String()),
		fmt.Sprintf(font, ""), fmt.Sprintf(font, "-Bold"),
	} {
		places = append(places, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(places)+1)
	for _, at := range places {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(places)+1, table)
	return out.Bytes()
}
