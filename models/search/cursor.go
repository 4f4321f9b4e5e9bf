package search

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"

	"folkmoot/models/db"
)

// mark is the place in a list of results after which, or before which, a page begins.
type mark struct {
	ID    int64   `json:"i"`
	Score float64 `json:"s,omitempty"`
	Back  bool    `json:"b,omitempty"` // the page lies before it
	// Under Best, what the first page was ranked with: the newest match there was, and the counts of the words.
	Top    int64   `json:"t,omitempty"`
	Counts []int64 `json:"c,omitempty"`
}

// keepCounts is for how many words the counts travel in the address of the next page; with more of them the pages of
// a list may overlap a little when things are said in between.
const keepCounts = MaxTerms

// longestCursor bounds what is taken for a cursor, in bytes.
const longestCursor = 700

// sealing seals cursors: what they are ranked with counts what a reader may not see.
func (x *Index) sealing() cipher.AEAD {
	block, err := aes.NewCipher(x.Key[:])
	if err != nil {
		panic(err) // a key of 32 bytes is always one
	}
	sealing, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return sealing
}

// cursor writes a mark as a reader gets it, who can learn nothing from it.
func (x *Index) cursor(m mark) string {
	raw, err := json.Marshal(m)
	if err != nil {
		panic(err) // only plain numbers are ever given
	}
	sealing := x.sealing()
	nonce := make([]byte, sealing.NonceSize(), sealing.NonceSize()+len(raw)+sealing.Overhead())
	_, _ = rand.Read(nonce) // never fails
	return base64.RawURLEncoding.EncodeToString(sealing.Seal(nonce, nonce, raw, nil))
}

// parse reads a cursor; a forged or damaged one is Invalid. An empty one is the start of the list.
func (x *Index) parse(cursor string) (mark, error) {
	var m mark
	if cursor == "" {
		return m, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	sealing := x.sealing()
	if err == nil && len(cursor) <= longestCursor && len(raw) > sealing.NonceSize() {
		raw, err = sealing.Open(nil, raw[:sealing.NonceSize()], raw[sealing.NonceSize():], nil)
		if err == nil && json.Unmarshal(raw, &m) == nil && m.ID != 0 {
			return m, nil
		}
	}
	return mark{}, db.Wrong("", "That page address is not complete. Please start again from the top of the list.")
}
