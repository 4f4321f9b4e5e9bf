package people_test

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode"

	"folkmoot/models/db"
	"folkmoot/models/fixtures"
	"folkmoot/models/people"
)

func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		"Aisha K":                         "Aisha K",
		"  Sean   O’Neill-Brown ":         "Sean O’Neill-Brown",
		"Zoe\u0308":                       "Zoë",
		"J. R. (Jim) Page 2":              "J. R. (Jim) Page 2",
		"Άννα":                            "Άννα",
		"Владимир":                        "Владимир",
		"محمد":                            "محمد",
		"田中 さくら":                          "田中 さくら",
		"ਗੁਰਪ੍ਰੀਤ":                        "ਗੁਰਪ੍ਰੀਤ",
		"":                                "",
		"A":                               "",
		"42":                              "",
		strings.Repeat("ab", 30):          strings.Repeat("ab", 30),
		strings.Repeat("a", 61):           "",
		"Sam\u202eemas":                   "",
		"Sam\u200bLye":                    "",
		"Sam\u2066x\u2069":                "",
		"Sam\nLye":                        "",
		"Sam\x00":                         "",
		"Sam\xff":                         "",
		"Sam ✔":                           "",
		"<b>Sam</b>":                      "",
		"Sаm with a Cyrillic а":           "",
		"S\u0301\u0301\u0301\u0301\u0301": "",
		"\u3164\u3164":                    "",
		"𝐒𝐚𝐦 Lye":                         "",
		"Paypaꞁ":                          "",
	} {
		got, err := people.CleanName(name)
		if got != want || (err == nil) != (want != "") || err != nil && !invalid(err, "name") {
			t.Errorf("%q gives %q, %v; wanted %q", name, got, err, want)
		}
	}
}

func TestSkeletons(t *testing.T) {
	for _, alike := range [][2]string{
		{"Sam Lye", "sam lye"},
		{"Sam Lye", "SamLye"},
		{"Sam Lye", "Sam Iye"},
		{"José", "Jose"},
		{"Bill", "BiIl"},
		{"Tom 0", "Tom O"},
		{"modern", "modem"},
		{"Sam L.", "Sam-L"},
		{"ВАСЯ", "вася"},
		{"Реtra"[:4], "Pe"},
		{"О.Орр", "O. Opp"},
	} {
		if people.Skeleton(alike[0]) != people.Skeleton(alike[1]) {
			t.Errorf("%q (%s) and %q (%s) do not look alike", alike[0], people.Skeleton(alike[0]), alike[1], people.Skeleton(alike[1]))
		}
	}
	for _, apart := range [][2]string{{"Sam Lye", "Sam Dye"}, {"Anna", "Hanna"}, {"Sam 2", "Sam 3"}, {"李", "王"}, {"Ann", "Anne"}} {
		if people.Skeleton(apart[0]) == people.Skeleton(apart[1]) {
			t.Errorf("%q and %q look alike", apart[0], apart[1])
		}
	}
}

// Every known confusable is refused in a name, or gives the name that it imitates.
func TestConfusablesAreCaught(t *testing.T) {
	raw, err := os.ReadFile(fixtures.Path(t, "corpora", "unicode", "confusables-ascii.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for line := range strings.Lines(string(raw)) {
		fields := strings.Split(line, "\t")
		if len(fields) < 3 || fields[1] < "\u0080" {
			continue
		}
		checked++
		// Alone, so that mixing alphabets is not what gives it away.
		name, err := people.CleanName(fields[1] + fields[1])
		if err == nil && people.Skeleton(name) != people.Skeleton(fields[0]+fields[0]) {
			t.Errorf("%s passes for %s: %s and %s", fields[2], fields[0], people.Skeleton(name), people.Skeleton(fields[0]+fields[0]))
		}
		if mixed, err := people.CleanName("Sam" + fields[1]); err == nil && people.Skeleton(mixed) != people.Skeleton("Sam"+fields[0]) {
			t.Errorf("Sam%s passes for Sam%s", fields[1], fields[0])
		}
	}
	if checked < 1000 {
		t.Errorf("only %d confusables were looked at", checked)
	}
}

// No hostile text breaks the rules for names, or leaves in one what cannot be seen.
func TestHostileNames(t *testing.T) {
	raw, err := os.ReadFile(fixtures.Path(t, "corpora", "unicode", "blns.json"))
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	if err := json.Unmarshal(raw, &texts); err != nil {
		t.Fatal(err)
	}
	for _, text := range texts {
		name, err := people.CleanName(text)
		if err != nil {
			continue
		}
		for _, r := range name {
			if unicode.Is(unicode.C, r) || unicode.In(r, unicode.Z) && r != ' ' {
				t.Errorf("%q keeps %U", text, r)
			}
		}
	}
}

func TestOfficialNames(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		ask := func(name string) error {
			_, err := r.AskJoin(ctx, home, people.Joining{OfAge: true, Profile: people.Profile{Name: name}, Email: "n" + people.Skeleton(name) + "@example.org"}, "")
			return err
		}
		for _, name := range []string{
			"Admin", "Site Administrator", "M0DERATOR", "Dudley Moderators", "Staff Sam", "Someone who left", "Our Society in Dudley", "The team", "The Editor",
			"Coucil", "The Council", "Modertor", "Moderater", "Sam the Moderatr", "Adminstrator", "0fficial Dudley", "Our Society in Dudly", "Moderat\u03bfr",
		} {
			if err := ask(name); !invalid(err, "name") {
				t.Errorf("%q: %v", name, err)
			}
		}
		for _, name := range []string{"Stafford Lye", "Pat Dudley", "Amin Hostett", "Edith Councillor", "Teamer Modi"} {
			if err := ask(name); err != nil {
				t.Errorf("%q: %v", name, err)
			}
		}
		if _, err := r.Create(ctx, "m@example.org", "Moderator Mo", people.Moderator, ""); err != nil {
			t.Errorf("a moderator may be called so: %v", err)
		}
	})
}

func TestEmails(t *testing.T) {
	for address, want := range map[string]string{
		" Aisha.K+moot@Example.ORG ": "aisha.k+moot@example.org", "o'neill@dudley.gov.uk": "o'neill@dudley.gov.uk",
		"a@bücher.example": "a@xn--bcher-kva.example", "": "", "a@b": "", "a.example.org": "", "a@@example.org": "",
		"a b@example.org": "", "a@exam ple.org": "", "a..b@example.org": "", ".a@example.org": "", "\"a\"@example.org": "",
		"a@127.0.0.1": "", "a@[127.0.0.1]": "", "a@example.org\nBcc: b@example.org": "", "a@-x.example": "", "a@example.1": "",
		"a@example.org,b@example.org": "", strings.Repeat("a", 65) + "@example.org": "", "a@" + strings.Repeat("a", 64) + ".org": "",
	} {
		got, err := people.CleanEmail(address)
		if got != want || (err == nil) != (want != "") || err != nil && !invalid(err, "email") {
			t.Errorf("%q gives %q, %v", address, got, err)
		}
	}
}

func TestEmailCorpora(t *testing.T) {
	for _, file := range []string{"fuzzdb-valid.txt", "fuzzdb-invalid.txt"} {
		raw, err := os.ReadFile(fixtures.Path(t, "corpora", "email", file))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(raw)) {
			got, err := people.CleanEmail(line)
			if err == nil && strings.ContainsAny(got, " \t\r\n\"<>(),;:\\[]") {
				t.Errorf("%q is taken as %q", line, got)
			}
			if again, err2 := people.CleanEmail(got); err == nil && (err2 != nil || again != got) {
				t.Errorf("%q is not stable: %q", got, again)
			}
		}
	}
}

func TestGuessablePasswords(t *testing.T) {
	for _, password := range []string{
		"passwordpassword", "Password12345678", "p@ssw0rd-p@ssw0rd", "qwertyuiopasdfghjkl", "1234567890123456", "abcdefghijklmnop",
		"aaaaaaaaaaaaaaaaaaa", "letmeinletmeinletmein", "iloveyou2026iloveyou", "correct horse battery staple", "CorrectHorseBatteryStaple!",
		"1qaz2wsx3edc4rfv", "abc123abc123abc123", "Our Society in Dudley", "oursocietyindudley2026", "aishak aishak 1234", "Aisha Khan 1990 !!",
		"a.khan@example.org", "thisismypassword", "zyxwvutsrqponmlk", "2026-01-01 2026-01-02", "йцукенгшщзфывапролдж", "               ",
		"welcomewelcome123", "administrator2026", "Dudley password 1", "qazwsxedcrfvtgbyhn",
	} {
		if err := people.CheckPassword(password, "Our Society in Dudley", "Aisha Khan", "a.khan@example.org"); !invalid(err, "password") {
			t.Errorf("%q is taken: %v", password, err)
		}
	}
	for _, password := range []string{
		"teapot gravel pigeon", "wet-socks-under-the-bus", "vG7#kq9LmZ2@xw4", "gorffennaf ymbarél ddafad", "кошка зонтик пятница",
		"猫はテーブルの下で静かに眠っていた", "three ducks in Netherton", strings.Repeat("teapot gravel pigeon ", 12),
	} {
		if err := people.CheckPassword(password, "Our Society in Dudley", "Aisha Khan", "a.khan@example.org"); err != nil {
			t.Errorf("%q is refused: %v", password, err)
		}
	}
	if err := people.CheckPassword(strings.Repeat("teapot gravel pigeon ", 13)); !invalid(err, "password") {
		t.Errorf("257 characters: %v", err)
	}
}

func TestStolenPasswordsAreRefused(t *testing.T) {
	long := 0
	for _, file := range []string{"zxcvbn-passwords.txt", "fuzzdb-john.txt", "fuzzdb-weaksauce.txt", "fuzzdb-twitter.txt"} {
		raw, err := os.ReadFile(fixtures.Path(t, "corpora", "passwords", file))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(raw)) {
			password, _, _ := strings.Cut(strings.TrimSpace(line), " ")
			if people.CheckPassword(password) == nil {
				t.Errorf("%q is taken", password)
			}
			if len([]rune(password)) >= people.PasswordShortest {
				long++
			}
		}
	}
	if long < 30 {
		t.Errorf("only %d were long enough to tell anything", long)
	}
}

func FuzzPassword(f *testing.F) {
	f.Add("teapot gravel pigeon", "Aisha")
	f.Add("\xff\xfe", "\x00")
	f.Fuzz(func(t *testing.T, password, own string) {
		people.CheckPassword(password, own)
		if name, err := people.CleanName(own); err == nil {
			if again, err := people.CleanName(name); err != nil || again != name {
				t.Errorf("%q is not stable: %q %v", own, again, err)
			}
		}
	})
}

// Who has a name keeps it when somebody with one like it comes to the team.
func TestANameIsKeptThatOneOnTheTeamIsLike(t *testing.T) {
	each(t, func(t *testing.T, r room) {
		r.Unwanted = func(_ context.Context, name string) (string, error) {
			if people.NearlyAlike(people.Skeleton(name), people.Skeleton("Farzana Iqbal")) {
				return "This name is nearly that of somebody who runs this place", nil
			}
			return "", nil
		}
		who := r.joined("Anna Lye", "f@example.org")
		if err := r.ChangeProfile(ctx, r.actor(who), db.NewKey(r.actor(who).ID), people.Profile{Name: "Farzana Iqbai"}); !invalid(err, "name") {
			t.Errorf("taken: %v", err)
		}
		r.Unwanted = func(context.Context, string) (string, error) { return "No", nil }
		if err := r.ChangeProfile(ctx, r.actor(who), db.NewKey(r.actor(who).ID), people.Profile{Name: "Anna Lye", Area: "Netherton"}); err != nil {
			t.Errorf("her own name: %v", err)
		}
	})
}
