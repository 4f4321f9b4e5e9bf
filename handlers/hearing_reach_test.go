package handlers

import (
	"context"
	"strings"
	"testing"

	"folkmoot/models/db"
)

func TestWhomWeHaveHeardFrom(t *testing.T) {
	m := newMoot(t)
	const edit = "/hearing/reach/edit"
	area := []string{"dimension", "area", "title", "People by area", "source", "Census 2021", "lines", "Gornal, 12400\nLye, 3000"}
	m.run(
		scenario{url: "/hearing/reach", status: 200, has: []string{"We do not ask about age", "so we cannot say who is missing"}, hasNot: []string{edit}},
		scenario{url: "/hearing/reach?who=nobody", status: 422},
		scenario{who: "moderator", url: edit, status: 403},
		scenario{who: "editor", url: edit, status: 200, has: []string{"Who lives here"}},
		scenario{who: "moderator", url: "/hearing/reach/baselines", form: sent(area...), status: 403},
		scenario{
			who: "editor", url: "/hearing/reach/baselines", form: sent("dimension", "area", "title", "People by area", "lines", "Gornal, 12400\nLye, many"), status: 422,
			has: []string{"Say who counted it", "line 2: “many” is no number of people", "Lye, many", `value="People by area"`},
		},
		scenario{who: "editor", url: "/hearing/reach/baselines", form: sent(area...), status: 303, to: edit},
		scenario{url: "/hearing/reach", status: 200, has: []string{"Census 2021", "Gornal", "81 in 100", "19 in 100"}},
		// What people are asked about themselves.
		scenario{who: "member", url: "/account/about-you", status: 200, has: []string{"There is nothing to ask you"}},
		scenario{who: "editor", url: "/hearing/reach/questions", form: sent("words", "How old are you?", "answers", "Under 25"), status: 422, has: []string{"Say in a few words why you ask", "at least two answers", `value="How old are you?"`}},
		scenario{who: "editor", url: "/hearing/reach/questions", form: sent("words", "How old are you?", "why", "To see whom we miss", "answers", "Under 25\n25 or over"), status: 303, to: edit},
		scenario{url: "/account/about-you", status: 303},
		scenario{who: "member", url: "/account", status: 200, has: []string{"Answer 1 question"}},
		scenario{who: "member", url: "/account/about-you", status: 200, has: []string{"How old are you?", "To see whom we miss", "I would rather not say", `name="last" value="1"`}},
		scenario{who: "member", url: "/account/about-you", form: sent("last", "1", "q1", "7"), status: 422, has: []string{"Choose one of the answers"}},
		scenario{who: "member", url: "/account/about-you", form: sent("last", "1", "q1", "0"), status: 303, to: "/account"},
		scenario{who: "member", url: "/account/about-you", form: sent("last", "1", "q1", "0"), status: 303, to: "/account"},
		scenario{who: "member", url: "/account", status: 200, hasNot: []string{"Answer 1 question"}},
		scenario{url: "/hearing/reach", status: 200, has: []string{"How old are you?", "Fewer than 5: not told", "never who said what"}},
		scenario{who: "editor", url: "/hearing/reach/questions/retire", form: sent("question", "1"), status: 303},
		scenario{who: "editor", url: "/hearing/reach/questions/retire", form: sent("question", "1"), status: 404},
		scenario{who: "editor", url: "/hearing/reach/baselines/remove", form: sent("dimension", "area"), status: 303},
	)
	if n, err := db.Value[int](context.Background(), m.DB, "SELECT answers FROM equality_answers WHERE question_id = 1 AND position = 0"); err != nil || n != 1 {
		t.Errorf("counted %d times, %v", n, err)
	}
	if data := m.copyOf(t, cast["member"])["data.json"]; strings.Contains(data, "Under 25") {
		t.Error("an answer is kept with a person")
	}
}
