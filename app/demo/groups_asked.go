package demo

func askedAndAnswered() Group {
	return Group{
		Slug: "asked-and-answered", Name: "Asked and answered", Theme: "being-heard", Access: "open",
		Summary: "How people are asked, what they hear back, and how to do both without a clipboard.",
		About: `Two halves to this group. The first: what is a good way to **ask** somebody? The second, which gets forgotten: what did you **hear back**?

If you work somewhere that asks people things, read before you post. Then tell us what you did with the last lot of answers.`,
		Hosts: []string{"tess", "tariq"},
		Discussions: []Discussion{
			whatFirst(),
			{
				Title: "You came, you asked. Then what?",
				Opening: Comment{
					By: "wendy", Day: 69, Evidence: "lived", Agree: 23, Pass: 2, Themes: []string{"being-heard"},
					Text: `In my kitchen drawer I have eight thank-you letters for “taking the time to share my views”. I haven’t got one that says what anyone did about them.

Post the best reply you ever had from a consultation. Or the worst, if it’s funnier.`,
				},
				Replies: []Comment{
					{
						By: "barry", Day: 67, Evidence: "lived", Agree: 16, Pass: 1, Themes: []string{"being-heard"},
						Text: "“Your comments will be fed into the process.” I kept pigs once. I know what happens to what you feed in.",
					},
					{
						By: "keith", Day: 60, Evidence: "lived", Agree: 12, Pass: 2, Themes: []string{"being-heard"},
						Text: "Mine came two years on, addressed to my mother, about a swimming pool that had shut.",
					},
					{
						By: "priti", Day: 53, Evidence: "practice", Agree: 11, Pass: 4, Themes: []string{"being-heard", "services"},
						Text: "Guilty. Our patient survey has 600 replies in a spreadsheet called FINAL_final2. I am going to read all of it this weekend, and tell you three things it says.",
						Replies: []Comment{
							{
								By: "priti", Day: 51, Evidence: "practice", Agree: 17, Pass: 1, Themes: []string{"being-heard", "services"},
								Text: "As promised: (1) the 8am phone queue, 211 people. (2) The blinds. I had no idea about the blinds. (3) Somebody would like Sandra thanked. The blinds are ordered, Sandra cried, **the queue I have no answer to yet**.",
								Replies: []Comment{
									{
										By: "wendy", Day: 50, Evidence: "lived", Agree: 21, Themes: []string{"being-heard"},
										Text: "That’s it. That’s the best one. I’m putting it in the drawer.",
									},
								},
							},
						},
					},
					{
						By: "lesley", Day: 42, Evidence: "lived", Agree: 12, Disagree: 1, Pass: 1, Themes: []string{"being-heard"},
						Text: "I did one about wheelchairs where the result came out as a PDF my screen reader called “image”. 40 pages of image.",
					},
					{
						By: "tess", Day: 36, Evidence: "practice", Agree: 14, Pass: 2, Themes: []string{"being-heard"},
						Text: "A rule the partnership is trying: whoever asks a question has to say, *when they ask it*, on what day they will answer.",
						Replies: []Comment{
							{
								By: "graham", Day: 34, Evidence: "lived", Agree: 13, Pass: 1, Themes: []string{"being-heard"},
								Text: "And what’ll happen on that day if they don’t?",
							},
							{
								By: "tess", Day: 33, Evidence: "practice", Agree: 11, Pass: 2, Themes: []string{"being-heard"},
								Text: "I ring them, and then I post here that I rang. It’s my own name I’m thinking of, mostly.",
							},
						},
					},
					{
						By: "samuel", Day: 22, Evidence: "lived", Agree: 8, Pass: 3, Themes: []string{"being-heard"},
						Text: "School council asked for better toilets. Head came back with photos of the pipes and a bill for £31k and said “so what would you cut?” We were *thrilled*. No one had ever shown us the bill.",
					},
					{
						By: "nasreen", Day: 10, Evidence: "lived", Agree: 13, Pass: 1, Themes: []string{"being-heard"},
						Text: "Reply in the place where you asked. If you stopped me outside Lye library tell me outside Lye library. I’m there every week, I’ve not moved.",
					},
					{
						By: "mei", Day: 3, Evidence: "practice", Agree: 10, Pass: 3, Themes: []string{"being-heard", "culture-change"},
						Text: "Copying Nasreen’s sentence on to a card for my whole team.",
					},
				},
			},
			{
				Title: "How would you like to be asked?",
				Opening: Comment{
					By: "tariq", Day: 40, Evidence: "lived", Agree: 15, Pass: 3, Themes: []string{"being-heard"},
					Text: "Governors want to ask 300 families about the school day. Last time: a link. 19 replies, 11 of them from staff. How would **you** want to be asked?",
				},
				Replies: []Comment{
					{
						By: "agnieszka", Day: 39, Evidence: "lived", Agree: 12, Pass: 1, Themes: []string{"being-heard", "inclusion"},
						Text: "By a person, for two minutes, who writes down what I said and shows me what they wrote.",
					},
					{
						By: "terry", Day: 38, Evidence: "lived", Agree: 10, Pass: 2, Themes: []string{"being-heard"},
						Text: "Beans in jars. One jar each answer, by the gate. You can’t spell a bean wrong.",
						Replies: []Comment{
							{
								By: "amrit", Day: 37, Evidence: "practice", Agree: 14, Pass: 1, Themes: []string{"being-heard"},
								Text: "We do it with table tennis balls. Small danger of it turning into table tennis.",
							},
						},
					},
					{
						By: "nasreen", Day: 31, Evidence: "lived", Agree: 13, Pass: 1, Themes: []string{"being-heard", "inclusion"},
						Channel: "event", RecordedBy: "joel",
						Text: "Ask mums at the gate but not with the children listening. Mine answers for me.",
					},
					{
						By: "imran", Day: 31, Evidence: "lived", Agree: 9, Disagree: 1, Pass: 2, Themes: []string{"being-heard"},
						Channel: "event", RecordedBy: "joel",
						Text: "One question. If it’s a good one you’ll not need nine.",
					},
					{
						By: "mick", Day: 31, Evidence: "lived", Agree: 8, Disagree: 2, Pass: 3, Themes: []string{"being-heard"},
						Channel: "event", RecordedBy: "joel",
						Text: "In the pub, after the match, before the third pint.",
					},
					{
						By: "josh", Day: 23, Evidence: "lived", Agree: 9, Pass: 2, Themes: []string{"being-heard"},
						Text: "Whatever you do, do it at 6 in the morning as well. There are 200 of us in a canteen with nothing to read but the sauce bottles.",
					},
					{
						By: "ben", Day: 16, Evidence: "research", Agree: 10, Pass: 3, Themes: []string{"being-heard"},
						Text: "Going by what I’ve read, mixing ways beats any one way, and the knock on the door still gets the people that nothing else does. It’s slow, and it works best done by a neighbour.",
					},
					{
						By: "tariq", Day: 8, Evidence: "lived", Agree: 17, Pass: 1, Themes: []string{"being-heard"},
						Text: "Result: beans, plus six mums with notebooks, plus the link. **231 families of 300.** The answer was: start ten minutes later. We are starting ten minutes later, from next term, and it’s on the gate.",
						Replies: []Comment{
							{
								By: "doreen", Day: 7, Evidence: "lived", Agree: 12,
								Text: "Beans! I’m telling the surgery.",
							},
						},
					},
				},
			},
		},
	}
}
