package insight

import (
	"context"
	"slices"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/insight/emerge"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

// Bounds on what words are looked for in, and on how many are told.
const (
	WordingRead  = 600   // contributions of a theme or of a side: the newest
	wordingChars = 1_000 // characters of a contribution
	wordingEach  = 5     // words of a kind of people, or of a side
)

// Wordings are words that some use more than others do, in the newest contributions.
type Wordings struct {
	Read  int // contributions that were read
	Kinds []KindWords
}

// KindWords are the words that a kind of people uses more than everybody else, the clearest first.
type KindWords struct {
	Who    people.Who // empty for a side of a comparison
	People int        // of the kind, in what was read
	Others int        // who spoke as another kind, or did not say
	Words  []emerge.Wording
}

// wordingKey is what words are kept under.
type wordingKey struct {
	first, second Scope
	theme         int64
}

// Wording finds the words that each kind of people uses more than others do where they speak about a theme. Nothing is
// said where one kind alone was chosen, or an area. Callers share what it gives and do not change it.
func (s *Store) Wording(ctx context.Context, scope Scope, theme themes.Theme) (Wordings, error) {
	if scope.Who != "" || scope.Area != "" {
		return Wordings{}, nil
	}
	return recall(s, &s.wording, wordingKey{first: scope, theme: theme.ID}, func() (Wordings, error) {
		sel, err := s.choose(ctx, scope)
		if err != nil {
			return Wordings{}, err
		}
		sel.has(theme.ID)
		spoken, err := s.spoken(ctx, sel, func(who people.Who) int { return slices.Index(people.Kinds, who) })
		w := wordingsOf(spoken, len(people.Kinds))
		for i := range w.Kinds {
			w.Kinds[i].Who = people.Kinds[w.Kinds[i].Words[0].Kind]
		}
		return w, err
	})
}

// SidesWording finds the words that each of two scopes uses more than the other; who spoke in both is in both. The first
// of the answer is of the first. Nothing is said of areas.
func (s *Store) SidesWording(ctx context.Context, first, second Scope) (sides [2]KindWords, err error) {
	if first.Area != "" || second.Area != "" || first == second {
		return sides, nil
	}
	w, err := recall(s, &s.wording, wordingKey{first: first, second: second}, func() (Wordings, error) {
		var both []emerge.Spoken
		for side, scope := range []Scope{first, second} {
			sel, err := s.choose(ctx, scope)
			if err != nil {
				return Wordings{}, err
			}
			spoken, err := s.spoken(ctx, sel, func(people.Who) int { return side })
			if err != nil {
				return Wordings{}, err
			}
			both = append(both, spoken...)
		}
		return wordingsOf(both, len(sides)), nil
	})
	for _, kind := range w.Kinds {
		sides[kind.Words[0].Kind] = kind
	}
	return sides, err
}

// spoken reads the newest contributions of a selection as what people of kinds said.
func (s *Store) spoken(ctx context.Context, sel selection, kind func(people.Who) int) ([]emerge.Spoken, error) {
	return db.All(ctx, s.DB, func(r db.Row) (t emerge.Spoken, err error) {
		var who people.Who
		err = r.Scan(&t.Person, &who, &t.Text, &t.Plain)
		t.Kind, t.Plain = kind(who), ownWords(t.Plain)
		return t, err
	}, `SELECT c.author_id, c.who, COALESCE(k.family, 0), SUBSTR(c.body_md, 1, ?) FROM contributions c JOIN threads t ON t.id = c.thread_id
		LEFT JOIN hearing_copies k ON k.contribution_id = c.id WHERE `+sel.where+" ORDER BY c.id DESC LIMIT ?",
		append(append([]any{wordingChars}, sel.args...), WordingRead)...)
}

// wordingsOf finds the words of each kind, the kinds in order.
func wordingsOf(spoken []emerge.Spoken, kinds int) Wordings {
	w := Wordings{Read: len(spoken)}
	by := make([][]emerge.Wording, kinds)
	for _, word := range emerge.Wordings(spoken, kinds) {
		if len(by[word.Kind]) < wordingEach {
			by[word.Kind] = append(by[word.Kind], word)
		}
	}
	for _, list := range by {
		if len(list) > 0 {
			w.Kinds = append(w.Kinds, KindWords{People: list[0].All, Others: list[0].Others, Words: list})
		}
	}
	return w
}

// ownWords is what somebody wrote themselves: without addresses of pages, nor lines that they quote.
func ownWords(markdown string) string {
	var own []string
	for line := range strings.Lines(markdown) {
		if !strings.HasPrefix(strings.TrimSpace(line), ">") {
			own = append(own, line)
		}
	}
	return withoutAddresses(strings.Join(own, ""))
}
