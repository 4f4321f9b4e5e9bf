package notify

import (
	"context"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/say"
)

// Letter is a mail that says what a notice says.
type Letter struct {
	To      string // an email address
	ToName  string // may be empty
	Kind    Kind
	Words   say.Text // plain sentences; an empty line between paragraphs
	Subject say.Text // empty where its kind has one
	Where   string   // title of the discussion or chapter that it is about, where the person may see it; may be empty
	Link    string   // a path of this site; may be empty
	Appeal  string   // the path where the person can ask for another look; empty where there is nothing

	Person       int64  // whose notice it is; 0 for somebody without an account
	Contribution int64  // that it tells of; 0 for none
	Parent       int64  // that this one answers; 0 for none
	Thread       int64  // that this one is in, where the person may see it; 0 for none
	New          int    // how many new things it tells of; 0 where that is not counted
	Full         bool   // it is the last mail at once of the day
	Answers      bool   // it can be answered by mail
	Off          string // the secret of its link to have no more of these; empty where it must be sent
}

// Store keeps what people follow and how they want to be told, and reads what is to be mailed.
type Store struct {
	DB   *db.DB
	Zone *time.Location // the place's
	Key  []byte         // of 32 bytes: seals the links to turn mails off; nil where there are none
}

// Later says that a mail waits until the quiet hours of its person are over.
type Later struct{ Until clock.Instant }

// Error says so.
func (l Later) Error() string { return "it is quiet at its person's" }

// addressee is what is known about a notice and whose it is when it is mailed.
type addressee struct {
	letter  Letter
	state   people.State
	joined  clock.Instant
	stopped bool
	paused  bool
	read    bool
	how     How
	because string
	answers int
	theme   string
	zone    string
	quiet   Quiet
}

// Letter puts together the mail for a notice from what is true now. ErrNotFound where there is nothing to send any
// more: the person is gone, has no address that is known to be theirs or that takes mail, or, where they can choose to
// have it, has read it, has chosen otherwise since, is on hold or may not see what it is about. Later in quiet hours.
func (s *Store) Letter(ctx context.Context, notice int64) (Letter, error) {
	to, err := db.One(ctx, s.DB, scanAddressee, `SELECT p.id, p.state, p.created_at, p.email, p.public_name, p.mail_stopped_at IS NOT NULL, p.mail_paused_at IS NOT NULL, p.zone,
		COALESCE(p.quiet_from, 0), COALESCE(p.quiet_until, 0), COALESCE(n.contribution_id, 0), n.kind, n.words, n.link, n.read_at IS NOT NULL, n.how, n.because, n.answers, COALESCE(h.name, '')
		FROM notices n JOIN people p ON p.id = n.person_id LEFT JOIN themes h ON h.id = n.theme_id
		WHERE n.id = ? AND p.email IS NOT NULL AND p.email_verified_at IS NOT NULL`, notice)
	if err != nil {
		return Letter{}, err
	}
	off, err := s.wanted(ctx, to)
	if err != nil {
		return Letter{}, err
	}
	l := to.letter
	if off != (Ending{}) {
		if until, quiet := to.quiet.Ends(s.DB.Clock.Now(), s.zoneOf(to.zone)); quiet {
			return Letter{}, Later{until}
		}
		l.Off = s.Seal(off)
		today, err := db.Value[int](ctx, s.DB, "SELECT COUNT(*) FROM notices WHERE person_id = ? AND mail_at > ?", l.Person, s.DB.Clock.Now()-mailsCounting)
		if err != nil {
			return Letter{}, err
		}
		l.Full = today >= MailsADay
	}
	if l.Kind == Followed || l.Kind == Themed {
		l.New = max(to.answers, 1)
	}
	if l.Where = to.theme; l.Contribution == 0 {
		return l, nil
	}
	return s.about(ctx, l)
}

func scanAddressee(r db.Row) (a addressee, err error) {
	l := &a.letter
	err = r.Scan(&l.Person, &a.state, &a.joined, &l.To, &l.ToName, &a.stopped, &a.paused, &a.zone, &a.quiet.From, &a.quiet.Until,
		&l.Contribution, &l.Kind, &l.Words, &l.Link, &a.read, &a.how, &a.because, &a.answers, &a.theme)
	return a, err
}

// wanted tells whether a mail is still to be sent, by ErrNotFound where it is not, and what its link turns off.
func (s *Store) wanted(ctx context.Context, to addressee) (Ending, error) {
	kind, about := to.letter.Kind, to.letter.Kind.about()
	choice := kind.followed() || about != ""
	if to.stopped || choice && to.paused || to.state != people.Active && (to.state != people.Suspended || kind.followed() || kind == Reply || kind == Fate || kind == Mention) {
		return Ending{}, db.ErrNotFound
	}
	if !choice {
		return Ending{}, nil
	}
	if to.read && (kind.followed() || kind == Reply || kind == Fate || kind == Mention) {
		return Ending{}, db.ErrNotFound
	}
	off := Ending{Person: to.letter.Person, Joined: to.joined, About: about}
	how, err := Now, error(nil)
	if about != "" {
		how, err = wish(ctx, s.DB, off.Person, about)
	} else {
		off.Target, _ = ParseTarget(to.because)
		how, err = s.HowOf(ctx, people.Actor{ID: off.Person, State: people.Active}, off.Target)
	}
	if err == nil && how != Now {
		err = db.ErrNotFound
	}
	return off, err
}

// about adds what a mail tells of, as far as its person may see it.
func (s *Store) about(ctx context.Context, l Letter) (Letter, error) {
	a, err := reader(ctx, s.DB, l.Person)
	if err != nil {
		return Letter{}, err
	}
	w, err := where(ctx, s.DB, a, l.Contribution)
	if err != nil {
		return Letter{}, err
	}
	if l.Appeal, err = appeal(ctx, s.DB, l.Kind, l.Contribution); err != nil {
		return Letter{}, err
	}
	l.Thread, l.Parent = w.thread, w.parent
	switch {
	case (l.Kind == Reply || l.Kind == Fate || l.Kind == Mention || l.Kind.followed()) && !w.visible:
		return Letter{}, db.ErrNotFound
	case l.Kind == Themed: // it names the theme
	case l.Kind != ReportAnswer && l.Kind != Fate: // what tells of a fate names the chapter itself
		l.Where = w.title
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

// spot is where a contribution stands, for one reader.
type spot struct {
	title          string // of its thread; empty where the reader may not see the thread
	visible        bool   // the contribution itself
	thread, parent int64
}

// where gives where a contribution stands, as far as the reader may see its thread.
func where(ctx context.Context, q db.Querier, a people.Actor, contribution int64) (w spot, err error) {
	condition, args := a.SeesThreads("t")
	err = db.Each(ctx, q, func(r db.Row) error {
		return r.Scan(&w.title, &w.visible, &w.thread, &w.parent)
	}, `SELECT t.title, c.state = 'published', t.id, COALESCE(c.parent_id, CASE WHEN c.kind = 'opening' THEN 0 ELSE t.opening_id END, 0)
		FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE c.id = ? AND `+condition,
		append([]any{contribution}, args...)...)
	return w, err
}
