package handlers

import (
	"context"
	"fmt"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/moderation"
	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/models/safeguarding"
	"folkmoot/models/search"
)

// appointLead gives the place a safeguarding lead, who is a member and nothing else.
func (w *world) appointLead(ctx context.Context) {
	w.must(w.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("INSERT INTO safeguarding_leads (person_id, duty, since) VALUES (1011, 1, 1)")
		return err
	}))
}

// makeConcerns has somebody without an account tell of a worry, twice, of which one is over, and a moderator pass on
// what the author said. Only the lead reads any of it.
func (w *world) makeConcerns(ctx context.Context) {
	lead := w.actor("lead")
	for state, what := range map[string]string{"open": "what somebody is worried about", "over": "what somebody was worried about"} {
		id, err := w.Safeguarding.Tell(ctx, people.Visitor, db.NewKey(0), safeguarding.Worry{
			Words: "I am worried about " + w.canary(what, "lead"), Name: "Val " + w.canary(what+": their name", "lead"),
			Phone: "01384 " + w.canary(what+": their number", "lead"), Email: "val@" + w.canary(what+": their address", "lead") + ".example",
		})
		w.must(err)
		w.put("concern", state, number(id))
		w.must(w.Safeguarding.Note(ctx, lead, w.key("lead"), id, safeguarding.NewStep{Step: safeguarding.StepNote, Words: "Spoke to " + w.canary(what+": a lead's note", "lead")}))
		if state == "over" {
			w.must(w.Safeguarding.Note(ctx, lead, w.key("lead"), id, safeguarding.NewStep{Step: safeguarding.StepClosed, Words: "All is well"}))
		}
	}
	w.passOn(ctx)
	w.standing(ctx)
	w.values["person"], w.values["record"], w.values["policy"] = []string{"1011"}, []string{"scope"}, []string{"rules"}
}

// passOn has a moderator pass on an answer, a whole discussion and words proposed for a chapter, after everybody could
// read them and every kind of page kept them.
func (w *world) passOn(ctx context.Context) {
	talk := discussion.NewStore(w.DB, discussion.HoldNone)
	w.t.Cleanup(talk.Close)
	group, err := db.Value[int64](ctx, w.DB, "SELECT id FROM groups WHERE slug = ?", w.at["group"]["open"])
	w.must(err)
	words := map[string]string{}
	say := func(what string) string {
		words[what] = w.canary(what+" that was passed on", "lead")
		return "I am afraid of " + words[what]
	}
	thread, err := talk.Start(ctx, w.actor("author"), w.key("author"), discussion.Start{GroupID: group, Title: say("a title"), Body: say("an opening post")})
	w.must(err)
	opening, err := db.Value[int64](ctx, w.DB, "SELECT opening_id FROM threads WHERE id = ?", thread)
	w.must(err)
	var open int64
	_, err = fmt.Sscan(w.at["discussion"]["open"], &open)
	w.must(err)
	answer, err := talk.Post(ctx, w.actor("author"), w.key("author"), discussion.Answer{ThreadID: open, Body: say("an earlier wording")})
	w.must(err)
	w.now.Advance(discussion.Grace) // so that the earlier wording stands for everybody to read
	w.must(talk.Edit(ctx, w.actor("author"), w.key("author"), answer, discussion.Edit{Body: say("an answer"), Revision: 1}))
	_, c, _, err := w.Guides.Chapter(ctx, w.at["guide"]["there"], w.at["chapter"]["open"])
	w.must(err)
	suggestion, err := w.Guides.Suggest(ctx, w.actor("author"), w.key("author"), guide.NewSuggestion{
		Proposed: "One paragraph. " + say("words proposed for a paragraph"), NewComment: guide.NewComment{Chapter: c.ID, Version: 3, Paragraph: 1, Body: say("the reason for a proposal")},
	})
	w.must(err)
	w.must(search.NewIndexer(w.DB).CatchUp(ctx))
	w.kept(words, "/discussions/"+number(thread), "/discussions/"+w.at["discussion"]["open"], "/contributions/"+number(answer)+"/history",
		"/guides/"+w.at["guide"]["there"]+"/"+w.at["chapter"]["open"]+"?paragraph=1", "/groups/"+w.at["group"]["open"], "/feeds/site.atom", "/")
	_, err = w.Moderation.Report(ctx, w.actor("practitioner"), w.key("practitioner"), moderation.NewReport{
		Contribution: answer, Reason: "unkind", Note: "I know " + w.canary("what another said who reported it", "lead"),
	})
	w.must(err)
	for _, one := range []struct {
		state    string
		id       int64
		revision int
	}{{"begun", opening, 1}, {"sealed", answer, 2}, {"proposed", suggestion, 1}} {
		concern, err := w.Safeguarding.PassOn(ctx, w.actor("moderator"), w.key("moderator"), one.id, one.revision,
			"She rang me: "+w.canary("a moderator's note to the lead about what was "+one.state, "lead"))
		w.must(err)
		w.put("concern", one.state, number(concern))
	}
	w.put("contribution", "sealed", number(answer))
	w.put("discussion", "sealed", number(thread))
}

// kept asks for pages as a visitor, so that they are kept, and checks that each of the words stands on one of them.
func (w *world) kept(words map[string]string, pages ...string) {
	all := ""
	for _, page := range pages {
		got := w.ask(w.t, scenario{url: page})
		if to := got.header.Get("Location"); to != "" {
			got = w.ask(w.t, scenario{url: to})
		}
		all += got.body
	}
	for what, word := range words {
		if !strings.Contains(all, word) {
			w.t.Errorf("%s is on no page even before it is passed on: this test sees nothing", what)
		}
	}
}

// standing has a concern about words that stand where they were said: a lead gave them back, and somebody who is nobody
// here reports them again.
func (w *world) standing(ctx context.Context) {
	talk := discussion.NewStore(w.DB, discussion.HoldNone)
	w.t.Cleanup(talk.Close)
	var open int64
	_, err := fmt.Sscan(w.at["discussion"]["open"], &open)
	w.must(err)
	id, err := talk.Post(ctx, w.actor("author"), w.key("author"), discussion.Answer{ThreadID: open, Body: "I could die of laughter"})
	w.must(err)
	report := func() string {
		_, err := w.Moderation.Report(ctx, people.Visitor, db.NewKey(0), moderation.NewReport{
			Contribution: id, Reason: rules.AtRisk, Note: "I know " + w.canary("what a reader says of somebody at risk", "lead"), Email: "val@place.example",
		})
		w.must(err)
		concern, err := db.Value[int64](ctx, w.DB, "SELECT MAX(id) FROM concerns WHERE contribution_id = ?", id)
		w.must(err)
		return number(concern)
	}
	var first int64
	_, err = fmt.Sscan(report(), &first)
	w.must(err)
	w.must(w.Safeguarding.GiveBack(ctx, w.actor("lead"), w.key("lead"), first, rules.Publish))
	w.put("concern", "standing", report())
}
