package files

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// pdf writes a document of objects, each by its number from 1; the first is its catalog, info that of its Info.
func pdf(info int, objects ...string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	places := make([]int, len(objects))
	for i, o := range objects {
		places[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range places {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R", len(objects)+1)
	if info > 0 {
		fmt.Fprintf(&out, "/Info %d 0 R", info)
	}
	fmt.Fprintf(&out, ">>\nstartxref\n%d\n%%%%EOF\n", table)
	return out.Bytes()
}

func stream(dict, body string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(body), body)
}

const (
	onePage   = "<</Type/Pages/Kids[3 0 R]/Count 1>>"
	plainPage = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
	greeting  = "BT /F1 12 Tf 20 100 Td (Hello) Tj ET"
)

func TestDocumentsAreFreedOfWhatActs(t *testing.T) {
	hidden := stream("/Type/EmbeddedFile", "CANARY in a file")
	xmp := stream("/Type/Metadata/Subtype/XML", "<x:xmpmeta>CANARY</x:xmpmeta>")
	photo := withSegments(t, photo(40, 30), segment(0xe1, exif(1)), segment(0xfe, "CANARY"))
	raw := pdf(
		11,
		"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\('CANARY'\\))>>/AA<</WC 7 0 R>>/Metadata 10 0 R"+
			"/Names<</JavaScript<</Names[(a) 7 0 R]>>/EmbeddedFiles<</Names[(f) 8 0 R]>>>>/AF[8 0 R]>>",
		onePage,
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/AA<</O 7 0 R>>/Annots[5 0 R 6 0 R 12 0 R 13 0 R]/PieceInfo<</X<</LastModified(D:2020)/Private(CANARY)>>>>"+
			"/Resources<</XObject<</Im1 14 0 R>>/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
		stream("", greeting),
		"<</Type/Annot/Subtype/Link/Rect[0 0 10 10]/A<</Type/Action/S/Launch/F(CANARY.exe)>>>>",
		"<</Type/Annot/Subtype/Link/Rect[0 0 10 10]/A<</Type/Action/S/URI/URI(https://example.org/)/Next 7 0 R>>>>",
		"<</S/JavaScript/JS(CANARY)>>",
		"<</Type/Filespec/F(f.txt)/EF<</F 9 0 R>>>>",
		hidden,
		xmp,
		"<</Title(CANARY)/Author(CANARY)/Producer(CANARY)/CreationDate(D:20200101000000)>>",
		"<</Type/Annot/Subtype/FileAttachment/Rect[0 0 10 10]/FS 8 0 R>>",
		"<</Type/Annot/Subtype/Link/Rect[0 0 10 10]/A<</Type/Action/S/J#61vaScript/J#53(CANARY)>>>>",
		stream("/Type/XObject/Subtype/Image/Width 40/Height 30/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode", string(photo)),
	)
	p := press(t, raw)
	if p.Kind != PDF || p.Pages != 1 {
		t.Fatalf("%s of %d pages", p.Kind, p.Pages)
	}
	for _, trace := range []string{"CANARY", "JavaScript", "Launch", "EmbeddedFile", "FileAttachment", "xmpmeta", "OpenAction", "Author", "PieceInfo", "pdfcpu", "Exif", "D:20"} {
		if bytes.Contains(p.Body, []byte(trace)) {
			t.Errorf("%q is still there", trace)
		}
	}
	if !bytes.Contains(p.Body, []byte("https://example.org/")) {
		t.Error("a link to a page of the web is gone")
	}
	again, err := api.ReadContext(bytes.NewReader(p.Body), model.NewDefaultConfiguration())
	if err != nil {
		t.Fatal(err)
	}
	if err := api.ValidateContext(again); err != nil {
		t.Error(err)
	}
	var all strings.Builder
	for _, entry := range again.Table {
		if entry != nil && entry.Object != nil {
			fmt.Fprintln(&all, entry.Object)
		}
	}
	if strings.Contains(all.String(), "CANARY") {
		t.Error("something is still told in what was packed")
	}
}

func TestDocumentsThatAreRefused(t *testing.T) {
	plain := pdf(0, "<</Type/Catalog/Pages 2 0 R>>", onePage, plainPage, stream("", greeting))
	if p := press(t, plain); p.Pages != 1 {
		t.Errorf("%d pages", p.Pages)
	}
	var locked bytes.Buffer
	conf := model.NewAESConfiguration("", "owner", 256)
	if err := api.Encrypt(bytes.NewReader(plain), &locked, conf); err != nil {
		t.Fatal(err)
	}
	var closed bytes.Buffer
	if err := api.Encrypt(bytes.NewReader(plain), &closed, model.NewAESConfiguration("user", "owner", 256)); err != nil {
		t.Fatal(err)
	}
	kids := strings.Repeat("3 0 R ", MaxPages+1)
	for name, one := range map[string]struct {
		raw  []byte
		want Refusal
	}{
		"one that needs a password to be changed": {locked.Bytes(), Encrypted},
		"one that needs a password to be read":    {closed.Bytes(), Encrypted},
		"no document":                             {[]byte("%PDF-1.7\nnothing"), Broken},
		"cut off":                                 {plain[:40], Broken},
		"no page":                                 {pdf(0, "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"), Broken},
		"too many pages": {
			pdf(0, "<</Type/Catalog/Pages 2 0 R>>", fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids, MaxPages+1), plainPage, stream("", greeting)), Long,
		},
	} {
		if _, err := Press(context.Background(), one.raw); !errors.Is(err, one.want) {
			t.Errorf("%s: %v, not %v", name, err, one.want)
		}
	}
}

// unfolding is a document of some kilobytes whose page holds size bytes, folded so many times.
func unfolding(t *testing.T, size, times int) []byte {
	t.Helper()
	body := bytes.Repeat([]byte(" "), size)
	filters := ""
	for range times {
		var packed bytes.Buffer
		w := zlib.NewWriter(&packed)
		if _, err := w.Write(body); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		body, filters = packed.Bytes(), filters+"/FlateDecode"
	}
	return pdf(0, "<</Type/Catalog/Pages 2 0 R>>", onePage, plainPage, stream("/Filter["+filters+"]", string(body)))
}

func TestHostileDocumentsEndWithinBounds(t *testing.T) {
	deep := strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	nested := strings.Repeat("<</A ", 20_000) + strings.Repeat(">>", 20_000)
	for name, raw := range map[string][]byte{
		"unfolds":            unfolding(t, 100<<20, 2),
		"many unfold":        unfolding(t, 300<<20, 3),
		"is deep":            pdf(0, "<</Type/Catalog/Pages 2 0 R>>", onePage, plainPage, deep),
		"is deep in names":   pdf(0, "<</Type/Catalog/Pages 2 0 R/X "+nested+">>", onePage, plainPage, stream("", greeting)),
		"is its own parent":  pdf(0, "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]/Count 1>>"),
		"claims much":        bytes.Replace(pdf(0, "<</Type/Catalog/Pages 2 0 R>>", onePage, plainPage, stream("", greeting)), []byte("/Size 5"), []byte("/Size 2000000000"), 1),
		"is as long as said": pdf(0, "<</Type/Catalog/Pages 2 0 R>>", onePage, plainPage, "<</Length 99999999999>>\nstream\nabc\nendstream"),
	} {
		begun := time.Now()
		_, err := testWorker().Press(context.Background(), raw)
		t.Logf("%s: %v in %v", name, err, time.Since(begun))
		var refused Refusal
		if err != nil && !errors.As(err, &refused) {
			t.Errorf("%s: %v", name, err)
		}
		if spent := time.Since(begun); spent > pressFor+5*time.Second {
			t.Errorf("%s took %v", name, spent)
		}
	}
}

func TestAWorkerDoesWhatPressDoes(t *testing.T) {
	w := testWorker()
	raw := withSegments(t, photo(1200, 800), segment(0xe1, exif(6)))
	p, err := w.Press(context.Background(), raw)
	if err != nil {
		t.Fatal(err)
	}
	if here := press(t, raw); !bytes.Equal(p.Body, here.Body) || !bytes.Equal(p.Small, here.Small) || p.Width != here.Width || p.Kind != JPEG {
		t.Error("a process of its own makes something else")
	}
	if _, err := w.Press(context.Background(), raw[:len(raw)/2]); !errors.Is(err, Broken) {
		t.Errorf("what is cut off: %v", err)
	}
	if _, err := NewWorker("/nowhere/there").Press(context.Background(), raw); err == nil || errors.As(err, new(Refusal)) {
		t.Errorf("a worker that cannot begin: %v", err)
	}
	if _, err := NewWorker("/bin/sh", "-c", "kill -9 $$").Press(context.Background(), raw); !errors.Is(err, Heavy) {
		t.Errorf("a worker that is ended: %v", err)
	}
	if _, err := NewWorker("/bin/echo", `{"Kind":"jpeg","Body":"PHNjcmlwdD4="}`).Press(context.Background(), raw); !errors.Is(err, Broken) {
		t.Errorf("a worker that gives a web page: %v", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	if _, err := NewWorker("/bin/sleep", "60").Press(ctx, raw); !errors.Is(err, Heavy) {
		t.Errorf("a worker that does not end: %v", err)
	}
}

// TestAWorkerKnowsNothing has a process tell what it was given.
func TestAWorkerKnowsNothing(t *testing.T) {
	t.Setenv("FOLKMOOT_SECRET_CANARY", "CANARY")
	path := t.TempDir() + "/told"
	_, _ = NewWorker("/bin/sh", "-c", "env > "+path).Press(context.Background(), withSegments(t, photo(8, 8)))
	told, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(told, []byte("CANARY")) {
		t.Error("a process that reads hostile files is told the site's settings")
	}
}
