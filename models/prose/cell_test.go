package prose_test

import (
	"testing"

	"folkmoot/models/prose"
)

func TestSafeCell(t *testing.T) {
	for text, want := range map[string]string{
		"":            "",
		"Ann":         "Ann",
		"=1+1":        "'=1+1",
		"+44":         "'+44",
		"-1":          "'-1",
		"@SUM(A1)":    "'@SUM(A1)",
		"\t=1":        "'\t=1",
		"\r=1":        "'\r=1",
		"a=1":         "a=1",
		"Équipe =":    "Équipe =",
		"’=not first": "’=not first",
	} {
		if got := prose.SafeCell(text); got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
}
