package views

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"folkmoot/models/clock"
	"folkmoot/models/prose"
	"folkmoot/views/charts"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// now is the moment at which the gallery is drawn.
var now = clock.Of(time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC))

func reader() context.Context {
	return locale.With(context.Background(), locale.Locale{Zone: time.UTC, Now: now})
}

var dudley = Place{
	Name: "Our Society in Dudley", Phone: "01632 960 114", Email: "hello@dudley.example",
	Hours: "Monday to Friday, 9am to 5pm", RunBy: "the Our Society partnership",
}

// hostile is text that a person might type to break out of a page.
const hostile = `"><script>alert(1)</script><b style="x" onclick='y'>&`

// written is Markdown with one of everything in it.
const written = `# A heading

Walking in on your own[^1], and ` + "`code`" + ` with **bold** and *slanted* words.

> quoted

- one
  - under it
- [x] done

3. three

` + "```\na line of code that is far too long for a phone and so has to be broken somewhere before its end\n```" + `

| Where | How many people came along | And how many of them came back the week after |
|---|--:|---|
| Netherton | 12 | 7 |

---

[^1]: A note.`

// prosePiece is what readers get to see of it.
func prosePiece() templ.Component {
	document, err := prose.Render(context.Background(), written, prose.Options{Prefix: "c12-", Limits: prose.Comment})
	if err != nil {
		panic(err)
	}
	return components.Markdown(document.HTML)
}

// all draws components one after another.
func all(parts ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for _, part := range parts {
			if err := part.Render(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
}

// tag puts components inside an element: tag(`section class="fm-sect"`, …).
func tag(open string, parts ...templ.Component) templ.Component {
	name, _, _ := strings.Cut(open, " ")
	return all(templ.Raw("<"+open+">"), all(parts...), templ.Raw("</"+name+">"))
}

// with puts components into a component that wraps others.
func with(outer templ.Component, parts ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return outer.Render(templ.WithChildren(ctx, all(parts...)), w)
	})
}

// galleryPage is a page that shows every component at least once, with a signed-in moderator and two problems.
func galleryPage() (Page, templ.Component) {
	page := Page{
		Title: "Every piece", Description: "All components on one page.", Path: "/groups/connected", Nav: "groups",
		Canonical: "https://dudley.example/groups/connected", Place: dudley,
		Person: &Viewer{ID: 7, Name: "Maureen Hadley", Role: "moderator", Unread: 3, CanModerate: true},
		Feeds:  []Feed{{Title: "Answers", URL: "/feeds/threads/1.atom"}},
		Flash:  "Your answer is posted.",
		Errors: []FieldError{{Field: "words", Message: "Write something first."}, {Message: "The page was open for too long."}},
	}
	return page, all(galleryLabels(), galleryComments(), galleryForm(page), galleryFigures())
}

func galleryLabels() templ.Component {
	parts := []templ.Component{components.Crumb(components.Link{Text: "All groups", URL: "/groups"}, components.Link{Text: "Connected", URL: "/groups/connected"})}
	var who, evidence, states, themes []templ.Component
	for _, kind := range components.Kinds {
		who = append(who, components.Who(kind), templ.Raw(" "))
	}
	for _, kind := range components.EvidenceKinds {
		evidence = append(evidence, components.Evidence(kind), components.EvidenceMissing(kind), templ.Raw(" "))
	}
	for _, state := range []string{"open", "closed", "outline", "redrafting", "agreed", "emerging", "considered", "responded", "held", "hidden"} {
		states = append(states, with(components.State(state)), templ.Raw(" "))
	}
	for mark := 0; mark <= components.Marks+1; mark++ {
		themes = append(themes, components.ThemeLink("inclusion", "Inclusion", mark), templ.Raw(" "))
	}
	parts = append(parts, templ.Raw("<h1>Every piece</h1>"),
		tag(`div class="fm-stack"`, tag(`p class="fm-row"`, who...), tag(`p class="fm-row"`, evidence...), tag(`p class="fm-row"`, states...), tag(`p class="fm-row"`, themes...),
			components.New("5 new"), components.ThemeName("Power", 1), components.DateBox(now),
			with(components.Note(""), templ.Raw("<p>A plain note.</p>")),
			with(components.Note("turn"), templ.Raw("<p>Your turn.</p>")),
			with(components.Note("no"), templ.Raw("<p>A warning.</p>")),
			with(components.Gap("No research cited yet."), templ.Raw(`Do you know of some? <a href="/help">Add it here</a>`))))
	return all(parts...)
}

func galleryComments() templ.Component {
	by := components.By{
		Name: "Derek Homer", Who: "resident", Evidence: "lived", Permalink: "/contributions/12", At: now.Add(-30 * time.Hour),
		EditedAt: now.Add(-2 * time.Hour), EditsURL: "/contributions/12/edits", Channel: "paper", New: true,
	}
	vote := components.Vote{ContributionID: 12, Author: "Derek Homer", Agree: 31, Pass: 1, Mine: "agree", Action: "/contributions/12/position", Key: "k-12"}
	closed := components.Vote{ContributionID: 13, Author: "Ann", Agree: 1, Disagree: 2, Closed: true}
	return tag(`section class="fm-sect"`, templ.Raw("<h2>34 answers</h2><h3>Oldest first</h3>"), tag(`ol class="fm-thread"`,
		tag("li", tag(`article class="fm-c" id="c12"`, components.CommentBy(by), prosePiece(),
			tag(`div class="fm-act"`, components.Votes(vote), components.ActionLink("/contributions/12/reply", "Reply", "to Derek Homer"))),
			tag(`ol class="fm-thread"`, tag("li", components.HiddenComment(components.Removed{ContributionID: 14, By: "moderator", At: now, Reason: "It named someone who had not agreed to it."})))),
		tag("li", components.HiddenComment(components.Removed{ContributionID: 15, By: "author", At: now}), components.Votes(closed))),
		components.Quote(components.Quoted{Text: "So she stays in.", URL: "/contributions/12", Name: "Yasmin", At: now, Who: "resident", Evidence: "lived"}),
		components.Pager(components.More{Label: "Pages of answers", Next: "?after=9", NextText: "Show the next 20 answers", Previous: "?", PreviousText: "Back to the first answers"}))
}

func galleryForm(page Page) templ.Component {
	ctx := reader()
	options := []components.Option{{Value: "a", Label: "Latest"}, {Value: "b", Label: "Newest"}}
	words := components.Field{
		ID: "words", Name: "words", Label: "What do you want to say?", Hint: "Please leave out other people’s names.", Value: hostile,
		Error: page.ErrorFor("words"), Markdown: true, Required: true, Counter: "Up to 20,000 characters.",
	}
	return tag(`section class="fm-sect"`, templ.Raw("<h2>Your answer</h2>"),
		tag(`form class="fm-form" method="post" action="/x" novalidate data-keep="thread-1"`,
			components.HiddenKey("k-1"), components.KeptNote(),
			components.WhatIBring(components.Field{Value: "practice"}),
			components.TextArea(words),
			components.TextInput(components.Field{ID: "email", Name: "email", Label: "Email", Type: "email", Autocomplete: "email", MaxLength: 200, Value: hostile}),
			components.Select(components.Field{ID: "sort", Name: "sort", Label: "First", Value: "b", HideLabel: true}, options),
			components.Radios(components.Field{ID: "who", Name: "who", Label: "Who are you?", Error: "Choose one.", Hint: "One is enough."}, components.WhoOptions(ctx)),
			components.Checkboxes(components.Field{ID: "themes", Name: "themes", Label: "Themes"}, []components.Option{{Value: "1", Label: "Power", Chosen: true}, {Value: "2", Label: "Inclusion"}}),
			components.Checkbox(components.Field{ID: "agree", Name: "agree", Value: "yes", Label: "I agree to the house rules", Hint: "They are short."}, true),
			with(components.SubmitRow(components.Submit{Label: "Post my answer", PreviewID: "preview", CancelURL: "/groups"})),
			components.Hidden("thread", "1")),
		components.Preview("preview", "<p>The <strong>2 flights</strong>.</p>"), components.Preview("preview-2", ""),
		with(components.Fold("Search or filter"), components.TextInput(components.Field{ID: "q", Name: "q", Label: "Search this group", Type: "search"})),
		components.PrintButton("Print this page"))
}

func galleryFigures() templ.Component {
	counts := []charts.Count{{Kind: "practitioner", N: 5}, {Kind: "resident", N: 19}, {Kind: "voluntary", N: 4}, {Kind: "public", N: 2}, {Kind: "business", N: 1}, {Kind: "", N: 6}}
	positions := charts.Positions{Agree: 61, Disagree: 6, Pass: 12}
	return tag(`section class="fm-sect"`, templ.Raw("<h2>Figures</h2>"), tag(`div class="fm-issue"`, tag(`div`, components.Ring()), tag(`div class="fm-stack"`,
		charts.Spark([]int{2, 3, 2, 4, 5, 7, 12, 23}, "23 so far this week", "12 the week before"),
		charts.WhoBar("Who is saying it", counts), charts.WhoBar("Nobody", nil),
		charts.EvidenceRow("What they bring", 33, 14, 0, 0),
		charts.PositionsBar("Where people stand", positions),
		charts.FiguresTable("Issue 1 in figures", "for issue 1", charts.FiguresRows(reader(), counts, 33, 14, 0, positions)))))
}

func render(t testing.TB, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(reader(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func gallery(t testing.TB) string {
	t.Helper()
	page, body := galleryPage()
	return render(t, with(Layout(page), body))
}
