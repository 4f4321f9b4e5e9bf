package openid_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"folkmoot/app/openid"
	"folkmoot/models/clock"
	"folkmoot/models/people"
)

// service is a provider of OpenID Connect, as small as one can be.
type service struct {
	t      *testing.T
	http   *httptest.Server
	key    *rsa.PrivateKey
	keyID  string
	now    *clock.Fixed
	asked  atomic.Int64 // how often it was discovered
	away   atomic.Bool
	codes  map[string]url.Values       // what each code was given for
	change func(claims map[string]any) // how what it says differs from what it should
	forged *rsa.PrivateKey             // signs instead of its own
}

func newService(t *testing.T) *service {
	t.Helper()
	s := &service{t: t, now: clock.NewFixed(time.UnixMilli(1_800_000_000_000)), codes: map[string]url.Values{}}
	s.rotate("one")
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		s.asked.Add(1)
		if s.away.Load() {
			http.Error(w, "away", http.StatusBadGateway)
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{
			"issuer": s.http.URL, "authorization_endpoint": s.http.URL + "/go", "token_endpoint": s.http.URL + "/token", "jwks_uri": s.http.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256"},
		})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: s.key.Public(), KeyID: s.keyID, Algorithm: "RS256", Use: "sig"}}})
	})
	mux.HandleFunc("POST /token", s.token)
	s.http = httptest.NewServer(mux)
	t.Cleanup(s.http.Close)
	return s
}

// rotate has the service sign with a new key.
func (s *service) rotate(id string) {
	s.t.Helper()
	var err error
	if s.key, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		s.t.Fatal(err)
	}
	s.keyID = id
}

// letsIn is somebody who signs in at the service: it gives the code that they come back with.
func (s *service) letsIn(address string) (code, state string) {
	s.t.Helper()
	u, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(address, s.http.URL+"/go?") {
		s.t.Fatalf("%q %v", address, err)
	}
	q := u.Query()
	if q.Get("response_type") != "code" || q.Get("client_id") != "folkmoot" || q.Get("code_challenge_method") != "S256" || q.Get("redirect_uri") != "https://talk.example.org/sign-in/openid/callback" {
		s.t.Fatalf("%v", q)
	}
	code = rand.Text()
	s.codes[code] = q
	return code, q.Get("state")
}

// token exchanges a code, once, for whoever began with it.
func (s *service) token(w http.ResponseWriter, r *http.Request) {
	name, secret, _ := r.BasicAuth()
	q, known := s.codes[r.FormValue("code")]
	delete(s.codes, r.FormValue("code"))
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if !known || name != "folkmoot" || secret != "s3cret" || base64.RawURLEncoding.EncodeToString(sum[:]) != q.Get("code_challenge") {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"error":"invalid_grant"}`))
		return
	}
	now := time.UnixMilli(int64(s.now.Now()))
	claims := map[string]any{
		"iss": s.http.URL, "sub": "mo-7", "aud": "folkmoot", "iat": now.Unix(), "exp": now.Add(time.Minute).Unix(), "nonce": q.Get("nonce"),
		"email": "mo@example.org", "email_verified": true,
	}
	if s.change != nil {
		s.change(claims)
	}
	key := s.key
	if s.forged != nil {
		key = s.forged
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: key, KeyID: s.keyID}}, nil)
	if err != nil {
		s.t.Error(err)
		return
	}
	raw, _ := json.Marshal(claims)
	signed, err := signer.Sign(raw)
	if err != nil {
		s.t.Error(err)
		return
	}
	token, _ := signed.CompactSerialize()
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": token})
}

func (s *service) provider(log *bytes.Buffer) *openid.Provider {
	return openid.New(openid.Options{
		Issuer: s.http.URL, Client: "folkmoot", Secret: "s3cret", Callback: "https://talk.example.org/sign-in/openid/callback", Clock: s.now,
		Log: slog.New(slog.NewTextHandler(log, nil)),
	})
}

func trip() people.Trip {
	return people.Trip{State: rand.Text(), Nonce: rand.Text(), Verifier: rand.Text() + rand.Text()}
}

// back goes on a trip and comes back from it.
func (s *service) back(p *openid.Provider) (people.Vouched, error) {
	s.t.Helper()
	one := trip()
	address, err := p.Address(one)
	if err != nil {
		return people.Vouched{}, err
	}
	code, state := s.letsIn(address)
	if state != one.State {
		s.t.Errorf("the state comes back as %q", state)
	}
	return p.Vouched(context.Background(), one, code)
}

func TestSigningInWithAnotherService(t *testing.T) {
	s := newService(t)
	var log bytes.Buffer
	p := s.provider(&log)
	if s.asked.Load() != 0 {
		t.Error("it is asked before anybody wants to sign in")
	}
	want := people.Vouched{Issuer: s.http.URL, Subject: "mo-7", Email: "mo@example.org", EmailVerified: true}
	for range 2 {
		if got, err := s.back(p); err != nil || got != want {
			t.Fatalf("%+v %v", got, err)
		}
	}
	if s.asked.Load() != 1 {
		t.Errorf("it was discovered %d times", s.asked.Load())
	}
	s.rotate("two")
	if got, err := s.back(p); err != nil || got != want {
		t.Errorf("after a change of keys: %+v %v", got, err)
	}
	for value, verified := range map[any]bool{"true": true, "false": false, false: false, "yes": false, 1: false, nil: false} {
		s.change = func(claims map[string]any) { claims["email_verified"] = value }
		if got, err := s.back(p); err != nil || got.EmailVerified != verified {
			t.Errorf("email_verified %v: %+v %v", value, got, err)
		}
	}
	if strings.Contains(log.String(), "s3cret") || strings.Contains(log.String(), "mo@example.org") {
		t.Error("the log tells too much:", log.String())
	}
}

func TestWhatIsNotBelieved(t *testing.T) {
	s := newService(t)
	var log bytes.Buffer
	p := s.provider(&log)
	if _, err := s.back(p); err != nil { // the control
		t.Fatal(err)
	}
	for name, change := range map[string]func(claims map[string]any){
		"another nonce":    func(c map[string]any) { c["nonce"] = "x" },
		"no nonce":         func(c map[string]any) { delete(c, "nonce") },
		"for another site": func(c map[string]any) { c["aud"] = "another" },
		"another issuer":   func(c map[string]any) { c["iss"] = "https://evil.example" },
		"too old":          func(c map[string]any) { c["exp"] = time.UnixMilli(int64(s.now.Now())).Add(-time.Hour).Unix() },
		"of nobody":        func(c map[string]any) { delete(c, "sub") },
	} {
		s.change = change
		if got, err := s.back(p); !errors.Is(err, openid.ErrRefused) {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
	s.change = nil
	forged, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	s.forged = forged
	if _, err := s.back(p); !errors.Is(err, openid.ErrRefused) {
		t.Errorf("signed by somebody else: %v", err)
	}
	s.forged = nil
	one := trip()
	address, _ := p.Address(one)
	code, _ := s.letsIn(address)
	other := one
	other.Verifier = rand.Text() + rand.Text()
	if _, err := p.Vouched(context.Background(), other, code); !errors.Is(err, openid.ErrRefused) {
		t.Errorf("a code that somebody else began with: %v", err)
	}
	if _, err := p.Vouched(context.Background(), one, "made-up"); !errors.Is(err, openid.ErrRefused) {
		t.Errorf("a made-up code: %v", err)
	}
}

// A service that is away is asked again, but not at once, and ever more seldom.
func TestServiceThatIsAway(t *testing.T) {
	s := newService(t)
	var log bytes.Buffer
	p := s.provider(&log)
	s.away.Store(true)
	for range 5 {
		if _, err := s.back(p); !errors.Is(err, openid.ErrAway) {
			t.Fatal(err)
		}
	}
	if s.asked.Load() != 1 {
		t.Errorf("it was asked %d times at once", s.asked.Load())
	}
	s.now.Advance(time.Second)
	_, _ = s.back(p)
	s.now.Advance(time.Second)
	_, _ = s.back(p)
	if s.asked.Load() != 2 {
		t.Errorf("it was asked %d times in two seconds", s.asked.Load())
	}
	s.away.Store(false)
	s.now.Advance(time.Minute)
	if _, err := s.back(p); err != nil {
		t.Errorf("when it is there again: %v", err)
	}
}
