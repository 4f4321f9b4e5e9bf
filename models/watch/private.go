package watch

import "slices"

// Kinds of private detail.
const (
	Phone        = "phone"
	Email        = "email"
	Postcode     = "postcode"
	Address      = "address" // a house in a street
	NHSNumber    = "nhs-number"
	Insurance    = "national-insurance"
	Card         = "card"
	BankAccount  = "bank-account"
	Birth        = "birth" // a date of birth
	Registration = "registration"
	Profile      = "profile" // a person's page on a social network
	Health       = "health"  // about somebody else's health
)

// Details lists the kinds of private detail in the order in which they are named to people.
var Details = []string{Address, Postcode, Phone, Email, Health, Birth, NHSNumber, Insurance, BankAccount, Card, Registration, Profile}

// Detail is a private detail in a text: bytes Start to End of it.
type Detail struct {
	Kind       string
	Start, End int
	Soft       bool // it may well be fit to be read: a moderator looks, and nobody waits for that

	plain string // as it is told from those that the place published itself
}

// PrivateDetails finds private details as they are written in Britain, in the order of the text; they do not overlap.
// Numbers and addresses that are plainly those of organisations are left out, or soft where that is not sure.
func PrivateDetails(source string) []Detail {
	list := tokens(source)
	return details(source, list, links(source, list))
}

func details(source string, list []token, addresses []Link) []Detail {
	f := &finder{source: source, list: list, taken: make([]bool, len(list))}
	f.found = profiles(addresses)
	f.skip(addresses) // what looks like a number within the address of a page is part of it
	f.emails()
	for at := range list {
		if f.taken[at] || list[at].digits == 0 {
			continue
		}
		for _, look := range []func(int) bool{f.card, f.bank, f.nhs, f.insurance, f.birth, f.phone, f.postcode, f.registration, f.address} {
			if look(at) {
				break
			}
		}
	}
	f.houses()
	f.health()
	slices.SortFunc(f.found, func(a, b Detail) int { return a.Start - b.Start })
	return f.found
}

// finder looks through one text.
type finder struct {
	source string
	list   []token
	taken  []bool // tokens that are part of a detail already
	found  []Detail
}

// add notes that the tokens from one to another are a detail.
func (f *finder) add(kind string, from, to int, soft bool, plain string) bool {
	for i := from; i <= to; i++ {
		if f.taken[i] {
			return false
		}
	}
	for i := from; i <= to; i++ {
		f.taken[i] = true
	}
	start := f.list[from].start
	if kind == Phone && start > 0 && f.source[start-1] == '+' {
		start--
	}
	f.found = append(f.found, Detail{Kind: kind, Start: start, End: f.list[to].end, Soft: soft, plain: plain})
	return true
}

// organisations are words beside which a number or an address is that of an organisation rather than of a person.
var organisations = setOf(`council councils library libraries surgery surgeries hospital hospitals clinic clinics practice reception
	helpline helplines hotline switchboard police school schools college university museum theatre centre centres office offices
	shop shops store supermarket pub cafe café bakery restaurant hotel church mosque temple charity samaritans childline
	nhs gp gps pharmacy chemist dentist station depot company service services department team bank citizens advice
	branch customer headquarters premises business council's surgery's trust`)

// organisation tells whether words about an organisation stand near the tokens from one to another.
func (f *finder) organisation(from, to int) bool {
	return before(f.list, from, 6, organisations) || after(f.list, to+1, 3, organisations)
}

// digits gives the digits of a token and the tokens after it that belong together: parted by nothing but a space, a
// hyphen, a dot or a bracket. Ends is how many digits there are up to the end of each token.
func (f *finder) digits(at, most int) (all []byte, ends []int) {
	for i := at; i < len(f.list) && i < at+12 && !f.taken[i]; i++ {
		t := f.list[i]
		if !t.number() || i > at && !joins(t.gap) || len(all)+len(t.text) > most {
			break
		}
		all = append(all, t.text...)
		ends = append(ends, len(all))
	}
	return all, ends
}

// joins tells whether what stands between two groups of digits lets them be one number.
func joins(gap string) bool {
	if len(gap) > 12 {
		return false
	}
	marks := 0
	for _, r := range gap {
		switch {
		case r == ' ' || r == '\u00A0' || r == '\u202F' || r == '\u2009' || hidden(r):
		case r == '-' || r == '.' || r == '(' || r == ')' || r == '/' || r == '‐' || r == '‑' || r == '–' || r == '—' || r == '·' || r == '_' || r == '*':
			marks++
		default:
			return false
		}
	}
	return marks <= 3
}

// skip keeps the parts of addresses of pages from being taken for details by themselves.
func (f *finder) skip(addresses []Link) {
	at := 0
	for _, l := range addresses {
		for ; at < len(f.list) && f.list[at].start < l.End; at++ {
			f.taken[at] = f.taken[at] || f.list[at].start >= l.Start
		}
	}
}
