package handlers

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/search"
	"folkmoot/models/themes"
)

// Words that a kind of people uses more than others open a search for them; where no search finds just those, they do not.
func TestWordsThatSomeUseMore(t *testing.T) {
	m := newMoot(t)
	things := strings.Fields("kettle lantern bridge ladder window corridor garden blanket saddle copper anchor violin pepper tunnel button candle marble rocket basket hammer pillow cactus dragon teapot")
	m.write(func(tx *db.Tx) error {
		thread, err := db.Value[int64](tx.Context(), tx, "SELECT thread_id FROM contributions WHERE id = ?", m.said[0])
		if err != nil {
			return err
		}
		for i := range 40 {
			who, words := people.Resident, "The pram hardly fits"
			if i%2 == 0 {
				who, words = people.Practitioner, "Triage is slow"
			}
			words += fmt.Sprintf(", with a %s, a %s and a %s.", things[i%8], things[8+i/2%8], things[16+i/4%8])
			author, err := tx.Insert("INSERT INTO people (public_name, state, created_at, changed_at) VALUES (?, 'recorded', 1, 1)", fmt.Sprint("P ", i))
			if err != nil {
				return err
			}
			c, err := discussion.Add(tx, discussion.New{
				ThreadID: thread, Kind: discussion.Comment, AuthorID: author, Who: who, State: discussion.Published,
				Body: discussion.Body{Source: words, HTML: "<p>" + words + "</p>"},
			})
			if err != nil {
				return err
			}
			if err := themes.Tag(tx, c.ID, m.themes[1].ID, themes.ByPerson, cast["editor"].ID); err != nil {
				return err
			}
		}
		tx.Touch(db.TopicHearing)
		return nil
	})
	if err := search.NewIndexer(m.DB).CatchUp(context.Background()); err != nil {
		t.Fatal(err)
	}
	heading, address := "Words that some use more than others", "/search?q=pram&amp;theme=theme-02&amp;who=resident"
	m.play(t, []scenario{
		{url: "/hearing/issues/theme-02", status: 200, has: []string{heading, "Residents say more often", "Practitioners say more often", "“pram”", "20 of 21 residents, nobody of 22 others", address, "/search?q=triage&amp;theme=theme-02&amp;who=practitioner"}},
		{url: "/hearing/issues/theme-02?group=open", status: 200, has: []string{heading, "/search?group=open&amp;q=pram&amp;theme=theme-02&amp;who=resident"}},
		{url: "/hearing/issues/theme-02?channel=web", status: 200, has: []string{heading, "<b>“pram”</b>"}, hasNot: []string{"/search?q=pram"}},
		{url: "/hearing/issues/theme-02?who=resident", status: 200, hasNot: []string{heading}},
		{url: "/hearing/issues/theme-01", status: 200, hasNot: []string{heading}},
		{url: "/search?q=pram&theme=theme-02&who=resident", status: 200, has: []string{"</mark> hardly fits"}},
		{url: "/hearing/compare?who=resident&b-who=practitioner", status: 200, has: []string{"Words that one uses more than the other", "Said more in the first", "“pram”", "/search?q=pram&amp;who=resident", "in the other"}},
		{url: "/hearing/compare?who=resident&b-who=practitioner&b-area=Netherton", status: 200, hasNot: []string{"Words that one uses more"}},
		{url: "/hearing/compare", status: 200, hasNot: []string{"Words that one uses more"}},
	})
}
