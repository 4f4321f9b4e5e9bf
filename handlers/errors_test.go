package handlers

import (
	"context"
	"slices"
	"testing"

	"folkmoot/models/db"
)

func TestProblemsStandInTheOrderOfTheBoxes(t *testing.T) {
	problems, _ := fieldErrors(context.Background(), db.Invalid{"body": "b", "zebra": "z", "title": "t", "": "whole", "email": "e", "apple": "a"})
	var got []string
	for _, p := range problems {
		got = append(got, p.Field)
	}
	if want := []string{"", "title", "body", "email", "apple", "zebra"}; !slices.Equal(got, want) {
		t.Errorf("the problems stand in the order %q, want %q", got, want)
	}
}
