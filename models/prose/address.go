package prose

import (
	"bytes"

	"github.com/yuin/goldmark/util"
)

// schemes are the beginnings of addresses that a link may lead to.
var schemes = [][]byte{[]byte("https://"), []byte("http://"), []byte("mailto:"), []byte("tel:")}

// address turns what stands in a link into the value of an href attribute, not yet escaped.
// It is false for an address that a link may not lead to.
func address(destination []byte) ([]byte, bool) {
	url := percent(bytes.TrimSpace(appendPlain(nil, destination)))
	if len(url) == 0 {
		return nil, false
	}
	switch url[0] {
	case '#':
		return url, true
	case '/': // a path of this site; "//host" and "/\host" would be another one
		return url, len(url) == 1 || url[1] != '/'
	}
	for _, scheme := range schemes {
		if len(url) > len(scheme) && bytes.EqualFold(url[:len(scheme)], scheme) {
			return append(bytes.Clone(scheme), url[len(scheme):]...), true
		}
	}
	return nil, false
}

const hexDigits = "0123456789ABCDEF"

// plainInURL marks the bytes that stay as they are in an address.
var plainInURL = func() (t [256]bool) {
	for c := range 256 {
		t[c] = util.IsAlphaNumeric(byte(c))
	}
	for _, c := range []byte("-._~:/?#@!$&()*+,;=") {
		t[c] = true
	}
	return t
}()

// percent writes everything that is unsafe in an address as %XX; a %XX that is already there
// stays.
func percent(url []byte) []byte {
	out := make([]byte, 0, len(url)+8)
	for i, c := range url {
		switch {
		case plainInURL[c], c == '%' && i+2 < len(url) && isHex(url[i+1]) && isHex(url[i+2]):
			out = append(out, c)
		default:
			out = append(out, '%', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return out
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || (c|0x20) >= 'a' && (c|0x20) <= 'f'
}
