package consultation

import (
	"cmp"
	"context"
	"slices"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// Bounds on a calendar.
const (
	mostDates = 500
	datesFrom = 366 * 24 * time.Hour // how long a date stays in it that is over
)

// Date is when something closes or is decided.
type Date struct {
	Thread    int64
	Kind      discussion.DateKind
	At        clock.Instant
	Withdrawn bool          // it is not so any more
	Sequence  int           // counts the changes
	ChangedAt clock.Instant // when it was last changed
	Title     string        // of what closes or is decided about
	Slug      string        // of a discussion
	Guide     string        // address of the guide that a chapter is in; empty for a discussion
	Chapter   string        // and of the chapter
}

// Within narrows dates to those of one group or one thread; the zero value is all.
type Within struct{ Group, Thread int64 }

// Dates reads when what everybody may see closes or is decided, the earliest first: what is to come, and what was in the
// last year.
func (s *Store) Dates(ctx context.Context, w Within) ([]Date, error) {
	var all []Date
	for _, query := range []string{
		"SELECT t.id, 'closes', t.closes_at, 0, " + dateColumns + ` FROM threads t LEFT JOIN thread_dates d ON d.thread_id = t.id AND d.kind = 'closes'
			LEFT JOIN chapters c ON c.thread_id = t.id LEFT JOIN guides g ON g.id = c.guide_id WHERE t.closes_at > ?`,
		"SELECT t.id, 'decides', q.decision_at, 0, " + dateColumns + ` FROM consultations q JOIN threads t ON t.id = q.thread_id
			LEFT JOIN thread_dates d ON d.thread_id = t.id AND d.kind = 'decides'
			LEFT JOIN chapters c ON c.thread_id = t.id LEFT JOIN guides g ON g.id = c.guide_id WHERE q.opened_at IS NOT NULL AND q.decision_at > ?`,
		"SELECT t.id, d.kind, d.at, 1, " + dateColumns + ` FROM thread_dates d JOIN threads t ON t.id = d.thread_id LEFT JOIN consultations q ON q.thread_id = t.id
			LEFT JOIN chapters c ON c.thread_id = t.id LEFT JOIN guides g ON g.id = c.guide_id
			WHERE d.withdrawn = 1 AND (d.kind = 'closes' OR q.opened_at IS NOT NULL) AND d.at > ?`,
	} {
		some, err := s.dates(ctx, query, w)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	slices.SortFunc(all, func(x, y Date) int {
		return cmp.Or(cmp.Compare(x.At, y.At), cmp.Compare(x.Thread, y.Thread), cmp.Compare(x.Kind, y.Kind))
	})
	return all[:min(len(all), mostDates)], nil
}

const dateColumns = `COALESCE(d.sequence, 0), COALESCE(d.changed_at, t.created_at), t.title, t.slug, COALESCE(g.slug, ''), COALESCE(c.slug, '')`

func (s *Store) dates(ctx context.Context, query string, w Within) ([]Date, error) {
	seen, seeing := people.Visitor.SeesThreads("t")
	args := append([]any{s.DB.Clock.Now().Add(-datesFrom)}, seeing...)
	query += " AND t.listed = 1 AND t.merged_into IS NULL AND (c.id IS NULL OR c.state <> 'outline') AND " + seen
	if w.Group != 0 {
		query, args = query+" AND t.group_id = ?", append(args, w.Group)
	}
	if w.Thread != 0 {
		query, args = query+" AND t.id = ?", append(args, w.Thread)
	}
	return db.All(ctx, s.DB, func(r db.Row) (d Date, err error) {
		err = r.Scan(&d.Thread, &d.Kind, &d.At, &d.Withdrawn, &d.Sequence, &d.ChangedAt, &d.Title, &d.Slug, &d.Guide, &d.Chapter)
		return d, err
	}, query+" ORDER BY 3 DESC, 1 LIMIT ?", append(args, mostDates)...)
}

// WholeDay tells whether a moment is the beginning of a day of the place: no time of day was given.
func WholeDay(at clock.Instant, zone *time.Location) bool { return wholeDay(at, zone) }
