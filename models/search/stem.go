package search

import (
	"strings"
	"sync"

	"github.com/kljensen/snowball/english"
)

// stem folds a word and takes off its English ending, so that "Libraries" and "library's" are found by "library".
// Words that are not made of English letters are only folded. It is empty where nothing of the word is left.
func stem(text string) string {
	if s, ok := stems.get(text); ok {
		return s
	}
	s := fold(strings.TrimSuffix(strings.ReplaceAll(text, "’", "'"), "'s"))
	if known, ok := irregular[s]; ok {
		s = known
	} else if english7(s) {
		s = english.Stem(s, true)
	}
	stems.put(strings.Clone(text), s)
	return s
}

// irregular are common words that the stemmer does not bring together.
var irregular = map[string]string{
	"buses": "bus", "gases": "gas", "children": "child", "women": "woman", "men": "man", "lives": "life",
}

// english7 tells whether a word is made of the letters a to z alone.
func english7(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return len(s) > 2
}

// stemCache keeps stems that were worked out, since the same few thousand words come again and again.
type stemCache struct {
	mu   sync.RWMutex
	kept map[string]string
}

// maxStems bounds the cache; a full one starts afresh. Longer words are not kept.
const (
	maxStems   = 20_000
	maxKeepLen = 32 // bytes
)

var stems = stemCache{kept: make(map[string]string)}

func (c *stemCache) get(text string) (string, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	s, ok := c.kept[text]
	return s, ok
}

func (c *stemCache) put(text, stem string) {
	if len(text) > maxKeepLen {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.kept) >= maxStems {
		clear(c.kept)
	}
	c.kept[text] = stem
}

// little are words that say nothing about what is looked for; they are indexed, for phrases, but not asked for by
// themselves.
var little = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields("a an and are as at be but by for from in is it its not of on or that the this to was were with") {
		set[stem(w)] = true
	}
	return set
}()
