package coding

import (
	"context"
	"math"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/insight/classify"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/themes"
)

// aboutLength is the number of letters shown of what a contribution answers.
const aboutLength = 400

// items reads contributions with what is shown beside them.
func (s *Store) items(ctx context.Context, a people.Actor, f Filter, list []given) ([]Item, error) {
	said, err := discussion.Gather(ctx, s.DB, a, ids(list))
	if err != nil || len(said) == 0 {
		return nil, err
	}
	about, err := s.contexts(ctx, said)
	if err != nil {
		return nil, err
	}
	on, err := themes.On(ctx, s.DB, saidIDs(said))
	if err != nil {
		return nil, err
	}
	codebook, err := s.codebook(ctx)
	if err != nil {
		return nil, err
	}
	turn := make(map[int64]given, len(list))
	for _, g := range list {
		turn[g.id] = g
	}
	model, learns := s.memory.ready(ctx)
	items := make([]Item, 0, len(said))
	for _, one := range said {
		g := turn[one.ID]
		item := Item{
			Said: one, Context: about[one.ID], On: on[one.ID], Queue: f.queue(g, len(on[one.ID]) > 0), Why: g.why, Rare: g.rare,
		}
		if model != nil {
			item.Suggestions = s.suggest(model, learns, codebook, one.Body)
		}
		items = append(items, item)
	}
	return items, nil
}

// queue is how a contribution that was given in its turn is kept.
func (f Filter) queue(g given, tagged bool) Queue {
	switch {
	case tagged || f.Show != ToDo:
		return FromList
	case g.sample:
		return FromSample
	case f.Order == Newest:
		return FromNewest
	}
	return FromCoverage
}

func saidIDs(said []discussion.Said) []int64 {
	all := make([]int64, len(said))
	for i, one := range said {
		all[i] = one.ID
	}
	return all
}

// codebook reads the themes in use.
func (s *Store) codebook(ctx context.Context) (map[int64]themes.Theme, error) {
	list, err := (&themes.Store{DB: s.DB}).List(ctx)
	current := make(map[int64]themes.Theme, len(list))
	for _, t := range list {
		if t.State == themes.Current {
			current[t.ID] = t
		}
	}
	return current, err
}

// suggest gives what the model suggests for a text, of the themes in use, with those words that say something.
func (s *Store) suggest(model *classify.Model, learns string, codebook map[int64]themes.Theme, body string) []Suggestion {
	var list []Suggestion
	for _, one := range model.Suggest(readable(body), suggested) {
		theme, ok := codebook[one.Theme]
		if !ok { // just retired: the model will hear of it
			continue
		}
		suggestion := Suggestion{Theme: theme, Rank: len(list) + 1, Sure: thousandths(one.Sure), Model: learns}
		for _, w := range one.Words {
			if s.memory.telling(body[w[0]:w[1]]) {
				suggestion.Words = append(suggestion.Words, Span{Start: w[0], End: w[1]})
			}
		}
		list = append(list, suggestion)
	}
	return list
}

func thousandths(share float64) int {
	if math.IsNaN(share) {
		return 0
	}
	return int(math.Round(1000 * min(1, max(0, share))))
}

// contexts reads where contributions were said and what they answer. What is hidden of that is left out.
func (s *Store) contexts(ctx context.Context, said []discussion.Said) (map[int64]Context, error) {
	found := make(map[int64]Context, len(said))
	err := db.Each(ctx, s.DB, func(r db.Row) error {
		var id int64
		var c Context
		var paragraph string
		err := r.Scan(&id, &c.Group, &c.Number, &c.Paragraph, &c.About, &paragraph, &c.AboutBy, &c.Proposed)
		if c.About = discussion.Beginning(c.About, aboutLength); c.About == "" {
			c.About = prose.Excerpt(paragraph, aboutLength)
		}
		found[id] = c
		return err
	}, `SELECT c.id, COALESCE(g.name, ''), COALESCE(ch.number, 0), COALESCE(vb.number, 0),
		COALESCE(parent.body_html, opening.body_html, ''), COALESCE(NULLIF(an.quote, ''), vb.text, ''), COALESCE(pp.public_name, op.public_name, ''), COALESCE(sg.new_html, '')
		FROM contributions c JOIN threads t ON t.id = c.thread_id
		LEFT JOIN groups g ON g.id = t.group_id
		LEFT JOIN chapters ch ON ch.thread_id = t.id
		LEFT JOIN anchors an ON an.contribution_id = c.id
		LEFT JOIN version_blocks vb ON vb.version_id = an.now_version_id AND vb.block_id = an.now_block_id
		LEFT JOIN suggestions sg ON sg.contribution_id = c.id
		LEFT JOIN contributions parent ON parent.id = c.parent_id AND parent.state = 'published'
		LEFT JOIN people pp ON pp.id = parent.author_id
		LEFT JOIN contributions opening ON opening.id = t.opening_id AND opening.id <> c.id AND c.parent_id IS NULL AND opening.state = 'published'
		LEFT JOIN people op ON op.id = opening.author_id
		WHERE c.id IN `+db.In(len(said)), db.Args(saidIDs(said))...)
	return found, err
}

// Again reads contributions that somebody answered in a way that could not be stored, with suggestions.
func (s *Store) Again(ctx context.Context, a people.Actor, f Filter, answers []Answer) ([]Item, error) {
	if err := MayCode(a); err != nil {
		return nil, err
	}
	list, queues := make([]given, 0, len(answers)), map[int64]Queue{}
	for _, answer := range answers[:min(len(answers), MostAtOnce)] {
		list = append(list, given{id: answer.Contribution})
		queues[answer.Contribution] = answer.Queue
	}
	items, err := s.items(ctx, a, f, list)
	for i := range items {
		items[i].Queue = queues[items[i].ID]
	}
	return items, err
}
