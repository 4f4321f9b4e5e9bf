package coding_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"folkmoot/models/coding"
	"folkmoot/models/coding/agreement"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/say"
	"folkmoot/models/themes"
)

// begin draws a sample for the editor and the moderator.
func (r room) begin(n coding.NewDouble) coding.Double {
	r.t.Helper()
	if n.Title == "" {
		n.Title = "November"
	}
	if n.Coders == nil {
		n.Coders = []int64{r.editor.ID, r.other.ID}
	}
	id, err := r.Begin(ctx, r.editor, db.NewKey(r.editor.ID), n)
	r.must(err)
	return r.double(id)
}

func (r room) double(id int64) coding.Double {
	r.t.Helper()
	d, err := r.Double(ctx, r.editor, id)
	r.must(err)
	return d
}

func (r room) mark(a people.Actor, d coding.Double, id int64, chosen ...themes.Theme) {
	r.t.Helper()
	r.now.Advance(1)
	r.must(r.Mark(ctx, a, db.NewKey(a.ID), d, id, 1, themeIDs(chosen)))
}

// sample gives the contributions of a sample in their order.
func (r room) sample(d coding.Double) []int64 {
	r.t.Helper()
	list, err := db.Values[int64](ctx, r.DB, "SELECT contribution_id FROM double_items WHERE coding_id = ? ORDER BY position", d.ID)
	r.must(err)
	return list
}

func TestSamples(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		var open []int64
		for i := range 40 {
			open = append(open, r.say(fmt.Sprintf("Something %d", i)))
		}
		secret, hidden := r.sayIn(r.private, "Among us"), r.say("Gone")
		r.state(hidden, discussion.Hidden)
		one, same, other := r.begin(coding.NewDouble{Percent: 25, Seed: 7}), r.begin(coding.NewDouble{Percent: 25, Seed: 7}), r.begin(coding.NewDouble{Percent: 25, Seed: 8})
		if got := r.sample(one); len(got) != 11 || slices.Contains(got, hidden) || !slices.Equal(got, r.sample(same)) || slices.Equal(got, r.sample(other)) {
			t.Errorf("samples: %v, %v, %v", got, r.sample(same), r.sample(other))
		}
		if got := r.sample(r.begin(coding.NewDouble{Number: 400, Group: r.openGroup})); !slices.Equal(sorted(got), open) {
			t.Errorf("of the open group: %v", got)
		}
		if got := r.sample(r.begin(coding.NewDouble{Number: 400})); !slices.Contains(got, secret) {
			t.Errorf("staff see private groups; the sample is %v", got)
		}
		for name, n := range map[string]coding.NewDouble{
			"title":  {Number: 5, Coders: []int64{r.editor.ID, r.other.ID}},
			"number": {Title: "A", Coders: []int64{r.editor.ID, r.other.ID}},
			"coders": {Title: "A", Number: 5, Coders: []int64{r.editor.ID, r.member.ID}},
		} {
			var wrong db.Invalid
			if _, err := r.Begin(ctx, r.editor, db.NewKey(r.editor.ID), n); !errors.As(err, &wrong) || wrong[name] == "" {
				t.Errorf("%s: %v", name, err)
			}
		}
		var no db.Forbidden
		if _, err := r.Begin(ctx, r.member, db.NewKey(r.member.ID), coding.NewDouble{Title: "A", Number: 5, Coders: []int64{r.editor.ID, r.other.ID}}); !errors.As(err, &no) {
			t.Errorf("a member may begin one: %v", err)
		}
	})
}

func TestCodersAreTold(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		for i := range 5 {
			r.say(fmt.Sprintf("Something secret %d", i))
		}
		third := r.person("Ada", people.Administrator)
		n := coding.NewDouble{Title: "Of Mina", Number: 3, Coders: []int64{r.editor.ID, r.other.ID, third.ID}}
		key := db.NewKey(r.editor.ID)
		var id int64
		for range 2 { // sent twice, they are told once
			var err error
			id, err = r.Begin(ctx, r.editor, key, n)
			r.must(err)
		}
		told, err := db.All(ctx, r.DB, func(row db.Row) (text string, err error) {
			var person int64
			var kind, link string
			var words say.Text
			err = row.Scan(&person, &kind, &words, &link)
			return fmt.Sprintf("%d %s %s %s", person, kind, link, words), err
		}, "SELECT person_id, kind, words, link FROM notices ORDER BY person_id")
		r.must(err)
		if len(told) != 2 {
			t.Fatalf("told: %q", told)
		}
		for i, who := range []people.Actor{r.other, third} {
			if want := fmt.Sprintf("%d asked /coding/double/%d/code ", who.ID, id); !strings.HasPrefix(told[i], want) || !strings.Contains(told[i], "3 comments") {
				t.Errorf("told %q, want %q", told[i], want)
			}
			for _, never := range []string{"Mina", "Ed", "secret"} {
				if strings.Contains(told[i], never) {
					t.Errorf("a notice holds %q: %q", never, told[i])
				}
			}
			if n := r.count("SELECT unread_notices FROM people WHERE id = ?", who.ID); n != 1 {
				t.Errorf("%s has %d unread", who.Name, n)
			}
		}
		if n := r.count("SELECT COUNT(*) FROM jobs WHERE kind = 'notice'"); n != 2 {
			t.Errorf("%d mails", n)
		}
		_, err = r.Begin(ctx, r.editor, db.NewKey(r.editor.ID), coding.NewDouble{Title: "A", Number: 3, Coders: []int64{r.other.ID, r.member.ID}})
		if err == nil || r.count("SELECT COUNT(*) FROM notices") != 2 {
			t.Errorf("what was refused tells people: %v", err)
		}
	})
}

func TestCodingBlind(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		for i := range 4 {
			r.say(fmt.Sprintf("Something %d", i))
		}
		d := r.begin(coding.NewDouble{Number: 4, Seed: 3})
		sample := r.sample(d)
		turn := func(a people.Actor, after int) int64 {
			t.Helper()
			b, err := r.Turn(ctx, a, d, after)
			if errors.Is(err, db.ErrNotFound) {
				return 0
			}
			r.must(err)
			return b.ID
		}
		if got := []int64{turn(r.editor, 0), turn(r.editor, 1), turn(r.editor, 4)}; !slices.Equal(got, []int64{sample[0], sample[1], sample[0]}) {
			t.Errorf("in turn came %v of %v", got, sample)
		}
		r.mark(r.editor, d, sample[0], r.bus)
		if got := turn(r.editor, 0); got != sample[1] {
			t.Errorf("after the first came %d", got)
		}
		if got := turn(r.other, 0); got != sample[0] {
			t.Errorf("the other coder begins with %d", got)
		}
		var no db.Forbidden
		if _, err := r.Compare(ctx, r.editor, d.ID); !errors.As(err, &no) {
			t.Errorf("what coders gave is seen while they code: %v", err)
		}
		third := r.person("Third", people.Administrator)
		for name, err := range map[string]error{
			"to read":  func() error { _, err := r.Turn(ctx, third, d, 0); return err }(),
			"to mark":  r.Mark(ctx, third, db.NewKey(third.ID), d, sample[0], 1, nil),
			"to end":   r.End(ctx, r.other, db.NewKey(r.other.ID), d),
			"a member": func() error { _, err := r.Double(ctx, r.member, d.ID); return err }(),
		} {
			if !errors.As(err, &no) {
				t.Errorf("%s: %v", name, err)
			}
		}
		// One that a moderator hides leaves the sample at once, and what was given it does not count.
		r.mark(r.other, d, sample[0], r.food)
		r.state(sample[0], discussion.Hidden)
		if d = r.double(d.ID); d.Items != 3 || d.Coders[0].Done != 0 || d.Coders[1].Done != 0 {
			t.Errorf("one hidden: %+v", d)
		}
		if got := turn(r.other, 0); got != sample[1] {
			t.Errorf("one hidden, there came %d", got)
		}
		if err := r.Mark(ctx, r.other, db.NewKey(r.other.ID), d, sample[0], 1, nil); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("the hidden one was marked: %v", err)
		}
		// Taken back and given again; what is given twice counts once.
		r.mark(r.editor, d, sample[1], r.bus)
		r.must(r.TakeBack(ctx, r.editor, db.NewKey(r.editor.ID), d, sample[1]))
		if got := turn(r.editor, 0); got != sample[1] {
			t.Errorf("taken back, there came %d", got)
		}
		for _, id := range sample[1:] {
			r.mark(r.editor, d, id, r.bus)
			r.mark(r.editor, d, id, r.food)
			if d = r.double(d.ID); d.State != coding.Open {
				t.Fatalf("it ended early")
			}
		}
		for _, id := range sample[1:] {
			r.mark(r.other, d, id)
		}
		if d = r.double(d.ID); d.State != coding.Compared {
			t.Errorf("both are done and it is %s", d.State)
		}
		var wrong db.Invalid
		if err := r.Mark(ctx, r.other, db.NewKey(r.other.ID), d, sample[1], 1, nil); !errors.As(err, &wrong) {
			t.Errorf("marked after the end: %v", err)
		}
		c, err := r.Compare(ctx, r.editor, d.ID)
		if r.must(err); c.Read != 3 || len(c.Items) != 3 || c.Same != (agreement.Share{Of: 0, All: 3}) {
			t.Errorf("%+v", c)
		}
	})
}

func TestComparing(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		for i := range 10 {
			r.say(fmt.Sprintf("Something %d", i))
		}
		d := r.begin(coding.NewDouble{Number: 10, Seed: 5})
		sample := r.sample(d)
		// Of nine that both read: buses on 4 by both, 1 by the editor, 1 by the other, 3 by neither.
		for i, id := range sample {
			switch {
			case i < 4:
				r.mark(r.editor, d, id, r.bus)
				r.mark(r.other, d, id, r.bus)
			case i == 4:
				r.mark(r.editor, d, id, r.bus)
				r.mark(r.other, d, id, r.food)
			case i == 5:
				r.mark(r.editor, d, id)
				r.mark(r.other, d, id, r.bus)
			case i < 9:
				r.mark(r.editor, d, id)
				r.mark(r.other, d, id)
			default:
				r.mark(r.editor, d, id, r.power)
			}
		}
		r.must(r.End(ctx, r.editor, db.NewKey(r.editor.ID), d))
		c, err := r.Compare(ctx, r.other, d.ID)
		r.must(err)
		if c.Read != 9 || c.Same != (agreement.Share{Of: 7, All: 9}) {
			t.Errorf("read %d, the same %v", c.Read, c.Same)
		}
		var names []string
		for _, theme := range c.Themes {
			names = append(names, theme.Theme.Name)
		}
		if !slices.Equal(names, []string{"Food", "Buses"}) { // power was given where only one has read
			t.Fatalf("themes %v", names)
		}
		bus := c.Themes[1]
		if bus.Table != (agreement.Table{Both: 4, First: 1, Second: 1, Neither: 3}) || !slices.Equal(bus.Given, []int{5, 5}) {
			t.Errorf("buses: %+v", bus)
		}
		// po = 7/9, pe = (25+16)/81: kappa = (63-41)/(81-41).
		if math.Abs(bus.Kappa.Value-22.0/40) > 1e-9 {
			t.Errorf("kappa of buses is %v", bus.Kappa.Value)
		}
		var apart []int64
		for _, item := range c.Items {
			if item.Apart() {
				apart = append(apart, item.Contribution)
			}
		}
		if !slices.Equal(apart, sample[4:6]) {
			t.Errorf("they disagree about %v, want %v", apart, sample[4:6])
		}
		r.resolveAndClose(t, d, sample)
	})
}

// resolveAndClose ends what TestComparing began.
func (r room) resolveAndClose(t *testing.T, d coding.Double, sample []int64) {
	t.Helper()
	r.tag(sample[4], r.power)
	resolution := coding.Resolution{Contribution: sample[4], Revision: 1, Themes: []int64{r.bus.ID}, Had: []int64{r.power.ID}}
	var wrong db.Invalid
	if err := r.Resolve(ctx, r.other, db.NewKey(r.other.ID), d, resolution); !errors.As(err, &wrong) || wrong["note"] == "" {
		t.Errorf("without a note: %v", err)
	}
	resolution.Note = "It is about the bus alone"
	r.must(r.Resolve(ctx, r.other, db.NewKey(r.other.ID), d, resolution))
	if got := r.on(sample[4]); !slices.Equal(got, []string{"Buses"}) {
		t.Errorf("resolved, it has %v", got)
	}
	var no db.Forbidden
	if err := r.CloseDouble(ctx, r.other, db.NewKey(r.other.ID), d); !errors.As(err, &no) {
		t.Errorf("a moderator who did not begin it closed it: %v", err)
	}
	key := db.NewKey(r.editor.ID)
	for range 2 {
		r.must(r.CloseDouble(ctx, r.editor, key, d))
	}
	for i, want := range []string{"Buses", "Buses", "Buses", "Buses", "Buses", "", "", "", "", ""} {
		if got := strings.Join(r.on(sample[i]), ", "); got != want {
			t.Errorf("closed, number %d has %q, want %q", i+1, got, want)
		}
	}
	if err := r.Resolve(ctx, r.editor, db.NewKey(r.editor.ID), d, coding.Resolution{Contribution: sample[5], Revision: 1, Note: "late"}); !errors.As(err, &wrong) {
		t.Errorf("resolved after it was closed: %v", err)
	}
	acts, err := db.Values[string](ctx, r.DB, "SELECT act FROM register WHERE act LIKE 'double-coding.%' ORDER BY id")
	if r.must(err); !slices.Equal(acts, []string{"double-coding.begin", "double-coding.compare", "double-coding.resolve", "double-coding.close"}) {
		t.Errorf("the register says %v", acts)
	}
}
