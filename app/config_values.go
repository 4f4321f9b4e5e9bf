package main

import (
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/netip"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Engine is a kind of database.
type Engine string

// The two engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// Database says where everything is kept.
type Database struct {
	Engine Engine
	File   string // SQLite's file; empty for PostgreSQL
	URL    Secret // PostgreSQL's URL, which may hold a password; empty for SQLite
}

// Source is what db.Open takes: the file, or the URL with its password.
func (d Database) Source() string {
	if d.Engine == Postgres {
		return d.URL.Reveal()
	}
	return d.File
}

// Secret is a text that is never printed. Reveal gives it to the one place that needs it.
type Secret string

// String hides the secret.
func (Secret) String() string { return "(secret)" }

// GoString hides the secret from %#v.
func (Secret) GoString() string { return "(secret)" }

// Reveal gives the secret itself.
func (s Secret) Reveal() string { return string(s) }

// MarshalText hides the secret from JSON and structured logs.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

func parseAddress(address, port string) (string, error) {
	if address == "" && port != "" {
		if !isPort(port) {
			return "", fmt.Errorf("%q is not a port; use a number from 1 to 65535", port)
		}
		return "0.0.0.0:" + port, nil
	}
	if address == "" {
		return "127.0.0.1:3000", nil
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil || !isPort(port) || strings.ContainsAny(host, " /@") {
		return "", fmt.Errorf("%q is not an address to listen on; write a host and a port, such as 127.0.0.1:3000", address)
	}
	return net.JoinHostPort(host, port), nil
}

func isPort(text string) bool {
	n, err := strconv.ParseUint(text, 10, 16)
	return err == nil && n > 0
}

func hostOf(address string) string {
	host, _, _ := net.SplitHostPort(address)
	return host
}

func portOf(address string) string {
	_, port, _ := net.SplitHostPort(address)
	return port
}

// isLocal tells whether only this computer can reach a host.
func isLocal(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && ip.IsLoopback()
}

// isEverywhere tells whether a host to listen on means every network.
func isEverywhere(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "" || err == nil && ip.IsUnspecified()
}

func parseBaseURL(given string) (*url.URL, error) {
	u, err := url.Parse(given)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil ||
		(u.Port() != "" && !isPort(u.Port())) || strings.ContainsFunc(u.Host, unicode.IsSpace) {
		return nil, errors.New("is not a web address; write it like https://talk.example.org")
	}
	if strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("must end after the host; write %s://%s", u.Scheme, u.Host)
	}
	return &url.URL{Scheme: u.Scheme, Host: strings.ToLower(u.Host)}, nil
}

func parseDatabase(given, data string) (Database, error) {
	scheme, _, isURL := strings.Cut(given, "://")
	switch {
	case given == "":
		return Database{Engine: SQLite, File: filepath.Join(data, "folkmoot.db")}, nil
	case scheme == "postgres" || scheme == "postgresql":
		// The parser's own message would show the password.
		u, err := url.Parse(given)
		if err != nil || strings.Trim(u.Path, "/") == "" {
			return Database{}, errors.New("is not a whole PostgreSQL URL; write it like postgres://user:password@host:5432/folkmoot")
		}
		return Database{Engine: Postgres, URL: Secret(given)}, nil
	case isURL:
		return Database{}, fmt.Errorf("%s:// is not a database it knows; give a file, or a URL that starts with postgres://", scheme)
	case strings.HasPrefix(given, "file:") || strings.HasPrefix(given, "sqlite:") || strings.ContainsAny(given, "?\x00\r\n"):
		return Database{}, errors.New("must be the plain path of a file, without file: before it or options after it")
	case strings.Contains(given, ":memory:"):
		return Database{}, errors.New(":memory: keeps nothing; give the path of a file")
	case strings.HasSuffix(given, "/"):
		return Database{}, errors.New("is a folder; give the path of a file, such as data/folkmoot.db")
	default:
		return Database{Engine: SQLite, File: filepath.Clean(given)}, nil
	}
}

func parseTimeZone(given string) (*time.Location, error) {
	zone, err := time.LoadLocation(given)
	if err != nil || given == "Local" {
		return nil, fmt.Errorf("%q is not a time zone; write it like Europe/London", given)
	}
	return zone, nil
}

func parseText(given string, most int) (string, error) {
	text := strings.TrimSpace(given)
	if !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
		return "", errors.New("has characters that cannot be shown; write plain text on one line")
	}
	if utf8.RuneCountInString(text) > most {
		return "", fmt.Errorf("is too long; use at most %d characters", most)
	}
	return text, nil
}

func parseEmail(given string) (string, error) {
	if given == "" {
		return "", nil
	}
	address, err := netmail.ParseAddress(given)
	if err != nil || address.Address != given {
		return "", fmt.Errorf("%q is not an email address; write it like help@example.org", given)
	}
	return given, nil
}

var phoneNumber = regexp.MustCompile(`^\+?[0-9][0-9 ()-]{2,29}$`)

func parsePhone(given string) (string, error) {
	if given != "" && !phoneNumber.MatchString(given) {
		return "", fmt.Errorf("%q is not a phone number; write it like 01384 000000", given)
	}
	return given, nil
}

func parseProxies(given string) ([]netip.Prefix, error) {
	var ranges []netip.Prefix
	for _, part := range strings.FieldsFunc(given, func(r rune) bool { return r == ',' || unicode.IsSpace(r) }) {
		if ip, err := netip.ParseAddr(part); err == nil && ip.Zone() == "" {
			ranges = append(ranges, netip.PrefixFrom(ip, ip.BitLen()))
			continue
		}
		prefix, err := netip.ParsePrefix(part)
		if err != nil {
			return nil, fmt.Errorf("%q is not an address or a range; write it like 10.0.0.0/8", part)
		}
		if prefix.Bits() == 0 {
			return nil, fmt.Errorf("%s means everybody, and then anyone could pose as anyone; name the proxy's own range", part)
		}
		ranges = append(ranges, prefix.Masked())
	}
	return ranges, nil
}

func parseHold(given string) (Hold, error) {
	switch hold := Hold(given); hold {
	case HoldAll, HoldFirst, HoldLinks, HoldNone:
		return hold, nil
	}
	return "", fmt.Errorf("%q is not one of the choices: all, first, links or none", given)
}

// findPandoc gives the whole path of the program Pandoc: the one that is named, else the one that is installed, if any.
func findPandoc(given string) (string, error) {
	if given == "off" {
		return "", nil
	}
	name := given
	if name == "" {
		name = "pandoc"
	}
	path, err := exec.LookPath(name)
	if err == nil {
		path, err = filepath.Abs(path)
	}
	switch {
	case err == nil:
		return path, nil
	case given == "":
		return "", nil
	}
	return "", fmt.Errorf("%q is not a program that can be run; install pandoc, or write off to do without it", given)
}
