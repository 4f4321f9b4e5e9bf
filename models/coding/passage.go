package coding

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

// MostPassages is how many passages of one contribution can be chosen at once.
const MostPassages = 20

// Passage is words of a contribution that themes are to rest on, instead of on the whole of it.
type Passage struct {
	Words         string // as they are typed or as they are read on the page
	Before, After string // what stands next to them, where that is known
	Theme         int64  // 0 for each theme that is chosen afresh, or where there is none such, for each that is ticked
}

// Empty tells whether nothing was typed and no theme chosen.
func (p Passage) Empty() bool { return p.Theme == 0 && strings.TrimSpace(p.Words) == "" }

// PassageField names the field that an error with a passage of a contribution is told under.
func PassageField(contribution int64, passage int) string {
	return fmt.Sprintf("words-%d-%d", contribution, passage)
}

// checkPassages refuses passages without a theme to rest on them.
func (a Answer) checkPassages() error {
	wrong := db.Invalid{}
	for i, p := range a.Passages {
		switch {
		case i >= MostPassages:
			return db.Wrong(PassageField(a.Contribution, i), "Please choose words in at most %d places at once", MostPassages)
		case a.Outcome == None, p.Theme == 0 && len(a.Themes) == 0:
			wrong[PassageField(a.Contribution, i)] = "Say which theme these words are for, or empty the box"
		}
	}
	if len(wrong) > 0 && a.Outcome != Skip {
		return wrong
	}
	return nil
}

// locate finds the passages of answers in what was said. What is wrong with them is given beside the answers.
func (s *Store) locate(ctx context.Context, a people.Actor, answers []Answer) ([]Answer, error) {
	wrong := db.Invalid{}
	for i, answer := range answers {
		if len(answer.Passages) == 0 || answer.Outcome != Coded {
			continue
		}
		body, now, err := s.body(ctx, a, answer.Contribution)
		if errors.Is(err, db.ErrNotFound) || err == nil && now != answer.Revision {
			continue // saving tells it
		}
		if err != nil {
			return nil, err
		}
		found, err := answer.located(ctx, body)
		var invalid db.Invalid
		if errors.As(err, &invalid) {
			maps.Copy(wrong, invalid)
		} else if err != nil {
			return nil, err
		}
		answers[i] = found
	}
	if len(wrong) > 0 {
		return answers, wrong
	}
	return answers, nil
}

func (s *Store) body(ctx context.Context, a people.Actor, contribution int64) (body string, revision int, err error) {
	seen, args := a.Sees("c", "t")
	err = s.DB.QueryRow(ctx, "SELECT c.body_md, c.revision FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE c.id = ? AND "+seen,
		append([]any{contribution}, args...)...).Scan(&body, &revision)
	return body, revision, notFound(err)
}

// located gives an answer with the places of its passages in a text. The theme of a passage is chosen by that.
func (a Answer) located(ctx context.Context, text string) (Answer, error) {
	wrong := db.Invalid{}
	words := maps.Clone(a.Words)
	if words == nil {
		words = map[int64][]Span{}
	}
	ticked := a.fresh()
	if len(ticked) == 0 {
		ticked = a.Themes
	}
	chosen := slices.Clone(a.Themes)
	for i, p := range a.Passages {
		span, err := themes.Locate(ctx, text, p.Words, p.Before, p.After)
		var invalid db.Invalid
		if errors.As(err, &invalid) {
			wrong[PassageField(a.Contribution, i)] = invalid["words"]
			continue
		} else if err != nil {
			return a, err
		}
		on := ticked
		if p.Theme != 0 {
			on = []int64{p.Theme}
			if !slices.Contains(chosen, p.Theme) {
				chosen = append(chosen, p.Theme)
			}
		}
		for _, theme := range on {
			if !slices.Contains(words[theme], span) {
				words[theme] = append(words[theme], span)
			}
		}
	}
	if len(wrong) > 0 {
		return a, wrong
	}
	a.Themes, a.Words = chosen, words
	return a, nil
}

// fresh gives the themes that are chosen and were not there.
func (a Answer) fresh() []int64 {
	return slices.DeleteFunc(slices.Clone(a.Themes), func(theme int64) bool { return slices.Contains(a.Had, theme) })
}
