package received_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"folkmoot/models/db"
	"folkmoot/models/db/dbtest"
	"folkmoot/models/fixtures"
	"folkmoot/models/received"
)

// Whatever a mail server hands over for an address of ours is taken or refused: it is never a fault of ours, which would
// have it handed over again for ever, and it never takes long.
func TestHostileMail(t *testing.T) {
	raw, err := os.ReadFile(fixtures.Path(t, "corpora", "email", "gofuzz-mail.tar.gz"))
	if err != nil {
		t.Fatal(err)
	}
	d, now := dbtest.SQLite(t)
	s := newScene(t, d, now)
	to := s.address(103)
	unzipped, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	mails, outcomes := tar.NewReader(unzipped), map[received.Outcome]int{}
	for n := 0; ; n++ {
		header, err := mails.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		one, err := io.ReadAll(mails)
		if err != nil || header.Typeflag != tar.TypeReg {
			continue
		}
		if n%25 == 0 {
			now.Advance(61 * time.Minute) // past what one person may send in an hour
		}
		// As it came, and as one of Ann's: behind her headers, and as the body of a mail of hers.
		for kind, whole := range map[string][]byte{
			"as it came": one, "behind hers": append([]byte("From: ann@example.com\r\nTo: "+to+"\r\n"), one...), "in hers": mail(to, string(one)),
			"as a part": mail(to, "--x\r\nContent-Type: text/plain\r\n\r\nHello\r\n--x\r\n"+string(one)+"\r\n--x--\r\n", "Content-Type: multipart/mixed; boundary=x"),
		} {
			begun := time.Now()
			r, err := s.Take(ctx, received.Incoming{Raw: whole, To: to})
			if err != nil || r.Outcome == "" {
				t.Errorf("%s, %s: %+v %v", header.Name, kind, r, err)
			}
			if spent := time.Since(begun); spent > 10*time.Second {
				t.Errorf("%s, %s took %v", header.Name, kind, spent)
			}
			outcomes[r.Outcome]++
		}
	}
	t.Logf("%v", outcomes)
	if outcomes[received.Posted] < 50 || outcomes[received.Refused] < 100 {
		t.Errorf("%v: the corpora are not what they were", outcomes)
	}
	said, err := db.Values[string](ctx, d, "SELECT body_md || body_html FROM contributions")
	for _, words := range said {
		if strings.Contains(words, "<script") || strings.Contains(words, "href=\"javascript:") || strings.ContainsRune(words, 0) || !utf8.ValidString(words) {
			t.Errorf("posted: %.200q", words)
		}
	}
	if err != nil {
		t.Error(err)
	}
}

func TestMailInOtherLetters(t *testing.T) {
	const words = "Café für £2 – “yes”"
	d, now := dbtest.SQLite(t)
	s := newScene(t, d, now)
	coded := func(e encoding.Encoding, text string) string {
		t.Helper()
		out, err := e.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for name, c := range map[string]struct{ kind, transfer, body, want string }{
		"Windows":                {"text/plain; charset=windows-1252", "8bit", coded(charmap.Windows1252, words), words},
		"Windows, said of Latin": {"text/plain; charset=iso-8859-1", "8bit", coded(charmap.Windows1252, "Café £2"), "Café £2"},
		"Latin 15, quoted":       {"text/plain; charset=ISO-8859-15", "quoted-printable", "Caf=E9 =A4 5", "Café € 5"},
		"two bytes to a letter":  {"text/plain; charset=utf-16", "base64", base64.StdEncoding.EncodeToString([]byte(coded(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), words))), words},
		"Japanese":               {"text/plain; charset=iso-2022-jp", "7bit", coded(japanese.ISO2022JP, "バスがほしい"), "バスがほしい"},
		"a page":                 {"text/html; charset=windows-1252", "8bit", "<p>" + coded(charmap.Windows1252, words) + "</p>", words},
		"none that there is":     {"text/plain; charset=x-klingon", "8bit", "A bus, please", "A bus, please"},
		"none, and not said":     {"text/plain", "8bit", "Caf\xc3\xa9", "Café"},
		"not what it says":       {"text/plain; charset=utf-8", "8bit", "Caf\xe9 two", "Caf\ufffd two"},
	} {
		r := s.take(s.address(103), mail(s.address(103), c.body, "Content-Type: "+c.kind, "Content-Transfer-Encoding: "+c.transfer))
		got := ""
		if err := d.QueryRow(ctx, "SELECT COALESCE(MAX(body_md), '') FROM contributions WHERE id = ?", r.Contribution).Scan(&got); err != nil || got != c.want {
			t.Errorf("%s: %+v %q, want %q, %v", name, r, got, c.want, err)
		}
	}
}

// What programs hang on a mail beside its words is not posted; what a person hung on it, they are told of.
func TestWhatHangsOnAMail(t *testing.T) {
	part := func(head, body string) string { return "--x\r\n" + head + "\r\n\r\n" + body + "\r\n" }
	plain := part("Content-Type: text/plain; charset=utf-8", "I would take the bus.")
	for name, c := range map[string]struct {
		body  string
		files int
	}{
		"Outlook's copy of it":      {plain + part("Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=winmail.dat", "eJ8+IhIK"), 0},
		"the same, not labelled":    {plain + part("Content-Type: application/octet-stream; name=winmail.dat\r\nContent-Disposition: attachment; filename=winmail.dat", "x"), 0},
		"a signature":               {plain + part("Content-Type: application/pgp-signature; name=signature.asc", "-----BEGIN PGP SIGNATURE-----"), 0},
		"a card":                    {plain + part("Content-Type: text/vcard; name=ann.vcf\r\nContent-Disposition: attachment", "BEGIN:VCARD"), 1},
		"a program":                 {plain + part("Content-Type: application/x-msdownload; name=run.exe\r\nContent-Disposition: attachment", "MZ"), 1},
		"a page of the web":         {plain + part("Content-Type: text/html; name=a.html\r\nContent-Disposition: attachment; filename=a.html", "<script>alert(1)</script>"), 1},
		"a mail with a mail in it":  {plain + part("Content-Type: message/rfc822", "From: x@example.org\r\nSubject: y\r\n\r\nNot mine."), 0},
		"photos, two of which show": {plain + part("Content-Type: image/jpeg; name=a.jpg\r\nContent-Disposition: inline\r\nContent-ID: <a>", "x") + part("Content-Type: image/heic; name=b.heic\r\nContent-Disposition: attachment", "y"), 2},
	} {
		t.Run(name, func(t *testing.T) {
			d, now := dbtest.SQLite(t)
			s := newScene(t, d, now)
			r := s.take(s.address(103), mail(s.address(103), c.body+"--x--\r\n", "Content-Type: multipart/mixed; boundary=x"))
			if _, words := s.said(); r.Outcome != received.Posted || words != "I would take the bus." {
				t.Errorf("%+v %q", r, words)
			}
			told := 0
			if len(s.letters) > 0 {
				told = s.letters[0].Files
			}
			if told != c.files {
				t.Errorf("they are told of %d files", told)
			}
		})
	}
}

// Mail past all bounds is refused at once, whatever it claims.
func TestMailPastAllBounds(t *testing.T) {
	d, now := dbtest.SQLite(t)
	s := newScene(t, d, now)
	to := s.address(103)
	for name, raw := range map[string][]byte{
		"too many bytes":   mail(to, strings.Repeat("Buses. ", received.MaxMail/7+1)),
		"too many headers": mail(to, "Buses", "X-Long: "+strings.Repeat("x", 300<<10)),
		"too many parts":   mail(to, strings.Repeat("--x\r\nContent-Type: text/plain\r\n\r\nHello\r\n", 400)+"--x--", "Content-Type: multipart/mixed; boundary=x"),
		"too many words":   mail(to, strings.Repeat("Buses. ", 200_000)),
		"no mail":          []byte("\x00\x01\x02"),
		"nothing":          nil,
	} {
		begun := time.Now()
		if r := s.take(to, raw); !r.Unreadable() {
			t.Errorf("%s: %+v", name, r)
		}
		if spent := time.Since(begun); spent > 5*time.Second {
			t.Errorf("%s took %v", name, spent)
		}
	}
}
