package audit

import (
	"bytes"
	"encoding/base64"
	"slices"

	"folkmoot/models/clock"
)

// chainOfHeads checks every signed head by itself and against the one before it.
func (v *verifier) chainOfHeads() {
	v.Heads = len(v.heads)
	var before Head
	for i, h := range v.heads {
		switch {
		case h.Number != int64(i)+1:
			v.problem("signed head %d is missing, or the heads were numbered afresh", i+1)
			return
		case !h.Right():
			v.problem("signed head %d, of %s, was changed: its signature is not right", h.Number, day(h.At))
		case !bytes.Equal(h.Before, before.Signature):
			v.problem("signed head %d, of %s, does not follow the one before it", h.Number, day(h.At))
		case h.Seq < before.Seq:
			v.problem("signed head %d, of %s, vouches for fewer entries than the one before it", h.Number, day(h.At))
		}
		if i > 0 && h.At < before.At {
			v.note("the clock was set back before %s, when a head was signed; the one before it says %s", moment(h.At), moment(before.At))
		}
		if key := base64.StdEncoding.EncodeToString(h.Key); !slices.Contains(v.Keys, key) {
			v.Keys = append(v.Keys, key)
		}
		before = h
	}
	v.HeadAt, v.Covered = before.At, before.Seq
}

// cut tells where signed heads vouch for more than there is.
func (v *verifier) cut() {
	for _, h := range v.heads {
		if h.Seq > v.seq {
			v.problem("the end of the register was cut: a head signed on %s vouches for %d entries, and %d are sealed", day(h.At), h.Seq, v.seq)
			return
		}
	}
}

// keptHeads holds the heads that left the database to those in it.
func (v *verifier) keptHeads() {
	there := map[string]bool{}
	for _, h := range v.heads {
		there[string(h.Signature)] = true
	}
	var lost []Head
	for _, h := range v.kept {
		switch {
		case !h.Right():
			v.problem("in the file of heads, the head of %s was changed: its signature is not right", day(h.At))
		case !there[string(h.Signature)]:
			lost = append(lost, h)
		}
	}
	if len(lost) == 0 {
		return
	}
	slices.SortFunc(lost, func(a, b Head) int { return int(a.Number - b.Number) })
	first, last := lost[0], lost[len(lost)-1]
	v.problem("the file of heads holds %d signed heads that this database does not, the first of %s and the last of %s, which vouches for %d entries: "+
		"either this database is an older backup that was restored, and what was written since is lost, or the end of the register was cut. "+
		"If it is a backup that you restored, write down when and why, and keep that file of heads under another name",
		len(lost), day(first.At), day(last.At), last.Seq)
}

// missingDays tells on which days people acted and no head was signed, between the first head and the newest.
func (v *verifier) missingDays() {
	if len(v.heads) == 0 {
		if v.seq > 0 {
			v.note("no head was signed yet, so nobody could tell if the end of the register were cut")
		}
		return
	}
	signed := map[int64]bool{}
	first, last := dayOf(v.heads[0].At), dayOf(v.heads[0].At)
	for _, h := range v.heads {
		d := dayOf(h.At)
		signed[d] = true
		first, last = min(first, d), max(last, d)
	}
	missing := 0
	for d := range v.acted {
		if d > first && d < last && !signed[d] {
			v.problem("on %s people did things that stand in the register, and no head was signed on that day", dayStart(d).UTC().Format("2 January 2006"))
		}
	}
	for d := first; d <= last && last-first < 100_000; d++ {
		if !signed[d] {
			missing++
		}
	}
	if missing > 0 {
		v.note("no head was signed on %d of the days between %s and %s; that is right where the place was switched off", missing, day(dayStart(first)), day(dayStart(last)))
	}
}

const dayLength = 24 * 60 * 60 * 1000 // in milliseconds

// dayOf numbers the day of a moment, in UTC, from 1970 on.
func dayOf(at clock.Instant) int64 {
	d := int64(at) / dayLength
	if int64(at)%dayLength < 0 {
		d--
	}
	return d
}

func dayStart(day int64) clock.Instant { return clock.Instant(day * dayLength) }

func day(at clock.Instant) string { return at.UTC().Format("2 January 2006") }

func moment(at clock.Instant) string { return at.UTC().Format("2 January 2006 15:04:05 UTC") }
