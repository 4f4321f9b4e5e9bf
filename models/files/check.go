package files

import (
	"context"
	"fmt"

	"folkmoot/models/db"
)

// Found is what a look at rows and bytes together found.
type Found struct {
	Missing []string // names of files whose bytes are not there, at most mostFound
	Changed []string // names of files whose bytes are not what was stored, at most mostFound
	Orphans []string // names of bytes that no row knows, or whose row says that they are gone, at most mostFound
	Files   int      // that were looked at
}

const (
	mostFound = 1000
	rowsLot   = 500
)

// Problems says what was found in sentences.
func (f Found) Problems() (list []string) {
	for _, one := range []struct {
		what  string
		names []string
	}{
		{"its bytes are not in the file store", f.Missing},
		{"its bytes are not what was stored", f.Changed},
		{"its bytes are in the file store, but no file of that name is kept", f.Orphans},
	} {
		for i, name := range one.names {
			if i == 5 {
				list = append(list, fmt.Sprintf("and %d more like it", len(one.names)-i))
				break
			}
			list = append(list, fmt.Sprintf("the file %s: %s", name, one.what))
		}
	}
	return list
}

// Check holds every row to its bytes and the other way round, walking both in the order of the names, so that it needs no
// memory by their number. deep reads all bytes and holds them to their digests. It changes nothing.
func (s *Store) Check(ctx context.Context, deep bool) (found Found, err error) {
	rows := &rowWalk{q: s.DB}
	row, err := rows.next(ctx)
	if err != nil {
		return found, err
	}
	now := s.DB.Clock.Now()
	last := ""
	whole, small := false, false
	// settle says what is wrong with a row whose bytes were all seen.
	settle := func(f File) {
		if f.RemovedAt == 0 {
			found.Files++
			if !whole || f.Picture() && !small {
				note(&found.Missing, f.Name)
			}
		}
		whole, small = false, false
	}
	err = s.Depot.Each(ctx, func(b Stored) error {
		for row != nil && row.Name < b.Name {
			settle(*row)
			if row, err = rows.next(ctx); err != nil {
				return err
			}
		}
		if row == nil || row.Name != b.Name || row.RemovedAt != 0 {
			if b.Name != last && isOrphan(b, now) && (row == nil || row.Name != b.Name || now.Sub(row.RemovedAt) > orphanKept) {
				note(&found.Orphans, b.Name)
			}
			last = b.Name
			return nil
		}
		if b.Part == Small {
			small = true
			return nil
		}
		whole = true
		if !deep && b.Bytes == row.Bytes {
			return nil
		}
		data, err := s.Depot.Get(ctx, b.Name, Whole)
		if err != nil {
			return err
		}
		if !row.is(data) {
			note(&found.Changed, b.Name)
		}
		return nil
	})
	for err == nil && row != nil {
		settle(*row)
		row, err = rows.next(ctx)
	}
	if err != nil {
		return found, err
	}
	return s.confirmed(ctx, found)
}

// confirmed leaves out what changed while it was looked at: what was brought or removed meanwhile.
func (s *Store) confirmed(ctx context.Context, found Found) (Found, error) {
	still := func(names []string, there bool) (list []string, err error) {
		for _, name := range names {
			n, err := db.Value[int](ctx, s.DB, "SELECT COUNT(*) FROM files WHERE name = ? AND removed_at IS NULL", name)
			if err != nil {
				return nil, err
			}
			if (n > 0) == there {
				list = append(list, name)
			}
		}
		return list, nil
	}
	var err error
	if found.Missing, err = still(found.Missing, true); err != nil {
		return found, err
	}
	if found.Changed, err = still(found.Changed, true); err != nil {
		return found, err
	}
	found.Orphans, err = still(found.Orphans, false)
	return found, err
}

func note(list *[]string, name string) {
	if len(*list) < mostFound {
		*list = append(*list, name)
	}
}

// Tidy removes bytes that belong to nothing, and gives what else is wrong, for the log.
func (s *Store) Tidy(ctx context.Context) ([]string, error) {
	found, err := s.Check(ctx, false)
	if err != nil {
		return nil, err
	}
	for _, name := range found.Orphans {
		if err := s.Depot.Delete(ctx, name); err != nil {
			return nil, err
		}
	}
	found.Orphans = nil
	return found.Problems(), nil
}

// rowWalk reads the rows of files in the order of their names.
type rowWalk struct {
	q    db.Querier
	lot  []File
	last string
	end  bool
}

// next gives the next row; nil at the end.
func (w *rowWalk) next(ctx context.Context) (*File, error) {
	if len(w.lot) == 0 {
		if w.end {
			return nil, nil
		}
		var err error
		if w.lot, err = db.All(ctx, w.q, scan, "SELECT "+columns+" FROM files f WHERE f.name > ? ORDER BY f.name LIMIT ?", w.last, rowsLot); err != nil {
			return nil, err
		}
		if w.end = len(w.lot) < rowsLot; len(w.lot) == 0 {
			return nil, nil
		}
		w.last = w.lot[len(w.lot)-1].Name
	}
	f := &w.lot[0]
	w.lot = w.lot[1:]
	return f, nil
}
