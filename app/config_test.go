package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"folkmoot/models/fixtures"
)

func TestLoadConfigUsesDefaults(t *testing.T) {
	c, err := LoadConfig(map[string]string{})
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(c.Address, " ", c.BaseURL, " ", c.Database.File, " ", c.Mail == nil, " ", c.TimeZone, " ", c.Hold, " ", c.MailFrom)
	want := `127.0.0.1:3000 http://localhost:3000 data/folkmoot.db true Europe/London first "Our place" <no-reply@localhost>`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if len(c.Warnings) > 0 {
		t.Errorf("the defaults give warnings: %q", c.Warnings)
	}
}

func TestLoadConfigChoices(t *testing.T) {
	tests := []struct {
		name    string
		environ map[string]string
		show    func(*Config) any
		want    string
	}{
		{"PORT listens everywhere", map[string]string{"PORT": "8080"}, func(c *Config) any { return c.Address }, "0.0.0.0:8080"},
		{"PORT gives the base URL", map[string]string{"PORT": "8080"}, func(c *Config) any { return c.BaseURL }, "http://localhost:8080"},
		{"own address wins over PORT", map[string]string{"PORT": "8080", "FOLKMOOT_ADDRESS": ":9000"}, func(c *Config) any { return c.Address }, ":9000"},
		{"one network", map[string]string{"FOLKMOOT_ADDRESS": "192.0.2.1:80"}, func(c *Config) any { return c.BaseURL }, "http://192.0.2.1:80"},
		{"IPv6", map[string]string{"FOLKMOOT_ADDRESS": "[::1]:3000"}, func(c *Config) any { return c.BaseURL }, "http://localhost:3000"},
		{"base URL is tidied", map[string]string{"FOLKMOOT_BASE_URL": "https://Talk.Example.org/"}, func(c *Config) any { return c.BaseURL }, "https://talk.example.org"},
		{"sender from base URL", map[string]string{"FOLKMOOT_BASE_URL": "https://talk.example.org"}, func(c *Config) any { return c.MailFrom.Address }, "no-reply@talk.example.org"},
		{"sender takes the place's name", map[string]string{"FOLKMOOT_MAIL_FROM": "a@example.org", "FOLKMOOT_PLACE": "Dudley"}, func(c *Config) any { return c.MailFrom }, `"Dudley" <a@example.org>`},
		{"file in the data folder", map[string]string{"FOLKMOOT_DATA": "/srv/talk/"}, func(c *Config) any { return c.Database.File }, "/srv/talk/folkmoot.db"},
		{"own file", map[string]string{"FOLKMOOT_DATABASE": "x.db"}, func(c *Config) any { return c.Database.Source() }, "x.db"},
		{"PostgreSQL", map[string]string{"DATABASE_URL": "postgres://u:p@db/talk"}, func(c *Config) any { return c.Database.Source() }, "postgres://u:p@db/talk"},
		{"PostgreSQL over a socket", map[string]string{"FOLKMOOT_DATABASE": "postgresql:///talk?host=/run/pg"}, func(c *Config) any { return c.Database.Engine }, "postgres"},
		{"own database wins", map[string]string{"DATABASE_URL": "postgres://db/talk", "FOLKMOOT_DATABASE": "x.db"}, func(c *Config) any { return c.Database.File }, "x.db"},
		{"proxies", map[string]string{"FOLKMOOT_TRUSTED_PROXIES": "10.1.2.3/8, 192.0.2.7 ::1"}, func(c *Config) any { return c.TrustedProxies }, "[10.0.0.0/8 192.0.2.7/32 ::1/128]"},
		{"mail server", map[string]string{"FOLKMOOT_MAIL": "smtps://u:p%40@mx.example.org", "FOLKMOOT_MAIL_FROM": "a@example.org"}, func(c *Config) any { return c.Mail }, "smtps://mx.example.org:465"},
		{"Heroku tells its address", map[string]string{"DYNO": "web.1", "PORT": "5000", "DATABASE_URL": "postgres://db/x", "HEROKU_APP_DEFAULT_DOMAIN_NAME": "talk.herokuapp.com"}, func(c *Config) any { return c.BaseURL }, "https://talk.herokuapp.com"},
		{"no language model", map[string]string{}, func(c *Config) any { return c.Language.On() }, "false"},
		{"a language model", map[string]string{"FOLKMOOT_LANGUAGE_URL": "http://127.0.0.1:8080/v1", "FOLKMOOT_LANGUAGE_MODEL": "small-1"}, func(c *Config) any { return fmt.Sprint(c.Language.URL, c.Language.Model) }, "http://127.0.0.1:8080/v1small-1"},
		{"a lasting disk was attached", map[string]string{"FLY_APP_NAME": "talk", "FOLKMOOT_DATA": "/lasting"}, func(c *Config) any { return c.BaseURL }, "https://talk.fly.dev"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, err := LoadConfig(test.environ)
			if err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprint(test.show(c)); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestLoadConfigRefuses(t *testing.T) {
	tests := []struct{ name, value, want string }{
		{"FOLKMOOT_ADDRESS", "3000", "such as 127.0.0.1:3000"},
		{"FOLKMOOT_ADDRESS", "localhost:70000", "such as 127.0.0.1:3000"},
		{"FOLKMOOT_ADDRESS", "http://localhost:3000", "such as 127.0.0.1:3000"},
		{"PORT", "0", "a number from 1 to 65535"},
		{"PORT", "web", "a number from 1 to 65535"},
		{"FOLKMOOT_BASE_URL", "talk.example.org", "write it like https://talk.example.org"},
		{"FOLKMOOT_BASE_URL", "ftp://example.org", "write it like https://talk.example.org"},
		{"FOLKMOOT_BASE_URL", "https://u:hunter2@example.org", "write it like https://talk.example.org"},
		{"FOLKMOOT_BASE_URL", "https://example.org/talk", "write https://example.org"},
		{"FOLKMOOT_DATABASE", "mysql://u:hunter2@db/talk", "starts with postgres://"},
		{"DATABASE_URL", "mysql://u:hunter2@db/talk", "starts with postgres://"},
		{"FOLKMOOT_DATABASE", "postgres://u:hunter2@db", "not a whole PostgreSQL URL"},
		{"FOLKMOOT_DATABASE", "postgres://u:hunter2%zz@db/talk", "not a whole PostgreSQL URL"},
		{"FOLKMOOT_DATABASE", ":memory:", "keeps nothing"},
		{"FOLKMOOT_DATABASE", "talk.db?_synchronous=OFF", "the plain path of a file"},
		{"FOLKMOOT_DATABASE", "file:talk.db", "the plain path of a file"},
		{"FOLKMOOT_DATABASE", "data/", "is a folder"},
		{"FOLKMOOT_MAIL", "mail.example.org", "write it like smtp://"},
		{"FOLKMOOT_MAIL", "smtp://u:hunter2@", "write it like smtp://"},
		{"FOLKMOOT_MAIL", "smtp://u:hunter2/@mx:25", "%2F"},
		{"FOLKMOOT_MAIL", "smtp://hunter2@mx", "give both or neither"},
		{"FOLKMOOT_MAIL", "smtp://mx:99999", "write it like smtp://"},
		{"FOLKMOOT_MAIL", "smtp://mx.example.org", "set it to the email address that mail should come from"},
		{"FOLKMOOT_MAIL_FROM", "nobody", "write it like no-reply@example.org"},
		{"FOLKMOOT_TIMEZONE", "Dudley", "write it like Europe/London"},
		{"FOLKMOOT_TIMEZONE", "Local", "write it like Europe/London"},
		{"FOLKMOOT_TIMEZONE", "../../etc/passwd", "write it like Europe/London"},
		{"FOLKMOOT_PLACE", strings.Repeat("é", 81), "at most 80"},
		{"FOLKMOOT_PLACE", "two\nlines", "one line"},
		{"FOLKMOOT_TRUSTED_PROXIES", "proxy.example.org", "write it like 10.0.0.0/8"},
		{"FOLKMOOT_TRUSTED_PROXIES", "0.0.0.0/0", "means everybody"},
		{"FOLKMOOT_HOLD", "some", "all, first, links or none"},
		{"FOLKMOOT_CONTACT_EMAIL", "Help <help@example.org>", "write it like help@example.org"},
		{"FOLKMOOT_CONTACT_PHONE", "ring us", "write it like 01384"},
		{"FOLKMOOT_LANGUAGE_URL", "https://u:hunter2@models.example.org/v1", "not an address to ask at"},
		{"FOLKMOOT_LANGUAGE_URL", "models.example.org", "not an address to ask at"},
		{"FOLKMOOT_LANGUAGE_URL", "https://models.example.org/v1?key=hunter2", "not an address to ask at"},
		{"FOLKMOOT_LANGUAGE_URL", "https://models.example.org/v1/chat/completions", "must end before"},
	}
	for _, test := range tests {
		t.Run(test.name+"="+test.value, func(t *testing.T) {
			_, err := LoadConfig(map[string]string{test.name: test.value})
			if err == nil {
				t.Fatal("it was accepted")
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %q, want a word of %q", err, test.want)
			}
			if named := test.name + ": "; !strings.HasPrefix(err.Error(), named) && !strings.Contains(err.Error(), "_FROM: ") {
				t.Errorf("%q does not begin with %q", err, named)
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("%q shows the password", err)
			}
		})
	}
}

func TestLoadConfigListsEveryProblem(t *testing.T) {
	_, err := LoadConfig(map[string]string{"FOLKMOOT_HOLD": "x", "FOLKMOOT_TIMEZONE": "x", "FOLKMOOT_ADDRESS": "x"})
	var out bytes.Buffer
	complain(&out, err)
	for _, name := range []string{"FOLKMOOT_HOLD", "FOLKMOOT_TIMEZONE", "FOLKMOOT_ADDRESS", "folkmoot serve --help"} {
		if !strings.Contains(out.String(), name) {
			t.Errorf("%s is missing in:\n%s", name, out.String())
		}
	}
	if lines := strings.Count(out.String(), "\n"); lines != 5 {
		t.Errorf("%d lines, want 5:\n%s", lines, out.String())
	}
}

func TestLoadConfigOnPlatforms(t *testing.T) {
	for _, p := range platforms {
		t.Run(p.name, func(t *testing.T) {
			environ := map[string]string{p.variable: "x", "FOLKMOOT_BASE_URL": "https://talk.example.org"}
			if _, err := LoadConfig(environ); err == nil || !strings.Contains(err.Error(), "PostgreSQL") {
				t.Errorf("a file that will be lost was accepted: %v", err)
			}
			environ["FOLKMOOT_DATA"] = "/lasting"
			if _, err := LoadConfig(environ); (err == nil) != p.canAttach {
				t.Errorf("with a chosen folder: %v", err)
			}
			environ["DATABASE_URL"] = "postgres://db/talk"
			if _, err := LoadConfig(environ); err != nil {
				t.Errorf("PostgreSQL was refused: %v", err)
			}
			delete(environ, "FOLKMOOT_BASE_URL")
			_, err := LoadConfig(environ)
			if told := p.variable == "FLY_APP_NAME"; (err == nil) != told {
				t.Errorf("without a base URL: %v", err)
			}
		})
	}
}

func TestLoadConfigNeedsBaseURLForMail(t *testing.T) {
	environ := map[string]string{"PORT": "80", "FOLKMOOT_MAIL": "smtp://mx.example.org", "FOLKMOOT_MAIL_FROM": "a@example.org"}
	if _, err := LoadConfig(environ); err == nil || !strings.Contains(err.Error(), "FOLKMOOT_BASE_URL: is not set") {
		t.Errorf("got %v", err)
	}
}

func TestLoadConfigWarns(t *testing.T) {
	tests := []struct {
		environ map[string]string
		want    string
	}{
		{map[string]string{"FOLKMOOT_TIMEZONES": "x"}, "FOLKMOOT_TIMEZONES is not a setting"},
		{map[string]string{"PORT": "8080"}, "this computer only"},
		{map[string]string{"FOLKMOOT_BASE_URL": "http://talk.example.org"}, "use https://"},
		{map[string]string{"FOLKMOOT_BASE_URL": "https://talk.example.org"}, "nobody gets mail"},
		{map[string]string{"FOLKMOOT_LANGUAGE_URL": "http://models.example.org", "FOLKMOOT_LANGUAGE_MODEL": "m", "FOLKMOOT_LANGUAGE_KEY": "k"}, "the key can be read on the way"},
	}
	for _, test := range tests {
		c, err := LoadConfig(test.environ)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(strings.Join(c.Warnings, "\n"), test.want) {
			t.Errorf("%v: got %q, want %q", test.environ, c.Warnings, test.want)
		}
	}
}

func TestTheLanguageModelNeedsItsSettings(t *testing.T) {
	for _, test := range []struct{ model, url, key, want string }{
		{"", "https://models.example.org", "", "FOLKMOOT_LANGUAGE_MODEL: is not set"},
		{"two\nlines", "https://models.example.org", "", "FOLKMOOT_LANGUAGE_MODEL: "},
		{"small-1", "", "", "FOLKMOOT_LANGUAGE_URL: is not set"},
		{"", "", "hunter2", "FOLKMOOT_LANGUAGE_URL: is not set"},
		{"small-1", "https://models.example.org", "hunter2\r\nX: y", "FOLKMOOT_LANGUAGE_KEY: "},
	} {
		_, err := LoadConfig(map[string]string{"FOLKMOOT_LANGUAGE_URL": test.url, "FOLKMOOT_LANGUAGE_MODEL": test.model, "FOLKMOOT_LANGUAGE_KEY": test.key})
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%+v: got %v", test, err)
		}
	}
}

func TestConfigNeverPrintsSecrets(t *testing.T) {
	c, err := LoadConfig(map[string]string{
		"FOLKMOOT_DATABASE": "postgres://u:hunter2@db/talk",
		"FOLKMOOT_MAIL":     "smtp://u:hunter2@mx.example.org", "FOLKMOOT_MAIL_FROM": "a@example.org",
		"FOLKMOOT_LANGUAGE_URL": "https://models.example.org", "FOLKMOOT_LANGUAGE_MODEL": "small-1", "FOLKMOOT_LANGUAGE_KEY": "hunter2",
	})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "%v %+v %#v %s %v %#v", *c, *c, *c, c.Database, c.Mail, *c.Mail)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("start", "config", c, "database", c.Database)
	slog.New(slog.NewTextHandler(&out, nil)).Info("start", "config", c, "mail", c.Mail)
	if strings.Contains(out.String(), "hunter2") {
		t.Errorf("a password was printed: %s", out.String())
	}
	if c.Database.URL.Reveal() != "postgres://u:hunter2@db/talk" {
		t.Error("the secret is not kept")
	}
}

// The list that people read and the list that is read must name the same settings and defaults.
func TestSettingsMatchTheEnvironment(t *testing.T) {
	listed := map[string]string{}
	for _, s := range Settings() {
		listed[s.Name] = s.Default
	}
	read := reflect.TypeFor[environment]()
	for i := range read.NumField() {
		name, fallback := read.Field(i).Tag.Get("env"), read.Field(i).Tag.Get("envDefault")
		if name == "PORT" || name == "DATABASE_URL" {
			continue
		}
		shown, ok := listed[name]
		if !ok {
			t.Errorf("%s is read but not listed", name)
		}
		if fallback != "" && fallback != shown {
			t.Errorf("%s: %q is listed, %q holds", name, shown, fallback)
		}
		delete(listed, name)
	}
	for name := range listed {
		t.Errorf("%s is listed but not read", name)
	}
}

func TestReadmeShowsTheSettings(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(fixtures.Root(), "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	if err := settingsTable(&table); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), table.String()) {
		t.Error(`README.md does not hold the table that "folkmoot help settings --markdown" writes`)
	}
}
