package bundle

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/prose"
)

// contribution is what somebody said, as it was published. Of what was taken down only its place and the reason are left.
type contribution struct {
	ID        int64    `json:"id"`
	Place     int64    `json:"place"` // in the order in which things were said
	State     string   `json:"state"`
	Reason    string   `json:"reason,omitempty"` // why it was taken down
	Kind      string   `json:"kind,omitempty"`
	Answers   int64    `json:"answers,omitempty"` // id of what it answers
	At        string   `json:"at,omitempty"`
	Author    string   `json:"author,omitempty"`
	Who       string   `json:"who,omitempty"`
	Evidence  string   `json:"evidence,omitempty"`
	Channel   string   `json:"channel,omitempty"`
	TypedIn   bool     `json:"typed_in_by_somebody_else,omitempty"`
	Noted     bool     `json:"in_the_words_of_who_typed_it,omitempty"`
	Late      bool     `json:"late,omitempty"`
	Edited    bool     `json:"edited,omitempty"`
	Version   int      `json:"version,omitempty"`       // that it was said about
	Paragraph int      `json:"paragraph,omitempty"`     // of that version; none is the whole chapter
	Quote     string   `json:"quote,omitempty"`         // the words of the paragraph that it is about
	Status    string   `json:"status,omitempty"`        // what became of the paragraph since
	Now       int      `json:"paragraph_now,omitempty"` // in the newest version
	Text      string   `json:"text,omitempty"`
	Suggested string   `json:"suggested,omitempty"` // new words for the paragraph
	Fate      string   `json:"fate,omitempty"`
	Agree     int      `json:"agree"`
	Disagree  int      `json:"disagree"`
	Pass      int      `json:"pass"`
	Themes    []string `json:"themes,omitempty"`
}

const said = `SELECT c.id, c.seq, c.state, c.state_reason, c.kind, COALESCE(c.parent_id, 0), c.created_at, p.public_name, c.who, c.evidence, c.channel,
	c.recorder_id IS NOT NULL, c.noted = 1, c.late = 1, c.edited_at IS NOT NULL, COALESCE(v.number, 0), COALESCE(b.number, 0), COALESCE(a.quote, ''), COALESCE(a.status, ''),
	COALESCE(n.number, 0), c.body_md, COALESCE(s.new_source, ''), c.fate, c.agrees, c.disagrees, c.passes
	FROM contributions c JOIN people p ON p.id = c.author_id LEFT JOIN anchors a ON a.contribution_id = c.id LEFT JOIN versions v ON v.id = a.version_id
	LEFT JOIN version_blocks b ON b.version_id = a.version_id AND b.block_id = a.block_id
	LEFT JOIN version_blocks n ON n.version_id = a.now_version_id AND n.block_id = a.now_block_id
	LEFT JOIN suggestions s ON s.contribution_id = c.id
	WHERE c.thread_id = ? AND c.seq > ? AND (c.state = 'published' OR c.published_at IS NOT NULL) ORDER BY c.seq LIMIT ?`

func (b *writer) scan(r db.Row) (c contribution, err error) {
	var at clock.Instant
	err = r.Scan(&c.ID, &c.Place, &c.State, &c.Reason, &c.Kind, &c.Answers, &at, &c.Author, &c.Who, &c.Evidence, &c.Channel,
		&c.TypedIn, &c.Noted, &c.Late, &c.Edited, &c.Version, &c.Paragraph, &c.Quote, &c.Status, &c.Now, &c.Text, &c.Suggested, &c.Fate, &c.Agree, &c.Disagree, &c.Pass)
	if c.State != "published" {
		return contribution{ID: c.ID, Place: c.Place, State: c.State, Reason: c.Reason}, err
	}
	c.At = b.at(at)
	return c, err
}

// each calls do for everything that was said and published, in order, a page at a time.
func (b *writer) each(do func(contribution) error) error {
	for after := int64(0); ; {
		page, err := db.All(b.ctx, b.q, b.scan, said, b.chapter.ThreadID, after, atOnce)
		if err != nil || len(page) == 0 {
			return err
		}
		if err := b.themes(page); err != nil {
			return err
		}
		for _, c := range page {
			if err := do(c); err != nil {
				return err
			}
			after = c.Place
		}
	}
}

// themes adds the accepted themes to what is shown of a page.
func (b *writer) themes(page []contribution) error {
	place, ids := map[int64]int{}, []int64{}
	for i, c := range page {
		if c.State == "published" {
			place[c.ID], ids = i, append(ids, c.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return db.Each(b.ctx, b.q, func(r db.Row) error {
		var id int64
		var name string
		err := r.Scan(&id, &name)
		c := &page[place[id]]
		c.Themes = append(c.Themes, name)
		return err
	}, `SELECT g.contribution_id, t.name FROM tags g JOIN themes t ON t.id = g.theme_id WHERE g.state = 'accepted'
		AND g.contribution_id IN `+db.In(len(ids))+" ORDER BY g.contribution_id, t.slug", db.Args(ids)...)
}

// contributions writes what people said, as a list and as a table.
func (b *writer) contributions() error {
	if err := b.add("contributions.json", func(w io.Writer) error {
		rows := &list{w: w}
		if err := b.each(func(c contribution) error { return rows.row(c) }); err != nil {
			return err
		}
		return rows.end()
	}); err != nil {
		return err
	}
	return b.add("contributions.csv", func(w io.Writer) error {
		if _, err := io.WriteString(w, "\xef\xbb\xbf"); err != nil { // spreadsheets take the text for UTF-8 only with this mark
			return err
		}
		table := csv.NewWriter(w)
		if err := table.Write(columns); err != nil {
			return err
		}
		if err := b.each(func(c contribution) error { return table.Write(c.cells()) }); err != nil {
			return err
		}
		table.Flush()
		return table.Error()
	})
}

var columns = []string{
	"id", "place", "state", "reason", "kind", "answers", "at", "author", "who", "evidence", "channel", "typed_in", "late", "version", "paragraph",
	"quote", "status", "paragraph_now", "text", "suggested", "fate", "agree", "disagree", "pass", "themes",
}

func (c contribution) cells() []string {
	cells := []string{
		strconv.FormatInt(c.ID, 10), strconv.FormatInt(c.Place, 10), c.State, c.Reason, c.Kind, number(int(c.Answers)), c.At, c.Author, c.Who, c.Evidence,
		c.Channel, yes(c.TypedIn), yes(c.Late), number(c.Version), number(c.Paragraph), c.Quote, c.Status, number(c.Now), c.Text, c.Suggested, c.Fate,
		strconv.Itoa(c.Agree), strconv.Itoa(c.Disagree), strconv.Itoa(c.Pass), strings.Join(c.Themes, ";"),
	}
	for i := range cells {
		cells[i] = prose.SafeCell(cells[i])
	}
	return cells
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
