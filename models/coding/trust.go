package coding

import (
	"context"
	"slices"

	"folkmoot/models/clock"
	"folkmoot/models/coding/agreement"
	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/themes"
)

// mostTrusted is how many contributions of the sample suggestions are judged by: the newest coded.
const mostTrusted = 2_000

// Trust is how far suggestions can be trusted, judged by the random sample alone: what people gave contributions that
// nobody chose, against what had been suggested then.
type Trust struct {
	Coded  int             // contributions of the sample that were coded with suggestions
	None   int             // of these, those that no theme fitted
	First  agreement.Share // first suggestions that were accepted
	Three  agreement.Share // themes that people gave which were among the three suggested
	By     []SurenessTrust // first suggestions, the surest first
	Themes []ThemeTrust    // in the order of the codebook

	Before int  // of the newest contributions, those in the spots of the sample that had themes before anybody was given them here
	More   bool // there are more than Before
}

// SurenessTrust is how often first suggestions of one sureness were accepted.
type SurenessTrust struct {
	Sureness Sureness
	First    agreement.Share
}

// ThemeTrust is how far suggestions of one theme can be trusted.
type ThemeTrust struct {
	Theme     themes.Theme
	Suggested agreement.Share // suggestions of it, at whichever rank, that were accepted
	Found     agreement.Share // contributions that people gave it for which it was among the three
}

// judged is a contribution of the sample, coded once.
type judged struct {
	contribution, person int64
	at                   clock.Instant
	none                 bool
	shown                []shownThen
	given                []int64
}

type shownThen struct {
	theme    int64
	rank     int
	sure     int
	accepted bool
}

// Trust judges the suggestions.
func (s *Store) Trust(ctx context.Context, a people.Actor) (Trust, error) {
	if err := MayCode(a); err != nil {
		return Trust{}, err
	}
	list, err := s.judged(ctx, a)
	if err != nil {
		return Trust{}, err
	}
	codebook, err := (&themes.Store{DB: s.DB}).List(ctx)
	if err != nil {
		return Trust{}, err
	}
	trust := judge(list, codebook)
	trust.Before, trust.More, err = s.before(ctx, a)
	return trust, err
}

// before counts what would have come in the sample had it not had themes already: put by hand elsewhere or brought in
// with it. The sample is a fair draw of what is coded with suggestions; of these it tells nothing, and the page says so.
func (s *Store) before(ctx context.Context, a people.Actor) (n int, more bool, err error) {
	seen, args := a.Sees("c", "t")
	n, err = db.Value[int](ctx, s.DB, `SELECT COUNT(*) FROM (SELECT c.id FROM contributions c JOIN threads t ON t.id = c.thread_id
		WHERE c.id > (SELECT MAX(id) FROM contributions) - ? AND ((c.id * 48271 + 11) % 2147483647) * ((c.id * 48271 + 11) % 2147483647) % 2147483647 % 5 = 0 AND `+seen+`
		AND EXISTS (SELECT 1 FROM tags g WHERE g.contribution_id = c.id AND g.state = 'accepted')
		AND NOT EXISTS (SELECT 1 FROM codings k WHERE k.contribution_id = c.id AND k.queue = 'random' AND k.outcome <> 'skipped')
		ORDER BY c.id DESC LIMIT ?) x`, append(append([]any{sampleFrom}, args...), MostCounted+1)...)
	return min(n, MostCounted), n > MostCounted, err
}

// judged reads what of the sample was coded, of what can be read.
func (s *Store) judged(ctx context.Context, a people.Actor) ([]judged, error) {
	seen, args := a.Sees("c", "t")
	from := `SELECT k.contribution_id, k.person_id, k.coded_at, k.outcome FROM codings k JOIN contributions c ON c.id = k.contribution_id
		JOIN threads t ON t.id = c.thread_id WHERE k.queue = 'random' AND k.outcome IN ('coded', 'none') AND ` + seen + " ORDER BY k.coded_at DESC, k.contribution_id DESC LIMIT ?"
	args = append(args, mostTrusted)
	list, err := db.All(ctx, s.DB, func(r db.Row) (j judged, err error) {
		var outcome Outcome
		err = r.Scan(&j.contribution, &j.person, &j.at, &outcome)
		j.none = outcome == None
		return j, err
	}, from, args...)
	if err != nil {
		return nil, err
	}
	type who struct{ contribution, person int64 }
	at := make(map[who]int, len(list))
	for i, j := range list {
		at[who{j.contribution, j.person}] = i
	}
	err = db.Each(ctx, s.DB, func(r db.Row) error {
		var w who
		var shown shownThen
		var outcome string
		if err := r.Scan(&w.contribution, &w.person, &shown.theme, &shown.rank, &shown.sure, &outcome); err != nil {
			return err
		}
		shown.accepted = outcome == "accepted"
		j := &list[at[w]]
		if j.shown = append(j.shown, shown); shown.accepted {
			j.given = append(j.given, shown.theme)
		}
		return nil
	}, `SELECT x.contribution_id, x.person_id, s.theme_id, s.rank, s.sure, s.outcome FROM (`+from+`) x JOIN theme_suggestions s
		ON s.contribution_id = x.contribution_id AND s.answered_by = x.person_id AND s.answered_at = x.coded_at ORDER BY s.id`, args...)
	if err != nil {
		return nil, err
	}
	err = db.Each(ctx, s.DB, func(r db.Row) error {
		var w who
		var theme int64
		if err := r.Scan(&w.contribution, &w.person, &theme); err != nil {
			return err
		}
		if j := &list[at[w]]; !slices.Contains(j.given, theme) {
			j.given = append(j.given, theme)
		}
		return nil
	}, `SELECT x.contribution_id, x.person_id, g.theme_id FROM (`+from+`) x JOIN tags g
		ON g.contribution_id = x.contribution_id AND g.put_by = x.person_id AND g.put_at = x.coded_at ORDER BY g.id`, args...)
	return list, err
}

// judge counts. What was coded without suggestions, as while they were not ready, tells nothing of them.
func judge(list []judged, codebook []themes.Theme) Trust {
	var trust Trust
	by := map[Sureness]*agreement.Share{Likely: {}, Perhaps: {}, Guess: {}}
	of := map[int64]*ThemeTrust{}
	theme := func(id int64) *ThemeTrust {
		if of[id] == nil {
			of[id] = &ThemeTrust{}
		}
		return of[id]
	}
	for _, j := range list {
		if len(j.shown) == 0 {
			continue
		}
		trust.Coded++
		if j.none {
			trust.None++
		}
		for _, shown := range j.shown {
			add(&theme(shown.theme).Suggested, shown.accepted)
			if shown.rank == 1 {
				add(&trust.First, shown.accepted)
				add(by[SurenessOf(shown.sure)], shown.accepted)
			}
		}
		for _, given := range j.given {
			found := slices.ContainsFunc(j.shown, func(shown shownThen) bool { return shown.theme == given })
			add(&trust.Three, found)
			add(&theme(given).Found, found)
		}
	}
	for _, sureness := range []Sureness{Likely, Perhaps, Guess} {
		trust.By = append(trust.By, SurenessTrust{sureness, *by[sureness]})
	}
	for _, t := range codebook {
		if one := of[t.ID]; one != nil {
			one.Theme = t
			trust.Themes = append(trust.Themes, *one)
		}
	}
	return trust
}

func add(s *agreement.Share, yes bool) {
	if s.All++; yes {
		s.Of++
	}
}

// Kept is a suggestion as it was made, beside what somebody did with it.
type Kept struct {
	Theme   themes.Theme
	Rank    int
	Sure    int // in thousandths
	Outcome string
	Model   string
	By      string // public name; empty where they left
	At      clock.Instant
}

// mostKept is how many suggestions are read that were made for one contribution: the newest.
const mostKept = 60

// Kept reads what was suggested for a contribution, the newest answers first. Whether somebody may see the contribution
// is for the caller to ask.
func (s *Store) Kept(ctx context.Context, contribution int64) ([]Kept, error) {
	return db.All(ctx, s.DB, func(r db.Row) (k Kept, err error) {
		err = r.Scan(&k.Theme.ID, &k.Theme.Slug, &k.Theme.Name, &k.Theme.Mark, &k.Rank, &k.Sure, &k.Outcome, &k.Model, &k.By, &k.At)
		return k, err
	}, `SELECT h.id, h.slug, h.name, h.mark, s.rank, s.sure, s.outcome, s.model, COALESCE(p.public_name, ''), s.answered_at FROM theme_suggestions s
		JOIN themes h ON h.id = s.theme_id LEFT JOIN people p ON p.id = s.answered_by
		WHERE s.contribution_id = ? ORDER BY s.answered_at DESC, s.answered_by, s.rank LIMIT ?`, contribution, mostKept)
}
