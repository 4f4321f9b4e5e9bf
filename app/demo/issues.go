package demo

func issues() []Issue {
	return []Issue{
		{
			Theme: "evening-transport", State: "considered", SinceDays: 2,
			Title: "People leave early, or stay in, because of the last bus",
			Note: "This began as one retired driver’s question and is now in five groups and chapter 4. Four groups have counted heads, and a student has counted at stops. " +
				"The council’s transport planner takes an eight-week trial of later buses to the company on the 3rd. He has not promised money. We have put the way home into paragraph 13 of chapter 4.",
			Promised: []Commitment{
				{Action: "Ask the bus company for an eight-week trial of one later bus on three routes", Owner: "Council, transport planning", Priority: "Getting around", ReviewInDays: 14, State: "under-way"},
				{Action: "Print the time of the last bus on every poster and listing", Owner: "Our Society partnership", ReviewInDays: 30, State: "planned"},
			},
		},
		{
			Theme: "online-only", State: "responded", Outcome: "partly", SinceDays: 4,
			Title: "“Book online only” leaves people on the step",
			Note:  "New in the last five weeks. People with old phones, no data, shaking hands, poor English and good tempers all said the same thing. The word they settled on is **plus**: online plus phone plus text.",
			Promised: []Commitment{
				{Action: "Answer the telephone for bookings from 9 to 12, and print the number on every leaflet", Owner: "Public health", Priority: "Nobody left out", State: "done", Outcome: "It rang 64 times in the first week."},
				{Action: "Ring those who began to book and left a number, and say here what they tell us", Owner: "Public health", Priority: "Nobody left out", ReviewInDays: 38, State: "under-way"},
			},
			Kept: []Pin{
				{Ref: "book-online-only", Words: "I can do it, I’m only cross. My neighbour can’t, and she has stopped reading leaflets.", Kind: "quote", Reason: "It began with this, and says what many said after."},
			},
			Response: `You were right, and we had not looked. Of 412 people who began booking a clinic online in four weeks, 131 never finished.

**What we are doing**

- Every public health leaflet printed from Monday has a telephone number, answered from 9 to 12, and a text number.
- The timer on the booking page is off. Your words stay on the screen until you have done.
- Library staff may book for you, and their time for it is in the rota.
- Chapter 4 now says that whatever is on a screen must also have a person at the end of a line.

**What we will not do, and why**

- We will not answer the telephone all day. It would take two more people, and there is no money for them this year. Mornings we can keep; a promise of all day we would break.
- We will not stop online booking. Most people finish it, and some of you told us it is the only door that you can use.
- We cannot change how surgeries, banks or the panto take bookings. We have sent them what you said.

We do not know yet why the 131 stopped. We are ringing those who left a number, and will say here within six weeks what we hear.`,
		},
	}
}

func reports() []Report {
	return []Report{
		{
			Ref: "same-faces", Reason: "unkind", By: "linda", Day: 3,
			Note: "Some of those “lanyards” are volunteers who come straight from work. I do not think he would say it to their faces.",
		},
		{Ref: "copper-pot", Reason: "advert", By: "graham", Day: 1, Note: "Decent scone or not, the rules say no adverts."},
		{Ref: "easy-to-ignore", Reason: "unkind", Day: 0, Note: "Capital letters. It felt like being shouted at."},
	}
}
