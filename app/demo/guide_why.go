package demo

func whyChapter() Chapter {
	return Chapter{
		Slug: "introduction-and-vision", Title: "Introduction and vision", State: "agreed",
		Summary:      "Why we are writing this, what we were told, and the kind of borough we are aiming for.",
		ClosesInDays: -66, SettledDaysAgo: 60,
		Terms: whyTerms(),
		Versions: []Version{
			{DaysAgo: 70, Note: "First draft.", Body: whyFirstBody},
			{DaysAgo: 65, Note: "After the first round of comments. Thirty-odd long words were taken out.", Body: whyBody, Shaped: []Shaped{
				{Paragraph: 1, By: []string{"fence-post"}},
				{Paragraph: 15, By: []string{"who-mends-the-road"}},
				{Paragraph: 16, By: []string{"why-not"}},
				{Paragraph: 17, By: []string{"equals"}},
			}},
		},
		Comments: whyComments(),
		Decision: &Decision{
			DaysAgo: 60, By: "The guide’s steering group",
			Words:   "We agreed chapter 1 as it stands in version 2. Four of the five ideas that people sent in are in it. We did not make it half as long: the story of how the guide began is what most people asked to keep.",
			Themes:  []string{"being-heard", "power"},
			Readers: []Reader{{"Cllr Ade Bankole", "Councillor, steering group"}, {"Jan Whitlock", "Resident, steering group"}},
		},
	}
}

func whyComments() []ParagraphComment {
	return []ParagraphComment{
		{
			Paragraph: 1, Words: "stakeholder",
			Comment: Comment{
				By: "barry", Day: 69, Evidence: "lived", Agree: 17, Pass: 1, Themes: []string{"being-heard"}, Ref: "fence-post",
				Text: "What’s a stakeholder when he’s at home? Sounds like a bloke holding a fence post.",
			},
		},
		{
			Paragraph: 15,
			Comment: Comment{
				By: "graham", Day: 69, Evidence: "lived", Agree: 15, Disagree: 2, Pass: 3, Themes: []string{"power"}, Ref: "who-mends-the-road",
				Text: "Say that the council still mends the road. Otherwise this reads as though we are getting a shovel each.",
			},
		},
		{
			Paragraph: 16, Words: "a rationale will be made available on request",
			Comment: Comment{
				By: "nasreen", Day: 68, Evidence: "lived", Agree: 19, Pass: 1, Themes: []string{"being-heard"}, Ref: "why-not",
				Text: "If you say no to me I want to see why without asking for it, and in words my nan would accept.",
			},
		},
		{
			Paragraph: 17,
			Comment: Comment{
				By: "mira", Day: 68, Evidence: "research", Agree: 12, Pass: 4, Themes: []string{"power"}, Ref: "equals",
				Text: "Lists like this usually rank the three, with lived experience last. If you mean that they are equals, say *equals*, and say that each of them can be wrong. Research certainly can.",
			},
		},
		{
			Paragraph: 0,
			Comment: Comment{
				By: "shanice", Day: 67, Evidence: "lived", Agree: 8, Disagree: 5, Pass: 3, Themes: []string{"inclusion"},
				Fate: &Fate{Is: "not-taken-in", Day: 64, Reason: "We took out thirty-odd long words. The story of how it began stays: most people asked us to keep it. It stands at the front, so you can skip to “What we promise”."},
				Text: "Could it be half as long? I read it in three goes with a twin on each arm.",
			},
		},
	}
}

const whyFirstBody = `This guide is for any stakeholder in the borough who has ever said “somebody ought to do something about that”. It is also for the delivery partner.

It is written by two sorts of people who often meet only across a desk: those who use a service and those who run one. Quite a few of us turn out to be both. A nurse has a mother. A caretaker sits on a school board. The lady who empties the bins at the civic hall chairs her tenants’ group.

## How it began

More than a hundred of us spent a winter’s day in one room. Over half worked for a public service, about a third came from voluntary, community and faith groups, and a few ran businesses. There were eighteen tables, eighteen flip charts and one urn.

Read together, the flip charts said eight things:

- People want to know who decides, and to have a hand in it.
- Too many are left out before they have started.
- Small groups and volunteers carry a great deal on very little.
- What neighbours know and can do is hardly ever counted.
- Services make sense from the inside and are a maze from the outside.
- Being asked is fine. Being asked and never told what happened is not.
- Shops and firms would join in if anybody invited them.
- Some of what has to change is habit, and that includes ours.

A ninth came later, after the long months when everybody stayed in. A good many of us had got used to our own company and did not much like it. So feeling connected has a group and a theme of its own.

## What we are aiming for

A borough where it is normal for people and services to find the problem, try an answer and look at the result together.

It means that nobody plans for a street without the street, and that help goes to what people are already doing before it goes to something new.

## What we promise

We will say who decided what, and when. If your idea is used you will be able to see where. If it is not, a rationale will be made available on request.

We will count three sorts of knowledge: research, what professionals see every day, and lived experience.
`

const whyBody = `This guide is for anybody in the borough who has ever said “somebody ought to do something about that”. It is also for the somebody.

It is written by two sorts of people who often meet only across a desk: those who use a service and those who run one. Quite a few of us turn out to be both. A nurse has a mother. A caretaker sits on a school board. The lady who empties the bins at the civic hall chairs her tenants’ group.

## How it began

More than a hundred of us spent a winter’s day in one room. Over half worked for a public service, about a third came from voluntary, community and faith groups, and a few ran businesses. There were eighteen tables, eighteen flip charts and one urn.

Read together, the flip charts said eight things:

- People want to know who decides, and to have a hand in it.
- Too many are left out before they have started.
- Small groups and volunteers carry a great deal on very little.
- What neighbours know and can do is hardly ever counted.
- Services make sense from the inside and are a maze from the outside.
- Being asked is fine. Being asked and never told what happened is not.
- Shops and firms would join in if anybody invited them.
- Some of what has to change is habit, and that includes ours.

A ninth came later, after the long months when everybody stayed in. A good many of us had got used to our own company and did not much like it. So feeling connected has a group and a theme of its own.

## What we are aiming for

A borough where it is normal for people and services to find the problem, try an answer and look at the result together.

That does not mean that residents do everything and the council goes home. Roads still need mending by people with a roller. It means that nobody plans for a street without the street, and that help goes to what people are already doing before it goes to something new.

## What we promise

We will say who decided what, and when. If your idea is used you will be able to see where. If it is not, you will be able to see why, in words your nan would accept.

We will count three sorts of knowledge as equals: what people have lived through, what workers see every day, and what research has found. Each of them is wrong sometimes. Together they are wrong less often.
`
