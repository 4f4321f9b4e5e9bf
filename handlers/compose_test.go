package handlers

import (
	"net/url"
	"regexp"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
)

// What somebody quotes stands in the box with a link back, after what they had written, and never what others cannot read.
func TestQuoting(t *testing.T) {
	s := newStage(t)
	thread, ids := s.spoken(t, "The bus is late")
	answers := "/discussions/" + number(thread) + "/answers"
	reply := answers + "?to=" + number(ids[1])
	s.play(t, []scenario{
		{name: "a link to it", who: "editor", url: "/discussions/" + number(thread) + "-buses", status: 200, has: []string{reply + "&amp;quote=1"}},
		{name: "all of it", who: "editor", url: reply + "&quote=1", status: 200, has: []string{"&gt; The bus is late look here\n&gt;\n&gt; — [Mina Member](/contributions/" + number(ids[1]) + ")"}},
		{name: "words of it", url: reply + "&quote=1&words=bus+is", status: 200, has: []string{"&gt; bus is\n"}},
		{name: "words that are not there", url: reply + "&quote=1&words=I+lied", status: 200, has: []string{"&gt; The bus is late"}, hasNot: []string{"I lied"}},
		{name: "without being asked to", who: "editor", url: reply, status: 200, hasNot: []string{"&gt; The bus"}},
		{name: "what waits", who: "member", url: answers + "?to=" + number(ids[2]) + "&quote=1", status: 200, hasNot: []string{"&gt; The bus"}},
	})
	s.keeps(t, "editor", typingAt(reply, "I began so.", draftSaved{}))
	s.play(t, []scenario{{name: "after what they wrote", who: "editor", url: reply + "&quote=1", status: 200, has: []string{"I began so.\n\n&gt; The bus is late"}}})
	if err := s.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := discussion.SetState(tx, ids[1], discussion.Hidden, "unkind")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	s.play(t, []scenario{{name: "what is hidden", who: "editor", url: reply + "&quote=1", status: 200, hasNot: []string{"&gt; The bus"}}})
}

// Before something that looks private is posted, its writer is asked once.
func TestPrivateDetailsAreAskedAboutOnce(t *testing.T) {
	s := newStage(t)
	thread, _ := s.spoken(t, "The bus is late")
	answers := "/discussions/" + number(thread) + "/answers"
	with := func(words string, pairs ...string) url.Values {
		return typingAt(answers, words, draftSaved{}, pairs...)
	}
	words := "Mr Shah lives at 14 Acacia Road, DY1 1AA. Ring 07911 123456"
	first := s.ask(t, scenario{who: "editor", url: answers, form: with(words)})
	meant := regexp.MustCompile(`name="as-it-is" value="([^"]+)"`).FindStringSubmatch(first.body)
	if first.status != 422 || meant == nil {
		t.Fatalf("%d %.300s", first.status, first.body)
	}
	s.play(t, []scenario{
		{name: "marked", who: "editor", url: answers, form: with(words), status: 422, has: []string{"Is this private?", "a phone number", "<mark>07911 123456</mark>", "Post it as it is", "Ring 07911 123456</textarea>"}},
		{name: "a visitor too", url: answers, form: s.dated(with(words)), status: 422, has: []string{"Is this private?"}},
		{name: "changed", who: "editor", url: answers, form: with("Ring me"), status: 303},
		{name: "other details than those", who: "editor", url: answers, form: with("Ring 07911 654321", "as-it-is", meant[1]), status: 422, has: []string{"<mark>07911 654321</mark>"}},
		{name: "the choice is remembered", who: "editor", url: answers, form: with(" ", "as-it-is", meant[1]), status: 422, has: []string{`name="as-it-is" value="` + meant[1]}, hasNot: []string{"Is this private?"}},
		{name: "a preview asks nothing", who: "editor", url: answers, form: with(words, "do", "preview"), status: 200, hasNot: []string{"Is this private?"}},
		{name: "meant, with other words around", who: "editor", url: answers, form: with("So: "+words, "as-it-is", meant[1]), status: 303},
	})
	posted, err := db.Value[int64](t.Context(), s.DB, "SELECT MAX(id) FROM contributions")
	if err != nil {
		t.Fatal(err)
	}
	edit := "/contributions/" + number(posted) + "/edit"
	s.play(t, []scenario{
		{name: "what was there is not asked again", who: "editor", url: edit, form: url.Values{"key": {db.NewToken()}, "revision": {"1"}, "body": {words + "!"}}, status: 303},
		{name: "what is new is", who: "editor", url: edit, form: url.Values{"key": {db.NewToken()}, "revision": {"2"}, "body": {words + " or write to a.shah@example.org"}}, status: 422, has: []string{"<mark>a.shah@example.org</mark>"}, hasNot: []string{"<mark>07911"}},
	})
}

func TestNamesAreOfferedToWhoMayWrite(t *testing.T) {
	s := newStage(t)
	thread, _ := s.spoken(t, "The bus is late")
	if err := s.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE people SET name_skeleton = 'mlnamember' WHERE id = 1")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	names := "/discussions/" + number(thread) + "/names.json?q="
	s.play(t, []scenario{
		{name: "who has spoken", who: "editor", url: names + "min", status: 200, has: []string{`{"names":["Mina Member"]}`}},
		{name: "who has not", who: "editor", url: names + "mod", status: 200, has: []string{`{"names":[]}`}},
		{name: "one letter", who: "editor", url: names + "m", status: 200, has: []string{`{"names":[]}`}},
		{name: "nobody", url: names + "min", status: 401},
		{name: "a discussion that is not there", who: "editor", url: "/discussions/99/names.json?q=min", status: 404},
	})
}
