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
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/public"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// Contributions is a list of contributions as it stands on a page: a discussion's answers, a paragraph's comments.
type Contributions struct {
	Items   []discussion.Item
	Reader  people.Actor
	Key     string // what the keys of the votes are made from; "" on a page that visitors share
	Closed  bool   // positions are shown, not taken, and nothing is answered
	ReplyTo string // what a contribution's id is put behind to make the address of its reply form
	Late    bool   // Closed, but answers are taken still, and marked as late
	Flat    bool   // one after another, each with what it answers
	Reason  func(key string) (reader, writer string)
	Note    func(i *discussion.Item) ItemNote        // what else is to be said of one; may be nil
	Places  bool                                     // they are on parts of a text, and can be put on others
	After   func(i *discussion.Item) templ.Component // what stands below the words of one; it, and what it gives, may be nil
}

// ItemNote is what is said of a contribution: what it is on, and a line with a link. What is empty is left out.
type ItemNote struct {
	On        string // the words of a text that it is on, as told to people
	Now       string // those words themselves, for a script that marks them in the text
	Nth       int    // which of the places where they stand is meant, from 1
	Words     string
	Link, URL string // what the line leads to
	Place     bool   // it has lost its place, and can be given another

	Proposed *guide.Suggestion // new words that it proposes for its paragraph; nil for none
}

// ContributionList writes a list of contributions as a tree. It is written by hand, piece by piece into one buffer:
// it is the part of the site that is rendered most, afresh for everybody who is signed in.
func ContributionList(l Contributions) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		p := newPen(ctx, &l)
		p.list()
		return p.send(w)
	})
}

// Contribution writes one contribution that stands by itself: an opening post, what is being answered.
func Contribution(l Contributions) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		p := newPen(ctx, &l)
		for i := range l.Items {
			p.contribution(&l.Items[i])
		}
		return p.send(w)
	})
}

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
	agree, disagree, pass, reply, report string
	with, on, to, about, own             phrase
	edit, remove, place                  string
	themes, moderate                     string
	edited, isNew                        string
	yes, no, dash, hid                   string
}

// phrase is what is heard of whose words something is about, around their name.
type phrase struct{ before, after string }

var buffers = sync.Pool{New: func() any { b := make([]byte, 0, 64<<10); return &b }}

// mostKept is the size in bytes past which a buffer is not used again, so that one long page is not held for ever.
const mostKept = 1 << 20

func newPen(ctx context.Context, l *Contributions) *pen {
	t := func(text string) string { return templ.EscapeString(locale.T(ctx, text)) }
	around := func(text string) phrase { before, after, _ := strings.Cut(t(text), "%s"); return phrase{before, after} }
	icon := func(name string) string {
		return `<svg class="i" aria-hidden="true"><use href="` + components.Symbol("i-"+name) + `"></use></svg>`
	}
	buffer := buffers.Get().(*[]byte)
	p := &pen{
		Contributions: l, ctx: ctx, b: (*buffer)[:0], buffer: buffer, date: dates{ctx: ctx, now: locale.From(ctx)},
		say: phrases{
			agree: t("Agree"), disagree: t("Disagree"), pass: t("Pass"), with: around("with %s"), on: around("on what %s said"),
			reply: t("Reply"), to: around("to %s"), report: t("Report"), about: around("what was said by %s"),
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

// list writes the items as lists inside one another. A page that begins in the middle of a branch begins at the
// depth that its first item has.
func (p *pen) list() {
	if len(p.Items) == 0 {
		return
	}
	level := -1
	for i := range p.Items {
		depth := p.Items[i].Depth
		if p.Flat {
			depth = 0
		}
		for ; level > depth; level-- {
			p.raw("</li></ol>")
		}
		if level == depth {
			p.raw("</li>")
		}
		for ; level < depth; level++ {
			p.raw(`<ol class="fm-thread">`)
			if level+1 < depth {
				p.raw("<li>")
			}
		}
		p.raw("<li>")
		p.contribution(&p.Items[i])
	}
	for ; level >= 0; level-- {
		p.raw("</li></ol>")
	}
}

func (p *pen) contribution(i *discussion.Item) {
	if !i.Shown {
		p.marker(i)
		return
	}
	p.raw(`<article class="fm-c`)
	if i.Kind == discussion.Opening {
		p.raw(` fm-first fm-sect`)
	}
	p.raw(`" id="c`)
	p.int(i.ID)
	p.raw(`">`)
	p.by(i)
	p.standing(i)
	var note ItemNote
	if p.Note != nil {
		note = p.Note(i)
		p.note(i, note)
	}
	if i.Quoted != nil {
		p.quoted(i.Quoted)
	}
	p.raw(`<div class="fm-md">`, i.HTML, `</div>`)
	if note.Proposed != nil {
		p.proposed(i, note.Proposed)
	}
	if len(i.Themes) > 0 {
		p.themes(i)
	}
	if p.After != nil {
		p.after(p.After(i))
	}
	p.raw(`<div class="fm-act">`)
	if i.State == discussion.Published {
		p.votes(i)
	}
	p.actions(i)
	p.raw(`</div></article>`)
}

// by is the line over a contribution: who, what they bring, when.
func (p *pen) by(i *discussion.Item) {
	p.raw(`<div class="fm-c__by"><b>`)
	p.text(i.Author)
	p.raw(`</b> `, p.who[i.Who], p.bring[i.Evidence], `<span class="fm-meta">`)
	if i.Channel != discussion.Web {
		if label := components.ChannelLabel(p.ctx, string(i.Channel)); label != "" {
			p.text(label)
			p.raw(" · ")
		}
		if i.Recorder != "" {
			p.text(typedBy(p.ctx, i))
			p.raw(" · ")
		}
	}
	if i.Late {
		p.raw(`<span class="fm-late">`)
		p.text(locale.T(p.ctx, "Late"))
		p.raw(`</span> · `)
	}
	p.link("/contributions/", i.ID, "")
	p.raw(`<time datetime="`)
	p.b = i.CreatedAt.UTC().AppendFormat(p.b, time.RFC3339)
	p.raw(`">`, p.date.when(i.CreatedAt), `</time></a>`)
	if i.EditedAt != 0 {
		p.raw(" · ")
		p.link("/contributions/", i.ID, "/history")
		p.raw(p.say.edited, " ")
		p.text(locale.WhenInline(p.ctx, i.EditedAt))
		p.raw(`</a>`)
	}
	p.raw(`</span>`)
	if i.New {
		p.raw(` <span class="fm-new">`, p.say.isNew, `</span>`)
	}
	p.raw(`</div>`)
}

// typedBy says who typed it in, and whether the words are theirs.
func typedBy(ctx context.Context, i *discussion.Item) string {
	if i.Noted {
		return locale.T(ctx, "noted down by %s", i.Recorder)
	}
	return locale.T(ctx, "typed in by %s", i.Recorder)
}

// link opens a link whose address holds the id.
func (p *pen) link(before string, id int64, after string) {
	p.raw(`<a href="`, before)
	p.int(id)
	p.raw(after, `">`)
}

// standing tells the writer, or a moderator, why nobody else can read it.
func (p *pen) standing(i *discussion.Item) {
	if i.State == discussion.Published {
		return
	}
	mine := i.AuthorID == p.Reader.ID
	p.raw(`<p class="fm-note`)
	if mine == (i.State == discussion.Asked) { // the reader's turn: to change it, or to decide about it
		p.raw(` fm-note--turn`)
	}
	p.raw(`">`)
	switch {
	case i.State == discussion.Asked && mine:
		p.text(locale.T(p.ctx, "A moderator asks you to change this. Nobody else can read it until you do."))
		if p.Reason != nil {
			_, words := p.Reason(i.Reason)
			p.raw(" ")
			p.text(words)
		}
	case i.State == discussion.Asked:
		p.text(locale.T(p.ctx, "The writer has been asked to change this. Only they and moderators can read it."))
	case mine:
		p.text(locale.T(p.ctx, "A moderator will look at this soon. Until then only you can read it."))
	default:
		p.text(locale.T(p.ctx, "This waits for a moderator. Only the writer and moderators can read it."))
	}
	p.raw(`</p>`)
}

// note is what is said of a contribution besides its own words.
func (p *pen) note(i *discussion.Item, n ItemNote) {
	if n.On != "" {
		p.raw(`<p class="fm-meta"`)
		if n.Now != "" {
			p.raw(` data-words="`)
			p.text(n.Now)
			p.raw(`" data-nth="`)
			p.int(int64(n.Nth))
			p.raw(`"`)
		}
		p.raw(`>`)
		p.text(n.On)
		p.raw(`</p>`)
	}
	if n.Words != "" {
		p.raw(`<p class="fm-meta">`)
		p.text(n.Words)
		if n.URL != "" {
			p.raw(` <a href="`)
			p.text(n.URL)
			p.raw(`">`)
			p.text(n.Link)
			p.raw(`</a>`)
		}
		p.raw(`</p>`)
	}
	if n.Place && p.mayPlace(i) {
		p.raw(`<p>`)
		p.raw(`<a class="fm-go" href="/contributions/`)
		p.int(i.ID)
		p.raw(`/place">`)
		p.text(locale.T(p.ctx, "Say where it belongs now"))
		p.raw(`</a></p>`)
	}
}

// proposed is the words that a comment proposes for its paragraph. What the marks show is said aloud too.
func (p *pen) proposed(i *discussion.Item, s *guide.Suggestion) {
	p.raw(`<div class="fm-proposed"><p><b>`)
	p.text(locale.T(p.ctx, "Suggested words"))
	p.raw(`</b>`)
	if s.Marks {
		p.raw(" ")
		p.text(locale.T(p.ctx, "The words stay the same. Links or marks such as bold would change."))
	}
	p.raw(`</p><p class="fm-text fm-diff">`)
	for _, c := range s.Changes {
		switch c.Op {
		case prose.PutIn:
			p.marked("ins", locale.T(p.ctx, "put in"), c.Text)
		case prose.TakenOut:
			p.marked("del", locale.T(p.ctx, "taken out"), c.Text)
		default:
			p.text(c.Text)
		}
	}
	p.raw(`</p>`)
	if p.Reader.CanEdit() && i.State == discussion.Published {
		p.raw(`<p class="fm-noprint">`)
		if s.InDraft != "" {
			p.text(locale.T(p.ctx, "Words of it are in the draft."))
			p.raw(" ")
		}
		p.link("/contributions/", i.ID, "/draft")
		p.text(locale.T(p.ctx, "Put it in the draft"))
		p.raw(`<span class="govuk-visually-hidden"> `, p.say.about.before)
		p.text(i.Author)
		p.raw(p.say.about.after, `</span></a></p>`)
	}
	p.raw(`</div>`)
}

// marked writes words in a mark, with what it means for those who hear it.
func (p *pen) marked(mark, meaning, words string) {
	p.raw(`<span class="govuk-visually-hidden"> [`)
	p.text(meaning)
	p.raw(`: </span><`, mark, `>`)
	p.text(words)
	p.raw(`</`, mark, `><span class="govuk-visually-hidden">] </span>`)
}

// mayPlace tells whether the reader may put a comment on another part of the text. The page behind the link knows
// exactly.
func (p *pen) mayPlace(i *discussion.Item) bool {
	return p.Places && i.Depth == 0 && p.Reader.SignedIn() && (p.Reader.CanEdit() || i.AuthorID == p.Reader.ID)
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

func (p *pen) quoted(q *discussion.Quoted) {
	p.raw(`<blockquote>`)
	if q.Words != "" {
		p.raw(`<p>`)
		p.text(q.Words)
		p.raw(`</p>`)
	}
	p.raw(`<p class="fm-meta">`)
	p.link("/contributions/", q.ID, "")
	if q.Author == "" {
		p.text(locale.T(p.ctx, "In answer to something that was taken down"))
	} else {
		p.text(q.Author)
		p.raw(", ")
		p.text(locale.Date(p.ctx, q.At))
	}
	p.raw(`</a></p></blockquote>`)
}

func (p *pen) themes(i *discussion.Item) {
	p.raw(`<p class="fm-row">`)
	for _, t := range i.Themes {
		p.raw(`<a class="fm-theme" href="/themes/`)
		p.text(t.Slug)
		p.raw(`"><svg class="`, components.MarkClass(t.Mark), `" aria-hidden="true"><use href="`, public.URL("icons.svg"), "#", components.MarkID(t.Mark), `"></use></svg>`)
		p.text(t.Name)
		p.raw(`</a> `)
	}
	p.raw(`</p>`)
}

// votes are the three equal buttons, or the counts where no position can be taken any more.
func (p *pen) votes(i *discussion.Item) {
	if p.Closed {
		p.raw(`<p class="fm-row fm-meta fm-num" id="vote-`)
		p.int(i.ID)
		p.raw(`">`)
		for _, words := range []string{
			locale.N(p.ctx, i.Agrees, "1 agrees", "%d agree"), locale.N(p.ctx, i.Disagrees, "1 disagrees", "%d disagree"),
			locale.N(p.ctx, i.Passes, "1 passes", "%d pass"),
		} {
			p.raw("<span>")
			p.text(words)
			p.raw("</span> ")
		}
		p.raw(`</p>`)
		return
	}
	p.raw(`<form class="fm-vote" method="post" action="/contributions/`)
	p.int(i.ID)
	p.raw(`/position" id="vote-`)
	p.int(i.ID)
	p.raw(`">`)
	if p.Key != "" {
		p.raw(`<input type="hidden" name="key" value="`)
		p.key(i.ID)
		p.raw(`"/>`)
	}
	p.button(i, discussion.Agree, p.say.yes, p.say.agree, p.say.with, i.Agrees)
	p.button(i, discussion.Disagree, p.say.no, p.say.disagree, p.say.with, i.Disagrees)
	p.button(i, discussion.Pass, p.say.dash, p.say.pass, p.say.on, i.Passes)
	p.raw(`</form> `)
}

// button sends a position; pressing the one that is chosen takes it back.
func (p *pen) button(i *discussion.Item, position discussion.Position, icon, label string, about phrase, count int) {
	value, pressed := string(position), "false"
	if i.Mine == position {
		value, pressed = "none", "true"
	}
	p.raw(`<button name="position" value="`, value, `" aria-pressed="`, pressed, `" data-swap="vote-`)
	p.int(i.ID)
	p.raw(`">`, icon, label, `<span class="govuk-visually-hidden"> `, about.before)
	p.text(i.Author)
	p.raw(about.after, `</span> `)
	p.number(count)
	p.raw(`</button>`)
}

// key writes a key of the contribution's own: the page's key with the id mixed in.
func (p *pen) key(id int64) {
	key := p.base
	low := binary.BigEndian.Uint64(key[8:])
	binary.BigEndian.PutUint64(key[8:], low^uint64(id))
	p.b = base64.RawURLEncoding.AppendEncode(p.b, key[:])
}

// actions are the links beside the votes.
func (p *pen) actions(i *discussion.Item) {
	mine := p.Reader.SignedIn() && i.AuthorID == p.Reader.ID
	if (!p.Closed || p.Late) && p.ReplyTo != "" && i.State == discussion.Published && i.Kind != discussion.Opening {
		p.action(p.ReplyTo, i.ID, "", p.say.reply, p.say.to, i.Author)
	}
	typed := p.Reader.SignedIn() && i.RecorderID == p.Reader.ID // by the reader, for somebody else
	if (mine || typed) && (!p.Closed || i.State == discussion.Asked) {
		p.action("/contributions/", i.ID, "/edit", p.say.edit, p.say.own, "")
	}
	if mine {
		p.action("/contributions/", i.ID, "/delete", p.say.remove, p.say.own, "")
	} else if i.State == discussion.Published {
		p.action("/contributions/", i.ID, "/report", p.say.report, p.say.about, i.Author)
	}
	if p.mayPlace(i) {
		p.action("/contributions/", i.ID, "/place", p.say.place, p.say.about, i.Author)
	}
	if p.Reader.CanTag() && i.State == discussion.Published {
		p.action("/contributions/", i.ID, "/themes", p.say.themes, p.say.about, i.Author)
	}
	if p.Reader.CanModerate() {
		p.action("/moderation/contributions/", i.ID, "", p.say.moderate, p.say.about, i.Author)
	}
}

// action is one link; what it is about is heard, not seen.
func (p *pen) action(before string, id int64, after, label string, about phrase, name string) {
	p.link(before, id, after)
	p.raw(label, `<span class="govuk-visually-hidden"> `, about.before)
	p.text(name)
	p.raw(about.after, `</span></a> `)
}

// marker keeps the place of what is not to be read any more, and says who took it away, when and why.
func (p *pen) marker(i *discussion.Item) {
	p.raw(`<div class="fm-hid" id="c`)
	p.int(i.ID)
	p.raw(`">`, p.say.hid, " ")
	at := locale.Date(p.ctx, i.StateAt)
	switch i.State {
	case discussion.Deleted:
		p.text(locale.T(p.ctx, "The writer took this back on %s.", at))
	case discussion.Held:
		p.text(locale.T(p.ctx, "The writer changed this on %s. A moderator will look at it soon.", at))
	case discussion.Asked:
		p.text(locale.T(p.ctx, "A moderator asked the writer on %s to change this.", at))
	default:
		p.text(locale.T(p.ctx, "A moderator hid this on %s.", at))
	}
	if moderated := i.State == discussion.Hidden || i.State == discussion.Asked; moderated {
		if p.Reason != nil {
			words, _ := p.Reason(i.Reason)
			p.raw(" ")
			p.text(words)
		}
		p.raw(` <a href="/house-rules">`)
		p.text(locale.T(p.ctx, "Our house rules"))
		p.raw(`</a>`)
	}
	if p.Reader.CanModerate() {
		p.raw(" ")
		p.action("/moderation/contributions/", i.ID, "", p.say.moderate, p.say.about, i.Author)
	}
	p.raw(`</div>`)
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
