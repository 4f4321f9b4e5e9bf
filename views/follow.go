package views

import (
	"context"
	"fmt"
	"time"

	"folkmoot/models/discussion"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/themes"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// Where people see what is new for them, and choose what they are told of.
const (
	InboxURL     = "/inbox"
	FollowingURL = "/account/following"
	TellingURL   = "/account/telling"
)

// FollowBox is the control for following what a page is about.
type FollowBox struct {
	Target  notify.Target
	How     notify.How // how the reader follows it; "" where they do not
	Visitor bool       // nobody is signed in
	Here    string     // the path to come back to after signing in
}

// FollowingPage is everything that somebody follows.
type FollowingPage struct {
	Page
	Follows []notify.Follow
}

// InboxPage is what somebody was told.
type InboxPage struct {
	Page
	Parts  []InboxPart
	Unread bool  // only what they have not read
	Older  int64 // the id to go on from; 0 where there are no more
	UpTo   int64 // the newest there is; 0 for none
}

// InboxPart is what is new in one thread, or about one theme, or what stands by itself.
type InboxPart struct {
	Title string // may be empty
	Items []notify.Item
}

// InboxParts groups what stands on a page of the inbox by where it is from, in the order of what is newest in each.
func InboxParts(items []notify.Item) (parts []InboxPart) {
	type from struct {
		thread int64
		title  string
	}
	at := map[from]int{}
	for _, i := range items {
		of := from{i.Thread, i.Title}
		n, known := at[of]
		if !known || i.Title == "" {
			n = len(parts)
			at[of] = n
			parts = append(parts, InboxPart{Title: i.Title})
		}
		parts[n].Items = append(parts[n].Items, i)
	}
	return parts
}

// TellingPage is the form with which somebody says how they want to be told.
type TellingPage struct {
	Page
	Choices   notify.Choices
	Email     string
	From      string // as typed: "21:00"
	Until     string
	PlaceZone string
	Now       string // the time at theirs, as the program has it
}

// UnsubscribePage turns off what a mail's link names.
type UnsubscribePage struct {
	Page
	Ending    notify.Ending
	Following string // title of what it names that they follow; may be empty
	Done      string // "one" or "all"; empty before
}

// PracticePage is what somebody told of their practice.
type PracticePage struct {
	Page
	Person people.Person
	List   []discussion.Said
	On     map[int64][]themes.Tagging
	More   components.More
}

// tellWords says in a few words how somebody is told.
func tellWords(ctx context.Context, h notify.How) string {
	switch h {
	case notify.Now:
		return locale.T(ctx, "By mail, at once")
	case notify.Daily:
		return locale.T(ctx, "By mail, once a day")
	case notify.Weekly:
		return locale.T(ctx, "By mail, once a week")
	case notify.Site:
		return locale.T(ctx, "On this site only")
	case notify.Off:
		return locale.T(ctx, "Tell me nothing of it")
	}
	return locale.T(ctx, "Do not follow it")
}

func howOptions(ctx context.Context, ways ...notify.How) []components.Option {
	options := make([]components.Option, len(ways))
	for i, h := range ways {
		options[i] = components.Option{Value: string(h), Label: tellWords(ctx, h)}
	}
	return options
}

// followOptions are the choices of a follow control, the last of which ends it.
func followOptions(ctx context.Context) []components.Option {
	options := howOptions(ctx, notify.Hows...)
	options[4].Hint = locale.T(ctx, "not even of answers to me there, or because I follow more than this")
	return append(options, components.Option{Value: "none", Label: tellWords(ctx, ""), Hint: locale.T(ctx, "as if I had never chosen")})
}

// chosenHow is the choice that the control shows: what was chosen, else what fits most people.
func (f FollowBox) chosenHow() string {
	if f.How == "" {
		return string(notify.Daily)
	}
	return string(f.How)
}

// followWords says what a follow control is for.
func followWords(ctx context.Context, f FollowBox) string {
	switch f.How {
	case notify.Off:
		return locale.T(ctx, "You hear nothing of this")
	case "":
	default:
		return locale.T(ctx, "You follow this")
	}
	switch f.Target.Matter {
	case notify.OfGroup:
		return locale.T(ctx, "Follow this group")
	case notify.OfBlock:
		return locale.T(ctx, "Follow this paragraph")
	case notify.OfTheme:
		return locale.T(ctx, "Follow this theme")
	case notify.OfPerson:
		return locale.T(ctx, "Follow their practice examples")
	case notify.OfHearing:
		return locale.T(ctx, "Follow the summaries that we publish")
	}
	return locale.T(ctx, "Follow this")
}

// matterWords names a kind of thing that can be followed.
func matterWords(ctx context.Context, m notify.Matter) string {
	switch m {
	case notify.OfGroup:
		return locale.T(ctx, "Groups")
	case notify.OfThread:
		return locale.T(ctx, "Discussions and chapters")
	case notify.OfBlock:
		return locale.T(ctx, "Paragraphs")
	case notify.OfTheme:
		return locale.T(ctx, "Themes")
	case notify.OfPerson:
		return locale.T(ctx, "People’s practice examples")
	}
	return locale.T(ctx, "Summaries")
}

func followTitle(ctx context.Context, f notify.Follow) string {
	switch {
	case f.Title == "":
		return locale.T(ctx, "Not available to you any more")
	case f.Matter == notify.OfHearing:
		return locale.T(ctx, "What we are hearing")
	case f.Matter == notify.OfBlock:
		return locale.T(ctx, "A paragraph of “%s”", f.Title)
	case f.Matter == notify.OfPerson:
		return locale.T(ctx, "Practice examples by %s", f.Title)
	}
	return f.Title
}

// byMatter gives those follows that are of a kind.
func byMatter(list []notify.Follow, m notify.Matter) (some []notify.Follow) {
	for _, f := range list {
		if f.Matter == m {
			some = append(some, f)
		}
	}
	return some
}

// inboxWords says what a notice tells.
func inboxWords(ctx context.Context, i notify.Item) string {
	switch i.Kind {
	case notify.Followed:
		return locale.N(ctx, i.New, "1 new contribution", "%d new contributions")
	case notify.Themed:
		return locale.N(ctx, i.New, "1 contribution belongs to this theme", "%d contributions belong to this theme")
	}
	return locale.Say(ctx, i.Words)
}

// aboutTelling names what somebody is told of, and says more of it.
func aboutTelling(ctx context.Context, a notify.About) (label, hint string) {
	switch a {
	case notify.Answers:
		return locale.T(ctx, "Somebody answers me"), ""
	case notify.Mentions:
		return locale.T(ctx, "Somebody names me"), ""
	case notify.Fates:
		return locale.T(ctx, "What becomes of what I said"), locale.T(ctx, "Also what is decided, or changes, where you took part. It always stands on this site.")
	case notify.Decisions:
		return locale.T(ctx, "A moderator decides about my words, or about what I reported"), locale.T(ctx, "It always stands on this site.")
	}
	return locale.T(ctx, "When there is too much to mail at once"), locale.T(ctx, "We send at most %d mails at once a day, and one an hour about the same discussion. This says what happens to the rest.", notify.MailsADay)
}

// zoneOptions are the time zones to choose from: the place's, those of these islands, and the hours of the world.
func zoneOptions(ctx context.Context, place, chosen string) []components.Option {
	options := []components.Option{{Value: "", Label: locale.T(ctx, "As this place has it (%s)", place)}}
	known := chosen == ""
	for _, z := range []string{
		"Europe/London", "Europe/Dublin", "UTC", "Atlantic/Azores", "America/St_Johns", "America/Halifax", "America/Sao_Paulo", "America/New_York", "America/Chicago", "America/Denver",
		"America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu", "Europe/Paris", "Europe/Athens", "Africa/Lagos", "Africa/Johannesburg", "Africa/Nairobi", "Asia/Dubai", "Asia/Karachi",
		"Asia/Kolkata", "Asia/Dhaka", "Asia/Bangkok", "Asia/Shanghai", "Asia/Tokyo", "Australia/Perth", "Australia/Adelaide", "Australia/Sydney", "Pacific/Auckland",
	} {
		options, known = append(options, components.Option{Value: z, Label: z}), known || z == chosen
	}
	if !known {
		options = append(options, components.Option{Value: chosen, Label: chosen})
	}
	return options
}

func weekdayOptions(ctx context.Context) []components.Option {
	var options []components.Option
	for i := range 7 {
		day := time.Weekday((i + 1) % 7)
		options = append(options, components.Option{Value: fmt.Sprint(int(day)), Label: weekdayName(ctx, day)})
	}
	return options
}

func weekdayName(ctx context.Context, d time.Weekday) string {
	return []string{
		locale.T(ctx, "Sunday"), locale.T(ctx, "Monday"), locale.T(ctx, "Tuesday"), locale.T(ctx, "Wednesday"), locale.T(ctx, "Thursday"), locale.T(ctx, "Friday"), locale.T(ctx, "Saturday"),
	}[d]
}

// HourOf writes a minute of the day: "21:00".
func HourOf(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// endingWords says what a mail's link turns off.
func (p UnsubscribePage) endingWords(ctx context.Context) string {
	e := p.Ending
	switch {
	case e.RoundUp == notify.Daily:
		return locale.T(ctx, "the daily round-up")
	case e.RoundUp == notify.Weekly:
		return locale.T(ctx, "the weekly round-up")
	case e.About == notify.Answers:
		return locale.T(ctx, "mails that say that somebody answered you")
	case e.About == notify.Mentions:
		return locale.T(ctx, "mails that say that somebody named you")
	case e.About == notify.Fates:
		return locale.T(ctx, "mails that say what becomes of what you said")
	case e.About == notify.Decisions:
		return locale.T(ctx, "mails about what moderators decide")
	case p.Following == "":
		return locale.T(ctx, "mails about something that you follow")
	}
	return locale.T(ctx, "mails about “%s”", p.Following)
}

// PracticeURL is where more of the practice examples of somebody stand who told one; empty for what is none.
func PracticeURL(c discussion.Contribution) string {
	if c.Evidence != discussion.Practice {
		return ""
	}
	return "/people/" + number(c.AuthorID) + "/practice"
}
