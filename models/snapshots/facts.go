package snapshots

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"

	"folkmoot/models/db"
	"folkmoot/models/insight"
	"folkmoot/models/snapshots/recount"
)

// maxUnpacked is how many bytes rows may have once they are unpacked: enough for tens of millions.
const maxUnpacked = 4 << 30

// pack writes the rows of a scope, compressed. They are read and written a few thousand at a time.
func pack(ctx context.Context, in *insight.Store, scope insight.Scope) ([]byte, error) {
	head := recount.Head{Zone: in.Zone.String(), Scope: scopeWords(scope)}
	err := db.Each(ctx, in.DB, func(r db.Row) error {
		var named recount.Named
		err := r.Scan(&named.ID, &named.Slug, &named.Name)
		head.Themes = append(head.Themes, named)
		return err
	}, "SELECT id, slug, name FROM themes WHERE state = 'current' ORDER BY id")
	if err != nil {
		return nil, err
	}
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
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
	if err := errors.Join(out.Close(), zip.Close()); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

// unpacked counts packed rows again, a row at a time.
func unpacked(packed []byte) (recount.Figures, error) {
	zip, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return recount.Figures{}, fmt.Errorf("the rows cannot be unpacked: %w", err)
	}
	return recount.Read(io.LimitReader(zip, maxUnpacked))
}
