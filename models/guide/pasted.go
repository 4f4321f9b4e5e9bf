package guide

import (
	"context"
	"net/url"
	"regexp"
	"strings"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/prose"
	"folkmoot/models/say"
)

// addition is what an answer adds, checked.
type addition struct {
	said           []int64
	citation, link string
}

// addition checks what was pasted and cited.
func (s *Store) addition(ctx context.Context, answer Answer, wrong db.Invalid) (addition, error) {
	var add addition
	if err := answer.research(&add); err != nil {
		if err := gather(wrong, err); err != nil {
			return add, err
		}
		add = addition{}
	}
	said, err := s.pasted(ctx, answer.Pasted)
	if err != nil {
		invalid, ok := err.(db.Invalid)
		if !ok {
			return add, err
		}
		wrong["pasted-"+answer.Target] = invalid["pasted"]
	}
	add.said = said
	return add, nil
}

// research checks a citation and its link.
func (a Answer) research(add *addition) error {
	wrong := db.Invalid{}
	add.citation = wrong.Line("citation-"+a.Target, a.Citation, MaxCitation)
	add.link = wrong.Line("link-"+a.Target, a.Link, MaxLink)
	if add.link != "" && wrong["link-"+a.Target] == "" {
		u, err := url.Parse(add.link)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
			wrong["link-"+a.Target] = "Give the whole address, beginning with https://"
		}
	}
	if add.citation == "" && add.link != "" && wrong["citation-"+a.Target] == "" {
		wrong["citation-"+a.Target] = "Say what the link leads to: who wrote it, its title and the year"
	}
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}

var pastedForms = []*regexp.Regexp{
	regexp.MustCompile(`#c([1-9][0-9]{0,17})$`),
	regexp.MustCompile(`^/contributions/([1-9][0-9]{0,17})(?:[/?#].*)?$`),
	regexp.MustCompile(`^c?([1-9][0-9]{0,17})$`),
}

var pastedDiscussion = regexp.MustCompile(`^/discussions/([1-9][0-9]{0,17})(?:-[^/?#]*)?(?:[/?#].*)?$`)

// pasted finds the contributions that somebody pasted links to or numbers of: paths of this site, without its host.
// What not everybody may see is refused. Bad input is Invalid under "pasted"; what was good is given all the same.
func (s *Store) pasted(ctx context.Context, text string) (good []int64, err error) {
	pieces := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\r\n,;", r) })
	var problems []say.Text
	if len(pieces) > maxPasted {
		problems, pieces = append(problems, say.F("Paste at most %d at once.", maxPasted)), pieces[:maxPasted]
	}
	var ids []int64
	for _, piece := range pieces {
		id, err := s.pastedID(ctx, piece)
		if err != nil {
			return nil, err
		}
		if ids = append(ids, id); id == 0 {
			problems = append(problems, say.F("We cannot tell which contribution “%s” is. Paste its link from this site, or its number.", prose.Excerpt(piece, 80)))
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := voices(ctx, s.DB, people.Visitor, "c.id IN "+db.In(len(ids)), db.Args(ids)...)
	if err != nil {
		return nil, err
	}
	for i, id := range ids {
		switch {
		case found[id] != nil:
			good = append(good, id)
		case id != 0:
			problems = append(problems, say.F("“%s” cannot be named: not everybody can see it. It may be in a private group, not published, or not there.", prose.Excerpt(pieces[i], 80)))
		}
	}
	if len(problems) > 0 {
		return good, db.Invalid{"pasted": say.Join(problems...)}
	}
	return good, nil
}

// pastedID reads one link or number; 0 where it is neither.
func (s *Store) pastedID(ctx context.Context, piece string) (int64, error) {
	if match := pastedDiscussion.FindStringSubmatch(piece); match != nil && !strings.Contains(piece, "#c") {
		opening, err := db.Values[int64](ctx, s.DB, "SELECT opening_id FROM threads WHERE id = ? AND opening_id IS NOT NULL", number(match[1]))
		if err != nil || len(opening) == 0 {
			return number(match[1]) * -1, err // no such discussion: nobody's id, which nobody can see
		}
		return opening[0], nil
	}
	if strings.Contains(piece, "://") {
		return 0, nil
	}
	for _, form := range pastedForms {
		if match := form.FindStringSubmatch(piece); match != nil {
			return number(match[1]), nil
		}
	}
	return 0, nil
}

// number reads digits that a pattern has let through.
func number(digits string) (n int64) {
	for _, d := range []byte(digits) {
		n = n*10 + int64(d-'0')
	}
	return n
}
