package main

import (
	"fmt"
	"io"
	"strings"
)

// Setting is one thing an operator can choose, through a variable of the environment.
type Setting struct {
	Name    string // the variable
	Default string // what holds when it is not set, in words where it depends on something
	Meaning string
}

// Settings gives every setting, in the order in which help and the README show them.
func Settings() []Setting {
	return []Setting{
		{"FOLKMOOT_ADDRESS", "127.0.0.1:3000", "Where it listens: a host and a port. Where only `PORT` is set, as platforms do, it listens on every network at that port."},
		{"FOLKMOOT_BASE_URL", "http://localhost:PORT", "The address people use, such as https://talk.example.org. Links in mail start with it. Must be set as soon as mail is sent from a place that listens on every network, and on a platform that does not tell its address."},
		{"FOLKMOOT_DATABASE", "folkmoot.db in the data folder", "Where everything is kept: a file (SQLite) or a postgres:// URL. `DATABASE_URL` is read where this is not set."},
		{"FOLKMOOT_DATA", "./data", "The folder for the SQLite file and other files it keeps."},
		{"FOLKMOOT_MAIL", "log", "How mail leaves: smtp://user:password@host:port, smtps:// for TLS from the first byte, or `log` to write mail to the log, which is for trying things out."},
		{"FOLKMOOT_MAIL_FROM", "no-reply@ the base URL's host", "Who mail comes from: an email address, with a name before it if you like."},
		{"FOLKMOOT_MAIL_REPLIES", "mails cannot be answered", "The addresses at which people answer mails, with a star where each is told apart: talk+*@example.org where the mail server ignores what follows the plus, *@answers.example.org for a domain of which it takes all mail. Mail to them must come in: by the command `folkmoot receive`, or from a mailbox. Mail that cannot be delivered comes back to such addresses too."},
		{"FOLKMOOT_MAILBOX", "none is looked into", "A mailbox that the mail to those addresses ends up in, looked into each minute: imaps://user:password@host/INBOX, or imap:// for STARTTLS. What was for this place is deleted there once it is taken; other mail stays, marked as read. It is never shown or logged."},
		{"FOLKMOOT_MAIL_CHECKED_BY", "no server is believed", "The name that your mail server writes into Authentication-Results, such as mx.example.org, where it checks who mail is from (SPF, DKIM, DMARC) and removes such lines of others. What it found to be forged is not posted."},
		{"FOLKMOOT_TIMEZONE", "Europe/London", "The place's time zone, in which opening and closing times hold."},
		{"FOLKMOOT_PLACE", "Our place", "The place's name, shown on every page."},
		{"FOLKMOOT_TRUSTED_PROXIES", "none", "Addresses or ranges of the proxies in front, with commas between: 10.0.0.0/8, 192.0.2.7. Only they are believed about who is visiting."},
		{"FOLKMOOT_HOLD", "first", "Which contributions wait for a moderator where a group has no rule of its own: `all`, the `first` of each newcomer, what has `links` to other sites, or `none`."},
		{"FOLKMOOT_RUN_BY", "not shown", "The organisation that runs this place, for the help and privacy pages."},
		{"FOLKMOOT_CONTACT_EMAIL", "not shown", "An email address that people can write to for help."},
		{"FOLKMOOT_CONTACT_PHONE", "not shown", "A phone number that people can call for help. One that is set at `/place/welcome` stands in its place."},
		{"FOLKMOOT_REGISTER_KEY", "register.key in the data folder", "The key that the head of the register is signed with each day: 32 bytes in base64, such as `openssl rand -base64 32` writes. Where it is not set, a key is made when it is first needed and kept in the data folder. Instances that share a database are given the same one. It is never shown or logged."},
		{"FOLKMOOT_PANDOC", "pandoc, where it is installed", "The program Pandoc (2.15 or newer), which makes Word and EPUB files of guides and reads Word and OpenDocument files: its path, or `off` to do without it."},
		{"FOLKMOOT_FILES", "files in the data folder", "Where the pictures and documents lie that people attach: a bucket of any S3-compatible store, as s3://KEY:SECRET@HOST/BUCKET?region=REGION, with `tls=off` behind it for one without encryption. Several instances with one database need a bucket, or a data folder that they share. The secret is never shown or logged."},
		{"FOLKMOOT_LANGUAGE_URL", "none is asked", "A language model that may draft introductions and names of themes for editors: the address that `/chat/completions` stands below, of any OpenAI-compatible service, such as http://127.0.0.1:8080/v1. It gets public comments without names. Each draft is checked against them, and nothing is published unread."},
		{"FOLKMOOT_LANGUAGE_MODEL", "must be set with the URL", "The name of the model to ask for. Readers see it beside what it drafted."},
		{"FOLKMOOT_LANGUAGE_KEY", "none is sent", "The key that the service wants. It is never shown or logged."},
		{"FOLKMOOT_OPENID_ISSUER", "none", "A service that those who work here can sign in with, over OpenID Connect: its issuer, exactly as it writes it, such as https://login.example.org. Whoever holds a role here and has the same address there, which the service made sure of, gets in; nobody joins by it. At the service, register this site's address followed by /sign-in/openid/callback."},
		{"FOLKMOOT_OPENID_CLIENT", "must be set with the issuer", "The name that the service gave this site: its client id."},
		{"FOLKMOOT_OPENID_SECRET", "must be set with the issuer", "The secret that the service gave with it. It is never shown or logged."},
		{"FOLKMOOT_OPENID_NAME", "the issuer's host", "What people know the service by, for the button: Anytown Council."},
	}
}

// listSettings writes the settings for a terminal.
func listSettings(w io.Writer) {
	for _, s := range Settings() {
		fmt.Fprintf(w, "  %s  (otherwise %s)\n", s.Name, s.Default)
		for _, line := range wrapped(strings.ReplaceAll(s.Meaning, "`", ""), 84) {
			fmt.Fprintf(w, "      %s\n", line)
		}
	}
}

// settingsTable writes the settings as the Markdown table that stands in the README.
func settingsTable(w io.Writer) error {
	var table strings.Builder
	table.WriteString("| setting | otherwise | meaning |\n|---|---|---|\n")
	for _, s := range Settings() {
		fmt.Fprintf(&table, "| `%s` | %s | %s |\n", s.Name, s.Default, s.Meaning)
	}
	_, err := io.WriteString(w, table.String())
	return err
}

// wrapped breaks a text between words into lines of at most width bytes.
func wrapped(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(line)+1+len(word) > width {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(lines, line)
}
