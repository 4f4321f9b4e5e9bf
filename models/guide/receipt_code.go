package guide

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"strings"

	"golang.org/x/text/unicode/norm"

	"folkmoot/models/db"
)

// ReceiptCode is what somebody without an account finds again what they said with: 75 bits that cannot be guessed and a
// check letter, in Crockford's letters, which leave out those that are easily taken for others.
type ReceiptCode string

const (
	codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	codeLength  = 16 // the check letter among them
)

var codeEncoding = base32.NewEncoding(codeLetters).WithPadding(base32.NoPadding)

// newReceiptCode makes the code of what was said under a form's key. The same form sent again gives the same code, so that
// somebody whose answer was lost on the way gets it after all, although only its hash is stored.
func newReceiptCode(key db.Key) ReceiptCode {
	var actor [8]byte
	binary.BigEndian.PutUint64(actor[:], uint64(key.Actor))
	mac := hmac.New(sha256.New, []byte("receipt"))
	mac.Write(actor[:])
	mac.Write([]byte(key.Token))
	letters := codeEncoding.EncodeToString(mac.Sum(nil))[:codeLength-1]
	return ReceiptCode(letters + checkLetter(letters))
}

// checkLetter is Luhn's, by 32 instead of 10: it tells a wrong letter and nearly every two that were swapped.
func checkLetter(letters string) string {
	n, sum, factor := len(codeLetters), 0, 2
	for i := len(letters) - 1; i >= 0; i-- {
		add := factor * strings.IndexByte(codeLetters, letters[i])
		sum += add/n + add%n
		factor = 3 - factor
	}
	return codeLetters[(n-sum%n)%n : (n-sum%n)%n+1]
}

// takenFor turns letters that are easily misread, and what people write between groups.
var takenFor = strings.NewReplacer("O", "0", "I", "1", "L", "1", "U", "V",
	" ", "", "-", "", "‐", "", "‑", "", "–", "", "—", "", ".", "", "·", "", "_", "", "\t", "", "\r", "", "\n", "")

// ReadReceiptCode reads a code as people type it: in small or capital letters, with or without anything between the groups,
// and with O for 0, or I and L for 1. Its error is db.Invalid under "code".
func ReadReceiptCode(typed string) (ReceiptCode, error) {
	if len(typed) > 200 {
		return "", wrongLength()
	}
	letters := takenFor.Replace(strings.ToUpper(norm.NFKC.String(typed)))
	switch {
	case letters == "":
		return "", db.Wrong("code", "Type the code from your receipt")
	case len(letters) != codeLength:
		return "", wrongLength()
	case strings.Trim(letters, codeLetters) != "" || checkLetter(letters[:codeLength-1]) != letters[codeLength-1:]:
		return "", db.Wrong("code", "There is a slip in this code. Compare it with your receipt, letter by letter")
	}
	return ReceiptCode(letters), nil
}

func wrongLength() error {
	return db.Wrong("code", "A code has %d letters and numbers. Compare it with your receipt", codeLength)
}

// Groups gives the code in the groups of four in which people read and write it.
func (c ReceiptCode) Groups() []string {
	var groups []string
	for rest := string(c); rest != ""; {
		n := min(4, len(rest))
		groups, rest = append(groups, rest[:n]), rest[n:]
	}
	return groups
}

// hash is how the code is stored: it cannot be got back from it.
func (c ReceiptCode) hash() []byte {
	sum := sha256.Sum256([]byte("folkmoot receipt " + string(c)))
	return sum[:]
}

// NewReceiptCode makes the code of what is sent with a form, for rooms that give receipts too: the same form sent again
// gives the same code.
func NewReceiptCode(key db.Key) ReceiptCode { return newReceiptCode(key) }

// Hash is what is stored of a code.
func (c ReceiptCode) Hash() []byte { return c.hash() }
