package db

import (
	"encoding/base64"
	"encoding/json"
)

// EncodeCursor makes the opaque mark of a place in a list, from the values that its order goes by.
func EncodeCursor(values any) string {
	raw, err := json.Marshal(values)
	if err != nil {
		panic(err) // only plain numbers and texts are ever given
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// DecodeCursor reads a mark made by EncodeCursor into values; a forged or damaged one is Invalid. An empty mark
// is the start of the list and leaves values as they are.
func DecodeCursor(mark string, values any) error {
	if mark == "" {
		return nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(mark)
	if err == nil {
		err = json.Unmarshal(raw, values)
	}
	if err != nil || len(mark) > 400 {
		return Wrong("", "That page address is not complete. Please start again from the top of the list.")
	}
	return nil
}
