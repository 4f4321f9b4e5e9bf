package guide

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// New says what else is known of a guide or a chapter to be added.
type New struct {
	Slug      string        // "" = made from the title
	CreatedBy int64         // 0 = the program
	CreatedAt clock.Instant // 0 = now
}

// Create starts a guide and gives its address.
func (s *Store) Create(ctx context.Context, a people.Actor, key db.Key, d Details) (slug string, err error) {
	if err := MayEdit(a); err != nil {
		return "", err
	}
	if d, err = d.Check(); err != nil {
		return "", err
	}
	id, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		id, err := AddGuide(tx, d, New{CreatedBy: a.ID})
		if err != nil {
			return 0, err
		}
		return id, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "guide.create", Kind: "guide", Object: id})
	})
	if err != nil {
		return "", err
	}
	return db.Value[string](ctx, s.DB, "SELECT slug FROM guides WHERE id = ?", id)
}

// AddGuide stores a guide from checked details inside a command and gives its id. Where its address is taken, a
// number is put behind it; an address that was asked for and is taken is ErrConflict.
func AddGuide(tx *db.Tx, d Details, n New) (int64, error) {
	count, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM guides")
	if err != nil {
		return 0, err
	}
	if count >= MaxGuides {
		return 0, db.Wrong("", "There are %d guides already, which is as many as this site can hold", MaxGuides)
	}
	slug, err := freeSlug(n.Slug, d.Title, []string{"new"}, func(slug string) (int, error) {
		return db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM guides WHERE slug = ?", slug)
	})
	if err != nil {
		return 0, err
	}
	at := n.CreatedAt
	if at == 0 {
		at = tx.Now()
	}
	tx.Touch(db.TopicGuides)
	return tx.Insert("INSERT INTO guides (slug, title, summary, created_by, created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?)",
		slug, d.Title, d.Summary, db.Null(n.CreatedBy), at, at)
}

// Change gives a guide another title and summary. Its address stays.
func (s *Store) Change(ctx context.Context, a people.Actor, key db.Key, guide int64, d Details) error {
	if err := MayEdit(a); err != nil {
		return err
	}
	d, err := d.Check()
	if err != nil {
		return err
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		tx.Touch(db.TopicGuides)
		changed, err := tx.Exec("UPDATE guides SET title = ?, summary = ?, changed_at = ? WHERE id = ?", d.Title, d.Summary, tx.Now(), guide)
		if err != nil {
			return 0, err
		}
		if changed == 0 {
			return 0, db.ErrNotFound
		}
		return guide, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "guide.change", Kind: "guide", Object: guide})
	})
	return err
}

// reserved are the pages of a guide that no chapter's address may be.
var reserved = []string{"new", "edit", "chapters", "fates", "you-said", "print", "download", "import"}

// AddChapter puts a chapter, with nothing in it yet, at the end of a guide and gives its address.
func (s *Store) AddChapter(ctx context.Context, a people.Actor, key db.Key, guide int64, d Details) (slug string, err error) {
	if err := MayEdit(a); err != nil {
		return "", err
	}
	if d, err = d.Check(); err != nil {
		return "", err
	}
	id, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		id, err := AddChapter(tx, guide, d, New{CreatedBy: a.ID})
		if err != nil {
			return 0, err
		}
		return id, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "chapter.create", Kind: "chapter", Object: id})
	})
	if err != nil {
		return "", err
	}
	return db.Value[string](ctx, s.DB, "SELECT slug FROM chapters WHERE id = ?", id)
}

// AddChapter stores a chapter from checked details at the end of a guide inside a command and gives its id. It
// begins as an outline without a text; see PublishPrepared and SetTerms. Addresses are as in AddGuide.
func AddChapter(tx *db.Tx, guide int64, d Details, n New) (int64, error) {
	// Holding the guide's row gives chapters that are added at once different numbers.
	if held, err := tx.Exec("UPDATE guides SET changed_at = ? WHERE id = ?", tx.Now(), guide); err != nil || held == 0 {
		if err == nil {
			err = db.ErrNotFound
		}
		return 0, err
	}
	last, err := db.Value[int](tx.Context(), tx, "SELECT COALESCE(MAX(number), 0) FROM chapters WHERE guide_id = ?", guide)
	if err != nil {
		return 0, err
	}
	if last >= MaxChapters {
		return 0, db.Wrong("", "A guide can have at most %d chapters", MaxChapters)
	}
	slug, err := freeSlug(n.Slug, d.Title, reserved, func(slug string) (int, error) {
		return db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM chapters WHERE guide_id = ? AND slug = ?", guide, slug)
	})
	if err != nil {
		return 0, err
	}
	at := n.CreatedAt
	if at == 0 {
		at = tx.Now()
	}
	thread, err := discussion.AddThread(tx, discussion.NewThread{Kind: discussion.OnChapter, Slug: slug, Title: d.Title, CreatedBy: n.CreatedBy, CreatedAt: at})
	if err != nil {
		return 0, err
	}
	id, err := tx.Insert("INSERT INTO chapters (guide_id, thread_id, slug, number, title, summary, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
		guide, thread, slug, last+1, d.Title, d.Summary, at)
	if err != nil {
		return 0, err
	}
	return id, furnish(tx, id, thread, at)
}

// furnish gives a new chapter the blocks that are in no version, and closes its thread until it is opened for comment.
func furnish(tx *db.Tx, chapter, thread int64, at clock.Instant) error {
	blocks, err := addBlocks(tx, chapter, 2, at)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE chapters SET whole_block_id = ?, gone_block_id = ? WHERE id = ?", blocks[0], blocks[1], chapter); err != nil {
		return err
	}
	tx.Touch(db.TopicGuides)
	_, err = tx.Exec("UPDATE threads SET state = 'closed' WHERE id = ?", thread)
	return err
}

// Move puts a chapter at a place in its guide, counted from 1; the others close up.
func (s *Store) Move(ctx context.Context, a people.Actor, key db.Key, chapter int64, to int) error {
	if err := MayEdit(a); err != nil {
		return err
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		c, err := Find(ctx, tx, chapter)
		if err != nil {
			return 0, err
		}
		if _, err := tx.Exec("UPDATE guides SET changed_at = ? WHERE id = ?", tx.Now(), c.GuideID); err != nil {
			return 0, err
		}
		order, err := db.Values[int64](ctx, tx, "SELECT id FROM chapters WHERE guide_id = ? ORDER BY number", c.GuideID)
		if err != nil {
			return 0, err
		}
		order = slices.DeleteFunc(order, func(id int64) bool { return id == chapter })
		order = slices.Insert(order, min(max(to-1, 0), len(order)), chapter)
		// Numbers are unique at every moment, so they all step aside first.
		if _, err := tx.Exec("UPDATE chapters SET number = -number WHERE guide_id = ?", c.GuideID); err != nil {
			return 0, err
		}
		for i, id := range order {
			if _, err := tx.Exec("UPDATE chapters SET number = ? WHERE id = ?", i+1, id); err != nil {
				return 0, err
			}
		}
		tx.Touch(db.TopicGuides)
		return chapter, audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "chapter.move", Kind: "chapter", Object: chapter,
			Details: map[string]any{"from": c.Number, "to": slices.Index(order, chapter) + 1},
		})
	})
	return err
}

// maxSlug is the longest address in bytes that a number is put behind.
const maxSlug = 100

// freeSlug gives an address that is neither taken nor one of our own pages.
func freeSlug(wanted, title string, reserved []string, taken func(slug string) (int, error)) (string, error) {
	base := wanted
	if base == "" {
		base = prose.Slug(title)
	}
	if len(base) > maxSlug {
		base = strings.ToValidUTF8(base[:maxSlug], "")
	}
	if slices.Contains(reserved, base) {
		base = "on-" + base
	}
	for n := 1; n < 1000; n++ {
		slug := base
		if n > 1 {
			slug += "-" + strconv.Itoa(n)
		}
		count, err := taken(slug)
		if err != nil || count == 0 {
			return slug, err
		}
		if wanted != "" {
			return "", db.ErrConflict
		}
	}
	return "", db.ErrConflict
}
