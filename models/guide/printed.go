package guide

import (
	"context"
	"errors"
	"maps"
	"slices"

	"folkmoot/models/db"
)

// Printed is a version of a chapter as somebody has it on paper.
type Printed struct {
	Guide   Guide
	Chapter Chapter
	Version Version
}

// Printed finds what stands on a paper by the code on it. What is nothing's code is Invalid under "code".
func (s *Store) Printed(ctx context.Context, code string) (Printed, error) {
	var p Printed
	id, err := FromCode(code)
	if err != nil {
		return p, err
	}
	chapter, err := db.Value[int64](ctx, s.DB, "SELECT chapter_id FROM versions WHERE id = ?", id)
	if errors.Is(err, db.ErrNotFound) {
		return p, db.Wrong("code", "We have no chapter with this code. Please look at the paper again")
	}
	if err != nil {
		return p, err
	}
	if p.Version, err = db.One(ctx, s.DB, scanVersion, versionColumns+" WHERE v.id = ?", id); err != nil {
		return p, err
	}
	if p.Chapter, err = Find(ctx, s.DB, chapter); err != nil {
		return p, err
	}
	p.Guide, err = db.One(ctx, s.DB, scanGuide, guideColumns+" WHERE id = ?", p.Chapter.GuideID)
	return p, err
}

// Since is what became of a paragraph between a version and the newest one.
type Since struct {
	How  How
	Then Block   // in the version on paper
	Now  []Block // in the newest one, in order: several after a split, none after it was taken out
	Out  int     // number of the version that it was taken out in; 0 where it was not
}

// Unchanged tells whether the paragraph says the same under the same number.
func (s Since) Unchanged() bool {
	return len(s.Now) == 1 && s.Now[0].Number == s.Then.Number && s.Now[0].Source == s.Then.Source
}

// Since follows a paragraph, by its number in a printed version, to the newest one. ErrNotFound where that version
// has no such paragraph.
func (s *Store) Since(ctx context.Context, p Printed, paragraph int) (Since, error) {
	if paragraph < 1 {
		return Since{}, db.ErrNotFound
	}
	then, err := blocks(ctx, s.DB, p.Version.ID)
	if err != nil {
		return Since{}, err
	}
	since := Since{How: Same}
	for _, b := range then {
		if b.Number == paragraph {
			since.Then = b
		}
	}
	if since.Then.ID == 0 {
		return since, db.ErrNotFound
	}
	now := then
	if p.Chapter.VersionID != p.Version.ID {
		if now, err = blocks(ctx, s.DB, p.Chapter.VersionID); err != nil {
			return since, err
		}
	}
	ids, err := s.heirs(ctx, p, &since)
	if err != nil {
		return since, err
	}
	for _, b := range now {
		if ids[b.ID] {
			since.Now = append(since.Now, b)
		}
	}
	since.settle()
	return since, nil
}

// blockLink is a link that did more to a block than keep it.
type blockLink struct {
	version  int
	from, to int64 // to is 0 where the block was taken out
	how      How
}

// heirs follows the links from version to version and gives the ids of the blocks that a paragraph became.
func (s *Store) heirs(ctx context.Context, p Printed, since *Since) (map[int64]bool, error) {
	now := map[int64]bool{since.Then.ID: true}
	for number := p.Version.Number; len(now) > 0; {
		links, err := s.linksAfter(ctx, p.Chapter.ID, number, slices.Collect(maps.Keys(now)))
		if err != nil {
			return nil, err
		}
		if len(links) == 0 {
			break
		}
		number = links[0].version
		for _, l := range links {
			delete(now, l.from)
		}
		for _, l := range links {
			if l.to != 0 {
				now[l.to] = true
				since.How = heavier(since.How, l.how)
			}
		}
		if len(now) == 0 {
			since.Out = number
		}
	}
	return now, nil
}

// linksAfter reads the links of blocks in the first version after one that did more to any of them than keep it.
func (s *Store) linksAfter(ctx context.Context, chapter int64, number int, ids []int64) ([]blockLink, error) {
	links, err := db.All(ctx, s.DB, func(r db.Row) (l blockLink, err error) {
		err = r.Scan(&l.version, &l.from, &l.to, &l.how)
		return l, err
	}, `SELECT v.number, l.from_block, COALESCE(l.to_block, 0), l.how FROM block_links l JOIN versions v ON v.id = l.version_id
		WHERE v.chapter_id = ? AND v.number > ? AND l.how <> 'same' AND l.from_block IN `+db.In(len(ids))+" ORDER BY v.number, l.to_block LIMIT ?",
		append(db.Args(ids, any(chapter), any(number)), MaxBlocks)...)
	for i, l := range links {
		if l.version != links[0].version {
			return links[:i], err
		}
	}
	return links, err
}

// heavier gives of two things that happened to a paragraph the one that its reader must know.
func heavier(a, b How) How {
	order := []How{Same, Moved, Reworded, Merged, Split}
	if slices.Index(order, b) > slices.Index(order, a) {
		return b
	}
	return a
}

// settle says what came of it all: a paragraph that was reworded and put back is the same again.
func (s *Since) settle() {
	switch {
	case len(s.Now) == 0:
		s.How = Removed
	case len(s.Now) > 1 || s.Now[0].Source != s.Then.Source:
		if s.How == Same || s.How == Moved {
			s.How = Reworded
		}
	case s.Now[0].Number != s.Then.Number:
		s.How = Moved
	default:
		s.How = Same
	}
}
