package watch

import (
	"strconv"
	"strings"
	"time"
)

// card finds the number of a bank card.
func (f *finder) card(at int) bool {
	all, ends := f.digits(at, 19)
	for n := len(ends) - 1; n >= 0; n-- {
		if ends[n] < 13 {
			return false
		}
		number := string(all[:ends[n]])
		if strings.IndexByte("23456", number[0]) >= 0 && luhn(number) && evenly(f.list[at:at+n+1]) {
			return f.add(Card, at, at+n, false, "")
		}
	}
	return false
}

// evenly tells whether digits are written in one piece or in groups of four and more, as on a card.
func evenly(list []token) bool {
	for _, t := range list[:len(list)-1] {
		if len(t.text) < 4 {
			return false
		}
	}
	return true
}

// luhn checks the last digit of a card's number (ISO/IEC 7812-1, annex B).
func luhn(number string) bool {
	sum := 0
	for i := range len(number) {
		n := int(number[len(number)-1-i] - '0')
		if n > 9 || n < 0 {
			return false
		}
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

var (
	accountWords = setOf("account acc acct")
	sortWords    = setOf("sort sortcode")
	healthNumber = setOf("nhs")
)

// bank finds a sort code with an account's number, and either of them beside its name.
func (f *finder) bank(at int) bool {
	list := f.list
	if len(list[at].text) == 8 && list[at].number() && before(list, at, 4, accountWords) {
		return f.add(BankAccount, at, at, false, "")
	}
	last := at
	switch {
	case len(list[at].text) == 6 && list[at].number() && before(list, at, 3, sortWords):
		return f.add(BankAccount, at, at, false, "")
	case at+2 < len(list) && pair(list[at]) && pair(list[at+1]) && pair(list[at+2]) && joins(list[at+1].gap) && list[at+1].gap == list[at+2].gap:
		last = at + 2
	default:
		return false
	}
	if before(list, at, 3, sortWords) {
		return f.add(BankAccount, at, last, false, "")
	}
	for i := last + 1; i < len(list) && i <= last+6; i++ {
		if len(list[i].text) == 8 && list[i].number() && strings.ContainsAny(list[at+1].gap, "-–") {
			return f.add(BankAccount, at, i, false, "")
		}
	}
	return false
}

func pair(t token) bool { return t.number() && len(t.text) == 2 }

// nhs finds an NHS number: ten digits of which the last checks the others (NHS Data Model and Dictionary, modulus 11),
// in the groups in which it is written, or beside its name.
func (f *finder) nhs(at int) bool {
	all, ends := f.digits(at, 10)
	n := len(ends) - 1
	if n < 0 || ends[n] != 10 || !modulus11(string(all)) {
		return false
	}
	grouped := n == 2 && ends[0] == 3 && ends[1] == 6
	if !grouped && !before(f.list, at, 6, healthNumber) {
		return false
	}
	return f.add(NHSNumber, at, at+n, false, "")
}

func modulus11(number string) bool {
	sum, same := 0, true
	for i := range 9 {
		sum += int(number[i]-'0') * (10 - i)
		same = same && number[i] == number[0]
	}
	check := (11 - sum%11) % 11
	return !same && check != 10 && int(number[9]-'0') == check
}

// insurance finds a National Insurance number: two letters, six digits and a letter from A to D.
func (f *finder) insurance(at int) bool {
	joined, ends := f.joined(at, 9)
	if len(ends) == 0 && at > 0 { // the two letters may stand by themselves
		at--
		if len(f.list[at].text) == 2 && !f.taken[at] {
			joined, ends = f.joined(at, 9)
		}
	}
	n := len(ends) - 1
	if n < 0 || ends[n] != 9 || !insured(joined) {
		return false
	}
	return f.add(Insurance, at, at+n, false, "")
}

// joined gives tokens that are parted by a space, a hyphen or a dot only, as one, where they come to a length exactly.
func (f *finder) joined(at, length int) (string, []int) {
	all, ends := "", []int(nil)
	for i := at; i < len(f.list) && !f.taken[i]; i++ {
		if i > at && (!joins(f.list[i].gap) || len(f.list[i].gap) > 3) {
			break
		}
		if all += f.list[i].text; len(all) > length {
			break
		}
		if ends = append(ends, len(all)); len(all) == length {
			return all, ends
		}
	}
	return "", nil
}

// insured tells whether letters and digits make a National Insurance number (HMRC, NIM39110).
func insured(s string) bool {
	for i := range len(s) {
		if digit := s[i] >= '0' && s[i] <= '9'; digit != (i >= 2 && i < 8) {
			return false
		}
	}
	if strings.IndexByte("dfiquv", s[0]) >= 0 || strings.IndexByte("dfioquv", s[1]) >= 0 || s[8] < 'a' || s[8] > 'd' {
		return false
	}
	switch s[:2] {
	case "bg", "gb", "kn", "nk", "nt", "tn", "zz":
		return false
	}
	return true
}

var (
	birthWords = setOf("born dob birth birthday birthdate")
	months     = func() set {
		s := set{}
		for m := time.January; m <= time.December; m++ {
			name := strings.ToLower(m.String())
			s[name], s[name[:3]] = true, true
		}
		s["sept"] = true
		return s
	}()
)

// birth finds a whole date beside a word for being born.
func (f *finder) birth(at int) bool {
	list := f.list
	if !before(list, at, 5, birthWords) && !(at > 2 && list[at-1].text == "b" && list[at-2].text == "o" && list[at-3].text == "d") {
		return false
	}
	if at+2 >= len(list) || !within(list[at], 1, 31) && !within(list[at], 1900, 2100) {
		return false
	}
	month := at + 1
	if list[month].text == "of" && month+2 < len(list) {
		month++
	}
	if !months[list[month].text] && !within(list[month], 1, 12) {
		return false
	}
	year := list[month+1]
	if year.breaks || !within(year, 1900, 2100) && !within(year, 0, 99) {
		return false
	}
	return f.add(Birth, at, month+1, false, "")
}

// within tells whether a token is a number of a range; the ending of "3rd" does not count.
func within(t token, least, most int) bool {
	text := t.text
	if t.letters == 2 && t.digits > 0 {
		text = strings.TrimRight(text, "stndrh")
	}
	n, err := strconv.Atoi(text)
	return err == nil && n >= least && n <= most
}

var vehicleWords = setOf("reg registration plate plates numberplate car van lorry vehicle driver drives motorbike taxi")

// registration finds the number plate of a vehicle, as those since 1983 are written; older kinds cannot be told from
// other letters and numbers.
func (f *finder) registration(at int) bool {
	list, t := f.list, f.list[at]
	cue := before(list, at, 6, vehicleWords)
	text, to := t.text, at
	if t.letters > 0 && t.letters <= 2 && t.text[0] > '9' && at+1 < len(list) && list[at+1].letters == 3 && list[at+1].digits == 0 &&
		len(list[at+1].gap) <= 2 && !list[at+1].breaks && (t.upper && list[at+1].upper || cue) {
		text, to = text+list[at+1].text, at+1
	}
	if !t.upper && !cue || !plate(text, cue) {
		return false
	}
	return f.add(Registration, at, to, false, text)
}

// plate tells whether letters and digits are those of a number plate.
func plate(s string, cue bool) bool {
	if len(s) == 7 && letters(s[:2]) && letters(s[4:]) && !strings.ContainsAny(s[:2], "iqz") {
		n, err := strconv.Atoi(s[2:4])
		return err == nil && (n >= 1 && n <= 27 || n >= 51 && n <= 77) && (cue || !commonThree[s[4:]])
	}
	if !cue || len(s) < 5 || len(s) > 7 || !letters(s[:1]) || !letters(s[len(s)-3:]) {
		return false
	}
	_, err := strconv.Atoi(s[1 : len(s)-3])
	return err == nil
}

var commonThree = setOf("the and for are but not you all any can had her was one our out day get has him his how man new now old see two way who bus car van")

func letters(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}
