package demo

func people() []Person {
	return append(residents(), staffAndSupporters()...)
}

func residents() []Person {
	resident := func(key, name, area, about string) Person {
		return Person{Key: key, Name: name, Who: "resident", Area: area, Role: "member", About: about}
	}
	return []Person{
		resident("doreen", "Doreen Bytheway", "Netherton", "Forty years in the same street. Runs the Wednesday knit and natter with Bev. Ask me about parkin."),
		resident("nasreen", "Nasreen Akram", "Lye", "I look after Mum and two teenagers, in that order."),
		resident("barry", "Barry Detheridge", "Gornal", "Retired moulder. Pigeons, chapel, opinions."),
		resident("keith", "Keith Raybould", "Coseley", "Nights at the distribution centre. Awake at odd times."),
		resident("shanice", "Shanice Dacosta", "Kates Hill", "Mum of twins. Community choir when I can get a sitter."),
		resident("wendy", "Wendy Tromans", "Quarry Bank", "School dinner lady, parish magazine folder, dog owner."),
		resident("imran", "Imran Sadiq", "Lye", "Taxi driver. You hear everything in a taxi."),
		resident("pauline", "Pauline Foxall", "Sedgley", "Retired registrar. Ramblers on Sundays."),
		resident("gurdeep", "Gurdeep Sandhu", "Kingswinford", "Sixth form. Debating, badminton, no sleep."),
		resident("mo", "Mo Rafiq", "Wrens Nest", "Coaches under-nines football on whatever pitch is free."),
		resident("lesley", "Lesley Hingley", "Stourbridge", "Wheelchair user. Singer. Knows every dropped kerb in town."),
		resident("ernest", "Ernest Plant", "Wrens Nest", "83. Fossils, brass bands. I ring in, I do not type."),
		resident("agnieszka", "Agnieszka Wrona", "Brierley Hill", "Here since 2006. Polish Saturday school."),
		resident("callum", "Callum Fereday", "Brierley Hill", "19, apprentice, five-a-side on Thursdays."),
		resident("bev", "Bev Dunnaker", "Netherton", "The other half of knit and natter."),
		resident("sunita", "Sunita Mahal", "Halesowen", "Works in a bank, sings in the car."),
		resident("ron", "Ron Yarsley", "Gornal", "Thirty-one years driving buses round here."),
		resident("jacinta", "Jacinta Moyle", "Kates Hill", "Foster carer. Big kettle."),
		resident("terry", "Terry Oakmoor", "Netherton", "Allotment 14. Secretary because nobody else put their hand up."),
		resident("faye", "Faye Lintorn", "Stourbridge", "Deaf, BSL user. Quilts."),
		resident("tariq", "Tariq Mahmud", "Lye", "Dad of four. School governor."),
		resident("edna", "Edna Willets", "Wrens Nest", "79. Pen and paper suit me."),
		resident("josh", "Josh Penhallam", "Kingswinford", "Warehouse shifts, two on and two off."),
		resident("carol", "Carol Stinton", "Quarry Bank", "Litter picker. Started with one bag."),
		resident("denise", "Denise Aldbury", "Coseley", "Just me and my lad."),
		resident("samuel", "Samuel Hartley-Addo", "Brierley Hill", "Drummer, church youth band."),
		resident("lin", "Lin Chou", "Halesowen", "Tai chi in the park at seven. Come along."),
		resident("mick", "Mick Dovey", "Pensnett", "Darts, dominoes, dodgy knee."),
		resident("rukhsana", "Rukhsana Jabeen", "Kates Hill", "Learning to drive at 52."),
		resident("graham", "Graham Tilsop", "Sedgley", "Somebody has to ask what it costs."),
		resident("kellyann", "Kelly-Ann Puddick", "Pensnett", ""),
	}
}

func staffAndSupporters() []Person {
	return append(practitioners(), organisations()...)
}

func practitioners() []Person {
	practitioner := func(key, name, area, organisation, about string) Person {
		return Person{
			Key: key, Name: name, Who: "practitioner", Area: area, Organisation: organisation, Role: "member", About: about,
		}
	}
	return []Person{
		practitioner("ruth", "Ruth Ashmoor", "Netherton", "Netherton surgeries", "Link worker. I walk people to the door and sometimes through it."),
		practitioner("joel", "Joel Mensah", "Brierley Hill", "Neighbourhood team", "Community development worker. Carries chalk."),
		practitioner("nadia", "Nadia Farooqui", "Halesowen", "Reablement service", "Occupational therapist."),
		practitioner("steph", "Steph Lockyer", "Gornal", "Libraries", "Library assistant. I know who reads what and never tell."),
		practitioner("owen", "Owen Brindle", "Wrens Nest", "Housing", "Housing officer, one patch, eleven years."),
		practitioner("amrit", "Amrit Bhandal", "Lye", "Youth service", "Youth worker. Table tennis champion, disputed."),
		practitioner("colette", "Colette Fenn", "Stourbridge", "Adult social care", "Social worker."),
		practitioner("hamza", "Hamza Yaqub", "Kates Hill", "Community nursing", "District nurse. Mostly on the road."),
		practitioner("gill", "Gill Tranter", "Coseley", "Day opportunities", "Runs a day centre that is trying to be less of a centre."),
	}
}

func organisations() []Person {
	return []Person{
		{Key: "marcia", Name: "Revd Marcia Ellwood", Who: "voluntary", Area: "Quarry Bank", Organisation: "Quarry Bank churches together", Role: "member", About: "Minister. Holder of four sets of keys."},
		{Key: "balbir", Name: "Balbir Kaur Rehal", Who: "voluntary", Area: "Brierley Hill", Organisation: "Gurdwara kitchen volunteers", Role: "member", About: "We feed whoever comes."},
		{Key: "norma", Name: "Norma Sidaway", Who: "voluntary", Area: "Gornal", Organisation: "Gornal Good Neighbours", Role: "member", About: "Treasurer for nineteen years. Retiring, apparently."},
		{Key: "phil", Name: "Phil Castree", Who: "voluntary", Area: "Lye", Organisation: "Lye Men’s Shed", Role: "member", About: "We mend things and, some days, each other."},
		{Key: "zainab", Name: "Zainab Mirza", Who: "voluntary", Area: "Kates Hill", Organisation: "Stitch and Speak", Role: "member", About: "Sewing and English, same table."},
		{Key: "dot", Name: "Dot Haywood", Who: "voluntary", Area: "Coseley", Organisation: "Coseley Lunch Club", Role: "member", About: "Fifty dinners every Tuesday."},
		{Key: "kwame", Name: "Kwame Asiedu", Who: "voluntary", Area: "Brierley Hill", Organisation: "Brierley Hill Pantry", Role: "member", About: "Runs the pantry and its van."},
		{Key: "tess", Name: "Tess Merrin", Who: "voluntary", Area: "Dudley", Organisation: "Our Society partnership", Role: "administrator", About: "Keeps this site going. Ring me if it does not."},
		{Key: "ivor", Name: "Ivor Pask", Who: "voluntary", Area: "Sedgley", Organisation: "Beacon Community Transport", Role: "member", About: "Six minibuses, nine drivers, one very patient booking line."},
		{Key: "helen", Name: "Helen Draycott", Who: "public", Area: "Dudley", Organisation: "Council, communities team", Role: "editor", About: "Edits the guide. Tell me when a sentence sounds like an office."},
		{Key: "farzana", Name: "Farzana Iqbal", Who: "public", Area: "Dudley", Organisation: "Council, communities team", Role: "moderator", About: "Moderator. I read everything that is reported."},
		{Key: "andrew", Name: "Andrew Lyle", Who: "public", Area: "Dudley", Organisation: "Council, transport planning", Role: "member", About: "Buses, crossings and the space in between."},
		{Key: "mei", Name: "Mei Tolland", Who: "public", Area: "Dudley", Organisation: "Public health", Role: "member", About: "Public health manager."},
		{Key: "craig", Name: "Craig Attwell", Who: "public", Area: "Kingswinford", Organisation: "Fire service, community safety", Role: "member", About: "Smoke alarms and a listening ear."},
		{Key: "priti", Name: "Priti Solanki", Who: "public", Area: "Halesowen", Organisation: "Halesowen surgery", Role: "member", About: "Practice manager."},
		{Key: "harj", Name: "Harj Dosanjh", Who: "business", Area: "Lye", Organisation: "Dosanjh’s Fish Bar", Role: "member", About: "Chips since 1994."},
		{Key: "linda", Name: "Linda Pardew", Who: "business", Area: "Stourbridge", Organisation: "The Copper Pot café", Role: "member", About: "Café, twelve tables, one of them always free for a chat."},
		{Key: "gavin", Name: "Gavin Strudwick", Who: "business", Area: "Kingswinford", Organisation: "Strudwick Print", Role: "member"},
		{Key: "mira", Name: "Dr Mira Castellane", Who: "researcher", Area: "Stourbridge", Organisation: "A university nearby", Role: "member", About: "I study how places look after people."},
		{Key: "ben", Name: "Ben Okoro-Wyatt", Who: "researcher", Area: "Halesowen", Organisation: "Doctoral student", Role: "member", About: "Writing a thesis about bus stops and friendship. Yes, really."},
	}
}
