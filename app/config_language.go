package main

import (
	"errors"
	"net/url"
	"strings"
	"unicode"
)

// Language is the language model that the operator set.
type Language struct {
	URL   *url.URL // nil where none is asked
	Model string
	Key   Secret // empty where none is sent
}

// On tells whether there is one.
func (l Language) On() bool { return l.URL != nil }

// parseLanguage reads the three settings of the language model, which belong together.
func parseLanguage(raw environment, wrong *settingsError) (l Language) {
	if raw.LanguageURL == "" {
		if raw.LanguageModel != "" || raw.LanguageKey != "" {
			wrong.check("FOLKMOOT_LANGUAGE_URL", errors.New("is not set, so there is no language model to ask; set it, or take the model and the key away"))
		}
		return l
	}
	u, err := parseEndpoint(raw.LanguageURL)
	wrong.check("FOLKMOOT_LANGUAGE_URL", err)
	l.Model, err = parseText(raw.LanguageModel, 100)
	if err == nil && l.Model == "" {
		err = errors.New("is not set; name the model to ask for")
	}
	wrong.check("FOLKMOOT_LANGUAGE_MODEL", err)
	if l.Key = Secret(raw.LanguageKey); strings.ContainsFunc(raw.LanguageKey, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsGraphic(r) || r == ' ' }) {
		wrong.check("FOLKMOOT_LANGUAGE_KEY", errors.New("holds signs that no key has, such as a space"))
	}
	l.URL = u
	return l
}

// parseEndpoint reads the address of a service. Its error shows nothing of it, since it could hold a password.
func parseEndpoint(given string) (*url.URL, error) {
	u, err := url.Parse(given)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" ||
		u.Port() != "" && !isPort(u.Port()) {
		return nil, errors.New("is not an address to ask at; write it like https://models.example.org/v1, and put a key into FOLKMOOT_LANGUAGE_KEY")
	}
	if strings.HasSuffix(strings.TrimRight(u.Path, "/"), "/chat/completions") {
		return nil, errors.New("must end before /chat/completions")
	}
	return u, nil
}
