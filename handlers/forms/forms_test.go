package forms

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/valyala/fasthttp"

	"folkmoot/models/db"
)

func values(fields map[string][]string) *Values {
	return &Values{get: func(name string) []string { return fields[name] }, said: func() string { return "said" }}
}

func TestLocalPath(t *testing.T) {
	for _, good := range []string{"/", "/groups", "/discussions/12-x?after=abc#c-9", "/a?next=https://example.org"} {
		if got := LocalPath(good, "/fallback"); got != good {
			t.Errorf("LocalPath(%q) = %q", good, got)
		}
	}
	for _, bad := range []string{
		"", "groups", "//evil.example", "/..//evil.example", "/a//evil.example", "/\\evil.example", "\\/evil.example", "https://evil.example", "javascript:alert(1)",
		"/\t/evil.example", "/\n/evil.example", "/ /evil.example", "/%5C/../\\evil", "/%2F/evil.example", "/%5cevil.example",
		"/a\x00", "/" + strings.Repeat("a", maxPath), "/a\xff", "///evil.example", "http:/evil.example", "/%zz",
	} {
		if got := LocalPath(bad, "/fallback"); got != "/fallback" {
			t.Errorf("LocalPath(%q) = %q, want the fallback", bad, got)
		}
	}
}

func TestID(t *testing.T) {
	for text, want := range map[string]int64{
		"1": 1, "12345678901": 12345678901, "": 0, "0": 0, "-1": 0, "+1": 0, "01": 0, "1.0": 0, "1e3": 0, "x": 0, "٣": 0,
		"9223372036854775808": 0,
	} {
		if got := ID(text); got != want {
			t.Errorf("ID(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestValues(t *testing.T) {
	v := values(map[string][]string{
		"title": {"  A \t title "}, "body": {"one\r\ntwo\n\n"}, "who": {"resident"}, "other": {"king"},
		"theme": {"3", "x", "3", "5"}, "do": {"preview"}, "key": {"abc"},
	})
	check := func(name string, got, want any) {
		t.Helper()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %#v, want %#v", name, got, want)
		}
	}
	check("line", v.Line("title"), "A title")
	check("text", v.Text("body"), "one\ntwo")
	check("choice", Choice(v, "who", "resident", "business"), "resident")
	check("forbidden choice", Choice(v, "other", "resident", "business"), "")
	check("ids", v.IDs("theme"), []int64{3, 5})
	check("is", v.Is("do", "preview"), true)
	check("key", v.Key(7), db.Key{Token: "abc", Actor: 7, Said: "said"})
	check("no error", v.Err(), nil)
}

func TestWrongFieldsAreAllTold(t *testing.T) {
	v := values(map[string][]string{"name": {"a\u202Eb"}, "title": {"far too long"}})
	v.Line("name")
	v.Required("body", v.Text("body"), "Write something.")
	v.AtMost("title", v.Line("title"), 5, "Use at most 5 characters.")
	err := v.Join(db.Wrong("email", "We need your email."))
	var invalid db.Invalid
	if !errors.As(err, &invalid) || len(invalid) != 4 || invalid["title"] == "" || invalid["body"] == "" {
		t.Errorf("got %v, want messages for name, body, title and email", err)
	}
	if err := v.Join(db.ErrNotFound); !errors.Is(err, db.ErrNotFound) {
		t.Errorf("another kind of error became %v", err)
	}
	if err := values(nil).Join(nil); err != nil {
		t.Errorf("a form without faults has %v", err)
	}
}

func TestDigestTellsWhatWasSaid(t *testing.T) {
	of := func(path, query string) string {
		var args fasthttp.Args
		args.Parse(query)
		return digest(path, &args)
	}
	first := of("/a", "key=1&body=one%0D%0Atwo&who=x")
	for name, same := range map[string]string{
		"another key": "key=2&body=one%0D%0Atwo&who=x", "line ends and space around": "key=1&body=+one%0Atwo%0A&who=x",
		"another order": "who=x&key=1&body=one%0D%0Atwo",
	} {
		if of("/a", same) != first {
			t.Errorf("%s: the same was said", name)
		}
	}
	for name, other := range map[string]string{
		"other words": "key=1&body=one%0D%0Athree&who=x", "one more": "key=1&body=one%0D%0Atwo&who=x&who=y", "parts moved": "key=1&bodyone=%0D%0Atwo&who=x",
	} {
		if of("/a", other) == first {
			t.Errorf("%s: something else was said", name)
		}
	}
	if of("/b", "key=1&body=one%0D%0Atwo&who=x") == first {
		t.Error("another address is another thing said")
	}
}
