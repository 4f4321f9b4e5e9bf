package safety

var (
	yesNo = []Choice{{"yes", "Yes"}, {"no", "No"}, {"unsure", "We are not sure"}}

	regimes = []Choice{
		{"regulated", "The duties of the Online Safety Act hold for this place"},
		{"comments", "It is exempt: people only comment on what the place itself published (Schedule 1, paragraph 4)"},
		{"public", "It is exempt as a service of a public body (Schedule 1, paragraph 9)"},
		{"unsure", "We are not sure, so we keep to the duties"},
	}
	likelihoods = []Choice{{"none", "Hardly possible here"}, {"low", "Unlikely"}, {"medium", "Possible"}, {"high", "Likely"}}
	impacts     = []Choice{{"low", "Little harm"}, {"medium", "Some harm"}, {"high", "Great harm"}}
)

// form gives the questions of a kind; nil where there is no such kind.
func (k Kind) form() []Question {
	switch k {
	case Scope:
		return scopeForm
	case Illegal:
		return illegalForm
	case Children:
		return childrenForm
	case Measures:
		return measuresForm
	case Terms:
		return termsForm
	}
	return nil
}

// Form gives the questions of a kind.
func (k Kind) Form() []Question { return k.form() }

var scopeForm = []Question{
	{Key: "user", Section: "What people can do here", Label: "Can people read what other people wrote here?", Choices: yesNo, Draft: "yes", Hint: "If so, it is what the Act calls a user-to-user service."},
	{Key: "comments", Section: "What people can do here", Label: "Can people only comment on what the place itself published, such as chapters of a guide?", Choices: yesNo, Draft: "no", Hint: "Discussions that members start are more than that. Schedule 1, paragraph 4 exempts places where there are comments only."},
	{Key: "groups", Section: "What people can do here", Label: "Can members start discussions or groups of their own?", Choices: yesNo, Draft: "yes"},
	{Key: "messages", Section: "What people can do here", Label: "Can people send messages that only one other person reads?", Choices: yesNo, Draft: "no", Hint: "This program has no private messages."},
	{Key: "uk", Section: "Who runs it and for whom", Label: "Is it meant for people in the United Kingdom, or do many of them use it?", Choices: yesNo, Draft: "yes"},
	{Key: "public", Section: "Who runs it and for whom", Label: "Is it run by a public body, and only for what the law asks of that body?", Choices: yesNo, Draft: "no", Hint: "Schedule 1, paragraph 9. Take advice before you rely on it: a charity or a partnership is no public body."},
	{Key: "regime", Section: "What we believe", Label: "Which rules do we believe to be under?", Choices: regimes, Draft: "unsure"},
	{Key: "why", Section: "What we believe", Label: "Why do we believe that?", Draft: "People can start discussions here and answer each other, so this is a user-to-user service. We have not taken advice yet, and keep to the duties of the Act until we know better."},
	{Key: "advice", Section: "What we believe", Label: "Whom did we ask, and when?", Draft: "Nobody yet.", Optional: true},
}

var childrenForm = []Question{
	{Key: "access", Section: "Stage one", Label: "Can children use this place?", Choices: yesNo, Draft: "yes", Hint: "Only a check of age that really works lets you say no. Asking people to say that they are 18 is none."},
	{Key: "number", Section: "Stage two", Label: "Do many children use it?", Choices: yesNo, Draft: "unsure", Hint: "Many is not a fixed number: a place for a few hundred people can have many with ten."},
	{Key: "attract", Section: "Stage two", Label: "Is it of a kind that is likely to attract many children?", Choices: yesNo, Draft: "no"},
	{Key: "evidence", Section: "Stage two", Label: "What do we base that on?", Draft: "We ask nobody for their age. People come to talk about a plan for the area, by invitation of local groups. Young people may come with their school or youth group."},
	{Key: "likely", Section: "What we conclude", Label: "Is the place likely to be used by children?", Choices: yesNo, Draft: "unsure", Hint: "If yes or not sure, a children’s risk assessment and the children’s duties follow."},
	{Key: "measures", Section: "What we conclude", Label: "What do we do so that children who come are safe?", Draft: "Nothing personal is asked for. A first contribution waits for a moderator. There are no private messages. Private details are taken out. Childline is named wherever somebody may not be safe."},
}

var measuresForm = []Question{
	{Key: "governance", Section: "Who answers for it", Label: "Who is named, and who looks at these records each year?", Draft: "The safety lead is named on the public page about safety. The administrators look at these records once a year and before anything important changes."},
	{Key: "moderation", Section: "What is done", Label: "How is what people write looked at?", Draft: "A newcomer’s first contribution is read by a moderator before others see it. The program notices private details, links from newcomers, watched words and signs of risk, and puts them before a person. A person decides."},
	{Key: "takedown", Section: "What is done", Label: "How soon is illegal content taken down?", Draft: "Reports that something may be against the law come first in the queue. We aim to decide them within the time that the house rules name. The records show how long it took."},
	{Key: "reporting", Section: "What is done", Label: "How do people report and complain?", Draft: "There is a report link beside everything that people say. It needs no account. Who reported is told the outcome. The writer and the reporter can both ask somebody else to look again."},
	{Key: "safeguarding", Section: "What is done", Label: "What happens when somebody may be at risk?", Draft: "Their words are sealed at once and go to the safeguarding leads alone. The writer sees help lines at once."},
	{Key: "alternatives", Section: "What was considered instead", Label: "Which measures of the codes of practice do we not follow, and what do we do instead?", Draft: "We do not match pictures against lists of known images: nobody can post pictures here.", Hint: "The Act asks for a record of that (section 23)."},
	{Key: "expression", Section: "Freedom and privacy", Label: "What does all this do to people’s freedom to speak, and how do we keep that small?", Draft: "People can criticise decisions, bodies and those who hold power. Nothing is hidden by a machine alone. Each decision names a reason and a rule, the writer is told, and somebody else looks at an appeal. A public register shows what was decided."},
	{Key: "privacy", Section: "Freedom and privacy", Label: "What does it do to people’s privacy, and how do we keep that small?", Draft: "What people write is looked at where they wrote it. Nothing is sent elsewhere. Sealed words are read by few, each reading is noted, and they are removed after a time."},
}

var termsForm = []Question{
	{Key: "illegal", Section: "The words that people read", Label: "How are people protected from illegal content?", Draft: "We take down what is against the law as soon as we know of it. That goes for terrorism, the abuse of children, and every other kind of illegal content. Tell us with the report link: you need no account. Moderators look at such reports first."},
	{Key: "children", Section: "The words that people read", Label: "How are children protected?", Draft: "We ask nobody for their age and show nothing that is for adults only. There are no private messages. If you are under 18 and something here worries you, tell us or ring Childline on 0800 1111."},
	{Key: "proactive", Section: "The words that people read", Label: "What does the program look for by itself?", Draft: "The program looks for private details, watched words, links from newcomers, near-copies, and signs that somebody is not safe. It holds what it finds until a person has looked. It decides nothing by itself."},
	{Key: "complaints", Section: "The words that people read", Label: "How can people complain, and what happens then?", Draft: "You can ask us to look again when we took down what you wrote, when we did not act on your report, or when your account was limited. Somebody who was not part of it decides, and tells you why."},
	{Key: "rights", Section: "The words that people read", Label: "What else can people do?", Draft: "If we break our own terms you may have a claim for breach of contract. You can also complain to Ofcom about how we do our duties; Ofcom does not look into single cases."},
}

// Level is how great a risk is.
type Level string

// The levels, as Ofcom names them.
const (
	Negligible Level = "negligible"
	Low        Level = "low"
	Medium     Level = "medium"
	High       Level = "high"
)

// Score gives the level of a risk from the values of its likelihood and its impact; "" where one is missing.
func Score(likelihood, impact string) Level {
	weights := map[string]int{"low": 1, "medium": 2, "high": 3}
	if likelihood == "none" && weights[impact] > 0 {
		return Negligible
	}
	switch product := weights[likelihood] * weights[impact]; {
	case product == 0:
		return ""
	case product <= 2:
		return Low
	case product <= 4:
		return Medium
	}
	return High
}
