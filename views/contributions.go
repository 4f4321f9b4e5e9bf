package views

import (
	"context"
	"io"
	"time"

	"github.com/a-h/templ"

	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// Contributions is a list of contributions as it stands on a page: a discussion's answers, a paragraph's comments.
type Contributions struct {
	Items   []discussion.Item
	Moved   []discussion.Marker // what was moved away from the end of them
	Reader  people.Actor
	Key     string // what the keys of the votes are made from; "" on a page that visitors share
	Closed  bool   // positions are shown, not taken, and nothing is answered
	ReplyTo string // what a contribution's id is put behind to make the address of its reply form
	Late    bool   // Closed, but answers are taken still, and marked as late
	Paper   bool   // for printing: nothing in it can be pressed
	Flat    bool   // one after another, each with what it answers
	Data    bool   // everybody may read them: marked up for search engines
	Fold    bool   // the answers to each can be folded away
	More    bool   // the list goes on on another page
	Jump    string // what follows the permanent address of what is new on another page: the order
	UpTo    int64  // before which of them it is said that the reader has read all above; 0 for none
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

// list writes the items as lists inside one another. A page that begins in the middle of a branch begins at the
// depth that its first item has.
func (p *pen) list() {
	level := -1
	folded := false // a fold is open, for the answers below the first level
	for i := range p.Items {
		depth := p.Items[i].Depth
		if p.Flat {
			depth = 0
		}
		for ; level > depth; level-- {
			p.raw("</li></ol>")
			if folded && level == 1 {
				p.raw("</details>")
				folded = false
			}
		}
		if level == depth {
			p.raw("</li>")
		}
		for ; level < depth; level++ {
			if p.Fold && level == 0 {
				p.fold(i)
				folded = true
			}
			p.raw(`<ol class="fm-thread">`)
			if level+1 < depth {
				p.raw("<li>")
			}
		}
		p.raw("<li>")
		if p.UpTo != 0 && p.Items[i].ID == p.UpTo {
			p.raw(`<p class="fm-upto">`)
			p.text(locale.T(p.ctx, "You have read all of it up to here"))
			p.raw(`</p>`)
		}
		p.moved(p.Items[i].Moved)
		p.contribution(&p.Items[i])
	}
	for ; level >= 0; level-- {
		p.raw("</li></ol>")
		if folded && level == 1 {
			p.raw("</details>")
			folded = false
		}
	}
	p.moved(p.Moved)
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
	p.raw(`" aria-labelledby="by`)
	p.int(i.ID)
	p.raw(`"`)
	told := p.Data && i.State == discussion.Published
	if told && i.Kind != discussion.Opening {
		p.raw(` itemprop="comment" itemscope itemtype="https://schema.org/Comment"`)
	}
	p.raw(`>`)
	p.by(i, told)
	p.standing(i)
	var note ItemNote
	if p.Note != nil {
		note = p.Note(i)
		p.note(i, note)
	}
	if i.Quoted != nil {
		p.quoted(i.Quoted)
	}
	p.raw(`<div class="fm-md"`)
	if told {
		p.raw(` itemprop="text"`)
	}
	p.tongue(i.Language)
	p.raw(`>`, i.HTML, `</div>`)
	if note.Proposed != nil {
		p.proposed(i, note.Proposed)
	}
	p.files(i.Files)
	if len(i.Themes) > 0 {
		p.themes(i)
	}
	if p.After != nil {
		p.after(p.After(i))
	}
	switch {
	case !p.Paper:
		p.raw(`<div class="fm-act">`)
		if i.State == discussion.Published {
			p.votes(i)
		}
		p.actions(i)
		p.raw(`</div>`)
	case i.State == discussion.Published:
		p.positions(i)
	}
	p.raw(`</article>`)
}

// by is the line over a contribution: who, what they bring, when. Told is that search engines are told so.
func (p *pen) by(i *discussion.Item, told bool) {
	p.raw(`<div class="fm-c__by"><b id="by`)
	p.int(i.ID)
	p.raw(`"`)
	if told {
		p.raw(` itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">`)
		p.text(i.Author)
		p.raw(`</span>`)
	} else {
		p.raw(`>`)
		p.text(i.Author)
	}
	p.raw(`</b> `, p.who[i.Who])
	p.mark(i.AuthorID)
	p.raw(p.bring[i.Evidence], `<span class="fm-meta">`)
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
	p.raw(`<a`)
	if told && i.Kind != discussion.Opening {
		p.raw(` itemprop="url"`)
	}
	p.raw(` href="/contributions/`)
	p.int(i.ID)
	p.raw(`"><time`)
	if told {
		p.raw(` itemprop="datePublished"`)
	}
	p.raw(` datetime="`)
	p.b = i.CreatedAt.UTC().AppendFormat(p.b, time.RFC3339)
	p.raw(`">`, p.date.when(i.CreatedAt), `</time></a>`)
	if more := PracticeURL(i.Contribution); more != "" && i.State == discussion.Published && !p.Paper {
		p.raw(` · <a href="`, more, `">`)
		p.text(locale.T(p.ctx, "More of their practice"))
		p.raw(`</a>`)
	}
	if i.EditedAt != 0 {
		if told {
			p.raw(`<meta itemprop="dateModified" content="`)
			p.b = i.EditedAt.UTC().AppendFormat(p.b, time.RFC3339)
			p.raw(`"/>`)
		}
		p.raw(" · ")
		p.link("/contributions/", i.ID, "/history")
		p.raw(p.say.edited, " ")
		p.text(locale.WhenInline(p.ctx, i.EditedAt))
		p.raw(`</a>`)
	}
	p.raw(`</span>`)
	if i.New {
		p.raw(` <span class="fm-new">`, p.say.isNew, `</span>`)
		p.nextNew(i)
	}
	p.raw(`</div>`)
}
