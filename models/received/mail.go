package received

import (
	"bytes"
	"errors"
	"net/mail"
	"net/textproto"
	"strings"

	"github.com/jhillyerd/enmime/v2"

	"folkmoot/models/people"
	"folkmoot/models/received/newest"
)

// Bounds on a mail. A mail past them is not read.
const (
	MaxMail     = 25 << 20  // bytes
	maxHeaders  = 256 << 10 // bytes before the first empty line
	maxParts    = 300
	maxNesting  = 20      // parts that hold parts
	maxText     = 1 << 20 // bytes of words, quoted ones included
	maxAddress  = 2000    // bytes of a header that names people
	maxWho      = 20      // addresses that a mail is to
	maxMessages = 998     // bytes of a message id
)

// errUnreadable is a mail past the bounds, or none at all.
var errUnreadable = errors.New("the mail cannot be read")

// parts is a mail that was taken apart.
type parts struct {
	header textproto.MIMEHeader
	from   string // the one address that it is from, cleaned; empty where there is none or more than one
	id     string // its message id without angle brackets; may be empty
	words  string // the newest, as Markdown
	files  int    // pictures and documents that came with it
	root   *enmime.Part
}

var reader = enmime.NewParser(enmime.DisableTextConversion(true), enmime.SkipMalformedParts(true), enmime.MaxStoredPartErrors(10),
	enmime.MultipartWOBoundaryAsSinglePart(true))

// read takes a mail apart within the bounds.
func read(raw []byte) (l parts, err error) {
	defer func() { // a fault in a library must not keep a mail coming back for ever
		if recover() != nil {
			err = errUnreadable
		}
	}()
	raw = bytes.TrimLeft(raw, "\r\n")
	if rest, ok := bytes.CutPrefix(raw, []byte("From ")); ok { // the line with which mailboxes part mails
		_, raw, _ = bytes.Cut(rest, []byte("\n"))
	}
	if !within(raw) {
		return l, errUnreadable
	}
	l.root, err = reader.ReadParts(bytes.NewReader(raw))
	if err != nil || l.root == nil || l.root.Header == nil {
		return l, errUnreadable
	}
	l.header = l.root.Header
	l.from = l.sender()
	l.id = strings.Trim(strings.TrimSpace(l.header.Get("Message-Id")), "<>")
	if len(l.id) > maxMessages {
		l.id = ""
	}
	text, err := l.text(l.root, 0)
	if err != nil || len(text) > maxText {
		return l, errUnreadable
	}
	l.words = newest.Words(text)
	return l, nil
}

// within tells whether a mail is within the bounds before anything takes it apart.
func within(raw []byte) bool {
	if len(raw) == 0 || len(raw) > MaxMail {
		return false
	}
	head := raw[:min(len(raw), maxHeaders+4)]
	end := bytes.Index(head, []byte("\n\r\n"))
	if other := bytes.Index(head, []byte("\n\n")); end < 0 || other >= 0 && other < end {
		end = other
	}
	if end < 0 && len(raw) > maxHeaders {
		return false
	}
	low := bytes.ToLower(raw)
	return bytes.Count(low, []byte("boundary=")) <= maxNesting && bytes.Count(low, []byte("\ncontent-type:")) <= maxParts &&
		bytes.Count(low, []byte("\n--")) <= 20*maxParts
}

// sender is the one person that a mail says it is from.
func (l parts) sender() string {
	written := l.header["From"]
	if len(written) != 1 || len(written[0]) > maxAddress {
		return ""
	}
	all, err := enmime.ParseAddressList(written[0])
	if err != nil || len(all) != 1 {
		return ""
	}
	address, err := people.CleanEmail(all[0].Address)
	if err != nil {
		return ""
	}
	return address
}

// to lists the addresses that a mail was delivered to, as mail servers note them, and then those that it names itself.
func (l parts) to() []string {
	var found []string
	for _, name := range []string{"Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc", "Resent-To"} {
		for _, written := range l.header[textproto.CanonicalMIMEHeaderKey(name)] {
			if len(written) > maxAddress || len(found) > maxWho {
				continue
			}
			if all, err := mail.ParseAddressList(written); err == nil {
				for _, one := range all {
					found = append(found, one.Address)
				}
			} else {
				found = append(found, strings.Trim(strings.TrimSpace(written), "<>"))
			}
		}
	}
	return found
}

// text gathers the words of a part and of those in it, and counts what is no text.
func (l *parts) text(p *enmime.Part, depth int) (string, error) {
	if depth > maxNesting {
		return "", errUnreadable
	}
	kind := strings.ToLower(p.ContentType)
	switch {
	case p.FirstChild != nil && kind == "multipart/alternative":
		return l.alternative(p, depth)
	case p.FirstChild != nil:
		var parts []string
		for child := p.FirstChild; child != nil; child = child.NextSibling {
			text, err := l.text(child, depth+1)
			if err != nil {
				return "", err
			}
			if strings.TrimSpace(text) != "" {
				parts = append(parts, text)
			}
		}
		return strings.Join(parts, "\n\n"), nil
	case strings.EqualFold(p.Disposition, "attachment") || kind != "" && kind != "text/plain" && kind != "text/html":
		if !silent[kind] && !strings.EqualFold(p.FileName, "winmail.dat") { // Outlook's copy, whatever it is labelled
			l.files++
		}
		return "", nil
	case kind == "text/html":
		return newest.Text(string(p.Content))
	case strings.EqualFold(p.ContentTypeParams["format"], "flowed"):
		return newest.Flow(string(p.Content), strings.EqualFold(p.ContentTypeParams["delsp"], "yes")), nil
	}
	return string(p.Content), nil
}

// silent are parts that nobody attached: signatures that programs check, and Outlook's copy of the mail.
var silent = map[string]bool{
	"application/pgp-signature": true, "application/pgp-keys": true, "application/pkcs7-signature": true, "application/x-pkcs7-signature": true,
	"application/ms-tnef": true, "text/x-amp-html": true, "text/calendar": true, "text/enriched": true, "message/rfc822": true,
	"message/delivery-status": true, "text/rfc822-headers": true, "multipart/alternative": true, "multipart/mixed": true, "multipart/related": true,
}

// alternative takes the plain text of a mail that is there in several forms, else its page.
func (l *parts) alternative(p *enmime.Part, depth int) (string, error) {
	best := ""
	for child := p.FirstChild; child != nil; child = child.NextSibling {
		text, err := l.text(child, depth+1)
		if err != nil && strings.TrimSpace(best) == "" {
			return "", err
		}
		if strings.TrimSpace(best) == "" && err == nil {
			best = text
		}
	}
	return best, nil
}
