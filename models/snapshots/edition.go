// Package snapshots keeps summaries that were frozen and published: their bytes, the rows that they were counted from,
// and the chain of their editions.
//
// An edition is one line of JSON that ends in its digest. It is never changed. Where words in it are hidden, taken back
// or no longer public, they leave it in a new edition, which names the digest of the one before; the figures stay.
// Nobody's name is in an edition or in its rows: a quote leads to its contribution, which says whose it is today.
package snapshots

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"folkmoot/models/clock"
	"folkmoot/models/insight"
)

// editionFormat is what an edition says that it is.
const editionFormat = "folkmoot snapshot 1"

// Edition is a frozen summary. Its fields are written in this order.
type Edition struct {
	Format        string            `json:"format"`
	Snapshot      int64             `json:"snapshot"`
	Address       string            `json:"address"`
	Number        int               `json:"edition"`
	Before        string            `json:"before,omitempty"` // digest of the edition before
	Title         string            `json:"title"`
	Introduction  string            `json:"introduction"`         // Markdown
	DraftedBy     string            `json:"drafted_by,omitempty"` // the language model that drafted the introduction
	At            Moment            `json:"at"`                   // what its figures are of
	Made          Moment            `json:"made"`                 // when this edition was
	Method        int               `json:"method"`               // see Methods
	Codebook      int64             `json:"codebook"`             // version of the codebook
	Of            string            `json:"of,omitempty"`         // name of the group, guide or chapter that it is limited to
	Scope         map[string]string `json:"scope"`                // empty = everything
	Rows          string            `json:"rows"`                 // digest of the rows that it was counted from
	People        int               `json:"people"`
	Contributions int               `json:"contributions"`
	ByWho         map[string]int    `json:"by_who"`
	Issues        []Issue           `json:"issues"`
	Heard         []Reach           `json:"heard,omitempty"` // whom it has heard from: by kind of person, by area, then by each question that was asked
	Views         *Views            `json:"views,omitempty"` // who sees things alike; nil by method 1
	Digest        string            `json:"digest,omitempty"`
}

// Issue is what was said about one theme, and what editors said of it then.
type Issue struct {
	Slug          string         `json:"slug"`
	Name          string         `json:"name"`
	Definition    string         `json:"definition"`
	Mark          int            `json:"mark"`
	Title         string         `json:"title"`
	Note          string         `json:"note"` // Markdown
	State         string         `json:"state"`
	StateAt       Moment         `json:"state_at,omitempty"`
	Answer        string         `json:"answer,omitempty"` // "did", "partly", "will" or "not"
	Response      string         `json:"response"`         // Markdown
	Commitments   []Commitment   `json:"commitments"`
	Contributions int            `json:"contributions"`
	People        int            `json:"people"`
	ByWho         map[string]int `json:"by_who"`
	ByEvidence    map[string]int `json:"by_evidence"`
	Positions     Positions      `json:"positions"`
	Weeks         []Week         `json:"weeks"`
	Quotes        []Quote        `json:"quotes"`
}

// Commitment is something that somebody undertook to do about an issue.
type Commitment struct {
	Action   string      `json:"action"`
	Owner    string      `json:"owner"`
	Priority string      `json:"priority"`
	ReviewOn insight.Day `json:"review_on"`
	State    string      `json:"state"`
	Outcome  string      `json:"outcome"`
}

// Positions counts where people stood.
type Positions struct {
	Agree    int `json:"agree"`
	Disagree int `json:"disagree"`
	Pass     int `json:"pass"`
}

// Week is a week of the place's calendar, from a Monday on.
type Week struct {
	Start         insight.Day `json:"start"`
	Contributions int         `json:"contributions"`
}

// Quote is the exact words of a contribution: bytes Start to End of its Markdown as it was at Revision. Where the words
// were removed, it says when and nothing more.
type Quote struct {
	Contribution int64  `json:"contribution"`
	URL          string `json:"url"`
	Removed      Moment `json:"removed,omitempty"`
	Revision     int    `json:"revision"`
	Start        int    `json:"start"`
	End          int    `json:"end"`
	Text         string `json:"text"`
	Who          string `json:"who,omitempty"`
	Evidence     string `json:"evidence,omitempty"`
	At           Moment `json:"at,omitempty"`
	Against      bool   `json:"against,omitempty"`   // it speaks against what most say
	Pinned       string `json:"pinned,omitempty"`    // why an editor kept it in view
	OneVoice     bool   `json:"one_voice,omitempty"` // few or nobody else say it
}

// Moment is a moment as an edition writes it: to the millisecond, in UTC. The zero one is written as "".
type Moment clock.Instant

const momentForm = "2006-01-02T15:04:05.000Z"

// MarshalText writes the moment.
func (m Moment) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// String writes the moment.
func (m Moment) String() string {
	if m == 0 {
		return ""
	}
	return clock.Instant(m).UTC().Format(momentForm)
}

// UnmarshalText reads the moment.
func (m *Moment) UnmarshalText(text []byte) error {
	if *m = 0; len(text) == 0 {
		return nil
	}
	t, err := time.Parse(momentForm, string(text))
	*m = Moment(clock.Of(t))
	return err
}

// quotes lists all quotes, those of the views last.
func (e Edition) quotes() (list []Quote) {
	for _, i := range e.Issues {
		list = append(list, i.Quotes...)
	}
	if e.Views != nil {
		for _, s := range e.Views.Statements {
			list = append(list, s.Quote)
		}
	}
	return list
}

// Quoted lists the contributions whose words are in the edition.
func (e Edition) Quoted() (ids []int64) {
	for _, q := range e.quotes() {
		if q.Removed == 0 {
			ids = append(ids, q.Contribution)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Removed counts the quotes whose words were removed.
func (e Edition) Removed() (n int) {
	for _, q := range e.quotes() {
		if q.Removed != 0 {
			n++
		}
	}
	return n
}

// without gives the edition without the words of some contributions, as of a moment.
func (e Edition) without(gone map[int64]bool, at clock.Instant) Edition {
	e.Introduction = introWithout(e.Introduction, gone)
	leave := func(q *Quote) {
		if q.Removed == 0 && gone[q.Contribution] {
			*q = Quote{Contribution: q.Contribution, URL: q.URL, Removed: Moment(at)}
		}
	}
	e.Issues = slices.Clone(e.Issues)
	for i := range e.Issues {
		e.Issues[i].Quotes = slices.Clone(e.Issues[i].Quotes)
		for n := range e.Issues[i].Quotes {
			leave(&e.Issues[i].Quotes[n])
		}
	}
	if e.Views != nil {
		views := *e.Views
		views.Statements = slices.Clone(views.Statements)
		for n := range views.Statements {
			leave(&views.Statements[n].Quote)
		}
		e.Views = &views
	}
	return e
}

// next gives the edition that follows without the words of some contributions.
func (e Edition) next(gone map[int64]bool, at clock.Instant) Edition {
	after := e.without(gone, at)
	after.Number, after.Before, after.Made = e.Number+1, e.Digest, Moment(at)
	return after
}

// seal writes an edition as one line that ends in the digest of everything before it: the SHA-256 of the same line
// without its member "digest". The same edition gives the same bytes.
func (e Edition) seal() (line []byte, digest string, err error) {
	e.Digest = ""
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(e); err != nil {
		return nil, "", err
	}
	line = bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	digest = Digest(line)
	line = append(line[:len(line)-1], `,"digest":"`+digest+"\"}\n"...)
	return line, digest, nil
}

// read is the opposite of seal. It checks nothing.
func read(line []byte) (e Edition, err error) {
	if err = json.Unmarshal(line, &e); err == nil && e.Format != editionFormat {
		err = fmt.Errorf("snapshots: an edition is of a form that is not known: %q", e.Format)
	}
	return e, err
}

// Digest names bytes by their SHA-256.
func Digest(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// scopeWords writes a scope as names and values: what is not limited is left out.
func scopeWords(s insight.Scope) map[string]string {
	words := map[string]string{}
	v := reflect.ValueOf(s)
	for i := range v.NumField() {
		if text := v.Field(i).String(); text != "" && v.Field(i).Kind() == reflect.String {
			words[strings.ToLower(v.Type().Field(i).Name)] = text
		}
	}
	return words
}

// ScopeOf is the opposite of scopeWords: the scope that an edition was counted from.
func (e Edition) ScopeOf() insight.Scope { return ScopeOf(e.Scope) }

// ScopeOf makes a scope of names and values, as they stand in the address of a summary.
func ScopeOf(words map[string]string) (s insight.Scope) {
	v := reflect.ValueOf(&s).Elem()
	for i := range v.NumField() {
		if v.Field(i).Kind() == reflect.String {
			v.Field(i).SetString(words[strings.ToLower(v.Type().Field(i).Name)])
		}
	}
	return s
}
