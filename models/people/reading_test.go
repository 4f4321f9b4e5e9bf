package people_test

import (
	"context"
	"testing"

	"folkmoot/models/people"
)

func TestHowSomebodyReadsIsKept(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		ann := r.actor(r.joined("Ann", "ann@example.org"))
		if ann.Reading != people.ReadTree {
			t.Errorf("a newcomer reads %q", ann.Reading)
		}
		ctx := context.Background()
		for _, want := range []people.Reading{people.ReadFlat, people.ReadNewest, people.ReadTree} {
			if err := r.SetReading(ctx, ann, key(ann), want); err != nil {
				t.Fatal(err)
			}
			if now, err := r.ActorOf(ctx, ann.ID); err != nil || now.Reading != want {
				t.Errorf("kept %q, read %q, %v", want, now.Reading, err)
			}
		}
		if err := r.SetReading(ctx, ann, key(ann), "agreed"); !invalid(err, "reading") {
			t.Errorf("an order that cannot be kept: %v", err)
		}
		if err := r.SetReading(ctx, people.Visitor, key(ann), people.ReadFlat); !isForbidden(err) {
			t.Errorf("a visitor: %v", err)
		}
	})
}
