package views

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"folkmoot/models/people"
	"folkmoot/views/components"
	"folkmoot/views/locale"
)

// WhoUnsaid is the value that the form sends for people who would rather not say who they are.
const WhoUnsaid = "unsaid"

// whoOptions are the kinds of people to choose from, with the answer not to say last.
func whoOptions(ctx context.Context, chosen people.Who) []components.Option {
	return append(slices.Clone(components.WhoOptions(ctx)), components.Option{
		Value: WhoUnsaid, Label: locale.T(ctx, "I would rather not say"), Chosen: string(chosen) == WhoUnsaid,
	})
}

// withNext adds the page to go on to, where it is not the first page.
func withNext(path, next string) templ.SafeURL {
	if next != "" && next != "/" {
		path += "?next=" + url.QueryEscape(next)
	}
	return templ.SafeURL(path)
}

// signInID gives the boxes of the two forms ids of their own; the one that needs mending has the plain one, which
// the list of problems links to.
func signInID(p SignInPage, name string) string {
	if p.Password {
		return name + "-other"
	}
	return name
}

// errorUnless gives a message unless it belongs to another form.
func errorUnless(other bool, message string) string {
	if other {
		return ""
	}
	return message
}

func number(id int64) string { return strconv.FormatInt(id, 10) }

// linkButton says what pressing it does.
func linkButton(ctx context.Context, purpose string) string {
	switch purpose {
	case "join":
		return locale.T(ctx, "Join now")
	case "agree-email":
		return locale.T(ctx, "Yes, change it")
	case "change-email":
		return locale.T(ctx, "Use this address from now on")
	default:
		return locale.T(ctx, "Sign in now")
	}
}

// draftLabel names a box of kept words.
func draftLabel(ctx context.Context, field string) string {
	if field == "title" {
		return locale.T(ctx, "Title")
	}
	return locale.T(ctx, "Your words")
}

// roleLabel names a role.
func roleLabel(ctx context.Context, role people.Role) string {
	switch role {
	case people.Editor:
		return locale.T(ctx, "Editor")
	case people.Moderator:
		return locale.T(ctx, "Moderator")
	case people.Administrator:
		return locale.T(ctx, "Administrator")
	default:
		return locale.T(ctx, "Member")
	}
}

// autocomplete lets the browser offer a passkey where the address is typed.
func (p SignInPage) autocomplete() string {
	if p.Passkeys {
		return "username webauthn"
	}
	return "email"
}
