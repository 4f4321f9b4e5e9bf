package themes_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

func (r room) tag(theme themes.Theme, ids ...int64) {
	r.t.Helper()
	for _, id := range ids {
		r.write(func(tx *db.Tx) error { return themes.Tag(tx, id, theme.ID, themes.ByPerson, r.editor.ID) })
	}
}

func (r room) find(theme themes.Theme) themes.Theme {
	r.t.Helper()
	now, err := themes.Find(ctx, r.DB, theme.ID)
	if err != nil {
		r.t.Fatal(err)
	}
	return now
}

func (r room) merge(from, into themes.Theme, below themes.Below) error {
	return r.Merge(ctx, r.editor, db.NewKey(r.editor.ID), themes.Merging{
		From: from.ID, Revision: r.find(from).Revision, Into: into.ID, Reason: "They say the same", Below: below,
	})
}

// sure checks every theme's number against the tags that are there.
func (r room) sure() {
	r.t.Helper()
	wrong, err := db.Values[string](ctx, r.DB, `SELECT name FROM themes h WHERE contribution_count <> (SELECT COUNT(*) FROM tags g
		JOIN contributions c ON c.id = g.contribution_id WHERE g.theme_id = h.id AND g.state = 'accepted' AND c.state = 'published')`)
	if err != nil || len(wrong) > 0 {
		r.t.Errorf("counted wrong: %v, %v", wrong, err)
	}
}

func TestMergingCarriesEverythingAndKeepsWhoPutIt(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		buses, travel := r.theme("Buses"), r.theme("Travel")
		farah := r.person("Farah", people.Editor)
		only, both, hidden := r.say("The bus", discussion.Published), r.say("Bus and train", discussion.Published), r.say("No", discussion.Published)
		r.write(func(tx *db.Tx) error {
			for _, id := range []int64{only, both, hidden} {
				if _, err := themes.Put(tx, themes.Putting{
					Contribution: id, Theme: buses.ID, Source: themes.BySuggestion, By: farah.ID,
					Revision: 1, Words: []themes.Span{{0, 2}},
				}); err != nil {
					return err
				}
			}
			if err := themes.Tag(tx, both, travel.ID, themes.ByPerson, r.editor.ID); err != nil {
				return err
			}
			_, err := discussion.SetState(tx, hidden, discussion.Hidden, "")
			return err
		})
		p, err := r.PreviewMerge(ctx, r.editor, buses.ID, travel.ID)
		if err != nil || p.Comments != 2 || p.Both != 1 || len(p.Below) != 0 {
			t.Errorf("preview: %+v, %v", p, err)
		}
		if err := r.Merge(ctx, r.editor, db.NewKey(r.editor.ID), themes.Merging{From: buses.ID, Revision: 1, Into: travel.ID}); wrongField(err) != "reason" {
			t.Errorf("without a reason: %v", err)
		}
		if err := r.merge(buses, buses, ""); wrongField(err) != "into" {
			t.Errorf("into itself: %v", err)
		}
		err = r.Merge(ctx, r.editor, db.NewKey(r.editor.ID), themes.Merging{From: buses.ID, Revision: 9, Into: travel.ID, Reason: "So"})
		if !errors.Is(err, db.ErrConflict) {
			t.Errorf("changed in between: %v", err)
		}
		if err := r.merge(buses, travel, ""); err != nil {
			t.Fatal(err)
		}
		if b, v := r.find(buses), r.find(travel); b.State != themes.Retired || b.MergedInto != travel.ID || b.Contributions != 0 || v.Contributions != 2 {
			t.Errorf("%+v\n%+v", b, v)
		}
		had, err := r.TagHistory(ctx, only)
		if err != nil || len(had) != 2 || had[0].Theme.ID != travel.ID || had[0].PutBy != "Farah" || had[0].Source != themes.BySuggestion ||
			had[0].InsteadOf != "Buses" || had[0].Words != 1 || had[1].State != "corrected" || had[1].EndedBy != "Ed" {
			t.Errorf("%+v, %v", had, err)
		}
		if had, _ := r.TagHistory(ctx, both); len(had) != 2 || had[0].PutBy != "Ed" && had[1].PutBy != "Ed" {
			t.Errorf("both: %+v", had)
		}
		r.write(func(tx *db.Tx) error { _, err := discussion.SetState(tx, hidden, discussion.Published, ""); return err })
		r.sure()
		late := r.say("Late", discussion.Published)
		r.tag(buses, late)
		if on, _ := themes.On(ctx, r.DB, []int64{late}); len(on[late]) != 1 || on[late][0].Theme.ID != travel.ID {
			t.Errorf("a merged theme stands for the one it went into: %+v", on)
		}
		history, err := r.History(ctx, travel.ID)
		if err != nil || history[0].Act != themes.ActMerge || history[0].ThemeID != buses.ID || history[0].Reason != "They say the same" || history[0].ChangedBy != "Ed" {
			t.Errorf("%+v, %v", history, err)
		}
		details, err := db.Value[string](ctx, r.DB, "SELECT details FROM register WHERE act = 'theme.merge'")
		if err != nil || details != fmt.Sprintf(`{"comments":3,"other":%d,"revision":2}`, travel.ID) {
			t.Errorf("register: %s, %v", details, err)
		}
	})
}

func TestThemesBelowAMergedOneKeepAPlace(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		below := func(name string, parent themes.Theme) themes.Theme {
			theme, err := r.Create(ctx, r.editor, db.NewKey(r.editor.ID), themes.Draft{Name: name, ParentID: parent.ID})
			if err != nil {
				t.Fatal(err)
			}
			return theme
		}
		top, other := r.theme("Top"), r.theme("Other")
		middle := below("Middle", top)
		low, deep := below("Low", middle), themes.Theme{}
		deep = below("Deep", low)
		if err := r.merge(middle, other, ""); wrongField(err) != "below" {
			t.Fatalf("nothing said of those below: %v", err)
		}
		if err := r.merge(middle, other, themes.BelowAlong); wrongField(err) != "below" {
			t.Fatalf("those below retired by a merge: %v", err)
		}
		// Into a theme that stands two below: it takes the place of the one that goes.
		if err := r.merge(middle, deep, themes.BelowInto); err != nil {
			t.Fatal(err)
		}
		if d, l := r.find(deep), r.find(low); d.ParentID != top.ID || l.ParentID != deep.ID {
			t.Errorf("deep below %d, low below %d", d.ParentID, l.ParentID)
		}
		if err := r.Retire(ctx, r.editor, db.NewKey(r.editor.ID), top.ID, 1, "Not used", ""); wrongField(err) != "below" {
			t.Errorf("retired with themes below it: %v", err)
		}
		if err := r.Retire(ctx, r.editor, db.NewKey(r.editor.ID), top.ID, 1, "Not used", themes.BelowAlong); err != nil {
			t.Fatal(err)
		}
		if d, l := r.find(deep), r.find(low); d.State != themes.Retired || l.State != themes.Retired {
			t.Errorf("%+v\n%+v", d, l)
		}
		if err := r.Restore(ctx, r.editor, db.NewKey(r.editor.ID), low.ID, r.find(low).Revision, "Needed"); err != nil {
			t.Fatal(err)
		}
		if err := r.Retire(ctx, r.editor, db.NewKey(r.editor.ID), deep.ID, r.find(deep).Revision, "Still not", themes.BelowUp); err != nil {
			t.Fatal(err)
		}
		if r.find(low).ParentID != top.ID {
			t.Errorf("low below %d", r.find(low).ParentID)
		}
		// Every change was a version of the codebook, one after the other.
		numbers, err := db.Values[int](ctx, r.DB, "SELECT codebook FROM theme_revisions ORDER BY codebook")
		for i, n := range numbers {
			if n != i+1 {
				t.Fatalf("versions %v, %v", numbers, err)
			}
		}
	})
}

func TestALargeThemeIsMergedInPartsAndComesBackWhole(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		a, b := r.theme("A"), r.theme("B")
		const many = 1205
		r.many(many)
		r.write(func(tx *db.Tx) error {
			for theme, every := range map[themes.Theme]int{a: 1, b: 5} {
				if _, err := tx.Exec(`INSERT INTO tags (contribution_id, theme_id, source, state, put_by, put_at)
					SELECT id, CAST(? AS BIGINT), 'import', 'accepted', CAST(? AS BIGINT), 1 FROM contributions WHERE id % ? = 0`, theme.ID, r.editor.ID, every); err != nil {
					return err
				}
				if _, err := tx.Exec(`UPDATE themes SET contribution_count = (SELECT COUNT(*) FROM tags WHERE theme_id = themes.id) WHERE id = ?`, theme.ID); err != nil {
					return err
				}
			}
			return nil
		})
		rows := func() []string {
			list, err := db.Values[string](ctx, r.DB, `SELECT contribution_id || ' ' || theme_id || ' ' || put_by || ' ' || put_at FROM tags
				WHERE state = 'accepted' ORDER BY contribution_id, theme_id`)
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		before := rows()
		if err := r.merge(a, b, ""); err != nil {
			t.Fatal(err)
		}
		if left := r.find(a).Contributions; left != many-500 {
			t.Errorf("%d are still on their way", left)
		}
		if err := r.Unmerge(ctx, r.editor, db.NewKey(r.editor.ID), a.ID, 2, "Wrong"); wrongField(err) != "" || err == nil {
			t.Errorf("undone while it is carried out: %v", err)
		}
		payload, err := db.Value[string](ctx, r.DB, "SELECT payload FROM jobs WHERE kind = ?", themes.JobCarry)
		if err != nil || payload != fmt.Sprintf(`{"theme":%d,"by":%d}`, a.ID, r.editor.ID) {
			t.Fatal(payload, err)
		}
		for range 2 { // twice is as good as once
			if err := r.Carry(ctx, themes.Errand{Theme: a.ID, By: r.editor.ID}); err != nil {
				t.Fatal(err)
			}
		}
		r.sure()
		if r.find(a).Contributions != 0 || r.find(b).Contributions != many {
			t.Errorf("%d and %d", r.find(a).Contributions, r.find(b).Contributions)
		}
		if err := r.Unmerge(ctx, r.editor, db.NewKey(r.editor.ID), a.ID, 2, "They differ"); err != nil {
			t.Fatal(err)
		}
		since := r.find(a).ChangedAt
		if err := r.Carry(ctx, themes.Errand{Theme: a.ID, By: r.editor.ID, Back: b.ID, Since: since}); err != nil {
			t.Fatal(err)
		}
		r.sure()
		if after := rows(); !reflect.DeepEqual(before, after) {
			t.Errorf("%d tags before, %d after", len(before), len(after))
		}
		if r.find(a).MergedInto != 0 || r.find(a).State != themes.Current {
			t.Errorf("%+v", r.find(a))
		}
	})
}

// many says a thing so often at once.
func (r room) many(n int) {
	r.t.Helper()
	id := r.say("The bus is late", discussion.Published)
	for from := 1; from < n; from += 5000 {
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO contributions (id, thread_id, seq, kind, author_id, body_md, body_html, html_version, state, state_at, published_at, created_at, root_seq, path, depth)
				WITH RECURSIVE n(i) AS (SELECT CAST(? AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < ?)
				SELECT c.id + i, c.thread_id, c.seq + i, c.kind, c.author_id, c.body_md, c.body_html, c.html_version, c.state, c.state_at, c.published_at, c.created_at, c.seq + i, c.path || i, c.depth
				FROM n, contributions c WHERE c.id = ?`, from, min(from+4999, n-1), id)
			return err
		})
	}
}

func TestSplittingMovesWhatIsChosen(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		travel := r.theme("Travel")
		var ids []int64
		for i := range 30 {
			words := "The train"
			if i%3 == 0 {
				words = "A BUS came"
			}
			ids = append(ids, r.say(words, discussion.Published))
		}
		r.tag(travel, ids...)
		split := func(reason string, names ...string) ([]themes.Theme, error) {
			var drafts []themes.Draft
			for _, name := range names {
				drafts = append(drafts, themes.Draft{Name: name, Definition: name + " only"})
			}
			return r.Split(ctx, r.editor, db.NewKey(r.editor.ID), themes.Splitting{Theme: travel.ID, Revision: r.find(travel).Revision, New: drafts, Reason: reason})
		}
		for _, c := range []struct {
			reason, field string
			names         []string
		}{{"", "reason", []string{"Buses"}}, {"So", "new", nil}, {"So", "name-1", []string{"Buses", "Travel"}}, {"So", "name-1", []string{"Buses", "Buses"}}, {"So", "name-0", []string{""}}} {
			if _, err := split(c.reason, c.names...); wrongField(err) != c.field {
				t.Errorf("%v: %v", c, err)
			}
		}
		made, err := split("Two different things", "Trains", "Buses")
		if err != nil || len(made) != 2 || made[0].Name != "Buses" || made[0].SplitFrom != travel.ID {
			t.Fatal(made, err)
		}
		buses := made[0]
		list, next, err := r.Holding(ctx, r.editor, travel.ID, " bus ", "", 6)
		if err != nil || len(list) != 6 || next == "" || list[0].ID != ids[27] {
			t.Fatal(len(list), next, err)
		}
		rest, next, err := r.Holding(ctx, r.editor, travel.ID, "bus", next, 6)
		if err != nil || len(rest) != 4 || next != "" || rest[3].ID != ids[0] {
			t.Fatal(len(rest), next, err)
		}
		hidden := list[0].ID
		r.write(func(tx *db.Tx) error { _, err := discussion.SetState(tx, hidden, discussion.Hidden, ""); return err })
		if shown, _, _ := r.Holding(ctx, r.editor, travel.ID, "bus", "", 50); len(shown) != 9 {
			t.Errorf("%d shown, of which one is hidden", len(shown))
		}
		move := func(to themes.Theme, ids ...int64) (int, error) {
			return r.Move(ctx, r.editor, db.NewKey(r.editor.ID), travel.ID, to.ID, ids)
		}
		if _, err := move(buses, hidden, list[1].ID); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("moved what is hidden: %v", err)
		}
		if _, err := move(buses); wrongField(err) != "contribution" {
			t.Errorf("moved nothing: %v", err)
		}
		if n, err := move(buses, list[1].ID, list[2].ID, list[2].ID); err != nil || n != 2 {
			t.Errorf("%d moved, %v", n, err)
		}
		if n, err := move(buses, list[1].ID); err != nil || n != 0 {
			t.Errorf("%d moved again, %v", n, err)
		}
		r.sure()
		if r.find(buses).Contributions != 2 || r.find(travel).Contributions != 27 {
			t.Errorf("%d and %d", r.find(buses).Contributions, r.find(travel).Contributions)
		}
		had, _ := r.TagHistory(ctx, list[1].ID)
		if len(had) != 2 || had[0].InsteadOf != "Travel" || had[0].Source != themes.ByPerson || had[1].State != "corrected" {
			t.Errorf("%+v", had)
		}
		member := r.person("Mo", people.Member)
		if _, _, err := r.Holding(ctx, member, travel.ID, "", "", 5); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("a member reads the list: %v", err)
		}
		if _, err := r.Move(ctx, member, db.NewKey(member.ID), travel.ID, buses.ID, ids); !errors.As(err, new(db.Forbidden)) {
			t.Errorf("a member moved: %v", err)
		}
	})
}

func TestEditorsSideBySideNeverWaitForEachOtherBothWays(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		var list []themes.Theme
		for i := range 8 {
			list = append(list, r.theme("Theme "+strings.Repeat("i", i+1)))
		}
		var ids []int64
		for range 12 {
			ids = append(ids, r.say("Words", discussion.Published))
		}
		var group sync.WaitGroup
		for g := range 8 {
			random := rand.New(rand.NewPCG(uint64(g), 4))
			group.Go(func() {
				for range 25 {
					a, b, id := list[random.IntN(8)], list[random.IntN(8)], ids[random.IntN(12)]
					var err error
					switch random.IntN(7) {
					case 0:
						err = r.merge(a, b, "")
					case 1:
						now, _ := themes.Find(ctx, r.DB, a.ID)
						if now.State == themes.Retired {
							err = r.Restore(ctx, r.editor, db.NewKey(r.editor.ID), a.ID, now.Revision, "Again")
						}
					case 2:
						_, err = r.Move(ctx, r.editor, db.NewKey(r.editor.ID), a.ID, b.ID, ids[:6])
					case 3:
						err = r.Choose(ctx, r.editor, db.NewKey(r.editor.ID), id, []int64{a.ID}, []int64{b.ID})
					case 4:
						err = r.DB.Write(ctx, func(tx *db.Tx) error {
							_, err := discussion.SetState(tx, id, []discussion.State{discussion.Hidden, discussion.Published}[random.IntN(2)], "")
							return err
						})
					default:
						err = r.Choose(ctx, r.editor, db.NewKey(r.editor.ID), id, []int64{a.ID}, []int64{b.ID, list[random.IntN(8)].ID})
					}
					var invalid db.Invalid
					if err != nil && !errors.As(err, &invalid) && !errors.Is(err, db.ErrConflict) && !errors.Is(err, db.ErrNotFound) {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		payloads, err := db.Values[string](ctx, r.DB, "SELECT payload FROM jobs WHERE kind = ?", themes.JobCarry)
		if err != nil {
			t.Fatal(err)
		}
		for _, payload := range payloads {
			var e themes.Errand
			if err := errors.Join(json.Unmarshal([]byte(payload), &e), r.Carry(ctx, e)); err != nil {
				t.Error(err)
			}
		}
		r.sure()
		left, err := db.Value[int](ctx, r.DB, "SELECT COUNT(*) FROM tags g JOIN themes h ON h.id = g.theme_id WHERE g.state = 'accepted' AND h.merged_into IS NOT NULL")
		if err != nil || left != 0 {
			t.Errorf("%d tags stayed behind on merged themes, %v", left, err)
		}
	})
}

// What editors promised and pinned goes with a merged theme, through a second merge too, and comes back merge by merge.
func TestPromisesAndPinsGoAlongAndComeBack(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		a, b, c := r.theme("Buses"), r.theme("Transport"), r.theme("Getting about")
		said, also := r.say("The bus is late", discussion.Published), r.say("The bus is never late", discussion.Published)
		r.write(func(tx *db.Tx) error {
			for i, theme := range []themes.Theme{a, b, c} {
				if _, err := tx.Insert("INSERT INTO commitments (theme_id, action, owner, review_on, state, made_by, made_at, changed_by, changed_at) VALUES (?, ?, 'Council', '2027-01-01', 'planned', ?, 0, ?, 0)",
					theme.ID, fmt.Sprint("Promise ", i), r.editor.ID, r.editor.ID); err != nil {
					return err
				}
			}
			for _, pin := range [][2]int64{{a.ID, said}, {a.ID, also}, {b.ID, also}} {
				if _, err := tx.Insert("INSERT INTO issue_pins (theme_id, contribution_id, revision, words_start, words_end, kind, reason, put_by, put_at) VALUES (?, ?, 1, 0, 3, 'quote', 'R', ?, 0)",
					pin[0], pin[1], r.editor.ID); err != nil {
					return err
				}
			}
			return nil
		})
		check := func(when, want string) {
			t.Helper()
			list, err := db.Values[string](ctx, r.DB, `SELECT what || ' ' || slug FROM (SELECT k.action AS what, h.slug AS slug, 1 AS part, k.id AS id FROM commitments k JOIN themes h ON h.id = k.theme_id
				UNION ALL SELECT 'pin', h.slug, 2, k.id FROM issue_pins k JOIN themes h ON h.id = k.theme_id) x ORDER BY part, id`)
			if got := strings.Join(list, ", "); err != nil || got != want {
				t.Errorf("%s: %q, %v; want %q", when, got, err, want)
			}
		}
		before := "Promise 0 buses, Promise 1 transport, Promise 2 getting-about, pin buses, pin buses, pin transport"
		check("at first", before)
		if err := r.merge(a, b, ""); err != nil {
			t.Fatal(err)
		}
		merged := "Promise 0 transport, Promise 1 transport, Promise 2 getting-about, pin transport, pin buses, pin transport"
		check("a into b", merged)
		if err := r.merge(r.find(b), c, ""); err != nil {
			t.Fatal(err)
		}
		check("b into c", "Promise 0 getting-about, Promise 1 getting-about, Promise 2 getting-about, pin getting-about, pin buses, pin getting-about")
		for _, undo := range []struct {
			theme themes.Theme
			want  string
		}{{b, merged}, {a, before}} {
			theme := r.find(undo.theme)
			if err := r.Unmerge(ctx, r.editor, db.NewKey(r.editor.ID), theme.ID, theme.Revision, "They differ"); err != nil {
				t.Fatal(err)
			}
			check("undone "+theme.Slug, undo.want)
		}
	})
}
