package insight

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/insight/emerge"
	"folkmoot/models/people"
	"folkmoot/models/reach"
)

// partsEach bounds the places of a sort that are looked at, those where most people spoke: groups and guides, chapters
// and discussions, areas.
const partsEach = 40

// Part is a place, a discussion, an area or a kind of people in which a theme grows fast. Of an area nothing is given but
// how many people spoke in the last whole week, as a number of fives that it is at least.
type Part struct {
	Theme    int64
	Place    *Place             // a group, a guide or a chapter; nil for all others
	Thread   *discussion.Thread // a discussion in a group, with its ID, Slug and Title; nil for all others
	Area     string             // where those who said it live; empty for all others
	Who      people.Who         // a kind of people; empty for all others
	ThisWeek bool               // so far; else the last whole week
	Growth
}

// Within tells whether a part lies in another one that the theme grows in: a chapter in its guide, a discussion in its
// group.
func (p Part) Within(o Part) bool {
	if p.Theme != o.Theme || p.ThisWeek != o.ThisWeek || o.Place == nil || o.Place.Scope.Chapter != "" {
		return false
	}
	if p.Thread != nil {
		return o.Place.Scope.Group != "" && o.Place.id == p.Thread.GroupID
	}
	return p.Place != nil && p.Place.Scope.Chapter != "" && p.Place.Scope.Guide == o.Place.Scope.Guide
}

// Same tells whether two are the same place, discussion, area or kind of people, whatever the theme and the week.
func (p Part) Same(o Part) bool {
	switch {
	case p.Place != nil:
		return o.Place != nil && p.Place.Scope == o.Place.Scope
	case p.Thread != nil:
		return o.Thread != nil && p.Thread.ID == o.Thread.ID
	}
	return o.Place == nil && o.Thread == nil && p.Area == o.Area && p.Who == o.Who
}

// part is what was said in a part week by week: contributions, and of an area people.
type part struct {
	Part          // what it is
	scope  string // its key
	counts table
}

// parts tells in which parts themes grow fast. All of them are held against chance together.
func (l *lookout) parts(ctx context.Context, e *Growing) error {
	if !l.some {
		return nil
	}
	tables, err := l.partTables(ctx)
	if err != nil {
		return err
	}
	for _, week := range []int64{l.this, l.this - 1} {
		var parts []Part
		var looks []emerge.Outlook
		var spoke []int
		for _, key := range slices.Sorted(maps.Keys(tables)) {
			t := tables[key]
			panel, series, first := t.counts.panel(week)
			if week == l.this {
				panel.Passed = l.passed
			}
			if week < first || t.Area != "" && week == l.this {
				continue
			}
			all := panel.Outlooks(int(week - first))
			for n, theme := range series {
				by, held := l.behind(t, week, theme, all[0][n])
				looks, spoke = append(looks, all[0][n]), append(spoke, held)
				one := t.Part
				one.Theme, one.ThisWeek, one.Growth = theme, week == l.this, Growth{Trend: all[0][n].Trend(held), People: by}
				parts = append(parts, one)
			}
		}
		for i, fast := range emerge.Discoveries(looks, spoke, emergingShare) {
			if parts[i].Fast = fast; fast {
				e.Parts = append(e.Parts, parts[i].told())
			}
		}
	}
	slices.SortStableFunc(e.Parts, func(a, b Part) int { return cmp.Compare(b.People, a.People) })
	return nil
}

// behind tells how many people are behind a week of a theme in a part, and how many of them are held against the rule for
// growing: none where a few could be picked out.
func (l *lookout) behind(t *part, week, theme int64, look emerge.Outlook) (by, held int) {
	by, held = l.outspoken(speaker{week, theme, t.scope, string(t.Who)}, look)
	switch elsewhere := len(l.speakers[speaker{week: week, theme: theme}]) - by; {
	case t.Area != "" && (by < AreaLeast || elsewhere < AreaLeast):
		return by, 0
	case t.Area != "":
		return by, by // people are counted there: who speaks much counts once
	case t.Who != "" && held < emerge.CellAtLeast:
		return by, 0
	}
	return by, held
}

// told takes away of an area what could be held against comments whose writers are known.
func (p Part) told() Part {
	if p.Area != "" {
		p.People = reach.AtLeast(p.People)
		p.Trend = emerge.Trend{Direction: emerge.Growing, Now: p.People}
	}
	return p
}

// partTables reads what was said in the parts that anybody spoke in in the two weeks.
func (l *lookout) partTables(ctx context.Context) (map[string]*part, error) {
	parts := map[string]*part{}
	if l.kinds && l.few {
		if err := l.readKinds(ctx, parts); err != nil {
			return nil, err
		}
	}
	if !l.places || !l.sel.kept {
		return parts, nil
	}
	if err := l.readPlaces(ctx, l.busiest("group:", "guide:"), parts); err != nil {
		return nil, err
	}
	if err := l.readThreads(ctx, l.busiest("thread:"), parts); err != nil {
		return nil, err
	}
	if err := l.readKept(ctx, parts); err != nil || !l.few {
		return parts, err
	}
	if err := l.readDiscussions(ctx, parts); err != nil {
		return nil, err
	}
	return parts, l.readAreas(ctx, l.busiest(fromArea), parts)
}

// busiest are the places of some sorts where most people spoke about a theme in the two weeks.
func (l *lookout) busiest(sorts ...string) []string {
	most := map[string]int{}
	for at, by := range l.speakers {
		if slices.ContainsFunc(sorts, func(sort string) bool { return strings.HasPrefix(at.scope, sort) }) {
			most[at.scope] = max(most[at.scope], len(by))
		}
	}
	scopes := slices.Sorted(maps.Keys(most))
	slices.SortStableFunc(scopes, func(a, b string) int { return cmp.Compare(most[b], most[a]) })
	return scopes[:min(len(scopes), partsEach)]
}

// take adds rows of key, theme, week and count to parts.
func (l *lookout) take(parts map[string]*part, key func(string) string) func(db.Row) error {
	return func(r db.Row) error {
		var name string
		var theme, week int64
		var n int
		if err := r.Scan(&name, &theme, &week, &n); err != nil {
			return err
		}
		if p := parts[key(name)]; p != nil && week <= l.this {
			p.counts.add(theme, week, n)
		}
		return nil
	}
}

// readPlaces reads the names of groups and guides.
func (l *lookout) readPlaces(ctx context.Context, scopes []string, parts map[string]*part) error {
	return db.Each(ctx, l.store.DB, func(r db.Row) error {
		var kind, slug, name string
		var id int64
		if err := r.Scan(&kind, &id, &slug, &name); err != nil {
			return err
		}
		key, place := groupKey(id), &Place{Scope: Scope{Group: slug}, Name: name, id: id}
		if kind == "guide" {
			key, place = guideKey(id), &Place{Scope: Scope{Guide: slug}, Name: name, id: id}
		}
		parts[key] = &part{Part: Part{Place: place}, scope: key, counts: table{}}
		return nil
	}, "SELECT 'group', id, slug, name FROM groups WHERE access <> 'private' AND 'group:' || id IN "+db.In(len(scopes))+
		" UNION ALL SELECT 'guide', id, slug, title FROM guides WHERE 'guide:' || id IN "+db.In(len(scopes)), append(db.Args(scopes), db.Args(scopes)...)...)
}

// readThreads reads the names of chapters, and of discussions in groups, that everybody may see.
func (l *lookout) readThreads(ctx context.Context, scopes []string, parts map[string]*part) error {
	var ids []int64
	for _, scope := range scopes {
		if id, err := strconv.ParseInt(strings.TrimPrefix(scope, "thread:"), 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	seen, args := people.Visitor.SeesThreads("t")
	return db.Each(ctx, l.store.DB, func(r db.Row) error {
		var thread discussion.Thread
		var guide, chapter, title string
		if err := r.Scan(&thread.ID, &thread.GroupID, &thread.Slug, &thread.Title, &guide, &chapter, &title); err != nil {
			return err
		}
		is := Part{Thread: &thread}
		if chapter != "" {
			is = Part{Place: &Place{Scope: Scope{Guide: guide, Chapter: chapter}, Name: title}}
		}
		key := threadKey(thread.ID)
		parts[key] = &part{Part: is, scope: key, counts: table{}}
		return nil
	}, `SELECT t.id, COALESCE(t.group_id, 0), t.slug, t.title, COALESCE(u.slug, ''), COALESCE(k.slug, ''), COALESCE(k.title, '') FROM threads t
		LEFT JOIN chapters k ON k.thread_id = t.id LEFT JOIN guides u ON u.id = k.guide_id
		WHERE (k.id IS NOT NULL OR t.group_id IS NOT NULL) AND `+seen+" AND t.id IN "+db.In(len(ids)), db.Args(ids, args...)...)
}

// readKept reads the weeks of groups, guides and chapters, which are kept.
func (l *lookout) readKept(ctx context.Context, parts map[string]*part) error {
	var scopes []string
	for key, p := range parts {
		if p.Place != nil {
			scopes = append(scopes, key)
		}
	}
	return db.Each(ctx, l.store.DB, l.take(parts, func(scope string) string { return scope }),
		`SELECT n.scope, n.theme_id, n.week, n.contributions FROM hearing_weeks n LEFT JOIN themes h ON h.id = n.theme_id
		WHERE (n.theme_id = 0 OR h.state = 'current') AND n.week >= ? AND n.scope IN `+db.In(len(scopes)), db.Args(scopes, l.this-partWeeks)...)
}

// readDiscussions reads what was said in discussions week by week.
func (l *lookout) readDiscussions(ctx context.Context, parts map[string]*part) error {
	var ids []int64
	for _, p := range parts {
		if p.Thread != nil {
			ids = append(ids, p.Thread.ID)
		}
	}
	key := func(id string) string { return "thread:" + id }
	return l.readWeekly(ctx, "CAST(f.thread_id AS TEXT)", "COUNT(*)", "f.thread_id IN "+db.In(len(ids)), db.Args(ids), l.take(parts, key))
}

// readAreas reads how many people of areas spoke week by week.
func (l *lookout) readAreas(ctx context.Context, scopes []string, parts map[string]*part) error {
	var areas []string
	for _, scope := range scopes {
		area := strings.TrimPrefix(scope, fromArea)
		areas = append(areas, area)
		parts[scope] = &part{Part: Part{Area: area}, scope: scope, counts: table{}}
	}
	key := func(area string) string { return fromArea + area }
	return l.readWeekly(ctx, "f.area", "COUNT(DISTINCT f.person_id)", "f.area IN "+db.In(len(areas)), db.Args(areas), l.take(parts, key))
}

// readKinds reads what each kind of people said week by week.
func (l *lookout) readKinds(ctx context.Context, parts map[string]*part) error {
	for _, kind := range people.Kinds {
		key := kindKey(string(kind))
		parts[key] = &part{Part: Part{Who: kind}, counts: table{}}
	}
	return l.readWeekly(ctx, l.sel.who, "COUNT(*)", l.sel.who+" <> ''", nil, l.take(parts, kindKey))
}

func kindKey(kind string) string { return "who:" + kind }

// readWeekly reads, by a column, what count gives of what was said in each week, of everything and of each theme.
func (l *lookout) readWeekly(ctx context.Context, column, count, which string, args []any, each func(db.Row) error) error {
	where, since := l.since(monday(l.this - partWeeks))
	where, since = where+" AND "+which, append(since, args...)
	return db.Each(ctx, l.store.DB, each, "SELECT "+column+", 0, f.week, "+count+" FROM "+l.sel.facts+" WHERE "+where+" GROUP BY "+column+", f.week UNION ALL SELECT "+
		column+", x.theme_id, f.week, "+count+" FROM "+l.tagged()+" WHERE "+where+" GROUP BY "+column+", x.theme_id, f.week", append(since, since...)...)
}
