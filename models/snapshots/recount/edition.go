package recount

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// The form of an edition, as it is given away: the fields stand in this order.
type (
	edition struct {
		Format        string            `json:"format"`
		Snapshot      int64             `json:"snapshot"`
		Address       string            `json:"address"`
		Edition       int               `json:"edition"`
		Before        string            `json:"before,omitempty"`
		Title         string            `json:"title"`
		Introduction  string            `json:"introduction"`
		DraftedBy     string            `json:"drafted_by,omitempty"`
		At            string            `json:"at"`
		Made          string            `json:"made"`
		Method        int               `json:"method"`
		Codebook      int64             `json:"codebook"`
		Of            string            `json:"of,omitempty"`
		Scope         map[string]string `json:"scope"`
		Rows          string            `json:"rows"`
		People        int               `json:"people"`
		Contributions int               `json:"contributions"`
		ByWho         map[string]int    `json:"by_who"`
		Issues        []issue           `json:"issues"`
		Heard         []reach           `json:"heard,omitempty"`
		Views         *views            `json:"views,omitempty"`
	}
	issue struct {
		Slug          string         `json:"slug"`
		Name          string         `json:"name"`
		Definition    string         `json:"definition"`
		Mark          int            `json:"mark"`
		Title         string         `json:"title"`
		Note          string         `json:"note"`
		State         string         `json:"state"`
		StateAt       string         `json:"state_at,omitempty"`
		Answer        string         `json:"answer,omitempty"`
		Response      string         `json:"response"`
		Commitments   []commitment   `json:"commitments"`
		Contributions int            `json:"contributions"`
		People        int            `json:"people"`
		ByWho         map[string]int `json:"by_who"`
		ByEvidence    map[string]int `json:"by_evidence"`
		Positions     positions      `json:"positions"`
		Weeks         []Week         `json:"weeks"`
		Quotes        []quote        `json:"quotes"`
	}
	commitment struct {
		Action   string `json:"action"`
		Owner    string `json:"owner"`
		Priority string `json:"priority"`
		ReviewOn string `json:"review_on"`
		State    string `json:"state"`
		Outcome  string `json:"outcome"`
	}
	positions struct {
		Agree    int `json:"agree"`
		Disagree int `json:"disagree"`
		Pass     int `json:"pass"`
	}
	quote struct {
		Contribution int64  `json:"contribution"`
		URL          string `json:"url"`
		Removed      string `json:"removed,omitempty"`
		Revision     int    `json:"revision"`
		Start        int    `json:"start"`
		End          int    `json:"end"`
		Text         string `json:"text"`
		Who          string `json:"who,omitempty"`
		Evidence     string `json:"evidence,omitempty"`
		At           string `json:"at,omitempty"`
		Against      bool   `json:"against,omitempty"`
		Pinned       string `json:"pinned,omitempty"`
		OneVoice     bool   `json:"one_voice,omitempty"`
	}
	reach struct {
		Dimension string `json:"dimension"`
		Title     string `json:"title,omitempty"`
		Source    string `json:"source,omitempty"`
		Lives     int    `json:"lives"`
		Heard     int    `json:"heard"`
		About     bool   `json:"about,omitempty"`
		Unknown   int    `json:"unknown"`
		Lines     []line `json:"lines"`
	}
	line struct {
		Category string `json:"category"`
		Lives    int    `json:"lives"`
		Heard    *int   `json:"heard,omitempty"`
		Masked   bool   `json:"masked,omitempty"`
		Few      bool   `json:"few,omitempty"`
	}
	views struct {
		People     int         `json:"people"`
		Placed     int         `json:"people_in_views"`
		Positions  int         `json:"positions"`
		Answered   int         `json:"answered"`
		Needed     int         `json:"needed"`
		Older      bool        `json:"older,omitempty"`
		Why        string      `json:"why_no_views,omitempty"`
		Views      []view      `json:"views"`
		Shared     []int64     `json:"shared_agree"`
		Opposed    []int64     `json:"shared_disagree"`
		Divides    []int64     `json:"divides"`
		Unsure     []int64     `json:"unsure"`
		Statements []statement `json:"statements"`
	}
	view struct {
		Name      string  `json:"view"`
		People    int     `json:"people"`
		Apart     []apart `json:"sets_apart"`
		Agrees    int64   `json:"agrees_most,omitempty"`
		Disagrees int64   `json:"disagrees_most,omitempty"`
	}
	apart struct {
		Contribution int64 `json:"contribution"`
		Agree        bool  `json:"agree"`
	}
	statement struct {
		quote
		Whole bool `json:"whole,omitempty"`
		positions
		Views []standing `json:"views"`
	}
	standing struct {
		View string `json:"view"`
		positions
	}
)

// Words gives the Markdown of a contribution as it was at a revision; false where it is not there any more.
type Words func(contribution int64, revision int) (text string, there bool, err error)

// Checked counts what was compared.
type Checked struct {
	Figures int // numbers counted again
	Quotes  int // held against the stored words
	Removed int // quotes whose words were removed
	Lost    int // quotes whose revision is not there any more
}

// Check writes an edition again: every figure from the rows, every quote from the stored words at its place, the digest
// from the bytes. It gives a plain sentence for everything that differs, and says of the whole whether the bytes are the
// same. The error is for words that could not be read.
func (f Figures) Check(data []byte, words Words) (Checked, []string, error) {
	var e edition
	if err := json.Unmarshal(data, &e); err != nil {
		return Checked{}, []string{fmt.Sprintf("it cannot be read: %v", err)}, nil
	}
	c := check{figures: f}
	c.same("scope", e.Scope, f.Head.Scope)
	c.figure("people", &e.People, f.People)
	c.figure("contributions", &e.Contributions, f.Contributions)
	c.counts("people", &e.ByWho, f.ByWho)
	if len(e.Issues) != len(f.Themes) {
		c.wrong("it has %d issues, and the rows %d", len(e.Issues), len(f.Themes))
	}
	for i := range e.Issues[:min(len(e.Issues), len(f.Themes))] {
		c.issue(i+1, &e.Issues[i], f.Themes[i])
		for n := range e.Issues[i].Quotes {
			if err := c.quote(e.Issues[i].Name, &e.Issues[i].Quotes[n], words); err != nil {
				return c.done, nil, err
			}
		}
	}
	if err := c.parts(&e, words); err != nil {
		return c.done, nil, err
	}
	if again, err := e.write(); err != nil {
		return c.done, nil, err
	} else if !bytes.Equal(again, data) {
		c.wrong("written again it has other bytes, from byte %d on", differs(again, data))
	}
	return c.done, c.problems, nil
}

// check gathers what differs.
type check struct {
	figures  Figures
	done     Checked
	problems []string
}

func (c *check) wrong(message string, args ...any) {
	if len(c.problems) < 20 {
		c.problems = append(c.problems, fmt.Sprintf(message, args...))
	}
}

func (c *check) same(what string, have, want any) {
	if !reflect.DeepEqual(have, want) {
		c.wrong("%s: it says %v, the rows say %v", what, have, want)
	}
}

// figure compares a number and puts the one from the rows in its place.
func (c *check) figure(what string, have *int, want int) {
	c.done.Figures++
	if *have != want {
		c.wrong("%s: it says %d, the rows say %d", what, *have, want)
	}
	*have = want
}

func (c *check) counts(what string, have *map[string]int, want map[string]int) {
	c.done.Figures += len(want)
	c.same(what+" by kind", *have, want)
	*have = want
}

func (c *check) issue(rank int, i *issue, t Theme) {
	at := fmt.Sprintf("issue %d (%s), ", rank, t.Name)
	if i.Slug != t.Slug || i.Name != t.Name {
		c.wrong("issue %d is %q, and by the rows %q", rank, i.Name, t.Name)
		i.Slug, i.Name = t.Slug, t.Name
	}
	c.figure(at+"contributions", &i.Contributions, t.Contributions)
	c.figure(at+"people", &i.People, t.People)
	c.counts(at+"people", &i.ByWho, t.ByWho)
	c.counts(at+"what they bring", &i.ByEvidence, t.ByEvidence)
	c.figure(at+"agree", &i.Positions.Agree, t.Agree)
	c.figure(at+"disagree", &i.Positions.Disagree, t.Disagree)
	c.figure(at+"pass", &i.Positions.Pass, t.Pass)
	c.done.Figures += len(t.Weeks)
	c.same(at+"weeks", i.Weeks, t.Weeks)
	i.Weeks = t.Weeks
}

// quote holds a quote to the words that are stored.
func (c *check) quote(of string, q *quote, words Words) error {
	at := fmt.Sprintf("%s, the quote of contribution %d", of, q.Contribution)
	if want := fmt.Sprintf("/contributions/%d", q.Contribution); q.URL != want {
		c.wrong("%s leads to %s", at, q.URL)
		q.URL = want
	}
	if q.Removed != "" {
		c.done.Removed++
		if q.Text != "" {
			c.wrong("%s: its words are there although they were removed", at)
		}
		return nil
	}
	text, there, err := words(q.Contribution, q.Revision)
	switch {
	case err != nil:
		return err
	case !there:
		c.done.Lost++
		return nil
	case q.Start < 0 || q.End <= q.Start || q.End > len(text):
		c.wrong("%s is of bytes %d to %d, which its %d bytes do not have", at, q.Start, q.End, len(text))
		return nil
	}
	c.done.Quotes++
	if exact := text[q.Start:q.End]; q.Text != exact {
		c.wrong("%s differs from the stored words", at)
		q.Text = exact
	}
	return nil
}

// write gives the bytes of an edition, with the digest of everything before it at its end.
func (e edition) write() ([]byte, error) {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(e); err != nil {
		return nil, err
	}
	body := strings.TrimSuffix(out.String(), "\n")
	sum := sha256.Sum256([]byte(body))
	return []byte(strings.TrimSuffix(body, "}") + `,"digest":"sha256:` + hex.EncodeToString(sum[:]) + "\"}\n"), nil
}

// differs gives the first place at which two texts differ.
func differs(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}
