package main

import (
	"maps"
	"strings"
	"testing"
)

func TestOpenIDSettings(t *testing.T) {
	whole := map[string]string{
		"FOLKMOOT_OPENID_ISSUER": "https://login.example.org/t", "FOLKMOOT_OPENID_CLIENT": "folkmoot", "FOLKMOOT_OPENID_SECRET": "hunter2", "FOLKMOOT_OPENID_NAME": "Anytown Council",
	}
	c, err := LoadConfig(whole)
	if err != nil || c.OpenID != (OpenID{"https://login.example.org/t", "folkmoot", "hunter2", "Anytown Council"}) || !c.OpenID.On() {
		t.Fatalf("%+v %v", c, err)
	}
	unnamed := maps.Clone(whole)
	delete(unnamed, "FOLKMOOT_OPENID_NAME")
	if c, err := LoadConfig(unnamed); err != nil || c.OpenID.Name != "login.example.org" {
		t.Errorf("%v", err)
	}
	if c, err := LoadConfig(nil); err != nil || c.OpenID.On() {
		t.Errorf("without settings: %v", err)
	}
	for _, test := range []struct{ name, value, says string }{
		{"FOLKMOOT_OPENID_ISSUER", "", "FOLKMOOT_OPENID_ISSUER: is not set"},
		{"FOLKMOOT_OPENID_ISSUER", "http://login.example.org", "FOLKMOOT_OPENID_ISSUER: is not the address"},
		{"FOLKMOOT_OPENID_ISSUER", "https://u:hunter2@login.example.org", "FOLKMOOT_OPENID_ISSUER: is not the address"},
		{"FOLKMOOT_OPENID_CLIENT", "", "FOLKMOOT_OPENID_CLIENT: is not set"},
		{"FOLKMOOT_OPENID_SECRET", "", "FOLKMOOT_OPENID_SECRET: is not set"},
		{"FOLKMOOT_OPENID_SECRET", "hunter2\nX: y", "FOLKMOOT_OPENID_SECRET: "},
		{"FOLKMOOT_OPENID_NAME", "two\nlines", "FOLKMOOT_OPENID_NAME: "},
	} {
		environ := maps.Clone(whole)
		environ[test.name] = test.value
		_, err := LoadConfig(environ)
		if err == nil || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s=%q: %v", test.name, test.value, err)
		}
	}
}
