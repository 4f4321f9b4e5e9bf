package guide_test

import (
	"errors"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"folkmoot/models/db"
	"folkmoot/models/guide"
)

const codeDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// ids are small ones, those around which codes get longer, and others at random.
func ids() []int64 {
	list := []int64{1, 2, 3, 31, 32, 1<<20 - 1, 1 << 20, 1<<25 - 1, 1 << 25, 1<<30 - 1, 1 << 30, 1 << 59}
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		list = append(list, 1+random.Int64N(1<<(1+random.IntN(59))))
	}
	return list
}

func TestCodesLeadBack(t *testing.T) {
	for _, id := range ids() {
		code := guide.Code(id)
		if !regexp.MustCompile("^[" + codeDigits + "]{5,13}$").MatchString(code) {
			t.Fatalf("%d has the code %q", id, code)
		}
		for _, typed := range []string{code, strings.ToLower(code), code[:2] + " - " + code[2:], strings.NewReplacer("0", "o", "1", "l", "V", "u").Replace(code), strings.ReplaceAll(code, "1", "I")} {
			if got, err := guide.FromCode(typed); got != id || err != nil {
				t.Fatalf("%q, the code of %d typed as %q, gives %d, %v", code, id, typed, got, err)
			}
		}
	}
}

// The first million codes are five characters long, and no two are the same.
func TestCodesDiffer(t *testing.T) {
	seen := make(map[string]bool, 1<<20)
	for id := int64(1); id < 1<<20; id++ {
		code := guide.Code(id)
		if len(code) != 5 || seen[code] {
			t.Fatalf("%d has the code %q", id, code)
		}
		seen[code] = true
	}
}

// Every single wrong character and every two that changed places are noticed.
func TestSlipsAreNoticed(t *testing.T) {
	refused := func(id int64, typed string) {
		t.Helper()
		var invalid db.Invalid
		if got, err := guide.FromCode(typed); !errors.As(err, &invalid) || invalid["code"] == "" || got != 0 {
			t.Fatalf("%q, a slip in %q, gives %d, %v", typed, guide.Code(id), got, err)
		}
	}
	for _, id := range ids() {
		code := guide.Code(id)
		for i := range code {
			for _, wrong := range codeDigits {
				if byte(wrong) != code[i] {
					refused(id, code[:i]+string(wrong)+code[i+1:])
				}
			}
			for j := range i {
				if code[i] != code[j] {
					swapped := []byte(code)
					swapped[i], swapped[j] = swapped[j], swapped[i]
					refused(id, string(swapped))
				}
			}
		}
	}
}

func TestWhatIsNoCode(t *testing.T) {
	for _, typed := range []string{"", "K", "1234", "K7M2Q9999999999", "K7M2!", "κωδικός", "<b>", "00000", strings.Repeat("0", 13), strings.Repeat(" ", 99)} {
		if id, err := guide.FromCode(typed); err == nil {
			t.Errorf("%q is taken for the code of %d", typed, id)
		}
	}
}

func FuzzFromCode(f *testing.F) {
	f.Add("K7M2Q")
	f.Add(guide.Code(7))
	f.Fuzz(func(t *testing.T, typed string) {
		id, err := guide.FromCode(typed)
		if err != nil {
			return
		}
		if again, err := guide.FromCode(guide.Code(id)); again != id || err != nil || id <= 0 {
			t.Errorf("%q gives %d, whose code gives %d, %v", typed, id, again, err)
		}
	})
}
