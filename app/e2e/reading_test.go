package e2e

import (
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"

	"folkmoot/models/people"
)

// Somebody comes back, goes through what is new by keyboard, folds a branch that stays folded, and turns the keys off.
func TestReadingByKeyboard(t *testing.T) {
	t.Parallel()
	p := newDemo(t).served()
	editor := p.staff(t, people.Editor)
	path := "/discussions/" + strconv.FormatInt(p.discussion(editor), 10)
	say := func(words, to string) {
		t.Helper()
		f := editor.page(path+"/answers"+to).form(t, path+"/answers")
		f.fields.Set("body", words)
		editor.must(editor.send(f), 303)
	}
	ruth := p.reader(t, wide)
	ruth.signIn(demoEmail("ruth"))
	ruth.open(path)
	first := `document.querySelector("article.fm-c:not(.fm-first)").id.slice(1)`
	say("The first new answer.", "")
	ruth.open(path)
	say("An answer to it.", "?to="+tell[string](ruth, first))
	say("The last new answer.", "")
	ruth.open(path)
	ruth.until("the page takes keys", `document.querySelector("[data-new-keys]:not([hidden])") !== null`)
	focused := `document.activeElement.querySelector(".fm-md")?.innerText ?? ""`
	for _, press := range []struct{ key, want string }{{"n", "An answer to it."}, {"n", "The last new answer."}, {"p", "An answer to it."}} {
		ruth.do(chromedp.KeyEvent(press.key))
		if at := tell[string](ruth, focused); at != press.want {
			t.Errorf("%s goes to %q, not to %q", press.key, at, press.want)
		}
	}
	tell[bool](ruth, `(() => { document.querySelector("[data-new-keys] details").open = true; document.querySelector("[data-new-keys-off]").click(); return true })()`)
	ruth.do(chromedp.KeyEvent("n"))
	if at := tell[string](ruth, focused); at != "An answer to it." {
		t.Errorf("a key that is turned off goes to %q", at)
	}
	tell[bool](ruth, `(() => { document.querySelector(".fm-branch").open = false; return true })()`)
	ruth.until("the fold is kept", `(sessionStorage.getItem("folded") ?? "[]") !== "[]"`)
	answer := tell[string](ruth, `document.querySelector(".fm-branch article").id`)
	ruth.open(path)
	ruth.until("the branch is folded still", `!document.querySelector(".fm-branch").open`)
	ruth.open("/contributions/" + answer[1:])
	ruth.until("the branch is open for a link into it", `document.querySelector(".fm-branch").open`)
}
