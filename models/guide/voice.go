package guide

import (
	"context"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// Voice is a contribution as it stands behind a paragraph: short words of it, and who said it.
type Voice struct {
	ID        int64
	ThreadID  int64
	On        discussion.ThreadKind
	Title     string // of its thread
	AuthorID  int64
	Author    string // public name as it is now
	Who       people.Who
	Evidence  discussion.Evidence
	Words     string // exact words from its beginning, or of the edit that it suggests
	Agrees    int
	Disagrees int
	Passes    int
	Fate      discussion.Fate
	BlockID   int64 // the paragraph it is on now; 0 = none
	Paragraph int   // number of that in the chapter's newest version; 0 = none
	At        clock.Instant
}

// wordsQuoted is how many characters of a contribution the ledger shows.
const wordsQuoted = 160

// voiceColumns are those of scanVoice: c is the contribution, t its thread, p its author, g a suggested edit and w
// where its paragraph stands.
const voiceColumns = `c.id, c.thread_id, t.kind, t.title, c.author_id, p.public_name, c.who, c.evidence, SUBSTR(c.body_html, 1, 2000),
	COALESCE(SUBSTR(g.new_text, 1, 2000), ''), c.agrees, c.disagrees, c.passes, c.fate, COALESCE(c.block_id, 0), COALESCE(w.number, 0), c.created_at`

// voiceTables joins what voiceColumns needs to a contribution c.
const voiceTables = ` JOIN threads t ON t.id = c.thread_id JOIN people p ON p.id = c.author_id LEFT JOIN suggestions g ON g.contribution_id = c.id
	LEFT JOIN chapters h ON h.thread_id = t.id LEFT JOIN version_blocks w ON w.version_id = h.version_id AND w.block_id = c.block_id `

// targets gives what a row of voiceColumns is scanned into, and done, which is called when it has been.
func (v *Voice) targets() (into []any, done func()) {
	var html, suggested string
	return []any{
		&v.ID, &v.ThreadID, &v.On, &v.Title, &v.AuthorID, &v.Author, &v.Who, &v.Evidence, &html,
		&suggested, &v.Agrees, &v.Disagrees, &v.Passes, &v.Fate, &v.BlockID, &v.Paragraph, &v.At,
	}, func() {
		v.Words = discussion.Excerpt(html)
		if suggested != "" {
			v.Words = prose.Excerpt(suggested, wordsQuoted)
		}
	}
}

func scanVoice(r db.Row) (v Voice, err error) {
	into, done := v.targets()
	err = r.Scan(into...)
	done()
	return v, err
}

// voices reads the contributions that the actor may see of those that a condition on c picks out.
func voices(ctx context.Context, q db.Querier, a people.Actor, condition string, args ...any) (map[int64]*Voice, error) {
	seen, more := a.Sees("c", "t")
	list, err := db.All(ctx, q, scanVoice, "SELECT "+voiceColumns+" FROM contributions c"+voiceTables+" WHERE "+condition+" AND "+seen, append(args, more...)...)
	found := make(map[int64]*Voice, len(list))
	for i := range list {
		found[list[i].ID] = &list[i]
	}
	return found, err
}

// Candidates are comments that may have shaped a passage.
type Candidates struct {
	Voices []Voice // those without an answer yet first, then as they were said
	More   bool    // there are more of them
}

// CandidatesFor reads for each passage up to n of the published comments on what it comes from; for what is new those
// on its neighbours and on the whole chapter. The number of queries does not depend on how many there are.
func (s *Store) CandidatesFor(ctx context.Context, c Chapter, passages []Passage, n int) ([]Candidates, error) {
	var blocks []int64
	of := make([][]int64, len(passages))
	for i, p := range passages {
		for _, b := range p.From {
			of[i] = append(of[i], b.ID)
		}
		if p.How == Fresh {
			of[i] = append(append(of[i], p.Near...), c.whole)
		}
		blocks = append(blocks, of[i]...)
	}
	byBlock := map[int64][]Voice{}
	if len(blocks) == 0 {
		return make([]Candidates, len(passages)), nil
	}
	seen, args := people.Visitor.Sees("c", "t")
	all, err := db.All(ctx, s.DB, scanVoice, "SELECT "+voiceColumns+` FROM (SELECT k.id, ROW_NUMBER() OVER
		(PARTITION BY k.block_id ORDER BY CASE WHEN k.fate = 'pending' THEN 0 ELSE 1 END, k.id) AS place
		FROM contributions k WHERE k.block_id IN `+db.In(len(blocks))+` AND k.state = 'published') o JOIN contributions c ON c.id = o.id`+voiceTables+
		" WHERE o.place <= ? AND "+seen+" ORDER BY o.place", append(append(db.Args(blocks), any(n+1)), args...)...)
	if err != nil {
		return nil, err
	}
	for _, v := range all {
		byBlock[v.BlockID] = append(byBlock[v.BlockID], v)
	}
	list := make([]Candidates, len(passages))
	for i := range passages {
		list[i] = firstOf(byBlock, of[i], n)
	}
	return list, nil
}

// firstOf puts the comments on several blocks together, those that wait for an answer first.
func firstOf(byBlock map[int64][]Voice, blocks []int64, n int) (c Candidates) {
	for _, waiting := range []bool{true, false} {
		for _, b := range blocks {
			for _, v := range byBlock[b] {
				if (v.Fate == discussion.Pending) == waiting {
					c.Voices = append(c.Voices, v)
				}
			}
		}
	}
	if c.More = len(c.Voices) > n; c.More {
		c.Voices = c.Voices[:n]
	}
	return c
}
