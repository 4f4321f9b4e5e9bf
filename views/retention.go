package views

import (
	"context"
	"strconv"

	"folkmoot/models/clock"
	"folkmoot/models/retention"
	"folkmoot/views/locale"
)

// KeptKind is a kind of record with how long it is kept here, and what there is of it.
type KeptKind struct {
	Kind    retention.Kind
	Setting retention.Setting
	Preview retention.Preview
}

// KeptPage lists what is kept and for how long, for administrators.
type KeptPage struct {
	Page
	Kinds        []KeptKind
	Certificates []retention.Certificate // the newest
	Now          clock.Instant
}

// KeptKindPage is one kind, with the way to change how long it is kept.
type KeptKindPage struct {
	Page
	KeptKind
	Certificates []retention.Certificate // of this kind, the newest
	Now          clock.Instant
	Key, HoldKey string
	Days, Why    string // as typed
	Tried        *KeptTried
}

// KeptTried is what would go if a kind were kept for other days.
type KeptTried struct {
	Days    int
	At      clock.Instant // when it would begin
	Preview retention.Preview
}

// CertificatePage is one certificate.
type CertificatePage struct {
	Page
	Certificate retention.Certificate
	Kind        retention.Kind
}

// KeptURL is the page of one kind.
func KeptURL(kind string) string { return "/place/kept/" + kind }

// CertificateURL is the page of one certificate.
func CertificateURL(id int64) string {
	return "/place/kept/certificates/" + strconv.FormatInt(id, 10)
}

// keptCount writes a number of rows that may be only the least that it can be.
func keptCount(ctx context.Context, n int) string {
	if retention.Many(n) {
		return locale.T(ctx, "more than %s", locale.Number(ctx, retention.MostCounted))
	}
	return locale.Number(ctx, n)
}

// keptNumbers says how many there are of a kind, and how many go.
func keptNumbers(ctx context.Context, p retention.Preview) string {
	return locale.T(ctx, "%s there now, %s to go at the next run", keptCount(ctx, p.There), keptCount(ctx, p.Goes))
}

// keptState says what is out of the ordinary with a kind; "" for nothing.
func keptState(ctx context.Context, s retention.Setting) string {
	switch {
	case s.Held():
		return locale.T(ctx, "On hold: nothing is removed")
	case s.NextAt != 0:
		return locale.T(ctx, "%s from %s", locale.Say(ctx, retention.Span(s.Next)), locale.DateLong(ctx, s.NextAt))
	}
	return ""
}

// keptDays is the number of days in the box: as typed, or as it is now.
func keptDays(p KeptKindPage) string {
	if p.Days != "" {
		return p.Days
	}
	return strconv.Itoa(retention.Days(p.Setting.Kept))
}
