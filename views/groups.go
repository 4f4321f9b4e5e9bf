package views

import (
	"context"

	"folkmoot/models/discussion"
	"folkmoot/models/groups"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// GroupsPage is the list of groups.
type GroupsPage struct {
	Page
	Groups   []groups.Group
	Next     string // the group that the next page begins after; "" at the end
	MayStart bool   // the reader may start a group
}

// GroupPage is a group with its discussions.
type GroupPage struct {
	Page
	Group      groups.Group
	Standing   groups.Standing
	Hosts      []groups.Person
	Discussion []discussion.Listed
	Show       discussion.Filter
	Order      discussion.First
	Next       string // cursor of the next page
	First      bool
	MayChange  bool
	MayDecide  bool
	MayStart   bool // or may once they have joined the site
	Key        string
	Hold       discussion.HoldRule // whose contributions wait here
	Views      string              // where its views are; "" while too little was answered
}

// GroupFormPage is the form for starting or changing a group.
type GroupFormPage struct {
	Page
	Draft  groups.Draft
	Hold   discussion.HoldRule // of the place
	Themes []components.Option
	Slug   string // "" for a new group
	Key    string
}

// MembersPage is a group's people, for those who may decide about them.
type MembersPage struct {
	Page
	Group      groups.Group
	Asking     []groups.Person
	Members    []groups.Person
	NextAsking string
	Next       string
	MakeHosts  bool   // the reader may choose hosts
	Name       string // what was typed to invite somebody
	NewKey     func() string
}

func filters(ctx context.Context, p GroupPage) []components.Option {
	options := []components.Option{{Value: string(discussion.Everything), Label: locale.T(ctx, "Everything")}}
	if p.Person != nil {
		options = append(options, components.Option{Value: string(discussion.NewToMe), Label: locale.T(ctx, "New to me")})
	}
	options = append(options, components.Option{Value: string(discussion.Unanswered), Label: locale.T(ctx, "No answers yet")})
	if p.Person != nil {
		options = append(options, components.Option{Value: string(discussion.Mine), Label: locale.T(ctx, "Ones I am in")})
	}
	return options
}

// listOrders are the orders that the discussions can be read in.
func listOrders(ctx context.Context) []components.Option {
	return []components.Option{
		{Value: string(discussion.LatestFirst), Label: locale.T(ctx, "Latest answer")},
		{Value: string(discussion.NewestFirst), Label: locale.T(ctx, "Newest")},
		{Value: string(discussion.MostFirst), Label: locale.T(ctx, "Most answers")},
	}
}

func (p GroupPage) more(ctx context.Context) components.More {
	query := "?"
	if p.Show != discussion.Everything {
		query += "show=" + string(p.Show) + "&"
	}
	if p.Order != discussion.LatestFirst {
		query += "first=" + string(p.Order) + "&"
	}
	m := components.More{Label: locale.T(ctx, "Pages of discussions")}
	if p.Next != "" {
		m.Next, m.NextText = GroupURL(p.Group.Slug)+query+"after="+p.Next, locale.T(ctx, "Show more discussions")
	}
	if !p.First {
		m.Previous, m.PreviousText = GroupURL(p.Group.Slug)+query[:len(query)-1], locale.T(ctx, "Back to the first discussions")
	}
	return m
}

// whoMayJoin says in a sentence how one gets into a group.
func whoMayJoin(ctx context.Context, a groups.Access) string {
	switch a {
	case groups.Ask:
		return locale.T(ctx, "Everybody can read it. A host lets people in who want to write.")
	case groups.Private:
		return locale.T(ctx, "Only its members can see this group.")
	}
	return locale.T(ctx, "Anyone who lives, works or helps out here can join.")
}

func accessOptions(ctx context.Context) []components.Option {
	return []components.Option{
		{Value: string(groups.Open), Label: locale.T(ctx, "Open"), Hint: locale.T(ctx, "Everybody can read it, everybody who has joined the site can write")},
		{Value: string(groups.Ask), Label: locale.T(ctx, "Ask to join"), Hint: locale.T(ctx, "Everybody can read it, a host lets people in who want to write")},
		{Value: string(groups.Private), Label: locale.T(ctx, "Private"), Hint: locale.T(ctx, "Only members can see it and what is said in it")},
	}
}
