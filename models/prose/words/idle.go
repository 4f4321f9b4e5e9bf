package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Idle tells whether a folded word says nothing by itself: an English word such as "the" or "really", a single letter of
// an alphabet, a number.
func Idle(plain string) bool {
	if idle[plain] || !strings.ContainsFunc(plain, func(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.So, r) }) {
		return true
	}
	r, size := utf8.DecodeRuneInString(plain)
	return size == len(plain) && !Alone(r)
}

// idle are the English words that say nothing by themselves, folded.
var idle = func() map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(`
		two three four five six seven eight nine ten eleven twelve hundred thousand
		a about above after again against ago all almost along already also although always am among an and another any
		anyone anything are arent around as ask asked at away back be became because become been before being below between
		bit both but by came can cannot cant come comes could couldnt day days did didnt do does doesnt doing done dont
		down during each either else enough especially etc even ever every everyone everything few find for from further
		gave get gets getting give given go goes going gone got had hadnt has hasnt have havent having he hed hell her here
		hers herself hes him himself his how however i id if ill im in instead into is isnt it its itself ive just keep
		kept know last least less let like likely little long look lot lots made make makes making many may maybe me might
		mine more most much must my myself near need needed needs never new next no nobody none nor not nothing now of off
		often oh ok on once one only onto or other others our ours out over own perhaps please put quite rather really said
		same saw say says see seem seems seen shall she shed shell shes should shouldnt since so some someone something
		sometimes soon still such sure take taken takes tell than thank thanks that thats the their theirs them themselves
		then there theres these they theyd theyll theyre theyve thing things think this those though thought through time
		times to today together told too took toward towards try under until up upon us use used using usually very via
		want wanted wants was wasnt way ways we wed week weeks well went were werent weve what whatever whats when where
		whether which while who whole whom whose why will with within without wont would wouldnt year years yes yet you
		youd youll your youre yours yourself youve`) {
		set[word] = true
	}
	return set
}()
