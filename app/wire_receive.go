package main

import (
	"context"

	"folkmoot/app/jobs"
	"folkmoot/models/guide"
	"folkmoot/models/notify"
	"folkmoot/models/people"
	"folkmoot/models/received"
	"folkmoot/views/email"
)

// receive lets the site take answers by mail, and mail that came back, where that is set. It gives what says where answers
// to a mail go, and the mail itself where it cannot be delivered.
func (s *site) receive() (func(l notify.Letter, messageID string) (replyTo, bounces string), error) {
	reader, err := s.config.reader(s.log)
	if err != nil {
		return nil, err
	}
	in := &jobs.Receive{Mailbox: s.config.Replies.Mailbox, Log: s.log, Store: &received.Store{
		DB: s.db, People: s.people, Discussions: s.discussions, Reader: reader, BaseURL: s.config.BaseURL,
		Guides: &guide.Store{DB: s.db, Zone: s.config.TimeZone, Talk: s.discussions},
		Compose: func(ctx context.Context, l received.Letter) (people.Writing, error) {
			spoken, err := s.speech.In(ctx, l.Locale)
			if err != nil {
				return people.Writing{}, err
			}
			return email.Answered(spoken, s.config.Place, s.config.BaseURL.String(), l), nil
		},
	}}
	in.Register(s.worker)
	return func(l notify.Letter, _ string) (replyTo, bounces string) {
		now := s.db.Clock.Now()
		if l.Contribution != 0 && (l.Kind == notify.Reply || l.Kind == notify.Mention || l.Kind == notify.Followed) {
			replyTo = reader.Addresses.Answer(l.Person, l.Contribution, now)
		}
		return replyTo, reader.Addresses.Return(l.Person, now)
	}, nil
}
