package received

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"strings"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
)

// AnswerFor is how long the address in a mail can be written to.
const AnswerFor = 90 * 24 * time.Hour

// Purpose says what an address that we made is for.
type Purpose byte

// The purposes.
const (
	ToAnswer Purpose = 'a' // who writes to it answers a contribution
	ToReturn Purpose = 'r' // where a mail server sends a mail back to that could not be delivered
)

// Token is what stands in an address that we made, for whoever has the place's key.
type Token struct {
	Purpose      Purpose
	Person       int64 // whom the mail went to
	Contribution int64 // what it was about; 0 for none
	Until        clock.Instant
}

// Sizes of a token in bytes: one sealed block, and 96 bits of signature, of which nobody guesses one.
const (
	sealedSize    = aes.BlockSize
	signatureSize = 12
	tokenLetters  = 45 // of its base32 form
	longestLocal  = 64 // characters before the @ (RFC 5321)
)

// LongestAround is how many characters may stand around the star of a pattern, before its @.
const LongestAround = longestLocal - tokenLetters

// Errors of Read.
var (
	// ErrNotOurs is an address that we never made.
	ErrNotOurs = errors.New("no address of this place")
	// ErrTooOld is an address whose time is over.
	ErrTooOld = errors.New("this address has expired")
)

// Addresses makes the addresses that mail to this place is written to, and reads them. Nothing can be learned from an
// address without the place's key, and none can be made without it. A nil *Addresses makes none.
type Addresses struct {
	before, after string // of the part before the @
	domain        string // in small letters
	block         cipher.Block
	sign          []byte
}

// letters are small, as mail servers write addresses; upper case is read too.
var letters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// NewAddresses takes the place's key and a pattern such as talk+*@example.org or *@answers.example.org, whose star is
// where a token stands.
func NewAddresses(key ed25519.PrivateKey, pattern string) (*Addresses, error) {
	before, after, domain, err := CutPattern(pattern)
	if err != nil {
		return nil, err
	}
	seal, err := audit.Derive(key, "mail addresses")
	if err != nil {
		return nil, err
	}
	sign, err := audit.Derive(key, "mail addresses signed")
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(seal)
	if err != nil {
		return nil, err
	}
	return &Addresses{before: before, after: after, domain: domain, block: block, sign: sign}, nil
}

// CutPattern reads the pattern of addresses. One without a star, talk@example.org, means talk+*@example.org.
func CutPattern(pattern string) (before, after, domain string, err error) {
	local, domain, ok := strings.Cut(strings.ToLower(strings.TrimSpace(pattern)), "@")
	before, after, starred := strings.Cut(local, "*")
	if !starred {
		before = local + "+"
	}
	if !ok || local == "" || !isDots(domain) || !isPlain(before) || !isPlain(after) {
		return "", "", "", errors.New("is not a pattern of addresses; write it like talk+*@example.org, or *@answers.example.org for a domain of its own")
	}
	if len(before)+len(after) > LongestAround {
		return "", "", "", errors.New("is too long before the @; the star stands for 45 letters, and mail takes 64 together")
	}
	return before, after, domain, nil
}

// isPlain tells whether a text may stand beside a token before the @.
func isPlain(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '+' && r != '-' && r != '_' && r != '=' && r != '.'
	}) && !strings.HasPrefix(text, ".") && !strings.HasSuffix(text, ".") && !strings.Contains(text, "..")
}

func isDots(domain string) bool {
	for label := range strings.SplitSeq(domain, ".") {
		if label == "" || strings.ContainsFunc(label, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' }) {
			return false
		}
	}
	return true
}

// Answer is the address at which a person answers a contribution that a mail tells of; "" where the place takes no
// answers by mail.
func (a *Addresses) Answer(person, contribution int64, now clock.Instant) string {
	return a.write(Token{Purpose: ToAnswer, Person: person, Contribution: contribution, Until: now.Add(AnswerFor)})
}

// Return is the address that a mail to a person comes back to where it cannot be delivered: the sender on its envelope;
// "" where the place takes no mail.
func (a *Addresses) Return(person int64, now clock.Instant) string {
	return a.write(Token{Purpose: ToReturn, Person: person, Until: now.Add(AnswerFor)})
}

// day is how exactly the end of a token is kept.
const day = 24 * time.Hour

// write seals a token: a byte of its purpose, five of the person, six of the contribution, two of the day, two empty.
func (a *Addresses) write(t Token) string {
	if a == nil || t.Person <= 0 || t.Person >= 1<<40 || t.Contribution < 0 || t.Contribution >= 1<<48 {
		return ""
	}
	var plain [sealedSize]byte
	plain[0] = byte(t.Purpose)
	put(plain[1:6], t.Person)
	put(plain[6:12], t.Contribution)
	put(plain[12:14], int64(t.Until)/day.Milliseconds())
	token := make([]byte, sealedSize, sealedSize+signatureSize)
	a.block.Encrypt(token, plain[:])
	token = append(token, a.signature(token)...)
	return a.before + letters.EncodeToString(token) + a.after + "@" + a.domain
}

// put writes the lowest bytes of a number, the highest of them first; get reads them.
func put(to []byte, number int64) {
	for i := range to {
		to[len(to)-1-i] = byte(number >> (8 * i))
	}
}

func get(from []byte) (number int64) {
	for _, b := range from {
		number = number<<8 | int64(b)
	}
	return number
}

func (a *Addresses) signature(sealed []byte) []byte {
	mac := hmac.New(sha256.New, a.sign)
	mac.Write(sealed)
	return mac.Sum(nil)[:signatureSize]
}

// Ours tells whether an address has the form of those that we make, whoever made it.
func (a *Addresses) Ours(address string) bool {
	_, ok := a.token(address)
	return ok
}

func (a *Addresses) token(address string) (string, bool) {
	if a == nil || len(address) > 320 || strings.ContainsFunc(address, func(r rune) bool { return r > '~' }) {
		return "", false
	}
	local, domain, ok := strings.Cut(strings.ToLower(address), "@")
	if !ok || domain != a.domain || len(local) != len(a.before)+tokenLetters+len(a.after) {
		return "", false
	}
	return local[len(a.before) : len(a.before)+tokenLetters], strings.HasPrefix(local, a.before) && strings.HasSuffix(local, a.after)
}

// Read reads an address that we made, in capital or small letters. Errors: ErrNotOurs; ErrTooOld, with the token.
func (a *Addresses) Read(address string, now clock.Instant) (Token, error) {
	written, ok := a.token(address)
	if !ok {
		return Token{}, ErrNotOurs
	}
	raw, err := letters.DecodeString(written)
	if err != nil || len(raw) != sealedSize+signatureSize || !hmac.Equal(raw[sealedSize:], a.signature(raw[:sealedSize])) {
		return Token{}, ErrNotOurs
	}
	var plain [sealedSize]byte
	a.block.Decrypt(plain[:], raw[:sealedSize])
	t := Token{
		Purpose: Purpose(plain[0]), Person: get(plain[1:6]), Contribution: get(plain[6:12]),
		Until: clock.Instant(get(plain[12:14]) * day.Milliseconds()),
	}
	if now >= t.Until.Add(day) { // the whole of its last day is allowed
		return t, ErrTooOld
	}
	return t, nil
}
