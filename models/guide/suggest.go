package guide

import (
	"context"
	"fmt"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/files"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/watch"
)

// NewSuggestion is new words that somebody proposes for a paragraph. The comment that comes with it, without Words and
// ParentID, says why.
type NewSuggestion struct {
	NewComment
	Proposed string // Markdown, in place of what the block's Editable gives
}

// SuggestedAlready says that somebody proposed the very same words, and that nothing was decided about it yet.
type SuggestedAlready struct{ Contribution int64 }

// Error says it in English.
func (SuggestedAlready) Error() string { return "the same words have been suggested already" }

// Suggestion is new words for a paragraph, as they are shown with the comment that says why.
type Suggestion struct {
	Contribution int64
	Chapter      int64
	Old          Block // as it was when they were proposed: its ID, Kind, Source and Text
	Version      int   // number of the version that has it so
	Source       string
	HTML         string // safe to print
	Text         string
	Marks        bool           // the words are the same; only links or marks such as bold changed, and Changes shows the Markdown
	Changes      []prose.Change // from the old words to the new
	InDraft      Extent         // how much of it an editor has put in the draft; "" for nothing
}

// Suggest proposes new words for a paragraph and gives the id of the comment that says why. Everything that holds for
// comments holds for it. Bad input is Invalid under "proposed", and as for Comment; SuggestedAlready where the same is
// open already; ErrNotFound for a paragraph that is not there or is too long.
func (s *Store) Suggest(ctx context.Context, a people.Actor, key db.Key, n NewSuggestion) (int64, error) {
	made, body, err := s.CheckSuggestion(ctx, n)
	if err != nil {
		return 0, err
	}
	attached, err := files.Check(n.Files)
	if err != nil {
		return 0, err
	}
	n.ParentID, n.NewComment.Words = 0, Words{}
	proposed := watch.Look(made.Source, made.Text).Without(made.Source, made.Old.Source)
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		c, err := taking(tx, n.Chapter)
		if err != nil {
			return 0, err
		}
		if err := MayComment(a, c, tx.Now()); err != nil {
			return 0, err
		}
		if err := suggestedAlready(tx, a, c, made); err != nil {
			return 0, err
		}
		n.ByEditor = MayEdit(a) == nil
		said := discussion.New{AuthorID: a.ID, Who: a.Who, Evidence: n.Evidence, Body: body.In(n.Language), Files: attached, Proposed: made.HTML, Before: made.Old.HTML, Beside: []watch.Noticed{proposed}}
		if err := s.enter(tx, a, c, &said); err != nil {
			return 0, err
		}
		comment, err := AddComment(tx, c, n.NewComment, said)
		if err != nil {
			return 0, err
		}
		if err := addSuggestion(tx, comment, made); err != nil {
			return 0, err
		}
		return comment.ID, discussion.Finish(tx, a, comment, n.Draft)
	})
}

// CheckSuggestion renders what somebody proposes, and why, without storing it. Errors are those of Suggest.
func (s *Store) CheckSuggestion(ctx context.Context, n NewSuggestion) (Suggestion, discussion.Body, error) {
	wrong := db.Invalid{}
	if err := checkVoice(n.Evidence, ""); err != nil {
		if err := gather(wrong, err); err != nil {
			return Suggestion{}, discussion.Body{}, err
		}
	}
	body, err := discussion.Render(ctx, n.Body)
	if err != nil {
		if err := gather(wrong, err); err != nil {
			return Suggestion{}, body, err
		}
	}
	version, err := db.Value[int64](ctx, s.DB, "SELECT id FROM versions WHERE chapter_id = ? AND number = ?", n.Chapter, n.Version)
	if err != nil {
		return Suggestion{}, body, err
	}
	made, err := s.propose(ctx, version, func(b Block) bool { return b.Number == n.Paragraph }, n.Proposed)
	if err != nil {
		if err := gather(wrong, err); err != nil {
			return made, body, err
		}
	}
	if len(wrong) > 0 {
		return made, body, wrong
	}
	return made, body, nil
}

// propose renders other words in place of a block's in a version.
func (s *Store) propose(ctx context.Context, version int64, which func(Block) bool, words string) (Suggestion, error) {
	list, err := blocks(ctx, s.DB, version)
	if err != nil {
		return Suggestion{}, err
	}
	at := None
	for i, b := range list {
		if which(b) && b.Suggestable() {
			at = i
		}
	}
	if at == None {
		return Suggestion{}, db.ErrNotFound
	}
	old := list[at]
	words, err = prose.Clean(words)
	source := old.proposed(words)
	switch {
	case err != nil:
		return Suggestion{}, db.Wrong("proposed", "%s", err)
	case strings.TrimSpace(words) == "":
		return Suggestion{}, db.Wrong("proposed", "Write the words that you suggest")
	case len(source) > MaxProposed:
		return Suggestion{}, db.Wrong("proposed", "That is too long for one paragraph. Please keep it under %d,000 letters", MaxProposed/1000)
	case strings.Join(strings.Fields(source), " ") == strings.Join(strings.Fields(old.Source), " "):
		return Suggestion{}, db.Wrong("proposed", "These are the words that stand there now. Change what you would like to change")
	}
	body, err := db.Value[string](ctx, s.DB, "SELECT body_md FROM versions WHERE id = ?", version)
	if err != nil {
		return Suggestion{}, err
	}
	_, fresh, err := reword(ctx, body, list, at, source)
	made := Suggestion{Old: old, Source: fresh.Source, HTML: fresh.HTML, Text: fresh.Text}
	made.compare()
	return made, err
}

// compare tells how the words would change.
func (s *Suggestion) compare() {
	s.Marks = s.Old.Text == s.Text
	if s.Changes = prose.Diff(s.Old.Text, s.Text); s.Marks {
		s.Changes = prose.Diff(s.Old.Source, s.Source)
	}
}

// suggestedAlready finds a suggestion of the same words that the actor can see and that is open.
func suggestedAlready(tx *db.Tx, a people.Actor, c Chapter, made Suggestion) error {
	seen, args := a.Sees("c", "t")
	before, err := db.Values[int64](tx.Context(), tx, `SELECT g.contribution_id FROM suggestions g JOIN contributions c ON c.id = g.contribution_id
		JOIN threads t ON t.id = c.thread_id WHERE g.block_id = ? AND g.chapter_id = ? AND g.new_source = ? AND c.fate IN ('', 'pending') AND `+seen+` ORDER BY g.contribution_id LIMIT 1`,
		append([]any{made.Old.ID, c.ID, made.Source}, args...)...)
	if err == nil && len(before) > 0 {
		err = SuggestedAlready{before[0]}
	}
	return err
}

// addSuggestion stores the words that a comment proposes.
func addSuggestion(tx *db.Tx, comment discussion.Contribution, made Suggestion) error {
	n, err := tx.Exec(`INSERT INTO suggestions (contribution_id, author_id, chapter_id, version_id, block_id, old_source, new_source, new_html, html_version, new_text)
		SELECT contribution_id, CAST(? AS BIGINT), chapter_id, version_id, block_id, ?, ?, ?, CAST(? AS BIGINT), ? FROM anchors WHERE contribution_id = ? AND block_id = ?`,
		comment.AuthorID, made.Old.Source, made.Source, made.HTML, prose.Version, made.Text, comment.ID, made.Old.ID)
	if err == nil && n == 0 {
		err = fmt.Errorf("comment %d is not on block %d", comment.ID, made.Old.ID)
	}
	return err
}

// Suggestions reads the words that comments propose, by the ids of those that do. Whether the reader may see them is
// decided before: they are to be seen where the comment is.
func Suggestions(ctx context.Context, q db.Querier, ids []int64) (map[int64]*Suggestion, error) {
	found := map[int64]*Suggestion{}
	if len(ids) == 0 {
		return found, nil
	}
	err := db.Each(ctx, q, func(r db.Row) error {
		var s Suggestion
		err := r.Scan(&s.Contribution, &s.Chapter, &s.Old.ID, &s.Old.Kind, &s.Old.Number, &s.Old.Source, &s.Old.Text, &s.Version, &s.Source, &s.HTML, &s.Text, &s.InDraft)
		s.compare()
		found[s.Contribution] = &s
		return err
	}, `SELECT g.contribution_id, g.chapter_id, g.block_id, b.kind, b.number, g.old_source, b.text, v.number, g.new_source, g.new_html, g.new_text,
		COALESCE((SELECT MAX(d.extent) FROM draft_ledger d WHERE d.contribution_id = g.contribution_id), '')
		FROM suggestions g JOIN versions v ON v.id = g.version_id JOIN version_blocks b ON b.version_id = g.version_id AND b.block_id = g.block_id
		WHERE g.contribution_id IN `+db.In(len(ids)), db.Args(ids)...)
	return found, err
}

// withSuggestions adds the words that comments propose to those that the reader may read.
func (s *Store) withSuggestions(ctx context.Context, comments []Comment) error {
	var ids []int64
	for _, c := range comments {
		if c.Shown && c.Depth == 0 {
			ids = append(ids, c.ID)
		}
	}
	found, err := Suggestions(ctx, s.DB, ids)
	for i := range comments {
		comments[i].Suggestion = found[comments[i].ID]
	}
	return err
}

// taskProposals adds the words that comments of a work list propose.
func (s *Store) taskProposals(ctx context.Context, at map[int64]*Task, ids []int64) error {
	found, err := Suggestions(ctx, s.DB, ids)
	for id, t := range at {
		t.Proposed = found[id]
	}
	return err
}

// Suggestion reads the words that one comment proposes; ErrNotFound where it proposes none, or where the actor may not
// read it.
func (s *Store) Suggestion(ctx context.Context, a people.Actor, contribution int64) (Suggestion, discussion.Contribution, error) {
	said, _, err := s.Talk.Find(ctx, a, contribution)
	if err != nil {
		return Suggestion{}, said, err
	}
	if !discussion.Readable(a, said) && (said.AuthorID != a.ID || a.ID == 0) {
		return Suggestion{}, said, db.ErrNotFound
	}
	found, err := Suggestions(ctx, s.DB, []int64{contribution})
	if err == nil && found[contribution] == nil {
		err = db.ErrNotFound
	}
	if err != nil {
		return Suggestion{}, said, err
	}
	return *found[contribution], said, nil
}

// EditSuggestion changes what somebody proposed, and why, as Edit in package discussion does for a comment.
func (s *Store) EditSuggestion(ctx context.Context, a people.Actor, key db.Key, contribution int64, e discussion.Edit, proposed string) error {
	before, _, err := s.Suggestion(ctx, a, contribution)
	if err != nil {
		return err
	}
	if before.Old.proposed(proposed) == before.Source {
		return s.Talk.Edit(ctx, a, key, contribution, e)
	}
	made, err := s.CheckEdit(ctx, a, contribution, proposed)
	if err != nil {
		return err
	}
	e.Proposed, e.Before = made.HTML, made.Old.HTML+before.HTML
	e.Beside = []watch.Noticed{watch.Look(made.Source, made.Text).Without(made.Source, before.Source)}
	e.Also = func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE suggestions SET new_source = ?, new_html = ?, html_version = ?, new_text = ? WHERE contribution_id = ?",
			made.Source, made.HTML, prose.Version, made.Text, contribution)
		return err
	}
	return s.Talk.Edit(ctx, a, key, contribution, e)
}

// CheckEdit renders other words for a suggestion without storing them. Bad input is Invalid under "proposed".
func (s *Store) CheckEdit(ctx context.Context, a people.Actor, contribution int64, proposed string) (Suggestion, error) {
	before, _, err := s.Suggestion(ctx, a, contribution)
	if err != nil {
		return before, err
	}
	version, err := db.Value[int64](ctx, s.DB, "SELECT version_id FROM suggestions WHERE contribution_id = ?", contribution)
	if err != nil {
		return before, err
	}
	return s.propose(ctx, version, func(b Block) bool { return b.ID == before.Old.ID }, proposed)
}
