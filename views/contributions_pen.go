package views

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/a-h/templ"

	"folkmoot/models/clock"
	"folkmoot/models/discussion"
	"folkmoot/models/people"
	"folkmoot/models/say"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// pen writes contributions into a buffer, with what is the same for all of them made once.
type pen struct {
	*Contributions
	ctx    context.Context
	b      []byte
	buffer *[]byte
	base   [16]byte // the key that the keys of the votes are made from
	say    phrases
	who    map[people.Who]string
	bring  map[discussion.Evidence]string
	date   dates
}

// phrases are the words and pictures that every contribution repeats.
type phrases struct {
	agree, disagree, pass, reply, quote, report string
	with, on, to, about, own                    phrase
	edit, remove, place                         string
	themes, moderate                            string
	edited, isNew                               string
	yes, no, dash, hid                          string
}

// phrase is what is heard of whose words something is about, around their name.
type phrase struct{ before, after string }

var buffers = sync.Pool{New: func() any { b := make([]byte, 0, 64<<10); return &b }}

// mostKept is the size in bytes past which a buffer is not used again, so that one long page is not held for ever.
const mostKept = 1 << 20

func newPen(ctx context.Context, l *Contributions) *pen {
	t := func(text say.Text) string { return templ.EscapeString(locale.Say(ctx, text)) }
	around := func(text say.Text) phrase {
		before, after, _ := strings.Cut(t(text), "%s")
		return phrase{before, after}
	}
	icon := func(name string) string {
		return `<svg class="i" aria-hidden="true"><use href="` + components.Symbol("i-"+name) + `"></use></svg>`
	}
	buffer := buffers.Get().(*[]byte)
	p := &pen{
		Contributions: l, ctx: ctx, b: (*buffer)[:0], buffer: buffer, date: dates{ctx: ctx, now: locale.From(ctx)},
		say: phrases{
			agree: t("Agree"), disagree: t("Disagree"), pass: t("Pass"), with: around("with %s"), on: around("on what %s said"),
			reply: t("Reply"), quote: t("Quote"), to: around("to %s"), report: t("Report"), about: around("what was said by %s"),
			edit: t("Change"), remove: t("Take back"), own: around("what you said"), place: t("Put elsewhere"),
			themes: t("Themes"), moderate: t("Moderate"), edited: t("Edited"), isNew: t("New to you"),
			yes: icon("yes"), no: icon("no"), dash: icon("pass"), hid: icon("hid"),
		},
		who: map[people.Who]string{}, bring: map[discussion.Evidence]string{},
	}
	for _, kind := range people.Kinds {
		p.who[kind] = `<span class="fm-who">` + icon(string(kind)) + templ.EscapeString(components.WhoLabel(ctx, string(kind))) + `</span> `
	}
	for _, kind := range discussion.Evidences {
		p.bring[kind] = `<span class="fm-ev">` + icon(string(kind)) + templ.EscapeString(components.EvidenceLabel(ctx, string(kind))) + `</span> `
	}
	if raw, err := base64.RawURLEncoding.DecodeString(l.Key); err == nil {
		copy(p.base[:], raw)
	}
	return p
}

func (p *pen) send(w io.Writer) error {
	_, err := w.Write(p.b)
	if cap(p.b) <= mostKept {
		*p.buffer = p.b[:0]
		buffers.Put(p.buffer)
	}
	return err
}

func (p *pen) raw(parts ...string) {
	for _, s := range parts {
		p.b = append(p.b, s...)
	}
}

// text writes words that somebody typed.
func (p *pen) text(s string) {
	for {
		i := strings.IndexAny(s, `<>&"'`)
		if i < 0 {
			p.b = append(p.b, s...)
			return
		}
		p.b = append(p.b, s[:i]...)
		switch s[i] {
		case '<':
			p.raw("&lt;")
		case '>':
			p.raw("&gt;")
		case '&':
			p.raw("&amp;")
		case '"':
			p.raw("&#34;")
		default:
			p.raw("&#39;")
		}
		s = s[i+1:]
	}
}

func (p *pen) int(n int64) { p.b = strconv.AppendInt(p.b, n, 10) }

// number writes a count with its thousands apart.
func (p *pen) number(n int) {
	if n < 1000 {
		p.int(int64(n))
		return
	}
	p.raw(locale.Number(p.ctx, n))
}

// link opens a link whose address holds the id.
func (p *pen) link(before string, id int64, after string) {
	p.raw(`<a href="`, before)
	p.int(id)
	p.raw(after, `">`)
}

// marked writes words in a mark, with what it means for those who hear it.
func (p *pen) marked(mark, meaning, words string) {
	p.raw(`<span class="govuk-visually-hidden"> [`)
	p.text(meaning)
	p.raw(`: </span><`, mark, `>`)
	p.text(words)
	p.raw(`</`, mark, `><span class="govuk-visually-hidden">] </span>`)
}

// after writes a component into the buffer; what it had written when it failed is taken out again.
func (p *pen) after(component templ.Component) {
	if component == nil {
		return
	}
	before := len(p.b)
	if component.Render(p.ctx, p) != nil {
		p.b = p.b[:before]
	}
}

// Write adds to the buffer.
func (p *pen) Write(b []byte) (int, error) {
	p.b = append(p.b, b...)
	return len(b), nil
}

// key writes a key of the contribution's own: the page's key with the id mixed in.
func (p *pen) key(id int64) {
	key := p.base
	low := binary.BigEndian.Uint64(key[8:])
	binary.BigEndian.PutUint64(key[8:], low^uint64(id))
	p.b = base64.RawURLEncoding.AppendEncode(p.b, key[:])
}

// dates writes when things were said. The words for one day are made once, as long as one day's things stand together.
type dates struct {
	ctx        context.Context
	now        locale.Locale
	begin, end clock.Instant
	words      string
}

func (d *dates) when(at clock.Instant) string {
	if d.words != "" && at >= d.begin && at < d.end {
		return d.words
	}
	words := templ.EscapeString(locale.When(d.ctx, at))
	if d.now.Now.Sub(at) < 48*time.Hour {
		return words // today's and yesterday's words depend on more than the day
	}
	day := at.In(d.now.Zone)
	begin := time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, d.now.Zone)
	d.begin, d.end, d.words = clock.Of(begin), clock.Of(begin.AddDate(0, 0, 1)), words
	return words
}
