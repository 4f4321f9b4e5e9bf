package demo

func keysAndKettles() Group {
	return Group{
		Slug: "keys-and-kettles", Name: "Keys, kettles and cover", Theme: "small-groups", Access: "open",
		Summary: "For anyone who runs something small: rooms, insurance, bank accounts, tired volunteers and who has the key.",
		About: `If you have ever carried an urn up a fire escape, you are in the right place.

This group is for people who run the small things: lunch clubs, walking groups, sheds, choirs, under-nines. What do you need? What does it *really* cost? What could be shared?

Please give prices when you have them. “A lot” does not fit in a budget.`,
		Hosts: []string{"norma", "phil"},
		Discussions: []Discussion{
			{
				Title: "What does it really cost to run your group?", ClosesInDays: 13,
				Opening: Comment{
					By: "norma", Day: 67, Evidence: "practice", Agree: 24, Pass: 2, Themes: []string{"small-groups"},
					Text: `I am putting our accounts on the table, in public, in the hope that others will. Gornal Good Neighbours, a whole year:

- hall, Tuesdays: £416
- insurance: £86
- tea, milk, biscuits: £191
- stamps and printing: £58
- Christmas: £120

Total **£871**. For that, 34 people are visited every week. What is yours?`,
				},
				Replies: []Comment{
					{
						By: "phil", Day: 64, Evidence: "practice", Agree: 18, Pass: 1, Themes: []string{"small-groups"},
						Text: "Lye Shed: rent £1,200, electric “pray”, insurance £140 because of the band saw, biscuits £300 (we are mostly biscuits). Income: bird boxes.",
					},
					{
						By: "graham", Day: 62, Evidence: "lived", Agree: 13, Disagree: 1, Pass: 4, Themes: []string{"small-groups"},
						Text: "Well, I asked for costs and somebody gave me costs. £871 to look in on 34 people is £25.62 a head. I’ve seen consultants spend that on lunch.",
					},
					{
						By: "terry", Day: 54, Evidence: "lived", Agree: 14, Pass: 2, Themes: []string{"small-groups"},
						Text: "Allotments: water £640, cover £112, and £75 a year to a website company nobody can remember choosing.",
					},
					{
						By: "zainab", Day: 51, Evidence: "practice", Agree: 15, Pass: 1, Themes: []string{"small-groups", "inclusion"},
						Text: "Stitch and Speak: room free from the mosque, thread £90, crèche worker £1,560. If I say we need £1,560 for a crèche they say it’s too big for a small grant and too small for a large one.",
						Replies: []Comment{
							{
								By: "tess", Day: 48, Evidence: "practice", Agree: 12, Pass: 3, Themes: []string{"small-groups"},
								Text: "That gap is real. The small pot stops at £500 and the next starts at £5,000. I will say so at the next funders’ meeting, with your figures if I may.",
								Replies: []Comment{
									{
										By: "zainab", Day: 48, Evidence: "practice", Agree: 10, Themes: []string{"small-groups"},
										Text: "You may. Say that the babies are very loud about it.",
									},
								},
							},
						},
					},
					{
						By: "mo", Day: 46, Evidence: "lived", Agree: 11, Pass: 2, Themes: []string{"small-groups"},
						Text: "Football: pitch £22 an hour when we can get it. Whistle £4. The money isn’t the issue, it’s there are nine teams and two pitches and it goes to whoever books online at midnight on the 1st.",
					},
					{
						By: "carol", Day: 43, Evidence: "lived", Agree: 12, Pass: 1, Themes: []string{"small-groups"},
						Text: "Litter pick: zero. Then the council said our volunteers had to be covered, so £61. I paid it out of my own purse and I’m not sorry but I ay doing it twice.",
					},
					{
						By: "lin", Day: 34, Evidence: "lived", Agree: 10, Pass: 2, Themes: []string{"small-groups"},
						Text: "Tai chi is free, it is a park. I was told that I need “a licence for an organised activity”. Eleven people standing very still.",
					},
					{
						By: "shanice", Day: 31, Evidence: "lived", Agree: 12, Pass: 1, Themes: []string{"small-groups", "inclusion"},
						Text: "Choir: £3 each a week and nobody turned away. What kills us is the deposit. £250 up front for the concert hall, and we get it back after, but first you must *have* £250.",
					},
					{
						By: "kwame", Day: 23, Evidence: "practice", Agree: 13, Pass: 1, Themes: []string{"small-groups"},
						Text: "Pantry: the cost no one sees is fridges. A funder will buy a fridge. No funder will mend one.",
					},
					{
						By: "marcia", Day: 20, Evidence: "practice", Agree: 14, Disagree: 1, Pass: 1, Themes: []string{"small-groups"},
						Text: "From the other side of the hatch: our hall costs £31 an hour to heat and light and we ask £12. I would give it free to every group here, and then there would be no hall.",
						Replies: []Comment{
							{
								By: "norma", Day: 19, Evidence: "practice", Agree: 12, Themes: []string{"small-groups"},
								Text: "I am glad you said it. Cheap rooms are somebody else’s gas bill.",
							},
						},
					},
					{
						By: "mei", Day: 8, Evidence: "practice", Agree: 12, Disagree: 1, Pass: 4, Themes: []string{"small-groups"},
						Text: "Public health here. I have been told off, rightly, for offering groups £5,000 and a monitoring form when they wanted £86 and a key. I have a little left this year. What would be the *least* foolish way to give out £86 forty times?",
						Replies: []Comment{
							{
								By: "phil", Day: 7, Evidence: "practice", Agree: 15, Themes: []string{"small-groups"},
								Text: "One page, one signature, three days. Ring us afterwards and ask how it went, and believe us.",
							},
							{
								By: "graham", Day: 6, Evidence: "lived", Agree: 11, Disagree: 1, Pass: 3, Themes: []string{"small-groups"},
								Text: "And publish the list of who had it. Then I’ve nothing left to moan about, so think on.",
							},
						},
					},
					{
						By: "balbir", Day: 3, Evidence: "practice", Agree: 13, Pass: 1, Themes: []string{"small-groups"},
						Text: "Sixty thousand meals last year and I have never once been asked what the *rice* costs. £4,300. There, now it is written down.",
					},
					{
						By: "phil", Day: 1, Evidence: "practice", Agree: 11, Pass: 1, Themes: []string{"small-groups", "evening-transport"},
						Text: "One more for the sums. Our Thursday evening used to pay for itself with 16 men. Since the buses went early it is eight men, the same rent, and twice as many biscuits each.",
					},
					{
						By: "gavin", Day: 2, Themes: []string{"small-groups"},
						State: "held", Reason: "advert",
						Text: "Great discussion!! Strudwick Print do banners, leaflets and lanyards for community groups from only £29. Mention this post for 10% off. Call Gavin 01632 960 188 or see [our full range](https://example.org/strudwick)",
					},
				},
			},
			{
				Title: "One insurance policy for forty small groups?", ClosesInDays: 20,
				Opening: Comment{
					By: "tess", Day: 33, Evidence: "practice", Agree: 19, Disagree: 1, Pass: 4, Themes: []string{"small-groups"},
					Text: `Nine groups have now told us they each pay between £61 and £140 for nearly the same public liability cover. I rang two brokers. **One shared policy for up to forty groups would be about £1,100 a year.** That is £27.50 each.

Before I go further: would you join, and what would put you off?`,
				},
				Replies: []Comment{
					{
						By: "norma", Day: 32, Evidence: "practice", Agree: 16, Pass: 1, Themes: []string{"small-groups"},
						Text: "Join. What would put me off is forty groups in an argument about the band saw.",
						Replies: []Comment{
							{
								By: "phil", Day: 31, Evidence: "practice", Agree: 12, Pass: 3, Themes: []string{"small-groups"},
								Text: "The saw will have a policy of its own, Norma, as befits it.",
							},
						},
					},
					{
						By: "pauline", Day: 27, Evidence: "lived", Agree: 11, Pass: 2, Themes: []string{"small-groups"},
						Text: "Yes from the ramblers, so long as one bad claim by somebody else does not put ours up.",
					},
					{
						By: "wendy", Day: 26, Evidence: "lived", Agree: 10, Pass: 2, Themes: []string{"small-groups"},
						Text: "Who’d hold it? If it’s held by one group and they fold are we all uncovered on the Monday?",
						Replies: []Comment{
							{
								By: "tess", Day: 25, Evidence: "practice", Agree: 11, Pass: 2, Themes: []string{"small-groups"},
								Text: "Good question, I did not know, so I asked. The partnership would hold it and each group is named on it. If we folded you’d have 30 days.",
							},
						},
					},
					{
						By: "harj", Day: 20, Evidence: "practice", Agree: 15, Pass: 1, Themes: []string{"small-groups", "local-business"},
						Text: "I’ve got a room over the shop. Twenty chairs, it’s dry, smells of chips. I’d lend it tomorrow, but my insurers say any group in it must be covered and the last three weren’t. So it stands empty with twenty chairs in it.",
						Replies: []Comment{
							{
								By: "dot", Day: 18, Evidence: "practice", Agree: 13, Themes: []string{"small-groups"},
								Text: "Twenty chairs! Harj, put me down for second Thursdays the minute this is signed.",
							},
						},
					},
					{
						By: "mick", Day: 13, Evidence: "lived", Agree: 9, Disagree: 3, Pass: 4,
						Text: "Darts don’t need insurance we’ve been throwing pointy things at a wall for 40 year and only hit the one bloke.",
						Replies: []Comment{
							{
								By: "craig", Day: 13, Evidence: "practice", Agree: 12, Disagree: 1, Pass: 1, Themes: []string{"small-groups"},
								Text: "Speaking as the fire service, Mick: that is a claim waiting to happen, and well done on the one bloke.",
							},
						},
					},
					{
						By: "linda", Day: 11, Evidence: "practice", Agree: 11, Pass: 2, Themes: []string{"small-groups", "local-business"},
						Text: "I would chip in. If traders put in £50 apiece we would cover half of it, and get rooms used on dead nights.",
					},
					{
						By: "jacinta", Day: 10, Evidence: "lived", Agree: 9, Pass: 3, Themes: []string{"small-groups"},
						Text: "Does it cover *children*? Half these policies stop at the word.",
						Replies: []Comment{
							{
								By: "tess", Day: 9, Evidence: "practice", Agree: 10, Pass: 1, Themes: []string{"small-groups"},
								Text: "Yes, with two checked adults present. I’ve made them write that in English.",
							},
						},
					},
					{
						By: "agnieszka", Day: 6, Evidence: "lived", Agree: 12, Pass: 1, Themes: []string{"small-groups", "inclusion"},
						Text: "Saturday school: yes. But the form must not ask for a “constitution”. We are eleven mothers and a cupboard.",
					},
					{
						By: "farzana", Day: 5, Evidence: "practice", Agree: 10, Pass: 3, Themes: []string{"small-groups"},
						Text: "For the council: I have asked whether our own halls will accept the shared policy, because today each hall asks for a different sum. Three say yes so far, and two want a letter. I am writing the letter.",
					},
					{
						By: "bev", Day: 4, Evidence: "lived", Agree: 13, Themes: []string{"small-groups"},
						Text: "Knit and natter’s in. Doreen says are needles a hazard. I said only if you rush her.",
					},
					{
						By: "terry", Day: 3, Evidence: "lived", Agree: 11, Pass: 1, Themes: []string{"small-groups"},
						Text: "That’s 17 groups by my count of this thread. £65 each at 17, and it comes down with every one that joins. **Tell your neighbours.**",
					},
					{
						By: "tess", Day: 0, Evidence: "practice", Agree: 16, Themes: []string{"small-groups"},
						Text: "Update: 26 groups have said yes. At that number it is £42 each. Papers go to the partnership on the 10th, and I will post the decision here the same day, whichever way it goes.",
					},
				},
			},
			{
				Title: "Nobody wants to be treasurer",
				Opening: Comment{
					By: "dot", Day: 55, Evidence: "practice", Agree: 17, Pass: 1, Themes: []string{"small-groups"},
					Text: "Ours is 84 and has given notice for the third time. I have tried begging. I’ve tried cake. How did *your* group find its last one, and how are you keeping them?",
				},
				Replies: []Comment{
					{
						By: "terry", Day: 53, Evidence: "lived", Agree: 13, Pass: 1, Themes: []string{"small-groups"},
						Text: "I went to the toilet during the AGM.",
					},
					{
						By: "sunita", Day: 41, Evidence: "lived", Agree: 14, Pass: 3, Themes: []string{"small-groups", "local-know-how"},
						Text: "I work in a bank and no group has ever asked me. I’d do an hour a month for somebody, I actually *like* reconciling things. Don’t tell anyone.",
						Replies: []Comment{
							{
								By: "dot", Day: 39, Evidence: "practice", Agree: 15, Themes: []string{"small-groups"},
								Text: "Sunita. What are you doing on Tuesday. There is dinner.",
								Replies: []Comment{
									{
										By: "sunita", Day: 27, Evidence: "lived", Agree: 17, Themes: []string{"small-groups", "connected"},
										Text: "Reporting back: I am treasurer of a lunch club. The dinner was a deciding factor. The accounts were in a biscuit tin and **correct to the penny**.",
									},
								},
							},
						},
					},
					{
						By: "steph", Day: 30, Evidence: "practice", Agree: 12, Pass: 2, Themes: []string{"small-groups", "local-know-how"},
						Text: "We keep a shelf of skills at the library now: people leave a card that says what they’d do for an hour a month. Two bookkeepers so far, one trapeze artist.",
					},
					{
						By: "priti", Day: 20, Evidence: "practice", Agree: 8, Disagree: 2, Pass: 5, Themes: []string{"small-groups"},
						Text: "The bank is the trouble, not the books. It took our patients’ group five months to change two signatures, and everyone had to upload a passport. One of them hasn’t got one as she’s never wanted to go anywhere.",
						Replies: []Comment{
							{
								By: "norma", Day: 15, Evidence: "practice", Agree: 13, Pass: 1, Themes: []string{"small-groups", "online-only"},
								Text: "Five months is about right. And now they have shut our branch, and it can only be done on an app. I don’t have a phone that takes apps, I’ve a phone that takes *calls*.",
							},
						},
					},
					{
						By: "keith", Day: 5, Evidence: "lived", Agree: 9, Pass: 2, Themes: []string{"small-groups"},
						Text: "Could groups share one? A treasurer who does four little clubs, properly, and gets their petrol.",
						Replies: []Comment{
							{
								By: "gill", Day: 1, Evidence: "practice", Agree: 10, Pass: 2, Themes: []string{"small-groups"},
								Text: "Day centre could host that: a “books morning” once a month, everyone brings the tin. We have a quiet room and a nephew who is a bookkeeper.",
							},
						},
					},
				},
			},
		},
	}
}
