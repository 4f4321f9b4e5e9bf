package guide

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/guide/anchor"
	"folkmoot/models/people"
	"folkmoot/models/prose"
)

// Review is what publishing a draft would do, for the editor to look at first.
type Review struct {
	Draft     Draft
	Note      string // what changed and why, as far as it was kept
	Prepared  Prepared
	Old       []Block // of the newest published version, with their comments
	Links     []Link
	Corrected map[int]int64 // which of Links, by place, an editor put right, and who
	Passages  []Passage     // what is not the same, in the order of the new text; none before the first version
	Same      int           // blocks that are the same
	Lost      int           // corrections whose paragraph is no longer in the draft

	fixes    []correction
	resolved []fix
}

// CheckBelow is the sureness below which an editor is asked to check where a paragraph comes from.
const CheckBelow = 0.8

// Passage is a paragraph or another block that is not the same in the draft as in the newest version.
type Passage struct {
	Target string   // names it through later saves of the draft: "b12" is what block 12 becomes, else a digest of its words
	New    *Block   // nil where it was taken out
	From   []*Block // what it comes from, the likeliest heir's first; what was taken out itself; none where it is new
	How    How
	Sure   float64 // 0 to 1
	By     int64   // the editor who put right where it comes from; 0 = nobody had to
	Marks  bool    // the words are the same; links, marks such as bold or the kind of block changed
	Near   []int64 // of what is new: the old blocks before and after it
	Asks   bool    // publishing asks what shaped it

	at    int     // place in the new version; None where it was taken out
	found []int64 // what it comes from as the alignment has it without corrections
}

// Unchanged tells whether the draft says what is published already.
func (r Review) Unchanged() bool {
	for _, l := range r.Links {
		if l.How != Same || r.Old[l.Old].Source != r.Prepared.Blocks[l.New].Source {
			return false
		}
	}
	return len(r.Old) > 0
}

// Passage finds a passage by its name; nil where the draft has none of that name.
func (r Review) Passage(target string) *Passage {
	for i := range r.Passages {
		if r.Passages[i].Target == target {
			return &r.Passages[i]
		}
	}
	return nil
}

// Check tells whether an editor should look at where the passage comes from.
func (p Passage) Check() bool { return p.By == 0 && p.Sure < CheckBelow }

// Comments counts the published comments on what the passage comes from.
func (p Passage) Comments() int {
	n := 0
	for _, b := range p.From {
		n += b.Comments
	}
	return n
}

// Words tells what was put in and taken out; nil where the passage is new or gone.
func (p Passage) Words() []prose.Change {
	if p.New == nil || len(p.From) == 0 {
		return nil
	}
	before, after := make([]string, len(p.From)), p.New.Text
	for i, b := range p.From {
		before[i] = b.Text
		if p.Marks {
			before[i], after = b.Source, p.New.Source
		}
	}
	return prose.Diff(strings.Join(before, " "), after)
}

// Review shows what publishing a chapter's draft would do, with what editors have corrected.
func (s *Store) Review(ctx context.Context, a people.Actor, c Chapter) (Review, error) {
	draft, err := s.Draft(ctx, a, c.ID)
	if err != nil {
		return Review{}, err
	}
	r, err := s.Compare(ctx, a, c, draft.Body)
	if err != nil {
		return Review{Draft: draft}, err
	}
	r.Draft = draft
	r.Note, err = db.Value[string](ctx, s.DB, "SELECT draft_note FROM chapters WHERE id = ?", c.ID)
	return r, err
}

// Compare aligns a text with the newest published version of a chapter, as corrected by editors. A text that cannot
// be rendered is Invalid under "body".
func (s *Store) Compare(ctx context.Context, a people.Actor, c Chapter, body string) (Review, error) {
	if err := MayEdit(a); err != nil {
		return Review{}, err
	}
	prepared, err := Prepare(ctx, body)
	if err != nil {
		return Review{}, err
	}
	r := Review{Prepared: prepared}
	if c.VersionID != 0 {
		if r.Old, err = blocks(ctx, s.DB, c.VersionID); err != nil {
			return r, err
		}
		if r.fixes, err = corrections(ctx, s.DB, c); err != nil {
			return r, err
		}
	}
	r.align()
	return r, nil
}

// align links the versions and lists what is not the same.
func (r *Review) align() {
	old, new := texts(r.Old), texts(r.Prepared.Blocks)
	found := anchor.Align(old, new)
	r.Links = found
	if r.resolved = r.resolve(found); len(r.resolved) > 0 {
		r.Links, r.Corrected = corrected(r.Old, r.Prepared.Blocks, found, r.resolved)
	}
	if len(r.Old) == 0 {
		return
	}
	heirs := anchor.Heirs(old, new, r.Links)
	names := r.names(heirs)
	passages := make([]Passage, len(new))
	for j := range passages {
		passages[j] = Passage{Target: names[j], New: &r.Prepared.Blocks[j], How: Fresh, Sure: 1, at: j}
	}
	for n, l := range r.Links {
		if l.New != None {
			passages[l.New].add(r, l, heirs[l.New], r.Corrected[n])
		}
	}
	for _, l := range found {
		if l.Old != None && l.New != None {
			passages[l.New].found = append(passages[l.New].found, r.Old[l.Old].ID)
		}
	}
	r.list(passages)
}

// add takes up a link to the passage.
func (p *Passage) add(r *Review, l Link, heir int, by int64) {
	if by != 0 {
		p.By = by
	}
	if l.Old == None {
		return
	}
	p.How, p.Sure = l.How, min(p.Sure, l.Sure)
	from := &r.Old[l.Old]
	if l.Old == heir {
		p.From = append([]*Block{from}, p.From...)
	} else {
		p.From = append(p.From, from)
	}
}

// list puts what is not the same in the order of the new text, what was taken out after what it followed.
func (r *Review) list(passages []Passage) {
	done := make([]bool, len(passages))
	for n, l := range r.Links {
		if l.New == None {
			b := &r.Old[l.Old]
			r.Passages = append(r.Passages, Passage{
				Target: blockTarget(b.ID), From: []*Block{b}, How: Removed, Sure: l.Sure, By: r.Corrected[n], Asks: b.Number > 0, at: None,
			})
			continue
		}
		if done[l.New] {
			continue
		}
		done[l.New] = true
		p := &passages[l.New]
		if p.settle(); p.How == Same {
			r.Same++
			continue
		}
		if p.How == Fresh {
			p.Near = near(passages, l.New)
		}
		r.Passages = append(r.Passages, *p)
	}
}

// settle works out what the passage is to be called once all that it comes from is known.
func (p *Passage) settle() {
	p.Asks = p.New.Number > 0
	if len(p.From) != 1 {
		return
	}
	from := p.From[0]
	switch {
	case from.Text != p.New.Text:
	case from.Source != p.New.Source || from.Kind != p.New.Kind:
		p.Marks, p.Asks = true, false
		if p.How == Same {
			p.How = Reworded
		}
	default:
		p.Asks = false // it only stands elsewhere
	}
}

// near gives the old blocks that the neighbours of a new passage come from.
func near(passages []Passage, at int) (ids []int64) {
	for j := at - 1; j >= 0; j-- {
		if from := passages[j].From; len(from) > 0 {
			ids = append(ids, from[0].ID)
			break
		}
	}
	for j := at + 1; j < len(passages); j++ {
		if from := passages[j].From; len(from) > 0 {
			ids = append(ids, from[0].ID)
			break
		}
	}
	return ids
}

func blockTarget(id int64) string { return "b" + strconv.FormatInt(id, 10) }

// names gives each block of the draft its name: by the block that it carries on, or by its words.
func (r *Review) names(heirs []int) []string {
	names, digests := make([]string, len(heirs)), digests(r.Prepared.Blocks)
	for j, i := range heirs {
		names[j] = digests[j]
		if i != None {
			names[j] = blockTarget(r.Old[i].ID)
		}
	}
	return names
}

// digests names blocks by their kind and words; those that say the same are told apart by their order.
func digests(blocks []Block) []string {
	all, seen := make([]string, len(blocks)), map[string]int{}
	for j, b := range blocks {
		sum := sha256.Sum256([]byte(remembered(b)))
		name := string(b.Kind) + "-" + hex.EncodeToString(sum[:12])
		if seen[name]++; seen[name] > 1 {
			name += "-" + strconv.Itoa(seen[name])
		}
		all[j] = name
	}
	return all
}

// remembered is what a block is known again by: its words, or its Markdown where it has none.
func remembered(b Block) string {
	if b.Text == "" {
		return b.Source
	}
	return b.Text
}
