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
var names = map[Kind]int64{Discussion: 0, Chapter: 1, Theme: 2, Group: 3, Person: 4}

// mostNames is how many kinds search_named has room for.
const mostNames = 16

// docid is the number of a document in its table.
func docid(k Kind, ref int64) int64 {
	if k == Contribution {
		return ref
	}
	return ref*mostNames + names[k]
}

// namedBy gives back what a docid of search_named stands for.
func namedBy(docid int64) (Kind, int64) {
	for kind, code := range names {
		if docid%mostNames == code {
			return kind, docid / mostNames
		}
	}
	panic("search: a docid of no kind") // docid made it
}

// indexed gives the words of a text as they stand in the index, in order, within the bounds of a document. A word that
// comes too often is held by a sign in its place, so that the others keep theirs.
func indexed(text, language string) []string {
	var list []string
	bytes, times := 0, map[string]int{}
	eachWord(text, func(w word) bool {
		form := w.in(language)
		if times[form]++; times[form] > maxRepeats {
			form = markSign
		}
		bytes += len(form) + 1
		list = append(list, form)
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
		texts = "SELECT t.id, t.title, '', COALESCE(t.group_id, 0), t.private, COALESCE(c.language, '') FROM threads t LEFT JOIN contributions c ON c.id = t.opening_id WHERE t.kind = 'discussion' AND t.listed = 1 AND t.id IN "
	case Theme:
		texts = "SELECT id, name, definition, 0, 0, '' FROM themes WHERE state = 'current' AND id IN "
	case Group:
		texts = "SELECT id, name, summary || ' ' || about_html, id, CASE WHEN access = 'private' THEN 1 ELSE 0 END, '' FROM groups WHERE id IN "
	case Person:
		texts = "SELECT id, public_name, '', 0, 0, '' FROM people WHERE state = 'active' AND published_count > 0 AND id IN "
	default:
		return nil, nil // a kind of a newer program's; it indexes it itself
	}
	return db.All(ctx, q, func(r db.Row) (document, error) {
		d := document{kind: kind}
		var title, text, language string
		var group int64
		var private bool
		err := r.Scan(&d.ref, &title, &text, &group, &private, &language)
		switch kind {
		case Group:
			text = plain(text)
		case Person:
			language = asItStands
		}
		d.words, d.marks = indexed(title+"\n"+text, language), append(placeMarks(group, private), kindMark(kind))
		return d, err
	}, texts+db.In(len(refs)), db.Args(refs)...)
}

// asItStands is the language of names, which have no endings to take off: a tag for no language in particular.
const asItStands = "und"

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
		var html, who, evidence, language string
		var group, author int64
		var private bool
		var at clock.Instant
		err := r.Scan(&d.ref, &html, &who, &evidence, &language, &author, &at, &group, &private)
		d.words = indexed(plain(html), language)
		d.marks = append(append(themes[d.ref], timeMarks(at)...), placeMarks(group, private)...)
		d.marks = append(d.marks, byMark(author))
		if who != "" {
			d.marks = append(d.marks, whoMark(who))
		}
		if evidence != "" {
			d.marks = append(d.marks, evidenceMark(evidence))
		}
		d.marks = append(d.marks, languageMark(language))
		return d, err
	}, `SELECT c.id, c.body_html, c.who, c.evidence, c.language, c.author_id, c.created_at, COALESCE(t.group_id, 0), t.private
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
		d := document{kind: Chapter}
		var title, summary string
		var private bool
		err := r.Scan(&d.ref, &title, &summary, &private)
		d.marks = append(placeMarks(0, private), kindMark(Chapter))
		text := title + "\n" + summary
		if body := texts[d.ref]; body != nil {
			text += body.String()
		}
		d.words = indexed(text, "")
		return d, err
	}, "SELECT c.id, c.title, c.summary, t.private FROM chapters c JOIN threads t ON t.id = c.thread_id WHERE c.id IN "+db.In(len(refs)), db.Args(refs)...)
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
