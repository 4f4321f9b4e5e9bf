package handlers

import (
	"context"
	"errors"
	"net/url"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Whoever uses up what may be reported from a network does not keep anybody there from saying that a person is at risk, nor
// from complaining.
func TestAFloodOfReportsShutsNobodyElseOut(t *testing.T) {
	s := newStage(t)
	_, ids := s.spoken(t, "The bus is late")
	said := "/contributions/" + number(ids[1])
	var limited db.Limited
	for range 1000 {
		if err := s.People.Admit(context.Background(), people.ActReport, "", "0.0.0.0"); errors.As(err, &limited) {
			break
		}
	}
	if limited.Reason == "" {
		t.Fatal("nothing limits reports")
	}
	post := func(path string, form url.Values) int {
		form.Set("key", db.NewToken())
		return s.ask(t, scenario{method: "POST", url: path, form: form}).status
	}
	if got := post(said+"/report", url.Values{"reason": {"unkind"}}); got != 429 {
		t.Fatalf("a report is answered with %d", got)
	}
	if got := post("/worried", url.Values{"words": {"I am worried about my neighbour"}}); got != 303 {
		t.Errorf("a worry is answered with %d", got)
	}
	if got := post(said+"/inaction", url.Values{"words": {"Nothing happened"}, "email": {"a@b.example"}}); got == 429 {
		t.Errorf("a complaint is answered with %d", got)
	}
}
