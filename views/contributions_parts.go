package views

import (
	"context"

	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/prose"
	"folkmoot/public"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// typedBy says who typed it in, and whether the words are theirs.
func typedBy(ctx context.Context, i *discussion.Item) string {
	if i.Noted {
		return locale.T(ctx, "noted down by %s", i.Recorder)
	}
	return locale.T(ctx, "typed in by %s", i.Recorder)
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
		p.appeal(i.ID)
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

// mayPlace tells whether the reader may put a comment on another part of the text. The page behind the link knows
// exactly.
func (p *pen) mayPlace(i *discussion.Item) bool {
	return p.Places && i.Depth == 0 && p.Reader.SignedIn() && (p.Reader.CanEdit() || i.AuthorID == p.Reader.ID)
}

func (p *pen) quoted(q *discussion.Quoted) {
	p.raw(`<blockquote>`)
	if q.Words != "" {
		p.raw(`<p`)
		p.tongue(q.Language)
		p.raw(`>`)
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
		p.positions(i)
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

// positions are how many people agree, disagree and pass.
func (p *pen) positions(i *discussion.Item) {
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

// actions are the links beside the votes.
func (p *pen) actions(i *discussion.Item) {
	mine := p.Reader.SignedIn() && i.AuthorID == p.Reader.ID
	if (!p.Closed || p.Late) && p.ReplyTo != "" && i.State == discussion.Published && i.Kind != discussion.Opening {
		p.action(p.ReplyTo, i.ID, "", p.say.reply, p.say.to, i.Author)
	}
	if (!p.Closed || p.Late) && p.ReplyTo != "" && i.State == discussion.Published {
		p.action(p.ReplyTo, i.ID, "&amp;quote=1", p.say.quote, p.say.about, i.Author)
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

// appeal leads the writer to where they ask for another look.
func (p *pen) appeal(id int64) {
	p.raw(` <a href="`)
	p.text(ContributionURL(id, "/appeal"))
	p.raw(`">`)
	p.text(locale.T(p.ctx, "Ask for another look"))
	p.raw(`</a>`)
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
		if p.Reader.SignedIn() && i.AuthorID == p.Reader.ID {
			p.appeal(i.ID)
		}
	}
	if p.Reader.CanModerate() {
		p.raw(" ")
		p.action("/moderation/contributions/", i.ID, "", p.say.moderate, p.say.about, i.Author)
	}
	p.raw(`</div>`)
}
