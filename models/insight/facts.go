package insight

import (
	"slices"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// fact is a contribution that everybody may see, as it is counted: narrow, and with everything that it is chosen by.
type fact struct {
	id, thread, group, guide, person int64
	who, evidence, channel, area     string
	said                             clock.Instant
	week                             int64
	positions                        Positions
	themes                           []int64 // accepted, in order; retired ones too
}

func (f *fact) same(g *fact) bool {
	return f.thread == g.thread && f.group == g.group && f.guide == g.guide && f.person == g.person && f.who == g.who &&
		f.evidence == g.evidence && f.channel == g.channel && f.area == g.area && f.said == g.said && f.week == g.week &&
		f.positions == g.positions && slices.Equal(f.themes, g.themes)
}

// scopes are the places of which the figures hold the contribution.
func (f *fact) scopes() []string {
	list := []string{wholePlace}
	if f.group != 0 {
		list = append(list, groupKey(f.group))
	}
	if f.guide != 0 {
		list = append(list, guideKey(f.guide), threadKey(f.thread))
	}
	return list
}

// spokenAs is as whom its writer is counted: as the kind of person that they are and, whatever the theme, as one of their
// area.
func (f *fact) spokenAs(theme int64) []string {
	if theme == 0 && f.area != "" {
		return []string{f.who, fromArea + f.area}
	}
	return []string{f.who}
}

// factColumns are the columns of hearing_facts in the order of freshFacts and of scanFact.
const factColumns = "contribution_id, thread_id, group_id, guide_id, person_id, who, evidence, channel, area, said_at, week, agrees, disagrees, passes"

// freshFacts selects facts from what is stored now, with the week as an expression; conditions on contributions c follow.
func freshFacts(week string) (query string, args []any) {
	seen, args := people.Visitor.Sees("c", "t")
	return `SELECT c.id AS contribution_id, c.thread_id, COALESCE(t.group_id, 0) AS group_id, COALESCE(h.guide_id, 0) AS guide_id,
		c.author_id AS person_id, c.who, c.evidence, c.channel, p.area, c.created_at AS said_at, ` + week + ` AS week, c.agrees, c.disagrees, c.passes FROM contributions c JOIN threads t ON t.id = c.thread_id
		JOIN people p ON p.id = c.author_id LEFT JOIN chapters h ON h.thread_id = c.thread_id WHERE ` + seen, args
}

func scanFact(r db.Row) (*fact, error) {
	f := &fact{}
	p := &f.positions
	return f, r.Scan(&f.id, &f.thread, &f.group, &f.guide, &f.person, &f.who, &f.evidence, &f.channel, &f.area, &f.said, &f.week,
		&p.Agree, &p.Disagree, &p.Pass)
}

func (f *fact) row() []any {
	return []any{
		f.id, f.thread, f.group, f.guide, f.person, f.who, f.evidence, f.channel, f.area, f.said, f.week,
		f.positions.Agree, f.positions.Disagree, f.positions.Pass,
	}
}

// readNow reads how contributions are to be counted now; those that not everybody may see are left out.
func readNow(tx *db.Tx, ids []int64, zone *time.Location) (map[int64]*fact, error) {
	query, args := freshFacts("0")
	return readFacts(tx, query+" AND c.id IN "+db.In(len(ids)), db.Args(ids, args...),
		"SELECT contribution_id, theme_id FROM tags WHERE state = 'accepted' AND contribution_id IN ", ids, func(f *fact) { f.week = weekAt(f.said, zone) })
}

// readCounted reads how contributions were counted.
func readCounted(tx *db.Tx, ids []int64) (map[int64]*fact, error) {
	return readFacts(tx, "SELECT "+factColumns+" FROM hearing_facts WHERE contribution_id IN "+db.In(len(ids)), db.Args(ids),
		"SELECT contribution_id, theme_id FROM hearing_themes WHERE contribution_id IN ", ids, func(*fact) {})
}

func readFacts(tx *db.Tx, query string, args []any, tagged string, ids []int64, finish func(*fact)) (map[int64]*fact, error) {
	facts := make(map[int64]*fact, len(ids))
	err := db.Each(tx.Context(), tx, func(r db.Row) error {
		f, err := scanFact(r)
		finish(f)
		facts[f.id] = f
		return err
	}, query, args...)
	if err != nil || len(facts) == 0 {
		return facts, err
	}
	err = db.Each(tx.Context(), tx, func(r db.Row) error {
		var id, theme int64
		err := r.Scan(&id, &theme)
		if f := facts[id]; f != nil {
			f.themes = append(f.themes, theme)
		}
		return err
	}, tagged+db.In(len(ids)), db.Args(ids)...)
	for _, f := range facts {
		slices.Sort(f.themes)
	}
	return facts, err
}

// recount brings the figures in step with what is stored of some contributions now. Whoever calls it holds the turn; to
// do it twice changes nothing.
func (s *Store) recount(tx *db.Tx, ids []int64) error {
	for part := range portions(ids) {
		if err := s.recountSome(tx, part); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) recountSome(tx *db.Tx, ids []int64) error {
	now, err := readNow(tx, ids, s.Zone)
	if err != nil {
		return err
	}
	was, err := readCounted(tx, ids)
	if err != nil {
		return err
	}
	change := newChange()
	var gone []int64
	var rows, tagged, untagged [][]any
	for _, id := range ids {
		before, after := was[id], now[id]
		delete(was, id) // an id that comes twice is done once
		delete(now, id)
		if before != nil && after != nil && before.same(after) || before == nil && after == nil {
			continue
		}
		var had, has []int64
		if before != nil {
			change.count(before, -1)
			had = before.themes
		}
		if after != nil {
			change.count(after, 1)
			rows, has = append(rows, after.row()), after.themes
		} else {
			gone = append(gone, id)
		}
		tagged, untagged = append(tagged, lacking(had, has, id)...), append(untagged, lacking(has, had, id)...)
	}
	for part := range portions(gone) {
		if _, err := tx.Exec("DELETE FROM hearing_facts WHERE contribution_id IN "+db.In(len(part)), db.Args(part)...); err != nil {
			return err
		}
	}
	for _, pair := range untagged {
		if _, err := tx.Exec("DELETE FROM hearing_themes WHERE theme_id = ? AND contribution_id = ?", pair...); err != nil {
			return err
		}
	}
	if err := insertRows(tx, "INSERT INTO hearing_facts ("+factColumns+") VALUES ", rows, upsertFact); err != nil {
		return err
	}
	if err := insertRows(tx, "INSERT INTO hearing_themes (theme_id, contribution_id) VALUES ", tagged, ""); err != nil {
		return err
	}
	return change.store(tx)
}

const upsertFact = ` ON CONFLICT (contribution_id) DO UPDATE SET thread_id = excluded.thread_id, group_id = excluded.group_id,
	guide_id = excluded.guide_id, person_id = excluded.person_id, who = excluded.who, evidence = excluded.evidence, channel = excluded.channel,
	area = excluded.area, said_at = excluded.said_at, week = excluded.week, agrees = excluded.agrees, disagrees = excluded.disagrees, passes = excluded.passes`

// lacking pairs with a contribution the themes of has that had does not hold.
func lacking(had, has []int64, id int64) (pairs [][]any) {
	for _, theme := range has {
		if _, found := slices.BinarySearch(had, theme); !found {
			pairs = append(pairs, []any{theme, id})
		}
	}
	return pairs
}
