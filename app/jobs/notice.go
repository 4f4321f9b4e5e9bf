package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"

	"folkmoot/app/mail"
	"folkmoot/models/appeals"
	"folkmoot/models/db"
	"folkmoot/models/defamation"
	"folkmoot/models/discussion"
	"folkmoot/models/moderation"
	"folkmoot/models/notify"
	"folkmoot/models/people"
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
}

// Register says how these jobs are done, to a worker.
func (n Notices) Register(w interface{ Handle(kind string, work Work) }) {
	w.Handle(notify.JobMail, n.mailNotice)
	w.Handle(moderation.JobAnswer, n.answerReport)
	w.Handle(appeals.JobOutcome, n.answerAppeal)
	w.Handle(defamation.JobMail, n.mailDefamation)
	w.Handle(discussion.JobAnswered, n.tellAnswered)
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

func (n Notices) send(ctx context.Context, l notify.Letter, id string) error {
	words := email.Notice(ctx, n.Place, n.BaseURL.String(), l)
	err := n.Sender.Send(ctx, mail.Message{
		To: l.To, ToName: l.ToName, Subject: words.Subject, Text: words.Text, HTML: words.HTML,
		MessageID: people.MessageID(id, n.BaseURL),
	})
	if mail.IsPermanent(err) {
		return Pointless{err}
	}
	return err
}
