package handlers

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

// coded is a stage with a codebook and things said: buses (three of what is said) and travel (one of them) at the top,
// fares below buses.
func coded(t testing.TB) (s *stage, said []int64) {
	s = newStage(t)
	ctx := context.Background()
	editor := cast["editor"]
	must := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	group, err := s.Groups.Create(ctx, editor, asEditor(), groups.Draft{Name: "Getting about", Summary: "All of us", Access: groups.Open})
	must(err)
	g, err := s.Groups.BySlug(ctx, editor, group)
	must(err)
	talk := discussion.NewStore(s.DB, discussion.HoldNone)
	t.Cleanup(talk.Close)
	thread, err := talk.Start(ctx, editor, asEditor(), discussion.Start{GroupID: g.ID, Title: "Buses", Body: "When do they come?"})
	must(err)
	member := people.Actor{ID: 1, Name: "Mina Member", Role: people.Member, State: people.Active, Who: people.Resident}
	for _, words := range []string{"The *bus* is late & the bus is cold", "No tram at all", "A bus and a tram"} {
		id, err := talk.Post(ctx, member, db.NewKey(member.ID), discussion.Answer{ThreadID: thread, Body: words})
		must(err)
		said = append(said, id)
	}
	var ids []int64
	for _, d := range []themes.Draft{{Name: "Buses", Definition: "What is said of buses"}, {Name: "Travel"}, {Name: "Fares"}} {
		if d.Name == "Fares" {
			d.ParentID = ids[0]
		}
		theme, err := s.Themes.Create(ctx, editor, asEditor(), d)
		must(err)
		ids = append(ids, theme.ID)
	}
	must(s.DB.Write(ctx, func(tx *db.Tx) error {
		for _, id := range said {
			if err := themes.Tag(tx, id, ids[0], themes.ByPerson, editor.ID); err != nil {
				return err
			}
		}
		return themes.Tag(tx, said[2], ids[1], themes.ByPerson, editor.ID)
	}))
	return s, said
}

func filled(pairs ...string) url.Values {
	form := url.Values{"key": {db.NewToken()}}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return form
}

func TestMergingAThemeThroughItsPages(t *testing.T) {
	s, _ := coded(t)
	s.play(t, []scenario{
		{name: "a visitor", url: "/themes/buses/merge", status: 303},
		{name: "a member", who: "member", url: "/themes/buses/merge", status: 403},
		{name: "a member sends it", who: "member", url: "/themes/buses/merge", form: filled("into", "travel", "reason", "x", "revision", "1"), status: 403},
		{name: "a suspended moderator", who: "suspended", url: "/themes/buses/merge", status: 303},
		{name: "which one", who: "moderator", url: "/themes/buses/merge", status: 200, has: []string{"It goes into", `value="travel"`}, hasNot: []string{"What would happen", `value="buses"`}},
		{name: "no such theme", who: "editor", url: "/themes/none/merge", status: 404},
		{name: "into nothing", who: "editor", url: "/themes/buses/merge?into=none", status: 200, has: []string{"Choose one of these themes"}},
		{name: "what would happen", who: "editor", url: "/themes/buses/merge?into=travel", status: 200, has: []string{
			"3 comments have the theme that goes. 1 of them has both.", "What happens to the theme below it?", "They become parts of “Travel”", "They go to the top of the list",
		}},
		{name: "without a reason", who: "editor", url: "/themes/buses/merge", form: filled("into", "travel", "revision", "1", "below", "up"), status: 422, has: []string{"Say why in a few words", "1 of them has both"}},
		{name: "without a place for those below", who: "editor", url: "/themes/buses/merge", form: filled("into", "travel", "revision", "1", "reason", "One & the same"), status: 422, has: []string{"Say what happens to the themes below it", "One &amp; the same"}},
		{name: "changed in between", who: "editor", url: "/themes/buses/merge", form: filled("into", "travel", "revision", "7", "below", "up", "reason", "x"), status: 409},
		{name: "done", who: "editor", url: "/themes/buses/merge", form: filled("into", "travel", "revision", "1", "below", "into", "reason", "One & the same"), status: 303, to: "/themes/buses"},
		{name: "its page leads on, for everybody", url: "/themes/buses", status: 200, has: []string{"Merged into “Travel” on", "because: One &amp; the same", `href="/themes/travel"`}, hasNot: []string{"by Ed Editor"}},
		{name: "editors read by whom", who: "editor", url: "/themes/buses", status: 200, has: []string{"by Ed Editor, because: One &amp; the same"}},
		{name: "the other", url: "/themes/travel", status: 200, has: []string{"3 comments have this theme", "Fares"}},
		{name: "its history", who: "editor", url: "/themes/travel", status: 200, has: []string{"“Buses” was merged into it on"}},
		{name: "the list", url: "/themes", status: 200, has: []string{"merged into “Travel”"}},
		{name: "no second time", who: "editor", url: "/themes/buses/merge?into=travel", status: 200, has: []string{"part of another already"}},
		{name: "undone", who: "editor", url: "/themes/buses/edit", status: 200, has: []string{"Its comments moved to “Travel”", "3 comments come back"}},
		{name: "brought back", who: "editor", url: "/themes/buses/state", form: filled("state", "current", "revision", "2", "back", "yes", "reason", "They differ"), status: 303},
		{name: "both again", url: "/themes/buses", status: 200, has: []string{"3 comments have this theme"}, hasNot: []string{"Merged into"}},
		{name: "and the other as before", url: "/themes/travel", status: 200, has: []string{"1 comment has this theme"}},
	})
}

func TestSplittingAThemeThroughItsPages(t *testing.T) {
	s, said := coded(t)
	id := number(said[2])
	s.play(t, []scenario{
		{name: "a member", who: "member", url: "/themes/buses/split", status: 403},
		{name: "a member's list", who: "member", url: "/themes/buses/move", status: 403},
		{name: "a member moves", who: "member", url: "/themes/buses/move", form: filled("to", "2", "contribution", id), status: 403},
		{name: "the form", who: "editor", url: "/themes/buses/split", status: 200, has: []string{"New theme 3"}},
		{name: "nothing", who: "editor", url: "/themes/buses/split", form: filled("revision", "1"), status: 422, has: []string{"Name at least one new theme", "Say why"}},
		{name: "a name that is there", who: "editor", url: "/themes/buses/split", form: filled("revision", "1", "reason", "x", "name-1", "Travel", "name-2", "Trams"), status: 422, has: []string{"There is a theme with this name already", `href="#name-1"`, "Trams"}},
		{name: "done", who: "editor", url: "/themes/buses/split", form: filled("revision", "1", "reason", "Two things", "name-0", "Trams", "definition-0", "Rails"), status: 303, to: "/themes/buses/move"},
		{name: "the list", who: "editor", url: "/themes/buses/move", status: 200, has: []string{"3 comments have this theme.", "Trams", "No tram at all"}},
		{name: "only with a word", who: "editor", url: "/themes/buses/move?word=TRAM", status: 200, has: []string{"No tram at all", "A bus and a tram", "Move all that hold “TRAM”"}, hasNot: []string{"is cold"}},
		{name: "nothing ticked", who: "editor", url: "/themes/buses/move", form: filled("to", "4", "which", "ticked"), status: 422, has: []string{"Tick the comments that you want to move", "is cold"}},
		{name: "to nothing", who: "editor", url: "/themes/buses/move", form: filled("to", "99", "which", "ticked", "contribution", id), status: 404},
		{name: "what is not there", who: "editor", url: "/themes/buses/move", form: filled("to", "4", "which", "ticked", "contribution", "999"), status: 404},
		{name: "one", who: "editor", url: "/themes/buses/move", form: filled("to", "4", "which", "ticked", "contribution", id), status: 303, to: "/themes/buses/move?moved=1&to=4"},
		{name: "told", who: "editor", url: "/themes/buses/move?moved=1&to=4", status: 200, has: []string{"1 comment was moved.", "2 comments have this theme."}, hasNot: []string{"A bus and a tram"}},
		{name: "all with a word", who: "editor", url: "/themes/buses/move", form: filled("to", "4", "which", "word", "word", "tram"), status: 303, to: "/themes/buses/move?moved=1&to=4&word=tram"},
		{name: "the new theme", url: "/themes/trams", status: 200, has: []string{"2 comments have this theme"}},
		{name: "all on the page", who: "editor", url: "/themes/buses/move", form: filled("to", "4", "which", "page", "listed", number(said[0])), status: 303},
		{name: "all gone", who: "editor", url: "/themes/buses/move", status: 200, has: []string{"Everything has moved.", "/themes/buses/edit#retire"}},
		{name: "stopped without a place for those below", who: "editor", url: "/themes/buses/state", form: filled("state", "retired", "revision", "2", "reason", "Split"), status: 422, has: []string{"Say what happens to the themes below it"}},
		{name: "stopped", who: "editor", url: "/themes/buses/state", form: filled("state", "retired", "revision", "2", "reason", "Split", "below", "along"), status: 303},
		{name: "and the one below it", url: "/themes/fares", status: 200, has: []string{"We no longer use this theme"}},
		{name: "who put it", who: "moderator", url: "/contributions/" + id + "/themes", status: 200, has: []string{"Put by Ed Editor", "in place of “Buses”", "Put right by Ed Editor"}},
	})
}

func TestTheCodebookIsReadAtEveryVersion(t *testing.T) {
	s, _ := coded(t)
	s.play(t, []scenario{
		{name: "changed", who: "editor", url: "/themes/buses", form: filled("name", "Buses and coaches", "definition", "Both", "revision", "1", "reason", "secret cause", "mark", "9"), status: 303},
		{name: "a sign that another has", who: "editor", url: "/themes/buses", form: filled("name", "Buses and coaches", "revision", "2", "mark", "2"), status: 422, has: []string{"Another theme has or had this sign"}},
		{name: "a sign that it had", who: "editor", url: "/themes/travel", form: filled("name", "Travel", "revision", "1", "mark", "1"), status: 422, has: []string{"Another theme has or had this sign"}},
		{name: "the list", url: "/themes/versions", status: 200, has: []string{"Version 4", "Version 1", "Changed on"}, hasNot: []string{"secret cause", "Ed Editor"}},
		{name: "for editors", who: "editor", url: "/themes/versions", status: 200, has: []string{"by Ed Editor, because: secret cause"}},
		{name: "as it is", url: "/themes/versions/4", status: 200, has: []string{"it was named “Buses”", "what belongs to it", "its sign", "<del>What is said of buses</del>", "<ins>Both</ins>"}, hasNot: []string{"This is how the themes were then", "secret cause"}},
		{name: "as it was", url: "/themes/versions/2", status: 200, has: []string{"This is how the themes were then", "What is said of buses"}, hasNot: []string{"coaches", "Fares"}},
		{name: "compared", url: "/themes/versions/4?from=1", status: 200, has: []string{"What is different from version 1", "Fares", "New"}},
		{name: "compared with the future", url: "/themes/versions/2?from=9", status: 200, has: []string{"What is different from version 1"}},
		{name: "no such version", url: "/themes/versions/5", status: 404},
		{name: "no version", url: "/themes/versions/x", status: 404},
		{name: "search", url: "/themes?q=coach", status: 200, has: []string{"Buses and coaches"}, hasNot: []string{">Travel<"}},
		{name: "search in vain", url: "/themes?q=<b>", status: 200, has: []string{"No theme has “&lt;b&gt;” in its name"}},
	})
}

func TestAThemeIsPutOnChosenWords(t *testing.T) {
	s, said := coded(t)
	at := "/contributions/" + number(said[0]) + "/themes"
	words := func(pairs ...string) url.Values {
		return filled(append([]string{"revision", "1", "theme", "2"}, pairs...)...)
	}
	s.play(t, []scenario{
		{name: "a member", who: "member", url: at + "/words", form: words("words", "late"), status: 403},
		{name: "a member takes off", who: "member", url: at + "/words/off", form: filled("words", "1"), status: 403},
		{name: "chosen by a script", who: "moderator", url: at + "?words=bus&words-before=The%20*&words-after=*%20is", status: 200, has: []string{`value="bus"`, `data-select="Put a theme on these words"`, "The *bus* is late &amp; the bus is cold"}},
		{name: "not there", who: "moderator", url: at + "/words", form: words("words", "tram"), status: 422, has: []string{"These words do not stand in what was said", `value="tram"`}},
		{name: "twice there", who: "moderator", url: at + "/words", form: words("words", "bus"), status: 422, has: []string{"These words stand there 2 times"}},
		{name: "which is clear", who: "moderator", url: at + "/words", form: words("words", "bus", "words-before", "The *"), status: 303, to: at},
		{name: "no theme", who: "moderator", url: at + "/words", form: filled("revision", "1", "words", "late"), status: 422, has: []string{"Choose a theme"}},
		{name: "edited since", who: "moderator", url: at + "/words", form: filled("revision", "3", "theme", "2", "words", "late"), status: 409},
		{name: "overlapping", who: "moderator", url: at + "/words", form: filled("revision", "1", "theme", "1", "words", "The *bus* is late", "next", "/themes/buses"), status: 303, to: at + "?next=%2Fthemes%2Fbuses"},
		{name: "shown", who: "moderator", url: at, status: 200, has: []string{
			"<q>bus</q>", "<q>The *bus* is late</q>", `<mark class="fm-rest k1"><mark class="fm-rest k2"><span data-n="2">bus</span></mark></mark>`, "Put by Mo Moderator", "on chosen words",
		}},
		{name: "hidden from visitors", url: at, status: 303},
		{name: "taken off", who: "moderator", url: at + "/words/off", form: filled("words", "1"), status: 303, to: at},
		{name: "gone", who: "moderator", url: at, status: 200, hasNot: []string{"<q>bus</q>"}},
		{name: "twice", who: "moderator", url: at + "/words/off", form: filled("words", "1"), status: 404},
		{name: "of nothing", who: "moderator", url: "/contributions/999/themes/words", form: words("words", "bus"), status: 404},
	})
}

func TestThemesAreBroughtInAsTheyWereShown(t *testing.T) {
	s, _ := coded(t)
	const file = "theme,parent,definition,examples\nTrams,Travel,Rails & all,\"'=1\"\nBuses,,Other words,\n"
	if got := s.upload(t, "member", "/themes/import", "t.csv", []byte(file)); got.status != 403 {
		t.Errorf("a member: %d", got.status)
	}
	shown := s.upload(t, "editor", "/themes/import", "t.csv", []byte(file))
	for _, want := range []string{"We have read t.csv", "1 theme is added", "is here already and stays", "1 theme is not in the file", `name="version" value="3"`} {
		if shown.status != 200 || !strings.Contains(shown.body, want) {
			t.Errorf("%d, no %q", shown.status, want)
		}
	}
	bad := s.upload(t, "editor", "/themes/import", "t.csv", []byte("theme,parent,definition,examples\nA,B,,\nB,A,,\nC,,\n"))
	for _, want := range []string{"2 problems", "Line 4: the row has 3 cells", "Line 2, “A”: the theme stands below itself"} {
		if bad.status != 200 || !strings.Contains(bad.body, want) || strings.Contains(bad.body, "Bring them in") {
			t.Errorf("%d, no %q, or it can be confirmed", bad.status, want)
		}
	}
	if got := s.upload(t, "editor", "/themes/import", "t.doc", []byte("\xff\xfe")); got.status != 422 || !strings.Contains(got.body, "save it as UTF-8") {
		t.Errorf("%d", got.status)
	}
	s.play(t, []scenario{
		{name: "a visitor", url: "/themes/import", status: 303},
		{name: "the page", who: "editor", url: "/themes/import", status: 200, has: []string{"Change themes that are here already"}},
		{name: "a member confirms", who: "member", url: "/themes/import/confirm", form: filled("content", file, "version", "3", "reason", "x"), status: 403},
		{name: "without a reason", who: "editor", url: "/themes/import/confirm", form: filled("content", file, "version", "3", "name", "t.csv"), status: 422, has: []string{"Say why", "1 theme is added"}},
		{name: "changed in between", who: "editor", url: "/themes/import/confirm", form: filled("content", file, "version", "2", "reason", "x"), status: 409, has: []string{"Somebody changed the themes", `name="version" value="3"`}},
		{name: "done", who: "editor", url: "/themes/import/confirm", form: filled("content", strings.ReplaceAll(file, "\n", "\r\n"), "version", "3", "reason", "From the council", "change", "yes"), status: 303, to: "/themes"},
		{name: "there", url: "/themes/trams", status: 200, has: []string{"Rails &amp; all", "=1"}},
		{name: "changed", url: "/themes/buses", status: 200, has: []string{"Other words"}},
		{name: "as a spreadsheet", url: "/themes/codebook.csv", status: 200, has: []string{"theme,parent,definition,examples,state,mark,merged_into,slug\nBuses,,Other words,,current,1,,buses\n", "Trams,Travel,Rails & all,'=1,current,4,,trams"}},
		{name: "for other programs", url: "/themes/codebook.qdc", status: 200, has: []string{`<Code guid="`, `name="Trams" isCodable="true" color="#33568f"`}},
	})
	whole := s.ask(t, scenario{url: "/themes/codebook.csv"}).body
	again := s.upload(t, "editor", "/themes/import", "codebook.csv", []byte(whole))
	if !strings.Contains(again.body, "0 themes are added") || strings.Contains(again.body, "Bring them in") {
		t.Error("what was written out would change something when it is brought in again")
	}
}
