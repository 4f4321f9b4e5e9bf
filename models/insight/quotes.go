package insight

import (
	"context"
	"slices"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/insight/quote"
	"folkmoot/models/people"
)

// Bounds on what quotes are chosen from.
const (
	quotesEach  = 3    // quotes of a theme, at most
	newest      = 300  // contributions of a theme that may be quoted: the newest
	sample      = 500  // contributions that tell how common a word is: the newest of the scope
	readAtMost  = 2000 // characters of a contribution that are looked at
	sampleWords = 500  // characters of a contribution in the sample
)

// Quote is the exact words of a contribution: bytes Start to End of its stored Markdown.
type Quote struct {
	Contribution int64
	Thread       int64 // that it was said in
	Start, End   int
	Text         string
	Author       string // public name
	Who          people.Who
	Evidence     discussion.Evidence
	At           clock.Instant
}

// Quote chooses the quotes of a summary's strongest themes, the first of them onwards, and puts them in place. What
// is quoted for one theme is left to it where a weaker one has other words.
func (s *Store) Quote(ctx context.Context, scope Scope, list []Theme) error {
	if len(list) == 0 {
		return nil
	}
	sel, err := s.choose(ctx, scope)
	if err != nil {
		return err
	}
	common := quote.NewWords()
	err = db.Each(ctx, s.DB, func(r db.Row) error {
		text, err := db.Scan[string](r)
		common.Add(text)
		return err
	}, "SELECT SUBSTR(c.body_md, 1, ?) FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE "+sel.where+
		" ORDER BY c.id DESC LIMIT ?", append(append([]any{sampleWords}, sel.args...), sample)...)
	if err != nil {
		return err
	}
	taken := map[int64]bool{}
	for i := range list {
		if list[i].Quotes, err = s.quotes(ctx, sel, common, &list[i], taken); err != nil {
			return err
		}
		for _, q := range list[i].Quotes {
			taken[q.Contribution] = true
		}
	}
	return nil
}

// quotes chooses the quotes of one theme from the newest contributions to it, those that are not taken first.
func (s *Store) quotes(ctx context.Context, sel selection, common *quote.Words, theme *Theme, taken map[int64]bool) ([]Quote, error) {
	var candidates []quote.Candidate
	said := map[int64]Quote{}
	topic := quote.Topic{Words: theme.Name + ". " + theme.Definition}
	err := db.Each(ctx, s.DB, func(r db.Row) error {
		var c quote.Candidate
		var q Quote
		var whole bool
		if err := r.Scan(&c.ID, &q.Thread, &c.Author, &c.Who, &q.Evidence, &c.Agrees, &q.At, &q.Author, &c.Text, &whole); err != nil {
			return err
		}
		c.Cut = !whole
		q.Contribution, q.Who = c.ID, people.Who(c.Who)
		candidates, said[c.ID] = append(candidates, c), q
		topic.Names = append(topic.Names, q.Author)
		return nil
	}, `SELECT c.id, c.thread_id, c.author_id, c.who, c.evidence, c.agrees, c.created_at, p.public_name, SUBSTR(c.body_md, 1, ?), LENGTH(c.body_md) <= ?
		FROM tags g JOIN contributions c ON c.id = g.contribution_id JOIN threads t ON t.id = c.thread_id JOIN people p ON p.id = c.author_id
		WHERE g.theme_id = ? AND g.state = 'accepted' AND `+sel.where+" ORDER BY g.contribution_id DESC LIMIT ?",
		append(append([]any{readAtMost, readAtMost, theme.ID}, sel.args...), newest)...)
	if err != nil {
		return nil, err
	}
	fresh := slices.DeleteFunc(slices.Clone(candidates), func(c quote.Candidate) bool { return taken[c.ID] })
	places := quote.Choose(topic, common, fresh, quotesEach)
	if len(places) < 2 && len(fresh) < len(candidates) {
		places = quote.Choose(topic, common, candidates, quotesEach)
	}
	var chosen []Quote
	for _, place := range places {
		q := said[place.ID]
		q.Start, q.End = place.Start, place.End
		for _, c := range candidates {
			if c.ID == place.ID {
				q.Text = c.Text[place.Start:place.End]
			}
		}
		chosen = append(chosen, q)
	}
	return chosen, nil
}
