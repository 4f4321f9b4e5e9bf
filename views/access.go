package views

import (
	"context"
	"strconv"
	"strings"

	"folkmoot/models/people"
	"folkmoot/views/locale"
)

// WaysInPage is how the reader signs in: passkeys, the second step, another service.
type WaysInPage struct {
	Page
	Key         string
	Account     people.Person
	Proof       people.Proof
	Second      people.Second
	Passkeys    []people.Passkey
	CanPasskeys bool // this site can have them
	Tied        []people.Tied
	Service     string // name of the service for those who work here; empty where there is none
	Staff       bool
	Next        string // where they wanted to go; may be empty
	Prove       string // the path where they show first that it is them
}

// ProvePage asks somebody who is signed in to show that it is them.
type ProvePage struct {
	Page
	Proof people.Proof
	Next  string
}

// SecondPage asks somebody halfway in for their second step.
type SecondPage struct{ Page }

// NotMePage asks once whether a sign-in was somebody else.
type NotMePage struct {
	Page
	Secret string
}

// TripPage leads to another service.
type TripPage struct {
	Page
	Service string
	Address string
}

// AppPage shows the square and the key for an app that is being set up.
type AppPage struct {
	Page
	App people.App
}

// CodesPage shows recovery codes, once.
type CodesPage struct {
	Page
	Codes []string
}

// PlaceSecondPage is whether the place asks whoever works here for a second step.
type PlaceSecondPage struct {
	Page
	Key      string
	Required bool
}

// ResetPage asks for the address of whoever forgot their password.
type ResetPage struct {
	Page
	Email string
}

// NewPasswordPage asks for a new password.
type NewPasswordPage struct {
	Page
	Token     string
	NeedsCode bool
}

func passkeyPath(k people.Passkey) string {
	return "/account/passkeys/" + strconv.FormatInt(k.ID, 10)
}

// openFor tells whether a passkey's name needs mending.
func (p WaysInPage) openFor(k people.Passkey) bool {
	return p.ErrorFor("name-"+number(k.ID)) != ""
}

// lastUsed says when a passkey was used.
func lastUsed(ctx context.Context, k people.Passkey) string {
	if k.UsedAt == 0 {
		return locale.T(ctx, "not used yet")
	}
	return locale.T(ctx, "last used %s", locale.WhenInline(ctx, k.UsedAt))
}

// issuerName is how another service is named where its name is not known: its address without the scheme.
func issuerName(issuer string) string {
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(issuer, "https://"), "http://"), "/")
}
