package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"folkmoot/app/mail"
	"folkmoot/models/appeals"
	"folkmoot/models/db"
	"folkmoot/models/defamation"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/privacy"
	"folkmoot/views/email"
)

// Notices mails what people are told. Each mail is put together when it is sent, from what is true then; a second
// try carries the same message id, so that a mail that arrived twice shows as one.
type Notices struct {
	Sender     mail.Sender
	Place      string
	BaseURL    *url.URL
	Letters    *notify.Store
	Moderation *moderation.Store
	Appeals    *appeals.Store
	Defamation *defamation.Store
	Privacy    *privacy.Store
	Speech     Speech

	// Return gives the address that answers to a mail go to and the one that it comes back to, both bare; empty for the
	// sender's. It is nil where nobody reads what comes in.
	Return func(l notify.Letter, messageID string) (replyTo, bounces string)
}

// Register says how these jobs are done, to a worker.
func (n Notices) Register(w interface{ Handle(kind string, work Work) }) {
	w.Handle("mail", n.mailAccount)
	w.Handle(notify.JobMail, n.mailNotice)
	w.Handle(moderation.JobAnswer, n.answerReport)
	w.Handle(appeals.JobOutcome, n.answerAppeal)
	w.Handle(defamation.JobMail, n.mailDefamation)
	w.Handle(discussion.JobAnswered, n.tellAnswered)
	w.Handle(privacy.JobLetter, n.mailPrivacy)
	w.Handle(notify.JobRoundUp, n.mailRoundUp)
}

func (n Notices) mailNotice(ctx context.Context, payload json.RawMessage) error {
	var job notify.Mailing
	if err := json.Unmarshal(payload, &job); err != nil {
		return Pointless{fmt.Errorf("the job cannot be read: %w", err)}
	}
	letter, err := n.Letters.Letter(ctx, job.Notice)
	if errors.Is(err, db.ErrNotFound) {
		return nil // there is nothing to send any more
	}
	var later notify.Later
	if errors.As(err, &later) {
		return n.Letters.MailLater(ctx, job, later.Until)
	}
	if err != nil {
		return err
	}
	id := "notice-" + strconv.FormatInt(job.Notice, 10)
	if job.Answer != 0 {
		id += "-" + strconv.FormatInt(job.Answer, 10)
	}
	return n.send(ctx, letter, id)
}

// answerReport tells a visitor the outcome of their report and then forgets their address.
func (n Notices) answerReport(ctx context.Context, payload json.RawMessage) error {
	var job moderation.Answering
	if err := json.Unmarshal(payload, &job); err != nil {
		return Pointless{fmt.Errorf("the job cannot be read: %w", err)}
	}
	letter, err := n.Moderation.Answer(ctx, job.Report)
	if errors.Is(err, db.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := n.send(ctx, letter, "report-"+strconv.FormatInt(job.Report, 10)); err != nil {
		return err
	}
	return n.Moderation.Answered(ctx, job.Report)
}

// tellAnswered tells of an answer that a moderator let through.
func (n Notices) tellAnswered(ctx context.Context, payload json.RawMessage) error {
	var job discussion.Answering
	if err := json.Unmarshal(payload, &job); err != nil {
		return Pointless{fmt.Errorf("the job cannot be read: %w", err)}
	}
	return discussion.TellAnswered(ctx, n.Letters.DB, job)
}

// answerAppeal tells somebody without an account how their appeal was decided and then forgets their address.
func (n Notices) answerAppeal(ctx context.Context, payload json.RawMessage) error {
	var job appeals.Answering
	if err := json.Unmarshal(payload, &job); err != nil {
		return Pointless{fmt.Errorf("the job cannot be read: %w", err)}
	}
	letter, err := n.Appeals.Answer(ctx, job.Appeal)
	if errors.Is(err, db.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := n.send(ctx, letter, "appeal-"+strconv.FormatInt(job.Appeal, 10)); err != nil {
		return err
	}
	return n.Appeals.Answered(ctx, job.Appeal)
}

// mailDefamation mails one step about a notice of complaint, to the poster or to who complained.
func (n Notices) mailDefamation(ctx context.Context, payload json.RawMessage) error {
	var job defamation.Mailing
	if err := json.Unmarshal(payload, &job); err != nil {
		return Pointless{fmt.Errorf("the job cannot be read: %w", err)}
	}
	letter, err := n.Defamation.Letter(ctx, job)
	if errors.Is(err, db.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return n.send(ctx, letter, "defamation-"+strconv.FormatInt(job.Notice, 10)+"-"+job.What)
}

// mailPrivacy mails one step about what somebody asked about their details.
func (n Notices) mailPrivacy(ctx context.Context, payload json.RawMessage) error {
	var job privacy.Writing
	if err := json.Unmarshal(payload, &job); err != nil {
		return Pointless{fmt.Errorf("the job cannot be read: %w", err)}
	}
	letter, err := n.Privacy.Letter(ctx, job)
	if errors.Is(err, db.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return n.send(ctx, letter, "privacy-"+strconv.FormatInt(job.Request, 10)+"-"+string(job.What))
}

// mailRoundUp mails what somebody was told in a day or a week. It is put together when it is sent; where it turns out that
// nothing is left to tell, there is none.
func (n Notices) mailRoundUp(ctx context.Context, payload json.RawMessage) error {
	var job notify.RoundingUp
	if err := json.Unmarshal(payload, &job); err != nil {
		return Pointless{fmt.Errorf("the job cannot be read: %w", err)}
	}
	digest, err := n.Letters.Digest(ctx, job)
	if errors.Is(err, db.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	spoken, err := n.Speech.To(ctx, digest.Person)
	if err != nil {
		return err
	}
	words := email.RoundUp(spoken, n.Place, n.BaseURL.String(), digest)
	id := strings.Join([]string{"round-up", strconv.FormatInt(job.Person, 10), string(job.How), strconv.FormatInt(int64(job.Due), 10)}, "-")
	m := mail.Message{
		To: digest.To, ToName: digest.ToName, Subject: words.Subject, Text: words.Text, HTML: words.HTML, MessageID: people.MessageID(id, n.BaseURL),
		Headers: n.headers("round-up", digest.Off),
	}
	if n.Return != nil {
		_, m.Bounces = n.Return(notify.Letter{Person: digest.Person}, m.MessageID)
	}
	if err := n.hand(ctx, m, digest.Person); err != nil {
		return err
	}
	return n.Letters.Rounded(ctx, digest)
}

func (n Notices) send(ctx context.Context, l notify.Letter, id string) error {
	m := mail.Message{To: l.To, ToName: l.ToName, MessageID: people.MessageID(id, n.BaseURL), Headers: n.headers("notices", l.Off)}
	if l.Thread != 0 {
		n.thread(&m, l)
	}
	if n.Return != nil {
		m.ReplyTo, m.Bounces = n.Return(l, m.MessageID)
	}
	l.Answers = m.ReplyTo != ""
	spoken, err := n.Speech.To(ctx, l.Person)
	if err != nil {
		return err
	}
	words := email.Notice(spoken, n.Place, n.BaseURL.String(), l)
	m.Subject, m.Text, m.HTML = words.Subject, words.Text, words.HTML
	return n.hand(ctx, m, l.Person)
}

// thread lets mail programs show mails about one thread together: each refers to the thread's own id, and to that of what
// was answered. No mail has those ids, but all mails about the thread name them.
func (n Notices) thread(m *mail.Message, l notify.Letter) {
	root := "thread-" + strconv.FormatInt(l.Thread, 10)
	m.Headers["List-Id"] = "<" + strings.Replace(people.MessageID(root, n.BaseURL), "@", ".", 1) + ">"
	root = people.MessageID(root, n.BaseURL)
	m.InReplyTo, m.References = root, root
	if l.Parent != 0 {
		m.InReplyTo = people.MessageID("contribution-"+strconv.FormatInt(l.Parent, 10), n.BaseURL)
		m.References = root + " " + m.InReplyTo
	}
}

// headers are those of a mail that a program sends by itself: nobody's absence is to answer it, and where it can be chosen,
// mail programs offer to turn it off (RFC 3834, 2919, 2369 and 8058).
func (n Notices) headers(list, off string) map[string]string {
	headers := map[string]string{
		"Auto-Submitted": "auto-generated", "Precedence": "bulk",
		"List-Id": "<" + strings.Replace(people.MessageID(list, n.BaseURL), "@", ".", 1) + ">",
	}
	if off != "" {
		headers["List-Unsubscribe"] = "<" + email.OffURL(n.BaseURL.String(), off) + ">"
		headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
	}
	return headers
}

// hand hands a mail over. Where the server refuses its person's address for good, they get no more.
func (n Notices) hand(ctx context.Context, m mail.Message, person int64) error {
	err := n.Sender.Send(ctx, m)
	if mail.IsRefusal(err) && person != 0 {
		if stop := n.Letters.StopMail(ctx, person, m.To); stop != nil {
			return stop // the mail is tried again, and then refused again
		}
	}
	if mail.IsPermanent(err) {
		return Pointless{err}
	}
	return err
}
