package insight

import (
	"context"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// Headline is an issue in short, for the first page.
type Headline struct {
	Slug          string // of its theme
	Mark          int
	Name          string // of its theme
	Title         string
	State         IssueState
	People        int
	Contributions int
	Weeks         []int // contributions in each of eight weeks, oldest first, up to that in which something was said last
	Newest        Week  // the last of them
	Before        *Week // the week just before it; nil where nothing had been said of anything by then
}

// headlineWeeks is how many weeks a headline shows.
const headlineWeeks = 8

// Top gives the n strongest issues of everything that everybody may see, by the rule of Summary.
func (s *Store) Top(ctx context.Context, n int) ([]Headline, error) {
	sum, err := s.Figures(ctx, Scope{})
	if err != nil {
		return nil, err
	}
	var list []Headline
	for _, t := range sum.Themes[:min(n, len(sum.Themes))] {
		h := Headline{
			Slug: t.Slug, Mark: t.Mark, Name: t.Name, Title: t.Title(), State: t.State(), People: t.People, Contributions: t.Said,
		}
		for _, week := range t.Weeks[max(0, len(t.Weeks)-headlineWeeks):] {
			h.Weeks = append(h.Weeks, week.Contributions)
		}
		h.Newest, h.Before = lastTwo(t.Weeks)
		list = append(list, h)
	}
	return list, nil
}

// lastTwo gives the last of some weeks and the one just before it, which is nil where the weeks begin with the last.
func lastTwo(weeks []Week) (last Week, before *Week) {
	if len(weeks) == 0 {
		return Week{}, nil
	}
	last = weeks[len(weeks)-1]
	if len(weeks) > 1 {
		before = &Week{Start: last.Start.Add(-7)}
		if w := weeks[len(weeks)-2]; w.Start == before.Start { // a very long run leaves out weeks in which nothing was said
			before.Contributions = w.Contributions
		}
	}
	return last, before
}

// Answer is an issue that was responded to, for "You said, we did".
type Answer struct {
	Slug         string // of its theme
	Mark         int
	Name         string // of its theme
	Title        string
	Response     string // Markdown
	ResponseHTML string
	At           clock.Instant
}

// Responded gives the n issues that were responded to last.
func (s *Store) Responded(ctx context.Context, n int) ([]Answer, error) {
	return db.All(ctx, s.DB, func(r db.Row) (a Answer, err error) {
		err = r.Scan(&a.Slug, &a.Mark, &a.Name, &a.Title, &a.Response, &a.ResponseHTML, &a.At)
		if a.Title == "" {
			a.Title = a.Name
		}
		return a, err
	}, `SELECT h.slug, h.mark, h.name, i.title, i.response_md, i.response_html, i.state_at FROM issues i
		JOIN themes h ON h.id = i.theme_id WHERE i.state = 'responded' AND h.state = 'current'
		ORDER BY i.state_at DESC, i.id DESC LIMIT ?`, n)
}

// News is an issue whose state changed.
type News struct {
	Answer
	Note     string // why it is coming up, Markdown
	NoteHTML string
	State    IssueState
}

// Changed gives the n issues that editors wrote about whose state changed last.
func (s *Store) Changed(ctx context.Context, n int) ([]News, error) {
	return db.All(ctx, s.DB, func(r db.Row) (a News, err error) {
		err = r.Scan(&a.Slug, &a.Mark, &a.Name, &a.Title, &a.Response, &a.ResponseHTML, &a.At, &a.Note, &a.NoteHTML, &a.State)
		if a.Title == "" {
			a.Title = a.Name
		}
		return a, err
	}, `SELECT h.slug, h.mark, h.name, i.title, i.response_md, i.response_html, i.state_at, i.note_md, i.note_html, i.state FROM issues i
		JOIN themes h ON h.id = i.theme_id WHERE h.state = 'current' ORDER BY i.state_at DESC, i.id DESC LIMIT ?`, n)
}
