package safety

import "folkmoot/models/say"

// Harm is one of the kinds of illegal content that are assessed one by one.
type Harm struct {
	Key        string
	Name       say.Text
	Likelihood string // the draft's
	Impact     string
	Draft      string   // what the draft says of it
	Reasons    []string // keys of reasons under which it may have been reported here
}

// Harms are the 17 kinds of priority illegal content of Ofcom's Risk Assessment Guidance and Risk Profiles (December
// 2024), which sum up the priority offences of Schedules 5, 6 and 7 of the Act; child sexual exploitation and abuse is
// one kind with three parts. Offences made priority ones since then, such as encouraging serious self-harm, and all other
// illegal content are assessed under "other", which is not one of the 17.
var Harms = []Harm{
	{"terrorism", "Terrorism", "low", "high", "Words and links can be posted. The place is local and moderated.", []string{"unlawful"}},
	{"csea", "Child sexual exploitation and abuse: grooming, images, and links to them", "low", "high", "There are no private messages and nobody can post pictures. Links can be posted; those of newcomers wait for a moderator.", []string{"unlawful", "at-risk"}},
	{"hate", "Hate", "medium", "medium", "People talk about their area and those who live there. Some words may attack a group of people.", []string{"unlawful", "unkind"}},
	{"harassment", "Harassment, stalking, threats and abuse", "medium", "medium", "Neighbours may know each other. Officials are named.", []string{"unkind", "unlawful", "private-details"}},
	{"coercive", "Controlling or coercive behaviour", "low", "high", "Somebody may watch what a partner writes. What may show that a person is at risk is sealed.", []string{"at-risk"}},
	{"intimate", "Intimate image abuse", "none", "high", "Nobody can post pictures. Links can be posted.", []string{"unlawful", "private-details"}},
	{"pornography", "Extreme pornography", "none", "medium", "Nobody can post pictures. Links can be posted.", []string{"unlawful"}},
	{"exploitation", "Sexual exploitation of adults", "none", "high", "There are no private messages and no adverts.", []string{"unlawful", "advert"}},
	{"trafficking", "Human trafficking", "none", "high", "There are no private messages and no adverts.", []string{"unlawful"}},
	{"immigration", "Unlawful immigration", "none", "medium", "There are no private messages and no adverts.", []string{"unlawful"}},
	{"fraud", "Fraud and financial services", "low", "medium", "Adverts and links to false offers may be posted.", []string{"advert", "unlawful"}},
	{"proceeds", "Proceeds of crime", "none", "medium", "Nothing is sold here and no money is moved.", []string{"advert", "unlawful"}},
	{"drugs", "Drugs and psychoactive substances", "low", "medium", "Drugs are talked about as a local worry. Adverts are possible.", []string{"advert", "unlawful"}},
	{"weapons", "Firearms, knives and other weapons", "low", "medium", "Knives are talked about as a local worry. Adverts are possible.", []string{"advert", "unlawful"}},
	{"suicide", "Encouraging or assisting suicide", "low", "high", "People may write about how they feel, and others may answer badly. Signs of risk are noticed and sealed.", []string{"at-risk", "unlawful"}},
	{"interference", "Foreign interference", "low", "medium", "Many copies of one message may be posted to sway a decision. Near-copies are noticed.", []string{"advert", "unlawful"}},
	{"animals", "Animal cruelty", "none", "medium", "Nobody can post pictures or films. Links can be posted.", []string{"unlawful"}},
}

// other is what is assessed besides the 17 kinds.
var other = Harm{"other", "Any other illegal content, such as encouraging serious self-harm, or defamation", "low", "medium", "Anything else that is against the law.", []string{"unlawful"}}

// AllHarms lists the 17 kinds, and then everything else as one.
func AllHarms() []Harm { return append(Harms[:len(Harms):len(Harms)], other) }

// Level gives the level of one kind in an assessment; "" where it is not scored.
func (r Record) Level(h Harm) Level {
	return Score(r.Answers[h.Key+"-likelihood"], r.Answers[h.Key+"-impact"])
}

var illegalForm = func() []Question {
	form := []Question{{
		Key: "method", Section: "How this was done", Label: "Who did this, what was looked at, and when?",
		Draft: "We looked at each kind of illegal content in turn, at how this place works, at Ofcom’s risk profiles for services with user accounts, posts and links, and at what was reported here.",
	}}
	for _, h := range AllHarms() {
		form = append(form,
			Question{Key: h.Key + "-likelihood", Section: h.Name, Label: "How likely is it here?", Choices: likelihoods, Draft: h.Likelihood},
			Question{Key: h.Key + "-impact", Section: h.Name, Label: "How great is the harm if it happens?", Choices: impacts, Draft: h.Impact},
			Question{Key: h.Key + "-why", Section: h.Name, Label: "Why?", Draft: h.Draft},
			Question{Key: h.Key + "-measures", Section: h.Name, Label: "What do we do about it?", Draft: "Reports need no account and come first where the law may be broken. Moderators take it down and keep a record.", Optional: true},
		)
	}
	return form
}()
