package insight

import (
	"context"

	"folkmoot/models/db"
	"folkmoot/models/people"
	"folkmoot/models/reach"
)

// areasAtMost bounds the areas that people may have typed.
const areasAtMost = 500

// Heard is whom a summary has heard from, against who lives here.
type Heard struct {
	By        []reach.Reach // by kind of person, by area, then by each question that is asked
	Questions []reach.Question
}

// Few lists the categories of which clearly fewer were heard than live here.
func (h Heard) Few() (lines []reach.Line) {
	for _, r := range h.By {
		for _, l := range r.Lines {
			if l.Few {
				lines = append(lines, l)
			}
		}
	}
	return lines
}

// Heard holds whom a scope has heard from against who lives here. Answers to questions are of everybody who was asked,
// whatever the scope: nothing leads from an answer to what somebody said.
func (s *Store) Heard(ctx context.Context, sum Summary) (h Heard, err error) {
	known := &reach.Store{DB: s.DB}
	baselines, err := known.Baselines(ctx)
	if err != nil {
		return h, err
	}
	if h.Questions, err = known.Questions(ctx); err != nil {
		return h, err
	}
	byWho, kinds := map[string]int{}, reach.Baseline{Dimension: reach.ByWho}
	for _, kind := range people.Kinds {
		byWho[string(kind)] = sum.ByWho[string(kind)]
		kinds.Rows = append(kinds.Rows, reach.Row{Category: string(kind)})
	}
	byArea, unknown, err := s.byArea(ctx, sum)
	if err != nil {
		return h, err
	}
	h.By = append(h.By,
		reach.Compare(of(baselines, kinds), byWho, sum.ByWho[NotStated], false),
		reach.CompareAreas(of(baselines, reach.Baseline{Dimension: reach.ByArea}), byArea, unknown))
	for _, q := range h.Questions {
		given, rather := map[string]int{}, 0
		for _, a := range q.Answers {
			if a.Words == reach.RatherNot {
				rather = a.Given
			} else {
				given[a.Words] = a.Given
			}
		}
		h.By = append(h.By, reach.Compare(of(baselines, reach.Baseline{Dimension: q.Key, Title: q.Words}), given, rather, true))
	}
	return h, nil
}

// of is the place's baseline of the dimension of another; that one where the place has none.
func of(baselines map[string]reach.Baseline, without reach.Baseline) reach.Baseline {
	if b, ok := baselines[without.Dimension]; ok {
		return b
	}
	return without
}

// byArea counts the people of a scope by the area in which they say they live.
func (s *Store) byArea(ctx context.Context, sum Summary) (areas map[string]int, unknown int, err error) {
	sel, err := s.ready(ctx, sum.Scope)
	if err != nil {
		return nil, 0, err
	}
	query, args := "SELECT f.area, COUNT(DISTINCT f.person_id) AS people FROM "+sel.facts+" WHERE f.area <> '' AND "+sel.where+" GROUP BY f.area", sel.args
	if sel.kept {
		query, args = "SELECT SUBSTR(who, 2) AS area, people FROM hearing_counts WHERE scope = ? AND theme_id = 0 AND who >= '@' AND who < 'A'", []any{sel.place}
	}
	areas, unknown = map[string]int{}, sum.People
	err = db.Each(ctx, s.DB, func(r db.Row) error {
		var area string
		var n int
		err := r.Scan(&area, &n)
		areas[area] = n
		unknown -= n
		return err
	}, "SELECT area, people FROM ("+query+") x ORDER BY people DESC, area LIMIT ?", append(args, areasAtMost)...)
	return areas, unknown, err
}
