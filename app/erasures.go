package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"folkmoot/app/jobs"
	"folkmoot/models/db"
	"folkmoot/models/files"
	"folkmoot/models/people"
	"folkmoot/models/privacy"
	"folkmoot/models/snapshots"
)

// erasureFile is where it is kept, beside the database, who was erased: numbers alone.
func (c *Config) erasureFile() string { return filepath.Join(c.Data, "erasures.txt") }

// toErase reads who was erased: from the file that is named or else that of the data folder, and from a newer backup.
func toErase(ctx context.Context, config *Config, file, newest string) ([]privacy.Tombstone, error) {
	if file == "" {
		file = config.erasureFile()
	} else if _, err := os.Stat(file); err != nil {
		return nil, fmt.Errorf("the list of who was erased cannot be read: %w", err)
	}
	list, err := privacy.ReadTombstones(file)
	if err != nil {
		return nil, fmt.Errorf("the list of who was erased: %w", err)
	}
	if newest == "" {
		return list, nil
	}
	newer, err := privacy.BackupTombstones(ctx, newest)
	return append(list, newer...), err
}

// newPrivacy makes the room in which people ask about their details.
func newPrivacy(d *db.DB, config *Config, accounts *people.Store) *privacy.Store {
	return &privacy.Store{
		DB: d, Zone: config.TimeZone, People: accounts, Snapshots: snapshots.New(d, config.TimeZone),
		Discard: config.Files.Delete,
		Open: func(ctx context.Context, name string) (io.ReadCloser, error) {
			data, err := config.Files.Get(ctx, name, files.Whole)
			return io.NopCloser(bytes.NewReader(data)), err
		},
	}
}

// eraseAgain erases those whom an older database brought back, before anybody can read it.
func eraseAgain(ctx context.Context, d *db.DB, config *Config, list []privacy.Tombstone) (int, error) {
	if len(list) == 0 {
		return 0, nil
	}
	accounts := newPeople(d, config)
	defer accounts.Close()
	return newPrivacy(d, config, accounts).Again(ctx, list)
}

// stayErased erases those whom the list in the data folder names and the database has again: an older copy of it was put
// back by hand. It is done before the program listens.
func (s *site) stayErased(ctx context.Context, room *privacy.Store) error {
	list, err := privacy.ReadTombstones(s.config.erasureFile())
	if err != nil {
		s.log.Error("some of the list of who was erased cannot be read", "file", s.config.erasureFile(), "error", err)
	}
	again, err := room.Again(ctx, list)
	if again > 0 {
		s.log.Warn("an older copy of the database brought people back who had been erased; they are erased again", "people", again)
	}
	return err
}

// erasures does the work that follows when somebody is erased, and keeps the list of them beside the database.
func (s *site) erasures(room *privacy.Store) {
	s.worker.Handle(privacy.JobErase, jobs.Erase(room))
	s.worker.Handle(privacy.JobScrub, jobs.Scrub(room))
	s.worker.Every(jobs.Regular{Name: "keep who was erased", Every: time.Minute, Do: func(ctx context.Context) error {
		return privacy.KeepTombstones(ctx, s.db, s.config.erasureFile())
	}})
	s.worker.Every(jobs.Regular{Name: "remove what erased people were still answered about", Every: time.Hour, Do: room.Answered})
}
