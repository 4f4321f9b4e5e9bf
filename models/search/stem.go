package search

import (
	"strings"
	"sync"

	snowball "github.com/kljensen/snowball/english"
)

// forms are what a word is looked for by: without its English ending, and as it stands in a text that is not English.
type forms struct{ stem, plain string }

// formsOf folds a word and takes off its English ending, so that "Libraries" and "library's" are found by "library".
// Words that are not made of English letters are only folded. Both forms are empty where nothing of the word is left.
func formsOf(text string) forms {
	if f, ok := stems.get(text); ok {
		return f
	}
	plain := fold(strings.TrimSuffix(strings.ReplaceAll(text, "’", "'"), "'s"))
	f := forms{stem: plain, plain: plain}
	if known, ok := irregular[plain]; ok {
		f.stem = known
	} else if english7(plain) {
		f.stem = snowball.Stem(plain, true)
	}
	stems.put(strings.Clone(text), f)
	return f
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
	kept map[string]forms
}

// maxStems bounds the cache; a full one starts afresh. Longer words are not kept.
const (
	maxStems   = 20_000
	maxKeepLen = 32 // bytes
)

var stems = stemCache{kept: make(map[string]forms)}

func (c *stemCache) get(text string) (forms, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	f, ok := c.kept[text]
	return f, ok
}

func (c *stemCache) put(text string, f forms) {
	if len(text) > maxKeepLen {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.kept) >= maxStems {
		clear(c.kept)
	}
	c.kept[text] = f
}

// little are words that say nothing about what is looked for; they are indexed, for phrases, but not asked for by
// themselves.
var little = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields("a an and are as at be but by for from in is it its not of on or that the this to was were with") {
		set[formsOf(w).stem] = true
	}
	return set
}()
