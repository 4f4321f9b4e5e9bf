package watch

import (
	"strconv"
	"strings"
)

// areas are the letters that postcodes of the United Kingdom, Jersey, Guernsey and the Isle of Man begin with.
var areas = setOf(`ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec eh en ex fk fy g gl gu
	gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln ls lu m me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg
	rh rm s sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo ze`)

// postcode finds a whole postcode, in one piece or in two.
func (f *finder) postcode(at int) bool {
	t, to := f.list[at], at
	outward, inward := t.text, ""
	switch {
	case !t.number() && len(outward) >= 5 && len(outward) <= 7:
		outward, inward = outward[:len(outward)-3], outward[len(outward)-3:]
	case len(outward) >= 2 && len(outward) <= 4 && at+1 < len(f.list) && !f.taken[at+1] && joins(f.list[at+1].gap) && len(f.list[at+1].gap) <= 3:
		to, inward = at+1, f.list[at+1].text
	}
	if !goesOut(outward) || !goesIn(inward) {
		return false
	}
	if second := f.list[to]; !second.upper && ordinal(inward) {
		return false
	}
	return f.add(Postcode, at, to, f.organisation(at, to), outward+inward)
}

// goesOut tells whether text is the first half of a postcode (BS 7666).
func goesOut(s string) bool {
	n := strings.IndexAny(s, "0123456789")
	if n < 1 || n > 2 || len(s) > n+2 || !areas[s[:n]] {
		return false
	}
	rest := s[n+1:]
	return rest == "" || rest[0] >= '0' && rest[0] <= '9' || rest[0] >= 'a' && rest[0] <= 'z' && strings.ContainsAny(rest, "abcdefghjkmnprstuvwxy")
}

func goesIn(s string) bool {
	return len(s) == 3 && s[0] >= '0' && s[0] <= '9' && letters(s[1:]) && !strings.ContainsAny(s[1:], "cikmov")
}

func ordinal(s string) bool {
	return s == "1st" || s == "2nd" || s == "3rd" || s[1:] == "th"
}

// streets are the words that names of streets end in. Those that are not strong mean other things as well.
var (
	strong = setOf("road rd street lane avenue ave crescent cres terrace close grove mews drive boulevard")
	weak   = setOf(`st ln dr rise way court ct place gardens gdns hill walk row view square sq mount bank fold croft parade gate yard wharf villas
		cottages buildings green park vale brow cl bridge rd. ings nook garth chase mead paddocks quay`)
	homeWords = setOf(`live lives living lived address home house flat number no moved moving stay stays staying reside resides resident from opposite
		neighbour neighbours at`)
	busWords  = setOf("bus buses route routes service services line tram trams timetable stop")
	manyWords = setOf(`residents houses homes properties households objectors flats shops cars trees people users allotments car buses bus
		junction roundabout crossing lights corner scheme`)
	countWords = setOf("the all these those other over about around nearly some page question paragraph item section option chapter para only")
	// notNames are words that do not stand between a house's number and its street.
	notNames = setOf(`a an the of and or to in on at for by with from is was are were be been this that these those it its we they you i my our your
		his her their more new extra minute minutes hour hours day days week weeks month months year years metre metres mile miles mph people cars
		per cent percent pounds million thousand k m km weekly times other one two three four five six way ways lane lanes parking
		car bus speed play no not yet so as but than then when per into off up down over under about near along`)
	famous = setOf("downing")
)

// address finds a house in a street: its number and the street's name.
func (f *finder) address(at int) bool {
	list, t := f.list, f.list[at]
	if t.digits == 0 || t.digits > 4 || t.letters > 1 || t.text[0] < '1' || t.text[0] > '9' || priced(t.gap) {
		return false
	}
	caps, names := 0, 0
	for i := at + 1; i < len(list) && i <= at+4; i++ {
		w := list[i]
		if w.breaks && i > at+1 || !addressGap(w.gap) || w.digits > 0 {
			return false
		}
		if names > 0 && (strong[w.text] || weak[w.text] && (w.capital || t.letters > 0)) && f.isStreet(at, i, caps == names, w) {
			if next := i + 1; next < len(list) && !list[next].breaks && list[next].capital && list[next].gap == " " && (strong[list[next].text] || weak[list[next].text]) {
				i = next // Moor View Terrace
			}
			return f.add(Address, f.flat(at), i, f.organisation(at, i), "")
		}
		if notNames[w.text] && !w.capital || famous[w.text] {
			return false
		}
		names++
		if w.capital {
			caps++
		}
	}
	return false
}

// isStreet tells whether a number, some words and the word for a street are an address, by what stands around them.
func (f *finder) isStreet(at, to int, named bool, last token) bool {
	list := f.list
	home := before(list, at, 3, homeWords)
	year, err := strconv.Atoi(list[at].text)
	switch {
	case before(list, at, 2, busWords), after(list, to+1, 2, manyWords), after(list, to+1, 1, busWords):
		return false
	case at > 0 && !list[at].breaks && countWords[list[at-1].text]:
		return false
	case err == nil && year >= 1800 && !home && !strings.Contains(list[at].gap, ","):
		return false
	case named:
		return true
	}
	// Typed in small letters, it must say that somebody lives there.
	return home && strong[last.text] && to-at <= 3
}

// flat gives the token at which an address begins that may begin with a flat: "Flat 3, 27 Moor View".
func (f *finder) flat(at int) int {
	if at >= 2 && !f.taken[at-1] && !f.taken[at-2] && f.list[at-1].digits > 0 && len(f.list[at].gap) <= 3 {
		switch f.list[at-2].text {
		case "flat", "apartment", "apt", "unit", "room":
			return at - 2
		}
	}
	return at
}

// priced tells whether what stands before a number says that it is money, or part of a longer one.
func priced(gap string) bool {
	return strings.HasSuffix(gap, "£") || strings.HasSuffix(gap, "$") || strings.HasSuffix(gap, "€") || strings.HasSuffix(gap, "/") || strings.HasSuffix(gap, "#")
}

func addressGap(gap string) bool {
	gap = strings.Trim(gap, "*_ ")
	return gap == "" || gap == "," || gap == "." || gap == "-"
}

var (
	livesWords = setOf("live lives living lived")
	houseWords = setOf("cottage house farm farmhouse barn lodge villa bungalow")
)

// houses finds houses with a name: "lives at Rose Cottage".
func (f *finder) houses() {
	for i := 0; i+3 < len(f.list); i++ {
		if !livesWords[f.list[i].text] || f.list[i+1].text != "at" && f.list[i+1].text != "in" || f.list[i+1].breaks {
			continue
		}
		for to := i + 3; to < len(f.list) && to <= i+4 && !f.list[to].breaks; to++ {
			named := true
			for n := i + 2; n <= to; n++ {
				named = named && f.list[n].capital
			}
			if named && houseWords[f.list[to].text] {
				f.add(Address, i+2, to, false, "")
				break
			}
		}
	}
}
