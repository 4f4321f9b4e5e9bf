package watch_test

import (
	"strings"
	"testing"

	"folkmoot/models/watch"
)

func looked(source, read string) watch.Noticed { return watch.Look(source, read) }

// list is words to watch for, with a mild one in the place of worse.
func list(words ...string) *watch.Words {
	var entries []watch.Watched
	for i, w := range words {
		entry := watch.Watched{ID: int64(i + 1), Words: w, Act: watch.Flag}
		if begins, ok := strings.CutSuffix(w, "+"); ok {
			entry.Words, entry.Begins = begins, true
		}
		entries = append(entries, entry)
	}
	return watch.NewWords(entries)
}

func TestWatchedWordsAreFoundHoweverTheyAreSpelled(t *testing.T) {
	words := list("blast", "cunt", "penis", "sex", "dick", "kill yourself", "cock", "tit", "ass", "wank+", "arse", "хуй", "笨蛋", "plonker")
	for text, want := range map[string]string{
		"blast it":                       "blast",
		"BLAST":                          "BLAST",
		"bl\u00e1st":                     "bl\u00e1st",
		"bláşt":                          "bláşt",
		"b\u200bl\u200bast":              "b\u200bl\u200bast",
		"b.l.a.s.t":                      "b.l.a.s.t",
		"b l a s t":                      "b l a s t",
		"b-l-a-s-t the plan":             "b-l-a-s-t",
		"bl.ast":                         "bl.ast",
		"bl**as**t":                      "bl**as**t",
		"b1ast":                          "b1ast",
		"bl4st":                          "bl4st",
		"8l4st":                          "8l4st",
		"ЬlаѕТ":                          "ЬlаѕТ",
		"ｂｌａｓｔ":                          "ｂｌａｓｔ",
		"𝐛𝐥𝐚𝐬𝐭":                          "𝐛𝐥𝐚𝐬𝐭",
		"blaaaaast":                      "blaaaaast",
		"bl*st":                          "bl*st",
		"p*****r":                        "",
		"plo****":                        "",
		"plon***":                        "plon***",
		"Go and kill yourself":           "kill yourself",
		"kill\nyourself":                 "kill\nyourself",
		"k1ll yourse1f":                  "k1ll yourse1f",
		"wanking about":                  "wanking",
		"хуй":                            "хуй",
		"你这个笨蛋":                          "笨蛋",
		"dick":                           "dick",
		"Scunthorpe and Penistone":       "",
		"Essex, Sussex and Middlesex":    "",
		"Dickens, Dickson, Hancock":      "",
		"Cockermouth, Cocker Spaniels":   "",
		"peacock, cockatoo, cocktail":    "",
		"title, titanic, constituent":    "",
		"Class, pass, assess, assistant": "",
		"Lightwater, Clitheroe":          "",
		"arsenal and arsenic":            "",
		"kill your self-doubt":           "",
		"the 8 last buses":               "",
		"a s s":                          "a s s",
		"We pass. It costs":              "",
		"as s":                           "",
		"bla st":                         "",
		"swank":                          "",
		"Wan King Road":                  "",
	} {
		var got []string
		for _, m := range words.Match(looked(text, "")) {
			got = append(got, text[m.Start:m.End])
		}
		if strings.Join(got, " | ") != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	// Dick Turpin has the name that he has: a whole word is found, and a person looks.
	if len(words.Match(looked("Dick Turpin rode here.", ""))) != 1 {
		t.Error("a whole word is not found in a name")
	}
}

func TestWhatOnlyShowsWhenItIsReadIsFound(t *testing.T) {
	found := list("blast").Match(looked("bl&#97;st", "blast"))
	if len(found) != 1 || found[0].Start != 0 || found[0].End != 0 {
		t.Errorf("got %v", found)
	}
}

func TestALinkInsideAWordHidesNothing(t *testing.T) {
	if found := list("blast").Match(looked("bl[a](https://place.example)st", "blast")); len(found) != 1 {
		t.Errorf("%+v", found)
	}
}
