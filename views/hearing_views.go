package views

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"folkmoot/models/insight"
	"folkmoot/views/charts"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// SeenAlike is who sees things alike in a scope, with the words of what is told of.
type SeenAlike struct {
	*insight.Views
	Words map[int64]insight.Words // by contribution; what is not there has gone and is not told of
	You   *You                    // nil where nobody is signed in

	Frozen   bool             // they are of a frozen summary, which has no single marks
	Answered int              // of a frozen one: comments that enough people answered, of which only some are told of
	Gone     map[int64]string // of a frozen one: what stands in the place of words that were removed, by contribution
}

// You is where the reader stands.
type You struct {
	View int          // place among the views; -1 for none
	At   charts.Point // on the map, where View is one
	More int          // statements that they must still answer to be placed; 0 where they answered enough
}

// ViewsPage is who sees things alike, as a page of its own.
type ViewsPage struct {
	Page
	SeenAlike
	Where   string // "the group Buses"; empty for everywhere
	WhereTo string // where that is
	Places  []insight.Place
	More    MoreToAnswer
}

// MoreToAnswer is the strip that asks for positions, one at a time.
type MoreToAnswer struct {
	insight.Asking
	Key  string
	Here string // path and query of the page that it is on
	Page bool   // it is on the page of views, which also says when there is nothing to ask
}

// ViewsURL is where a scope's views are.
func ViewsURL(s insight.ViewScope, path string) string {
	more := []string{}
	if s.Thread != 0 {
		more = append(more, "thread", strconv.FormatInt(s.Thread, 10))
	}
	return address("/hearing/views"+path, s.Scope, more...)
}

// shown tells whether a page about views has anything to tell besides that there is nothing yet.
func (s SeenAlike) shown() bool { return len(s.Statements) > 0 }

// quoted is the words of a statement in quotation marks, with dots where there is more.
func (s SeenAlike) quoted(ctx context.Context, place int) string {
	if words := s.Gone[s.Statements[place].Contribution]; words != "" {
		return words
	}
	return quotedWords(ctx, s.Words[s.Statements[place].Contribution])
}

func quotedWords(ctx context.Context, w insight.Words) string {
	switch {
	case w.Text == "":
		return locale.T(ctx, "Read what was said")
	case w.Whole || strings.HasSuffix(w.Text, "…"):
		return locale.T(ctx, "“%s”", w.Text)
	}
	return locale.T(ctx, "“%s …”", w.Text)
}

// told leaves of some places those whose words are still there.
func (s SeenAlike) told(places []int) (list []int) {
	for _, at := range places {
		if _, ok := s.Words[s.Statements[at].Contribution]; ok {
			list = append(list, at)
		}
	}
	return list
}

// apart leaves of what sets a view apart what is still there.
func (s SeenAlike) apart(v insight.View) (list []insight.Apart) {
	for _, a := range v.Apart {
		if len(s.told([]int{a.Statement})) > 0 {
			list = append(list, a)
		}
	}
	return list
}

// drawing is the map to draw.
func (s SeenAlike) drawing() charts.Map {
	m := charts.Map{}
	for _, v := range s.Views.Views {
		m.Views = append(m.Views, charts.MapView{Name: v.Name, People: v.People})
	}
	for _, mark := range s.Marks {
		m.Views[mark.View].Points = append(m.Views[mark.View].Points, charts.Point{X: mark.X, Y: mark.Y})
	}
	if s.You != nil && s.You.View >= 0 {
		m.You = &s.You.At
	}
	return m
}

// viewLabel is "A, circles".
func viewLabel(ctx context.Context, view int, name string) string {
	return locale.T(ctx, "%s, %s", name, charts.Shape(ctx, view))
}

// noViews says in plain words why there are no groups.
func (s SeenAlike) noViews(ctx context.Context) string {
	switch s.Why {
	case insight.FewStatements:
		return locale.T(ctx, "Too few comments have enough answers. We need at least %d comments that %d people or more have answered with agree, disagree or pass.", insight.StatementsNeeded, insight.AnswersNeeded)
	case insight.FewPeople:
		return locale.T(ctx, "Too few people have answered enough. We need at least %d people who each answered %s.", insight.PeopleNeeded,
			locale.N(ctx, max(s.Needed, 1), "1 comment", "%d comments"))
	case insight.AllAlike:
		return locale.T(ctx, "People differ here and there, but no more than you would expect by luck.")
	case insight.NotApart:
		return locale.T(ctx, "People differ, but they do not fall into groups. Views shade into one another.")
	default:
		return locale.T(ctx, "Nearly everybody answered alike. Those who did not are fewer than %d, so we do not show them apart.", insight.LeastInView)
	}
}

// counted says what was looked at.
func (s SeenAlike) counted(ctx context.Context) string {
	words := locale.T(ctx, "%s answered %s, %s in all.", locale.N(ctx, s.People, "1 person", "%d people"),
		locale.N(ctx, max(s.Answered, len(s.Statements)), "1 comment", "%d comments"), locale.N(ctx, s.Positions, "1 answer", "%d answers"))
	if len(s.Views.Views) > 0 {
		words += " " + locale.N(ctx, s.Placed, "1 person is in a view.", "%d people are in a view.")
		if rest := s.People - s.Placed; rest > 0 {
			words += " " + locale.N(ctx, rest, "1 answered too little to be placed, or stands with too few others.", "%d answered too little to be placed, or stand with too few others.")
		}
	}
	if s.Older {
		words += " " + locale.T(ctx, "There are older comments too. We look at the newest ones.")
	}
	return words
}

// youAre says where the reader stands.
func (s SeenAlike) youAre(ctx context.Context) string {
	switch {
	case s.You == nil:
		return ""
	case s.You.View >= 0:
		v := s.Views.Views[s.You.View]
		return locale.T(ctx, "You are in View %s, with %s.", v.Name, locale.N(ctx, max(v.People-1, 0), "1 other person", "%d other people"))
	case len(s.Views.Views) == 0:
		return ""
	case s.You.More > 0:
		return locale.T(ctx, "You have not answered enough to be placed: %s.", locale.N(ctx, s.You.More, "1 more comment", "%d more comments"))
	}
	return locale.T(ctx, "You have answered enough, but you stand with too few others to be shown in a view.")
}

// yesNo says how many of how many in one view, and of all others, say what sets the view apart.
func (s SeenAlike) yesNo(ctx context.Context, view int, a insight.Apart) string {
	one := s.Statements[a.Statement]
	says := func(p insight.Positions) int {
		if a.Agree {
			return p.Agree
		}
		return p.Disagree
	}
	if one.Untold != nil {
		if a.Agree {
			return locale.T(ctx, "People in this view say yes more often than others. Too few of some view answered to show numbers.")
		}
		return locale.T(ctx, "People in this view say no more often than others. Too few of some view answered to show numbers.")
	}
	n, of, others, ofOthers := says(one.By[view]), one.By[view].Seen(), 0, 0
	for i, p := range one.By {
		if i != view {
			others, ofOthers = others+says(p), ofOthers+p.Seen()
		}
	}
	if a.Agree {
		return locale.T(ctx, "%d of %d in this view say yes. In the others, %d of %d do.", n, of, others, ofOthers)
	}
	return locale.T(ctx, "%d of %d in this view say no. In the others, %d of %d do.", n, of, others, ofOthers)
}

// sharedWords says how many of all say yes or no, and how many of ten, at least, in each view.
func (s SeenAlike) sharedWords(ctx context.Context, place int, agree bool) string {
	one := s.Statements[place]
	n, grouped := one.All.Disagree, len(s.Views.Views) > 0
	if agree {
		n = one.All.Agree
	}
	seen := locale.N(ctx, one.All.Seen(), "1 person", "%d people")
	switch {
	case agree && grouped && one.Least(true) == 10:
		return locale.T(ctx, "%s of %s said yes: everybody who answered, in each view.", locale.Number(ctx, n), seen)
	case agree && grouped:
		return locale.T(ctx, "%s of %s said yes, and at least %d in 10 in each view.", locale.Number(ctx, n), seen, one.Least(true))
	case agree:
		return locale.T(ctx, "%s of %s said yes.", locale.Number(ctx, n), seen)
	case grouped:
		return locale.T(ctx, "%s of %s said no, and at least %d in 10 in each view.", locale.Number(ctx, n), seen, one.Least(false))
	}
	return locale.T(ctx, "%s of %s said no.", locale.Number(ctx, n), seen)
}

func (s SeenAlike) passWords(ctx context.Context, place int) string {
	p := s.Statements[place].All
	return locale.T(ctx, "%s of %s passed.", locale.Number(ctx, p.Pass), locale.N(ctx, p.Seen(), "1 person", "%d people"))
}

// allAgree begins the sentence about what is shared: "All three views agree:".
func (s SeenAlike) allAgree(ctx context.Context) string {
	switch len(s.Views.Views) {
	case 2:
		return locale.T(ctx, "Both views agree:")
	case 3:
		return locale.T(ctx, "All three views agree:")
	case 0:
		return locale.T(ctx, "Most people agree:")
	}
	return locale.T(ctx, "All %d views agree:", len(s.Views.Views))
}

// stands are everybody's positions on a statement and each view's.
func (s SeenAlike) stands(ctx context.Context, place int) []charts.Stand {
	one := s.Statements[place]
	rows := []charts.Stand{{Label: locale.T(ctx, "Everybody"), Positions: charts.Positions(one.All)}}
	for i, p := range one.By {
		rows = append(rows, charts.Stand{
			Label: locale.T(ctx, "View %s", s.Views.Views[i].Name), Class: charts.ViewClass(i), Positions: charts.Positions(p), Untold: !one.Tells(i),
		})
	}
	return rows
}

// placeOptions are the groups, guides and chapters to choose.
func (p ViewsPage) placeOptions(ctx context.Context) []components.Option {
	return HearingPage{Summary: insight.Summary{Scope: p.Scope.Scope}, Places: p.Places}.placeOptions(ctx)
}

// source leads to the whole of what was said, where it was said.
func (m MoreToAnswer) source(ctx context.Context) string {
	if m.Words.Whole {
		return locale.T(ctx, "Said in “%s”", m.Title)
	}
	return locale.T(ctx, "Read all of it, in “%s”", m.Title)
}

// again is the page on which another round begins.
func (m MoreToAnswer) again() string {
	at, err := url.Parse(m.Here)
	if err != nil {
		return "#more"
	}
	q := at.Query()
	q.Set("beyond", strconv.Itoa(m.Done))
	at.RawQuery = q.Encode()
	return at.RequestURI() + "#more"
}

// drawn tells whether there are views to draw, or to list.
func (s SeenAlike) drawn() bool { return s.Views != nil && len(s.Views.Views) > 0 }

// viewsShown is how many statements of a list are in sight before it is unfolded.
const viewsShown = 2

// stated is a statement, by its place, with words about it.
type stated struct {
	at    int
	words string
}

func statedEach(places []int, words func(at int) string) []stated {
	list := make([]stated, 0, len(places))
	for _, at := range places {
		list = append(list, stated{at, words(at)})
	}
	return list
}

func (s SeenAlike) eachApart(ctx context.Context, view int, apart []insight.Apart) []stated {
	list := make([]stated, 0, len(apart))
	for _, a := range apart {
		list = append(list, stated{a.Statement, s.yesNo(ctx, view, a)})
	}
	return list
}
