package insight

import (
	"context"
	"fmt"
	"slices"

	"folkmoot/models/db"
	"folkmoot/models/insight/emerge"
)

// Bounds on what is read to find what emerges.
const (
	partsAtMost    = 20_000 // contributions with a theme in the two weeks: beyond, no parts are looked at; in partWeeks: beyond, only those that are kept
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
	l.few = lately <= partsAtMost
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
		var week, theme, person, group, guide, thread int64
		var who, area string
		var n int
		if err := r.Scan(&week, &theme, &person, &group, &guide, &thread, &who, &area, &n); err != nil {
			return err
		}
		l.spoke(speaker{week: week, theme: theme}, person, n)
		if rows++; rows > partsAtMost {
			l.some = false
			return nil
		}
		for _, scope := range l.scopes(group, guide, thread, area) {
			l.spoke(speaker{week: week, theme: theme, scope: scope}, person, n)
		}
		if l.kinds && who != "" {
			l.spoke(speaker{week: week, theme: theme, who: who}, person, n)
		}
		return nil
	}, "SELECT f.week, x.theme_id, f.person_id, f.group_id, f.guide_id, f.thread_id, f.who, f.area, COUNT(*) FROM "+l.tagged()+" WHERE "+where+
		" GROUP BY f.week, x.theme_id, f.person_id, f.group_id, f.guide_id, f.thread_id, f.who, f.area", args...)
}

// scopes are the keys of the places that something was said in, and of the area of who said it.
func (l *lookout) scopes(group, guide, thread int64, area string) (keys []string) {
	if !l.places {
		return nil
	}
	if group != 0 {
		keys = append(keys, groupKey(group))
	}
	if guide != 0 {
		keys = append(keys, guideKey(guide))
	}
	if group != 0 || guide != 0 {
		keys = append(keys, threadKey(thread))
	}
	if area != "" {
		keys = append(keys, fromArea+area)
	}
	return keys
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
