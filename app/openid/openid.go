// Package openid lets those who work here sign in with the service that they use for everything else, over OpenID
// Connect: an authorization code with PKCE, a state and a nonce. It asks nobody but the issuer that the operator set,
// and the addresses which that issuer names.
package openid

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"folkmoot/models/clock"
	"folkmoot/models/people"
)

// Bounds.
const (
	patience    = 5 * time.Second // for one answer of the service
	maxAnswer   = 1 << 20         // bytes of one answer
	firstWait   = time.Second     // before an issuer that was away is asked again; doubled each time
	longestWait = time.Minute
)

// ErrAway says that the service cannot be reached, or does not answer as it should. It is not the person's fault.
var ErrAway = errors.New("the other service cannot be reached")

// ErrRefused says that what came back is not what the service was asked for.
var ErrRefused = errors.New("what came back from the other service cannot be trusted")

// Options say which service it is.
type Options struct {
	Issuer   string // exactly as the service writes it in what it signs
	Client   string // the name that the service knows this site by
	Secret   string
	Callback string // the address of this site that it sends people back to
	Clock    clock.Clock
	Log      *slog.Logger // gets what went wrong, without a secret or anybody's details
	HTTP     http.RoundTripper
}

// Provider is the service. It is asked nothing before somebody wants to sign in with it, so that the program starts
// whether it is there or not.
type Provider struct {
	options Options
	http    *http.Client

	mu    sync.Mutex
	found *oidc.Provider
	again clock.Instant // not asked before
	wait  time.Duration
}

// New prepares for a service, without asking it anything.
func New(o Options) *Provider {
	if o.HTTP == nil {
		o.HTTP = &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true, TLSHandshakeTimeout: patience, MaxResponseHeaderBytes: 64 << 10, IdleConnTimeout: time.Minute}
	}
	return &Provider{options: o, http: &http.Client{
		Transport: bounded{o.HTTP}, Timeout: patience,
		// A secret is sent nowhere else.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// bounded cuts answers off that are longer than any should be.
type bounded struct{ next http.RoundTripper }

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.next.RoundTrip(r)
	if err == nil {
		answer.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(answer.Body, maxAnswer), answer.Body}
	}
	return answer, err
}

// discovered finds out how the service is asked, once. After a failure it waits, longer each time, before it tries again.
func (p *Provider) discovered() (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	now := p.options.Clock.Now()
	if now < p.again {
		return nil, ErrAway
	}
	// What is found holds on to its context for fetching keys later, so it is not that of the request.
	found, err := oidc.NewProvider(oidc.ClientContext(context.Background(), p.http), p.options.Issuer)
	if err != nil {
		p.wait = min(max(2*p.wait, firstWait), longestWait)
		p.again = now.Add(p.wait)
		p.options.Log.Warn("the service for signing in does not answer as it should", "issuer", p.options.Issuer, "error", err)
		return nil, ErrAway
	}
	p.found, p.wait = found, 0
	return found, nil
}

func (p *Provider) config(found *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID: p.options.Client, ClientSecret: p.options.Secret, Endpoint: found.Endpoint(), RedirectURL: p.options.Callback,
		Scopes: []string{oidc.ScopeOpenID, "email"},
	}
}

// Address gives where a browser goes to begin a trip. Error: ErrAway.
func (p *Provider) Address(trip people.Trip) (string, error) {
	found, err := p.discovered()
	if err != nil {
		return "", err
	}
	address := p.config(found).AuthCodeURL(trip.State, oidc.Nonce(trip.Nonce), oauth2.S256ChallengeOption(trip.Verifier))
	if u, err := url.Parse(address); err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return "", ErrAway
	}
	return address, nil
}

// Vouched exchanges the code that somebody came back with for who they are. Errors: ErrAway, ErrRefused.
func (p *Provider) Vouched(ctx context.Context, trip people.Trip, code string) (people.Vouched, error) {
	found, err := p.discovered()
	if err != nil {
		return people.Vouched{}, err
	}
	token, err := p.config(found).Exchange(oidc.ClientContext(ctx, p.http), code, oauth2.VerifierOption(trip.Verifier))
	var answered *oauth2.RetrieveError
	switch {
	case errors.As(err, &answered) && answered.Response.StatusCode < 500:
		return people.Vouched{}, p.refused(fmt.Errorf("the code was not taken: %s", answered.ErrorCode))
	case err != nil:
		p.options.Log.Warn("the service for signing in gave no answer to a code", "issuer", p.options.Issuer)
		return people.Vouched{}, ErrAway
	}
	raw, _ := token.Extra("id_token").(string)
	if raw == "" {
		return people.Vouched{}, p.refused(errors.New("it came without an id token"))
	}
	signed, err := found.Verifier(&oidc.Config{ClientID: p.options.Client, Now: func() time.Time { return time.UnixMilli(int64(p.options.Clock.Now())) }}).Verify(ctx, raw)
	if err != nil {
		return people.Vouched{}, p.refused(err)
	}
	if subtle.ConstantTimeCompare([]byte(signed.Nonce), []byte(trip.Nonce)) != 1 {
		return people.Vouched{}, p.refused(errors.New("it was made for another trip"))
	}
	var claims struct {
		Email    string `json:"email"`
		Verified truth  `json:"email_verified"`
	}
	if err := signed.Claims(&claims); err != nil || signed.Subject == "" || len(signed.Subject) > 255 {
		return people.Vouched{}, p.refused(errors.New("what it says of the person cannot be read"))
	}
	return people.Vouched{Issuer: signed.Issuer, Subject: signed.Subject, Email: claims.Email, EmailVerified: bool(claims.Verified)}, nil
}

// refused logs why something is not believed.
func (p *Provider) refused(why error) error {
	p.options.Log.Warn("a sign-in with the other service was refused", "issuer", p.options.Issuer, "error", why)
	return ErrRefused
}

// truth reads true, and "true" as some services write it. Anything else is false.
type truth bool

// UnmarshalJSON reads it.
func (t *truth) UnmarshalJSON(data []byte) error {
	var yes bool
	var word string
	*t = truth(json.Unmarshal(data, &yes) == nil && yes || json.Unmarshal(data, &word) == nil && word == "true")
	return nil
}
