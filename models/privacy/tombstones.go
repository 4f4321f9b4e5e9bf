package privacy

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Tombstone says that somebody was erased, by number alone. JoinedAt tells them from somebody else who was given the same
// number after an older backup was put back.
type Tombstone struct {
	Person   int64
	JoinedAt clock.Instant
	How      How
	ErasedAt clock.Instant
}

// String writes a tombstone as a line of the file of erasures, without a line break.
func (t Tombstone) String() string {
	return fmt.Sprintf("erased %d joined %d %s %d", t.Person, int64(t.JoinedAt), t.How, int64(t.ErasedAt))
}

// ParseTombstone reads a line that String wrote.
func ParseTombstone(line string) (Tombstone, error) {
	f := strings.Fields(line)
	if len(f) != 6 || f[0] != "erased" || f[2] != "joined" || f[4] != string(Anonymise) && f[4] != string(Remove) {
		return Tombstone{}, fmt.Errorf("%q is no line of a file of erasures", line)
	}
	var numbers [3]int64
	for i, at := range []int{1, 3, 5} {
		n, err := strconv.ParseInt(f[at], 10, 64)
		if err != nil || n < 0 {
			return Tombstone{}, fmt.Errorf("%q is no line of a file of erasures", line)
		}
		numbers[i] = n
	}
	return Tombstone{Person: numbers[0], JoinedAt: clock.Instant(numbers[1]), How: How(f[4]), ErasedAt: clock.Instant(numbers[2])}, nil
}

// Tombstones reads who was erased, in the order of their numbers.
func Tombstones(ctx context.Context, q db.Querier) ([]Tombstone, error) {
	return db.All(ctx, q, func(r db.Row) (t Tombstone, err error) {
		err = r.Scan(&t.Person, &t.JoinedAt, &t.How, &t.ErasedAt)
		return t, err
	}, "SELECT person_id, joined_at, how, erased_at FROM erasures ORDER BY person_id")
}

// ReadTombstones reads a file of erasures; none where there is no file. Lines that cannot be read are told in the error,
// beside those that can.
func ReadTombstones(path string) (list []Tombstone, err error) {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		t, wrong := ParseTombstone(lines.Text())
		if wrong != nil {
			err = errors.Join(err, wrong)
			continue
		}
		list = append(list, t)
	}
	return list, errors.Join(err, lines.Err())
}

// KeepTombstones adds to a file of erasures what is not in it yet. Nothing is ever taken out of it. It is for a job that
// runs on every instance.
func KeepTombstones(ctx context.Context, q db.Querier, path string) error {
	list, err := Tombstones(ctx, q)
	if err != nil || len(list) == 0 {
		return err
	}
	kept, _ := ReadTombstones(path) // what cannot be read is written once more
	known := make(map[Tombstone]bool, len(kept))
	for _, t := range kept {
		known[t] = true
	}
	var fresh strings.Builder
	for _, t := range list {
		if !known[t] {
			fmt.Fprintln(&fresh, t)
		}
	}
	if fresh.Len() == 0 {
		return nil
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_RDWR, 0o640)
	if err != nil {
		return err
	}
	last, begin := []byte{'\n'}, ""
	if about, err := file.Stat(); err == nil && about.Size() > 0 {
		if _, err := file.ReadAt(last, about.Size()-1); err == nil && last[0] != '\n' { // it was cut off when it was written
			begin = "\n"
		}
	}
	_, err = file.WriteString(begin + fresh.String())
	return errors.Join(err, file.Sync(), file.Close())
}

// Again erases those once more whom an older backup brought back, and gives how many they were: everything of them, at
// once, before anybody can read. A number that somebody else has now is left alone. It is for a database that nobody
// else uses yet.
func (s *Store) Again(ctx context.Context, list []Tombstone) (int, error) {
	have, err := Tombstones(ctx, s.DB)
	if err != nil {
		return 0, err
	}
	known := make(map[int64]Tombstone, len(have))
	for _, t := range have {
		known[t.Person] = t
	}
	again := 0
	for _, t := range list {
		if k, ok := known[t.Person]; ok && k.JoinedAt == t.JoinedAt && (k.How == Remove || t.How == Anonymise) {
			continue
		}
		done, err := s.again(ctx, t)
		if err != nil {
			return again, err
		}
		if done {
			again++
			known[t.Person] = t
		}
	}
	if again == 0 {
		return 0, nil
	}
	return again, s.Scrub(ctx)
}

// again erases one person; false where the number is nobody's, or somebody else's.
func (s *Store) again(ctx context.Context, t Tombstone) (bool, error) {
	found := false
	err := s.DB.Write(ctx, func(tx *db.Tx) error {
		found = false
		joined, err := db.Value[clock.Instant](tx.Context(), tx, "SELECT created_at FROM people WHERE id = ?", t.Person)
		if errors.Is(err, db.ErrNotFound) || err == nil && joined != t.JoinedAt {
			return nil
		}
		if err != nil {
			return err
		}
		found = true
		// Who was an administrator then may be the last one in an older copy: the place can be given another.
		if _, err := tx.Exec("UPDATE people SET role = 'member' WHERE id = ?", t.Person); err != nil {
			return err
		}
		if _, err := people.Close(tx, t.Person); err != nil {
			return err
		}
		if err := bury(tx, t.Person, t.How, t.ErasedAt); err != nil {
			return err
		}
		return audit.Append(tx, audit.Entry{Act: "people.erase", Kind: "person", Object: t.Person, Details: map[string]any{"again": true}})
	})
	if err != nil || !found {
		return false, err
	}
	return true, s.Finish(ctx, Erasing{Person: t.Person})
}

// BackupTombstones reads who had been erased when a backup was made; none from one that is older than that list.
func BackupTombstones(ctx context.Context, path string) ([]Tombstone, error) {
	if err := db.CheckBackup(ctx, path); err != nil {
		return nil, err
	}
	d, err := db.OpenBackup(path)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	rows, err := d.QueryContext(ctx, "SELECT person_id, joined_at, how, erased_at FROM erasures ORDER BY person_id")
	if err != nil {
		return nil, nil //nolint:nilerr // an older backup has no such table
	}
	defer rows.Close()
	var list []Tombstone
	for rows.Next() {
		var t Tombstone
		if err := rows.Scan(&t.Person, &t.JoinedAt, &t.How, &t.ErasedAt); err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	return list, rows.Err()
}
