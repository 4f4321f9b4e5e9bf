package discussion

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Spot is where a contribution stands: on which page of its thread, in an order.
type Spot struct {
	Thread       Thread
	Contribution Contribution
	Order        Order
	After        string // cursor of the page; "" = the first page
}

// Find reads a contribution that the actor may see, or see a marker of, with its thread. Its words are left out
// where they are not to be read.
func (s *Store) Find(ctx context.Context, a people.Actor, id int64) (Contribution, Thread, error) {
	c, err := find(ctx, s.DB, id)
	if err != nil {
		return Contribution{}, Thread{}, err
	}
	t, err := s.Thread(ctx, a, c.ThreadID)
	if err != nil {
		return Contribution{}, Thread{}, err
	}
	mine := a.SignedIn() && (c.AuthorID == a.ID || c.RecorderID == a.ID)
	if !Readable(a, c) {
		if !c.Marker() && (!mine || c.State == Deleted) {
			return Contribution{}, Thread{}, db.ErrNotFound
		}
		c.Body, c.HTML = "", ""
	}
	return c, t, nil
}

const findColumns = `SELECT c.id, c.thread_id, COALESCE(c.parent_id, 0), c.seq, c.root_seq, c.path, c.depth, c.kind, c.author_id, p.public_name,
	c.who, COALESCE(c.recorder_id, 0), c.channel, c.noted = 1, c.late = 1, c.evidence, c.language, c.body_md, c.body_html, c.state, c.state_reason, c.state_at,
	COALESCE(c.published_at, 0), c.revision, COALESCE(c.edited_at, 0), c.agrees, c.disagrees, c.passes, COALESCE(c.block_id, 0), c.created_at
	FROM contributions c JOIN people p ON p.id = c.author_id WHERE c.id = ?`

func find(ctx context.Context, q db.Querier, id int64) (Contribution, error) {
	return db.One(ctx, q, func(r db.Row) (c Contribution, err error) {
		err = r.Scan(&c.ID, &c.ThreadID, &c.ParentID, &c.Seq, &c.RootSeq, &c.Path, &c.Depth, &c.Kind, &c.AuthorID, &c.Author,
			&c.Who, &c.RecorderID, &c.Channel, &c.Noted, &c.Late, &c.Evidence, &c.Language, &c.Body, &c.HTML, &c.State, &c.Reason, &c.StateAt,
			&c.PublishedAt, &c.Revision, &c.EditedAt, &c.Agrees, &c.Disagrees, &c.Passes, &c.BlockID, &c.CreatedAt)
		return c, err
	}, findColumns, id)
}

// Where finds the page of its thread on which a contribution stands. Looking costs the same however long the thread
// is. What is not in the list of most agreed is found in the tree.
func (s *Store) Where(ctx context.Context, a people.Actor, id int64, v View) (Spot, error) {
	c, t, err := s.Find(ctx, a, id)
	if err != nil {
		return Spot{}, err
	}
	if v.Order == Agreed && c.State != Published {
		v.Order = Oldest
	}
	spot := Spot{Thread: t, Contribution: c, Order: v.Order}
	if c.Kind == Opening {
		return spot, nil
	}
	here := place{c.Path, c.RootSeq, c.Agrees, c.Seq, c.ID}
	before, _, err := s.before(ctx, a, t, v, here, v.PerPage)
	if err != nil || before <= v.PerPage {
		return spot, err
	}
	// Half a page of what was said before it stands above it.
	_, spot.After, err = s.before(ctx, a, t, v, here, v.PerPage/2)
	return spot, err
}
