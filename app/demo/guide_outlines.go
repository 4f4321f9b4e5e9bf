package demo

func methodsChapter() Chapter {
	return Chapter{
		Slug: "methods", Title: "Methods", State: "outline",
		Summary:  "Ways of working that have been tried here, with what they cost and when not to use them. An outline for now.",
		Versions: []Version{{DaysAgo: 33, Note: "Outline only.", Body: methodsBody}},
	}
}

func stepsChapter() Chapter {
	return Chapter{
		Slug: "practical-steps", Title: "Practical steps", State: "outline",
		Summary:  "What the borough could do next, who would do it, and by when. An outline for now.",
		Versions: []Version{{DaysAgo: 28, Note: "Outline only. It waits for what comes out of chapters 2 and 4.", Body: stepsBody}},
	}
}

const methodsBody = `This will be a box of tools, not a rule book. Each tool gets one page: what it is for, what you need, how long it takes, what it costs, who has used it nearby and what went wrong.

## Tools we have so far

- **Walk and talk.** Six people, one mile, no slides.
- **Kitchen table.** Ten people, a host with a big teapot, three questions, somebody to write.
- **Doorstep round.** Two neighbours, one street, eight evenings. Never alone.
- **Draft and mark up.** A text on the wall, pens on strings, a fortnight.
- **Jury day.** Twelve people drawn by lot, paid for their time, one hard question.

## What is missing

We have nothing yet for people who work nights, and nothing that was thought up by anyone under twenty. If you have a way that works, tell us in the groups.

We also want a place to keep what people learn, so that Coseley need not invent what Lye worked out last spring. It might be a shelf in each library before it is a website.
`

const stepsBody = `Each step here will have a name beside it, a date, and a plain sentence saying how we will know that it happened. Until then this is a list of headings.

## Likely steps

1. One phone number that finds you a room, a key and somebody who knows the boiler.
2. Shared insurance cover for groups too small to buy their own.
3. A paper way in wherever there is a form on a screen.
4. A look at the evening timetable, with the people who wait at the stops.
5. A yearly day on which services say what they have stopped doing.

## How we will choose

We will put the list to everybody who took part and ask what should come first. Money comes into it, and we will print the sums.

Whatever is left off will stay on the page, with the reason.
`
