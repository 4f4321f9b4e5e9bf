package guide

import (
	"context"
	"slices"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/guide/anchor"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// correction is what an editor decided about where a paragraph of the draft comes from. Several with one target say
// that it comes from several blocks.
type correction struct {
	id     int64
	from   int64 // the block that it comes from; 0 = it is new
	target string
	words  string // of the paragraph then
	by     int64
}

// maxCorrections is how many corrections of one draft are kept.
const maxCorrections = 2000

// corrections reads what editors decided about a chapter's next version.
func corrections(ctx context.Context, q db.Querier, c Chapter) ([]correction, error) {
	return db.All(ctx, q, func(r db.Row) (k correction, err error) {
		err = r.Scan(&k.id, &k.from, &k.target, &k.words, &k.by)
		return k, err
	}, "SELECT id, COALESCE(from_block, 0), target, words, COALESCE(put_by, 0) FROM draft_links WHERE chapter_id = ? AND version_id = ? ORDER BY id LIMIT ?",
		c.ID, c.VersionID, maxCorrections)
}

// fix is a correction in the terms of an alignment: the block at a place in the new version comes from those at some
// places in the old one, or from none.
type fix struct {
	at   int
	from []int
	by   int64
	rows []int64 // the corrections that it stands for
}

// resolve finds the blocks that the corrections are about. What is no longer in the draft is counted as lost.
func (r *Review) resolve(found []Link) []fix {
	if len(r.fixes) == 0 {
		return nil
	}
	places := make(map[int64]int, len(r.Old))
	for i, b := range r.Old {
		places[b.ID] = i
	}
	at := r.locate(found, r.fixes)
	var fixes []fix
	index := map[int]int{} // by place in the new version
	for n, k := range r.fixes {
		i, known := places[k.from]
		if at[n] == None || k.from != 0 && !known {
			r.Lost++
			continue
		}
		f, there := index[at[n]]
		if !there {
			f = len(fixes)
			index[at[n]] = f
			fixes = append(fixes, fix{at: at[n]})
		}
		fixes[f].by, fixes[f].rows = k.by, append(fixes[f].rows, k.id)
		if k.from != 0 && !slices.Contains(fixes[f].from, i) {
			fixes[f].from = append(fixes[f].from, i)
		}
	}
	return fixes
}

// locate tells for each correction where its paragraph is in the draft, or None.
func (r *Review) locate(found []Link, fixes []correction) []int {
	heirs := anchor.Heirs(texts(r.Old), texts(r.Prepared.Blocks), found)
	named := map[string]int{}
	for j, i := range heirs {
		if i != None {
			named[blockTarget(r.Old[i].ID)] = j
		}
	}
	for j, name := range digests(r.Prepared.Blocks) {
		named[name] = j
	}
	at := make([]int, len(fixes))
	var lost []lostTarget
	for n, k := range fixes {
		j, ok := named[k.target]
		if at[n] = j; !ok {
			at[n] = None
			lost = append(lost, lostTarget{k.target, k.words})
		}
	}
	taken := map[int]bool{}
	for _, j := range at {
		taken[j] = true
	}
	again := findAgain(lost, r.Prepared.Blocks, taken)
	for n, k := range fixes {
		if at[n] == None {
			if j, ok := again[k.target]; ok {
				at[n] = j
			}
		}
	}
	return at
}

// lostTarget is a paragraph of an earlier draft that is no longer there word for word.
type lostTarget struct{ target, words string }

// findAgain tells where paragraphs of an earlier draft are now, where they clearly are the same with other words. The
// blocks at places that are taken are left alone.
func findAgain(lost []lostTarget, blocks []Block, taken map[int]bool) map[string]int {
	again := map[string]int{}
	var before, after []anchor.Block
	var names []string
	var places []int
	for _, l := range lost {
		kind, _, digest := strings.Cut(l.target, "-")
		if !digest || l.words == "" || slices.Contains(names, l.target) {
			continue
		}
		names = append(names, l.target)
		before = append(before, anchor.Block{Kind: prose.BlockKind(kind), Source: l.words, Text: l.words})
	}
	if len(before) == 0 {
		return again
	}
	for j, b := range texts(blocks) {
		if !taken[j] {
			after, places = append(after, b), append(places, j)
		}
	}
	for _, l := range anchor.Align(before, after) {
		if l.Old != None && l.New != None {
			again[names[l.Old]] = places[l.New]
		}
	}
	return again
}

// corrected aligns around what editors decided, and tells which links are theirs.
func corrected(old, new []Block, found []Link, fixes []fix) ([]Link, map[int]int64) {
	byNew := map[int]fix{}
	for _, f := range fixes {
		byNew[f.at] = f
	}
	var pairs []Link
	for _, l := range found {
		if _, is := byNew[l.New]; !is && l.Old != None && l.New != None {
			pairs = append(pairs, l)
		}
	}
	touchedOld, touchedNew := map[int]bool{}, map[int]bool{}
	var fixed []Link
	for _, f := range fixes {
		touchedNew[f.at] = true
		if len(f.from) == 0 {
			fixed = append(fixed, Link{Old: None, New: f.at, How: Fresh, Sure: 1})
		}
		for _, i := range f.from {
			touchedOld[i] = true
			pairs = append(pairs, Link{Old: i, New: f.at, Sure: 1})
		}
	}
	// Whatever else hangs together with what they decided stays with it.
	for grown := true; grown; {
		grown = false
		for _, l := range pairs {
			if touchedOld[l.Old] != touchedNew[l.New] {
				touchedOld[l.Old], touchedNew[l.New], grown = true, true, true
			}
		}
	}
	for _, l := range pairs {
		if touchedNew[l.New] {
			fixed = append(fixed, l)
		}
	}
	links := anchor.AlignFixed(texts(old), texts(new), fixed)
	call(old, new, links)
	by := map[int]int64{}
	for n, l := range links {
		if f, is := byNew[l.New]; is && l.New != None {
			by[n] = f.by
		}
	}
	return links, by
}

// call says how of each pair, now that editors have changed which there are.
func call(old, new []Block, links []Link) {
	parts, sources := map[int]int{}, map[int]int{}
	for _, l := range links {
		if l.Old != None && l.New != None {
			parts[l.Old]++
			sources[l.New]++
		}
	}
	for n := range links {
		l := &links[n]
		switch {
		case l.Old == None || l.New == None:
		case sources[l.New] > 1:
			l.How = Merged
		case parts[l.Old] > 1:
			l.How = Split
		case l.How != "" && l.How != Split && l.How != Merged:
		case texts(old[l.Old : l.Old+1])[0] != texts(new[l.New : l.New+1])[0]:
			l.How = Reworded
		case crosses(links, n):
			l.How = Moved
		default:
			l.How = Same
		}
	}
}

// crosses tells whether a link stands across one of the blocks that stayed in their order.
func crosses(links []Link, n int) bool {
	l := links[n]
	for m, other := range links {
		if m != n && other.How == Same && (other.Old < l.Old) != (other.New < l.New) {
			return true
		}
	}
	return false
}

// Origin is what an editor says of where a passage comes from: Now are blocks of the newest version, none where it is
// new. Was is what the page showed. What is equal to Was is no correction.
type Origin struct{ Was, Now []int64 }

func (o Origin) changed() bool {
	was, now := slices.Clone(o.Was), slices.Clone(o.Now)
	slices.Sort(was)
	slices.Sort(now)
	return !slices.Equal(slices.Compact(was), slices.Compact(now))
}

// maxSources is how many blocks one paragraph can come from.
const maxSources = 20

// correct stores where a passage comes from, or forgets what was stored where that is what the alignment finds.
func (r Review) correct(tx *db.Tx, a people.Actor, c Chapter, p Passage, o Origin) error {
	if p.at == None || !o.changed() {
		return nil
	}
	for _, f := range r.rowsOf(p.at) {
		if _, err := tx.Exec("DELETE FROM draft_links WHERE id = ?", f); err != nil {
			return err
		}
	}
	if !(Origin{Was: p.found, Now: o.Now}).changed() {
		return nil
	}
	from := o.Now
	if len(from) == 0 {
		from = []int64{0}
	}
	target := r.correctionTarget(p, o.Now)
	for n, id := range from {
		if n >= maxSources {
			break
		}
		how := Reworded
		if id == 0 {
			how = Fresh
		} else if !r.has(id) {
			continue
		}
		if _, err := tx.Insert("INSERT INTO draft_links (chapter_id, version_id, from_block, target, words, how, put_by, put_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			c.ID, c.VersionID, db.Null(id), target, remembered(*p.New), how, a.ID, tx.Now()); err != nil {
			return err
		}
	}
	return nil
}

// correctionTarget names a passage by a block that it carries on whatever is decided, so that the passage is found
// again however it is written afresh; else by its words.
func (r Review) correctionTarget(p Passage, from []int64) string {
	if len(p.found) == 1 && slices.Contains(from, p.found[0]) {
		parts := 0
		for _, other := range r.Passages {
			if slices.Contains(other.found, p.found[0]) {
				parts++
			}
		}
		if parts == 1 {
			return blockTarget(p.found[0])
		}
	}
	return digests(r.Prepared.Blocks)[p.at]
}

func (r Review) has(block int64) bool {
	return slices.ContainsFunc(r.Old, func(b Block) bool { return b.ID == block })
}

// rowsOf lists the corrections that are about the block at a place in the new version.
func (r Review) rowsOf(at int) []int64 {
	for _, f := range r.resolved {
		if f.at == at {
			return f.rows
		}
	}
	return nil
}
