package fill

import (
	"context"

	"folkmoot/app/demo"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/rules"
)

// keeper is the key of the administrator.
const keeper = "tess"

// planAgreed plans which marks the administrator gives, and how what people agree to changes.
func (f *filling) planAgreed() {
	for _, m := range f.content.Marks {
		f.act(demo.At{Day: m.Day, Hour: 11}, keeper, func(ctx context.Context, a people.Actor, key db.Key) error {
			_, err := f.accounts.GiveMark(ctx, a, key, f.people[m.Of].ID, people.Giving{Kind: people.MarkKind(m.Kind), Words: m.Words, Why: m.Why})
			return err
		})
	}
	book := rules.New(f.db)
	for _, v := range f.content.Agreed {
		f.act(demo.At{Day: v.Day, Hour: 12}, keeper, func(ctx context.Context, a people.Actor, key db.Key) error {
			state, err := people.PoliciesOf(ctx, f.db)
			if err != nil {
				return err
			}
			kind := people.Policy(v.Kind)
			_, err = book.MakePolicy(ctx, a, key, rules.NewPolicy{Kind: kind, Before: state.Current.Of(kind), Markdown: v.Text, Changes: v.Changes, Asks: v.Asks})
			return err
		})
	}
}
