package guide

import (
	"context"
	"slices"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
)

// Triangle is what stands behind the paragraphs of a chapter's newest version: lived experience, practice, research.
type Triangle struct {
	Count    map[discussion.Evidence]int // distinct contributions, and works of research
	Unstated int                         // contributions whose writers did not say what they bring
	Behind   map[int64]int               // contributions and works behind each block
	Calls    []Call

	threads []int64
}

// Call is a discussion in which editors ask for evidence that a chapter lacks.
type Call struct {
	Evidence discussion.Evidence
	Thread   int64
	Slug     string
	Title    string
}

// Empty tells whether nothing stands behind the chapter but what its editors wrote.
func (t Triangle) Empty() bool {
	return t.Count[discussion.Lived]+t.Count[discussion.Practice]+t.Count[discussion.Research]+t.Unstated == 0
}

// Missing lists the kinds of evidence of which there is none.
func (t Triangle) Missing() (kinds []discussion.Evidence) {
	for _, kind := range discussion.Evidences {
		if t.Count[kind] == 0 {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// Weakest is the kind of evidence of which there is least, where none is missing and one has less than half of every
// other; Unstated where no corner is weak.
func (t Triangle) Weakest() discussion.Evidence {
	for _, kind := range discussion.Evidences {
		weak := t.Count[kind] > 0
		for _, other := range discussion.Evidences {
			if other != kind && t.Count[kind]*2 >= t.Count[other] {
				weak = false
			}
		}
		if weak {
			return kind
		}
	}
	return discussion.Unstated
}

// Threads lists the threads that the triangle is counted from, those of what is not shown now among them.
func (t Triangle) Threads() []int64 { return t.threads }

// Bounds on what is read for a triangle, and on the calls that a chapter shows.
const (
	triangleRead = 20_000
	callsShown   = 5
)

// Triangle reads what stands behind the newest version of a chapter, as the actor may see it, in two queries.
func (s *Store) Triangle(ctx context.Context, a people.Actor, c Chapter) (Triangle, error) {
	t := Triangle{Count: map[discussion.Evidence]int{}, Behind: map[int64]int{}}
	if c.VersionID == 0 {
		return t, nil
	}
	type piece struct {
		block, said int64
		citation    string
	}
	behind, counted, threads := map[piece]bool{}, map[piece]bool{}, map[int64]bool{}
	seen, args := a.Sees("c", "t")
	err := db.Each(ctx, s.DB, func(r db.Row) error {
		var p piece
		var evidence discussion.Evidence
		var thread int64
		var visible bool
		if err := r.Scan(&p.block, &p.said, &p.citation, &evidence, &thread, &visible); err != nil {
			return err
		}
		threads[thread] = true
		if !visible || behind[p] {
			return nil
		}
		behind[p] = true
		t.Behind[p.block]++
		p.block = 0
		if counted[p] {
			return nil
		}
		counted[p] = true
		if p.said != 0 && evidence == discussion.Unstated {
			t.Unstated++
		} else {
			t.Count[evidence]++
		}
		return nil
	}, `SELECT e.block_id, COALESCE(e.contribution_id, 0), e.citation, CASE WHEN e.kind = 'research' THEN 'research' ELSE COALESCE(c.evidence, '') END,
		COALESCE(c.thread_id, 0), CASE WHEN e.contribution_id IS NULL OR (`+seen+`) THEN 1 ELSE 0 END = 1
		FROM ledger e JOIN version_blocks w ON w.block_id = e.block_id AND w.version_id = ?
		LEFT JOIN contributions c ON c.id = e.contribution_id LEFT JOIN threads t ON t.id = c.thread_id
		WHERE e.chapter_id = ? AND e.kind <> 'editors' ORDER BY e.id LIMIT ?`, append(args, c.VersionID, c.ID, triangleRead)...)
	if err != nil {
		return t, err
	}
	if err := s.calls(ctx, a, c, &t, threads); err != nil {
		return t, err
	}
	delete(threads, 0)
	for id := range threads {
		t.threads = append(t.threads, id)
	}
	slices.Sort(t.threads)
	return t, nil
}

// calls reads the calls of a chapter, the newest first.
func (s *Store) calls(ctx context.Context, a people.Actor, c Chapter, t *Triangle, threads map[int64]bool) error {
	seen, args := a.Sees("o", "t")
	return db.Each(ctx, s.DB, func(r db.Row) error {
		var call Call
		var visible bool
		err := r.Scan(&call.Evidence, &call.Thread, &call.Slug, &call.Title, &visible)
		if threads[call.Thread] = true; visible {
			t.Calls = append(t.Calls, call)
		}
		return err
	}, "SELECT k.evidence, t.id, t.slug, t.title, CASE WHEN "+seen+` THEN 1 ELSE 0 END = 1
		FROM evidence_calls k JOIN threads t ON t.id = k.thread_id LEFT JOIN contributions o ON o.id = t.opening_id
		WHERE k.chapter_id = ? ORDER BY k.id DESC LIMIT ?`, append(args, c.ID, callsShown)...)
}

// CallFor is a discussion that an editor starts to ask for evidence.
type CallFor struct {
	Chapter  int64
	Evidence discussion.Evidence
	Group    int64
	Title    string
	Body     string
}

// Call starts a discussion that asks for the evidence that a chapter lacks, shows it on the chapter's page, and gives
// the discussion's id. Bad input is Invalid by field: "evidence", "group", "title", "body".
func (s *Store) Call(ctx context.Context, a people.Actor, key db.Key, call CallFor) (int64, error) {
	if err := MayEdit(a); err != nil {
		return 0, err
	}
	ready, err := discussion.Start{GroupID: call.Group, Title: call.Title, Body: call.Body}.PrepareCall(ctx, call.Evidence)
	if err != nil {
		return 0, err
	}
	return s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		c, err := Find(ctx, tx, call.Chapter)
		if err != nil {
			return 0, err
		}
		thread, err := s.Talk.Begin(tx, a, ready)
		if err != nil {
			return 0, err
		}
		if _, err := tx.Insert("INSERT INTO evidence_calls (chapter_id, evidence, thread_id, put_by, put_at) VALUES (?, ?, ?, ?, ?)",
			c.ID, call.Evidence, thread, a.ID, tx.Now()); err != nil {
			return 0, err
		}
		tx.Touch(db.TopicThread(c.ThreadID), db.TopicThread(thread))
		return thread, audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "chapter.call", Kind: "chapter", Object: c.ID, Details: map[string]any{"evidence": call.Evidence, "thread": thread},
		})
	})
}
