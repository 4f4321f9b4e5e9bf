package insight

import (
	"cmp"
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
	quotesEach  = 4    // quotes of a theme, at most
	quotesOwn   = 3    // of them, those that the program chooses where editors pinned none
	leads       = 5    // contributions of a theme that most agree with: who disagrees with more of them than they agree with speaks against
	opponents   = 5000 // people who may be found to disagree with those
	newest      = 200  // contributions of a theme that may be quoted: the newest
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
	author       int64
	Who          people.Who
	Evidence     discussion.Evidence
	Language     string // of the words, a BCP 47 tag; "" where nobody said
	At           clock.Instant
	Against      bool // it speaks against what most say about the theme
	Pin          *Pin // an editor keeps it in view; nil where the program chose it
}

// Quote chooses the quotes of a summary's strongest themes, the first of them onwards, and puts them in place. What
// is quoted for one theme is left to it where a weaker one has other words.
func (s *Store) Quote(ctx context.Context, scope Scope, list []Theme) error {
	if len(list) == 0 || scope.Area != "" { // nobody's area is shown by quoting them
		return nil
	}
	sel, err := s.choose(ctx, scope)
	if err != nil {
		return err
	}
	common := s.texts.NewWords()
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
	topic := quote.Topic{Words: theme.Name + ". " + theme.Definition}
	candidates, said, err := s.candidates(ctx, sel, theme.ID, &topic)
	if err != nil {
		return nil, err
	}
	chosen, err := s.pinned(ctx, sel, theme.ID)
	if err != nil {
		return nil, err
	}
	if err := s.opposed(ctx, candidates, chosen); err != nil {
		return nil, err
	}
	var shown []quote.Taken
	for _, q := range chosen {
		shown = append(shown, quote.Taken{Author: q.author, Who: string(q.Who), Against: q.Against, Text: q.Text})
	}
	own := max(1, quotesOwn-len(chosen))
	fresh := slices.DeleteFunc(slices.Clone(candidates), func(c quote.Candidate) bool { return taken[c.ID] })
	places := quote.Choose(topic, common, fresh, own, shown...)
	if len(places) < min(2, own) && len(fresh) < len(candidates) {
		places = quote.Choose(topic, common, candidates, own, shown...)
	}
	for _, place := range places {
		q := said[place.ID]
		q.Start, q.End, q.Against = place.Start, place.End, place.Against
		for _, c := range candidates {
			if c.ID == place.ID {
				q.Text = c.Text[place.Start:place.End]
			}
		}
		chosen = append(chosen, q)
	}
	return chosen, nil
}

// candidates reads the newest contributions to a theme, and adds their writers' names to the topic.
func (s *Store) candidates(ctx context.Context, sel selection, theme int64, topic *quote.Topic) (list []quote.Candidate, said map[int64]Quote, err error) {
	said = map[int64]Quote{}
	err = db.Each(ctx, s.DB, func(r db.Row) error {
		var c quote.Candidate
		var q Quote
		var whole bool
		var disagrees int
		if err := r.Scan(&c.ID, &q.Thread, &c.Author, &c.Who, &q.Evidence, &q.Language, &c.Agrees, &disagrees, &q.At, &q.Author, &c.Text, &whole); err != nil {
			return err
		}
		c.Cut, c.Against = !whole, disagrees >= 2 && disagrees > c.Agrees
		q.Contribution, q.Who, q.author = c.ID, people.Who(c.Who), c.Author
		list, said[c.ID] = append(list, c), q
		topic.Names = append(topic.Names, q.Author)
		return nil
	}, `SELECT c.id, c.thread_id, c.author_id, c.who, c.evidence, c.language, c.agrees, c.disagrees, c.created_at, p.public_name, SUBSTR(c.body_md, 1, ?), LENGTH(c.body_md) <= ?
		FROM tags g JOIN contributions c ON c.id = g.contribution_id JOIN threads t ON t.id = c.thread_id JOIN people p ON p.id = c.author_id
		WHERE g.theme_id = ? AND g.state = 'accepted' AND `+sel.where+" ORDER BY g.contribution_id DESC LIMIT ?",
		append(append([]any{readAtMost, readAtMost, theme}, sel.args...), newest)...)
	return list, said, err
}

// opposed marks the candidates, and the pinned quotes, whose writers disagree with what most agree with.
func (s *Store) opposed(ctx context.Context, candidates []quote.Candidate, pinned []Quote) error {
	backed := slices.DeleteFunc(slices.Clone(candidates), func(c quote.Candidate) bool { return c.Agrees < 2 || c.Against })
	slices.SortFunc(backed, func(a, b quote.Candidate) int {
		return cmp.Or(cmp.Compare(b.Agrees, a.Agrees), cmp.Compare(a.ID, b.ID))
	})
	backed = backed[:min(leads, len(backed))]
	if len(backed) == 0 {
		return nil
	}
	lead := map[int64]bool{}
	args := []any{}
	for _, c := range backed {
		lead[c.ID] = true
		args = append(args, c.ID)
	}
	ids, err := db.Values[int64](ctx, s.DB, "SELECT person_id FROM positions WHERE contribution_id IN "+db.In(len(args))+` GROUP BY person_id
		HAVING SUM(CASE position WHEN 'disagree' THEN 1 WHEN 'agree' THEN -1 ELSE 0 END) > 0 ORDER BY person_id LIMIT ?`, append(args, opponents)...)
	if err != nil {
		return err
	}
	disagree := map[int64]bool{}
	for _, id := range ids {
		disagree[id] = true
	}
	for i, c := range candidates {
		candidates[i].Against = c.Against || disagree[c.Author] && !lead[c.ID]
	}
	for i, q := range pinned {
		pinned[i].Against = q.Against || disagree[q.author] && !lead[q.Contribution]
	}
	return nil
}
