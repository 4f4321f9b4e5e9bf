package pandoc

import (
	"encoding/xml"
	"path"
	"slices"
	"strings"

	"folkmoot/models/guide"
)

// What of a document cannot be kept, as views.LossWords knows it.
const (
	lostPictures  = "pictures"
	lostComments  = "comments"
	lostChanges   = "changes"
	lostBoxes     = "boxes"
	lostObjects   = "objects"
	lostColours   = "colours"
	lostRunning   = "running"
	lostContents  = "contents"
	lostFormulas  = "formulas"
	lostUnderline = "underline"
	lostRaised    = "raised"
	lostInner     = "inner"
	lostLinks     = "links"
	lostCells     = "cells"
	lostMerged    = "merged"
	lostHeads     = "heads"
	lostOther     = "other"
)

// places is how many headings are named for a loss, and longPlace how long each may be in bytes.
const (
	places    = 3
	longPlace = 120
)

// tally counts what cannot be kept.
type tally struct{ list []guide.Loss }

func (t *tally) add(what, where string) {
	i := slices.IndexFunc(t.list, func(l guide.Loss) bool { return l.What == what })
	if i < 0 {
		t.list, i = append(t.list, guide.Loss{What: what}), len(t.list)
	}
	l := &t.list[i]
	l.Count++
	if len(where) > longPlace {
		where = strings.ToValidUTF8(where[:longPlace], "") + "…"
	}
	if where != "" && len(l.Where) < places && !slices.Contains(l.Where, where) {
		l.Where = append(l.Where, where)
	}
}

// losses counts in a file's own XML what Pandoc drops without a word.
func (o *office) losses(t *tally) error {
	look := lookAtWord
	if o.kind == "odt" {
		look = lookAtODT
	} else {
		for _, name := range o.names {
			if file := path.Base(name); path.Dir(name) == "word" && (strings.HasPrefix(file, "header") || strings.HasPrefix(file, "footer")) {
				if strings.TrimSpace(textOfPart(o.parts[name])) != "" {
					t.add(lostRunning, "")
				}
			}
		}
	}
	s := &scan{tally: t, headings: headingStyles(o.parts["word/styles.xml"])}
	return walk(o.parts[o.main], func(token xml.Token, depth int) error {
		look(s, token, depth)
		return nil
	})
}

func textOfPart(part []byte) string {
	var text strings.Builder
	_ = walk(part, func(token xml.Token, _ int) error {
		if words, ok := token.(xml.CharData); ok {
			text.Write(words)
		}
		return nil
	})
	return text.String()
}

// headingStyles names the paragraph styles of a Word file that are headings: their ids are in the language of whoever
// wrote the document.
func headingStyles(styles []byte) map[string]bool {
	found, id := map[string]bool{}, ""
	_ = walk(styles, func(token xml.Token, _ int) error {
		if start, ok := token.(xml.StartElement); ok {
			switch start.Name.Local {
			case "style":
				id = value(start, "styleId")
			case "name":
				if strings.HasPrefix(strings.ToLower(value(start, "val")), "heading ") {
					found[id] = true
				}
			}
		}
		return nil
	})
	return found
}

// scan goes through the text of a file and knows under which heading it is.
type scan struct {
	*tally
	headings map[string]bool
	heading  string // the last one that ended
	words    strings.Builder
	inside   bool // the paragraph is a heading
	fallback int  // depth of a copy for older programs, in which things stand a second time; 0 outside
	bare     bool // text is being read that counts as a heading's words
}

func lookAtWord(s *scan, token xml.Token, depth int) {
	switch t := token.(type) {
	case xml.StartElement:
		if s.fallback == 0 {
			s.startOfWord(t, depth)
		}
	case xml.EndElement:
		switch {
		case s.fallback == depth:
			s.fallback = 0
		case t.Name.Local == "t":
			s.bare = false
		case t.Name.Local == "p" && s.inside:
			s.heading, s.inside = strings.TrimSpace(s.words.String()), false
		}
	case xml.CharData:
		if s.inside && s.bare {
			s.words.Write(t)
		}
	}
}

func (s *scan) startOfWord(t xml.StartElement, depth int) {
	switch t.Name.Local {
	case "Fallback":
		s.fallback = depth
	case "t":
		s.bare = true
	case "pStyle":
		if s.headings[value(t, "val")] {
			s.inside = true
			s.words.Reset()
		}
	case "ins", "del", "moveFrom", "moveTo":
		if value(t, "author") != "" {
			s.add(lostChanges, s.heading)
		}
	case "commentReference":
		s.add(lostComments, s.heading)
	case "txbxContent":
		s.add(lostBoxes, s.heading)
	case "OLEObject", "chart", "relIds":
		s.add(lostObjects, s.heading)
	case "highlight":
		if value(t, "val") != "none" {
			s.add(lostColours, s.heading)
		}
	case "color":
		if colour := strings.ToLower(value(t, "val")); colour != "" && colour != "auto" && colour != "000000" {
			s.add(lostColours, s.heading)
		}
	}
}

func lookAtODT(s *scan, token xml.Token, _ int) {
	switch t := token.(type) {
	case xml.StartElement:
		switch t.Name.Local {
		case "h":
			s.inside = true
			s.words.Reset()
		case "changed-region":
			s.add(lostChanges, "")
		case "annotation":
			s.add(lostComments, s.heading)
		case "text-box":
			s.add(lostBoxes, s.heading)
		case "object", "object-ole", "plugin":
			s.add(lostObjects, s.heading)
		case "table-of-content":
			s.add(lostContents, s.heading)
		}
	case xml.EndElement:
		if t.Name.Local == "h" {
			s.heading, s.inside = strings.TrimSpace(s.words.String()), false
		}
	case xml.CharData:
		if s.inside {
			s.words.Write(t)
		}
	}
}
