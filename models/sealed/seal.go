// Package sealed keeps words that were taken out of sight: of what was published with private details covered, and of
// what was passed on because somebody may be at risk. Sealing takes every wording of a contribution out of every table
// that pages, feeds, searches, exports and mails read from; what readers get instead is stored in their place. Only
// those who may can read the words themselves, and each reading stands in the register before the words are shown.
package sealed

import (
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/files"
	"folkmoot/models/search"
)

// Why says why words are sealed, and so who may read them.
type Why string

// The whys.
const (
	Cover        Why = "cover"        // private details in them were covered: for moderators
	Safeguarding Why = "safeguarding" // somebody may be at risk: for the safeguarding leads alone
)

// Replacement is what stands in the place of sealed words, rendered before the transaction begins.
type Replacement struct {
	Body       discussion.Body
	Proposed   *Proposed // in place of what it proposes for a paragraph; nil leaves nothing where the leads alone may read it, else what is there
	Title      string    // of the discussion, where the contribution opened it; "" leaves the title
	Attributes *string   // further columns of an import, as JSON; nil leaves them
}

// Proposed is words that a comment proposes for a paragraph.
type Proposed struct {
	Source, HTML, Text string
	Version            int // of the renderer
}

// Seal takes every wording of a contribution out of sight inside a command, puts other words in their place as a new
// revision, and gives the id of the newest wording sealed. revision is the one that was looked at: ErrConflict where
// the words were changed since, ErrNotFound where there is no such contribution. The contribution's state, what people
// are told and the register are the caller's. Every page that the words may stand on is dropped.
func Seal(tx *db.Tx, contribution int64, revision int, why Why, by int64, r Replacement) (int64, error) {
	tx.Withdraws()
	was, err := hold(tx, contribution)
	if err != nil {
		return 0, err
	}
	if was.revision != revision {
		return 0, db.ErrConflict
	}
	if err := was.pins(tx, r.Body.Source); err != nil {
		return 0, err
	}
	if err := was.rests(tx, r.Body.Source); err != nil {
		return 0, err
	}
	id, err := was.keep(tx, why, by)
	if err != nil {
		return 0, err
	}
	if err := was.put(tx, why, r); err != nil {
		return 0, err
	}
	if why == Safeguarding { // a picture may show what the words said; of covered words a moderator chooses for each
		if err := files.SealWith(tx, contribution, by); err != nil {
			return 0, err
		}
	}
	return id, was.forget(tx)
}

// standing is a contribution that is about to be sealed.
type standing struct {
	id       int64
	thread   int64
	revision int
	body     string
	proposed string
	title    string // of the discussion that it opens; "" where it opens none
	written  clock.Instant
}

// hold locks a contribution's row and reads its words.
func hold(tx *db.Tx, id int64) (was standing, err error) {
	if n, err := tx.Exec("UPDATE contributions SET passes = passes WHERE id = ?", id); err != nil || n == 0 {
		if err == nil {
			err = db.ErrNotFound
		}
		return was, err
	}
	was.id = id
	err = tx.QueryRow(tx.Context(), `SELECT c.thread_id, c.revision, c.body_md, COALESCE(s.new_source, ''),
		CASE WHEN c.kind = 'opening' THEN COALESCE(t.kept_title, t.title) ELSE '' END, COALESCE(c.edited_at, c.created_at)
		FROM contributions c JOIN threads t ON t.id = c.thread_id LEFT JOIN suggestions s ON s.contribution_id = c.id WHERE c.id = ?`, id).
		Scan(&was.thread, &was.revision, &was.body, &was.proposed, &was.title, &was.written)
	return was, err
}

// keep stores every wording and takes the earlier ones out of the history.
func (was standing) keep(tx *db.Tx, why Why, by int64) (int64, error) {
	if why == Safeguarding {
		// What moderators could read until now is for the leads alone from now on.
		if _, err := tx.Exec("UPDATE sealed_words SET why = ? WHERE contribution_id = ?", why, was.id); err != nil {
			return 0, err
		}
	}
	if _, err := tx.Exec(`INSERT INTO sealed_words (contribution_id, revision, why, body_md, proposed, written_at, sealed_by, sealed_at)
		SELECT contribution_id, revision, CAST(? AS TEXT), body_md, proposed, written_at, CAST(? AS BIGINT), CAST(? AS BIGINT)
		FROM contribution_revisions WHERE contribution_id = ? ORDER BY revision`, why, db.Null(by), tx.Now(), was.id); err != nil {
		return 0, err
	}
	if _, err := tx.Exec("DELETE FROM contribution_revisions WHERE contribution_id = ?", was.id); err != nil {
		return 0, err
	}
	return tx.Insert(`INSERT INTO sealed_words (contribution_id, revision, why, body_md, proposed, title, written_at, sealed_by, sealed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, was.id, was.revision, why, was.body, was.proposed, was.title, was.written, db.Null(by), tx.Now())
}

// put stores what readers get.
func (was standing) put(tx *db.Tx, why Why, r Replacement) error {
	flag := "covered"
	if why == Safeguarding {
		flag = "sealed"
	}
	body := r.Body
	if _, err := tx.Exec("UPDATE contributions SET body_md = ?, body_html = ?, html_version = ?, revision = revision + 1, "+flag+" = 1 WHERE id = ?",
		body.Source, discussion.Bars(body.HTML), body.Version, was.id); err != nil {
		return err
	}
	if r.Attributes != nil {
		if _, err := tx.Exec("UPDATE contributions SET attributes = ? WHERE id = ?", *r.Attributes, was.id); err != nil {
			return err
		}
	}
	p := r.Proposed
	if p == nil && why == Safeguarding {
		p = &Proposed{Version: body.Version}
	}
	if p != nil {
		if _, err := tx.Exec("UPDATE suggestions SET new_source = ?, new_html = ?, new_text = ?, html_version = ? WHERE contribution_id = ?",
			p.Source, discussion.Bars(p.HTML), p.Text, p.Version, was.id); err != nil {
			return err
		}
	}
	if was.title == "" || r.Title == "" || r.Title == was.title {
		return nil
	}
	_, err := tx.Exec(`UPDATE threads SET title = CASE WHEN kept_title IS NULL THEN ? ELSE title END,
		slug = CASE WHEN kept_title IS NULL THEN ? ELSE slug END,
		kept_title = CASE WHEN kept_title IS NULL THEN NULL ELSE ? END WHERE id = ?`,
		r.Title, discussion.ThreadSlug(r.Title), r.Title, was.thread)
	return err
}

// forget takes the words out of what was made of them: frozen summaries, the search index, suggestions of themes, and
// every kept page.
func (was standing) forget(tx *db.Tx) error {
	for _, statement := range []string{
		"UPDATE snapshot_quotes SET removed_at = 0 WHERE contribution_id = ? AND removed_at IS NULL",
		"UPDATE theme_suggestions SET words = '' WHERE contribution_id = ?",
		"UPDATE findings SET words_start = NULL, words_end = NULL WHERE contribution_id = ?",
	} {
		if _, err := tx.Exec(statement, was.id); err != nil {
			return err
		}
	}
	if err := search.Forget(tx, search.Contribution, was.id); err != nil {
		return err
	}
	if was.title != "" {
		if err := search.Forget(tx, search.Discussion, was.thread); err != nil {
			return err
		}
	}
	tx.Touch(db.TopicEverything)
	return nil
}

// place is where chosen words stand in a wording of a contribution.
type place struct {
	id         int64
	start, end int
	words      string // "" where the wording is not known any more
}

// places finds where chosen words stand, by the rows of a table that names a wording and bytes of it.
func (was standing) places(tx *db.Tx, query string) ([]place, error) {
	return db.All(tx.Context(), tx, func(r db.Row) (p place, err error) {
		var revision int
		var earlier string
		err = r.Scan(&p.id, &revision, &p.start, &p.end, &earlier)
		text := earlier
		if revision == was.revision {
			text = was.body
		}
		if err == nil && 0 <= p.start && p.start < p.end && p.end <= len(text) {
			p.words = text[p.start:p.end]
		}
		return p, err
	}, query, was.id)
}

// now finds the place in the words that readers get; ok is false where they do not stand there once.
func (p place) now(text string) (start, end int, ok bool) {
	if p.words == "" || strings.Count(text, p.words) != 1 {
		return 0, 0, false
	}
	start = strings.Index(text, p.words)
	return start, start + len(p.words), true
}

// pins lets words that editors keep in view be found in the words that readers get, and lets those go that are covered.
func (was standing) pins(tx *db.Tx, text string) error {
	list, err := was.places(tx, `SELECT k.id, k.revision, k.words_start, k.words_end, COALESCE(v.body_md, '') FROM issue_pins k
		LEFT JOIN contribution_revisions v ON v.contribution_id = k.contribution_id AND v.revision = k.revision
		WHERE k.contribution_id = ? AND k.ended_at IS NULL ORDER BY k.id`)
	for _, p := range list {
		if err != nil {
			return err
		}
		if start, end, ok := p.now(text); ok {
			_, err = tx.Exec("UPDATE issue_pins SET revision = ?, words_start = ?, words_end = ? WHERE id = ?", was.revision+1, start, end, p.id)
		} else {
			_, err = tx.Exec("UPDATE issue_pins SET ended_at = ? WHERE id = ?", tx.Now(), p.id)
		}
	}
	return err
}

// rests does the same for words that themes rest on: a theme whose words are covered rests on the whole contribution.
func (was standing) rests(tx *db.Tx, text string) error {
	list, err := was.places(tx, `SELECT w.id, w.revision, w.words_start, w.words_end, COALESCE(v.body_md, '') FROM tags g JOIN tag_words w ON w.tag_id = g.id
		LEFT JOIN contribution_revisions v ON v.contribution_id = g.contribution_id AND v.revision = w.revision
		WHERE g.contribution_id = ? ORDER BY w.id`)
	for _, p := range list {
		if err != nil {
			return err
		}
		start, end, ok := p.now(text)
		if ok {
			var n int64
			n, err = tx.Exec(`UPDATE tag_words SET revision = ?, words_start = ?, words_end = ? WHERE id = ? AND NOT EXISTS (SELECT 1 FROM tag_words x
				WHERE x.tag_id = tag_words.tag_id AND x.id <> tag_words.id AND x.revision = ? AND x.words_start = ? AND x.words_end = ?)`,
				was.revision+1, start, end, p.id, was.revision+1, start, end)
			ok = n > 0
		}
		if err == nil && !ok {
			_, err = tx.Exec("DELETE FROM tag_words WHERE id = ?", p.id)
		}
	}
	return err
}

// Lift undoes a sealing inside a command: the words given, which are those that were sealed last, stand again as a new
// revision, and the earlier ones are in the history again for their writer and for moderators. ErrNotFound where
// nothing is sealed for this reason, ErrConflict where the words were changed since.
func Lift(tx *db.Tx, contribution int64, why Why, r Replacement) error {
	was, err := hold(tx, contribution)
	if err != nil {
		return err
	}
	newest, err := db.Value[int](tx.Context(), tx, "SELECT COALESCE(MAX(revision), 0) FROM sealed_words WHERE contribution_id = ? AND why = ?", contribution, why)
	switch {
	case err != nil:
		return err
	case newest == 0:
		return db.ErrNotFound
	case was.revision != newest+1:
		return db.ErrConflict
	}
	flag := "covered"
	if why == Safeguarding {
		flag = "sealed"
	}
	for _, one := range []struct {
		query string
		args  []any
	}{
		{`INSERT INTO contribution_revisions (contribution_id, revision, body_md, evidence, public, written_by, written_at, proposed)
			SELECT s.contribution_id, s.revision, s.body_md, c.evidence, 0, c.author_id, s.written_at, s.proposed
			FROM sealed_words s JOIN contributions c ON c.id = s.contribution_id WHERE s.contribution_id = ? AND s.why = ?`, []any{contribution, why}},
		{"UPDATE concerns SET sealed_id = NULL WHERE sealed_id IN (SELECT id FROM sealed_words WHERE contribution_id = ? AND why = ?)", []any{contribution, why}},
		{"DELETE FROM sealed_words WHERE contribution_id = ? AND why = ?", []any{contribution, why}},
		{
			"UPDATE contributions SET body_md = ?, body_html = ?, html_version = ?, revision = revision + 1, " + flag + " = 0 WHERE id = ?",
			[]any{r.Body.Source, r.Body.HTML, r.Body.Version, contribution},
		},
	} {
		if _, err := tx.Exec(one.query, one.args...); err != nil {
			return err
		}
	}
	if err := unsealFiles(tx, contribution); err != nil {
		return err
	}
	if r.Proposed != nil {
		if _, err := tx.Exec("UPDATE suggestions SET new_source = ?, new_html = ?, new_text = ?, html_version = ? WHERE contribution_id = ?",
			r.Proposed.Source, r.Proposed.HTML, r.Proposed.Text, r.Proposed.Version, contribution); err != nil {
			return err
		}
	}
	if was.title != "" && r.Title != "" {
		if _, err := tx.Exec(`UPDATE threads SET title = CASE WHEN kept_title IS NULL THEN ? ELSE title END,
			slug = CASE WHEN kept_title IS NULL THEN ? ELSE slug END, kept_title = CASE WHEN kept_title IS NULL THEN NULL ELSE ? END WHERE id = ?`,
			r.Title, discussion.ThreadSlug(r.Title), r.Title, was.thread); err != nil {
			return err
		}
	}
	tx.Touch(db.TopicEverything)
	return nil
}
