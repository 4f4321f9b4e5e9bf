package views

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/guide"
	"folkmoot/models/prose"
	"folkmoot/models/say"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// How much stands on a page of passages: a form stays well under the number of fields that the server takes.
const (
	passagesShown   = 10
	commentsShown   = 8   // comments to choose from for one of several passages
	commentsOfOne   = 100 // for a single one
	sourcesShown    = 30  // blocks to choose from for one of several passages
	neighboursShown = 2   // unchanged blocks on either side that are among them
)

// PublishPage is where editors look at what publishing would do, put right what is wrong, and say what shaped it.
type PublishPage struct {
	Page
	Guide     guide.Guide
	Chapter   guide.Chapter
	Key       string
	Note      string
	Review    guide.Review
	Chosen    map[string][]guide.Choice
	Open      []guide.Passage // those that nobody has answered for
	Unchanged bool

	Number   int // of the page of passages, from 1
	Pages    int
	Only     string        // the one passage that is shown; empty for a page of them
	Passages []PassageForm // those shown
}

// PassageForm is one passage with what can be said of it.
type PassageForm struct {
	guide.Passage
	Voices   []VoiceTick // comments and other contributions to choose from, the chosen ones first
	More     bool        // there are more comments
	Research []guide.Choice
	Gone     int // chosen contributions that are not shown any more
	Own      bool
	Had      string // what was chosen when the page was made

	Pasted, Citation, Link string // as typed
	Sources                []components.Option
	Parts                  []components.Option // of what was taken out: what it can have become
	From                   []string            // chosen of Sources
	Into                   string
	Problems               map[string]string
}

// VoiceTick is a contribution with whether it is chosen.
type VoiceTick struct {
	guide.Voice
	Ticked, Part bool
}

// PublishURL is the address of a page of what publishing would do, or of one passage alone.
func PublishURL(guideSlug, chapter string, page int, only string) string {
	after := "/publish"
	switch {
	case only != "":
		after += "?only=" + url.QueryEscape(only)
	case page > 1:
		after += "?page=" + strconv.Itoa(page)
	}
	return ChapterURL(guideSlug, chapter, after)
}

func (p PublishPage) url(page int, only string) string {
	return PublishURL(p.Guide.Slug, p.Chapter.Slug, page, only)
}

// Show settles which passages the page is about, and how many comments each is shown with.
func (p *PublishPage) Show(only string) (shown []guide.Passage, comments int) {
	all := p.Review.Passages
	p.Pages = (len(all) + passagesShown - 1) / passagesShown
	if one := p.Review.Passage(only); one != nil {
		p.Only = only
		return []guide.Passage{*one}, commentsOfOne
	}
	p.Number = max(1, min(p.Number, p.Pages))
	from := (p.Number - 1) * passagesShown
	return all[min(from, len(all)):min(from+passagesShown, len(all))], commentsShown
}

// Fill puts the passages together with what was chosen for them and what can be.
func (p *PublishPage) Fill(ctx context.Context, shown []guide.Passage, candidates []guide.Candidates) {
	for i, passage := range shown {
		f := PassageForm{Passage: passage, More: candidates[i].More}
		had := []string{}
		var ticked []int64
		for _, k := range p.Chosen[passage.Target] {
			switch {
			case k.Shape == guide.ByEditors:
				f.Own, had = true, append(had, "own")
			case k.Shape == guide.ByResearch:
				f.Research = append(f.Research, k)
			case k.Voice == nil:
				f.Gone++
			case !slices.Contains(ticked, k.Said):
				mark := strconv.FormatInt(k.Said, 10)
				if k.Extent == guide.InPart {
					mark += "p"
				}
				ticked, had = append(ticked, k.Said), append(had, mark)
				f.Voices = append(f.Voices, VoiceTick{*k.Voice, true, k.Extent == guide.InPart})
			}
		}
		for _, v := range candidates[i].Voices {
			if !slices.Contains(ticked, v.ID) {
				f.Voices = append(f.Voices, VoiceTick{Voice: v})
			}
		}
		f.Had = strings.Join(had, ",")
		p.origins(ctx, &f)
		p.Passages = append(p.Passages, f)
	}
}

// origins fills in what a passage can come from, or become.
func (p PublishPage) origins(ctx context.Context, f *PassageForm) {
	if f.New == nil {
		f.Parts = []components.Option{{Label: locale.T(ctx, "It was taken out")}}
		for _, other := range p.Review.Passages {
			if other.New != nil && (p.Only != "" || len(f.Parts) <= sourcesShown) {
				f.Parts = append(f.Parts, components.Option{Value: other.Target, Label: locale.T(ctx, "It is in %s", p.blockLabel(ctx, *other.New))})
			}
		}
		return
	}
	for _, b := range f.Passage.From {
		f.From = append(f.From, strconv.FormatInt(b.ID, 10))
	}
	f.From = append(f.From, "") // one more can be added
	for _, b := range p.sources(f.Passage) {
		f.Sources = append(f.Sources, components.Option{Value: strconv.FormatInt(b.ID, 10), Label: p.blockLabel(ctx, b)})
	}
}

// sources are the blocks that a passage can be said to come from: those that changed and those close by, in order.
func (p PublishPage) sources(passage guide.Passage) []guide.Block {
	old := p.Review.Old
	if p.Only != "" {
		return old
	}
	wanted, changed := map[int64]bool{}, map[int64]bool{}
	for _, other := range p.Review.Passages {
		for _, b := range other.From {
			changed[b.ID] = true
		}
	}
	middle := 0
	for i, b := range old {
		if slices.Contains(passage.Near, b.ID) || slices.ContainsFunc(passage.From, func(f *guide.Block) bool { return f.ID == b.ID }) {
			wanted[b.ID], middle = true, i
		}
	}
	for away := range len(old) {
		for _, i := range []int{middle - away, middle + away} {
			if i >= 0 && i < len(old) && len(wanted) < sourcesShown && (away <= neighboursShown || changed[old[i].ID]) {
				wanted[old[i].ID] = true
			}
		}
	}
	var list []guide.Block
	for _, b := range old {
		if wanted[b.ID] {
			list = append(list, b)
		}
	}
	return list
}

// blockLabel names a block by its number and first words.
func (p PublishPage) blockLabel(ctx context.Context, b guide.Block) string {
	words := prose.Excerpt(shownText(b), 50)
	if b.Number == 0 {
		return locale.T(ctx, "heading “%s”", words)
	}
	return paragraphLabel(p.Chapter, b.Number) + " " + words
}

// Typed puts in what was typed where it was not stored. Everything is wrong under the empty name: then nothing was.
func (f *PassageForm) Typed(ctx context.Context, answer guide.Answer, wrong db.Invalid, pasted string) {
	f.Problems = map[string]string{}
	for _, field := range []string{"shaped", "pasted", "citation", "link"} {
		f.Problems[field] = locale.Say(ctx, wrong[field+"-"+f.Target])
	}
	nothing := wrong[""] != ""
	if nothing || f.Problems["pasted"] != "" {
		f.Pasted = pasted
	}
	if nothing || f.Problems["citation"] != "" || f.Problems["link"] != "" {
		f.Citation, f.Link = answer.Citation, answer.Link
	}
	if !nothing {
		return
	}
	f.Own, f.Into = answer.Editors, answer.Into
	for i := range f.Voices {
		extent, is := answer.Has[f.Voices[i].ID]
		f.Voices[i].Ticked, f.Voices[i].Part = is, extent == guide.InPart
	}
	if answer.Origin != nil {
		f.From = nil
		for _, id := range answer.Origin.Now {
			f.From = append(f.From, strconv.FormatInt(id, 10))
		}
		f.From = append(f.From, "")
	}
}

// Gather gives the problems that the page shows: those of passages on other pages are told together.
func (p *PublishPage) Gather(ctx context.Context, wrong db.Invalid) db.Invalid {
	shown, elsewhere := db.Invalid{}, 0
	for field, message := range wrong {
		_, target, of := strings.Cut(field, "-")
		switch i := slices.IndexFunc(p.Passages, func(f PassageForm) bool { return of && f.Target == target }); {
		case !of:
			shown[field] = message
		case i >= 0:
			f := &p.Passages[i]
			if f.Problems == nil {
				f.Typed(ctx, guide.Answer{}, db.Invalid{field: message}, "")
			}
			shown[field] = say.F("%s: %s", f.only(ctx, p.Chapter), message)
		default:
			elsewhere++
		}
	}
	if elsewhere > 0 {
		shown["elsewhere"] = say.N(elsewhere, "1 paragraph on another page still needs an answer", "%d paragraphs on other pages still need an answer")
	}
	return shown
}

// checks are the passages that an editor should look at first.
func (p PublishPage) checks() (list []guide.Passage) {
	for _, passage := range p.Review.Passages {
		if passage.Check() {
			list = append(list, passage)
		}
	}
	return list
}

// at is the address of a passage on its page.
func (p PublishPage) at(target string) string {
	for i, passage := range p.Review.Passages {
		if passage.Target == target {
			return p.url(i/passagesShown+1, "") + "#passage-" + target
		}
	}
	return p.url(1, "")
}

// link names a passage and leads to it.
func (p PublishPage) link(ctx context.Context, passage guide.Passage) components.Link {
	return components.Link{Text: PassageForm{Passage: passage}.only(ctx, p.Chapter), URL: p.at(passage.Target)}
}

// commaAfter is the comma behind all entries of a list but the last.
func commaAfter(i, all int) string {
	if i+1 < all {
		return ","
	}
	return ""
}

// InOrder sorts what is wrong as it stands on the page: the passages from the top, then what is said of the version.
func (p PublishPage) InOrder(problems []FieldError) []FieldError {
	place := func(e FieldError) int {
		_, target, of := strings.Cut(e.Field, "-")
		if i := slices.IndexFunc(p.Passages, func(f PassageForm) bool { return of && f.Target == target }); i >= 0 {
			return i
		}
		if e.Field == "" {
			return -1
		}
		return len(p.Passages)
	}
	slices.SortStableFunc(problems, func(a, b FieldError) int { return place(a) - place(b) })
	return problems
}

// linksShown is how many passages a list of links names.
const linksShown = 20

func (p PublishPage) links(ctx context.Context, passages []guide.Passage) (links []components.Link) {
	for _, passage := range passages[:min(len(passages), linksShown)] {
		links = append(links, p.link(ctx, passage))
	}
	return links
}

// lost are choices whose paragraph is not among what changes any more.
func (p PublishPage) lost() []guide.Choice { return p.Chosen[""] }

// was are the ids of what the passage comes from, as the page shows it.
func (f PassageForm) was() string {
	var ids []string
	for _, b := range f.Passage.From {
		ids = append(ids, strconv.FormatInt(b.ID, 10))
	}
	return strings.Join(ids, ",")
}
