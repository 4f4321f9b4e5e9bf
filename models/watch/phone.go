package watch

import (
	"strings"
)

var callWords = setOf(`ring call phone tel telephone mobile mob text whatsapp number landline phoned rang contact cell fax`)

// phone finds a telephone number. Numbers that are free to call, are charged by what they are for, or are short, are
// those of organisations.
func (f *finder) phone(at int) bool {
	all, ends := f.digits(at, 18)
	if len(all) < 6 {
		return false
	}
	start := f.list[at].start
	abroad := start > 0 && f.source[start-1] == '+' || strings.HasPrefix(string(all), "0044")
	for n := len(ends) - 1; n >= 0; n-- {
		number, sure := national(string(all[:ends[n]]), abroad)
		if number == "" || !grouped(f.list[at:at+n+1], abroad) {
			continue
		}
		if !sure && !before(f.list, at, 4, callWords) {
			continue
		}
		if public(number) {
			f.take(at, at+n)
			return true
		}
		return f.add(Phone, at, at+n, number[1] != '7' && f.organisation(at, at+n), number)
	}
	return false
}

// take keeps tokens from being taken for something else.
func (f *finder) take(from, to int) {
	for i := from; i <= to; i++ {
		f.taken[i] = true
	}
}

// national gives a number as it is dialled within Britain, and whether it is one for certain; nothing where it is none.
func national(digits string, abroad bool) (number string, sure bool) {
	if abroad {
		digits = strings.TrimPrefix(digits, "00")
		rest, british := strings.CutPrefix(digits, "44")
		if !british {
			return "+" + digits, len(digits) >= 9 && len(digits) <= 15
		}
		digits = "0" + strings.TrimPrefix(rest, "0")
	}
	if digits[0] != '0' {
		if len(digits) >= 6 && len(digits) <= 8 { // without its area's code
			return "01" + digits, false
		}
		if len(digits) == 10 && digits[0] == '7' { // a mobile without its first digit, as spreadsheets leave it
			return "0" + digits, false
		}
		return "", false
	}
	switch {
	case len(digits) == 11 && strings.IndexByte("123789", digits[1]) >= 0:
		return digits, true
	case len(digits) == 10 && (digits[1] == '1' || digits[1] == '8'):
		return digits, digits[1] == '8'
	}
	return "", false
}

// grouped tells whether digits are grouped as those of a telephone number are, rather than as those of dates.
func grouped(list []token, abroad bool) bool {
	if abroad || len(list) == 1 {
		return true
	}
	first := len(list[0].text)
	if first >= 3 {
		for _, t := range list[1:] {
			if len(t.text) < 2 && len(list) > 2 || strings.Contains(t.gap, "/") && len(list) > 2 {
				return false
			}
		}
		return true
	}
	for _, t := range list {
		if len(t.text) > 3 || strings.Contains(t.gap, "/") {
			return false
		}
	}
	return list[0].text == "07" || list[0].text == "01" || list[0].text == "02"
}

// public tells whether a number is of a kind that people do not have at home.
func public(number string) bool {
	return strings.HasPrefix(number, "03") || strings.HasPrefix(number, "08") || strings.HasPrefix(number, "09")
}

// offices are the parts before @ that stand for a place rather than for a person.
var offices = setOf(`info enquiries enquiry office contact admin hello support press bookings booking reception help helpdesk team
	planning consultation consultations feedback complaints mail post library council services service customer customerservices
	events news media secretary clerk chair treasurer licensing housing highways democracy committee committees volunteers volunteering
	jobs recruitment sales accounts general webmaster newsletter noreply members membership safeguarding hub`)

// publicEnds are the ends of the names of public bodies.
var publicEnds = []string{"gov.uk", "nhs.uk", "nhs.net", "police.uk", "parliament.uk", "sch.uk", "ac.uk", "mod.uk", "gov.scot", "gov.wales"}

var mailWords = setOf(`gmail googlemail hotmail yahoo outlook icloud btinternet aol live msn sky talktalk virginmedia protonmail proton ntlworld`)

// emails finds addresses of electronic mail: those with @ in them, and those of large providers in which it is spelled out.
func (f *finder) emails() {
	for i := 1; i < len(f.list); i++ {
		t := f.list[i]
		switch {
		case isAt(t.gap):
			f.email(i)
		case mailWords[t.text] && i >= 2 && f.list[i-1].text == "at" && i+1 < len(f.list) && !t.breaks && !f.list[i-1].breaks:
			end := i + 1
			if f.list[end].text == "dot" && end+1 < len(f.list) {
				end++
			}
			if top := f.list[end].text; top == "com" || top == "co" || top == "net" {
				f.add(Email, i-2, end, false, "")
			}
		}
	}
}

// isAt tells whether what stands between two words is the sign of an address.
func isAt(gap string) bool {
	switch strings.ToLower(strings.ReplaceAll(gap, " ", "")) {
	case "@", `\@`, "＠", "[@]", "(@)":
		return true
	}
	return false
}

// email takes the address whose part behind the sign begins at a token.
func (f *finder) email(at int) {
	from, to := at-1, at
	for from > 0 && glued(f.list[from].gap, ".-_+%") {
		from--
	}
	for to+1 < len(f.list) && glued(f.list[to+1].gap, ".-") {
		to++
	}
	name, domain := "", ""
	for i := from; i < at; i++ {
		name += f.list[i].text
	}
	dots := 0
	for i := at; i <= to; i++ {
		if i > at {
			domain += f.list[i].gap
			dots++
		}
		domain += f.list[i].text
	}
	if dots == 0 || f.list[to].letters < 2 {
		return
	}
	soft := false
	for _, end := range publicEnds {
		soft = soft || strings.HasSuffix(domain, end)
	}
	if last := f.list[at-1].text; offices[name] || offices[f.list[from].text] || offices[last] {
		soft = true
		for _, provider := range f.list[at : to+1] {
			soft = soft && !mailWords[provider.text]
		}
		if soft { // a place's, and not a person's
			f.take(from, to)
			return
		}
	}
	f.add(Email, from, to, soft, name+"@"+domain)
}

// glued tells whether two words are joined by one of some signs alone.
func glued(gap, signs string) bool {
	gap = strings.TrimPrefix(gap, `\`)
	return len(gap) == 1 && strings.Contains(signs, gap)
}
