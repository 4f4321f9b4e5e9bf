package watch

// Kinds of risk to somebody.
const (
	Suicide  = "suicide"
	SelfHarm = "self-harm"
	Abuse    = "abuse"
	Child    = "child" // a child may not be safe
)

// Span is bytes Start to End of a text.
type Span struct{ Start, End int }

// AtRisk tells whether a text reads as though somebody may be at risk, of what, and where it says so. What is said of
// such things as a subject, and figures of speech, are left alone where they can be told. Kind is empty where nothing
// was found; where several were, it is that of the gravest: a child, then suicide, abuse and self-harm.
func AtRisk(source string) (kind string, spans []Span) { return atRisk(tokens(source)) }

func atRisk(list []token) (kind string, spans []Span) {
	for at := 0; at < len(list); at++ {
		end, found := riskPhrases.at(list, at)
		if found == nil || idiom(list, at, end) {
			continue
		}
		spans = append(spans, Span{list[at].start, list[end-1].end})
		if gravest[found.kind] > gravest[kind] {
			kind = found.kind
		}
		at = end - 1
	}
	return kind, spans
}

var gravest = map[string]int{SelfHarm: 1, Abuse: 2, Suicide: 3, Child: 4}

// around is how many words before and after are read to tell a figure of speech.
const around = 20

// idiom tells whether the words from one token to another are a figure of speech or are about the subject, by what
// stands around them in the sentence.
func idiom(list []token, from, to int) bool {
	first := max(sentence(list, from), from-around)
	for at := first; at < min(len(list), to+around) && (at == first || !list[at].breaks); at++ {
		end, found := idioms.at(list, at)
		if found != nil && (at < to && end > from || found.kind == anywhere) {
			return true
		}
	}
	return false
}

// How far an idiom reaches.
const (
	here     = "here"     // it is one where it covers some of the words
	anywhere = "anywhere" // it is one wherever it stands in the sentence
)

// lists are words that patterns name in capitals.
var lists = map[string]string{
	"ME":    "i im ive id ill",
	"SELF":  "myself himself herself themselves themself yourself",
	"KIN":   "mum mother mam mom dad father wife husband partner son daughter brother sister nan gran granny grandma grandad friend mate neighbour neighbours boyfriend girlfriend ex stepdad stepfather stepmum uncle aunt cousin carer nephew niece lad lass girl boy woman man kid kids child children pupil student tenant",
	"MAN":   "husband partner boyfriend ex dad father stepdad stepfather brother uncle grandad son carer he wife girlfriend mum mother mam stepmum she",
	"THEY":  "he she they him her them",
	"BE":    "is was are were am be been being m s",
	"KILL":  "kill killing killed hang hanging hanged drown drowning top topping",
	"CHILD": "child children kid kids baby babies toddler toddlers girl girls boy boys schoolgirl schoolboy daughter son pupil pupils minor minors",
	"HARM":  "harm harming harmed cut cutting cuts hurt hurting hurts burn burning burning burns",
	"HIT":   "hits hit hitting beats beat beating punches punched punching kicks kicked slaps slapped strangles strangled strangling chokes choked rapes raped raping assaults assaulted abuses abused abusing batters battered batters hurts",
	"WANT":  "want wanted wants wanna wish wishing plan planning plans planned going gonna thinking think thought consider considering considered try tried trying intend intends ready about",
}

var riskPhrases = func() phrases {
	p := phrases{}
	p.add(Suicide, lists, `
		ME ~3 WANT to? KILL SELF
		ME ~3 WANT ~2 of|about KILL SELF
		might|could|will|would|ill|id|gonna|to|tried|threatened|threatens|threatening|nearly|almost KILL SELF
		KILL SELF
		ME ~3 want|wanted|wish|wants|wanna to? be? die|dead
		THEY ~2 want|wants|wanted to die|be dead
		KIN ~4 want|wants|wanted to die
		says|said|saying|told ~4 want|wants|wanted to die
		ME ~2 wish i was|were dead
		wish i was|were dead
		wish id never been born
		wish i had never been born
		ME ~4 dont|not|no ~2 want|wanna to be here|alive anymore|any more?
		dont|not want to live anymore|any|with|like more? ~1
		just|really dont|not want to live
		dont|not want to be alive
		dont|not want to be here anymore
		dont|not want to be here any more
		dont|not want to wake up
		dont|not want to go on living
		cant|cannot go on living
		ME cant|cannot go on anymore
		ME cant|cannot go on any more
		no|nothing|any|the reason|point|left to|in live|living|life for?
		cant|cannot|dont|not see ~2 point|reason ~1 living|life|live
		nothing left to live for
		no reason to live
		no point in|to living|live
		life isnt|not|is worth|not living|worth living?
		end|ending|ended|finish|finishing my|his|her|their|your own? life
		take|taking|took|taken my|his|her|their|your own life
		ME ~4 end|ending it all
		THEY ~4 end|ending it all
		be|am|were|was|im everyone? better off dead
		better off without me
		better off if i was|were|died|wasnt ~2
		world|everyone would|be be? better ~1 without me
		suicidal thoughts|thinking|feelings|ideas
		feel|feels|feeling|felt|am|im|is|was|been|still|so|very|hes|shes|became|become|get|gets|getting suicidal
		thought|thinking|thoughts|considering|considered|contemplated|contemplating|planning|planned|attempted|attempt|attempting|attempts|committed|commit|committing|threatened|threatening of|about|to? committing|commit? suicide
		ME ~4 suicide
		my suicide
		suicide note
		took|taken|taking|take an|another overdose
		took|taken|taking|swallowed|swallow all|too my|the|many|her|his tablets|pills|paracetamol
		overdosed on ~4 last|yesterday|tonight|again
		ME ~2 overdosed ~2 last|yesterday|tonight|again|twice|because|sunday|monday|pills|tablets|paracetamol
		jump|jumping|jumped off|from|in the? bridge|roof|window|viaduct|cliff|flats
		jump|jumping|throw|step|walk in|under|into|front of? a|the train|lorry|traffic
		throw|threw SELF under|off|in ~3
		hang|hanged|hung SELF
		goodbye everyone ~4 sorry
		this is my goodbye|last
		wont be here tomorrow
		wont|not be around ~3 longer|tomorrow
		never|dont|not want to wake up`)
	p.add(SelfHarm, lists, `
		ME ~4 HARM myself
		HARM|starve|starving SELF
		ME ~3 self harm|harmed|harming|harms
		THEY ~3 self harm|harmed|harming|harms
		KIN ~3 self harms|harmed|harming
		ME ~3 selfharm|selfharmed|selfharming
		started|starting|been|is|was|keeps|stop self harming|harm
		cut|cutting my arms|wrists|wrist|legs|thighs
		cuts his|her arms|wrists|wrist
		slit|slitting my|her|his wrists`)
	p.add(Abuse, lists, `
		my MAN ~3 HIT me|us|my
		he|she|they|husband|partner|boyfriend|dad|father|stepdad|wife|girlfriend|son HIT me|us
		he|she|husband|partner|boyfriend|dad|son HIT me ~2 every|again|up|when|if
		THEY ~2 HIT her|him ~2 every|again|when|up
		THEY|KIN HIT his|her wife|partner|girlfriend|husband|mother|mum
		KIN|THEY ~3 BE being|been beaten|hit|abused|raped|assaulted|neglected|starved|strangled|exploited|trafficked|controlled by? ~2
		ME|we BE? ~2 being|been abused|raped|beaten|assaulted|groomed|trafficked|forced
		ME was|am ~1 raped|abused|groomed|trafficked|molested
		ive been raped|abused|beaten|molested
		raped me|her|him|my
		sexually abused|assaulted me|her|him|my|by
		abused|abuses|abusing|molested|molests|molesting me|my
		being|is|was beaten|abused|hit by? ~1 husband|partner|boyfriend|dad|father|stepdad|carer|son|wife|mum|mother
		scared|afraid|frightened|terrified|fear|fearing for? of? ~1 my|her|his husband|partner|boyfriend|dad|father|stepdad|ex|life|wife|son
		scared|afraid|frightened|terrified to go|be home|at
		not|dont|isnt|never|arent|unsafe feel? safe? at|in my? own? home with? ~1
		ME ~3 not safe at home
		threatened|threatens|threatening|going|gonna|wants|tried|trying|said|says|swore ~3 to? kill|strangle|stab me|us|her|him|my|them
		will|would|ll|he'll|hell|shell|theyll kill me|her|us ~2 if|when|one|tell|leave|home
		wont|wouldnt|doesnt|never|not|dont let|lets|allow|allowed me|her to? leave|out|see|have ~3 house|home|friends|family|money|phone|alone
		keeps|kept|keeping me|her|him|us locked|prisoner
		locks|locked|locking me|her|him|us in|up|inside
		tied to ~2 bed
		bruises|bruised|bruise ~3 arms|face|neck|legs|body|her|him|me
		forced|forcing|made|making me|her|him to? have|do sex|marry|sexual
		forced marriage|into ~2
		take|taking|steals|stealing|takes all? her|his|my pension|money off|from her|him|me
		MAN take|takes|taking|steals|stealing my|her|his pension|money|bank|card
		forcing|forced|making|force|make me|her|him|us to marry
		hit|slapped|slaps|pushed|dragged|shouts ~1 residents|patients ~3 home|ward|carer`)
	p.add(Child, lists, `
		im|am|aged|only ~1 8|9|10|11|12|13|14|15|16 ~8 hits|hit|hurts|touches|touched|hurt|scared|frightened|beats
		touch|touches|touched|touching|hurts|hurt|grabbed me|my|her|him down|there|private|parts|bits|bottom|inappropriately|under|at|in ~2
		touches|touched|touching me
		inappropriately with|to CHILD
		touching|touched|touches|groping|filming|photographing|following|grooming|groomed|grooms|abusing|abuses|abused|molesting|molested|hitting|hits|beats|beating|starving|starves|neglecting|neglects|hurting|shaking|shook ~2 CHILD
		CHILD ~5 BE? being|been|was|is|are|were|gets|getting beaten|hit|abused|groomed|neglected|starved|molested|hurt|raped|exploited|trafficked|shaken
		CHILD ~5 left alone|on home? ~2 night|nights|days|hours|evening|weekend
		left|leaves|leave|leaving the|her|his|their|two|three|four ~1 CHILD alone|on
		hits|beats|hitting|beating the|her|his|their kids|children|baby|toddler
		CHILD ~5 bruises|bruised|bruise|hungry|screaming|crying|filthy|unfed|starving ~3 every|always|all|night|covered|again|bins|food
		CHILD ~3 always|often|covered ~3 bruises|bruised|hungry|filthy
		CHILD ~3 screaming|screams|crying|cries ~4 night|day|hours
		bruises|bruised ~4 CHILD
		CHILD ~3 locked in|out|up
		meeting|meets|met|messages|messaging|texts|texting|sends|sending|sent ~3 CHILD ~3 naked|photos|pictures|sex|alone|car|flat|hotel|presents
		older|grown man|men ~4 girls|girl|boy|boys
		sex|sexual with|on|towards a? CHILD
		naked|nude|indecent photos|pictures|images|pics of ~2 CHILD|me|him|her
		fgm|circumcised|cut ~3 girl|daughter|abroad
		county lines ~4 boy|lad|kid|son|teenager|nephew
		running|selling|carrying drugs for ~2 dealers|gang`)
	return p
}()

var idioms = func() phrases {
	p := phrases{}
	p.add(here, lists, `
		kill|killing|killed|hang|hanged|hung myself laughing|laugh
		kill|killing ~2 two birds
		dying|die|died to|for|of see|hear|know|try|laughter|laughing|embarrassment|boredom|shame
		death of me|us|him|her
		KILL SELF laughing|working|trying|getting|on|to|for|over|rushing|running|carrying|climbing|with|doing
		KILL SELF ~2 up ~1 hill|steps|stairs|road
		suicidal ~1 drivers|driving|cyclists|cyclist|overtaking|politically|move|pigeons|policy|plan|for|crossing
		suicidal ~3 to cross|cycle|cut|close|drive|overtake
		political|career|electoral|commercial|economic suicide
		commit|committing|committed political|career|economic|commercial suicide
		suicide prevention|awareness|rate|rates|strategy|bereavement|hotline|helpline|statistics|risk|note? training|policy|mission|squeeze|lane
		better off dead|without ~2 car|cars|bus|it|them
		want|wanted|wish ~2 to die ~3 hill|village|ditch
		want|wanted ~1 to? die ~1 of|from embarrassment|shame|boredom
		jump|jumping|jumped off|on|from ~1 bus|bandwagon|bridge into|platform
		jump|jumping|jumped off|from|in ~2 bridge|roof|window ~2 into|for ~1 water|charity|river|canal|fun
		scared|afraid|frightened|terrified to go|be|walk ~2 at|home ~1 night|dark|after|alone
		scared|afraid|frightened|terrified to go home ~4 dark|night|bus|late
		hit|beat|beats|hits|hurt|hurts|hurting|kicked me|us ~2 hard|pocket|that|how|like|financially|most|badly
		hit|hits|beat me|us ~3 prices|bills|cost|tax|charge|charges|wind|rain|with
		hurt|hurting|hurts SELF ~3 fall|falling|fell|tripping|tripped|slipped|pavement|step|steps|kerb|on|when|badly|doing|playing|carrying|lifting
		would|might|could|may|worried|will hurt|harm SELF ~1 if|when|on|getting|falling|lifting
		cut myself ~2 glass|on|off|shaving|cooking|tin
		cut|cuts|cutting|burn|burned|burning themselves|himself|herself|yourself|myself off|on|out|some|loose|short|adrift|down
		harm|harming|harms themselves|itself politically|by|if|economically
		end|ending it all|ends up|here|now|well
		wish i was|were dead ~1 right|certain|wrong|sure
		no|any|the point|reason in|to living|live ~1 here|there|in|by|near|without
		life isnt|not|is worth|not living|worth ~2 without a|the|my ~3 bus|car|dog|garden|library
		locked|locks|lock me|us|her|him out|in ~2 library|park|toilet|toilets|car|loo
		kept|keeps|keep me|us|her|him in work|touch|hospital|mind|suspense|loop|good|town|business|the
		keeps|keep|kept me|him|her|us inside ~3 rain|cold|snow|because|weather|winter
		raped ~2 countryside|land|landscape
		older men ~3 girls|boys ~3 walking|football|club|group
		older man|men and ~3 girls|boys|girl|boy
		drowning|drown myself|himself|ourselves|themselves|yourself|herself in ~2 paperwork|work|forms|debt|coffee|beer|music|sorrows
		die|dead before|by|when|long ~4 built|finished|done|happens|repaired|open|opens
		wont|not be around ~3 see|when|finished|built|longer?
		hang themselves|himself|herself with|by ~3 rope|own
		killing|killed|kill themselves|himself|herself|yourself|myself to|trying|on|by|for|over|with
		kids|children|boys|girls ~2 crying|hungry|screaming ~3 out|for books|more|places|play
		take|taking|takes|took all? his|her|my|their money from|off ~2 pensioners|till|bank|machine|taxpayers`)
	p.add(anywhere, lists, `
		suicide prevention|rates|awareness|statistics
		people|those|anyone|anybody|somebody|someone|residents|men|women|youngsters who ~2 feel|are|is|feels|may|might|want|wants|self|have
		support|services|training|course|workshop|leaflet|helpline|strategy|policy|research|campaign|charity|signs|group|counselling|fund|funding|hub|project|programme|film|book|play|novel ~3 for|about|on|to|of|against ~4 suicide|suicidal|abuse|abused|harm|harming|grooming|violence|raped|themselves
		prevent|prevents|preventing|stop|reduce|tackle|address|discuss|discussed ~4 suicide|suicides|harm|abuse|grooming|violence
		chapter|paragraph|section|guide|draft|plan|strategy|report|council|policy should|must|says|mentions|could|needs ~6 suicidal|suicide|harm|abuse|abused|grooming
		this? bus|buses|council|weather|traffic|hill|commute|noise|queue|meeting|consultation|heat|wait ~3 makes|make|made me|us want`)
	return p
}()
