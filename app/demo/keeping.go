package demo

// Keeping is how the place is kept safe: who came later, what they said through the form as everybody does, and what
// moderators, safeguarding leads and administrators did.
type Keeping struct {
	// Came are people who joined after the others, so that their first words wait for a moderator.
	Came []Newcomer
	// Leads are keys of those who look after people at risk; the first is told first.
	Leads   []string
	Watched []Watched
	Groups  []GroupRule
	Said    []Said
	Reports []Reported
	Rulings []Ruling
	Sealed  []Sealed
	Worries []Worry

	Sanctions []Sanction
	Notes     []Note
	Opinions  []Opinion
	Appeals   []Appeal
	Complaint Complaint
	Arranged  []Arranged
	Records   []SafetyRecord
}

// At is a moment: an age in whole days, and the time of that day.
type At struct{ Day, Hour, Minute int }

// Newcomer is somebody who joined some days ago.
type Newcomer struct {
	Day int
	Person
}

// Watched is words that the place watches for.
type Watched struct {
	// Act is flag, hold or refuse.
	Words, Act, Reason, Nudge, Note string
	Day                             int
}

// GroupRule is whose words wait in a group: all, first, links or none.
type GroupRule struct{ Slug, Hold string }

// Said is a contribution that somebody sends in by the form.
type Said struct {
	At
	By string
	// In is the title of the discussion, or of a new one in Group.
	In, Group string
	// Answers is the Ref of what it answers; empty for the discussion as a whole.
	Answers string
	Ref     string
	Text    string
	// Held says whether it has to wait, as the program's rules will find.
	Held bool
}

// Reported is a report, as a reader made it.
type Reported struct {
	At
	// By is the key of the person, or empty for somebody not signed in.
	By, Ref, Reason, Note string
}

// Ruling is what a moderator decided, about several at once where there is more than one Ref.
type Ruling struct {
	At
	By   string
	Refs []string
	// Act is publish, keep, cover, ask or hide.
	Act, Reason, Words string
	// Cover is the words that are covered.
	Cover string
}

// Sealed is words that the program passed on to the leads, and that a lead gives back since nobody is at risk.
type Sealed struct {
	At
	By, Ref string
}

// Worry is what somebody told by the form for people who are worried, and what a lead did.
type Worry struct {
	At
	Name, Words string
	Lead        string
	Steps       []WorryStep
	// RemindInDays is when the leads are reminded; 0 for never.
	RemindInDays int
}

// WorryStep is one thing that was done about a worry.
type WorryStep struct {
	At
	// Step is rang, spoke, social-care, closed or another step that leads write down.
	Step, Words string
}

// Sanction is something that a moderator did about a person.
type Sanction struct {
	At
	By, Person string
	// Kind is warn or silence.
	Kind, Reason, Words string
	Days                int
	Ref                 string
}

// Note is what moderators note about a person.
type Note struct {
	At
	By, Person, Words string
}

// Opinion is a second opinion that is asked for, and given where Words are there.
type Opinion struct {
	At
	By, Of, Ref, Question string
	Given                 At
	Act, Words            string
}

// Appeal asks somebody else to look again. It waits where nobody is the Judge.
type Appeal struct {
	At
	// Kind is decision, sanction or inaction.
	Kind, By string
	// Ref is the contribution; of a sanction it is the person's newest.
	Ref, Words string
	Decided    At
	Judge      string
	State      string
	Answer     string
}

// Complaint is a notice that words harm somebody's name, about whose writer the place has asked.
type Complaint struct {
	At
	Ref, Name, Email               string
	Statement, Why, Meaning, Wrong string
	Contacted                      At
	By                             string
}

// Arranged is something that a moderator did to a discussion.
type Arranged struct {
	At
	// Do is slow, lock, merge or move.
	Do, By string
	In, To string
	Refs   []string
	Words  string
	// Seconds between two contributions of one person.
	Seconds int
}

// SafetyRecord is a version of one of the records of safety: the program's draft with some answers changed.
type SafetyRecord struct {
	Day        int
	By         string
	Kind, Note string
	Answers    map[string]string
}

func keeping() Keeping {
	return Keeping{
		Came: came(), Leads: []string{"colette", "hamza"}, Watched: watched(), Groups: []GroupRule{{Slug: "keys-and-kettles", Hold: "links"}},
		Said: sent(), Reports: reported(), Rulings: rulings(), Sealed: sealedWords(), Worries: worries(),
		Sanctions: sanctions(), Notes: notes(), Opinions: opinions(), Appeals: appeals(), Complaint: complaint(),
		Arranged: arranged(), Records: records(),
	}
}
