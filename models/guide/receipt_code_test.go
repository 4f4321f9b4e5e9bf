package guide

import (
	"errors"
	"strings"
	"testing"

	"folkmoot/models/db"
)

func TestReceiptCodesAreReadAsPeopleWriteThem(t *testing.T) {
	code := newReceiptCode(db.Key{Token: "AAAAAAAAAAAAAAAAAAAAAA"})
	groups := code.Groups()
	if len(code) != codeLength || len(groups) != 4 || strings.Join(groups, "") != string(code) || strings.ContainsAny(string(code), "ILOU") {
		t.Fatalf("%q in %q", code, groups)
	}
	spoken := strings.NewReplacer("0", "o", "1", "l", "V", "u").Replace(string(code))
	for _, typed := range []string{
		string(code), strings.ToLower(string(code)), strings.Join(groups, " "), strings.Join(groups, "-"), " " + strings.Join(groups, " – ") + "\r\n",
		spoken, strings.ToUpper(spoken), strings.ReplaceAll(string(code), "1", "I"), strings.Join(strings.Split(string(code), ""), "."),
	} {
		if got, err := ReadReceiptCode(typed); got != code || err != nil {
			t.Errorf("%q is read as %q, %v", typed, got, err)
		}
	}
	for _, typed := range []string{"", "   ", string(code[:15]), string(code) + "A", strings.Repeat("A", 1000), "what is this code", "ДДДДДДДДДДДДДДДД", string(code[:15]) + "!"} {
		got, err := ReadReceiptCode(typed)
		var invalid db.Invalid
		if got != "" || !errors.As(err, &invalid) || invalid["code"] == "" {
			t.Errorf("%q is read as %q, %v", typed, got, err)
		}
	}
}

func TestOneWrongLetterIsAlwaysNoticed(t *testing.T) {
	for _, token := range []string{"AAAAAAAAAAAAAAAAAAAAAA", "BBBBBBBBBBBBBBBBBBBBBA", "zzzzzzzzzzzzzzzzzzzzzQ"} {
		code, swapped := string(newReceiptCode(db.Key{Token: token})), 0
		for at := range code {
			for _, letter := range codeLetters {
				wrong := code[:at] + string(letter) + code[at+1:]
				if _, err := ReadReceiptCode(wrong); (err == nil) != (wrong == code) {
					t.Fatalf("%s for %s: %v", wrong, code, err)
				}
			}
			if at > 0 && code[at] != code[at-1] {
				if _, err := ReadReceiptCode(code[:at-1] + code[at:at+1] + code[at-1:at] + code[at+1:]); err == nil {
					swapped++
				}
			}
		}
		if swapped > 1 {
			t.Errorf("%d swaps in %s went unnoticed", swapped, code)
		}
	}
}

func TestReceiptCodesDiffer(t *testing.T) {
	seen := map[ReceiptCode]bool{}
	for range 1000 {
		token := db.NewToken()
		for actor := range int64(3) {
			code := newReceiptCode(db.Key{Token: token, Actor: actor})
			if seen[code] || code != newReceiptCode(db.Key{Token: token, Actor: actor, Said: "other words"}) {
				t.Fatal("the same code for another form, or another for the same:", code)
			}
			seen[code] = true
		}
	}
}

func FuzzReadReceiptCode(f *testing.F) {
	f.Add("K7QM 3FXP 9TDR 2WNA")
	f.Add(string(newReceiptCode(db.Key{Token: "x"})))
	f.Fuzz(func(t *testing.T, typed string) {
		code, err := ReadReceiptCode(typed)
		if err != nil {
			return
		}
		if again, err := ReadReceiptCode(strings.Join(code.Groups(), "-")); again != code || err != nil || len(code) != codeLength {
			t.Errorf("%q is %q, then %q, %v", typed, code, again, err)
		}
	})
}
