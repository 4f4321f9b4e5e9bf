package discussion

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"math/bits"
	"slices"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/people"
)

// aheadMost is how far past what somebody has read without a gap it is kept what else they were shown, in contributions.
// What lies further on is new to them until they come nearer.
const aheadMost = 512

// progress is how far somebody has read in a thread: everything up to a sequence number, and some of what comes after.
type progress struct {
	seq   int64
	ahead []byte // a bit for each contribution after seq, the nearest first, that was shown
	at    clock.Instant
}

func readProgress(seq int64, ahead string, at clock.Instant) progress {
	shown, err := base64.RawStdEncoding.DecodeString(ahead)
	if err != nil || len(shown) > aheadMost/8 {
		shown = nil // what was shown is told once more
	}
	return progress{seq, shown, at}
}

// stored is how the bits are kept, and how many are set.
func (p progress) stored() (ahead string, count int) {
	end := len(p.ahead)
	for ; end > 0 && p.ahead[end-1] == 0; end-- {
	}
	for _, b := range p.ahead[:end] {
		count += bits.OnesCount8(b)
	}
	return base64.RawStdEncoding.EncodeToString(p.ahead[:end]), count
}

// has tells whether a contribution was shown.
func (p progress) has(seq int64) bool {
	n := seq - p.seq - 1
	return n < 0 || n < int64(len(p.ahead))*8 && p.ahead[n/8]>>(n%8)&1 == 1
}

// same tells whether two marks are one.
func (p progress) same(other progress) bool {
	return p.seq == other.seq && p.at == other.at && bytes.Equal(p.ahead, other.ahead)
}

// after is the progress once more was shown: read are all those up to seq, and of those after it, shown ones.
func after(seq int64, shown []int64) progress {
	p := progress{seq: seq}
	for _, s := range shown {
		n := s - seq - 1
		if n < 0 || n >= aheadMost {
			continue
		}
		for int64(len(p.ahead)) <= n/8 {
			p.ahead = append(p.ahead, 0)
		}
		p.ahead[n/8] |= 1 << (n % 8)
	}
	return p
}

// unread is a contribution that somebody has not been shown.
type unread struct {
	place
	author int64
}

// Since is what was said since the reader was here.
type Since struct {
	People int           // who said what is new
	At     clock.Instant // when they last read something here
}

// progressOf reads how far somebody has read; ok is false where they never were here.
func (s *Store) progressOf(ctx context.Context, a people.Actor, t Thread) (p progress, ok bool, err error) {
	p, err = db.One(ctx, s.DB, func(r db.Row) (progress, error) {
		var seq int64
		var ahead string
		var at clock.Instant
		err := r.Scan(&seq, &ahead, &at)
		return readProgress(seq, ahead, at), err
	}, "SELECT seq, ahead, changed_at FROM read_marks WHERE person_id = ? AND thread_id = ?", a.ID, t.ID)
	if err != nil && !errors.Is(err, db.ErrNotFound) {
		return p, false, err
	}
	if waiting, here := s.marks.get(a.ID, t.ID); here && (err != nil || waiting.seq >= p.seq) {
		return waiting, true, nil
	}
	return p, err == nil, nil
}

// past reads what others have published after a place in a thread: which of it somebody was shown, and which not, oldest
// first. Whole tells whether that is all there is.
func (s *Store) past(ctx context.Context, a people.Actor, t Thread, p progress) (shown []int64, fresh []unread, whole bool, err error) {
	most := aheadMost + MaxNew + PageLong
	n := 0
	err = db.Each(ctx, s.DB, func(r db.Row) error {
		var u unread
		if err := r.Scan(&u.ID, &u.Seq, &u.Path, &u.Root, &u.Agrees, &u.author); err != nil {
			return err
		}
		if n++; p.has(u.Seq) {
			shown = append(shown, u.Seq)
		} else {
			fresh = append(fresh, u)
		}
		return nil
	}, `SELECT c.id, c.seq, c.path, c.root_seq, c.agrees, c.author_id FROM contributions c WHERE c.thread_id = ? AND c.seq > ?
		AND c.state = 'published' AND c.author_id <> ? AND c.kind <> 'opening' ORDER BY c.seq LIMIT ?`, t.ID, p.seq, a.ID, most)
	return shown, fresh, n < most, err
}

// markNew marks what is new to the reader, and notes what this page has shown them. Nothing is new to somebody who comes
// for the first time.
func (s *Store) markNew(ctx context.Context, a people.Actor, t Thread, v View, p *Page) error {
	if !a.SignedIn() {
		return nil
	}
	was, visited, err := s.progressOf(ctx, a, t)
	if err != nil || visited && was.seq >= t.LastSeq {
		return err
	}
	shown, fresh, whole, err := s.past(ctx, a, t, was)
	if err != nil {
		return err
	}
	if visited {
		p.tell(v, slices.Clone(fresh), was.at)
	}
	if v.Block == 0 {
		s.noteShown(a, t, p, shown, fresh, whole)
	}
	return nil
}

// noteShown keeps how far the reader has read once this page was shown.
func (s *Store) noteShown(a people.Actor, t Thread, p *Page, shown []int64, fresh []unread, whole bool) {
	left, end := int64(0), t.LastSeq
	for _, u := range fresh {
		switch {
		case slices.ContainsFunc(p.Items, func(i Item) bool { return i.Seq == u.Seq }):
			shown = append(shown, u.Seq)
		case left == 0:
			left = u.Seq
		}
		end = u.Seq
	}
	switch {
	case left != 0:
		end = left - 1
	case whole:
		end = t.LastSeq
	}
	s.marks.put(a.ID, t.ID, after(end, shown), left == 0 && whole)
}

// tell marks on a page what of the new stands on it, where the first of it is in the order of the page, and from each
// where the next is.
func (p *Page) tell(v View, fresh []unread, since clock.Instant) {
	if len(fresh) == 0 {
		return
	}
	p.New, p.UpTo = min(len(fresh), MaxNew), fresh[0].ID
	authors := map[int64]bool{}
	for _, u := range fresh {
		authors[u.author] = true
	}
	p.Since = Since{len(authors), since}
	slices.SortFunc(fresh, func(a, b unread) int { return v.Order.compare(a.place, b.place) })
	p.FirstNew = fresh[0].ID
	at := map[int64]int{}
	for n, u := range fresh {
		at[u.ID] = n + 1
	}
	for i := range p.Items {
		item := &p.Items[i]
		n := at[item.ID]
		if item.New = n > 0; item.New && n < len(fresh) && v.Block == 0 {
			item.NextNew = fresh[n].ID
			item.NextHere = slices.ContainsFunc(p.Items[i:], func(i Item) bool { return i.ID == item.NextNew })
		}
	}
}

// compare tells which of two places comes first in an order.
func (o Order) compare(a, b place) int {
	switch o {
	case Newest:
		return cmp.Or(cmp.Compare(b.Root, a.Root), cmp.Compare(a.Path, b.Path))
	case Flat:
		return cmp.Compare(a.Seq, b.Seq)
	case Agreed:
		return cmp.Or(cmp.Compare(b.Agrees, a.Agrees), cmp.Compare(a.ID, b.ID))
	}
	return cmp.Compare(a.Path, b.Path)
}

// ReadAll notes that the reader has read everything in a thread that there is now. Errors: db.ErrNotFound where they may
// not see it, db.Forbidden for a visitor.
func (s *Store) ReadAll(ctx context.Context, a people.Actor, key db.Key, thread int64) error {
	t, err := s.Thread(ctx, a, thread)
	if err != nil {
		return err
	}
	if !a.SignedIn() {
		return db.Forbidden{Reason: "Please sign in first."}
	}
	s.marks.put(a.ID, t.ID, progress{seq: t.LastSeq}, true)
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		return 0, storeMark(tx, reading{a.ID, t.ID}, progress{seq: t.LastSeq, at: tx.Now()})
	})
	return err
}
