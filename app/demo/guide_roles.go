package demo

func rolesChapter() Chapter {
	return Chapter{
		Slug: "changing-roles", Title: "Changing roles", State: "open", ClosesInDays: 9,
		Summary:  "What happens to everyone’s job, paid or not, when we stop working across a counter.",
		Terms:    rolesTerms(),
		Versions: []Version{{DaysAgo: 49, Note: "First full draft.", Body: rolesBody}},
		Comments: rolesComments(),
	}
}

const rolesBody = `Most of us learned our part early. One side of the counter has the forms, the other side has the problem. It is tidy, and it wastes half the talent in the room.

This chapter is about what happens when both sides walk round the counter. It is uncomfortable for a week or two. Then somebody puts the kettle on.

## Who has to change

**Front-line workers** move from fixing to linking. The question at the end of a visit is no longer only “what can I do for you?” but also “who else ought to know each other?”

**Residents** move from being asked to taking part, as far as they wish and no further. It is perfectly all right to want your bin emptied and be left in peace.

**Councillors** keep the casting vote and give up some of the talking. A good one can say “I don’t know, let’s ask Mrs Hickin’s end of the road” without feeling smaller.

**Group leaders** stop being the person who does it all. The test of a strong group is whether it would still meet on Thursday if its founder had flu.

**Managers** have the hardest turn. They have to guard the time in which none of this can yet be counted.

## What people say they need

Those who have already made the change gave us a short list:

- hours in the week that are not promised to anyone
- a colleague to ring when it goes wrong
- leave, in writing, to try something small and drop it if it flops
- training that residents and staff sit through together, on the same uncomfortable chairs

None of this is free. Where a person is asked to do regular work that somebody else is paid for, pay them, or do not ask. Bus fares, a sandwich and a babysitter are not payment. They are manners.

## Something to try this month

Swap half a day. A resident shadows a duty desk; an officer helps to open up a community hall, set out forty chairs and find the fuse box. Each writes down three surprises. Compare notes over chips.

When you cannot do something, say so on the day and say who can. A quick, friendly “not us, but I will walk you over” is worth more than a form.
`
