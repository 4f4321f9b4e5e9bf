package fill

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/rules"
)

// open has the place say whom people turn to, and lets the public in.
func (f *filling) open(ctx context.Context) error {
	place := f.content.Place
	safety := f.content.Person(place.Safety)
	boss := f.people[safety.Key]
	s := rules.New(f.db)
	book, err := s.Book(ctx)
	if err != nil {
		return err
	}
	c := book.Contacts
	c.Safeguarding.Phone, c.Safeguarding.Email, c.Safeguarding.Hours = place.AtRisk, place.AtRiskEmail, place.Hours
	c.SafetyLead = rules.SafetyLead{Name: safety.Name, Role: safety.Organisation, Email: safety.Email()}
	if err := s.SetContacts(ctx, boss, db.NewKey(boss.ID), book.Contacts.Mark(), c); err != nil {
		return err
	}
	return s.Open(ctx, boss, db.NewKey(boss.ID), rules.Confirmed{Rules: true, Reasons: true})
}
