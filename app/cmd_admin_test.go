package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

func TestAdmin(t *testing.T) {
	environ := map[string]string{"FOLKMOOT_DATA": t.TempDir(), "FOLKMOOT_BASE_URL": "https://talk.example.org"}
	for _, step := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"admin", "list"}, exitDone, ""},
		{[]string{"admin", "sign-in-link", "asha@example.org"}, exitFailed, "nobody has an account"},
		{[]string{"admin", "create", "not an address", "--role", "king", "--name", "A"}, exitFailed, "email"},
		{[]string{"admin", "create", "Asha@Example.org", "--role", "administrator", "--name", "Asha Patel"}, exitDone, "Asha Patel"},
		{[]string{"admin", "create", "asha@example.org", "--name", "Another One"}, exitFailed, "already"},
		{[]string{"admin", "create", "tom.b@example.org"}, exitDone, "tom b"},
		{[]string{"admin", "role", "asha@example.org", "member"}, exitFailed, "last administrator"},
		{[]string{"admin", "role", "tom.b@example.org", "king"}, exitFailed, "member, editor, moderator, administrator"},
		{[]string{"admin", "role", "--reason", "asked to help", "tom.b@example.org", "moderator"}, exitDone, "moderator"},
		{[]string{"admin", "list"}, exitDone, "tom.b@example.org"},
		{[]string{"admin", "suspend", "tom.b@example.org"}, exitUsage, "--reason is missing"},
		{[]string{"admin", "suspend", "nobody@example.org", "--reason", "x"}, exitFailed, "nobody has an account"},
		{[]string{"admin", "suspend", "asha@example.org", "--reason", "x"}, exitFailed, "last administrator"},
		{[]string{"admin", "reinstate", "tom.b@example.org", "--reason", "x"}, exitFailed, "is not on hold"},
		{[]string{"admin", "suspend", "tom.b@example.org", "--reason", "insults"}, exitDone, "tom b (tom.b@example.org) is on hold."},
		{[]string{"admin", "suspend", "tom.b@example.org", "--reason", "insults"}, exitFailed, "could be put on hold"},
		{[]string{"admin", "list"}, exitDone, "suspended"},
		{[]string{"admin", "sign-in-link", "tom.b@example.org"}, exitFailed, "may not be used just now"},
		{[]string{"admin", "reinstate", "tom.b@example.org", "--reason", "said sorry"}, exitDone, "is off hold"},
		{[]string{"admin", "sign-in-link", "tom.b@example.org"}, exitDone, "https://talk.example.org/sign-in/link?t="},
		{[]string{"admin", "sign-in-link", "asha@example.org"}, exitDone, "https://talk.example.org/sign-in/link?t="},
		{[]string{"admin", "remove-second-step", "asha@example.org"}, exitUsage, "--reason is missing"},
		{[]string{"admin", "remove-second-step", "nobody@example.org", "--reason", "x"}, exitFailed, "nobody has an account"},
		{[]string{"admin", "remove-second-step", "asha@example.org", "--reason", "x"}, exitFailed, "has no second step"},
		{[]string{"admin", "role", "asha@example.org"}, exitUsage, "ROLE is missing"},
		{[]string{"admin", "dance"}, exitUsage, "sign-in-link"},
	} {
		var out bytes.Buffer
		code := run(context.Background(), step.args, call{stdout: &out, stderr: &out, environ: environ})
		if code != step.code || !strings.Contains(out.String(), step.says) {
			t.Errorf("%v: code %d, %q", step.args, code, out.String())
		}
	}
}
