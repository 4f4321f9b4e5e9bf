package discussion

import (
	"folkmoot/models/db"
)

// Order is the order in which a thread's contributions are shown.
type Order string

// The orders.
const (
	Oldest Order = "oldest" // the tree, as it was said
	Newest Order = "newest" // the tree, the branch that was begun last first
	Flat   Order = "flat"   // one list, as it was said, each with what it answers
	Agreed Order = "agreed" // one list of what is published, what most people agree with first
)

// Orders lists the orders as they are offered.
var Orders = []Order{Oldest, Newest, Flat, Agreed}

// OneList tells whether the order shows one list in which each says what it answers, not a tree.
func (o Order) OneList() bool { return o == Flat || o == Agreed }

// place is where a contribution stands in any of the orders; a cursor is the place of the row before it.
type place struct {
	Path   string `json:"p,omitempty"`
	Root   int64  `json:"r,omitempty"`
	Agrees int    `json:"a,omitempty"`
	Seq    int64  `json:"s,omitempty"`
	ID     int64  `json:"i,omitempty"`
}

// cursor makes a page's mark from a place, with what its order needs.
func (o Order) cursor(p place) string {
	switch o {
	case Newest:
		return db.EncodeCursor(place{Path: p.Path, Root: p.Root})
	case Flat:
		return db.EncodeCursor(place{Seq: p.Seq})
	case Agreed:
		return db.EncodeCursor(place{Agrees: p.Agrees, ID: p.ID})
	}
	return db.EncodeCursor(place{Path: p.Path})
}

// parse reads a cursor; a forged one is Invalid.
func (o Order) parse(after string) (p place, err error) {
	if err := db.DecodeCursor(after, &p); err != nil {
		return p, err
	}
	good := len(p.Path)%pathWidth == 0 && len(p.Path) <= pathWidth*(MaxDepth+1)
	for _, r := range p.Path {
		good = good && (r >= '0' && r <= '9' || r >= 'a' && r <= 'v')
	}
	if !good {
		return p, db.Wrong("", "That page address is not complete. Please start again from the top of the list.")
	}
	return p, nil
}

// leg is one stretch of an order that an index gives without sorting. An order that runs down one value and up the
// next needs two: the rest of the branch that the page begins in, then the branches after it.
type leg struct {
	where string
	args  []any
	order string
}

// from gives the stretches after a place, or from the start where there is none.
func (o Order) from(p place, start bool) []leg {
	switch {
	case o == Newest && start:
		return []leg{{order: "c.root_seq DESC, c.path"}}
	case o == Newest:
		return []leg{
			{" AND c.root_seq = ? AND c.path > ?", []any{p.Root, p.Path}, "c.path"},
			{" AND c.root_seq < ?", []any{p.Root}, "c.root_seq DESC, c.path"},
		}
	case o == Flat:
		return []leg{{" AND c.seq > ?", []any{p.Seq}, "c.seq"}}
	case o == Agreed && start:
		return []leg{{order: "c.agrees DESC, c.id"}}
	case o == Agreed:
		return []leg{
			{" AND c.agrees = ? AND c.id > ?", []any{p.Agrees, p.ID}, "c.id"},
			{" AND c.agrees < ?", []any{p.Agrees}, "c.agrees DESC, c.id"},
		}
	}
	return []leg{{" AND c.path > ?", []any{p.Path}, "c.path"}}
}

// back gives the stretches that lead back from a place, itself included.
func (o Order) back(p place) []leg {
	switch o {
	case Newest:
		return []leg{
			{" AND c.root_seq = ? AND c.path <= ?", []any{p.Root, p.Path}, "c.path DESC"},
			{" AND c.root_seq > ?", []any{p.Root}, "c.root_seq, c.path DESC"},
		}
	case Flat:
		return []leg{{" AND c.seq <= ?", []any{p.Seq}, "c.seq DESC"}}
	case Agreed:
		return []leg{
			{" AND c.agrees = ? AND c.id <= ?", []any{p.Agrees, p.ID}, "c.id DESC"},
			{" AND c.agrees > ?", []any{p.Agrees}, "c.agrees, c.id DESC"},
		}
	}
	return []leg{{" AND c.path <= ?", []any{p.Path}, "c.path DESC"}}
}
