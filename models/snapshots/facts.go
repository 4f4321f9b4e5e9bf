package snapshots

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"folkmoot/models/db"
	"folkmoot/models/insight"
	"folkmoot/models/reach"
	"folkmoot/models/snapshots/recount"
)

// maxUnpacked is how many bytes rows may have once they are unpacked: enough for tens of millions.
const maxUnpacked = 4 << 30

// pack writes the rows of a scope, compressed, and what was answered in it. The rows are read and written a few thousand at
// a time.
func pack(ctx context.Context, in *insight.Store, scope insight.Scope, ballots insight.Ballots) ([]byte, error) {
	head := recount.Head{Zone: in.Zone.String(), Scope: scopeWords(scope), Statements: ballots.Statements, Older: ballots.Older}
	if err := livesHere(ctx, in.DB, &head); err != nil {
		return nil, err
	}
	err := db.Each(ctx, in.DB, func(r db.Row) error {
		var named recount.Named
		err := r.Scan(&named.ID, &named.Slug, &named.Name)
		head.Themes = append(head.Themes, named)
		return err
	}, "SELECT id, slug, name FROM themes WHERE state = 'current' ORDER BY id")
	if err != nil {
		return nil, err
	}
	var kept bytes.Buffer
	zip := gzip.NewWriter(&kept)
	out, err := recount.NewWriter(zip, head)
	if err != nil {
		return nil, err
	}
	people := map[int64]int{}
	err = in.EachCounted(ctx, scope, func(c insight.Counted) error {
		person, ok := people[c.Author]
		if !ok {
			person = len(people) + 1
			people[c.Author] = person
		}
		return out.Row(recount.Row{
			Contribution: c.ID, Person: person, Who: c.Who, Evidence: c.Evidence, Channel: c.Channel, Area: c.Area, At: int64(c.At),
			Agree: c.Positions.Agree, Disagree: c.Positions.Disagree, Pass: c.Positions.Pass, Themes: c.Themes,
		})
	})
	if err != nil {
		return nil, err
	}
	if err := out.Ballots(packed(ballots)); err != nil {
		return nil, err
	}
	if err := errors.Join(out.Close(), zip.Close()); err != nil {
		return nil, err
	}
	return kept.Bytes(), nil
}

// livesHere adds who lives here as the place knows it, and what people were asked about themselves.
func livesHere(ctx context.Context, d *db.DB, head *recount.Head) error {
	known := &reach.Store{DB: d}
	baselines, err := known.Baselines(ctx)
	if err != nil {
		return err
	}
	for _, dimension := range slices.Sorted(maps.Keys(baselines)) {
		b := baselines[dimension]
		kept := recount.Baseline{Dimension: b.Dimension, Title: b.Title, Source: b.Source}
		for _, row := range b.Rows {
			kept.Rows = append(kept.Rows, recount.Category{Name: row.Category, People: row.People})
		}
		head.Baselines = append(head.Baselines, kept)
	}
	questions, err := known.Questions(ctx)
	for _, q := range questions {
		kept := recount.Question{Key: q.Key, Words: q.Words}
		for _, a := range q.Answers {
			if a.Words == reach.RatherNot {
				kept.Rather = a.Given
			} else {
				kept.Answers = append(kept.Answers, recount.Category{Name: a.Words, People: a.Given})
			}
		}
		head.Questions = append(head.Questions, kept)
	}
	return err
}

// packed brings ballots into the form in which they are kept, each with the view that its person is in.
func packed(ballots insight.Ballots) (list []recount.Ballot) {
	v := ballots.Views(insight.ViewScope{})
	for i, cast := range ballots.Cast {
		var kept recount.Ballot
		person := int64(i + 1)
		if view, _, _ := v.Of(person); view >= 0 {
			kept.View = v.Views[view].Name
		} else if v.Small(person) {
			kept.View = recount.Small
		}
		for _, a := range cast {
			kept.Answers = append(kept.Answers, recount.Answer(a))
		}
		list = append(list, kept)
	}
	return list
}

// ballots is the opposite: what was answered, as it was when it was kept.
func ballots(f recount.Figures) insight.Ballots {
	b := insight.Ballots{Statements: f.Head.Statements, Older: f.Head.Older}
	for _, kept := range f.Ballots {
		var cast insight.Ballot
		for _, a := range kept.Answers {
			cast = append(cast, insight.Tick(a))
		}
		b.Cast = append(b.Cast, cast)
	}
	return b
}

// unpacked counts packed rows again, a row at a time.
func unpacked(packed []byte) (recount.Figures, error) {
	zip, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return recount.Figures{}, fmt.Errorf("the rows cannot be unpacked: %w", err)
	}
	return recount.Read(io.LimitReader(zip, maxUnpacked))
}
