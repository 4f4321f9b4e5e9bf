package pandoc

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"time"

	"folkmoot/models/db"
	"folkmoot/models/guide"
	"folkmoot/models/prose"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// Format is a kind of file that a guide can be had as.
type Format string

// The formats.
const (
	Word Format = "docx"
	EPUB Format = "epub"
)

// Press makes files of guides.
type Press struct {
	*Program
	Place string         // the place's name, which stands as the author
	Site  *url.URL       // what addresses of this site start with
	Zone  *time.Location // in which days are written
}

// Write makes a file of a book. The same book gives the same bytes. db.ErrBusy where too many files are being made, or
// where this one took too long, just now or in the last ten minutes.
func (p Press) Write(ctx context.Context, format Format, book guide.Book) ([]byte, error) {
	at := book.Newest().PublishedAt
	ctx = locale.With(ctx, locale.Locale{Zone: p.Zone, Now: at})
	document, err := p.document(ctx, book)
	if err != nil {
		return nil, err
	}
	key := sha256.Sum256(append(document, format...))
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
	if made := p.kept.get(key); made != nil { // by whom we waited for
		return made, nil
	}
	if p.slow.has(key, time.Now()) {
		return nil, db.ErrBusy
	}
	args := []string{"--from=json", "--to=" + string(format), "--output=-", "--standalone"}
	if p.contained {
		args = append(args, "--sandbox")
	}
	if format == EPUB && book.Whole {
		args = append(args, "--toc", "--toc-depth=2")
	}
	made, err := p.run(ctx, document, []string{"SOURCE_DATE_EPOCH=" + strconv.FormatInt(int64(at)/1000, 10)}, args...)
	if errors.Is(err, context.DeadlineExceeded) {
		if ctx.Err() == nil { // not because its turn came late
			p.slow.add(key, time.Now())
		}
		return nil, db.ErrBusy
	}
	if err != nil {
		return nil, err
	}
	if made, err = dated(made, at.UTC()); err != nil {
		return nil, err
	}
	p.kept.put(key, made)
	return made, nil
}

// document makes the tree of a book as JSON.
func (p Press) document(ctx context.Context, book guide.Book) ([]byte, error) {
	blocks := []node{}
	for _, c := range book.Chapters {
		part, err := p.chapter(ctx, c)
		if err != nil {
			return nil, err
		}
		blocks = append(blocks, part...)
	}
	meta := p.meta(ctx, book)
	if !tame(blocks) {
		return nil, errors.New("pandoc: a document holds what may not be in it")
	}
	return json.Marshal(map[string]any{"pandoc-api-version": p.api, "meta": meta, "blocks": blocks})
}

// meta is the title page: title, author, language, date, and what the file is known by.
func (p Press) meta(ctx context.Context, book guide.Book) map[string]node {
	address := p.Site.Scheme + "://" + p.Site.Host + views.GuideURL(book.Guide.Slug, "")
	title := book.Guide.Title
	if !book.Whole {
		c := book.Chapters[0]
		title = strconv.Itoa(c.Chapter.Number) + ". " + c.Chapter.Title
		address += "/" + c.Chapter.Slug + "?version=" + strconv.Itoa(c.Version.Number)
	} else {
		address += "?version=" + guide.Code(book.Newest().ID)
	}
	meta := map[string]node{
		"title": inlinesMeta(title), "author": listMeta(inlinesMeta(p.Place)), "publisher": inlinesMeta(p.Place),
		"lang":       textMeta(locale.Language(ctx)),
		"date":       textMeta(book.Newest().PublishedAt.In(p.Zone).Format(time.DateOnly)),
		"identifier": listMeta(node{"MetaMap", map[string]node{"text": textMeta(address), "scheme": textMeta("URL")}}),
	}
	if !book.Whole {
		meta["subtitle"] = inlinesMeta(book.Guide.Title)
	}
	return meta
}

// chapter makes the blocks of a chapter: its title, which version it is, and its paragraphs with their numbers.
func (p Press) chapter(ctx context.Context, c guide.BookChapter) ([]node, error) {
	site := p.Site.Scheme + "://" + p.Site.Host
	code := views.CodeURL(guide.Code(c.Version.ID), 0)
	r := &reader{site: site, notes: map[string][]node{}, told: map[string]bool{}}
	title := append([]node{number(strconv.Itoa(c.Chapter.Number) + "."), space}, words(c.Chapter.Title)...)
	line := append(words(locale.T(ctx, "Version %d, %s.", c.Version.Number, locale.DateLong(ctx, c.Version.PublishedAt))+" "+
		locale.T(ctx, "Tell us what you think:")+" "), link(site+code, str(p.Site.Host+code)))
	list := []node{header(1, "chapter-"+strconv.Itoa(c.Chapter.Number), title...), div(styled(styleVersion), para(line...))}
	if c.Chapter.Summary != "" {
		list = append(list, div(styled(styleVersion), para(emph(words(c.Chapter.Summary)...))))
	}
	for i := len(c.Blocks) - 1; i >= 0 && c.Blocks[i].Kind == prose.Note; i-- {
		if err := r.note(c, c.Blocks[i]); err != nil {
			return nil, err
		}
	}
	for _, b := range c.Blocks {
		blocks, err := r.blocks(b.HTML)
		if err != nil {
			return nil, err
		}
		if b.Kind == prose.Note {
			if address := noteAddress(b); address != "" && !r.told[address] { // nothing refers to it
				list = append(list, r.notes[address]...)
			}
			continue
		}
		if b.Number != 0 {
			blocks = numbered(blocks, label(c, b))
		}
		list = joined(list, blocks)
	}
	return list, nil
}

func label(c guide.BookChapter, b guide.Block) string {
	return strconv.Itoa(c.Chapter.Number) + "." + strconv.Itoa(b.Number)
}
