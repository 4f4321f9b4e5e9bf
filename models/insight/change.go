package insight

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
)

// How the kept figures name the places that they are of, and everybody, whoever they say they are.
const (
	wholePlace = "all"
	everybody  = "*"
	fromArea   = "@" // before the area of people, whoever they say they are
)

func groupKey(id int64) string  { return "group:" + strconv.FormatInt(id, 10) }
func guideKey(id int64) string  { return "guide:" + strconv.FormatInt(id, 10) }
func threadKey(id int64) string { return "thread:" + strconv.FormatInt(id, 10) }

// change is by how much kept figures differ from what they should be.
type change struct {
	counts map[countKey]*counted
	voices map[voiceKey]map[string]int // contributions by kind of person
	weeks  map[weekKey]int
}

// The keys of the kept figures. Theme 0 is whatever the theme.
type (
	countKey struct {
		scope string
		theme int64
		who   string
	}
	voiceKey struct {
		scope         string
		theme, person int64
	}
	weekKey struct {
		scope       string
		theme, week int64
	}
)

func (k countKey) compare(o countKey) int {
	return cmp.Or(cmp.Compare(k.scope, o.scope), cmp.Compare(k.theme, o.theme), cmp.Compare(k.who, o.who))
}

func (k voiceKey) compare(o voiceKey) int {
	return cmp.Or(cmp.Compare(k.scope, o.scope), cmp.Compare(k.theme, o.theme), cmp.Compare(k.person, o.person))
}

func (k weekKey) compare(o weekKey) int {
	return cmp.Or(cmp.Compare(k.scope, o.scope), cmp.Compare(k.theme, o.theme), cmp.Compare(k.week, o.week))
}

// counted is a row of hearing_counts.
type counted struct {
	people, contributions, lived, practice, research int
	positions                                        Positions
}

// add counts a contribution by times; people are counted apart.
func (c *counted) add(f *fact, by int) {
	c.contributions += by
	switch discussion.Evidence(f.evidence) {
	case discussion.Lived:
		c.lived += by
	case discussion.Practice:
		c.practice += by
	case discussion.Research:
		c.research += by
	}
	c.positions.Agree += by * f.positions.Agree
	c.positions.Disagree += by * f.positions.Disagree
	c.positions.Pass += by * f.positions.Pass
}

const insertCounts = "INSERT INTO hearing_counts (scope, theme_id, who, people, contributions, lived, practice, research, agrees, disagrees, passes) VALUES "

func (c counted) row(key countKey) []any {
	p := c.positions
	return []any{key.scope, key.theme, key.who, c.people, c.contributions, c.lived, c.practice, c.research, p.Agree, p.Disagree, p.Pass}
}

func newChange() *change {
	return &change{counts: map[countKey]*counted{}, voices: map[voiceKey]map[string]int{}, weeks: map[weekKey]int{}}
}

func (c *change) at(key countKey) *counted {
	n := c.counts[key]
	if n == nil {
		n = &counted{}
		c.counts[key] = n
	}
	return n
}

// count adds a fact (by = 1) or takes it away (by = -1) in every scope and theme that it is in.
func (c *change) count(f *fact, by int) {
	for _, scope := range f.scopes() {
		for i := -1; i < len(f.themes); i++ {
			theme := int64(0)
			if i >= 0 {
				theme = f.themes[i]
			}
			c.at(countKey{scope, theme, everybody}).add(f, by)
			c.weeks[weekKey{scope, theme, f.week}] += by
			voice := voiceKey{scope, theme, f.person}
			if c.voices[voice] == nil {
				c.voices[voice] = map[string]int{}
			}
			for _, as := range f.spokenAs(theme) {
				c.at(countKey{scope, theme, as}).add(f, by)
				c.voices[voice][as] += by
			}
		}
	}
}

// store brings the kept figures up to date.
func (c *change) store(tx *db.Tx) error {
	if err := c.storeVoices(tx); err != nil {
		return err
	}
	var rows [][]any
	var fewer []countKey
	for _, key := range slices.SortedFunc(maps.Keys(c.counts), countKey.compare) {
		n := *c.counts[key]
		if n == (counted{}) {
			continue
		}
		rows = append(rows, n.row(key))
		if n.contributions < 0 {
			fewer = append(fewer, key)
		}
	}
	err := insertRows(tx, insertCounts, rows,
		` ON CONFLICT (scope, theme_id, who) DO UPDATE SET people = hearing_counts.people + excluded.people,
		contributions = hearing_counts.contributions + excluded.contributions, lived = hearing_counts.lived + excluded.lived,
		practice = hearing_counts.practice + excluded.practice, research = hearing_counts.research + excluded.research,
		agrees = hearing_counts.agrees + excluded.agrees, disagrees = hearing_counts.disagrees + excluded.disagrees,
		passes = hearing_counts.passes + excluded.passes`)
	if err != nil {
		return err
	}
	for _, key := range fewer {
		if _, err := tx.Exec("DELETE FROM hearing_counts WHERE scope = ? AND theme_id = ? AND who = ? AND contributions = 0", key.scope, key.theme, key.who); err != nil {
			return err
		}
	}
	return c.storeWeeks(tx)
}

func (c *change) storeWeeks(tx *db.Tx) error {
	var rows [][]any
	var fewer []weekKey
	for _, key := range slices.SortedFunc(maps.Keys(c.weeks), weekKey.compare) {
		by := c.weeks[key]
		if by != 0 {
			rows = append(rows, []any{key.scope, key.theme, key.week, by})
		}
		if by < 0 {
			fewer = append(fewer, key)
		}
	}
	err := insertRows(tx, "INSERT INTO hearing_weeks (scope, theme_id, week, contributions) VALUES ", rows,
		" ON CONFLICT (scope, theme_id, week) DO UPDATE SET contributions = hearing_weeks.contributions + excluded.contributions")
	if err != nil {
		return err
	}
	for _, key := range fewer {
		if _, err := tx.Exec("DELETE FROM hearing_weeks WHERE scope = ? AND theme_id = ? AND week = ? AND contributions = 0", key.scope, key.theme, key.week); err != nil {
			return err
		}
	}
	return nil
}

// storeVoices keeps who has spoken, and counts into c.counts who is new and who is gone.
func (c *change) storeVoices(tx *db.Tx) error {
	for key, kinds := range c.voices {
		maps.DeleteFunc(kinds, func(_ string, by int) bool { return by == 0 })
		if len(kinds) == 0 {
			delete(c.voices, key)
		}
	}
	keys := slices.SortedFunc(maps.Keys(c.voices), voiceKey.compare)
	have, err := readVoices(tx, keys)
	if err != nil {
		return err
	}
	var rows [][]any
	for _, key := range keys {
		spoke := len(have[key])
		speaks := spoke
		for _, who := range slices.Sorted(maps.Keys(c.voices[key])) {
			before := have[key][who]
			after := before + c.voices[key][who]
			switch {
			case before == 0:
				speaks++
				c.at(countKey{key.scope, key.theme, who}).people++
			case after == 0:
				speaks--
				c.at(countKey{key.scope, key.theme, who}).people--
			}
			if after != 0 {
				rows = append(rows, []any{key.scope, key.theme, key.person, who, after})
			} else if _, err := tx.Exec("DELETE FROM hearing_people WHERE scope = ? AND theme_id = ? AND person_id = ? AND who = ?",
				key.scope, key.theme, key.person, who); err != nil {
				return err
			}
		}
		switch {
		case spoke == 0 && speaks > 0:
			c.at(countKey{key.scope, key.theme, everybody}).people++
		case spoke > 0 && speaks == 0:
			c.at(countKey{key.scope, key.theme, everybody}).people--
		}
	}
	return insertRows(tx, "INSERT INTO hearing_people (scope, theme_id, person_id, who, contributions) VALUES ", rows,
		" ON CONFLICT (scope, theme_id, person_id, who) DO UPDATE SET contributions = excluded.contributions")
}

// readVoices reads as which kinds of person people have spoken, and how often. An outer join, since SQLite may go through
// the whole table for an inner one.
func readVoices(tx *db.Tx, keys []voiceKey) (map[voiceKey]map[string]int, error) {
	have := make(map[voiceKey]map[string]int, len(keys))
	for part := range portions(keys) {
		args := make([]any, 0, 3*len(part))
		for _, key := range part {
			args = append(args, key.scope, key.theme, key.person)
		}
		err := db.Each(tx.Context(), tx, func(r db.Row) error {
			var key voiceKey
			var who string
			var n int
			err := r.Scan(&key.scope, &key.theme, &key.person, &who, &n)
			if n == 0 {
				return err
			}
			if have[key] == nil {
				have[key] = map[string]int{}
			}
			have[key][who] = n
			return err
		}, `WITH k (scope, theme_id, person_id) AS (VALUES (CAST(? AS TEXT), CAST(? AS BIGINT), CAST(? AS BIGINT))`+strings.Repeat(", (?, ?, ?)", len(part)-1)+
			`) SELECT k.scope, k.theme_id, k.person_id, COALESCE(p.who, ''), COALESCE(p.contributions, 0) FROM k LEFT JOIN hearing_people p
			ON p.scope = k.scope AND p.theme_id = k.theme_id AND p.person_id = k.person_id`, args...)
		if err != nil {
			return nil, err
		}
	}
	return have, nil
}

// portions cuts a list into pieces of few different lengths, so that there are few different statements.
func portions[T any](list []T) iter.Seq[[]T] {
	return func(yield func([]T) bool) {
		for len(list) > 0 {
			n := len(list)
			for _, size := range []int{400, 100, 20} {
				if n >= size {
					n = size
					break
				}
			}
			if !yield(list[:n]) {
				return
			}
			list = list[n:]
		}
	}
}

// insertRows adds rows of a table, many with one statement.
func insertRows(tx *db.Tx, insert string, rows [][]any, conflict string) error {
	for part := range portions(rows) {
		width := len(part[0])
		args := make([]any, 0, len(part)*width)
		for _, row := range part {
			args = append(args, row...)
		}
		one := db.In(width)
		if _, err := tx.Exec(insert+one+strings.Repeat(","+one, len(part)-1)+conflict, args...); err != nil {
			return err
		}
	}
	return nil
}
