package demo

func whyChapter() Chapter {
	return Chapter{
		Slug: "introduction-and-vision", Title: "Introduction and vision", State: "agreed",
		Summary: "Why we are writing this, what we were told, and the kind of borough we are aiming for.",
		Terms:   whyTerms(),
		Versions: []Version{
			{DaysAgo: 66, Note: "Agreed by the editors after the first round of comments. Thirty-odd long words were taken out.", Body: whyBody},
		},
	}
}

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
