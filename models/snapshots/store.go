package snapshots

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/insight"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/say"
)

// Bounds on what editors write about a snapshot.
const (
	MaxTitle  = 160    // characters
	MaxIntro  = 20_000 // bytes of Markdown
	MaxReason = 500    // characters
	maxDrafts = 50     // that are kept at once
)

// State is where a snapshot stands.
type State string

// The states.
const (
	Draft     State = "draft"
	Published State = "published"
	Withdrawn State = "withdrawn" // its address stays and says why
)

// Store keeps snapshots. Make it with New.
type Store struct {
	DB   *db.DB
	Zone *time.Location // the place's

	mu    sync.Mutex
	shown map[string]*Rendered // by digest
}

// New opens the room.
func New(d *db.DB, zone *time.Location) *Store {
	return &Store{DB: d, Zone: zone, shown: map[string]*Rendered{}}
}

// MayMake tells whether the actor may freeze, publish and withdraw summaries, and if not, why.
func MayMake(a people.Actor) error {
	if !a.CanEdit() {
		return db.Forbidden{Reason: "Only editors can freeze and publish a summary."}
	}
	return nil
}

// Writing is what an editor writes about a snapshot.
type Writing struct {
	Title     string
	Intro     string // Markdown
	DraftedBy string // the language model that drafted the introduction; it stays named while there is one
}

// check cleans what was written. Bad input is Invalid by field: "title", "intro".
func (w Writing) check(ctx context.Context) (Writing, error) {
	wrong := db.Invalid{}
	w.Title = wrong.Line("title", w.Title, MaxTitle)
	if w.Title == "" && wrong["title"] == "" {
		wrong["title"] = "Give it a title"
	}
	intro, err := prose.Clean(w.Intro)
	if w.Intro = strings.TrimSpace(intro); err == nil && len(w.Intro) > MaxIntro {
		wrong["intro"] = say.F("That is too long. Please keep it under %d,000 letters", MaxIntro/1000)
	}
	if err == nil && w.Intro != "" {
		_, err = prose.Render(ctx, w.Intro, prose.Options{})
	}
	if ctx.Err() != nil {
		return w, db.ErrBusy
	}
	if w.DraftedBy = wrong.Line("intro", w.DraftedBy, MaxTitle); w.Intro == "" {
		w.DraftedBy = ""
	}
	if err != nil {
		wrong["intro"] = say.Of(err)
	}
	if len(wrong) > 0 {
		return w, wrong
	}
	return w, nil
}

// URL is the address of a snapshot.
func URL(slug string) string { return "/hearing/snapshots/" + slug }

// Freeze freezes the summary of a scope as a draft, and gives its address. Bad input is Invalid by field: "title",
// "intro", and those of the scope.
func (s *Store) Freeze(ctx context.Context, a people.Actor, key db.Key, scope insight.Scope, w Writing) (slug string, err error) {
	if err := MayMake(a); err != nil {
		return "", err
	}
	if err := insight.WholeAreas(scope); err != nil {
		return "", err
	}
	if w, err = w.check(ctx); err != nil {
		return "", err
	}
	f, err := s.freeze(ctx, scope)
	if err != nil {
		return "", err
	}
	id, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) { return s.keep(tx, a, f, w) })
	if err != nil {
		return "", err
	}
	return db.Value[string](ctx, s.DB, "SELECT slug FROM snapshots WHERE id = ?", id)
}

// keep stores a frozen summary as a draft.
func (s *Store) keep(tx *db.Tx, a people.Actor, f frozen, w Writing) (int64, error) {
	drafts, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM snapshots WHERE state = 'draft'")
	if err != nil {
		return 0, err
	}
	if drafts >= maxDrafts {
		return 0, db.Wrong("", "There are %d frozen summaries that nobody has published. Throw some away first", drafts)
	}
	slug, err := s.freeSlug(tx, w.Title)
	if err != nil {
		return 0, err
	}
	scope, err := scopeText(f.edition.Scope)
	if err != nil {
		return 0, err
	}
	id, err := tx.Insert(`INSERT INTO snapshots (slug, title, intro_md, drafted_by, scope, method, facts, facts_digest, made_by, made_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, slug, w.Title, w.Intro, w.DraftedBy, scope, f.edition.Method, f.rows, f.edition.Rows, a.ID, tx.Now())
	if err != nil {
		return 0, err
	}
	e := f.edition
	e.Snapshot, e.Address, e.Title, e.Introduction, e.DraftedBy, e.Made = id, URL(slug), w.Title, w.Intro, w.DraftedBy, Moment(tx.Now())
	line, digest, err := e.seal()
	if err != nil {
		return 0, err
	}
	if _, err := tx.Exec("INSERT INTO snapshot_editions (snapshot_id, number, data, digest, made_at) VALUES (?, 1, ?, ?, ?)", id, line, digest, tx.Now()); err != nil {
		return 0, err
	}
	for _, contribution := range e.Quoted() {
		if _, err := tx.Exec("INSERT INTO snapshot_quotes (snapshot_id, contribution_id) VALUES (?, ?)", id, contribution); err != nil {
			return 0, err
		}
	}
	return id, audit.Append(tx, audit.Entry{
		Actor: a.ID, Act: "snapshot.freeze", Kind: "snapshot", Object: id, Details: map[string]any{"rows": f.edition.Rows},
	})
}

// maxSlug is how long an address may be, in bytes, without what tells it from others.
const maxSlug = 80

// freeSlug makes an address of a title that no snapshot has: with the day, and a number where that is needed.
func (s *Store) freeSlug(tx *db.Tx, title string) (string, error) {
	base := prose.Slug(title)
	if len(base) > maxSlug {
		base = strings.TrimRight(strings.ToValidUTF8(base[:maxSlug], ""), "-")
	}
	if base == "" {
		base = "summary"
	}
	base += "-" + string(s.day(tx.Now()))
	for n := 1; ; n++ {
		slug := base
		if n > 1 {
			slug += "-" + strconv.Itoa(n)
		}
		taken, err := db.Value[int](tx.Context(), tx, "SELECT COUNT(*) FROM snapshots WHERE slug = ?", slug)
		if err != nil || taken == 0 {
			return slug, err
		}
	}
}

// Head is what is known of a snapshot besides its editions.
type Head struct {
	ID          int64
	Slug        string
	Title       string
	State       State
	Reason      string // why it was withdrawn
	Revision    int    // counts the changes to a draft
	MadeBy      string // public name; may be empty
	MadeAt      clock.Instant
	PublishedAt clock.Instant // 0 = never
	WithdrawnAt clock.Instant // 0 = it is not
}

const headColumns = `s.id, s.slug, s.title, s.state, s.reason, s.revision, COALESCE(p.public_name, ''), s.made_at, COALESCE(s.published_at, 0), COALESCE(s.withdrawn_at, 0)
	FROM snapshots s LEFT JOIN people p ON p.id = s.made_by`

func scanHead(r db.Row) (h Head, err error) {
	err = r.Scan(&h.ID, &h.Slug, &h.Title, &h.State, &h.Reason, &h.Revision, &h.MadeBy, &h.MadeAt, &h.PublishedAt, &h.WithdrawnAt)
	return h, err
}

// lock reads a snapshot inside a command and holds its row. ErrConflict where it is not in the state.
func lock(tx *db.Tx, slug string, state State) (Head, error) {
	if _, err := tx.Exec("UPDATE snapshots SET revision = revision WHERE slug = ?", slug); err != nil {
		return Head{}, err
	}
	h, err := db.One(tx.Context(), tx, scanHead, "SELECT "+headColumns+" WHERE s.slug = ?", slug)
	if err == nil && h.State != state {
		err = db.ErrConflict
	}
	return h, err
}
