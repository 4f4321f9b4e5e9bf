package codebook_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"folkmoot/models/themes/codebook"
)

var book = []codebook.Entry{
	{GUID: codebook.GUID("https://a.example", "buses"), Slug: "buses", Name: "Buses & <trams>", Parent: "Travel", Definition: "What is said of “buses”.\n\nExamples:\nnot these", Examples: "'The last bus'\n\\Examples:\nExamples:", State: "current", Mark: 8},
	{GUID: codebook.GUID("https://a.example", "old"), Slug: "old", Name: "Old", Definition: "=SUM(A1)", Examples: "'=not, a formula", State: "retired", Mark: 3, MergedInto: "Travel"},
	{GUID: codebook.GUID("https://a.example", "fares"), Slug: "fares", Name: "Fares \"2030\"", Parent: "Buses & <trams>", Examples: "Too dear", State: "current", Mark: 4},
	{GUID: codebook.GUID("https://a.example", "travel"), Slug: "travel", Name: "Travel", Definition: "Getting about; + more, 'so'", State: "current", Mark: 1},
}

func read(t *testing.T, text string) ([]codebook.Entry, []codebook.Problem) {
	t.Helper()
	entries, problems, err := codebook.Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return entries, problems
}

func TestASpreadsheetThatWasWrittenReadsTheSame(t *testing.T) {
	var out bytes.Buffer
	if err := codebook.WriteCSV(&out, book); err != nil {
		t.Fatal(err)
	}
	for _, cell := range regexp.MustCompile(`(?m)(^|,)"?[=+@-]`).FindAllString(out.String(), -1) {
		t.Errorf("a cell that could be a formula: %q", cell)
	}
	got, problems := read(t, "\ufeff"+out.String())
	for i := range got {
		got[i].Line, got[i].GUID = 0, book[i].GUID
	}
	if !reflect.DeepEqual(got, book) || len(problems) > 0 {
		t.Errorf("%+v\n%+v\n%v", got, book, problems)
	}
}

func TestTheExchangeFormatReadsTheSameAndIsByItsSchema(t *testing.T) {
	var out, again bytes.Buffer
	if err := codebook.WriteQDC(&out, "folkmoot", book); err != nil {
		t.Fatal(err)
	}
	if err := codebook.WriteQDC(&again, "folkmoot", book); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Error("the same codebook gave other bytes")
	}
	valid(t, out.Bytes())
	got, problems := read(t, out.String())
	if len(problems) > 0 || len(got) != 3 {
		t.Fatalf("%+v, %v", got, problems)
	}
	for _, e := range got {
		for _, b := range book {
			if b.Name == e.Name && (b.GUID != e.GUID || b.Parent != e.Parent || b.Definition != e.Definition || b.Examples != e.Examples || !codebook.Drawn(b.Mark, e.Color)) {
				t.Errorf("%+v\n%+v", e, b)
			}
		}
	}
	if err := codebook.WriteQDC(&out, "folkmoot", book[1:2]); err == nil {
		t.Error("a codebook without a theme in use was written: the schema wants one")
	}
}

// valid checks a file by the rules of the published schema: which element stands where, in which order, with which
// attributes of which form.
func valid(t *testing.T, data []byte) {
	t.Helper()
	children := map[string]string{"CodeBook": "Codes (Sets )?", "Codes": "(Code )+", "Code": "(Description )?(Code )*", "Description": ""}
	guid := `([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})|(\{[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\})`
	attributes := map[string]map[string]string{
		"CodeBook": {"origin": ".*"}, "Codes": {}, "Description": {},
		"Code": {"guid!": guid, "name!": "(?s).*", "isCodable!": "true|false|1|0", "color": "#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})"},
	}
	type open struct{ name, inside string }
	stack := []*open{{}}
	in := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := in.Token()
		if token == nil {
			if err.Error() != "EOF" || stack[0].inside != "CodeBook " {
				t.Errorf("%v; the root holds %q", err, stack[0].inside)
			}
			return
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Space != "urn:QDA-XML:codebook:1.0" {
				t.Errorf("%v", e.Name)
			}
			stack[len(stack)-1].inside += e.Name.Local + " "
			stack = append(stack, &open{name: e.Name.Local})
			allowed, known := attributes[e.Name.Local]
			if !known {
				t.Errorf("the schema has no %s", e.Name.Local)
			}
			has := map[string]bool{}
			for _, a := range e.Attr {
				if a.Name.Space != "" || a.Name.Local == "xmlns" {
					continue
				}
				has[a.Name.Local] = true
				form := allowed[a.Name.Local] + allowed[a.Name.Local+"!"]
				if form == "" || !regexp.MustCompile("^("+form+")$").MatchString(a.Value) {
					t.Errorf("%s: %s=%q", e.Name.Local, a.Name.Local, a.Value)
				}
			}
			for name := range allowed {
				if name, must := strings.CutSuffix(name, "!"); must && !has[name] {
					t.Errorf("%s has no %s", e.Name.Local, name)
				}
			}
		case xml.EndElement:
			top := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if !regexp.MustCompile("^" + children[top.name] + "$").MatchString(top.inside) {
				t.Errorf("in %s: %s", top.name, top.inside)
			}
		}
	}
}

func TestWhatOtherProgramsWriteIsRead(t *testing.T) {
	for name, file := range map[string]string{
		"nvivo": `<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" origin="NVivo 12" xmlns="urn:QDA-XML:codebook:1.0">
  <Codes>
    <Code guid="1ff58b12-6f6f-4b0c-8be5-bbdc91f55294" name="Travel" isCodable="true" color="#FF0000"><Description>Getting about</Description>
      <Code guid="2ff58b12-6f6f-4b0c-8be5-bbdc91f55294" name="Buses" isCodable="true"><Description /></Code>
    </Code>
  </Codes>
</CodeBook>`,
		"atlas": "\ufeff" + `<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:QDA-XML:codebook:0:4 Codebook.xsd" origin="ATLAS.ti Win 23" xmlns="http://schema.qdasoftware.org/versions/Codebook/v1.0">
  <Codes>
    <Code name="Travel" color="#46AA00" isCodable="true" guid="{1FF58B12-6F6F-4B0C-8BE5-BBDC91F55294}"><Description>Getting about</Description><NoteRef targetGUID="x"/>
    <Code name="Buses" guid="nonsense" extra="1"/></Code>
  </Codes>
  <Sets><Set name="A group" guid="ECA18D76-2B8B-4F26-BC1D-19ECA19FB3F0"><Description>of codes</Description><MemberCode guid="1FF58B12-6F6F-4B0C-8BE5-BBDC91F55294"/></Set></Sets>
</CodeBook>`,
		"qualcoder": `<?xml version="1.0" standalone="yes" encoding="UTF-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1:0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" origin="QualCoder 3">
<Codes>
<Code guid="1ff58b12-6f6f-4b0c-8be5-bbdc91f55294" name="Travel" isCodable="false"><Description>Getting about</Description>
<Code guid="2ff58b12-6f6f-4b0c-8be5-bbdc91f55294" name="Buses" color="#B71C1C" isCodable="true"></Code></Code></Codes></CodeBook>`,
	} {
		got, problems := read(t, file)
		if len(problems) > 0 || len(got) != 2 || got[0].Name != "Travel" || got[0].Definition != "Getting about" || got[0].GUID != "1ff58b12-6f6f-4b0c-8be5-bbdc91f55294" ||
			got[1].Name != "Buses" || got[1].Parent != "Travel" || got[1].Definition != "" {
			t.Errorf("%s: %+v, %v", name, got, problems)
		}
	}
}

func TestHostileAndBrokenFilesAreRefused(t *testing.T) {
	nest := func(n int) string {
		return `<CodeBook><Codes>` + strings.Repeat(`<Code name="a">`, n) + strings.Repeat(`</Code>`, n) + `</Codes></CodeBook>`
	}
	many := "theme,parent,definition,examples\n"
	for i := range codebook.MaxEntries + 1 {
		many += fmt.Sprintf("T%d,,,\n", i)
	}
	for want, file := range map[string]string{
		"document type":             `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><CodeBook><Codes><Code name="&b;"/></Codes></CodeBook>`,
		"line 2":                    "<CodeBook><Codes>\n<Code name=\"&b;\"/></Codes></CodeBook>",
		"line 1":                    "<CodeBook><Codes><Code name='a'>",
		"20 deep":                   nest(40),
		"begin with the element":    `<Project><CodeBook/></Project>`,
		"begin with the element Co": `<CodeBook xmlns="urn:other"/>`,
		"save it as UTF-8":          `<?xml version="1.0" encoding="utf-16"?><CodeBook/>`,
		"no codebook":               `<!-- nothing -->`,
		"too large":                 strings.Repeat("a", codebook.MaxBytes+1),
		"is empty":                  "",
		`no column "definition"`:    "theme,parent,examples\n",
		"two columns":               "theme,Theme\n",
		"more than 1000":            many,
	} {
		if _, _, err := codebook.Read(strings.NewReader(file)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	if got, problems := read(t, nest(20)); len(got) != 20 || len(problems) != 0 {
		t.Errorf("%d, %v", len(got), problems)
	}
	_, problems := read(t, "theme,parent,definition,examples,state,mark\nA,,,,gone,\n,,x,,,\nB,,,,,many\nC,,\nD,,,,retired,7\n")
	var lines []int
	for _, p := range problems {
		lines = append(lines, p.Line)
	}
	if !reflect.DeepEqual(lines, []int{2, 3, 4, 5}) {
		t.Errorf("%v", problems)
	}
	if _, problems := read(t, "<CodeBook><Codes>\n<Code name=''/></Codes></CodeBook>"); len(problems) != 1 || problems[0].Line != 2 {
		t.Errorf("%v", problems)
	}
}

func TestIdentitiesAreTheSameForEver(t *testing.T) {
	// The value was worked out apart, by the rules of RFC 9562 for version 5.
	if got := codebook.GUID("https://folkmoot.example", "buses"); got != "2637e8e7-fc36-5998-b837-319946bae7bf" {
		t.Error(got)
	}
	if codebook.GUID("a", "b") == codebook.GUID("b", "b") || codebook.GUID("a", "b") == codebook.GUID("a", "c") {
		t.Error("two themes have one identity")
	}
}

func FuzzRead(f *testing.F) {
	var out bytes.Buffer
	codebook.WriteQDC(&out, "x", book)
	f.Add(out.Bytes())
	f.Add([]byte("theme,parent,definition,examples\n'=A,,'b,c\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, _, err := codebook.Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := codebook.WriteCSV(&out, entries); err != nil {
			t.Fatal(err)
		}
		again, problems, err := codebook.Read(&out)
		if err != nil || len(problems) > 0 && len(again) == len(entries) {
			t.Fatal(err, problems)
		}
		for i, e := range again {
			if len(again) == len(entries) && (e.Name != entries[i].Name || e.Definition != entries[i].Definition || e.Examples != entries[i].Examples) {
				t.Fatalf("%+v\n%+v", e, entries[i])
			}
		}
	})
}
