// Package demo holds the content of the demonstration place: a guide in six chapters,
// nine groups, and what sixty invented people say in them over ten weeks.
//
// It is plain data that imports nothing of the product. Everybody in it is made up;
// phone numbers are from the range kept for fiction and addresses end in example.org.
// Ages are in whole days before the day on which the content is loaded (0 is today),
// so that a fresh demonstration always looks lived in.
package demo

// Longest is the age in days of the oldest contribution: ten weeks.
const Longest = 70

// Demo is everything that the demonstration place holds.
type Demo struct {
	Place  Place
	People []Person
	Themes []Theme
	Groups []Group
	Guide  Guide
	Issues []Issue
	// Reports are the open ones, waiting for a moderator.
	Reports []Report
	// Baselines are who lives here, Questions what people are asked about themselves.
	Baselines []Baseline
	Questions []Question
	// Keeping is how the place is kept safe.
	Keeping Keeping
	// Marks stand beside names, Agreed is how what people agree to changed; both are the administrator's.
	Marks  []Mark
	Agreed []Agreed
}

// Place is the installation itself: its name, who runs it and how to reach them.
type Place struct {
	Name, RunBy, Headline, Welcome string
	Phone, Hours, Email            string
	InPerson, OnPaper              string
	// AtRisk is the number of whoever looks after people at risk, AtRiskEmail their address.
	AtRisk, AtRiskEmail string
	// Safety is the key of the person who is named for online safety.
	Safety string
	// Areas are the parts of the borough that a person may say they are from.
	Areas []string
}

// Person is somebody with an account, or somebody whose words were typed in for them.
type Person struct {
	// Key names the person within this package.
	Key, Name string
	// Who is resident, practitioner, voluntary, public, business or researcher.
	Who                string
	Area, Organisation string
	// Role is member, editor, moderator or administrator.
	Role  string
	About string
}

// Person gives the person with a key; the zero Person where there is none.
func (d *Demo) Person(key string) Person {
	for _, p := range d.People {
		if p.Key == key {
			return p
		}
	}
	for _, n := range d.Keeping.Came {
		if n.Key == key {
			return n.Person
		}
	}
	return Person{}
}

// Email is an address for the person that can never reach anybody.
func (p Person) Email() string { return p.Key + "@example.org" }

// Theme is one entry of the codebook. Parent is a slug, or empty at the top.
type Theme struct {
	Slug, Name, Definition, Examples, Parent string
	// Mark is the number of the shape and colour that go with the theme, from 1.
	Mark int
}

// Group is a themed group with its discussions.
type Group struct {
	Slug, Name, Summary string
	// About is Markdown.
	About string
	// Theme is the slug of the theme that the group is mainly about.
	Theme string
	// Access is open, ask or private.
	Access string
	// Hosts are keys of people.
	Hosts       []string
	Discussions []Discussion
}

// Discussion is an opening post and what people answered.
type Discussion struct {
	Title   string
	Opening Comment
	Replies []Comment
	// ClosesInDays is when it closes, counted from today; 0 means that no day is set.
	ClosesInDays int
	// Closed says that it takes no more answers.
	Closed bool
}

// Comment is one contribution with the replies to it.
type Comment struct {
	// By is the key of the person who said it.
	By string
	// Text is Markdown.
	Text string
	// Evidence is lived, practice, research, or empty where the person did not say.
	Evidence string
	// Day is the age in days, 0 to Longest.
	Day int
	// Agree, Disagree and Pass are how many people took each position.
	Agree, Disagree, Pass int
	// Sides is how three camps of people stand on it, instead of counts: + for, - against, 0 in between. Empty for none.
	Sides string
	// Themes are slugs of the codebook.
	Themes []string
	// State is empty for published, or held, or hidden.
	State string
	// Reason is the key of the moderation reason, for what is held or hidden: private-details,
	// names-someone, unkind, advert, off-topic, unlawful or no-problem; a newcomer's first
	// contribution is held without one.
	Reason string
	// Channel is empty for web, or paper, phone or event.
	Channel string
	// RecordedBy is the key of the person who typed it in, where that was somebody else.
	RecordedBy string
	// Ref is a name by which a Report or a version points here; mostly empty.
	Ref     string
	Replies []Comment
	// Fate is what the editors answered to a comment on a chapter; nil where they have not, and where a version says
	// that the comment shaped it.
	Fate *Fate
	// Attached are pictures and documents.
	Attached []Attachment
}

// Fate is what became of a comment on a chapter.
type Fate struct {
	// Is is answered or not-taken-in.
	Is string
	// Day is when, as an age in days.
	Day    int
	Reason string
}

// Guide is the draft that people write together.
type Guide struct {
	Slug, Title, Summary string
	Chapters             []Chapter
}

// Chapter is one chapter of the guide with its versions, oldest first.
type Chapter struct {
	Slug, Title, Summary string
	// State is outline, open, redrafting or agreed.
	State string
	// ClosesInDays is when it closes, counted from today; negative where it has, 0 where no day is set.
	ClosesInDays int
	// SettledDaysAgo is when it came to its State, where that is not open or an outline; 0 is today.
	SettledDaysAgo int
	// Guests tells that people may comment without an account.
	Guests bool
	// Terms are what people are told who are asked about it; nil where nobody was asked.
	Terms    *Terms
	Versions []Version
	Comments []ParagraphComment
	// Guest is what somebody without an account said today; nil for nothing.
	Guest *Guest
	// EasyRead tells a version again in short sentences; nil where nobody has.
	EasyRead *EasyRead
	// Decision is what was decided at the end; nil where nothing is yet.
	Decision *Decision
}

// Guest is what somebody without an account said about a paragraph. A moderator has not read it yet.
type Guest struct {
	Name, Who string
	Paragraph int
	Words     string
	Text      string
}

// EasyRead is a text that stands beside a chapter.
type EasyRead struct {
	DaysAgo int
	// Version is which of the chapter's versions it tells.
	Version int
	// Body is Markdown.
	Body string
}

// Decision is what was decided about a chapter.
type Decision struct {
	DaysAgo int
	By      string
	// Words are Markdown.
	Words string
	// Themes are slugs of the codebook.
	Themes []string
	// Readers are those who said that they read what came in.
	Readers []Reader
}

// Reader is somebody who decides, with what they are.
type Reader struct{ Name, Role string }

// Terms are what is owed to those who are asked: what is decided and what is open, why, the options, who decides and when.
type Terms struct {
	// Decided, Open and Why are Markdown.
	Decided, Open, Why string
	Options            []Option
	// Decider is who decides, and DecisionInDays when, counted from the closing day.
	Decider        string
	DecisionInDays int
}

// Option is something that could be done; one with a Reason was discarded for it.
type Option struct{ Words, Reason string }

// Version is a published, frozen text of a chapter.
type Version struct {
	DaysAgo int
	Note    string
	// Body is Markdown; a paragraph's number is the same in every version that has it.
	Body string
	// Shaped says what changed paragraphs; what it leaves out is the editors' own.
	Shaped []Shaped
}

// Shaped is what shaped a paragraph of a version: comments by their Ref, taken in whole or in part, and research.
type Shaped struct {
	Paragraph      int
	By, PartlyBy   []string
	Citation, Link string
}

// ParagraphComment is a comment on a paragraph of a chapter.
type ParagraphComment struct {
	// Paragraph counts from 1 in the newest version, headings left out and each list item
	// counted; 0 means the whole chapter.
	Paragraph int
	// Words are those of the paragraph that the comment is on; empty for all of it.
	Words string
	// Suggests is Markdown that the comment would have in the paragraph's place; mostly empty.
	Suggests string
	Comment
}

// Issue is what editors wrote beside an emerging issue of the summary.
type Issue struct {
	// Theme is the slug of the theme that the issue is about.
	Theme, Title, Note string
	// State is emerging, considered or responded.
	State string
	// Response is Markdown, given when the state is responded.
	Response string
	// Outcome is what the response comes to: did, partly, will or not.
	Outcome string
	// Promised is what will be done, by whom.
	Promised []Commitment
	// Kept is words that the editor keeps in view.
	Kept []Pin
	// SinceDays is how many days ago the state was set.
	SinceDays int
}

// Commitment is something that a team or a body promised to do about an issue.
type Commitment struct {
	Action, Owner, Priority string
	// ReviewInDays is in how many days it will be looked at again.
	ReviewInDays int
	// State is planned, under-way, done or stopped; Outcome is what came of it.
	State, Outcome string
}

// Pin is words of a comment that the editor keeps in view beside an issue.
type Pin struct {
	// Ref is the Ref of the comment, Words are words of it.
	Ref, Words string
	// Kind is quote or one-voice.
	Kind, Reason string
}

// Report is an open report on a published comment.
type Report struct {
	// Ref is the Ref of the comment.
	Ref string
	// Reason is one of the moderation reasons, see Comment.
	Reason, Note string
	// By is the key of the person who reported, or empty for somebody not signed in.
	By  string
	Day int
}

// Content gives everything together, made afresh so that a caller may change it.
func Content() *Demo {
	return &Demo{
		Place:  place(),
		People: people(),
		Themes: themes(),
		Groups: []Group{
			whoGetsASay(), everyoneIn(), keysAndKettles(), localKnowledge(), servicesInTheRound(),
			askedAndAnswered(), shopsAndStalls(), doingItDifferently(), goodCompany(),
		},
		Guide:   guide(),
		Issues:  issues(),
		Reports: reports(),

		Baselines: baselines(), Questions: questions(),
		Keeping: keeping(),
		Marks:   marks(), Agreed: agreed(),
	}
}

// Each calls visit for the comment and then for every reply below it, parents first.
// The parent is nil for the comment itself.
func (c *Comment) Each(visit func(comment, parent *Comment)) {
	visit(c, nil)
	c.eachReply(visit)
}

func (c *Comment) eachReply(visit func(comment, parent *Comment)) {
	for i := range c.Replies {
		visit(&c.Replies[i], c)
		c.Replies[i].eachReply(visit)
	}
}
