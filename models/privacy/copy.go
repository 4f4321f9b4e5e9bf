package privacy

import (
	"archive/zip"
	"context"
	"io"
	"strconv"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// How often somebody may have a copy made of what is theirs: it reads all of it twice.
const (
	copiesMost   = 6
	copiesWindow = time.Hour
)

// Reading writes what is somebody's for people to read, a section at a time.
type Reading interface {
	Begin() error
	Section(name string) error // a table of people.Tables, or a part
	Row(name string, cells []people.Cell) error
	Part(name string, value any) error
	End() error
}

// Copy writes everything that is the actor's into a ZIP file: data.json for programs, index.html as the reading writes it,
// and what they attached. It is written as it is read, however much it is. The actor has proved who they are; db.Limited
// where they had copies made too often.
func (s *Store) Copy(ctx context.Context, a people.Actor, w io.Writer, reading func(io.Writer) Reading, parts ...people.Part) error {
	if err := s.People.Allow(ctx, "copy:"+strconv.FormatInt(a.ID, 10), copiesMost, copiesWindow); err != nil {
		return err
	}
	archive := zip.NewWriter(w)
	at := s.DB.Clock.Now().In(s.Zone)
	file := func(name string) (io.Writer, error) {
		return archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at})
	}
	page, err := file("index.html")
	if err != nil {
		return err
	}
	if err := s.read(ctx, a, reading(page), parts); err != nil {
		return err
	}
	data, err := file("data.json")
	if err != nil {
		return err
	}
	if err := s.People.Takeout(ctx, a, data, parts...); err != nil {
		return err
	}
	if err := s.attached(ctx, a.ID, file); err != nil {
		return err
	}
	return archive.Close()
}

// read writes everything for people to read: what has no rows is left out.
func (s *Store) read(ctx context.Context, a people.Actor, r Reading, parts []people.Part) error {
	if err := r.Begin(); err != nil {
		return err
	}
	for _, part := range parts {
		first := true
		if err := part.Each(func(value any) error {
			if first {
				first = false
				if err := r.Section(part.Name); err != nil {
					return err
				}
			}
			return r.Part(part.Name, value)
		}); err != nil {
			return err
		}
	}
	for _, t := range people.Tables {
		if t.Owner == "" {
			continue
		}
		first := true
		if err := s.People.EachOwned(ctx, t, a.ID, func(cells []people.Cell) error {
			if first {
				first = false
				if err := r.Section(t.Name); err != nil {
					return err
				}
			}
			return r.Row(t.Name, cells)
		}); err != nil {
			return err
		}
	}
	return r.End()
}

// attached adds the pictures and documents of a person. Their names in the file begin with their numbers in data.json.
func (s *Store) attached(ctx context.Context, person int64, file func(string) (io.Writer, error)) error {
	if s.Open == nil {
		return nil
	}
	type one struct {
		id         int64
		name, kind string
	}
	list, err := db.All(ctx, s.DB, func(r db.Row) (f one, err error) {
		err = r.Scan(&f.id, &f.name, &f.kind)
		return f, err
	}, "SELECT id, name, kind FROM files WHERE removed_at IS NULL AND person_id IN (SELECT id FROM people WHERE id = ? OR claimed_by = ?) ORDER BY id", person, person)
	if err != nil {
		return err
	}
	for _, f := range list {
		if err := s.attach(ctx, f.name, "attachments/"+strconv.FormatInt(f.id, 10)+"."+f.kind, file); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) attach(ctx context.Context, name, as string, file func(string) (io.Writer, error)) error {
	from, err := s.Open(ctx, name)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := file(as)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return err
}

// Claimed is how many people without an account the actor claimed.
func (s *Store) Claimed(ctx context.Context, a people.Actor) (int, error) {
	return db.Value[int](ctx, s.DB, "SELECT COUNT(*) FROM people WHERE claimed_by = ?", a.ID)
}
