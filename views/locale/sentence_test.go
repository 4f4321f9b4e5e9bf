package locale

import (
	"context"
	"testing"

	"golang.org/x/text/feature/plural"
)

func TestLabelsInsideASentence(t *testing.T) {
	for _, c := range []struct{ language, label, want string }{
		{English, "Public bodies", "public bodies"},
		{English, "Closes today, in the Town Hall", "closes today, in the Town Hall"},
		{English, "NHS staff", "NHS staff"},
		{English, "9 days left", "9 days left"},
		{English, "", ""},
		{"cy", "Ymarferwyr", "ymarferwyr"},
		{"tr", "Işık", "ışık"},
		{"tr", "İlçe", "ilçe"},
		{"de", "Erfahrung aus dem Leben", "Erfahrung aus dem Leben"},
		{"ar", "السكان", "السكان"},
	} {
		if got := InSentence(With(context.Background(), Locale{Language: c.language}), c.label); got != c.want {
			t.Errorf("%s: %q inside a sentence is %q, not %q", c.language, c.label, got, c.want)
		}
	}
}

// Arabic has six kinds of number and is written from right to left: a catalogue that is added says all of that by itself.
func TestArabicNeedsNothingButItsCatalogue(t *testing.T) {
	Register("ar", Catalogue{Texts: map[string]string{"Search": "بحث"}, Counts: map[Counted]Forms{
		{"1 answer", "%d answers"}: {
			plural.Zero: "لا إجابات", plural.One: "إجابة واحدة", plural.Two: "إجابتان", plural.Few: "%d إجابات", plural.Many: "%d إجابة", plural.Other: "%d من الإجابات",
		},
		{"1 group", "%d groups"}: {plural.Other: "%d مجموعة"},
	}})
	t.Cleanup(func() { Unregister("ar") })
	ctx := With(context.Background(), Locale{Language: "ar"})
	if got := Dir(ctx); got != "rtl" {
		t.Errorf("Arabic is written %s", got)
	}
	if got := T(ctx, "Search"); got != "بحث" {
		t.Errorf("a text is %q", got)
	}
	for n, want := range map[int]string{
		0: "لا إجابات", 1: "إجابة واحدة", 2: "إجابتان", 3: Number(ctx, 3) + " إجابات", 10: Number(ctx, 10) + " إجابات", 11: Number(ctx, 11) + " إجابة",
		99: Number(ctx, 99) + " إجابة", 100: Number(ctx, 100) + " من الإجابات", 102: Number(ctx, 102) + " من الإجابات", 103: Number(ctx, 103) + " إجابات",
	} {
		if got := N(ctx, n, "1 answer", "%d answers"); got != want {
			t.Errorf("%d answers are %q, not %q", n, got, want)
		}
	}
	if got, want := N(ctx, 3, "1 group", "%d groups"), Number(ctx, 3)+" مجموعة"; got != want {
		t.Errorf("a form that is missing is %q, not %q", got, want)
	}
	for _, other := range []string{"ur", "fa", "he"} {
		if DirOf(other) != "rtl" {
			t.Errorf("%s is written %s", other, DirOf(other))
		}
	}
}
