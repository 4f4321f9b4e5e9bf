package guide

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// Shape says what kind of thing shaped a paragraph.
type Shape string

// The shapes.
const (
	ByContribution Shape = "contribution"
	ByResearch     Shape = "research"
	ByEditors      Shape = "editors" // they changed it of their own accord
)

// Extent says how much of a contribution was taken in.
type Extent string

// The extents.
const (
	InWhole Extent = "whole"
	InPart  Extent = "part"
)

// Bounds on what is said to have shaped a passage.
const (
	MaxCitation = 500   // characters of a citation
	MaxLink     = 1000  // characters of a link
	maxPasted   = 10    // contributions that are pasted at once
	maxChoices  = 5_000 // of one draft
	maxOfOne    = 100   // of one passage
)

// Choice is what an editor chose as having shaped a passage of a draft.
type Choice struct {
	ID       int64
	Target   string
	Shape    Shape
	Said     int64  // the contribution; 0 for another shape
	Voice    *Voice // nil where not everybody may see it any more
	Extent   Extent
	Citation string
	Link     string
	By       string // public name of who chose it

	words string // of the passage then
}

// counts tells whether a choice says what shaped a passage. What was hidden since does not.
func (c Choice) counts() bool { return c.Shape != ByContribution || c.Voice != nil }

// Choices are what editors chose so far, by the names of a review's passages; under "" what fits no passage any more.
func (s *Store) Choices(ctx context.Context, c Chapter, r Review) (map[string][]Choice, error) {
	list, err := choices(ctx, s.DB, c.ID)
	return r.assign(list), err
}

// choices reads what editors chose for a chapter's draft.
func choices(ctx context.Context, q db.Querier, chapter int64) ([]Choice, error) {
	list, err := db.All(ctx, q, func(r db.Row) (k Choice, err error) {
		err = r.Scan(&k.ID, &k.Target, &k.words, &k.Shape, &k.Said, &k.Extent, &k.Citation, &k.Link, &k.By)
		return k, err
	}, `SELECT d.id, d.target, d.words, d.kind, COALESCE(d.contribution_id, 0), d.extent, d.citation, d.link, COALESCE(p.public_name, '')
		FROM draft_ledger d LEFT JOIN people p ON p.id = d.put_by WHERE d.chapter_id = ? ORDER BY d.id LIMIT ?`, chapter, maxChoices)
	if err != nil {
		return nil, err
	}
	found, err := voices(ctx, q, people.Visitor, "c.id IN (SELECT contribution_id FROM draft_ledger WHERE chapter_id = ?)", chapter)
	for i := range list {
		list[i].Voice = found[list[i].Said]
	}
	return list, err
}

// assign finds the passages that choices were made for: by name; by the block that went into another; by their words.
func (r Review) assign(list []Choice) map[string][]Choice {
	all, names := map[string][]Choice{}, map[string]string{}
	for _, p := range r.Passages {
		for _, b := range p.From {
			names[blockTarget(b.ID)] = p.Target
		}
	}
	for _, p := range r.Passages {
		names[p.Target] = p.Target
	}
	for target, name := range r.remember(list, names) {
		names[target] = name
	}
	for _, k := range list {
		all[names[k.Target]] = append(all[names[k.Target]], k)
	}
	return all
}

// remember finds the passages of an earlier draft again that are no longer there word for word.
func (r Review) remember(list []Choice, names map[string]string) map[string]string {
	var lost []lostTarget
	taken := map[int]bool{}
	for _, k := range list {
		if _, ok := names[k.Target]; !ok {
			lost = append(lost, lostTarget{k.Target, k.words})
		} else if p := r.Passage(names[k.Target]); p != nil && p.New != nil {
			taken[p.at] = true
		}
	}
	if len(lost) == 0 {
		return nil
	}
	places := map[int]string{}
	for j := range r.Prepared.Blocks {
		places[j] = ""
	}
	for _, p := range r.Passages {
		if p.New != nil {
			places[p.at] = p.Target
		}
	}
	again := map[string]string{}
	for target, j := range findAgain(lost, r.Prepared.Blocks, taken) {
		again[target] = places[j]
	}
	return again
}

// Answer is what an editor says of one passage. What begins with Had and Was is what the page showed, so that what
// others chose meanwhile stands.
type Answer struct {
	Target     string
	Had, Has   map[int64]Extent // contributions that are chosen
	HadEditors bool
	Editors    bool    // it is the editors' own
	Drop       []int64 // research that goes, by the Choice's ID
	Pasted     string  // contributions to be added: links or numbers
	Citation   string  // research to be added
	Link       string
	Origin     *Origin // where it comes from; nil = not said
	Into       string  // of what was taken out: the passage that it went into; "" = none
}

// Plan is what an editor says on the publish page.
type Plan struct {
	Chapter int64
	Note    string
	Answers []Answer
	Rest    bool // whatever nobody answered for is the editors' own
}

// Keep stores what an editor says of a draft before it is published. Where something is wrong with a part of it, the
// rest is stored all the same, and the error is Invalid by field: "note", and with the passage's target behind it
// "pasted-", "citation-" and "link-".
func (s *Store) Keep(ctx context.Context, a people.Actor, key db.Key, p Plan) error {
	if err := MayEdit(a); err != nil {
		return err
	}
	c, err := Find(ctx, s.DB, p.Chapter)
	if err != nil {
		return err
	}
	r, err := s.Review(ctx, a, c)
	if err != nil {
		return err
	}
	wrong := db.Invalid{}
	note, err := cleanNote(p.Note)
	if note = strings.TrimSpace(note); err != nil {
		if note, err = r.Note, gather(wrong, err); err != nil {
			return err
		}
	}
	added := make([]addition, len(p.Answers))
	for i, answer := range p.Answers {
		if added[i], err = s.addition(ctx, answer, wrong); err != nil {
			return err
		}
	}
	_, err = s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		if _, err := locked(tx, c.ID); err != nil {
			return 0, err
		}
		if _, err := tx.Exec("UPDATE chapters SET draft_note = ? WHERE id = ?", note, c.ID); err != nil {
			return 0, err
		}
		if err := r.rename(tx, c); err != nil {
			return 0, err
		}
		for i, answer := range p.Answers {
			if err := r.keep(tx, a, c, answer, added[i]); err != nil {
				return 0, err
			}
		}
		if p.Rest {
			return c.ID, r.ownRest(tx, a, c)
		}
		return c.ID, nil
	})
	if err == nil && len(wrong) > 0 {
		return wrong
	}
	return err
}

// gather takes an error of a part of a form up; one that is not Invalid is given back.
func gather(wrong db.Invalid, err error) error {
	invalid, ok := err.(db.Invalid)
	for field, message := range invalid {
		wrong[field] = message
	}
	if !ok {
		return err
	}
	return nil
}

// keep stores one answer: what changed between what the page showed and what came back.
func (r Review) keep(tx *db.Tx, a people.Actor, c Chapter, answer Answer, add addition) error {
	p, words := r.Passage(answer.Target), ""
	if p != nil && p.New != nil {
		words = remembered(*p.New)
	}
	if p != nil && answer.Origin != nil {
		if err := r.correct(tx, a, c, *p, *answer.Origin); err != nil {
			return err
		}
	}
	if p != nil && p.How == Removed && answer.Into != "" {
		if into := r.Passage(answer.Into); into != nil && into.New != nil {
			o := Origin{Was: ids(into.From), Now: append(ids(into.From), p.From[0].ID)}
			if err := r.correct(tx, a, c, *into, o); err != nil {
				return err
			}
		}
	}
	put := putter{tx: tx, chapter: c.ID, by: a.ID, target: answer.Target, words: clip(words)}
	return put.answer(answer, add)
}

func ids(blocks []*Block) []int64 {
	all := make([]int64, len(blocks))
	for i, b := range blocks {
		all[i] = b.ID
	}
	return all
}

// clip keeps the beginning of a paragraph's words: enough to know it again.
func clip(words string) string {
	const most = 4000
	if len(words) <= most {
		return words
	}
	cut := most
	for !utf8.RuneStart(words[cut]) {
		cut--
	}
	return words[:cut]
}

// rename stores choices under the names that their passages have now.
func (r Review) rename(tx *db.Tx, c Chapter) error {
	list, err := choices(tx.Context(), tx, c.ID)
	if err != nil {
		return err
	}
	for target, some := range r.assign(list) {
		for _, k := range some {
			if target == "" || k.Target == target {
				continue
			}
			words := ""
			if p := r.Passage(target); p.New != nil {
				words = clip(remembered(*p.New))
			}
			if _, err := tx.Exec("UPDATE draft_ledger SET target = ?, words = ? WHERE id = ?", target, words, k.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// ownRest makes whatever nobody answered for the editors' own.
func (r Review) ownRest(tx *db.Tx, a people.Actor, c Chapter) error {
	list, err := choices(tx.Context(), tx, c.ID)
	if err != nil {
		return err
	}
	chosen := r.assign(list)
	for _, p := range r.Passages {
		if !p.Asks || answered(chosen[p.Target]) {
			continue
		}
		put := putter{tx: tx, chapter: c.ID, by: a.ID, target: p.Target}
		if p.New != nil {
			put.words = clip(remembered(*p.New))
		}
		if err := put.one(ByEditors, 0, "", "", ""); err != nil {
			return err
		}
	}
	return nil
}

// answered tells whether something is said to have shaped a passage.
func answered(list []Choice) bool { return slices.ContainsFunc(list, Choice.counts) }
