package pandoc

import (
	"bytes"
	"encoding/xml"
)

// mended changes the XML of an OpenDocument text where Pandoc would drop words of tables without a word: it does not
// read rows that are marked as heads, nor lists and headings inside cells. Rows lose the mark, lists become their
// paragraphs, and headings paragraphs.
func mended(content []byte) []byte {
	var out bytes.Buffer
	d := xml.NewDecoder(bytes.NewReader(content))
	cells := 0
	for {
		from := d.InputOffset()
		token, err := d.RawToken()
		if err != nil { // the end; that it is well formed was seen before
			return out.Bytes()
		}
		tag := content[from:d.InputOffset()]
		var name string
		switch t := token.(type) {
		case xml.StartElement:
			name = t.Name.Local
			if name == "table-cell" || name == "covered-table-cell" {
				cells++
			}
		case xml.EndElement:
			name = t.Name.Local
			if name == "table-cell" || name == "covered-table-cell" {
				cells--
			}
		}
		switch {
		case name == "table-header-rows":
		case cells > 0 && (name == "list" || name == "list-item" || name == "list-header"):
		case cells > 0 && name == "h":
			out.Write(bytes.Replace(tag, []byte(":h"), []byte(":p"), 1))
		default:
			out.Write(tag)
		}
	}
}
