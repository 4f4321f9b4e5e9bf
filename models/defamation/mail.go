package defamation

import (
	"context"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/notify"
	"folkmoot/models/say"
)

// JobMail is the kind of the job that mails somebody about a notice. Its payload is a Mailing.
const JobMail = "defamation-mail"

// Mailing says what a job is to mail: to the poster, or to who complained what became of it.
type Mailing struct {
	Notice int64
	What   string
}

// What is mailed, besides the states in which a notice is closed.
const (
	mailReceived = "received"
	mailPoster   = "poster"
)

// required is what the law asks of a notice, by key.
var required = map[string]say.Text{
	"name":      "your name",
	"email":     "an email address where you can be reached",
	"statement": "the words that you complain about, and where they stand",
	"why":       "why they are defamatory of you, that is why they harm your name",
	"meaning":   "what you think the words mean",
	"wrong":     "which facts in them are wrong, or which opinions are not supported by fact",
	"unknown":   "that you do not know enough about who wrote them to bring proceedings against that person",
}

// Required says in words what one of the Particulars is.
func Required(key string) say.Text { return required[key] }

// Letter puts together a mail from what is true now. ErrNotFound where there is nothing to send any more.
func (s *Store) Letter(ctx context.Context, m Mailing) (notify.Letter, error) {
	n, err := db.One(ctx, s.DB, scanNotice, noticeQuery+"n.id = ?", m.Notice)
	if err != nil {
		return notify.Letter{}, err
	}
	if m.What == mailPoster {
		return s.toPoster(ctx, n)
	}
	if n.Email == "" || m.What != mailReceived && m.What != string(n.State) && (m.What != string(PosterAsked) || n.ContactedAt == 0) {
		return notify.Letter{}, db.ErrNotFound
	}
	l := notify.Letter{To: n.Email, ToName: n.Name, Kind: notify.Complaint, Link: "/complaints", Subject: "About your notice of complaint"}
	if m.What == mailReceived {
		l.ToName = ""
	}
	l.Words = say.Paragraphs(toComplainant(n, m.What)...)
	return l, nil
}

// toComplainant is what who complained is told.
func toComplainant(n Notice, what string) []say.Text {
	parts := []say.Text{say.F("You sent us a notice of complaint about words on this site. Its number is %s. They stand at %s.", number(n.ID), notify.Permalink(n.Contribution))}
	if what != mailReceived { // that one goes out by itself: it carries no words to an address that anybody can give
		parts[0] = say.Join(parts[0], say.F("You told us that they are: “%s”", n.Statement))
	}
	switch State(what) {
	case SentBack:
		parts = append(parts,
			say.F("The notice does not hold all that section 5 of the Defamation Act 2013 and the Defamation (Operators of Websites) Regulations 2013 ask for. We think that this is missing: %s.", list(strings.Fields(n.Missing))),
			say.F("A notice has to say: %s. It also has to say whether your name and email address may be given to who wrote the words.", list(Particulars)),
			"You can send another notice at any time. We do nothing more about this one.")
	case PosterAsked:
		parts = append(parts, say.F("We have written to who wrote the words, and sent them a copy of your notice. They have until midnight at the end of %s to answer. After that we write to you again.", day(n.ReplyDueAt)))
		if !n.MayPass {
			parts = append(parts, "We did not give them your name or your address.")
		}
	case Removed:
		parts = append(parts, "The words have been removed.")
	case Kept:
		parts = append(parts, "Who wrote the words does not want them removed. They have not been removed.")
		if n.PosterMayPass {
			parts = append(parts, say.F("They agreed that we give you their name and address: %s, %s", n.PosterName, strings.Join(strings.Fields(strings.ReplaceAll(n.PosterAddress, "\n", ", ")), " ")))
		} else {
			parts = append(parts, "They gave us their name and address, and did not agree that we give them to you.")
		}
	case Withdrawn:
		parts = append(parts, "You told us that you do not go on with it, so we have closed it.")
	default:
		parts = append(parts, "We have it. Within 48 hours, not counting weekends and bank holidays, we write to who wrote the words, or tell you what is missing, or remove the words.")
	}
	return parts
}

// ByPost is what who complained is to be told on paper, since they gave no email address; nothing where they did, or there is
// nothing to tell now.
func (s *Store) ByPost(n Notice) []say.Text {
	switch {
	case n.Email != "" || n.Name+n.Address+n.Statement == "":
		return nil
	case n.State == Received:
		return toComplainant(n, mailReceived)
	case n.State == PosterStands:
		return nil
	}
	return toComplainant(n, string(n.State))
}

// toPoster is what the poster is written, with a copy of the notice.
func (s *Store) toPoster(ctx context.Context, n Notice) (l notify.Letter, err error) {
	if n.State != PosterAsked || !n.Contactable {
		return l, db.ErrNotFound
	}
	var code string
	if err := s.DB.QueryRow(ctx, `SELECT p.email, p.public_name, n.reply_code FROM defamation_notices n JOIN people p ON p.id = ? WHERE n.id = ?`, n.author, n.ID).
		Scan(&l.To, &l.ToName, &code); err != nil {
		return l, err
	}
	l.Kind, l.Link = notify.Complaint, "/defamation/reply/"+code
	parts := []say.Text{
		"Somebody complains formally that words of yours on this site harm their name. This mail is a notification under the Defamation (Operators of Websites) Regulations 2013. Please read it with care.",
		say.F("We may have to remove your words from this site unless we get an answer in writing by midnight at the end of %s. Follow the link below to answer.", day(n.ReplyDueAt)),
		"You can answer that you agree that we remove them. Or you can answer that you do not want them removed. Then the law asks you for your full name and the postal address where you live or work, and whether we may give these to who complained. If something of this is missing, or it is plainly false, we have to remove your words.",
		"We do not give your name or your address to who complained unless you agree, or a court orders us to.",
		"This is the notice.",
	}
	parts = append(parts, Copy(n)...)
	l.Words = say.Paragraphs(append(parts, "We cannot give you legal advice. A solicitor or Citizens Advice can.")...)
	return l, nil
}

// Copy gives a notice as the poster may read it, a paragraph a particular.
func Copy(n Notice) []say.Text {
	who := say.Text("Who complains did not agree that we give you their name and email address.")
	if n.MayPass {
		who = say.F("Who complains: %s, %s.", n.Name, n.Email)
	}
	return []say.Text{
		who, say.F("The words: “%s” They stand at %s.", n.Statement, notify.Permalink(n.Contribution)),
		say.F("Why they are said to be defamatory: %s", n.Why), say.F("What they are said to mean: %s", n.Meaning),
		say.F("What is said to be wrong or not supported by fact: %s", n.Wrong),
	}
}

// list joins particulars in words.
func list(keys []string) say.Text {
	all := make([]say.Text, len(keys))
	for i, key := range keys {
		all[i] = required[key]
	}
	return say.List("; ", all...)
}

// day writes the day at whose end something is due.
func day(due clock.Instant) say.LongDay { return say.LongDay(due - 1) }
