package main

import (
	"errors"
	"fmt"
	netmail "net/mail"
	"net/netip"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // time zones on a computer that has none

	"github.com/caarlos0/env/v11"

	"folkmoot/app/mail"
	"folkmoot/models/audit"
	"folkmoot/models/files"
)

// Config is every setting, read and checked.
type Config struct {
	Address        string   // host:port to listen on
	BaseURL        *url.URL // scheme and host that people use, without a path
	Data           string   // folder for files
	Database       Database
	Mail           *mail.Server     // nil writes mail to the log
	MailFrom       *netmail.Address // always with a name
	TimeZone       *time.Location
	Place          string
	TrustedProxies []netip.Prefix
	Hold           Hold
	RunBy          string // empty where nothing is to be shown
	ContactEmail   string // empty where nothing is to be shown
	ContactPhone   string // empty where nothing is to be shown
	RegisterKey    Secret // checked; empty where the data folder has it
	Pandoc         string // path of the program; empty where it is not there or not wanted
	Language       Language
	Replies        Replies
	OpenID         OpenID
	Files          *files.Depot // where attached files lie

	// Warnings are settings that work but are seldom meant, for the log at the start.
	Warnings []string
}

// Hold says which contributions wait for a moderator before they are shown.
type Hold string

// The ways to hold.
const (
	HoldAll   Hold = "all"   // every contribution
	HoldFirst Hold = "first" // the first of each newcomer
	HoldLinks Hold = "links" // what has links to other sites, but for people who are trusted
	HoldNone  Hold = "none"  // nothing
)

// environment is the settings as they stand in the environment; settings.go says what they mean.
type environment struct {
	Address        string `env:"FOLKMOOT_ADDRESS"`
	Port           string `env:"PORT"`
	BaseURL        string `env:"FOLKMOOT_BASE_URL"`
	Database       string `env:"FOLKMOOT_DATABASE"`
	DatabaseURL    string `env:"DATABASE_URL"`
	Data           string `env:"FOLKMOOT_DATA" envDefault:"./data"`
	Mail           string `env:"FOLKMOOT_MAIL" envDefault:"log"`
	MailFrom       string `env:"FOLKMOOT_MAIL_FROM"`
	TimeZone       string `env:"FOLKMOOT_TIMEZONE" envDefault:"Europe/London"`
	Place          string `env:"FOLKMOOT_PLACE" envDefault:"Our place"`
	TrustedProxies string `env:"FOLKMOOT_TRUSTED_PROXIES"`
	Hold           string `env:"FOLKMOOT_HOLD" envDefault:"first"`
	RunBy          string `env:"FOLKMOOT_RUN_BY"`
	ContactEmail   string `env:"FOLKMOOT_CONTACT_EMAIL"`
	ContactPhone   string `env:"FOLKMOOT_CONTACT_PHONE"`
	RegisterKey    string `env:"FOLKMOOT_REGISTER_KEY"`
	Pandoc         string `env:"FOLKMOOT_PANDOC"`
	MailReplies    string `env:"FOLKMOOT_MAIL_REPLIES"`
	MailCheckedBy  string `env:"FOLKMOOT_MAIL_CHECKED_BY"`
	Mailbox        string `env:"FOLKMOOT_MAILBOX"`
	LanguageURL    string `env:"FOLKMOOT_LANGUAGE_URL"`
	LanguageModel  string `env:"FOLKMOOT_LANGUAGE_MODEL"`
	LanguageKey    string `env:"FOLKMOOT_LANGUAGE_KEY"`
	OpenIDIssuer   string `env:"FOLKMOOT_OPENID_ISSUER"`
	OpenIDClient   string `env:"FOLKMOOT_OPENID_CLIENT"`
	OpenIDSecret   string `env:"FOLKMOOT_OPENID_SECRET"`
	OpenIDName     string `env:"FOLKMOOT_OPENID_NAME"`
	Files          string `env:"FOLKMOOT_FILES"`
}

// settingsError lists everything that is wrong with the settings. It never holds a secret.
type settingsError struct{ problems []string }

func (e *settingsError) Error() string { return strings.Join(e.problems, "\n") }

// check notes what is wrong with a setting, if anything.
func (e *settingsError) check(name string, err error) {
	if err != nil {
		e.problems = append(e.problems, name+": "+err.Error())
	}
}

// LoadConfig reads the settings from an environment. Its error lists every wrong one
// with the way to mend it.
func LoadConfig(environ map[string]string) (*Config, error) {
	var raw environment
	if err := env.ParseWithOptions(&raw, env.Options{Environment: environ}); err != nil {
		return nil, fmt.Errorf("read the settings: %w", err)
	}
	host := platformOf(environ)
	wrong := &settingsError{}
	c := &Config{Data: filepath.Clean(raw.Data), Warnings: unknownSettings(environ)}
	c.readPlain(raw, wrong)

	var err error
	database := settingName(raw.Database != "" || raw.DatabaseURL == "", "FOLKMOOT_DATABASE", "DATABASE_URL")
	c.Database, err = parseDatabase(first(raw.Database, raw.DatabaseURL), c.Data)
	if err == nil && c.Database.Engine == SQLite {
		chosen := environ["FOLKMOOT_DATABASE"] != "" || environ["FOLKMOOT_DATA"] != ""
		err = host.keepsFiles(chosen)
	}
	wrong.check(database, err)
	if c.Address != "" {
		c.BaseURL, err = chooseBaseURL(raw.BaseURL, c, host)
		wrong.check("FOLKMOOT_BASE_URL", err)
	}
	if c.BaseURL != nil {
		c.MailFrom, err = chooseMailFrom(raw.MailFrom, c)
		wrong.check("FOLKMOOT_MAIL_FROM", err)
	}
	if len(wrong.problems) > 0 {
		return nil, wrong
	}
	c.warn(raw)
	return c, nil
}

// readPlain reads the settings that depend on no other.
func (c *Config) readPlain(raw environment, wrong *settingsError) {
	var err error
	address := settingName(raw.Address != "" || raw.Port == "", "FOLKMOOT_ADDRESS", "PORT")
	c.Address, err = parseAddress(raw.Address, raw.Port)
	wrong.check(address, err)
	c.Mail, err = mail.ParseServer(raw.Mail)
	wrong.check("FOLKMOOT_MAIL", err)
	c.TimeZone, err = parseTimeZone(raw.TimeZone)
	wrong.check("FOLKMOOT_TIMEZONE", err)
	c.Place, err = parseText(raw.Place, 80)
	wrong.check("FOLKMOOT_PLACE", err)
	c.TrustedProxies, err = parseProxies(raw.TrustedProxies)
	wrong.check("FOLKMOOT_TRUSTED_PROXIES", err)
	c.Hold, err = parseHold(raw.Hold)
	wrong.check("FOLKMOOT_HOLD", err)
	c.RunBy, err = parseText(raw.RunBy, 200)
	wrong.check("FOLKMOOT_RUN_BY", err)
	c.ContactEmail, err = parseEmail(raw.ContactEmail)
	wrong.check("FOLKMOOT_CONTACT_EMAIL", err)
	c.ContactPhone, err = parsePhone(raw.ContactPhone)
	wrong.check("FOLKMOOT_CONTACT_PHONE", err)
	c.RegisterKey = Secret(raw.RegisterKey)
	if raw.RegisterKey != "" {
		_, err = audit.ParseKey(raw.RegisterKey)
		wrong.check("FOLKMOOT_REGISTER_KEY", err)
	}
	c.Pandoc, err = findPandoc(raw.Pandoc)
	wrong.check("FOLKMOOT_PANDOC", err)
	c.Language = parseLanguage(raw, wrong)
	c.Replies = parseReplies(raw, wrong)
	c.OpenID = parseOpenID(raw, wrong)
	c.Files, err = parseFiles(raw.Files, c.Data)
	wrong.check("FOLKMOOT_FILES", err)
}

// warn notes what will work but is seldom meant.
func (c *Config) warn(raw environment) {
	local := isLocal(c.BaseURL.Hostname())
	listensBeyond := !isLocal(hostOf(c.Address))
	if local && listensBeyond && raw.BaseURL == "" {
		c.Warnings = append(c.Warnings, fmt.Sprintf("FOLKMOOT_BASE_URL is not set: links in mail lead to %s, "+
			"which works on this computer only", c.BaseURL))
	}
	if !local && c.BaseURL.Scheme == "http" {
		c.Warnings = append(c.Warnings, "FOLKMOOT_BASE_URL starts with http://: what people send can be read on the way; use https://")
	}
	if !local && c.Mail == nil {
		c.Warnings = append(c.Warnings, "FOLKMOOT_MAIL is log: nobody gets mail, and sign-in links stand in the log")
	}
	if c.Database.Engine == Postgres && !c.Files.Shared() {
		c.Warnings = append(c.Warnings, fmt.Sprintf("FOLKMOOT_FILES is not set: pictures and documents are kept in %s, which every instance that shares the database must share too", c.Data))
	}
	if l := c.Language; l.On() && l.Key != "" && l.URL.Scheme == "http" && !isLocal(l.URL.Hostname()) {
		c.Warnings = append(c.Warnings, "FOLKMOOT_LANGUAGE_URL starts with http://: the key can be read on the way; use https://")
	}
}

// chooseBaseURL takes the operator's address, else what a platform tells, else this computer's.
func chooseBaseURL(given string, c *Config, host platform) (*url.URL, error) {
	listen := hostOf(c.Address)
	switch {
	case given != "":
		return parseBaseURL(given)
	case host.address != "":
		return parseBaseURL(host.address)
	case host.name != "":
		return nil, fmt.Errorf("is not set, and %s does not tell it; set it to the address people use, "+
			"such as https://talk.example.org", host.name)
	case isLocal(listen) || isEverywhere(listen):
		if isEverywhere(listen) && c.Mail != nil {
			return nil, errors.New("is not set, so links in mail would lead nowhere; set it to the address people use, " +
				"such as https://talk.example.org")
		}
		return &url.URL{Scheme: "http", Host: "localhost:" + portOf(c.Address)}, nil
	default:
		return &url.URL{Scheme: "http", Host: c.Address}, nil
	}
}

// chooseMailFrom takes the operator's sender, else no-reply at the host that people use.
func chooseMailFrom(given string, c *Config) (*netmail.Address, error) {
	if given == "" {
		host := c.BaseURL.Hostname()
		_, err := netip.ParseAddr(host)
		if c.Mail != nil && (err == nil || isLocal(host)) {
			return nil, errors.New("is not set; set it to the email address that mail should come from")
		}
		if err == nil {
			host = "localhost"
		}
		return &netmail.Address{Name: c.Place, Address: "no-reply@" + host}, nil
	}
	from, err := netmail.ParseAddress(given)
	if err != nil || strings.ContainsAny(given, "\r\n") {
		return nil, fmt.Errorf("%q is not an email address; write it like no-reply@example.org", given)
	}
	if from.Name == "" {
		from.Name = c.Place
	}
	return from, nil
}

// unknownSettings warns of variables that look like settings and are none, most likely mistyped.
func unknownSettings(environ map[string]string) []string {
	known := map[string]bool{}
	for _, s := range Settings() {
		known[s.Name] = true
	}
	var warnings []string
	for name := range environ {
		if strings.HasPrefix(name, "FOLKMOOT_") && !known[name] {
			warnings = append(warnings, name+" is not a setting, so it does nothing")
		}
	}
	slices.Sort(warnings)
	return warnings
}

// first gives the first text that is not empty.
func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// settingName names the variable that a value came from, of a setting that has two.
func settingName(own bool, name, other string) string {
	if own {
		return name
	}
	return other
}
