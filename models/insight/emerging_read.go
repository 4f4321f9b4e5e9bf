package insight

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/insight/emerge"
)

// Bounds on what is read to find what emerges.
const (
	partsAtMost    = 20_000 // contributions with a theme in the two weeks, and in partWeeks: beyond, parts are not looked at
	partsPlaces    = 40     // places, those where most people spoke
	partWeeks      = 34     // weeks that parts are held against
	mostEach       = 2      // contributions of one person on a theme in a week that can make it grow
	passedOverDays = 28     // days that tell how a week's contributions come in
)

// read reads what themes are held against.
func (l *lookout) read(ctx context.Context, until Day) error {
	if err := l.readWeeks(ctx); err != nil {
		return err
	}
	if err := l.readPassed(ctx, until); err != nil {
		return err
	}
	if err := l.readSpeakers(ctx); err != nil {
		return err
	}
	lately := 0
	for week := l.this - partWeeks; week <= l.this; week++ {
		lately += l.counts[0][week]
	}
	l.some = l.some && lately <= partsAtMost
	return nil
}

// since limits what is selected to what was said from a day on.
func (l *lookout) since(d Day) (where string, args []any) {
	return l.sel.where + " AND " + l.sel.said + " >= ?", append(slices.Clone(l.sel.args), d.Start(l.store.Zone))
}

// tagged joins contributions to the themes in use that they have.
func (l *lookout) tagged() string {
	return l.sel.facts + " JOIN " + l.sel.tagged + " x ON x.contribution_id = f.contribution_id JOIN themes h ON h.id = x.theme_id AND h.state = 'current'"
}

// readWeeks reads how much was said of each theme in each week.
func (l *lookout) readWeeks(ctx context.Context) error {
	first := l.this - 1 - emerge.History
	l.counts = table{}
	add := func(r db.Row) error {
		var theme, week int64
		var n int
		if err := r.Scan(&theme, &week, &n); err != nil {
			return err
		}
		if week <= l.this {
			l.counts.add(theme, week, n)
		}
		return nil
	}
	if l.sel.kept {
		return db.Each(ctx, l.store.DB, add, `SELECT n.theme_id, n.week, n.contributions FROM hearing_weeks n LEFT JOIN themes h ON h.id = n.theme_id
			WHERE n.scope = ? AND (n.theme_id = 0 OR h.state = 'current') AND n.week >= ?`, l.sel.place, first)
	}
	where, args := l.since(monday(first))
	return db.Each(ctx, l.store.DB, add, "SELECT 0, f.week, COUNT(*) FROM "+l.sel.facts+" WHERE "+where+" GROUP BY f.week UNION ALL SELECT x.theme_id, f.week, COUNT(*) FROM "+
		l.tagged()+" WHERE "+where+" GROUP BY x.theme_id, f.week", append(args, args...)...)
}

// readPassed reads which share of a week has usually been said by the end of this day of the week. The guess that it
// comes in evenly counts as fourteen contributions.
func (l *lookout) readPassed(ctx context.Context, until Day) error {
	start := monday(l.this)
	days := 1
	for day := start; day < until; day = day.Add(1) {
		days++
	}
	where, args := l.since(start.Add(-passedOverDays))
	var all, by int
	_, offset := until.Start(l.store.Zone).In(l.store.Zone).Zone()
	sinceMonday := fmt.Sprintf("(%s + %d) %% %d", l.sel.said, int64(offset)*1000+3*dayLength+bias*weekLength, weekLength)
	err := l.store.DB.QueryRow(ctx, fmt.Sprintf("SELECT COUNT(*), COALESCE(SUM(CASE WHEN %s < %d THEN 1 ELSE 0 END), 0) FROM %s WHERE %s AND %s < ?",
		sinceMonday, days*dayLength, l.sel.facts, where, l.sel.said), append(args, start.Start(l.store.Zone))...).Scan(&all, &by)
	const even = 14
	l.passed = (even*float64(days)/7 + float64(by)) / (even + float64(all))
	return err
}

// readSpeakers reads who spoke about what in the two weeks, and of parts where, as long as that is within bounds.
func (l *lookout) readSpeakers(ctx context.Context) error {
	l.speakers, l.some = map[speaker]map[int64]int{}, true
	where, args := l.since(monday(l.this - 1))
	rows := 0
	return db.Each(ctx, l.store.DB, func(r db.Row) error {
		var week, theme, person, group, guide int64
		var who string
		var n int
		if err := r.Scan(&week, &theme, &person, &group, &guide, &who, &n); err != nil {
			return err
		}
		l.spoke(speaker{week: week, theme: theme}, person, n)
		if rows++; rows > partsAtMost {
			l.some = false
			return nil
		}
		if l.places && group != 0 {
			l.spoke(speaker{week: week, theme: theme, scope: groupKey(group)}, person, n)
		}
		if l.places && guide != 0 {
			l.spoke(speaker{week: week, theme: theme, scope: guideKey(guide)}, person, n)
		}
		if l.kinds && who != "" {
			l.spoke(speaker{week: week, theme: theme, who: who}, person, n)
		}
		return nil
	}, "SELECT f.week, x.theme_id, f.person_id, f.group_id, f.guide_id, f.who, COUNT(*) FROM "+l.tagged()+" WHERE "+where+
		" GROUP BY f.week, x.theme_id, f.person_id, f.group_id, f.guide_id, f.who", args...)
}

func (l *lookout) spoke(at speaker, person int64, n int) {
	if l.speakers[at] == nil {
		l.speakers[at] = map[int64]int{}
	}
	l.speakers[at][person] += n
}

// outspoken tells how many people are behind a week of a series, and how many of them are held against the rule for
// growing: none where the week would not stand out had nobody spoken more than mostEach times, so that no one person
// makes an issue grow by saying much.
func (l *lookout) outspoken(at speaker, look emerge.Outlook) (by, held int) {
	by = len(l.speakers[at])
	unheard := 0
	for _, n := range l.speakers[at] {
		unheard += max(n-mostEach, 0)
	}
	if unheard > 0 && look.AtLeast(look.Count-unheard) > emerge.Level {
		return by, 0
	}
	return by, by
}

// part is a place or a kind of people, and what was said in it week by week.
type part struct {
	place  *Place
	scope  string
	who    string
	counts table
}

// partTables reads what was said in the places and by the kinds of people that spoke in the two weeks.
func (l *lookout) partTables(ctx context.Context) (map[string]*part, error) {
	parts := map[string]*part{}
	if l.kinds {
		if err := l.readKinds(ctx, parts); err != nil {
			return nil, err
		}
	}
	scopes := l.busiest()
	if len(scopes) == 0 || !l.sel.kept {
		return parts, nil
	}
	if err := l.readPlaces(ctx, scopes, parts); err != nil {
		return nil, err
	}
	err := db.Each(ctx, l.store.DB, func(r db.Row) error {
		var scope string
		var theme, week int64
		var n int
		if err := r.Scan(&scope, &theme, &week, &n); err != nil {
			return err
		}
		if p := parts[scope]; p != nil && week <= l.this {
			p.counts.add(theme, week, n)
		}
		return nil
	}, `SELECT n.scope, n.theme_id, n.week, n.contributions FROM hearing_weeks n LEFT JOIN themes h ON h.id = n.theme_id
		WHERE n.scope IN `+db.In(len(scopes))+" AND (n.theme_id = 0 OR h.state = 'current') AND n.week >= ?", append(db.Args(scopes), l.this-partWeeks)...)
	return parts, err
}

// busiest are the places where most people spoke about a theme in the two weeks.
func (l *lookout) busiest() []string {
	most := map[string]int{}
	for at, by := range l.speakers {
		if at.scope != "" {
			most[at.scope] = max(most[at.scope], len(by))
		}
	}
	scopes := slices.Sorted(maps.Keys(most))
	slices.SortStableFunc(scopes, func(a, b string) int { return cmp.Compare(most[b], most[a]) })
	return scopes[:min(len(scopes), partsPlaces)]
}

// readPlaces reads the names of groups and guides.
func (l *lookout) readPlaces(ctx context.Context, scopes []string, parts map[string]*part) error {
	return db.Each(ctx, l.store.DB, func(r db.Row) error {
		var kind, slug, name string
		var id int64
		if err := r.Scan(&kind, &id, &slug, &name); err != nil {
			return err
		}
		key, place := groupKey(id), &Place{Scope: Scope{Group: slug}, Name: name}
		if kind == "guide" {
			key, place = guideKey(id), &Place{Scope: Scope{Guide: slug}, Name: name}
		}
		parts[key] = &part{place: place, scope: key, counts: table{}}
		return nil
	}, "SELECT 'group', id, slug, name FROM groups WHERE access <> 'private' AND 'group:' || id IN "+db.In(len(scopes))+
		" UNION ALL SELECT 'guide', id, slug, title FROM guides WHERE 'guide:' || id IN "+db.In(len(scopes)), append(db.Args(scopes), db.Args(scopes)...)...)
}

// readKinds reads what each kind of people said week by week.
func (l *lookout) readKinds(ctx context.Context, parts map[string]*part) error {
	where, args := l.since(monday(l.this - partWeeks))
	who := l.sel.who
	return db.Each(ctx, l.store.DB, func(r db.Row) error {
		var kind string
		var theme, week int64
		var n int
		if err := r.Scan(&kind, &theme, &week, &n); err != nil {
			return err
		}
		key := "who:" + kind
		if parts[key] == nil {
			parts[key] = &part{who: kind, counts: table{}}
		}
		if week <= l.this {
			parts[key].counts.add(theme, week, n)
		}
		return nil
	}, strings.NewReplacer("%WHO%", who, "%WHERE%", where).Replace("SELECT %WHO%, 0, f.week, COUNT(*) FROM "+l.sel.facts+" WHERE %WHERE% AND %WHO% <> '' GROUP BY %WHO%, f.week UNION ALL SELECT %WHO%, x.theme_id, f.week, COUNT(*) FROM "+
		l.tagged()+" WHERE %WHERE% AND %WHO% <> '' GROUP BY %WHO%, x.theme_id, f.week"), append(args, args...)...)
}
