package prose_test

import (
	"testing"

	"folkmoot/models/prose"
)

func TestSafeCell(t *testing.T) {
	for text, want := range map[string]string{
		"":               "",
		"Ann":            "Ann",
		"=1+1":           "'=1+1",
		"+44":            "'+44",
		"-1":             "'-1",
		"@SUM(A1)":       "'@SUM(A1)",
		"\t=1":           "'\t=1",
		"\r=1":           "'\r=1",
		" =1":            "' =1",
		"\u200b\u202e=1": "'\u200b\u202e=1",
		"\ufeff@a":       "'\ufeff@a",
		"＝1":             "'＝1",
		"\nx":            "'\nx",
		"a=1":            "a=1",
		" a":             " a",
		"\u200b":         "\u200b",
		"Équipe =":       "Équipe =",
		"’=not first":    "’=not first",
	} {
		if got := prose.SafeCell(text); got != want {
			t.Errorf("%q became %q", text, got)
		}
		if got := prose.PlainCell(prose.SafeCell(text)); got != text {
			t.Errorf("%q came back as %q", text, got)
		}
	}
}
