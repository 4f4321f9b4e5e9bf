package views

import (
	"folkmoot/models/discussion"
	"folkmoot/views/locale"
)

// fold opens a fold around the answers that begin with an item, below what they answer. Its head says how many they are,
// from how many people, and how many are new. It is open: a browser that folds it opens it for what a link points at.
func (p *pen) fold(first int) {
	answers, fresh, authors, end := 0, 0, map[int64]bool{}, first
	for ; end < len(p.Items) && p.Items[end].Depth > 0; end++ {
		i := &p.Items[end]
		if !i.Shown {
			continue
		}
		answers++
		authors[i.AuthorID] = true
		if i.New {
			fresh++
		}
	}
	p.raw(`<details class="fm-branch" open`)
	if first > 0 {
		p.raw(` data-branch="`)
		p.int(p.Items[first-1].ID)
		p.raw(`"`)
	}
	p.raw(`><summary>`)
	if p.whole(first, end) {
		p.text(locale.N(p.ctx, answers, "1 answer", "%d answers"))
	} else {
		p.text(locale.N(p.ctx, answers, "1 answer on this page", "%d answers on this page"))
	}
	p.raw(" ")
	p.text(locale.N(p.ctx, len(authors), "from 1 person", "from %d people"))
	if fresh > 0 {
		p.raw(` <span class="fm-new">`)
		p.text(newCount(p.ctx, fresh))
		p.raw(`</span>`)
	}
	p.raw(`</summary>`)
}

// whole tells whether all answers of a branch stand on the page.
func (p *pen) whole(first, end int) bool { return first > 0 && (end < len(p.Items) || !p.More) }

// nextNew leads from something new to what is new after it.
func (p *pen) nextNew(i *discussion.Item) {
	if i.NextNew == 0 {
		return
	}
	p.raw(` <a class="fm-next-new fm-noprint" href="`)
	if i.NextHere {
		p.raw(`#c`)
		p.int(i.NextNew)
	} else {
		p.raw(`/contributions/`)
		p.int(i.NextNew)
		p.text(p.Jump)
	}
	p.raw(`">`)
	p.text(locale.T(p.ctx, "Next new"))
	p.raw(`</a>`)
}
