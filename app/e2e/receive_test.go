package e2e

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"folkmoot/models/db"
)

// piped hands a mail to the command as a mail server does, and gives the code that it ends with.
func (p *place) piped(to, mail string) int {
	p.t.Helper()
	cmd := p.exec("receive", to)
	cmd.Stdin = strings.NewReader(strings.ReplaceAll(mail, "\n", "\r\n"))
	var said bytes.Buffer
	cmd.Stderr = &said
	err := cmd.Run()
	if _, ended := err.(*exec.ExitError); err != nil && !ended {
		p.t.Fatalf("%v\n%s", err, &said)
	}
	return cmd.ProcessState.ExitCode()
}

// answeredBy is a mail from somebody, as a mail program writes it: their words above, what they answer below.
func answeredBy(from, id, words string, headers ...string) string {
	return "From: " + from + "\nTo: somebody@example.org\nMessage-ID: <" + id + "@mail.example.org>\nSubject: Re: Somebody answered you\n" +
		"Content-Type: text/plain; charset=utf-8\n" + strings.Join(append(headers, ""), "\n") + "\n" + words + "\n\nOn Sunday somebody wrote:\n> what stood there before\n"
}

// said counts what stands with such words, by whom and what it answers.
func (p *place) said(words, email string, parent int64) int {
	p.t.Helper()
	d := p.open()
	defer d.Close()
	n, err := db.Value[int](context.Background(), d, `SELECT COUNT(*) FROM contributions c JOIN people p ON p.id = c.author_id
		WHERE c.body_md = ? AND p.email = ? AND c.parent_id = ? AND c.channel = 'email'`, words, email, parent)
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}

// writes sends the form of a page and gives the id of what was said.
func (c *caller) writes(page, action, words string) int64 {
	c.t.Helper()
	f := c.page(page).form(c.t, action)
	f.fields.Set("body", words)
	f.fields.Set("do", "post")
	got := c.must(c.send(f), 303)
	where := got.header.Get("Location")
	id, err := strconv.ParseInt(where[strings.LastIndexAny(where, "c/")+1:], 10, 64)
	if err != nil {
		c.t.Fatalf("sent to %s", where)
	}
	return id
}

// Somebody is answered in a discussion and on a paragraph of a chapter, gets a mail, answers that, and their words stand on the
// page in their name. What others send to the address, machines, and what comes again, changes nothing.
func TestAnswersByMail(t *testing.T) {
	t.Parallel()
	p := newDemo(t, "FOLKMOOT_MAIL_REPLIES=talk+*@example.org").served()
	doreen, ruth := p.signedIn(t, demoEmail("doreen")), p.signedIn(t, demoEmail("ruth"))
	paragraph := chapter + "/versions/2/paragraphs/3/comments"
	var last letter
	for i, place := range []struct{ page, action string }{{talk + "/answers", talk + "/answers"}, {paragraph, paragraph}} {
		asked := doreen.writes(place.page, place.action, fmt.Sprintf("Who opens the hall on a Sunday? (%d)", i))
		told := ruth.writes(fmt.Sprintf("%s?to=%d", place.page, asked), place.action, fmt.Sprintf("The caretaker does, I think. (%d)", i))
		l := p.letter(demoEmail("doreen"), fmt.Sprintf("/contributions/%d", told))
		if !strings.HasPrefix(l.replyTo, "<talk+") || l.returns == "" {
			t.Fatalf("%s: answers go to %q, and it comes back to %q", place.page, l.replyTo, l.returns)
		}
		to := strings.Trim(l.replyTo, "<>")
		words := fmt.Sprintf("She is away **all** August. (%d)", i)
		mail := answeredBy("Doreen <"+demoEmail("doreen")+">", fmt.Sprint("m", i), words)
		for name, bad := range map[string]string{
			"somebody else":    answeredBy(demoEmail("ruth"), "a", "Not hers."),
			"a machine":        answeredBy(demoEmail("doreen"), "b", "Not hers.", "Auto-Submitted: auto-replied"),
			"a mailing list":   answeredBy(demoEmail("doreen"), "c", "Not hers.", "Precedence: list"),
			"a mail of a site": answeredBy(demoEmail("doreen"), "d", "Not hers.", "X-Loop: 127.0.0.1"),
		} {
			if code := p.piped(to, bad); code != 0 {
				t.Errorf("%s is told %d", name, code)
			}
		}
		if code := p.piped("talk+nobody@example.org", mail); code != 67 {
			t.Errorf("nobody's address: %d", code)
		}
		for range 2 {
			if code := p.piped(to, mail); code != 0 {
				t.Errorf("%s: ended with %d", place.page, code)
			}
		}
		p.eventually("her words are there", func() bool { return p.said(words, demoEmail("doreen"), told) == 1 })
		if got := ruth.page(fmt.Sprintf("%s?to=%d", place.page, told)); !strings.Contains(got.body, "The caretaker does") {
			t.Errorf("%s is not to be read", place.page)
		}
		if n := p.said("Not hers.", demoEmail("doreen"), told); n != 0 {
			t.Errorf("%d mails were posted that are not hers", n)
		}
		last = l
	}
	p.comesBack(last)
	p.stop()
	p.verify()
}

// comesBack has a mail come back as one that can never be delivered, and checks that no more are sent to its address.
func (p *place) comesBack(l letter) {
	p.t.Helper()
	report := "From: MAILER-DAEMON@mx.example.org\nTo: " + l.returns + "\nMessage-ID: <" + l.returns + ">\nSubject: Undelivered Mail\nAuto-Submitted: auto-replied\n" +
		"MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nNo.\n--b\nContent-Type: message/delivery-status\n\n" +
		"Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; " + l.to + "\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: text/rfc822-headers\n\nSubject: x\n\n--b--\n"
	if code := p.piped(l.returns, report); code != 0 {
		p.t.Errorf("a mail that came back: %d", code)
	}
	stopped := func(value string) (n int) {
		d := p.open()
		defer d.Close()
		n, err := db.Value[int](context.Background(), d, "SELECT COUNT(*) FROM people WHERE email = ? AND mail_stopped_at IS "+value, l.to)
		if err != nil {
			p.t.Fatal(err)
		}
		return n
	}
	p.eventually("no more mail goes to the address", func() bool { return stopped("NOT NULL") == 1 })
}
