package received_test

import (
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/received"
)

var begun = clock.Of(time.Date(2026, 6, 1, 9, 30, 0, 0, time.UTC))

func addresses(t testing.TB, pattern string) *received.Addresses {
	t.Helper()
	a, err := received.NewAddresses(ed25519.NewKeyFromSeed(make([]byte, 32)), pattern)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAnAddressNamesWhoAndWhatForNinetyDays(t *testing.T) {
	for _, pattern := range []string{"talk@example.org", "talk+*@example.org", "*@answers.example.org", "Talk-*-x@Example.org"} {
		a := addresses(t, pattern)
		written := a.Answer(7, 1234567, begun)
		local, _, _ := strings.Cut(written, "@")
		if len(local) > 64 || written != strings.ToLower(written) {
			t.Errorf("%s: %s", pattern, written)
		}
		for name, address := range map[string]string{"as written": written, "in capitals": strings.ToUpper(written)} {
			got, err := a.Read(address, begun)
			if err != nil || got.Purpose != received.ToAnswer || got.Person != 7 || got.Contribution != 1234567 {
				t.Errorf("%s, %s: %+v %v", pattern, name, got, err)
			}
		}
		if got, err := a.Read(written, begun.Add(received.AnswerFor)); err != nil {
			t.Errorf("on its last day: %+v %v", got, err)
		}
		if got, err := a.Read(written, begun.Add(received.AnswerFor+24*time.Hour)); !errors.Is(err, received.ErrTooOld) || got.Person != 7 {
			t.Errorf("after its last day: %+v %v", got, err)
		}
		if a.Answer(7, 1, begun) == a.Answer(8, 1, begun) || a.Answer(7, 1, begun) == a.Answer(7, 2, begun) {
			t.Error("two addresses are the same")
		}
	}
}

func TestAnAddressThatWasChangedOrMadeElsewhereIsNotOurs(t *testing.T) {
	a := addresses(t, "talk+*@example.org")
	written := a.Answer(7, 9, begun)
	for i := range len(written) {
		changed := []byte(written)
		if changed[i]++; changed[i] == '{' {
			changed[i] = 'b'
		}
		// The last letter of a token carries one bit that is not used.
		if got, err := a.Read(string(changed), begun); err == nil && got != (received.Token{Purpose: received.ToAnswer, Person: 7, Contribution: 9, Until: got.Until}) {
			t.Errorf("changed at %d, it reads as %+v", i, got)
		} else if err == nil && i != len("talk+")+44 {
			t.Errorf("changed at %d, it is read", i)
		}
	}
	other, err := received.NewAddresses(ed25519.NewKeyFromSeed([]byte(strings.Repeat("x", 32))), "talk+*@example.org")
	if err != nil {
		t.Fatal(err)
	}
	for _, foreign := range []string{
		other.Answer(7, 9, begun), "", "@", "talk@example.org", "talk+@example.org", "talk+x@example.org", written + "x", "x" + written,
		strings.Replace(written, "example.org", "example.com", 1), strings.Repeat("a", 400) + "@example.org",
	} {
		if _, err := a.Read(foreign, begun); !errors.Is(err, received.ErrNotOurs) {
			t.Errorf("%q: %v", foreign, err)
		}
	}
}

func TestWhoReturnsMailDoesNotAnswerWithIt(t *testing.T) {
	a := addresses(t, "*@answers.example.org")
	got, err := a.Read(a.Return(7, begun), begun)
	if err != nil || got.Purpose != received.ToReturn || got.Person != 7 || got.Contribution != 0 {
		t.Errorf("%+v %v", got, err)
	}
	var none *received.Addresses
	if none.Answer(7, 9, begun) != "" || none.Return(7, begun) != "" || none.Ours("x@example.org") {
		t.Error("without a pattern there are addresses")
	}
}

func TestPatternsThatDoNotWork(t *testing.T) {
	for _, pattern := range []string{
		"", "talk", "@example.org", "talk@", "talk@exa mple.org", "ta lk+*@example.org", "talk+*@example..org", "*.@example.org", ".*@example.org",
		"a-very-long-name-for-it+*@example.org", "t**@example.org", "\"talk\"@example.org", "talk@@example.org",
	} {
		if before, after, domain, err := received.CutPattern(pattern); err == nil {
			t.Errorf("%q is taken as %q %q %q", pattern, before, after, domain)
		}
	}
}

func FuzzAddress(f *testing.F) {
	a := addresses(f, "talk+*@example.org")
	for _, seed := range []string{a.Answer(7, 9, begun), a.Return(1, begun), "talk+*@example.org", "\x00@", "talk+" + strings.Repeat("é", 22) + "x@example.org"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		got, err := a.Read(address, begun)
		if err != nil {
			return
		}
		again := a.Return(got.Person, got.Until.Add(-received.AnswerFor))
		if got.Purpose == received.ToAnswer {
			again = a.Answer(got.Person, got.Contribution, got.Until.Add(-received.AnswerFor))
		}
		if len(again) != len(address) || !strings.EqualFold(again[:len("talk+")+44], address[:len("talk+")+44]) {
			t.Errorf("%q is read, but we write %q", address, again)
		}
	})
}
