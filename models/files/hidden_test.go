package files

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

func deflated(t *testing.T, body string) string {
	t.Helper()
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	if _, err := w.Write([]byte(body)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.String()
}

// jpxBox is one box of a JPEG 2000 picture.
func jpxBox(kind, body string) string {
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8))) + kind + body
}

// told gives everything that stands in a document, unfolded.
func told(t *testing.T, raw []byte) string {
	t.Helper()
	doc, err := api.ReadContext(bytes.NewReader(raw), model.NewDefaultConfiguration())
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	all.Write(raw)
	for _, entry := range doc.Table {
		if entry == nil || entry.Object == nil {
			continue
		}
		fmt.Fprintln(&all, entry.Object)
		if stream, ok := entry.Object.(types.StreamDict); ok {
			all.Write(stream.Raw)
			if err := stream.Decode(); err == nil {
				all.Write(stream.Content)
			}
		}
	}
	return all.String()
}

// Things that hide where nobody looks: each is in a document of its own, so that one that cannot be read hides no other.
func TestNothingHidesInADocument(t *testing.T) {
	camera := string(withSegments(t, photo(40, 30), segment(0xe1, exif(1)), segment(0xfe, "CANARY")))
	jpx := jpxBox("jP  ", "\r\n\x87\n") + jpxBox("ftyp", "jp2 \x00\x00\x00\x00jp2 ") + jpxBox("uuid", "0123456789abcdefCANARY") + jpxBox("xml ", "<x>CANARY</x>") +
		jpxBox("jp2h", jpxBox("ihdr", "\x00\x00\x00\x1e\x00\x00\x00\x28\x00\x03\x07\x07\x00\x00")) + jpxBox("jp2c", "\xff\x4f\xff\x64\x00\x0a\x00\x01CANARY\xff\x90\x00\x0a")
	image := "/Type/XObject/Subtype/Image/Width 40/Height 30/ColorSpace/DeviceRGB/BitsPerComponent 8"
	inPage := func(page string, more ...string) []byte {
		return pdf(0, append([]string{
			"<</Type/Catalog/Pages 2 0 R>>", onePage,
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<<" + map[bool]string{true: "/XObject<</Im1 5 0 R>>"}[len(more) > 0 && strings.Contains(more[0], "/Subtype/Image")] + "/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>" + page + ">>",
			stream("", greeting),
		}, more...)...)
	}
	inCatalog := func(catalog string, more ...string) []byte {
		return pdf(0, append([]string{"<</Type/Catalog/Pages 2 0 R" + catalog + ">>", onePage, plainPage, stream("", greeting)}, more...)...)
	}
	for name, one := range map[string]struct {
		raw   []byte
		gone  []string
		stays []string
	}{
		"links that only lead somewhere": {
			inPage("/Annots[5 0 R 6 0 R 7 0 R 8 0 R]", "<</Type/Annot/Subtype/Link/Rect[0 0 10 10]/A<</S/URI/URI(HTTPS://example.org/a:b)>>>>",
				"<</Type/Annot/Subtype/Link/Rect[0 0 10 10]/A<</S/URI/URI(mailto:us@example.org)>>>>", "<</Type/Annot/Subtype/Link/Rect[0 0 10 10]/A<</S/URI/URI(www.example.org)>>>>",
				"<</Type/Annot/Subtype/Text/Rect[0 0 10 10]/Contents(A note)/T(CANARY)/A<</S/Named/N/NextPage>>>>"),
			nil,
			[]string{"HTTPS://example.org/a:b", "mailto:us", "(www.example.org)", "(A note)"},
		},
		"a link that runs":                     {inPage("/Annots[5 0 R]", "<</Type/Annot/Subtype/Link/Rect[0 0 10 10]/A<</S/URI/URI(javascript:CANARY\\(\\))>>>>"), []string{"javascript:"}, nil},
		"a link that runs, dressed up":         {inPage("/Annots[5 0 R]", "<</Type/Annot/Subtype/Link/Rect[0 0 10 10]/A<</S/URI/URI<206a4176615363726970743a43414e415259>>>>>"), []string{"jAvaScript:", "43414e415259", "43414E415259", "/URI"}, nil},
		"a link to a file of the reader's":     {inPage("/Annots[5 0 R]", "<</Type/Annot/Subtype/Link/Rect[0 0 10 10]/A<</Type/Action/S/URI/URI(file:///CANARY)>>>>"), []string{"file:"}, nil},
		"a page that prints itself":            {inPage("/Annots[5 0 R]", "<</Type/Annot/Subtype/Link/Rect[0 0 10 10]/A<</Type/Action/S/Named/N/Print>>>>"), []string{"/Print"}, nil},
		"who wrote a note, and when":           {inPage("/Annots[5 0 R]", "<</Type/Annot/Subtype/Text/Rect[0 0 10 10]/Contents(Seen)/T(CANARY Jane)/NM(CANARY)/M(D:20200101)/CreationDate<443a3230323030313031>>>"), []string{"D:2020", "443a3230", "443A3230"}, nil},
		"a small picture of an earlier page":   {inPage("/Thumb 5 0 R", stream("/Width 40/Height 30/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode", camera)), []string{"Exif"}, nil},
		"a photo as it was taken":              {inPage("", stream(image+"/Filter/DCTDecode", camera)), []string{"Exif"}, nil},
		"a photo as it was taken, folded":      {inPage("", stream(image+"/Filter[/FlateDecode/DCTDecode]", deflated(t, camera))), []string{"Exif"}, nil},
		"a photo of the other kind":            {inPage("", stream(image+"/Filter/JPXDecode", jpx)), []string{"uuid"}, nil},
		"a file without a label":               {inCatalog("/Names<</EmbeddedFiles<</Names[(f)<</F(f.txt)/EF<</F 5 0 R>>>>]>>>>", stream("", "CANARY in a file")), nil, nil},
		"a file that nothing leads to":         {inCatalog("", stream("", "CANARY in a file")), nil, nil},
		"a file beside a page":                 {inPage("/AF[6 0 R]", stream(image+"/Filter/DCTDecode", camera), "<</F(f.txt)/EF<</F 7 0 R>>>>", stream("", "CANARY in a file")), nil, nil},
		"a form that is sent away":             {inCatalog("/AcroForm<</Fields[5 0 R]>>", "<</Type/Annot/Subtype/Widget/FT/Btn/T(go)/Rect[0 0 9 9]/A<</S/SubmitForm/F<</FS/URL/F(https://CANARY.example)>>>>>>"), []string{"SubmitForm"}, nil},
		"a form of the other kind":             {inCatalog("/AcroForm<</Fields[]/XFA 5 0 R>>", stream("", "<xdp>CANARY</xdp>")), []string{"XFA"}, nil},
		"what was there before it was changed": {append(inCatalog("", stream("", "CANARY before")), "\n5 0 obj\n<</CANARY true>>\nendobj\n"...), nil, nil},
		"a page of the web behind its end":     {append(inCatalog(""), "<script>CANARY()</script>"...), []string{"<script"}, nil},
	} {
		p, err := Press(t.Context(), one.raw)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		all := told(t, p.Body)
		for _, trace := range append(one.gone, "CANARY") {
			if strings.Contains(all, trace) {
				t.Errorf("%s: %q is still there", name, trace)
			}
		}
		for _, stays := range one.stays {
			if !strings.Contains(all, stays) {
				t.Errorf("%s: %q is gone", name, stays)
			}
		}
		if !strings.Contains(all, "(Hello)") {
			t.Errorf("%s: the page is empty", name)
		}
	}
}
