package people_test

import (
	"net/url"
	"testing"

	"folkmoot/models/people"
)

// A mail server takes a message id whatever the address of the site looks like.
func TestMessageIDs(t *testing.T) {
	for site, want := range map[string]string{
		"https://talk.example.org":         "notice-1@talk.example.org",
		"https://Talk.example.org:8443/x/": "notice-1@Talk.example.org",
		"http://[::1]:8080":                "notice-1@1",
		"http://[2001:db8::7]":             "notice-1@2001.db8.7",
		"http://[fe80::1%25eth0]":          "notice-1@fe80.1.eth0",
		"http://192.0.2.1":                 "notice-1@192.0.2.1",
		"https://bücher.example":           "notice-1@bcher.example",
		"http://[::]":                      "notice-1@localhost",
		"":                                 "notice-1@localhost",
	} {
		address, err := url.Parse(site)
		if err != nil {
			t.Fatal(err)
		}
		if got := people.MessageID("notice-1", address); got != want {
			t.Errorf("%q gives %s, want %s", site, got, want)
		}
	}
}
