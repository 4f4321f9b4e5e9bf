package demo

func shopsAndStalls() Group {
	return Group{
		Slug: "shops-and-stalls", Name: "Shops, stalls and chippies", Theme: "local-business", Access: "open",
		Summary: "Traders as neighbours: a chair by the counter, a room upstairs, an eye out for who has not been in.",
		About: `A lot of the looking after in this borough goes on across a counter, in between “salt and vinegar?” and “mind how you go”.

This is for traders, market people, café owners, hairdressers, drivers, and whoever they serve. What do you do already? What would you do if it were easier? **No adverts please**, we are all skint.`,
		Hosts: []string{"harj", "linda"},
		Discussions: []Discussion{
			{
				Title: "A chair by the counter",
				Opening: Comment{
					By: "harj", Day: 63, Evidence: "practice", Agree: 24, Pass: 1, Themes: []string{"local-business"},
					Text: `Two years ago I put a chair by the counter, because Mr B’s hip was bad. He sat in it every day for a year. Since then it has never been empty. People come in for chips and stop for an hour. I’ve had a proposal of marriage in that chair. (Not to me.)

Would other shops do it? What puts you off?`,
				},
				Replies: []Comment{
					{
						By: "linda", Day: 61, Evidence: "practice", Agree: 15, Pass: 2, Themes: []string{"local-business"},
						Text: "We’ve a table with a card on it: *happy to chat*. The first week nobody dared. Then I sat at it myself.",
					},
					{
						By: "doreen", Day: 52, Evidence: "lived", Agree: 14, Pass: 1, Themes: []string{"local-business", "connected"},
						Text: "Hairdresser in Netherton does a cup of tea for anybody waiting for the bus, whether they’re having their hair done or not. There’s ladies get off a stop early for it.",
					},
					{
						By: "graham", Day: 46, Evidence: "lived", Agree: 9, Disagree: 3, Pass: 5, Themes: []string{"local-business"},
						Text: "Nice, but a chair is eighteen inches of shelf. At Lye rents, who pays for it? I’m asking as somebody who had a shop and lost it.",
						Replies: []Comment{
							{
								By: "harj", Day: 45, Evidence: "practice", Agree: 14, Pass: 1, Themes: []string{"local-business"},
								Text: "You’re right to ask. It costs me a crisp display. I reckon I get it back in chips, but I couldn’t prove it to my accountant, who is my wife.",
							},
						},
					},
					{
						By: "craig", Day: 39, Evidence: "practice", Agree: 12, Pass: 3, Themes: []string{"local-business", "services"},
						Text: "Fire service. Could I leave a card on the chair? Free smoke alarm visits. The people we can’t reach are just the ones who sit in Harj’s chair.",
						Replies: []Comment{
							{
								By: "harj", Day: 38, Evidence: "practice", Agree: 11, Pass: 1, Themes: []string{"local-business"},
								Text: "One card, not a rack. And you’ve to sit in it for half an hour first, same as everybody.",
							},
						},
					},
					{
						By: "colette", Day: 29, Evidence: "practice", Agree: 10, Disagree: 2, Pass: 5, Themes: []string{"local-business"},
						Text: "Do traders know what to do when someone in the chair is not all right? Not so as to become social workers. Just whom to ring.",
						Replies: []Comment{
							{
								By: "linda", Day: 27, Evidence: "practice", Agree: 15, Pass: 1, Themes: []string{"local-business", "services"},
								Text: "No! We’d love one number on a sticker inside the till. We once rang five.",
							},
						},
					},
					{
						By: "denise", Day: 15, Evidence: "lived", Agree: 9, Pass: 2, Themes: []string{"local-business"},
						Text: "My lad does his reading in the launderette. The lady there hears him. She’s not been “trained”, she’s just got a chair and time.",
					},
					{
						By: "linda", Day: 9, Evidence: "practice", Agree: 12, Disagree: 2, Pass: 2, Themes: []string{"local-business"},
						Ref:  "copper-pot",
						Text: "Eleven places now have a chair or a table: 5 in Lye, 3 in Stourbridge, 2 in Netherton and the Copper Pot, which is mine, and does a decent scone. Map to follow if people want it.",
					},
					{
						By: "harj", Day: 2, Evidence: "practice", Agree: 13, Themes: []string{"local-business", "connected"},
						Text: "Mr B came back in on Saturday after his new hip. Someone stood up for him without being asked.",
					},
				},
			},
			{
				Title: "What would bring people back to the market?",
				Opening: Comment{
					By: "imran", Day: 49, Evidence: "lived", Agree: 14, Disagree: 1, Pass: 4, Themes: []string{"local-business"},
					Text: "I drop at Brierley Hill market four times a day and every month there’s one less stall. Not asking for a regeneration. Asking what’d get **you** there on a wet Thursday.",
				},
				Replies: []Comment{
					{
						By: "carol", Day: 48, Evidence: "lived", Agree: 11, Pass: 2, Themes: []string{"local-business"},
						Text: "Broken biscuits. I am completely serious.",
					},
					{
						By: "samuel", Day: 40, Evidence: "lived", Agree: 9, Disagree: 1, Pass: 3, Themes: []string{"local-business"},
						Text: "Let young ones have a stall for a fiver for the day. My cousin makes trainers look new again. He’s got 4000 followers and nowhere to stand.",
						Replies: []Comment{
							{
								By: "balbir", Day: 36, Evidence: "practice", Agree: 13, Pass: 1, Themes: []string{"local-business"},
								Text: "The gurdwara would match it: your cousin’s fiver and a free dinner for him.",
							},
						},
					},
					{
						By: "lesley", Day: 35, Evidence: "lived", Agree: 12, Pass: 1, Themes: []string{"local-business", "inclusion"},
						Text: "A gap between stalls that is wider than a person. I’ve bought nothing on that market since they put the bins in.",
					},
					{
						By: "linda", Day: 26, Evidence: "practice", Agree: 8, Disagree: 1, Pass: 4, Themes: []string{"local-business"},
						Text: "Card machines that work, and one tidy toilet. The rest’s just weather.",
					},
					{
						By: "graham", Day: 25, Evidence: "lived", Agree: 3, Disagree: 14, Pass: 4, Themes: []string{"local-business"},
						State: "hidden", Reason: "unkind",
						Text: "Typical. The people on that side of the town have never bought anything they couldn’t haggle over and the stallholders are too thick to run a till.",
						Replies: []Comment{
							{
								By: "tariq", Day: 24, Evidence: "lived", Agree: 15, Pass: 2, Themes: []string{"local-business"},
								Text: "I have known you five years, Graham, and you’re better than that.",
								Replies: []Comment{
									{
										By: "graham", Day: 21, Evidence: "lived", Agree: 18, Pass: 1, Themes: []string{"local-business", "connected"},
										Text: "I am, and I was out of order. I was cross about my own shop. I’ve said sorry to the two stallholders in person, and bought a very large cauliflower.",
									},
								},
							},
						},
					},
					{
						By: "andrew", Day: 11, Evidence: "practice", Agree: 8, Disagree: 1, Pass: 5, Themes: []string{"local-business", "services"},
						Text: "I have asked for the bins to be moved (Lesley). It’s a different department, so I don’t know yet. I’ll chase on the 1st.",
						Replies: []Comment{
							{
								By: "lesley", Day: 4, Evidence: "lived", Agree: 11, Themes: []string{"local-business", "inclusion"},
								Text: "Bins moved! Six feet to the left! I’ve bought a lampshade!",
							},
						},
					},
				},
			},
		},
	}
}
