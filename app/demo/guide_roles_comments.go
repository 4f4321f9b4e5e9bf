package demo

func rolesComments() []ParagraphComment {
	return []ParagraphComment{
		{
			Paragraph: 1,
			Comment: Comment{
				By: "barry", Day: 48, Evidence: "lived", Agree: 14, Disagree: 1, Pass: 2, Themes: []string{"culture-change"},
				Fate: &Fate{Is: "answered", Day: 41, Reason: "We can believe it."},
				Text: "Walked round the counter once at the gas showroom. They’d got a better kettle than we had.",
			},
		},
		{
			Paragraph: 3,
			Comment: Comment{
				By: "gill", Day: 45, Evidence: "practice", Agree: 11, Pass: 3, Themes: []string{"culture-change"},
				Text: "True in my place. The hard bit was not the new work, it was **letting go of the old**. I used to be proud that people could not manage without us. I blush now.",
				Replies: []Comment{
					{
						By: "colette", Day: 44, Evidence: "practice", Agree: 9, Pass: 2, Themes: []string{"culture-change", "services"},
						Text: "Same. My supervision notes still ask how many assessments I finished. Nobody has ever asked me how many people I introduced to each other.",
					},
				},
			},
		},
		{
			Paragraph: 4,
			Comment: Comment{
				By: "graham", Day: 43, Evidence: "lived", Agree: 12, Disagree: 6, Pass: 5, Themes: []string{"services"},
				Text: "Thank you for the sentence about the bin. Some of us pay our council tax so that we do *not* have to go to a meeting.",
				Replies: []Comment{
					{
						By: "shanice", Day: 42, Evidence: "lived", Agree: 10, Disagree: 1, Pass: 3, Themes: []string{"inclusion"},
						Text: "Fair, but I’d like a go at joining in, and what stops me is a babysitter. Same sentence should be kind to both of us.",
					},
				},
			},
		},
		{
			Paragraph: 5,
			Comment: Comment{
				By: "pauline", Day: 40, Evidence: "lived", Agree: 8, Disagree: 3, Pass: 4, Themes: []string{"power"},
				Fate: &Fate{Is: "answered", Day: 34, Reason: "It is allowed. We have said so to all of them."},
				Text: "I was a registrar, I have met a great many councillors on happy days. Most would give up the talking gladly if someone told them it was allowed.",
				Replies: []Comment{
					{
						By: "mick", Day: 39, Evidence: "lived", Agree: 11, Disagree: 2, Pass: 2, Themes: []string{"power"},
						Fate: &Fate{Is: "answered", Day: 34, Reason: "You are both in the room on the next one’s first day."},
						Text: "You’ve met different councillors to me Pauline.",
					},
				},
			},
		},
		{
			Paragraph: 6,
			Comment: Comment{
				By: "norma", Day: 37, Evidence: "practice", Agree: 19, Pass: 1, Themes: []string{"small-groups"},
				Text: "I have done our accounts for nineteen years and I am the person who would have flu. Please say **how** you hand over. I have asked at three AGMs and people study the carpet.",
				Replies: []Comment{
					{
						By: "phil", Day: 36, Evidence: "practice", Agree: 13, Pass: 2, Themes: []string{"small-groups"},
						Text: "Our way at the Shed: every job has a mate. Treasurer and treasurer’s mate. The mate only has to sit next to you. After a year they find they can do it.",
						Replies: []Comment{
							{
								By: "norma", Day: 35, Evidence: "practice", Agree: 10, Themes: []string{"small-groups"},
								Text: "Now that I can use. It goes in the minutes tonight.",
							},
						},
					},
				},
			},
		},
		{
			Paragraph: 7,
			Words:     "guard the time",
			Comment: Comment{
				By: "mei", Day: 33, Evidence: "practice", Agree: 9, Disagree: 2, Pass: 6, Themes: []string{"culture-change"},
				Text: "I am one of these managers. “Guard the time” is right, but please add that we have to *report* on that time to somebody above us, who has to report it too. Could the chapter give us two or three honest things to count meanwhile?",
				Replies: []Comment{
					{
						By: "mira", Day: 31, Evidence: "research", Agree: 12, Pass: 4, Themes: []string{"culture-change"},
						Text: "Counting who was introduced to whom, and asking again after three months, is cheap and has held up in the evaluations I have read. They are mostly small studies, so treat it as a start.",
					},
				},
			},
		},
		{
			Paragraph: 9,
			Comment: Comment{
				By: "ernest", Day: 30, Evidence: "lived", Agree: 16, Pass: 2, Themes: []string{"services"},
				Channel: "phone", RecordedBy: "ruth",
				Fate: &Fate{Is: "answered", Day: 25, Reason: "Your cup of tea is now what we say when we explain this line."},
				Text: "In my day the nurse stopped for a cup of tea and that was the hours not promised. She found out more in ten minutes than they do now in a booklet.",
			},
		},
		{
			Paragraph: 9,
			Comment: Comment{
				By: "hamza", Day: 26, Evidence: "practice", Agree: 15, Pass: 1, Themes: []string{"services"},
				Text: "I am the nurse. I have fourteen visits on a good day. Tell me where the tea goes and I will drink it.",
			},
		},
		{
			Paragraph: 12,
			Comment: Comment{
				By: "zainab", Day: 24, Evidence: "practice", Agree: 13, Pass: 3, Themes: []string{"inclusion"},
				Text: "Please put *when and where* the training is. Ours was at 9.30 on a weekday across the borough, on a form you could only fill in online. Four of my ladies wanted it and none got there.",
				Replies: []Comment{
					{
						By: "helen", Day: 23, Evidence: "practice", Agree: 7, Pass: 3, Themes: []string{"inclusion", "online-only"},
						Text: "That is on us. I have put your comment beside the paragraph for the next version, and I have asked who set up that form.",
					},
				},
			},
		},
		{
			Paragraph: 13,
			Words:     "They are manners",
			Comment: Comment{
				By: "denise", Day: 19, Evidence: "lived", Agree: 23, Disagree: 1, Pass: 2, Themes: []string{"power", "inclusion"},
				Fate: &Fate{Is: "answered", Day: 10, Reason: "It stays, word for word."},
				Text: "“Manners not payment.” Frame it. I did eleven months on a panel and worked out I’d spent £140 on buses and childcare to be told I was valued.",
				Replies: []Comment{
					{
						By: "graham", Day: 18, Evidence: "lived", Agree: 6, Disagree: 7, Pass: 8, Themes: []string{"power"},
						Fate: &Fate{Is: "not-taken-in", Day: 10, Reason: "The paragraph says: pay for regular work, or do not ask for it. Whose budget that is will be in chapter 6."},
						Text: "And who finds the money? I am not being awkward. If it’s paid it is a job, and if it’s a job I want to know who appointed them.",
						Replies: []Comment{
							{
								By: "denise", Day: 17, Evidence: "lived", Agree: 14, Disagree: 2, Pass: 4, Themes: []string{"power"},
								Text: "Twelve people out of a hat, Graham, like a jury. You might be one.",
							},
						},
					},
				},
			},
		},
		{
			Paragraph: 14,
			Comment: Comment{
				By: "joel", Day: 12, Evidence: "practice", Agree: 15, Pass: 2, Themes: []string{"culture-change"},
				Text: "We did the half day swap in spring. My three surprises: the fuse box is behind the piano, the hall smells of oranges, and setting out chairs with someone is the best meeting I have had all year.",
			},
		},
		{
			Paragraph: 15,
			Comment: Comment{
				By: "craig", Day: 6, Evidence: "practice", Agree: 9, Disagree: 1, Pass: 4, Themes: []string{"services"},
				Text: "Fire service here. “Not us but I will walk you over” works when over is down the corridor. When over is a website I have been known to sit in the cab and fill it in with them. Thats not a system.",
			},
		},
		{
			Paragraph: 11,
			Comment: Comment{
				By: "owen", Day: 2, Evidence: "practice", Agree: 11, Pass: 3, Themes: []string{"culture-change"},
				Text: "Leave in writing, yes. Mine is one line in an email from my manager and I have it **printed out** in the van like a hall pass.",
			},
		},
	}
}
