package received

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"

	"folkmoot/models/clock"
	"folkmoot/models/db"
	"folkmoot/models/queue"
)

// Reader opens mail that comes in. It needs nothing but the place's key, so that mail can be opened beside a running site.
type Reader struct {
	Addresses *Addresses
	Trusted   string // the name of the mail server whose findings about senders are believed; empty for none
	Home      string // the host in the ids of mails that this site sends: see HomeOf
}

// Mail is a mail that was opened: what it says, and what there is to know about it. The mail itself is not kept.
type Mail struct {
	Digest    []byte   // of the message's id and whom it was to: the same mail, whichever way it comes in
	Token     Token    // in the address that it was to
	TooOld    bool     // that address has expired
	From      string   // the one address that it is from, cleaned; empty where there is none or more than one
	ID        string   // its message id
	Words     string   // the newest, as Markdown
	Files     int      // pictures and documents that came with it
	Automatic string   // what shows that no person wrote it; empty for a person's
	Forged    bool     // the trusted server found that it is not from whom it says
	Failed    []string // addresses that it says no mail reaches
}

// Known tells of an address, before any mail is read, whether we made it.
func (r Reader) Known(address string, now clock.Instant) bool {
	_, err := r.Addresses.Read(address, now)
	return !errors.Is(err, ErrNotOurs)
}

// Open opens a mail. Where it is to nobody here or cannot be read, it is refused, and the Result says so.
func (r Reader) Open(in Incoming, now clock.Instant) (Mail, Result) {
	p, err := read(in.Raw)
	to := []string{in.To}
	if !r.Addresses.Ours(in.To) && err == nil {
		to = p.to()
	}
	for _, address := range to {
		token, wrong := r.Addresses.Read(address, now)
		if errors.Is(wrong, ErrNotOurs) {
			continue
		}
		if err != nil {
			break
		}
		return Mail{
			Digest: digest(p.id, address, in.Raw), Token: token, TooOld: wrong != nil, From: p.from, ID: p.id, Words: p.words, Files: p.files,
			Automatic: p.automatic(in, r.Home), Forged: p.forged(r.Trusted), Failed: p.undeliverable(),
		}, Result{}
	}
	if err != nil {
		return Mail{}, Result{Outcome: Refused, Why: whyUnreadable}
	}
	return Mail{}, Result{Outcome: Refused, Why: whyUnknown}
}

// digest is of a message's id and whom it was to; of the whole of a mail that has no id.
func digest(id, to string, raw []byte) []byte {
	h := sha256.New()
	h.Write([]byte(strings.ToLower(to) + "\x00" + id + "\x00"))
	if id == "" {
		h.Write(raw)
	}
	return h.Sum(nil)
}

// JobTake is the kind of the job that does what a mail asks for. Its payload is a Mail.
const JobTake = "received"

// Later leaves a mail to the running site, which alone knows what its readers have in memory. Once it returns, the mail
// is not lost. The same mail is left once at a time.
func Later(ctx context.Context, d *db.DB, m Mail) error {
	return d.Write(ctx, func(tx *db.Tx) error {
		return queue.EnqueueAt(tx, JobTake, "received-"+hex.EncodeToString(m.Digest), tx.Now(), m)
	})
}
