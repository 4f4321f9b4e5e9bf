package demo

func whoGetsASay() Group {
	return Group{
		Slug: "who-gets-a-say", Name: "Who gets a say", Theme: "power", Access: "open",
		Summary: "Who sets the question, who holds the pen, who signs the cheque, and how to share those out.",
		About: `Power is a grand word for something you can usually see from the car park: who goes in by the front door, and who waits.

This group asks plain questions about decisions. We want to hear from people who have never been in the room, and from people who are tired of being in it. You may be as sharp as you like about **how things are decided**. Leave people’s names out of it.`,
		Hosts: []string{"pauline", "joel"},
		Discussions: []Discussion{
			{
				Title: "Who decides what gets decided?",
				Opening: Comment{
					By: "barry", Day: 70, Evidence: "lived", Agree: 22, Disagree: 3, Pass: 4, Themes: []string{"power"},
					Text: `I’ve been consulted eleven times. Bins, baths, library, bins again. I’ve never once been asked what I wanted asking about.

So here’s my question, and it’s a simple un. Who picks the question?`,
				},
				Replies: []Comment{
					{
						By: "helen", Day: 69, Evidence: "practice", Agree: 15, Disagree: 1, Pass: 3, Themes: []string{"power", "being-heard"},
						Text: "A straight answer from inside: usually an officer with a deadline, sometimes a councillor with an election, now and then a judge. Almost never anyone from the street that it is about.",
						Replies: []Comment{
							{
								By: "barry", Day: 68, Evidence: "lived", Agree: 17, Themes: []string{"power"},
								Text: "Well I’ll go to our house. An honest answer. I’d got a second paragraph ready for if you dodged it.",
							},
						},
					},
					{
						By: "mira", Day: 62, Evidence: "research", Agree: 12, Pass: 5, Themes: []string{"power"},
						Text: "Where residents have set the agenda, even for one meeting in four, more people came back the next year. The evidence is from a handful of towns, and all of them paid somebody to run it.",
					},
					{
						By: "gurdeep", Day: 56, Evidence: "lived", Agree: 13, Disagree: 1, Pass: 2, Themes: []string{"power"},
						Text: "When you are 17 they ask about skate parks. I have never been on a skateboard. I have views on *everything else*.",
					},
					{
						By: "mick", Day: 50, Evidence: "lived", Agree: 4, Disagree: 16, Pass: 3, Themes: []string{"power"},
						State: "hidden", Reason: "names-someone",
						Ref:  "brian",
						Text: "We all know who decides it’s that Brian T up in planning and his brother in law with the diggers",
					},
					{
						By: "graham", Day: 44, Evidence: "lived", Agree: 12, Disagree: 4, Pass: 4, Themes: []string{"power"},
						Text: "I vote. I pay for a council to decide things so I don’t have to. Where’s the harm in asking those who put themselves up for it to get on with it?",
						Replies: []Comment{
							{
								By: "shanice", Day: 43, Evidence: "lived", Agree: 13, Disagree: 3, Pass: 3, Themes: []string{"power"},
								Text: "No harm if they know what it is like to push a double buggy up Cromwell Street in February. I’m not after deciding. I’m after being *rung up first*.",
								Replies: []Comment{
									{
										By: "graham", Day: 42, Evidence: "lived", Agree: 14, Pass: 2, Themes: []string{"power"},
										Text: "Rung up first I could live with.",
									},
								},
							},
						},
					},
					{
						By: "marcia", Day: 36, Evidence: "practice", Agree: 11, Disagree: 1, Pass: 3, Themes: []string{"power"},
						Text: "In our churches we tried it for a year: whoever complained last chairs the next meeting. Complaints fell by half. So did the length of the meetings.",
					},
					{
						By: "wendy", Day: 28, Evidence: "lived", Agree: 12, Disagree: 1, Pass: 1, Themes: []string{"power"},
						Text: "First agenda item ought to be “what should have been on this agenda”.",
					},
					{
						By: "barry", Day: 27, Evidence: "lived", Agree: 15, Disagree: 8, Pass: 4, Themes: []string{"power"},
						Ref:  "same-faces",
						Text: "Been to two of these “networks” now. It’s the same dozen lanyards saying partnership at each other, and somebody’s paying for the pastries. I’d swap the lot for one officer who rings you back.",
						Replies: []Comment{
							{
								By: "joel", Day: 26, Evidence: "practice", Agree: 10, Disagree: 3, Pass: 5, Themes: []string{"power", "culture-change"},
								Text: "I own one of the lanyards. Some of that stings because it’s so. Number’s on my page, Barry. I’ll ring you back.",
								Replies: []Comment{
									{
										By: "barry", Day: 25, Evidence: "lived", Agree: 18, Themes: []string{"power"},
										Text: "He did an’ all. Within the hour.",
									},
								},
							},
						},
					},
					{
						By: "linda", Day: 5, Evidence: "practice", Agree: 9, Pass: 4, Themes: []string{"power", "local-business"},
						Text: "Small traders don’t get asked either. They ask “business”, and then a man from a supermarket comes.",
					},
				},
			},
			{
				Title: "Should residents have seats where the money is shared out?", ClosesInDays: 13,
				Opening: Comment{
					By: "joel", Day: 52, Evidence: "practice", Agree: 19, Disagree: 2, Pass: 4, Themes: []string{"power"},
					Text: `The partnership shares out a small pot every spring: about £60,000, in sums of up to £5,000. Seven people decide and all seven are paid to be there.

Suppose that **half the seats went to residents, drawn by lot and paid for their time**. What would be better? What could go wrong?`,
				},
				Replies: []Comment{
					{
						By: "denise", Day: 51, Evidence: "lived", Agree: 18, Disagree: 1, Pass: 1, Themes: []string{"power"},
						Text: "Better: someone would know that £40 for a babysitter is not a luxury. Wrong: if it’s at 2pm on a Wednesday you’ll draw by lot and get whoever’s retired.",
					},
					{
						By: "norma", Day: 50, Evidence: "practice", Agree: 13, Disagree: 2, Pass: 4, Themes: []string{"power", "small-groups"},
						Text: "As a group that applies: I would be judged by my neighbours, and I live here. If I got it there’d be talk, and if I didn’t there’d be more.",
						Replies: []Comment{
							{
								By: "pauline", Day: 48, Evidence: "lived", Agree: 12, Pass: 2, Themes: []string{"power"},
								Text: "You’d step out of the room for any group you know. We did that with parish grants. It works, and the corridor is nice and quiet.",
							},
						},
					},
					{
						By: "kwame", Day: 45, Evidence: "practice", Agree: 12, Disagree: 1, Pass: 4, Themes: []string{"power"},
						Text: "Please not only by lot. Those of us who’ve had to beg for money know where the form lies.",
					},
					{
						By: "imran", Day: 33, Evidence: "lived", Agree: 11, Disagree: 1, Pass: 3, Themes: []string{"power"},
						Text: "A lot is the only way you’d ever get me. I would not put myself forward. If a letter came with my name on, I’d go.",
						Replies: []Comment{
							{
								By: "rukhsana", Day: 32, Evidence: "lived", Agree: 14, Pass: 1, Themes: []string{"power", "inclusion"},
								Text: "Same. I would go if letter says: we want you, you can bring somebody, it does not matter how you spell.",
							},
						},
					},
					{
						By: "graham", Day: 29, Evidence: "lived", Agree: 10, Disagree: 6, Pass: 4, Themes: []string{"power"},
						Text: "Paid how much? By whom? And do I get to see how each of them voted? If they hand out my money I’d want to.",
						Replies: []Comment{
							{
								By: "joel", Day: 27, Evidence: "practice", Agree: 11, Disagree: 2, Pass: 3, Themes: []string{"power"},
								Text: "£15 an hour, from the same pot, so about £1,600 of the £60,000. Reasons for each grant would be printed. Not who voted for what, since they live next door to each other.",
								Replies: []Comment{
									{
										By: "graham", Day: 26, Evidence: "lived", Agree: 9, Disagree: 3, Pass: 6, Themes: []string{"power"},
										Text: "Reasons, printed. Fine. I will read them.",
									},
								},
							},
						},
					},
					{
						By: "helen", Day: 23, Evidence: "practice", Agree: 10, Disagree: 1, Pass: 7, Themes: []string{"power", "culture-change"},
						Text: "The nervous view from my side: the auditors will ask who is answerable. I think that can be solved, other places have solved it, but it wants three months and not three weeks.",
					},
					{
						By: "terry", Day: 9, Evidence: "lived", Agree: 11, Disagree: 1, Pass: 2, Themes: []string{"power"},
						Text: "Draw the lot in public. In the market, out of a hat, with the brass band. Make it a good day out.",
						Replies: []Comment{
							{
								By: "ernest", Day: 8, Evidence: "lived", Agree: 16, Themes: []string{"power", "connected"},
								Channel: "phone", RecordedBy: "ruth",
								Text: "The band is willing.",
							},
						},
					},
					{
						By: "callum", Day: 3, Evidence: "lived", Agree: 8, Pass: 3, Themes: []string{"power"},
						Text: "would you want 19 year olds or is it just one of those things where you put us on the leaflet",
						Replies: []Comment{
							{
								By: "joel", Day: 2, Evidence: "practice", Agree: 13, Pass: 1, Themes: []string{"power", "inclusion"},
								Text: "Want. If it’s drawn fairly, one in seven or so would be under 25. I’d sooner lose my own seat than fix the hat.",
							},
						},
					},
					{
						By: "rukhsana", Day: 1, Evidence: "lived", Agree: 12, Pass: 2, Themes: []string{"power", "evening-transport"},
						Text: "If you draw my name, please ask where I live before you choose the time. A meeting that ends at 8 is a meeting without Kates Hill.",
					},
				},
			},
		},
	}
}
