package themes

import (
	"context"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// Act is what was done to a theme.
type Act string

// The acts. A merged theme went into another; a theme with Split and another theme was split off that one, and one
// with Split alone had themes split off it; a restored theme with another came back from that one.
const (
	ActCreate  Act = "create"
	ActChange  Act = "change"
	ActMerge   Act = "merge"
	ActSplit   Act = "split"
	ActRetire  Act = "retire"
	ActRestore Act = "restore"
)

// Revision is one wording of a theme, and a version of the whole codebook.
type Revision struct {
	Codebook   int   // number of the version
	ThemeID    int64 // whose wording it is
	Slug       string
	Number     int // of the theme's own wordings
	Act        Act
	OtherID    int64 // the theme that it was merged into, split off or came back from; 0 for none
	OtherName  string
	OtherSlug  string
	Name       string
	Definition string
	Examples   string
	ParentID   int64
	Mark       int
	State      State
	Reason     string
	ChangedBy  string // public name; empty for the program
	ChangedAt  clock.Instant
}

const revisions = `SELECT v.codebook, v.theme_id, h.slug, v.revision, v.act, COALESCE(v.other_id, 0), COALESCE(o.name, ''), COALESCE(o.slug, ''),
	v.name, v.definition, v.examples, COALESCE(v.parent_id, 0), v.mark, v.state, v.reason, COALESCE(p.public_name, ''), v.changed_at
	FROM theme_revisions v JOIN themes h ON h.id = v.theme_id LEFT JOIN themes o ON o.id = v.other_id LEFT JOIN people p ON p.id = v.changed_by`

func scanRevision(r db.Row) (v Revision, err error) {
	err = r.Scan(&v.Codebook, &v.ThemeID, &v.Slug, &v.Number, &v.Act, &v.OtherID, &v.OtherName, &v.OtherSlug,
		&v.Name, &v.Definition, &v.Examples, &v.ParentID, &v.Mark, &v.State, &v.Reason, &v.ChangedBy, &v.ChangedAt)
	return v, err
}

// historyPage bounds what is read of a history at once.
const historyPage = 200

// History reads every wording of a theme, the newest first, and what happened to others that came of it, went into it
// or came back from it.
func (s *Store) History(ctx context.Context, theme int64) ([]Revision, error) {
	return db.All(ctx, s.DB, scanRevision, revisions+" WHERE v.theme_id = ? OR v.other_id = ? ORDER BY v.codebook DESC LIMIT ?", theme, theme, historyPage)
}

// Merged reads how a theme that was merged came to be; ErrNotFound where it never was.
func (s *Store) Merged(ctx context.Context, theme int64) (Revision, error) {
	return db.One(ctx, s.DB, scanRevision, revisions+" WHERE v.theme_id = ? AND v.act = 'merge' ORDER BY v.revision DESC LIMIT 1", theme)
}

// Version gives the number of the codebook's newest version; 0 where there is no theme yet.
func Version(ctx context.Context, q db.Querier) (int, error) {
	return db.Value[int](ctx, q, "SELECT COALESCE(MAX(codebook), 0) FROM theme_revisions")
}

// Versions reads a page of the versions of the whole codebook, the newest first. After is where the page before
// ended; next is empty on the last page.
func (s *Store) Versions(ctx context.Context, after string) (list []Revision, next string, err error) {
	before := int64(1) << 62
	if err := db.DecodeCursor(after, &before); err != nil {
		return nil, "", err
	}
	const page = 50
	list, err = db.All(ctx, s.DB, scanRevision, revisions+" WHERE v.codebook < ? ORDER BY v.codebook DESC LIMIT ?", before, page+1)
	if len(list) > page {
		list = list[:page]
		next = db.EncodeCursor(int64(list[page-1].Codebook))
	}
	return list, next, err
}

// At reads the codebook of a version: of each theme the last wording up to it, by name. ErrNotFound where there was no
// such version.
func (s *Store) At(ctx context.Context, version int) ([]Revision, error) {
	newest, err := Version(ctx, s.DB)
	if err == nil && (version < 1 || version > newest) {
		err = db.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return db.All(ctx, s.DB, scanRevision, revisions+` WHERE v.codebook = (SELECT MAX(w.codebook) FROM theme_revisions w WHERE w.theme_id = v.theme_id AND w.codebook <= ?)
		ORDER BY v.name, v.theme_id`, version)
}

// Difference is a theme that is not the same in two versions of the codebook.
type Difference struct {
	Before, After Revision // Before is empty where the theme was not there yet
}

// Differences compares two versions of the codebook, by the names of the later one.
func Differences(before, after []Revision) (list []Difference) {
	was := make(map[int64]Revision, len(before))
	for _, v := range before {
		was[v.ThemeID] = v
	}
	for _, v := range after {
		if b := was[v.ThemeID]; b.Number != v.Number {
			list = append(list, Difference{Before: b, After: v})
		}
	}
	return list
}

// Had is a tag that a contribution has or had: who or what put it, and how it ended.
type Had struct {
	ID        int64
	Theme     Theme
	Source    Source
	State     string // accepted, corrected or withdrawn
	PutBy     string // public name; empty for an import
	PutAt     clock.Instant
	EndedBy   string // public name; empty for the program
	EndedAt   clock.Instant
	InsteadOf string // name of the theme in whose place it was put; empty for none
	Words     int    // places in the text that it rests on; 0 for the whole
	Suggested int    // rank that the program had suggested it at; 0 where it had not
}

// TagHistory reads every tag that a contribution has or had, the newest first, for those who may tag. Whether they may
// see the contribution is for the caller to ask.
func (s *Store) TagHistory(ctx context.Context, contribution int64) ([]Had, error) {
	return db.All(ctx, s.DB, func(r db.Row) (h Had, err error) {
		err = r.Scan(append([]any{
			&h.ID, &h.Source, &h.State, &h.PutBy, &h.PutAt, &h.EndedBy, &h.EndedAt, &h.InsteadOf, &h.Words, &h.Suggested,
		}, h.Theme.fields()...)...)
		return h, err
	}, `SELECT g.id, g.source, g.state, COALESCE(p.public_name, ''), g.put_at, COALESCE(e.public_name, ''), COALESCE(g.ended_at, 0), COALESCE(i.name, ''),
		(SELECT COUNT(*) FROM tag_words w WHERE w.tag_id = g.id),
		COALESCE((SELECT MIN(s.rank) FROM theme_suggestions s WHERE s.tag_id = g.id), 0), `+columns+`
		FROM tags g JOIN themes h ON h.id = g.theme_id LEFT JOIN people p ON p.id = g.put_by LEFT JOIN people e ON e.id = g.ended_by
		LEFT JOIN tags f ON f.id = g.from_id LEFT JOIN themes i ON i.id = f.theme_id
		WHERE g.contribution_id = ? ORDER BY g.id DESC LIMIT ?`, contribution, historyPage)
}
