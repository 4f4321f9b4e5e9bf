package demo

func everyoneIn() Group {
	return Group{
		Slug: "everyone-in", Name: "Everyone in", Theme: "inclusion", Access: "open",
		Summary: "Who is left on the step, what put the step there, and how to take it away.",
		About: `Most shutting out is done by accident, by nice people, with a form.

We collect the small things that stop somebody taking part, and the small things that mend it. If you run something, you will go away with a list. If you have been shut out, you need not be polite about it, only kind to each other.

*Lesley and Faye host. Messages by text, post, BSL video or carrier pigeon are all answered.*`,
		Hosts: []string{"lesley", "faye"},
		Discussions: []Discussion{
			{
				Title: "“Book online only”: who does it leave on the step?", ClosesInDays: 27,
				Opening: Comment{
					By: "pauline", Day: 33, Evidence: "lived", Agree: 26, Disagree: 1, Pass: 2, Themes: []string{"online-only"},
					Ref: "book-online-only",
					Text: `Three things came through my door this week: a flu clinic, a craft day and a meeting *about being left out*. All three said “book online only”. All three had a little square to point a phone at and no telephone number.

I can do it, I’m only cross. My neighbour can’t, and she has stopped reading leaflets. **Who else is this happening to?**`,
				},
				Replies: []Comment{
					{
						By: "ernest", Day: 31, Evidence: "lived", Agree: 22, Pass: 1, Themes: []string{"online-only"},
						Channel: "phone", RecordedBy: "ruth",
						Ref:  "switchboard",
						Text: "I asked the young lady on the switchboard to book me in. She said she could tell me the website. I said I could tell her a few things an’ all.",
					},
					{
						By: "edna", Day: 26, Evidence: "lived", Agree: 20, Pass: 1, Themes: []string{"online-only"},
						Channel: "paper", RecordedBy: "steph",
						Text: "I have written this down and Steph is putting it in for me, which I think proves the point.",
					},
					{
						By: "gurdeep", Day: 25, Evidence: "lived", Agree: 9, Disagree: 2, Pass: 5, Themes: []string{"online-only"},
						Text: "To be fair it’s not just older people. My cousin’s phone is on pay as you go and she runs out around the 20th. Everything after the 20th she misses.",
						Replies: []Comment{
							{
								By: "shanice", Day: 24, Evidence: "lived", Agree: 16, Pass: 1, Themes: []string{"online-only", "inclusion"},
								Text: "This. “Everybody’s got a phone.” Everybody’s got *a* phone.",
							},
						},
					},
					{
						By: "zainab", Day: 20, Evidence: "practice", Agree: 15, Pass: 1, Themes: []string{"online-only", "inclusion"},
						Text: "I sat with six of our ladies to sign up for a swimming session on the app. It wanted: an email, a code sent to the email, a phone, a code sent to the phone, date of birth twice. Forty minutes. One swimsuit between us by the end and it was mine.",
					},
					{
						By: "mei", Day: 18, Evidence: "practice", Agree: 11, Disagree: 3, Pass: 6, Themes: []string{"online-only", "services"},
						Text: "I run some of the clinics Pauline means. Booking online saves us about two days’ staff time a week, and I do not want to lose that. What I had not seen is who it costs. I am asking for our figures: how many start the form and never finish.",
						Replies: []Comment{
							{
								By: "graham", Day: 17, Evidence: "lived", Agree: 12, Disagree: 2, Pass: 3, Themes: []string{"online-only"},
								Text: "Good. When you’ve got it put the number here. It will be bigger than two days.",
							},
							{
								By: "mei", Day: 5, Evidence: "practice", Agree: 19, Pass: 2, Themes: []string{"online-only", "services"},
								Text: "Here it is, as promised. In four weeks **412 people started and 131 did not finish**. We do not know why. From Monday the leaflet has a telephone number on it, mornings only to begin with.",
								Replies: []Comment{
									{
										By: "graham", Day: 4, Evidence: "lived", Agree: 14, Pass: 1, Themes: []string{"online-only", "being-heard"},
										Text: "Nearly one in three. Thank you for printing it.",
									},
								},
							},
						},
					},
					{
						By: "faye", Day: 13, Evidence: "lived", Agree: 14, Pass: 2, Themes: []string{"online-only", "inclusion"},
						Text: "Careful what we wish for: “phone instead” leaves *me* out. Online is my front door. I need online, plus text, plus you need a phone. The word that matters is **plus**.",
						Replies: []Comment{
							{
								By: "pauline", Day: 12, Evidence: "lived", Agree: 18, Themes: []string{"online-only"},
								Text: "Plus. I stand corrected, and I’m putting that on a badge.",
							},
						},
					},
					{
						By: "ben", Day: 13, Evidence: "research", Agree: 9, Pass: 5, Themes: []string{"online-only"},
						Text: "Useful if anyone must argue this upstairs: in the studies I have read, people who cannot finish an online form mostly do not complain, they vanish. So low complaints tell you nothing. Short list [here](https://example.org/forms).",
					},
					{
						By: "owen", Day: 12, Evidence: "practice", Agree: 13, Pass: 2, Themes: []string{"online-only", "services"},
						Text: "Repairs are app first now. I have tenants of 80 who wait until they see my van and run out with a list. I’ve become a form.",
					},
					{
						By: "hamza", Day: 10, Evidence: "practice", Agree: 11, Pass: 1, Themes: []string{"online-only", "services"},
						Text: "Same. I’ve ordered bus passes, booked a chiropodist and renewed a library book, all before I get to the leg.",
					},
					{
						By: "mick", Day: 9, Evidence: "lived", Agree: 13, Disagree: 1, Pass: 1, Themes: []string{"online-only"},
						Text: "Pub darts league has gone on an app. I’m captain. I find out who we’m playing by standing outside and seeing who gets off the bus.",
					},
					{
						By: "nadia", Day: 6, Evidence: "practice", Agree: 12, Pass: 1, Themes: []string{"online-only", "inclusion"},
						Text: "After a stroke many of my patients can talk on a telephone but cannot manage a screen with a timer on it. The timer is the cruel part, it throws them out at the last page. Could somebody just switch that off?",
					},
					{
						By: "agnieszka", Day: 6, Evidence: "lived", Agree: 11, Pass: 2, Themes: []string{"online-only", "inclusion"},
						Text: "Polish people too: the translate button turns “book a slot” into “a book about a hole”.",
					},
					{
						By: "lesley", Day: 5, Evidence: "lived", Agree: 10, Pass: 1, Themes: []string{"online-only", "inclusion"},
						Text: "I tried to book a wheelchair space for the panto. Every seat in the theatre may be booked online *except* that one, for which you must ring. So it can be done! They do know how to answer a phone!",
					},
					{
						By: "denise", Day: 3, Evidence: "lived", Agree: 12, Pass: 2, Themes: []string{"online-only"},
						Text: "Free school clothes swap. Online only. The people who most need it are the ones with no data. I went round with a clipboard instead, got 14 names at the gate in ten minutes.",
					},
					{
						By: "tariq", Day: 1, Evidence: "lived", Agree: 10, Pass: 1, Themes: []string{"online-only"},
						Text: "Governors’ meeting last night: we voted to put a phone number on every letter home. It took four minutes. I do not know why we had not.",
					},
					{
						By: "denise", Day: 0, Evidence: "lived", Themes: []string{"online-only"},
						State: "held", Reason: "private-details",
						Text: "Just to add the lady at number 31 Tansey Row hasn’t been able to get her prescription since it went online and she’s had a fall, her daughter’s number is 01632 960 171 if the nurse sees this",
					},
				},
			},
			{
				Title: "Large print, BSL and a chair with arms: the little list",
				Opening: Comment{
					By: "lesley", Day: 68, Evidence: "lived", Agree: 21, Pass: 1, Themes: []string{"inclusion"},
					Text: "Let’s make **one list** that any group can stick on the wall. Not law, not policy. Things that cost under a tenner or nothing at all, and which get someone in who was not in before. I’ll start: a chair with arms, so I can get back out of it.",
				},
				Replies: []Comment{
					{
						By: "faye", Day: 67, Evidence: "lived", Agree: 17, Themes: []string{"inclusion"},
						Text: "Put the lights on. I lip-read. “Cosy” is a locked door.",
					},
					{
						By: "edna", Day: 65, Evidence: "lived", Agree: 16, Pass: 1, Themes: []string{"inclusion"},
						Channel: "paper", RecordedBy: "steph",
						Text: "Print it bigger. No, bigger than that.",
					},
					{
						By: "denise", Day: 57, Evidence: "lived", Agree: 12, Pass: 2, Themes: []string{"inclusion"},
						Text: "Say what it costs *on the poster*. If it doesn’t say I think I can’t afford it and I don’t ring to find out.",
					},
					{
						By: "rukhsana", Day: 53, Evidence: "lived", Agree: 13, Pass: 2, Themes: []string{"inclusion"},
						Text: "One table where women can sit with women. You do not need a curtain or a sign. Just one table.",
					},
					{
						By: "callum", Day: 48, Evidence: "lived", Agree: 8, Disagree: 1, Pass: 4, Themes: []string{"inclusion"},
						Text: "dont make everyone say their name and a fun fact",
						Replies: []Comment{
							{
								By: "josh", Day: 47, Evidence: "lived", Agree: 15, Disagree: 2, Pass: 1, Themes: []string{"inclusion", "connected"},
								Text: "Backing this with my whole chest.",
							},
						},
					},
					{
						By: "nadia", Day: 37, Evidence: "practice", Agree: 13, Pass: 1, Themes: []string{"inclusion"},
						Text: "Tell people how far it is from the door to the seat, in steps. I have patients who’d manage 40 and who stay in because it might be 60.",
					},
					{
						By: "keith", Day: 23, Evidence: "lived", Agree: 10, Disagree: 1, Pass: 3, Themes: []string{"inclusion"},
						Text: "Hold it twice. Same thing, once in the day and once at night. You will find out there’s two towns.",
					},
					{
						By: "josh", Day: 8, Evidence: "lived", Agree: 15, Pass: 1, Themes: []string{"inclusion", "evening-transport"},
						Text: "Finishing time on the poster, with the last bus right beside it. If the first is later than the second, change the first. Here’s ours.",
						Attached: []Attachment{{
							Called: "drum-night-poster.png", Make: drumPoster,
							Words: "A poster with three drums. Drum night, Hop Shed, Thursdays, 6.30 to 8.45. No drum? We’ve got drums. Last bus home: 9.05. Free. Chairs have arms.",
						}},
					},
					{
						By: "samuel", Day: 14, Evidence: "lived", Agree: 9, Pass: 2,
						Text: "Quiet corner. Drummers need it as well.",
					},
					{
						By: "lesley", Day: 2, Evidence: "lived", Agree: 17, Themes: []string{"inclusion"},
						Text:     "List’s up to 22 things, and all but two are free. It goes to the libraries on Friday and Steph has promised it will be **in large print first**, and small print on request.",
						Attached: []Attachment{{Called: "little-list.pdf", Words: "The little list, all 22 things, in large print", Make: littleList}},
					},
				},
			},
		},
	}
}
