package files

import (
	"context"
	"errors"
	"fmt"
	"time"

	"folkmoot/models/db"
)

// Pack puts every file into a backup, one after the other, held to its digest. missing notes the names of those whose
// bytes are not there, or not what was stored; a backup is made all the same, of the rest.
func (s *Store) Pack(missing *[]string) db.Pack {
	return func(ctx context.Context, put func(name string, data []byte) error) error {
		rows := &rowWalk{q: s.DB}
		for {
			f, err := rows.next(ctx)
			if err != nil || f == nil {
				return err
			}
			if f.RemovedAt != 0 {
				continue
			}
			data, err := s.Depot.Get(ctx, f.Name, Whole)
			if err == nil && !f.is(data) {
				err = ErrMissing
			}
			var small []byte
			if err == nil && f.Picture() {
				small, err = s.Depot.Get(ctx, f.Name, Small)
			}
			if errors.Is(err, ErrMissing) {
				*missing = append(*missing, f.Name)
				continue
			}
			if err == nil {
				err = put(f.Name, data)
			}
			if err == nil && f.Picture() {
				err = put(f.Name+string(Small), small)
			}
			if err != nil {
				return fmt.Errorf("the file %s: %w", f.Name, err)
			}
		}
	}
}

// Unpack puts back into the depot what Pack put into a backup.
func (d *Depot) Unpack(ctx context.Context, name string, data []byte) error {
	s, ok := stored(name, int64(len(data)), time.Time{})
	if !ok {
		return fmt.Errorf("the backup holds a file with a name that is none: %q", name)
	}
	return d.Put(ctx, s.Name, s.Part, data)
}
