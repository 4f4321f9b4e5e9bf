package handlers

import (
	"fmt"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/themes"
)

// weeks has new people say, for twenty whole weeks, how many times a week's number asks for, that buses matter.
func (m *moot) weeks(t *testing.T, count func(week int) (buses, rest int)) (last []int64) {
	t.Helper()
	monday := m.now.Now().In(m.Zone)
	for monday.Weekday() != time.Monday {
		monday = monday.AddDate(0, 0, -1)
	}
	m.write(func(tx *db.Tx) error {
		last = nil
		thread, err := db.Value[int64](tx.Context(), tx, "SELECT thread_id FROM contributions WHERE id = ?", m.said[0])
		if err != nil {
			return err
		}
		for week := 20; week > 0; week-- {
			buses, rest := count(week)
			for i := range buses + rest {
				at := monday.AddDate(0, 0, -7*week+i%6)
				author, err := tx.Insert("INSERT INTO people (public_name, state, created_at, changed_at) VALUES (?, 'recorded', 1, 1)", fmt.Sprint("P ", week, " ", i))
				if err != nil {
					return err
				}
				words := "Something else altogether was said."
				if i < buses {
					words = "The night bus is cut."
				}
				c, err := discussion.Add(tx, discussion.New{
					ThreadID: thread, Kind: discussion.Comment, AuthorID: author, Who: "resident", CreatedAt: clock.Of(at),
					Body: discussion.Body{Source: words, HTML: "<p>" + words + "</p>"}, State: discussion.Published,
				})
				if err != nil {
					return err
				}
				theme := m.themes[1]
				if i < buses {
					theme = m.themes[0]
				}
				if err := themes.Tag(tx, c.ID, theme.ID, themes.ByPerson, cast["editor"].ID); err != nil {
					return err
				}
				if week == 1 && i < buses {
					last = append(last, c.ID)
				}
			}
		}
		return nil
	})
	return last
}

func TestGrowing(t *testing.T) {
	m := newMoot(t)
	last := m.weeks(t, func(week int) (int, int) {
		if week == 1 {
			return 16, 9
		}
		return 1 + week%3, 8 + week%3
	})
	strip, words := "New or growing fast", "2 → 16 last week, far more than its usual 0 to 4"
	m.play(t, []scenario{
		{url: "/hearing", status: 200, has: []string{strip, "Growing fast", words, `class="fm-busy"`, "Far more than usual: ", "Above all in “The open group”, from residents."}},
		{url: "/hearing/issues/theme-01", status: 200, has: []string{"Growing fast", words, "Far more than usual: "}},
		{url: "/hearing/issues/theme-01", status: 200, has: []string{"Where it is growing", ">The open group</a>", ">Buses in the evening</a>", ">Residents</a>"}},
		{url: "/hearing/issues/theme-02", status: 200, hasNot: []string{"Growing fast", "Where it is growing"}},
		{url: "/hearing?group=open", status: 200, has: []string{strip, words}},
		{url: "/hearing?who=business", status: 200, hasNot: []string{strip}},
		{url: "/hearing?to=2020-01-01", status: 200, hasNot: []string{strip, "last week"}},
		{who: "editor", url: "/hearing/rising", status: 200, has: []string{"night bus", "/search?q=", ">16</td>", "Issues that grow", "/hearing/issues/theme-01#growing", "in “Buses in the evening”"}},
		{who: "moderator", url: "/hearing/rising", status: 200, has: []string{"night bus"}},
		{who: "member", url: "/hearing/rising", status: 403},
		{url: "/hearing/rising", status: 303},
		{who: "editor", url: "/themes", status: 200, has: []string{"/hearing/rising"}},
		{url: "/themes", status: 200, hasNot: []string{"/hearing/rising"}},
	})
	// Hidden, it is gone from the next page, though the page was kept.
	m.write(func(tx *db.Tx) error {
		for _, id := range last {
			if _, err := discussion.SetState(tx, id, discussion.Hidden, "rude", discussion.Published); err != nil {
				return err
			}
		}
		tx.Touch(db.TopicHearing)
		return nil
	})
	m.play(t, []scenario{
		{url: "/hearing", status: 200, hasNot: []string{words, "fm-busy"}},
		{who: "editor", url: "/hearing/rising", status: 200, hasNot: []string{"night bus", "theme-01#growing"}},
	})
}

// Of an area the pages say that at least so many people spoke, in fives, and lead to no comment.
func TestGrowingInAnArea(t *testing.T) {
	m := newMoot(t)
	last := m.weeks(t, func(week int) (int, int) {
		if week == 1 {
			return 22, 9
		}
		return week % 2, 10
	})
	m.write(func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE people SET area = 'Netherton' WHERE id IN (SELECT author_id FROM contributions WHERE id IN "+db.In(len(last)-6)+`)
			OR id IN (SELECT c.author_id FROM contributions c WHERE c.body_md LIKE 'Something else%' AND c.id % 2 = 0)`, db.Args(last[6:])...)
		tx.Touch(db.TopicHearing)
		return err
	})
	words := "At least 15 people last week, far more than usual."
	m.play(t, []scenario{
		{url: "/hearing/issues/theme-01", status: 200, has: []string{"<b>People who live in Netherton</b>", words}, hasNot: []string{"area=Netherton"}},
		{who: "editor", url: "/hearing/rising", status: 200, has: []string{"from people who live in Netherton", words}},
		{url: "/hearing/issues/theme-02", status: 200, hasNot: []string{"Netherton"}},
	})
}
