package snapshots

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/insight"
	"folkmoot/models/snapshots/recount"
)

// tries is how often a summary is frozen again where what is counted changed meanwhile.
const tries = 3

// errApart says that figures are not those of their rows.
var errApart = errors.New("snapshots: the figures are not those of their rows")

// frozen is a summary as it stood at one moment, with its rows.
type frozen struct {
	edition Edition
	rows    []byte
}

// freeze reads a summary and its rows at one moment, counts the rows again by themselves, and gives both only where
// they agree.
func (s *Store) freeze(ctx context.Context, scope insight.Scope) (f frozen, err error) {
	for range tries {
		if err := s.catchUp(ctx); err != nil {
			return f, err
		}
		err = s.DB.Moment(ctx, func(still *db.DB) error {
			f, err = s.look(ctx, still, scope)
			return err
		})
		if err != nil {
			return f, err
		}
		if err = f.agrees(); !errors.Is(err, errApart) {
			return f, err
		}
	}
	return f, err
}

// catchUp counts what has changed, so that a moment's figures are read from what is kept. Where that takes long they are
// counted from what is stored.
func (s *Store) catchUp(ctx context.Context) error {
	if err := (&insight.Store{DB: s.DB, Zone: s.Zone}).CatchUp(ctx); err != nil && (!errors.Is(err, db.ErrBusy) || ctx.Err() != nil) {
		return err
	}
	return nil
}

// look reads everything that is frozen, from one moment.
func (s *Store) look(ctx context.Context, still *db.DB, scope insight.Scope) (f frozen, err error) {
	in := &insight.Store{DB: still, Zone: s.Zone}
	sum, err := in.Summary(ctx, scope)
	if err != nil {
		return f, err
	}
	ballots, err := in.Ballots(ctx, insight.ViewScope{Scope: scope})
	if err != nil {
		return f, err
	}
	if f.rows, err = pack(ctx, in, scope, ballots); err != nil {
		return f, err
	}
	if f.edition, err = s.edition(ctx, in, sum); err != nil {
		return f, err
	}
	f.edition.Rows = Digest(f.rows)
	return f, f.edition.addParts(ctx, in, sum, ballots)
}

// agrees tells whether the rows add up to the figures.
func (f frozen) agrees() error {
	counted, err := unpacked(f.rows)
	if err != nil {
		return err
	}
	line, _, err := f.edition.seal()
	if err != nil {
		return err
	}
	// The quotes were looked at as they were read.
	unread := func(int64, int) (string, bool, error) { return "", false, nil }
	_, problems, err := counted.Check(line, unread)
	if err == nil && len(problems) > 0 {
		err = fmt.Errorf("%w: %s", errApart, strings.Join(problems, "; "))
	}
	return err
}

// edition puts what was counted into the form in which it is kept.
func (s *Store) edition(ctx context.Context, in *insight.Store, sum insight.Summary) (Edition, error) {
	e := Edition{
		Format: editionFormat, Number: 1, At: Moment(s.DB.Clock.Now()), Method: Method, Scope: scopeWords(sum.Scope),
		People: sum.People, Contributions: sum.Contributions, ByWho: sum.ByWho, Issues: []Issue{},
	}
	var err error
	if e.Codebook, err = db.Value[int64](ctx, in.DB, "SELECT COALESCE(MAX(codebook), 0) FROM theme_revisions"); err != nil {
		return e, err
	}
	if e.Of, err = placeName(ctx, in, sum.Scope); err != nil {
		return e, err
	}
	promised, err := promises(ctx, in.DB)
	if err != nil {
		return e, err
	}
	for _, t := range sum.Themes {
		issue := issueOf(t, promised[t.ID])
		for _, q := range t.Quotes {
			quote, err := quoteOf(ctx, in.DB, q)
			if err != nil {
				return e, err
			}
			issue.Quotes = append(issue.Quotes, quote)
		}
		e.Issues = append(e.Issues, issue)
	}
	return e, nil
}

// placeName is the name of the place that a scope is limited to; "" where it is not.
func placeName(ctx context.Context, in *insight.Store, scope insight.Scope) (string, error) {
	if scope.Group == "" && scope.Guide == "" {
		return "", nil
	}
	places, err := in.Places(ctx)
	i := slices.IndexFunc(places, func(p insight.Place) bool {
		return p.Scope.Group == scope.Group && p.Scope.Guide == scope.Guide && p.Scope.Chapter == scope.Chapter
	})
	if err != nil || i < 0 {
		return "", err
	}
	return places[i].Name, nil
}

func issueOf(t insight.Theme, promised []Commitment) Issue {
	i := Issue{
		Slug: t.Slug, Name: t.Name, Definition: t.Definition, Mark: t.Mark, Title: t.Title(), State: string(t.State()),
		Commitments: promised, Contributions: t.Said, People: t.People, ByWho: t.ByWho, ByEvidence: t.ByEvidence,
		Positions: Positions(t.Positions), Weeks: []Week{}, Quotes: []Quote{},
	}
	if i.Commitments == nil {
		i.Commitments = []Commitment{}
	}
	if t.Issue != nil {
		i.Note = t.Issue.Note
		if t.State() != insight.Emerging {
			i.StateAt = Moment(t.Issue.StateAt)
		}
		if t.State() == insight.Responded {
			i.Response, i.Answer = t.Issue.Response, string(t.Issue.Outcome)
		}
	}
	for _, week := range t.Weeks {
		i.Weeks = append(i.Weeks, Week(week))
	}
	return i
}

// promises reads what was undertaken about issues, by theme; there is no more of it than people wrote by hand.
func promises(ctx context.Context, q db.Querier) (map[int64][]Commitment, error) {
	all := map[int64][]Commitment{}
	err := db.Each(ctx, q, func(r db.Row) error {
		var theme int64
		var c Commitment
		err := r.Scan(&theme, &c.Action, &c.Owner, &c.Priority, &c.ReviewOn, &c.State, &c.Outcome)
		all[theme] = append(all[theme], c)
		return err
	}, "SELECT theme_id, action, owner, priority, review_on, state, outcome FROM commitments ORDER BY theme_id, id")
	return all, err
}

// quoteOf finds the revision that a quote is of. What stands in none that everybody may read is an error, so that
// nothing else is ever frozen as somebody's words.
func quoteOf(ctx context.Context, q db.Querier, from insight.Quote) (Quote, error) {
	quote := Quote{
		Contribution: from.Contribution, URL: from.URL(), Start: from.Start, End: from.End, Text: from.Text,
		Who: string(from.Who), Evidence: string(from.Evidence), At: Moment(from.At), Against: from.Against,
	}
	if from.Pin != nil {
		quote.Pinned, quote.OneVoice = from.Pin.Reason, from.Pin.Kind == insight.PinOneVoice
	}
	err := db.Each(ctx, q, func(r db.Row) error {
		var revision int
		var body string
		if err := r.Scan(&revision, &body); err != nil {
			return err
		}
		if quote.Revision == 0 && from.Start >= 0 && from.End <= len(body) && from.Start < from.End && body[from.Start:from.End] == from.Text {
			quote.Revision = revision
		}
		return nil
	}, `SELECT revision, body_md FROM contributions WHERE id = ? UNION ALL
		SELECT revision, body_md FROM contribution_revisions WHERE contribution_id = ? AND public = 1 ORDER BY revision DESC`, from.Contribution, from.Contribution)
	if err == nil && quote.Revision == 0 {
		err = fmt.Errorf("snapshots: the quote of contribution %d is not in its words", from.Contribution)
	}
	return quote, err
}

// wordsAt gives the words of contributions as they were at a revision, for checking quotes.
func wordsAt(ctx context.Context, q db.Querier) recount.Words {
	return func(contribution int64, revision int) (string, bool, error) {
		text, err := db.Value[string](ctx, q, `SELECT body_md FROM contributions WHERE id = ? AND revision = ? UNION ALL
			SELECT body_md FROM contribution_revisions WHERE contribution_id = ? AND revision = ?`, contribution, revision, contribution, revision)
		if errors.Is(err, db.ErrNotFound) {
			return "", false, nil
		}
		return text, err == nil, err
	}
}

// day writes the day of a moment on the clocks of the place.
func (s *Store) day(at clock.Instant) insight.Day { return insight.DayOf(at, s.Zone) }
