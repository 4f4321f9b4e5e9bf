package defamation

import (
	"context"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/notify"
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
var required = map[string]string{
	"name":      "your name",
	"email":     "an email address where you can be reached",
	"statement": "the words that you complain about, and where they stand",
	"why":       "why they are defamatory of you, that is why they harm your name",
	"meaning":   "what you think the words mean",
	"wrong":     "which facts in them are wrong, or which opinions are not supported by fact",
	"unknown":   "that you do not know enough about who wrote them to bring proceedings against that person",
}

// Required says in words what one of the Particulars is.
func Required(key string) string { return required[key] }

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
	l.Words = strings.Join(s.toComplainant(n, m.What), "\n\n")
	return l, nil
}

// toComplainant is what who complained is told.
func (s *Store) toComplainant(n Notice, what string) []string {
	say := []string{"You sent us a notice of complaint about words on this site. Its number is " + number(n.ID) + ". They stand at " + notify.Permalink(n.Contribution) + "."}
	if what != mailReceived { // that one goes out by itself: it carries no words to an address that anybody can give
		say[0] += " You told us that they are: “" + n.Statement + "”"
	}
	switch State(what) {
	case SentBack:
		say = append(say, "The notice does not hold all that section 5 of the Defamation Act 2013 and the Defamation (Operators of Websites) Regulations 2013 ask for. We think that this is missing: "+list(strings.Fields(n.Missing))+".",
			"A notice has to say: "+list(Particulars)+". It also has to say whether your name and email address may be given to who wrote the words.",
			"You can send another notice at any time. We do nothing more about this one.")
	case PosterAsked:
		say = append(say, "We have written to who wrote the words, and sent them a copy of your notice. They have until midnight at the end of "+s.day(n.ReplyDueAt)+" to answer. After that we write to you again.")
		if !n.MayPass {
			say = append(say, "We did not give them your name or your address.")
		}
	case Removed:
		say = append(say, "The words have been removed.")
	case Kept:
		say = append(say, "Who wrote the words does not want them removed. They have not been removed.")
		if n.PosterMayPass {
			say = append(say, "They agreed that we give you their name and address: "+n.PosterName+", "+strings.Join(strings.Fields(strings.ReplaceAll(n.PosterAddress, "\n", ", ")), " "))
		} else {
			say = append(say, "They gave us their name and address, and did not agree that we give them to you.")
		}
	case Withdrawn:
		say = append(say, "You told us that you do not go on with it, so we have closed it.")
	default:
		say = append(say, "We have it. Within 48 hours, not counting weekends and bank holidays, we write to who wrote the words, or tell you what is missing, or remove the words.")
	}
	return say
}

// ByPost is what who complained is to be told on paper, since they gave no email address; nothing where they did, or there is
// nothing to tell now.
func (s *Store) ByPost(n Notice) []string {
	switch {
	case n.Email != "" || n.Name+n.Address+n.Statement == "":
		return nil
	case n.State == Received:
		return s.toComplainant(n, mailReceived)
	case n.State == PosterStands:
		return nil
	}
	return s.toComplainant(n, string(n.State))
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
	until := s.day(n.ReplyDueAt)
	say := []string{
		"Somebody complains formally that words of yours on this site harm their name. This mail is a notification under the Defamation (Operators of Websites) Regulations 2013. Please read it with care.",
		"We may have to remove your words from this site unless we get an answer in writing by midnight at the end of " + until + ". Follow the link below to answer.",
		"You can answer that you agree that we remove them. Or you can answer that you do not want them removed. Then the law asks you for your full name and the postal address where you live or work, and whether we may give these to who complained. If something of this is missing, or it is plainly false, we have to remove your words.",
		"We do not give your name or your address to who complained unless you agree, or a court orders us to.",
		"This is the notice.",
	}
	say = append(say, Copy(n)...)
	l.Words = strings.Join(append(say, "We cannot give you legal advice. A solicitor or Citizens Advice can."), "\n\n")
	return l, nil
}

// Copy gives a notice as the poster may read it, a paragraph a particular.
func Copy(n Notice) []string {
	who := "Who complains did not agree that we give you their name and email address."
	if n.MayPass {
		who = "Who complains: " + n.Name + ", " + n.Email + "."
	}
	return []string{
		who, "The words: “" + n.Statement + "” They stand at " + notify.Permalink(n.Contribution) + ".",
		"Why they are said to be defamatory: " + n.Why, "What they are said to mean: " + n.Meaning, "What is said to be wrong or not supported by fact: " + n.Wrong,
	}
}

// list joins particulars in words.
func list(keys []string) string {
	words := make([]string, len(keys))
	for i, key := range keys {
		words[i] = required[key]
	}
	return strings.Join(words, "; ")
}

// day writes the day at whose end something is due.
func (s *Store) day(due clock.Instant) string {
	return (due - 1).In(s.Zone).Format("Monday 2 January 2006")
}
