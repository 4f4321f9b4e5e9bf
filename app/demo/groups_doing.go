package demo

func doingItDifferently() Group {
	return Group{
		Slug: "doing-it-differently", Name: "Doing it differently", Theme: "culture-change", Access: "ask",
		Summary: "For people who work in services and people who put up with them: habits worth dropping and habits worth stealing.",
		About: `Ask to join and say in a line who you are, so that we all know which side of the counter a habit looks odd from. Residents are very welcome; without you it would be a staff room.

We try to be honest about habits, ours first. Nobody is here to report anybody. Nobody’s manager is off the hook either.`,
		Hosts: []string{"gill", "owen"},
		Discussions: []Discussion{
			{
				Title: "Permission to leave the desk",
				Opening: Comment{
					By: "owen", Day: 65, Evidence: "practice", Agree: 18, Pass: 3, Themes: []string{"culture-change"},
					Text: `I’m a housing officer, and on Tuesdays I sit in the community flat on Wrens Nest with a kettle and no computer. Nobody ever told me I could. I just stopped asking if I couldn’t.

Since then: fewer complaints, more lightbulbs. **What would it take for your lot to get away from the desk?**`,
				},
				Replies: []Comment{
					{
						By: "hamza", Day: 63, Evidence: "practice", Agree: 11, Pass: 2, Themes: []string{"culture-change"},
						Text: "I’m never *at* one. I’d like permission to sit down.",
					},
					{
						By: "steph", Day: 56, Evidence: "practice", Agree: 12, Pass: 2, Themes: []string{"culture-change"},
						Text: "A rota that believes talking to somebody is work. If I’m shelving, I’m busy. If I’m chatting to a lad who’s come in to get warm, I am “available”.",
					},
					{
						By: "jacinta", Day: 54, Evidence: "lived", Agree: 15, Pass: 1, Themes: []string{"culture-change", "services"},
						Text: "From a foster carer: I can tell in ten seconds if the worker has permission. They either look at you or at the form.",
					},
					{
						By: "colette", Day: 34, Evidence: "practice", Agree: 11, Disagree: 1, Pass: 3, Themes: []string{"culture-change"},
						Text: "My manager said yes in one breath, and asked for a weekly report about it in the next.",
						Replies: []Comment{
							{
								By: "gill", Day: 33, Evidence: "practice", Agree: 14, Themes: []string{"culture-change"},
								Text: "We send ours as a postcard. “Wish you were here. Met four people, introduced two, one fell out.” No one has ever complained.",
							},
						},
					},
					{
						By: "farzana", Day: 25, Evidence: "practice", Agree: 9, Pass: 4, Themes: []string{"culture-change"},
						Text: "Council, communities team. There’s no rule against it, I went and looked. There’s only a feeling. It is surprisingly hard to repeal a feeling.",
					},
					{
						By: "pauline", Day: 13, Evidence: "lived", Agree: 12, Pass: 1, Themes: []string{"culture-change", "being-heard"},
						Text: "As a customer: Owen’s Tuesday is the only time I’ve ever heard anybody say they were *looking forward* to seeing the council.",
					},
					{
						By: "nadia", Day: 6, Evidence: "practice", Agree: 10, Pass: 2, Themes: []string{"culture-change"},
						Text: "Two of us tried it this month. I lost three hours and gained one volunteer, and one very good recipe for chickpeas. I’m calling it level.",
					},
					{
						By: "owen", Day: 1, Evidence: "practice", Agree: 11, Pass: 1, Themes: []string{"culture-change"},
						Text: "Postcard idea adopted. First one’s gone up to the director. No reply as yet, but I’m told it is on her fridge.",
					},
				},
			},
			{
				Title: "What have you stopped doing?",
				Opening: Comment{
					By: "gill", Day: 50, Evidence: "practice", Agree: 16, Pass: 2, Themes: []string{"culture-change"},
					Text: "Everyone gets asked what’s new. I’m more interested in what you have *stopped*, since that’s where the time comes from. We’ve stopped the monthly newsletter which cost two days and was read, I now know, by my aunt.",
				},
				Replies: []Comment{
					{
						By: "farzana", Day: 49, Evidence: "practice", Agree: 12, Pass: 2, Themes: []string{"culture-change", "being-heard"},
						Text: "Stopped: sending a 14-question feedback form after every call. We ask one question now. We found out more, and people swear at us less.",
					},
					{
						By: "priti", Day: 41, Evidence: "practice", Agree: 9, Disagree: 2, Pass: 4, Themes: []string{"culture-change"},
						Text: "I’d love to stop the text reminders. Every time I suggest it there is a meeting about the reminders, and a reminder about the meeting.",
					},
					{
						By: "craig", Day: 32, Evidence: "practice", Agree: 11, Pass: 2,
						Text: "We gave up wearing full kit to school visits. Small children were hiding.",
					},
					{
						By: "terry", Day: 26, Evidence: "lived", Agree: 9, Disagree: 1, Pass: 3, Themes: []string{"culture-change"},
						Text: "Committee stopped reading out the minutes of the last meeting. That gave us 25 minutes. We’ve filled it with reading out letters. Progress is slow.",
					},
					{
						By: "amrit", Day: 18, Evidence: "practice", Agree: 13, Pass: 1, Themes: []string{"culture-change", "power"},
						Text: "I’ve stopped writing “hard to reach” in reports. Nobody’s hard to reach. I was just always in the same place.",
						Replies: []Comment{
							{
								By: "shanice", Day: 17, Evidence: "lived", Agree: 17, Pass: 1, Themes: []string{"culture-change", "inclusion"},
								Ref:  "easy-to-ignore",
								Text: "THANK YOU. We’re not hard to reach, we are easy to ignore!! I’ve lived at the same address for eleven years and it has a door.",
							},
						},
					},
					{
						By: "helen", Day: 10, Evidence: "practice", Agree: 12, Pass: 2, Themes: []string{"culture-change"},
						Text: "Stopped: approving each other’s emails. Nothing has caught fire.",
						Replies: []Comment{
							{
								By: "gill", Day: 0, Evidence: "practice", Agree: 9, Pass: 1, Themes: []string{"culture-change"},
								Text: "Could this thread be a page in chapter 6? *Things we have stopped*, with names and dates, one new one a month.",
							},
						},
					},
				},
			},
		},
	}
}
