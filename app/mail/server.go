package mail

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// Server is the mail server that messages are handed to.
type Server struct {
	Host     string
	Port     int
	TLS      bool   // TLS from the first byte; otherwise STARTTLS where the server offers it
	User     string // empty where the server asks for no sign-in
	password string
}

// String names the server without its password.
func (s Server) String() string {
	scheme := "smtp"
	if s.TLS {
		scheme = "smtps"
	}
	return fmt.Sprintf("%s://%s:%d", scheme, s.Host, s.Port)
}

// GoString hides the password from %#v.
func (s Server) GoString() string { return s.String() }

// ParseServer reads smtp://user:password@host:port, or smtps:// for TLS from the first byte.
// "log" gives nil: mail goes to the log. The port is 587 where it is left out, 465 for smtps.
// Its error never shows the password.
func ParseServer(setting string) (*Server, error) {
	if setting == "log" {
		return nil, nil
	}
	malformed := errors.New("is not a mail server; write it like smtp://user:password@mail.example.org:587, or log " +
		"(signs such as @ / # in a password are written %40 %2F %23)")
	u, err := url.Parse(setting)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" ||
		strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, malformed
	}
	server := &Server{Host: u.Hostname(), Port: 587, TLS: u.Scheme == "smtps"}
	if server.TLS {
		server.Port = 465
	}
	if u.Port() != "" {
		server.Port, err = strconv.Atoi(u.Port())
		if err != nil || server.Port < 1 || server.Port > 65535 {
			return nil, malformed
		}
	}
	if u.User != nil {
		server.User = u.User.Username()
		server.password, _ = u.User.Password()
		if server.User == "" || server.password == "" {
			return nil, errors.New("has a user without a password, or the other way round; give both or neither")
		}
	}
	return server, nil
}

// isLocal tells whether the server is on this computer, where a connection needs no TLS.
func (s Server) isLocal() bool {
	ip, err := netip.ParseAddr(s.Host)
	return s.Host == "localhost" || err == nil && ip.IsLoopback()
}
