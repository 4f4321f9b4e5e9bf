package insight

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/say"
)

// IssueState is how far an issue has come.
type IssueState string

// The states of an issue.
const (
	Emerging   IssueState = "emerging"
	Considered IssueState = "considered"
	Responded  IssueState = "responded"
)

// IssueStates lists the states in their order.
var IssueStates = []IssueState{Emerging, Considered, Responded}

// Outcome is what a reply to an issue comes to.
type Outcome string

// What a reply may come to.
const (
	Did      Outcome = "did"    // it was done
	DidSome  Outcome = "partly" // some of it was
	WillDo   Outcome = "will"   // it will be
	DidNot   Outcome = "not"    // it was not, and the reply says why
	NoAnswer Outcome = ""
)

// Outcomes lists what a reply may come to, in order.
var Outcomes = []Outcome{Did, DidSome, WillDo, DidNot}

// Bounds on what editors write about an issue.
const (
	MaxTitle = 160    // characters
	MaxNote  = 20_000 // bytes of Markdown, of the note and of the response each
)

// Issue is what editors say about a theme in the summary.
type Issue struct {
	ThemeID      int64
	Title        string // empty: the theme's name serves
	Note         string // why it is coming up, Markdown
	NoteHTML     string
	State        IssueState
	StateAt      clock.Instant
	Response     string // what is done about it, Markdown
	ResponseHTML string
	Outcome      Outcome // of the response
	Revision     int     // 0 where nothing was written yet
	ChangedBy    string
	ChangedAt    clock.Instant
}

// MayWriteIssue tells whether the actor may write about issues, and if not, why.
func MayWriteIssue(a people.Actor) error {
	if !a.CanEdit() {
		return db.Forbidden{Reason: "Only editors can write about what we are hearing."}
	}
	return nil
}

const issueColumns = `i.theme_id, i.title, i.note_md, i.note_html, i.state, i.state_at, i.response_md, i.response_html, i.answer, i.revision,
	COALESCE(p.public_name, ''), i.changed_at FROM issues i LEFT JOIN people p ON p.id = i.changed_by`

func scanIssue(r db.Row) (i Issue, err error) {
	err = r.Scan(&i.ThemeID, &i.Title, &i.Note, &i.NoteHTML, &i.State, &i.StateAt, &i.Response, &i.ResponseHTML, &i.Outcome, &i.Revision, &i.ChangedBy, &i.ChangedAt)
	return i, err
}

// issues reads what was written about each theme; there are no more than themes.
func (s *Store) issues(ctx context.Context) (map[int64]Issue, error) {
	all := map[int64]Issue{}
	err := db.Each(ctx, s.DB, func(r db.Row) error {
		i, err := scanIssue(r)
		all[i.ThemeID] = i
		return err
	}, "SELECT "+issueColumns)
	return all, err
}

// Issue reads what was written about a theme; where nothing was, the issue is emerging, with revision 0.
func (s *Store) Issue(ctx context.Context, theme int64) (Issue, error) {
	i, err := db.One(ctx, s.DB, scanIssue, "SELECT "+issueColumns+" WHERE i.theme_id = ?", theme)
	if errors.Is(err, db.ErrNotFound) {
		return Issue{ThemeID: theme, State: Emerging}, nil
	}
	return i, err
}

// IssueDraft is what an editor typed about a theme.
type IssueDraft struct {
	Title    string
	Note     string // Markdown
	State    IssueState
	Response string  // Markdown; needed for Responded
	Outcome  Outcome // needed for Responded
	Revision int     // the revision that was being changed; 0 where nothing had been written

	noteHTML, responseHTML string
}

// Check cleans a draft and renders its words, outside any transaction. Bad input is Invalid by field: "title",
// "note", "state", "response", "outcome".
func (d IssueDraft) Check(ctx context.Context) (IssueDraft, error) {
	wrong := db.Invalid{}
	var err error
	if d.Title, err = prose.Line(d.Title); err != nil {
		wrong["title"] = say.Of(err)
	} else if utf8.RuneCountInString(d.Title) > MaxTitle {
		wrong["title"] = say.F("Please keep this under %d letters", MaxTitle)
	}
	render := func(field, source string) (string, string) {
		source, err := prose.Clean(source)
		if err == nil && strings.TrimSpace(source) == "" {
			return "", ""
		}
		if err == nil && len(source) > MaxNote {
			err = errors.New("That is too long. Please keep it under " + strconv.Itoa(MaxNote/1000) + ",000 letters")
		}
		if err == nil {
			var document prose.Document
			if document, err = prose.Render(ctx, source, prose.Options{Prefix: field + "-"}); err == nil {
				return source, document.HTML
			}
		}
		wrong[field] = say.Of(err)
		return source, ""
	}
	d.Note, d.noteHTML = render("note", d.Note)
	d.Response, d.responseHTML = render("response", d.Response)
	switch d.State {
	case Emerging, Considered:
	case Responded:
		if d.Response == "" && wrong["response"] == "" {
			wrong["response"] = "Write the response, so that people can read it"
		}
		if !slices.Contains(Outcomes, d.Outcome) {
			wrong["outcome"] = "Choose what the reply comes to"
		}
	default:
		wrong["state"] = "Choose how far this has come"
	}
	if d.State != Responded && !slices.Contains(Outcomes, d.Outcome) {
		d.Outcome = NoAnswer
	}
	if ctx.Err() != nil {
		return d, db.ErrBusy
	}
	if len(wrong) > 0 {
		return d, wrong
	}
	return d, nil
}

// WriteIssue stores what an editor says about a theme. ErrConflict where somebody else wrote since the draft's
// revision.
func (s *Store) WriteIssue(ctx context.Context, a people.Actor, key db.Key, theme int64, draft IssueDraft) error {
	if err := MayWriteIssue(a); err != nil {
		return err
	}
	draft, err := draft.Check(ctx)
	if err != nil {
		return err
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		return theme, PutIssue(tx, theme, draft, a.ID)
	})
	return err
}

// PutIssue stores a checked draft inside a command, with its register entry. ErrNotFound where the theme is not
// there, ErrConflict where the issue is not at the draft's revision. By is who did it, 0 for the program.
func PutIssue(tx *db.Tx, theme int64, d IssueDraft, by int64) error {
	there, err := db.Value[int](context.Background(), tx, "SELECT COUNT(*) FROM themes WHERE id = ?", theme)
	if err != nil {
		return err
	}
	if there == 0 {
		return db.ErrNotFound
	}
	// The row is made first where there is none, so that two first writers meet at it.
	if d.Revision == 0 {
		if _, err := tx.Exec(`INSERT INTO issues (theme_id, state_at, revision, changed_at) VALUES (?, ?, 0, ?) ON CONFLICT DO NOTHING`,
			theme, tx.Now(), tx.Now()); err != nil {
			return err
		}
	}
	changed, err := tx.Exec(`UPDATE issues SET title = ?, note_md = ?, note_html = ?, response_md = ?, response_html = ?, answer = ?,
		state_at = CASE WHEN state = ? AND revision > 0 THEN state_at ELSE CAST(? AS BIGINT) END, state = ?, revision = revision + 1,
		changed_by = ?, changed_at = ? WHERE theme_id = ? AND revision = ?`, d.Title, d.Note, d.noteHTML, d.Response, d.responseHTML, d.Outcome,
		d.State, tx.Now(), d.State, db.Null(by), tx.Now(), theme, d.Revision)
	if err != nil {
		return err
	}
	if changed == 0 {
		return db.ErrConflict
	}
	tx.Touch(db.TopicHearing, db.TopicThemes)
	return audit.Append(tx, audit.Entry{
		Actor: by, Act: "issue.write", Kind: "theme", Object: theme,
		Details: map[string]any{"state": string(d.State), "outcome": string(d.Outcome), "revision": d.Revision + 1},
	})
}
