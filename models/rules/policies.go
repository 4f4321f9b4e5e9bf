package rules

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/say"
)

// MaxChanges is the length in characters of what says in plain words what is new in a version.
const MaxChanges = 600

// PolicyVersion is what people accept who take part, as it stood from a moment on.
type PolicyVersion struct {
	Kind     people.Policy
	Number   int
	Markdown string // the place's own words; "" where it has none
	HTML     string // safe to print
	Frozen   []Rule // of the house rules: the rules as they stood
	Changes  string // what is new in it; "" for the first version
	Asks     bool   // who takes part accepts it first
	Accepted int    // people who did
	By       string // who made it; "" for the program and whoever left
	At       clock.Instant
}

const policyColumns = `SELECT v.kind, v.number, v.body_md, v.body_html, v.frozen, v.changes, v.asks = 1, v.accepted, COALESCE(p.public_name, ''), v.made_at
	FROM policies v LEFT JOIN people p ON p.id = v.made_by `

func scanPolicy(r db.Row) (PolicyVersion, error) {
	var v PolicyVersion
	var frozen string
	if err := r.Scan(&v.Kind, &v.Number, &v.Markdown, &v.HTML, &frozen, &v.Changes, &v.Asks, &v.Accepted, &v.By, &v.At); err != nil {
		return v, err
	}
	if v.Kind == people.RulesPolicy && v.Number == 1 && frozen == "" {
		v.Frozen = Shipped().Rules
	}
	if frozen == "" {
		return v, nil
	}
	return v, json.Unmarshal([]byte(frozen), &v.Frozen)
}

// loadPolicies reads the newest version of each policy into the book.
func (b *Book) loadPolicies(ctx context.Context, q db.Querier) error {
	list, err := db.All(ctx, q, scanPolicy, policyColumns+`JOIN (SELECT kind AS of, MAX(number) AS newest FROM policies GROUP BY kind) n
		ON n.of = v.kind AND n.newest = v.number ORDER BY v.kind`)
	if err != nil {
		return err
	}
	b.policies = map[people.Policy]PolicyVersion{}
	for _, v := range list {
		v.Accepted = 0 // changes all the time, and no page for everybody shows it
		b.policies[v.Kind] = v
	}
	if b.Policies, err = people.PoliciesOf(ctx, q); err != nil {
		return err
	}
	b.marks, err = people.MarksThatHold(ctx, q)
	return err
}

// Policy gives the version of a policy that holds now; false where the place has none.
func (b *Book) Policy(kind people.Policy) (PolicyVersion, bool) {
	v, ok := b.policies[kind]
	return v, ok
}

// Owes tells what somebody has to say before they take part again.
func (b *Book) Owes(a people.Actor) people.Owed { return a.Owes(b.Policies, b.Age) }

// Mark gives what stands beside somebody's name at a moment; false for nothing.
func (b *Book) Mark(person int64, now clock.Instant) (people.MarkBeside, bool) {
	m, ok := b.marks[person]
	return m, ok && (m.Until == 0 || m.Until > now)
}

// PolicyVersions lists the versions of a policy, the newest first. It is db.ErrNotFound where the place has none.
func (s *Store) PolicyVersions(ctx context.Context, kind people.Policy) ([]PolicyVersion, error) {
	list, err := db.All(ctx, s.DB, scanPolicy, policyColumns+"WHERE v.kind = ? ORDER BY v.number DESC", kind)
	if err == nil && len(list) == 0 {
		err = db.ErrNotFound
	}
	return list, err
}

// PolicyVersion reads one version; db.ErrNotFound where there is none.
func (s *Store) PolicyVersion(ctx context.Context, kind people.Policy, number int) (PolicyVersion, error) {
	return db.One(ctx, s.DB, scanPolicy, policyColumns+"WHERE v.kind = ? AND v.number = ?", kind, number)
}

// NewPolicy is a version as it was typed.
type NewPolicy struct {
	Kind     people.Policy
	Before   int // the version that it was made from
	Markdown string
	Changes  string
	Asks     bool
}

// check cleans what was typed and renders it: Invalid under "body" and "changes".
func (n NewPolicy) check(ctx context.Context) (NewPolicy, string, error) {
	wrong := db.Invalid{}
	n.Changes = strings.TrimSpace(n.Changes)
	if n.Changes == "" && n.Before > 0 {
		wrong["changes"] = "Say in plain words what is new"
	} else if utf8.RuneCountInString(n.Changes) > MaxChanges {
		wrong["changes"] = say.F("Please keep this under %d letters", MaxChanges)
	}
	if clean, err := prose.Clean(n.Changes); err != nil {
		wrong["changes"] = say.Of(err)
	} else {
		n.Changes = clean
	}
	if n.Kind == people.TermsPolicy && strings.TrimSpace(n.Markdown) == "" {
		wrong["body"] = "Write the terms"
	}
	doc, err := prose.Render(ctx, n.Markdown, prose.Options{Chapter: true, Limits: prose.Comment, Prefix: string(n.Kind) + "-"})
	var refused *prose.Refusal
	if errors.As(err, &refused) {
		wrong["body"] = refused.Said()
		err = nil
	}
	if err == nil && len(wrong) > 0 {
		err = wrong
	}
	return n, doc.HTML, err
}

// MakePolicy publishes a new version of a policy, with an entry in the register. The house rules are kept with it as they
// stand. Only administrators may; who makes it accepts it. Errors: db.Invalid under "body" and "changes", db.ErrConflict
// where another version was made meanwhile.
func (s *Store) MakePolicy(ctx context.Context, a people.Actor, key db.Key, n NewPolicy) (int, error) {
	if !a.CanAdminister() {
		return 0, errNotYours
	}
	n, html, err := n.check(ctx)
	if err != nil {
		return 0, err
	}
	number, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		book, err := Load(tx.Context(), tx)
		if err != nil {
			return 0, err
		}
		if book.Policies.Current.Of(n.Kind) != n.Before {
			return 0, db.ErrConflict
		}
		frozen := ""
		if n.Kind == people.RulesPolicy {
			text, err := json.Marshal(book.Current())
			if err != nil {
				return 0, err
			}
			frozen = string(text)
		}
		asks := 0
		if n.Asks {
			asks = 1
		}
		number := n.Before + 1
		added, err := tx.Exec(`INSERT INTO policies (kind, number, body_md, body_html, frozen, changes, asks, made_by, made_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, number) DO NOTHING`, n.Kind, number, strings.TrimSpace(n.Markdown), html, frozen, n.Changes, asks, db.Null(a.ID), tx.Now())
		if err == nil && added == 0 {
			err = db.ErrConflict
		}
		if err != nil {
			return 0, err
		}
		if a.ID != 0 {
			if err := people.AcceptPolicy(tx, a.ID, n.Kind, number); err != nil {
				return 0, err
			}
		}
		tx.Touch(db.TopicRules, db.TopicSite)
		return int64(number), audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "place.policy", Kind: "place", Details: map[string]any{"policy": string(n.Kind), "number": number, "asked": n.Asks},
		})
	})
	return int(number), err
}

// PolicyPath is the page of a policy; with a number, of one version.
func PolicyPath(kind people.Policy, number int) string {
	path := map[people.Policy]string{people.RulesPolicy: "/house-rules", people.PrivacyPolicy: "/privacy", people.TermsPolicy: "/terms"}[kind]
	if number > 0 {
		path += "/versions/" + strconv.Itoa(number)
	}
	return path
}
