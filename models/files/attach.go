package files

import (
	"context"
	"slices"
	"unicode/utf8"

	"folkmoot/models/db"
	"folkmoot/models/prose"
	"folkmoot/models/say"
)

// Attached is a file as a form has it: by its name, with what is said of it there.
type Attached struct {
	Name  string
	Words string // of a picture what it shows, of a document what it is called
}

// Field is the name of the field in which that is said.
func (a Attached) Field() string { return "about-" + a.Name }

// Ready is files that stand ready to be attached: with the words of each cleaned.
type Ready []Attached

// Check tells whether files can be sent with the words that are said of them. What is wrong is Invalid under the field
// of each.
func Check(list []Attached) (Ready, error) {
	if len(list) > PerMessage {
		return nil, db.Wrong("file", "There is room for %d files. Take one out", PerMessage)
	}
	wrong := db.Invalid{}
	ready := make(Ready, 0, len(list))
	for _, a := range list {
		words, err := prose.Line(a.Words)
		switch {
		case err != nil:
			wrong[a.Field()] = say.Of(err)
		case words == "":
			wrong[a.Field()] = "Say in a few words what this shows, for people who cannot see it"
		case utf8.RuneCountInString(words) > MaxAlt:
			wrong[a.Field()] = "That is too long. A sentence or two is best"
		}
		ready = append(ready, Attached{Name: a.Name, Words: words})
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	return ready, nil
}

// Revise makes the files of a contribution these, inside the command that stores its words as a revision: what is new
// stands from it on, what is not among them any more stood until it. person is whose files may be attached: whoever
// writes. It tells whether anything was put in that was not there. ErrConflict where one is not there to be attached.
func Revise(tx *db.Tx, contribution, person int64, revision int, list Ready) (added bool, err error) {
	have, err := standing(tx.Context(), tx, contribution)
	if err != nil {
		return false, err
	}
	wanted := map[int64]bool{}
	for position, a := range list {
		f, err := hold(tx, a, contribution, person)
		if err != nil {
			return false, err
		}
		wanted[f.ID] = true
		if _, there := have[f.ID]; !there {
			added = true
		}
		if _, err := tx.Exec(`INSERT INTO attachments (contribution_id, file_id, position, from_revision) VALUES (?, ?, ?, ?)
			ON CONFLICT (contribution_id, file_id) DO UPDATE SET position = excluded.position, until_revision = NULL`,
			contribution, f.ID, position, revision); err != nil {
			return false, err
		}
	}
	for id, covered := range have {
		if !wanted[id] && !covered { // what a moderator took out stays in its place, so that it can be put back
			if _, err := tx.Exec("UPDATE attachments SET until_revision = ? WHERE contribution_id = ? AND file_id = ?", revision, contribution, id); err != nil {
				return false, err
			}
		}
	}
	return added, nil
}

// hold finds a file that may be attached to a contribution, and stores what is said of it. Changing its row keeps it from
// being removed or attached elsewhere meanwhile.
func hold(tx *db.Tx, a Attached, contribution, person int64) (f File, err error) {
	title, alt := "title", "?"
	kind, err := db.Values[Kind](tx.Context(), tx, "SELECT kind FROM files WHERE name = ?", a.Name)
	if err != nil {
		return f, err
	}
	if len(kind) == 1 && kind[0] == PDF {
		title, alt = "?", "alt"
	}
	list, err := db.Values[int64](tx.Context(), tx, "UPDATE files SET title = "+title+", alt = "+alt+` WHERE name = ? AND removed_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM attachments x WHERE x.file_id = files.id AND x.covered_at IS NOT NULL)
		AND (person_id = ? AND NOT EXISTS (SELECT 1 FROM attachments x WHERE x.file_id = files.id AND x.contribution_id <> ?)
		OR EXISTS (SELECT 1 FROM attachments x WHERE x.file_id = files.id AND x.contribution_id = ?)) RETURNING id`,
		a.Words, a.Name, person, contribution, contribution)
	if err != nil {
		return f, err
	}
	if len(list) == 0 {
		return f, db.ErrConflict
	}
	f.ID = list[0]
	// The same thing brought again under another name does not come back by itself.
	again, err := db.Value[bool](tx.Context(), tx, `SELECT EXISTS (SELECT 1 FROM attachments x JOIN files o ON o.id = x.file_id JOIN files f ON f.digest = o.digest
		WHERE f.id = ? AND x.contribution_id = ? AND x.covered_at IS NOT NULL)`, f.ID, contribution)
	if err == nil && again {
		err = db.Wrong("file", "A moderator took this out. You can ask for another look at that, or go on without it")
	}
	return f, err
}

// standing gives the files that stand with a contribution now, and of each whether it was taken out.
func standing(ctx context.Context, q db.Querier, contribution int64) (map[int64]bool, error) {
	have := map[int64]bool{}
	err := db.Each(ctx, q, func(r db.Row) error {
		var id int64
		var covered bool
		err := r.Scan(&id, &covered)
		have[id] = covered
		return err
	}, "SELECT file_id, covered_at IS NOT NULL FROM attachments WHERE contribution_id = ? AND until_revision IS NULL", contribution)
	return have, err
}

// Differs tells whether the files of a contribution would change, or what is said of them.
func Differs(ctx context.Context, q db.Querier, contribution int64, list Ready) (bool, error) {
	all, err := On(ctx, q, contribution)
	on := slices.DeleteFunc(all[contribution], func(f File) bool { return f.Covered })
	if err != nil || len(on) != len(list) {
		return err == nil, err
	}
	for i, f := range on {
		if f.Name != list[i].Name || f.Words() != list[i].Words {
			return true, nil
		}
	}
	return false, nil
}

// Words is what is said of a file: of a picture what it shows, of a document what it is called.
func (f File) Words() string {
	if f.Picture() {
		return f.Alt
	}
	return f.Title
}

// On gives the files that stand with contributions now, in their order. Whether the reader may have them has been decided
// by whether they may read the contribution: see Store.Open. A covered one comes without its name and words.
func On(ctx context.Context, q db.Querier, contributions ...int64) (map[int64][]File, error) {
	return on(ctx, q, "a.until_revision IS NULL", contributions)
}

func on(ctx context.Context, q db.Querier, which string, contributions []int64) (map[int64][]File, error) {
	list := map[int64][]File{}
	if len(contributions) == 0 {
		return list, nil
	}
	err := db.Each(ctx, q, func(r db.Row) error {
		var f File
		var contribution int64
		if err := r.Scan(append(f.into(), &contribution, &f.Covered)...); err != nil {
			return err
		}
		list[contribution] = append(list[contribution], f)
		return nil
	}, "SELECT "+columns+`, a.contribution_id, a.covered_at IS NOT NULL FROM attachments a JOIN files f ON f.id = a.file_id
		WHERE `+which+` AND f.removed_at IS NULL AND a.contribution_id IN `+db.In(len(contributions))+` ORDER BY a.contribution_id, a.position, f.id`,
		db.Args(contributions)...)
	return list, err
}

// Stood is a file with the revisions of its contribution that it stood with.
type Stood struct {
	File
	From, Until int // Until is the first without it; 0 where it stands still
}

// With tells whether the file stood with a revision.
func (s Stood) With(revision int) bool {
	return s.From <= revision && (s.Until == 0 || revision < s.Until)
}

// History gives every file that stands or stood with a contribution.
func History(ctx context.Context, q db.Querier, contribution int64) ([]Stood, error) {
	return db.All(ctx, q, func(r db.Row) (s Stood, err error) {
		err = r.Scan(append(s.into(), &s.From, &s.Until, &s.Covered)...)
		return s, err
	}, "SELECT "+columns+`, a.from_revision, COALESCE(a.until_revision, 0), a.covered_at IS NOT NULL FROM attachments a JOIN files f ON f.id = a.file_id
		WHERE a.contribution_id = ? AND f.removed_at IS NULL ORDER BY a.position, f.id`, contribution)
}

// Mine gives files that somebody has at hand to attach, by their names in their order: their own that were not sent,
// and those that stand with the contribution that they change (0 for none). Others are left out.
func Mine(ctx context.Context, q db.Querier, person, contribution int64, names []string) ([]File, error) {
	if len(names) == 0 || person == 0 {
		return nil, nil
	}
	names = names[:min(len(names), 2*PerMessage)]
	found := map[string]File{}
	err := db.Each(ctx, q, func(r db.Row) error {
		f, err := scan(r)
		found[f.Name] = f
		return err
	}, "SELECT "+columns+` FROM files f WHERE f.removed_at IS NULL AND f.name IN `+db.In(len(names))+`
		AND (f.person_id = ? AND `+unsent+` OR EXISTS (SELECT 1 FROM attachments x WHERE x.file_id = f.id AND x.contribution_id = ? AND x.until_revision IS NULL AND x.covered_at IS NULL))`,
		append(db.Args(names), person, contribution)...)
	var list []File
	for _, name := range names {
		if f, ok := found[name]; ok {
			list = append(list, f)
			delete(found, name)
		}
	}
	return list, err
}
