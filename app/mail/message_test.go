package mail

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

func TestMessageRefusesWhatSmugglesHeaders(t *testing.T) {
	tests := map[string]func(*Message){
		"second recipient":          func(m *Message) { m.To = "a@example.org, b@example.org" },
		"line break in recipient":   func(m *Message) { m.To = "a@example.org\r\nBcc: b@example.org" },
		"quoted line break":         func(m *Message) { m.To = "\"a\r\nRCPT TO:<b@example.org>\"@example.org" },
		"name in the recipient":     func(m *Message) { m.To = "Mo <a@example.org>" },
		"no recipient":              func(m *Message) { m.To = "" },
		"line break in the name":    func(m *Message) { m.ToName = "Mo\nBcc: b@example.org" },
		"line break in the subject": func(m *Message) { m.Subject = "Hello\r\nBcc: b@example.org" },
		"bare CR in the subject":    func(m *Message) { m.Subject = "Hello\rBcc: b@example.org" },
		"NUL in the subject":        func(m *Message) { m.Subject = "Hello\x00" },
		"line separator":            func(m *Message) { m.Subject = "Hello\u2028Bcc: b@example.org" },
		"no UTF-8 in the subject":   func(m *Message) { m.Subject = "Hello\xff" },
		"line break in a header":    func(m *Message) { m.Headers = map[string]string{"X-A": "b\r\nBcc: b@example.org"} },
		"colon in a header's name":  func(m *Message) { m.Headers = map[string]string{"X-A: b\r\nBcc": "x"} },
		"header of our own":         func(m *Message) { m.Headers = map[string]string{"bCC": "b@example.org"} },
		"no message id":             func(m *Message) { m.MessageID = "" },
		"line break in message id":  func(m *Message) { m.MessageID = "a@b>\r\nBcc: <b@example.org" },
		"brackets in message id":    func(m *Message) { m.MessageID = "<a@b>" },
		"in reply to nothing":       func(m *Message) { m.InReplyTo = "yesterday" },
		"references to nothing":     func(m *Message) { m.References = "a@b  c@d" },
		"no text":                   func(m *Message) { m.Text = " \n" },
	}
	for name, spoil := range tests {
		t.Run(name, func(t *testing.T) {
			m := letter()
			spoil(&m)
			var out bytes.Buffer
			if err := NewLog(&out).Send(t.Context(), m); !IsPermanent(err) {
				t.Errorf("got %v, want a permanent error", err)
			}
			if out.Len() > 0 {
				t.Errorf("it was written all the same: %s", out.String())
			}
		})
	}
	if err := letter().check(); err != nil {
		t.Errorf("a whole message was refused: %v", err)
	}
}

func TestLogShowsTheLink(t *testing.T) {
	var out bytes.Buffer
	if err := NewLog(&out).Send(t.Context(), letter()); err != nil {
		t.Fatal(err)
	}
	want := "---- mail to mo@example.org: Sign in – Our Society\n" +
		"     link: https://talk.example.org/sign-in?t=abc\n     | Hello Mö,\n     | \n" +
		"     | open https://talk.example.org/sign-in?t=abc\n     | .\n     | Thank you\n---- end of mail\n"
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestParseServer(t *testing.T) {
	tests := []struct{ setting, want, user, password string }{
		{"smtp://mx.example.org", "smtp://mx.example.org:587", "", ""},
		{"smtp://127.0.0.1:1025", "smtp://127.0.0.1:1025", "", ""},
		{"smtps://mx.example.org/", "smtps://mx.example.org:465", "", ""},
		{"smtp://talk:a%2Fb%40@mx.example.org:25", "smtp://mx.example.org:25", "talk", "a/b@"},
		{"log", "", "", ""},
	}
	for _, test := range tests {
		server, err := ParseServer(test.setting)
		if err != nil {
			t.Errorf("%s: %v", test.setting, err)
			continue
		}
		if test.want == "" {
			if server != nil {
				t.Errorf("%s gives %v", test.setting, server)
			}
			continue
		}
		if server.String() != test.want || server.User != test.user || server.password != test.password {
			t.Errorf("%s gives %v, user %q", test.setting, server, server.User)
		}
		if shown := fmt.Sprintf("%v %+v %#v", server, *server, *server); test.password != "" && strings.Contains(shown, test.password) {
			t.Errorf("%s shows its password: %s", test.setting, shown)
		}
	}
}
