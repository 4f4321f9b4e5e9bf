package discussion

import (
	"context"
	"math"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// OwnPage is how many of their own contributions a person sees on a page.
const OwnPage = 20

// Own is a contribution as its writer finds it again, wherever it stands and whatever became of it.
type Own struct {
	Said           // without its words where nobody reads them any more; its counts only where the writer may read it there
	Seen    bool   // the writer may still read where it was said; where not, Thread holds its ID alone
	Counted bool   // everybody may read it, so that it counts in the summary
	Message string // what the moderator who hid it, or asked for a change, wrote to its writer; "" for nothing
	Against bool   // a moderator decided against it, and that still stands: its writer can ask for another look
	Themes  []Theme
}

// ownSpot is where a list of somebody's own contributions goes on.
type ownSpot struct{ Before int64 }

// Own reads up to n of the actor's own contributions, the newest first, and where the next ones begin. What they typed
// in for somebody else is not among them. The number of queries does not depend on how many there are.
func (s *Store) Own(ctx context.Context, a people.Actor, after string, n int) (list []Own, next string, err error) {
	if !a.SignedIn() {
		return nil, "", db.Forbidden{Reason: "Please sign in first."}
	}
	from := ownSpot{Before: math.MaxInt64}
	if err := db.DecodeCursor(after, &from); err != nil {
		return nil, "", err
	}
	list, err = db.All(ctx, s.DB, scanOwn, ownQuery, a.ID, from.Before, n+1)
	if err != nil || len(list) == 0 {
		return nil, "", err
	}
	if len(list) > n {
		list = list[:n]
		next = db.EncodeCursor(ownSpot{Before: list[n-1].ID})
	}
	ids, threads := make([]int64, len(list)), make([]int64, len(list))
	for i, o := range list {
		ids[i], threads[i] = o.ID, o.ThreadID
	}
	where, err := s.threads(ctx, threads)
	if err != nil {
		return nil, "", err
	}
	on, err := s.themes(ctx, ids)
	if err != nil {
		return nil, "", err
	}
	for i := range list {
		list[i].Themes = on[list[i].ID]
		list[i].settle(a, where[list[i].ThreadID])
	}
	return list, next, nil
}

const ownQuery = `SELECT c.id, c.thread_id, c.seq, c.kind, c.author_id, c.who, c.channel, c.evidence, c.body_md, c.body_html, c.state, c.state_reason, c.state_at,
	COALESCE(c.published_at, 0), c.revision, COALESCE(c.edited_at, 0), c.agrees, c.disagrees, c.passes, c.fate, c.created_at,
	COALESCE(g.slug || '/' || ch.slug, ''), CASE WHEN c.state IN ('hidden', 'asked') THEN COALESCE((SELECT d.message FROM decisions d
		WHERE d.contribution_id = c.id AND d.act IN ('hide', 'ask') AND d.undone_at IS NULL ORDER BY d.id DESC LIMIT 1), '') ELSE '' END,
	c.state <> 'deleted' AND COALESCE((SELECT d.act FROM decisions d WHERE d.contribution_id = c.id AND d.undone_at IS NULL
		ORDER BY d.id DESC LIMIT 1), '') IN ('ask', 'hide', 'cover', 'move')
	FROM contributions c LEFT JOIN chapters ch ON ch.thread_id = c.thread_id LEFT JOIN guides g ON g.id = ch.guide_id
	WHERE c.author_id = ? AND c.id < ? ORDER BY c.id DESC LIMIT ?`

func scanOwn(r db.Row) (o Own, err error) {
	err = r.Scan(&o.ID, &o.ThreadID, &o.Seq, &o.Kind, &o.AuthorID, &o.Who, &o.Channel, &o.Evidence, &o.Body, &o.HTML, &o.State, &o.Reason, &o.StateAt,
		&o.PublishedAt, &o.Revision, &o.EditedAt, &o.Agrees, &o.Disagrees, &o.Passes, &o.Fate, &o.CreatedAt, &o.Chapter, &o.Message, &o.Against)
	return o, err
}

// settle puts in where it was said, and takes out what its writer may not read there.
func (o *Own) settle(a people.Actor, t Thread) {
	if o.Seen = MayRead(a, t) == nil; o.Seen {
		o.Thread = t
	} else {
		o.Thread, o.Chapter = Thread{ID: t.ID}, ""
	}
	o.Counted = o.State == Published && people.Visitor.SeesGroup(t.GroupID, t.Private)
	if !Readable(a, o.Contribution) {
		o.Body, o.HTML = "", ""
	}
	if !o.Seen || o.State != Published {
		o.Agrees, o.Disagrees, o.Passes = 0, 0, 0
	}
}

// threads reads several threads by their ids. What the reader may see of them is for the caller to ask: see MayRead.
func (s *Store) threads(ctx context.Context, ids []int64) (map[int64]Thread, error) {
	found := make(map[int64]Thread, len(ids))
	err := db.Each(ctx, s.DB, func(r db.Row) error {
		t, err := scanThread(r)
		found[t.ID] = t
		return err
	}, threadColumns+" WHERE t.id IN "+db.In(len(ids)), db.Args(ids)...)
	return found, err
}
