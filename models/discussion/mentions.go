package discussion

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"folkmoot/models/db"
	"folkmoot/models/notify"
	"folkmoot/models/people"
)

// Bounds on calling people by name: how many a contribution can call, how many signs of a call in it are looked at, and how
// many beginnings of words after each may be a name.
const (
	MostMentions  = 10
	mentionSigns  = 40
	mentionsWords = 8
)

// unspoken are the elements whose words are not the writer's own, or no words.
var unspoken = map[string]bool{"blockquote": true, "code": true, "pre": true}

// ownText is the text of safe HTML without what it quotes and without code. Blocks are parted by line ends.
func ownText(safe string) string {
	var b strings.Builder
	within := 0
	for z := html.NewTokenizer(strings.NewReader(safe)); ; {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if within == 0 {
				b.Write(z.Text())
			}
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			if unspoken[string(name)] && kind != html.SelfClosingTagToken {
				if kind == html.StartTagToken {
					within++
				} else {
					within = max(0, within-1)
				}
			}
			if !inline[string(name)] {
				b.WriteByte('\n')
			}
		}
	}
}

// called gives what names may be meant where a text calls people with an "@", as names look, the longest first. An "@"
// within an address of mail calls nobody.
func called(text string) (calls [][]string) {
	before := ' '
	for at, r := range text {
		if r == '@' && !unicode.IsLetter(before) && !unicode.IsDigit(before) && len(calls) < mentionSigns {
			if names := beginnings(text[at+1:]); len(names) > 0 {
				calls = append(calls, names)
			}
		}
		before = r
	}
	return calls
}

// beginnings gives how the first words of a text look, from as many as a name can have to one.
func beginnings(text string) (names []string) {
	if line := strings.IndexAny(text, "\n@"); line >= 0 {
		text = text[:line]
	}
	length, word := 0, false
	for at, r := range text {
		part := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		if at == 0 && !part {
			return nil
		}
		if word && !part {
			names = append(names, people.Skeleton(text[:at]))
		}
		if length++; length > people.NameLongest || len(names) == mentionsWords {
			word = false
			break
		}
		word = part
	}
	if word {
		names = append(names, people.Skeleton(text))
	}
	slices.Reverse(names)
	return names
}

// mentioned tells those whom a published contribution calls by name, inside the command that publishes or changes it: each
// person once for each contribution, who can see it, and at most MostMentions. Whoever it answers is told of the answer
// alone. What is covered in it calls nobody.
func mentioned(tx *db.Tx, contribution int64) error {
	var safe string
	var answered int64
	err := tx.QueryRow(tx.Context(), `SELECT c.body_html, COALESCE(c.parent_id, CASE WHEN t.opening_id <> c.id THEN t.opening_id END, 0)
		FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE c.id = ? AND c.state = 'published'`, contribution).Scan(&safe, &answered)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil || !strings.Contains(safe, "@") {
		return err
	}
	calls := called(ownText(safe))
	var names []string
	for _, c := range calls {
		names = append(names, c...)
	}
	if len(names) == 0 {
		return nil
	}
	whose := map[string]int64{}
	err = db.Each(tx.Context(), tx, func(r db.Row) error {
		var id int64
		var name string
		err := r.Scan(&id, &name)
		whose[name] = id
		return err
	}, "SELECT id, name_skeleton FROM people WHERE state = 'active' AND name_skeleton IN "+db.In(len(names)), db.Args(names)...)
	if err != nil {
		return err
	}
	var told []int64
	for _, c := range calls {
		for _, name := range c {
			id := whose[name]
			if id == 0 {
				continue
			}
			if len(told) < MostMentions && !slices.Contains(told, id) {
				told = append(told, id)
			}
			break
		}
	}
	fresh := false
	for _, id := range told {
		n, err := tx.Exec(`INSERT INTO mentions (contribution_id, person_id, created_at) SELECT c.id, p.id, ? FROM contributions c JOIN threads t ON t.id = c.thread_id, people p
			WHERE c.id = ? AND p.id = ? AND p.id <> c.author_id AND `+people.SeenBy("c", "t", "p")+" ON CONFLICT DO NOTHING", tx.Now(), contribution, id)
		if err != nil {
			return err
		}
		fresh = fresh || n > 0
	}
	if !fresh {
		return nil
	}
	return notify.Mentioned(tx, contribution, answered)
}

// Bounds on names that are offered while somebody types one.
const (
	namesFrom = 2 // letters
	namesMost = 8
)

// Names offers names of people to call in a thread, by how they begin: of those who have spoken in it or elsewhere in its
// group, or are its hosts, and can see it. Who else is in the group is told to nobody. Whoever may not write there is
// offered none.
func (s *Store) Names(ctx context.Context, a people.Actor, thread int64, begin string) ([]string, error) {
	t, err := s.Thread(ctx, a, thread)
	if err != nil {
		return nil, err
	}
	if err := MayWrite(a, t, s.DB.Clock.Now()); err != nil {
		return nil, err
	}
	begin = people.Skeleton(begin)
	if utf8.RuneCountInString(begin) < namesFrom {
		return nil, nil
	}
	return db.Values[string](ctx, s.DB, `SELECT p.public_name FROM people p WHERE p.state = 'active' AND p.name_skeleton >= ? AND p.name_skeleton < ? AND p.id <> ?
		AND (EXISTS (SELECT 1 FROM thread_people s WHERE s.thread_id = ? AND s.person_id = p.id AND s.contributions > 0) AND (? = 0 OR p.role <> 'member')
			OR EXISTS (SELECT 1 FROM memberships m WHERE m.group_id = ? AND m.person_id = p.id AND m.state = 'member'
				AND (m.role = 'host' OR EXISTS (SELECT 1 FROM thread_people s JOIN threads x ON x.id = s.thread_id
					WHERE s.person_id = p.id AND s.contributions > 0 AND x.group_id = m.group_id AND x.private <= ?))))
		ORDER BY p.name_skeleton LIMIT ?`, begin, begin+"\U0010FFFF", a.ID, t.ID, db.Flag(t.Private), t.GroupID, db.Flag(t.Private), namesMost)
}
