package guide_test

import (
	"errors"
	"strings"
	"testing"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

const kinds = bus + ` It has a note.[^1]

## A heading

- Who would you ring?
- What are you **known** for?

> Go where they are.

| Who | Where |
|-----|-------|
| Ann | Here  |

` + "```\nkey = 3\n```" + `

` + hall + `

[^1]: From the timetable.`

// propose suggests words for a paragraph of the newest version.
func (r room) propose(a people.Actor, paragraph int, words string) (int64, error) {
	return r.Suggest(ctx, a, key(a), guide.NewSuggestion{Proposed: words, NewComment: guide.NewComment{
		Chapter: r.now().ID, Version: r.now().Version, Paragraph: paragraph, Body: "Because it is so.",
	}})
}

func (r room) suggest(paragraph int, words string) int64 {
	r.t.Helper()
	id, err := r.propose(r.reader, paragraph, words)
	r.must(err)
	return id
}

// block finds a paragraph of the newest version.
func (r room) block(number int) guide.Block {
	r.t.Helper()
	reading, err := r.Read(ctx, r.now(), 0)
	r.must(err)
	for _, b := range reading.Blocks {
		if b.Number == number {
			return b
		}
	}
	r.t.Fatalf("no paragraph %d", number)
	return guide.Block{}
}

func TestSuggestingWordsForEveryKind(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		r.publish(kinds)
		r.open()
		for _, one := range []struct {
			paragraph            int
			kind                 prose.BlockKind
			editable, to, source string
		}{
			{1, prose.Paragraph, bus + " It has a note.[^1]", bus2 + " It has a note.[^1]", bus2 + " It has a note.[^1]"},
			{2, prose.Item, "Who would you ring?", "Whom would you ring?", "- Whom would you ring?"},
			{3, prose.Item, "What are you **known** for?", "What are you known for?", "- What are you known for?"},
			{4, prose.Quote, "Go where they are.", "Go where\nthey are already.", "> Go where\nthey are already."},
			{5, prose.Table, "| Who | Where |\n|-----|-------|\n| Ann | Here  |", "| Who | Where |\n|-----|-------|\n| Bob | There |", "| Who | Where |\n|-----|-------|\n| Bob | There |"},
			{6, prose.Code, "```\nkey = 3\n```", "```\nkey = 4\n```", "```\nkey = 4\n```"},
			{8, prose.Note, "From the timetable.", "From the new timetable.", "[^1]: From the new timetable."},
		} {
			b := r.block(one.paragraph)
			if b.Kind != one.kind || b.Editable() != one.editable {
				t.Errorf("%d is %s %q", one.paragraph, b.Kind, b.Editable())
				continue
			}
			id := r.suggest(one.paragraph, one.to)
			got, said, err := r.Suggestion(ctx, people.Visitor, id)
			if err != nil || got.Source != one.source || got.Old.ID != b.ID || len(got.Changes) == 0 || got.HTML == "" || said.Fate != "" && said.Fate != discussion.Pending {
				t.Errorf("%s: %+v %v", one.kind, got, err)
			}
			if got.Marks != (one.paragraph == 3) {
				t.Errorf("%s: marks %v", one.kind, got.Marks)
			}
			taken, err := r.Take(ctx, r.editor, key(r.editor), id)
			if err != nil || taken.Beside {
				t.Errorf("%s was not taken in: %+v %v", one.kind, taken, err)
			}
			if body := r.draft().Body; !strings.Contains(body, one.source) {
				t.Errorf("%s is not in the draft:\n%s", one.kind, body)
			}
		}
		prepared, err := guide.Prepare(ctx, r.draft().Body)
		r.must(err)
		if prepared.Paragraphs != 8 {
			t.Errorf("the draft has %d paragraphs now:\n%s", prepared.Paragraphs, prepared.Body)
		}
	})
}

func TestWordsThatCannotBeSuggested(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		r.publish(kinds)
		r.open()
		for name, one := range map[string]struct {
			paragraph int
			words     string
			says      string
		}{
			"nothing":                {1, " \n ", "Write the words"},
			"the same":               {1, bus + "\nIt has a   note.[^1]", "stand there now"},
			"the same item":          {2, "Who would you ring?", "stand there now"},
			"two paragraphs":         {1, bus2 + "[^1]\n\nAnd more.", "must stay one paragraph"},
			"a heading":              {1, "# " + bus2 + "[^1]", "must stay one paragraph"},
			"an underlined heading":  {1, bus2 + "[^1]\n===", "must stay one paragraph"},
			"a list":                 {1, "- " + bus2 + "[^1]", "must stay one paragraph"},
			"a rule":                 {1, bus2 + "[^1]\n\n---", "must stay one paragraph"},
			"code without an end":    {1, "```\n" + bus2 + "[^1]", ""},
			"another footnote":       {7, hall + "\n\n[^1]: From somebody else.", ""},
			"two items":              {2, "One\n- Two", "one point of the list"},
			"a paragraph after":      {2, "One\n\nTwo", "one point of the list"},
			"a table without a head": {5, "| Bob |", "one table"},
			"a comment":              {7, "<!-- -->", ""},
			"too long":               {7, strings.Repeat("word ", 5000), "too long"},
			"a broken letter":        {7, "a\xffb", "came through broken"},
		} {
			_, err := r.propose(r.reader, one.paragraph, one.words)
			var invalid db.Invalid
			if name == "a comment" {
				if err != nil {
					t.Errorf("%s is shown as it was typed, and refused: %v", name, err)
				}
				continue
			}
			if !errors.As(err, &invalid) || !strings.Contains(invalid["proposed"].String(), one.says) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, paragraph := range []int{0, -1, 9} {
			if _, err := r.propose(r.reader, paragraph, "Words"); !errors.Is(err, db.ErrNotFound) {
				t.Errorf("paragraph %d: %v", paragraph, err)
			}
		}
		_, err := r.Suggest(ctx, r.reader, key(r.reader), guide.NewSuggestion{NewComment: guide.NewComment{Chapter: r.now().ID, Version: 1, Paragraph: 1}})
		var invalid db.Invalid
		if !errors.As(err, &invalid) || invalid["body"] == "" || invalid["proposed"] == "" {
			t.Errorf("everything that is wrong is told at once: %v", err)
		}
	})
}

func TestTheSameWordsSuggestedTwice(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		r.publish(bus + "\n\n" + hall)
		r.open()
		first := r.suggest(1, bus2)
		other := r.person("Otto", people.Member)
		var same guide.SuggestedAlready
		if _, err := r.propose(other, 1, bus2); !errors.As(err, &same) || same.Contribution != first {
			t.Errorf("%v", err)
		}
		if _, err := r.propose(other, 2, bus2); err != nil {
			t.Errorf("for another paragraph: %v", err)
		}
		r.must(r.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := discussion.SetState(tx, first, discussion.Hidden, "unkind", discussion.Published)
			return err
		}))
		if _, err := r.propose(other, 1, bus2); err != nil {
			t.Errorf("what was hidden is told of: %v", err)
		}
		if _, _, err := r.Suggestion(ctx, people.Visitor, first); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("a hidden suggestion is read: %v", err)
		}
		if _, err := r.Take(ctx, r.editor, key(r.editor), first); err == nil {
			t.Error("a hidden suggestion was put in the draft")
		}
	})
}

func TestSuggestionsFollowTheRulesOfComments(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		r.publish(bus + "\n\n" + hall)
		if _, err := r.propose(r.reader, 1, bus2); !errors.As(err, &db.Forbidden{}) {
			t.Errorf("before the chapter is open: %v", err)
		}
		r.open()
		for name, a := range map[string]people.Actor{"a visitor": people.Visitor, "somebody suspended": {ID: r.reader.ID, Role: people.Member, State: people.Suspended}} {
			if _, err := r.propose(a, 1, bus2); !errors.As(err, &db.Forbidden{}) {
				t.Errorf("%s: %v", name, err)
			}
		}
		k := key(r.reader)
		n := guide.NewSuggestion{Proposed: bus2, NewComment: guide.NewComment{Chapter: r.now().ID, Version: 1, Paragraph: 1, Body: "So."}}
		id, err := r.Suggest(ctx, r.reader, k, n)
		r.must(err)
		if again, err := r.Suggest(ctx, r.reader, k, n); err != nil || again != id {
			t.Errorf("sent twice: %d %v", again, err)
		}
		if c := r.now(); c.Comments != 1 || c.Pending != 1 {
			t.Errorf("%d comments, %d pending", c.Comments, c.Pending)
		}
		for name, a := range map[string]people.Actor{"a reader": r.reader, "a visitor": people.Visitor} {
			if _, err := r.Take(ctx, a, key(a), id); !errors.As(err, &db.Forbidden{}) {
				t.Errorf("%s put it in the draft: %v", name, err)
			}
		}
		comment := r.say(1, 1, "A comment that proposes nothing.")
		if _, err := r.Take(ctx, r.editor, key(r.editor), comment); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("a comment was put in the draft: %v", err)
		}
	})
}

func TestChangingASuggestion(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		r.publish(bus + "\n\n" + hall)
		r.open()
		id := r.suggest(1, bus2)
		edit := discussion.Edit{Body: "Because it is so.", Revision: 1}
		if err := r.EditSuggestion(ctx, r.reader, key(r.reader), id, edit, bus); !errors.As(err, &db.Invalid{}) {
			t.Errorf("back to what stands there: %v", err)
		}
		now.Advance(discussion.Grace)
		r.must(r.EditSuggestion(ctx, r.reader, key(r.reader), id, edit, pool))
		got, said, err := r.Suggestion(ctx, people.Visitor, id)
		if err != nil || got.Source != pool || said.Revision != 2 {
			t.Fatalf("%+v %v", got, err)
		}
		list, _, err := r.Talk.History(ctx, people.Visitor, said, 0)
		if err != nil || len(list) != 2 || list[0].Proposed != pool || list[1].Proposed != bus2 || list[0].Proposes == nil {
			t.Errorf("history: %+v %v", list, err)
		}
		if err := r.EditSuggestion(ctx, r.editor, key(r.editor), id, discussion.Edit{Body: "Mine.", Revision: 2}, talk); err == nil {
			t.Error("somebody else changed it")
		}
		edit.Revision, edit.Body = 2, "Another reason."
		r.must(r.EditSuggestion(ctx, r.reader, key(r.reader), id, edit, pool))
		if _, said, _ := r.Suggestion(ctx, people.Visitor, id); said.Body != "Another reason." || said.Revision != 3 {
			t.Errorf("the reason alone: %+v", said)
		}
	})
}

func TestTakingASuggestionIn(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		r.publish(bus + "\n\n" + hall + "\n\n" + pool)
		r.open()
		id := r.suggest(1, bus2)
		block := r.block(1).ID
		ledger := func() string {
			t.Helper()
			rows, err := db.Values[string](ctx, r.DB, "SELECT target || ' ' || extent FROM draft_ledger WHERE kind = 'contribution' ORDER BY id")
			r.must(err)
			return strings.Join(rows, ", ")
		}
		k := key(r.editor)
		for range 2 {
			if taken, err := r.Take(ctx, r.editor, k, id); err != nil || taken != (guide.Taken{Revision: 2}) {
				t.Fatalf("%+v %v", taken, err)
			}
		}
		if d := r.draft(); d.Body != bus2+"\n\n"+hall+"\n\n"+pool || d.Automatic {
			t.Errorf("the draft: %+v", d)
		}
		if want := "b" + number(block) + " whole"; ledger() != want {
			t.Errorf("for the ledger: %q, want %q", ledger(), want)
		}
		if g, _, _ := r.Suggestion(ctx, r.editor, id); g.InDraft != guide.InWhole {
			t.Errorf("in the draft: %q", g.InDraft)
		}

		// Other words of the paragraph changed in the draft: both changes go together.
		second := r.suggest(2, strings.Replace(hall, "a ramp", "a lift", 1))
		d := r.desk(r.editor)
		d.text = strings.Replace(d.text, "three people", "two people", 1)
		d.saves(false, guide.Stored, 3)
		if taken, err := r.Take(ctx, r.editor, key(r.editor), second); err != nil || taken.Beside {
			t.Fatalf("%+v %v", taken, err)
		}
		if body := r.draft().Body; !strings.Contains(body, "a lift and a key that two people") {
			t.Errorf("together:\n%s", body)
		}

		// The same words: an editor has to look.
		third := r.suggest(2, strings.Replace(hall, "three people", "five people", 1))
		before := r.draft()
		if taken, err := r.Take(ctx, r.editor, key(r.editor), third); err != nil || !taken.Beside {
			t.Errorf("%+v %v", taken, err)
		}
		d = r.desk(r.editor)
		d.text = strings.Replace(d.text, pool, "Gone.", 1)
		d.saves(false, guide.Stored, before.Revision+1)
		fourth := r.suggest(3, pool+" Nobody mended it.")
		if taken, err := r.Take(ctx, r.editor, key(r.editor), fourth); err != nil || !taken.Beside {
			t.Errorf("a paragraph that is gone: %+v %v", taken, err)
		}
		part := guide.Saving{Chapter: r.now().ID, Body: r.draft().Body + " Nobody mended it.", From: r.draft().Revision, Took: fourth, Extent: guide.InPart}
		if saved, err := r.Save(ctx, r.editor, key(r.editor), part); err != nil || saved.Outcome != guide.Stored {
			t.Fatalf("%+v %v", saved, err)
		}
		if g, _, _ := r.Suggestion(ctx, r.editor, fourth); g.InDraft != guide.InPart {
			t.Errorf("in part: %q", g.InDraft)
		}
		part.From, part.Extent = r.draft().Revision, ""
		_, err := r.Save(ctx, r.editor, key(r.editor), part)
		r.must(err)
		if g, _, _ := r.Suggestion(ctx, r.editor, fourth); g.InDraft != "" {
			t.Errorf("taken back: %q", g.InDraft)
		}
		part.Took = 9999
		if _, err := r.Save(ctx, r.editor, key(r.editor), part); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("a suggestion that is not there: %v", err)
		}
	})
}

// A suggestion on an older version says so, and is carried to where its paragraph is now.
func TestASuggestionIsCarriedAlong(t *testing.T) {
	each(t, func(t *testing.T, r room, now *clock.Fixed) {
		r.publish(bus + "\n\n" + hall)
		r.open()
		id := r.suggest(1, bus2)
		r.publish(talk + "\n\n" + bus + "\n\n" + hall)
		if where, err := r.Where(ctx, people.Visitor, id); err != nil || where.Paragraph != 2 {
			t.Errorf("%+v %v", where, err)
		}
		reading, err := r.Read(ctx, r.now(), 0)
		r.must(err)
		panel, err := r.Panel(ctx, people.Visitor, r.now(), reading, guide.Part{Paragraph: 2}, "")
		if err != nil || len(panel.Comments) != 1 || panel.Comments[0].Suggestion == nil || panel.Comments[0].Suggestion.Version != 1 {
			t.Fatalf("%+v %v", panel.Comments, err)
		}
		if taken, err := r.Take(ctx, r.editor, key(r.editor), id); err != nil || taken.Beside {
			t.Errorf("%+v %v", taken, err)
		}
		if body := r.draft().Body; body != talk+"\n\n"+bus2+"\n\n"+hall {
			t.Errorf("taken in after it moved:\n%s", body)
		}
	})
}
