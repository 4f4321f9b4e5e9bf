package groups

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/say"
)

// Draft is what somebody typed about a group.
type Draft struct {
	Name     string
	Summary  string
	About    string // Markdown
	ThemeID  int64  // 0 for none
	Access   Access
	Hold     string // see Group
	Slow     int    // see Group
	Revision int    // the revision that was being changed; not used for a new group

	aboutHTML string
}

// Check cleans a draft and renders its words, outside any transaction. Bad input is Invalid by field: "name",
// "summary", "about", "access", "hold", "slow"; "theme" where it is stored.
func (d Draft) Check(ctx context.Context) (Draft, error) {
	wrong := db.Invalid{}
	line := func(field, text string, missing say.Text, most int) string {
		clean, err := prose.Line(text)
		switch {
		case err != nil:
			wrong[field] = say.Of(err)
		case clean == "" && missing != "":
			wrong[field] = missing
		case utf8.RuneCountInString(clean) > most:
			wrong[field] = say.F("Please keep this under %d letters", most)
		}
		return clean
	}
	d.Name = line("name", d.Name, "Give the group a name", MaxName)
	d.Summary = line("summary", d.Summary, "Say in one line what the group is about", MaxSummary)
	if !slices.Contains([]string{"", "all", "first", "links", "none"}, d.Hold) {
		wrong["hold"] = "Choose what a moderator reads first"
	}
	if d.Slow < 0 || d.Slow > MaxSlow {
		wrong["slow"] = "Choose how often each person can post"
	}
	switch d.Access {
	case Open, Ask, Private:
	default:
		wrong["access"] = "Choose who can join"
	}
	if len(d.About) > MaxAbout {
		wrong["about"] = say.F("That is too long. Please keep it under %d,000 letters", MaxAbout/1000)
	} else if about, err := prose.Clean(d.About); err != nil {
		wrong["about"] = say.Of(err)
	} else if document, err := prose.Render(ctx, about, prose.Options{Prefix: "about-"}); err != nil {
		if ctx.Err() != nil {
			return d, db.ErrBusy
		}
		wrong["about"] = say.Of(err)
	} else {
		d.About, d.aboutHTML = about, document.HTML
	}
	if len(wrong) > 0 {
		return d, wrong
	}
	return d, nil
}

// Create starts a group, with the actor as its first host, and gives its address.
func (s *Store) Create(ctx context.Context, a people.Actor, key db.Key, draft Draft) (slug string, err error) {
	if err := MayCreate(a); err != nil {
		return "", err
	}
	if draft, err = draft.Check(ctx); err != nil {
		return "", err
	}
	id, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		id, err := Add(tx, draft, New{CreatedBy: a.ID})
		if err != nil {
			return 0, err
		}
		if err := enter(tx, id, a.ID, Host, Inside); err != nil {
			return 0, err
		}
		return id, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "group.create", Kind: "group", Object: id})
	})
	if err != nil {
		return "", err
	}
	return db.Value[string](ctx, s.DB, "SELECT slug FROM groups WHERE id = ?", id)
}

// New says what else is known of a group to be added.
type New struct {
	Slug      string        // "" = made from the name
	CreatedBy int64         // 0 = the program
	CreatedAt clock.Instant // 0 = now
}

// Add stores a group from a checked draft inside a command and gives its id. Where its address is taken, a number
// is put behind it; an address that was asked for and is taken is ErrConflict.
func Add(tx *db.Tx, d Draft, n New) (int64, error) {
	at := n.CreatedAt
	if at == 0 {
		at = tx.Now()
	}
	if err := d.themed(tx); err != nil {
		return 0, err
	}
	slug, err := freeSlug(tx, n.Slug, d.Name)
	if err != nil {
		return 0, err
	}
	tx.Touch(db.TopicGroups)
	return tx.Insert(`INSERT INTO groups (slug, name, summary, about_md, about_html, theme_id, access, hold, slow_seconds, created_by, created_at, changed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, slug, d.Name, d.Summary, d.About, d.aboutHTML, db.Null(d.ThemeID), d.Access, d.Hold, d.Slow,
		db.Null(n.CreatedBy), at, at)
}

// themed refuses a theme that is not there.
func (d Draft) themed(tx *db.Tx) error {
	if d.ThemeID == 0 {
		return nil
	}
	there, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM themes WHERE id = ?", d.ThemeID)
	if err == nil && there == 0 {
		err = db.Wrong("theme", "Choose a theme from the list")
	}
	return err
}

// freeSlug gives an address that no group has: new is a page of its own.
func freeSlug(tx *db.Tx, wanted, name string) (string, error) {
	base := wanted
	if base == "" {
		base = prose.Slug(name)
	}
	if letters := []rune(base); len(letters) > maxSlug {
		base = strings.TrimRight(string(letters[:maxSlug]), "-")
	}
	if base == "" || base == "new" {
		base = strings.TrimPrefix(base+"-group", "-")
	}
	for n := 1; n < 1000; n++ {
		slug := base
		if n > 1 {
			slug += "-" + strconv.Itoa(n)
		}
		taken, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM groups WHERE slug = ?", slug)
		if err != nil || taken == 0 {
			return slug, err
		}
		if wanted != "" {
			return "", db.ErrConflict
		}
	}
	return "", db.Wrong("name", "There are too many groups with this name. Please choose another")
}

// Change stores new words or access for a group. ErrConflict where somebody else changed it since the draft's
// revision. Its address stays.
func (s *Store) Change(ctx context.Context, a people.Actor, key db.Key, group int64, draft Draft) error {
	draft, err := draft.Check(ctx)
	if err != nil {
		return err
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		g, err := lock(tx, group)
		if err != nil {
			return 0, err
		}
		if err := MayChange(a, g); err != nil {
			return 0, err
		}
		if g.Revision != draft.Revision {
			return 0, db.ErrConflict
		}
		if err := draft.themed(tx); err != nil {
			return 0, err
		}
		if _, err := tx.Exec(`UPDATE groups SET name = ?, summary = ?, about_md = ?, about_html = ?, theme_id = ?, access = ?, hold = ?, slow_seconds = ?,
			revision = revision + 1, changed_at = ? WHERE id = ?`, draft.Name, draft.Summary, draft.About, draft.aboutHTML,
			db.Null(draft.ThemeID), draft.Access, draft.Hold, draft.Slow, tx.Now(), group); err != nil {
			return 0, err
		}
		if err := setPrivate(tx, g, draft.Access == Private); err != nil {
			return 0, err
		}
		tx.Touch(db.TopicGroup(group), db.TopicGroups)
		return group, audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "group.change", Kind: "group", Object: group,
			Details: map[string]any{"access": string(draft.Access), "hold": draft.Hold, "slow": draft.Slow},
		})
	})
	return err
}

// setPrivate hides or shows a group's discussions with it: what is private changes every page that they are on.
func setPrivate(tx *db.Tx, g Group, private bool) error {
	if (g.Access == Private) == private {
		return nil
	}
	flag := 0
	if private {
		tx.Withdraws()
		flag = 1
	}
	threads, err := db.Values[int64](tx.Context(), tx, "UPDATE threads SET private = ? WHERE group_id = ? RETURNING id", flag, g.ID)
	if err != nil {
		return err
	}
	for _, id := range threads {
		tx.Touch(db.TopicThread(id))
	}
	tx.Touch(db.TopicHearing, db.TopicThemes, db.TopicSite)
	return nil
}
