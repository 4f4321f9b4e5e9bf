package coding

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"folkmoot/models/audit"
	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/insight/topics"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

// Bounds on what is read to find topics, and on what a prompt shows.
const (
	promptsRead   = 5_000 // of the newest contributions without a theme
	promptsBeside = 5_000 // of the newest with one, to tell what is usual
	promptText    = 2_000 // characters of a contribution
	PromptShown   = 60    // members of a prompt on its page
	promptTypical = 3     // members of it on the list
	sameTopic     = 3     // tenths of shared members from which a topic is the one found before
)

// PromptState is what became of a prompt.
type PromptState string

// The states of a prompt.
const (
	PromptNew    PromptState = "new"
	PromptMade   PromptState = "made"   // it became a theme
	PromptJoined PromptState = "joined" // it went to a theme that was there
	PromptAside  PromptState = "aside"  // it is nothing, and is not shown again
	promptGone   PromptState = "gone"   // it is found no more
)

// Prompt is what several people mention and no theme fits: offered to be read, never published. Its figures are of what
// the reader may see and has no theme now.
type Prompt struct {
	ID       int64
	Words    []string
	State    PromptState
	Theme    themes.Theme // that it became or joined
	Reason   string
	Revision int
	FoundAt  clock.Instant
	By       string // who decided
	People   int
	Said     int
	Members  []discussion.Said // the most typical first
}

// FindPrompts looks for topics in what has no theme yet and keeps them as prompts. A topic that shares enough members or
// its words with a prompt of before is that prompt, and stays what people decided that it is.
func (s *Store) FindPrompts(ctx context.Context) error {
	loose, err := s.texts(ctx, `SELECT u.id, c.author_id, SUBSTR(c.body_md, 1, ?) FROM hearing_uncoded u JOIN contributions c ON c.id = u.id
		WHERE c.state = 'published' ORDER BY u.id DESC LIMIT ?`, promptsRead)
	if err != nil {
		return err
	}
	themed, err := s.texts(ctx, `SELECT c.id, c.author_id, SUBSTR(c.body_md, 1, ?) FROM contributions c WHERE c.state = 'published'
		AND EXISTS (SELECT 1 FROM tags g WHERE g.contribution_id = c.id AND g.state = 'accepted') ORDER BY c.id DESC LIMIT ?`, promptsBeside)
	if err != nil {
		return err
	}
	found := topics.Find(loose, themed)
	return s.DB.Write(ctx, func(tx *db.Tx) error { return keepPrompts(tx, found) })
}

func (s *Store) texts(ctx context.Context, query string, most int) ([]topics.Text, error) {
	return db.All(ctx, s.DB, func(r db.Row) (t topics.Text, err error) {
		err = r.Scan(&t.ID, &t.Author, &t.Plain)
		return t, err
	}, query, promptText, most)
}

// kept is a prompt as it was found before.
type kept struct {
	id      int64
	words   string
	state   PromptState
	members map[int64]bool
}

// keepPrompts stores what was found. What is new and found no more is gone; it comes back when it is found again.
func keepPrompts(tx *db.Tx, found []topics.Topic) error {
	before, err := promptsBefore(tx)
	if err != nil {
		return err
	}
	taken := map[int64]bool{}
	for _, topic := range found {
		words := strings.Join(topic.Words, ", ")
		id := int64(0)
		if old := sameAs(before, taken, topic, words); old != nil {
			id = old.id
			state := old.state
			if state == promptGone {
				state = PromptNew
			}
			if _, err := tx.Exec("UPDATE prompts SET words = ?, state = ?, seen_at = ? WHERE id = ?", words, state, tx.Now(), id); err != nil {
				return err
			}
		} else if id, err = tx.Insert("INSERT INTO prompts (kind, words, found_at, seen_at) VALUES ('topic', ?, ?, ?)", words, tx.Now(), tx.Now()); err != nil {
			return err
		}
		taken[id] = true
		if _, err := tx.Exec("DELETE FROM prompt_members WHERE prompt_id = ?", id); err != nil {
			return err
		}
		for _, m := range topic.Members {
			if _, err := tx.Exec("INSERT INTO prompt_members (prompt_id, contribution_id, strength) VALUES (?, ?, ?)", id, m.ID, m.Strength); err != nil {
				return err
			}
		}
	}
	for _, old := range before {
		if old.state == PromptNew && !taken[old.id] {
			if _, err := tx.Exec("UPDATE prompts SET state = 'gone' WHERE id = ?", old.id); err != nil {
				return err
			}
		}
	}
	return nil
}

func promptsBefore(tx *db.Tx) ([]kept, error) {
	// The rows are taken first, so that two instances that look at once do so one after the other.
	if _, err := tx.Exec("UPDATE prompts SET seen_at = seen_at"); err != nil {
		return nil, err
	}
	list, err := db.All(tx.Context(), tx, func(r db.Row) (k kept, err error) {
		k.members = map[int64]bool{}
		err = r.Scan(&k.id, &k.words, &k.state)
		return k, err
	}, "SELECT id, words, state FROM prompts WHERE kind = 'topic' ORDER BY id DESC LIMIT 500")
	if err != nil {
		return nil, err
	}
	at := map[int64]int{}
	for i, k := range list {
		at[k.id] = i
	}
	return list, db.Each(tx.Context(), tx, func(r db.Row) error {
		var prompt, contribution int64
		err := r.Scan(&prompt, &contribution)
		if i, ok := at[prompt]; ok {
			list[i].members[contribution] = true
		}
		return err
	}, "SELECT prompt_id, contribution_id FROM prompt_members ORDER BY prompt_id")
}

// sameAs finds the prompt that a topic is: one of the same words, or that which shares most of its members.
func sameAs(before []kept, taken map[int64]bool, topic topics.Topic, words string) *kept {
	var best *kept
	most := 0
	for i := range before {
		k := &before[i]
		if taken[k.id] {
			continue
		}
		if k.words == words {
			return k
		}
		both := 0
		for _, m := range topic.Members {
			if k.members[m.ID] {
				both++
			}
		}
		if all := len(k.members) + len(topic.Members) - both; all > 0 && 10*both >= sameTopic*all && both > most {
			best, most = k, both
		}
	}
	return best
}

const promptColumns = `p.id, p.words, p.state, p.reason, p.revision, p.found_at, COALESCE(w.public_name, ''), COALESCE(p.theme_id, 0)
	FROM prompts p LEFT JOIN people w ON w.id = p.decided_by`

func scanPrompt(r db.Row) (p Prompt, err error) {
	var words string
	err = r.Scan(&p.ID, &words, &p.State, &p.Reason, &p.Revision, &p.FoundAt, &p.By, &p.Theme.ID)
	p.Words = strings.Split(words, ", ")
	return p, err
}

// Prompts lists the prompts in a state that still have members, those of most people first.
func (s *Store) Prompts(ctx context.Context, a people.Actor, state PromptState) ([]Prompt, error) {
	if err := themes.MayTag(a); err != nil {
		return nil, err
	}
	list, err := db.All(ctx, s.DB, scanPrompt, "SELECT "+promptColumns+" WHERE p.state = ? ORDER BY p.id DESC LIMIT 100", state)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if err := s.fillPrompt(ctx, a, &list[i], promptTypical); err != nil {
			return nil, err
		}
	}
	if state == PromptNew {
		list = slices.DeleteFunc(list, func(p Prompt) bool { return p.People < topics.People })
	}
	slices.SortStableFunc(list, func(a, b Prompt) int { return cmp.Compare(b.People, a.People) })
	return list, nil
}

// Prompt reads one prompt with its members.
func (s *Store) Prompt(ctx context.Context, a people.Actor, id int64) (Prompt, error) {
	if err := themes.MayTag(a); err != nil {
		return Prompt{}, err
	}
	p, err := db.One(ctx, s.DB, scanPrompt, "SELECT "+promptColumns+" WHERE p.id = ?", id)
	if err != nil {
		return p, err
	}
	return p, s.fillPrompt(ctx, a, &p, PromptShown)
}

// fillPrompt reads the members of a prompt that the actor may see and that have no theme now, and counts them.
func (s *Store) fillPrompt(ctx context.Context, a people.Actor, p *Prompt, most int) error {
	if p.Theme.ID != 0 {
		theme, err := themes.Find(ctx, s.DB, p.Theme.ID)
		if err != nil {
			return err
		}
		p.Theme = theme
	}
	seen, args := a.Sees("c", "t")
	const from = ` FROM prompt_members m JOIN hearing_uncoded u ON u.id = m.contribution_id JOIN contributions c ON c.id = m.contribution_id
		JOIN threads t ON t.id = c.thread_id WHERE m.prompt_id = ? AND `
	args = append([]any{p.ID}, args...)
	if err := s.DB.QueryRow(ctx, "SELECT COUNT(*), COUNT(DISTINCT c.author_id)"+from+seen, args...).Scan(&p.Said, &p.People); err != nil {
		return err
	}
	ids, err := db.Values[int64](ctx, s.DB, "SELECT c.id"+from+seen+" ORDER BY m.strength DESC, c.id DESC LIMIT ?", append(args, most)...)
	if err != nil {
		return err
	}
	p.Members, err = discussion.Gather(ctx, s.DB, a, ids)
	return err
}

// Verdict is what somebody decides about a prompt: a new theme, one that is there, or to put it aside with a reason.
type Verdict struct {
	Prompt   int64
	Revision int
	State    PromptState  // PromptMade, PromptJoined or PromptAside
	New      themes.Draft // for PromptMade
	Theme    int64        // for PromptJoined
	Reason   string       // for PromptAside
	On       []int64      // contributions to put the theme on
}

// Decide carries a verdict out and gives the theme's id; 0 where it was put aside. ErrConflict where somebody decided
// before. Bad input is Invalid by field: those of a theme's draft, "theme", "reason".
func (s *Store) Decide(ctx context.Context, a people.Actor, key db.Key, v Verdict) (int64, error) {
	if err := themes.MayTag(a); err != nil {
		return 0, err
	}
	if len(v.On) > PromptShown {
		return 0, db.TooLarge{Reason: "There are too many comments in this form."}
	}
	wrong := db.Invalid{}
	var err error
	switch v.State {
	case PromptMade:
		if v.New, err = v.New.Check(); err != nil {
			return 0, err
		}
	case PromptJoined:
		if v.Theme == 0 {
			wrong["theme"] = "Choose the theme that it belongs to"
		}
	case PromptAside:
		if v.Reason = wrong.Line("reason", v.Reason, themes.MaxReason); v.Reason == "" && wrong["reason"] == "" {
			wrong["reason"] = "Say in a few words why it is no theme"
		}
	default:
		wrong["state"] = "Choose what to do with it"
	}
	if len(wrong) > 0 {
		return 0, wrong
	}
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) { return decide(tx, a, v) })
}

func decide(tx *db.Tx, a people.Actor, v Verdict) (theme int64, err error) {
	changed, err := tx.Exec(`UPDATE prompts SET state = ?, reason = ?, revision = revision + 1, decided_by = ?, decided_at = ?
		WHERE id = ? AND revision = ? AND state IN ('new', 'gone', 'aside')`, v.State, v.Reason, a.ID, tx.Now(), v.Prompt, v.Revision)
	if err != nil {
		return 0, err
	}
	if changed == 0 {
		if _, err := db.Value[int64](tx.Context(), tx, "SELECT id FROM prompts WHERE id = ?", v.Prompt); err != nil {
			return 0, err
		}
		return 0, db.ErrConflict
	}
	switch v.State {
	case PromptMade:
		t, err := themes.Add(tx, v.New, themes.New{By: a.ID})
		if err != nil {
			return 0, err
		}
		theme = t.ID
	case PromptJoined:
		theme = v.Theme
	}
	if _, err := tx.Exec("UPDATE prompts SET theme_id = ? WHERE id = ?", db.Null(theme), v.Prompt); err != nil {
		return 0, err
	}
	on := slices.Clone(v.On)
	slices.Sort(on)
	seen, args := a.Sees("c", "t")
	for _, id := range slices.Compact(on) {
		// Only what the prompt holds and the actor sees.
		there, err := db.Value[int](tx.Context(), tx, `SELECT COUNT(*) FROM prompt_members m JOIN contributions c ON c.id = m.contribution_id
			JOIN threads t ON t.id = c.thread_id WHERE m.prompt_id = ? AND m.contribution_id = ? AND `+seen, append([]any{v.Prompt, id}, args...)...)
		if err != nil {
			return 0, err
		}
		if there == 0 || theme == 0 {
			continue
		}
		if err := themes.Tag(tx, id, theme, themes.ByPerson, a.ID); err != nil {
			return 0, err
		}
	}
	return theme, audit.Append(tx, audit.Entry{
		Actor: a.ID, Act: "prompt." + string(v.State), Kind: "prompt", Object: v.Prompt,
		Details: map[string]any{"theme": theme, "contributions": len(v.On)},
	})
}
