package moderation

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/prose"
	"folkmoot/models/rules"
)

// Likeness says in what an earlier decision is like a case.
type Likeness string

// The likenesses, the closest first.
const (
	LikeWords  Likeness = "words"  // nearly the same words, for the same reason
	LikePerson Likeness = "person" // the same writer
	LikeThread Likeness = "thread" // the same reason, in the same discussion or chapter
)

var likenesses = []Likeness{LikeWords, LikePerson, LikeThread}

// Similar is how a case like another was decided.
type Similar struct {
	Contribution int64
	Like         Likeness
	Act          rules.Act
	Reason       string // key of the reason that was given
	By           string // public name of the moderator
	At           clock.Instant
	Excerpt      string // the beginning of the words
}

// Bounds on similar cases.
const (
	mostSimilar    = 3    // shown with a case
	decidedAlike   = 20   // newest decisions for one reason that are compared
	decidedOfOne   = 5    // newest decisions about one person
	comparedLength = 2000 // characters of each that are compared
	excerptLength  = 120  // characters shown
	nearlySame     = 0.5  // share of words in common from which words are nearly the same
)

// precedent is an earlier decision with what is compared.
type precedent struct {
	Similar
	author, thread int64
	before         string
	words          map[string]bool
}

// similar fills in how cases like some were decided, in one query.
func (s *Store) similar(ctx context.Context, cases []Case) error {
	var parts []string
	var args []any
	add := func(condition, order string, value any, most int) {
		parts = append(parts, `SELECT * FROM (SELECT d.id, d.contribution_id, d.author_id, d.moderator_id, d.act, d.reason, d.reason_before, d.created_at
			FROM decisions d WHERE `+condition+" AND d.undone_at IS NULL ORDER BY "+order+" DESC LIMIT "+number(most)+") x")
		args = append(args, value)
	}
	var reasons []string
	var authors []int64
	for _, c := range cases {
		if c.Main != "" && !slices.Contains(reasons, c.Main) {
			reasons = append(reasons, c.Main)
			add("d.reason_before = ?", "d.created_at", c.Main, decidedAlike)
		}
		if !slices.Contains(authors, c.AuthorID) {
			authors = append(authors, c.AuthorID)
			add("d.author_id = ?", "d.id", c.AuthorID, decidedOfOne)
		}
	}
	if len(parts) == 0 {
		return nil
	}
	found, err := db.All(ctx, s.DB, func(r db.Row) (p precedent, err error) {
		body := ""
		err = r.Scan(&p.Contribution, &p.Act, &p.Reason, &p.before, &p.At, &p.author, &p.thread, &p.By, &body)
		p.words, p.Excerpt = wordsOf(body), prose.Excerpt(body, excerptLength)
		return p, err
	}, `SELECT DISTINCT d.contribution_id, d.act, d.reason, d.reason_before, d.created_at, d.author_id, c.thread_id, m.public_name, substr(c.body_md, 1, `+number(comparedLength)+`)
		FROM (`+strings.Join(parts, " UNION ALL ")+`) d JOIN contributions c ON c.id = d.contribution_id JOIN people m ON m.id = d.moderator_id
		WHERE c.state <> 'deleted' AND c.sealed = 0 ORDER BY d.created_at DESC, d.contribution_id`, args...)
	if err != nil {
		return err
	}
	for i := range cases {
		cases[i].Similar = cases[i].amongst(found)
	}
	return nil
}

// amongst picks the few that are most like the case; what was decided twice stands there once.
func (c Case) amongst(found []precedent) (list []Similar) {
	words := wordsOf(c.Body)
	for _, like := range likenesses {
		for _, p := range found {
			var fits bool
			switch like {
			case LikeWords:
				fits = p.before == c.Main && alike(words, p.words) >= nearlySame
			case LikePerson:
				fits = p.author == c.AuthorID
			case LikeThread:
				fits = p.thread == c.ThreadID && p.before == c.Main
			}
			if !fits || p.Contribution == c.ID || slices.ContainsFunc(list, func(s Similar) bool { return s.Contribution == p.Contribution }) {
				continue
			}
			p.Like = like
			if list = append(list, p.Similar); len(list) == mostSimilar {
				return list
			}
		}
	}
	return list
}

// wordsOf gives the words of a text, folded.
func wordsOf(text string) map[string]bool {
	if len(text) > 4*comparedLength {
		text = text[:4*comparedLength]
	}
	set := map[string]bool{}
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		set[word] = true
	}
	return set
}

// alike is the share of the words of two texts that both hold: 0 to 1.
func alike(a, b map[string]bool) float64 {
	both := 0
	for word := range a {
		if b[word] {
			both++
		}
	}
	if both == 0 {
		return 0
	}
	return float64(both) / float64(len(a)+len(b)-both)
}
