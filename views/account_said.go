package views

import (
	"context"

	"folkmoot/models/rules"

	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/insight"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// SaidURL is the address of what the reader said, with what became of it.
const SaidURL = "/account/said"

// ownWords is how many bytes of what somebody said stand on their list.
const ownWords = 400

// OwnPage is a page of what the reader said themselves.
type OwnPage struct {
	Page
	List []OwnSaid
	More components.More
}

// OwnSaid is one thing that the reader said, with what became of it.
type OwnSaid struct {
	discussion.Own
	Fate guide.FateEntry // without a Fate where it needs no answer
	In   []CountedIn     // the issues that it counts in
	Why  string          // what a moderator has against it; "" for nothing
	Rule rules.Rule      // that this rests on; the zero Rule for none
}

// CountedIn is an issue that a contribution counts in.
type CountedIn struct {
	Slug    string
	Title   string
	People  int             // who spoke about it
	Replied bool            // editors have replied
	Outcome insight.Outcome // of the reply
}

// Shown tells whether others can read it, and its writer there with them.
func (o OwnSaid) Shown() bool { return o.Seen && o.State == discussion.Published }

// Permalink is where it stands; "" where the writer cannot go there, or nothing of it is left.
func (o OwnSaid) Permalink() string {
	if !o.Seen || o.State == discussion.Deleted && o.PublishedAt == 0 {
		return ""
	}
	return ContributionURL(o.ID, "")
}

// stateKey is how far it has come, as the labels of states know it.
func (o OwnSaid) stateKey() string {
	switch o.State {
	case discussion.Held:
		return "waits"
	case discussion.Deleted:
		return "taken-back"
	}
	return string(o.State)
}

// Standing says in plain words who can read it, and whether it counts.
func (o OwnSaid) Standing(ctx context.Context) string {
	if passedOn(o.Contribution) {
		return locale.T(ctx, "It is with the safeguarding lead. Nobody else can read it, and it is not counted.")
	}
	switch o.State {
	case discussion.Held:
		return locale.T(ctx, "A moderator will look at it soon. Until then only you can read it, and it is not counted.")
	case discussion.Asked:
		return locale.T(ctx, "A moderator asks you to change it. Nobody else can read it until you do, and it is not counted.")
	case discussion.Hidden:
		return locale.T(ctx, "A moderator hid it on %s. It is not counted while it is hidden.", locale.DateLong(ctx, o.StateAt))
	case discussion.Deleted:
		return locale.T(ctx, "You took it back on %s. It is not counted any more.", locale.DateLong(ctx, o.StateAt))
	}
	if !o.Counted {
		return locale.T(ctx, "Only members of the group can read it. So it is not counted in what we are hearing, which everybody can read.")
	}
	return locale.T(ctx, "Everybody can read it.")
}

// rule names the house rule that a moderator's reason rests on.
func (o OwnSaid) rule(ctx context.Context) string {
	if o.Rule.Number == 0 {
		return ""
	}
	return locale.Say(ctx, o.Rule.Cited())
}

func (o OwnSaid) words() string { return discussion.Beginning(o.HTML, ownWords) }

// replied lists the issues of those it counts in that have a reply.
func (o OwnSaid) replied() []CountedIn {
	var list []CountedIn
	for _, in := range o.In {
		if in.Replied {
			list = append(list, in)
		}
	}
	return list
}
