package coding

import (
	"context"
	"math/rand/v2"
	"slices"
	"strconv"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/say"
)

// DoubleState says how far a double coding has come.
type DoubleState string

// The states. While it is open nobody sees what a coder gave; once compared, no coder can change what they gave.
const (
	Open     DoubleState = "open"
	Compared DoubleState = "compared"
	Closed   DoubleState = "closed"
)

// Bounds on double coding.
const (
	MaxTitle     = 120    // characters
	MaxNote      = 500    // characters
	MostSample   = 400    // contributions in a sample
	MostCoders   = 6      // people
	sampleFrom   = 50_000 // newest contributions that a sample is drawn from
	mostDoubles  = 100    // double codings in a list
	leastPercent = 1
	mostPercent  = 100
)

// Double is a sample that two or more people code without seeing each other's work.
type Double struct {
	ID       int64
	Title    string
	Codebook int64 // the version of the codebook when it was begun
	Changed  bool  // the codebook has changed since
	Seed     int64
	State    DoubleState
	Revision int
	MadeBy   int64
	Maker    string // public name
	MadeAt   clock.Instant
	Items    int // contributions in the sample that can be read
	Coders   []Coder
}

// Coder is somebody who codes a sample.
type Coder struct {
	ID   int64
	Name string
	Done int // contributions of the sample that they have read
}

// CodedBy tells whether a person is one of the coders.
func (d Double) CodedBy(person int64) bool {
	return slices.ContainsFunc(d.Coders, func(c Coder) bool { return c.ID == person })
}

// NewDouble says which sample is to be coded, and by whom.
type NewDouble struct {
	Title   string
	Group   int64 // 0 = all
	Guide   int64 // 0 = all
	Chapter int64 // 0 = all
	Percent int   // of what can be read there; 0 where Number is given
	Number  int
	Seed    int64 // the same seed draws the same sample from the same contributions
	Coders  []int64
}

// MayEnd tells whether the actor may end the coding of a sample and its comparison, and if not, why.
func MayEnd(a people.Actor, d Double) error {
	if a.CanEdit() || a.CanTag() && a.ID == d.MadeBy {
		return nil
	}
	return db.Forbidden{Reason: "Only editors, and the one who began it, can end a double coding."}
}

func (n NewDouble) check() (NewDouble, error) {
	wrong := db.Invalid{}
	if n.Title = wrong.Line("title", n.Title, MaxTitle); n.Title == "" && wrong["title"] == "" {
		wrong["title"] = "Give it a name"
	}
	switch {
	case n.Percent == 0 && n.Number < 2, n.Percent != 0 && (n.Percent < leastPercent || n.Percent > mostPercent), n.Number > MostSample:
		wrong["number"] = "Choose how many comments: from 2 to 400"
	}
	slices.Sort(n.Coders)
	if n.Coders = slices.Compact(n.Coders); len(n.Coders) < 2 || len(n.Coders) > MostCoders {
		wrong["coders"] = "Choose from 2 to 6 people"
	}
	if len(wrong) > 0 {
		return n, wrong
	}
	return n, nil
}

// Begin draws a sample and names its coders. Errors: db.Invalid under "title", "number" and "coders".
func (s *Store) Begin(ctx context.Context, a people.Actor, key db.Key, n NewDouble) (int64, error) {
	if err := MayCode(a); err != nil {
		return 0, err
	}
	n, err := n.check()
	if err != nil {
		return 0, err
	}
	sample, err := s.draw(ctx, a, n)
	if err != nil {
		return 0, err
	}
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) { return begin(tx, a, n, sample) })
}

// draw chooses the contributions of a sample, in the order in which they will be coded.
func (s *Store) draw(ctx context.Context, a people.Actor, n NewDouble) ([]int64, error) {
	wanted, args := Filter{Group: n.Group, Guide: n.Guide}.wanted(a)
	if n.Chapter != 0 {
		wanted += " AND EXISTS (SELECT 1 FROM chapters x WHERE x.thread_id = t.id AND x.id = ?)"
		args = append(args, n.Chapter)
	}
	all, err := db.Values[int64](ctx, s.DB, "SELECT c.id FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE "+wanted+" ORDER BY c.id DESC LIMIT ?",
		append(args, sampleFrom)...)
	if err != nil {
		return nil, err
	}
	if len(all) < 2 {
		return nil, db.Wrong("number", "There are too few comments there to choose from")
	}
	slices.Sort(all)
	rand.New(rand.NewPCG(uint64(n.Seed), 0)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	number := n.Number
	if n.Percent != 0 {
		number = max(2, (len(all)*n.Percent+99)/100)
	}
	return all[:min(number, len(all), MostSample)], nil
}

func begin(tx *db.Tx, a people.Actor, n NewDouble, sample []int64) (int64, error) {
	coders, err := db.Values[int64](tx.Context(), tx, "SELECT id FROM people WHERE state = 'active' AND role IN ('editor', 'moderator', 'administrator') AND id IN "+
		db.In(len(n.Coders)), db.Args(n.Coders)...)
	if err != nil {
		return 0, err
	}
	if len(coders) != len(n.Coders) {
		return 0, db.Wrong("coders", "Only editors and moderators can code")
	}
	codebook, err := codebookVersion(tx.Context(), tx)
	if err != nil {
		return 0, err
	}
	id, err := tx.Insert("INSERT INTO double_codings (title, codebook, seed, made_by, made_at) VALUES (?, ?, ?, ?, ?)", n.Title, codebook, n.Seed, a.ID, tx.Now())
	if err != nil {
		return 0, err
	}
	for _, coder := range coders {
		if _, err := tx.Exec("INSERT INTO double_coders (coding_id, person_id) VALUES (?, ?)", id, coder); err != nil {
			return 0, err
		}
	}
	for i, contribution := range sample {
		if _, err := tx.Exec("INSERT INTO double_items (coding_id, contribution_id, position) VALUES (?, ?, ?)", id, contribution, i+1); err != nil {
			return 0, err
		}
	}
	if err := tellCoders(tx, a, id, len(sample), coders); err != nil {
		return 0, err
	}
	return id, audit.Append(tx, audit.Entry{
		Actor: a.ID, Act: "double-coding.begin", Kind: "double-coding", Object: id,
		Details: map[string]any{"contributions": len(sample), "coders": len(coders), "seed": n.Seed, "codebook": codebook},
	})
}

// tellCoders tells the coders of a sample, but for the one who drew it, that they are asked to code it.
func tellCoders(tx *db.Tx, a people.Actor, id int64, size int, coders []int64) error {
	for _, coder := range coders {
		if coder == a.ID {
			continue
		}
		notice := notify.Notice{
			Person: coder, Kind: notify.Asked, Link: "/coding/double/" + strconv.FormatInt(id, 10) + "/code",
			Words: say.F("You are asked to put themes on a sample of %d comments. Others read the same ones. Nobody sees what you choose until all are done.", size),
		}
		if _, err := notify.Tell(tx, notice, true); err != nil {
			return err
		}
	}
	return nil
}

const doubleColumns = `SELECT d.id, d.title, d.codebook, d.codebook <> (SELECT COALESCE(MAX(codebook), 0) FROM theme_revisions), d.seed, d.state, d.revision,
	COALESCE(d.made_by, 0), COALESCE(p.public_name, ''), d.made_at FROM double_codings d LEFT JOIN people p ON p.id = d.made_by `

func scanDouble(r db.Row) (d Double, err error) {
	err = r.Scan(&d.ID, &d.Title, &d.Codebook, &d.Changed, &d.Seed, &d.State, &d.Revision, &d.MadeBy, &d.Maker, &d.MadeAt)
	return d, err
}

// Doubles lists the double codings, the newest first.
func (s *Store) Doubles(ctx context.Context, a people.Actor) ([]Double, error) {
	if err := MayCode(a); err != nil {
		return nil, err
	}
	list, err := db.All(ctx, s.DB, scanDouble, doubleColumns+"ORDER BY d.id DESC LIMIT ?", mostDoubles)
	if err != nil {
		return nil, err
	}
	return list, s.fill(ctx, a, list)
}

// Double reads a double coding.
func (s *Store) Double(ctx context.Context, a people.Actor, id int64) (Double, error) {
	if err := MayCode(a); err != nil {
		return Double{}, err
	}
	d, err := db.One(ctx, s.DB, scanDouble, doubleColumns+"WHERE d.id = ?", id)
	if err != nil {
		return d, err
	}
	list := []Double{d}
	err = s.fill(ctx, a, list)
	return list[0], err
}

// fill reads the coders of double codings and how far they have come, with what can be read only.
func (s *Store) fill(ctx context.Context, a people.Actor, list []Double) error {
	at := map[int64]*Double{}
	var all []int64
	for i := range list {
		at[list[i].ID] = &list[i]
		all = append(all, list[i].ID)
	}
	seen, args := a.Sees("c", "t")
	err := db.Each(ctx, s.DB, func(r db.Row) error {
		var id int64
		var n int
		err := r.Scan(&id, &n)
		at[id].Items = n
		return err
	}, `SELECT i.coding_id, COUNT(*) FROM double_items i JOIN contributions c ON c.id = i.contribution_id JOIN threads t ON t.id = c.thread_id
		WHERE i.coding_id IN `+db.In(len(all))+" AND "+seen+" GROUP BY i.coding_id", append(db.Args(all), args...)...)
	if err != nil {
		return err
	}
	return db.Each(ctx, s.DB, func(r db.Row) error {
		var id int64
		var c Coder
		err := r.Scan(&id, &c.ID, &c.Name, &c.Done)
		at[id].Coders = append(at[id].Coders, c)
		return err
	}, `SELECT k.coding_id, k.person_id, p.public_name, (SELECT COUNT(*) FROM double_marks m JOIN contributions c ON c.id = m.contribution_id
		JOIN threads t ON t.id = c.thread_id WHERE m.coding_id = k.coding_id AND m.person_id = k.person_id AND `+seen+`)
		FROM double_coders k JOIN people p ON p.id = k.person_id WHERE k.coding_id IN `+db.In(len(all))+" ORDER BY k.coding_id, p.public_name, p.id",
		append(args, db.Args(all)...)...)
}

// Possible lists those who can code: editors, moderators and administrators, by name.
func (s *Store) Possible(ctx context.Context, a people.Actor) ([]Coder, error) {
	if err := MayCode(a); err != nil {
		return nil, err
	}
	return db.All(ctx, s.DB, func(r db.Row) (c Coder, err error) {
		err = r.Scan(&c.ID, &c.Name)
		return c, err
	}, "SELECT id, public_name FROM people WHERE state = 'active' AND role IN ('editor', 'moderator', 'administrator') ORDER BY public_name, id LIMIT 500")
}
