package coding

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/coding/agreement"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

// Comparison is how alike the coders of a sample coded it. Only contributions that two of them read count.
type Comparison struct {
	Double
	Read   int                   // contributions that two or more coders read
	Same   agreement.Share       // to which all who read them gave the very same themes
	Alpha  agreement.Coefficient // over sets of themes
	Themes []ThemeAgreement      // that anybody gave, the least agreed on first
	Items  []CodedItem           // in the order of the sample
}

// ThemeAgreement is how alike a theme was given.
type ThemeAgreement struct {
	Theme themes.Theme
	Given []int // how often each coder gave it
	Table agreement.Table
	Same  agreement.Share
	Kappa agreement.Coefficient // Cohen's; of more than two coders the mean of every two
	Alpha agreement.Coefficient
}

// CodedItem is a contribution of a sample with what each coder gave it.
type CodedItem struct {
	Contribution int64
	Position     int
	Codes        []agreement.Codes // by coder; nil where they have not read it
	Readers      int
	Same         bool // all who read it gave the same
	Note         string
	ResolvedBy   string // public name; empty where nobody has resolved it, or has left since
	ResolvedAt   clock.Instant
}

// Apart tells whether the coders disagree about it.
func (i CodedItem) Apart() bool { return i.Readers >= 2 && !i.Same }

// errBlind keeps what coders gave from everybody while they code.
var errBlind = db.Forbidden{Reason: "What the coders gave can be seen when all of them are done, or when an editor ends the coding."}

// Compare works out how alike a sample was coded. Forbidden while it is being coded.
func (s *Store) Compare(ctx context.Context, a people.Actor, id int64) (Comparison, error) {
	d, err := s.Double(ctx, a, id)
	if err != nil {
		return Comparison{}, err
	}
	if d.State == Open {
		return Comparison{}, errBlind
	}
	c := Comparison{Double: d}
	if c.Items, err = codedItems(ctx, s.DB, a, d); err != nil {
		return c, err
	}
	list, err := (&themes.Store{DB: s.DB}).List(ctx)
	if err != nil {
		return c, err
	}
	c.figure(list)
	return c, nil
}

// codedItems reads what can be read of a sample, with what the coders gave. A theme that was merged since stands for the
// one that it went into.
func codedItems(ctx context.Context, q db.Querier, a people.Actor, d Double) ([]CodedItem, error) {
	seen, args := a.Sees("c", "t")
	args = append([]any{d.ID}, args...)
	place := map[int64]int{}
	items, err := db.All(ctx, q, func(r db.Row) (i CodedItem, err error) {
		err = r.Scan(&i.Contribution, &i.Position, &i.Note, &i.ResolvedBy, &i.ResolvedAt)
		i.Codes = make([]agreement.Codes, len(d.Coders))
		return i, err
	}, `SELECT i.contribution_id, i.position, i.note, COALESCE(p.public_name, ''), COALESCE(i.resolved_at, 0) FROM double_items i
		JOIN contributions c ON c.id = i.contribution_id JOIN threads t ON t.id = c.thread_id LEFT JOIN people p ON p.id = i.resolved_by
		WHERE i.coding_id = ? AND `+seen+" ORDER BY i.position", args...)
	if err != nil {
		return nil, err
	}
	for i, item := range items {
		place[item.Contribution] = i
	}
	coder := map[int64]int{}
	for i, c := range d.Coders {
		coder[c.ID] = i
	}
	err = db.Each(ctx, q, func(r db.Row) error {
		var contribution, person, theme int64
		if err := r.Scan(&contribution, &person, &theme); err != nil {
			return err
		}
		i, readable := place[contribution]
		j, coding := coder[person]
		if !readable || !coding {
			return nil
		}
		codes := items[i].Codes[j]
		if theme != 0 {
			codes = append(codes, theme)
		}
		items[i].Codes[j] = agreement.NewCodes(codes...)
		return nil
	}, `SELECT m.contribution_id, m.person_id, COALESCE(h.merged_into, h.id, 0) FROM double_marks m LEFT JOIN double_themes g ON g.coding_id = m.coding_id
		AND g.contribution_id = m.contribution_id AND g.person_id = m.person_id LEFT JOIN themes h ON h.id = g.theme_id WHERE m.coding_id = ?`, d.ID)
	for i := range items {
		items[i].Readers, items[i].Same = agreement.Alike(items[i].Codes)
	}
	return items, err
}

// figure works out the coefficients from what the coders gave.
func (c *Comparison) figure(codebook []themes.Theme) {
	texts := make([][]agreement.Codes, 0, len(c.Items))
	given := map[int64]bool{}
	for _, item := range c.Items {
		if item.Readers < 2 {
			continue
		}
		texts = append(texts, item.Codes)
		for _, codes := range item.Codes {
			for _, theme := range codes {
				given[theme] = true
			}
		}
	}
	c.Read, c.Same, c.Alpha = len(texts), agreement.Same(texts), agreement.Sets(texts)
	for _, theme := range codebook {
		if given[theme.ID] {
			c.Themes = append(c.Themes, themeAgreement(texts, theme, len(c.Coders)))
		}
	}
	slices.SortStableFunc(c.Themes, func(a, b ThemeAgreement) int {
		return compareCoefficients(a.Kappa, b.Kappa)
	})
}

// compareCoefficients puts the lowest first and those that cannot be worked out last.
func compareCoefficients(a, b agreement.Coefficient) int {
	switch known, other := a.Why == agreement.Known, b.Why == agreement.Known; {
	case known != other && known, known && a.Value < b.Value:
		return -1
	case known != other, known && a.Value > b.Value:
		return 1
	}
	return 0
}

func themeAgreement(texts [][]agreement.Codes, theme themes.Theme, coders int) ThemeAgreement {
	t := ThemeAgreement{Theme: theme, Given: make([]int, coders)}
	for _, text := range texts {
		read, gave := 0, 0
		for i, codes := range text {
			if codes == nil {
				continue
			}
			if read++; slices.Contains(codes, theme.ID) {
				gave++
				t.Given[i]++
			}
		}
		if t.Same.All++; gave == 0 || gave == read {
			t.Same.Of++
		}
	}
	if coders == 2 {
		t.Table = agreement.Pair(texts, theme.ID, 0, 1)
	}
	t.Kappa, t.Alpha = agreement.Light(texts, theme.ID, coders), agreement.Theme(texts, theme.ID)
	return t
}

// Texts reads the words of items and the themes that they bear now.
func (s *Store) Texts(ctx context.Context, a people.Actor, items []CodedItem) (map[int64]Item, error) {
	list := make([]int64, len(items))
	for i, item := range items {
		list[i] = item.Contribution
	}
	said, err := discussion.Gather(ctx, s.DB, a, list)
	if err != nil || len(said) == 0 {
		return nil, err
	}
	about, err := s.contexts(ctx, said)
	if err != nil {
		return nil, err
	}
	on, err := themes.On(ctx, s.DB, list)
	found := make(map[int64]Item, len(said))
	for _, one := range said {
		found[one.ID] = Item{Said: one, Context: about[one.ID], On: on[one.ID]}
	}
	return found, err
}

// Resolution is which themes stand for a contribution that the coders disagree about.
type Resolution struct {
	Contribution int64
	Revision     int
	Themes       []int64
	Had          []int64 // that were shown as there already
	Note         string  // why
}

// Resolve stores which themes stand for a contribution; they become its tags. It can be resolved again until the double
// coding is closed. Errors: db.Invalid under "note", "themes" and "".
func (s *Store) Resolve(ctx context.Context, a people.Actor, key db.Key, d Double, r Resolution) error {
	if err := MayCode(a); err != nil {
		return err
	}
	wrong := db.Invalid{}
	if r.Note = wrong.Line("note", r.Note, MaxNote); r.Note == "" && wrong["note"] == "" {
		wrong["note"] = "Say in a few words why"
	}
	if len(r.Themes) > MostThemes || len(r.Had) > themes.MaxThemes {
		wrong["themes"] = "Please choose fewer themes"
	}
	if len(wrong) > 0 {
		return wrong
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if err := hold(tx, d.ID, Compared); err != nil {
			return 0, err
		}
		seen, args := a.Sees("c", "t")
		revision, err := db.Value[int](tx.Context(), tx, `SELECT c.revision FROM double_items i JOIN contributions c ON c.id = i.contribution_id
			JOIN threads t ON t.id = c.thread_id WHERE i.coding_id = ? AND i.contribution_id = ? AND `+seen, append([]any{d.ID, r.Contribution}, args...)...)
		if err != nil {
			return 0, err
		}
		if revision != r.Revision {
			return 0, db.Wrong("", "The writer changed their words while you were reading them. Please read them again.")
		}
		if _, err := choose(tx, a, Answer{Contribution: r.Contribution, Revision: r.Revision, Themes: r.Themes, Had: r.Had}); err != nil {
			return 0, err
		}
		if _, err := tx.Exec("UPDATE double_items SET note = ?, resolved_by = ?, resolved_at = ? WHERE coding_id = ? AND contribution_id = ?",
			r.Note, a.ID, tx.Now(), d.ID, r.Contribution); err != nil {
			return 0, err
		}
		return r.Contribution, audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "double-coding.resolve", Kind: "contribution", Object: r.Contribution,
			Details: map[string]any{"double_coding": d.ID, "themes": len(r.Themes)},
		})
	})
	return err
}

// Close ends a double coding for good: where all who read a contribution gave it the same themes, it gets these as
// tags. What was resolved keeps what was decided; what was not keeps the tags that it has.
func (s *Store) CloseDouble(ctx context.Context, a people.Actor, key db.Key, d Double) error {
	if err := MayEnd(a, d); err != nil {
		return err
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if err := hold(tx, d.ID, Compared); err != nil {
			return 0, err
		}
		items, err := codedItems(tx.Context(), tx, a, d)
		if err != nil {
			return 0, err
		}
		put, apart := 0, 0
		for _, item := range items {
			switch {
			case item.Apart() && item.ResolvedAt == 0:
				apart++
				continue
			case item.Readers < 2 || item.ResolvedAt != 0:
				continue
			}
			n, err := tagAgreed(tx, a, item)
			if err != nil {
				return 0, err
			}
			put += n
		}
		return d.ID, step(tx, a, d.ID, Compared, Closed, map[string]any{"tags": put, "unresolved": apart})
	})
	return err
}

// tagAgreed puts on a contribution what everybody gave it who read it; a theme that is no longer in use is left out.
func tagAgreed(tx *db.Tx, a people.Actor, item CodedItem) (put int, err error) {
	for _, codes := range item.Codes {
		if codes == nil {
			continue
		}
		for _, theme := range codes {
			err := themes.Tag(tx, item.Contribution, theme, themes.ByPerson, a.ID)
			var retired db.Invalid
			switch {
			case errors.As(err, &retired):
			case err != nil:
				return put, err
			default:
				put++
			}
		}
		return put, nil
	}
	return 0, nil
}

// notFound makes our own kind of the engine's error of no row.
func notFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return db.ErrNotFound
	}
	return err
}
