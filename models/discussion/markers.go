package discussion

import (
	"context"
	"slices"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Marker says that something was moved out of a discussion.
type Marker struct {
	Messages int
	To       Thread // its ID, Slug and Title; zero where the reader may not see it
	At       clock.Instant

	path string
	into int64
}

// Topic names what a page that shows the marker shows of where it leads.
func (m Marker) Topic() string { return db.TopicThread(m.into) }

// maxMarkers is how many markers a page shows at most.
const maxMarkers = 100

// markers reads what was moved out of a stretch of a discussion: from after one path up to another; "" = to the end.
// Those that stand beside each other and lead to the same discussion are one.
func (s *Store) markers(ctx context.Context, a people.Actor, t Thread, after, until string) ([]Marker, error) {
	seen, args := a.SeesThreads("t")
	query := `SELECT m.path, m.messages, m.moved_at, m.to_thread, CASE WHEN ` + seen + ` AND t.listed = 1 THEN t.slug ELSE '' END,
		CASE WHEN ` + seen + ` AND t.listed = 1 THEN t.title ELSE '' END
		FROM moves m JOIN threads t ON t.id = m.to_thread WHERE m.thread_id = ? AND m.path > ?`
	args = append(append(slices.Clone(args), args...), t.ID, after)
	if until != "" {
		query, args = query+" AND m.path <= ?", append(args, until)
	}
	return db.All(ctx, s.DB, func(r db.Row) (m Marker, err error) {
		err = r.Scan(&m.path, &m.Messages, &m.At, &m.into, &m.To.Slug, &m.To.Title)
		if m.To.Title != "" {
			m.To.ID = m.into
		}
		return m, err
	}, query+" ORDER BY m.path, m.id LIMIT ?", append(args, maxMarkers)...)
}

// together adds a marker to others that stand at the same place.
func together(list []Marker, m Marker) []Marker {
	for i := range list {
		if list[i].into == m.into {
			list[i].Messages += m.Messages
			list[i].At = max(list[i].At, m.At)
			return list
		}
	}
	return append(list, m)
}

// addMarkers puts the markers of what was moved away where it stood, or where the order is another one, at the end.
func (s *Store) addMarkers(ctx context.Context, a people.Actor, t Thread, v View, from place, p *Page) error {
	if !t.Moved || v.Block != 0 || v.Order != Oldest && p.Next != "" {
		return nil
	}
	after, until := "", ""
	if v.Order == Oldest {
		after = from.Path
		if p.Next != "" {
			until = p.Items[len(p.Items)-1].Path
		}
	}
	list, err := s.markers(ctx, a, t, after, until)
	if err != nil {
		return err
	}
	next := 0
	for _, m := range list {
		for v.Order == Oldest && next < len(p.Items) && p.Items[next].Path <= m.path {
			next++
		}
		if v.Order == Oldest && next < len(p.Items) {
			p.Items[next].Moved = together(p.Items[next].Moved, m)
		} else {
			p.Moved = together(p.Moved, m)
		}
	}
	return nil
}
