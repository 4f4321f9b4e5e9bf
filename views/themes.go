package views

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"folkmoot/models/coding"
	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/models/themes"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// ThemesPage is the codebook.
type ThemesPage struct {
	Page
	Tree    []ThemeNode // those in use
	Retired []themes.Theme
	All     []themes.Theme
	Word    string // only themes that hold it are listed; empty for all
	CanKeep bool
}

// longCodebook is how many themes at the top make a list that is easier to search.
const longCodebook = 12

// Having keeps the themes of a list that have a word in their name or definition, and those above them.
func Having(list []themes.Theme, word string) []themes.Theme {
	word = strings.ToLower(strings.TrimSpace(word))
	if word == "" {
		return list
	}
	byID, kept := map[int64]themes.Theme{}, map[int64]bool{}
	for _, t := range list {
		byID[t.ID] = t
	}
	for _, t := range list {
		if !strings.Contains(strings.ToLower(t.Name+"\n"+t.Definition), word) {
			continue
		}
		for range themes.MaxThemes {
			if kept[t.ID] = true; t.ParentID == 0 {
				break
			}
			t = byID[t.ParentID]
		}
	}
	var found []themes.Theme
	for _, t := range list {
		if kept[t.ID] {
			found = append(found, t)
		}
	}
	return found
}

// ThemeNode is a theme with those below it.
type ThemeNode struct {
	themes.Theme
	Children []ThemeNode
}

// Parts is how many themes stand below, at any depth.
func (n ThemeNode) Parts() int {
	all := len(n.Children)
	for _, c := range n.Children {
		all += c.Parts()
	}
	return all
}

// ThemeTree puts a codebook in its order: by name, each theme below the one it is part of. A theme below a retired
// one stands at the top.
func ThemeTree(list []themes.Theme) (tree []ThemeNode, retired []themes.Theme) {
	current := map[int64]bool{}
	for _, t := range list {
		if t.State == themes.Current {
			current[t.ID] = true
		} else {
			retired = append(retired, t)
		}
	}
	below := map[int64][]themes.Theme{}
	for _, t := range list {
		if !current[t.ID] {
			continue
		}
		parent := t.ParentID
		if !current[parent] {
			parent = 0
		}
		below[parent] = append(below[parent], t)
	}
	var grow func(parent int64) []ThemeNode
	grow = func(parent int64) (nodes []ThemeNode) {
		for _, t := range below[parent] {
			nodes = append(nodes, ThemeNode{t, grow(t.ID)})
		}
		slices.SortStableFunc(nodes, func(a, b ThemeNode) int { return cmp.Compare(a.Name, b.Name) })
		return nodes
	}
	return grow(0), retired
}

// ThemePage is one theme with what was said about it.
type ThemePage struct {
	Page
	Theme    themes.Theme
	Parent   *themes.Theme // nil at the top
	Into     *themes.Theme // the one in use that it went into at last; nil where it was not merged
	Merged   themes.Revision
	Children []themes.Theme
	List     []discussion.Said
	On       map[int64][]themes.Tagging
	More     components.More
	History  []themes.Revision // for those who keep the codebook
	CanKeep  bool
}

// ThemeForm is where a theme is made or changed.
type ThemeForm struct {
	Page
	Action  string
	Key     string
	Draft   themes.Draft
	Theme   *themes.Theme // nil for a new one
	Theirs  *themes.Theme // what somebody else stored in between; nil where nobody did
	Parents []themes.Theme
	Below   []themes.Theme // in use
	Marks   []int          // signs that can be chosen, its own the first
	Back    int            // comments that would come back if its merge was undone
}

// markOptions are the signs that can be chosen.
func (f ThemeForm) markOptions(ctx context.Context) []components.Option {
	options := make([]components.Option, 0, len(f.Marks)+1)
	if f.Theme == nil {
		options = append(options, components.Option{Value: "", Label: locale.T(ctx, "The next free one")})
	}
	for i, mark := range f.Marks {
		label := locale.T(ctx, "Sign %d", mark)
		if i == 0 && f.Theme != nil {
			label = locale.T(ctx, "Sign %d, as it is now", mark)
		}
		options = append(options, components.Option{Value: strconv.Itoa(mark), Label: label, Chosen: f.Draft.Mark == mark})
	}
	return options
}

// parentOptions are the themes that this one can be a part of.
func (f ThemeForm) parentOptions(none string) []components.Option {
	options := []components.Option{{Value: "", Label: none}}
	for _, t := range f.Parents {
		if t.State == themes.Current && (f.Theme == nil || t.ID != f.Theme.ID) {
			options = append(options, components.Option{Value: strconv.FormatInt(t.ID, 10), Label: t.Name, Chosen: t.ID == f.Draft.ParentID})
		}
	}
	return options
}

// TagForm is where themes are put on a contribution.
type TagForm struct {
	Page
	Key    string
	Next   string // where to go on after it
	Said   discussion.Said
	On     []themes.Tagging
	Themes []themes.Theme
	Chosen []int64       // ticked, whether stored or not
	Kept   []coding.Kept // what the program suggested

	Rested  []Rested // the words that themes rest on
	Words   WordsForm
	History []themes.Had
}

// options are the themes to tick: those in use, and those that are on the contribution already.
func (f TagForm) options() []components.Option {
	var options []components.Option
	for _, t := range f.Themes {
		chosen := slices.Contains(f.Chosen, t.ID)
		if t.State == themes.Current || chosen {
			options = append(options, components.Option{Value: strconv.FormatInt(t.ID, 10), Label: t.Name, Chosen: chosen})
		}
	}
	return options
}

// UntaggedPage is the list of what has no theme yet.
type UntaggedPage struct {
	Page
	List   []discussion.Said
	Groups []groups.Group
	Group  string // slug of the group shown; empty for everything
	Here   string // its own address, to come back to
	More   components.More
}

// otherState is what the theme becomes when the button under the form is pressed.
func (f ThemeForm) otherState() themes.State {
	if f.Theme.State == themes.Current {
		return themes.Retired
	}
	return themes.Current
}

// tagAddress is the form that puts themes on a contribution; next is where it leads afterwards.
func tagAddress(id int64, next string) string {
	address := "/contributions/" + strconv.FormatInt(id, 10) + "/themes"
	if next != "" {
		address += "?next=" + url.QueryEscape(next)
	}
	return address
}

func groupOptions(ctx context.Context, list []groups.Group) []components.Option {
	options := []components.Option{{Value: "", Label: locale.T(ctx, "Everywhere")}}
	for _, g := range list {
		options = append(options, components.Option{Value: g.Slug, Label: g.Name})
	}
	return options
}

// heardAt is where the summary tells of a theme; of one that nobody has spoken of, it tells nothing.
func heardAt(t themes.Theme) string {
	if t.Contributions == 0 {
		return "/hearing"
	}
	return IssueURL(t.Slug)
}

// themeNames lists the names of themes.
func themeNames(list []themes.Theme) string {
	names := make([]string, len(list))
	for i, t := range list {
		names[i] = t.Name
	}
	return strings.Join(names, ", ")
}

// nameOf gives the name of a theme by its id; empty where it is not there.
func nameOf(list []themes.Theme, id int64) string {
	for _, t := range list {
		if t.ID == id {
			return t.Name
		}
	}
	return ""
}
