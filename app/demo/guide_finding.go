package demo

func findingChapter() Chapter {
	return Chapter{
		Slug: "finding-what-we-already-have", Title: "Finding what we already have", State: "open", Guests: true, ClosesInDays: 20,
		Summary: "How to find the people, skills and places that a neighbourhood runs on, without spoiling them.",
		Terms:   findingTerms(),
		Versions: []Version{
			{DaysAgo: 56, Note: "First draft.", Body: findingFirstBody},
			{DaysAgo: 23, Note: "Plain words for “social assets”, the way home beside every place, and a new last paragraph about paper and phones.", Body: findingSecondBody, Shaped: findingSecondShaped()},
			{DaysAgo: 6, Note: "Who can get in, whether the stop has a light, insurance by name, and an answer within one working day. A sentence so that nobody takes this chapter for a reason to cut.", Body: findingThirdBody, Shaped: findingThirdShaped()},
		},
		Comments: findingComments(),
		Guest: &Guest{
			Name: "Number 8 regular", Who: "resident", Paragraph: 13, Words: "whether the stop has a light",
			Text: "The light at the stop by the old cinema has been out since August. I rang twice. Put that on your map.",
		},
		EasyRead: &EasyRead{DaysAgo: 19, Version: 2, Body: findingEasyBody},
	}
}

const findingFirstBody = `Before anybody asks what a neighbourhood lacks, find out what it runs on. One street in Quarry Bank runs on a school dinner lady, two spare keys and a man with a very long ladder.

The proper term for such things, human, associational and physical, is *social assets*. We mean people, what they can do and whom they know, as well as halls, fields and funds.

## Begin with people

Go where they are already: the launderette, the allotment gate, the pantry queue, the touchline on a cold Saturday. Stay until you are slightly bored. The useful things get said after that.

Ask about strengths as well as needs. Workers should be trained to hold a strengths-based conversation.

Four questions that have worked nearly everywhere:

- Who would you ring if the lights went out?
- What are you known for round here?
- What did this place use to have that you miss?
- What would you teach somebody if they brought the biscuits?

> Nobody had asked me what I was any good at since I left school. I’m good at ladders.

## Ask first, write second

Plenty of kindness works only while nobody mentions it. Put it on a map and a favour becomes a rota. So ask before you write a person down, ask again in the spring, and rub them out without a fuss when they say no.

## Look at places

Places keep hours, and so do keys. Find out who opens up, who locks up, who has the code for the alarm and what happens when that person is in Tenerife.

For every place write down the way there: which bus, when the last one goes, whether the path is lit, what four people would pay to share a taxi. Give the opening times as well.

Look hardest for what nearly works. A room with a kettle and no insurance. A minibus that rests on Mondays. A gardener with no garden. These are the cheapest things in the borough to put right.

## Keep it true

A list is at its best on the day it is made. Give every page a keeper who lives nearby, a date for the next look, and leave to cross things out.
`

const findingSecondBody = `Before anybody asks what a neighbourhood lacks, find out what it runs on. One street in Quarry Bank runs on a school dinner lady, two spare keys and a man with a very long ladder.

The trade word for such things is *social assets*. We mean people, what they can do and whom they know, as well as halls, fields and funds. You need not like the word. You only have to look for the thing.

## Begin with people

Go where they are already: the launderette, the allotment gate, the pantry queue, the touchline on a cold Saturday. Stay until you are slightly bored. The useful things get said after that.

Ask about gifts before you ask about needs. “What do people come to you for?” opens a door that “What help do you need?” can close.

Four questions that have worked nearly everywhere:

- Who would you ring if the lights went out?
- What are you known for round here?
- What did this place use to have that you miss?
- What would you teach somebody if they brought the biscuits?

> Nobody had asked me what I was any good at since I left school. I’m good at ladders.

## Ask first, write second

Plenty of kindness works only while nobody mentions it. Put it on a map and a favour becomes a rota. So ask before you write a person down, ask again in the spring, and rub them out without a fuss when they say no.

## Look at places

Places keep hours, and so do keys. Find out who opens up, who locks up, who has the code for the alarm and what happens when that person is in Tenerife.

For every place write down the way there and the way home: which bus, when the last one goes, whether the path is lit, what four people would pay to share a taxi. If there is no way home after eight, say so in large letters.

Look hardest for what nearly works. A room with a kettle and no insurance. A minibus that rests on Mondays. A gardener with no garden. These are the cheapest things in the borough to put right.

## Keep it true

A list is at its best on the day it is made. Give every page a keeper who lives nearby, a date for the next look, and leave to cross things out.

Keep a copy on paper where people already pass: the library, the surgery, the chip shop wall. Whatever can be looked up or signed up for on a screen must also have a telephone number with a person at the end of it.
`

const findingThirdBody = `Before anybody asks what a neighbourhood lacks, find out what it runs on. One street in Quarry Bank runs on a school dinner lady, two spare keys and a man with a very long ladder.

The trade word for such things is *social assets*. We mean people, what they can do and whom they know, as well as halls, fields and funds. You need not like the word. You only have to look for the thing. And what you find is never a reason to take away what people need.

## Begin with people

Go where they are already: the school gate, the launderette, the allotment gate, the mosque after Friday prayers, the pantry queue, the touchline on a cold Saturday. Bring a coat, and stay until you are slightly bored. The useful things get said after that.

Ask about gifts before you ask about needs. “What do people come to you for?” opens a door that “What help do you need?” can close.

Four questions that have worked nearly everywhere:

- Who would you ring if the lights went out?
- What are you known for round here?
- What did this place use to have that you miss?
- What would you teach somebody if they brought the biscuits?

> Nobody had asked me what I was any good at since I left school. I’m good at ladders.

## Ask first, write second

Plenty of kindness works only while nobody mentions it. Put it on a map and a favour becomes a rota. So ask before you write a person down, ask again in the spring, and rub them out without a fuss when they say no.

## Look at places

Places keep hours, and so do keys. Find out who opens up, who locks up, who has the code for the alarm and what happens when that person is in Tenerife. Find out who can get in, too: try the ramp, the door and the step into the loo before you write “accessible”.

For every place write down the way there and the way home: which bus, when the last one goes, whether the stop has a light, whether the path is lit, what four people would pay to share a taxi, and the number of the community minibus. If there is no way home after eight, say so in large letters.

Look hardest for what nearly works. A room with a kettle and no insurance: it wants public liability, at about £86 a year. A minibus that rests on Mondays. A gardener with no garden. These are the cheapest things in the borough to put right.

## Keep it true

A list is at its best on the day it is made. Give every page a keeper who lives nearby, a date for the next look, and leave to cross things out.

Keep a copy on paper where people already pass: the library, the surgery, the chip shop wall. Whatever can be looked up or signed up for on a screen must also have a telephone number with a person at the end of it, and an answer within one working day.
`

const findingEasyBody = `Every street has good things in it.

People are good things. So are places. So is what people can do.

## How to find them

Go where people are. Go to the shop, the bus stop and the school.

Ask them: what are you good at?

Ask them: who helps you?

## Be careful

Some people help quietly. They do not want to be on a list.

Always ask before you write about a person.

If they say no, that is fine.

## Places

Find out when a place is open.

Find out how to get there. Find out how to get home.

## Paper

Put the list on paper too. Not everybody uses a computer.

Always give a phone number.
`

func findingSecondShaped() []Shaped {
	return []Shaped{
		{Paragraph: 2, By: []string{"bus-stop-test"}},
		{Paragraph: 4, By: []string{"real-question"}, PartlyBy: []string{"ring-you-up"}},
		{Paragraph: 13, By: []string{"last-bus"}, PartlyBy: []string{"time-by-the-stop"}},
		{Paragraph: 16, By: []string{"book-online-only"}, PartlyBy: []string{"switchboard"}},
	}
}

func findingThirdShaped() []Shaped {
	return []Shaped{
		{
			Paragraph: 2, By: []string{"no-cover"}, PartlyBy: []string{"allotment-fence"},
			Citation: "Castellane, M. (2019): Asset and excuse. What eleven boroughs did with their maps. Working paper 14.", Link: "https://example.org/asset-and-excuse",
		},
		{Paragraph: 3, By: []string{"school-gate"}},
		{Paragraph: 12, By: []string{"who-can-get-in"}},
		{Paragraph: 13, By: []string{"lit-stop", "minibuses"}, PartlyBy: []string{"six-stops"}},
		{Paragraph: 14, By: []string{"by-name"}, PartlyBy: []string{"five-rooms"}},
		{Paragraph: 16, By: []string{"one-working-day"}},
	}
}
