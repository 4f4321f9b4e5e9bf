package pandoc

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"folkmoot/models/db"
	"folkmoot/views/paper"
)

// Paper makes a Word file of a report or a frozen summary. The same paper gives the same bytes. db.ErrBusy where too many
// files are being made, or where this one took too long, just now or in the last ten minutes.
func (p Press) Paper(ctx context.Context, document paper.Paper) ([]byte, error) {
	tree, err := p.paperTree(document)
	if err != nil {
		return nil, err
	}
	key := sha256.Sum256(append(tree, "paper"...))
	if made := p.kept.get(key); made != nil {
		return made, nil
	}
	if p.slow.has(key, time.Now()) {
		return nil, db.ErrBusy
	}
	leave, err := p.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	args := []string{"--from=json", "--to=docx", "--output=-", "--standalone"}
	if p.contained {
		args = append(args, "--sandbox")
	}
	if document.Contents != "" {
		args = append(args, "--toc", "--toc-depth=2", "--metadata=toc-title:"+document.Contents)
	}
	made, err := p.run(ctx, tree, []string{"SOURCE_DATE_EPOCH=" + strconv.FormatInt(int64(document.At)/1000, 10)}, args...)
	if errors.Is(err, context.DeadlineExceeded) {
		if ctx.Err() == nil { // not because its turn came late
			p.slow.add(key, time.Now())
		}
		return nil, db.ErrBusy
	}
	if err != nil {
		return nil, err
	}
	if made, err = dated(made, document.At.UTC()); err != nil {
		return nil, err
	}
	p.kept.put(key, made)
	return made, nil
}

// paperTree makes the tree of a paper as JSON.
func (p Press) paperTree(document paper.Paper) ([]byte, error) {
	r := &reader{site: document.Site, notes: map[string][]node{}, told: map[string]bool{}}
	blocks := []node{}
	if document.Lead != "" {
		blocks = append(blocks, para(emph(words(document.Lead)...)))
	}
	for _, b := range document.Blocks {
		part, err := paperBlock(r, document, b)
		if err != nil {
			return nil, err
		}
		blocks = append(blocks, part...)
	}
	meta := map[string]node{
		"title": inlinesMeta(document.Title), "author": listMeta(inlinesMeta(document.Place)), "lang": textMeta(document.Language),
		"date": textMeta(document.At.In(p.Zone).Format(time.DateOnly)),
	}
	if !tame(blocks) {
		return nil, errors.New("pandoc: a paper holds what may not be in it")
	}
	return json.Marshal(map[string]any{"pandoc-api-version": p.api, "meta": meta, "blocks": blocks})
}

// paperBlock makes the tree of one block. Headings begin at the first level: the title stands apart.
func paperBlock(r *reader, document paper.Paper, b paper.Block) ([]node, error) {
	switch b.Kind {
	case paper.Heading:
		return []node{header(b.Level-1, b.ID, paperRuns(document, b.Runs)...)}, nil
	case paper.Text:
		return []node{para(paperRuns(document, b.Runs)...)}, nil
	case paper.Prose:
		return r.blocks(b.HTML)
	case paper.Quote:
		inside := []node{para(exact("“" + b.Words() + "”")...)}
		if len(b.From) > 0 {
			inside = append(inside, para(paperRuns(document, b.From)...))
		}
		return []node{{"BlockQuote", inside}}, nil
	case paper.List:
		items := [][]node{}
		for _, item := range b.Items {
			items = append(items, []node{{"Plain", paperRuns(document, item)}})
		}
		return []node{{"BulletList", items}}, nil
	}
	return []node{paperTable(b)}, nil
}

// exact makes words into a line to the letter: spaces stay as many as they are.
func exact(text string) []node {
	list := []node{}
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			list = append(list, lineBreak)
		}
		list = append(list, str(line))
	}
	return list
}

func paperRuns(document paper.Paper, runs []paper.Run) []node {
	list := []node{}
	for _, run := range runs {
		inlines := words(run.Text)
		switch {
		case run.URL != "":
			list = append(list, link(document.Whole(run.URL), inlines...))
		case run.Bold:
			list = append(list, node{"Strong", inlines})
		default:
			list = append(list, inlines...)
		}
	}
	return list
}

func paperTable(b paper.Block) node {
	columns, body := []any{}, []any{}
	row := func(cells []string) []any {
		list := []any{}
		for _, cell := range cells {
			list = append(list, []any{noAttr(), node{T: "AlignDefault"}, 1, 1, []node{{"Plain", append([]node{}, words(cell)...)}}})
		}
		return []any{noAttr(), list}
	}
	for range b.Head {
		columns = append(columns, []any{node{T: "AlignDefault"}, node{T: "ColWidthDefault"}})
	}
	for _, cells := range b.Rows {
		body = append(body, row(cells))
	}
	caption := []node{{"Plain", append([]node{}, words(b.Caption)...)}}
	return node{"Table", []any{
		noAttr(), []any{nil, caption}, columns, []any{noAttr(), []any{row(b.Head)}}, []any{[]any{noAttr(), 0, []any{}, body}}, []any{noAttr(), []any{}},
	}}
}
