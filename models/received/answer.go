package received

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"folkmoot/models/db"
	"folkmoot/models/discussion"
	"folkmoot/models/guide"
	"folkmoot/models/people"
	"folkmoot/models/queue"
	"folkmoot/models/say"
)

// answer posts the words of a mail that is from whom it says, or writes back why not.
func (s *Store) answer(ctx context.Context, m mailIn) (Result, error) {
	words := s.scrubbed(m.Words)
	switch {
	case m.TooOld:
		return s.giveBack(ctx, m, whyOld, say.F("You can answer a mail for %d days, and this one is older.", int(AnswerFor/(24*time.Hour))))
	case words == "":
		return s.giveBack(ctx, m, whyEmpty, "We found no new words in it. Perhaps it held a picture only, or all of it was quoted.")
	case m.writer.state != people.Active:
		return s.giveBack(ctx, m, whyHold, "Your account is on hold, so you cannot post. You can still read everything.")
	}
	err := s.People.Allow(ctx, "mail-in:"+itoa(m.writer.id), mailsAnHour, time.Hour)
	if errors.As(err, new(db.Limited)) {
		return s.giveBack(ctx, m, whyMany, reason(err))
	}
	if err != nil {
		return Result{}, err
	}
	id, err := s.post(ctx, m, words)
	if err != nil {
		var draft kept
		if errors.As(err, &draft) {
			return s.giveBackAt(ctx, m, whyRule, "There is something for you to agree to first. We have kept your words where you meant them. Press the button: they are in the box. When you post them, we show you first what it is.", draft.at)
		}
		why := reason(err)
		if why == "" {
			return Result{}, err
		}
		return s.giveBack(ctx, m, whyRule, why)
	}
	return s.posted(ctx, m, id)
}

// post says the words in their writer's name, through the same door as what is typed. A mail that is taken again after
// the program stopped in between is not said twice: the digest of the mail is the key of the command.
func (s *Store) post(ctx context.Context, m mailIn, words string) (int64, error) {
	actor, err := s.People.ActorOf(ctx, m.writer.id)
	if err != nil {
		return 0, err
	}
	owed, err := s.People.Owing(ctx, actor)
	if err != nil {
		return 0, err
	}
	var thread, chapter int64
	err = s.DB.QueryRow(ctx, `SELECT c.thread_id, COALESCE(h.id, 0) FROM contributions c LEFT JOIN chapters h ON h.thread_id = c.thread_id
		WHERE c.id = ?`, m.Token.Contribution).Scan(&thread, &chapter)
	if err != nil {
		return 0, err
	}
	if owed.Any() {
		return 0, s.agreeFirst(ctx, m, actor, thread, chapter != 0, words)
	}
	key := db.Key{Token: base64.RawURLEncoding.EncodeToString(m.Digest[:16]), Actor: actor.ID}
	if chapter != 0 {
		return s.Guides.Comment(ctx, actor, key, guide.NewComment{
			Chapter: chapter, ParentID: m.Token.Contribution, Body: words, Channel: discussion.Email, Language: m.writer.locale,
		})
	}
	return s.Discussions.Post(ctx, actor, key, discussion.Answer{
		ThreadID: thread, ParentID: m.Token.Contribution, Body: words, Channel: discussion.Email, Language: m.writer.locale,
	})
}

// agreeFirst keeps what somebody wrote who has to agree first to what has changed, as a draft where they meant to say it.
func (s *Store) agreeFirst(ctx context.Context, m mailIn, actor people.Actor, thread int64, chapter bool, words string) error {
	place := "/discussions/" + itoa(thread) + "/answers?to=" + itoa(m.Token.Contribution)
	if chapter {
		spot, err := s.Guides.Where(ctx, actor, m.Token.Contribution)
		if err != nil {
			return err
		}
		place = spot.AnswerPath(m.Token.Contribution)
	}
	saved, err := s.People.SaveOwnDraft(ctx, actor, people.Saving{
		Place: place, Fields: map[string]string{"body": words, "parent": itoa(m.Token.Contribution)},
		FormKey: base64.RawURLEncoding.EncodeToString(m.Digest[:16]),
	})
	if err != nil {
		return err
	}
	return kept{place + "&draft=" + itoa(saved.Draft)}
}

// kept says that words are not posted, but kept at a path of this site.
type kept struct{ at string }

// Error says so for logs.
func (kept) Error() string { return "kept as a draft until its writer agrees to what has changed" }

// reason says in plain words why something may not be said; empty for what is no rule but a fault.
func reason(err error) say.Text {
	var forbidden db.Forbidden
	var invalid db.Invalid
	var limited db.Limited
	var large db.TooLarge
	switch {
	case errors.As(err, &forbidden):
		return say.Text(forbidden.Reason)
	case errors.As(err, &limited):
		return say.Text(limited.Reason)
	case errors.As(err, &large):
		return say.Text(large.Reason)
	case errors.As(err, &invalid):
		var all []say.Text
		for _, field := range slices.Sorted(maps.Keys(invalid)) {
			all = append(all, say.Text(invalid[field]))
		}
		return say.Join(all...)
	case errors.Is(err, db.ErrNotFound):
		return "What you answered is not there any more, or is not for you to see now."
	}
	return ""
}

// posted notes that the words of a mail were posted, and writes back where there is something to know.
func (s *Store) posted(ctx context.Context, m mailIn, id int64) (Result, error) {
	state, err := db.Value[discussion.State](ctx, s.DB, "SELECT state FROM contributions WHERE id = ?", id)
	if err != nil {
		return Result{}, err
	}
	var then func(tx *db.Tx) error
	if held := state == discussion.Held; held || m.Files > 0 {
		then, err = s.letter(ctx, m, Letter{Held: held, Files: m.Files, Link: "/contributions/" + itoa(id)})
		if err != nil {
			return Result{}, err
		}
	}
	return s.note(ctx, m, Result{Outcome: Posted, Contribution: id}, then)
}

// giveBack writes to the writer of a mail why it was not posted, with their words. Past the limit of such letters
// nothing is written or kept, so that a flood leaves nothing behind.
func (s *Store) giveBack(ctx context.Context, m mailIn, why string, text say.Text) (Result, error) {
	link := "/"
	if !m.TooOld && m.Token.Contribution != 0 {
		link = "/contributions/" + itoa(m.Token.Contribution)
	}
	return s.giveBackAt(ctx, m, why, text, link)
}

// giveBackAt is giveBack with the path that the letter leads to.
func (s *Store) giveBackAt(ctx context.Context, m mailIn, why string, text say.Text, link string) (Result, error) {
	then, err := s.letter(ctx, m, Letter{Why: text, Words: short(m.Words), Files: m.Files, Link: link})
	if err != nil {
		return Result{}, err
	}
	if then == nil {
		return Result{Outcome: Ignored, Why: why}, nil
	}
	return s.note(ctx, m, Result{Outcome: Returned, Why: why}, then)
}

// short cuts words that are longer than could ever be posted.
func short(words string) string {
	if len(words) <= discussion.MaxBody {
		return words
	}
	cut := discussion.MaxBody
	for !utf8.RuneStart(words[cut]) {
		cut--
	}
	return words[:cut] + " …"
}

// outgoing is a mail in the form in which the job that sends it is stored.
type outgoing struct {
	To, ToName, Subject, Text, HTML, MessageID, InReplyTo, References string
	Bounces                                                           string
	Headers                                                           map[string]string
}

// letter composes what we write back, to be put in the outbox together with what is noted; nil where nothing may be
// sent. It goes to the address that the account has, never to one that only stands in the mail.
func (s *Store) letter(ctx context.Context, m mailIn, l Letter) (func(tx *db.Tx) error, error) {
	if m.writer.stopped {
		return nil, nil
	}
	err := s.People.Allow(ctx, "mail-letter:"+itoa(m.writer.id), lettersAnHour, time.Hour)
	if errors.As(err, new(db.Limited)) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	l.Name, l.Locale = m.writer.name, m.writer.locale
	w, err := s.Compose(ctx, l)
	if err != nil {
		return nil, err
	}
	out := outgoing{
		To: m.writer.email, ToName: m.writer.name, Subject: w.Subject, Text: w.Text, HTML: w.HTML,
		MessageID: people.MessageID("answered-"+hex.EncodeToString(m.Digest[:12]), s.BaseURL), Bounces: s.Reader.Addresses.Return(m.writer.id, s.DB.Clock.Now()),
		Headers: map[string]string{"Auto-Submitted": "auto-replied", "X-Loop": HomeOf(s.BaseURL)},
	}
	if isMessageID(m.ID) {
		out.InReplyTo, out.References = m.ID, m.ID
	}
	return func(tx *db.Tx) error { return queue.Enqueue(tx, "mail", out) }, nil
}

// isMessageID tells whether a message id of somebody else's can stand in a header of ours.
func isMessageID(id string) bool {
	left, right, ok := strings.Cut(id, "@")
	return ok && left != "" && right != "" && len(id) <= 250 && !strings.Contains(right, "@") && !strings.ContainsFunc(id, func(r rune) bool {
		return r <= ' ' || r > '~' || strings.ContainsRune(`<>()[]\,;:"`, r)
	})
}

// HomeOf is the host in the ids of mails that a site sends.
func HomeOf(site *url.URL) string {
	_, host, _ := strings.Cut(people.MessageID("x", site), "@")
	return strings.ToLower(host)
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
