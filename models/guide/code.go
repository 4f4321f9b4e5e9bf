package guide

import (
	"strings"

	"folkmoot/models/db"
)

// A code is printed on paper and typed back by hand. It names a published version of a chapter: its digits are the
// version's id, stirred so that neighbours look unlike one another, and a last one that gives typing errors away.

// digits are Crockford's 32: no I, L, O or U, which look like other digits.
const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// shortest and longest are how many digits a code has before its check digit.
const (
	shortest = 4
	longest  = 12
)

// Code is the short code of a published version of a chapter, by the version's id: "K7M2Q". It is the same for ever,
// and needs nothing but the id.
func Code(version int64) string {
	n := shortest
	for version >= 1<<(5*n) {
		n++
	}
	value := stir(uint64(version), n)
	code := make([]byte, n+1)
	check := byte(0)
	for i := n - 1; i >= 0; i-- {
		digit := byte(value & 31)
		value >>= 5
		code[i] = digits[digit]
		check ^= times(power[n-i], digit)
	}
	code[n] = digits[check]
	return string(code)
}

// FromCode gives the id of the version whose code somebody typed. Small letters, spaces and hyphens do not matter,
// nor does O for 0, I or L for 1 and U for V. One wrong character, and any two that changed places, are always
// noticed. What is no code is Invalid under "code".
func FromCode(typed string) (version int64, err error) {
	values, ok := readDigits(typed)
	if !ok || len(values) <= shortest || len(values) > longest+1 {
		return 0, db.Wrong("code", "That is not one of our codes. It has %d letters and figures, and stands beside the square on the paper", shortest+1)
	}
	n, sum, value := len(values)-1, byte(0), uint64(0)
	for i, digit := range values {
		sum ^= times(power[n-i], digit)
		if i < n {
			value = value<<5 | uint64(digit)
		}
	}
	id := unstir(value, n)
	if sum != 0 || id == 0 || n > shortest && id < 1<<(5*(n-1)) {
		return 0, db.Wrong("code", "There is a slip in this code: one of its letters or figures is wrong. Please look at the paper again")
	}
	return int64(id), nil
}

func readDigits(typed string) (values []byte, ok bool) {
	for _, r := range strings.ToUpper(typed) {
		switch r {
		case ' ', '-', '\u00A0', '\u2010', '\u2011', '\u2013':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		case 'U':
			r = 'V'
		}
		at := strings.IndexRune(digits, r)
		if at < 0 || len(values) > longest {
			return nil, false
		}
		values = append(values, byte(at))
	}
	return values, true
}

// stirring is odd, so that multiplying by it loses nothing.
const stirring = 0x9E3779B97F4A7C15

// stir turns a number of n digits into another one, each into a different one.
func stir(value uint64, n int) uint64 {
	mask := uint64(1)<<(5*n) - 1
	value = value * stirring & mask
	value ^= value >> (5 * n / 2)
	return value * stirring & mask
}

// unstir is the way back.
func unstir(value uint64, n int) uint64 {
	mask := uint64(1)<<(5*n) - 1
	value = value * inverse & mask
	half := 5 * n / 2
	value ^= value >> half
	value ^= value >> (2 * half) & 1 // the bit that an odd number of bits has in the middle
	return value * inverse & mask
}

// inverse undoes a multiplication by stirring.
var inverse = func() uint64 {
	x := uint64(stirring)
	for range 6 {
		x *= 2 - stirring*x
	}
	return x
}()

// power are the weights of the digits, from the check digit on: the powers of two among the 32 elements of a field,
// all different. A wrong digit, or two that changed places, never leave the weighted sum as it was.
var power = func() (p [longest + 1]byte) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = times(p[i-1], 2)
	}
	return p
}()

// times multiplies in the field of 32 elements, modulo x^5 + x^2 + 1.
func times(a, b byte) (product byte) {
	for ; b > 0; b >>= 1 {
		if b&1 == 1 {
			product ^= a
		}
		if a <<= 1; a&32 != 0 {
			a ^= 0b100101
		}
	}
	return product
}
