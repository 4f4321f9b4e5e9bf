package snapshots

import (
	"context"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/insight"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// Snapshot is a frozen summary as it is shown.
type Snapshot struct {
	Head
	Edition  Edition  // the newest; only its title, its moments and its digest where it was withdrawn
	Line     []byte   // the same as it is given away; nil unless it is published
	HTML     Rendered // of what is Markdown in it
	Editions []Sealed // all of them, the oldest first; none of a draft
	Leaving  int      // of a draft: quotes that are left out when it is published
	Threads  []int64  // in which what it quotes was said
}

// Sealed is an edition in a list.
type Sealed struct {
	Number int
	Digest string
	Note   string // why it was made; "" for the first
	At     clock.Instant
}

// Rendered is what is Markdown in an edition, as safe HTML.
type Rendered struct {
	Intro     string
	Notes     []string // by issue
	Responses []string // by issue
}

// Read reads a snapshot by its address. Words in it that not everybody may read any more are gone from what it gives.
// ErrNotFound where there is none, or only a draft and the actor is not of the staff.
func (s *Store) Read(ctx context.Context, a people.Actor, slug string) (Snapshot, error) {
	h, err := db.One(ctx, s.DB, scanHead, "SELECT "+headColumns+" WHERE s.slug = ?", slug)
	if err != nil {
		return Snapshot{}, err
	}
	if h.State == Draft && !a.Staff() {
		return Snapshot{}, db.ErrNotFound
	}
	gone, err := leaving(ctx, s.DB, h.ID)
	if err != nil {
		return Snapshot{}, err
	}
	if len(gone) > 0 && h.State != Draft {
		if err := s.renew(ctx, h.ID); err != nil {
			return Snapshot{}, err
		}
	}
	shown := Snapshot{Head: h}
	if h.State != Draft {
		if shown.Editions, err = editions(ctx, s.DB, h.ID); err != nil {
			return shown, err
		}
	}
	line, err := db.Value[[]byte](ctx, s.DB, "SELECT data FROM snapshot_editions WHERE snapshot_id = ? ORDER BY number DESC LIMIT 1", h.ID)
	if err != nil {
		return shown, err
	}
	e, err := read(line)
	if err != nil {
		return shown, err
	}
	switch h.State {
	case Withdrawn:
		shown.Edition = Edition{Snapshot: e.Snapshot, Address: e.Address, Number: e.Number, Title: e.Title, At: e.At, Made: e.Made, Digest: e.Digest}
		return shown, nil
	case Draft:
		shown.Leaving = e.Removed()
		e = e.without(gone, s.DB.Clock.Now())
		shown.Leaving = e.Removed() - shown.Leaving
	case Published:
		shown.Line = line
	}
	shown.Edition = e
	if shown.HTML, err = s.render(ctx, e); err != nil {
		return shown, err
	}
	shown.Threads, err = threads(ctx, s.DB, h.ID)
	return shown, err
}

// editions lists the editions of a snapshot.
func editions(ctx context.Context, q db.Querier, id int64) ([]Sealed, error) {
	return db.All(ctx, q, func(r db.Row) (e Sealed, err error) {
		err = r.Scan(&e.Number, &e.Digest, &e.Note, &e.At)
		return e, err
	}, "SELECT number, digest, note, made_at FROM snapshot_editions WHERE snapshot_id = ? ORDER BY number", id)
}

// threads lists where the words of a snapshot were said.
func threads(ctx context.Context, q db.Querier, id int64) ([]int64, error) {
	return db.Values[int64](ctx, q, `SELECT DISTINCT c.thread_id FROM snapshot_quotes x JOIN contributions c ON c.id = x.contribution_id
		WHERE x.snapshot_id = ? ORDER BY c.thread_id`, id)
}

// mostRendered is how many editions are kept rendered.
const mostRendered = 24

// render makes HTML of what editors wrote in an edition. It is kept by the edition's digest, which changes with every
// word.
func (s *Store) render(ctx context.Context, e Edition) (Rendered, error) {
	s.mu.Lock()
	kept := s.shown[e.Digest]
	s.mu.Unlock()
	if kept != nil {
		return *kept, nil
	}
	var html Rendered
	var err error
	one := func(source, prefix string) string {
		if source == "" || err != nil {
			return ""
		}
		var document prose.Document
		document, err = prose.Render(ctx, source, prose.Options{Prefix: prefix})
		return document.HTML
	}
	html.Intro = one(e.Introduction, "intro-")
	for _, i := range e.Issues {
		html.Notes = append(html.Notes, one(i.Note, i.Slug+"-note-"))
		html.Responses = append(html.Responses, one(i.Response, i.Slug+"-reply-"))
	}
	if err != nil || e.Digest == "" {
		return html, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.shown) >= mostRendered {
		clear(s.shown)
	}
	s.shown[e.Digest] = &html
	return html, nil
}

// Live gives the summary of a scope in the form of a snapshot, without keeping anything: it has no digest. Bad input is
// Invalid by field, as for Freeze.
func (s *Store) Live(ctx context.Context, scope insight.Scope) (Snapshot, error) {
	var shown Snapshot
	var err error
	shown.Edition, err = s.now(ctx, scope, func(in *insight.Store, sum insight.Summary, e *Edition) error {
		ballots, err := in.Ballots(ctx, insight.ViewScope{Scope: scope})
		if err != nil {
			return err
		}
		return e.addParts(ctx, in, sum, ballots)
	})
	if err != nil {
		return shown, err
	}
	shown.HTML, err = s.render(ctx, shown.Edition)
	return shown, err
}

// LiveIssues gives the issues of Live alone.
func (s *Store) LiveIssues(ctx context.Context, scope insight.Scope) ([]Issue, error) {
	e, err := s.now(ctx, scope, func(*insight.Store, insight.Summary, *Edition) error { return nil })
	return e.Issues, err
}

// now reads the summary of a scope at this moment, and has more added from the same.
func (s *Store) now(ctx context.Context, scope insight.Scope, more func(*insight.Store, insight.Summary, *Edition) error) (e Edition, err error) {
	if err := insight.WholeAreas(scope); err != nil {
		return e, err
	}
	if err := s.catchUp(ctx); err != nil {
		return e, err
	}
	err = s.DB.Moment(ctx, func(still *db.DB) error {
		in := &insight.Store{DB: still, Zone: s.Zone}
		sum, err := in.Summary(ctx, scope)
		if err != nil {
			return err
		}
		if e, err = s.edition(ctx, in, sum); err != nil {
			return err
		}
		e.Made = e.At
		return more(in, sum, &e)
	})
	return e, err
}

// Page is how many snapshots are on a page of the list.
const Page = 20

// List reads published and withdrawn snapshots, the one that was published last first. After is where the page before
// ended, and next where the next one begins; it is empty on the last one.
func (s *Store) List(ctx context.Context, after string) (list []Head, next string, err error) {
	from := [2]int64{1 << 62, 1 << 62} // when it was published, and its number
	if err := db.DecodeCursor(after, &from); err != nil {
		return nil, "", err
	}
	list, err = db.All(ctx, s.DB, scanHead, "SELECT "+headColumns+` WHERE s.state IN ('published', 'withdrawn')
		AND (s.published_at < ? OR s.published_at = ? AND s.id < ?) ORDER BY s.published_at DESC, s.id DESC LIMIT ?`, from[0], from[0], from[1], Page+1)
	if err == nil && len(list) > Page {
		list = list[:Page]
		next = db.EncodeCursor([2]int64{int64(list[Page-1].PublishedAt), list[Page-1].ID})
	}
	return list, next, err
}

// Latest gives the n snapshots that were published last and not withdrawn.
func (s *Store) Latest(ctx context.Context, n int) ([]Head, error) {
	return db.All(ctx, s.DB, scanHead, "SELECT "+headColumns+" WHERE s.state = 'published' ORDER BY s.published_at DESC, s.id DESC LIMIT ?", n)
}

// Drafts lists what is frozen and not published, the newest first, for the staff.
func (s *Store) Drafts(ctx context.Context, a people.Actor) ([]Head, error) {
	if !a.Staff() {
		return nil, nil
	}
	return db.All(ctx, s.DB, scanHead, "SELECT "+headColumns+" WHERE s.state = 'draft' ORDER BY s.id DESC LIMIT ?", maxDrafts)
}
