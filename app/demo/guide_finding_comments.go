package demo

func findingComments() []ParagraphComment {
	return []ParagraphComment{
		{
			Paragraph: 1,
			Words:     "a man with a very long ladder",
			Comment: Comment{
				By: "wendy", Day: 55, Evidence: "lived", Agree: 18, Pass: 1, Themes: []string{"local-know-how"},
				Fate: &Fate{Is: "answered", Day: 51, Reason: "The ladder stays. So does he."},
				Text: "I know whose ladder that is and he will be unbearable.",
			},
		},
		{
			Paragraph: 2,
			Words:     "human, associational and physical",
			Comment: Comment{
				By: "barry", Day: 54, Evidence: "lived", Agree: 16, Disagree: 4, Pass: 3, Themes: []string{"local-know-how"},
				Ref:  "bus-stop-test",
				Text: "Humon, associational and physical what? If yow cor say it to a mon at a bus stop it dunt belong in a guide.",
				Replies: []Comment{
					{
						By: "helen", Day: 52, Evidence: "practice", Agree: 14, Pass: 2, Themes: []string{"local-know-how", "being-heard"},
						Text: "You are right, and it is my sentence. I will read the next one out at a bus stop before it goes in.",
						Replies: []Comment{
							{
								By: "barry", Day: 22, Evidence: "lived", Agree: 17, Themes: []string{"local-know-how"},
								Fate: &Fate{Is: "answered", Day: 21, Reason: "It is yours now. Thank you for reading it twice."},
								Text: "Seen the new un. Much better. I’ll let you have “trade word”.",
							},
						},
					},
				},
			},
		},
		{
			Paragraph: 3,
			Comment: Comment{
				By: "tariq", Day: 53, Evidence: "lived", Agree: 12, Pass: 2, Themes: []string{"local-know-how"},
				Ref:  "school-gate",
				Text: "Add the school gate and the masjid after Friday prayers, people stand about for half an hour there. Bring a coat.",
			},
		},
		{
			Paragraph: 3,
			Comment: Comment{
				By: "carol", Day: 50, Evidence: "lived", Agree: 15, Disagree: 1, Pass: 1, Themes: []string{"local-know-how"},
				Fate: &Fate{Is: "not-taken-in", Day: 22, Reason: "We kept this list to places where people stand about already. Litter picking will be in chapter 5, with the other ways of working."},
				Text: "Litter picking. You are both looking at the floor so people tell you all sorts.",
			},
		},
		{
			Paragraph: 4,
			Words:     "strengths-based conversation",
			Comment: Comment{
				By: "gill", Day: 48, Evidence: "practice", Agree: 13, Disagree: 1, Pass: 4, Themes: []string{"culture-change"},
				Ref:  "real-question",
				Text: "The word “strengths-based” has been on our office wall for four years. Could you say what you actually *ask*? A real question would help new staff more than a policy.",
				Replies: []Comment{
					{
						By: "colette", Day: 47, Evidence: "practice", Agree: 12, Pass: 3, Themes: []string{"culture-change"},
						Ref:  "ring-you-up",
						Text: "I ask “what do people ring you up for?” It never fails. One gentleman turned out to be the only person left who can tune the chapel organ.",
					},
				},
			},
		},
		{
			Paragraph: 2,
			Comment: Comment{
				By: "mira", Day: 46, Evidence: "research", Agree: 9, Disagree: 1, Pass: 6, Themes: []string{"local-know-how"},
				Ref:  "no-cover",
				Text: "A caution from the literature: finding what people can do is not a reason to cut what they need. Some places have used one as cover for the other. One sentence saying so would strengthen the chapter.",
				Replies: []Comment{
					{
						By: "graham", Day: 45, Evidence: "lived", Agree: 18, Disagree: 1, Pass: 3, Themes: []string{"local-know-how", "power"},
						Fate: &Fate{Is: "answered", Day: 5, Reason: "Three of you said it, so the sentence is in."},
						Text: "First time I have agreed with a doctor in a long while.",
					},
					{
						By: "terry", Day: 44, Evidence: "lived", Agree: 14, Pass: 2, Themes: []string{"power"},
						Ref:  "allotment-fence",
						Text: "Seconded. We were told the allotments were a “community asset” about a fortnight before they asked us to pay for the fence.",
					},
				},
			},
		},
		{
			Paragraph: 7,
			Comment: Comment{
				By: "agnieszka", Day: 43, Evidence: "lived", Agree: 14, Pass: 3, Themes: []string{"inclusion", "local-know-how"},
				Fate: &Fate{Is: "answered", Day: 22, Reason: "We agree. Whoever translates the guide chooses the question. We have told them so."},
				Text: "In Polish there is no nice way to say “what are you known for”, it sounds like the police. Please let people who translate it choose the question.",
				Replies: []Comment{
					{
						By: "zainab", Day: 42, Evidence: "practice", Agree: 11, Pass: 2, Themes: []string{"inclusion"},
						Fate: &Fate{Is: "answered", Day: 22, Reason: "We have sent your question to the translator, with your name on it."},
						Text: "Same in Urdu. We use “what do your neighbours send their children to you for?” and then nobody can stop talking.",
					},
				},
			},
		},
		{
			Paragraph: 8,
			Comment: Comment{
				By: "edna", Day: 41, Evidence: "lived", Agree: 19, Pass: 1, Themes: []string{"local-know-how"},
				Channel: "paper", RecordedBy: "steph",
				Fate: &Fate{Is: "answered", Day: 22, Reason: "We have passed the bench on to the town centre team, in your words. They answer by Christmas."},
				Text: "The baths. The wool shop. A bench outside the post office so you could wait for your sister. I would settle for the bench.",
			},
		},
		{
			Paragraph: 12,
			Comment: Comment{
				By: "lesley", Day: 38, Evidence: "lived", Agree: 20, Pass: 1, Themes: []string{"inclusion"},
				Ref:  "who-can-get-in",
				Text: "Add who can **get in**. Half the “accessible” halls on the present list have a ramp at the front and a step into the loo. I have a list if you want it, it is not polite.",
				Replies: []Comment{
					{
						By: "helen", Day: 37, Evidence: "practice", Agree: 10, Pass: 1, Themes: []string{"inclusion"},
						Text: "Yes please, impolite is fine.",
					},
				},
			},
		},
		{
			Paragraph: 12,
			Comment: Comment{
				By: "balbir", Day: 36, Evidence: "practice", Agree: 17, Pass: 1, Themes: []string{"local-know-how"},
				Text: "Our kitchen is open every day of the year and is on nobody’s list because it has never asked for a grant. Lists are made of people who filled in a form.",
			},
		},
		{
			Paragraph: 13,
			Words:     "when the last one goes",
			Comment: Comment{
				By: "ron", Day: 35, Evidence: "lived", Agree: 16, Pass: 2, Themes: []string{"evening-transport"},
				Ref:  "last-bus",
				Text: "“Nearest bus stop” is no good on its own. Nearest stop to our chapel is 90 yards. Nearest *bus* after seven o’clock is in Dudley. I’ve drawn it.",
				Attached: []Attachment{{
					Called: "after seven.png", Make: stopsMap,
					Words: "A map drawn by hand: our chapel with three bus stops near it, all crossed out. Their last buses go at 5.50, 6.40 and 6.55. The one stop with buses till 11 is in Dudley, 35 minutes on foot, and there is no pavement.",
				}},
				Replies: []Comment{
					{
						By: "josh", Day: 33, Evidence: "lived", Agree: 12, Pass: 1, Themes: []string{"evening-transport"},
						Ref:  "time-by-the-stop",
						Text: "Ha. Put the time of the last one next to the stop, thats all anyone wants to know.",
					},
				},
			},
		},
		{
			Paragraph: 11,
			Comment: Comment{
				By: "doreen", Day: 32, Evidence: "lived", Agree: 21, Themes: []string{"local-know-how"},
				Fate: &Fate{Is: "answered", Day: 22, Reason: "That is why the paragraph says to ask first. We have left it as it is."},
				Text: "There’s a chap in our road takes three neighbours’ bins out. If you put him on a map he’d stop out of embarrassment, and I’d have to do mine.",
			},
		},
		{
			Paragraph: 5,
			Comment: Comment{
				By: "faye", Day: 31, Evidence: "lived", Agree: 14, Pass: 3, Themes: []string{"inclusion"},
				Fate: &Fate{Is: "answered", Day: 22, Reason: "You and Joel are doing one street with an interpreter. What you find goes into the next version."},
				Text: "Four good questions. How would you ask me them? A deaf person is missing from every neighbourhood map I have seen because nobody booked an interpreter for the doorstep.",
				Replies: []Comment{
					{
						By: "joel", Day: 29, Evidence: "practice", Agree: 13, Pass: 1, Themes: []string{"inclusion", "being-heard"},
						Fate: &Fate{Is: "answered", Day: 22, Reason: "Agreed: one street, then we write down what it took."},
						Text: "We had not thought of it, which rather proves your point. Could we do one street together, with an interpreter, and write down what it took?",
						Replies: []Comment{
							{
								By: "faye", Day: 28, Evidence: "lived", Agree: 15, Themes: []string{"inclusion"},
								Fate: &Fate{Is: "answered", Day: 22, Reason: "Thank you, for the biscuits too."},
								Text: "Deal. My street, my biscuits.",
							},
						},
					},
				},
			},
		},
		{
			Paragraph: 14,
			Words:     "A room with a kettle and no insurance",
			Comment: Comment{
				By: "kwame", Day: 27, Evidence: "practice", Agree: 16, Pass: 2, Themes: []string{"small-groups"},
				Ref:  "five-rooms",
				Text: "A room with a kettle and no insurance: I can name you *five* in Brierley Hill. It is the same £90-odd each time, and each time somebody gives up at the form.",
			},
		},
		{
			Paragraph: 14,
			Comment: Comment{
				By: "mo", Day: 25, Evidence: "lived", Agree: 12, Disagree: 1, Pass: 2, Themes: []string{"small-groups"},
				Fate: &Fate{Is: "not-taken-in", Day: 5, Reason: "A chapter cannot argue with one school. We have written to the head, and will print the answer in chapter 6."},
				Text: "The school has a field, floodlights and a caretaker who lives on site. Under-nines train in a car park. It is “a policy”.",
			},
		},
		{
			Paragraph: 13,
			Words:     "in large letters",
			Comment: Comment{
				By: "nasreen", Day: 21, Evidence: "lived", Agree: 18, Pass: 1, Themes: []string{"evening-transport"},
				Ref:  "lit-stop",
				Text: "Much better than before, thank you. Please can the large letters also say if the stop has a light. Mum will not stand at a dark one and nor will I.",
			},
		},
		{
			Paragraph: 13,
			Comment: Comment{
				By: "ivor", Day: 20, Evidence: "practice", Agree: 14, Disagree: 1, Pass: 2, Themes: []string{"evening-transport"},
				Ref:  "minibuses",
				Text: "Community transport should be on the map as well. We have minibuses standing in the yard every evening, for want of drivers and £38 a run.",
				Replies: []Comment{
					{
						By: "andrew", Day: 13, Evidence: "practice", Agree: 9, Disagree: 3, Pass: 6, Themes: []string{"evening-transport", "services"},
						Fate: &Fate{Is: "answered", Day: 5, Reason: "Thank you. The times go on the map as soon as they come."},
						Text: "Council transport planning. I can give the editors the last departure from every stop, in a spreadsheet, this month. I can’t promise later buses: those are the company’s to run unless we pay for them.",
						Replies: []Comment{
							{
								By: "ron", Day: 12, Evidence: "lived", Agree: 15, Disagree: 1, Pass: 2, Themes: []string{"evening-transport"},
								Fate: &Fate{Is: "answered", Day: 5, Reason: "We will print them for you."},
								Text: "That’s a straight answer and I’m obliged to you. Get that spreadsheet printed and I’ll put it up in the shelters meself.",
							},
						},
					},
				},
			},
		},
		{
			Paragraph: 16,
			Comment: Comment{
				By: "pauline", Day: 20, Evidence: "lived", Agree: 19, Pass: 1, Themes: []string{"online-only"},
				Fate: &Fate{Is: "answered", Day: 5, Reason: "It stays."},
				Text: "Hurrah for the new paragraph. My rambling club put sign-up on an app in the spring and lost nine walkers in a month. They had not stopped walking.",
			},
		},
		{
			Paragraph: 16,
			Words:     "a person at the end of it",
			Comment: Comment{
				By: "priti", Day: 18, Evidence: "practice", Agree: 8, Disagree: 4, Pass: 7, Themes: []string{"online-only", "services"},
				Ref:  "one-working-day",
				Text: "I want to agree. At our surgery a person at the end of the phone means a person not at the desk. Could we say “within one working day”, so it is a promise small teams can keep?",
				Replies: []Comment{
					{
						By: "edna", Day: 13, Evidence: "lived", Agree: 14, Disagree: 3, Pass: 3, Themes: []string{"online-only"},
						Channel: "paper", RecordedBy: "steph",
						Fate: &Fate{Is: "answered", Day: 5, Reason: "Then one working day it is."},
						Text: "One working day is quite all right. It is the *never* that I object to.",
					},
				},
			},
		},
		{
			Paragraph: 16,
			Comment: Comment{
				By: "gurdeep", Day: 15, Evidence: "lived", Agree: 10, Disagree: 3, Pass: 4, Themes: []string{"online-only"},
				Fate: &Fate{Is: "answered", Day: 5, Reason: "The screen stays. The phone comes beside it."},
				Text: "Speaking as someone under 20: I also hate ringing people. Keep the screen AND the phone. Not instead.",
			},
		},
		{
			Paragraph: 14,
			Words:     "A gardener with no garden",
			Comment: Comment{
				By: "norma", Day: 13, Evidence: "practice", Agree: 17, Pass: 1, Themes: []string{"small-groups"},
				Ref:  "by-name",
				Text: "A gardener with no garden, and a treasurer with no replacement. Please add insurance *by name* here. “Support” gets nodded through. “£86 for public liability” gets a cheque.",
				Replies: []Comment{
					{
						By: "tess", Day: 12, Evidence: "practice", Agree: 13, Pass: 2, Themes: []string{"small-groups"},
						Text: "I can add prices. Nine groups have told us theirs, from £61 to £140 for much the same cover.",
					},
				},
			},
		},
		{
			Paragraph: 13,
			Comment: Comment{
				By: "ben", Day: 11, Evidence: "research", Agree: 10, Pass: 5, Themes: []string{"evening-transport"},
				Ref:  "six-stops",
				Text: "For my thesis I stood at six stops between 6 and 10pm for three weeks. 41 people told me they were leaving something early. It is a small count from a cold researcher, but it’s yours: [notes](https://example.org/stops).",
			},
		},
		{
			Paragraph: 16,
			Comment: Comment{
				By: "harj", Day: 9, Evidence: "practice", Agree: 16, Pass: 1, Themes: []string{"local-business"},
				Text: "Chip shop wall is yours. There is a space where the tortoise was. He has been found, four doors down, and had put on weight.",
			},
		},
		{
			Paragraph: 13,
			Comment: Comment{
				By: "keith", Day: 8, Evidence: "lived", Agree: 13, Pass: 2, Themes: []string{"evening-transport", "inclusion"},
				Text: "For those of us on nights it’s the other way about. There is no bus *in* till half five. I would love to go to something at ten in the morning on my way home, if anything was open.",
			},
		},
		{
			Paragraph: 15,
			Words:     "Give every page a keeper",
			Comment: Comment{
				By: "sunita", Day: 7, Evidence: "lived", Agree: 11, Disagree: 2, Pass: 4, Themes: []string{"local-know-how"},
				Text: "Who checks the keeper? In my flats the noticeboard key belongs to someone who moved to Wales.",
				Replies: []Comment{
					{
						By: "terry", Day: 6, Evidence: "lived", Agree: 9, Pass: 2, Themes: []string{"local-know-how"},
						Text: "Two keepers. One to do it and one to nag. Allotment rule number one.",
					},
				},
			},
		},
		{
			Paragraph: 13,
			Words:     "no way home after eight",
			Comment: Comment{
				By: "linda", Day: 5, Evidence: "practice", Agree: 13, Pass: 2, Themes: []string{"evening-transport", "local-business"},
				Text: "We’d happily stay open till 8.30 one night if people could get home. I tried it the once. Lovely evening, eleven customers, all gone by ten to eight for the bus.",
			},
		},
		{
			Paragraph: 16,
			Comment: Comment{
				By: "steph", Day: 4, Evidence: "practice", Agree: 15, Pass: 1, Themes: []string{"online-only"},
				Text: "In our library I counted for a week: 23 people asked me to fill in a form for them on the computer, and 6 of those forms were to book something *in the library*.",
			},
		},
		{
			Paragraph: 13,
			Words:     "what four people would pay to share a taxi",
			Comment: Comment{
				By: "rukhsana", Day: 3, Evidence: "lived", Agree: 12, Pass: 2, Themes: []string{"evening-transport"},
				Text: "What four people would pay for taxi: from our class to Kates Hill £2.25 each. We worked it out on back of sewing pattern. But you need four, and you need to know the four.",
			},
		},
		{
			Paragraph: 13,
			Words:     "what four people would pay to share a taxi",
			Comment: Comment{
				By: "imran", Day: 1, Evidence: "lived", Agree: 10, Disagree: 1, Pass: 3, Themes: []string{"evening-transport", "local-business"},
				Text: "Taxi driver speaking. If a group tells me it ends at 9 and there’s four for Lye I’ll be outside at 9. Nobody has ever told me when anything ends.",
			},
		},
		{
			Paragraph: 15,
			Suggests:  "A list is at its best on the day it is made. Give every page two keepers who live nearby, one to do it and one to nag, a date for the next look, and leave to cross things out.",
			Comment: Comment{
				By: "carol", Day: 2, Evidence: "lived", Agree: 11, Disagree: 1, Pass: 2, Themes: []string{"local-know-how"},
				Text: "Terry’s two keepers, put where they belong. I would be the one who nags.",
			},
		},
		{
			Paragraph: 11,
			Comment: Comment{
				By: "kellyann", Day: 1, Evidence: "lived", Themes: []string{"local-know-how"},
				State: "held",
				Text:  "This bit is so true. My neighbour does everyones tablets from the chemist and if the chemist knew they would stop her. First time writing on here hope its ok",
			},
		},
	}
}
