package main

import (
	"errors"
	"net/url"
	"strings"
	"unicode"
)

// OpenID is the service that those who work here may sign in with.
type OpenID struct {
	Issuer string // empty where there is none
	Client string
	Secret Secret
	Name   string // what people know it by
}

// On tells whether there is one.
func (o OpenID) On() bool { return o.Issuer != "" }

// parseOpenID reads the four settings of the service, which belong together. No error shows a secret.
func parseOpenID(raw environment, wrong *settingsError) (o OpenID) {
	if raw.OpenIDIssuer == "" {
		if raw.OpenIDClient != "" || raw.OpenIDSecret != "" || raw.OpenIDName != "" {
			wrong.check("FOLKMOOT_OPENID_ISSUER", errors.New("is not set, so there is no service to sign in with; set it, or take the other FOLKMOOT_OPENID settings away"))
		}
		return o
	}
	u, err := url.Parse(raw.OpenIDIssuer)
	if err != nil || u.Scheme != "https" && !(u.Scheme == "http" && isLocal(u.Hostname())) || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		wrong.check("FOLKMOOT_OPENID_ISSUER", errors.New("is not the address of an issuer; write it with https:// exactly as the service does, such as https://login.example.org"))
		return o
	}
	o.Client, err = parseText(raw.OpenIDClient, 255)
	if err == nil && o.Client == "" {
		err = errors.New("is not set; it is the name that the service gave this site")
	}
	wrong.check("FOLKMOOT_OPENID_CLIENT", err)
	if o.Secret = Secret(raw.OpenIDSecret); strings.ContainsFunc(raw.OpenIDSecret, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsGraphic(r) }) {
		wrong.check("FOLKMOOT_OPENID_SECRET", errors.New("holds signs that no secret has"))
	}
	if raw.OpenIDSecret == "" {
		wrong.check("FOLKMOOT_OPENID_SECRET", errors.New("is not set; the service gave you one with the client"))
	}
	o.Name, err = parseText(raw.OpenIDName, 40)
	if err == nil && o.Name == "" {
		o.Name = u.Hostname()
	}
	wrong.check("FOLKMOOT_OPENID_NAME", err)
	o.Issuer = raw.OpenIDIssuer
	return o
}
