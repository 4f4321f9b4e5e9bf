package components

import (
	"context"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"folkmoot/public"
)

func render(t testing.TB, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// symbols reads the sprite: what each symbol draws, by its id.
func symbols(t *testing.T) map[string]string {
	t.Helper()
	asset, _ := public.File(public.URL("icons.svg"))
	var sprite struct {
		Symbols []struct {
			ID   string `xml:"id,attr"`
			Body string `xml:",innerxml"`
		} `xml:"symbol"`
	}
	if err := xml.Unmarshal(asset.Bytes, &sprite); err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, s := range sprite.Symbols {
		found[s.ID] = s.Body
	}
	return found
}

func TestEveryThemeMarkIsItsOwn(t *testing.T) {
	drawn, shapes := symbols(t), map[string]int{}
	for mark := 1; mark <= Marks; mark++ {
		body, ok := drawn[MarkID(mark)]
		if !ok {
			t.Errorf("mark %d is not drawn", mark)
		}
		if earlier, taken := shapes[body]; taken {
			t.Errorf("marks %d and %d have one shape", earlier, mark)
		}
		shapes[body] = mark
	}
	if _, more := drawn[MarkID(1)[:2]+"31"]; more {
		t.Error("the sprite has more marks than Marks says")
	}
	for _, mark := range []int{-1, 0, Marks + 1, 1000} {
		if _, ok := drawn[MarkID(mark)]; !ok || MarkID(mark) != "m-0" || MarkClass(mark) != "k0" {
			t.Errorf("mark %d is %s in %s, want the neutral one", mark, MarkID(mark), MarkClass(mark))
		}
	}
}

func TestEverySymbolInUseIsDrawn(t *testing.T) {
	drawn := symbols(t)
	var names []string
	for _, kind := range append(Kinds, EvidenceKinds...) {
		names = append(names, "i-"+kind)
	}
	for _, name := range append(names, "logo", "i-yes", "i-no", "i-pass", "i-talk", "i-hid", "i-warn", "i-gap", "i-search", "i-feed", "i-lock", "i-edit", "i-paper", "i-phone") {
		if drawn[name] == "" {
			t.Errorf("the sprite lacks %s", name)
		}
	}
}

func TestVotesSendWhatIsPressedAndTakeBackWhatWasPressedBefore(t *testing.T) {
	for mine, want := range map[string][3]string{
		"":         {"agree", "disagree", "pass"},
		"agree":    {"none", "disagree", "pass"},
		"disagree": {"agree", "none", "pass"},
		"pass":     {"agree", "disagree", "none"},
	} {
		form := render(t, Votes(Vote{ContributionID: 9, Author: "Ann <b>", Agree: 1200, Mine: mine, Action: "/contributions/9/position", Key: "k"}))
		at := 0
		for _, value := range want {
			next := strings.Index(form[at:], `name="position" value="`+value+`"`)
			if next < 0 {
				t.Fatalf("having pressed %q: no button sends %s after the others in %s", mine, value, form)
			}
			at += next + 1
		}
		chosen := 0
		if mine != "" {
			chosen = 1
		}
		if n := strings.Count(form, `aria-pressed="true"`); n != chosen {
			t.Errorf("having pressed %q: %d buttons look pressed", mine, n)
		}
		for _, text := range []string{"Agree<span class=\"govuk-visually-hidden\"> with Ann &lt;b&gt;</span> 1,200<", `name="key" value="k"`, `action="/contributions/9/position"`} {
			if !strings.Contains(form, text) {
				t.Errorf("the form lacks %s", text)
			}
		}
	}
	closed := render(t, Votes(Vote{ContributionID: 9, Agree: 1, Disagree: 2, Closed: true}))
	if strings.Contains(closed, "<button") || !strings.Contains(closed, "1 agrees") || !strings.Contains(closed, "2 disagree") {
		t.Errorf("a closed vote is %s", closed)
	}
}

func TestUnknownKindsAndStatesAreHarmless(t *testing.T) {
	for what, got := range map[string]string{
		"who":      render(t, Who("")) + render(t, Who("wizard")),
		"evidence": render(t, Evidence("")) + render(t, Evidence("rumour")),
		"pager":    render(t, Pager(More{Label: "Pages"})),
	} {
		if got != "" {
			t.Errorf("%s that is not known shows %s", what, got)
		}
	}
	if got := render(t, State("<odd>")); !strings.Contains(got, "&lt;odd&gt;") {
		t.Errorf("a state that is not known is %s", got)
	}
}

func TestControlsAreTiedToTheirHintAndProblem(t *testing.T) {
	f := Field{ID: "words", Name: "w", Label: "Words", Hint: "Short ones.", Error: "Too long.", Counter: "Up to 10."}
	described := map[bool]string{true: `aria-describedby="words-hint words-error words-counter"`, false: `aria-describedby="words-hint words-error"`}
	options := []Option{{Value: "a", Label: "A"}, {Value: "b", Label: "B"}}
	for what, markup := range map[string]string{
		"input": render(t, TextInput(f)), "area": render(t, TextArea(f)), "select": render(t, Select(f, options)),
		"radios": render(t, Radios(f, options)), "boxes": render(t, Checkboxes(f, options)),
	} {
		for _, text := range []string{described[what == "input" || what == "area"], `id="words-hint"`, `id="words-error"`, `id="words"`, `name="w"`, "Too long."} {
			if !strings.Contains(markup, text) {
				t.Errorf("%s lacks %s: %s", what, text, markup)
			}
		}
	}
}

func TestTextAreaKeepsItsFirstEmptyLine(t *testing.T) {
	// A browser drops one line break at the start of a text area; what was typed must survive that.
	if got := render(t, TextArea(Field{ID: "w", Name: "w", Label: "W", Value: "\nafter a gap"})); !strings.Contains(got, ">\n\nafter a gap</textarea>") {
		t.Errorf("the text area is %s", got)
	}
}
