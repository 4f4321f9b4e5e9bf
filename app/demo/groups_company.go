package demo

func goodCompany() Group {
	return Group{
		Slug: "good-company", Name: "Good company", Theme: "connected", Access: "open",
		Summary: "Getting to know people, keeping hold of them, and what to do about the quiet days.",
		About: `Nobody signs up to be lonely. This group is for anyone who has been, anyone who is, and anyone whose work brings them to a door where it lives.

We talk about what gets people over the step the first time, what keeps them coming, and what the guide ought to ask of all of us. **You do not have to tell your own story here.** Plenty of us just like to know what works.

Ruth and Doreen host. They say hello, keep the biscuits coming and do not take sides.`,
		Hosts: []string{"ruth", "doreen"},
		Discussions: []Discussion{
			{
				Title: "The first time through the door", ClosesInDays: 16,
				Opening: Comment{
					By: "doreen", Day: 66, Evidence: "lived", Agree: 27, Pass: 2, Themes: []string{"connected"},
					Text: `When my sister moved in with us she stood outside knit and natter for twenty minutes, in the rain, with the wool in her bag. I only found her because I’d gone out to move the car.

What got **you** in, the first time? And what nearly did not?`,
				},
				Replies: []Comment{
					{
						By: "mick", Day: 65, Evidence: "lived", Agree: 22, Pass: 1, Themes: []string{"connected"},
						Text: "Dominoes. A bloke shouted “we’re one short” at me through the pub window. I wasn’t even going in. They were not one short, I counted.",
						Replies: []Comment{
							{
								By: "bev", Day: 64, Evidence: "lived", Agree: 18, Themes: []string{"connected"},
								Text: "“We’re one short” should be printed on a banner.",
							},
						},
					},
					{
						By: "ruth", Day: 63, Evidence: "practice", Agree: 20, Disagree: 1, Pass: 3, Themes: []string{"connected"},
						Text: "From my work: the leaflet does almost nothing. What works is meeting somebody at the bus stop, going in together, and having a job to do once inside. Washing up is ideal. Nobody has to look at anybody.",
						Replies: []Comment{
							{
								By: "ben", Day: 61, Evidence: "research", Agree: 11, Pass: 6, Themes: []string{"connected"},
								Text: "The studies I have found point the same way, with small numbers. Having a *task* seems to matter as much as having a companion. I would love to see someone here count it.",
								Replies: []Comment{
									{
										By: "ruth", Day: 60, Evidence: "practice", Agree: 12, Pass: 2, Themes: []string{"connected"},
										Text: "I’ll keep a tally for the next two months. Two columns: walked in with me, sent with a leaflet.",
										Replies: []Comment{
											{
												By: "ruth", Day: 6, Evidence: "practice", Agree: 19, Pass: 1, Themes: []string{"connected"},
												Text: "Tally so far, nearly eight weeks: of 16 I walked in with, 11 still go. Of 14 who got a leaflet, 3. Small numbers, own handwriting.",
											},
										},
									},
								},
							},
						},
					},
					{
						By: "faye", Day: 58, Evidence: "lived", Agree: 15, Pass: 2, Themes: []string{"inclusion", "connected"},
						Text: "Knowing there will be someone who signs, even badly. I went to a quilting day because the poster said “Jean is learning BSL and needs the practice”. Jean was terrible. I stayed six years.",
					},
					{
						By: "nasreen", Day: 52, Evidence: "lived", Agree: 17, Pass: 1, Themes: []string{"connected"},
						Text: "Somebody texted me the *next* time as well. First time is easy to be invited. It is the second invitation that makes you think they meant it.",
					},
					{
						By: "ernest", Day: 47, Evidence: "lived", Agree: 19, Pass: 1, Themes: []string{"connected"},
						Channel: "phone", RecordedBy: "ruth",
						Text: "The band secretary came to the house and said they could not lift the euphonium without me. I have never lifted it since. That was 1998.",
					},
					{
						By: "agnieszka", Day: 44, Evidence: "lived", Agree: 13, Pass: 3, Themes: []string{"connected", "inclusion"},
						Text: "For me the sign on the door. It said “Ring and wait”. I rang, I waited, nobody, I went home. It was the wrong door. Put an arrow!",
						Replies: []Comment{
							{
								By: "marcia", Day: 43, Evidence: "practice", Agree: 12, Themes: []string{"connected"},
								Text: "I have just walked round all four of our buildings. Three had no arrow. Now they have. Thank you.",
							},
						},
					},
					{
						By: "josh", Day: 30, Evidence: "lived", Agree: 14, Pass: 3, Themes: []string{"connected"},
						Text: "When you’re on a rota that changes every fortnight you miss two weeks and feel like you’ve got to explain yourself. Best thing our choir leader does: “lovely to see you” and never “where have you been”.",
					},
					{
						By: "colette", Day: 18, Evidence: "practice", Agree: 16, Disagree: 1, Pass: 2, Themes: []string{"connected", "culture-change"},
						Text: "Could the guide have one page called *The second invitation*? I think Nasreen has written it already.",
					},
					{
						By: "rukhsana", Day: 5, Evidence: "lived", Agree: 15, Pass: 1, Themes: []string{"connected", "evening-transport"},
						Text: "I got in fine. Getting out is my trouble. I leave sewing twenty minutes before the end, when they are starting to talk properly, because of the 7.40.",
					},
					{
						By: "wendy", Day: 2, Evidence: "lived", Agree: 11, Pass: 1, Themes: []string{"connected"},
						Text: "Went somewhere on my own for the first time since our dad passed, quiz at the club. Came last. Going back.",
					},
				},
			},
			{
				Title: "After six o’clock: what would you come out for?", ClosesInDays: 27,
				Opening: Comment{
					By: "ruth", Day: 26, Evidence: "practice", Agree: 21, Pass: 2, Themes: []string{"connected"},
					Text: "The phone in our surgery is busiest at teatime, when the day goes quiet, and it gets busier every week. If there were *one* warm, cheap, easy thing on near you after six, what would get your coat on?",
				},
				Replies: []Comment{
					{
						By: "lin", Day: 25, Evidence: "lived", Agree: 13, Disagree: 1, Pass: 3,
						Text: "Board games. And a stove.",
					},
					{
						By: "samuel", Day: 25, Evidence: "lived", Agree: 11, Disagree: 2, Pass: 2, Themes: []string{"connected"},
						Text: "Open mic at church hall. Not only for young people, my nan does country and western.",
					},
					{
						By: "bev", Day: 24, Evidence: "lived", Agree: 18, Pass: 1, Themes: []string{"connected", "evening-transport"},
						Text: "I would come out for anything if I could get home from it. Our Netherton bus finishes at ten to eight. I’m not being funny but that’s when *Corrie’s* on, it is not night.",
					},
					{
						By: "barry", Day: 22, Evidence: "lived", Agree: 12, Disagree: 1, Pass: 2,
						Text: "Cheese and onion cobs and somebody to disagree with.",
					},
					{
						By: "denise", Day: 20, Evidence: "lived", Agree: 16, Pass: 3, Themes: []string{"connected", "inclusion"},
						Text: "Something I can bring a nine year old to that isn’t “family fun”. He could do his homework in a corner. So could I.",
						Replies: []Comment{
							{
								By: "dot", Day: 19, Evidence: "practice", Agree: 13, Pass: 1, Themes: []string{"connected"},
								Text: "Coseley Lunch Club could become Coseley Tea Club on Wednesdays. Homework corner included. We have the hall till eight, after that I’d have to find a caretaker and Geoff has his knees.",
							},
						},
					},
					{
						By: "pauline", Day: 17, Evidence: "lived", Agree: 15, Pass: 2, Themes: []string{"evening-transport", "connected"},
						Text: "I drive, so I offer lifts, and I’ve learned to say **when I’m leaving** in the same breath. Five of us come home from the history society in a car for five. If I have a cold, nobody goes.",
						Replies: []Comment{
							{
								By: "ivor", Day: 15, Evidence: "practice", Agree: 14, Pass: 1, Themes: []string{"evening-transport"},
								Text: "That is how our charity began: one retired gent with a big Volvo. If three groups finished at the same time in the same place I could send one bus for the lot.",
								Replies: []Comment{
									{
										By: "ruth", Day: 15, Evidence: "practice", Agree: 16, Themes: []string{"evening-transport", "connected"},
										Text: "Finish at the same time! Why has nobody ever thought of that? Netherton on Wednesdays: we finish at 8, knit and natter at 8.30, choir at 9.",
									},
								},
							},
						},
					},
					{
						By: "callum", Day: 13, Evidence: "lived", Agree: 9, Disagree: 2, Pass: 4, Themes: []string{"connected"},
						Text: "five a side is on till 10 and theres 14 of us. 9 walk back along the canal in the dark cos no bus. Not scared just saying my mom is",
					},
					{
						By: "amrit", Day: 12, Evidence: "practice", Agree: 12, Pass: 1, Themes: []string{"evening-transport", "connected"},
						Text: "Same for the youth club. We shut at 8.15 now, not 9, because the 8.20 is the last one to Pensnett. We lost the best part of the evening and no one decided it.",
					},
					{
						By: "carol", Day: 10, Evidence: "lived", Agree: 14, Disagree: 1, Pass: 1, Themes: []string{"evening-transport"},
						Text: "I asked 30 people on our litter pick. 17 said they used to go to something on an evening and don’t now. Of them, 12 said the bus. I wrote it on a bin bag so I’d not forget.",
					},
					{
						By: "gurdeep", Day: 6, Evidence: "lived", Agree: 13, Pass: 2, Themes: []string{"evening-transport"},
						Text: "Debating finals at college went on till 7.45. My mate from Gornal had to do his speech first so he could run for it. We lost that one.",
					},
					{
						By: "hamza", Day: 4, Evidence: "practice", Agree: 12, Pass: 2, Themes: []string{"evening-transport", "connected"},
						Text: "Several of my patients are well enough to go out and are not going. On the sheet there’s a box for pain and a box for falls. I could do with a box that says *no way home*.",
					},
					{
						By: "edna", Day: 2, Evidence: "lived", Agree: 17, Themes: []string{"connected", "evening-transport"},
						Channel: "paper", RecordedBy: "steph",
						Text: "Hymns, with a proper piano. But I shan’t come if I have to leave in the middle of Abide with Me.",
					},
				},
			},
			{
				Title: "Warm rooms last winter: what worked", Closed: true,
				Opening: Comment{
					By: "mei", Day: 69, Evidence: "practice", Agree: 14, Pass: 5, Themes: []string{"connected", "services"},
					Text: "Last winter 22 places in the borough kept a warm room open. Before we plan the next one: what was good, what was daft, what should we not do again?",
				},
				Replies: []Comment{
					{
						By: "kwame", Day: 68, Evidence: "practice", Agree: 17, Pass: 1, Themes: []string{"connected"},
						Text: "Good: soup. Daft: the sign saying WARM SPACE, as if you had to be cold to come in. We took it down and called it Tuesday.",
					},
					{
						By: "linda", Day: 67, Evidence: "practice", Agree: 13, Disagree: 1, Pass: 2, Themes: []string{"local-business", "connected"},
						Text: "A few of us cafés did it without joining anything. “Have the corner table, nobody will move you.” Cost me about one tea in five.",
					},
					{
						By: "steph", Day: 66, Evidence: "practice", Agree: 15, Pass: 1, Themes: []string{"connected", "services"},
						Text: "Libraries: people came for the heating and stayed for the jigsaw. Please fund the jigsaw.",
					},
					{
						By: "edna", Day: 65, Evidence: "lived", Agree: 16, Pass: 1, Themes: []string{"connected"},
						Channel: "paper", RecordedBy: "steph",
						Text: "I went for the jigsaw. We have 40 pieces of sky left and I should like to finish.",
					},
					{
						By: "owen", Day: 63, Evidence: "practice", Agree: 12, Pass: 3, Themes: []string{"services"},
						Text: "Not again: the counting form. Volunteers were asked to write down everybody’s postcode at the door. Two of my tenants turned round and went home.",
						Replies: []Comment{
							{
								By: "mei", Day: 62, Evidence: "practice", Agree: 13, Pass: 1, Themes: []string{"services", "culture-change"},
								Text: "Fair. That was us. We will count cups this time.",
							},
						},
					},
					{
						By: "hamza", Day: 61, Evidence: "practice", Agree: 12, Disagree: 1, Pass: 2, Themes: []string{"connected", "small-groups"},
						Text: "Good: a heater and a plug for phones. Not so good: shut from 4 on a Friday to 10 on a Monday, which is when it is coldest indoors. The groups wanted to open, they could not pay the caretaker.",
					},
					{
						By: "mei", Day: 59, Evidence: "practice", Agree: 15, Pass: 2, Themes: []string{"connected", "services"},
						Text: "Thank you. I am closing this now and will bring the plan back here before it is final. In short: no signs, no postcodes, soup, weekends where a group wants them, and 22 new jigsaws.",
					},
				},
			},
			{
				Title: "Young people: “always connected”, supposedly",
				Opening: Comment{
					By: "amrit", Day: 46, Evidence: "practice", Agree: 14, Pass: 4, Themes: []string{"connected"},
					Text: "I run a youth club, so I hear “they’re never off their phones, how can they be lonely?” about once a week. Under-25s here: is it true? Over-25s: listen first.",
				},
				Replies: []Comment{
					{
						By: "gurdeep", Day: 45, Evidence: "lived", Agree: 12, Pass: 2, Themes: []string{"connected"},
						Text: "I have 600 people I can message and about two I could ring. It’s not nothing, it’s just not *that*.",
					},
					{
						By: "samuel", Day: 44, Evidence: "lived", Agree: 11, Pass: 1, Themes: []string{"connected"},
						Text: "Band practice is the only hour in the week where no one films anything.",
					},
					{
						By: "callum", Day: 42, Evidence: "lived", Agree: 10, Disagree: 1, Pass: 2, Themes: []string{"connected"},
						Text: "left school and it just stopped. nobody tells you thats the last time youl see everyone every day",
						Replies: []Comment{
							{
								By: "tariq", Day: 41, Evidence: "lived", Agree: 15, Themes: []string{"connected"},
								Text: "As a dad that stopped me in my tracks, Callum. Same happened to me at 40 when the factory closed. Nobody tells you.",
								Replies: []Comment{
									{
										By: "phil", Day: 40, Evidence: "practice", Agree: 14, Pass: 1, Themes: []string{"connected"},
										Text: "Both of you: Lye Shed, Saturday mornings. We are not all old. Some of us only look it.",
									},
								},
							},
						},
					},
					{
						By: "callum", Day: 38, Evidence: "lived", Agree: 1, Disagree: 9, Pass: 2,
						State: "hidden", Reason: "off-topic",
						Text: "anyway who else thinks the baggies are going down this season. im calling it now",
					},
					{
						By: "shanice", Day: 34, Evidence: "lived", Agree: 13, Pass: 1, Themes: []string{"connected", "inclusion"},
						Text: "19 to 25 with a baby is the loneliest age going. The groups are either for “youth” or for mums of 35 with nice coats.",
					},
					{
						By: "craig", Day: 27, Evidence: "practice", Agree: 9, Disagree: 1, Pass: 5, Themes: []string{"connected"},
						Text: "We run cadets at the station. The waiting list is two years long, and what they tell us they come for is the tea afterwards.",
					},
				},
			},
		},
	}
}
