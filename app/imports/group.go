package imports

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/prose"
)

// Into says where an import goes.
type Into struct {
	Group       string // the group's slug
	CreateGroup string // its name, where it is to be made if it is not there; "" = it must be there
	Title       string // of the discussion that holds what is brought in; "" = from the file's name
}

// destination finds or makes the group and the discussion of an import. The discussion has no opening post, so that
// the summary counts only what people said.
func destination(ctx context.Context, d *db.DB, into Into, source string) (thread int64, err error) {
	if prose.Slug(into.Group) != into.Group {
		return 0, fmt.Errorf("%q cannot be a group's short name: use small letters, figures and hyphens", into.Group)
	}
	title := into.Title
	if title == "" {
		title = "Brought in from " + filepath.Base(source)
	}
	err = d.Write(ctx, func(tx *db.Tx) error {
		group, private, err := findGroup(ctx, tx, into)
		if err != nil {
			return err
		}
		slug := prose.Slug(title)
		thread, err = db.Value[int64](ctx, tx, "SELECT id FROM threads WHERE group_id = ? AND slug = ? AND opening_id IS NULL ORDER BY id LIMIT 1", group, slug)
		if !errors.Is(err, db.ErrNotFound) {
			return err
		}
		if thread, err = discussion.AddThread(tx, discussion.NewThread{Kind: discussion.InGroup, GroupID: group, Private: private, Slug: slug, Title: title}); err != nil {
			return err
		}
		// There is no opening post to wait for, so it is listed and counted at once.
		if _, err = tx.Exec("UPDATE threads SET listed = 1 WHERE id = ?", thread); err != nil {
			return err
		}
		tx.Touch(db.TopicGroup(group), db.TopicGroups)
		_, err = tx.Exec("UPDATE groups SET discussion_count = discussion_count + 1 WHERE id = ?", group)
		return err
	})
	return thread, err
}

func findGroup(ctx context.Context, tx *db.Tx, into Into) (id int64, private bool, err error) {
	err = tx.QueryRow(ctx, "SELECT id, CASE WHEN access = 'private' THEN TRUE ELSE FALSE END FROM groups WHERE slug = ?", into.Group).Scan(&id, &private)
	if err == nil {
		return id, private, nil
	}
	if into.CreateGroup == "" {
		return 0, false, fmt.Errorf("there is no group %q; name it with --create-group to have it made", into.Group)
	}
	name, err := prose.Line(into.CreateGroup)
	if err != nil {
		return 0, false, err
	}
	tx.Touch(db.TopicGroups)
	id, err = tx.Insert("INSERT INTO groups (slug, name, created_at, changed_at) VALUES (?, ?, ?, ?)", into.Group, name, tx.Now(), tx.Now())
	return id, false, err
}
