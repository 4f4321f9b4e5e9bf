package components

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// matrix reads the squares out of the path of a QR code's picture, without the white around them.
func matrix(t *testing.T, path string, side int) [][]bool {
	t.Helper()
	n := side - 2*quiet
	squares := make([][]bool, n)
	for i := range squares {
		squares[i] = make([]bool, n)
	}
	for _, run := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`).FindAllStringSubmatch(path, -1) {
		x, _ := strconv.Atoi(run[1])
		y, _ := strconv.Atoi(run[2])
		wide, _ := strconv.Atoi(run[3])
		if run[3] != run[4] {
			t.Fatalf("a run of %s goes back by %s", run[3], run[4])
		}
		for i := range wide {
			squares[y-quiet][x-quiet+i] = true
		}
	}
	return squares
}

// masks are the patterns by which the squares of a QR code are turned over.
var masks = []func(x, y int) bool{
	func(x, y int) bool { return (x+y)%2 == 0 },
	func(_, y int) bool { return y%2 == 0 },
	func(x, _ int) bool { return x%3 == 0 },
	func(x, y int) bool { return (x+y)%3 == 0 },
	func(x, y int) bool { return (x/3+y/2)%2 == 0 },
	func(x, y int) bool { return x*y%2+x*y%3 == 0 },
	func(x, y int) bool { return (x*y%2+x*y%3)%2 == 0 },
	func(x, y int) bool { return ((x+y)%2+x*y%3)%2 == 0 },
}

// decode reads a QR code of version 1 to 3, which has one block, as a camera's program would.
func decode(t *testing.T, squares [][]bool) string {
	t.Helper()
	n := len(squares)
	if n > 29 {
		t.Fatalf("%d squares a side are more than this reads", n)
	}
	mask := 0
	for i, flip := range []bool{true, false, true} { // the mask's number stands in the format, itself turned over
		if squares[8][2+i] != flip {
			mask |= 4 >> i
		}
	}
	taken := func(x, y int) bool {
		corner := x < 9 && y < 9 || x > n-9 && y < 9 || x < 9 && y > n-9
		aligns := n > 21 && x >= n-9 && x <= n-5 && y >= n-9 && y <= n-5
		return corner || aligns || x == 6 || y == 6
	}
	var bits []byte
	up := true
	for right := n - 1; right > 0; right -= 2 {
		if right == 6 {
			right--
		}
		for i := range n {
			y := i
			if up {
				y = n - 1 - i
			}
			for _, x := range []int{right, right - 1} {
				if !taken(x, y) {
					bit := byte(0)
					if squares[y][x] != masks[mask](x, y) {
						bit = 1
					}
					bits = append(bits, bit)
				}
			}
		}
		up = !up
	}
	number := func(count int) (value int) {
		for range count {
			value, bits = value<<1|int(bits[0]), bits[1:]
		}
		return value
	}
	if mode := number(4); mode != 4 {
		t.Fatalf("the mode is %d, not bytes", mode)
	}
	text := make([]byte, number(8))
	for i := range text {
		text[i] = byte(number(8))
	}
	return string(text)
}

func TestQRLeadsToTheAddress(t *testing.T) {
	for _, address := range []string{"http://a.uk/c/K7M2Q", "https://talk.example.org/c/K7M2Q", "https://x.org/c/00000"} {
		path, side := qrPath(address)
		if got := decode(t, matrix(t, path, side)); got != address {
			t.Errorf("%q is read as %q", address, got)
		}
	}
	if path, side := qrPath(strings.Repeat("x", 5000)); path != "" || side != 0 {
		t.Error("an address too long for any code got one")
	}
}
