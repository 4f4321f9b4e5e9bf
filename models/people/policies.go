package people

import (
	"context"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// Policy is something that people accept who take part.
type Policy string

// The policies. Terms are there only where the place wrote some.
const (
	RulesPolicy   Policy = "rules"
	PrivacyPolicy Policy = "privacy"
	TermsPolicy   Policy = "terms"
)

// Policies lists the kinds in the order in which they are always shown.
var Policies = []Policy{RulesPolicy, PrivacyPolicy, TermsPolicy}

// Versions are version numbers by kind of policy; 0 stands for none.
type Versions struct{ Rules, Privacy, Terms int }

// Of gives the number of one kind.
func (v Versions) Of(kind Policy) int {
	switch kind {
	case RulesPolicy:
		return v.Rules
	case PrivacyPolicy:
		return v.Privacy
	case TermsPolicy:
		return v.Terms
	}
	return 0
}

// Set changes the number of one kind.
func (v *Versions) Set(kind Policy, number int) {
	switch kind {
	case RulesPolicy:
		v.Rules = number
	case PrivacyPolicy:
		v.Privacy = number
	case TermsPolicy:
		v.Terms = number
	}
}

// PolicyState is where the policies of a place stand.
type PolicyState struct {
	Current Versions // what holds now
	Asked   Versions // the newest version that has to be accepted before taking part goes on
}

// PoliciesOf reads where the policies stand, inside a command or outside.
func PoliciesOf(ctx context.Context, q db.Querier) (PolicyState, error) {
	var state PolicyState
	err := db.Each(ctx, q, func(r db.Row) error {
		var kind Policy
		var current, asked int
		if err := r.Scan(&kind, &current, &asked); err != nil {
			return err
		}
		state.Current.Set(kind, current)
		state.Asked.Set(kind, asked)
		return nil
	}, "SELECT kind, MAX(number), MAX(CASE WHEN asks = 1 THEN number ELSE 0 END) FROM policies GROUP BY kind ORDER BY kind")
	return state, err
}

// Owed is what somebody has to say before they take part again.
type Owed struct {
	Accept []Policy // in the order of Policies
	Age    bool     // that they are old enough
}

// Any tells whether there is anything.
func (o Owed) Any() bool { return o.Age || len(o.Accept) > 0 }

// Owes tells what an actor who is signed in has to say before they take part again.
func (a Actor) Owes(state PolicyState, age MinimumAge) Owed {
	if !a.SignedIn() {
		return Owed{}
	}
	owed := Owed{Age: age.Asks(a.OfAge)}
	for _, kind := range Policies {
		if a.Accepted.Of(kind) < state.Asked.Of(kind) {
			owed.Accept = append(owed.Accept, kind)
		}
	}
	return owed
}

// News lists the policies with a version that the actor has not seen and need not accept.
func (a Actor) News(state PolicyState) []Policy {
	var news []Policy
	for _, kind := range Policies {
		if n := state.Current.Of(kind); a.SignedIn() && n > 1 && n > state.Asked.Of(kind) && a.Accepted.Of(kind) < n {
			news = append(news, kind)
		}
	}
	return news
}

// Owing reads what somebody has to say before they take part again, for ways in that have no page.
func (s *Store) Owing(ctx context.Context, a Actor) (Owed, error) {
	state, err := PoliciesOf(ctx, s.db)
	if err != nil {
		return Owed{}, err
	}
	age, err := MinimumAgeOf(ctx, s.db)
	return a.Owes(state, age), err
}

// Accept notes that the actor accepts versions of policies, as the page showed them, and with ofAge that they are old
// enough. A version that is not the newest is db.ErrConflict: they have not seen what they would accept. Accepting the
// same twice is no error.
func (s *Store) Accept(ctx context.Context, a Actor, key db.Key, versions Versions, ofAge bool) error {
	if !a.SignedIn() {
		return errSignIn
	}
	_, err := s.db.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		state, err := PoliciesOf(tx.Context(), tx)
		if err != nil {
			return 0, err
		}
		for _, kind := range Policies {
			n := versions.Of(kind)
			if n == 0 {
				continue
			}
			if n != state.Current.Of(kind) {
				return 0, db.ErrConflict
			}
			if err := AcceptPolicy(tx, a.ID, kind, n); err != nil {
				return 0, err
			}
		}
		if ofAge {
			if err := SayOfAge(tx, a.ID); err != nil {
				return 0, err
			}
		}
		tx.Touch(db.TopicPerson(a.ID))
		return a.ID, nil
	})
	return err
}

// AcceptAll notes inside a command that somebody accepts everything as it stands, as who joins does.
func AcceptAll(tx *db.Tx, person int64) error {
	state, err := PoliciesOf(tx.Context(), tx)
	if err != nil {
		return err
	}
	for _, kind := range Policies {
		if n := state.Current.Of(kind); n > 0 {
			if err := AcceptPolicy(tx, person, kind, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// AcceptPolicy notes inside a command that somebody accepts one version.
func AcceptPolicy(tx *db.Tx, person int64, kind Policy, number int) error {
	added, err := tx.Exec(`INSERT INTO acceptances (person_id, kind, number, accepted_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (person_id, kind, number) DO NOTHING`, person, kind, number, tx.Now())
	if err != nil || added == 0 {
		return err
	}
	_, err = tx.Exec("UPDATE policies SET accepted = accepted + 1 WHERE kind = ? AND number = ?", kind, number)
	return err
}

// Acceptance is a version that somebody accepted.
type Acceptance struct {
	Kind   Policy
	Number int
	At     clock.Instant
}

// Acceptances lists what the actor accepted, the newest first, at most 50.
func (s *Store) Acceptances(ctx context.Context, a Actor) ([]Acceptance, error) {
	return db.All(ctx, s.db, func(r db.Row) (one Acceptance, err error) {
		err = r.Scan(&one.Kind, &one.Number, &one.At)
		return one, err
	}, "SELECT kind, number, accepted_at FROM acceptances WHERE person_id = ? ORDER BY accepted_at DESC, kind, number DESC LIMIT 50", a.ID)
}
