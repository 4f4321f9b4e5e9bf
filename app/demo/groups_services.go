package demo

func servicesInTheRound() Group {
	return Group{
		Slug: "services-in-the-round", Name: "Services in the round", Theme: "services", Access: "open",
		Summary: "Buses, surgeries, housing, care: how they look from the other side of the desk, and what would make them fit.",
		About: `Bring what happened to you, good or bad, and bring what you see from inside. We are looking for the places where two services meet and somebody falls down the gap.

- Say what happened and where, but leave out names of staff and neighbours.
- If you need something done this week, ring the service. We cannot chase cases here.`,
		Hosts: []string{"colette", "ron"},
		Discussions: []Discussion{
			{
				Title: "The last bus goes before the last hymn", ClosesInDays: 20,
				Opening: Comment{
					By: "ron", Day: 64, Evidence: "lived", Agree: 25, Pass: 2, Themes: []string{"evening-transport"},
					Text: `I drove the Gornal route for a good bit of thirty one years. We used to wait at the chapel if choir was running over, you’d see them come out doing their coats up. Last bus was gone eleven.

Now it’s ten to eight. I am not asking for 1985. I’m asking who sat down and decided on ten to eight, and if anyone has ever asked them about it.`,
				},
				Replies: []Comment{
					{
						By: "barry", Day: 57, Evidence: "lived", Agree: 17, Pass: 1, Themes: []string{"evening-transport"},
						Text: "Choir finishes at a quarter to eight now. We’m singing the Amen at a trot.",
					},
					{
						By: "keith", Day: 50, Evidence: "lived", Agree: 13, Disagree: 1, Pass: 2, Themes: []string{"evening-transport", "inclusion"},
						Text: "Nights: I get the last bus in, three hours before my shift, and sit in the canteen. I’ve read a lot of books.",
					},
					{
						By: "andrew", Day: 48, Evidence: "practice", Agree: 11, Disagree: 4, Pass: 6, Themes: []string{"evening-transport", "services"},
						Text: "Council transport planning here. An honest answer to Ron: nobody decided on ten to eight as such. Each year the company drops the trips with the fewest people on, and each year the last one left is earlier. We may pay for trips they drop. At present that money goes on school and hospital journeys.",
						Replies: []Comment{
							{
								By: "ron", Day: 46, Evidence: "lived", Agree: 16, Pass: 2, Themes: []string{"evening-transport"},
								Text: "I appreciate you coming on. But you see it’s a snake eating its tail. Nobody rides the late one because they dursn’t trust it’ll be there.",
							},
						},
					},
					{
						By: "wendy", Day: 40, Evidence: "lived", Agree: 15, Pass: 1, Themes: []string{"evening-transport"},
						Text: "Our Brownies stop at 7 so the helpers can get home. There were three helpers. There is one now and she drives.",
					},
					{
						By: "pauline", Day: 28, Evidence: "lived", Agree: 12, Disagree: 1, Pass: 3, Themes: []string{"evening-transport", "services"},
						Text: "Has anybody asked the firms? The evening shift at the biscuit factory must have the same trouble. They’d have more say than a choir.",
					},
					{
						By: "terry", Day: 19, Evidence: "lived", Agree: 13, Pass: 1, Themes: []string{"evening-transport"},
						Text: "Allotment AGM, 7 o’clock, quorum of 20. At 7.35 we had 24 and at 7.40 we had 16. Nothing we voted on was legal.",
						Replies: []Comment{
							{
								By: "barry", Day: 18, Evidence: "lived", Agree: 14, Themes: []string{"evening-transport"},
								Text: "Best argument for later buses I’ve heard and best argument against allotments.",
							},
						},
					},
					{
						By: "lesley", Day: 10, Evidence: "lived", Agree: 16, Pass: 1, Themes: []string{"evening-transport", "inclusion"},
						Text: "And for a wheelchair user there is one space. If a pram is in it on the last bus, that’s me phoning a taxi with a ramp, if there is one, £26. I have stopped going to choir on Thursdays.",
					},
					{
						By: "dot", Day: 13, Evidence: "practice", Agree: 13, Pass: 1, Themes: []string{"evening-transport"},
						Text: "We asked at Coseley Lunch Club, 48 dinners, hands up. “Do you go out after dark?” Four hands. “Would you, with a way home?” Thirty-one, and one hand holding a spoon.",
					},
					{
						By: "kwame", Day: 13, Evidence: "practice", Agree: 11, Disagree: 1, Pass: 2, Themes: []string{"evening-transport", "small-groups"},
						Text: "We moved the pantry’s late opening from Thursday evening to Thursday lunch so people could get back. So the ones who work all day now can’t come at all.",
					},
					{
						By: "faye", Day: 12, Evidence: "lived", Agree: 9, Pass: 3, Themes: []string{"evening-transport", "inclusion"},
						Text: "Please remember that “ring up for a lift” is not a way home for everyone. I need to be able to text.",
						Replies: []Comment{
							{
								By: "ivor", Day: 11, Evidence: "practice", Agree: 12, Themes: []string{"evening-transport", "inclusion"},
								Text: "Text number goes live on Monday, Faye: 01632 960 127. You have shamed me into it. Three months’ trial, Tuesdays and Thursdays.",
							},
						},
					},
					{
						By: "graham", Day: 6, Evidence: "lived", Agree: 10, Disagree: 7, Pass: 5, Themes: []string{"evening-transport"},
						Text: "I will be the one to say it. Empty buses cost money. I went past three last week with a driver and a light on. If 31 people would really ride, run it for eight weeks, count heads and stop if they don’t.",
						Replies: []Comment{
							{
								By: "ben", Day: 5, Evidence: "research", Agree: 13, Disagree: 1, Pass: 3, Themes: []string{"evening-transport"},
								Text: "Graham, that’s a sound design. I would only add: tell people *beforehand* it will run for the full eight weeks, or you measure trust, not need.",
							},
							{
								By: "ron", Day: 5, Evidence: "lived", Agree: 14, Pass: 1, Themes: []string{"evening-transport"},
								Text: "Blow me. I agree with Graham.",
							},
						},
					},
					{
						By: "priti", Day: 4, Evidence: "practice", Agree: 10, Pass: 4, Themes: []string{"evening-transport", "services"},
						Text: "Surgery side: we offer evening appointments until 8 because patients wanted them. One in five is not kept. We’ve never asked how they’d get home afterwards, and we will now.",
					},
					{
						By: "jacinta", Day: 6, Evidence: "lived", Agree: 12, Pass: 1, Themes: []string{"evening-transport"},
						Text: "My eldest foster lad had a Saturday job offer, finish 9pm. Had to turn it down. He’s 17 and he *wanted* to work.",
					},
					{
						By: "sunita", Day: 5, Evidence: "lived", Agree: 11, Disagree: 1, Pass: 2, Themes: []string{"evening-transport"},
						Text: "Halesowen isn’t any better. Works do, 7pm, I left before pudding. It was trifle.",
					},
					{
						By: "mira", Day: 4, Evidence: "research", Agree: 11, Pass: 5, Themes: []string{"evening-transport", "local-know-how"},
						Text: "Nobody in this thread has figures for who is at the stop and who is not. Ben’s count and Dot’s show of hands are the best evidence we have. Three more groups asking Dot’s two questions would make it a small survey.",
						Replies: []Comment{
							{
								By: "norma", Day: 3, Evidence: "practice", Agree: 12, Themes: []string{"evening-transport"},
								Text: "Gornal Good Neighbours: 22 in the room. Go out after dark: 3. Would with a way home: 15. There’s your second.",
							},
							{
								By: "phil", Day: 2, Evidence: "practice", Agree: 11, Themes: []string{"evening-transport"},
								Text: "Lye Shed: 19 men. Out after dark: 8. Would if: 14. One said he’d rather not say.",
							},
						},
					},
					{
						By: "andrew", Day: 2, Evidence: "practice", Agree: 16, Disagree: 2, Pass: 6, Themes: []string{"evening-transport", "services"},
						Text: "I have read all of this twice. I’m taking Graham’s eight weeks and the shows of hands to the company on the 3rd. I can’t promise money. I can promise to come back here and say what they said, word for word if they let me.",
					},
					{
						By: "doreen", Day: 0, Evidence: "lived", Agree: 14, Themes: []string{"evening-transport"},
						Text: "Knit and natter voted this morning to finish at 8 with the others so that Ivor can send one bus. First time we have agreed on anything since the cardigan.",
					},
				},
			},
			{
				Title: "How many times have you told your story?",
				Opening: Comment{
					By: "colette", Day: 60, Evidence: "practice", Agree: 18, Pass: 2, Themes: []string{"services"},
					Text: `I am a social worker and I did an odd thing: I asked a family to list everyone who’d asked them the same questions since the spring. There were eleven. Two of them were me.

What would have to change, in *your* service or in ours, to get it down to two or three?`,
				},
				Replies: []Comment{
					{
						By: "denise", Day: 59, Evidence: "lived", Agree: 19, Pass: 1, Themes: []string{"services"},
						Text: "Let me write it once, my way, and show it to people. I’ve a page on the fridge. School read it, doctor said they couldn’t “accept it in that format”. It’s A4.",
						Replies: []Comment{
							{
								By: "priti", Day: 58, Evidence: "practice", Agree: 13, Disagree: 1, Pass: 3, Themes: []string{"services"},
								Text: "Speaking for one surgery, we will accept it. Bring the fridge page, we’ll scan it in while you wait.",
							},
						},
					},
					{
						By: "hamza", Day: 55, Evidence: "practice", Agree: 14, Pass: 2, Themes: []string{"services"},
						Text: "We nurses keep a yellow folder in the house. Everyone’s meant to write in it. The carers do, we do. Hospital has never once opened it.",
					},
					{
						By: "nadia", Day: 50, Evidence: "practice", Agree: 11, Disagree: 1, Pass: 4, Themes: []string{"services", "culture-change"},
						Text: "OT here. Some of the asking again is because we do not trust each other’s answers, if we are honest. I’ve re-measured stairs that a colleague had measured the week before.",
						Replies: []Comment{
							{
								By: "gill", Day: 49, Evidence: "practice", Agree: 12, Pass: 2, Themes: []string{"culture-change", "services"},
								Text: "It takes some courage to say that. I trust your stairs, Nadia.",
							},
						},
					},
					{
						By: "imran", Day: 39, Evidence: "lived", Agree: 15, Pass: 1, Themes: []string{"services"},
						Text: "I take people to the hospital and they tell *me* their story, from Lye to the door, because somebody’s finally asked and isn’t typing.",
					},
					{
						By: "tariq", Day: 32, Evidence: "lived", Agree: 13, Pass: 2, Themes: []string{"services", "inclusion"},
						Text: "My mother speaks Punjabi. Each time it is a new interpreter on the telephone, so each time she starts at Partition.",
					},
					{
						By: "owen", Day: 24, Evidence: "practice", Agree: 11, Pass: 3, Themes: []string{"services"},
						Text: "Housing: I may not see what the nurse wrote and she may not see mine. There are good reasons for that. But we both may *ask the tenant*, and we forget to.",
					},
					{
						By: "imran", Day: 22, Evidence: "lived", Agree: 1, Disagree: 3, Pass: 2, Themes: []string{"services"},
						State: "hidden", Reason: "private-details",
						Text: "If you want it sorted the manager’s own mobile is 01632 960 149, ring her at home of a night like I did. She lives up Pinfold Rise, the one with the blue gate.",
					},
					{
						By: "jacinta", Day: 16, Evidence: "lived", Agree: 14, Pass: 1, Themes: []string{"services"},
						Text: "One worker who stays. That’s it. My lad’s had seven. You can’t hand over trust in a folder, yellow or no.",
					},
					{
						By: "lesley", Day: 11, Evidence: "lived", Agree: 10, Disagree: 1, Pass: 3, Themes: []string{"services", "power"},
						Text: "The page on the fridge idea: **who holds the pen** is the thing. If I hold it I’ll tell you more.",
					},
					{
						By: "colette", Day: 5, Evidence: "practice", Agree: 15, Pass: 1, Themes: []string{"services"},
						Text: "Two teams will try the fridge page from next month: one sheet, the family’s words, everyone signs to say they have read it *before* they ask anything.",
						Replies: []Comment{
							{
								By: "sunita", Day: 1, Evidence: "lived", Agree: 10, Disagree: 1, Pass: 2, Themes: []string{"services"},
								Text: "Will you tell us if it flops?",
								Replies: []Comment{
									{
										By: "colette", Day: 1, Evidence: "practice", Agree: 13, Themes: []string{"services", "being-heard"},
										Text: "Yes. Here, with numbers.",
									},
								},
							},
						},
					},
				},
			},
		},
	}
}
