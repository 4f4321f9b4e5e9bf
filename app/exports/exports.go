// Package exports writes out what people said, for spreadsheets and for other programs.
package exports

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"strconv"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// atOnce is how many contributions are read in one query, so that no reader holds the database for long.
const atOnce = 500

// Contribution is one row of the export.
type Contribution struct {
	ID        int64             `json:"id"`
	URL       string            `json:"url"`
	CreatedAt string            `json:"created_at"` // RFC 3339 in the place's zone
	Author    string            `json:"author"`
	Who       string            `json:"who"`
	Evidence  string            `json:"evidence"`
	Channel   string            `json:"channel"`
	Late      bool              `json:"late"`     // said after the closing time
	Language  string            `json:"language"` // of the words, as a BCP 47 tag; empty where nobody said
	Noted     bool              `json:"noted"`    // not word for word: noted down by who typed it in
	State     string            `json:"state"`
	Reason    string            `json:"reason"`
	Fate      string            `json:"fate"` // what became of it; empty for what needs no answer
	Why       string            `json:"fate_reason"`
	Group     string            `json:"group"`
	Guide     string            `json:"guide"`
	Chapter   string            `json:"chapter"`
	Paragraph int               `json:"paragraph"` // 0 = none
	Thread    string            `json:"thread"`
	Parent    int64             `json:"parent"` // 0 = none
	Quote     string            `json:"quote"`  // the words of the paragraph that it is on, as they were; empty for all of it
	Text      string            `json:"text"`
	Suggested string            `json:"suggested"` // Markdown that it would have in the paragraph's place; mostly empty
	Themes    []string          `json:"themes"`
	Agrees    int               `json:"agree"`
	Disagrees int               `json:"disagree"`
	Passes    int               `json:"pass"`
	Further   map[string]string `json:"attributes,omitempty"`
}

// Options say what is exported and how.
type Options struct {
	Format string         // csv or json
	All    bool           // what is held, hidden or in a private group too: for the operator's eyes
	Zone   *time.Location // of the times
}

// Contributions writes every contribution in the order of their numbers, and tells how many there were.
func Contributions(ctx context.Context, d *db.DB, w io.Writer, o Options) (rows int, err error) {
	buffered := bufio.NewWriterSize(w, 1<<16)
	out := newWriter(buffered, o.Format)
	themes, err := themesByID(ctx, d)
	if err != nil {
		return 0, err
	}
	var after int64
	for {
		page, err := read(ctx, d, o, themes, after)
		if err != nil {
			return rows, err
		}
		for _, c := range page {
			if err := out.row(c); err != nil {
				return rows, err
			}
			rows++
			after = c.ID
		}
		if len(page) < atOnce {
			break
		}
	}
	if err := out.end(); err != nil {
		return rows, err
	}
	return rows, buffered.Flush()
}

func read(ctx context.Context, d *db.DB, o Options, themes map[int64]string, after int64) ([]Contribution, error) {
	seen, args := people.Visitor.Sees("c", "t")
	if o.All {
		seen, args = "1 = 1", nil
	}
	list, err := db.All(ctx, d, scanner(o.Zone), `SELECT c.id, c.created_at, p.public_name, c.who, c.evidence, c.channel, c.late = 1, c.noted = 1, c.state, c.state_reason, c.fate, COALESCE(f.reason, ''),
		COALESCE(g.slug, ''), COALESCE(gu.slug, ''), COALESCE(ch.slug, ''), COALESCE(vb.number, 0), t.title, COALESCE(c.parent_id, 0),
		COALESCE(an.quote, ''), c.body_md, COALESCE(sg.new_source, ''), c.agrees, c.disagrees, c.passes, c.language, c.attributes
		FROM contributions c JOIN threads t ON t.id = c.thread_id JOIN people p ON p.id = c.author_id
		LEFT JOIN fates f ON f.contribution_id = c.id AND f.current = 1 LEFT JOIN groups g ON g.id = t.group_id
		LEFT JOIN chapters ch ON ch.thread_id = t.id LEFT JOIN guides gu ON gu.id = ch.guide_id
		LEFT JOIN anchors an ON an.contribution_id = c.id LEFT JOIN suggestions sg ON sg.contribution_id = c.id
		LEFT JOIN version_blocks vb ON vb.version_id = ch.version_id AND vb.block_id = c.block_id
		WHERE c.id > ? AND `+seen+` ORDER BY c.id LIMIT ?`, append(append([]any{after}, args...), atOnce)...)
	if err != nil || len(list) == 0 {
		return list, err
	}
	places := map[int64]int{}
	ids := make([]int64, len(list))
	for i, c := range list {
		places[c.ID], ids[i] = i, c.ID
	}
	err = db.Each(ctx, d, func(r db.Row) error {
		var contribution, theme int64
		if err := r.Scan(&contribution, &theme); err != nil {
			return err
		}
		c := &list[places[contribution]]
		c.Themes = append(c.Themes, themes[theme])
		return nil
	}, "SELECT contribution_id, theme_id FROM tags WHERE state = 'accepted' AND contribution_id IN "+db.In(len(ids))+
		" ORDER BY contribution_id, theme_id", db.Args(ids)...)
	return list, err
}

func scanner(zone *time.Location) func(db.Row) (Contribution, error) {
	return func(r db.Row) (c Contribution, err error) {
		var at clock.Instant
		var further string
		err = r.Scan(&c.ID, &at, &c.Author, &c.Who, &c.Evidence, &c.Channel, &c.Late, &c.Noted, &c.State, &c.Reason, &c.Fate, &c.Why, &c.Group, &c.Guide, &c.Chapter,
			&c.Paragraph, &c.Thread, &c.Parent, &c.Quote, &c.Text, &c.Suggested, &c.Agrees, &c.Disagrees, &c.Passes, &c.Language, &further)
		if err != nil {
			return c, err
		}
		c.URL = "/contributions/" + strconv.FormatInt(c.ID, 10)
		c.CreatedAt = at.In(zone).Format(time.RFC3339)
		c.Themes = []string{}
		if further != "" {
			err = json.Unmarshal([]byte(further), &c.Further)
		}
		return c, err
	}
}

func themesByID(ctx context.Context, d *db.DB) (map[int64]string, error) {
	names := map[int64]string{}
	err := db.Each(ctx, d, func(r db.Row) error {
		var id int64
		var name string
		err := r.Scan(&id, &name)
		names[id] = name
		return err
	}, "SELECT id, name FROM themes")
	return names, err
}
