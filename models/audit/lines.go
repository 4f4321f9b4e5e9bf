package audit

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"folkmoot/models/db"
)

// line is one line of the register as it is taken away: an entry, or a signed head.
type line struct {
	Entry *Sealed `json:"entry,omitempty"`
	Head  string  `json:"head,omitempty"` // as Head.String writes it
}

// linesAtOnce is how many entries are read in one step while they are written out.
const linesAtOnce = 1000

// WriteLines writes the whole register as JSON lines: every sealed entry in its place in the chain, and
// every signed head, so that anybody can check it without the database. It holds a step of it in memory.
func WriteLines(ctx context.Context, q db.Querier, w io.Writer) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	var last int64
	for {
		page, err := sealedFrom(ctx, q, last, linesAtOnce)
		if err != nil {
			return err
		}
		for i := range page {
			if err := out.Encode(line{Entry: &page[i]}); err != nil {
				return err
			}
			last = page[i].Place
		}
		if len(page) < linesAtOnce {
			break
		}
	}
	heads, err := Heads(ctx, q)
	if err != nil {
		return err
	}
	for _, h := range heads {
		if h.Seq > last { // signed while this was written
			break
		}
		if err := out.Encode(line{Head: h.String()}); err != nil {
			return err
		}
	}
	return nil
}

// sealedFrom reads the entries that follow a place in the chain.
func sealedFrom(ctx context.Context, q db.Querier, place int64, n int) ([]Sealed, error) {
	return db.All(ctx, q, scanSealed, "SELECT "+entryColumns+`, s.seq, s.hash, b.hash FROM register_seals s JOIN register r ON r.id = s.entry_id
		LEFT JOIN register_seals b ON b.seq = s.seq - 1 WHERE s.seq > ? ORDER BY s.seq LIMIT ?`, place, n)
}

// longestLine bounds a line of the register, in bytes.
const longestLine = 4 << 20

// VerifyLines checks what WriteLines wrote, and holds it to heads that were kept elsewhere.
func VerifyLines(from io.Reader, kept ...Head) (Report, error) {
	v := newVerifier(nil, kept)
	var heads []Head
	hashes := map[int64][]byte{} // of the places that heads vouch for, and of the last
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, longestLine)
	for n := 1; lines.Scan(); n++ {
		text := bytes.TrimSpace(lines.Bytes())
		if len(text) == 0 {
			continue
		}
		var l line
		strict := json.NewDecoder(bytes.NewReader(text))
		strict.DisallowUnknownFields()
		if err := strict.Decode(&l); err != nil || (l.Entry == nil) == (l.Head == "") {
			return v.Report, fmt.Errorf("line %d is not a line of a register", n)
		}
		if l.Entry == nil {
			h, err := ParseHead(l.Head)
			if err != nil {
				return v.Report, fmt.Errorf("line %d: %w", n, err)
			}
			heads = append(heads, h)
			continue
		}
		if len(heads) > 0 {
			v.problem("an entry stands after the signed heads")
		}
		if err := v.line(*l.Entry); err != nil {
			return v.Report, fmt.Errorf("line %d: %w", n, err)
		}
		hashes[v.seq] = v.hash
	}
	if err := lines.Err(); err != nil {
		return v.Report, err
	}
	v.heads = heads
	for _, h := range heads {
		if hash, there := hashes[h.Seq]; there && !bytes.Equal(hash, h.Hash) {
			v.problem("up to number %d, the register is not what was signed on %s: it was written afresh", h.Seq, day(h.At))
		}
	}
	v.finish()
	return v.Report, nil
}

// line checks an entry as it was taken away.
func (v *verifier) line(s Sealed) error {
	hash, err := hex.DecodeString(s.Hash)
	before, wrong := hex.DecodeString(s.Before)
	if err := errors.Join(err, wrong); err != nil {
		return err
	}
	if !bytes.Equal(before, v.hash) && s.Place == v.seq+1 {
		v.problem("number %d does not follow the entry before it", s.Place)
	}
	v.take(link{seq: s.Place, sealed: s.ID, hash: hash, there: true, stored: stored{s.ID, s.At, s.Actor, s.Act, s.Kind, s.Object, s.Reason, s.Details}})
	return nil
}
