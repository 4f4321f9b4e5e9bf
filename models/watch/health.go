package watch

var (
	relations = setOf(`mum mums mam mother mothers mom dad father wife husband partner son daughter brother sister nan nana gran granny grandma grandad
		granddad grandfather grandmother grandson granddaughter aunt auntie uncle cousin niece nephew neighbour neighbours friend colleague boss
		boyfriend girlfriend ex child baby toddler lodger tenant landlord flatmate housemate carer stepdad stepmum stepson stepdaughter`)
	whose      = setOf("her his their")
	conditions = setOf(`stroke strokes dementia alzheimer alzheimers cancer diabetes diabetic depression depressed epilepsy epileptic autism autistic adhd
		schizophrenia schizophrenic bipolar hiv ms mnd parkinson parkinsons copd asthma tumour leukaemia lymphoma miscarriage abortion psychosis
		psychotic addiction addict alcoholic alcoholism arthritis sepsis anorexia anorexic bulimia ptsd chemo chemotherapy dialysis hepatitis
		sclerosis schizo overdose overdosed incontinent incontinence colostomy stoma hysterectomy vasectomy amputated amputation amputee
		cirrhosis fibromyalgia lupus crohn crohns colitis`)
	pairs = map[string]set{
		"heart": setOf("attack failure bypass condition disease"), "mental": setOf("illness breakdown health"), "nervous": setOf("breakdown"),
		"kidney": setOf("failure disease"), "learning": setOf("disability disabilities difficulties"), "down": setOf("syndrome"), "downs": setOf("syndrome"),
		"brain": setOf("injury tumour damage"), "cerebral": setOf("palsy"), "terminal": setOf("illness"), "terminally": setOf("ill"),
		"mentally": setOf("ill"), "eating": setOf("disorder"), "self": setOf("harm harms harming harmed"), "drug": setOf("problem addiction habit"),
		"drink": setOf("problem"), "drinking": setOf("problem"), "multiple": setOf("sclerosis"), "personality": setOf("disorder"),
	}
	hasWords = setOf(`has had have having got suffers suffered suffering suffer with diagnosed lives living is was being died getting after gets takes
		from developed caught been`)
	// careWords follow a condition where a service is meant rather than somebody's health.
	careWords = setOf(`service services clinic clinics nurse nurses team teams unit units ward wards care centre charity charities friendly support
		research awareness group groups cafe department specialist consultant training trust society action week strategy`)
	fillers = setOf(`a an the his her their my recent second first third severe bad mild early late onset recurrent advanced terminal type 1 2 one two
		massive minor lung breast bowel prostate ovarian skin throat bladder blood vascular serious long term chronic
		of to just recently also very quite really now always and on in at by since for years last year who that which`)
)

// health finds what is said of somebody else's health: a condition beside the person whose it is.
func (f *finder) health() {
	for at := range f.list {
		to, ok := f.condition(at)
		if !ok || f.taken[at] || after(f.list, to+1, 1, careWords) {
			continue
		}
		if from := f.patient(at); from >= 0 {
			f.addHealth(from, at, to)
		}
	}
}

// condition tells whether a condition begins at a token, and the token at which it ends.
func (f *finder) condition(at int) (to int, ok bool) {
	t := f.list[at]
	if seconds, known := pairs[t.text]; known && at+1 < len(f.list) && !f.list[at+1].breaks && seconds[f.list[at+1].text] {
		return at + 1, true
	}
	if !conditions[t.text] || t.text == "ms" && !t.upper {
		return at, false
	}
	return at, true
}

// patient gives the token that says whose a condition is; -1 where that is nobody, or the writer.
func (f *finder) patient(at int) int {
	list, has := f.list, false
	for i := at - 1; i >= 0 && i >= at-8 && !list[i+1].breaks; i-- {
		w := list[i]
		switch {
		case whose[w.text] && !has && i >= at-4:
			return i
		case relations[w.text] && (has || w.of || at-i == 1 || plural(w.text)):
			return f.relation(i)
		case w.of && w.capital && at-i <= 3 && !days[w.text]:
			return i
		case (w.text == "he" || w.text == "she") && (has || w.of):
			return i
		case w.text == "i" || w.text == "my" && !has || w.text == "we" || w.text == "ive" || w.text == "im":
			return -1
		case hasWords[w.text]:
			has = true
		case w.capital && !w.breaks && !w.upper && has && at-i <= 4 && !organisations[w.text] && !days[w.text] && !conditions[w.text] && w.letters > 2:
			return i
		case !fillers[w.text]:
			if has {
				return -1
			}
		}
	}
	return -1
}

var days = setOf("monday tuesday wednesday thursday friday saturday sunday today britain england scotland wales world alzheimer parkinson crohn hodgkin everyone everybody people covid")

func plural(word string) bool { return word == "mums" || word == "mothers" }

// relation takes in the words before a relation that say whose: "my neighbour", "the lady's son".
func (f *finder) relation(at int) int {
	if at > 0 && !f.list[at].breaks && (f.list[at-1].text == "my" || f.list[at-1].text == "our" || whose[f.list[at-1].text] || f.list[at-1].of) {
		return at - 1
	}
	return at
}

// addHealth notes somebody's health; where a detail stands between the person and the condition, the condition alone.
func (f *finder) addHealth(from, at, to int) {
	for i := from; i < at; i++ {
		if f.taken[i] {
			from = at
		}
	}
	f.add(Health, from, to, true, "")
}
