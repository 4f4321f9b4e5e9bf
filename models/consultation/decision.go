package consultation

import (
	"context"
	"encoding/json"
	"time"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/say"
)

// Bounds on decisions.
const (
	MaxDecision = 8000 // characters
	MaxThemes   = 20   // that one decision cites
	mostRecords = 50   // of one thread
)

// Figures count what people said when a decision was recorded. They are kept with it and never change.
type Figures struct {
	Contributions int                     `json:"contributions"` // published
	People        int                     `json:"people"`
	Late          int                     `json:"late"`  // of the contributions, those after the closing time
	Fates         map[discussion.Fate]int `json:"fates"` // of the contributions on a draft
	Themes        map[string]int          `json:"themes"`
}

// ThemeCited is a theme that a decision cites.
type ThemeCited struct {
	Slug, Name string
	Mark       int
}

// Record says what was decided. It is never changed: a new number takes its place.
type Record struct {
	ID        int64
	Number    int           // from 1
	DecidedOn clock.Instant // the first moment of the day
	DecidedBy string
	Words     Text
	Figures   Figures
	Themes    []ThemeCited
	By        string // public name of who recorded it; may be empty
	At        clock.Instant
	Told      int // people who were told so far
}

// NewRecord is a decision to be recorded.
type NewRecord struct {
	Day       string // on which it was decided: "2027-01-15"
	DecidedBy string
	Words     string // Markdown
	Themes    []int64
	Link      string // the path of the page that shows it
}

// Records reads the decisions about a thread, the newest first: that one holds.
func (s *Store) Records(ctx context.Context, thread int64) ([]Record, error) {
	records, err := db.All(ctx, s.DB, func(r db.Row) (d Record, err error) {
		var figures string
		if err = r.Scan(&d.ID, &d.Number, &d.DecidedOn, &d.DecidedBy, &d.Words.Source, &d.Words.HTML, &figures, &d.By, &d.At, &d.Told); err == nil {
			err = json.Unmarshal([]byte(figures), &d.Figures)
		}
		return d, err
	}, `SELECT d.id, d.number, d.decided_on, d.decided_by, d.words_md, d.words_html, d.figures, COALESCE(p.public_name, ''), d.entered_at, t.told
		FROM decision_records d JOIN consultation_tellings t ON t.id = d.telling_id LEFT JOIN people p ON p.id = d.entered_by
		WHERE d.thread_id = ? ORDER BY d.number DESC LIMIT ?`, thread, mostRecords)
	if err != nil || len(records) == 0 {
		return records, err
	}
	place := map[int64]int{}
	for i, d := range records {
		place[d.ID] = i
	}
	err = db.Each(ctx, s.DB, func(r db.Row) error {
		var record int64
		var t ThemeCited
		err := r.Scan(&record, &t.Slug, &t.Name, &t.Mark)
		if i, ok := place[record]; ok {
			records[i].Themes = append(records[i].Themes, t)
		}
		return err
	}, `SELECT x.record_id, t.slug, t.name, t.mark FROM decision_record_themes x JOIN decision_records d ON d.id = x.record_id JOIN themes t ON t.id = x.theme_id
		WHERE d.thread_id = ? ORDER BY x.record_id, t.name`, thread)
	return records, err
}

// Decided tells whether a decision about a thread is recorded.
func (s *Store) Decided(ctx context.Context, thread int64) (bool, error) {
	n, err := db.Value[int](ctx, s.DB, "SELECT COUNT(*) FROM decision_records WHERE thread_id = ?", thread)
	return n > 0, err
}

// DecidedAmong tells of which of some threads a decision is recorded.
func (s *Store) DecidedAmong(ctx context.Context, threads []int64) (map[int64]bool, error) {
	decided := map[int64]bool{}
	if len(threads) == 0 {
		return decided, nil
	}
	list, err := db.Values[int64](ctx, s.DB, "SELECT DISTINCT thread_id FROM decision_records WHERE thread_id IN "+db.In(len(threads)), db.Args(threads)...)
	for _, thread := range list {
		decided[thread] = true
	}
	return decided, err
}

// checked is a decision that was cleaned and rendered.
type checked struct {
	day    clock.Instant
	by     string
	words  Text
	themes []int64
}

// check cleans a decision. Bad input is Invalid by field: "day", "decided_by", "words", "themes".
func (n NewRecord) check(ctx context.Context, zone *time.Location) (checked, error) {
	wrong := db.Invalid{}
	c := checked{by: wrong.Line("decided_by", n.DecidedBy, MaxDecider), day: dayStart(wrong, "day", n.Day, zone), themes: n.Themes}
	if c.by == "" && wrong["decided_by"] == "" {
		wrong["decided_by"] = "Say who decided"
	}
	var err error
	if c.words, err = render(ctx, n.Words, MaxDecision); err != nil {
		if ctx.Err() != nil {
			return c, db.ErrBusy
		}
		wrong["words"] = say.Of(err)
	} else if c.words.Source == "" {
		wrong["words"] = "Say what was decided, and why"
	}
	if len(c.themes) > MaxThemes {
		wrong["themes"] = "Please cite fewer themes"
	}
	if len(wrong) > 0 {
		return c, wrong
	}
	return c, nil
}

// Record stores what was decided about a thread that has closed, with the figures as they are now, and tells
// everybody who took part. It gives the decision's number. Bad input is Invalid by field: "day", "decided_by",
// "words", "themes"; under the empty name while people can still comment.
func (s *Store) Record(ctx context.Context, a people.Actor, key db.Key, thread int64, n NewRecord) (number int, err error) {
	c, err := n.check(ctx, s.Zone)
	if err != nil {
		return 0, err
	}
	result, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		t, err := discussion.FindThread(ctx, tx, thread)
		if err != nil {
			return 0, err
		}
		if err := MaySet(a, t); err != nil {
			return 0, err
		}
		if _, err := lock(tx, thread); err != nil {
			return 0, err
		}
		if err := s.mayRecord(tx, t, c); err != nil {
			return 0, err
		}
		return s.record(tx, a, t, c, n.Link)
	})
	return int(result), err
}

func (s *Store) mayRecord(tx *db.Tx, t discussion.Thread, c checked) error {
	switch {
	case t.OpenAt(tx.Now()) || !t.Closed && t.OpensAt > tx.Now():
		return db.Wrong("", "People can still comment on this, so it cannot be decided yet. Wait until it has closed")
	case c.day > tx.Now():
		return db.Wrong("day", "That day is still to come")
	case t.ClosesAt != 0 && c.day < t.ClosesAt && !sameDay(c.day, t.ClosesAt, s.Zone):
		return db.Wrong("day", "That is before it closed, on %s", written(t.ClosesAt, s.Zone))
	}
	return nil
}

func (s *Store) record(tx *db.Tx, a people.Actor, t discussion.Thread, c checked, link string) (int64, error) {
	figures, err := count(tx, t.ID, c.themes)
	if err != nil {
		return 0, err
	}
	raw, err := json.Marshal(figures)
	if err != nil {
		return 0, err
	}
	telling, err := tell(tx, a.ID, t.ID, notify.Decided, "Something that you took part in is decided. See what was decided, and what became of what people said.", link)
	if err != nil {
		return 0, err
	}
	number, err := db.Value[int64](tx.Context(), tx, "SELECT COALESCE(MAX(number), 0) + 1 FROM decision_records WHERE thread_id = ?", t.ID)
	if err != nil {
		return 0, err
	}
	if number > mostRecords {
		return 0, db.Wrong("", "There are %d decisions about this already, which is as many as can be kept", mostRecords)
	}
	id, err := tx.Insert(`INSERT INTO decision_records (thread_id, number, decided_on, decided_by, words_md, words_html, html_version, figures, telling_id, entered_by, entered_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, t.ID, number, c.day, c.by, c.words.Source, c.words.HTML, prose.Version, string(raw), telling, a.ID, tx.Now())
	if err != nil {
		return 0, err
	}
	for _, theme := range c.themes {
		if _, err := tx.Exec("INSERT INTO decision_record_themes (record_id, theme_id) VALUES (?, ?)", id, theme); err != nil {
			return 0, err
		}
	}
	if err := notify.Spread(tx, notify.OfDecision, id, t.ID); err != nil {
		return 0, err
	}
	tx.Touch(db.TopicThread(t.ID), db.TopicGuides)
	return number, audit.Append(tx, audit.Entry{Actor: a.ID, Act: "consultation.decide", Kind: "thread", Object: t.ID, Details: map[string]any{
		"number": number, "decided_on": c.day, "digest": Digest(c.words.Source), "figures": figures,
	}})
}

// count takes the figures of a thread as they are now.
func count(tx *db.Tx, thread int64, cited []int64) (Figures, error) {
	f := Figures{Fates: map[discussion.Fate]int{}, Themes: map[string]int{}}
	err := tx.QueryRow(tx.Context(), `SELECT COUNT(*), COUNT(DISTINCT author_id), COALESCE(SUM(late), 0) FROM contributions
		WHERE thread_id = ? AND state = 'published' AND kind <> 'opening'`, thread).Scan(&f.Contributions, &f.People, &f.Late)
	if err != nil {
		return f, err
	}
	if err := db.Each(tx.Context(), tx, func(r db.Row) error {
		var fate discussion.Fate
		var n int
		err := r.Scan(&fate, &n)
		f.Fates[fate] = n
		return err
	}, "SELECT fate, COUNT(*) FROM contributions WHERE thread_id = ? AND state = 'published' AND fate <> '' GROUP BY fate", thread); err != nil {
		return f, err
	}
	for _, theme := range cited {
		var slug string
		var n int
		if err := tx.QueryRow(tx.Context(), `SELECT t.slug, (SELECT COUNT(*) FROM tags g JOIN contributions c ON c.id = g.contribution_id
			WHERE g.theme_id = t.id AND g.state = 'accepted' AND c.thread_id = ? AND c.state = 'published') FROM themes t WHERE t.id = ?`, thread, theme).Scan(&slug, &n); err != nil {
			return f, db.Wrong("themes", "Choose themes from the list")
		}
		f.Themes[slug] = n
	}
	return f, nil
}
