package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/rules"
)

// size is how big a place is made.
type size struct {
	people, groups, threads, contributions int
	longest                                int // contributions in the first thread
	page                                   int // contributions in the second thread
}

// The places that are measured: a county, and a village with a page of the same length.
var (
	county  = size{people: 50_000, groups: 40, threads: 20_000, contributions: 1_000_000, longest: 100_000, page: 50}
	village = size{people: 60, groups: 4, threads: 20, contributions: 1000, longest: 300, page: 50}
)

// maker makes a place of a size. It writes what the commands of the product would have written, many rows at once.
type maker struct {
	db     *db.DB
	size   size
	random *rand.Rand
	words  []string
	start  clock.Instant
}

const rowsAtOnce = 4000

// makePlace fills an empty, migrated database.
func makePlace(ctx context.Context, d *db.DB, s size, progress func(string)) error {
	m := newMaker(d, s)
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{{"opening", m.open}, {"people", m.people}, {"groups", m.groups}, {"contributions", m.contributions}, {"tags", m.tags}, {"counters", m.count}} {
		began := time.Now()
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		progress(fmt.Sprintf("%s made in %.1f s", step.name, time.Since(began).Seconds()))
	}
	return nil
}

// open lets the public in: visitors of a place that is not open get one short page.
func (m *maker) open(ctx context.Context) error {
	return rules.New(m.db).Open(ctx, people.Operator, db.NewKey(0), rules.Confirmed{Phone: "01632 960 001"})
}

func newMaker(d *db.DB, s size) *maker {
	m := &maker{db: d, size: s, random: rand.New(rand.NewPCG(7, 11)), start: clock.Of(time.Now().AddDate(0, -6, 0))}
	m.words = m.vocabulary(12_000)
	return m
}

// common are the words that make up most of what anybody writes.
var common = strings.Fields(`the and to of a in that it is was for on with they have we are as be at this but not you from by or what all
were when there can an your which their said if do will each about how up out them then she many some so these would other into has more her two
like him see time could no make than first been its who now people my made over did down only way find use may water long little very after words
called just where most know bus hall group evening street council young old help need meet lonely friend shop library carer money rooms insurance
volunteers neighbours park road walk doctor school phone online paper forms places`)

// vocabulary gives words in the order of how often they are used: common ones first, then made-up ones.
func (m *maker) vocabulary(n int) []string {
	words := append(make([]string, 0, n), common...)
	onsets, nuclei, codas := strings.Fields("b br c ch d dr f g gr h j k l m n p pl qu r s sh st t th tr v w"), strings.Fields("a e i o u ai ea ee oa ou"), strings.Fields("b ck d ft g l ld m n nd ng nt p r rt s st t x")
	for len(words) < n {
		var w strings.Builder
		for range 1 + m.random.IntN(3) {
			w.WriteString(onsets[m.random.IntN(len(onsets))] + nuclei[m.random.IntN(len(nuclei))] + codas[m.random.IntN(len(codas))])
		}
		words = append(words, w.String())
	}
	return words
}

// word picks by Zipf's law: the n-th commonest word comes 1/n as often as the commonest.
func (m *maker) word() string {
	return m.words[min(len(m.words)-1, int(math.Exp(m.random.Float64()*math.Log(float64(len(m.words))))))]
}

// text writes a few sentences; their length is log-normal with a median of about 45 words.
func (m *maker) text() string {
	n := int(math.Min(600, math.Max(4, math.Exp(m.random.NormFloat64()*0.8+3.8))))
	var b strings.Builder
	sentence := 0
	for i := range n {
		w := m.word()
		switch {
		case sentence == 0:
			w = strings.ToUpper(w[:1]) + w[1:]
		default:
			b.WriteByte(' ')
		}
		b.WriteString(w)
		sentence++
		if sentence > 5 && m.random.IntN(9) == 0 || i == n-1 {
			b.WriteByte('.')
			if sentence = 0; i < n-1 {
				b.WriteByte(' ')
			}
		}
	}
	return b.String()
}

// insert adds rows of a table in large transactions, many rows to a statement.
func (m *maker) insert(ctx context.Context, table, columns string, n int, row func(i int) []any) error {
	width := strings.Count(columns, ",") + 1
	chunk := min(500, 30_000/width)
	for from := 0; from < n; from += rowsAtOnce {
		to := min(n, from+rowsAtOnce)
		err := m.db.Write(ctx, func(tx *db.Tx) error {
			for at := from; at < to; at += chunk {
				until := min(to, at+chunk)
				args := make([]any, 0, width*(until-at))
				for i := at; i < until; i++ {
					args = append(args, row(i)...)
				}
				if _, err := tx.Exec("INSERT INTO "+table+" ("+columns+") VALUES "+strings.TrimSuffix(strings.Repeat(db.In(width)+",", until-at), ","), args...); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

var kinds = []string{"resident", "resident", "resident", "practitioner", "voluntary", "public", "business", "researcher"}

func (m *maker) people(ctx context.Context) error {
	return m.insert(ctx, "people", "id, public_name, name_skeleton, email, who, published_count, created_at, changed_at", m.size.people, func(i int) []any {
		name := fmt.Sprintf("Person %d", i+1)
		return []any{i + 1, name, strings.ToLower(name), fmt.Sprintf("person%d@example.org", i+1), kinds[i%len(kinds)], 1, m.start, m.start}
	})
}

func (m *maker) groups(ctx context.Context) error {
	err := m.insert(ctx, "groups", "id, slug, name, summary, created_at, changed_at", m.size.groups, func(i int) []any {
		return []any{i + 1, fmt.Sprintf("group-%d", i+1), fmt.Sprintf("Group %d", i+1), "What people say.", m.start, m.start}
	})
	if err != nil {
		return err
	}
	err = m.insert(ctx, "themes", "id, slug, name, definition, mark, created_at, changed_at", 24, func(i int) []any {
		return []any{i + 1, fmt.Sprintf("theme-%d", i+1), fmt.Sprintf("Theme %d", i+1), m.words[20+i], i + 1, m.start, m.start}
	})
	if err != nil {
		return err
	}
	return m.insert(ctx, "threads", "id, kind, group_id, slug, title, listed, last_at, created_by, created_at", m.size.threads, func(i int) []any {
		return []any{i + 1, "discussion", i%m.size.groups + 1, fmt.Sprintf("thread-%d", i+1), fmt.Sprintf("Discussion %d: %s %s", i+1, m.word(), m.word()), 1, m.start, i%m.size.people + 1, m.start}
	})
}

// standing is how far a thread has come.
type standing struct {
	seq   int64
	roots []root
}

type root struct {
	id   int
	seq  int64
	path string
}

// threadOf gives each contribution a thread: the first is very long, the second one page, the others share the rest.
func (m *maker) threadOf(i int) int {
	if i < m.size.longest {
		return 0
	}
	if i < m.size.longest+m.size.page {
		return 1
	}
	return 2 + (i-m.size.longest-m.size.page)%(m.size.threads-2)
}

func (m *maker) contributions(ctx context.Context) error {
	threads := make([]standing, m.size.threads)
	step := clock.Instant(int64(180*24*time.Hour/time.Millisecond) / int64(m.size.contributions))
	return m.insert(ctx, "contributions", `id, thread_id, parent_id, seq, root_seq, path, depth, kind, author_id, who, evidence, body_md, body_html, html_version,
		state, state_at, published_at, agrees, disagrees, passes, created_at`, m.size.contributions, func(i int) []any {
		thread := m.threadOf(i)
		t := &threads[thread]
		t.seq++
		kind, depth, path, rootSeq := "comment", 0, discussion.PathPart(t.seq), t.seq
		var parent any
		switch {
		case t.seq == 1:
			kind = "opening"
		case len(t.roots) > 0 && m.random.IntN(2) == 0:
			r := t.roots[m.random.IntN(len(t.roots))]
			kind, depth, path, rootSeq, parent = "reply", 1, r.path+path, r.seq, r.id
		}
		if depth == 0 && kind == "comment" {
			if t.roots = append(t.roots, root{i + 1, t.seq, path}); len(t.roots) > 50 {
				t.roots = t.roots[1:]
			}
		}
		author := m.random.IntN(m.size.people)
		at := m.start + clock.Instant(i)*step
		text := m.text()
		return []any{
			i + 1, thread + 1, parent, t.seq, rootSeq, path, depth, kind, author + 1, kinds[author%len(kinds)], []string{"", "lived", "practice", "research"}[m.random.IntN(4)],
			text, "<p>" + text + "</p>\n", prose.Version, "published", at, at, m.random.IntN(30), m.random.IntN(8), m.random.IntN(5), at,
		}
	})
}

// tags puts a theme on every third contribution.
func (m *maker) tags(ctx context.Context) error {
	return m.insert(ctx, "tags", "contribution_id, theme_id, source, state, put_at", m.size.contributions/3, func(i int) []any {
		return []any{3*i + 1, m.random.IntN(24) + 1, "import", "accepted", m.start}
	})
}

// count sets the kept counters to what was made.
func (m *maker) count(ctx context.Context) error {
	for _, statement := range []string{
		`INSERT INTO thread_people (thread_id, person_id, who, contributions) SELECT thread_id, author_id, MIN(who), COUNT(*) FROM contributions WHERE kind <> 'opening' GROUP BY thread_id, author_id`,
		`INSERT INTO thread_tallies (thread_id, who, people, contributions) SELECT thread_id, who, COUNT(*), SUM(contributions) FROM thread_people GROUP BY thread_id, who`,
		`UPDATE threads SET last_seq = (SELECT MAX(seq) FROM contributions c WHERE c.thread_id = threads.id),
			last_at = (SELECT MAX(created_at) FROM contributions c WHERE c.thread_id = threads.id AND c.seq = (SELECT MAX(seq) FROM contributions x WHERE x.thread_id = threads.id)),
			opening_id = (SELECT id FROM contributions c WHERE c.thread_id = threads.id AND c.seq = 1),
			contribution_count = (SELECT COALESCE(SUM(contributions), 0) FROM thread_tallies y WHERE y.thread_id = threads.id),
			people_count = (SELECT COALESCE(SUM(people), 0) FROM thread_tallies y WHERE y.thread_id = threads.id)`,
		`UPDATE people SET published_count = (SELECT COUNT(*) FROM contributions c WHERE c.author_id = people.id)`,
		`UPDATE groups SET discussion_count = (SELECT COUNT(*) FROM threads t WHERE t.group_id = groups.id)`,
		`UPDATE themes SET contribution_count = (SELECT COUNT(*) FROM tags g WHERE g.theme_id = themes.id)`,
	} {
		if err := m.db.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(statement); return err }); err != nil {
			return err
		}
	}
	return nil
}
