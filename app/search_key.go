package main

import (
	"crypto/rand"
	"log/slog"

	"folkmoot/models/audit"
)

// searchKey gives what the pages of search results are sealed with, the same on every instance. Where the place's key
// cannot be read the search works all the same, and pages lead on only from the instance that made them.
func (c *Config) searchKey(log *slog.Logger) (key [32]byte) {
	_, _ = rand.Read(key[:]) // never fails
	place, err := c.registerKey(log)
	if err == nil {
		var derived []byte
		if derived, err = audit.Derive(place, "search pages"); err == nil {
			copy(key[:], derived)
		}
	}
	if err != nil {
		log.Warn("the key of the place could not be read; pages of search results are sealed with one of this process", "error", err)
	}
	return key
}
