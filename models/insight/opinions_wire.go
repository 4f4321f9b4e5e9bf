package insight

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
)

// The form in which views are given away; its fields stand in this order. Nothing in it leads to a person.
type (
	wireViews struct {
		Scope      wireViewScope   `json:"scope"`
		From       Day             `json:"from"`
		To         Day             `json:"to"`
		People     int             `json:"people"`
		Placed     int             `json:"people_in_views"`
		Positions  int             `json:"positions"`
		Why        NoViews         `json:"why_no_views,omitempty"`
		Views      []wireView      `json:"views"`
		Statements []wireStatement `json:"statements"`
		Shared     []int64         `json:"shared_agree"`
		Opposed    []int64         `json:"shared_disagree"`
		Divides    []int64         `json:"divides"`
		Unsure     []int64         `json:"unsure"`
	}
	wireViewScope struct {
		wireScope
		Thread int64 `json:"thread,omitempty"`
	}
	wireView struct {
		View   string      `json:"view"`
		People int         `json:"people"`
		Apart  []wireApart `json:"sets_apart"`
	}
	wireApart struct {
		Contribution int64  `json:"contribution"`
		Direction    string `json:"direction"`
	}
	wireStatement struct {
		Contribution int64  `json:"contribution"`
		URL          string `json:"url"`
		Text         string `json:"text"`
		Start        int    `json:"start"`
		End          int    `json:"end"`
		Whole        bool   `json:"whole"`
		wirePositions
		Consensus *float64       `json:"consensus,omitempty"`
		Views     []wireStanding `json:"views"`
	}
	wireStanding struct {
		View string `json:"view"`
		wirePositions
	}
)

// JSON writes views as one line, ending in a digest as a summary does. Statements whose words are not among those
// given are left out: they have gone meanwhile. So is what a view said where too few people of it answered.
func (v *Views) JSON(words map[int64]Words) ([]byte, error) {
	w := wireViews{
		Scope: wireViewScope{wired(v.Scope.Scope), v.Scope.Thread}, From: v.Scope.From, To: v.Scope.To,
		People: v.People, Placed: v.Placed, Positions: v.Positions, Why: v.Why, Views: []wireView{}, Statements: []wireStatement{},
		Shared: v.told(v.Shared, words), Opposed: v.told(v.Opposed, words), Divides: v.told(v.Divides, words), Unsure: v.told(v.Unsure, words),
	}
	for _, view := range v.Views {
		apart := []wireApart{}
		for _, a := range view.Apart {
			s := v.Statements[a.Statement]
			if _, ok := words[s.Contribution]; ok {
				apart = append(apart, wireApart{s.Contribution, a.direction()})
			}
		}
		w.Views = append(w.Views, wireView{view.Name, view.People, apart})
	}
	for _, s := range v.Statements {
		said, ok := words[s.Contribution]
		if !ok {
			continue
		}
		one := wireStatement{
			Contribution: s.Contribution, URL: s.URL(), Text: said.Text, Start: said.Start, End: said.End, Whole: said.Whole,
			wirePositions: wirePositions(s.All), Views: []wireStanding{},
		}
		if s.Untold == nil {
			one.Consensus = &s.Consensus
		}
		for i, p := range s.By {
			if !s.Tells(i) {
				continue
			}
			one.Views = append(one.Views, wireStanding{v.Views[i].Name, wirePositions(p)})
		}
		w.Statements = append(w.Statements, one)
	}
	return sealed(w)
}

// sealed writes a value as one line that ends in a member "digest": the SHA-256 of the line without it.
func sealed(value any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	line := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	digest := sha256.Sum256(line)
	line = append(line[:len(line)-1], `,"digest":"sha256:`...)
	line = append(line, hex.EncodeToString(digest[:])...)
	return append(line, "\"}\n"...), nil
}

// told turns places into contributions.
func (v *Views) told(places []int, words map[int64]Words) []int64 {
	list := []int64{}
	for _, at := range places {
		id := v.Statements[at].Contribution
		if _, ok := words[id]; ok {
			list = append(list, id)
		}
	}
	return list
}

// Contributions are those of the statements at some places.
func (v *Views) Contributions(places []int) []int64 {
	list := []int64{}
	for _, at := range places {
		list = append(list, v.Statements[at].Contribution)
	}
	return list
}

func (a Apart) direction() string {
	if a.Agree {
		return "agree"
	}
	return "disagree"
}

// URL is the address of the statement.
func (s Statement) URL() string { return "/contributions/" + strconv.FormatInt(s.Contribution, 10) }

// All lists the contribution of every statement.
func (v *Views) All() (ids []int64) {
	for _, s := range v.Statements {
		ids = append(ids, s.Contribution)
	}
	return ids
}

// CSV writes views as a table of one row a statement, for a spreadsheet.
func (v *Views) CSV(words map[int64]Words) []byte {
	var b bytes.Buffer
	head := []string{"contribution", "url", "words", "agree", "disagree", "pass"}
	for _, view := range v.Views {
		for _, says := range []string{"agree", "disagree", "pass"} {
			head = append(head, "view_"+view.Name+"_"+says)
		}
	}
	row(&b, head...)
	n := strconv.Itoa
	for _, s := range v.Statements {
		said, ok := words[s.Contribution]
		if !ok {
			continue
		}
		cells := []string{strconv.FormatInt(s.Contribution, 10), s.URL(), said.Text, n(s.All.Agree), n(s.All.Disagree), n(s.All.Pass)}
		for i, p := range s.By {
			if !s.Tells(i) {
				cells = append(cells, "", "", "")
				continue
			}
			cells = append(cells, n(p.Agree), n(p.Disagree), n(p.Pass))
		}
		row(&b, cells...)
	}
	return b.Bytes()
}
