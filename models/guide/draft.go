package guide

import (
	"context"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/guide/merge"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// Draft is a chapter's text as editors work on it. Readers do not see it. Every save is kept as a revision; the draft
// is the newest one.
type Draft struct {
	Body      string // Markdown
	Revision  int    // counts the saves; 0 before the first
	By        int64
	ByName    string
	At        clock.Instant
	Automatic bool   // saved while it was typed, not by hand
	Merged    bool   // changes of somebody else, who saved in between, were taken in
	Page      string // names the open page that it came from; may be empty
	Step      int    // how many came from that page before it
}

const draftColumns = `SELECT r.body_md, r.revision, COALESCE(r.saved_by, 0), COALESCE(p.public_name, ''), r.saved_at, r.automatic = 1, r.merged = 1, r.page, r.step
	FROM draft_revisions r LEFT JOIN people p ON p.id = r.saved_by WHERE r.chapter_id = ?`

func scanDraft(r db.Row) (d Draft, err error) {
	err = r.Scan(&d.Body, &d.Revision, &d.By, &d.ByName, &d.At, &d.Automatic, &d.Merged, &d.Page, &d.Step)
	return d, err
}

// Draft reads a chapter's draft. Where none was ever saved, it begins as the newest published text.
func (s *Store) Draft(ctx context.Context, a people.Actor, chapter int64) (Draft, error) {
	if err := MayEdit(a); err != nil {
		return Draft{}, err
	}
	return newestDraft(ctx, s.DB, chapter)
}

func newestDraft(ctx context.Context, q db.Querier, chapter int64) (Draft, error) {
	newest, err := db.All(ctx, q, scanDraft, draftColumns+" ORDER BY r.revision DESC LIMIT 1", chapter)
	if err != nil || len(newest) > 0 {
		return append(newest, Draft{})[0], err
	}
	return db.One(ctx, q, func(r db.Row) (d Draft, err error) {
		err = r.Scan(&d.Body)
		return d, err
	}, "SELECT COALESCE(v.body_md, '') FROM chapters c LEFT JOIN versions v ON v.id = c.version_id WHERE c.id = ?", chapter)
}

// draftBase reads the text that words were made from. Where that revision was thinned out it is the one before; what
// came before the first is the version that was published then.
func draftBase(ctx context.Context, q db.Querier, chapter int64, from int) (string, error) {
	found, err := db.Values[string](ctx, q, `SELECT body_md FROM draft_revisions WHERE chapter_id = ? AND revision <= ?
		ORDER BY revision DESC LIMIT 1`, chapter, from)
	if err == nil && len(found) == 0 {
		found, err = db.Values[string](ctx, q, `SELECT v.body_md FROM versions v WHERE v.chapter_id = ?
			AND v.published_at < (SELECT MIN(r.saved_at) FROM draft_revisions r WHERE r.chapter_id = v.chapter_id) ORDER BY v.number DESC LIMIT 1`, chapter)
	}
	return strings.Join(found, ""), err
}

// AddDraft stores a chapter's text as the next revision of its draft inside a command and gives its number. Whether
// that may be done, and whether the text is what it should be, has been decided before.
func AddDraft(tx *db.Tx, chapter int64, d Draft) (revision int, err error) {
	if d.At == 0 {
		d.At = tx.Now()
	}
	// Taking the next number holds the chapter's row, so that revisions are made one after another.
	revision, err = db.Value[int](tx.Context(), tx, "UPDATE chapters SET draft_revision = draft_revision + 1, draft_by = ?, draft_at = ? WHERE id = ? RETURNING draft_revision",
		db.Null(d.By), d.At, chapter)
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec("INSERT INTO draft_revisions (chapter_id, revision, body_md, merged, automatic, saved_by, saved_at, page, step) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		chapter, revision, d.Body, db.Flag(d.Merged), db.Flag(d.Automatic), db.Null(d.By), d.At, d.Page, d.Step)
	return revision, err
}

func cleanBody(body string) (string, error) {
	clean, err := prose.Clean(body)
	switch {
	case err != nil:
		return "", db.Wrong("body", "%s", err)
	case len(clean) > prose.Chapter.Bytes:
		return "", db.Wrong("body", "That is too long for one chapter. Please keep it under %d,000 letters, or split it in two", prose.Chapter.Bytes/1000)
	case strings.TrimSpace(clean) == "":
		return "", db.Wrong("body", "Write the chapter's text")
	}
	return clean, nil
}

// labels mark what two editors both changed, in the text that they are to settle.
var labels = merge.Labels{
	Theirs: "=== Both of you changed this. The words in the draft: ===",
	Gone:   "=== This was taken out of the draft. Your words: ===",
	Mine:   "=== Your words: ===",
	Out:    "=== You took it out. ===",
	End:    "=== The end of what both of you changed ===",
}
