package demo

func networksChapter() Chapter {
	return Chapter{
		Slug: "from-structures-to-networks", Title: "From structures to networks and systems", State: "redrafting",
		Summary: "Why the chart on the office wall does not show how things get done, and what to draw instead. Comments have closed; the editors are rewriting it.",
		Versions: []Version{
			{DaysAgo: 62, Note: "First full draft. Closed for comments and now being redrafted: too much theory, not enough Thursday nights.", Body: networksBody},
		},
	}
}

const networksBody = `Every organisation has a chart with boxes and lines. Every organisation also has somebody in the post room who really knows whom to ask. This chapter is about the second thing.

## What we mean

A *structure* says who answers to whom. It is good at paying wages and knowing whose fault it is. It is slow at anything that belongs to nobody’s box.

A *network* is people who know each other well enough to ask a favour. It is quick and it bends. It can also leave people out without ever meaning to, because nobody keeps a list of who was not rung.

A *system* is what all of it does when you let go of the handle. The bus timetable, the closing time of the library and the shift pattern at the warehouse were set by three sets of people who have never met. Between them they decide whether a young man in Kingswinford can get to a choir.

## Where we have seen the shift

After the floods in the lower end of one village, the first dry socks came from the mosque, the first pump came from a builder and the first list of who lived alone came from a milkman. The emergency plan arrived at four o’clock. It was a decent plan. It did not have the milkman in it.

Seven lunch clubs found out, by accident, that they were all buying potatoes from different shops on the same morning. They now have one van, one order and a running argument about King Edwards.

Members of an online network wrote half of the first notes for this guide from their kitchens. Others never logged in once, and posted theirs through a letter box in Gornal. Both counted.

## How to see it

1. Take something that happens every week and goes well.
2. Ask the people there who they would ring if it stopped.
3. Ring those people and ask the same.
4. Draw it. Stop when you keep coming back to the same names.
5. Look for the name that everything passes through, and ask that person if they are tired.

## What to be careful of

A network with one busy person in the middle is a structure with no holiday cover.

Being connected is a kind of wealth, and some people start with none. Each time you ring the usual number, ring one that you have never rung.
`
