package newest_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"folkmoot/models/received/newest"
)

// mailed is what our mail looks like when a program quotes it.
const mailed = `> Hello Ann,
>
> Somebody answered what you wrote.
>
> Read the answer:
> https://talk.example.org/contributions/9
>
> Our place`

var texts = []struct{ name, text, want string }{
	{"nothing quoted", "I would take the bus.", "I would take the bus."},
	{"Gmail on the web", "I would take the bus if it ran on Sundays.\n\nOn Mon, 1 Jun 2026 at 09:30, Our place <no-reply@talk.example.org> wrote:\n\n" + mailed, "I would take the bus if it ran on Sundays."},
	{"Gmail, the line broken", "Yes please.\n\nOn Mon, 1 Jun 2026 at 09:30, Our place of the long name <\nno-reply@talk.example.org> wrote:\n\n" + mailed, "Yes please."},
	{"Gmail in Welsh", "Mae angen bws ar ddydd Sul.\n\nAr Llun, 1 Meh 2026 am 09:30, Our place <no-reply@talk.example.org>\nysgrifennodd:\n\n" + mailed, "Mae angen bws ar ddydd Sul."},
	{"Gmail's older way", "Fine by me.\n\n2026-06-01 9:30 GMT+01:00 Our place <no-reply@talk.example.org>:\n\n" + mailed, "Fine by me."},
	{"Outlook on a desktop", "I would take the bus.\n\nKind regards,\nAnn\n\nFrom: Our place <no-reply@talk.example.org>\nSent: 01 June 2026 09:30\nTo: Ann <ann@example.com>\nSubject: Somebody answered you\n\nHello Ann,\n\nSomebody answered what you wrote.", "I would take the bus.\n\nKind regards,\nAnn"},
	{"older Outlook", "I would take the bus.\n\n-----Original Message-----\nFrom: Our place [mailto:no-reply@talk.example.org]\nSent: 01 June 2026 09:30\nTo: Ann\nSubject: Somebody answered you\n\nHello Ann,", "I would take the bus."},
	{"Outlook in Welsh", "Byddwn i'n dal y bws.\n\nOddi wrth: Our place <no-reply@talk.example.org>\nAnfonwyd: 01 Mehefin 2026 09:30\nAt: Ann <ann@example.com>\nPwnc: Somebody answered you\n\nHello Ann,", "Byddwn i'n dal y bws."},
	{"older Outlook in Welsh", "Iawn.\n\n-----Neges Wreiddiol-----\nOddi wrth: Our place\nAnfonwyd: 01 Mehefin 2026", "Iawn."},
	{"Outlook on the web", "I would take the bus.\n________________________________\nFrom: Our place <no-reply@talk.example.org>\nSent: Monday, June 1, 2026 9:30:00 AM\nTo: Ann <ann@example.com>\nSubject: Somebody answered you\n\nHello Ann,", "I would take the bus."},
	{"Outlook on a phone", "I would take the bus.\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\nFrom: Our place <no-reply@talk.example.org>\nSent: Monday, June 1, 2026 9:30:00 AM\nTo: Ann\nSubject: Somebody answered you", "I would take the bus."},
	{"Outlook with bold heads", "Yes.\n\n*From:* Our place <no-reply@talk.example.org>\n*Sent:* Monday\n*To:* Ann\n*Subject:* Somebody answered you\n\nHello", "Yes."},
	{"Apple Mail", "I would take the bus.\n\n> On 1 Jun 2026, at 09:30, Our place <no-reply@talk.example.org> wrote:\n> \n" + mailed, "I would take the bus."},
	{"Apple Mail on a phone", "I would take the bus.\n\nSent from my iPhone\n\n> On 1 Jun 2026, at 09:30, Our place <no-reply@talk.example.org> wrote:\n> \n> \ufeff\n" + mailed, "I would take the bus."},
	{"a phone in Welsh", "Hoffwn i fws.\n\nAnfonwyd o fy iPhone\n\n> Ar 1 Meh 2026, am 09:30, ysgrifennodd Our place <no-reply@talk.example.org>:\n> \n" + mailed, "Hoffwn i fws."},
	{"Thunderbird, below", "On 01/06/2026 09:30, Our place wrote:\n" + mailed + "\n\nI would take the bus.\n\n-- \nAnn Jones\n07700 900123", "I would take the bus."},
	{"Thunderbird, above", "I would take the bus.\n\nOn 01/06/2026 09:30, Our place wrote:\n" + mailed, "I would take the bus."},
	{"Thunderbird in Welsh", "Ar 01/06/2026 09:30, ysgrifennodd Our place:\n" + mailed + "\n\nCytuno.", "Cytuno."},
	{"between the lines", "On 01/06/2026 09:30, Our place wrote:\n> Should buses run on Sundays?\nYes, to the hospital.\n> And who would pay?\nAll of us.\n> Our place", "> Should buses run on Sundays?\n\nYes, to the hospital.\n\n> And who would pay?\n\nAll of us."},
	{"between, with a greeting", "Hello all,\n\nOn 01/06/2026 09:30, Our place wrote:\n> Should buses run on Sundays?\n\nYes.\n", "Hello all,\n\n> Should buses run on Sundays?\n\nYes."},
	{"between, and older still", "On 01/06/2026 09:30, Our place wrote:\n> Should buses run?\n>> Said before that.\n\nYes.\n\n> On Sundays?\n\nYes again.", "> Should buses run?\n\nYes.\n\n> On Sundays?\n\nYes again."},
	{"Yahoo", "I would take the bus.\n\nOn Monday, 1 June 2026 at 09:30:00 BST, Our place <no-reply@talk.example.org> wrote:\n\nHello Ann,\n\nSomebody answered what you wrote.", "I would take the bus."},
	{"Yahoo on a phone", "I would take the bus.\n\nSent from Yahoo Mail on Android\n\nOn Mon, 1 Jun 2026 at 9:30, Our place<no-reply@talk.example.org> wrote:   Hello Ann,", "I would take the bus."},
	{"K-9", "I would take the bus.\n-- \nSent from my Android device with K-9 Mail. Please excuse my brevity.\n\nOn 1 June 2026 09:30:00 BST, Our place <no-reply@talk.example.org> wrote:\n" + mailed, "I would take the bus."},
	{"K-9, the signature last", "I would take the bus.\n\nOn 1 June 2026 09:30:00 BST, Our place <no-reply@talk.example.org> wrote:\n" + mailed + "\n\n-- \nSent from my Android device with K-9 Mail. Please excuse my brevity.", "I would take the bus."},
	{"Samsung", "I would take the bus.\n\nSent from my Galaxy\n\n-------- Original message --------\nFrom: Our place <no-reply@talk.example.org>\nDate: 01/06/2026 09:30 (GMT+00:00)\nTo: ann@example.com\nSubject: Somebody answered you\n\nHello", "I would take the bus."},
	{"a council's last words", "We run two buses.\n\nAnn Jones\n\nThis email and any attachments are confidential and intended solely for the addressee.\nIf you are not the addressee, tell us.\n\nPlease consider the environment before printing this email.", "We run two buses.\n\nAnn Jones"},
	{"a council's last words in Welsh", "Mae gennym ddau fws.\n\nMae'r e-bost hwn ac unrhyw atodiadau yn gyfrinachol.", "Mae gennym ddau fws."},
	{"French", "Oui.\n\nLe lun. 1 juin 2026 à 09:30, Our place <no-reply@talk.example.org> a écrit :\n\n" + mailed, "Oui."},
	{"German", "Ja.\n\nAm 01.06.26 um 09:30 schrieb Our place <no-reply@talk.example.org>:\n" + mailed, "Ja."},
	{"Polish", "Tak.\n\nW dniu 1.06.2026 o 09:30, Our place pisze:\n" + mailed, "Tak."},
	{"somebody's own quotation", "> Buses should run on Sundays\n\nI say so too.", "> Buses should run on Sundays\n\nI say so too."},
	{"what looks like it is not", "On Monday the council wrote:\n\nno buses on Sundays. I disagree.\n\nFrom: where I live\nit is a mile.", "On Monday the council wrote:\n\nno buses on Sundays. I disagree.\n\nFrom: where I live\nit is a mile."},
	{"words about phones", "Sent from my iPhone is what every mail says.\n\nI do not have one.", "Sent from my iPhone is what every mail says.\n\nI do not have one."},
	{"a list and a line", "Two things:\n\n- buses\n- trains\n\n---\n\nThat is all.", "Two things:\n\n- buses\n- trains\n\n---\n\nThat is all."},
	{"odd ends of lines", "One.\r\rTwo.\r\n\r\n\r\n\r\nThree.\u2028Four.\x00", "One.\n\nTwo.\n\nThree.\nFour."},
	{"far from the margin", "Look:\n\n        no code\n\tnor this", "Look:\n\nno code\nnor this"},
	{"right to left, and small pictures", "نعم، أريد حافلة 🚌👩‍👩‍👧\n\nOn Mon, 1 Jun 2026 at 09:30, Our place <no-reply@talk.example.org> wrote:\n" + mailed, "نعم، أريد حافلة 🚌👩‍👩‍👧"},
	{"pictures", "Look at this [cid:image001.png@01DA.1234] bus\n[image: bus.jpg]", "Look at this  bus"},
	{"only a quotation", "On 01/06/2026 09:30, Our place wrote:\n" + mailed, ""},
	{"only a signature", "-- \nAnn", ""},
	{"nothing", "", ""},
}

func TestTheNewestWordsAlone(t *testing.T) {
	for _, c := range texts {
		for name, text := range map[string]string{"LF": c.text, "CRLF": strings.ReplaceAll(strings.ReplaceAll(c.text, "\r\n", "\n"), "\n", "\r\n")} {
			if got := newest.Words(text); got != c.want {
				t.Errorf("%s (%s):\n%q\nwant\n%q", c.name, name, got, c.want)
			}
		}
	}
}

var pages = []struct{ name, page, want string }{
	{"Gmail", `<div dir="ltr">I would take the <b>bus</b>.<div><br></div><div>On Sundays&nbsp;too.</div></div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Mon, 1 Jun 2026 at 09:30, Our place &lt;<a href="mailto:no-reply@talk.example.org">no-reply@talk.example.org</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0"><p>Hello Ann,</p><p>Somebody answered.</p></blockquote></div>`, "I would take the bus.\n\nOn Sundays too."},
	{"Outlook on the web", `<html><head><style>p{}</style></head><body><div class="elementToProof">I would take the bus.</div><div id="Signature"><p>Ann<br>Buses Ltd</p></div><div id="appendonsend"></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><b>From:</b> Our place &lt;no-reply@talk.example.org&gt;<br><b>Sent:</b> 01 June 2026 09:30<br><b>To:</b> Ann<br><b>Subject:</b> Somebody answered</div><div>Hello Ann,</div></body></html>`, "I would take the bus."},
	{"Apple Mail", `<html><body>Yes.<div>To the hospital.</div><br><blockquote type="cite"><div>On 1 Jun 2026, at 09:30, Our place &lt;no-reply@talk.example.org&gt; wrote:</div><div>Hello</div></blockquote></body></html>`, "Yes.\nTo the hospital."},
	{"Yahoo", `<div class="yahoo-style-wrap"><div>I would take the bus.</div></div><div id="yahoo_quoted_123" class="yahoo_quoted"><div>On Monday, 1 June 2026 at 09:30:00 BST, Our place &lt;x@example.org&gt; wrote:</div><div>Hello Ann</div></div>`, "I would take the bus."},
	{"between the lines", `<div class="moz-cite-prefix">On 01/06/2026 09:30, Our place wrote:<br></div><blockquote type="cite"><p>Should buses run?</p></blockquote><p>Yes.</p><blockquote type="cite"><p>Who pays?</p></blockquote><p>All.</p>`, "> Should buses run?\n\nYes.\n\n> Who pays?\n\nAll."},
	{"lists, links and what is hidden", `<p>See:</p><ul><li>the <a href="https://example.org/a">timetable</a></li><li><a href="https://example.org">https://example.org</a></li></ul><ol><li>one</li></ol><div style="display:none">secret</div><script>alert(1)</script><img src="x" alt="y"><a href="javascript:x()">press</a>`, "See:\n\n- the timetable (https://example.org/a)\n- https://example.org\n\n1. one\n\npress"},
	{"written in code", "<pre>one\n  two</pre>", "one\n  two"},
}

func TestPagesAreReadAsText(t *testing.T) {
	for _, c := range pages {
		text, err := newest.Text(c.page)
		if got := newest.Words(text); err != nil || got != c.want {
			t.Errorf("%s: %v\n%q\nwant\n%q\nfrom\n%s", c.name, err, got, c.want, text)
		}
	}
	for name, page := range map[string]string{"deep": strings.Repeat("<div>", 400) + "x", "large": strings.Repeat("x", 3<<20)} {
		if _, err := newest.Text(page); err == nil {
			t.Errorf("what is too %s is read", name)
		}
	}
}

func TestBrokenLinesAreJoined(t *testing.T) {
	for _, c := range []struct {
		text        string
		deleteSpace bool
		want        string
	}{
		{"One long \nline.\nAnother.", false, "One long line.\nAnother."},
		{"One lon \ng line.", true, "One long line."},
		{"> quoted \n> on\nmine", false, "> quoted on\nmine"},
		{" > not quoted\n From here", false, "> not quoted\nFrom here"},
		{"words\n-- \nAnn", false, "words\n-- \nAnn"},
		{">> deep \n> less", false, ">> deep \n> less"},
	} {
		if got := newest.Flow(strings.ReplaceAll(c.text, "\n", "\r\n"), c.deleteSpace); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, c := range texts {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := newest.Words(text)
		if !utf8.ValidString(got) || strings.ContainsAny(got, "\x00\r") {
			t.Errorf("%q gives %q", text, got)
		}
		if got != strings.Trim(got, "\n") || strings.Contains(got, "\n\n\n") {
			t.Errorf("%q leaves empty lines: %q", text, got)
		}
	})
}

func FuzzText(f *testing.F) {
	for _, c := range pages {
		f.Add(c.page)
	}
	f.Fuzz(func(t *testing.T, page string) {
		if text, err := newest.Text(page); err == nil && strings.Contains(newest.Words(text), "\x00") {
			t.Errorf("%q gives %q", page, text)
		}
	})
}
