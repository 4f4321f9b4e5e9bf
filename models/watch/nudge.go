package watch

import (
	"hash/fnv"
	"sync"
	"time"

	"folkmoot/models/db"
)

// How long it is remembered that somebody read a nudge, and how soon at the earliest they can have read it.
const (
	nudgeKept    = time.Hour
	nudgeSoonest = time.Second
	nudgesMost   = 10_000
)

// nudged is one who read a nudge: a person, or the words of somebody without an account.
type nudged struct {
	person int64
	text   uint64
	word   int64
}

// nudges remembers in memory who read which nudge. On another instance somebody may read one twice, which does no harm.
type nudges struct {
	mu    sync.Mutex
	shown map[nudged]time.Time
}

// Nudge gives what a writer should read before their words are taken; nil where they are to be taken. What is refused is
// refused each time. Anything else a writer reads once, and can post anyway.
func (s *Store) Nudge(person int64, source string, matches []Match, now time.Time) error {
	for _, m := range matches {
		if m.Act == Refuse {
			if m.Nudge != "" {
				return db.Wrong("body", "%s", m.Nudge)
			}
			return db.Wrong("body", "We do not take “%s” here. Say it in other words, please. What you wrote is still in the form", m.Words)
		}
	}
	for _, m := range matches {
		if m.Nudge == "" || s == nil {
			continue
		}
		key := nudged{person: person, word: m.ID}
		if person == 0 {
			h := fnv.New64a()
			h.Write([]byte(source))
			key.text = h.Sum64()
		}
		if !s.nudges.read(key, now) {
			return db.Wrong("body", "%s You can change your words, or send them again as they are", sentenceEnd(m.Nudge))
		}
	}
	return nil
}

// NudgeCopy asks a writer once whether they mean to say again what they said before, and leads them there: a form shows
// the address of a contribution as a link.
func (s *Store) NudgeCopy(person, before int64, now time.Time) error {
	if s == nil || s.nudges.read(nudged{person: person, text: uint64(before)}, now) {
		return nil
	}
	return db.Wrong("body", "You have said this already, or nearly: /contributions/%d. You can change your words, or send them once more", before)
}

// sentenceEnd lets a sentence end with a sign, since another follows it.
func sentenceEnd(text string) string {
	switch text[len(text)-1] {
	case '.', '!', '?':
		return text
	}
	return text + "."
}

// read tells whether somebody has read a nudge, and notes that they are shown it where not. A command that runs again
// comes sooner than anybody reads.
func (n *nudges) read(key nudged, now time.Time) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	at, known := n.shown[key]
	if known && now.Sub(at) < nudgeKept {
		return now.Sub(at) >= nudgeSoonest
	}
	if len(n.shown) >= nudgesMost {
		for k, at := range n.shown {
			if now.Sub(at) >= nudgeKept || len(n.shown) >= nudgesMost {
				delete(n.shown, k)
			}
		}
	}
	n.shown[key] = now
	return false
}
