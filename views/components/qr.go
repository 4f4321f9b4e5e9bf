package components

import (
	"image/color"
	"strconv"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// quiet is how many white squares must stand around a QR code, so that cameras find it.
const quiet = 4

// qrPath draws the QR code of an address as the path of an SVG, one unit a square, and gives the picture's side. Both
// are empty for an address too long for any.
func qrPath(address string) (path string, side int) {
	code, err := qr.Encode(address, qr.M, qr.Auto) // M: still read where one part in seven is spoilt
	if err != nil {
		return "", 0
	}
	n := code.Bounds().Dx()
	var d strings.Builder
	for y := range n {
		for x := 0; x < n; x++ {
			start := x
			for x < n && isDark(code.At(x, y)) {
				x++
			}
			if x > start {
				run := strconv.Itoa(x - start)
				d.WriteString("M" + strconv.Itoa(start+quiet) + " " + strconv.Itoa(y+quiet) + "h" + run + "v1h-" + run + "z")
			}
		}
	}
	return d.String(), n + 2*quiet
}

func isDark(c color.Color) bool {
	r, _, _, _ := c.RGBA()
	return r == 0
}
