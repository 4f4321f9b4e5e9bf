package bundle

import (
	"folkmoot/models/clock"
	"folkmoot/models/consultation"
	"folkmoot/models/db"
)

// option is an option as it stands in a bundle.
type option struct {
	Words     string `json:"words"`
	Discarded bool   `json:"discarded"`
	Reason    string `json:"reason"`
}

// change is something that those who took part were told.
type change struct {
	At       string `json:"at"`
	Words    string `json:"words"`
	ClosesAt string `json:"closes_at,omitempty"`
	Told     int    `json:"people_told"`
}

// about is what people were told who were asked, and how many answered.
type about struct {
	Place         string   `json:"place"`
	Guide         string   `json:"guide"`
	Number        int      `json:"number"`
	Chapter       string   `json:"chapter"`
	Summary       string   `json:"summary"`
	State         string   `json:"state"`
	OpensAt       string   `json:"opens_at"`
	ClosesAt      string   `json:"closes_at"`
	ToldFrom      string   `json:"terms_shown_from"`
	Versions      int      `json:"versions"`
	ConsultedOn   []int    `json:"versions_consulted_on"`
	Decided       string   `json:"decided_already"`
	Open          string   `json:"open"`
	Why           string   `json:"why"`
	Options       []option `json:"options"`
	Decider       string   `json:"who_decides"`
	DecisionAt    string   `json:"decision_due"`
	Changes       []change `json:"changes"`
	Contributions int      `json:"contributions"`
	People        int      `json:"people"`
	Late          int      `json:"late"`
	TakenDown     int      `json:"taken_down"`
	Waiting       int      `json:"waiting_for_a_moderator"`
	Unanswered    int      `json:"without_an_answer"`
}

// consultation writes what people were told.
func (b *writer) consultation() error {
	c, t := b.chapter, b.asked.Terms
	a := about{
		Place: b.o.Place, Guide: b.guide.Title, Number: c.Number, Chapter: c.Title, Summary: c.Summary, State: string(c.State), OpensAt: b.at(c.OpensAt), ClosesAt: b.at(c.ClosesAt),
		ToldFrom: b.at(b.asked.OpenedAt), Versions: c.Version, Options: []option{}, Changes: []change{}, Contributions: c.Comments, People: c.People, Unanswered: c.Pending,
	}
	if b.asked.Shown() { // terms that readers never saw are not part of what they were told
		a.Decided, a.Open, a.Why, a.Decider, a.DecisionAt = t.Decided.Source, t.Open.Source, t.Why.Source, t.Decider, b.at(t.DecisionAt)
		for _, o := range t.Options {
			a.Options = append(a.Options, option(o))
		}
	}
	var err error
	if a.ConsultedOn, err = b.consultedOn(); err != nil {
		return err
	}
	if err := b.q.QueryRow(b.ctx, `SELECT COALESCE(SUM(CASE WHEN state = 'published' THEN late ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN state <> 'published' AND published_at IS NOT NULL THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN state = 'held' AND published_at IS NULL THEN 1 ELSE 0 END), 0)
		FROM contributions WHERE thread_id = ?`, c.ThreadID).Scan(&a.Late, &a.TakenDown, &a.Waiting); err != nil {
		return err
	}
	err = db.Each(b.ctx, b.q, func(r db.Row) error {
		var one consultation.Change
		err := r.Scan(&one.At, &one.Words, &one.ClosesAt, &one.Told)
		a.Changes = append(a.Changes, change{b.at(one.At), one.Words, b.at(one.ClosesAt), one.Told})
		return err
	}, `SELECT c.made_at, c.words, COALESCE(c.closes_at, 0), t.told FROM consultation_changes c
		JOIN consultation_tellings t ON t.id = c.telling_id WHERE c.thread_id = ? ORDER BY c.id`, c.ThreadID)
	if err != nil {
		return err
	}
	return b.json("consultation.json", a)
}

// consultedOn lists the versions that people could comment on while it was open: the one that stood when it opened, and
// those that were published before it closed.
func (b *writer) consultedOn() ([]int, error) {
	opened := max(b.asked.OpenedAt, b.chapter.OpensAt)
	numbers := []int{}
	err := db.Each(b.ctx, b.q, func(r db.Row) error {
		var number int
		var at clock.Instant
		err := r.Scan(&number, &at)
		if at <= opened || opened == 0 && number == 1 {
			numbers = numbers[:0]
		}
		if b.chapter.ClosesAt == 0 || at < b.chapter.ClosesAt || len(numbers) == 0 {
			numbers = append(numbers, number)
		}
		return err
	}, "SELECT number, published_at FROM versions WHERE chapter_id = ? ORDER BY number", b.chapter.ID)
	return numbers, err
}
