package fill

import (
	"context"
	"strings"

	"folkmoot/app/demo"
	"folkmoot/models/db"
	"folkmoot/models/reach"
)

// askAbout has the editor say who lives here, and people answer what they are asked about themselves.
func (f *filling) askAbout(ctx context.Context) error {
	helen, err := f.actor(ctx, "helen")
	if err != nil {
		return err
	}
	store := &reach.Store{DB: f.db}
	for _, b := range f.content.Baselines {
		draft := reach.Draft{Dimension: b.Dimension, Title: b.Title, Source: b.Source, Lines: b.Lines}
		if err := store.Put(ctx, helen, db.NewKey(helen.ID), draft); err != nil {
			return err
		}
	}
	for _, q := range f.content.Questions {
		if err := f.askOne(ctx, store, q); err != nil {
			return err
		}
	}
	return nil
}

// askOne asks a question, uploads who lives here by its answers, and has as many people as it says give each.
func (f *filling) askOne(ctx context.Context, store *reach.Store, q demo.Question) error {
	draft := reach.QuestionDraft{Words: q.Words, Why: q.Why, Answers: strings.Join(q.Answers, "\n")}
	helen, err := f.actor(ctx, "helen")
	if err != nil {
		return err
	}
	if err := store.Ask(ctx, helen, db.NewKey(helen.ID), draft); err != nil {
		return err
	}
	list, err := store.Questions(ctx)
	if err != nil {
		return err
	}
	asked := list[len(list)-1]
	baseline := reach.Draft{Dimension: asked.Key, Title: draft.Words, Source: f.content.Baselines[0].Source, Lines: q.Lives}
	if err := store.Put(ctx, helen, db.NewKey(helen.ID), baseline); err != nil {
		return err
	}
	voter := 0
	for position, n := range q.Given {
		for range n {
			who, err := f.accounts.ActorOf(ctx, f.voters[voter])
			if err != nil {
				return err
			}
			if err := store.Tell(ctx, who, asked.Position, map[int64]int{asked.ID: position}); err != nil {
				return err
			}
			voter++
		}
	}
	return nil
}
