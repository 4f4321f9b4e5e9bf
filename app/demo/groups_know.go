package demo

func localKnowledge() Group {
	return Group{
		Slug: "what-folks-know", Name: "What folks round here know", Theme: "local-know-how", Access: "open",
		Summary: "Noticeboards, ladders, short cuts and skills: what neighbours know and lend, and how to find it without spoiling it.",
		About: `Every street has somebody who knows how to bleed a radiator and somebody who knows when the river comes up. Hardly any of it is written down.

Here we swap what we know, and argue about how much of it ought to be on a map. What you post here may end up in **chapter 4**, so leave out anything a neighbour would not want found.`,
		Hosts: []string{"carol", "steph"},
		Discussions: []Discussion{
			{
				Title: "Vote for the best noticeboard in the borough",
				Opening: Comment{
					By: "steph", Day: 61, Evidence: "practice", Agree: 19, Pass: 3, Themes: []string{"local-know-how"},
					Text: `I have a theory that you can judge a neighbourhood by its noticeboard. I don’t mean the locked glass ones with a 2019 agenda in them. I mean the real one.

Where is yours, and what is on it *today*?`,
				},
				Replies: []Comment{
					{
						By: "carol", Day: 60, Evidence: "lived", Agree: 15, Pass: 1, Themes: []string{"local-know-how"},
						Text: "Window of the wool shop, Quarry Bank. Today: lost glove (with the other glove pinned up so you can check), kittens, slimming, and “WHO HAS MY WALLPAPER TABLE”.",
					},
					{
						By: "harj", Day: 59, Evidence: "practice", Agree: 17, Pass: 1,
						Text: "My chip shop, Lye. Today: two rooms to let, a christening, and a lost tortoise who answers to nothing.",
					},
					{
						By: "bev", Day: 55, Evidence: "lived", Agree: 12, Pass: 2, Themes: []string{"local-know-how"},
						Text: "Doctor’s at Netherton has one, but it’s all diseases.",
						Replies: []Comment{
							{
								By: "ruth", Day: 54, Evidence: "practice", Agree: 14, Themes: []string{"local-know-how", "services"},
								Text: "I asked. From next week half of it is yours. No diseases below the line.",
							},
						},
					},
					{
						By: "mo", Day: 47, Evidence: "lived", Agree: 10, Pass: 2, Themes: []string{"local-know-how"},
						Text: "A WhatsApp group with 240 people. Mostly parking. But when a lad went missing last year we had 60 people out in twenty minutes.",
						Replies: []Comment{
							{
								By: "edna", Day: 41, Evidence: "lived", Agree: 13, Disagree: 1, Pass: 1, Themes: []string{"local-know-how", "inclusion"},
								Channel: "paper", RecordedBy: "steph",
								Text: "I would have come out too. I should have liked to be told.",
								Replies: []Comment{
									{
										By: "mo", Day: 38, Evidence: "lived", Agree: 15, Themes: []string{"local-know-how", "connected"},
										Text: "That’s hit home. We’ve set it up so each street has one person who knocks on for those not on it. Edna, yours is going to be my mom.",
									},
								},
							},
						},
					},
					{
						By: "ernest", Day: 35, Evidence: "lived", Agree: 14, Pass: 2, Themes: []string{"local-know-how"},
						Channel: "phone", RecordedBy: "ruth",
						Text: "The bench by the Seven Sisters caverns. Nothing pinned to it. You sit down and you’re told.",
					},
					{
						By: "sunita", Day: 22, Evidence: "lived", Agree: 8, Pass: 4,
						Text: "Whiteboard in our flats’ lift. Officially for maintenance. Unofficially there’s a serial story on it, one line a day. I think it is the man from the third floor.",
					},
					{
						By: "phil", Day: 13, Evidence: "practice", Agree: 12, Pass: 1, Themes: []string{"local-know-how"},
						Text: "If anyone wants one made: the Shed will build a proper wooden noticeboard for the cost of the timber, £18. No glass, no lock. That’s the whole point of it.",
						Attached: []Attachment{{
							Called: "noticeboard.png", Make: noticeBoard,
							Words: "A wooden noticeboard on two legs, open to everybody. On it: a lost glove, a bread club on Fridays, kittens, and who has my wallpaper table?",
						}},
					},
					{
						By: "tess", Day: 4, Evidence: "practice", Agree: 11, Pass: 1, Themes: []string{"local-know-how", "being-heard"},
						Text: "I should like to put the monthly summary of this website up on all of these. Is that an honour or an invasion?",
						Replies: []Comment{
							{
								By: "carol", Day: 3, Evidence: "lived", Agree: 13, Themes: []string{"local-know-how"},
								Text: "Honour, if it is one page and in big print. Invasion if it has a logo on it.",
							},
						},
					},
				},
			},
			{
				Title: "What do you know that the plans never asked?",
				Opening: Comment{
					By: "terry", Day: 58, Evidence: "lived", Agree: 16, Pass: 1, Themes: []string{"local-know-how"},
					Text: "I’ll begin. In a wet week the brook comes up through the *drain by the bus stop*, not over the bank. Every old allotment holder could tell you. There are £90,000 of new flood boards on the bank. They’re very handsome.",
				},
				Replies: []Comment{
					{
						By: "lesley", Day: 56, Evidence: "lived", Agree: 15, Pass: 1, Themes: []string{"local-know-how", "inclusion"},
						Text: "You can’t get from the station to the library in a chair without going in the road. It is 30 yards. I’ve shown six different people.",
					},
					{
						By: "imran", Day: 51, Evidence: "lived", Agree: 11, Pass: 3, Themes: []string{"local-know-how"},
						Text: "Taxi ranks. They put ours where it looks neat, not where people come out. So everyone walks to the kebab shop and rings from there.",
					},
					{
						By: "andrew", Day: 45, Evidence: "practice", Agree: 9, Disagree: 1, Pass: 5, Themes: []string{"local-know-how", "services"},
						Text: "Transport planning. I didn’t know about the kebab shop. It’s obvious the second you say it. Which others should I go and stand at?",
						Replies: []Comment{
							{
								By: "imran", Day: 44, Evidence: "lived", Agree: 13, Pass: 1, Themes: []string{"local-know-how"},
								Text: "Come out with me on a Friday, half ten to one. I’ll show you the lot. You are buying the chips.",
								Replies: []Comment{
									{
										By: "andrew", Day: 31, Evidence: "practice", Agree: 16, Pass: 1, Themes: []string{"local-know-how", "culture-change"},
										Text: "Done, two Fridays ago. I learned more than from the last three surveys, and I’m still finding salt in my notebook. The rank is going on the list to be moved, **with no date yet**.",
									},
								},
							},
						},
					},
					{
						By: "hamza", Day: 37, Evidence: "practice", Agree: 12, Pass: 2, Themes: []string{"local-know-how"},
						Text: "Which lifts in which flats will take a stretcher. It isn’t written down anywhere. We tell each other in the corridor.",
					},
					{
						By: "jacinta", Day: 24, Evidence: "lived", Agree: 12, Disagree: 1, Pass: 2, Themes: []string{"local-know-how"},
						Text: "Which shop lets a kid sit and wait when they’ve missed the school bus and mum’s at work. Every foster carer knows the shop. I am not going to say which, or it’ll get a policy.",
						Replies: []Comment{
							{
								By: "joel", Day: 20, Evidence: "practice", Agree: 10, Pass: 1, Themes: []string{"local-know-how"},
								Text: "That is paragraph 11 of chapter 4 in one line. Thank you for *not* saying.",
							},
						},
					},
					{
						By: "mira", Day: 12, Evidence: "research", Agree: 9, Pass: 4, Themes: []string{"local-know-how"},
						Text: "If anybody wants to do this properly for one street, I can lend two students, a large map and pins, at no cost. The street keeps the map.",
						Replies: []Comment{
							{
								By: "wendy", Day: 9, Evidence: "lived", Agree: 12, Pass: 1, Themes: []string{"local-know-how"},
								Text: "Ours. Come at home time and bring a lot of pins.",
							},
						},
					},
					{
						By: "lin", Day: 1, Evidence: "lived", Agree: 9, Pass: 2, Themes: []string{"local-know-how"},
						Text: "The ice cream van man knows which houses have children and which have nobody. He told me so. He says he slows down for both.",
					},
				},
			},
		},
	}
}
