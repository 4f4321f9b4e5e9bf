package themes

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/themes/codebook"
)

// Entries gives the codebook as files hold it, by name. Place is the address of the site, which the identities of the
// themes are made of.
func (s *Store) Entries(ctx context.Context, place string) ([]codebook.Entry, error) {
	list, err := s.List(ctx)
	if err != nil {
		return nil, err
	}
	names := make(map[int64]string, len(list))
	for _, t := range list {
		names[t.ID] = t.Name
	}
	entries := make([]codebook.Entry, len(list))
	for i, t := range list {
		entries[i] = codebook.Entry{
			GUID: codebook.GUID(place, t.Slug), Slug: t.Slug, Name: t.Name, Parent: names[t.ParentID], Definition: t.Definition,
			Examples: t.Examples, State: string(t.State), Mark: t.Mark, MergedInto: names[t.MergedInto],
		}
	}
	return entries, nil
}

// Doing is what an import does with a theme of the file.
type Doing string

// What it can do.
const (
	Adds    Doing = "add"
	Changes Doing = "change"
	Leaves  Doing = "leave"
)

// Planned is a theme of a file and what would be done with it.
type Planned struct {
	codebook.Entry
	Do     Doing
	There  Theme    // that it is; empty where it is new
	Fields []string // that would change: name, definition, examples, parent, mark
	State  string   // the state that the file says, where the theme is in another: it is told, never changed
	Made   bool     // it stands in the file as a parent only
}

// Plan is what bringing in a file would do.
type Plan struct {
	Rows     []Planned          // parents before the themes below them
	Absent   []Theme            // in use here and not in the file: they stay as they are
	Problems []codebook.Problem // nothing is brought in while there are any
	Version  int                // of the codebook that it was made for
}

// Count gives how many themes would be done something with.
func (p Plan) Count(do Doing) (n int) {
	for _, r := range p.Rows {
		if r.Do == do {
			n++
		}
	}
	return n
}

// Bringing is a file to be brought in.
type Bringing struct {
	Entries  []codebook.Entry
	Problems []codebook.Problem
	Place    string // the address of the site
	Change   bool   // whether themes that are here already take the words of the file; empty cells change nothing
	Reason   string // kept with every theme that is added or changed
	Version  int    // of the codebook that the plan was shown for: ErrConflict where it is another by now; 0 for any
}

// PlanImport tells what bringing in a file would do.
func (s *Store) PlanImport(ctx context.Context, a people.Actor, b Bringing) (Plan, error) {
	if err := MayKeep(a); err != nil {
		return Plan{}, err
	}
	return plan(ctx, s.DB, b)
}

// Import brings in a whole file or nothing of it, and gives what was done. Invalid under "file" where there are
// problems.
func (s *Store) Import(ctx context.Context, a people.Actor, key db.Key, b Bringing) (done Plan, err error) {
	if err := MayKeep(a); err != nil {
		return done, err
	}
	reason, err := because(b.Reason)
	if err != nil {
		return done, err
	}
	b.Reason = reason
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		done, err = Bring(tx, b, a.ID)
		if err == nil && len(done.Problems) > 0 {
			err = db.Wrong("file", "%s", done.Problems[0].Error())
		}
		return int64(done.Count(Adds)), err
	})
	return done, err
}

// Bring brings in a file inside a command, but for the themes with problems, and gives what was done. By is who does
// it, 0 for the program.
func Bring(tx *db.Tx, b Bringing, by int64) (Plan, error) {
	if err := lockCodebook(tx); err != nil {
		return Plan{}, err
	}
	p, err := plan(tx.Context(), tx, b)
	if err != nil {
		return p, err
	}
	if b.Version != 0 && b.Version != p.Version {
		return p, db.ErrConflict
	}
	ids := map[string]int64{}
	for _, r := range p.Rows {
		if r.There.ID != 0 {
			ids[fold(r.Name)], ids[fold(r.There.Name)] = r.There.ID, r.There.ID
		}
	}
	for i, r := range p.Rows {
		if p.Rows[i].There, err = bringOne(tx, b, r, ids, by); err != nil {
			return p, fmt.Errorf("the theme %q: %w", r.Name, err)
		}
		ids[fold(r.Name)] = p.Rows[i].There.ID
	}
	for _, r := range p.Rows {
		if r.Do == Adds && r.Entry.State == string(Retired) {
			if err := bringRetired(tx, r, ids[fold(r.MergedInto)], b.Reason, by); err != nil {
				return p, fmt.Errorf("the theme %q: %w", r.Name, err)
			}
		}
	}
	return p, nil
}

func fold(name string) string { return strings.ToLower(name) }

// bringOne adds or changes one theme.
func bringOne(tx *db.Tx, b Bringing, r Planned, ids map[string]int64, by int64) (Theme, error) {
	if r.Do == Leaves {
		return r.There, nil
	}
	d := Draft{Name: r.Name, Definition: r.Definition, Examples: r.Examples, ParentID: ids[fold(r.Parent)], Mark: r.Mark, Reason: b.Reason}
	used, err := UsedMarks(tx.Context(), tx)
	if err != nil {
		return Theme{}, err
	}
	if r.Do == Adds {
		if used[d.Mark] {
			d.Mark = 0
		}
		for mark := 1; d.Mark == 0 && mark <= 30; mark++ {
			if !used[mark] && codebook.Drawn(mark, r.Color) {
				d.Mark = mark
			}
		}
		return Add(tx, d, New{By: by, Slug: r.Slug})
	}
	t := r.There
	if d.Definition == "" {
		d.Definition = t.Definition
	}
	if d.Examples == "" {
		d.Examples = t.Examples
	}
	if d.ParentID == 0 {
		d.ParentID = t.ParentID
	}
	if used[d.Mark] && !hadMark(tx, t.ID, d.Mark) {
		d.Mark = 0
	}
	d.Revision = t.Revision
	return t, reword(tx, t.ID, d, by)
}

// bringRetired takes a theme that was added out of use, as the file says.
func bringRetired(tx *db.Tx, r Planned, into int64, reason string, by int64) error {
	why := change{act: "retire", reason: reason, by: by}
	if into != 0 && into != r.There.ID {
		why.act, why.other = "merge", into
	} else {
		into = 0
	}
	changed, err := tx.Exec("UPDATE themes SET state = 'retired', merged_into = ?, revision = revision + 1, changed_at = ? WHERE id = ?",
		db.Null(into), tx.Now(), r.There.ID)
	return settle(tx, changed, err, r.There.ID, why)
}

// plan compares a file with the codebook.
func plan(ctx context.Context, q db.Querier, b Bringing) (p Plan, err error) {
	p.Problems = append(p.Problems, b.Problems...)
	list, err := db.All(ctx, q, scan, "SELECT "+columns+" FROM themes h ORDER BY h.name, h.id")
	if err != nil {
		return p, err
	}
	if p.Version, err = Version(ctx, q); err != nil {
		return p, err
	}
	l := newLedger(b, list)
	for _, e := range b.Entries {
		l.enter(e)
	}
	for _, e := range b.Entries {
		l.put(fold(e.Name), nil)
	}
	p.Rows, p.Problems = l.rows, append(p.Problems, l.problems...)
	found := map[int64]bool{}
	for _, r := range p.Rows {
		found[r.There.ID] = true
	}
	for _, t := range list {
		if t.State == Current && !found[t.ID] {
			p.Absent = append(p.Absent, t)
		}
	}
	if all := len(list) + p.Count(Adds); all > MaxThemes {
		return p, db.Wrong("file", "With these there would be %d themes. There is room for %d", all, MaxThemes)
	}
	return p, nil
}

// ledger is what a plan is made with.
type ledger struct {
	b                    Bringing
	byGUID, bySlug, name map[string]Theme
	names                map[int64]string
	file                 map[string]codebook.Entry // by folded name
	state                map[string]int            // 1 while it is being put, 2 after
	rows                 []Planned
	problems             []codebook.Problem
}

func newLedger(b Bringing, list []Theme) *ledger {
	l := &ledger{
		b: b, byGUID: map[string]Theme{}, bySlug: map[string]Theme{}, name: map[string]Theme{}, names: map[int64]string{},
		file: map[string]codebook.Entry{}, state: map[string]int{},
	}
	for _, t := range list {
		l.byGUID[codebook.GUID(b.Place, t.Slug)], l.bySlug[t.Slug], l.names[t.ID] = t, t, t.Name
		if there, twice := l.name[fold(t.Name)]; !twice || there.State == Retired {
			l.name[fold(t.Name)] = t
		}
	}
	return l
}

func (l *ledger) wrong(e codebook.Entry, reason string, args ...any) {
	l.problems = append(l.problems, codebook.Problem{Line: e.Line, Name: e.Name, Reason: fmt.Sprintf(reason, args...)})
}

// enter notes a theme of the file.
func (l *ledger) enter(e codebook.Entry) {
	if e.Name == "" {
		return
	}
	if there, twice := l.file[fold(e.Name)]; twice {
		l.wrong(e, "line %d has a theme of this name too. Give each a name of its own, or take one of them out", there.Line)
		return
	}
	if _, err := (Draft{Name: e.Name, Definition: e.Definition, Examples: e.Examples}).Check(); err != nil {
		var invalid db.Invalid
		errors.As(err, &invalid)
		for _, field := range []string{"name", "definition", "examples"} {
			if invalid[field] != "" {
				l.wrong(e, "%s: %s", field, invalid[field])
			}
		}
		return
	}
	l.file[fold(e.Name)] = e
}

// put plans a theme after the one above it; above are those that it is being put for.
func (l *ledger) put(name string, above []string) {
	e, there := l.file[name]
	if !there || l.state[name] == 2 {
		return
	}
	if l.state[name] == 1 {
		l.wrong(e, "the theme stands below itself. Change its parent")
		l.state[name] = 2
		return
	}
	l.state[name] = 1
	if e.Parent != "" {
		if _, listed := l.file[fold(e.Parent)]; listed {
			l.put(fold(e.Parent), append(above, name))
		} else if _, here := l.name[fold(e.Parent)]; !here {
			l.file[fold(e.Parent)] = codebook.Entry{Line: e.Line, Name: e.Parent}
			l.put(fold(e.Parent), nil)
			l.rows[len(l.rows)-1].Made = true
		} else if l.state[fold(e.Parent)] == 0 {
			// A parent that is here and not in the file is known by its name.
			l.rows = append(l.rows, Planned{Entry: codebook.Entry{Name: e.Parent}, Do: Leaves, There: l.name[fold(e.Parent)], Made: true})
			l.state[fold(e.Parent)] = 2
		}
		if l.state[name] == 2 {
			return // it stands below itself
		}
	}
	l.state[name] = 2
	l.rows = append(l.rows, l.planned(e))
}

// planned says what is done with a theme of the file.
func (l *ledger) planned(e codebook.Entry) Planned {
	t, found := l.byGUID[e.GUID]
	if !found || e.GUID == "" {
		if t, found = l.bySlug[e.Slug]; !found || e.Slug == "" {
			t, found = l.name[fold(e.Name)]
		}
	}
	if !found {
		return Planned{Entry: e, Do: Adds}
	}
	r := Planned{Entry: e, Do: Leaves, There: t}
	if e.State != "" && e.State != string(t.State) {
		r.State = e.State
	}
	for _, c := range []struct {
		field     string
		different bool
	}{
		{"name", e.Name != t.Name},
		{"definition", e.Definition != "" && e.Definition != t.Definition},
		{"examples", e.Examples != "" && e.Examples != t.Examples},
		{"parent", e.Parent != "" && fold(e.Parent) != fold(l.names[t.ParentID])},
		{"mark", e.Mark != 0 && e.Mark != t.Mark},
	} {
		if c.different {
			r.Fields = append(r.Fields, c.field)
		}
	}
	if len(r.Fields) > 0 && l.b.Change {
		r.Do = Changes
	}
	return r
}
