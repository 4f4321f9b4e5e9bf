package handlers

import (
	"context"

	"folkmoot/models/rules"

	"github.com/gofiber/fiber/v2"

	"folkmoot/models/discussion"
	"folkmoot/models/insight"
	"folkmoot/models/people"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// showSaid lists what the reader said, with what became of it.
func (a *App) showSaid(c *fiber.Ctx) error {
	ctx := c.UserContext()
	p := views.OwnPage{Page: a.page(c, locale.T(ctx, "What you said"))}
	p.NoIndex, p.Path = true, "/account"
	issues, err := a.countedIn(ctx)
	if err != nil {
		return err
	}
	list, next, err := a.ownSaid(ctx, actor(c), issues, c.Query("after"), discussion.OwnPage)
	if err != nil {
		return err
	}
	p.List, p.More = list, a.more(c, views.SaidURL, nil, next)
	return a.render(c, views.WhatYouSaid(p))
}

// ownSaid reads some of what a person said, with what became of it and which of the issues it counts in, and where the
// rest begins. The number of queries does not depend on how much it is.
func (a *App) ownSaid(ctx context.Context, who people.Actor, issues map[string]views.CountedIn, after string, n int) ([]views.OwnSaid, string, error) {
	own, next, err := a.Discussions.Own(ctx, who, after, n)
	if err != nil || len(own) == 0 {
		return nil, "", err
	}
	var published []int64
	for _, o := range own {
		if o.State == discussion.Published && o.Seen {
			published = append(published, o.ID)
		}
	}
	fates, err := a.Guides.FatesOf(ctx, who, published)
	if err != nil {
		return nil, "", err
	}
	list := make([]views.OwnSaid, len(own))
	for i, o := range own {
		list[i] = views.OwnSaid{Own: o, Fate: fates[o.ID]}
		if o.State == discussion.Hidden || o.State == discussion.Asked {
			reason := rules.From(ctx).Reason(o.Reason)
			list[i].Why, list[i].Rule = locale.Say(ctx, rules.Said(reason.Writer)), rules.From(ctx).Rule(reason.Rule)
		}
		for _, theme := range o.Themes {
			if in, ok := issues[theme.Slug]; ok && o.Counted {
				list[i].In = append(list[i].In, in)
			}
		}
	}
	return list, next, nil
}

// countedIn reads every issue that somebody spoke about, by the address of its theme.
func (a *App) countedIn(ctx context.Context) (map[string]views.CountedIn, error) {
	sum, err := a.Insight.Figures(ctx, insight.Scope{})
	if err != nil {
		return nil, err
	}
	issues := make(map[string]views.CountedIn, len(sum.Themes))
	for _, t := range sum.Themes {
		in := views.CountedIn{Slug: t.Slug, Title: t.Title(), People: t.People}
		if t.Issue != nil && t.State() == insight.Responded && t.Issue.ResponseHTML != "" {
			in.Replied, in.Outcome = true, t.Issue.Outcome
		}
		issues[t.Slug] = in
	}
	return issues, nil
}

// takenSaid is something that a person said, as the copy of what is theirs tells it: the facts of their page of it.
type takenSaid struct {
	ID        int64       `json:"id"`
	Address   string      `json:"address,omitempty"`
	Where     string      `json:"where,omitempty"` // the title of the thread
	State     string      `json:"state"`
	Standing  string      `json:"standing"` // the state in words
	Why       string      `json:"why,omitempty"`
	Rule      int         `json:"house_rule,omitempty"`
	Message   string      `json:"moderator_writes,omitempty"`
	Counted   bool        `json:"counted"`
	Themes    []string    `json:"themes"`
	CountedIn []takenIn   `json:"counted_in"`
	Positions *takenStand `json:"positions,omitempty"` // where it is published
	Fate      *takenFate  `json:"fate,omitempty"`
}

type takenIn struct {
	Issue   string `json:"issue"`
	Address string `json:"address"`
	People  int    `json:"people"`
	Reply   string `json:"reply,omitempty"` // its address
}

type takenStand struct {
	Agree    int `json:"agree"`
	Disagree int `json:"disagree"`
	Pass     int `json:"pass"`
}

type takenFate struct {
	Fate      string `json:"fate"`
	Reason    string `json:"reason,omitempty"`
	Version   int    `json:"version,omitempty"`   // that it changed
	Paragraph int    `json:"paragraph,omitempty"` // of that version
	Address   string `json:"address"`
}

// takenAtOnce is how much of what somebody said is read for their copy at a time.
const takenAtOnce = 200

// takeSaid gives all that a person said to put, with what became of it, the newest first.
func (a *App) takeSaid(ctx context.Context, who people.Actor, put func(any) error) error {
	issues, err := a.countedIn(ctx)
	if err != nil {
		return err
	}
	for after := ""; ; {
		list, next, err := a.ownSaid(ctx, who, issues, after, takenAtOnce)
		if err != nil {
			return err
		}
		for _, o := range list {
			if err := put(a.taken(ctx, o)); err != nil {
				return err
			}
		}
		if next == "" {
			return nil
		}
		after = next
	}
}

func (a *App) taken(ctx context.Context, o views.OwnSaid) takenSaid {
	s := takenSaid{
		ID: o.ID, Where: o.Thread.Title, State: string(o.State), Standing: o.Standing(ctx), Why: o.Why, Rule: o.Rule.Number, Message: o.Message,
		Counted: o.Counted, Themes: []string{}, CountedIn: []takenIn{},
	}
	if link := o.Permalink(); link != "" {
		s.Address = a.absolute(link)
	}
	for _, theme := range o.Themes {
		s.Themes = append(s.Themes, theme.Name)
	}
	for _, in := range o.In {
		one := takenIn{Issue: in.Title, Address: a.absolute(views.IssuePageURL(in.Slug, "")), People: in.People}
		if in.Replied {
			one.Reply = a.absolute(views.IssuePageURL(in.Slug, "#reply"))
		}
		s.CountedIn = append(s.CountedIn, one)
	}
	if o.Shown() {
		s.Positions = &takenStand{Agree: o.Agrees, Disagree: o.Disagrees, Pass: o.Passes}
	}
	if o.Fate.Fate != discussion.NoFate {
		s.Fate = &takenFate{
			Fate: string(o.Fate.Fate), Reason: o.Fate.Reason, Version: o.Fate.Version, Paragraph: o.Fate.Paragraph, Address: a.absolute(views.FateURL(o.ID)),
		}
	}
	return s
}
