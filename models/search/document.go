package search

import (
	"context"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/db"
)

// place is one of the two tables of the index.
type place string

const (
	said  place = "search_said"
	named place = "search_named"
)

// placeOf gives the table that a kind is in.
func placeOf(k Kind) place {
	if k == Contribution {
		return said
	}
	return named
}

// document is what is indexed of one thing.
type document struct {
	kind  Kind
	ref   int64
	words []string // its stems, in order
	marks []string
}

// names gives the kinds in search_named their codes; a code never changes, since it is part of the index.
var names = map[Kind]int64{Discussion: 0, Chapter: 1, Theme: 2, Group: 3}

// docid is the number of a document in its table.
func docid(k Kind, ref int64) int64 {
	if k == Contribution {
		return ref
	}
	return ref*int64(len(names)) + names[k]
}

// named gives back what a docid of search_named stands for.
func namedBy(docid int64) (Kind, int64) {
	for kind, code := range names {
		if docid%int64(len(names)) == code {
			return kind, docid / int64(len(names))
		}
	}
	panic("search: a docid of no kind") // the codes are all the remainders there are
}

// stemmed gives the stems of a text, in order, within the bounds of a document. A word that comes too often is held
// by a sign in its place, so that the others keep theirs.
func stemmed(text string) []string {
	var list []string
	bytes, times := 0, map[string]int{}
	eachWord(text, func(w word) bool {
		if times[w.stem]++; times[w.stem] > maxRepeats {
			w.stem = markSign
		}
		bytes += len(w.stem) + 1
		list = append(list, w.stem)
		return len(list) < maxWords && bytes < maxBytes
	})
	return list
}

// load reads from the tables what is to be indexed of some things of one kind; those that are not to be found by
// anybody are not in the list.
func load(ctx context.Context, q db.Querier, kind Kind, refs []int64) ([]document, error) {
	switch kind {
	case Contribution:
		return loadContributions(ctx, q, refs)
	case Chapter:
		return loadChapters(ctx, q, refs)
	}
	var texts string
	switch kind {
	case Discussion:
		texts = "SELECT id, title, '', COALESCE(group_id, 0) FROM threads WHERE kind = 'discussion' AND listed = 1 AND id IN "
	case Theme:
		texts = "SELECT id, name, definition, 0 FROM themes WHERE state = 'current' AND id IN "
	case Group:
		texts = "SELECT id, name, summary || ' ' || about_html, 0 FROM groups WHERE id IN "
	default:
		return nil, nil // a kind of a newer program's; it indexes it itself
	}
	return db.All(ctx, q, func(r db.Row) (document, error) {
		d := document{kind: kind}
		var title, text string
		var group int64
		err := r.Scan(&d.ref, &title, &text, &group)
		if kind == Group {
			text = plain(text)
		}
		d.words, d.marks = stemmed(title+"\n"+text), []string{kindMark(kind)}
		if group != 0 {
			d.marks = append(d.marks, groupMark(group))
		}
		return d, err
	}, texts+db.In(len(refs)), db.Args(refs)...)
}

func loadContributions(ctx context.Context, q db.Querier, refs []int64) ([]document, error) {
	themes := map[int64][]string{}
	err := db.Each(ctx, q, func(r db.Row) error {
		var contribution, theme int64
		err := r.Scan(&contribution, &theme)
		themes[contribution] = append(themes[contribution], themeMark(theme))
		return err
	}, "SELECT contribution_id, theme_id FROM tags WHERE state = 'accepted' AND contribution_id IN "+db.In(len(refs)), db.Args(refs)...)
	if err != nil {
		return nil, err
	}
	return db.All(ctx, q, func(r db.Row) (document, error) {
		d := document{kind: Contribution}
		var html, who, evidence string
		var group int64
		var at clock.Instant
		err := r.Scan(&d.ref, &html, &who, &evidence, &at, &group)
		d.words, d.marks = stemmed(plain(html)), append(themes[d.ref], timeMarks(at)...)
		if group != 0 {
			d.marks = append(d.marks, groupMark(group))
		}
		if who != "" {
			d.marks = append(d.marks, whoMark(who))
		}
		if evidence != "" {
			d.marks = append(d.marks, evidenceMark(evidence))
		}
		return d, err
	}, `SELECT c.id, c.body_html, c.who, c.evidence, c.created_at, COALESCE(t.group_id, 0)
		FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE c.state = 'published' AND c.id IN `+db.In(len(refs)), db.Args(refs)...)
}

// loadChapters reads chapters with the words of their current versions.
func loadChapters(ctx context.Context, q db.Querier, refs []int64) ([]document, error) {
	texts := map[int64]*strings.Builder{}
	err := db.Each(ctx, q, func(r db.Row) error {
		var chapter int64
		var text string
		err := r.Scan(&chapter, &text)
		if texts[chapter] == nil {
			texts[chapter] = &strings.Builder{}
		}
		texts[chapter].WriteString("\n" + text)
		return err
	}, `SELECT c.id, b.text FROM chapters c JOIN version_blocks b ON b.version_id = c.version_id
		WHERE c.id IN `+db.In(len(refs))+" ORDER BY c.id, b.position", db.Args(refs)...)
	if err != nil {
		return nil, err
	}
	if err := loadCompanions(ctx, q, refs, texts); err != nil {
		return nil, err
	}
	return db.All(ctx, q, func(r db.Row) (document, error) {
		d := document{kind: Chapter, marks: []string{kindMark(Chapter)}}
		var title, summary string
		err := r.Scan(&d.ref, &title, &summary)
		text := title + "\n" + summary
		if body := texts[d.ref]; body != nil {
			text += body.String()
		}
		d.words = stemmed(text)
		return d, err
	}, "SELECT id, title, summary FROM chapters WHERE id IN "+db.In(len(refs)), db.Args(refs)...)
}

// loadCompanions adds the words of chapters' companions, which are found as their chapters are.
func loadCompanions(ctx context.Context, q db.Querier, refs []int64, texts map[int64]*strings.Builder) error {
	return db.Each(ctx, q, func(r db.Row) error {
		var chapter int64
		var html string
		err := r.Scan(&chapter, &html)
		if texts[chapter] == nil {
			texts[chapter] = &strings.Builder{}
		}
		texts[chapter].WriteString("\n" + plain(html))
		return err
	}, `SELECT c.chapter_id, c.body_html FROM companions c WHERE c.chapter_id IN `+db.In(len(refs))+`
		AND c.number = (SELECT MAX(number) FROM companions WHERE chapter_id = c.chapter_id AND kind = c.kind) ORDER BY c.chapter_id, c.kind`, db.Args(refs)...)
}
