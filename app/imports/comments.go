package imports

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

// commentColumns are the columns with a meaning; any other is kept as an attribute of the contribution.
var commentColumns = map[string]bool{
	"id": true, "created_at": true, "author": true, "text": true, "themes": true, "who": true, "evidence": true,
	"channel": true, "place": true, "parent": true, "position": true,
}

// comment is one row, checked and rendered.
type comment struct {
	line       int
	id         string
	author     string
	area       string
	parent     string
	at         clock.Instant
	who        people.Who
	evidence   discussion.Evidence
	channel    discussion.Channel
	position   discussion.Position
	body       discussion.Body
	themes     []int64
	attributes string
}

// commentImport is one run over a file.
type commentImport struct {
	db     *db.DB
	zone   *time.Location
	group  string
	thread int64
	themes map[string]int64
	seen   map[string]int
	result Result
}

// Comments brings in a CSV file with the columns id, created_at, author, text and themes (separated by ";"), and
// optionally who, evidence, channel, place, parent and position (the author's own on what it answers).
func Comments(ctx context.Context, d *db.DB, path string, into Into, zone *time.Location, progress Progress) (Result, error) {
	t, err := OpenTable(path, "id", "created_at", "author", "text", "themes")
	if err != nil {
		return Result{}, err
	}
	defer t.Close()
	thread, err := destination(ctx, d, into, path)
	if err != nil {
		return Result{}, err
	}
	run := &commentImport{db: d, zone: zone, group: into.Group, thread: thread, seen: map[string]int{}}
	if run.themes, err = themeNames(ctx, d); err != nil {
		return Result{}, err
	}
	return run.result, run.read(ctx, t, progress)
}

func (run *commentImport) read(ctx context.Context, t *Table, progress Progress) error {
	batch := make([]comment, 0, batchSize)
	for {
		more, problem := t.Next()
		if !more {
			if problem != nil {
				return problem
			}
			break
		}
		run.result.Rows++
		if problem == nil {
			var c comment
			if c, problem = run.parse(ctx, t); problem == nil {
				batch = append(batch, c)
			}
		}
		if problem != nil {
			run.bad(t.Line, t.Text("id"), problem)
		}
		if len(batch) == batchSize {
			if err := run.store(ctx, batch); err != nil {
				return err
			}
			batch = batch[:0]
			progress(run.result.Rows)
		}
	}
	if err := run.store(ctx, batch); err != nil {
		return err
	}
	progress(run.result.Rows)
	return nil
}

func (run *commentImport) bad(line int, id string, reason error) {
	run.result.Problems = append(run.result.Problems, Problem{Line: line, ID: id, Reason: reason.Error()})
}

// parse checks and renders a row.
func (run *commentImport) parse(ctx context.Context, t *Table) (c comment, err error) {
	c.line = t.Line
	if c.id, err = t.cell("id"); err != nil {
		return c, err
	}
	if c.id == "" {
		return c, errors.New("the row has no id")
	}
	if first, twice := run.seen[c.id]; twice {
		return c, fmt.Errorf("the id is also that of line %d", first)
	}
	run.seen[c.id] = t.Line
	for column, into := range map[string]*string{"author": &c.author, "place": &c.area, "parent": &c.parent} {
		if *into, err = t.cell(column); err != nil {
			return c, err
		}
	}
	if c.at, err = moment(t.Text("created_at"), run.zone); err != nil {
		return c, err
	}
	if c.who, err = word(whoWords, "who", t.Text("who")); err != nil {
		return c, err
	}
	if c.evidence, err = word(evidenceWords, "evidence", t.Text("evidence")); err != nil {
		return c, err
	}
	if c.channel, err = word(channelWords, "channel", t.Text("channel")); err != nil {
		return c, err
	}
	if c.position, err = word(positionWords, "position", t.Text("position")); err != nil {
		return c, err
	}
	if c.themes, err = run.findThemes(t.Text("themes")); err != nil {
		return c, err
	}
	if c.attributes, err = attributes(t); err != nil {
		return c, err
	}
	c.body, err = discussion.Render(ctx, t.Text("text"))
	var invalid db.Invalid
	if errors.As(err, &invalid) {
		err = errors.New("column text: " + invalid["body"].String())
	}
	return c, err
}

func (run *commentImport) findThemes(cell string) (ids []int64, err error) {
	for name := range strings.SplitSeq(cell, ";") {
		name = strings.TrimSpace(name)
		if name == "" {
			continue
		}
		id, known := run.themes[strings.ToLower(name)]
		if !known {
			return nil, fmt.Errorf("the theme %q is not in the codebook; import the codebook first", name)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func attributes(t *Table) (string, error) {
	kept := map[string]string{}
	for _, name := range t.header {
		if value := t.Text(name); name != "" && !commentColumns[name] && value != "" {
			clean, err := t.cell(name)
			if err != nil {
				return "", err
			}
			kept[name] = clean
		}
	}
	if len(kept) == 0 {
		return "", nil
	}
	raw, err := json.Marshal(kept)
	return string(raw), err
}

// store adds a batch in one transaction. A row whose parent is not there is a problem of that row alone.
func (run *commentImport) store(ctx context.Context, batch []comment) error {
	if len(batch) == 0 {
		return nil
	}
	var added, already int
	var problems []Problem
	err := run.db.Write(ctx, func(tx *db.Tx) error {
		added, already, problems = 0, 0, nil
		for _, c := range batch {
			fresh, err := run.add(tx, c)
			var bad rowError
			switch {
			case errors.As(err, &bad):
				problems = append(problems, Problem{Line: c.line, ID: c.id, Reason: bad.Error()})
			case err != nil:
				return fmt.Errorf("line %d: %w", c.line, err)
			case fresh:
				added++
			default:
				already++
			}
		}
		return nil
	})
	run.result.Added += added
	run.result.Already += already
	run.result.Problems = append(run.result.Problems, problems...)
	return err
}

// rowError is a fault of one row, found only when it is stored.
type rowError string

func (e rowError) Error() string { return string(e) }

func (run *commentImport) key(id string) string { return "comments:" + run.group + ":" + id }

func (run *commentImport) add(tx *db.Tx, c comment) (fresh bool, err error) {
	_, err = run.find(tx, c.id)
	if !errors.Is(err, db.ErrNotFound) {
		return false, err
	}
	n := discussion.New{
		ThreadID: run.thread, Kind: discussion.Comment, Channel: c.channel, Who: c.who, Evidence: c.evidence, Body: c.body,
		State: discussion.Published, CreatedAt: c.at, Attributes: c.attributes, ImportKey: run.key(c.id),
	}
	if c.parent != "" {
		n.Kind = discussion.Reply
		n.ParentID, err = run.find(tx, c.parent)
		if errors.Is(err, db.ErrNotFound) {
			return false, rowError(fmt.Sprintf("it answers %q, which has not been brought in; put answers after what they answer", c.parent))
		}
		if err != nil {
			return false, err
		}
	}
	author := "comments:" + run.group + ":" + c.author
	if c.author == "" {
		author += "\x1f" + c.id // nobody is named, so each row is a person of its own
	}
	if n.AuthorID, err = recorded(tx, author, c.author, c.who, c.area); err != nil {
		return false, err
	}
	added, err := discussion.Add(tx, n)
	if err != nil {
		return false, err
	}
	for _, theme := range c.themes {
		if err := themes.Tag(tx, added.ID, theme, themes.ByImport, 0); err != nil {
			return false, err
		}
	}
	if c.position != discussion.Withdrawn && n.ParentID != 0 {
		return true, discussion.TakePosition(tx, n.AuthorID, n.ParentID, c.position)
	}
	return true, nil
}

func (run *commentImport) find(tx *db.Tx, id string) (int64, error) {
	return db.Value[int64](tx.Context(), tx, "SELECT id FROM contributions WHERE import_key = ?", run.key(id))
}
