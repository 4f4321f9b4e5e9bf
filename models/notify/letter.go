package notify

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Letter is a mail that says what a notice says.
type Letter struct {
	To      string // an email address
	ToName  string // may be empty
	Kind    Kind
	Words   string // plain sentences; an empty line between paragraphs
	Subject string // empty where its kind has one
	Where   string // title of the discussion or chapter that it is about, where the person may see it; may be empty
	Link    string // a path of this site; may be empty
	Appeal  string // the path where the person can ask for another look; empty where there is nothing
}

// Store reads what is to be mailed.
type Store struct{ DB *db.DB }

// Letter puts together the mail for a notice from what is true now. ErrNotFound where there is nothing to send any
// more: the person is gone, has no address that is known to be theirs, or, where it tells of an answer or a fate, has
// read of it, wants no such mails, is on hold or may not see what it is about.
func (s *Store) Letter(ctx context.Context, notice int64) (Letter, error) {
	var l Letter
	var person, contribution int64
	err := db.Each(ctx, s.DB, func(r db.Row) error {
		return r.Scan(&person, &contribution, &l.Kind, &l.Words, &l.Link, &l.To, &l.ToName)
	}, `SELECT p.id, COALESCE(n.contribution_id, 0), n.kind, n.words, n.link, p.email, p.public_name
		FROM notices n JOIN people p ON p.id = n.person_id
		WHERE n.id = ? AND p.email IS NOT NULL AND p.email_verified_at IS NOT NULL AND CASE WHEN n.kind IN ('reply', 'fate')
		THEN p.state = 'active' AND p.mail_answers = 1 AND n.read_at IS NULL ELSE p.state IN ('active', 'suspended') END`, notice)
	if err != nil {
		return Letter{}, err
	}
	if person == 0 {
		return Letter{}, db.ErrNotFound
	}
	if contribution == 0 {
		return l, nil
	}
	a, err := reader(ctx, s.DB, person)
	if err != nil {
		return Letter{}, err
	}
	where, visible, err := where(ctx, s.DB, a, contribution)
	if err != nil {
		return Letter{}, err
	}
	if l.Appeal, err = appeal(ctx, s.DB, l.Kind, contribution); err != nil {
		return Letter{}, err
	}
	switch {
	case (l.Kind == Reply || l.Kind == Fate) && !visible:
		return Letter{}, db.ErrNotFound
	case l.Kind != ReportAnswer && l.Kind != Fate: // what tells of a fate names the chapter itself
		l.Where = where
	}
	return l, nil
}

// appeal gives the path where somebody can ask for another look at what a mail tells of: at a decision against their
// words that still holds, or at what became of their report.
func appeal(ctx context.Context, q db.Querier, kind Kind, contribution int64) (string, error) {
	against := kind == ReportAnswer
	if kind == Decision {
		err := db.Each(ctx, q, func(r db.Row) error { return r.Scan(&against) }, `SELECT act IN ('ask', 'hide', 'cover', 'move') FROM decisions
			WHERE contribution_id = ? AND undone_at IS NULL ORDER BY id DESC LIMIT 1`, contribution)
		if err != nil {
			return "", err
		}
	}
	if !against {
		return "", nil
	}
	return Permalink(contribution) + "/appeal", nil
}

// reader gives a person as far as the visibility rule needs it.
func reader(ctx context.Context, q db.Querier, person int64) (people.Actor, error) {
	a := people.Actor{ID: person}
	err := q.QueryRow(ctx, "SELECT role, state FROM people WHERE id = ?", person).Scan(&a.Role, &a.State)
	if err != nil {
		return a, err
	}
	groups, err := db.Values[int64](ctx, q, "SELECT group_id FROM memberships WHERE person_id = ? AND state = 'member'", person)
	for _, id := range groups {
		a.Groups = append(a.Groups, people.Membership{GroupID: id})
	}
	return a, err
}

// where gives the title of the thread that a contribution is in, where the reader may see the thread, and tells
// whether they may see the contribution.
func where(ctx context.Context, q db.Querier, a people.Actor, contribution int64) (title string, visible bool, err error) {
	condition, args := a.SeesThreads("t")
	err = db.Each(ctx, q, func(r db.Row) error {
		return r.Scan(&title, &visible)
	}, `SELECT t.title, c.state = 'published'
		FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE c.id = ? AND `+condition,
		append([]any{contribution}, args...)...)
	return title, visible, err
}
