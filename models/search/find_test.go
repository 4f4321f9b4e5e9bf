package search_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/search"
)

// texts are what people say in the tests of queries; their numbers are the first words of the cases below.
var texts = []string{
	"The libraries of our town are closing, and the library's hours are short.",                     // 0
	"Caffè Nero does not let us hold meetings. It's the naïve owner who can't see why!",             // 1
	"Mae'r llyfrgell yn bwysig iawn i bobl Tŷ Ddewi a’r cylch.",                                     // 2
	"Zażółć gęślą jaźń: Łódź ma dobre autobusy.",                                                    // 3
	"ہمارے علاقے میں لائبریری کی ضرورت ہے۔ كتاب",                                                    // 4
	"我们的社区图书馆很重要，应该继续开放。",                                                                           // 5
	"Thank you 🎉 for the party 👩‍👩‍👧 and the £500 grant, code AB12.",                                // 6
	"Buses AND trams OR trains NOT cars NEAR me",                                                    // 7
	"Well-being matters. People say the **co**produced plan and the [new bridge](/x) are `needed`.", // 8
	"A shop shut. The opening hours of the shop are short & sweet; I said \"closing time\".",        // 9
	"O'Brien's café is a good place, ﬁne ﬂoors and Straße signs, don’t you think?",                  // 10
	"Ŵyna a chneifio: mae'r dŵr yn oer, a gŵyl y tŷ yn Llŷn i Siôn.",                                // 11
	"نوجوانوں کے لئے پارک اور مسجد کے قریب سڑک چاہئے۔ مَدرَسَة",                                     // 12
	"On 21/11/2026 at 7.30pm, 3,500 people rang 01384 555 0123 from DY1 1HF: 12.5% of them.",        // 13
	"Siobhán O’Neill-Smyth, Jean-Luc D'Souza and Zoë spoke of co-operation by e-mail.",              // 14
	"The piñata and the crème brûlée at the façade: Ångström, Đorđe, Æthelred.",                     // 15
}

var cases = []struct {
	query string
	want  string // numbers of texts, newest first
}{
	{"library", "0"},
	{"LIBRARIES", "0"},
	{"library’s", "0"},
	{"closing short", "9 0"},
	{"close", "9 0"},
	{`"opening hours"`, "9"},
	{`"hours opening"`, ""},
	{`hours opening`, "9"},
	{`hours -shop`, "0"},
	{`hours -"opening hours"`, "0"},
	{`"shop are short"`, "9"},
	{"caffe nero", "1"},
	{"Café", "10"},
	{"naive", "1"},
	{"can't", "1"},
	{"cant", "1"},
	{"CAN’T see", "1"},
	{"llyfrgell bwysig", "2"},
	{"ty ddewi", "2"},
	{"zazolc gesla jazn", "3"},
	{"Łódź", "3"},
	{"lodz autobusy", "3"},
	{"لائبریری", "4"},
	{"کتاب", "4"},
	{"图书馆", "5"},
	{"馆书图", ""},
	{"社区 重要", "5"},
	{"🎉", "6"},
	{"👩‍👩‍👧 party", "6"},
	{"500", "13 6"},
	{"£500 ab12", "6"},
	{"buses and trams", "7"},
	{"trams AND cars", "7"},
	{"trams NOT cars", "7"},
	{"trams OR library", ""},
	{"NEAR", "7"},
	{"NEAR/2", ""},
	{"near*", "7"},
	{"stems:trams", ""},
	{"wellbeing", ""},
	{"well-being", "8"},
	{"well being", "8"},
	{"coproduced bridge needed", "8"},
	{"href", ""},
	{"strong", ""},
	{"sweet \"closing", "9"},
	{"O'Brien", "10"},
	{"obriens", "10"},
	{"fine floors strasse", "10"},
	{"dont think", "10"},
	{"the", "15 9 8 6 1 0"},
	{`"the shop"`, "9"},
	{`') | '`, ""},
	{`'\'':*`, ""},
	{`(((`, ""},
	{"marmalade", ""},
	{"dŵr", "11"},
	{"dwr", "11"},
	{"DWR oer", "11"},
	{"gwyl ty", "11"},
	{"ŵyna", "11"},
	{"Wyna", "11"},
	{"tŷ", "11 2"},
	{"ty", "11 2"},
	{`"gŵyl y tŷ"`, "11"},
	{`"tŷ y gŵyl"`, ""},
	{"mae’r", "11 2"},
	{"maer", "11 2"},
	{"llyn sion", "11"},
	{"پارک", "12"},
	{"مسجد سڑک", "12"},
	{"نوجوانوں کے لئے", "12"},
	{"مدرسه", "12"},
	{"مدرسۃ", "12"},
	{"21/11/2026", "13"},
	{"2026", "13"},
	{"2026-11-21", ""},
	{"3,500", "13"},
	{"3500", ""},
	{"01384 555 0123", "13"},
	{`"DY1 1HF"`, "13"},
	{"dy1 1hf", "13"},
	{`"1HF DY1"`, ""},
	{"12.5%", "13"},
	{"7.30pm", "13"},
	{"siobhan", "14"},
	{"Siobhán oneill", "14"},
	{"O'Neill-Smyth", "14"},
	{"smyth", "14"},
	{"jean-luc", "14"},
	{"luc-jean", ""},
	{"dsouza", "14"},
	{"zoe", "14"},
	{"Zoë -siobhán", ""},
	{"co-operation", "14"},
	{"cooperation", ""},
	{"email", ""},
	{"e-mail", "14"},
	{"spoken", ""},
	{"pinata creme brulee", "15"},
	{"CRÈME façade", "15"},
	{"angstrom", "15"},
	{"dorde", "15"},
	{"aethelred", "15"},
	{`“crème brûlée”`, "15"},
	{`«brûlée crème»`, ""},
	{"people", "13 8"},
	{"meetings", "1"},
	{"meeting", "1"},
	{"importantly", ""},
	{"matter", "8"},
	{"grants", "6"},
	{"bus tram train", "7"},
}

func TestQueriesFindTheSameOnBothEngines(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d)
		number := map[int64]int{}
		for i, text := range texts {
			number[w.say(w.thread, text)] = i
		}
		w.catchUp()
		for _, c := range cases {
			for _, order := range []search.Order{search.Newest, search.Best} {
				var got []string
				for _, r := range w.find(people.Visitor, search.Search{Order: order}, c.query).Results {
					got = append(got, fmt.Sprint(number[r.ID]))
				}
				if order == search.Newest && strings.Join(got, " ") != c.want || len(got) != len(strings.Fields(c.want)) {
					t.Errorf("%s %q: got %v, want %q", order, c.query, got, c.want)
				}
			}
		}
	})
}

func TestHiddenIsGoneAtOnceAndEditsAreFoundByTheirNewWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d)
		id := w.say(w.thread, "A lighthouse for the park")
		want := func(step, query string, there bool) {
			t.Helper()
			if got := w.ids(query); (got == fmt.Sprint(id)) != there {
				t.Errorf("%s: %q found %q", step, query, got)
			}
		}
		want("before it is indexed", "lighthouse", false)
		w.catchUp()
		want("indexed", "lighthouse", true)
		w.setState(id, discussion.Hidden)
		want("hidden, not indexed yet", "lighthouse", false)
		w.catchUp()
		w.setState(id, discussion.Published)
		w.catchUp()
		want("shown again", "lighthouse", true)
		w.edit(id, "A windmill for the park")
		w.catchUp()
		want("edited, by an old word", "lighthouse", false)
		want("edited, by a new word", "windmill", true)
		w.edit(id, "A windmill and a pond")
		w.setState(id, discussion.Deleted)
		w.catchUp()
		want("deleted", "windmill", false)
		if n, err := search.Drift(ctx, d); n != 0 || err != nil {
			t.Errorf("drift %d, %v", n, err)
		}
	})
}

func TestPrivateGroupsAreFoundByInsidersOnly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d)
		w.say(w.secret, "Marmalade, marmalade and marmalade")
		w.catchUp()
		inside := people.Actor{ID: 9, State: people.Active, Groups: []people.Membership{{GroupID: w.private}}}
		elsewhere := people.Actor{ID: 9, State: people.Active, Groups: []people.Membership{{GroupID: w.open}}}
		moderator := people.Actor{ID: 9, State: people.Active, Role: people.Moderator}
		for name, c := range map[string]struct {
			actor people.Actor
			want  int
		}{"visitor": {people.Visitor, 0}, "insider": {inside, 1}, "somebody of another group": {elsewhere, 0}, "moderator": {moderator, 1}} {
			for _, kind := range []search.Kind{search.Contribution, search.Discussion, search.Group} {
				for _, order := range []search.Order{search.Newest, search.Best} {
					p := w.find(c.actor, search.Search{Kind: kind, Order: order}, "marmalade")
					if len(p.Results) != c.want || p.Next != "" {
						t.Errorf("%s, %s, %s: found %d, next %q", name, kind, order, len(p.Results), p.Next)
					}
				}
			}
		}
	})
}

func TestEveryKindIsFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d)
		var chapter int64
		w.write(func(tx *db.Tx) error {
			guide, err := tx.Insert("INSERT INTO guides (slug, title, created_at, changed_at) VALUES ('our-guide', 'Our guide', 1, 1)")
			if err != nil {
				return err
			}
			thread, err := discussion.AddThread(tx, discussion.NewThread{Kind: discussion.OnChapter, Slug: "roles", Title: "Roles"})
			if err != nil {
				return err
			}
			chapter, err = tx.Insert("INSERT INTO chapters (guide_id, thread_id, slug, number, title, created_at) VALUES (?, ?, 'roles', 2, 'Changing roles', 1)", guide, thread)
			return err
		})
		w.catchUp()
		for _, c := range []struct {
			kind  search.Kind
			query string
			want  string
		}{
			{search.Discussion, "bus evenings", "Buses[*] in the evening[*]"},
			{search.Chapter, "role", "Changing roles[*]"},
			{search.Theme, "tram transport", "Transport[*]"},
			{search.Group, "included", "Everyone included[*]"},
		} {
			p := w.find(people.Visitor, search.Search{Kind: c.kind, Order: search.Best}, c.query)
			if len(p.Results) != 1 || written(p.Results[0].Title) != c.want {
				t.Errorf("%s %q: %+v", c.kind, c.query, p.Results)
			}
		}
		publish := func(number int, words string) {
			w.write(func(tx *db.Tx) error {
				version, err := tx.Insert("INSERT INTO versions (chapter_id, number, body_md, digest, published_at) VALUES (?, ?, ?, 'd', 1)", chapter, number, words)
				if err != nil {
					return err
				}
				block, err := tx.Insert("INSERT INTO blocks (chapter_id, created_at) VALUES (?, 1)", chapter)
				if err != nil {
					return err
				}
				if _, err := tx.Exec(`INSERT INTO version_blocks (version_id, position, block_id, number, kind, source, html, html_version, text)
					VALUES (?, 1, ?, 1, 'paragraph', ?, ?, 1, ?)`, version, block, words, words, words); err != nil {
					return err
				}
				_, err = tx.Exec("UPDATE chapters SET version_id = ? WHERE id = ?", version, chapter)
				return err
			})
			w.catchUp()
		}
		publish(1, "Councils were providers.")
		publish(2, "Councils become partners.")
		if p := w.find(people.Visitor, search.Search{Kind: search.Chapter}, "partner"); len(p.Results) != 1 || written(p.Results[0].Snippet) != "Councils become partners[*]." || p.Results[0].Address != "our-guide/roles" {
			t.Errorf("a chapter's current words: %+v", p.Results)
		}
		if p := w.find(people.Visitor, search.Search{Kind: search.Chapter}, "provider"); len(p.Results) != 0 {
			t.Errorf("a chapter's old words: %+v", p.Results)
		}
		w.write(func(tx *db.Tx) error { _, err := tx.Exec("UPDATE themes SET state = 'retired'"); return err })
		if p := w.find(people.Visitor, search.Search{Kind: search.Theme}, "tram"); len(p.Results) != 0 {
			t.Errorf("a retired theme: %+v", p.Results)
		}
	})
}

// written shows pieces with [*] after what is marked.
func written(pieces []search.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
		if p.Mark {
			b.WriteString("[*]")
		}
	}
	return b.String()
}

func TestFiltersNarrow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Fixed) {
		w := newWorld(t, d)
		day := func(n int) clock.Instant { return now.Now().Add(time.Duration(n) * 24 * time.Hour) }
		at := func(n int) func(*discussion.New) { return func(c *discussion.New) { c.CreatedAt = day(n) } }
		old := w.say(w.thread, "pigeons long ago", at(-900))
		lived := w.say(w.thread, "pigeons lived", at(-40), func(n *discussion.New) { n.Evidence, n.Who = discussion.Lived, people.Resident })
		research := w.say(w.thread, "pigeons researched", at(-2), func(n *discussion.New) { n.Evidence, n.Who = discussion.Research, people.Practitioner })
		var other int64
		w.write(func(tx *db.Tx) (err error) {
			group, err := tx.Insert("INSERT INTO groups (slug, name, created_at, changed_at) VALUES ('birds', 'Birds', 1, 1)")
			if err != nil {
				return err
			}
			other, err = w.discuss(tx, "Birds", group, false)
			return err
		})
		elsewhere := w.say(other, "pigeons elsewhere", at(-1))
		w.catchUp()
		// The tag is put after the words were indexed.
		w.write(func(tx *db.Tx) error {
			_, err := tx.Exec("INSERT INTO tags (contribution_id, theme_id, source, state, put_at) VALUES (?, ?, 'person', 'accepted', 1)", lived, w.theme)
			return err
		})
		w.catchUp()
		for name, c := range map[string]struct {
			filter search.Filter
			want   []int64
		}{
			"none":                {search.Filter{}, []int64{elsewhere, research, lived, old}},
			"evidence":            {search.Filter{Evidence: "lived"}, []int64{lived}},
			"who":                 {search.Filter{Who: people.Practitioner}, []int64{research}},
			"who and evidence":    {search.Filter{Who: people.Practitioner, Evidence: "lived"}, nil},
			"group":               {search.Filter{Group: w.open}, []int64{research, lived, old}},
			"theme":               {search.Filter{Theme: w.theme}, []int64{lived}},
			"from":                {search.Filter{From: day(-3)}, []int64{elsewhere, research}},
			"from the very time":  {search.Filter{From: day(-2)}, []int64{elsewhere, research}},
			"until":               {search.Filter{Until: day(-2)}, []int64{lived, old}},
			"a month":             {search.Filter{From: day(-60), Until: day(-30)}, []int64{lived}},
			"years":               {search.Filter{From: day(-2000), Until: day(-30)}, []int64{lived, old}},
			"a hundred years":     {search.Filter{From: day(-36500), Until: day(-100)}, []int64{old}},
			"the future":          {search.Filter{From: day(5)}, nil},
			"what nobody ever is": {search.Filter{Who: "'; --"}, nil},
		} {
			for _, order := range []search.Order{search.Newest, search.Best} {
				got := w.find(people.Visitor, search.Search{Filter: c.filter, Order: order}, "pigeon")
				if len(got.Results) != len(c.want) {
					t.Errorf("%s, %s: got %s, want %v", name, order, idsOf(got), c.want)
				}
				for i, r := range got.Results {
					if order == search.Newest && i < len(c.want) && r.ID != c.want[i] {
						t.Errorf("%s: got %s, want %v", name, idsOf(got), c.want)
					}
				}
			}
		}
	})
}

func TestPagesFollowEachOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d)
		all := map[int64]bool{}
		for i := range 75 {
			thread := w.thread
			if i%3 == 0 {
				thread = w.secret
			}
			id := w.say(thread, strings.Repeat("pond ", 1+i%7)+strings.Repeat("other ", i%5))
			if thread == w.thread {
				all[id] = true
			}
		}
		w.catchUp()
		for _, order := range []search.Order{search.Newest, search.Best} {
			seen := map[int64]bool{}
			cursor, pages := "", 0
			for ; pages < 10; pages++ {
				p := w.find(people.Visitor, search.Search{Order: order, Cursor: cursor}, "pond")
				for _, r := range p.Results {
					if seen[r.ID] || !all[r.ID] {
						t.Errorf("%s: %d came twice or should not come", order, r.ID)
					}
					seen[r.ID] = true
				}
				if cursor = p.Next; cursor == "" {
					break
				}
				w.say(w.thread, "pond said meanwhile")
				w.catchUp()
			}
			if len(seen) != len(all) || pages != 2 {
				t.Errorf("%s: %d of %d on %d pages", order, len(seen), len(all), pages+1)
			}
			for id := range w.late(all) {
				all[id] = true
			}
		}
	})
}

// late gives what was said in the open thread since all were gathered.
func (w *world) late(all map[int64]bool) map[int64]bool {
	ids, err := db.Values[int64](ctx, w.db, "SELECT id FROM contributions WHERE body_md LIKE '%pond%' AND thread_id = ?", w.thread)
	if err != nil {
		w.t.Fatal(err)
	}
	late := map[int64]bool{}
	for _, id := range ids {
		if !all[id] {
			late[id] = true
		}
	}
	return late
}

func TestBestComesFirstAndTheSameOnBothEngines(t *testing.T) {
	var orders []string
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Fixed) {
		w := newWorld(t, d)
		for i := range 60 {
			w.say(w.thread, fmt.Sprintf("%s %s pond %s", strings.Repeat("bench ", i%4), strings.Repeat("filler ", (i*7)%11), strings.Repeat("pond ", i%3)))
		}
		best := w.say(w.thread, strings.Repeat("bench pond ", 4))
		for range 5 {
			w.say(w.thread, "a pond beside nothing at all but a great deal of other words that go on and on about a bench")
		}
		w.catchUp()
		p := w.find(people.Visitor, search.Search{Order: search.Best}, "bench pond")
		if len(p.Results) != search.PageSize || p.Results[0].ID != best {
			t.Errorf("got %s, want %d first", idsOf(p), best)
		}
		orders = append(orders, idsOf(p))
	})
	if len(orders) == 2 && orders[0] != orders[1] {
		t.Errorf("the engines rank differently:\n%s\n%s", orders[0], orders[1])
	}
}

func TestForgedCursorsAreRefused(t *testing.T) {
	d, _ := dbtest.SQLite(t)
	w := newWorld(t, d)
	q, _ := search.Parse("pond")
	if _, err := w.index.Find(ctx, people.Visitor, search.Search{Query: q, Cursor: "not-a-cursor"}); err == nil {
		t.Error("a forged cursor was taken")
	}
}
