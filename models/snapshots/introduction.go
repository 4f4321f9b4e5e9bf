package snapshots

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"folkmoot/models/audit"
	"folkmoot/models/db"
	"folkmoot/models/insight/grounded"
	"folkmoot/models/people"
)

// Bounds on what a program that drafts an introduction is given.
const (
	mostCited  = 60     // contributions
	mostWords  = 4_000  // bytes of one; a longer one is left out, so that none is given in part
	mostGiven  = 48_000 // bytes of all of them
	mostIssues = 20     // the strongest, with their figures
)

// contributionLink finds the contributions that an introduction leads to.
var contributionLink = regexp.MustCompile(`/contributions/([1-9][0-9]{0,17})`)

// introWithout gives an introduction without the lines that lead to some contributions: they may hold their words.
func introWithout(intro string, gone map[int64]bool) string {
	if len(gone) == 0 {
		return intro
	}
	lines := strings.Split(intro, "\n")
	kept := slices.DeleteFunc(slices.Clone(lines), func(line string) bool {
		return slices.ContainsFunc(contributionLink.FindAllStringSubmatch(line, -1), func(m []string) bool {
			id, err := strconv.ParseInt(m[1], 10, 64)
			return err == nil && gone[id]
		})
	})
	if len(kept) == len(lines) {
		return intro
	}
	return strings.TrimSpace(strings.Join(kept, "\n"))
}

// Material is what an introduction of a draft may be drafted from: what everybody may read, without anybody's name.
type Material struct {
	Title string
	Basis grounded.Grounds
	Order []int64 // the contributions, those of the strongest issues first
}

// Drafting gives what an introduction of a draft may be drafted from: the contributions that it quotes, if everybody may
// read them now, and its figures. Those that hold an email address are left out. ErrConflict where it is published.
func (s *Store) Drafting(ctx context.Context, a people.Actor, slug string) (Material, error) {
	if err := MayMake(a); err != nil {
		return Material{}, err
	}
	h, err := db.One(ctx, s.DB, scanHead, "SELECT "+headColumns+" WHERE s.slug = ?", slug)
	if err != nil {
		return Material{}, err
	}
	if h.State != Draft {
		return Material{}, db.ErrConflict
	}
	e, err := newest(ctx, s.DB, h.ID)
	if err != nil {
		return Material{}, err
	}
	m, issues := Material{Title: e.Title}, e.Issues[:min(len(e.Issues), mostIssues)]
	m.Basis.Figures = figuresOf(e, issues)
	m.Basis.Texts, m.Order, err = s.citable(ctx, h.ID, issues)
	return m, err
}

// citable reads the words that may be cited, from the strongest issue on as far as the bounds allow.
func (s *Store) citable(ctx context.Context, snapshot int64, issues []Issue) (texts map[int64]string, order []int64, err error) {
	seen, args := people.Visitor.Sees("c", "t")
	all := map[int64]string{}
	err = db.Each(ctx, s.DB, func(r db.Row) error {
		var id int64
		var body string
		err := r.Scan(&id, &body)
		all[id] = body
		return err
	}, `SELECT c.id, c.body_md FROM snapshot_quotes x JOIN contributions c ON c.id = x.contribution_id JOIN threads t ON t.id = c.thread_id
		WHERE x.snapshot_id = ? AND x.removed_at IS NULL AND LENGTH(c.body_md) <= ? AND `+seen, append([]any{snapshot, mostWords}, args...)...)
	texts = map[int64]string{}
	given := 0
	for _, i := range issues {
		for _, q := range i.Quotes {
			body, ok := all[q.Contribution]
			if _, twice := texts[q.Contribution]; !ok || twice || len(body) > mostWords || strings.Contains(body, "@") || len(texts) == mostCited || given+len(body) > mostGiven {
				continue
			}
			texts[q.Contribution] = body
			order = append(order, q.Contribution)
			given += len(body)
		}
	}
	return texts, order, err
}

// The words that may stand behind a figure.
var (
	unitPeople   = []string{"people", "person"}
	unitComments = []string{"comments", "comment"}
	unitIssues   = []string{"issues", "issue"}
)

func figuresOf(e Edition, issues []Issue) []grounded.Figure {
	list := []grounded.Figure{
		{Number: e.People, Unit: unitPeople}, {Number: e.Contributions, Unit: unitComments}, {Number: len(e.Issues), Unit: unitIssues},
	}
	for _, i := range issues {
		names := []string{i.Name, i.Title}
		list = append(list, grounded.Figure{Of: names, Number: i.People, Unit: unitPeople}, grounded.Figure{Of: names, Number: i.Contributions, Unit: unitComments})
	}
	return list
}

// Drafted puts into the register that a language model was asked for an introduction of a draft, and whether what it
// wrote was taken; the words are not kept.
func (s *Store) Drafted(ctx context.Context, a people.Actor, key db.Key, slug, model string, faults int) error {
	if err := MayMake(a); err != nil {
		return err
	}
	_, err := s.DB.Command(ctx, key, func(tx *db.Tx) (int64, error) {
		h, err := lock(tx, slug, Draft)
		if err != nil {
			return 0, err
		}
		return h.ID, audit.Append(tx, audit.Entry{
			Actor: a.ID, Act: "snapshot.drafted", Kind: "snapshot", Object: h.ID,
			Details: map[string]any{"model": model, "accepted": faults == 0, "reasons": faults},
		})
	})
	return err
}
